"""The words for what in a school file does nothing. Each: what it is, and what may have been meant."""

from __future__ import annotations

from planner.languages import N_
from planner.messages.wording import Wording

REMARK_WORDS: dict[str, Wording] = {
    "idle_room": Wording(
        N_("Nothing takes place in room “{value}”: no window and no demand names it."),
        N_("Name it under rooms of a window or a demand, or take it out."),
    ),
    "idle_window": Wording(
        N_("No class comes to window “{value}”: no demand names it."),
        N_("Name it under windows of a demand; if it is for free borrowing, write booked: false there."),
    ),
    "idle_duty_window": Wording(
        N_("Nobody serves in window “{value}”: no post names it."),
        N_("Name it under windows of a post, or take it out."),
    ),
    "idle_post": Wording(
        N_("Post “{value}” asks for nobody: its count is 0."),
        N_("Write how many student librarians it takes (count), or take it out."),
    ),
    "idle_post_follows": Wording(
        N_("Post “{value}” follows classes that come, but none comes in its windows."),
        N_("Name windows of the demand under windows of the post, or write a count."),
    ),
    "idle_helpers": Wording(
        N_("There are student librarians ({value}), but no post: nobody serves."),
        N_("Add posts, or leave the student librarians out."),
    ),
    "idle_helper": Wording(
        N_("There is no post that student librarian “{value}” may do."),
        N_("Look at the posts named there, and at the grades and the training that posts ask for."),
    ),
    "idle_adult": Wording(
        N_("“{value}” is on duty nowhere that opens a window."),
        N_("Write under places where and when this adult is there."),
    ),
    "idle_teacher": Wording(
        N_("Teacher “{value}” has no lesson and no class.{closest}"),
        N_("Write the id as the timetable has it, or take the teacher out."),
    ),
    "idle_class": Wording(
        N_("Class “{value}” comes to nothing, while others of its grade do."),
        N_("Name it under classes of a demand, if it is to come."),
    ),
    "idle_campus": Wording(
        N_("Campus “{value}” has no class, no room and no window."),
        N_("Name it where it belongs, or take it out."),
    ),
    "idle_from": Wording(
        N_("“{value}” begins on {date}, after the term."),
        N_("Correct the date, or take it out of this term's file."),
    ),
    "idle_until": Wording(
        N_("“{value}” has ended on {date}, before the term."),
        N_("Correct the date, or take it out of this term's file."),
    ),
}

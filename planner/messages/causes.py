"""The words of a cause, by code: one sentence a colleague would say. {…} are filled in by ``explanation_causes``."""

from __future__ import annotations

from planner.languages import N_

CAUSES: dict[str, str] = {
    "window_no_adult": N_(
        "{days}: no adult is at {campus}, so the library stays shut there and {places} places a week fall out."
    ),
    "window_event": N_("“{event}” closes “{window}” on {days} for the rest of the term: {places} places a week fall out."),
    "window_no_bell": N_("“{window}” on {days} has no bell to go by: no class has the period it is tied to."),
    "window_not_open": N_("“{window}” does not open on {days}: the days of the term that would be left name other windows."),
    "window_no_after_school": N_("“{window}” never opens on {days}: there is no after-school service on these days."),
    "window_never": N_("“{window}” never opens in this term: look at its weekdays, its weeks and its first and last date."),
    "eats": N_("{who}: lunch is {lunch}, and the last slot of “{window}” begins at {last}: they still eat when it is open."),
    "eats_in_slot": N_("{who}: lunch is {lunch}, which falls into the slots of “{window}” that are left for them."),
    "in_lesson": N_("{who}: in every slot of “{window}” that is left they have a lesson ({subject}, {period})."),
    "gone_home": N_("{who}: they go home at {home}, before “{window}” is over."),
    "teacher_twice": N_("{teacher} has {classes} at the same time: {day} {period}. One teacher cannot bring both."),
    "teacher_teaches": N_("{teacher}, who comes with {who}, teaches {of} then ({day} {period})."),
    "teacher_away": N_("{teacher}, who comes with {who}, is away on {day}."),
    "banned": N_("{who}: what is left for “{demand}” has been ruled out ({place})."),
    "other_campus": N_("{who}: everything for “{demand}” is on another campus."),
    "other_grades": N_("{who}: no window of “{demand}” is open to this grade ({window})."),
    "no_lesson": N_("{who}: the timetable has no lesson for “{demand}” ({subjects})."),
    "no_period": N_("{who}: the bells have no time for the periods of “{demand}”."),
    "pin_nowhere": N_("{who} is pinned to a place of “{demand}” that does not exist: {place}."),
    "pin_banned": N_("{who} is pinned to “{demand}” at {pin}, but ruled out there: {place}."),
    "pin_blocked": N_("{who} is pinned to “{demand}” at {pin}, but cannot come then."),
    "pins_full": N_("“{demand}”, {turn} {window}: {who} are pinned to the same slot, which takes {most} at most."),
    "pins_apart": N_("{who} is pinned to “{demand}” both at {pin} and at {place}, but comes {times}× only."),
    "arrives_too_early": N_(
        "{helpers} must be at {posts} at {arrive}, but their lunch is {lunch}: nobody can be there in time. "
        "“{window}” opens at {opens}."
    ),
    "duty_in_lunch": N_(
        "{helpers} have lunch {lunch}, while “{window}” is already open ({opens}): they cannot serve at {posts}."
    ),
    "duty_in_lesson": N_(
        "{helpers} have a lesson ({subject}, {period}) while “{window}” is open: they cannot serve at {posts}."
    ),
    "away": N_("{helpers} cannot come on {day}, and those who are left are too few for {posts}."),
    "untrained": N_("{helpers} are not trained for “{post}”, and those who are left are too few."),
    "duty_other_grades": N_("{helpers} are not of the grades that may do “{post}”, and those who are left are too few."),
    "duty_other_campus": N_("{helpers} belong to another campus than “{window}”, and those who are left are too few."),
    "duty_gone_home": N_("{helpers} go home at {home}, before “{window}” is over."),
    "not_yet_or_no_longer": N_("{helpers} do not serve on the dates of {posts}, and those who are left are too few."),
    "each_day_over": N_(
        "“{demand}”: at least {each} classes on each of {days} days make {need} visits, but only {visits} visits are asked for."
    ),
    "minimum_over": N_("{count} student librarians × at least {least} make {need} duties, but there are only {duties}."),
}

"""What counting shows to be impossible, in words: the sentence, and what a librarian may do about it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from planner.languages import N_
from planner.messages.wording import date_text, headed, listing, translator, turn_name
from planner.models.base import Language
from planner.models.problem import Shortage
from planner.models.rules import RULES
from planner.models.school import School


@dataclass(frozen=True)
class Explanation:
    """One shortage as people read it; below, {subject}, {need}, {capacity} and the params of the code stand in it."""

    sentence: str
    hint: str


WORDS: dict[str, Explanation] = {
    "visits_over_slots": Explanation(
        N_("{subject}: {need} visits are needed in a cycle, but there are only {capacity} places."),
        N_("Open more slots, let more classes come at once, or take a longer cycle (A/B, '3 weeks', sliding)."),
    ),
    "class_without_place": Explanation(
        N_("{subject} has nowhere to go for {demand}: no slot or lesson is allowed and free."),
        N_("Look at the class's timetable and lunch, at grades and campus of the windows, and at what you have ruled out."),
    ),
    "class_places": Explanation(
        N_("{subject} needs {need} visits in a cycle, but only {capacity} places suit it."),
        N_("Allow this class another weekday, window or subject, or ask for fewer visits."),
    ),
    "class_over_seats": Explanation(
        N_("{subject} has {need} pupils, but {room} seats only {capacity}."),
        N_("Give this class a larger room, add seats, or let it come in two groups."),
    ),
    "post_short": Explanation(
        N_("{subject}, {turn} {window}: {need} student librarians are needed, but only {capacity} can come."),
        N_(
            "Train more student librarians for this post, widen its grades, ask fewer of it, or check who is marked "
            "as unable to come."
        ),
    ),
    "round_over_week": Explanation(
        N_(
            "{subject}, {turn}: the round is so short that whoever has this duty serves {need} times in one week, but only "
            "{capacity} is allowed."
        ),
        N_(
            "Make the round longer (duties: cycle: sliding without a number finds one that serves everybody), or raise the "
            "most duties a week (duties: max_per_week)."
        ),
    ),
    "duties_over_helpers": Explanation(
        N_("{where}{need} duties have to be done in a cycle, but all student librarians together may do only {capacity}."),
        N_("Recruit more student librarians, raise the most duties a week (duties: max_per_week), or staff fewer posts."),
    ),
    "min_over_duties": Explanation(
        N_("{where}the student librarians' minimum adds up to {need} duties in a cycle, but there are only {capacity}."),
        N_(
            "Lower the fewest duties a week (duties: min_per_week, or a student librarian's own), or make the rule "
            "duty_min soft."
        ),
    ),
    "min_over_week": Explanation(
        N_("{where}the student librarians' minimum adds up to {need} duties a week, but there is a week with only {capacity}."),
        N_(
            "Lower the fewest duties a week (duties: min_per_week, or a student librarian's own), or make the rule "
            "duty_min soft."
        ),
    ),
    "duties_over_week": Explanation(
        N_("{where}a week has {need} duties, but all student librarians together may do only {capacity} in it."),
        N_("Recruit more student librarians, raise the most duties a week (duties: max_per_week), or staff fewer posts."),
    ),
    "group_places": Explanation(
        N_("{demand}: {classes} together need {need} visits, but only {capacity} places suit any of them."),
        N_("Allow one of these classes another weekday, window or subject, or free a place that you have ruled out."),
    ),
    "no_adult": Explanation(
        N_("{subject}, {day}: nobody is there to keep it open."),
        N_(
            "Enter an adult for this campus and day (adults: places), allow for the travel time, or close the window on "
            "that day."
        ),
    ),
    "each_day_over": Explanation(
        N_("{subject}: at least {each} classes on each of {days} days make {need} visits, but only {capacity} are asked for."),
        N_("Ask for fewer classes a day (demands: each_open_day), or open on fewer days."),
    ),
    "never_held": Explanation(
        N_("{subject} can never take place: no window or lesson of it is held on any date."),
        N_("Look at its windows, weeks and dates: are the days closed, unconfirmed or outside the term?"),
    ),
}
_UNKNOWN = Explanation(
    N_("{subject}: {need} needed, only {capacity} possible ({code})."),
    N_("Look at what the school file says about it."),
)


def explain(school: School, shortage: Shortage, language: Language) -> Explanation:
    """The sentence and the hint for a shortage, with the school's own names. An unknown code gets plain numbers."""
    words = WORDS.get(shortage.code, _UNKNOWN)
    values: defaultdict[str, str] = defaultdict(lambda: "?")
    values.update({key: _param(school, key, value, language) for key, value in shortage.params.items()})
    values.update(
        subject=name_of(school, shortage.subject, language),
        need=str(shortage.need),
        capacity=str(shortage.capacity),
        code=shortage.code,
    )
    # Where a school has one campus, naming it says nothing.
    values["where"] = headed(language, values["subject"], "") if len(school.campuses) > 1 else ""
    _ = translator(language)
    said = _(words.sentence).format_map(values)
    if "since" in shortage.params:
        date = date_text(language, dt.date.fromisoformat(shortage.params["since"]))
        said = headed(language, _("From {date} on", date=date), said)
    return Explanation(said[:1].upper() + said[1:], _(words.hint))


def _param(school: School, key: str, value: str, language: Language) -> str:
    if key == "classes":
        return listing(language, [name_of(school, part, language) for part in value.replace(",", " ").split()])
    if key in ("turn", "day"):
        try:
            return turn_name(language, value, school.term)
        except KeyError:
            return value
    return name_of(school, value, language)


def name_of(school: School, key: str, language: Language, *, rule: str = "") -> str:
    """How people call what an id means; ids of several things are told apart by the ``rule`` that speaks of them, helpers first
    where that is about duties, and by their order here."""
    of_duties = rule in RULES and (RULES[rule].group == "duties" or rule == "kept_helpers") and rule != "own_class"
    if of_duties and key in school.helper_by_id:
        return f"{name_of(school, school.helper_by_id[key].class_id, language)} {key}"
    if key in school.class_by_id or key in school.group_by_id:
        return school.class_by_id[key].name.in_(language)
    for things in (school.demand_by_id, school.window_by_id, school.post_by_id, school.room_by_id, school.adult_by_id):
        if key in things:
            return things[key].name.in_(language)
    if key in school.helper_by_id:
        helper = school.helper_by_id[key]
        return f"{name_of(school, helper.class_id, language)} {key}"
    for campus in school.campuses:
        if campus.id == key:
            return campus.name.in_(language)
    return key

"""Words that mean nothing in this school: a grade without classes, weeks outside the term, a slot no window has.

What is written so does silently nothing, or makes a plan impossible for a reason nobody would look for: it is told when the
file is read, with what there is instead. Only what means nothing at all is told; a range that is wider than the school is fine.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from planner.models.school import School
from planner.models.shorthand import runs_of
from planner.models.timetable import FREE
from planner.models.values import Weeks
from planner.models.visits import Preference
from planner.reading.crosschecks.findings import Check, Finding, aways, placed
from planner.reading.crosschecks.openings import slot_count
from planner.reading.spelling import Loc

_ALIKE = 0.5


def grades_have_classes(school: School) -> Iterator[Finding]:
    """Windows, posts, bells and limits for grades of which the school has none."""
    there = {grade for c in school.class_list for grade in c.grades}
    lists: tuple[tuple[str, Iterable[tuple[int, ...] | None]], ...] = (
        ("windows", (w.grades for w in school.windows)),
        ("posts", (p.grades for p in school.posts)),
        ("bells", (b.grades for b in school.bells)),
    )
    named: list[tuple[Loc, tuple[int, ...] | None]] = [
        ((section, n, "grades"), grades) for section, found in lists for n, grades in enumerate(found)
    ]
    for n, demand in enumerate(school.demands):
        named += [(("demands", n, "grade_limits", m, "grades"), limit.grades) for m, limit in enumerate(demand.grade_limits)]
    for loc, grades in named:
        if grades and there and there.isdisjoint(grades):
            yield Finding("no_such_grade", loc, _ranges(grades), {"known": _ranges(there)})


def _ranges(numbers: Iterable[int]) -> str:
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs_of(sorted(numbers)))


def weeks_are_in_the_term(school: School) -> Iterator[Finding]:
    """Weeks of windows, demands, lessons, places and absences that all lie outside the term."""
    term = school.term
    monday = term.week1_monday or term.start - dt.timedelta(term.start.weekday())
    last = (term.end - monday).days // 7 + 1
    named: list[tuple[Loc, Weeks | None]] = [(("windows", n, "weeks"), w.weeks) for n, w in enumerate(school.windows)]
    named += [(("demands", n, "weeks"), d.weeks) for n, d in enumerate(school.demands)]
    named += [(("timetable", n, "weeks"), row.weeks) for n, row in enumerate(school.timetable)]
    named += [((*loc, "weeks"), place.weeks) for loc, place in placed(school)]
    named += [((*loc, "weeks"), away.weeks) for loc, away in aways(school)]
    for loc, weeks in named:
        if weeks is not None and weeks.numbers and not any(1 <= week <= last for week in weeks.numbers):
            yield Finding("week_outside_term", loc, _ranges(weeks.numbers), {"last": str(last)})


def windows_open_on_school_days(school: School) -> Iterator[Finding]:
    """Windows none of whose days the term ever runs."""
    term = school.term
    days = {*term.weekdays, *(d.runs_as for d in term.days), *(day for some in term.only_in_weeks for day in some.weekdays)}
    for n, window in enumerate(school.windows):
        if window.school_days_only and not term.cycle_days and window.weekdays and days.isdisjoint(window.weekdays):
            yield Finding("no_such_day", ("windows", n, "weekdays"), ", ".join(window.weekdays), {"window": window.id})


def places_are_of_the_demand(school: School) -> Iterator[Finding]:
    """Bans and pins about windows that their demand does not use, or slots that these windows do not have. A wish for a slot
    that is gone is only a wish that cannot be met."""
    windows = {w.id: w for w in school.windows}
    for loc, place in placed(school):
        demand = school.demands[int(loc[1])]
        if demand.is_lesson or isinstance(place, Preference):
            continue
        own = [windows[w] for w in demand.windows if w in windows]
        if place.windows and own and not set(place.windows) & set(demand.windows) and set(place.windows) <= set(windows):
            params = {"known": ", ".join(demand.windows)}
            yield Finding("window_of_other", (*loc, "windows"), ", ".join(place.windows), params)
            continue
        meant = [w for w in own if place.windows is None or w.id in place.windows]
        most = max((slot_count(w, None) for w in meant), default=0)
        if place.slots and most and min(place.slots) > most:
            yield Finding("no_such_slot", (*loc, "slots"), _ranges(place.slots), {"most": str(most)})


def teachers_have_their_lessons(school: School) -> Iterator[Finding]:
    """Teachers of a subject that no row of the class has: the lesson would be held by nobody in particular."""
    taught: dict[str, Counter[str]] = defaultdict(Counter)
    for row in school.timetable:
        key = school.class_id(row.class_id) or row.class_id
        taught[key].update(word for words in row.days.values() for word in words if word not in FREE)
    for n, row in enumerate(school.timetable):
        there = taught[school.class_id(row.class_id) or row.class_id]
        for subject in row.teachers:
            if there and subject not in there and (near := get_close_matches(subject, there, n=1, cutoff=_ALIKE)):
                params = {"near": near[0], "count": str(there[near[0]])}
                yield Finding("teacher_of_nothing", ("timetable", n, "teachers", subject), subject, params)


def subjects_are_spelled_alike(school: School) -> Iterator[Finding]:
    """One of several subjects of a demand that no class of the school has, and that is nearly another one."""
    everywhere = Counter(lesson.subject for lesson in school.lessons)
    for n, demand in enumerate(school.demands):
        wanted = dict.fromkeys(word for words in demand.subjects.values() for word in words)
        if not everywhere.keys() & wanted.keys():
            continue  # then all of them are told
        for word in wanted:
            others = [subject for subject in everywhere if subject not in wanted]
            near = get_close_matches(word, others, n=1, cutoff=_ALIKE) if word not in everywhere else []
            if near:
                params = {"near": near[0], "count": str(everywhere[near[0]])}
                yield Finding("subject_unknown", ("demands", n, "subjects"), word, params)


MEANING_CHECKS: tuple[Check, ...] = (
    grades_have_classes,
    weeks_are_in_the_term,
    windows_open_on_school_days,
    places_are_of_the_demand,
    teachers_have_their_lessons,
    subjects_are_spelled_alike,
)

"""Cross checks on demands: each says enough to be planned, and means somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from pydantic import TypeAdapter, ValidationError

from planner.models.school import School
from planner.models.shorthand import Grades
from planner.reading.crosschecks.findings import Check, Finding, placed
from planner.reading.crosschecks.openings import takes_classes

_SHOWN = 6
"""Subjects of the timetable named beside one that it does not have."""
_GRADES: TypeAdapter[tuple[int, ...]] = TypeAdapter(Grades)


def demands_say_where(school: School) -> Iterator[Finding]:
    """Lessons need subjects and rooms, all other visits need windows in which classes are booked."""
    windows = {w.id: w for w in school.windows}
    for n, demand in enumerate(school.demands):
        if demand.is_lesson:
            if not demand.rooms:
                yield Finding("demand_rooms", ("demands", n), demand.id)
            if not demand.subjects and demand.kind != "teacher_reading":
                yield Finding("demand_subjects", ("demands", n), demand.id)
            if demand.cycle.kind == "sliding":
                yield Finding("lesson_sliding", ("demands", n, "cycle"), demand.id)
            continue
        if not demand.windows:
            yield Finding("demand_windows", ("demands", n), demand.id)
        known = [windows[name] for name in demand.windows if name in windows]
        if demand.cycle.kind == "sliding" and len({frozenset(w.rooms) for w in known}) > 1:
            # A turn of the round goes from window to window, so its place has to exist in each of them.
            yield Finding("sliding_rooms", ("demands", n, "windows"), demand.id)
        for m, name in enumerate(demand.windows):
            if name in windows and not takes_classes(windows[name]):
                yield Finding("window_not_booked", ("demands", n, "windows", m), name)


def duties_are_not_monthly(school: School) -> Iterator[Finding]:
    """Once a month is for visits; helpers serve by weeks, by rounds, or by dates."""
    if school.duties.cycle.kind == "month":
        yield Finding("cycle", ("duties", "cycle"), "monthly")


def subjects_are_by_grade(school: School) -> Iterator[Finding]:
    """Subjects are given for grades ('1-2') or for 'all'."""
    for n, demand in enumerate(school.demands):
        for key, words in demand.subjects.items():
            if key == "all":
                readable = True
            else:
                try:
                    readable = bool(_GRADES.validate_python(key))
                except ValidationError:
                    readable = False
            if not readable:
                yield Finding("subject_key", ("demands", n, "subjects", key), key)
            elif not words:
                yield Finding("subjects_empty", ("demands", n, "subjects", key), key)


def subjects_are_taught(school: School) -> Iterator[Finding]:
    """A demand for lessons that the timetable of none of its classes has: a word spelled otherwise, not an impossible school.

    Where only some grades lack the subject, planning says so with the classes concerned.
    """
    if school.mode("demand_met") != "hard":
        return
    for n, demand in enumerate(school.demands):
        meant = set(school.select(demand)) if demand.is_lesson and demand.kind != "teacher_reading" else set()
        taught = Counter(lesson.subject for lesson in school.lessons if lesson.class_id in meant)
        wanted = list(dict.fromkeys(word for words in demand.subjects.values() for word in words))
        if taught and wanted and not taught.keys() & set(wanted):
            likest = {name for word in wanted for name in get_close_matches(word, taught, n=1, cutoff=0.3)}
            shown = sorted(taught, key=lambda s: (s not in likest, -taught[s], s))[:_SHOWN]
            known = ", ".join(f"{name} ({taught[name]})" for name in shown)
            yield Finding("subject_not_taught", ("demands", n, "subjects"), ", ".join(wanted), {"known": known})


def demands_mean_somebody(school: School) -> Iterator[Finding]:
    """A demand, ban, pin, wish or absence that selects no class would silently do nothing."""
    for n, demand in enumerate(school.demands):
        if demand.kind == "teacher_reading":
            if not (demand.teachers or school.teacher_ids):
                yield Finding("demand_no_teacher", ("demands", n), demand.id)
        elif not school.select(demand):
            yield Finding("demand_nobody", ("demands", n), demand.id)
    for loc, place in placed(school):
        demand = school.demands[int(loc[1])]
        if demand.kind != "teacher_reading" and school.select(demand) and not school.select(place):
            yield Finding("selects_nobody", loc, _said(place.grades, place.classes, place.campus))
    for n, absence in enumerate(school.absences):
        if not school.select(absence):
            yield Finding("selects_nobody", ("absences", n), _said(absence.grades, absence.classes, absence.campus))


def _said(grades: tuple[int, ...] | None, classes: tuple[str, ...] | None, campus: str | None) -> str:
    return ", ".join([*map(str, grades or ()), *(classes or ()), *([campus] if campus else [])])


def limits_agree(school: School) -> Iterator[Finding]:
    """A helper's or the school's least number of duties is not above the most."""
    rules = school.duties
    if rules.max_per_week is not None and rules.min_per_week > rules.max_per_week:
        yield Finding("min_above_max", ("duties", "min_per_week"), str(rules.min_per_week), {"most": str(rules.max_per_week)})
    for n, helper in enumerate(school.helpers):
        most = helper.max_per_week if helper.max_per_week is not None else rules.max_per_week
        if helper.min_per_week is not None and most is not None and helper.min_per_week > most:
            yield Finding("min_above_max", ("helpers", n, "min_per_week"), str(helper.min_per_week), {"most": str(most)})


DEMAND_CHECKS: tuple[Check, ...] = (
    duties_are_not_monthly,
    demands_say_where,
    subjects_are_by_grade,
    subjects_are_taught,
    demands_mean_somebody,
    limits_agree,
)

"""Cross checks on classes, their timetables and bells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planner.models.classes import ClassEntry, SchoolClass
from planner.models.days import CYCLE_DAYS
from planner.models.places import Bell
from planner.models.school import School
from planner.models.shorthand import chinese_number
from planner.models.timetable import FREE, TimetableRow
from planner.models.values import Weeks
from planner.reading.crosschecks.findings import Check, Finding, whos
from planner.reading.spelling import Loc, closest


def class_references(school: School) -> Iterator[Finding]:
    """Classes named by id or name: the class exists, and the name means one class only."""
    ids = school.class_by_id
    known: dict[str, set[str]] = {}
    for c in school.class_list:
        for word in (c.id, c.name.zh, c.name.en):
            known.setdefault(word, set()).add(c.id)
    pupils = [(n, h) for n, h in enumerate(school.helpers) if not h.volunteer]
    uses: list[tuple[Loc, str]] = [(("helpers", n, "class"), h.class_id) for n, h in pupils]
    uses += [(("timetable", n, "class"), row.class_id) for n, row in enumerate(school.timetable)]
    uses += [(("last_term", key), key) for key in school.last_term]
    uses += [((*loc, "classes", n), key) for loc, who in whos(school) for n, key in enumerate(who.classes or ())]
    for loc, key in uses:
        if school.class_id(key) is None:
            yield Finding("unknown_class", loc, key, {"closest": closest(key, known) or _of_its_grade(school, key)})
        elif key not in ids and len(known.get(key, ())) > 1:
            yield Finding("class_name_shared", loc, key, {"classes": ", ".join(sorted(known[key]))})


def _of_its_grade(school: School, key: str) -> str:
    """A class of the grade that ``key`` begins with: '5-1' where the classes of grade 5 have letters; '' when there is none."""
    number = re.match(r"\d+|[一二三四五六七八九]|十[一二]?", key)
    grade = chinese_number(number[0]) if number else None
    return next((c.id for c in school.class_list if c.grade == grade), "")


def class_ids_are_unique(school: School) -> Iterator[Finding]:
    """A narrower entry may correct a broader one; two equally broad ones would hide each other."""
    seen: dict[tuple[str, bool, int], int] = {}
    for n, entry in enumerate(school.classes):
        for cid, *_ in entry.spell_out(school.campus_ids[0]):
            key = (cid, entry.is_single, _breadth(entry))
            if key in seen:
                yield Finding("class_twice", ("classes", n), cid, {"first": f"classes[{seen[key]}]"})
                break
            seen[key] = n


def _breadth(entry: ClassEntry) -> int:
    return len(entry.grades)


def class_names_are_unique(school: School) -> Iterator[Finding]:
    """Two classes of one campus with one name cannot be told apart on the tables."""
    seen: dict[tuple[str, str], str] = {}
    for c in school.class_list:
        for name in dict.fromkeys((c.name.zh, c.name.en)):
            first = seen.setdefault((c.campus, name), c.id)
            if first != c.id:
                yield Finding("class_name_twice", ("classes", _entry_of(school, c.id)), name, {"classes": f"{first}, {c.id}"})
                break


def classes_are_no_teachers(school: School) -> Iterator[Finding]:
    """Visitors are classes or teachers, and told apart by their ids."""
    for teacher in school.teacher_ids:
        if teacher in school.class_by_id:
            yield Finding("class_is_teacher", ("classes", _entry_of(school, teacher)), teacher)


def _entry_of(school: School, class_id: str) -> int:
    found = [n for n, e in enumerate(school.classes) if class_id in (cid for cid, *_ in e.spell_out(school.campus_ids[0]))]
    return found[-1] if found else 0


def last_term_is_1_to_9(school: School) -> Iterator[Finding]:
    for key, value in school.last_term.items():
        if not 1 <= value <= 9:
            yield Finding("not_1_to_9", ("last_term", key), str(value))


def rows_fit_the_bell(school: School) -> Iterator[Finding]:
    """The n-th word of a row is the n-th period of the bell: there cannot be more words than periods."""
    for n, row in enumerate(school.timetable):
        class_id = school.class_id(row.class_id)
        if class_id is None:
            continue
        for day, words in row.days.items():
            periods = school.period_names(class_id, day)
            if len(words) > len(periods):
                yield Finding(
                    "row_too_long",
                    ("timetable", n, "days", day),
                    " ".join(words),
                    {"words": str(len(words)), "periods": str(len(periods))},
                )


def timetables_are_given_once(school: School) -> Iterator[Finding]:
    """Two rows may share a day of a class when they stand in different weeks, dates or periods."""
    by_class: dict[str, list[tuple[int, TimetableRow]]] = {}
    for n, row in enumerate(school.timetable):
        by_class.setdefault(school.class_id(row.class_id) or row.class_id, []).append((n, row))
    for rows in by_class.values():
        for place, (n, row) in enumerate(rows):
            for m, other in rows[:place]:
                if row.valid_from == other.valid_from and _share_weeks(row.weeks, other.weeks):
                    day = next((day for day in row.days if _clash(row, other, day)), None)
                    if day is not None:
                        yield Finding(
                            "timetable_twice", ("timetable", n), row.class_id, {"first": f"timetable[{m}]", "day": day}
                        )


def _share_weeks(a: Weeks, b: Weeks) -> bool:
    if a.parity and b.parity and a.parity != b.parity:
        return False
    return a.numbers is None or b.numbers is None or bool(set(a.numbers) & set(b.numbers))


def _clash(row: TimetableRow, other: TimetableRow, day: str) -> bool:
    pairs = zip(row.days[day], other.days.get(day, ()), strict=False)
    return any(a not in FREE and b not in FREE for a, b in pairs)


def bells_are_unambiguous(school: School) -> Iterator[Finding]:
    """Two bells equally specific, from the same date, for the same class and day: nobody could say which rings."""
    days = CYCLE_DAYS[: school.term.cycle_days] if school.term.cycle_days else None
    for n, bell in enumerate(school.bells):
        for m, other in enumerate(school.bells[:n]):
            if bell.breadth == other.breadth and bell.valid_from == other.valid_from and _share_a_day(bell, other, days):
                both = next(
                    (c.id for c in school.class_list if _rings_for(bell, c) and _rings_for(other, c)),
                    None,
                )
                if both is not None:
                    yield Finding("bells_ambiguous", ("bells", n), both, {"first": f"bells[{m}]"})


def _rings_for(bell: Bell, c: SchoolClass) -> bool:
    return bell.campus in (None, c.campus) and c.is_of(bell.grades)


def _share_a_day(bell: Bell, other: Bell, days: tuple[str, ...] | None) -> bool:
    shared = set(days) if days else None
    for own in (bell.weekdays, other.weekdays):
        if own is not None:
            shared = set(own) if shared is None else shared & set(own)
    return shared is None or bool(shared)


CLASS_CHECKS: tuple[Check, ...] = (
    class_ids_are_unique,
    class_names_are_unique,
    classes_are_no_teachers,
    last_term_is_1_to_9,
    rows_fit_the_bell,
    timetables_are_given_once,
    bells_are_unambiguous,
)

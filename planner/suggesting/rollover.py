"""What becomes of a school in the next term: names of the term, classes a grade higher, who leaves, what is carried over.

At a new school year a leaving grade makes room for a new first one. Until the new classes are known they stand in the file
as many as have left, with the lessons of those who left: in most schools their teachers take the new grade.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from pydantic import Field

from planner.languages import LANGUAGES, spoken
from planner.messages.countries import term_names
from planner.messages.wording import translator
from planner.models.base import Language, Model, Said, Text
from planner.models.classes import ClassEntry
from planner.models.plan import Plan
from planner.models.planfile import PlanFile
from planner.models.school import School
from planner.models.shorthand import early_grade, grade_word
from planner.models.term import Term
from planner.models.values import Date
from planner.timeline import Timeline, unpopularity, week_number
from planner.timeline.schoolyears import index_of, opens_year, place_of_term, year_of


def note(key: str, school: School | None = None, **params: Any) -> Said:
    """The words of a note."""
    return Said.by(lambda language: _note(language, key, params), school.spoken if school else str)


def _note(language: Language, key: str, params: dict[str, Any]) -> str:
    _, count = translator(language), params.get("count", 0)
    words = {
        "calendar": _("Closures and changed days are empty: look through what the school calendar proposes."),
        "timetable": _("The lessons are those of the old term: check them, or import the new timetable."),
        "first_grade": _.ngettext(
            "{count} new class stands in for the leaving ones (grade {grades}), with their lessons: write the real ones.",
            "{count} new classes stand in for the leaving ones (grade {grades}), with their lessons: write the real ones.",
            count,
            grades=params.get("grades", ""),
        ),
        "helpers": _.ngettext(
            "{count} student librarian has left: recruit new ones.",
            "{count} student librarians have left: recruit new ones.",
            count,
        ),
        "availability": _("Ask the student librarians again when they can come."),
        "events": _("Events have lost their dates and wait for new ones: the school calendar proposes some."),
        "validity": _("Bells, windows and lessons that held from a date on now hold from the start: check them."),
        "no_plan": _("Without the plan of the old term nothing is carried over to its successor's fairness."),
    }
    return words[key]


def unwelcome_slots(school: School, plan: Plan) -> dict[str, int]:
    """Class -> how unwelcome its slots were on average over the dates of a visit, its visits added up; 1 to 9 only."""
    timeline = Timeline(school)
    levels: dict[str, float] = defaultdict(float)
    turns = {(d, t.label): t for d, found in timeline.turns.items() for t in found}
    for visit in plan.visits:
        window = school.window_by_id.get(visit.window or "")
        turn = turns.get((visit.demand, visit.turn))
        if window is None or turn is None or visit.slot is None or visit.visitor not in school.class_by_id:
            continue
        found = [unpopularity(window.unpopular, o.day.label, visit.slot) for o in turn.occasions if o.window == window.id]
        if found:
            levels[visit.visitor] += sum(found) / len(found)
    return {c: min(9, round(levels[c])) for c in school.class_by_id if round(levels[c]) >= 1}


def helper_loads(school: School, plan: Plan) -> dict[str, int]:
    """Helper -> duties of a cycle above the average of the trained helpers, rounded; only those above it."""
    counts = Counter(duty.helper for duty in plan.duties)
    trained = [h.id for h in school.helper_by_id.values() if not h.trainee]
    if not trained:
        return {}
    average = sum(counts[h] for h in trained) / len(trained)
    return {h: round(counts[h] - average) for h in trained if round(counts[h] - average) >= 1}


_NUMERALS = "零一二三四五六七八九十"
_SWAPS = (
    ("第一学期", "第二学期"),
    ("上学期", "下学期"),
    ("第一學期", "第二學期"),
    ("上學期", "下學期"),
    ("秋", "春"),
    ("first", "second"),
    ("First", "Second"),
)
_SEASON = re.compile(r"\b(autumn|fall|spring|summer)\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:(?<=\bterm )|(?<=\bsemester )|(?<=\btrimester ))[1-5](?!\d)|(?<!\d)[1-5](?=[学學]期)", re.IGNORECASE
)


class NextTerm(Model):
    """Everything the new file says differently. Class ids on the left are those of the old file."""

    id: str
    school_year: Text
    name: Text
    start: Date
    end: Date
    new_year: bool
    recall_weeks: tuple[int, ...] = ()
    entries: tuple[ClassEntry, ...] = Field(description="entries of `classes`, in the order of the file")
    moves: dict[str, str] = Field(description="class -> its new id; leaving classes are not in it")
    fills: dict[str, str] = Field(description="leaving class -> the new first-grade class that takes its place")
    names: dict[str, str] = Field(default_factory=dict, description="new class id -> its Chinese name")
    leaving_helpers: tuple[str, ...] = ()
    loads: dict[str, int] = Field(default_factory=dict, description="helper -> duties above the average, only those above")
    unwelcome: dict[str, int] = Field(default_factory=dict, description="old class id -> 1 to 9")
    timetable_note: Said = Field(default_factory=lambda: note("timetable"), description="reminder above the lessons")
    notes: tuple[Said, ...] = Field((), description="what has to be checked, for the top of the new file")


def next_term(
    school: School, start: dt.date, end: dt.date, planned: PlanFile | None = None, new_year: bool | None = None
) -> NextTerm:
    """The next term of a school. ``planned``: the old term's plan, with the school as it was planned.

    ``new_year`` none: told from when school years begin in the country.
    """
    rises = opens_year(place_of_term(school.term), start) if new_year is None else new_year
    entries = tuple(_risen(school, e) if rises else e for e in school.classes)
    after = _with_classes(school, entries)
    there = {(c.campus, c.grade, c.number): c.id for c in after.class_list}
    moves: dict[str, str] = {}
    fills: dict[str, str] = {}
    for c in school.class_list:
        grade = _next_grade(school, c.campus, c.grade) if rises and not c.more_grades else c.grade
        new = there.get((c.campus, grade, c.number))
        if new is not None:
            (moves if grade >= c.grade else fills)[c.id] = new
    gone = tuple(
        h.id
        for h in school.helper_by_id.values()
        if (h.class_id not in moves and not h.volunteer) or (h.valid_until is not None and h.valid_until < school.term.end)
    )
    return NextTerm(
        id=_term_id(school, start),
        school_year=_each(school.term.school_year, lambda text: _school_year(text, start, rises)),
        name=_each(school.term.name, lambda text: _term_name(text, rises, school.term, start)),
        start=start,
        end=end,
        new_year=rises,
        recall_weeks=_recall(school, start, end),
        entries=entries,
        moves=moves,
        fills=fills,
        names={c.id: c.name.zh for c in after.class_list},
        leaving_helpers=gone,
        loads=helper_loads(planned.school, planned.plan) if planned else {},
        unwelcome=unwelcome_slots(planned.school, planned.plan) if planned else {},
        notes=tuple(_notes(school, rises, gone, fills, planned)),
    )


def _next_grade(school: School, campus: str, grade: int) -> int:
    """A grade up; from the top of a campus to its lowest grade, which the leaving classes make room for."""
    grades = {c.grade for c in school.class_list if c.campus == campus and not c.more_grades}
    if grade + 1 in grades:
        return grade + 1
    while grade - 1 in grades:
        grade -= 1
    return grade


def _risen(school: School, entry: ClassEntry) -> ClassEntry:
    if entry.mixed:  # next year too the school has a class of years 3 and 4
        return entry
    campus = entry.campus or school.campus_ids[0]
    grades = tuple(sorted(_next_grade(school, campus, g) for g in entry.grades))
    changed: dict[str, object] = {"grades": grades}
    if entry.is_single:
        old, new = entry.grades[0], grades[0]
        if entry.id:
            changed["id"] = _regraded(entry.id, old, new)
        if entry.name:
            changed["name"] = Text(zh=_regraded(entry.name.zh, old, new), en=_regraded(entry.name.en, old, new))
    return entry.model_copy(update=changed)


def _regraded(text: str, old: int, new: int) -> str:
    """An id or name with its grade replaced; as it is when it holds none (2022级1班 stays with the class)."""
    if (word := re.match(r"R(?=[A-Z]$)|[A-Za-z]+", text)) and early_grade(word[0]) == old:  # Prep A, RA
        return grade_word(new) + text[word.end() :].lstrip()
    if old <= 10 and new <= 10 and _NUMERALS[old] in text:
        return text.replace(_NUMERALS[old], _NUMERALS[new], 1)
    return re.sub(rf"(?<!\d){old}(?=\D)", str(new), text, count=1)


def _with_classes(school: School, entries: tuple[ClassEntry, ...]) -> School:
    # Not model_copy: it would carry the remembered classes over into the copy.
    values = {name: getattr(school, name) for name in School.model_fields}
    return School.model_construct(**{**values, "classes": entries})


def _each(text: Text, change: Callable[[str], str]) -> Text:
    return Text(zh=change(text.zh), en=change(text.en))


def _school_year(text: str, start: dt.date, new_year: bool) -> str:
    first = start.year if start.month >= 8 else start.year - 1
    if re.search(r"\d{4}\D{1,3}\d{4}", text):
        return re.sub(r"\d{4}(\D{1,3})\d{4}", rf"{first}\g<1>{first + 1}", text, count=1)
    found = re.search(r"(\d{4})(\D{1,3})(\d\d)(?!\d)", text)
    if found and int(found[3]) == (int(found[1]) + 1) % 100:  # 2026-27, 2026/27
        return text.replace(found[0], f"{first}{found[2]}{(first + 1) % 100:02}", 1)
    if found := re.search(r"(?<!\d)1\d\d(?=[學学]年)", text):  # 115學年度: years of the Republic, in Taiwan
        return text.replace(found[0], str(first - 1911), 1)
    return re.sub(r"\d{4}", lambda found: str(int(found[0]) + new_year), text)


def _term_name(text: str, new_year: bool, old: Term, start: dt.date) -> str:
    """第一学期 <-> 第二学期; as it is when the same half of the year comes again. Seasons follow the first day: autumn (fall),
    spring, and summer for the third term of a year."""
    found = _SEASON.search(text)
    if found:
        american = found[0].lower() == "fall" or (found[0].lower() != "autumn" and spoken("en", old.timezone) == "en-US")
        third = 4 <= start.month < 8 and old.start.month < 4
        season = ("fall" if american else "autumn") if start.month >= 8 else "summer" if third else "spring"
        return text[: found.start()] + (season.capitalize() if found[0][0].isupper() else season) + text[found.end() :]
    place = place_of_term(old)
    for language in LANGUAGES:
        known = term_names(language, year_of(place).naming)
        if text in known and len(year_of(place).terms) > 2:  # Term 3
            return known[index_of(place, start)]
    if found := _NUMBERED.search(text):  # Semester 2
        return text[: found.start()] + str(1 if new_year else int(found[0]) + 1) + text[found.end() :]
    if new_year and opens_year(place, old.start):
        return text
    for first, second in _SWAPS:
        before, after = (second, first) if new_year else (first, second)
        if before in text:
            return text.replace(before, after)
    return text


def _term_id(school: School, start: dt.date) -> str:
    half = ("autumn", "秋") if start.month >= 7 else ("spring", "春")
    found = re.fullmatch(r"\d{4}(\D?)(autumn|fall|spring|秋|春)", school.term.id)
    key = f"{start.year}{found[1]}{half[1] if found[2] in '秋春' else half[0]}" if found else f"{start:%Y-%m}"
    return key if key != school.term.id else f"{start:%Y-%m-%d}"


def _recall(school: School, start: dt.date, end: dt.date) -> tuple[int, ...]:
    """Recall weeks as far from the end of term as they were."""
    old_last = week_number(school.term, school.term.end)
    new_last = ((end - (start - dt.timedelta(start.weekday()))).days // 7) + 1
    weeks = [new_last - (old_last - w) for w in school.term.recall_weeks or ()]
    return tuple(w for w in weeks if 1 <= w <= new_last)


def _notes(school: School, rises: bool, gone: tuple[str, ...], fills: dict[str, str], planned: PlanFile | None) -> list[Said]:
    notes = [note("calendar", school)]
    if school.timetable:
        notes.append(note("timetable", school))
    if rises and fills:
        grades = sorted({school.class_by_id[c].grade for c in fills})
        notes.append(note("first_grade", school, count=len(fills), grades=", ".join(map(str, grades))))
    if gone:
        notes.append(note("helpers", school, count=len(gone)))
    if rises and school.helpers:
        notes.append(note("availability", school))
    if school.events:
        notes.append(note("events", school))
    spans = [(b.valid_from, b.valid_until) for b in school.bells] + [(w.valid_from, w.valid_until) for w in school.windows]
    spans += [(d.valid_from, d.valid_until) for d in school.demands] + [(r.valid_from, r.valid_until) for r in school.timetable]
    spans += [(r.valid_from, r.valid_until) for r in school.rooms] + [(p.valid_from, p.valid_until) for p in school.posts]
    spans += [(a.valid_from, a.valid_until) for a in school.adults]
    if any(first or last for first, last in spans):
        notes.append(note("validity", school))
    if planned is None:
        notes.append(note("no_plan", school))
    return notes

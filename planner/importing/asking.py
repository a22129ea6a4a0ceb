"""What an import has to ask, as data: whoever shows it (the command line, a page) brings the answers back in the mapping.

look(raw, school, start) -> Look: the proposed mapping with every open point, each with its words, options, and the week of
one class as it was understood. ``unanswered`` tells what of it a mapping that came back leaves open.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from planner.errors import BadInput
from planner.importing.gate import doubts_about, some, week_of
from planner.importing.lessons import settle
from planner.importing.mapping import OPEN, Mapping, propose
from planner.importing.raw import NO, Doubt, RawTimetable
from planner.models.days import DAY_LABELS
from planner.models.problem import Problem
from planner.models.school import School

_ANY_DAY = dt.date(2026, 9, 1)


@dataclass(frozen=True)
class Look:
    """A file as it was understood. ``week``: the class shown, its days, and a row a period with the subjects of each day."""

    raw: RawTimetable
    mapping: Mapping
    doubts: tuple[Doubt, ...]
    shown: str
    days: tuple[str, ...]
    week: tuple[tuple[str, ...], ...]


def look(raw: RawTimetable, school: School | None, start: dt.date, reading: tuple[str, ...] = ()) -> Look:
    """What we believe the file means, and what has to be asked about it."""
    mapping = propose(raw, school, start, reading)
    doubts = tuple(doubts_about(raw, settle(raw, mapping), mapping, school))
    return seen(raw, mapping.model_copy(update={"doubts": {d.key: OPEN for d in doubts}}), doubts)


def seen(raw: RawTimetable, mapping: Mapping, doubts: tuple[Doubt, ...] = ()) -> Look:
    """A file as a mapping understands it."""
    lessons = settle(raw, mapping)
    days = sorted({x.day for x in lessons}, key=DAY_LABELS.index)
    used = {x.period for x in lessons}
    known = [p if isinstance(p, str) else p.id for p in mapping.periods.values()]
    periods = [p for p in dict.fromkeys(known) if p in used]
    shown, week = week_of(lessons, days, periods)
    return Look(raw, mapping, doubts, shown, tuple(days), tuple(map(tuple, week)))


def revised(before: Look, mapping: Mapping, school: School | None) -> Look:
    """A look again with some answers: they may have settled doubts, and given rise to others."""
    doubts = tuple(doubts_about(before.raw, settle(before.raw, mapping), mapping, school))
    given = {d.key: mapping.doubts.get(d.key, OPEN) for d in doubts}
    problems = [
        Problem(code="import_map_doubt", path=f"doubts:{d.key}", value=given[d.key], params={"options": ", ".join(d.options)})
        for d in doubts
        if given[d.key] not in (OPEN, *d.options)
    ]
    if problems := problems or refused(mapping, doubts):
        raise BadInput(mapping.file, problems)
    return seen(before.raw, mapping.model_copy(update={"doubts": given}), doubts)


def refused(mapping: Mapping, doubts: tuple[Doubt, ...]) -> list[Problem]:
    """What somebody has said is wrong about the file: it has to be corrected there."""
    wrong = [d.problem.model_copy(update={"path": f"doubts.{d.key}"}) for d in doubts if mapping.doubts.get(d.key) == NO]
    return [Problem(code="import_answer_no"), *wrong] if wrong else []


def filled(raw: RawTimetable, mapping: Mapping, school: School | None) -> Mapping:
    """A mapping that came back, with the words that an answer has brought to light: 语文张三 is 语文 and 张三."""
    usual = propose(raw, school, school.term.start if school else _ANY_DAY)
    known = set(usual.subjects)
    eligible = mapping.eligible if school or set(mapping.eligible) & known else usual.eligible
    return mapping.model_copy(
        update={
            "teachers": {**usual.teachers, **mapping.teachers},
            "subjects": {**usual.subjects, **mapping.subjects},
            "eligible": eligible,
        }
    )


def unanswered(raw: RawTimetable, mapping: Mapping, school: School | None) -> list[Problem]:
    """What a mapping leaves open about its file: sections, cells, and the file as a whole."""
    problems = [Problem(code="import_map_open", path=section, value=key) for section, key in mapping.open_points]
    if any(p.path == "eligible" for p in problems):
        subjects = some(sorted(set(mapping.subjects.values())), 40)
        problems = [p for p in problems if p.path != "eligible"]
        problems.append(Problem(code="import_no_reading", path="eligible", value=subjects))
    for section in ("classes", "days", "periods"):
        used, known = getattr(raw, section), getattr(mapping, section)
        problems += [Problem(code="import_map_missing", path=section, value=key) for key in used if key not in known]
    asked = {(q.cell, q.class_name) for q in mapping.questions}
    problems += [
        Problem(code="import_map_missing", path="questions", value=q.lesson.cell)
        for q in raw.questions
        if (q.lesson.cell, q.lesson.class_name) not in asked
    ]
    told = {(x.cell, x.text) for x in mapping.unrecognised}
    left = [x for x in raw.leftovers if x.lesson and (x.cell, x.text) not in told and mapping.answers.get(x.text) != "skip"]
    problems += [Problem(code="import_map_missing", path="unrecognised", value=f"{x.cell} {x.text}") for x in left]
    doubts = tuple(doubts_about(raw, settle(raw, mapping), mapping, school))
    problems += refused(mapping, doubts)
    for doubt in doubts:
        answer = mapping.doubts.get(doubt.key, OPEN)
        if answer == OPEN:
            problems.append(doubt.problem.model_copy(update={"path": f"doubts.{doubt.key}"}))
        elif answer not in doubt.options:
            options = ", ".join(doubt.options)
            problems.append(
                Problem(code="import_map_doubt", path=f"doubts.{doubt.key}", value=answer, params={"options": options})
            )
    # A doubt that is open is told in its own words, once.
    return [p for p in problems if not (p.code == "import_map_open" and p.path == "doubts")]


__all__ = ["Look", "filled", "look", "revised", "seen", "unanswered"]

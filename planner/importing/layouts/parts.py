"""Parts of one file that hold at different times: odd and even weeks, two semesters, each with a table of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import ModuleType

from planner.importing.labels import day_label, period_label
from planner.importing.raw import Doubt, Parity, Question, RawLesson, RawTimetable
from planner.importing.weeks import weeks_said
from planner.models.problem import Problem
from planner.reading.classnames import plain
from planner.reading.spreadsheets.sheets import Sheet
from planner.script import simplified

_SEMESTER = re.compile(
    r"(?:20\d\d\s*(?:[-~/]\s*(?:20)?\d\d)?\s*学?年?度?\s*)?(?:(?:第[一二12]|[上下])学期|[春秋]季)|"
    r"(?:first|second|1st|2nd|autumn|spring|fall) (?:semester|term)|(?:semester|term) ?[12]",
    re.IGNORECASE,
)
_SAID: dict[Parity, str] = {"all": "", "A": "单周", "B": "双周"}
_HEAD = 3
"""Days, or periods, that make a row a heading: what stands above is a title."""


def one_semester(sheets: list[Sheet], raw: RawTimetable, answers: Mapping[str, str]) -> list[Sheet]:
    """The tables of one semester: the one that was answered, else the first of several, which is asked about."""
    of = {id(sheet): _semester(sheet) for sheet in sheets}
    known = list(dict.fromkeys(filter(None, of.values())))
    if len(known) < 2:
        return sheets
    raw.doubts.append(Doubt("semester", Problem(code="import_doubt_semester", value=", ".join(known)), tuple(known)))
    chosen = answers.get("semester") if answers.get("semester") in known else known[0]
    return [sheet for sheet in sheets if of[id(sheet)] in ("", chosen)]


def read_by_weeks(reader: ModuleType, sheets: list[Sheet], raw: RawTimetable) -> None:
    """Read tables, those of odd and of even weeks each for its weeks, as their titles and headings say."""
    weeks: tuple[Parity, ...] = ("all", "A", "B")
    for parity in weeks:
        mine = [sheet for sheet in sheets if weeks_said(_title(sheet)) == parity]
        if not mine:
            continue
        before, asked = len(raw.lessons), len(raw.questions)
        reader.read(mine, raw)
        raw.questions[asked:] = [q._replace(lesson=_within(q.lesson, parity) or q.lesson) for q in raw.questions[asked:]]
        read, raw.lessons[before:] = raw.lessons[before:], []
        for x in read:
            if (found := _within(x, parity)) is not None:
                raw.lessons.append(found)
            else:  # 单周 in the heading, 双周 in the cell: when is it?
                raw.questions.append(Question(x._replace(subject=f"{x.subject} ({_SAID[x.weeks]})"), ()))


def _within(lesson: RawLesson, parity: Parity) -> RawLesson | None:
    """The lesson in the weeks of its table, its day and its period; None where they contradict each other."""
    said = {lesson.weeks, parity, weeks_said(lesson.day), weeks_said(lesson.period)} - {"all"}
    if len(said) > 1:
        return None
    return lesson._replace(weeks="A" if "A" in said else "B") if said else lesson


def _semester(sheet: Sheet) -> str:
    found = _SEMESTER.search(simplified(plain(_title(sheet))))
    return found[0].strip() if found else ""


def _title(sheet: Sheet) -> str:
    """The name of the sheet and what stands above its headings."""
    lines = [sheet.name] if sheet.named else []
    for row in sheet.rows:
        texts = list(dict.fromkeys(text for text in row if text))
        if sum(bool(day_label(t)) for t in texts) >= _HEAD or sum(bool(period_label(t)) for t in texts) >= _HEAD:
            break
        if len(texts) > _HEAD or any(map(period_label, texts)):
            break
        lines += texts
    return "\n".join(lines)

"""Two laws that the result of every reader of sheets passes.

What is not understood is never "not there": an error, a formula without a value, a hidden line is a problem or is said.
Two sources are never poured together unasked: sheets with other lessons for the same class at the same time are a question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from planner.errors import BadInput
from planner.importing.labels import PeriodKey, day_key, period_key
from planner.importing.raw import Doubt, Question, RawLesson, RawTimetable
from planner.importing.weeks import weeks_of, whole_term
from planner.models.problem import Problem
from planner.models.values import natural
from planner.reading.classnames import class_key
from planner.reading.spreadsheets.facts import ERROR_TEXT
from planner.reading.spreadsheets.sheets import Sheet, address

HOLE = "\N{SYMBOL FOR NULL}"
"""Stands in a cell whose formula has no value, so that the readers come across it."""


def shown_sheets(sheets: list[Sheet], raw: RawTimetable) -> list[Sheet]:
    """What people see of a file. What is hidden is left out, and noted when anything stands there."""
    out = []
    for sheet in sheets:
        if sheet.hidden:
            if any(True for _cell in sheet.filled()):
                raw.notes.append(Problem(code="import_hidden_sheet", value=sheet.name))
            continue
        sheet.write(dict.fromkeys(sheet.holes, HOLE))
        _hide_lines(sheet, raw)
        out.append(sheet)
    return out


def _hide_lines(sheet: Sheet, raw: RawTimetable) -> None:
    named = []
    for r in sorted(sheet.hidden_rows):
        if r < sheet.height and any(sheet.rows[r]):
            named.append(str(r + 1))
            sheet.rows[r] = [""] * sheet.width
    for c in sorted(sheet.hidden_columns):
        if any(sheet.column(c)):
            named.append(address(0, c)[:-1])
            for row in sheet.rows:
                row[c] = ""
    if named:
        where = f"{sheet.name}!" if sheet.named else ""
        raw.notes.append(Problem(code="import_hidden_lines", value=where + ", ".join(named[:20])))


def check_cells(raw: RawTimetable, sheets: Iterable[Sheet]) -> None:
    """Raises BadInput with every cell in a lesson's place that shows an error, or is a formula."""
    computed = {sheet.address(*cell) for sheet in sheets for cell in sheet.formulas}
    problems = [p for x in raw.all_lessons() if (p := _unreadable(x.cell, (*x[:6], x.subject.replace("⏎", "")))) is not None]
    problems += [p for x in raw.leftovers if x.lesson and (p := _unreadable(x.cell, x.text.split(" | "))) is not None]
    told = {p.path for p in problems}
    # A statistic under the table may be computed. A lesson may not: what it shows depends on who opened the file last.
    formulas = [x.cell for x in raw.all_lessons() if x.cell in computed and x.cell not in told]
    if problems or formulas:
        more = [Problem(code="import_formulas", path=cell, value=cell) for cell in dict.fromkeys(formulas)]
        raise BadInput(raw.source, [*_once(problems), *more[:20]])


def _once(problems: list[Problem]) -> list[Problem]:
    return sorted({p.path: p for p in problems}.values(), key=lambda p: natural(p.path))


def _unreadable(cell: str, texts: Iterable[str]) -> Problem | None:
    for text in texts:
        if HOLE in text:
            return Problem(code="import_no_value", path=cell)
        if found := ERROR_TEXT.search(text):
            return Problem(code="import_error_cell", path=cell, value=found[0])
    return None


def whole_weeks(raw: RawTimetable) -> None:
    """Lessons that are not in all odd or even weeks of the term become questions: no week of the term is like another."""
    term = whole_term(raw.weeks.values())
    partial = [x for x in raw.lessons if (w := raw.weeks.get((x.cell, x.subject))) and weeks_of(w, term) is None]
    for x in partial:
        text = f"{x.subject} {raw.weeks[x.cell, x.subject]}"
        raw.questions.append(Question(x._replace(subject=text), ()))
    gone = {id(x) for x in partial}
    raw.lessons = [x for x in raw.lessons if id(x) not in gone]


def _time(lesson: RawLesson) -> tuple[object, str, PeriodKey]:
    """Whose lesson it is, and when, however it is written: 第2节 and 2, 周二 and 2, 三1 and 三（1）班."""
    return class_key(lesson.class_name), day_key(lesson.day), period_key(lesson.period)


def one_cell(raw: RawTimetable) -> None:
    """Notes the question when a class has two cells of a sheet for one time: a heading between them was not understood."""
    cells: dict[tuple[object, str, PeriodKey], dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    names: dict[tuple[object, str, PeriodKey], RawLesson] = {}
    for x in raw.all_lessons():
        cells[_time(x)][x.cell].add((x.weeks, x.subject))
        names.setdefault(_time(x), x)
    for time, found in cells.items():
        sheets = {cell.rpartition("!")[0] for cell in found}
        if len(found) > len(sheets) and _clash([lesson for words in found.values() for lesson in words]):
            places = ", ".join(f"{cell} {'/'.join(sorted(s for _w, s in words))}" for cell, words in found.items())
            problem = Problem(code="import_doubt_twice", value=" ".join(names[time][:3]), params={"places": places})
            raw.doubts.append(Doubt("twice", problem))
            return


def _clash(lessons: Sequence[tuple[str, str]]) -> bool:
    """Whether two (weeks, subject) are of the same week and differ."""
    return any(a[1] != b[1] and (a[0] == b[0] or "all" in (a[0], b[0])) for a, b in combinations(lessons, 2))


def _differ(sheets: Iterable[set[tuple[str, str]]]) -> bool:
    """Whether two sheets say different lessons (subject, weeks) for the same weeks."""
    weeks = [{w: {s for s, when in said if when in ("all", w)} for w in ("A", "B")} for said in sheets]
    return any(len({frozenset(said[w]) for said in weeks if said[w]}) > 1 for w in ("A", "B"))


def one_source(raw: RawTimetable, answers: Mapping[str, str]) -> set[str]:
    """Sheets that are to be left out, after an answer; without one the question is noted."""
    places: dict[tuple[object, str, PeriodKey], dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    names: dict[tuple[object, str, PeriodKey], RawLesson] = {}
    for x in raw.all_lessons():
        sheet, named, _cell = x.cell.rpartition("!")
        if named:
            places[_time(x)][sheet].add((x.subject, x.weeks))
            names.setdefault(_time(x), x)
    rivals: dict[str, None] = {}
    example = ""
    for time, found in places.items():
        if _differ(found.values()):
            rivals |= dict.fromkeys(found)
            words = (f"{name}: {'/'.join(s for s, _w in sorted(said))}" for name, said in found.items())
            example = example or f"{' '.join(names[time][:3])} ({'; '.join(words)})"
    if not rivals:
        return set()
    problem = Problem(code="import_doubt_sheets", value=", ".join(rivals), params={"example": example})
    raw.doubts.append(Doubt("sheets", problem, tuple(rivals)))
    return set(rivals) - {answers["sheets"]} if answers.get("sheets") in rivals else set()

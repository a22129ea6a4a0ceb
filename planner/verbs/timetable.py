"""The timetable a school has: from a file that was sent, through questions and answers, into its school file.

    asked = timetable_questions(file, "总课表.xlsx", school)
    while asked.questions:
        answers |= …                                  # question key -> value of a choice
        asked = timetable_questions(file, "总课表.xlsx", school, answers)
    school = import_timetable(school, file, "总课表.xlsx", answers, since=date)

Nothing is kept in between: the same file and answers give the same questions, so that whoever asks keeps only the answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.editing.schooledit import SchoolEditor
from planner.errors import BadInput, Declined
from planner.importing.asking import Look, filled, look, revised, unanswered
from planner.importing.changes import LessonChange
from planner.importing.mapping import OPEN, NewPeriod
from planner.importing.mapping import Mapping as ConfirmedMapping
from planner.importing.newschool import NOWHERE, NewSchool, Whereabouts
from planner.importing.questions import Question, answered, questions
from planner.importing.raw import RawTimetable
from planner.importing.reading import read_timetable
from planner.importing.store import Import
from planner.languages import Language
from planner.models.problem import Problem
from planner.models.school import School
from planner.models.values import Span
from planner.reading.schoolfile import parse_school

_ANY_TERM = dt.date(2026, 9, 1)
"""For a school that has no term yet: only classes named by their year of entry ask for one."""


@dataclass(frozen=True)
class TimetableQuestions:
    """What was understood of a timetable file, and what is still open.

    ``questions``: each with its ``key``, the ``places`` (sheet, cell) it is about, the ``choices`` and its words as a
    `Problem`; `planner.importing.questions.asked` says all of it in a language. ``week``: the lessons of the class ``shown``,
    a row a period: its name, then a subject for each of ``days``; for the picture beside the questions. ``notes``: what was
    left out on purpose, such as hidden sheets. ``unread``: (cell, text) of remarks in which no lesson can stand. ``changes``:
    what storing it would change, once nothing is open; ``needs_date``: whether it has to be said from when it holds.
    ``placed``: (placed, all) activities of a file of a timetable program, ``unplaced`` those that are left out, in words.
    """

    shape: str
    classes: int
    lessons: int
    questions: tuple[Question, ...]
    notes: tuple[Problem, ...]
    unread: tuple[tuple[str, str], ...]
    shown: str
    days: tuple[str, ...]
    week: tuple[tuple[str, ...], ...]
    changes: tuple[LessonChange, ...] = ()
    needs_date: bool = False
    subjects: tuple[str, ...] = ()
    """All subjects of the file."""
    eligible: tuple[str, ...] = ()
    """Those whose lessons may be held in the library, as far as that is known."""
    untimed: tuple[str, ...] = ()
    """Periods of a new school whose times are not in the file."""
    bell: tuple[Span, ...] = ()
    """Times of the lessons of a new school, where the file has them."""
    placed: tuple[int, int] | None = None
    unplaced: tuple[str, ...] = ()
    school_name: str = ""
    """As the file calls the school; empty where it does not."""
    shown_as: str = ""
    """The class shown, as the file calls it."""


def timetable_questions(
    file: bytes,
    name: str,
    school: bytes | None = None,
    answers: Mapping[str, str] | None = None,
    school_name: str = "school.yaml",
) -> TimetableQuestions:
    """What a timetable file means in the school of ``school`` (none = in a new one), with every open point as data.

    ``answers``: question key -> value of one of its choices (or what its ``typed`` allows), as far as there are any.
    Raises BadInput for a file that is no finished timetable and for answers that cannot be.
    """
    editor = SchoolEditor(school_name, school) if school is not None else None
    seen = _look(file, name, editor.school if editor else None, answers or {})
    asked = questions(seen, editor.school if editor else None)
    change = Import(editor, seen.raw, seen.mapping, name, None) if editor and not asked else None
    return TimetableQuestions(
        seen.raw.shape,
        len(seen.raw.classes),
        len(seen.raw.lessons),
        asked,
        tuple(seen.raw.notes),
        tuple((x.cell, x.text) for x in seen.raw.leftovers if not x.lesson),
        seen.shown,
        seen.days,
        seen.week,
        tuple(change.changes) if change else (),
        change is not None and change.replaces and bool(change.changes),
        tuple(sorted(set(seen.mapping.subjects.values()))),
        tuple(x for x in seen.mapping.eligible if x != OPEN),
        _untimed(seen) if editor is None else (),
        tuple(p.time for p in seen.mapping.periods.values() if isinstance(p, NewPeriod) and p.time) if editor is None else (),
        seen.raw.placed,
        seen.raw.unplaced,
        seen.raw.school_name,
        _as_written(seen),
    )


def _as_written(seen: Look) -> str:
    """The class shown as the file calls it."""
    known = seen.mapping.classes.items()
    return next((written for written, one in known if seen.shown == (one if isinstance(one, str) else one.key)), seen.shown)


def _untimed(seen: Look) -> tuple[str, ...]:
    """None where every period has its time: else all, for they are laid out together."""
    periods = [p for p in seen.mapping.periods.values() if isinstance(p, NewPeriod)]
    return () if all(p.time for p in periods) else tuple(p.id for p in periods)


def import_timetable(
    school: bytes,
    file: bytes,
    name: str,
    answers: Mapping[str, str] | None = None,
    since: dt.date | None = None,
    school_name: str = "school.yaml",
) -> bytes:
    """The school file with an imported timetable; the rows that it replaces end the day before ``since``.

    ``answers``: those to `timetable_questions`. Raises BadInput where they do not fit the school or leave a question open,
    Declined needs_date where there is a timetable already and no date is said.
    """
    seen = _look(file, name, parse_school(school, school_name), answers or {})
    return import_mapped(school, seen.raw, seen.mapping, since, school_name, name).content


@dataclass(frozen=True)
class Imported:
    """What an imported timetable changes in a school file."""

    school: School
    """With the classes that came with the timetable."""
    changes: tuple[LessonChange, ...]
    """Class by class, what stood in a place and what will; none where the school has exactly this timetable."""
    replaces: bool
    """Whether the classes have a timetable already, rows of which end the day before."""
    needs_date: bool
    """Whether it must be said from when the new timetable holds."""
    _content: bytes

    @property
    def content(self) -> bytes:
        """The school file. Raises Declined needs_date."""
        if self.needs_date:
            raise Declined("needs_date")
        return self._content


def import_mapped(
    school: bytes, raw: RawTimetable, mapping: ConfirmedMapping, since: dt.date | None, school_name: str, name: str
) -> Imported:
    """The same with answers that stand in a mapping, which is called ``name``. Raises BadInput like `import_timetable`."""
    editor = SchoolEditor(school_name, school)
    # A date on or before the first day replaces the whole term: nothing of the old timetable is left to end.
    from_start = since is not None and since <= editor.school.term.start
    change = Import(editor, raw, mapping, name, None if from_start else since)
    needs_date = change.replaces and bool(change.changes) and since is None
    if change.changes and not needs_date:
        change.apply()
    return Imported(change.school, tuple(change.changes), change.replaces, needs_date, editor.content())


def new_school(
    file: bytes,
    name: str,
    answers: Mapping[str, str] | None,
    start: dt.date,
    end: dt.date,
    language: Language,
    where: Whereabouts = NOWHERE,
) -> str:
    """A school file made from a timetable alone, for a term from ``start`` to ``end``; ``where``: its country, time zone and
    holidays within the term. Raises BadInput with a question open."""
    seen = _look(file, name, None, answers or {}, start)
    problems = unanswered(seen.raw, seen.mapping, None)
    if problems:
        raise BadInput(name, problems)
    return new_school_mapped(seen.raw, seen.mapping, start, end, language, where=where).text


@dataclass(frozen=True)
class Made:
    """A school file made from a timetable alone, and what its reader must be told."""

    school: School
    text: str
    guessed_times: bool
    """The timetable has no times: those under bells are placeholders."""
    is_dated: bool
    """First and last day of the term stand in it."""


def new_school_mapped(
    raw: RawTimetable,
    mapping: ConfirmedMapping,
    start: dt.date | None,
    end: dt.date | None,
    language: Language,
    name: str = "school.yaml",
    reading: tuple[str, ...] = (),
    borrowing: tuple[str, ...] = (),
    where: Whereabouts = NOWHERE,
) -> Made:
    """The same with answers that stand in a mapping; ``name``: of the school file, in problems. Subjects whose lessons may be
    used ``reading`` and ``borrowing``: else those of the mapping. Raises BadInput."""
    made = NewSchool(raw, mapping, start, end, language, where)
    reading = reading or mapping.eligible
    text = made.text(reading, borrowing or reading)
    return Made(made.check(text, name), text, made.guessed_times, start is not None and end is not None)


def _look(file: bytes, name: str, school: School | None, answers: Mapping[str, str], start: dt.date = _ANY_TERM) -> Look:
    """The file as it is understood with these answers."""
    about_the_file = {k.removeprefix("doubts:"): v for k, v in answers.items() if k.startswith("doubts:")}
    raw = read_timetable(Path(name), about_the_file, file)
    seen = look(raw, school, school.term.start if school else start)
    if not answers:
        return seen
    return revised(seen, filled(raw, answered(seen.mapping, answers), school), school)

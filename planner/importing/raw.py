"""What a timetable file says, in its own words, with the place of every lesson."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from planner.models.problem import Problem
from planner.models.values import Span
from planner.reading.classnames import ClassName

Parity = Literal["all", "A", "B"]


class RawLesson(NamedTuple):
    """One lesson as written: class, day and period in the file's spelling, A = odd weeks, B = even weeks."""

    class_name: str
    day: str
    period: str
    subject: str
    teacher: str = ""
    room: str = ""
    weeks: Parity = "all"
    cell: str = ""
    term: str = ""


class Question(NamedTuple):
    """A cell in a lesson's place of which nobody can say what it means.

    With ``parts`` (subject, teacher, room) the words may alternate by week or share the class; without, nothing was read.
    """

    lesson: RawLesson
    parts: tuple[tuple[str, str, str], ...]


class Leftover(NamedTuple):
    """A piece of the file that was not understood, and where it stands. ``lesson``: it stands where lessons stand."""

    cell: str
    text: str
    lesson: bool = False


YES, NO, SKIP = "yes", "no", "skip"


class Doubt(NamedTuple):
    """A question about the file as a whole: its words are those of ``problem``, its answer is one of ``options``.

    yes: what looks wrong is right. skip: what it is about is left out. no: the file has to be corrected; it is refused.
    """

    key: str
    problem: Problem
    options: tuple[str, ...] = (YES, NO)


@dataclass
class RawTimetable:
    """Everything read from one file. ``days`` and ``periods`` are in the order of the file."""

    shape: str
    source: str = ""
    lessons: list[RawLesson] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    days: dict[str, str | None] = field(default_factory=dict)
    periods: dict[str, Span | None] = field(default_factory=dict)
    classes: dict[str, ClassName | None] = field(default_factory=dict)
    pupils: dict[str, int] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    school_name: str = ""
    placed: tuple[int, int] | None = None
    """Activities placed, and activities in all, of a file that may be unsolved."""
    unplaced: tuple[str, ...] = ()
    """Activities without a place, in words."""
    bells: list[tuple[tuple[str, ...], dict[str, Span]]] = field(default_factory=list)
    """(days as written, period -> time) where the days have different times; else empty, and ``periods`` says it all."""
    drawn: bool = False
    """A table or list that people made; programs say by themselves which days they have."""
    of_one_class: bool = False
    """The form of the file has room for one class; else it is that of a school, and classes may be missing."""
    clocked: bool = False
    """The file knows no periods, only times: the periods are counted off by us."""
    places: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """(class, day, period) -> cell, of a drawn table: every place that it has, also where no lesson stands. Class '' = all."""
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    """(cell, class) -> all that is written in a cell of a drawn table, on one line."""
    weeks: dict[tuple[str, str], str] = field(default_factory=dict)
    """(cell, subject) -> the weeks of a lesson, where the cell counts them: 1-16周."""
    doubts: list[Doubt] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    """What was left out on purpose, to be said: hidden sheets and rows."""

    def forget(self) -> None:
        """Begin again with another choice of sheets; doubts and notes stay."""
        for part in (self.lessons, self.questions, self.leftovers):
            part.clear()
        for words in (self.days, self.periods, self.classes, self.pupils, self.weeks, self.places, self.texts):
            words.clear()

    def all_lessons(self) -> Iterable[RawLesson]:
        """Lessons, and the cells in question."""
        return (*self.lessons, *(q.lesson for q in self.questions))

    def complete(self) -> RawTimetable:
        """Note every class, day and period that a lesson names but no heading did."""
        for lesson in self.all_lessons():
            self.classes.setdefault(lesson.class_name, None)
            self.days.setdefault(lesson.day, None)
            self.periods.setdefault(lesson.period, None)
        return self

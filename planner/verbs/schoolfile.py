"""Edits of a school file: bytes in, bytes out; comments and the writer's own order stay. YAML and JSON, no workbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

from planner.countries import located
from planner.editing.calendaredit import add_event, change_day, close, date_event, set_recall_weeks
from planner.editing.midterm import change
from planner.editing.rollover import roll_over
from planner.editing.schoolchange import write_school
from planner.editing.schooledit import SchoolEditor
from planner.editing.wanted import MidTerm
from planner.errors import Declined
from planner.models.base import Text
from planner.models.outcome import Fix
from planner.models.problem import Problem
from planner.models.school import School
from planner.models.term import DayChange
from planner.models.whatif import SchoolChange
from planner.reading.remarks import remarks as remarks_on
from planner.reading.schoolfile import parse_school
from planner.sessions.book import Book
from planner.suggesting import (
    ListedDay,
    Milestone,
    NextTerm,
    Suggestion,
    Suggestions,
    next_term,
    propose_milestones,
    suggest_calendar,
)


@dataclass(frozen=True)
class CalendarQuestions:
    """What of a term's calendar needs a decision."""

    country: str | None
    """Whose public holidays were looked at; two letters."""
    unconfirmed: tuple[DayChange, ...]
    """Days of the file on whose announcement it waits, in order."""
    suggestions: Suggestions
    milestones: tuple[Milestone, ...]
    """Proposed dates of the library's own work."""

    @property
    def settled(self) -> bool:
        """Whether nothing is open."""
        found = self.suggestions
        return not (self.unconfirmed or found.closures or found.days or found.conflicts)


@dataclass(frozen=True)
class DayAnswer:
    """One date of the calendar: which day's timetable it runs (none = its own), and whether the school has announced it."""

    date: dt.date
    runs_as: str | None = None
    confirmed: bool | None = True
    """None leaves it as it is."""
    note: Text | str | None = None


class Closing(NamedTuple):
    """Days without lessons."""

    dates: tuple[dt.date, ...]
    name: Text | str


@dataclass(frozen=True)
class CalendarAnswers:
    """Decisions about a term's calendar, carried out all or none, in this order."""

    accept: tuple[Suggestion, ...] = ()
    """Suggestions of `calendar_questions`: closures, and make-up days unconfirmed. Guesses among them are left out."""
    close: tuple[tuple[tuple[dt.date, ...], Text | str], ...] = ()
    """(dates, name) of each closure."""
    days: tuple[DayAnswer, ...] = ()
    milestones: tuple[str, ...] = ()
    """Proposed milestones by their id, or all of a kind."""


Decision = Suggestion | Closing | DayAnswer | Milestone | str
"""What can be decided; a milestone that the file has already is only its id."""


@dataclass(frozen=True)
class CalendarAnswered:
    """A school file with decisions about its calendar."""

    content: bytes
    done: tuple[tuple[Decision, bool], ...]
    """Each decision, and whether it changed anything: False where the file said so already."""


@dataclass(frozen=True)
class RolledOver:
    """The school file of the next term, and what in it has to be looked at."""

    content: str
    school: School
    next_term: NextTerm


def remarks(content: bytes, name: str = "school.yaml") -> tuple[Problem, ...]:
    """What in a school file does nothing, though it is read without fault: a room no window names, a post that asks for nobody,
    a teacher without lessons. With the line or cell of each, and words in `planner.reading.describe`. Raises BadInput."""
    return remarks_on(parse_school(content, name), content, name)


def calendar_questions(
    school: School,
    country: str | None = None,
    subdivision: str | None = None,
    listed: tuple[ListedDay, ...] = (),
    source: str = "",
) -> CalendarQuestions:
    """What the calendar leaves open. ``country``: two letters, none = the school's own, else that of its time zone. ``listed``:
    the days of a published list, read by `planner.suggesting.read_listed`, and ``source``, what it is called."""
    if country is None:
        country, subdivision = located(school.term.country, school.term.timezone)
    found = (
        suggest_calendar(school.term, country, subdivision, listed, source)
        if listed
        else suggest_calendar(school.term, country, subdivision)
    )
    unconfirmed = tuple(sorted((d for d in school.term.days if not d.confirmed), key=lambda d: d.date))
    return CalendarQuestions(country, unconfirmed, found, tuple(propose_milestones(school)))


def calendar_answers(content: bytes, answers: CalendarAnswers, name: str = "school.yaml") -> CalendarAnswered:
    """The school file with these decisions. ``name`` tells by its ending what it is.

    Raises BadInput for a file that cannot be read or would not be valid any more, Declined no_such_milestone (``id``).
    """
    editor = SchoolEditor(name, content)
    done = tuple(_answered(editor, answers))
    return CalendarAnswered(editor.content(), done)


def _answered(editor: SchoolEditor, answers: CalendarAnswers) -> Iterator[tuple[Decision, bool]]:
    for one in answers.accept:
        if one.guess:
            continue
        if one.kind == "closure":
            yield one, close(editor, one.dates, one.name)
        elif one.kind == "day":  # an event of a list closes nothing
            yield one, change_day(editor, one.dates[0], runs_as=one.runs_as, confirmed=False, note=one.name)
    for closing in starmap(Closing, answers.close):
        yield closing, close(editor, closing.dates, closing.name)
    for day in answers.days:
        yield day, change_day(editor, day.date, runs_as=day.runs_as, confirmed=day.confirmed, note=day.note)
    # Proposed once: what is added first must not make the others disappear.
    proposed = propose_milestones(editor.school) if answers.milestones else ()
    for key in answers.milestones:
        found = [m for m in proposed if key in (m.id, m.kind)]
        if not found and not any(key in (e.id, f"counted-{e.id}") for e in editor.school.events):
            raise Declined("no_such_milestone", id=key)
        yield from ((m, _add(editor, m)) for m in found) if found else [(key, False)]


def _add(editor: SchoolEditor, milestone: Milestone) -> bool:
    if milestone.weeks:
        return set_recall_weeks(editor, milestone.weeks)
    if milestone.event:
        return date_event(editor, milestone.event, milestone.dates)
    return add_event(editor, milestone.id, milestone.name, milestone.dates, milestone.grades)


def change_midterm(content: bytes, wanted: MidTerm, name: str = "school.yaml") -> bytes:
    """The school file with what has changed in the middle of a term: a helper who stops, a class more, fewer or under another
    name, a lesson moved. Raises BadInput as `calendar_answers`, Declined as `planner.editing.midterm.change`."""
    editor = SchoolEditor(name, content)
    change(editor, wanted)
    return editor.content()


def take_way(content: bytes, way: tuple[Fix, ...], name: str = "school.yaml", *, change: SchoolChange | None = None) -> bytes:
    """The school file with a way out of an explanation carried out (``Explanation.packages[n]``), and nothing else changed;
    ``change``: what was asked about in a what-if, which the way belongs to.

    Raises BadInput for a file that cannot be read or would not be valid any more; Declined no_such_way where the file has
    nothing that the way is about, or not_written where what was tried cannot be said in the file as it is written.
    """
    from planner.solver import apply_fixes
    from planner.solver.whatif.alternatives import changed

    editor = SchoolEditor(name, content)
    try:
        after = apply_fixes(changed(editor.school, change) if change else editor.school, way)
    except (KeyError, StopIteration):
        raise Declined("no_such_way") from None
    try:
        written = write_school(editor, after)
    except KeyError:  # shorthand in the place of what would have to be changed
        written = False
    if not written:
        raise Declined("not_written")
    return editor.content()


def rollover(
    content: bytes,
    start: dt.date,
    end: dt.date,
    book: Book | None = None,
    new_year: bool | None = None,
    name: str = "school.yaml",
) -> RolledOver:
    """The file of the next term from that of this one. ``book``: the plan of this term, for fairness that is carried on;
    ``new_year``: whether classes move up, none = told from the month. Raises BadInput, Declined not_after (``start``)."""
    editor = SchoolEditor(name, content)
    if start <= editor.school.term.start:
        raise Declined("not_after", start=editor.school.term.start)
    new = next_term(editor.school, start, end, book.planfile if book else None, new_year)
    text = roll_over(editor, new)
    return RolledOver(text, parse_school(text, name), new)

"""Edits of a school file that the service offers: calendar decisions and pins. They change the text, not a copy of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import count

from pydantic_core import PydanticCustomError

import planner
from api.errors import Refusal
from api.schemas import CalendarState, Decisions, EventIn, Pins
from planner.editing import calendaredit
from planner.editing.pinedit import replace_pins
from planner.editing.schooledit import SchoolEditor
from planner.models.days import parse_day
from planner.models.school import School
from planner.reading.schoolfile import parse_school
from planner.sessions.book import Book


def calendar_state(school: School) -> CalendarState:
    """What of the term's calendar needs a decision: unconfirmed days, suggestions, conflicts, guessed years, milestones."""
    found = planner.calendar_questions(school)
    return CalendarState(
        country=found.country,
        settled=found.settled,
        guessed_years=list(found.suggestions.guessed_years),
        unconfirmed=list(found.unconfirmed),
        suggestions=list(found.suggestions.suggestions),
        conflicts=list(found.suggestions.conflicts),
        milestones=list(found.milestones),
    )


def decide(content: bytes, name: str, wanted: Decisions) -> bytes:
    """A school file with calendar decisions. Raises Refusal bad_edit, BadInput."""
    days = []
    for day in wanted.days:
        try:
            runs_as = parse_day(day.runs_as) if day.runs_as else None
        except PydanticCustomError:
            raise Refusal("bad_edit", problem=f"runs_as: {day.runs_as}") from None
        days.append(planner.DayAnswer(day.date, runs_as, day.confirmed, day.note))
    closures = tuple((tuple(c.dates), c.name) for c in wanted.close)
    try:
        school = parse_school(content, name) if wanted.accept else None
        accepted = planner.calendar_questions(school).suggestions.suggestions if school else ()
        answers = planner.CalendarAnswers(accepted, closures, tuple(days), tuple(wanted.milestones))
        return _with_events(planner.calendar_answers(content, answers, name).content, name, wanted.events)
    except planner.Declined as reason:
        raise Refusal("bad_edit", problem=f"milestones: {reason.params['id']}") from None


def _with_events(content: bytes, name: str, events: Sequence[EventIn]) -> bytes:
    """A school file with further events."""
    editor = SchoolEditor(name, content)
    for wanted in events:
        known, days = {event.id for event in editor.school.events}, ((wanted.last or wanted.first) - wanted.first).days
        key = f"event-{wanted.first.isoformat()}"
        key = next(k for n in count(1) if (k := key if n == 1 else f"{key}-{n}") not in known)
        dates = [wanted.first + dt.timedelta(days=n) for n in range(days + 1)]
        calendaredit.add_event(editor, key, wanted.name, dates, closes=wanted.closes)
    return editor.content() if events else content


def next_term(
    content: bytes, name: str, start: dt.date, end: dt.date, new_year: bool | None, book: Book | None
) -> planner.RolledOver:
    """The school file of the next term from this one's. Raises Refusal not_after, BadInput."""
    try:
        return planner.rollover(content, start, end, book, new_year, name)
    except planner.Declined as reason:
        raise Refusal("not_after", start=reason.params["start"]) from None


def pins_of(school: School) -> Pins:
    """All pins of a school."""
    return Pins(visits={d.id: list(d.pins) for d in school.demands if d.pins}, duties=list(school.duties.pins))


def set_pins(content: bytes, name: str, wanted: Pins) -> bytes:
    """A school file with these pins and no others. Raises Refusal bad_edit, BadInput."""
    editor = SchoolEditor(name, content)
    for demand in wanted.visits:
        if demand not in editor.school.demand_by_id:
            raise Refusal("bad_edit", problem=f"visits: {demand}")
    replace_pins(editor, {d: tuple(p) for d, p in wanted.visits.items()}, tuple(wanted.duties))
    return editor.content()

"""Edits of a school file that the service offers: calendar decisions and pins. They change the text, not a copy of it."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

from api.errors import Refusal
from api.schemas import CalendarState, Decisions, Pins
from planner.editing.calendaredit import add_event, change_day, close, date_event, set_recall_weeks
from planner.editing.pinedit import replace_pins
from planner.editing.schooledit import SchoolEditor
from planner.models.days import parse_day
from planner.models.school import School
from planner.suggesting import country_of, propose_milestones, suggest_calendar


def calendar_state(school: School) -> CalendarState:
    """What of the term's calendar needs a decision: unconfirmed days, suggestions, conflicts, guessed years, milestones."""
    country = country_of(school.term.timezone)
    found = suggest_calendar(school.term, country)
    unconfirmed = sorted((d for d in school.term.days if not d.confirmed), key=lambda d: d.date)
    return CalendarState(
        country=country,
        settled=not (unconfirmed or found.suggestions or found.conflicts),
        guessed_years=list(found.guessed_years),
        unconfirmed=unconfirmed,
        suggestions=list(found.suggestions),
        conflicts=list(found.conflicts),
        milestones=list(propose_milestones(school)),
    )


def decide(editor: SchoolEditor, wanted: Decisions) -> None:
    """Write calendar decisions into a school file. Raises Refusal bad_edit, BadInput."""
    if wanted.accept:
        _accept(editor)
    for closing in wanted.close:
        close(editor, closing.dates, closing.name)
    for day in wanted.days:
        try:
            runs_as = parse_day(day.runs_as) if day.runs_as else None
        except PydanticCustomError:
            raise Refusal("bad_edit", problem=f"runs_as: {day.runs_as}") from None
        change_day(editor, day.date, runs_as=runs_as, confirmed=day.confirmed, note=day.note)
    proposed = {m.id: m for m in propose_milestones(editor.school)} if wanted.milestones else {}
    for key in wanted.milestones:
        milestone = proposed.get(key)
        if milestone is None:
            raise Refusal("bad_edit", problem=f"milestones: {key}")
        if milestone.weeks:
            set_recall_weeks(editor, milestone.weeks)
        elif milestone.event:
            date_event(editor, milestone.event, milestone.dates)
        else:
            add_event(editor, milestone.id, milestone.name, milestone.dates, milestone.grades)


def pins_of(school: School) -> Pins:
    """All pins of a school."""
    return Pins(visits={d.id: list(d.pins) for d in school.demands if d.pins}, duties=list(school.duties.pins))


def set_pins(editor: SchoolEditor, wanted: Pins) -> None:
    """Write all pins into a school file; those that are not named are taken out. Raises Refusal bad_edit, BadInput."""
    for demand in wanted.visits:
        if demand not in editor.school.demand_by_id:
            raise Refusal("bad_edit", problem=f"visits: {demand}")
    replace_pins(editor, {d: tuple(p) for d, p in wanted.visits.items()}, tuple(wanted.duties))


def _accept(editor: SchoolEditor) -> None:
    """All suggested closures; make-up days go in unconfirmed. Guesses are left out: they are not known."""
    for one in suggest_calendar(editor.school.term, country_of(editor.school.term.timezone)).suggestions:
        if one.guess:
            continue
        if one.kind == "closure":
            close(editor, one.dates, one.name)
        elif one.kind == "day":
            change_day(editor, one.dates[0], runs_as=one.runs_as, confirmed=False, note=one.name)

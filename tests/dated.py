"""A plan and its make-ups as one dated plan: every session by itself, so that the checker can judge them together."""

from __future__ import annotations

from planner.checker import check
from planner.models import Plan, PlannedDuty, PlannedVisit, School, Session
from planner.models.rules import ON_DATES
from planner.sessions.expand import expand

# What a plan of dates says as the dates themselves do. It knows no weeks, so that these mean something else in it.
DATE_RULES = set(ON_DATES) - {"spread", "duty_max", "each_day_served", "adult_there"}


def dated_school(school: School) -> School:
    """The same school, every cycle dated, every soft rule off, no pins."""
    data = school.model_dump(by_alias=True)
    for demand in data["demands"]:
        demand |= {"cycle": "dated", "pins": [], "each_open_day": 0}
    data["duties"]["cycle"] = "dated"
    data["rules"] = {
        name: {"mode": "hard" if name in DATE_RULES and school.mode(name) == "hard" else "off"} for name in _names()
    }
    return School.model_validate(data)


def _names() -> list[str]:
    from planner.models.rules import RULES

    return list(RULES)


def as_visit(s: Session) -> PlannedVisit:
    """A visit session as a plan of dates has it."""
    return PlannedVisit(
        demand=s.source,
        visitor=s.visitor or "",
        turn=str(s.date),
        window=s.window,
        slot=s.slot,
        period=s.period,
        room=s.rooms[0] if s.rooms else None,
    )


def as_duty(s: Session) -> PlannedDuty:
    """A duty session as a plan of dates has it."""
    return PlannedDuty(helper=s.helper or "", post=s.source, turn=str(s.date), window=s.window or "", slot=s.slot)


def held(school: School, plan: Plan) -> tuple[Session, ...]:
    """The visits and duties of a plan on confirmed dates."""
    return tuple(s for s in expand(school, plan).published if s.category != "EVENT")


def breaches(dated: School, plan: Plan, sessions: tuple[Session, ...] | list[Session]) -> set[tuple[str, str, object]]:
    """Date-level rules that these sessions break together: (rule, subject, date)."""
    whole = Plan(
        effective_from=plan.effective_from,
        visits=tuple(as_visit(s) for s in sessions if s.category in {"BORROWING", "READING"}),
        duties=tuple(as_duty(s) for s in sessions if s.category == "DUTY"),
    )
    return {(b.rule, b.subject, b.detail, b.amount, b.dates) for b in check(dated, whole).breaches if b.rule in DATE_RULES}

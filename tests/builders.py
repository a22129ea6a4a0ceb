"""Small schools without surprises: two plain weeks, every date open, no limits, and no soft rule but the one asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import yaml

from planner.checker import check
from planner.models import Infeasible, Limits, Plan, PlannedDuty, PlannedPresence, PlannedVisit, School, Solved
from planner.models.rules import RULES
from planner.solver import solve

Data = dict[str, Any]
WEIGHT = 7
SLOTS = ["12:10-12:25", "12:25-12:40", "12:40-12:55"]


def dates(*days: str) -> tuple[dt.date, ...]:
    """'03-02' -> a date of 2026. The term of these schools runs from Monday 03-02 to Friday 03-13."""
    return tuple(dt.date.fromisoformat(f"2026-{day}") for day in days)


def a_term(**changes: Any) -> Data:
    """Two weeks, Monday to Friday."""
    return {"id": "t1", "school_year": "2025-2026", "name": "spring", "start": "2026-03-02", "end": "2026-03-13", **changes}


def a_window(days: str = "MON", slots: int = 1, **changes: Any) -> Data:
    """A noon window ``noon`` without rooms and limits."""
    return {"id": "noon", "name": "Noon", "kind": "noon", "weekdays": days, "slots": SLOTS[:slots], **changes}


def borrowing(**changes: Any) -> Data:
    """One visit a week in window ``noon``."""
    return {"id": "borrow", "name": "Borrowing", "kind": "borrowing", "windows": "noon", **changes}


def reading(**changes: Any) -> Data:
    """One Chinese lesson a week in room ``lib``."""
    return {"id": "read", "name": "Reading", "kind": "lesson_reading", "subjects": "语文", "rooms": "lib", **changes}


def a_post(**changes: Any) -> Data:
    """One helper at each opening of ``noon``."""
    return {"id": "desk", "name": "Desk", "windows": "noon", **changes}


def a_helper(key: str = "h1", of: str = "5-1", **changes: Any) -> Data:
    """A helper who can do everything."""
    return {"id": key, "class": of, **changes}


def visiting(count: int = 1, **changes: Any) -> Data:
    """A school in which grade 3 borrows on Monday noon."""
    return {
        "name": "Test School",
        "term": a_term(),
        "classes": [{"grade": 3, "count": count, "pupils": 30}],
        "windows": [a_window()],
        "demands": [borrowing()],
        **changes,
    }


def serving(*helpers: Data, **changes: Any) -> Data:
    """A school in which nobody comes, but Monday noon has a post."""
    return {
        "name": "Test School",
        "term": a_term(),
        "classes": [{"grade": 5, "count": 2, "pupils": 30}],
        "windows": [a_window()],
        "demands": [],
        "posts": [a_post()],
        "helpers": list(helpers) or [a_helper()],
        **changes,
    }


def v(
    visitor: str,
    turn: str = "MON",
    slot: int | None = 1,
    demand: str = "borrow",
    window: str | None = "noon",
    room: str | None = None,
    period: str | None = None,
) -> PlannedVisit:
    """A planned visit."""
    return PlannedVisit(demand=demand, visitor=visitor, turn=turn, window=window, slot=slot, period=period, room=room)


def lesson(visitor: str, turn: str, period: str = "P1", demand: str = "read", room: str = "lib") -> PlannedVisit:
    """A planned reading lesson."""
    return v(visitor, turn, None, demand, None, room, period)


def d(helper: str, turn: str = "MON", post: str = "desk", window: str = "noon", slot: int | None = None) -> PlannedDuty:
    """A planned duty."""
    return PlannedDuty(helper=helper, post=post, turn=turn, window=window, slot=slot)


def a_plan(*parts: PlannedVisit | PlannedDuty | PlannedPresence, since: str = "03-02") -> Plan:
    """A plan of these parts."""
    return Plan(
        effective_from=dates(since)[0],
        visits=tuple(p for p in parts if isinstance(p, PlannedVisit)),
        duties=tuple(p for p in parts if isinstance(p, PlannedDuty)),
        presences=tuple(p for p in parts if isinstance(p, PlannedPresence)),
    )


def a_school(data: Data, rule: str | None = None, mode: str | None = None, **modes: str) -> School:
    """The school with all soft rules off, except ``rule`` in ``mode`` at a price of WEIGHT, and further ``modes``."""
    rules: Data = {name: {"mode": "off"} for name, r in RULES.items() if r.mode == "soft"}
    rules |= data.get("rules", {})
    rules |= {name: {"mode": m, "weight": WEIGHT} for name, m in modes.items()}
    if rule is not None:
        rules[rule] = {"mode": mode, "weight": WEIGHT}
    return School.model_validate({**data, "rules": rules})


def as_file(data: Data) -> bytes:
    """A school file with a remark at its head, and the hard rules only."""
    rules = {name: {"mode": "off"} for name, rule in RULES.items() if rule.mode == "soft"}
    text = yaml.safe_dump({**data, "rules": {**rules, **data.get("rules", {})}}, allow_unicode=True, sort_keys=False)
    return f"# kept\n{text}".encode()


def found(data: Data, rule: str, plan: Plan, previous: Plan | None = None) -> tuple[int, tuple[dt.date, ...]]:
    """(amount, dates) that the checker finds against a rule; its three switches must agree."""
    breaches = [b for b in check(a_school(data, rule, "hard"), plan, previous).breaches if b.rule == rule]
    amount = sum(b.amount for b in breaches)
    priced = [c for c in check(a_school(data, rule, "soft"), plan, previous).cost_by_rule if c.rule == rule]
    assert [(c.amount, c.cost) for c in priced] == ([(amount, WEIGHT * amount)] if amount else [])
    off = check(a_school(data, rule, "off"), plan, previous)
    assert rule not in {b.rule for b in off.breaches} | {c.rule for c in off.cost_by_rule}
    return amount, tuple(sorted({day for b in breaches for day in b.dates}))


def solved(school: School, previous: Plan | None = None) -> Plan:
    """The plan of a school that has one, proven to be the cheapest."""
    outcome = solve(school, Limits(seconds=30), previous=previous)
    assert isinstance(outcome, Solved), outcome
    assert outcome.plan.status == "OPTIMAL"
    return outcome.plan


def is_impossible(school: School, previous: Plan | None = None) -> bool:
    """Whether it is proven that a school has no plan."""
    return isinstance(solve(school, Limits(seconds=30), previous=previous), Infeasible)


def assert_fine(data: Data, rule: str, plan: Plan, previous: Plan | None = None) -> None:
    """Checker and solver agree that the rule can be kept, at no cost, and that this plan keeps it."""
    assert found(data, rule, plan, previous) == (0, ())
    assert solved(a_school(data, rule, "hard"), previous).cost == 0
    assert solved(a_school(data, rule, "soft"), previous).cost == 0


def assert_broken(
    data: Data, rule: str, plan: Plan, amount: int, *days: str, least: int | None = None, previous: Plan | None = None
) -> None:
    """This plan breaks the rule by ``amount`` on ``days``; no plan at all keeps it, and the cheapest breaks it by ``least``."""
    assert found(data, rule, plan, previous) == (amount, dates(*days))
    assert is_impossible(a_school(data, rule, "hard"), previous)
    assert solved(a_school(data, rule, "soft"), previous).cost == WEIGHT * (amount if least is None else least)
    assert solved(a_school(data, rule, "off"), previous).cost == 0

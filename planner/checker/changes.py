"""What a plan changes against the published one, and whether pinned duties are where they were put."""

from __future__ import annotations

from collections import Counter, defaultdict

from planner.checker.case import Case, Finding, Findings
from planner.timeline import day_of_turn, pin_fits


def duty_pinned(case: Case) -> Findings:
    """A duty the librarian has pinned stays with its helper."""
    for pin in dict.fromkeys(case.school.duties.pins):
        there = sum(
            duty.helper == pin.helper and all(pin_fits(pin, shift, o) for o in shift.occasions) for duty, shift in case.duties
        )
        is_over = any(all(pin_fits(pin, shift, o) for o in shift.occasions) for shift in case.timeline.shifts_over)
        if pin.wanted and not there and not is_over:
            yield Finding(pin.helper, 1, detail=pin.post or "")
        elif not pin.wanted and there:
            yield Finding(pin.helper, there, detail=pin.post or "")


def kept_visits(case: Case) -> Findings:
    """A visit stays where the published plan has it."""
    before = defaultdict(set)
    for v in case.standing:
        before[v.visitor, v.demand].add((v.turn, v.window, v.slot, v.period, v.room))
    yield from _not_kept(
        case,
        {pair: len(old) for pair, old in before.items()},
        Counter(
            (v.visitor, v.demand)
            for v in case.plan.visits
            if (v.turn, v.window, v.slot, v.period, v.room) in before.get((v.visitor, v.demand), ())
        ),
    )


def kept_weekdays(case: Case) -> Findings:
    """A moved visit keeps its weekday."""
    before = defaultdict(list)
    for v in case.standing:
        before[v.visitor, v.demand].append(day_of_turn(v.turn))
    yield from _not_kept(
        case,
        {pair: len(old) for pair, old in before.items()},
        Counter(
            (v.visitor, v.demand) for v in case.plan.visits if day_of_turn(v.turn) in before.get((v.visitor, v.demand), ())
        ),
    )


def _not_kept(case: Case, before: dict[tuple[str, str], int], kept: Counter[tuple[str, str]]) -> Findings:
    for pair, count in before.items():
        missing = min(count, case.due.get(pair, 0)) - kept[pair]
        if missing > 0:
            yield Finding(pair[0], missing, detail=pair[1])


def kept_helpers(case: Case) -> Findings:
    """Duties stay with the helpers of the published plan."""
    if case.previous is None:
        return
    before = {(d.helper, d.post, d.turn, d.window, d.slot) for d in case.previous.duties}
    seats = {key[1:] for key in before}
    for d in case.plan.duties:
        if (d.post, d.turn, d.window, d.slot) in seats and (d.helper, d.post, d.turn, d.window, d.slot) not in before:
            yield Finding(d.helper, 1, detail=d.post)

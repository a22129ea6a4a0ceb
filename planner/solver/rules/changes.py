"""What changing a published plan costs, and the duties the librarian has pinned."""

from __future__ import annotations

from collections import defaultdict

from planner.solver.posting import Posting
from planner.solver.problem import Problem
from planner.solver.variables import Variables
from planner.timeline import day_of_turn, pin_fits


def duty_pinned(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A duty the librarian has pinned stays with its helper."""
    for pin in problem.school.duties.pins:
        there = [
            n
            for n in problem.duties_by_helper.get(pin.helper, [])
            if all(pin_fits(pin, problem.duties[n].shift, o) for o in problem.duties[n].shift.occasions)
        ]
        subject = (pin.helper, pin.model_dump_json())
        if pin.wanted:
            posting.require("duty_pinned", subject, variables.duties(there), low=1)
        else:
            posting.require("duty_pinned", subject, variables.duties(there), high=0)


def kept_visits(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A visit stays where the published plan has it. A class that is new has nothing to keep."""
    if problem.previous is None:
        return
    before: dict[tuple[str, str], set[tuple[str, str, int, str, str]]] = defaultdict(set)
    for v in problem.previous.visits:
        before[v.visitor, v.demand].add((v.turn, v.window or "", v.slot or 0, v.period or "", v.room or ""))
    for n, option in enumerate(problem.visits):
        old = before.get((option.visitor, option.demand.id))
        if old and option.cell.key[1:] not in old:
            posting.prefer("kept_visits", variables.visit[n])


def kept_weekdays(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A moved visit keeps its weekday."""
    if problem.previous is None:
        return
    before: dict[tuple[str, str], set[str]] = defaultdict(set)
    for v in problem.previous.visits:
        before[v.visitor, v.demand].add(day_of_turn(v.turn))
    for n, option in enumerate(problem.visits):
        old = before.get((option.visitor, option.demand.id))
        if old and day_of_turn(option.cell.turn) not in old:
            posting.prefer("kept_weekdays", variables.visit[n])


def kept_helpers(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Duties stay with the helpers of the published plan."""
    if problem.previous is None:
        return
    before: set[tuple[str, str, str, str, int]] = set()
    seats: set[tuple[str, str, str, int]] = set()
    for d in problem.previous.duties:
        seats.add((d.post, d.turn, d.window, d.slot or 0))
        before.add((d.helper, d.post, d.turn, d.window, d.slot or 0))
    for n, option in enumerate(problem.duties):
        if option.shift.key in seats and (option.helper.id, *option.shift.key) not in before:
            posting.prefer("kept_helpers", variables.duty[n])

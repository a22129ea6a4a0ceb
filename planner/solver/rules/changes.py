"""What changing a published plan costs, and the duties the librarian has pinned."""

from __future__ import annotations

from collections import defaultdict

from planner.solver.posting import Posting
from planner.solver.problem import Problem
from planner.solver.variables import Variables
from planner.timeline import day_of_turn, pin_fits


def duty_pinned(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A duty the librarian has pinned stays with its helper."""
    for pin in dict.fromkeys(problem.school.duties.pins):
        there = [
            n
            for n in problem.duties_by_helper.get(pin.helper, [])
            if all(pin_fits(pin, problem.duties[n].shift, o) for o in problem.duties[n].shift.occasions)
        ]
        subject = (pin.helper, pin.model_dump_json())
        if (
            pin.wanted
            and not there
            and any(all(pin_fits(pin, shift, o) for o in shift.occasions) for shift in problem.timeline.shifts_over)
        ):
            continue  # what was pinned is over
        if pin.wanted:
            posting.require("duty_pinned", subject, variables.duties(there), low=1)
        else:
            posting.require("duty_pinned", subject, variables.duties(there), high=0)


def kept_visits(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A visit stays where the published plan has it. A class that is new has nothing to keep."""
    before: dict[tuple[str, str], set[tuple[str, str, int, str, str]]] = defaultdict(set)
    for v in problem.standing:
        before[v.visitor, v.demand].add((v.turn, v.window or "", v.slot or 0, v.period or "", v.room or ""))
    for pair, old in before.items():
        kept = [n for n in problem.visits_by.get(pair, []) if problem.visits[n].cell.key[1:] in old]
        _missing(problem, variables, posting, "kept_visits", pair, len(old), kept)


def kept_weekdays(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A moved visit keeps its weekday."""
    before: dict[tuple[str, str], list[str]] = defaultdict(list)
    for v in problem.standing:
        before[v.visitor, v.demand].append(day_of_turn(v.turn))
    for pair, old in before.items():
        kept = [n for n in problem.visits_by.get(pair, []) if day_of_turn(problem.visits[n].cell.turn) in old]
        _missing(problem, variables, posting, "kept_weekdays", pair, len(old), kept)


def _missing(
    problem: Problem, variables: Variables, posting: Posting, rule: str, pair: tuple[str, str], before: int, kept: list[int]
) -> None:
    """Price of the visits of a class that are not kept: dropping one counts like moving it."""
    if pair in problem.visits_by and posting.is_on(rule):
        due = min(before, problem.due(*pair))
        missing = variables.new_count(due, f"{rule} {' '.join(pair)}")
        variables.at_least(missing, due - variables.visits(kept))
        posting.prefer(rule, missing)


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

"""Ways to a place other than the cheapest repair: an exchange, or a change of the school; each tried before it is told."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from itertools import chain

from planner.board.board import Board, Chip
from planner.board.steps import answer_key
from planner.errors import Declined
from planner.models.outcome import Fix
from planner.models.plan import PlannedDuty, PlannedVisit
from planner.models.rules import CHANGES, RULES
from planner.models.whatif import Answer, Answers, PlanPlace, place_of

_ENOUGH = 3
"""So many changes of a school are told."""
_TRIED = 8
_GOOD = frozenset({"free", "moves"})


def ways_to(board: Board, key: str, to: str, seconds: float = 30.0) -> Answers:
    """Other ways to what an answer about a chip is about; ``to`` is its key among those to `Board.lift` or `Board.who_could`.

    These are straight exchanges with who stands there, and where the answer is no, changes of the school with which it is yes,
    those that ask least first. After ``seconds`` no further change is tried. Raises Declined: plan_broken, not_possible where
    there is no such answer.
    """
    begin = time.perf_counter()
    chip, model = _chip(board, key), board.standing
    asked = _asked(board, key, to)
    found: list[Answer] = []
    if isinstance(chip, PlannedVisit) and asked.verdict != "here" and key not in board.waiting:
        exchanges = (a for a in model.of_exchange(chip, asked.place).answers if a.visits != asked.visits)
        found += [a.model_copy(update={"instead": _whose(a, chip)}) for a in exchanges]
    if asked.verdict == "impossible" and not (asked.held_visits or asked.held_duties or asked.kept_free):
        found += _changed(board, key, to, asked, begin + seconds)
    who = chip.visitor if isinstance(chip, PlannedVisit) else chip.helper
    return Answers(who=who, answers=tuple(found), seconds=time.perf_counter() - begin)


def _asked(board: Board, key: str, to: str, only: PlanPlace | None = None) -> Answer:
    """The answer that has this key; ``only``: its place, where it is known. Raises Declined: not_possible."""
    chip, model = _chip(board, key), board.standing
    found: Iterator[Answers]
    if key in board.vacant:
        place = board.vacant[key].place
        found = (model.of_vacant(place, h) for h in board.school.helper_by_id if to.endswith(f"~{h}"))
    elif key in board.waiting:
        found = iter([model.of_waiting(*board.waiting[key][:3], only)])
    elif isinstance(chip, PlannedVisit):
        found = iter([model.of_visit(chip, only)])
    else:
        seats = (model.of_seat(chip, h) for h in board.school.helper_by_id if to.endswith(f"~{h}"))
        found = chain(seats, (model.of_duty(chip, only) for _ in range(1)))
    answer = next((a for answers in found for a in answers.answers if answer_key(a) == to), None)
    if answer is None:
        raise Declined("not_possible", place=to)
    return answer


def _chip(board: Board, key: str) -> Chip:
    """A chip by its key; of one that waits, a visit that stands nowhere; of a seat that nobody has, a duty of nobody."""
    if key in board.vacant:
        what, turn, window, slot = (getattr(board.vacant[key].place, part) for part in ("what", "turn", "window", "slot"))
        return PlannedDuty(helper="", post=what, turn=turn, window=window, slot=slot)
    if key not in board.waiting:
        return board.chip(key)
    return PlannedVisit(visitor=board.waiting[key].visitor, demand=board.waiting[key].demand, turn="")


def _changed(board: Board, key: str, to: str, asked: Answer, end: float) -> list[Answer]:
    """What the place takes in a school that is otherwise: single changes first, then all that might help together."""
    from planner.solver.whatif.loosening import Loosening

    chip = _chip(board, key)
    found: list[Answer] = []
    there = [v.visitor for v in board.plan.visits if place_of(v) == asked.place]
    fixes = Loosening(board.standing.problem).of(chip, asked, there)
    for way in [*((fix,) for fix in fixes[:_TRIED]), *_together(fixes)]:
        if len(way) > 1 and found:
            break
        answer = _with(board, way, key, to, asked.place)
        found += [answer] if answer is not None else []
        if len(found) == _ENOUGH or time.perf_counter() > end:
            break
    return found


def _together(fixes: list[Fix]) -> Iterator[tuple[Fix, ...]]:
    """The cheapest change of each kind, all at once; rules are given up only where nothing else is left to change."""
    first: dict[str, Fix] = {}
    for fix in fixes:
        first.setdefault(fix.params["rule"] if fix.code == "rule_soft" else fix.code, fix)
    some = tuple(fix for fix in first.values() if fix.code != "rule_soft")
    yield from (way for way in {len(w): w for w in (some, tuple(first.values()))}.values() if len(way) > 1)


def _with(board: Board, way: tuple[Fix, ...], key: str, to: str, place: PlanPlace) -> Answer | None:
    """The answer in a school with these changes, at what the checker counts; None where it is still no."""
    try:
        loosened = board.allow(*way)
        answer = _asked(loosened, key, to, place)
    except (Declined, KeyError, StopIteration):  # in that school the plan could not be held, or there is no such thing
        return None
    if answer.verdict not in _GOOD:
        return None
    answer = answer.model_copy(update={"way": way})
    return answer.model_copy(update=counted(board, board.move(key, answer)))


def counted(before: Board, after: Board) -> dict[str, object]:
    """What one board costs more than another, by the checker: a changed school has prices of its own."""
    was, now = ({c.rule: c.cost for c in board.report.cost_by_rule} for board in (before, after))
    extra = {r: by for r in sorted({*was, *now}) if r not in CHANGES and (by := now.get(r, 0) - was.get(r, 0))}
    about = {
        r: more for r in RULES if r not in CHANGES and (more := _more(before.amounts.get(r, {}), after.amounts.get(r, {})))
    }
    costs = {"extra": sum(extra.values()), "extra_by_rule": extra, "extra_about": about}
    return {"changes": sum(now.get(r, 0) for r in CHANGES), **costs}


def _more(was: Mapping[str, int], now: Mapping[str, int]) -> dict[str, int]:
    return {s: by for s in sorted({*was, *now}) if (by := now.get(s, 0) - was.get(s, 0))}


def _whose(answer: Answer, chip: PlannedVisit) -> str | None:
    """With whom a visit is exchanged."""
    return next((m.visitor for m in answer.visits if m.visitor != chip.visitor), None)

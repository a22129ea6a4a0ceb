"""What was done on a board, done again on one whose school file or plan has gone on: as it was, or else as it was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from planner.board.board import Board
from planner.board.steps import Step, noon_of
from planner.board.ways import counted
from planner.errors import Declined
from planner.models.plan import PlannedDuty
from planner.models.whatif import Answer

_NO_MORE = (Declined, KeyError, StopIteration, ValueError)
"""What is raised where there is no such class, helper, place or rule any more, or the plan could not be held."""


def carried(steps: Iterable[Step], onto: Board) -> tuple[Board, tuple[int, ...]]:
    """The board ``onto`` with what can be done on it of the steps of another, and of which step each of its own comes.

    What cannot is kept as a step of kind ``left``, before all others: it does nothing and says what was not done.
    """
    done, left = list[tuple[int, Step]](), list[tuple[int, Step]]()
    board = onto
    for n, step in enumerate(steps):
        after = _again(board, step)
        if after is None:
            known = step.place if step.place is not None and _is_known(board, step) else None
            left.append((n, Step(kind="left", chip=step.chip, place=known, pinned=step.pinned, freed=step.freed)))
        elif after is not board:
            done += [(n, new) for new in after.steps[board.position :]]
            board = after
    found = [*left, *done]
    return Board.of_steps(onto, [step for _, step in found]), tuple(n for n, _ in found)


def _again(board: Board, step: Step) -> Board | None:
    """The board after a step; the same where it is so already, None where it cannot be done."""
    ways: Iterator[Callable[[Board, Step], Board | None]] = iter((_as_it_was, _without_the_way, _as_meant))
    for way in ways:
        try:
            after = way(board, step)
        except _NO_MORE:
            continue
        if after is not None:
            return after
    return None


def _as_it_was(board: Board, step: Step) -> Board | None:
    """With exactly the moves that it had."""
    if step.kind == "left":
        return None
    if step.kind == "pin":
        return board.pin(step.chip)
    if step.kind == "unpin":
        return board.unpin(step.chip)
    if step.kind == "open":
        return board.open(step.opened[0])
    gone = {(d.helper, *d.place) for m in step.duties for d in m.before}
    there = {(d.helper, *d.place) for d in board.plan.duties}
    come = {(d.helper, *d.place) for m in step.duties for d in m.after}
    visits = set(board.plan.visits)
    before = {v for m in step.visits for v in m.before}
    now = {v for m in step.visits for v in m.after}
    if (before or now or gone or come) and now <= visits and come <= there and not (before & visits or gone & there):
        # The plan says so by now; what was freed stays free.
        return board.then(Step(kind="free", freed=step.freed)) if step.freed else board
    if not (before <= visits and gone <= there) or come & there or now & visits:
        return None
    after = board.then(step)
    if not after.standing.holds:
        return None
    costs = counted(board, after)
    return board.then(step.model_copy(update={name: costs[name] for name in ("changes", "extra", "extra_by_rule")}))


def _without_the_way(board: Board, step: Step) -> Board | None:
    """The same where the school file says by now what had to be allowed first."""
    if not step.way or step.kind in {"unpin", "allow"}:
        return None
    return _as_it_was(board, step.model_copy(update={"way": ()}))


def _as_meant(board: Board, step: Step) -> Board | None:
    """To the same place, or free at the same time, with whatever that takes now."""
    if step.kind == "free":
        return board.free(*noon_of(step.freed[0]))
    if step.kind != "move" or step.place is None:
        return None
    who = step.pinned[0].split("~")[1] if step.pinned else ""
    answers: list[Answer] = [*board.lift(step.chip).answers]
    if step.chip not in board.waiting and step.chip not in board.vacant and isinstance(board.chip(step.chip), PlannedDuty):
        answers += board.who_could(step.chip).answers
    mine = (a for a in answers if a.place == step.place and (a.helper in (None, who)) and a.verdict in {"free", "moves"})
    return board.move(step.chip, next(mine))


def _is_known(board: Board, step: Step) -> bool:
    """Whether the school still has what the place of a step names."""
    place, school = step.place, board.school
    if place is None:
        return False
    return (
        (place.what in school.demand_by_id or place.what in school.post_by_id)
        and (place.window is None or place.window in school.window_by_id)
        and (place.room is None or place.room in school.room_by_id)
    )

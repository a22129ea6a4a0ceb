"""The board: what every place of a class would take, first, warm and after ten drops; a drop; the size of a page.

    python -m benchmarks.board [--sizes 60 240] [--drops 10]

Seconds are of the processor: whatever else the machine does is not counted. Exit 1 where a goal is missed: 36 classes (the
example noon-36) 0.3 s warm, also after the drops, 1.5 s for the first with the model made, 0.2 s for a drop; 60 classes
twice that; 240 classes 1 s warm, a helper's seat among it; the page of 60 classes 200 kB.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from api.boards import Standing
from api.jobs.child import collect_seldom
from api.pages.board import shown
from api.pages.boardpick import Pick
from api.pages.rendering import templates
from benchmarks.generator import school
from planner.board.board import Board
from planner.board.steps import chip_of
from planner.models import Limits, School, Solved
from planner.models.whatif import Answers
from planner.reading import read_school
from planner.sessions.book import Book
from planner.solver import solve

EXAMPLES = Path(__file__).parent.parent / "examples"
PAGE = 200_000
T = TypeVar("T")


class Goals(NamedTuple):
    """Seconds that are enough; None where none are promised."""

    first: float | None
    warm: float
    drop: float | None


GOALS = {36: Goals(1.5, 0.3, 0.2), 60: Goals(3.0, 0.6, 0.4), 240: Goals(None, 1.0, None)}


def main() -> int:
    """A line for each school."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[60, 240])
    parser.add_argument("--drops", type=int, default=10)
    arguments = parser.parse_args()
    collect_seldom()  # as the child that answers questions does
    schools: list[tuple[int, School]] = [(36, read_school(EXAMPLES / "noon-36"))]
    schools += [(n, school(n)) for n in arguments.sizes]
    fine = True
    for size, found in schools:
        outcome = solve(found, Limits(seconds=120))
        if not isinstance(outcome, Solved):
            print(f"{size} classes: {outcome.kind}")
            return 1
        board = Board.of(Book.of(found, outcome.plan))
        key = chip_of(board.plan.visits[size // 2])
        _answers, first = taken(lambda board=board, key=key: board.lift(key))
        before, after, drops = [], [], []
        for n in range(arguments.drops):
            answers, seconds = taken(lambda board=board, key=key: board.lift(key))
            before.append(seconds)
            board, seconds = taken(lambda board=board, key=key, answers=answers: dropped(board, key, answers))
            drops.append(seconds)
            key = chip_of(board.plan.visits[(size // 2 + 7 * n) % len(board.plan.visits)])
            after.append(taken(lambda board=board, key=key: board.lift(key))[1])
        goals = GOALS.get(size, Goals(None, 1.0, None))
        warm, last, drop = statistics.median(before), statistics.median(after[-3:]), statistics.median(drops)
        duty = chip_of(board.base.plan.duties[7])
        begun = Board.of(board.base)
        begun.lift(duty)
        _answers, seat = taken(partial(begun.lift, duty))
        _answers, who = taken(partial(begun.who_could, duty))
        weight = page(board, answers)
        print(
            f"{size} classes: first {first:.2f} s, warm {warm:.3f} s, after {arguments.drops} drops {last:.3f} s, "
            f"a drop {drop:.3f} s; a helper elsewhere {seat:.3f} s, somebody else {who:.3f} s; "
            f"page {weight[0] / 1000:.0f} kB, picked up {weight[1] / 1000:.0f} kB"
        )
        fine = fine and (goals.first is None or first <= goals.first) and max(warm, last, seat, who) <= goals.warm
        fine = fine and (goals.drop is None or drop <= goals.drop) and (size > 60 or max(weight) <= PAGE)
    return 0 if fine else 1


def taken(work: Callable[[], T]) -> tuple[T, float]:
    """What it gives, and how long it took."""
    begin = time.process_time()
    return work(), time.process_time() - begin


def dropped(board: Board, key: str, answers: Answers) -> Board:
    """Put somewhere it can be, with what the page shows of it at once: who stands where."""
    possible = [a for a in answers.answers if a.verdict in {"free", "moves"}]
    if not possible:
        return board
    after = board.move(key, possible[len(possible) // 2])
    assert after.plan.visits
    return after


def page(board: Board, answers: Answers) -> tuple[int, int]:
    """Bytes of the board as a page draws it, without its head; with nothing and with something picked up."""
    row = {
        "id": "b",
        "version": 1,
        "base": 1,
        "since": board.plan.effective_from.isoformat(),
        "author": "library",
        "document": 1,
    }
    standing = Standing(row, board, ())  # type: ignore[arg-type]
    key = next(chip_of(v) for v in board.plan.visits if v.visitor == answers.who)
    sizes = []
    for pick in (None, Pick(key, board.lift(key))):
        drawn = shown(standing, "en", "", pick)
        context = {
            "school": {"id": "school", "name": board.school.name, "role": "librarian"},
            "heading": "", "caller": {"login": "library", "keeper": True, "owns_all": False},
            "path": "/schools/school/board", "switches": [],
            "said": "", "said_undo": "",
            "board": drawn, "gone": False, "gone_on": "", "root": "",
        }  # fmt: skip
        sizes.append(len(templates("en").get_template("board.html").render(**context).encode()))
    return sizes[0], sizes[1]


if __name__ == "__main__":
    raise SystemExit(main())

"""A plan opened as a board, to move classes and helpers by hand and see at once what each move takes."""

from __future__ import annotations

import datetime as dt

from planner.board.board import Board
from planner.changes.same_school import successor
from planner.models.planfile import canonical_plan, canonical_school
from planner.models.school import School
from planner.sessions.book import Book
from planner.sessions.chapter import Chapter
from planner.verbs.planning import replan


def open_board(book: Book, since: dt.date | None = None, *, school: School | None = None, seconds: float = 60.0) -> Board:
    """The board of the plan now in force, from ``since`` on (none = from its first date): dates before are not touched.

    ``school``: its file as it is now, where that has gone on: everything stays where it stands, and what is due and has no
    place there, a class that has only just come above all, waits to be put somewhere (`Board.waiting`). ``seconds`` bounds
    what taking the plan over from a later date may last. Raises Declined: since_out_of_range (``first``, ``last``), NoPlan
    where nothing is possible from then on, NotTheSame for the file of another school.
    """
    if since is not None and since != book.plan.effective_from:
        book = replan(book, book.school, since, seconds=seconds).book
    return Board.of(book if school is None else _taken_over(book, canonical_school(successor(school, book.school))))


def _taken_over(book: Book, school: School) -> Book:
    """The plan in a school that has gone on: whatever can still stand where it does stays there."""
    from planner.solver.problem import Problem

    if school == book.school:
        return book
    problem = Problem(school, book.plan.effective_from, previous=book.plan, past=book.plan.past, alike=False)
    plan = problem.previous or book.plan
    visits = {(o.visitor, *o.cell.key) for o in problem.visits} | {(v.visitor, *v.place) for v in problem.settled}
    duties = {(o.helper.id, *o.shift.key) for o in problem.duties}
    kept = {
        "visits": tuple(v for v in plan.visits if (v.visitor, *v.place) in visits),
        "duties": tuple(d for d in plan.duties if (d.helper, *d.place) in duties),
    }
    plan = canonical_plan(plan.model_copy(update={**kept, "bound": None, "proofs": (), "status": "FEASIBLE", "limits": None}))
    return book.followed_by(school, plan, Chapter(school, plan, problem.timeline))

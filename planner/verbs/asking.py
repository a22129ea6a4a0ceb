"""Is a plan right? What would it take to be elsewhere in it; and what would a change of the school do?"""

from __future__ import annotations

from planner.checker import check as check_plan
from planner.checker.whole import check_book
from planner.errors import Declined
from planner.models.plan import Limits, Plan, Report
from planner.models.school import School
from planner.models.whatif import Answers, SchoolChange, SchoolEffect
from planner.sessions.book import Book
from planner.solver.whatif.alternatives import changed, side_by_side
from planner.solver.whatif.whatif import WhatIf


def check(school: School, answer: Plan | Book, previous: Plan | None = None) -> Report:
    """Hold a plan against the rules of a school; a book with the make-ups and substitutes of the whole term.

    ``previous``: the plan against which the changes of a plan have their price.
    """
    return check_book(answer, school) if isinstance(answer, Book) else check_plan(school, answer, previous)


def what_if(
    book: Book, *, visitor: str | None = None, helper: str | None = None, demand: str | None = None, seconds: float = 5.0
) -> Answers:
    """For each place of a class (or teacher) or of a helper in the plan now in force what it would take to be there.

    ``demand``: only visits of this one. ``seconds`` bounds each search, where one is needed. Raises Declined like `answered`.
    """
    return answered(questions(book, seconds), visitor, helper, demand)


def questions(book: Book, seconds: float = 5.0) -> WhatIf:
    """A model of the plan now in force that answers one question after another: making it takes longer than most answers."""
    return WhatIf(book.school, book.plan, seconds)


def answered(model: WhatIf, visitor: str | None, helper: str | None, demand: str | None = None) -> Answers:
    """One question to a model.

    Raises Declined: unknown_class, unknown_helper, unknown_demand (``id``), plan_broken where the plan breaks rules of its own
    school, so that what a change would take has no answer.
    """
    school = model.school
    if visitor is not None and visitor not in school.class_by_id:
        raise Declined("unknown_class", id=visitor)
    if visitor is None and helper not in school.helper_by_id:
        raise Declined("unknown_helper", id=helper)
    if demand is not None and demand not in school.demand_by_id:
        raise Declined("unknown_demand", id=demand)
    if not model.holds:
        raise Declined("plan_broken")
    return model.of_class(visitor, demand) if visitor is not None else model.of_helper(helper or "")


def effect(school: School, change: SchoolChange, *, seconds: float = 60.0, seed: int = 1) -> SchoolEffect:
    """The school planned as it is and with a change, each search bounded by ``seconds``: cost, need against places, visits; and
    why it is impossible then, with ways out of it (`take_way` writes one into the file that has the change).

    Raises Declined: unknown_window, unknown_room, unknown_demand (``id``).
    """
    after = changed(school, change)
    return side_by_side(school, after, Limits(seed=seed, seconds=seconds))

"""Substitutions to come, under the duty rota."""

from __future__ import annotations

import datetime as dt

from planner.applying import edits_of
from planner.models.planfile import Substitution
from planner.outputs.papers import Papers
from planner.outputs.tables.standing_in import with_substitutions
from planner.outputs.writers.xlsx import xlsx
from planner.sessions.book import Book
from tests.applying.small import small


def _stands_in(date: str, helper: str = "h1", substitute: str = "h2", post: str = "desk", window: str = "noon") -> Substitution:
    return Substitution(date=date, post=post, window=window, helper=helper, substitute=substitute)  # type: ignore[arg-type]


def test_only_what_is_still_to_come_and_still_true() -> None:
    """Not what is over, not a duty that the plan no longer has, not a date on which the window is shut."""
    gone = (_stands_in("2026-03-02"), _stands_in("2026-03-16", helper="h5"), _stands_in("2026-04-06"))
    here = (_stands_in("2026-03-23"), _stands_in("2026-03-16"), _stands_in("2026-03-20", "h2", "h6"))
    planfile = small().model_copy(update={"substitutions": (*gone, *here)})
    today = dt.date(2026, 3, 3)
    for language, said in (
        (
            "zh",
            "代班：3月16日（周一）借还台 五(1)-2 代 五(1)-1；"
            "3月20日（周五）借还台 五(2)-3 代 五(1)-2；3月23日（周一）借还台 五(1)-2 代 五(1)-1。",
        ),
        (
            "en",
            "Standing in: Mon 16 Mar Desk: 5(1)-2 for 5(1)-1; "
            "Fri 20 Mar Desk: 5(2)-3 for 5(1)-2; Mon 23 Mar Desk: 5(1)-2 for 5(1)-1.",
        ),
    ):
        pages = Papers(Book(planfile), language).filed()["duty"]
        (page,) = with_substitutions(pages, Book(planfile), language, today)
        assert page.notes == (*pages[0].notes, said)
        assert with_substitutions(pages, Book(planfile), language, dt.date(2026, 5, 1)) == pages
        # A table with such a line can be changed by hand and read back like any other.
        edits = edits_of(Book(planfile), {"duty.xlsx": xlsx([page])})
        assert edits.nothing
        assert len(edits.ignored) == 1

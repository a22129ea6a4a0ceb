"""A ready school, planned at once: the work behind ``lunjie demo``."""

from __future__ import annotations

from pathlib import Path

from cli.console import output, words
from cli.plan import Wanted, plan_school
from cli.show import show_tables
from planner.examples import USUAL, example
from planner.models.base import Language
from planner.models.plan import Limits


def run_demo(directory: Path, seconds: float, language: Language | None) -> None:
    """Plan the sample school, draw its tables, say where the files are and how to go on."""
    school = example(USUAL)
    book = plan_school(school, Wanted(directory, Limits(seconds=seconds), language))
    shown = language or book.school.language
    _, console = words(shown), output()
    console.print()
    show_tables(book, None, None, None, shown, internal=False)
    console.print()
    where = _(
        "Everything is in {directory}: print tables/borrowing.html from a browser, subscribe to calendars/library.ics.",
        directory=directory.resolve(),
    )
    console.print(where, style="bold", markup=False, soft_wrap=True)
    console.print(
        _(
            "Your own school: copy {school}, change it, and run: lunjie plan school.yaml -o rota",
            school=(school / "school.yaml").resolve(),
        ),
        markup=False,
        soft_wrap=True,
    )

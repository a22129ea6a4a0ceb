"""A ready school, planned at once: the work behind ``lunjie demo``."""

from __future__ import annotations

from cli.console import output, words
from cli.papers.show import show_tables
from cli.planning.commands import DemoOptions, PlanOptions
from cli.planning.plan import plan_school
from planner.examples import USUAL, example


def run_demo(options: DemoOptions) -> None:
    """Plan the sample school, draw its tables, say where the files are and how to go on."""
    school = example(USUAL)
    book = plan_school(PlanOptions(school=school, out=options.out, time_limit=options.time_limit, language=options.language))
    shown = book.school.spoken(options.language or book.school.language)
    _, console = words(shown), output()
    console.print()
    show_tables(book, None, None, None, shown, internal=False)
    console.print()
    where = _(
        "Everything is in {directory}: print tables/borrowing.html from a browser, subscribe to calendars/library.ics.",
        directory=options.out.resolve(),
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

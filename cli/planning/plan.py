"""School file -> plan and everything printed from it: the work behind ``lunjie plan`` and ``lunjie demo``."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import planner
from cli.console import notices, output, words
from cli.guard import print_json
from cli.planning.commands import PlanOptions
from cli.planning.publishing import going_on, standing_plan, write
from cli.planning.remarks import remarks_on
from cli.planning.searching import search
from cli.planning.summary import Teller
from planner.files.together import expect_place
from planner.models.base import Language
from planner.models.outcome import Solved
from planner.sessions.book import Book
from planner.timeline import Timeline

if TYPE_CHECKING:
    from planner import OnStep, Planned


def plan_school(options: PlanOptions) -> Book:
    """Plan a school and write the plan. Raises typer.Exit with 3 or 4 when there is none; nothing is written then.

    The search has its plan checked before it hands it over, and raises BrokenPromise when the checker disagrees.
    """
    from planner.reading import read_school

    school = read_school(options.school)
    language = school.spoken(options.language or school.language)
    _ = words(language)
    expect_place(options.out)
    remarks = remarks_on(options.school, school, language, silent=options.quiet or options.as_json)
    standing = standing_plan(options.out)
    if standing is not None:
        school = going_on(school, standing, language)

    def work(on_step: OnStep, stop: threading.Event) -> Planned:
        return planner.plan(
            school,
            seconds=options.time_limit,
            seed=options.seed,
            over=standing,
            make_up_lost=options.make_up,
            on_step=on_step,
            stop=stop,
        )

    found = search(work, _, options.quiet)
    if not isinstance(found.outcome, Solved):
        from cli.planning.explain import tell_why_not  # what explains is not needed where there is a plan

        tell_why_not(found, Timeline(found.school), language, options, remarks)
    if found.stopped:
        notices().print(_("Stopped by you: this is the best plan found until then."), style="yellow", markup=False)
    home = options.school if options.school.is_dir() else options.school.parent
    if standing and standing.school == found.school and standing.plan.cost < found.book.plan.cost:
        notices().print(
            _("The plan that stands in {folder} is better; it stays as it is.", folder=options.out),
            markup=False,
            soft_wrap=True,
        )
        return standing
    _write(found, options, language, home, remarks)
    return found.book


def _write(found: Planned, options: PlanOptions, language: Language, home: Path, remarks: dict[str, Any]) -> None:
    book, outcome = found.book, found.outcome
    written = write(book, options.out, language, internal=options.internal, places=(home,))
    if not isinstance(outcome, Solved):
        return
    if options.as_json:
        from cli.planning.records import outcome_record

        print_json({**outcome_record(found.school, book.timeline, outcome, len(book.sessions)), **remarks})
    elif not options.quiet:
        teller = Teller(output(), found.school, language, words(language))
        teller.solved(outcome, book.term, book.timeline)
        teller.made_up(found.made_up)
        teller.files(options.out, written)

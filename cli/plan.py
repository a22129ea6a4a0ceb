"""School file -> plan and everything printed from it: the work behind ``lunjie plan`` and ``lunjie demo``."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import planner
from cli.console import Words, notices, output, words
from cli.explain import tell_why_not
from cli.guard import print_json
from cli.places import going_on, look_at, standing_plan
from cli.publishing import write
from cli.records import outcome_record
from cli.searching import search
from cli.summary import Teller
from planner.models.base import Language
from planner.models.outcome import Solved
from planner.models.plan import Limits
from planner.sessions.book import Book
from planner.timeline import Timeline

if TYPE_CHECKING:
    from planner import OnStep, Planned


@dataclass(frozen=True)
class Wanted:
    """What the command line asks of a planning run."""

    directory: Path
    limits: Limits
    language: Language | None = None
    as_json: bool = False
    internal: bool = False
    quiet: bool = False
    make_up: bool = False


def plan_school(path: Path, wanted: Wanted) -> Book:
    """Plan a school and write the plan. Raises typer.Exit with 3 or 4 when there is none; nothing is written then.

    The search has its plan checked before it hands it over, and raises BrokenPromise when the checker disagrees.
    """
    from planner.reading import read_school

    school = read_school(path)
    language = wanted.language or school.language
    _ = words(language)
    look_at(wanted.directory)
    standing = standing_plan(wanted.directory)
    if standing is not None:
        school = going_on(school, standing, language)
    limits = wanted.limits

    def work(on_step: OnStep, stop: threading.Event) -> Planned:
        return planner.plan(
            school,
            seconds=limits.seconds,
            seed=limits.seed,
            over=standing,
            make_up_lost=wanted.make_up,
            on_step=on_step,
            stop=stop,
        )

    found = search(work, _, wanted.quiet)
    if not isinstance(found.outcome, Solved):
        tell_why_not(found, Timeline(found.school), limits.seconds, language, quiet=wanted.quiet, as_json=wanted.as_json)
    if found.stopped:
        notices().print(_("Stopped by you: this is the best plan found until then."), style="yellow", markup=False)
    home = path if path.is_dir() else path.parent
    if standing and standing.school == found.school and standing.plan.cost < found.book.plan.cost:
        notices().print(
            _("The plan that stands in {folder} is better; it stays as it is.", folder=wanted.directory),
            markup=False,
            soft_wrap=True,
        )
        return standing
    _write(found, wanted, language, _, home)
    return found.book


def _write(found: Planned, wanted: Wanted, language: Language, _: Words, home: Path) -> None:
    book, outcome = found.book, found.outcome
    written = write(book, wanted.directory, language, internal=wanted.internal, places=(home,))
    if not isinstance(outcome, Solved):
        return
    if wanted.as_json:
        print_json(outcome_record(found.school, book.timeline, outcome, len(book.sessions)))
    elif not wanted.quiet:
        teller = Teller(output(), found.school, language, _)
        teller.solved(outcome, book.term, book.timeline)
        teller.made_up(found.made_up)
        teller.files(wanted.directory, written)

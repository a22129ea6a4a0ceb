"""What changing a published plan needs whichever command does it: the first date of the change, and writing it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import planner
from cli.console import notices, words
from cli.guard import Refused
from planner.errors import Declined
from planner.messages.wording import date_text
from planner.models.base import Language
from planner.models.school import School
from planner.sessions.book import Book


def first_date(text: str, school: School, previous: Book, language: Language, *, quiet: bool) -> dt.date:
    """The date typed after ``--from``. Raises Refused when it is none, or the plan cannot be changed from then on."""
    _ = words(language)
    try:
        since = dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(_("{date} is not a date. Write it as 2026-04-27.", date=text)) from None
    replannable(previous, school, since, language)
    if since.weekday() and since != max(school.term.start, previous.chapter.first) and not quiet:
        notices().print(
            _(
                "{date} is not a Monday: that week begins by the old plan and ends by the new one.",
                date=date_text(language, since),
            ),
            style="yellow",
            markup=False,
        )
    return since


def replannable(previous: Book, school: School, since: dt.date, language: Language) -> None:
    """Raises Refused when a school file is not that of the published plan, or a date not one on which it can be changed."""
    _ = words(language)
    try:
        previous.may_change(school, since)
    except Declined as reason:
        if reason.code == "other_term":
            text = _(
                "The school file and the published plan are not of the same school and term, or the term begins on another "
                "date."
            )
        else:
            text = _(
                "{date} must lie from {first}, when the published plan begins, to {last}, the end of term.",
                date=date_text(language, since),
                first=date_text(language, reason.params["first"]),
                last=date_text(language, reason.params["last"]),
            )
        raise Refused(text) from None


def write(
    book: Book,
    directory: Path,
    language: Language,
    *,
    internal: bool,
    over: Book | None = None,
    places: tuple[Path, ...] = (),
) -> list[Path]:
    """Write the folder of a plan, ``over`` being the one that it changes, and say what could not be made. The files written."""
    from planner.reading import describe

    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    written = planner.write(book, directory, over=over, language=language, internal=internal, now=now, places=places)
    for problem in written.problems:
        text = describe(problem, language, str(directory))
        notices().print(text, style="yellow", markup=False, soft_wrap=True)
    return written

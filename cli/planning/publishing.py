"""The plan that is there already and the one that takes its place: who goes on, from when, and writing it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import planner
from cli.console import notices, words
from cli.guard import Refused
from planner.changes.same_school import NotTheSame, heir, successor
from planner.errors import LunjieError, MissingFile
from planner.messages.wording import date_text, full_date_text
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
    first, last = previous.changeable(school)
    if not first <= since <= last:
        raise Refused(
            _(
                "{date} must lie from {first}, when the published plan begins, to {last}, the end of term.",
                date=full_date_text(language, since),  # the year may be what is wrong
                first=full_date_text(language, first),
                last=full_date_text(language, last),
            )
        )
    if since.weekday() and since != first and not quiet:
        notices().print(
            _(
                "{date} is not a Monday: that week begins by the old plan and ends by the new one.",
                date=date_text(language, since),
            ),
            style="yellow",
            markup=False,
        )
    return since


def same_family(school: School, previous: Book, language: Language) -> School:
    """The school with the identity of the published plan. Raises Refused, with the difference and the way out."""
    try:
        found = successor(school, previous.school)
    except NotTheSame as error:
        raise Refused(not_the_same(error, language)) from None
    went_on(found, previous.school, language)
    return found


def not_the_same(error: NotTheSame, language: Language) -> str:
    """What differs between a school file and a published plan, and the way out."""
    _ = words(language)
    told = {
        "term": _(
            "The published plan is of term {before}, the school file is of term {now}. For another term make a new plan "
            "(lunjie plan) in a folder of its own; if it is the same term, write {key} as its id in the school file."
        ),
        "id": _(
            "The published plan is of the school with the id {before}, the school file is of {now}. "
            "If it is the same school, write {key} as its id; otherwise choose the plan of this school."
        ),
        "name": _(
            "The published plan is of {before}, the school file is of {now}. If it is the same school under another name, "
            "write {key} as its id in the school file; otherwise choose the plan of this school."
        ),
        "weeks": _(
            "The published plan counts its weeks from {before}, the school file from {now}. "
            "Write {key} as the Monday of week 1 (week1_monday), so that the calendars stay what they are."
        ),
        "class": _(
            "A class has another id: {before} in the published plan, {now} in the school file. Its calendar hangs on the "
            "id: write {key} as the id of this class (its name may be whatever you like)."
        ),
        "moved": _(
            "Is {now} the class that was {before}? It has its student librarians, its lessons or its teacher. If it is, "
            "write {key} as its id in the school file, and its calendar goes on; if it is another class, write {own} as "
            "its id."
        ),
    }[error.what]
    return told.format(before=error.before, now=error.now, key=error.key, own=error.own)


def went_on(school: School, published: School, language: Language) -> None:
    """Say that a school under another name goes on with the calendars of a plan."""
    if school.name != published.name:
        names = {"before": published.name.in_(language), "now": school.name.in_(language)}
        _ = words(language)
        notices().print(_("The plan was made for {before}; {now} goes on with its calendars.", **names), markup=False)


def standing_plan(directory: Path) -> Book | None:
    """The plan that stands in a directory; None when there is none that can be read.

    Raises MissingFile (has_history) when it was changed during the term: planning afresh would rewrite the past.
    """
    if not (directory / "plan.json").is_file():
        return None
    from planner.reading.planfile import read_plan

    try:
        standing = Book(read_plan(directory))
    except LunjieError:
        return None  # writing sets it aside and says so
    if standing.before is not None:
        raise MissingFile(str(directory), "has_history")
    return standing


def going_on(school: School, standing: Book, language: Language) -> School:
    """The school with the identity of the plan that stands there, whose calendars it goes on; of another one, as it is."""
    try:
        found = heir(school, standing.school)
    except NotTheSame:
        return school
    went_on(found, standing.school, language)
    return found


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

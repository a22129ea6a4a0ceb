"""Where a plan may be written, and which stands there."""

from __future__ import annotations

from pathlib import Path

from cli.publishing import went_on
from planner.changes.identity import NotTheSame, heir
from planner.errors import LunjieError, MissingFile
from planner.models.base import Language
from planner.models.school import School
from planner.sessions.book import Book


def look_at(directory: Path) -> None:
    """Refuse a directory that cannot be written to before the long search begins, not after it. Makes nothing."""
    if directory.exists() and not directory.is_dir():
        raise MissingFile(str(directory), "not_a_folder")
    if not directory.absolute().parent.is_dir():
        raise MissingFile(str(directory.absolute().parent), "no_folder")


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

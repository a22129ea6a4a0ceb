"""Books read from files."""

from __future__ import annotations

from pathlib import Path

from planner.reading.planfile import read_plan
from planner.sessions.book import Book


def read_book(path: str | Path) -> Book:
    """The plan in a ``plan.json``, or in the directory that holds one. Raises MissingFile, and BadInput with all problems."""
    return Book(read_plan(path))

"""Books read from files."""

from __future__ import annotations

from pathlib import Path

from planner.reading.planfile import parse_plan, read_plan
from planner.sessions.book import Book


def read_book(path: str | Path) -> Book:
    """The plan in a ``plan.json``, or in the directory that holds one. Raises MissingFile, and BadInput with all problems."""
    return Book(read_plan(path))


def parse_book(content: bytes, source: str = "plan.json") -> Book:
    """The plan in the bytes of a ``plan.json``. Raises BadInput with all problems."""
    return Book(parse_plan(content, source))

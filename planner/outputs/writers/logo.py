"""The school's logo: read from its own file, and only a picture that is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.errors import BadInput
from planner.models.base import Language
from planner.models.problem import Problem
from planner.models.school import School
from planner.outputs.writers.fonts import find_file

LARGEST = 1_000_000
"""Bytes of a logo."""
_KINDS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""First bytes of PNG and JPEG. No SVG: it can name other files."""


@dataclass(frozen=True)
class Logo:
    """A picture and the words for those who cannot see it."""

    content: bytes
    alt: str


def logo_of(school: School | None, language: Language, places: Sequence[Path]) -> Logo | None:
    """The logo named by ``printing.logo``; none without ``places``. Raises BadInput (logo_unreadable)."""
    named = school.printing.logo if school else None
    if school is None or named is None or not places:
        return None
    path = find_file(named, places)
    try:
        content = path.read_bytes() if path and path.stat().st_size <= LARGEST else b""
    except OSError:
        content = b""
    if content.startswith(_KINDS):
        return Logo(content, school.name.in_(language))
    raise BadInput(str(path or named), [Problem(code="logo_unreadable", path="printing.logo", value=named)])

"""Where words go: results to stdout, everything about the work to stderr; and the language before a school is read."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Protocol

from planner.languages import SOURCE, Language, nearest

if TYPE_CHECKING:
    from rich.console import Console


class Words(Protocol):
    """What `planner.messages.wording.translator` gives; named here because that module is not needed to answer --help."""

    def __call__(self, message: str, /, **params: Any) -> str:
        """A message with its placeholders filled in."""

    def ngettext(self, one: str, many: str, count: int, /, **params: Any) -> str:
        """A message about ``{count}`` things."""


_PIPED_WIDTH = 200
"""Columns when nobody watches: tables should not be folded to the 80 columns of an imaginary terminal."""


def environment_language() -> Language:
    """The language that LUNJIE_LANG, or else the system's locale, names; English where it names none of ours."""
    for name in ("LUNJIE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return nearest(value) or SOURCE
    return SOURCE


def words(language: Language) -> Words:
    """The translation of our own sentences into a language."""
    from planner.messages.wording import translator

    return translator(language)


def output() -> Console:
    """Results."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, emoji=False, soft_wrap=False, width=_width(sys.stdout))


def notices() -> Console:
    """Progress, hints and errors."""
    from rich.console import Console

    return Console(file=sys.stderr, highlight=False, emoji=False, width=_width(sys.stderr))


def _width(stream: object) -> int | None:
    watched = getattr(stream, "isatty", bool)()
    return None if watched or os.environ.get("COLUMNS") else _PIPED_WIDTH

"""What runs in the child: the typesetter alone, on files in memory."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import typst

_typst: Any = typst
"""Its stubs do not know that a project can be given as names and contents, in memory."""
_SMALL = 50
"""Dots per inch of a picture: A4 becomes 413 by 585."""


def set_pages(files: dict[str, bytes], folders: tuple[str, ...], last: bool) -> bytes:
    """``main.typ`` as PDF/UA-1; ``folders`` hold the fonts, and ``last`` longer than this page. Raises RuntimeError only for a
    mistake in the template."""
    made = _typst.compile(files, font_paths=_fonts(folders, last), format="pdf", pdf_standards=["ua-1"], timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave no PDF")
    return made


def set_picture(files: dict[str, bytes], folders: tuple[str, ...], last: bool) -> bytes:
    """The first page of ``main.typ`` as a small PNG, to know it by. Raises RuntimeError like `set_pages`."""
    made = _typst.compile(files, font_paths=_fonts(folders, last), format="png", ppi=_SMALL, timestamp=0)
    first = made[0] if isinstance(made, list) else made
    if not isinstance(first, bytes):
        raise TypeError("the typesetter gave no picture")
    return first


def values_of(files: dict[str, bytes], folders: tuple[str, ...], last: bool, label: str) -> list[Any]:
    """The values that ``main.typ`` has put under a label."""
    said = _typst.query(files, label, field="value", font_paths=_fonts(folders, last))
    values: list[Any] = json.loads(said)
    return values


def _fonts(folders: tuple[str, ...], last: bool) -> Any:
    """The fonts of these folders and no others. Our own are read once: a third of the time of a page. A school's lie in a
    folder that is gone after the page."""
    return _kept(folders) if last else _read(folders)


def _read(folders: tuple[str, ...]) -> Any:
    return _typst.Fonts(include_system_fonts=False, font_paths=list(folders))


_kept = lru_cache(maxsize=4)(_read)

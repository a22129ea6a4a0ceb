"""What runs in the child: the typesetter alone, on files in memory."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import typst

_typst: Any = typst
"""Its stubs do not know that a project can be given as names and contents, in memory."""
_SMALL = 50
"""Dots per inch of a picture: A4 becomes 413 by 585."""


def set_pages(files: dict[str, bytes], folders: list[str]) -> bytes:
    """``main.typ`` as PDF/UA-1; ``folders`` hold the fonts. Raises RuntimeError only for a mistake in the template."""
    made = _typst.compile(files, font_paths=_fonts(folders), format="pdf", pdf_standards=["ua-1"], timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave no PDF")
    return made


def set_picture(files: dict[str, bytes], folders: list[str]) -> bytes:
    """The first page of ``main.typ`` as a small PNG, to know it by. Raises RuntimeError like `set_pages`."""
    made = _typst.compile(files, font_paths=folders, ignore_system_fonts=True, format="png", ppi=_SMALL, timestamp=0)
    first = made[0] if isinstance(made, list) else made
    if not isinstance(first, bytes):
        raise TypeError("the typesetter gave no picture")
    return first


def values_of(files: dict[str, bytes], folders: list[str], label: str) -> list[Any]:
    """The values that ``main.typ`` has put under a label."""
    said = _typst.query(files, label, field="value", font_paths=_fonts(folders))
    values: list[Any] = json.loads(said)
    return values


def _fonts(folders: list[str]) -> Any:
    """The fonts of these folders and no others. Our own are read once: a third of the time of a page. A school's lie in a
    folder that is gone after the page."""
    return _ours(folders[0]) if len(folders) == 1 else _read(folders)


@cache
def _ours(folder: str) -> Any:
    return _read([folder])


def _read(folders: list[str]) -> Any:
    return _typst.Fonts(include_system_fonts=False, font_paths=folders)

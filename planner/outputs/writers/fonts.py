"""The letters of printed pages: which fonts, and whether they have every character. Only here is known where fonts are.

Whatever is printed passes ``check_glyphs`` first: the typesetter would name neither the character nor where it stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import pylopdf_fonts_zh_cn
from fontTools.ttLib import TTFont
from fontTools.ttLib.ttCollection import TTCollection

from planner.errors import BadInput
from planner.models.problem import Problem
from planner.models.school import School

LARGEST = 60_000_000
"""Bytes of a school's own font; the largest Chinese collections have 35 million."""
_SHOWN = 8
"""Missing characters named in one message."""
_BLANK = frozenset(" \n\t\u00a0\u3000\u200b")
"""Printed as space or not at all, whatever the font."""


@dataclass(frozen=True)
class Face:
    """A font file: the family by which the typesetter finds it, and the characters it has."""

    path: Path
    family: str
    characters: frozenset[int]


@dataclass(frozen=True)
class Fonts:
    """Fonts for running text and for titles, each in the order in which a character is looked for."""

    sans: tuple[Face, ...]
    serif: tuple[Face, ...]

    @contextmanager
    def folders(self) -> Iterator[list[Path]]:
        """Folders with these fonts, for as long as a page is set: the typesetter takes folders, and all that is in them."""
        package = pylopdf_fonts_zh_cn.sans_path().parent
        own = {face.path for face in (*self.sans, *self.serif)} - {Path(x) for x in package.iterdir()}
        if not own:
            yield [package]
            return
        with TemporaryDirectory(prefix="lunjie-font-") as folder:
            for number, path in enumerate(sorted(own)):
                copyfile(path, Path(folder) / f"{number}{path.suffix.lower()}")
            yield [Path(folder), package]


def fonts(school: School | None = None, places: Sequence[Path] = ()) -> Fonts:
    """The school's own font (``printing.font``) before Noto Sans SC and, for titles, Noto Serif SC.

    ``places`` are the folders in which the school's file is looked for; without any no file of the school's is opened, so
    that a service may print a school from an upload. Raises BadInput (font_unreadable).
    """
    sans, serif = _face(pylopdf_fonts_zh_cn.sans_path()), _face(pylopdf_fonts_zh_cn.serif_path())
    named = school.printing.font if school else None
    if named is None or not places:
        return Fonts((sans,), (serif, sans))
    path = find_file(named, places)
    try:
        own = _face(path) if path else None
    except Exception:  # a broken font makes its reader fail in every way there is
        own = None
    if own is None:
        raise BadInput(str(path or named), [Problem(code="font_unreadable", path="printing.font", value=named)])
    return Fonts((own, sans), (own, serif, sans))


def find_file(name: str, places: Sequence[Path]) -> Path | None:
    """The first file of that name in ``places``."""
    return next((path for place in places if (path := place / name).is_file()), None)


@lru_cache(maxsize=16)
def _read(path: Path, _changed: int) -> Face:
    if path.stat().st_size > LARGEST:
        raise ValueError("too large for a font")
    collection: Any = TTCollection
    with path.open("rb") as file:
        kind = file.read(4)
        file.seek(0)
        font = collection(file, lazy=True).fonts[0] if kind == b"ttcf" else TTFont(file, lazy=True)
        if font.flavor:
            raise ValueError("woff is for web pages")  # the typesetter does not read it either
        family = font["name"].getDebugName(16) or font["name"].getDebugName(1)
        if not family:
            raise ValueError("no family name")
        # Which characters there are is asked, not what their drawings are called: that would read all of the font.
        font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
        return Face(path, family, frozenset(font.getBestCmap() or ()))


def _face(path: Path) -> Face:
    return _read(path, path.stat().st_mtime_ns)


def check_glyphs(texts: Iterable[tuple[str, str]], faces: Sequence[Face], source: str) -> None:
    """Hold (where it stands, text) against the fonts. Raises BadInput with a Problem ``glyph_missing`` for each character.

    A Problem's ``value`` is the character, ``path`` where it stands; ``params`` hold its code point and the words around it.
    """
    missing: dict[str, tuple[str, str]] = {}
    sure: set[str] = set()
    for where, text in texts:
        for character in text:
            if character in sure or character in missing:
                continue
            if character in _BLANK or any(ord(character) in face.characters for face in faces):
                sure.add(character)
            else:
                missing[character] = (where, text)
    if missing:
        raise BadInput(source, [_problem(c, *found) for c, found in list(missing.items())[:_SHOWN]])


def _problem(character: str, where: str, text: str) -> Problem:
    around = " ".join(text.split())
    at = around.find(character)
    return Problem(
        code="glyph_missing",
        path=where,
        value=character,
        params={
            "point": f"U+{ord(character):04X}",
            "name": unicodedata.name(character, ""),
            "around": around[max(0, at - 12) : at + 13] if at >= 0 else "",
        },
    )

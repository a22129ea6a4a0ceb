"""The letters of printed pages: which fonts, and whether they have every character. Only here is known where fonts are.

A character that none has never costs a paper: a box stands in its place, and ``missing_glyphs`` says where. The typesetter
would leave it out without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import fontpkg_noto_sans_thai
import noto_cjk_sans_otc
import pylopdf_fonts_zh_cn

from planner.errors import BadInput
from planner.models.problem import Problem
from planner.models.school import School

LARGEST = 60_000_000
"""Bytes of a school's own font; the largest Chinese collections have 35 million."""
_SHOWN, _AROUND = 60, 24
"""Names told of one paper; letters of a longer text that are told."""
BOX = "□"
_COMMON, _RARE = "gbk", "≒"
"""Noto Sans SC has all that can be printed of this encoding, but for one: fonts are read for what else a school writes."""
_BLANK = frozenset(" \n\t\u00a0\u3000\u200b")
"""Printed as space or not at all, whatever the font."""


@dataclass(frozen=True)
class Face:
    """A font file, and the family by which the typesetter finds it."""

    path: Path
    family: str

    @cached_property
    def characters(self) -> frozenset[int]:
        """The characters it has. Raises whatever its reader does."""
        with _opened(self.path) as font:
            # Which characters there are is asked, not what their drawings are called: that would read all of the font.
            font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
            return frozenset(font.getBestCmap() or ())


@dataclass(frozen=True)
class Fonts:
    """Fonts for running text and for titles, each in the order in which a character is looked for."""

    sans: tuple[Face, ...]
    serif: tuple[Face, ...]

    @contextmanager
    def folders(self) -> Iterator[tuple[list[Path], bool]]:
        """Folders with these fonts, for as long as a page is set, and whether they are there for longer: the typesetter takes
        folders, and all that is in them."""
        packages = [pylopdf_fonts_zh_cn.sans_path().parent, *(face.path.parent for face in _BEHIND)]
        own = {face.path for face in (*self.sans, *self.serif) if face.path.parent not in packages}
        if not own:
            yield packages, True
            return
        with TemporaryDirectory(prefix="lunjie-font-") as folder:
            for number, path in enumerate(sorted(own)):
                copyfile(path, Path(folder) / f"{number}{path.suffix.lower()}")
            yield [Path(folder), *packages], False


_BEHIND = (
    Face(fontpkg_noto_sans.ROOT / "files" / "NotoSans[wdth,wght].ttf", "Noto Sans"),
    Face(fontpkg_noto_sans_thai.ROOT / "files" / "NotoSansThai[wdth,wght].ttf", "Noto Sans Thai"),
    Face(fontpkg_noto_sans_arabic.ROOT / "files" / "NotoSansArabic[wdth,wght].ttf", "Noto Sans Arabic"),
    Face(Path(str(noto_cjk_sans_otc.FONT_PATH)), "Noto Sans CJK SC"),
)
"""Letters of names that the Chinese fonts lack: Latin, Greek and Cyrillic ones (ő, ș, ř, ż), Thai, Arabic; Hangul, and rare
characters of all countries that write Chinese (𠮷)."""


def fonts(school: School | None = None, places: Sequence[Path] = ()) -> Fonts:
    """The school's own font (``printing.font``) before Noto Sans SC and, for titles, Noto Serif SC; behind them those for
    other letters.

    ``places`` are the folders in which the school's file is looked for; without any no file of the school's is opened, so
    that a service may print a school from an upload. Raises BadInput (font_unreadable).
    """
    sans, serif = Face(pylopdf_fonts_zh_cn.sans_path(), "Noto Sans SC"), Face(pylopdf_fonts_zh_cn.serif_path(), "Noto Serif SC")
    named = school.printing.font if school else None
    if named is None or not places:
        return Fonts((sans, *_BEHIND), (serif, sans, *_BEHIND))
    path = find_file(named, places)
    try:
        own = face_of(path) if path else None
        _ = own and own.characters
    except Exception:  # a broken font makes its reader fail in every way there is
        own = None
    if own is None:
        raise BadInput(str(path or named), [Problem(code="font_unreadable", path="printing.font", value=named)])
    return Fonts((own, sans, *_BEHIND), (own, serif, sans, *_BEHIND))


def find_file(name: str, places: Sequence[Path]) -> Path | None:
    """The first file of that name in ``places``."""
    return next((path for place in places if (path := place / name).is_file()), None)


@lru_cache(maxsize=16)
def _read(path: Path, _changed: int) -> Face:
    if path.stat().st_size > LARGEST:
        raise ValueError("too large for a font")
    with _opened(path) as font:
        if font.flavor:
            raise ValueError("woff is for web pages")  # the typesetter does not read it either
        family = font["name"].getDebugName(16) or font["name"].getDebugName(1)
        if not family:
            raise ValueError("no family name")
        return Face(path, family)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """A font, or the first of a collection, of which only what is asked for is read."""
    from fontTools.ttLib import TTFont  # takes as long as two pages
    from fontTools.ttLib.ttCollection import TTCollection

    collection: Any = TTCollection
    with path.open("rb") as file:
        kind = file.read(4)
        file.seek(0)
        yield collection(file, lazy=True).fonts[0] if kind == b"ttcf" else TTFont(file, lazy=True)


def face_of(path: Path) -> Face:
    """A font as it calls itself. Raises whatever its reader does."""
    return _read(path, path.stat().st_mtime_ns)


def missing_glyphs(texts: Iterable[tuple[str, str]], found: Fonts) -> list[Problem]:
    """Hold (where it stands, text) against the fonts: a Problem ``glyph_missing`` for each text with characters that none has.

    A Problem's ``value`` are these characters, ``path`` where they stand first; ``params`` hold their code points and the words
    around them: a name, since nothing else on a paper has rare letters.
    """
    missing: dict[str, Problem] = {}
    for where, text in texts:
        lacking = _lacking(text, found)
        if lacking:
            problem = _problem(lacking, where, text)
            missing.setdefault(problem.params["around"], problem)
    return list(missing.values())[:_SHOWN]


def boxed(data: Any, found: Fonts) -> Any:
    """Plain data with a box for every character that no font has."""
    if isinstance(data, str):
        lacking = _lacking(data, found)
        return data.translate(dict.fromkeys(map(ord, lacking), BOX)) if lacking else data
    if isinstance(data, dict):
        return {key: boxed(value, found) for key, value in data.items()}
    return [boxed(item, found) for item in data] if isinstance(data, list | tuple) else data


def _lacking(text: str, found: Fonts) -> list[str]:
    """The characters of a text that no font has, in their order."""
    doubtful = [c for c in dict.fromkeys(text) if not is_common(c) and c not in _BLANK]
    return [c for c in doubtful if not any(ord(c) in face.characters for face in found.sans)]


@lru_cache(maxsize=2**12)
def is_common(character: str) -> bool:
    """Whether one of our fonts has it for certain."""
    try:
        return bool(character.encode(_COMMON)) and character.isprintable() and character != _RARE
    except UnicodeEncodeError:
        return False


def _problem(characters: list[str], where: str, text: str) -> Problem:
    around = " ".join(text.split())
    start = max(0, around.find(characters[0]) - _AROUND // 2) if len(around) > _AROUND else 0
    return Problem(
        code="glyph_missing",
        path=where,
        value="".join(characters),
        params={
            "point": ", ".join(f"U+{ord(character):04X}" for character in characters),
            "around": around[start : start + _AROUND],
        },
    )

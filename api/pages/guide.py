"""The pictures of the guide, with their sizes, so that nothing jumps while they come."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from api.pages.rendering import STATIC, static_root
from planner.models.base import Language

_FOLDER = "guide"


class Picture(NamedTuple):
    """Where it is, and how many pixels wide and high."""

    address: str
    width: int
    height: int


@cache
def pictures(language: Language) -> dict[str, Picture]:
    """Pictures in a language, by name."""
    found = sorted((STATIC / _FOLDER / language).glob("*.webp"))
    return {
        path.stem: Picture(f"{static_root()}/{_FOLDER}/{language}/{path.name}", *_size(path.read_bytes())) for path in found
    }


def _size(webp: bytes) -> tuple[int, int]:
    """Width and height of a picture as browsers write them: a RIFF file with one VP8 frame, whose head holds 14 bits of each,
    or with an extended head, which holds 24 bits of each less one (RFC 9649)."""
    if webp[12:16] == b"VP8X":
        return int.from_bytes(webp[24:27], "little") + 1, int.from_bytes(webp[27:30], "little") + 1
    return int.from_bytes(webp[26:28], "little") & 0x3FFF, int.from_bytes(webp[28:30], "little") & 0x3FFF

"""How a place in a file is written."""

from __future__ import annotations

import re
from collections.abc import Sequence


def spell(path: Sequence[str | int]) -> str:
    """``('classes', 3, 'grades')`` -> ``classes[3].grades``; places in lists count from 0, as in JSON."""
    out = ""
    for key in path:
        out += f"[{key}]" if isinstance(key, int) else f".{key}" if out else key
    return out


def unspelt(text: str) -> tuple[str | int, ...]:
    """``classes[3].grades`` -> ``('classes', 3, 'grades')``."""
    return tuple(int(number) if number else word for number, word in re.findall(r"\[(\d+)\]|([^.\[\]]+)", text))


def name_of(source: str) -> str:
    """The name of a file without its folders, of either kind of system."""
    return re.split(r"[\\/]", source)[-1]


def shorten(text: str, length: int = 60) -> str:
    """At most ``length`` characters, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"

"""How a place in a file is written."""

from __future__ import annotations

from collections.abc import Sequence


def spell(path: Sequence[str | int]) -> str:
    """``('classes', 3, 'grades')`` -> ``classes[3].grades``; places in lists count from 0, as in JSON."""
    out = ""
    for key in path:
        out += f"[{key}]" if isinstance(key, int) else f".{key}" if out else key
    return out


def shorten(text: str, length: int = 60) -> str:
    """At most ``length`` characters, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"

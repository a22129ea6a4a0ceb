"""Labels of turns: a position in the cycle and, where a term falls into several stretches, the first date of one of them."""

from __future__ import annotations

_MARK = "@"


def marked(position: str, stretch: str) -> str:
    """``A:MON`` in the stretch ``2026-11-16`` -> ``A:MON@2026-11-16``; just the position in a term of one stretch ('')."""
    return f"{position}{_MARK}{stretch}" if stretch else position


def position_of(turn: str) -> str:
    """``A:MON@2026-11-16`` -> ``A:MON``."""
    return turn.partition(_MARK)[0]


def stretch_of(turn: str) -> str:
    """``A:MON@2026-11-16`` -> ``2026-11-16``; '' where the label names no stretch."""
    return turn.partition(_MARK)[2]

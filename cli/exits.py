"""Exit codes: what a script can learn from a command without reading its words."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """0 done, 1 our bug, 2 bad input or usage, 3 impossible or rules broken, 4 no plan in time, 130 stopped."""

    DONE = 0
    BUG = 1
    BAD_INPUT = 2
    IMPOSSIBLE = 3
    OUT_OF_TIME = 4
    STOPPED = 130

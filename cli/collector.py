"""Python's garbage collector in a process that does one thing and ends.

What such a process loads stays until its end. Looking through it again and again for what could be thrown away, and once more
at the end, took a quarter of the time of ``lunjie show``.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 50_000
"""New objects after which Python looks for garbage: as usual, 700, it looks a thousand times through a term that all stays."""


@contextmanager
def while_loading() -> Iterator[None]:
    """Nothing is collected until `loaded`, nor at the end what is there then."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()


def loaded() -> None:
    """All is there that the command needs: from now on what it makes is looked through, as ever."""
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(_SELDOM)
        gc.enable()

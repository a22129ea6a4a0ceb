"""Python's garbage collector in a process that does one thing and ends.

What such a process loads stays until its end. Looking through it again and again for what could be thrown away, and once more
at the end, took a quarter of the time of ``lunjie show``.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
        gc.enable()

"""Search in a thread, so that Ctrl-C is heard while the solver computes."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, TypeVar

from cli.console import Words, notices
from cli.planning.progress import ProgressLine

if TYPE_CHECKING:  # what searches is slow to load
    from planner.verbs.planning import OnStep

T = TypeVar("T")

_WAIT = 0.1
"""Seconds between two looks: how long a Ctrl-C can go unnoticed."""


def search(work: Callable[[OnStep, threading.Event], T], _: Words, quiet: bool) -> T:
    """What ``work`` gives, which tells of its steps and ends soon once the event is set: the first Ctrl-C sets it.

    The second raises KeyboardInterrupt.
    """
    stop = threading.Event()
    found: list[T] = []
    errors: list[BaseException] = []
    console = notices()

    def run() -> None:
        try:
            found.append(work(lambda step: line.update(step.progress), stop))
        except BaseException as error:
            errors.append(error)

    with ProgressLine(console, _, quiet) as line, _first_interrupt_sets(stop):
        # A daemon: after the second Ctrl-C the process must end although the solver still computes.
        thread = threading.Thread(target=run, name="search", daemon=True)
        thread.start()
        told = False
        while thread.is_alive():
            thread.join(_WAIT)
            line.tick()
            if stop.is_set() and not told:
                told = True
                console.print(_("Stopping with the best plan so far. Ctrl-C again gives up without writing anything."))
    if errors:
        raise errors[0]
    return found[0]


@contextmanager
def _first_interrupt_sets(stop: threading.Event) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may handle signals (the command is being run inside another program)
        return

    def on_interrupt(signum: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

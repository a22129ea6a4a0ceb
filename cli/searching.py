"""Run the search in a thread, so that Ctrl-C is heard while the solver computes."""

from __future__ import annotations

import datetime as dt
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from cli.console import Words, notices
from cli.progress import ProgressLine
from planner.models.outcome import Outcome
from planner.models.plan import Limits, Plan
from planner.models.school import School

_WAIT = 0.1
"""Seconds between two looks: how long a Ctrl-C can go unnoticed."""


def search(
    school: School,
    limits: Limits,
    _: Words,
    quiet: bool,
    since: dt.date | None = None,
    previous: Plan | None = None,
) -> tuple[Outcome, bool]:
    """The outcome, and whether the person stopped the search. The second Ctrl-C raises KeyboardInterrupt.

    ``since`` and ``previous`` as in `planner.solver.solve`.
    """
    from planner.solver import solve

    stop = threading.Event()
    outcomes: list[Outcome] = []
    errors: list[BaseException] = []
    console = notices()

    def work() -> None:
        try:
            outcomes.append(solve(school, limits, on_progress=line.update, stop=stop, since=since, previous=previous))
        except BaseException as error:
            errors.append(error)

    with ProgressLine(console, _, quiet) as line, _first_interrupt_sets(stop):
        # A daemon: after the second Ctrl-C the process must end although the solver still computes.
        thread = threading.Thread(target=work, name="search", daemon=True)
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
    return outcomes[0], stop.is_set()


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

"""What a waiting person sees: one live line on a terminal, a plain line every few seconds elsewhere."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.live import Live
from rich.text import Text

from cli.console import Words

if TYPE_CHECKING:
    from planner.solver import Progress

_SECONDS_BETWEEN_LINES = 5.0


def gap(cost: int | None, bound: int | None) -> float | None:
    """How far a plan may be from the cheapest, as a share of its cost; None when not known."""
    if cost is None or bound is None:
        return None
    return max(0, cost - bound) / max(1, cost)


class ProgressLine:
    """The state of the search in one line. ``update`` is called from the search, ``tick`` from the waiting thread."""

    def __init__(self, console: Console, words: Words, quiet: bool) -> None:
        self._console, self._words, self._quiet = console, words, quiet
        self._started = self._printed = time.monotonic()
        self._latest: Progress | None = None
        self._live: Live | None = None

    def __enter__(self) -> ProgressLine:
        if self._console.is_terminal and not self._quiet:
            self._live = Live(console=self._console, transient=True, get_renderable=self._line, refresh_per_second=5)
            self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._live:
            self._live.stop()

    def update(self, progress: Progress) -> None:
        """Remember what the search says; drawing is left to the waiting thread."""
        self._latest = progress

    def tick(self) -> None:
        """Print a plain line where there is no terminal, at most every few seconds."""
        now = time.monotonic()
        if not self._live and not self._quiet and now - self._printed >= _SECONDS_BETWEEN_LINES:
            self._printed = now
            self._console.print(self._line(), soft_wrap=True)

    def _line(self) -> Text:
        _, latest = self._words, self._latest
        parts = [_("{seconds:.0f} s", seconds=time.monotonic() - self._started)]
        if latest is None or latest.cost is None:
            parts.append(_("no plan yet"))
        else:
            parts.append(_("best so far {cost}", cost=latest.cost))
        if latest is not None and latest.bound is not None:
            parts.append(_("cannot be below {bound}", bound=latest.bound))
            share = gap(latest.cost, latest.bound)
            if share is not None:
                parts.append(_("gap {gap:.1%}", gap=share))
        parts.append(_("Ctrl-C keeps the best plan so far"))
        return Text(_("Planning: ") + " · ".join(parts))

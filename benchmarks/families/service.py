"""The service: a calendar asked for again, against a bare route; many schools through the queue, against bare solving."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.feeds import compared
from benchmarks.jobs import embedded, plainly, school_of, used
from benchmarks.rows import Row

_REQUESTS, _SCHOOLS = 2000, 24


def rows() -> Iterator[Row]:
    """Both; Linux alone says how much of the processor other processes take."""
    ours, bare, _rates = compared(_REQUESTS, rounds=3, at_once=20)
    yield Row("service", "a calendar that is as it was", ours, bare, f"{1e6 * ours:.0f} µs a request")
    numbers = list(range(_SCHOOLS))
    with tempfile.TemporaryDirectory() as directory, embedded(Path(directory), 2) as service:
        _seconds, bare = plainly(numbers, 2)
        before = used(service.processes)
        service.through([school_of(n) for n in numbers])
        yield Row("service", f"{_SCHOOLS} schools through the queue", used(service.processes) - before, bare)

"""What is worked out once for a whole run of the tests, in however many processes they run."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

FOLDER = "TESTS_OF_LUNJIE"
"""Variable of the environment: the folder that the processes of one run share; `tests.conftest` makes and removes it."""
T = TypeVar("T")


def once(key: str, make: Callable[[], T]) -> T:
    """What ``make`` gives, or has given to another process of this run under the same key."""
    folder = os.environ.get(FOLDER)
    if folder is None or os.name == "nt":
        return make()
    import fcntl

    with (Path(folder) / f"{key}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = Path(folder) / f"{key}.pickle"
        if not kept.exists():
            kept.write_bytes(pickle.dumps(make()))
        found: T = pickle.loads(kept.read_bytes())
        return found

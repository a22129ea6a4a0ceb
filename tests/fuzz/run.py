"""One mutant through one reader, and what came of it. A seed is the whole story: file, way and changes follow from it."""

from __future__ import annotations

import random
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from planner.errors import BadInput, LunjieError
from planner.messages.problems import WORDS, describe, word
from planner.models.base import LANGUAGES
from planner.reading.net import FELL
from tests.fuzz.readers import Reader

SLOW = 30
"""Seconds of the processor that no single file may take."""


class TooSlow(BaseException):
    """No Exception: it must get through every net."""


def mutant(reader: Reader, seed: int) -> tuple[str, bytes]:
    """(name, bytes) of the file that a seed stands for."""
    rng = random.Random(seed)
    name = rng.choice(sorted(reader.files))
    return name, rng.choice(reader.ways)(reader.files[name], rng)


def outcome(reader: Reader, seed: int) -> tuple[str, str]:
    """('taken' or 'refused', '') or ('fault', what it was)."""
    name, raw = mutant(reader, seed)
    began = time.process_time()
    try:
        with _limited():
            reader.read(raw, name)
        found = ("taken", "")
    except BadInput as error:
        found = _refused(error)
    except LunjieError:
        found = ("refused", "")
    except TooSlow:
        return "fault", f"more than {SLOW} s"
    except Exception:
        return "fault", traceback.format_exc()
    spent = time.process_time() - began
    return ("fault", f"{spent:.0f} s") if spent > SLOW else found


def _refused(error: BadInput) -> tuple[str, str]:
    for problem in error.problems:
        if problem.code == FELL:
            return "fault", "".join(traceback.format_exception(error.__cause__ or error))
        if problem.code not in WORDS:
            return "fault", f"no words for {problem.code}"
        for language in LANGUAGES:
            describe(problem, language, error.source)
            if any("{" in w.replace("{grade", "") and "{" not in str(problem) for w in word(problem, language)):
                return "fault", f"{problem.code} has a gap in {language}"
    return "refused", "" if error.problems else "no problem named"


@contextmanager
def _limited() -> Iterator[None]:
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SLOW)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)

"""Kills of the service, its workers and its database at random moments, while librarians work."""

from __future__ import annotations

import random
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from tests.chaos.librarian import Librarian
from tests.chaos.site import Site

_LONGEST = 3.0
"""Seconds of work before something is killed, at most."""


def kill_again_and_again(
    kind: type[Site], seconds: float, seed: int, most: int = 10**6, librarians: int = 3
) -> tuple[Counter[str], list[str]]:
    """Until so many seconds or kills are over: what happened how often, and what was wrong."""
    chance, counts, wrong = random.Random(seed), Counter[str](), list[str]()
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="lunjie-chaos-") as directory:
        site = kind(Path(directory))
        try:
            token = site.token()
            people = [Librarian(f"s{n}", token, seed + n) for n in range(librarians)]
            kills = 0
            while time.monotonic() < end and kills < most and not wrong:
                counts[_one_kill(site, people, chance)] += 1
                kills += 1
                counts["killed at the start"] += site.again(chance)
                wrong += site.wrong()
                for person in people:
                    person.check(site.service.url, lambda: time.sleep(0.1))
                    wrong += person.wrong
                wrong += site.doubled()
        finally:
            site.end()
    for person in people:
        counts.update(person.counts)
    return counts, wrong


def _one_kill(site: Site, people: list[Librarian], chance: random.Random) -> str:
    """People work, something is killed; its name."""
    over, url = threading.Event(), site.service.url
    threads = [threading.Thread(target=person.work, args=(url, over)) for person in people]
    for thread in threads:
        thread.start()
    time.sleep(chance.uniform(0.05, _LONGEST))
    name, kill = chance.choice(list(site.kills().items()))
    kill()
    over.set()
    for thread in threads:
        thread.join()
    return name

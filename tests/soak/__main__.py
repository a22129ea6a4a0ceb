"""``make soak``: a working day in an hour, and whether memory stays flat; exit 1 when it does not, or anything was refused.

    python -m tests.soak [--minutes 60] [--subscribers 2000] [--librarians 20]

Subscribers look at a calendar each, now and then; librarians plan, publish, look at pages and papers. Memory is looked at after
each twentieth of the time; what it was after the first quarter is what it may be at the end, and a tenth more.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import httpx2

from tests.api.service import Person, serving
from tests.processes import ROOT

_EVERY = 60.0
"""Seconds between two looks of one subscriber: a telephone looks every few hours, a program on a desk more often."""
_PAUSE = 20.0
_POLLERS = 16
_SAMPLES = 20
_GROWTH = 1.1
_PAPERS = ("borrowing.pdf", "borrowing.xlsx", "duty.html", "classes.pdf")


class Day:
    """What happens, and how often it was answered with what."""

    def __init__(self, url: str, token: str, minutes: float) -> None:
        self.url, self._token = url, token
        self.end = time.monotonic() + minutes * 60
        self.codes, self.took, self._lock = Counter[str](), list[float](), threading.Lock()
        self.wrong: list[str] = []

    def subscribe(self, paths: list[str], count: int, number: int) -> None:
        """One of the threads that are `count` subscribers together, each with a calendar and what it knows of it."""
        mine = [[paths[n % len(paths)], ""] for n in range(number, count, _POLLERS)]
        pause = _EVERY / max(1, len(mine))
        with httpx2.Client(base_url=self.url, timeout=60) as http:
            while True:
                for one in mine:
                    if time.monotonic() > self.end:
                        return
                    began = time.perf_counter()
                    answer = http.get(one[0], headers={"If-None-Match": one[1]} if one[1] else {})
                    spent = time.perf_counter() - began
                    one[1] = answer.headers.get("etag", one[1])
                    with self._lock:
                        self.codes[f"calendar {answer.status_code}"] += 1
                        self.took.append(spent)
                    time.sleep(max(0.0, pause - spent))

    def work(self, school: str, seed: int) -> None:
        """One librarian."""
        chance, person = random.Random(seed), Person(self.url, self._token)
        while time.monotonic() < self.end:
            time.sleep(min(chance.expovariate(1 / _PAUSE), max(0.0, self.end - time.monotonic())))
            deed = chance.random()
            if deed < 0.25:
                self._plan(person, school)
            elif deed < 0.6:
                path = chance.choice(("", "/duties", "/links", "/print", "/history", "/changed", "/settings"))
                self._ask(person, "GET", f"/schools/{school}{path}", headers={"Accept": "text/html"})
            else:
                self._ask(person, "GET", f"/api/schools/{school}/revisions/published/tables/{chance.choice(_PAPERS)}")
        person.http.close()

    def _plan(self, person: Person, school: str) -> None:
        answer = self._ask(person, "POST", f"/api/schools/{school}/runs", json={"kind": "plan", "seconds": 20})
        if answer.status_code != 202:
            return
        run, end = answer.json()["id"], time.monotonic() + 300
        while (found := person.get(f"/api/schools/{school}/runs/{run}"))["state"] in ("queued", "running"):
            if time.monotonic() > end:
                self.wrong.append(f"run {run} does not end: {found['state']}")
                return
            time.sleep(0.5)
        if found["state"] != "done":
            self.wrong.append(f"run {run}: {found['state']} {found['reason']}")
            return
        for number in found["outcome"]["revisions"]:
            self._ask(person, "POST", f"/api/schools/{school}/revisions/{number}/publish", json={"allow_past": True})

    def _ask(self, person: Person, method: str, path: str, **options: object) -> httpx2.Response:
        answer = person.http.request(method, path, **options)  # type: ignore[arg-type]
        with self._lock:
            self.codes[f"librarian {answer.status_code}"] += 1
        # A draft that another one has overtaken is refused, and who asks for too much at once is told to come back.
        if answer.status_code >= 400 and answer.status_code not in (409, 503):
            self.wrong.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        return answer


def main() -> int:
    """1 when anything was wrong, or memory grew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--subscribers", type=int, default=2000)
    parser.add_argument("--librarians", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lunjie-soak-") as directory, serving(Path(directory), hashing_mb="64") as service:
        keeper = service.person().set_up(service.first_link)
        token = keeper.post("/api/tokens", {"label": "soak"})["secret"]
        schools, paths = [f"s{n}" for n in range(given.librarians)], list[str]()
        for school in schools:
            keeper.add_school(school)
            keeper.publish(school)
            paths += [keeper.feed(school, scope) for scope in keeper.get(f"/api/schools/{school}/feeds/scopes")[:5]]
        day = Day(service.url, token, given.minutes)
        jobs = [threading.Thread(target=day.work, args=(school, n)) for n, school in enumerate(schools)]
        jobs += [threading.Thread(target=day.subscribe, args=(paths, given.subscribers, n)) for n in range(_POLLERS)]
        for job in jobs:
            job.start()
        sizes: list[int] = []
        while (left := day.end - time.monotonic()) > 0:
            time.sleep(min(left, given.minutes * 60 / _SAMPLES))
            sizes.append(_memory(service.process.pid))
            print(f"{len(sizes) * 100 // _SAMPLES:3} %: {sizes[-1]} MB, {dict(day.codes)}", flush=True)
        for job in jobs:
            job.join()
    quarter, last = max(sizes[: max(1, len(sizes) // 4)]), statistics.median(sizes[-3:])
    took = sorted(day.took)
    print(
        f"{given.minutes:g} minutes, {given.subscribers} subscribers, {given.librarians} librarians: {dict(day.codes)}; "
        f"a calendar took {1000 * took[len(took) // 2]:.1f} ms at the median, {1000 * took[len(took) * 99 // 100]:.0f} at p99; "
        f"memory {sizes[0]} MB after the first look, {quarter} in the first quarter, {last:.0f} at the end"
    )
    wrong = day.wrong + [code for code in day.codes if code.startswith("calendar") and code[9:] not in ("200", "304")]
    wrong += [f"memory has grown from {quarter} to {last:.0f} MB"] if last > quarter * _GROWTH else []
    for one in wrong[:20]:
        print(f"! {one}")
    return int(bool(wrong))


def _memory(pid: int) -> int:
    """Of the service itself, MB: its solves are children. Linux, macOS."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) // 1024
    except OSError:
        said = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
        return int(said or 0) // 1024


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())

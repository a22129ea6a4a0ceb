"""Foreign calendars, papers and pages while others attack: `python -m benchmarks.attack`. Ratios of one run of one machine.

Quiet rounds and rounds under attack in turns: one school uploads the longest texts it may and asks for their papers, and sixty
strangers log in wrongly all the time. What another school's calendar, paper and the health of the service take at p99 under
attack is at most twice what they take in quiet.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import httpx2

from tests.api.service import EXAMPLES, Person, serving

MOST = 2.0
_STRANGERS, _LIBRARIANS = 60, 2
_OPEN = ("calendar", "health")
"""Asked for without an account."""
_PAUSE = 0.1
_LONG = "很长的名字" * 200
"""As long as a text may be."""


def main() -> int:
    """Print p99 in quiet and under attack; exit 1 when one is more than twice the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=15.0, help="of one round")
    parser.add_argument("--attack", nargs=2, metavar=("URL", "TOKEN"), help="internal: attack until told to end")
    given = parser.parse_args()
    if given.attack:
        _attack(*given.attack)
        return 0
    took: dict[tuple[str, bool], list[float]] = defaultdict(list)
    codes = Counter[str]()
    with tempfile.TemporaryDirectory() as directory, serving(Path(directory), pace="30", hashing_mb="64") as service:
        keeper = service.person().set_up(service.first_link)
        for school, content in (("good", None), ("bad", _worst())):
            keeper.add_school(school, content)
            keeper.publish(school)
        paths = {
            "calendar": keeper.feed("good", "library"),
            "paper": "/api/schools/good/revisions/published/tables/borrowing.pdf",
            "page": "/schools/good",
            "health": "/healthz",
        }
        token = keeper.post("/api/tokens", {"label": "bench"})["secret"]
        attacker = keeper.member(service, "attacker", {"bad": "librarian"}).post("/api/tokens", {"label": "bench"})["secret"]
        for n in range(2 * given.rounds):
            attacked = n % 2 == 1
            with _attacked(service.url, attacker, codes) if attacked else nullcontext():
                _measure(service.url, token, paths, given.seconds, took, attacked)
    missed = 0
    for name in paths:
        quiet, busy = (_p99(took[name, attacked]) for attacked in (False, True))
        medians = [statistics.median(took[name, attacked]) for attacked in (False, True)]
        missed += busy > MOST * quiet
        print(
            f"{name}: p99 {1000 * quiet:.1f} ms in quiet, {1000 * busy:.1f} under attack, ratio {busy / quiet:.2f}; "
            f"median {1000 * medians[0]:.1f} and {1000 * medians[1]:.1f} (n {len(took[name, False])}, {len(took[name, True])})"
        )
    print(f"answers to the attackers: {dict(codes)}")
    return int(missed > 0)


def _worst() -> bytes:
    """A school whose names are as long as they may be."""
    text = (EXAMPLES / "tiny" / "school.yaml").read_text(encoding="utf-8")
    return "\n".join(f"name: {_LONG}" if line.startswith("name:") else line for line in text.splitlines()).encode()


@contextmanager
def _attacked(url: str, token: str, codes: Counter[str]) -> Iterator[None]:
    """While others attack, from a process of their own."""
    command = [sys.executable, "-m", "benchmarks.attack", "--attack", url, token]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        time.sleep(2.0)
        yield
        said, _ = process.communicate("end")
    codes.update(json.loads(said))


def _attack(url: str, token: str) -> None:
    """Until something is said on standard input; then say what was answered."""
    if hasattr(os, "nice"):
        os.nice(10)  # attackers have machines of their own: their own work is not to be what others wait for
    over, codes = threading.Event(), Counter[str]()

    def stranger(number: int) -> None:
        with httpx2.Client(base_url=url, timeout=60) as http:
            while not over.is_set():
                wanted = {"login": f"nobody{number}", "password": "not the right password"}
                with suppress(httpx2.TransportError):
                    codes[f"login {http.post('/api/login', json=wanted).status_code}"] += 1

    def librarian() -> None:
        person, worst, n = Person(url, token), _worst(), 0
        while not over.is_set():
            n += 1
            path = f"/api/schools/bad/revisions/published/tables/all.pdf?paper=A{3 + n % 2}&lang={('zh', 'en')[n % 3 == 0]}"
            with suppress(httpx2.TransportError):
                codes[f"paper {person.http.request('GET', path).status_code}"] += 1
                version = person.http.request("GET", "/api/schools/bad").json()["version"]
                match = {"If-Match": f'"{version}"'}
                sent = worst + f"\n# {n}\n".encode()
                answer = person.http.request("PUT", "/api/schools/bad/document", content=sent, headers=match)
                codes[f"upload {answer.status_code}"] += 1
        person.http.close()

    jobs = [threading.Thread(target=stranger, args=(n,)) for n in range(_STRANGERS)]
    jobs += [threading.Thread(target=librarian) for _ in range(_LIBRARIANS)]
    for job in jobs:
        job.start()
    sys.stdin.read(1)
    over.set()
    for job in jobs:
        job.join()
    print(json.dumps(codes))


def _measure(
    url: str, token: str, paths: dict[str, str], seconds: float, took: dict[tuple[str, bool], list[float]], attacked: bool
) -> None:
    person, nobody, end = Person(url, token), Person(url), time.monotonic() + seconds
    while time.monotonic() < end:
        for name, path in paths.items():
            headers = {"Accept": "text/html"} if name == "page" else {}
            asking = nobody if name in _OPEN else person
            began = time.perf_counter()
            answer = asking.http.request("GET", path, headers=headers)
            took[name, attacked].append(time.perf_counter() - began)
            if answer.status_code != 200:
                raise RuntimeError(f"{name}: {answer.status_code} {answer.text[:200]}")
        time.sleep(_PAUSE)
    person.http.close()
    nobody.http.close()


def _p99(found: list[float]) -> float:
    return sorted(found)[len(found) * 99 // 100]


if __name__ == "__main__":
    raise SystemExit(main())

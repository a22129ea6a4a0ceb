"""A night of a district: all schools are planned, and meanwhile workers, web process and database are lost or renewed."""

from __future__ import annotations

import json
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import func, select

from api.store import tables as t
from api.store.runs import ACTIVE
from benchmarks.generator import document
from tests.api.jobs.cases import long
from tests.api.service import PASSWORD, Person
from tests.district.looks import Looks, Watch
from tests.district.site import District, Subscribers
from tests.district.upgrade import back, upgrade
from tests.processes import ROOT

_SIZES = (18, 24, 30, 36)
_FEEDS = 4
_PERSON = "person"
_AWAY = 5.0
_KILLED, _KILLS = "workers killed", 3
_UPGRADED = "upgrades"
_LIMIT = 15.0
"""Seconds of a run: schools that are never proven (`cases.long`), every second one, take all of them."""


@dataclass
class Night:
    """What came of it."""

    events: Counter[str] = field(default_factory=Counter)
    outcomes: dict[str, int] = field(default_factory=dict)
    feeds: Counter[str] = field(default_factory=Counter)
    looks: Looks = field(default_factory=Looks)
    person: list[float] = field(default_factory=list)
    """Seconds for which single runs of a librarian waited."""
    memory: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def told(self) -> list[str]:
        """In lines."""
        ups = sorted(self.looks.take_ups)
        said = f"median {statistics.median(ups):.1f} s, longest {ups[-1]:.1f} s" if ups else "none"
        waits = f"{max(self.person):.1f} s at most, {len(self.person)} runs" if self.person else "none"
        return [
            f"{self.seconds:.0f} s; " + ", ".join(f"{n} {name}" for name, n in sorted(self.events.items())),
            f"outcomes {self.outcomes}; feeds {dict(self.feeds)}; {self.looks.samples} looks",
            f"taken up again: {len(ups)}, {said}; a librarian waited {waits}; memory {self.memory} MB",
            *(f"! {one}" for one in self.wrong),
        ]


def play(schools: int, seed: int, old: Path | None = None, workers: int = 4, pause: float = 15.0) -> Night:
    """A night of so many schools, which begins with the version in the source tree ``old`` and is upgraded to this one.

    Without ``old`` it begins with this one, and is upgraded to a release after it whose tables are newer.
    ``pause`` is about how many seconds lie between two events.
    """
    night, chance = Night(), random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="lunjie-night-") as directory:
        district = District(Path(directory), old or ROOT, workers)
        subscribers: Subscribers | None = None
        try:
            keeper = district.web.person().set_up(district.web.first_link)
            token = keeper.post("/api/tokens", {"label": "night"})["secret"]
            names = _schools(keeper, schools)
            paths = _feeds(keeper, names[:_FEEDS])
            subscribers = Subscribers(paths, 2 * _FEEDS)
            subscribers.start(district.web.url)
            _press(district.web.url, names, night)
            _through(district, token, night, subscribers, chance, pause, names)
            _count(district, token, night)
            if night.events[_UPGRADED]:
                night.wrong += back(district, token, len(names) + 1, paths)
                night.events["ways back with the backup"] += 1
        finally:
            if subscribers is not None:
                subscribers.end()
                night.feeds = subscribers.codes
            district.end()
    night.wrong += [f"a calendar answered {code}" for code in night.feeds if code not in ("200", "304", "cut off")]
    night.wrong += [f"two runs of {school} at once" for school in night.looks.overlaps]
    night.wrong += [f"progress went back: {step}" for step in night.looks.backwards]
    return night


def _schools(keeper: Person, count: int) -> list[str]:
    for n in range(count):
        data = long() if n % 2 else document(_SIZES[n % len(_SIZES)], n + 1)
        keeper.add_school(f"n{n}", json.dumps(data).encode())
    keeper.add_school(_PERSON)
    keeper.post("/api/people", {"login": "district", "password": PASSWORD, "roles": {"*": "district"}}, 201)
    return [f"n{n}" for n in range(count)]


def _feeds(keeper: Person, schools: list[str]) -> list[str]:
    paths = []
    for school in schools:
        keeper.publish(school)
        paths += [keeper.feed(school, "library"), keeper.feed(school, "class-1-1")]
        # A new file: the school is planned with the others.
        head = keeper.get(f"/api/schools/{school}")["version"]
        changed = json.dumps(document(18, 1000 + len(paths))).encode()
        keeper.ask("PUT", f"/api/schools/{school}/document", 200, content=changed, headers={"If-Match": f'"{head}"'})
    return paths


def _press(url: str, schools: list[str], night: Night) -> None:
    """The button of the district's page."""
    with Person(url).http as http:
        http.post("/api/login", json={"login": "district", "password": PASSWORD}).raise_for_status()
        started = http.post("/api/district/runs", json={"seconds": _LIMIT, "schools": schools})
        if started.status_code != 202 or len(started.json()["runs"]) != len(schools):
            night.wrong.append(f"the button: {started.status_code} {started.text[:300]}")


def _through(
    district: District,
    token: str,
    night: Night,
    subscribers: Subscribers,
    chance: random.Random,
    pause: float,
    schools: list[str],
) -> None:
    """Until all runs have ended and everything has happened: where the night is too short for that, all schools ask again."""
    watch = Watch(district.database)
    watch.start()
    began = time.monotonic()
    events = _events(district, watch, subscribers, chance, night)
    deck = _deck(list(events), chance)
    least = len(deck)
    try:
        while _open(district) or sum(night.events.values()) < least:
            if not _open(district):
                _again(district.web.url, token, schools, night)
            _person(district.web.url, token, night)
            until = time.monotonic() + pause * chance.uniform(0.5, 1.5)
            while time.monotonic() < until and _open(district):
                time.sleep(0.3)
            if not _open(district):
                continue
            deck = deck or [name for name in _deck(list(events), chance) if name != _UPGRADED]
            name = deck.pop()
            events[name]()
            night.events[name] += 1
    finally:
        watch.end()
        night.seconds, night.looks, night.memory = time.monotonic() - began, watch.found, district.memory()


def _deck(names: list[str], chance: random.Random) -> list[str]:
    """What comes last first: each event once, in any order, then the upgrade, and killed workers of both versions after it."""
    once = [name for name in chance.sample(names, len(names)) if name != _UPGRADED]
    return [*[_KILLED] * _KILLS, _UPGRADED, *once]


def _events(
    district: District, watch: Watch, subscribers: Subscribers, chance: random.Random, night: Night
) -> dict[str, Callable[[], None]]:
    def worker_killed() -> None:
        worker = district.workers.pop(chance.randrange(len(district.workers)))
        runs = worker.running(district.database)
        worker.kill()
        watch.lose(runs)
        district.workers.append(district.worker(district.tree))

    def web_killed() -> None:
        subscribers.url = ""
        district.web.kill()
        district.web_again()
        subscribers.url = district.web.url

    def database_stopped() -> None:
        watch.forget()
        district.cluster.stop("immediate")
        time.sleep(_AWAY)
        district.cluster.start()
        watch.forget()

    def worker_restarted() -> None:
        worker = district.workers.pop(0)
        if worker.stop() != 0:
            raise RuntimeError(f"a worker did not stop in good order: {worker.log.read_text()[-500:]}")
        district.workers.append(district.worker(district.tree))

    def upgraded() -> None:
        subscribers.url = ""
        night.wrong.extend(upgrade(district))
        subscribers.url = district.web.url

    return {
        _KILLED: worker_killed,
        "web processes killed": web_killed,
        "database stops": database_stopped,
        "workers restarted": worker_restarted,
        _UPGRADED: upgraded,
    }


def _open(district: District) -> int:
    query = select(func.count()).select_from(t.run).where(t.run.c.state.in_(ACTIVE))
    with district.database.read() as connection:
        return connection.execute(query).scalar_one()


def _again(url: str, token: str, schools: list[str], night: Night) -> None:
    """Every school plans by itself."""
    with Person(url, token).http as http:
        for school in schools:
            answer = http.post(f"/api/schools/{school}/runs", json={"kind": "plan", "seconds": _LIMIT})
            if answer.status_code != 202:
                night.wrong.append(f"{school}, once more: {answer.status_code} {answer.text[:200]}")


def _person(url: str, token: str, night: Night) -> None:
    """A librarian plans one school; how long it waits for its turn."""
    with Person(url, token).http as http:
        answer = http.post(f"/api/schools/{_PERSON}/runs", json={"kind": "plan", "seconds": 5})
        if answer.status_code != 202:
            night.wrong.append(f"a librarian: {answer.status_code} {answer.text[:200]}")
            return
        since, path = time.monotonic(), f"/api/schools/{_PERSON}/runs/{answer.json()['id']}"
        while http.get(path).json()["state"] == "queued" and time.monotonic() < since + 60:
            time.sleep(0.05)
    night.person.append(time.monotonic() - since)


def _count(district: District, token: str, night: Night) -> None:
    """Every run has one outcome, and the district's account sees all of them."""
    with district.database.read() as connection:
        runs = connection.execute(select(t.run.c.id, t.run.c.state, t.run.c.reason)).all()
        results = Counter(connection.execute(select(t.result.c.run)).scalars())
        made = connection.execute(select(t.revision.c.run)).scalars()
        drafts = Counter(run for run in made if run is not None)
    for run in runs:
        if run.state != "done" or results[run.id] != 1 or drafts[run.id] > 1:
            night.wrong.append(f"run {run.state} {run.reason}: {results[run.id]} results, {drafts[run.id]} drafts")
    with httpx2.Client(base_url=district.web.url, timeout=60) as http:
        http.post("/api/login", json={"login": "district", "password": PASSWORD}).raise_for_status()
        batch = http.get("/api/district/progress").json()["batch"]
        found: dict[str, Any] = http.get(f"/api/district/batches/{batch}").json()
    night.outcomes = dict(found["counts"])
    if found["ended"] != found["all"] or {"waiting", "running"} & set(night.outcomes):
        night.wrong.append(f"not all outcomes are seen: {found['counts']}")

"""A librarian who works while processes are killed, and remembers what the service has said was done.

What was answered must be there afterwards; what was asked and not answered may have been done or not.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx2

from tests.api.service import EXAMPLES, Person

TINY = (EXAMPLES / "tiny" / "school.yaml").read_bytes()
ENDED = ("done", "cancelled")
_AHEAD, _MOST_LINKS = 3, 6
HONEST = (429, 503)
"""Answers that say: not now, come again."""


class Librarian:
    """One school and all that is done in it. ``wrong`` is what must not happen."""

    def __init__(self, school: str, token: str, seed: int) -> None:
        self.school, self._token, self._random = school, token, random.Random(seed)
        self.wrong: list[str] = []
        self.counts = Counter[str]()
        self._added = False
        self._runs: set[str] = set()
        self._open: set[str] = set()
        """Of these the ones that were not seen to have ended."""
        self._drafts: set[int] = set()
        self._in_force: int | None = None
        self._sure = True
        """Whether that one is in force: not after a publication that was not answered."""
        self._links: dict[str, bytes | None] = {}
        """Path of each calendar link with its bytes; None where they may have changed."""
        self._maybe_gone: set[str] = set()
        self._gone: set[str] = set()
        self._ids: dict[str, str] = {}

    def work(self, url: str, over: threading.Event) -> None:
        """One deed after the other, until the service is gone or it is over."""
        self._person = Person(url, self._token)
        deeds = [self._run, self._look, self._look, self._publish, self._subscribe, self._take_back, self._read, self._undo]
        try:
            self._add()
            while not over.is_set():
                self._random.choice(deeds)()
                self.counts["deeds"] += 1
        except httpx2.TransportError:
            self.counts["unanswered"] += 1
        finally:
            self._person.http.close()

    def check(self, url: str, wait: Callable[[], None]) -> None:
        """Everything that was answered is there: call it when the service runs again and nobody works."""
        self._person = Person(url, self._token)
        try:
            if self._asked("GET", "", 200, 404).status_code == 404:
                if self._added:
                    self.wrong.append(f"{self.school}: the school is gone")
                return
            for run in sorted(self._runs):
                while (found := self._asked("GET", f"/runs/{run}", 200, 404)).status_code == 200:
                    if found.json()["state"] not in ("queued", "running"):
                        break
                    wait()
                state = found.json().get("state", "gone")
                self.counts[f"runs {state}"] += 1
                if state not in ENDED:
                    self.wrong.append(f"{self.school}: run {run} {found.text[:300]}")
            self._runs, self._open = set(), set()
            listed = self._asked("GET", "/revisions", 200).json()
            now = max((r["number"] for r in listed if r["state"] == "published"), default=None)
            if self._sure and now != self._in_force:
                self.wrong.append(f"{self.school}: in force is {now}, answered was {self._in_force}")
            self._in_force, self._sure = now, True
            self._drafts = {r["number"] for r in listed if r["state"] == "draft"}
            # A web process that has missed the database for a moment gives out copies a little longer, unless it writes.
            self._write()
            for path, body in list(self._links.items()):
                self._compare(path, body, learns=True)
            for path in self._gone:
                if self._person.http.request("GET", path).status_code not in (404, 410):
                    self.wrong.append(f"{self.school}: a link that was taken back is served")
        finally:
            self._person.http.close()

    def _asked(self, method: str, path: str, *expected: int, **options: Any) -> httpx2.Response:
        answer = self._person.http.request(method, f"/api/schools/{self.school}{path}", **options)
        self.counts[f"{method} {path.strip('/').split('/')[0]} {answer.status_code}"] += 1
        if answer.status_code in HONEST:
            pass
        elif answer.status_code not in expected:
            self.wrong.append(f"{method} {path.split('/')[1:2]}: {answer.status_code} {answer.text[:300]}")
        return answer

    def _add(self) -> None:
        if not self._added:
            answer = self._person.http.request("POST", f"/api/schools?id={self.school}", content=TINY)
            if answer.status_code not in (201, 409, *HONEST):
                self.wrong.append(f"POST /schools: {answer.status_code} {answer.text[:300]}")
            self._added = answer.status_code in (201, 409)

    def _run(self) -> None:
        if len(self._open) < _AHEAD:
            answer = self._asked("POST", "/runs", 202, 404, json={"kind": "plan", "seconds": 20})
            if answer.status_code == 202:
                self._runs.add(answer.json()["id"])
                self._open.add(answer.json()["id"])

    def _look(self) -> None:
        if not self._open:
            return
        run = self._random.choice(sorted(self._open))
        found = self._asked("GET", f"/runs/{run}", 200)
        if found.status_code == 200 and found.json()["state"] == "done":
            self._open.discard(run)
            self._drafts |= set(found.json()["outcome"]["revisions"])

    def _publish(self) -> None:
        if self._drafts:
            self._put_in_force(f"/revisions/{self._drafts.pop()}/publish")

    def _undo(self) -> None:
        if self._in_force is not None and self._random.random() < 0.3:
            self._put_in_force("/undo")

    def _put_in_force(self, path: str) -> None:
        was_sure, self._sure = self._sure, False
        self._links = dict.fromkeys(self._links)
        answer = self._asked("POST", path, 200, 409, 422, json={"allow_past": True})
        if answer.status_code == 200:
            # A first publication that is taken back is a draft again, and nothing is in force: that is looked up.
            self._in_force, self._sure = answer.json()["revision"], path != "/undo"
        elif answer.status_code not in HONEST:
            self._sure = was_sure

    def _subscribe(self) -> None:
        if self._in_force is not None and len(self._links) < _MOST_LINKS:
            answer = self._asked("POST", "/feeds", 201, 404, 422, json={"scope": "library"})
            if answer.status_code == 201:
                made = answer.json()
                path = made["url"][made["url"].index("/feeds/") :]
                self._links[path], self._ids[path] = None, made["id"]

    def _write(self) -> None:
        answer = self._asked("POST", "/feeds", 201, 404, 422, json={"scope": "library"})
        if answer.status_code == 201:
            self._asked("DELETE", f"/feeds/{answer.json()['id']}", 204)

    def _take_back(self) -> None:
        if len(self._links) > 3:
            path = self._random.choice(sorted(self._links))
            self._maybe_gone.add(path)
            if self._asked("DELETE", f"/feeds/{self._ids[path]}", 204).status_code == 204:
                self._gone.add(path)
                del self._links[path]

    def _read(self) -> None:
        for path, body in self._links.items():
            self._compare(path, body)
            return

    def _compare(self, path: str, body: bytes | None, learns: bool = False) -> None:
        """``learns`` only while nothing is lost: else these may be the bytes of before, from a copy, as they should."""
        answer = self._person.http.request("GET", path)
        self.counts["calendars read"] += 1
        if answer.status_code == 410 and path in self._maybe_gone:
            self._gone.add(path)
            self._links.pop(path)
        elif answer.status_code == 503 and body is None and not learns:
            self.counts["calendars never read before and no database"] += 1
        elif answer.status_code != 200 or (body is not None and answer.content != body):
            same = "the same" if answer.content == body else "other"
            self.wrong.append(f"{self.school}: a calendar answers {answer.status_code} with {same} bytes")
        elif learns:
            self._links[path] = answer.content

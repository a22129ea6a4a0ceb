"""The real service in a process of its own, on a real socket, and a person who talks to it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import Cookie, DefaultCookiePolicy
from pathlib import Path
from typing import Any
from urllib.request import Request

import httpx2
from coverage import Coverage

from api.errors import LANGUAGE_COOKIE
from tests.processes import Process

EXAMPLES = Path(__file__).parents[2] / "examples"
PASSWORD = "correct horse battery"
_URL = re.compile(r"http://127\.0\.0\.1:\d+")
_PATIENCE = 300.0
"""Seconds after which something hangs, on however busy a machine."""


def measured() -> list[str]:
    """Where the tests measure coverage: what makes a process of the service be measured too, at the price of its speed.

    Of `api` alone: the planner has tests of its own.
    """
    measuring = Coverage.current()
    if measuring is None:
        return []
    data = measuring.get_option("run:data_file")
    return ["-m", "coverage", "run", "--parallel-mode", "--branch", "--source=api", f"--data-file={data}"]


class Service:
    """``lunjie serve``, and workers beside it where the database is PostgreSQL."""

    program = "cli"
    """The module whose ``main`` is run as ``lunjie``."""

    def __init__(
        self,
        data: Path,
        database: str | None = None,
        workers: int | None = None,
        measure: bool = False,
        tree: Path | None = None,
        **settings: str,
    ) -> None:
        """``tree``: source of another version that is served; None = this one."""
        self.data, self.database, self.workers = data, database, workers
        self._measured = measured() if measure else []
        self._tree = tree
        # Tests are many people with one session, and new ones all the time.
        self._settings = {f"LUNJIE_{k.upper()}": v for k, v in ({"pace": "0", "hashing_mb": "12"} | settings).items()}
        self.log = data / "serve.log"
        self.url = self.first_link = ""
        self._people: list[Person] = []
        data.mkdir(parents=True, exist_ok=True)

    def start(self, said_enough: Callable[[str], bool] = lambda text: "Stop with" in text) -> Service:
        """Until it has said its address; ``said_enough`` may end it before by an exception."""
        words = ["serve", "--port", "0", "--data", str(self.data), "--lang", "en"]
        words += ["--database", self.database] if self.database else []
        words += ["--workers", str(self.workers)] if self.workers is not None else []
        said = self.data / "serve.out"
        said.write_bytes(b"")
        environment = {**os.environ, **self._settings}
        self.process: Process | subprocess.Popen[bytes]
        if self._measured or self._tree:
            # A fork has loaded the program before anybody could measure it, or choose another one.
            command = [sys.executable, *self._measured, "-m", self.program, *words]
            environment |= {"PYTHONPATH": str(self._tree)} if self._tree else {}
            with said.open("wb") as out, self.log.open("ab") as err:
                self.process = subprocess.Popen(command, stdout=out, stderr=err, env=environment, cwd=self._tree)
        else:
            self.process = Process(f"{self.program}:main", words, stdout=said, stderr=self.log, environment=environment)
        end = time.monotonic() + _PATIENCE
        while not said_enough(text := said.read_text()):
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"not started: {text}\n{self.log.read_text()[-2000:]}")
            time.sleep(0.05)
        found = _URL.search(text)
        assert found is not None
        self.url = found[0]
        link = re.search(r"\S+/setup\?token=\S+", text)
        self.first_link = link[0] if link else ""
        return self

    def stop(self) -> None:
        """As a person does, with Ctrl-C."""
        self._leave()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(_PATIENCE)

    def kill(self) -> None:
        """As if the plug had been pulled."""
        self._leave()
        self.process.kill()
        self.process.wait(_PATIENCE)

    def person(self, token: str | None = None) -> Person:
        """Somebody in front of it, not logged in."""
        self._people.append(Person(self.url, token))
        return self._people[-1]

    def _leave(self) -> None:
        for person in self._people:
            person.http.close()
        self._people.clear()


class _NoLanguage(DefaultCookiePolicy):
    """A person is shared by many tests: which language one of them asked for must not be what the next one reads."""

    def set_ok(self, cookie: Cookie, request: Request) -> bool:
        return cookie.name != LANGUAGE_COOKIE and super().set_ok(cookie, request)


class Person:
    """A browser, or a program with a token."""

    def __init__(self, url: str, token: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        # A browser that does not say its site is a program; its own page is the honest case.
        self.http = httpx2.Client(base_url=url, headers=headers, timeout=_PATIENCE)
        self.http.cookies.jar.set_policy(_NoLanguage())

    def ask(self, method: str, path: str, *expected: int, **options: Any) -> httpx2.Response:
        """A request whose status must be one of ``expected``; 200 by default."""
        answer = self.http.request(method, path, **options)
        assert answer.status_code in (expected or (200,)), f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        return answer

    def get(self, path: str, *expected: int, **options: Any) -> Any:
        """JSON of a GET."""
        return self.ask("GET", path, *expected, **options).json()

    def post(self, path: str, body: Any = None, *expected: int, **options: Any) -> Any:
        """JSON of a POST with JSON."""
        return self.ask("POST", path, *(expected or (200, 201, 202)), json=body, **options).json()

    def refused(self, method: str, path: str, code: str, **options: Any) -> dict[str, Any]:
        """The error body of a request that must be refused with ``code``."""
        answer = self.http.request(method, path, **options)
        assert answer.headers["content-type"].startswith("application/problem+json"), answer.text[:300]
        body: dict[str, Any] = answer.json()
        assert (body["code"], body["status"]) == (code, answer.status_code), body
        return body

    def set_up(self, first_link: str, login: str = "library") -> Person:
        """Choose the first password."""
        token = first_link.rpartition("token=")[2]
        self.post("/api/setup", {"token": token, "login": login, "password": PASSWORD})
        return self

    def log_in(self, login: str, password: str = PASSWORD) -> Person:
        """Log in; while strangers' failures at the same service have everybody wait, as long as it says."""
        wanted = {"json": {"login": login, "password": password}}
        while (answer := self.http.request("POST", "/api/login", **wanted)).status_code == 429:
            time.sleep(int(answer.headers["Retry-After"]))
        assert answer.status_code == 200, answer.text[:500]
        return self

    def add_school(self, school: str, content: bytes | str | None = None) -> dict[str, Any]:
        """A school by its file; by default a small one of five classes."""
        raw = content if content is not None else (EXAMPLES / "tiny" / "school.yaml").read_bytes()
        made: dict[str, Any] = self.ask("POST", f"/api/schools?id={school}", 201, content=raw).json()
        return made

    def run(self, school: str, **wanted: Any) -> dict[str, Any]:
        """Start planning and wait for the end of the run."""
        started = self.post(f"/api/schools/{school}/runs", wanted or {"kind": "plan"}, 202)
        return self.wait(school, started["id"])

    def wait(self, school: str, run: str) -> dict[str, Any]:
        """The run when it has ended."""
        end = time.monotonic() + _PATIENCE
        while (found := self.get(f"/api/schools/{school}/runs/{run}"))["state"] in ("queued", "running"):
            assert time.monotonic() < end, found
            time.sleep(0.05)
        return dict(found)

    def publish(self, school: str, **wanted: Any) -> int:
        """Plan and publish; number of the revision."""
        found = self.run(school, **wanted)
        assert found["state"] == "done", found
        number = int(found["outcome"]["revisions"][0])
        self.post(f"/api/schools/{school}/revisions/{number}/publish")
        return number

    def feed(self, school: str, scope: str, **wanted: Any) -> str:
        """Path of a new calendar link."""
        url: str = self.post(f"/api/schools/{school}/feeds", {"scope": scope, **wanted}, 201)["url"]
        return url[url.index("/feeds/") :]

    def member(self, service: Service, login: str, roles: dict[str, str], keeper: bool = False) -> Person:
        """A new account, logged in."""
        self.post("/api/people", {"login": login, "password": PASSWORD, "roles": roles, "keeper": keeper}, 201)
        return service.person().log_in(login)


def log_lines(service: Service) -> list[dict[str, Any]]:
    """What it has logged."""
    return [json.loads(line) for line in service.log.read_text().splitlines() if line.startswith("{")]


@contextmanager
def serving(data: Path, database: str | None = None, measure: bool = False, **settings: str) -> Iterator[Service]:
    """A service with one worker, ended afterwards."""
    service = Service(data, database, 1, measure, **settings).start()
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.stop()

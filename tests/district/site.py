"""A district on this machine: PostgreSQL, a web process, workers of this version and of another, and who polls calendars."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import httpx2
from sqlalchemy import select, text

from api.store import tables as t
from api.store.database import Database
from tests.api.postgres import Cluster, programs
from tests.api.service import Service
from tests.processes import ROOT

_WORK = "from api.jobs.worker import run_worker; from api.settings import Settings; run_worker(Settings())"
_STARTS = 120.0
_ENDS = 300.0
CONNECTIONS = 60


class Worker:
    """``lunjie worker`` of a source tree, known by the name under which it gives signs of life."""

    def __init__(self, database: Database, data: Path, tree: Path) -> None:
        self.tree, before = tree, _alive(database)
        environment = {**os.environ, "LUNJIE_DATABASE": database.url, "LUNJIE_DATA": str(data), "LUNJIE_WORKERS": "1"}
        self.log = data / "workers.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _WORK], cwd=tree, env={**environment, "PYTHONPATH": str(tree)}, stderr=log, stdout=log
            )
        end = time.monotonic() + _STARTS
        while not (new := _alive(database) - before):
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"a worker of {tree} did not start: {self.log.read_text()[-500:]}")
            time.sleep(0.1)
        (self.executor,) = new

    def running(self, database: Database) -> list[str]:
        """Runs that it is working on."""
        query = "SELECT workflow_uuid FROM dbos.workflow_status WHERE executor_id = :executor AND status = 'PENDING'"
        with database.read() as connection:
            taken = set(connection.execute(text(query), {"executor": self.executor}).scalars())
            begun = connection.execute(select(t.run.c.id).where(t.run.c.state == "running")).scalars()
            return [run for run in begun if run in taken]

    def kill(self) -> None:
        """As a machine that is gone."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """In good order; its exit code."""
        self.process.terminate()
        return self.process.wait(60)


def _alive(database: Database) -> set[str]:
    with database.read() as connection:
        return set(connection.execute(select(t.beat.c.executor)).scalars())


class Subscribers:
    """Programs that poll calendars all night, whatever happens to the web process."""

    def __init__(self, paths: list[str], count: int) -> None:
        self._paths, self._over = paths, threading.Event()
        self.url = ""
        """Of the web process; empty while there is none: then nobody can be answered."""
        self.codes, self._threads = Counter[str](), [threading.Thread(target=self._poll, args=(n,)) for n in range(count)]

    def start(self, url: str) -> None:
        """Begin to poll."""
        self.url = url
        for thread in self._threads:
            thread.start()

    def _poll(self, number: int) -> None:
        etag, path = "", self._paths[number % len(self._paths)]
        while not self._over.wait(0.2):
            if not (url := self.url):
                continue
            try:
                answer = httpx2.get(url + path, headers={"If-None-Match": etag} if etag else {}, timeout=60)
            except httpx2.TransportError:
                # Only a process that was killed answers nothing.
                self.codes["cut off" if self.url != url else "no answer"] += 1
                continue
            self.codes[str(answer.status_code)] += 1
            etag = answer.headers.get("etag", etag)

    def end(self) -> None:
        """Stop polling."""
        self._over.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()


class District:
    """All of it; whoever leaves it leaves nothing behind."""

    def __init__(self, directory: Path, tree: Path, workers: int) -> None:
        self.directory, self.before, self.tree = directory, tree, tree
        self.cluster = Cluster(programs(), durable=True, connections=CONNECTIONS)
        self.database = Database(self.cluster.new(), connections=4)
        self.web = self._web().start()
        self.workers = [self.worker(tree) for _ in range(workers)]

    def worker(self, tree: Path) -> Worker:
        """A further worker of a source tree."""
        return Worker(self.database, self.directory, tree)

    def _web(self) -> Service:
        return Service(self.directory / "web", self.database.url, workers=0, tree=None if self.tree == ROOT else self.tree)

    def lunjie(self, *words: str, database: str | None = None) -> tuple[int, str]:
        """Exit code and words of a command of the version with which it began, on this database or another one."""
        environment = {**os.environ, "PYTHONPATH": str(self.before), "LUNJIE_DATA": str(self.directory / "web")}
        environment["LUNJIE_DATABASE"] = database or self.database.url
        command = [sys.executable, "-m", "cli", *words, "--lang", "en"]
        done = subprocess.run(
            command, cwd=self.before, env=environment, capture_output=True, text=True, timeout=_ENDS, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def web_again(self) -> None:
        """A web process in place of the one that is gone."""
        self.web = self._web().start()

    def memory(self) -> dict[str, int]:
        """Most memory of the web process and of the largest worker so far, MB. Linux."""
        peaks = {"web": _peak(self.web.process.pid), "worker": max((_peak(w.process.pid) for w in self.workers), default=0)}
        return {name: kilobytes // 1024 for name, kilobytes in peaks.items()}

    def end(self) -> None:
        """Stop everything."""
        for worker in self.workers:
            worker.kill()
        self.web.kill()
        self.database.close()
        self.cluster.remove()


def _peak(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)

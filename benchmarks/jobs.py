"""What the queue costs over bare solving: `python -m benchmarks.jobs`. Run by hand; ratios are of one run of one machine.

(a) a run of ten seconds through the queue against the same `solve()`: less than 10 % more.
(b) a district's batch through the queue against plain processes that each loop over the same work (read, solve, count, pack),
    as many as there are children: at least 95 % of their throughput, with SQLite in one process, and with PostgreSQL and two
    workers of one child each. In turns, and the middle one of the ratios counts. On a machine that does something else as well,
    look at the processor time (Linux).
"""

from __future__ import annotations

import argparse
import base64
import datetime as dt
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import exists, func, insert, select

from api.jobs.engine import Engine
from api.jobs.wanted import Document, Task, Wanted
from api.jobs.work import work
from api.settings import Settings
from api.store import batches
from api.store import tables as t
from api.store.database import Database
from benchmarks.generator import document
from planner.models import Limits, School
from planner.solver import solve
from tests.api.postgres import Cluster, programs

_WORKER = "from api.jobs.worker import run_worker; from api.settings import Settings; run_worker(Settings())"
_SIZES = (18, 24, 30)
_LONGEST = 600.0
_SHARE = 0.95
_OPEN = select(exists().where(t.run.c.state.in_(("queued", "running"))))


def main() -> int:
    """Print the ratios; exit 1 when one misses its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=2, help="how often all of them are solved, each way in turn")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="of bare solving; children of the queue")
    parser.add_argument("--repeat", type=int, default=2, help="of the long solve")
    parser.add_argument("--bare", metavar="NUMBERS", help="internal: solve these and exit")
    arguments = parser.parse_args()
    if arguments.bare:
        _bare_child([int(n) for n in arguments.bare.split(",")])
        return 0
    table = Table(title=f"the queue against bare solving, {arguments.processes} at once, {os.cpu_count()} cores")
    for heading in ("what", "bare s", "queue s", "ratio", "from", "to", "bare CPU s", "queue CPU s", "ratio of CPU"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    missed = 0
    with tempfile.TemporaryDirectory() as directory, _services(Path(directory), arguments.processes) as services:
        once, queued = _long(services["SQLite"], arguments.repeat)
        missed += queued / once > 1.1
        table.add_row("one run of 10 s, SQLite", f"{once:.2f}", f"{queued:.2f}", f"{queued / once - 1:+.1%}")
        wall: dict[str, list[float]] = {name: [] for name in ("bare", *services)}
        processor = dict.fromkeys(wall, 0.0)
        numbers = list(range(arguments.schools))
        for _ in range(arguments.rounds):
            seconds, cpu = plainly(numbers, arguments.processes)
            wall["bare"].append(seconds)
            processor["bare"] += cpu
            for name, service in services.items():
                before = used(service.processes)
                wall[name].append(service.through([school_of(i) for i in numbers]))
                processor[name] += used(service.processes) - before
        for name in services:
            ratios = [b / s for b, s in zip(wall["bare"], wall[name], strict=True)]
            middle = statistics.median(ratios)
            missed += middle < _SHARE
            table.add_row(
                f"{arguments.schools} schools, {name}",
                *(f"{sum(wall[x]):.1f}" for x in ("bare", name)),
                *(f"{ratio:.1%}" for ratio in (middle, min(ratios), max(ratios))),
                *(f"{processor[x]:.1f}" for x in ("bare", name)),
                f"{processor['bare'] / processor[name]:.1%}",
            )
    Console(width=140).print(table)
    return int(missed > 0)


def school_of(number: int) -> dict[str, Any]:
    return document(_SIZES[number % len(_SIZES)], number + 1)


def _ten_seconds() -> dict[str, Any]:
    """A school that is never proven optimal in that time."""
    data = document(12)
    data["duties"]["cycle"] = "dated"
    data["term"] |= {"end": "2026-03-20", "closures": [], "days": []}
    del data["term"]["recall_weeks"]
    data["rules"] = {"own_class": {"weight": 50}, "same_weekday": {"weight": 30}}
    return data


def _bare_child(numbers: list[int]) -> None:
    tasks = [_task(school_of(n)) for n in numbers]
    gc.collect()
    gc.freeze()
    print("ready", flush=True)
    sys.stdin.readline()
    begin = time.process_time()
    for task in tasks:
        work(task)
    print(time.process_time() - begin, flush=True)


def _task(data: dict[str, Any]) -> Task:
    content = base64.b64encode(zlib.compress(json.dumps(data).encode())).decode()
    return Task(wanted=Wanted(), document=Document(kind="json", content=content))


def plainly(numbers: list[int], processes: int) -> tuple[float, float]:
    """Seconds in which so many plain processes solve these schools, and of processor time that they take.

    Making processes and schools is not counted.
    """
    parts = [",".join(map(str, numbers[n::processes])) for n in range(processes)]
    command = [sys.executable, "-m", "benchmarks.jobs", "--bare"]
    # A session each, as the children of the queue have: some systems share out the processor by sessions.
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "start_new_session": True}
    started = [subprocess.Popen([*command, part], **pipes) for part in parts if part]
    for process in started:
        assert process.stdout is not None
        process.stdout.readline()
    begin = time.perf_counter()
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    used = [float(process.stdout.readline()) for process in started if process.stdout is not None]
    seconds = time.perf_counter() - begin
    for process in started:
        process.communicate()
    return seconds, sum(used)


def used(roots: list[int]) -> float:
    """Processor seconds of these processes, of all below them, and of those below that have ended. Linux."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(path.parent.name)] = int(fields[1])
        ticks[int(path.parent.name)] = sum(map(int, fields[11:15]))
    found, new = set(roots), set(roots)
    while new:
        new = {pid for pid, parent in parents.items() if parent in new} - found
        found |= new
    return sum(ticks.get(pid, 0) for pid in found) / os.sysconf("SC_CLK_TCK")


class Service:
    """A queue that is served, by whomever."""

    def __init__(self, database: Database, engine: Engine, processes: list[int]) -> None:
        self._database, self._engine, self.processes = database, engine, processes

    def warm(self, processes: int) -> None:
        """Some small schools, so that every child has loaded what it needs."""
        self.through([document(6, n + 1) for n in range(3 * processes)])

    def through(self, schools: list[dict[str, Any]], **wanted: Any) -> float:
        """Seconds from asking for a batch of runs, one for each of these new schools, to the last result."""
        now, made = dt.datetime.now(dt.UTC), [(uuid.uuid4().hex, data) for data in schools]
        term = {"term": "bench", "version": 1}
        known = [{"id": run, "name_zh": run, "name_en": run, "classes": 1, "created": now, **term} for run, _ in made]
        stored = {"kind": "json", "note": "", "author": "bench", "created": now, **term}
        packed = [(run, zlib.compress(json.dumps(data).encode())) for run, data in made]
        with self._database.write() as connection:
            connection.execute(insert(t.school), known)
            connection.execute(insert(t.document), [{"school": run, "content": content, **stored} for run, content in packed])
        begin, batch = dt.datetime.now(dt.UTC), uuid.uuid4().hex
        asked = {"state": "queued", "wanted": wanted, "cancel": False, "attempt": 0, "author": "bench", "created": now}
        asked |= {"batch": batch, "held": True, **term}
        with self._database.write() as connection:
            batches.add(connection, batch, "bench", wanted, {}, now)
            connection.execute(insert(t.run), [{"id": run, "school": run, **asked} for run, _ in made])
        self._engine.feed()
        while self._open():
            if (dt.datetime.now(dt.UTC) - begin).total_seconds() > _LONGEST:
                raise TimeoutError
            time.sleep(0.5)
        if any(state != "done" for state in self._states({run for run, _ in made})):
            raise RuntimeError("a run has failed")
        return (self._last() - begin).total_seconds()

    def _open(self) -> bool:
        with self._database.read() as connection:
            return bool(connection.execute(_OPEN).scalar())

    def _last(self) -> dt.datetime:
        with self._database.read() as connection:
            last: dt.datetime = connection.execute(select(func.max(t.run.c.finished))).scalar_one()
        return last

    def _states(self, these: set[str]) -> list[str]:
        with self._database.read() as connection:
            rows = connection.execute(select(t.run.c.id, t.run.c.state))
            return [row.state for row in rows if row.id in these]


@contextmanager
def embedded(directory: Path, processes: int) -> Iterator[Service]:
    """SQLite, with all children in this process; warm."""
    settings = Settings(data=directory, workers=processes)
    database = Database(settings.database_url)
    database.migrate()
    engine = Engine(database, settings)
    engine.start()
    try:
        service = Service(database, engine, [os.getpid()])
        service.warm(processes)
        yield service
    finally:
        engine.stop()
        database.close()


@contextmanager
def _services(directory: Path, processes: int) -> Iterator[dict[str, Service]]:
    """Both kinds, warm: SQLite with all children in this process; PostgreSQL with a worker for each child."""
    cluster = Cluster(programs(), durable=True)
    postgres = Database(cluster.new())
    postgres.migrate()
    client = Engine(postgres, Settings(data=directory, database=postgres.url, workers=0))
    environment = {**os.environ, "LUNJIE_DATABASE": postgres.url, "LUNJIE_DATA": str(directory), "LUNJIE_WORKERS": "1"}
    client.start()
    workers = [subprocess.Popen([sys.executable, "-c", _WORKER], env=environment) for _ in range(processes)]
    try:
        # What this process itself does for the second one, submitting and asking, is left out: there it is the web server's.
        others = [cluster.pid, *(w.pid for w in workers)]
        far = Service(postgres, client, others)
        far.warm(processes)
        with embedded(directory, processes) as near:
            yield {"SQLite": near, f"PostgreSQL, {processes} workers": far}
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait()
        client.stop()
        postgres.close()
        cluster.remove()


def _long(service: Service, repeat: int) -> tuple[float, float]:
    """Seconds of a solve of ten seconds, bare and through the queue; the mean of some."""
    school = School.model_validate(_ten_seconds())
    bare = queued = 0.0
    for _ in range(repeat):
        begin = time.perf_counter()
        solve(school, Limits(seconds=10))
        bare += time.perf_counter() - begin
        queued += service.through([_ten_seconds()], seconds=10)
    return bare / repeat, queued / repeat


if __name__ == "__main__":
    sys.exit(main())

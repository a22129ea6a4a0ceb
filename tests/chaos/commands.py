"""Kills of the command line while it writes a folder, and of a migration while it changes tables; a disk that is full."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import text

from api.settings import Settings
from api.store.database import Database, sqlite_url
from tests.api.postgres import Cluster, Missing, programs
from tests.api.service import EXAMPLES, Service
from tests.commands import apart, surroundings
from tests.processes import Process

_TINY = (EXAMPLES / "tiny" / "school.yaml").read_text(encoding="utf-8")
_NAMES = ("First Version School", "Second Version School")
_TABLES = 60
"""Schools in a database that is migrated, so that a migration takes a while."""


def kill_commands(seconds: float, seed: int, most: int = 10**6) -> tuple[Counter[str], list[str]]:
    """``plan`` and ``replan`` into one folder, by two versions of a school in turn: afterwards all files are of one version.

    After a ``replan`` the folder is put back before the next ``plan``, which would not rewrite what has been.
    """
    chance, counts, wrong = random.Random(seed), Counter[str](), list[str]()
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="lunjie-chaos-") as directory:
        rota = Path(directory) / "rota"
        schools = []
        for n, name in enumerate(_NAMES):
            file = Path(directory) / f"{n}.yaml"
            head, _, rest = _TINY.partition("\nterm:")
            lines = [f"name: {name}" if line.startswith("name:") else line for line in head.splitlines()]
            file.write_text("\n".join(lines) + "\nterm:" + rest, encoding="utf-8")
            schools.append(file)
        first = apart("plan", schools[0], "-o", rota, "--quiet")
        if first.returncode:
            return counts, [f"plan: {first.stderr}"]
        began = time.monotonic()
        apart("plan", schools[1], "-o", rota, "--quiet")
        usual, turn = time.monotonic() - began, 0
        planned = shutil.copytree(rota, Path(directory) / "planned")
        plan, replan = ["plan"], ["replan", "--previous", str(rota), "--from", "2026-03-09"]
        verb = plan
        while time.monotonic() < end and sum(counts.values()) < most and not wrong:
            before, verb = verb, plan if chance.random() < 0.6 else replan
            if verb is plan and before is replan:
                shutil.rmtree(rota)
                shutil.copytree(planned, rota)
            words = [*verb, str(schools[turn % 2]), "-o", str(rota), "--quiet"]
            said = Path(directory) / "said"
            process = Process("cli:main", words, stdout=said, stderr=said, environment=surroundings())
            # Most of the time goes into planning: half of the kills come where it is written.
            part = chance.uniform(0.0, 1.1) if chance.random() < 0.5 else chance.uniform(0.6, 1.1)
            with suppress(subprocess.TimeoutExpired):
                process.wait(usual * part)
            counts[f"{verb[0]} {'ended before' if process.poll() is not None else 'killed'}"] += 1
            process.kill_all()
            process.wait(60)
            shown = apart("show", rota)
            if shown.returncode:
                wrong.append(f"show: {shown.stderr}")
            wrong += _mixed(rota)
            turn += 1
        again = apart(*verb, schools[0], "-o", rota, "--quiet")
        wrong += [f"{verb[0]}: {again.stderr}"] if again.returncode else []
        wrong += [f"left over: {path.name}" for path in rota.rglob(".*")]
    return counts, wrong


def _mixed(rota: Path) -> list[str]:
    """Files of another version than plan.json; a plan file that cannot be read."""
    planned = json.loads((rota / "plan.json").read_bytes())["school"]["name"]
    name = planned["en"] if isinstance(planned, dict) else planned
    other = _NAMES[1 - _NAMES.index(name)]
    texts = [path for path in rota.rglob("*.html") if path.is_file()]
    found = [f"{path.name} is of another version" for path in texts if other in path.read_text(encoding="utf-8")]
    json.loads((rota / "plan.previous.json").read_bytes())
    return found


def migrate() -> None:
    """What a process does that is killed: bring the database of the settings to this version."""
    database = Database(Settings().database_url)
    database.migrate()
    database.close()


def kill_migrations(seconds: float, seed: int, most: int = 10**6, postgres: bool = True) -> tuple[Counter[str], list[str]]:
    """Migrations from the first tables to the newest: afterwards there is the old form or the new one, and every row."""
    chance, counts, wrong = random.Random(seed), Counter[str](), list[str]()
    cluster: Cluster | None = None
    with suppress(Missing):
        if not postgres:
            raise Missing
        cluster = Cluster(programs(), durable=True)
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end and sum(counts.values()) < most and not wrong:
            with tempfile.TemporaryDirectory(prefix="lunjie-chaos-") as directory:
                on_postgres = cluster is not None and chance.random() < 0.5
                url = cluster.new() if on_postgres and cluster else sqlite_url(Path(directory) / "lunjie.sqlite")
                _old(url)
                given = {"LUNJIE_DATABASE": url} if on_postgres else {"LUNJIE_DATA": directory}
                said = Path(directory) / "said"
                process = Process("tests.chaos.commands:migrate", stdout=said, stderr=said, environment={**os.environ, **given})
                with suppress(subprocess.TimeoutExpired):
                    process.wait(chance.uniform(0.0, 0.6))
                kind = "ended before" if process.poll() is not None else "killed"
                process.kill_all()
                process.wait(60)
                counts[f"{'PostgreSQL' if on_postgres else 'SQLite'} {kind}"] += 1
                wrong += _migrated(url)
                if cluster is not None and on_postgres:
                    cluster.drop(url)
    finally:
        if cluster is not None:
            cluster.remove()
    return counts, wrong


def _old(url: str) -> None:
    """A database as the first version made it, with schools in it."""
    database = Database(url)
    database.migrate("0001")
    with database.write() as connection:
        columns = "id, name_zh, name_en, term, version, classes, created"
        query = f"INSERT INTO school ({columns}) VALUES (:id, 'n', 'n', 't', 1, 1, :at)"
        rows = [{"id": f"s{n}", "at": "2026-03-01 00:00:00"} for n in range(_TABLES)]
        connection.execute(text(query), rows)
    database.close()


def _migrated(url: str) -> list[str]:
    """What is wrong after another process has come and migrated."""
    database = Database(url)
    try:
        database.migrate()
        if database.is_sqlite:
            database.examine()
        with database.read() as connection:
            count = connection.execute(text("SELECT count(*) FROM school")).scalar_one()
        return [] if database.is_ready() and count == _TABLES else [f"after the migration: {count} schools"]
    finally:
        database.close()


def fill_the_disk(seed: int) -> tuple[Counter[str], list[str]]:
    """A service whose disk has no room: everything is refused in words, calendars go on, and after it all is well again.

    Where a small file system may be mounted (Linux, root); elsewhere nothing is counted.
    """
    counts, wrong = Counter[str](), list[str]()
    with tempfile.TemporaryDirectory(prefix="lunjie-chaos-") as directory:
        disk = Path(directory) / "disk"
        disk.mkdir()
        mount = shutil.which("mount")
        if mount is None or subprocess.run([mount, "-t", "tmpfs", "-o", "size=24m", "lunjie", disk], check=False).returncode:
            return counts, wrong
        try:
            _full(disk, counts, wrong, random.Random(seed))
        finally:
            subprocess.run(["umount", "-l", disk], check=False)
    return counts, wrong


def _full(disk: Path, counts: Counter[str], wrong: list[str], chance: random.Random) -> None:
    service = Service(disk / "data", workers=1).start()
    try:
        me = service.person().set_up(service.first_link)
        me.add_school("one")
        me.publish("one")
        feed = me.feed("one", "library")
        body = me.ask("GET", feed).content
        filler = disk / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(chance.randbytes(4096))
        deeds: list[tuple[str, dict[str, Any]]] = [
            ("/api/schools?id=two", {"content": _TINY.encode()}),
            ("/api/schools/one/runs", {"json": {"kind": "plan"}}),
            ("/api/tokens", {"json": {"label": "x"}}),
        ]
        for path, sent in deeds * 3:
            answer = me.http.request("POST", path, **sent)
            counts[f"full: {answer.status_code}"] += 1
            if answer.status_code < 300:
                wrong.append(f"{path} was done on a full disk: {answer.text[:200]}")
            if answer.status_code >= 500 and answer.status_code not in (503, 507):
                wrong.append(f"{path}: {answer.status_code} {answer.text[:200]}")
        read = me.http.request("GET", feed)
        if (read.status_code, read.content) != (200, body):
            wrong.append(f"a calendar on a full disk: {read.status_code}")
        told = apart("backup", "-o", disk / "x.backup", "--data", disk / "data", "--lang", "en")
        counts[f"full: backup exits {told.returncode}"] += 1
        if told.returncode != 2 or "full" not in told.stderr:
            wrong.append(f"backup on a full disk: {told.returncode} {told.stderr}")
        filler.unlink()
        me.add_school("three")
        if me.run("three")["state"] != "done" or me.ask("GET", feed).content != body:
            wrong.append("after there was room again")
        service.kill()
        Database(sqlite_url(disk / "data" / "lunjie.sqlite")).examine()
    finally:
        if service.process.poll() is None:
            service.kill()

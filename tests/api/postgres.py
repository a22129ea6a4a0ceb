"""A private PostgreSQL for the tests, and the fixture ``database``: a migrated store in SQLite, then in PostgreSQL.

Where it cannot be had the tests fail on the continuous integration (``CI=true``), and are skipped with the reason elsewhere.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from api.store.database import Database, sqlite_url

INSTALL = Path(__file__).parent / "install_postgres.sh"
_USER = "postgres"
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Missing(Exception):
    """There is no PostgreSQL here; says why."""


class Cluster:
    """A server in a directory of its own, on a port of this machine alone; ``durable`` = it may be pulled out of the wall."""

    def __init__(self, programs: Path, *, durable: bool = False, connections: int = 200) -> None:
        self._programs = programs
        self.directory = Path(tempfile.mkdtemp(prefix="lunjie-pg-"))
        self.port = _free_port()
        if _is_root():
            shutil.chown(self.directory, _USER, _USER)
        self._data = self.directory / "data"
        self._run("initdb", "-D", self._data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions")
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self.directory,
            "max_connections": connections,
            "shared_buffers": "32MB",
            **({} if durable else _FAST),
        }
        conf = self._data / "postgresql.conf"
        with conf.open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        self.start()

    @property
    def pid(self) -> int:
        """Process id of the server."""
        return int((self._data / "postmaster.pid").read_text().split()[0])

    def start(self) -> None:
        """Until it answers."""
        self._run("pg_ctl", "-D", self._data, "-l", self.directory / "log", "-w", "-t", "60", "start")

    def stop(self, mode: str = "immediate") -> None:
        """``immediate`` = as if the plug had been pulled."""
        self._run("pg_ctl", "-D", self._data, "-m", mode, "-w", "stop")

    def remove(self) -> None:
        """Stop it and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def url(self, name: str) -> str:
        """URL of a database in it."""
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{name}"

    def new(self) -> str:
        """URL of a new, empty database."""
        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        return self.url(name)

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still connected."""
        name = url.rpartition("/")[2]
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[call-overload]

    def _run(self, program: str, *arguments: object) -> None:
        # The server refuses to run as root.
        command = ["runuser", "-u", _USER, "--"] if _is_root() else []
        command += [str(self._programs / program), *map(str, arguments)]
        # pg_ctl leaves the server with its output: a pipe would be held open for good.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(command, stdout=said, stderr=said, cwd="/", timeout=120)
            said.seek(0)
            if done.returncode:
                raise RuntimeError(f"{program}: {said.read().decode(errors='replace')}")


def programs() -> Path:
    """Where PostgreSQL's programs are; they are installed when that can be done. Raises Missing."""
    if found := _installed():
        return found
    if sys.platform != "linux" or not _is_root() or not shutil.which("apt-get"):
        raise Missing("PostgreSQL is not installed: sudo tests/api/install_postgres.sh")
    import fcntl

    with (Path(tempfile.gettempdir()) / "lunjie-install-postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several processes test at once
        done = subprocess.run([str(INSTALL)], capture_output=True, text=True, timeout=600)
    if found := _installed():
        return found
    raise Missing(f"PostgreSQL could not be installed: {done.stderr[-300:]}")


def _installed() -> Path | None:
    versions = [p for p in Path("/usr/lib/postgresql").glob("*/bin") if (p / "initdb").exists()]
    if versions:
        return max(versions, key=lambda p: float(p.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One server for the tests of one process."""
    try:
        found = programs()
    except Missing as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))
    server = Cluster(found)
    yield server
    server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated store, empty, in each of the two databases."""
    if request.param == "sqlite":
        store = Database(sqlite_url(tmp_path / "lunjie.sqlite"))
        store.migrate()
        yield store
        store.close()
        return
    yield from _on(request.getfixturevalue("cluster"))


@pytest.fixture
def postgres(cluster: Cluster) -> Iterator[Database]:
    """A migrated store in PostgreSQL alone."""
    yield from _on(cluster)


def _on(cluster: Cluster) -> Iterator[Database]:
    url = cluster.new()
    store = Database(url)
    store.migrate()
    yield store
    store.close()
    cluster.drop(url)

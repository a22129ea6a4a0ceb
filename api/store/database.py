"""The database: one SQLite file for a school, PostgreSQL for a district. Opening, migrating, transactions, backup."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from api.store.faults import Unusable, fault

_BUSY_SECONDS = 30
ALSO: ContextVar[Callable[[Connection], None] | None] = ContextVar("also", default=None)
"""What is done in every write of the present request as well: kept or undone with it."""


class Database:
    """Reads and writes in transactions. A read sees one moment; writes of one SQLite file come one after the other."""

    def __init__(self, url: str, journal: str = "WAL", connections: int = 5) -> None:
        """``journal`` is SQLite's way to keep transactions; DELETE leaves a single file behind, for backups.

        ``connections`` to PostgreSQL are never exceeded: who finds none free waits for one.
        """
        self.url = driver_url(url)
        self.engine = _engine(self.url, journal, connections)
        self.writes = 0
        """How many transactions of this process may have changed something."""

    @property
    def is_sqlite(self) -> bool:
        """Whether everything is in one file of this machine."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that writes nothing."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A read in which all tables are of one moment, however long it takes."""
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self.engine.connect().execution_options(**level) as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is committed at the end, or undone when an exception leaves it."""
        # IMMEDIATE: a transaction that reads first and then writes would otherwise fail when another has written meanwhile.
        try:
            with self.engine.connect().execution_options(immediate=True) as connection, connection.begin():
                yield connection
                if (also := ALSO.get()) is not None:
                    also(connection)
        finally:
            self.writes += 1

    def migrate(self, version: str = "head") -> None:
        """Bring the tables to what this version needs, or to an earlier ``version``.

        SQLite: a copy of a file that is to be changed is kept beside it. Several processes may start at once on PostgreSQL: one
        migrates, the others wait for it. Raises Unusable.
        """
        config = _alembic()
        script = ScriptDirectory.from_config(config)
        if self.is_sqlite:
            make_private(self.path)
        with self._told_apart(), self.engine.connect().execution_options(immediate=True) as connection, connection.begin():
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(7105001)"))
            present = MigrationContext.configure(connection).get_current_revision()
            if present == script.get_current_head():
                return
            if present is not None and present not in {revision.revision for revision in script.walk_revisions()}:
                raise Unusable("newer", self.where)
            if self.is_sqlite and present is not None:
                self._keep_copy(present)
            config.attributes["connection"] = connection
            command.upgrade(config, version)

    def examine(self) -> None:
        """Look without changing anything: a SQLite file all through, of PostgreSQL, which sees to its own files, the version.

        Raises Unusable: damaged, foreign, newer, or as it can be opened or reached.
        """
        known = {revision.revision for revision in ScriptDirectory.from_config(_alembic()).walk_revisions()}
        if not self.is_sqlite:
            with self._told_apart(), self.read() as present:
                if not {MigrationContext.configure(present).get_current_revision()} <= known | {None}:
                    raise Unusable("newer", self.where)
            return
        with self._told_apart():
            connection = self._unchanged()
            try:
                there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
                if not there >= {"school", "revision", "alembic_version"}:
                    raise Unusable("foreign", self.where)
                said = [row[0] for row in connection.execute("PRAGMA quick_check(1)")]
                strays = connection.execute("PRAGMA foreign_key_check").fetchone()
                versions = {row[0] for row in connection.execute("SELECT version_num FROM alembic_version")}
            finally:
                connection.close()
        if said != ["ok"] or strays is not None:
            raise Unusable("damaged", self.where)
        if not versions <= known:
            raise Unusable("newer", self.where)

    def counts(self, *tables: Table) -> list[int] | None:
        """How many rows each has, without changing a file in the least; None where there are no tables yet. Raises Unusable."""
        asked = [f"SELECT count(*) FROM {table.name}" for table in tables]
        with self._told_apart():
            if self.is_sqlite:
                with contextlib.closing(self._unchanged()) as connection:
                    return [int(connection.execute(one).fetchone()[0]) for one in asked]
            with self.read() as there:
                is_there = inspect(there).has_table(tables[0].name)
                return [int(there.execute(text(one)).scalar() or 0) for one in asked] if is_there else None

    def _unchanged(self) -> sqlite3.Connection:
        uri = f"{self.path.absolute().as_uri()}?mode=ro"
        return sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS)

    @contextmanager
    def _told_apart(self) -> Iterator[None]:
        """Errors of the database as `Unusable`, where it is the database's fault."""
        try:
            yield
        except (sqlite3.Error, SQLAlchemyError) as error:
            if (code := fault(error)) is None:
                raise
            raise Unusable(code, self.where) from error

    @property
    def where(self) -> str:
        """How the database is named to people; never with a password."""
        return str(self.path) if self.is_sqlite else make_url(self.url).render_as_string(hide_password=True)

    def is_ready(self) -> bool:
        """Whether the database answers and has the tables of this version."""
        with self.read() as connection:
            present = MigrationContext.configure(connection).get_current_revision()
        return present == ScriptDirectory.from_config(_alembic()).get_current_head()

    def backup(self, target: Path) -> None:
        """Copy a SQLite database while it is in use, whole and of one moment. Raises FileExistsError, sqlite3.Error."""
        if target.exists():
            raise FileExistsError(target)
        part = target.with_name(f".{target.name}.part")
        part.unlink(missing_ok=True)
        make_private(part)
        try:
            source = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
            copy = sqlite3.connect(part)
            try:
                source.backup(copy)
            finally:
                copy.close()
                source.close()
            part.rename(target)
        finally:
            part.unlink(missing_ok=True)

    def scrub(self) -> None:
        """SQLite: what was deleted stays in no file beside the database either. PostgreSQL sees to that by itself."""
        if self.is_sqlite:
            connection = self.engine.raw_connection()  # a checkpoint is no transaction
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    @property
    def path(self) -> Path:
        """The file of a SQLite database."""
        return Path(self.engine.url.database or "")

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    def _keep_copy(self, version: str) -> None:
        # To the microsecond: one that was stopped may be begun again within the second.
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")
        self.backup(self.path.with_name(f"{self.path.stem}.{version}.{stamp}.backup"))


def make_private(path: Path) -> None:
    """A new file is its owner's alone, whatever the directory: it holds names of pupils. SQLite's files beside it follow."""
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def driver_url(url: str) -> str:
    """The URL with the drivers that lunjie comes with, whatever spelling was used. Raises ValueError."""
    try:
        parsed = make_url(url)
    except Exception:
        raise ValueError(url) from None
    if parsed.drivername in {"postgres", "postgresql", "postgresql+psycopg2"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in {"postgresql+psycopg", "sqlite"} or not parsed.database:
        raise ValueError(url)
    return parsed.render_as_string(hide_password=False)


def sqlite_url(path: Path) -> str:
    """URL of a SQLite file."""
    return f"sqlite:///{path.absolute()}"


def _engine(url: str, journal: str, connections: int) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=connections, max_overflow=0)
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        # SQLAlchemy begins transactions below; the driver must not do it a second time.
        connection.isolation_level = None
        connection.execute(f"PRAGMA journal_mode={journal}")
        # FULL: what was answered with "saved" is still there after the plug was pulled.
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        # Deleted means overwritten: names of pupils do not stay in free pages.
        connection.execute("PRAGMA secure_delete=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config

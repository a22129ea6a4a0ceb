"""Backup and restore: every row of every table, of one moment, in one SQLite file, whichever database it is of or for."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, func, insert, select, text

from api.jobs.lock import DataLock
from api.settings import Settings
from api.store import tables as t
from api.store.database import Database, sqlite_url
from planner.errors import MissingFile

_AT_ONCE = 200


class NotABackup(Exception):
    """The file is something else, or of a newer version."""


class NotEmpty(Exception):
    """There are schools where the backup is to go."""


def write_backup(database: Database, target: Path) -> int:
    """Write a backup while the service runs; how many schools are in it. The target appears only when it is complete.

    Raises MissingFile where nothing can be written.
    """
    if not target.parent.is_dir():
        raise MissingFile(str(target.parent), "no_folder")
    part = target.with_name(f".{target.name}.part")
    with _for_me_alone():
        try:
            part.unlink(missing_ok=True)
            part.touch()
        except OSError:
            raise MissingFile(str(target), "not_writable") from None
        try:
            copy = Database(sqlite_url(part), journal="DELETE")
            copy.migrate()
            with database.snapshot() as source, copy.write() as sink:
                count = _copy(source, sink)
            copy.close()
            part.rename(target)
        finally:
            part.unlink(missing_ok=True)
    return count


def restore_backup(settings: Settings, source: Path, *, replace: bool) -> tuple[Path | None, int]:
    """Fill the database of ``settings``: (where the old file was put, number of schools).

    Raises NotABackup, NotEmpty, and AlreadyRunning when a service is using the data directory. Nothing is changed then.
    """
    with _for_me_alone(), tempfile.TemporaryDirectory(prefix="lunjie-") as folder:
        copy = Path(folder) / "backup.sqlite"
        shutil.copyfile(source, copy)
        backup = _open(copy)
        try:
            if settings.is_embedded:
                lock = DataLock(settings.data)
                lock.hold()
                try:
                    return _into_file(settings, backup, replace)
                finally:
                    lock.release()
            return None, _into(Database(settings.database_url), backup)
        finally:
            backup.close()


@contextmanager
def _for_me_alone() -> Iterator[None]:
    """Files made meanwhile are readable by their owner only: they hold names of pupils. For commands, not for threads."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _open(path: Path) -> Database:
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            known = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"school", "revision", "alembic_version"} <= known:
            raise NotABackup
        backup = Database(sqlite_url(path), journal="DELETE")
        backup.migrate()
    except NotABackup:
        raise
    except Exception:
        raise NotABackup from None
    return backup


def _into_file(settings: Settings, backup: Database, replace: bool) -> tuple[Path | None, int]:
    target = Database(settings.database_url)
    target.migrate()
    path = target.path
    with target.read() as connection:
        is_empty = _is_empty(connection)
    if is_empty:
        return None, _into(target, backup)
    if not replace:
        target.close()
        raise NotEmpty
    # Filled beside the old one: what is there stays in use until the new one is whole.
    fresh = path.with_name(f".{path.name}.restore")
    try:
        fresh.unlink(missing_ok=True)
        count = _into(Database(sqlite_url(fresh), journal="DELETE"), backup)
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S")
        kept = path.with_name(f"{path.stem}.before-restore.{stamp}.backup")
        target.backup(kept)
        target.close()
        # The copy that is kept has what still stood in these; the new file must not be read together with them.
        for ending in ("-wal", "-shm"):
            Path(f"{path}{ending}").unlink(missing_ok=True)
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return kept, count


def _into(target: Database, backup: Database) -> int:
    target.migrate()
    try:
        with backup.read() as source, target.write() as sink:
            if not _is_empty(sink):
                raise NotEmpty
            return _copy(source, sink)
    finally:
        target.close()


def _is_empty(connection: Connection) -> bool:
    return not any(connection.execute(select(func.count()).select_from(x)).scalar() for x in (t.school, t.person))


def _copy(source: Connection, sink: Connection) -> int:
    schools = 0
    for table in t.metadata.sorted_tables:
        if table is t.beat:
            continue
        found = source.execution_options(yield_per=_AT_ONCE).execute(select(table))
        for rows in found.mappings().partitions(_AT_ONCE):
            sink.execute(insert(table), [dict(row) for row in rows])
            schools += len(rows) if table is t.school else 0
    if sink.dialect.name == "postgresql":
        sink.execute(text("SELECT setval(pg_get_serial_sequence('audit', 'id'), COALESCE((SELECT max(id) FROM audit), 1))"))
    return schools

"""Backup and restore: every row of every table, of one moment, in one SQLite file, whichever database it is of or for."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select, text

from api.jobs.lock import DataLock
from api.settings import Settings
from api.store import tables as t
from api.store.database import Database, sqlite_url
from api.store.faults import Unusable
from planner.errors import MissingFile, unwritten

_AT_ONCE = 200
_MAGIC = b"SQLite format 3\0"


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
        except OSError as error:
            raise unwritten(str(target), error) from None
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

    Whatever the program calls a copy comes back: a backup, the one kept before a restore or a migration, a plain copy of the
    database file. Raises Unusable (of the file to restore or of the target: its ``where``), NotEmpty, and AlreadyRunning when a
    service is using the data directory. Nothing is changed then.
    """
    with _for_me_alone(), tempfile.TemporaryDirectory(prefix="lunjie-") as folder:
        backup = _open(source, Path(folder))
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


def _open(source: Path, folder: Path) -> Database:
    """A copy of a backup, or of a database file of the service, made ready to be read. Raises Unusable.

    A file that was copied while the service ran may have its last transactions in a file beside it.
    """
    copy = folder / "backup.sqlite"
    shutil.copyfile(source, copy)
    beside = Path(f"{source}-wal")
    if beside.is_file():
        shutil.copyfile(beside, f"{copy}-wal")
    with copy.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise Unusable("foreign", str(source))
    # WAL, as such a file may have been used: changing that needs the file alone, and it is only read.
    backup = Database(sqlite_url(copy))
    try:
        backup.examine()
        backup.migrate()
    except Unusable as error:
        backup.close()
        raise Unusable(error.code, str(source)) from error
    return backup


def _into_file(settings: Settings, backup: Database, replace: bool) -> tuple[Path | None, int]:
    target = Database(settings.database_url)
    path = target.path
    readable = True
    try:
        target.migrate()
        with target.read() as connection:
            if _is_empty(connection):
                return None, _into(target, backup)
    except Unusable as error:
        if error.code not in ("damaged", "newer", "foreign") or not replace:
            raise
        readable = False
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
        if readable:
            target.backup(kept)
        target.close()
        if not readable:  # kept as it is, for whoever can mend it
            os.replace(path, kept)
        # The copy that is kept has what still stood in these; the new file must not be read together with them.
        for ending in ("-wal", "-shm"):
            beside = Path(f"{path}{ending}")
            if not readable and beside.exists():
                os.replace(beside, f"{kept}{ending}")
            beside.unlink(missing_ok=True)
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
            # A service that was started once and never set up has the link of its first start, and a line in the trail.
            for table in reversed(t.metadata.sorted_tables):
                sink.execute(delete(table))
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

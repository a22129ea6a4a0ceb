"""Backup and restore: every row of every table, of one moment, in one SQLite file, whichever database it is of or for."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, text, update

from api.jobs.lock import DataLock
from api.settings import Settings
from api.store import audit
from api.store import tables as t
from api.store.database import Database, sqlite_url
from api.store.faults import Unusable
from api.store.people import EVERY
from planner.errors import MissingFile, unwritten

_AT_ONCE = 200
_MAGIC = b"SQLite format 3\0"
BEFORE_RESTORE = "before-restore"
ONE_AT_A_TIME = threading.Lock()
"""For migrations of copies: alembic keeps what it works on in its own module."""
_CLOSED = "closed_before"
_TRAIL = select(t.audit.c.id, t.audit.c.at)
_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
_MAY = ("viewer", "district", "librarian")
"""Roles, the one that may do least first."""


class NotEmpty(Exception):
    """There are schools where the backup is to go."""


def write_backup(database: Database, target: Path) -> int:
    """Write a backup while the service runs; how many schools are in it. The target appears only when it is complete.

    Raises MissingFile where nothing can be written.
    """
    if not target.parent.is_dir():
        raise MissingFile(str(target.parent), "no_folder")
    part = target.with_name(f".{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))  # its owner's alone: it holds names of pupils
    except OSError as error:
        raise unwritten(str(target), error) from None
    try:
        copy = Database(sqlite_url(part), journal="DELETE")
        with ONE_AT_A_TIME:
            copy.migrate()
        with database.snapshot() as source, copy.write() as sink:
            count = _copy(source, sink)
        copy.close()
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return count


def restore_backup(settings: Settings, source: Path, *, replace: bool) -> tuple[Path | None, int]:
    """Fill the database of ``settings`` while no service uses it: (where the copy of what was there lies, number of schools).

    Whatever the program calls a copy comes back: a backup, the one kept before a restore or a migration, a plain copy of the
    database file. Raises Unusable (of the file to restore or of the target: its ``where``), NotEmpty, and AlreadyRunning when a
    service is using the data directory. Nothing is changed then.
    """
    with opened(source) as backup:
        if settings.is_embedded:
            lock = DataLock(settings.data)
            lock.hold()
            try:
                return _into_file(Database(settings.database_url), backup, replace)
            finally:
                lock.release()
        target = Database(settings.database_url)
        try:
            target.migrate()
            return None, put_in_place(target, backup, None)
        finally:
            target.close()


@contextmanager
def opened(source: Path) -> Iterator[Database]:
    """A copy of a backup, or of a database file of the service, made ready to be read. Raises Unusable.

    A file that was copied while the service ran may have its last transactions in a file beside it.
    """
    with tempfile.TemporaryDirectory(prefix="lunjie-") as folder:
        copy = Path(folder) / "backup.sqlite"
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
            try:
                backup.examine()
                with ONE_AT_A_TIME:
                    backup.migrate()
            except Unusable as error:
                raise Unusable(error.code, str(source)) from error
            yield backup
        finally:
            backup.close()


def put_in_place(target: Database, backup: Database, kept: Path | None) -> int:
    """All rows of the target give way to those of a backup, in one transaction: whoever reads meanwhile sees the one or the
    other, and a service may be at work. What was there is copied to ``kept`` first, and what was closed to somebody stays so
    (`_Closed`). How many schools there are then.

    Raises NotEmpty where there are schools or accounts and nothing is to be kept of them.
    """
    try:
        with backup.read() as source, target.write() as sink:
            if kept is not None:
                target.backup(kept)
            elif not is_empty(sink):
                raise NotEmpty
            closed = _Closed(sink, source)
            # A service that was started once and never set up has the link of its first start, and a line in the trail.
            for table in reversed(t.metadata.sorted_tables):
                sink.execute(delete(table))
            count = _copy(source, sink)
            closed.stay(sink)
    except BaseException:
        if kept is not None:
            kept.unlink(missing_ok=True)
        raise
    target.scrub()
    return count


class _Closed:
    """What is closed in a database: whoever was to see no more does not see it again, whatever is put in its place.

    Calendar links that were taken back, accounts that were closed, sessions and tokens for programs that have ended, passwords
    that were changed; and, where the copy is an earlier state of the very same data, roles that were taken away. A copy of
    later data, by which a restore is undone, brings back what this database has never known. What of it an earlier state does
    not know is written into its trail, for the copies that are put in its place in turn.
    """

    def __init__(self, connection: Connection, copy: Connection) -> None:
        person, grant = t.person.c, t.role_grant.c
        self._links = dict(_pairs(connection, select(t.feed.c.token, t.feed.c.revoked).where(t.feed.c.revoked.is_not(None))))
        self._people = {row["id"]: row for row in connection.execute(select(t.person)).mappings()}
        self._sessions = set(connection.execute(select(t.token.c.hash)).scalars())
        made = connection.execute(select(t.audit.c.detail).where(t.audit.c.action == "token_made")).scalars()
        self._made = {detail.get("token") for detail in made}
        self._dropped = self._made - set(connection.execute(select(t.token.c.id)).scalars())
        for when, detail in _pairs(connection, select(t.audit.c.at, t.audit.c.detail).where(t.audit.c.action == _CLOSED)):
            self._dropped |= set(detail["tokens"])
            self._links = dict.fromkeys(detail["links"], when) | self._links
        self._last = _last(connection)
        self._schools = {EVERY, *connection.execute(select(t.school.c.id)).scalars()}
        found = connection.execute(select(person.id, grant.school, grant.role).join(t.role_grant, grant.person == person.id))
        self._roles = {(who, school): role for who, school, role in found}
        self._chosen = _passwords_chosen(connection)
        self._is_earlier = _last(copy) is None or _last(copy) in _pairs(connection, _TRAIL)

    def stay(self, connection: Connection) -> None:
        """Close it in what is there now. Accounts are left open where otherwise nobody could manage the service."""
        if self._last and (self._links or self._dropped):
            closed = {"links": sorted(self._links), "tokens": sorted(filter(None, self._dropped))}
            audit.note(connection, self._last[1], "", None, _CLOSED, **closed)
        for link, when in self._links.items():
            connection.execute(update(t.feed).where(t.feed.c.token == link, t.feed.c.revoked.is_(None)).values(revoked=when))
        self._end_tokens(connection)
        person = t.person.c
        self._keep_passwords(connection)
        if self._is_earlier:
            self._take_roles(connection)
        keepers = set(connection.execute(select(person.id).where(person.keeper, person.disabled.is_(None))).scalars())
        gone = {who for who, known in self._people.items() if known["disabled"] is not None}
        demoted = {who for who, known in self._people.items() if not known["keeper"]} if self._is_earlier else set()
        if not keepers - gone - demoted:
            return
        for who in gone:
            when = self._people[who]["disabled"]
            connection.execute(update(t.person).where(person.id == who, person.disabled.is_(None)).values(disabled=when))
        connection.execute(update(t.person).where(person.id.in_(demoted)).values(keeper=False))

    def _keep_passwords(self, connection: Connection) -> None:
        """But for one that was chosen later, by a copy of later data: where an older one was brought back by mistake. When a
        password was chosen is kept with it, so that no third copy takes it back."""
        there = _passwords_chosen(connection)
        for who, known in self._people.items():
            login = known["login"]
            here, other = self._chosen.get(login, _NEVER), there.get(login, _NEVER)
            if other > here:
                continue
            connection.execute(update(t.person).where(t.person.c.id == who).values(password=known["password"]))
            if other < here:
                audit.note(connection, here, login, None, "password_changed")

    def _end_tokens(self, connection: Connection) -> None:
        token = t.token.c
        for row in connection.execute(select(token.hash, token.id, token.person, token.kind)).all():
            ended = row.person in self._people and row.hash not in self._sessions
            if (ended and row.kind == "session") or row.id in self._dropped:
                connection.execute(delete(t.token).where(token.hash == row.hash))

    def _take_roles(self, connection: Connection) -> None:
        grant = t.role_grant.c
        for who, school, role in connection.execute(select(grant.person, grant.school, grant.role)).all():
            if who not in self._people or school not in self._schools:
                continue
            mine, now = (grant.person == who) & (grant.school == school), self._roles.get((who, school))
            if now is None:
                connection.execute(delete(t.role_grant).where(mine))
            elif _MAY.index(now) < _MAY.index(role):
                connection.execute(update(t.role_grant).where(mine).values(role=now))


def _passwords_chosen(connection: Connection) -> dict[str, dt.datetime]:
    """Login -> when a password was chosen for the last time."""
    query = select(t.audit.c.who, t.audit.c.at).where(t.audit.c.action == "password_changed").order_by(t.audit.c.at)
    return dict(_pairs(connection, query))


def _last(connection: Connection) -> tuple[Any, Any] | None:
    """The last line of a trail."""
    return next(iter(_pairs(connection, _TRAIL.order_by(t.audit.c.id.desc()).limit(1))), None)


def _pairs(connection: Connection, query: Select[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [(row[0], row[1]) for row in connection.execute(query)]


def kept_beside(path: Path) -> Path:
    """Where what a restore replaces is kept."""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")
    return path.with_name(f"{path.stem}.{BEFORE_RESTORE}.{stamp}.backup")


def _into_file(target: Database, backup: Database, replace: bool) -> tuple[Path | None, int]:
    try:
        try:
            if target.path.is_file() and target.path.stat().st_size:
                target.examine()  # before anything is written into what is not ours
            target.migrate()
        except Unusable as error:
            if error.code not in ("damaged", "newer", "foreign") or not replace:
                raise
            target.close()
            return _instead(target.path, backup)
        with target.read() as connection:
            empty = is_empty(connection)
        if not empty and not replace:
            raise NotEmpty
        kept = None if empty else kept_beside(target.path)
        return kept, put_in_place(target, backup, kept)
    finally:
        target.close()


def _instead(path: Path, backup: Database) -> tuple[Path, int]:
    """A new file instead of one that cannot be used, which is kept as it is for whoever can mend it."""
    fresh, kept = path.with_name(f".{path.name}.restore"), kept_beside(path)
    try:
        fresh.unlink(missing_ok=True)
        made = Database(sqlite_url(fresh), journal="DELETE")
        try:
            made.migrate()
            count = put_in_place(made, backup, None)
        finally:
            made.close()
        os.replace(path, kept)
        # The new file must not be read together with these; one is an index that is made anew, the other often empty.
        Path(f"{path}-shm").unlink(missing_ok=True)
        if (beside := Path(f"{path}-wal")).exists():
            if beside.stat().st_size:
                os.replace(beside, f"{kept}-wal")
            else:
                beside.unlink()
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return kept, count


def is_empty(connection: Connection) -> bool:
    """Whether there is neither a school nor an account."""
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

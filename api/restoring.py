"""Copies of everything at the pages of a running service: made, handed over, looked at, and put in the place of what is there.

What a copy is and how it comes back is said once, in `api.backup`: the command line does the same while no service runs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection, RowMapping, insert, select

from api.backup import BEFORE_RESTORE, kept_beside, opened, put_in_place, write_backup
from api.deps import Caller, Service
from api.errors import Refusal, faults
from api.limits import Turns
from api.store import audit, people
from api.store import tables as t
from api.store.copies import copies
from api.store.faults import Unusable
from api.tokens import digest
from planner.messages.wording import translator
from planner.models.base import Language, Text

HANDED_OVER = "handed-over"
_TURNS = Turns(at_once=1, waiting=2, seconds=60.0)
"""A copy takes the disk for as long as it takes."""


class Copy(NamedTuple):
    """A copy that lies beside the database."""

    id: str
    made: dt.datetime
    why: str
    """before_restore, handed_over, or kept: by a command, or before an update."""
    size: int
    """Bytes."""
    path: Path


class Held(NamedTuple):
    """What stands in a database, as far as is told what a restore would change."""

    schools: dict[str, Text]
    plans: set[tuple[str, int, dt.datetime]]
    """Published ones: school, number, when they were made."""
    versions: set[tuple[str, int, dt.datetime]]
    """Of school files."""
    links: set[str]
    """Calendar links that are open, by the hash of their secret."""
    logins: set[str]
    forgotten: set[tuple[str, dt.datetime]]
    """Schools out of whose terms the names of pupils were taken, and when."""
    last: dt.datetime | None
    """When something was done for the last time."""


class SchoolLine(NamedTuple):
    """What becomes of a school."""

    name: Text
    becomes: str
    """goes, comes back, changes, stays."""
    plans: int
    """Published since the copy was made: they are lost."""
    versions: int
    """Changes of its file since then."""


class Compared(NamedTuple):
    """A copy, and what would be lost if it were put in the place of what is there now."""

    last: dt.datetime | None
    schools: list[SchoolLine]
    links: int
    """Calendar links that would end."""
    logins: list[str]
    """Accounts that would be gone."""
    names_again: bool
    """Whether names of pupils that were taken out since would stand there again."""


def kept(service: Service) -> list[Copy]:
    """The copies that lie beside the database, the newest first; none on PostgreSQL."""
    data = service.settings.data
    return [_copy(file) for file in copies(data) if file.parent == data.absolute()] if service.settings.is_embedded else []


def one(service: Service, copy: str) -> Copy:
    """A copy by its id. Raises Refusal not_found."""
    found = next((known for known in kept(service) if known.id == copy), None)
    if found is None:
        raise Refusal("not_found")
    return found


@contextmanager
def made(service: Service) -> Iterator[Path]:
    """Everything in one file, as it is now; the file is gone afterwards. Raises Refusal busy."""
    with tempfile.TemporaryDirectory(prefix="lunjie-") as folder:
        file = Path(folder) / "copy.backup"
        with _TURNS.turn():
            write_backup(service.database, file)
        yield file


def note(service: Service, caller: Caller, action: str, **detail: object) -> None:
    """A line in the trail."""
    with service.database.write() as connection:
        audit.note(connection, service.now(), caller.login, None, action, **detail)


def last_taken(service: Service) -> dt.datetime | None:
    """When a copy was taken away last, at a page."""
    with service.database.read() as connection:
        query = select(t.audit.c.at).where(t.audit.c.action == "copy_taken").order_by(t.audit.c.id.desc()).limit(1)
        return connection.execute(query).scalar()


async def hand_over(service: Service, pieces: AsyncIterator[bytes], language: Language) -> Copy:
    """Take a copy in, piece by piece, and keep it if it can come back. Raises Refusal: bad_copy, only_one_file."""
    _only_one_file(service)
    part = service.settings.data / f".{HANDED_OVER}.{os.urandom(6).hex()}.part"
    stamp = service.now().strftime("%Y%m%d-%H%M%S")
    file = service.settings.data / f"{HANDED_OVER}.{stamp}.{os.urandom(3).hex()}.backup"
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as sink:
            async for piece in pieces:
                await run_in_threadpool(sink.write, piece)
        await run_in_threadpool(_examine, part, language)
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)
    return _copy(file)


def sweep(data: Path) -> None:
    """Copies whose handing over was cut off with the process that took them in go: names of pupils are in them."""
    for part in data.glob(f".{HANDED_OVER}.*.part"):
        part.unlink(missing_ok=True)


def compare(service: Service, copy: Copy, language: Language) -> Compared:
    """Look into a copy. Raises Refusal bad_copy."""
    with (
        _in_words(language),
        _TURNS.turn(),
        opened(copy.path) as backup,
        backup.read() as there,
        service.database.read() as here,
    ):
        old, new = _held(there), _held(here)
    lines = []
    for school in sorted(old.schools | new.schools):
        plans = sum(plan[0] == school for plan in new.plans - old.plans)
        versions = sum(version[0] == school for version in new.versions - old.versions)
        other = {p for p in old.plans ^ new.plans if p[0] == school} or {
            v for v in old.versions ^ new.versions if v[0] == school
        }
        becomes = "goes" if school not in old.schools else "comes back" if school not in new.schools else ""
        name = (new.schools | old.schools)[school]
        lines.append(SchoolLine(name, becomes or ("changes" if other else "stays"), plans, versions))
    gone = sorted(new.logins - old.logins)
    return Compared(old.last, lines, len(new.links - old.links), gone, bool(new.forgotten - old.forgotten))


def bring_back(service: Service, caller: Caller, secret: str, copy: Copy, language: Language) -> tuple[Copy, int]:
    """Put a copy in the place of what is there: (the copy of what was there before, number of schools).

    Whoever asks stays logged in where the account is in the copy too. Planning that is at work finds its rows gone, and its
    result is not stored; what had begun when the copy was made begins anew. Raises Refusal: bad_copy, only_one_file, busy.
    """
    _only_one_file(service)
    before = kept_beside(service.database.path)
    with service.database.read() as connection:
        session = people.token(connection, digest(secret), service.now())
    with _in_words(language), _TURNS.turn(), opened(copy.path) as backup:
        service.database.examine()  # what is damaged is not written into: that is mended while no service runs
        count = put_in_place(service.database, backup, before)
    with service.database.write() as connection:
        audit.note(connection, service.now(), caller.login, None, "copy_brought_back", schools=count)
        _stay(connection, caller, session)
    service.shelf.refresh()
    return _copy(before), count


def _stay(connection: Connection, caller: Caller, session: RowMapping | None) -> None:
    known = people.by_id(connection, caller.id)
    same = known is not None and known["keeper"] and known["disabled"] is None
    if (
        session is not None
        and same
        and connection.execute(select(t.token).where(t.token.c.hash == session["hash"])).first() is None
    ):
        connection.execute(insert(t.token).values(dict(session)))


def _only_one_file(service: Service) -> None:
    if not service.settings.is_embedded:
        raise Refusal("only_one_file")


def _examine(file: Path, language: Language) -> None:
    with _in_words(language), _TURNS.turn(), opened(file):
        pass


@contextmanager
def _in_words(language: Language) -> Iterator[None]:
    try:
        yield
    except Unusable as error:
        _ = translator(language)
        raise Refusal("bad_copy", problem=faults.said_of(error.code, _("The file"), language)) from error
    except FileNotFoundError as error:  # somebody has deleted it meanwhile
        raise Refusal("not_found") from error


def _copy(file: Path) -> Copy:
    status, name = file.stat(), file.name
    why = "handed_over" if name.startswith(f"{HANDED_OVER}.") else "before_restore" if BEFORE_RESTORE in name else "kept"
    moment = dt.datetime.fromtimestamp(status.st_mtime, dt.UTC)
    return Copy(hashlib.sha256(name.encode(errors="replace")).hexdigest()[:16], moment, why, status.st_size, file)


def _held(connection: Connection) -> Held:
    def rows(*columns: object, where: object = True) -> Iterator[tuple[object, ...]]:
        query = select(*columns).where(where)  # type: ignore[call-overload]
        return (tuple(row) for row in connection.execute(query))

    named = t.school.c
    schools = {str(row[0]): Text(zh=str(row[1]), en=str(row[2])) for row in rows(named.id, named.name_zh, named.name_en)}
    plan, version = t.revision.c, t.document.c
    return Held(
        schools,
        set(rows(plan.school, plan.number, plan.created, where=plan.state.in_(("published", "past")))),  # type: ignore[arg-type]
        set(rows(version.school, version.version, version.created)),  # type: ignore[arg-type]
        {str(row[0]) for row in rows(t.feed.c.token, where=t.feed.c.revoked.is_(None))},
        {str(row[0]) for row in rows(t.person.c.login)},
        set(rows(t.audit.c.school, t.audit.c.at, where=t.audit.c.action == "names_forgotten")),  # type: ignore[arg-type]
        connection.execute(select(t.audit.c.at).order_by(t.audit.c.id.desc()).limit(1)).scalar(),
    )

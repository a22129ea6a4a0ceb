"""Rows of one school. Every query about a school goes through `SchoolRows`, which names the school in each of them."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from api.store import tables as t
from api.store.feeds import another_mark
from planner.models.school import School
from planner.reading.lookalikes import fold_lookalikes

Kind = Literal["yaml", "json", "xlsx"]


class Stale(Exception):
    """Somebody else has changed the thing since it was read; ``present`` is its version now."""

    def __init__(self, present: int) -> None:
        self.present = present
        super().__init__(str(present))


class Document(NamedTuple):
    """A school file as it was sent."""

    version: int
    kind: Kind
    content: bytes
    term: str


class SchoolRows:
    """The rows of one school, in one transaction."""

    def __init__(self, connection: Connection, school: str) -> None:
        self.connection = connection
        self.id = school

    def row(self) -> RowMapping | None:
        """The school itself."""
        return self.connection.execute(select(t.school).where(t.school.c.id == self.id)).mappings().one_or_none()

    def lock(self) -> None:
        """Let nobody else change this school until the transaction ends. (SQLite: write transactions are alone anyway.)"""
        self.connection.execute(select(t.school.c.id).where(t.school.c.id == self.id).with_for_update()).first()

    def document(self, version: int | None = None) -> Document | None:
        """A document by version; the newest by default."""
        query = select(t.document).where(t.document.c.school == self.id)
        query = (
            query.where(t.document.c.version == version) if version else query.order_by(t.document.c.version.desc()).limit(1)
        )
        row = self.connection.execute(query).mappings().one_or_none()
        return Document(row["version"], row["kind"], zlib.decompress(row["content"]), row["term"]) if row else None

    def documents(self) -> list[RowMapping]:
        """All versions, the newest first, without their content."""
        columns = [c for c in t.document.c if c.name != "content"]
        query = select(*columns).where(t.document.c.school == self.id).order_by(t.document.c.version.desc())
        return list(self.connection.execute(query).mappings())

    def replace(
        self,
        school: School,
        kind: Kind,
        content: bytes,
        author: str,
        now: dt.datetime,
        expected: int | None,
        note: str = "",
        answered: dict[str, str] | None = None,
    ) -> int:
        """Store a further version and return its number. Raises Stale when ``expected`` is not the present one."""
        self.lock()
        row = self.row()
        present = int(row["version"]) if row else 0
        if expected is not None and expected != present:
            raise Stale(present)
        version = present + 1
        self._insert(version, school, kind, content, author, now, note, answered)
        values = {**_facts(school), "version": version}
        self.connection.execute(update(t.school).where(t.school.c.id == self.id).values(values))
        return version

    def create(self, school: School, kind: Kind, content: bytes, author: str, now: dt.datetime) -> None:
        """The school with its first document. The id must be free."""
        values = {"id": self.id, **_facts(school), "version": 1}
        self.connection.execute(insert(t.school).values(**values, created=now))
        self._insert(1, school, kind, content, author, now, "created")

    def remove(self) -> None:
        """The school and all that belongs to it."""
        self.connection.execute(delete(t.role_grant).where(t.role_grant.c.school == self.id))
        self.connection.execute(delete(t.revision).where(t.revision.c.school == self.id))
        self.connection.execute(delete(t.school).where(t.school.c.id == self.id))
        another_mark(self.connection)

    def runs(self, limit: int = 20) -> list[RowMapping]:
        """Runs, the newest first."""
        query = select(t.run).where(t.run.c.school == self.id).order_by(t.run.c.created.desc(), t.run.c.id).limit(limit)
        return list(self.connection.execute(query).mappings())

    def run(self, run: str) -> RowMapping | None:
        """One run with its result: ``outcome`` is None while there is none."""
        query = (
            select(t.run, t.result.c.outcome)
            .select_from(t.run.outerjoin(t.result, t.result.c.run == t.run.c.id))
            .where(t.run.c.school == self.id, t.run.c.id == run)
        )
        return self.connection.execute(query).mappings().one_or_none()

    def rewrite(self, version: int, content: bytes) -> None:
        """Another spelling of a stored version, as JSON: with less about people."""
        where = (t.document.c.school == self.id) & (t.document.c.version == version)
        values = {"kind": "json", "content": zlib.compress(content), "answered": None}
        self.connection.execute(update(t.document).where(where).values(values))

    def outcomes(self, term: str) -> list[tuple[str, dict[str, Any]]]:
        """(run, what it found) of all runs of a term."""
        query = select(t.run.c.id, t.result.c.outcome).join(t.result, t.result.c.run == t.run.c.id)
        return list(self.connection.execute(query.where(t.run.c.school == self.id, t.run.c.term == term)))

    def set_outcome(self, run: str, outcome: Mapping[str, Any]) -> None:
        """Another wording of what a run found: with less about people."""
        self.connection.execute(update(t.result).where(t.result.c.run == run).values(outcome=dict(outcome)))

    def start_run(
        self,
        run: str,
        wanted: Mapping[str, Any],
        base: int | None,
        author: str,
        now: dt.datetime,
        batch: str | None = None,
    ) -> None:
        """A queued run of the newest document; one of a batch is held until the queue has room for it."""
        row = self.row()
        assert row is not None
        values = {"id": run, "school": self.id, "term": row["term"], "version": row["version"], "base": base}
        values |= {"batch": batch, "held": batch is not None}
        self.connection.execute(
            insert(t.run).values(
                **values, wanted=dict(wanted), state="queued", cancel=False, attempt=0, author=author, created=now
            )
        )

    def audit(self, limit: int = 100) -> list[RowMapping]:
        """What was done to this school, the newest first."""
        # Of a school that had this id before, nothing is shown.
        begun = select(t.school.c.created).where(t.school.c.id == self.id).scalar_subquery()
        mine = (t.audit.c.school == self.id) & (t.audit.c.at >= begun)
        query = select(t.audit).where(mine).order_by(t.audit.c.id.desc()).limit(limit)
        return list(self.connection.execute(query).mappings())

    def _insert(
        self,
        version: int,
        school: School,
        kind: Kind,
        content: bytes,
        author: str,
        now: dt.datetime,
        note: str,
        answered: dict[str, str] | None = None,
    ) -> None:
        values = {
            "school": self.id,
            "version": version,
            "term": school.term.id,
            "kind": kind,
            "note": note,
            "answered": answered,
        }
        packed = zlib.compress(content)
        self.connection.execute(insert(t.document).values(**values, content=packed, author=author, created=now))


def school_ids(connection: Connection, allowed: Iterable[str] | None) -> list[str]:
    """Ids of the schools among ``allowed``; all of them when that is None."""
    query = select(t.school.c.id).order_by(t.school.c.id)
    if allowed is not None:
        query = query.where(t.school.c.id.in_(list(allowed)))
    return list(connection.execute(query).scalars())


def is_taken(connection: Connection, school: str) -> bool:
    """Whether a school has this id."""
    return bool(connection.execute(select(func.count()).where(t.school.c.id == school)).scalar())


def seen_as(connection: Connection, allowed: Iterable[str] | None, school: School) -> list[RowMapping]:
    """Schools among ``allowed`` (None = all) that a file may be of: of its id, or of its name in either language."""
    ids = school_ids(connection, allowed)
    rows = connection.execute(select(t.school).where(t.school.c.id.in_(ids)).order_by(t.school.c.created)).mappings()
    names = {_folded(school.name.zh), _folded(school.name.en)}
    return [row for row in rows if school.id == row["id"] or names & {_folded(row["name_zh"]), _folded(row["name_en"])}]


def _folded(name: str) -> str:
    return "".join(fold_lookalikes(name).casefold().split())


def _facts(school: School) -> dict[str, str | int]:
    names = {"name_zh": school.name.zh, "name_en": school.name.en}
    return {
        **names,
        "term": school.term.id,
        "classes": len(school.class_list),
        "timezone": school.term.timezone,
        "adults": school.grown_up,
    }

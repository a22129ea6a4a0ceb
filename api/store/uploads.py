"""Timetable files that were sent, with the answers given so far: what a person has begun can be gone on with tomorrow."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from api.store import tables as t

_KEPT = dt.timedelta(days=14)


class Upload(NamedTuple):
    """A file and what has been answered about it."""

    id: str
    school: str | None
    """None: of a school that is to be made."""
    name: str
    content: bytes
    answers: dict[str, str]


def add(
    connection: Connection, upload: str, person: str, school: str | None, name: str, content: bytes, now: dt.datetime
) -> None:
    """Keep a file; those that nobody has gone on with for two weeks go."""
    connection.execute(delete(t.upload).where(t.upload.c.created < now - _KEPT))
    values: dict[str, Any] = {
        "id": upload,
        "person": person,
        "school": school,
        "name": name,
        "content": zlib.compress(content),
        "answers": {},
    }
    connection.execute(insert(t.upload).values(**values, created=now))


def find(connection: Connection, upload: str, person: str) -> Upload | None:
    """A file that this person has sent."""
    where = (t.upload.c.id == upload) & (t.upload.c.person == person)
    row = connection.execute(select(t.upload).where(where)).mappings().one_or_none()
    if row is None:
        return None
    return Upload(row["id"], row["school"], row["name"], zlib.decompress(row["content"]), dict(row["answers"]))


def answer(connection: Connection, upload: str, answers: Mapping[str, str]) -> None:
    """Keep answers in place of those that were there."""
    connection.execute(update(t.upload).where(t.upload.c.id == upload).values(answers=dict(answers)))


def drop(connection: Connection, upload: str) -> None:
    """A file that has become part of a school is not needed any more."""
    connection.execute(delete(t.upload).where(t.upload.c.id == upload))

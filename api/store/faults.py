"""What is wrong with a database, told apart by its own error codes: never one sentence for everything."""

from __future__ import annotations

import sqlite3
from typing import Literal

from sqlalchemy.exc import DBAPIError

Code = Literal[
    "damaged",  # not readable as a database, or its pages contradict each other
    "newer",  # made by a newer version of lunjie
    "foreign",  # a database of something else
    "read_only",  # may be read and not written
    "full",  # the disk has no room
    "busy",  # another program holds it
    "not_openable",  # the file or folder may not be opened
    "too_many",  # PostgreSQL has no connection left
    "unreachable",  # PostgreSQL does not answer, or refuses the account
]
_SQLITE: dict[int, Code] = {
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_CANTOPEN: "not_openable",
    sqlite3.SQLITE_PERM: "not_openable",
    sqlite3.SQLITE_IOERR: "damaged",
}
_TOO_MANY = ("53300", "too many clients", "remaining connection slots", "too many connections")


class Unusable(Exception):
    """A database that cannot be used, and why: ``code`` is one of `Code`."""

    def __init__(self, code: Code, where: str = "") -> None:
        super().__init__(f"{code}: {where}" if where else code)
        self.code: Code = code
        self.where = where


def fault(error: BaseException) -> Code | None:
    """Why a database failed; None for errors that are no fault of a database, but ours."""
    if isinstance(error, Unusable):
        return error.code
    origin = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(origin, sqlite3.Error):
        return _SQLITE.get((getattr(origin, "sqlite_errorcode", None) or 0) & 0xFF)
    if type(origin).__module__.partition(".")[0] == "psycopg" and type(origin).__name__ == "OperationalError":
        text = f"{getattr(origin, 'sqlstate', None) or ''} {origin}".lower()
        return "too_many" if any(word in text for word in _TOO_MANY) else "unreachable"
    return None

"""What has been chosen for the service as a whole, on its pages."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, delete, insert, select

from api.store import tables as t

ADDRESS = "address"
"""Under which others reach the service: https://library.example, without a path."""


def get(connection: Connection, name: str) -> str:
    """What was chosen; empty when nothing was."""
    query = select(t.setting.c.value).where(t.setting.c.name == name)
    return connection.execute(query).scalar() or ""


def put(connection: Connection, name: str, value: str | None, author: str, now: dt.datetime) -> None:
    """Choose; None goes back to nothing chosen."""
    connection.execute(delete(t.setting).where(t.setting.c.name == name))
    if value is not None:
        connection.execute(insert(t.setting).values(name=name, value=value, author=author, changed=now))

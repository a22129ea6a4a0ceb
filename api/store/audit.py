"""Who did what, when. Ids and counts only: the trail outlives the names of pupils."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, insert

from api.store import tables as t


def note(connection: Connection, now: dt.datetime, who: str, school: str | None, action: str, **detail: Any) -> None:
    """Write one line of the trail, in the transaction of the deed itself."""
    connection.execute(insert(t.audit).values(at=now, who=who, school=school, action=action, detail=detail))

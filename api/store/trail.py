"""Who did what in many schools at once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, select

from api.store import tables as t


def over_schools(connection: Connection, schools: Sequence[str], limit: int, before: int | None = None) -> list[RowMapping]:
    """Lines of the trail of these schools, the newest first, with id and names of the school; those before a line's id.

    A school that was taken out and added again under its id begins anew.
    """
    query = select(t.audit, t.school.c.name_zh, t.school.c.name_en).join(t.school, t.school.c.id == t.audit.c.school)
    query = query.where(t.audit.c.school.in_(schools), t.audit.c.at >= t.school.c.created)
    if before is not None:
        query = query.where(t.audit.c.id < before)
    return list(connection.execute(query.order_by(t.audit.c.id.desc()).limit(limit)).mappings())

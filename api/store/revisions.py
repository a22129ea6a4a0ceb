"""Revisions: plans as they were found or published. Their plans never change; only their state does."""

from __future__ import annotations

import zlib

from sqlalchemy import Connection, func, select

from api.store import tables as t
from planner.models.planfile import PlanFile, dump_plan, load_plan

STATES = ("draft", "published", "past", "discarded")


def next_number(connection: Connection, school: str) -> int:
    """Number for a new revision of a school. Locks the school, so that two writers never get the same."""
    connection.execute(select(t.school.c.id).where(t.school.c.id == school).with_for_update())
    newest = connection.execute(select(func.max(t.revision.c.number)).where(t.revision.c.school == school)).scalar()
    return int(newest or 0) + 1


def pack(planfile: PlanFile) -> bytes:
    """A plan file as it is stored."""
    return zlib.compress(dump_plan(planfile))


def unpack(stored: bytes) -> PlanFile:
    """What `pack` made."""
    return load_plan(zlib.decompress(stored))

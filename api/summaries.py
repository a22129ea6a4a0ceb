"""Rows as they are shown to people: schools in a list, revisions, runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from api.deps import Rows
from api.jobs.reasons import reason_text
from api.schemas import Revision, Run, SchoolSummary
from api.store import tables as t
from api.store.people import Role
from api.store.revisions import of_date
from planner.models.base import Language, Text


def summary(rows: Rows, role: Role) -> SchoolSummary:
    """A school in a list."""
    row = rows.row()
    assert row is not None
    running = sum(r["state"] in ("queued", "running") for r in rows.runs(50))
    return _summary(row, rows.revisions.listed(), running, role, rows.today)


def summaries(connection: Connection, roles: Mapping[str, Role], today: dt.date) -> list[SchoolSummary]:
    """The same for many schools, in three queries altogether."""
    ids = list(roles)
    columns = [c for c in t.revision.c if c.name != "planfile"]
    standing = t.revision.c.state.in_(("draft", "published"))
    listed: dict[str, list[RowMapping]] = {school: [] for school in ids}
    for row in connection.execute(select(*columns).where(t.revision.c.school.in_(ids), standing)).mappings():
        listed[row["school"]].append(row)
    active = t.run.c.state.in_(("queued", "running"))
    counted = select(t.run.c.school, func.count()).where(t.run.c.school.in_(ids), active).group_by(t.run.c.school)
    running: dict[str, int] = dict(connection.execute(counted).all())
    schools = connection.execute(select(t.school).where(t.school.c.id.in_(ids)).order_by(t.school.c.id)).mappings()
    return [_summary(row, listed[row["id"]], running.get(row["id"], 0), roles[row["id"]], today) for row in schools]


def revision(row: Mapping[str, Any] | RowMapping) -> Revision:
    """One plan in a list."""
    return Revision.model_validate({name: row[name] for name in Revision.model_fields})


def run(row: RowMapping, language: Language, *, names: bool) -> Run:
    """A run. Without ``names`` the explanation of an impossible school is left out: it may name single helpers."""
    wanted, outcome = row["wanted"], row.get("outcome")
    if outcome is not None and not names:
        outcome = {k: v for k, v in outcome.items() if k not in {"explanation", "shortages"}}
    known = {name: row[name] for name in Run.model_fields if name in row}
    return Run.model_validate(
        {
            **known,
            "kind": wanted["kind"],
            "since": wanted.get("since"),
            "seconds": wanted["seconds"],
            "strategies": wanted.get("strategies", []) if wanted["kind"] == "replan" else [],
            "reason_text": reason_text(row["reason"], language) if row["reason"] else None,
            "outcome": outcome,
        }
    )


def _summary(row: RowMapping, listed: list[RowMapping], running: int, role: Role, today: dt.date) -> SchoolSummary:
    standing = [r for r in _newest_first(listed) if r["state"] == "published"]
    published = of_date(standing, today)
    return SchoolSummary(
        id=row["id"],
        name=Text(zh=row["name_zh"], en=row["name_en"]),
        term=row["term"],
        version=row["version"],
        classes=row["classes"],
        role=role,
        published=revision(published) if published else None,
        drafts=sum(r["state"] == "draft" for r in listed) if role == "librarian" else 0,
        running=running,
        changed=not any(r["term"] == row["term"] and r["version"] == row["version"] for r in standing),
    )


def _newest_first(listed: list[RowMapping]) -> list[RowMapping]:
    return sorted(listed, key=lambda r: (r["term_start"], r["number"]), reverse=True)

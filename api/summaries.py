"""Rows as they are shown to people: schools in a list, revisions, runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from api.deps import Rows
from api.jobs.reasons import reason_text
from api.schemas import Revision, Run, SchoolSummary
from api.store.people import Role
from planner.models.base import Language, Text


def summary(rows: Rows, role: Role) -> SchoolSummary:
    """A school in a list."""
    row = rows.row()
    assert row is not None
    listed = rows.revisions.listed()
    published = next((r for r in _newest_first(listed) if r["state"] == "published"), None)
    drafts = [r for r in listed if r["state"] == "draft"]
    return SchoolSummary(
        id=rows.id,
        name=Text(zh=row["name_zh"], en=row["name_en"]),
        term=row["term"],
        version=row["version"],
        classes=row["classes"],
        role=role,
        published=revision(published) if published else None,
        drafts=len(drafts),
        running=sum(r["state"] in ("queued", "running") for r in rows.runs(50)),
        changed=published is None or published["version"] != row["version"],
    )


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
            "strategies": wanted.get("strategies", []) if wanted["kind"] == "replan" else [],
            "reason_text": reason_text(row["reason"], language) if row["reason"] else None,
            "outcome": outcome,
        }
    )


def _newest_first(listed: list[RowMapping]) -> list[RowMapping]:
    return sorted(listed, key=lambda r: (r["term_start"], r["number"]), reverse=True)

"""The plans of a school that were published, and what moved between two of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import RowMapping

from api.deps import Door, Rows
from api.pages.figures import Figure, key_figures
from api.store.revisions import unpack
from planner.changes.strategies import STRATEGIES
from planner.languages import Language
from planner.messages.wording import translator
from planner.outputs.tables.notice import Notice


@dataclass(frozen=True)
class Plan:
    """A plan that is in force, or was."""

    number: int
    published: dt.datetime | None
    who: str
    what: str
    """How it came about: planned, changed by a strategy, a substitute, gone back."""
    figures: list[Figure]
    in_force: bool
    over: bool
    """It was in force until its term ended."""
    before: int | None
    """The plan that it followed."""
    may_return: bool


@dataclass(frozen=True)
class Pair:
    """Two plans beside each other."""

    old: Plan
    new: Plan
    counts: dict[str, int]
    text: str


def history(door: Door, rows: Rows) -> list[Plan]:
    """The newest first; drafts are not among them."""
    deeds = {x["detail"].get("revision"): x for x in reversed(rows.audit(1000)) if "revision" in x["detail"]}
    listed = [row for row in rows.revisions.listed() if row["state"] in ("published", "past")]
    terms = {row["term"] for row in listed if row["state"] == "published"}
    return [_plan(row, deeds.get(row["number"]), door.language, terms, rows.today) for row in listed]


def compared(door: Door, before: RowMapping, after: RowMapping) -> Pair:
    """What moved from one to the other."""
    counts, text = _notice(before["planfile"], after["planfile"], door.language)
    none, today = set[str](), door.service.today()
    old, new = (_plan(row, None, door.language, none, today) for row in (before, after))
    return Pair(old, new, counts, text)


@lru_cache(maxsize=32)
def _notice(before: bytes, after: bytes, language: Language) -> tuple[dict[str, int], str]:
    new = unpack(after)
    notice = Notice(unpack(before).chapter, new.chapter, new.term, language)
    found = notice.changes
    counts = {kind: found.count(kind) for kind in ("moved", "added", "removed")}
    return {**counts, "weekdays": found.weekdays, "helpers": found.helpers}, notice.text()


def _plan(row: RowMapping, deed: RowMapping | None, language: Language, terms: set[str], today: dt.date) -> Plan:
    _, over = translator(language), row["term_end"] < today.isoformat()
    title = STRATEGIES[row["strategy"]].title if row["strategy"] in STRATEGIES else ""
    action = deed["action"] if deed is not None else ""
    what = {
        "substituted": _("a substitute"),
        "undone": _("back to the plan before"),
        "restored": _("back to an earlier plan"),
    }.get(action, translator(language)(title) if title else _("planned"))
    return Plan(
        row["number"],
        row["published"],
        deed["who"] if deed is not None else row["author"],
        what,
        key_figures(row["figures"], language, unconfirmed=0),
        row["state"] == "published" and not over,
        row["state"] == "published" and over,
        row["base"],
        row["state"] == "past" and row["term"] in terms,
    )

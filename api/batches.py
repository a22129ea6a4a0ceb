"""What came of planning for many schools: one outcome for each, in words that name no pupil."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping

from api.deps import Service
from api.documents import school_of
from api.errors.words import ERRORS
from api.jobs.reasons import reason_text
from api.schemas import BatchDetail, BatchLine
from api.schemas.planning import Outcome
from api.store import batches
from api.store.schools import SchoolRows
from planner.errors import BadInput
from planner.languages import N_
from planner.messages.wording import translator
from planner.models.base import Language, Text

_STATES: dict[str, Outcome] = {
    "queued": "waiting",
    "running": "running",
    "failed": "failed",
    "cancelled": "cancelled",
}
_REVISIONS: dict[str, Outcome] = {"draft": "ready", "published": "published", "past": "published", "discarded": "discarded"}
_OPEN = ("waiting", "running")
_LEFT = {
    "unchanged": N_("Its file has not changed since the published plan was made."),
    "running": N_("It is being planned already."),
    "draft": N_("A draft of its newest file waits to be looked at."),
    "bad_school": N_("Its file cannot be read any more."),
    "not_found": N_("There is no such school, or the account may not plan it."),
}
_IMPOSSIBLE = N_("No plan is possible. The school's librarian sees why.")


OUTCOMES: dict[Outcome, str] = {
    "waiting": N_("waiting"),
    "running": N_("planning"),
    "ready": N_("draft ready"),
    "published": N_("published"),
    "discarded": N_("thrown away"),
    "impossible": N_("impossible"),
    "no_time": N_("not ready in time"),
    "failed": N_("failed"),
    "cancelled": N_("stopped"),
    "left": N_("left out"),
}


def newest_batch(service: Service, mine: Sequence[str], language: Language) -> BatchDetail | None:
    """What came of the newest batch in these schools; None before the first."""
    with service.database.read() as connection:
        found = batches.newest(connection, mine, 1)
        return shown(connection, found[0], mine, language) if found else None


def shown(connection: Connection, row: RowMapping, mine: Sequence[str], language: Language) -> BatchDetail:
    """A batch with its schools among ``mine``; those left out at the end."""
    drafted = batches.drafted(connection, row["id"])
    lines = [_line(connection, one, drafted.get(one["id"]), language) for one in batches.lines(connection, row["id"], mine)]
    left = {school: code for school, code in row["left"].items() if school in mine}
    names = batches.names(connection, list(left))
    lines += [_left(school, names[school], code, language) for school, code in left.items() if school in names]
    started = [line for line in lines if line.outcome != "left"]
    return BatchDetail(
        id=row["id"],
        author=row["author"],
        created=row["created"],
        all=len(started),
        ended=sum(line.outcome not in _OPEN for line in started),
        counts=dict(Counter(line.outcome for line in lines)),
        lines=lines,
    )


def _line(connection: Connection, row: RowMapping, drafted: tuple[int, str] | None, language: Language) -> BatchLine:
    found: dict[str, Any] = row["outcome"] or {}
    outcome, words = _STATES.get(row["state"]), None
    if outcome is None:
        if drafted is not None:
            outcome = _REVISIONS.get(drafted[1], "ready")
        elif found.get("status") == "INFEASIBLE":
            outcome, words = "impossible", _cause(connection, row, found, language)
        else:
            outcome = "no_time"
    if outcome == "failed" and row["reason"]:
        words = reason_text(row["reason"], language)
    proposals = found.get("proposals") or ()
    return BatchLine(
        school=row["school"],
        name=Text(zh=row["name_zh"], en=row["name_en"]),
        outcome=outcome,
        reason=row["reason"],
        words=words,
        run=row["id"],
        revision=drafted[0] if drafted else None,
        changes=proposals[0].get("changes") if proposals else None,
    )


def _left(school: str, name: tuple[str, str], code: str, language: Language) -> BatchLine:
    say = translator(language)
    words = say(_LEFT[code]) if code in _LEFT else say(ERRORS[code].text).partition("{")[0] if code in ERRORS else code
    named = Text(zh=name[0], en=name[1])
    return BatchLine(school=school, name=named, outcome="left", reason=code, words=words, run=None, revision=None, changes=None)


def _cause(connection: Connection, row: RowMapping, found: dict[str, Any], language: Language) -> str:
    """The first shortage; where a sentence names a pupil, only that there is none."""
    general = translator(language)(_IMPOSSIBLE)
    sentences = [one["sentence"][language] for one in found.get("shortages") or () if "sentence" in one]
    if not sentences:
        return general
    document = SchoolRows(connection, row["school"]).document(row["version"])
    try:
        names = [helper.name for helper in school_of(document).helpers if helper.name] if document else []
    except BadInput:
        return general
    first: str = sentences[0]
    return general if any(name in first for name in names) else first

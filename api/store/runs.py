"""Planning runs: the truth about them is in these rows, whatever the queue or a worker believes.

    queued ──begin──> running ──finish──> done             running ──fail──> failed
       ├──────────────cancel──────────────> cancelled <──give_up──┘
       └<──put_back, lose── running

An attempt that is no longer the newest can write nothing: a worker that was thought dead and comes back loses its result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, exists, func, insert, select, update

from api.store import tables as t

MAX_ATTEMPTS = 10
"""How often a run is begun again whose worker was lost. Restarts and power cuts are nobody's fault; a run that takes down
its own child is told apart by `api.jobs.execute`, after two of them."""
ACTIVE = ("queued", "running")


class Draft(NamedTuple):
    """A plan that a run has found, ready to be stored as a draft revision."""

    strategy: str | None
    planfile: bytes
    """zlib-compressed `dump_plan`."""
    figures: Mapping[str, Any]


def run_row(connection: Connection, run: str) -> RowMapping | None:
    """A run by id, of whatever school: for workers, which serve all of them."""
    return connection.execute(select(t.run).where(t.run.c.id == run)).mappings().one_or_none()


def waiting(connection: Connection) -> tuple[int, dt.datetime | None]:
    """(how many runs wait, since when the oldest of them has)."""
    query = select(func.count(), func.min(t.run.c.created)).where(t.run.c.state == "queued")
    count, oldest = connection.execute(query).one()
    return int(count), oldest


def begin(connection: Connection, run: str, now: dt.datetime) -> int | None:
    """Start the next attempt and return its number; None when the run needs no (further) attempt.

    A run that has already had MAX_ATTEMPTS, whose worker was lost each time, is failed here.
    """
    row = connection.execute(select(t.run).where(t.run.c.id == run).with_for_update()).mappings().one_or_none()
    if row is None or row["state"] not in ACTIVE:
        return None
    if row["cancel"] and row["state"] == "queued":
        _close(connection, run, "cancelled", now)
        return None
    if row["attempt"] >= MAX_ATTEMPTS:
        _close(connection, run, "failed", now, "workers_lost")
        return None
    attempt = int(row["attempt"]) + 1
    values = {"state": "running", "attempt": attempt, "started": row["started"] or now, "progress": None}
    connection.execute(update(t.run).where(t.run.c.id == run).values(values))
    return attempt


def save_progress(connection: Connection, run: str, attempt: int, progress: Mapping[str, Any]) -> None:
    """Store how far an attempt is; nothing when it is not the newest any more."""
    where = (t.run.c.id == run) & (t.run.c.attempt == attempt) & (t.run.c.state == "running")
    connection.execute(update(t.run).where(where).values(progress=dict(progress)))


def goes_on(connection: Connection, run: str, attempt: int) -> bool | None:
    """Whether an attempt is to go on; False when somebody has asked to stop, None when it is not the newest any more."""
    row = connection.execute(select(t.run.c.state, t.run.c.attempt, t.run.c.cancel).where(t.run.c.id == run)).one_or_none()
    if row is None or (row.state, row.attempt) != ("running", attempt):
        return None
    return not row.cancel


def cancel(connection: Connection, run: str, now: dt.datetime) -> bool:
    """Ask a run to stop: a queued one ends here, a running one when its worker sees it. False when it has ended."""
    row = connection.execute(select(t.run.c.state).where(t.run.c.id == run).with_for_update()).one_or_none()
    if row is None or row.state not in ACTIVE:
        return False
    connection.execute(update(t.run).where(t.run.c.id == run).values(cancel=True))
    if row.state == "queued":
        _close(connection, run, "cancelled", now)
    return True


def give_up(connection: Connection, run: str, attempt: int, now: dt.datetime) -> bool:
    """End a run that was stopped before it had any plan."""
    where = (t.run.c.id == run) & (t.run.c.attempt == attempt) & (t.run.c.state == "running")
    return connection.execute(update(t.run).where(where).values(state="cancelled", finished=now)).rowcount == 1


def put_back(connection: Connection, run: str, attempt: int) -> bool:
    """Queue a run again whose worker is shut down in good order; the attempt does not count."""
    where = (t.run.c.id == run) & (t.run.c.attempt == attempt) & (t.run.c.state == "running")
    values = {"state": "queued", "attempt": attempt - 1, "progress": None}
    return connection.execute(update(t.run).where(where).values(values)).rowcount == 1


def lose(connection: Connection, these: list[str]) -> None:
    """Queue runs again whose worker is gone. The attempt counts: perhaps it was the run that took the worker down."""
    where = t.run.c.id.in_(these) & (t.run.c.state == "running")
    connection.execute(update(t.run).where(where).values(state="queued", progress=None))


def is_any_first(connection: Connection, strange: Collection[str] = ()) -> bool:
    """Whether a run waits that comes before batches: somebody asked for just this one, or it had begun and was cut off.

    Not where its school has another run that goes on: that one has to end first. ``strange`` ones do not count.
    """
    busy = select(t.run.c.school).where(t.run.c.state == "running")
    before_others = t.run.c.batch.is_(None) | t.run.c.started.is_not(None)
    waits = (t.run.c.state == "queued") & before_others & t.run.c.school.not_in(busy) & t.run.c.id.not_in(strange)
    return bool(connection.execute(select(exists().where(waits))).scalar())


def finish(
    connection: Connection, run: str, attempt: int, outcome: Mapping[str, Any], drafts: list[Draft], now: dt.datetime
) -> list[int] | None:
    """Store the result of an attempt and its drafts, in one transaction; numbers of the drafts.

    None when another attempt has the run by now, or it has ended: then nothing is stored.
    """
    where = (t.run.c.id == run) & (t.run.c.attempt == attempt) & (t.run.c.state == "running")
    state = "done"
    changed = connection.execute(update(t.run).where(where).values(state=state, finished=now))
    if changed.rowcount != 1:
        return None
    row = connection.execute(select(t.run).where(t.run.c.id == run)).mappings().one()
    numbers = [_draft(connection, row, draft, now) for draft in drafts]
    values = {"run": run, "outcome": {**outcome, "revisions": numbers}, "created": now}
    connection.execute(insert(t.result).values(values))
    return numbers


def fail(connection: Connection, run: str, attempt: int, reason: str, now: dt.datetime) -> bool:
    """End a run that cannot be worked on; ``reason`` is a stable code. False when it has ended or begun anew already."""
    where = (t.run.c.id == run) & (t.run.c.attempt == attempt) & t.run.c.state.in_(ACTIVE)
    values = {"state": "failed", "reason": reason, "finished": now}
    return connection.execute(update(t.run).where(where).values(values)).rowcount == 1


def _close(connection: Connection, run: str, state: str, now: dt.datetime, reason: str | None = None) -> None:
    connection.execute(update(t.run).where(t.run.c.id == run).values(state=state, finished=now, reason=reason, held=False))


def _draft(connection: Connection, run: RowMapping, draft: Draft, now: dt.datetime) -> int:
    from api.store.revisions import next_number

    number = next_number(connection, run["school"])
    connection.execute(
        insert(t.revision).values(
            school=run["school"],
            number=number,
            term=run["term"],
            term_start=draft.figures["term_start"],
            term_end=draft.figures["term_end"],
            state="draft",
            version=run["version"],
            base=run["base"],
            run=run["id"],
            strategy=draft.strategy,
            planfile=draft.planfile,
            figures=dict(draft.figures),
            author=run["author"],
            created=now,
        )
    )
    return number

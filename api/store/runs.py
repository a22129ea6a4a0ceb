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

from sqlalchemy import Connection, RowMapping, bindparam, exists, func, insert, select, update

from api.store import tables as t
from api.store.revisions import next_number

MAX_ATTEMPTS = 10
"""How often a run is begun again whose worker was lost. Restarts and power cuts are nobody's fault; a run that takes down
its own child is told apart by `api.jobs.execute`, after two of them."""
ACTIVE = ("queued", "running")

# What every run needs, put together once: SQLAlchemy takes longer to build a statement than a database to answer it.
_THIS = t.run.c.id == bindparam("this")
_MINE = _THIS & (t.run.c.attempt == bindparam("mine")) & (t.run.c.state == "running")
_ROW = select(t.run).where(_THIS)
_BEGIN = (
    update(t.run)
    .where(_THIS, t.run.c.state.in_(ACTIVE), t.run.c.attempt < MAX_ATTEMPTS)
    .where((t.run.c.state == "running") | ~t.run.c.cancel)
    .values(
        state="running",
        attempt=t.run.c.attempt + 1,
        started=func.coalesce(t.run.c.started, bindparam("moment", type_=t.Moment)),
        progress=None,
    )
    .returning(t.run.c.attempt)
)
_STATE = select(t.run.c.cancel).where(_MINE)
_PROGRESS = update(t.run).where(_MINE).values(progress=bindparam("step", type_=t.run.c.progress.type)).returning(t.run.c.cancel)
_DONE = (
    update(t.run)
    .where(_MINE)
    .values(state="done", finished=bindparam("moment", type_=t.Moment))
    .returning(t.run.c.school, t.run.c.term, t.run.c.version, t.run.c.base, t.run.c.author)
)
_busy = select(t.run.c.school).where(t.run.c.state == "running")
_COMES_FIRST = (
    (t.run.c.state == "queued") & (t.run.c.batch.is_(None) | t.run.c.started.is_not(None)) & t.run.c.school.not_in(_busy)
)
_RUNNING = select(func.count()).where(t.run.c.state == "running")
_IS_ANY_FIRST = select(exists().where(_COMES_FIRST))
_RESULT, _REVISION = insert(t.result), insert(t.revision)


class Draft(NamedTuple):
    """A plan that a run has found, ready to be stored as a draft revision."""

    strategy: str | None
    planfile: bytes
    """zlib-compressed `dump_plan`."""
    figures: Mapping[str, Any]


def run_row(connection: Connection, run: str) -> RowMapping | None:
    """A run by id, of whatever school: for workers, which serve all of them."""
    return connection.execute(_ROW, {"this": run}).mappings().one_or_none()


def waiting(connection: Connection) -> tuple[int, dt.datetime | None]:
    """(how many runs wait, since when the oldest of them has)."""
    query = select(func.count(), func.min(t.run.c.created)).where(t.run.c.state == "queued")
    count, oldest = connection.execute(query).one()
    return int(count), oldest


def running(connection: Connection) -> int:
    """How many runs are being worked on, by whatever worker."""
    return int(connection.execute(_RUNNING).scalar() or 0)


def begin(connection: Connection, run: str, now: dt.datetime) -> int | None:
    """Start the next attempt and return its number; None when the run needs no (further) attempt.

    A run that has already had MAX_ATTEMPTS, whose worker was lost each time, is failed here.
    """
    attempt = connection.execute(_BEGIN, {"this": run, "moment": now}).scalar()
    if attempt is not None:
        return int(attempt)
    row = connection.execute(_ROW.with_for_update(), {"this": run}).mappings().one_or_none()
    if row is None or row["state"] not in ACTIVE:
        return None
    if row["cancel"] and row["state"] == "queued":
        _close(connection, run, "cancelled", now)
    elif row["attempt"] >= MAX_ATTEMPTS:
        _close(connection, run, "failed", now, "workers_lost")
    return None


def goes_on(connection: Connection, run: str, attempt: int, progress: Mapping[str, Any] | None = None) -> bool | None:
    """Whether an attempt is to go on, which stores its ``progress`` if there is any.

    False when somebody has asked to stop, None when it is not the newest any more.
    """
    which = {"this": run, "mine": attempt}
    if progress is None:
        stop = connection.execute(_STATE, which).scalar()
    else:
        stop = connection.execute(_PROGRESS, {**which, "step": dict(progress)}).scalar()
    return None if stop is None else not stop


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
    query = select(exists().where(_COMES_FIRST, t.run.c.id.not_in(strange))) if strange else _IS_ANY_FIRST
    return bool(connection.execute(query).scalar())


def finish(
    connection: Connection, run: str, attempt: int, outcome: Mapping[str, Any], drafts: list[Draft], now: dt.datetime
) -> list[int] | None:
    """Store the result of an attempt and its drafts, in one transaction; numbers of the drafts.

    None when another attempt has the run by now, or it has ended: then nothing is stored.
    """
    row = connection.execute(_DONE, {"this": run, "mine": attempt, "moment": now}).mappings().one_or_none()
    if row is None:
        return None
    first = next_number(connection, row["school"]) if drafts else 0
    numbers = list(range(first, first + len(drafts)))
    for number, draft in zip(numbers, drafts, strict=True):
        connection.execute(_REVISION, _draft(row, run, number, draft, now))
    connection.execute(_RESULT, {"run": run, "outcome": {**outcome, "revisions": numbers}, "created": now})
    return numbers


def fail(connection: Connection, run: str, attempt: int, reason: str, now: dt.datetime) -> bool:
    """End a run that cannot be worked on; ``reason`` is a stable code. False when it has ended or begun anew already."""
    where = (t.run.c.id == run) & (t.run.c.attempt == attempt) & t.run.c.state.in_(ACTIVE)
    values = {"state": "failed", "reason": reason, "finished": now}
    return connection.execute(update(t.run).where(where).values(values)).rowcount == 1


def _close(connection: Connection, run: str, state: str, now: dt.datetime, reason: str | None = None) -> None:
    connection.execute(update(t.run).where(t.run.c.id == run).values(state=state, finished=now, reason=reason, held=False))


def _draft(row: RowMapping, run: str, number: int, draft: Draft, now: dt.datetime) -> dict[str, Any]:
    return {
        **row,
        "number": number,
        "term_start": draft.figures["term_start"],
        "term_end": draft.figures["term_end"],
        "state": "draft",
        "run": run,
        "strategy": draft.strategy,
        "planfile": draft.planfile,
        "figures": dict(draft.figures),
        "created": now,
    }

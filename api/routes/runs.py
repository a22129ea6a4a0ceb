"""Planning runs: start, watch, stop. A run of a school waits for the one before it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.deps import Door, Librarian, Reader, caller_of, reader_door
from api.errors import Refusal, responses
from api.jobs.wanted import Wanted
from api.once import OnceRoute
from api.schemas import Run, RunIn
from api.starting import start_run
from api.summaries import run as shown

router = APIRouter(prefix="/api/schools/{school}/runs", tags=["runs"], route_class=OnceRoute)
_DENIED = ("not_logged_in", "not_found")
ENDED = ("done", "failed", "cancelled")
_EVERY = 0.25
"""Seconds between two looks at a run: at most four messages a second."""
_KEEP_ALIVE = 15.0
_DOOR_EVERY = 2.0
"""Seconds between two looks at whether the listener may still listen."""


_NOT_STARTED = ("not_allowed", "nothing_published", "other_term", "other_school", "other_class", "bad_since")


@router.post("", status_code=202, responses=responses(*_DENIED, *_NOT_STARTED))
def start(door: Librarian, wanted: Annotated[RunIn, Body()], response: Response) -> Run:
    """Start planning. The answer comes at once; the plan becomes a draft revision, one for each strategy."""
    settings = door.service.settings
    made = Wanted(
        kind=wanted.kind,
        since=wanted.since,
        strategies=tuple(wanted.strategies),
        seconds=min(wanted.seconds or settings.seconds, settings.most_seconds),
        seed=wanted.seed,
        make_up=wanted.make_up,
    )
    with door.write() as rows:
        run = start_run(door.service, rows, made, door.caller.login)
        door.note(rows, "run_started", run=run, kind=wanted.kind)
        row = rows.run(run)
    assert row is not None
    response.headers["Location"] = f"/api/schools/{door.school}/runs/{run}"
    return shown(row, door.language, names=door.sees_names)


@router.get("", responses=responses(*_DENIED))
def listed(door: Reader, limit: Annotated[int, Query(ge=1, le=200)] = 20) -> list[Run]:
    """Runs, the newest first, without what they found."""
    with door.read() as rows:
        return [shown(row, door.language, names=False) for row in rows.runs(limit)]


@router.get("/{run}", responses=responses(*_DENIED))
def one(door: Reader, run: str) -> Run:
    """State, progress and, when it is done, what was found: poll this, or listen to its events."""
    return _look(door, run)


def known_run(door: Reader, run: str) -> str:
    """A run there is: looked for before a stream begins, since a stream can no longer be refused."""
    return _look(door, run).id


@router.get("/{run}/events", response_class=EventSourceResponse, responses=responses(*_DENIED))
async def events(door: Reader, run: Annotated[str, Depends(known_run)], request: Request) -> AsyncIterable[ServerSentEvent]:
    """The run as Server-Sent Events: ``run`` whenever something has changed, at most four a second; ends with the run.

    Ends as well, within a few seconds, for whom may not see the school any more.
    """
    last: dict[str, Any] | None = None
    quiet, unseen = 0.0, 0.0
    while True:
        try:
            if unseen >= _DOOR_EVERY:
                unseen = 0.0
                door = await run_in_threadpool(_again, request, door)
            found = await run_in_threadpool(_look, door, run)
        except Refusal:
            return  # logged out, closed out, or the school is gone
        data = found.model_dump(mode="json")
        if data != last:
            last, quiet = data, 0.0
            yield ServerSentEvent(event="run", data=data)
        if found.state in ENDED:
            return
        if quiet >= _KEEP_ALIVE:
            quiet = 0.0
            yield ServerSentEvent(comment="still there")
        quiet, unseen = quiet + _EVERY, unseen + _EVERY
        await asyncio.sleep(_EVERY)


@router.delete("/{run}", status_code=202, responses=responses(*_DENIED, "not_allowed", "run_ended"))
def cancel(door: Librarian, run: str) -> Run:
    """Stop: a running search keeps the best plan it has found, a waiting one ends without any."""
    with door.write() as rows:
        if rows.run(run) is None:
            raise Refusal("not_found")
        if not door.service.engine.cancel(rows.connection, run):
            raise Refusal("run_ended")
        door.note(rows, "run_cancelled", run=run)
    return _look(door, run)


def _again(request: Request, door: Door) -> Door:
    """The door as it is for the same caller now. Raises Refusal."""
    return reader_door(request, caller_of(request), door.school)


def _look(door: Door, run: str) -> Run:
    with door.read() as rows:
        row = rows.run(run)
    if row is None:
        raise Refusal("not_found")
    return shown(row, door.language, names=door.sees_names)

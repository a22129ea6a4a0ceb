"""Start a planning run of a school: what it builds on is decided here, in the transaction that queues it."""

from __future__ import annotations

import datetime as dt
import time
import uuid

from api.deps import Rows, Service
from api.documents import school_of
from api.errors import Refusal
from api.jobs.wanted import Wanted
from api.store.revisions import unpack
from planner.changes.same_school import NotTheSame, successor


def start_run(service: Service, rows: Rows, wanted: Wanted, author: str, batch: str | None = None) -> str:
    """Queue a run of the newest school file and return its id. One of a batch is not read here, but where it is worked on.

    Raises Refusal: not_found, nothing_published, other_term, bad_since; BadInput for a file that cannot be read any more.
    """
    rows.lock()  # from here on the school cannot be taken out
    document = rows.document()
    if document is None:
        raise Refusal("not_found")
    standing = rows.revisions.published(document.term)
    base = standing["number"] if standing else None
    if wanted.kind == "plan" and wanted.since is not None:
        term = school_of(document).term
        _within(wanted.since, term.start, term.end)
    if wanted.kind == "replan" and (batch is None or standing is None):
        school = school_of(document)
        other = rows.revisions.published() if standing is None else standing
        if other is None:
            raise Refusal("nothing_published")
        published = unpack(other["planfile"])
        try:
            school = successor(school, published.school)
        except NotTheSame as error:
            raise Refusal(error.code, before=error.before, now=error.now, key=error.key, own=error.own) from None
        _within(wanted.since, *published.changeable(school))
    # Time first: runs of a school that are asked for within one second still wait in the order in which they were asked for.
    run = f"{time.time_ns() // 1000:016x}{uuid.uuid4().hex[:16]}"
    rows.start_run(run, wanted.model_dump(mode="json"), base, author, _exact(service.clock()), batch)
    if batch is None:  # those of a batch are given to the queue bit by bit
        service.engine.submit(rows.connection, run, f"{rows.id}:{document.term}")
    return run


def _within(since: dt.date | None, first: dt.date, last: dt.date) -> None:
    if since is None or not first <= since <= last:
        raise Refusal("bad_since", since=since or "since", first=first, last=last)


def _exact(now: dt.datetime) -> dt.datetime:
    """With fractions of seconds: the order of runs is the order in which they were asked for."""
    return now.astimezone(dt.UTC)

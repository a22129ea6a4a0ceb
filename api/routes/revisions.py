"""Revisions: look, compare, publish, discard, undo; substitutes are small revisions of their own."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from sqlalchemy import RowMapping

import planner
from api.deps import Door, Librarian, Reader
from api.errors import Refusal, responses
from api.once import OnceRoute
from api.plans import plan_of, row_of
from api.publishing import publish as make_public
from api.publishing import publish_further, restore, undo
from api.schemas import ChangesOut, CoverIn, Published, PublishIn, Revision
from api.store.revisions import unpack
from api.summaries import revision as shown
from planner.models.covering import Cover
from planner.outputs.tables.notice import Notice
from planner.sessions.book import Book

router = APIRouter(prefix="/api/schools/{school}", tags=["revisions"], route_class=OnceRoute)
_DENIED = ("not_logged_in", "not_found")
_STANDING_IN = ("no_duty", "forbidden_choice", "has_it", "not_one_each", "same_helper", "nobody_stands_in")
_PUBLISHING = (*_DENIED, "not_allowed", "past_would_change")


@router.get("/revisions", responses=responses(*_DENIED))
def listed(door: Reader) -> list[Revision]:
    """Plans, the newest first; discarded drafts are left out."""
    with door.read() as rows:
        return [shown(row) for row in rows.revisions.listed() if rows.sees_drafts or row["state"] != "draft"]


@router.get("/revisions/{revision}", responses=responses(*_DENIED, "no_published_plan"))
def one(door: Reader, revision: str) -> Revision:
    """One plan by its number; ``published`` is the published one of the newest term."""
    with door.read() as rows:
        row = row_of(rows, revision)
    return shown(row)


@router.get("/revisions/{revision}/changes", responses=responses(*_DENIED, "not_allowed", "no_published_plan"))
def changes(
    door: Librarian,
    revision: str,
    against: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="usual: the published plan")] = None,
) -> ChangesOut:
    """What would change if this plan were published: typed changes, counts, and the words of the change notice."""
    with door.read() as rows:
        row, book = plan_of(rows, revision)
        other = against or row["base"]
        before = rows.revisions.row(other) if other else None
    if before is None:
        return ChangesOut(against=None)
    notice = Notice(unpack(before["planfile"]).chapter, book.chapter, book.term, door.language)
    found = notice.changes
    return ChangesOut(
        against=before["number"],
        moved=found.count("moved"),
        weekdays=found.weekdays,
        helpers=found.helpers,
        added=found.count("added"),
        removed=found.count("removed"),
        changes=found,
        text=notice.text(),
    )


@router.post("/revisions/{revision}/publish", responses=responses(*_PUBLISHING, "not_a_draft", "draft_is_stale"))
def publish(
    door: Librarian, revision: Annotated[int, Path(ge=1, le=2**31 - 1)], wanted: Annotated[PublishIn | None, Body()] = None
) -> Published:
    """Publish a draft: calendars change now, the plan before becomes history. `undo` takes it back."""
    changed = make_public(door, revision, allow_past=bool(wanted and wanted.allow_past))
    return Published(revision=revision, calendars=changed)


@router.delete("/revisions/{revision}", status_code=204, responses=responses(*_DENIED, "not_allowed", "not_a_draft"))
def discard(door: Librarian, revision: Annotated[int, Path(ge=1, le=2**31 - 1)]) -> None:
    """Throw a draft away."""
    with door.write() as rows:
        rows.lock()
        row = rows.revisions.row(revision)
        if row is None:
            raise Refusal("not_found")
        if row["state"] != "draft":
            raise Refusal("not_a_draft", state=row["state"])
        rows.revisions.set_state(revision, "discarded")
        door.note(rows, "discarded", revision=revision)


@router.post("/undo", responses=responses(*_PUBLISHING, "nothing_to_undo", "not_a_past_plan", "draft_is_stale"))
def take_back(
    door: Librarian,
    wanted: Annotated[PublishIn | None, Body()] = None,
    term: Annotated[str | None, Query(max_length=60, description="usual: that of the newest publication")] = None,
    to: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="the plan to go back to; usual: the one before")] = None,
) -> Published:
    """Take the newest publication back: what was published before is published again. Undone twice is done again.

    A first publication becomes a draft again, and its calendars are emptied.
    """
    allow_past = bool(wanted and wanted.allow_past)
    number, changed = restore(door, to, allow_past=allow_past) if to else undo(door, term, allow_past=allow_past)
    return Published(revision=number, calendars=changed)


@router.get("/substitutes", responses=responses(*_DENIED, "not_allowed", "no_published_plan", "no_such_class", "no_duty"))
def substitutes(door: Librarian, helper: str, date: dt.date, post: str | None = None) -> list[Cover]:
    """Who could stand in for a student librarian on a date, best first, with all that speaks for and against. Ids only."""
    _row, book = _standing(door, date)
    try:
        return list(planner.cover(book, helper, date, post=post))
    except planner.Declined as reason:
        raise _refusal(reason) from None


@router.post(
    "/substitutes",
    responses=responses(*_PUBLISHING, "no_published_plan", "no_such_class", *_STANDING_IN),
)
def substitute(door: Librarian, wanted: Annotated[CoverIn, Body()]) -> Published:
    """Say who does a duty on one date, or exchanges one; published at once, on their calendars too. `undo` takes it back."""
    standing, book = _standing(door, wanted.date)
    try:
        done = _stood_in(book, wanted)
    except planner.Declined as reason:
        raise _refusal(reason) from None
    number, changed = publish_further(
        door,
        done.book,
        standing["number"],
        standing,
        "substituted",
        allow_past=True,
        date=wanted.date.isoformat(),
        duties=len(done.given),
    )
    return Published(revision=number, calendars=changed)


def _stood_in(book: Book, wanted: CoverIn) -> planner.StoodIn:
    if wanted.substitute is None:
        return planner.give_back(book, wanted.helper, wanted.date, post=wanted.post)
    if wanted.their_date is not None:
        return planner.swap(book, wanted.helper, wanted.date, wanted.substitute, wanted.their_date, post=wanted.post)
    return planner.substitute(book, wanted.helper, wanted.date, wanted.substitute, post=wanted.post)


def _refusal(reason: planner.Declined) -> Refusal:
    """The same in the service's own codes."""
    if reason.code == "no_such_helper":
        return Refusal("no_such_class", id=reason.params["helper"])
    return Refusal(reason.code, **{k: v for k, v in reason.params.items() if k == "rules"})


def _standing(door: Door, date: dt.date) -> tuple[RowMapping, Book]:
    """The published plan of the term that a date is in. Raises no_published_plan."""
    with door.read() as rows:
        row = rows.revisions.published(on=date)
    if row is None:
        raise Refusal("no_published_plan")
    return row, unpack(row["planfile"])

"""What is stored about pupils: shown for one of them, and taken out of a term that is over, with every count kept."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from api.deps import Door, Rows
from api.documents import school_of
from api.errors import Refusal
from api.publishing import TERMS, calendars_of, put_calendars
from api.schemas.pupils import Entry, Forgotten, Link, Serves, Stored
from api.store.revisions import pack, unpack
from planner.errors import BadInput
from planner.models.people import Away, Helper
from planner.models.planfile import dump_school
from planner.models.school import School
from planner.sessions.book import Book


def stored_about(door: Door, helper: str) -> Stored:
    """Everything that is stored about one student librarian. Raises Refusal not_found where that is nothing.

    Shares nothing about others: of a duty it says when and where, not with whom.
    """
    with door.read() as rows:
        entries = [entry for version in rows.documents() if (entry := _entry(rows, version["version"], helper)) is not None]
        plans = [serves for row in rows.revisions.everything() if (serves := _serves(row, helper)).is_named]
        links = [
            Link(id=row["id"], created=row["created"], revoked=row["revoked"])
            for row in rows.feeds.listed()
            if row["scope"] == f"helper-{helper}"
        ]
    if not entries and not plans and not links:
        raise Refusal("not_found")
    return Stored(helper=helper, school=door.school, files=entries, plans=plans, links=links)


def forget_names(door: Door, term: str) -> Forgotten:
    """Take the names of a term's pupils, and why they could not come, out of all that is stored of it; counts stay.

    School files of the term are stored without the comments and the form in which they were sent: those may hold names too.
    Raises Refusal: not_found, term_goes_on, changed_meanwhile.
    """
    with door.read() as rows:
        seen = _seen(rows)
        files = [_without(rows, version["version"]) for version in rows.documents() if version["term"] == term]
        revisions = [row for row in rows.revisions.everything() if row["term"] == term]
        ends = [row["term_end"] for row in revisions] + [file.ends for file in files]
        if not ends:
            raise Refusal("not_found")
        if max(ends) >= door.service.today().isoformat():
            raise Refusal("term_goes_on", term=term, end=max(ends))
        plans = {row["number"]: _nameless(unpack(row["planfile"])) for row in revisions}
        names = {name for file in files for name in file.names} | {name for book, given in plans.values() for name in given}
        newest = [
            plans[row["number"]][0] if row["number"] in plans else unpack(row["planfile"])
            for row in rows.revisions.newest_terms(TERMS)
        ]
        outcomes = {run: without for run, given in rows.outcomes(term) if (without := _unexplained(given, names)) is not None}
    calendars = calendars_of(newest) if newest else None
    with door.write() as rows:
        rows.lock()
        if _seen(rows) != seen:
            raise Refusal("changed_meanwhile", present=seen[0])
        for file in files:
            rows.rewrite(file.version, file.content)
        rows.boards.drop(term)
        for number, (book, _names) in plans.items():
            rows.revisions.rewrite(number, pack(book))
        for run, outcome in outcomes.items():
            rows.set_outcome(run, outcome)
        changed = put_calendars(rows, calendars, door.service.now()) if calendars is not None else 0
        counts = {"pupils": len(names), "files": len(files), "plans": len(plans), "calendars": changed}
        door.note(rows, "names_forgotten", term=term, **counts)
    door.service.database.scrub()
    return Forgotten(term=term, **counts)


class _File(NamedTuple):
    version: int
    content: bytes
    ends: str
    names: frozenset[str]


def _seen(rows: Rows) -> tuple[int, tuple[tuple[int, str], ...]]:
    row = rows.row()
    states = tuple((one["number"], one["state"]) for one in rows.revisions.everything(planfiles=False))
    return int(row["version"]) if row else 0, states


def _without(rows: Rows, version: int) -> _File:
    document = rows.document(version)
    assert document is not None
    try:
        school, names = _stripped(school_of(document))
    except BadInput:
        # Of a version of lunjie whose files are not read any more: nothing in it can be kept apart.
        return _File(version, b"{}", "", frozenset())
    return _File(version, dump_school(school), school.term.end.isoformat(), names)


def _nameless(book: Book) -> tuple[Book, frozenset[str]]:
    file = book.planfile
    school, names = _stripped(file.school)
    history = []
    for earlier in file.history:
        before, more = _stripped(earlier.school)
        history.append(earlier.model_copy(update={"school": before}))
        names |= more
    return Book(file.model_copy(update={"school": school, "history": tuple(history)})), names


def _stripped(school: School) -> tuple[School, frozenset[str]]:
    """The school without names of pupils and reasons, and the names."""
    names = frozenset(helper.name for helper in school.helpers if helper.name and not helper.volunteer)
    helpers = tuple(helper if helper.volunteer else _plain(helper) for helper in school.helpers)
    return school.model_copy(update={"helpers": helpers}), names


def _plain(helper: Helper) -> Helper:
    unexplained: dict[str, Any] = {key: tuple(_plain_away(away) for away in getattr(helper, key)) for key in ("away", "likes")}
    return helper.model_copy(update={"name": None, **unexplained})


def _plain_away(away: Away) -> Away:
    return away.model_copy(update={"reason": None})


def _unexplained(outcome: dict[str, Any], names: set[str]) -> dict[str, Any] | None:
    """An outcome without the sentences in which a pupil is named; None when nobody is."""
    text = json.dumps(outcome, ensure_ascii=False)
    if not any(name in text for name in names):
        return None
    return {**outcome, "explanation": None, "shortages": []}


def _entry(rows: Rows, version: int, helper: str) -> Entry | None:
    document = rows.document(version)
    assert document is not None
    try:
        school = school_of(document)
    except BadInput:
        return None
    found = next((one for one in school.helpers if one.id == helper), None)
    if found is None:
        return None
    return Entry(version=version, term=document.term, said=found.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def _serves(row: Any, helper: str) -> Serves:
    file = unpack(row["planfile"]).planfile
    return Serves(
        revision=row["number"],
        term=row["term"],
        state=row["state"],
        is_named=any(one.id == helper for part in file.all for one in part.school.helpers),
        duties=[
            {"from": part.plan.effective_from.isoformat(), "post": d.post, "turn": d.turn, "window": d.window, "slot": d.slot}
            for part in file.all
            for d in part.plan.duties
            if d.helper == helper
        ],
        stands_in=[s.date for s in file.substitutions if s.substitute == helper],
        is_stood_in_for=[s.date for s in file.substitutions if s.helper == helper],
    )

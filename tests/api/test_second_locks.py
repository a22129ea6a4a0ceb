"""Locks behind a lock: what must hold although another request came between looking and doing."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest

from api import deps, publishing
from api.errors import Refusal


def term(start: str, end: str, name: str = "t") -> Any:
    """The row of a revision, as far as its term says."""
    return {"term": name, "term_start": dt.date.fromisoformat(start), "term_end": dt.date.fromisoformat(end)}


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        (("2026-09-01", "2027-01-31"), True),
        (("2026-03-01", "2026-08-31"), False),
        (("2026-03-01", "2026-09-01"), True),
        (("2027-02-01", "2027-07-01"), False),
        (("2027-01-31", "2027-07-01"), True),
    ],
)
def test_terms_share_no_single_day(other: tuple[str, str], overlaps: bool) -> None:
    draft, others = term("2026-09-01", "2027-01-31", "autumn"), [term(*other, "other")]
    if not overlaps:
        publishing.apart(draft, others)
        return
    with pytest.raises(Refusal) as refused:
        publishing.apart(draft, others)
    assert refused.value.code == "terms_overlap"


def test_a_term_published_between_reading_and_writing_makes_a_draft_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    """The calendars that were made beside the old plan of the other term are not stored."""
    rows = Mock()
    door = Mock(read=lambda: nullcontext(rows), write=lambda: nullcontext(rows))
    draft = term("2026-09-01", "2027-01-31", "autumn") | {"planfile": b""}
    before = term("2026-03-01", "2026-07-31", "spring") | {"number": 3}
    answers = iter([(None, [before]), (None, [before | {"number": 5}])])
    monkeypatch.setattr(publishing, "_draft", lambda _rows, _number: draft)
    monkeypatch.setattr(publishing, "_published", lambda _rows, _term: next(answers))
    monkeypatch.setattr(publishing, "unpack", lambda _raw: None)
    monkeypatch.setattr(publishing, "_ready", lambda *_rest: publishing.Ready(Mock(), Mock(), (3,)))
    rows.revisions.last_published.return_value = None
    with pytest.raises(Refusal) as refused:
        publishing.publish(door, 4, allow_past=False)
    assert refused.value.code == "draft_is_stale"
    rows.revisions.publish.assert_not_called()


def test_what_is_published_after_a_withdrawal_goes_on_from_what_was_withdrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calendar programs have seen its events: those that are elsewhere now must be newer than they were."""
    rows, made = Mock(), Mock(return_value=publishing.Ready(Mock(), Mock(), ()))
    door = Mock(read=lambda: nullcontext(rows), write=lambda: nullcontext(rows))
    withdrawn = term("2026-09-01", "2027-01-31", "autumn") | {"number": 3}
    monkeypatch.setattr(publishing, "_draft", lambda _rows, _number: term("2026-09-01", "2027-01-31") | {"planfile": b""})
    monkeypatch.setattr(publishing, "_published", lambda _rows, _term: (None, []))
    monkeypatch.setattr(publishing, "unpack", lambda _raw: None)
    monkeypatch.setattr(publishing, "_ready", made)
    monkeypatch.setattr(publishing, "put_calendars", lambda *_rest: 7)
    rows.revisions.last_published.return_value = withdrawn
    assert publishing.publish(door, 4, allow_past=False) == 7
    assert made.call_args.args[2:4] == (withdrawn, None)


def test_what_is_taken_back_is_of_the_term_that_was_named() -> None:
    rows = Mock()
    door = Mock(read=lambda: nullcontext(rows))
    newest = {None: {"number": 5}, "spring": None}  # the newest publication of all is of another term
    rows.revisions.last_published = lambda term, *, standing: newest[term]
    with pytest.raises(Refusal) as refused:
        publishing.undo(door, "spring", allow_past=False)
    assert refused.value.code == "nothing_to_undo"


def test_nothing_is_taken_back_that_is_not_the_newest_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two undo at once: the second would take back what the first has just published."""
    rows = Mock()
    door = Mock(read=lambda: nullcontext(rows), write=lambda: nullcontext(rows))
    monkeypatch.setattr(publishing, "_published", lambda _rows, _term: ({"number": 5}, []))
    monkeypatch.setattr(publishing, "_ready", lambda *_rest: publishing.Ready(Mock(), Mock(), (5,)))
    with pytest.raises(Refusal) as refused:
        publishing.publish_further(door, Mock(), 3, {"term": "autumn", "figures": {}}, "undone", allow_past=False)
    assert refused.value.code == "draft_is_stale"
    rows.revisions.publish.assert_not_called()


@pytest.mark.parametrize(("disabled", "welcome"), [(None, True), (dt.datetime(2026, 3, 1, tzinfo=dt.UTC), False)])
def test_a_token_of_a_closed_account_opens_nothing(
    disabled: dt.datetime | None, welcome: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing an account drops its tokens; one that a login has made at the same moment is worth nothing either."""
    now = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    service = SimpleNamespace(database=SimpleNamespace(read=lambda: nullcontext(None)), now=lambda: now)
    request = Mock(headers={"authorization": "Bearer secret"}, cookies={})
    request.app.state.service = service
    token = {"person": 1, "kind": "api", "created": now, "expires": now + dt.timedelta(1)}
    person = {"id": 1, "login": "li", "keeper": False, "disabled": disabled}
    monkeypatch.setattr(deps.people, "token", lambda *_rest: token)
    monkeypatch.setattr(deps.people, "by_id", lambda *_rest: person)
    monkeypatch.setattr(deps.people, "grants", lambda *_rest: {})
    if welcome:
        assert deps.caller_of(request).login == "li"
        return
    with pytest.raises(Refusal) as refused:
        deps.caller_of(request)
    assert refused.value.code == "not_logged_in"


@pytest.mark.parametrize(
    ("kind", "age", "left", "until"),
    [
        ("session", dt.timedelta(days=3), dt.timedelta(days=4), deps.IDLE),
        ("session", deps.SESSION - dt.timedelta(days=2), dt.timedelta(hours=1), dt.timedelta(days=2)),
        ("session", dt.timedelta(hours=1), deps.IDLE - dt.timedelta(hours=1), None),
        ("api", dt.timedelta(days=3), dt.timedelta(days=4), None),
    ],
)
def test_a_session_ends_a_week_after_its_last_use_and_a_month_after_its_login(
    kind: str, age: dt.timedelta, left: dt.timedelta, until: dt.timedelta | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each use puts its end off, written down now and then; an API token ends when it was said to."""
    now, put_off = dt.datetime(2026, 3, 2, tzinfo=dt.UTC), Mock()
    database = SimpleNamespace(read=nullcontext, write=nullcontext)
    service = SimpleNamespace(database=database, now=lambda: now)
    request = Mock(headers={"authorization": "Bearer x"} if kind == "api" else {}, cookies={deps.COOKIE: "x"})
    request.app.state.service = service
    token = {"person": 1, "kind": kind, "hash": "h", "created": now - age, "expires": now + left}
    person = {"id": 1, "login": "li", "keeper": False, "disabled": None}
    monkeypatch.setattr(deps.people, "token", lambda *_rest: token)
    monkeypatch.setattr(deps.people, "by_id", lambda *_rest: person)
    monkeypatch.setattr(deps.people, "grants", lambda *_rest: {})
    monkeypatch.setattr(deps.people, "prolong", lambda _connection, key, end: put_off(key, end))
    deps.caller_of(request)
    assert [call.args for call in put_off.call_args_list] == ([] if until is None else [("h", now + until)])

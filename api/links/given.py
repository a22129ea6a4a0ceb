"""Calendar links as they are given out: made, and shown again."""

from __future__ import annotations

from sqlalchemy import RowMapping

from api.deps import Door, Rows
from api.links.address import address_of
from api.links.secrets import LinkSecrets
from api.links.shown import calendar_name, link
from api.schemas import Feed
from api.tokens import digest, new_id
from planner.languages import in_chinese

_SHOWN = ("id", "scope", "language", "created", "revoked")


def give(door: Door, rows: Rows, scope: str, language: str) -> Feed:
    """A new link to a calendar, in the transaction of ``rows``.

    What was published before the program had a language has no calendars in it yet: then it is the nearest language that has.
    """
    stored = rows.feeds.languages(scope)
    if stored and language not in stored:
        language = next((known for known in stored if in_chinese(known) == in_chinese(language)), stored[0])
    feed = new_id()
    secret = LinkSecrets(door.service.settings.data).new(feed)
    rows.feeds.add(feed, scope, language, digest(secret), door.caller.login, door.service.now())
    row = rows.feeds.row(feed)
    assert row is not None
    return _with(door, rows, row, secret)


def again(door: Door, rows: Rows, row: RowMapping) -> Feed:
    """A link that was given out; without addresses where it was taken back, or cannot be told any more."""
    secret = LinkSecrets(door.service.settings.data).again(row["id"], row["token"])
    return plain(row) if secret is None or row["revoked"] is not None else _with(door, rows, row, secret)


def plain(row: RowMapping) -> Feed:
    """A link without its secret."""
    return Feed.model_validate({name: row[name] for name in _SHOWN})


def _with(door: Door, rows: Rows, row: RowMapping, secret: str) -> Feed:
    address = address_of(door.service, rows.connection)
    found = link(address, secret, calendar_name(rows.feeds.body(row["scope"], row["language"])))
    addresses = {"url": found.url, "webcal": found.webcal, "page": found.page, "qr": found.qr or None}
    return plain(row).model_copy(update=addresses)

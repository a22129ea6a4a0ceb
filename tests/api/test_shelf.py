"""Calendars while the database is away: the last good bytes, and nothing of a link that was taken back."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError

from api.kept.copies import Copies, Held
from api.kept.shelf import Fetched, Shelf
from api.store import tables as t
from api.store.database import Database, sqlite_url
from api.store.feeds import Feeds
from tests.loops import run

NOW = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
LINK, OTHER = "a" * 64, "b" * 64
SCHOOL = {"id": "s", "name_zh": "校", "name_en": "School", "term": "t", "version": 1, "classes": 1, "created": NOW}


def made(database: Database, body: bytes = b"BEGIN:VCALENDAR") -> None:
    """A school with one published calendar and two links to it."""
    with database.write() as connection:
        connection.execute(insert(t.school).values(SCHOOL))
        feeds = Feeds(connection, "s")
        for feed, key in (("one", LINK), ("two", OTHER)):
            feeds.add(feed, "library", "zh", key, "me", NOW)
        feeds.put({("library", "zh"): body}, NOW)


@contextmanager
def opened(database: Database, folder: Path) -> Iterator[Shelf]:
    shelf = Shelf(database, folder)
    shelf.open()
    try:
        yield shelf
    finally:
        shelf.close()


@contextmanager
def away(database: Database) -> Iterator[None]:
    """The database does not answer: its file is not one any more."""
    aside = database.path.with_suffix(".aside")
    database.close()
    database.path.rename(aside)
    database.path.mkdir()
    try:
        yield
    finally:
        database.close()
        database.path.rmdir()
        aside.rename(database.path)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite store without WAL: its file can be put aside."""
    database = Database(sqlite_url(tmp_path / "lunjie.sqlite"), journal="DELETE")
    database.migrate()
    made(database)
    yield database
    database.close()


def asked(shelf: Shelf, key: str = LINK) -> bytes | None:
    """The calendar; None for a link that is unknown or taken back."""

    async def ask() -> Fetched | None:
        return await shelf.fetch(key)

    found = run(ask())
    return None if found is None or found[0].is_revoked else gzip.decompress(found[1])


def test_the_last_good_bytes_are_served_while_the_database_is_away(store: Database, tmp_path: Path) -> None:
    with opened(store, tmp_path / "feeds") as shelf:
        assert asked(shelf) == b"BEGIN:VCALENDAR"
        with away(store):
            assert asked(shelf) == b"BEGIN:VCALENDAR"
            with pytest.raises(SQLAlchemyError):
                asked(shelf, OTHER)  # never asked for before: nothing was kept


def test_what_is_published_after_it_is_back_is_served_at_once(store: Database, tmp_path: Path) -> None:
    """However long a database that has not answered is left alone: a write by this process shows that it is there."""
    with opened(store, tmp_path / "feeds") as shelf, patch("api.kept.shelf._AWAY_SECONDS", 10**6):
        asked(shelf)
        with away(store):
            assert asked(shelf) == b"BEGIN:VCALENDAR"
        assert asked(shelf) == b"BEGIN:VCALENDAR"
        with store.write() as connection:
            Feeds(connection, "s").put({("library", "zh"): b"BEGIN:NEWER"}, NOW)
        assert shelf.at_hand(LINK) is None
        assert asked(shelf) == b"BEGIN:NEWER"


def test_a_restart_does_not_forget_them(store: Database, tmp_path: Path) -> None:
    with opened(store, tmp_path / "feeds") as shelf:
        asked(shelf)
    with opened(store, tmp_path / "feeds") as shelf, away(store):
        assert asked(shelf) == b"BEGIN:VCALENDAR"


def test_a_busy_database_is_not_waited_for(store: Database, tmp_path: Path) -> None:
    with opened(store, tmp_path / "feeds") as shelf:
        asked(shelf)
        with closing(sqlite3.connect(store.path)) as holder:
            holder.execute("BEGIN EXCLUSIVE")  # nobody reads meanwhile, for as long as it likes
            with patch("api.kept.shelf._PATIENCE", 0.05):
                assert asked(shelf) == b"BEGIN:VCALENDAR"
            holder.rollback()


@pytest.mark.parametrize("restarted", [False, True])
def test_nothing_of_a_link_that_was_taken_back_is_served_or_kept(store: Database, tmp_path: Path, restarted: bool) -> None:
    folder = tmp_path / "feeds"
    with opened(store, folder) as shelf:
        asked(shelf)
        assert asked(shelf, OTHER) is not None
        with store.write() as connection:
            Feeds(connection, "s").revoke("one", NOW)
        if not restarted:
            shelf.drop([LINK])
            assert [file.stem for file in folder.iterdir()] == [OTHER]
            with away(store):
                with pytest.raises(SQLAlchemyError):
                    asked(shelf)
                assert asked(shelf, OTHER) == b"BEGIN:VCALENDAR"
    # Killed between the two: the next start sweeps.
    with opened(store, folder) as shelf:
        assert [file.stem for file in folder.iterdir()] == [OTHER]
        with away(store), pytest.raises(SQLAlchemyError):
            asked(shelf)
    with opened(store, folder) as shelf:
        assert asked(shelf) is None


def test_links_that_were_taken_back_are_remembered_until_the_database_knows_it(store: Database, tmp_path: Path) -> None:
    """A term of links would fill the memory otherwise."""
    with opened(store, tmp_path / "feeds") as shelf:
        asked(shelf)
        shelf.drop([LINK])  # as when the database goes away before it has written that
        shelf.refresh()
        assert shelf.dropped == {LINK}
        with store.write() as connection:
            Feeds(connection, "s").revoke("one", NOW)
        shelf.refresh()
        assert shelf.dropped == set()


def test_what_is_read_while_a_link_is_taken_back_is_not_remembered(store: Database, tmp_path: Path) -> None:
    """The row was read before, and the answer comes after."""
    with opened(store, tmp_path / "feeds") as shelf:
        real = gzip.compress

        def late(content: bytes, mtime: float = 0) -> bytes:
            shelf.drop([LINK])
            return real(content, mtime=mtime)

        with patch("api.kept.shelf.gzip.compress", late):
            asked(shelf)
        with away(store), pytest.raises(SQLAlchemyError):
            asked(shelf)
    assert not list((tmp_path / "feeds").glob("*"))


def test_a_link_that_another_process_takes_back_is_forgotten_unasked(postgres: Database, tmp_path: Path) -> None:
    made(postgres)
    folder = tmp_path / "feeds"
    other = Database(postgres.url)
    with opened(postgres, folder) as shelf:
        asked(shelf)
        with other.write() as connection:
            Feeds(connection, "s").revoke("one", NOW)
        shelf.refresh()
        assert not list(folder.iterdir())
        assert asked(shelf) is None
    other.close()


def test_a_new_calendar_is_seen_at_once(store: Database, tmp_path: Path) -> None:
    with opened(store, tmp_path / "feeds") as shelf:
        asked(shelf)
        known = shelf.at_hand(LINK)
        assert known is not None
        with store.write() as connection:
            Feeds(connection, "s").put({("library", "zh"): b"another"}, NOW)
        assert shelf.at_hand(LINK) is None
        assert asked(shelf) == b"another"
        assert shelf.at_hand(LINK) not in (None, known)


def test_a_damaged_copy_is_no_copy(tmp_path: Path) -> None:
    copies, folder = Copies(tmp_path, 10_000), tmp_path
    held = Held("library", False, "0" * 32, NOW)
    copies.keep(LINK, held, gzip.compress(b"not what the tag says"))
    assert copies.find(LINK) is None
    for content in (b"", b"{}\n", b'{"scope": 1}\nx', b"\xff\n"):
        (folder / f"{OTHER}.calendar").write_bytes(content)
        assert copies.find(OTHER) is None


def test_copies_are_their_owners_alone_and_have_a_bound(tmp_path: Path) -> None:
    copies = Copies(tmp_path / "feeds", 1_000)
    copies.keep(LINK, Held("library", False, "1", NOW), b"x" * 500)
    copies.keep(OTHER, Held("library", False, "2", NOW), b"x" * 900)
    (file,) = (tmp_path / "feeds").iterdir()
    assert file.stem == LINK
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0
        assert file.parent.stat().st_mode & 0o077 == 0


def test_asking_does_not_hold_up_the_loop(store: Database, tmp_path: Path) -> None:
    """Two at once: neither waits in the thread of the loop."""

    async def both(shelf: Shelf) -> list[Fetched | None]:
        return list(await asyncio.gather(shelf.fetch(LINK), shelf.fetch(OTHER)))

    with opened(store, tmp_path / "feeds") as shelf:
        assert all(found is not None for found in run(both(shelf)))

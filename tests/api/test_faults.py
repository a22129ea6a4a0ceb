"""What a database has is told apart by its own codes, and said in words that tell what to do."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import make_url, text

from api.jobs.lock import DataLock
from api.store.database import Database, sqlite_url
from api.store.faults import fault
from tests.api.postgres import Cluster
from tests.commands import here


def _busy(path: Path) -> None:
    with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(path, timeout=0)) as other:
        one.execute("BEGIN EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")


def _read_only(path: Path) -> None:
    with closing(sqlite3.connect(path)) as one:
        one.execute("CREATE TABLE t (x)")
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as other:
        other.execute("DROP TABLE t")


def _full(path: Path) -> None:
    with closing(sqlite3.connect(path)) as one:
        one.execute("CREATE TABLE t (x)")
        one.execute("PRAGMA max_page_count = 3")
        one.execute("INSERT INTO t VALUES (zeroblob(100000))")


def _spoiled(path: Path) -> None:
    path.write_bytes(b"This is a letter, not a database." * 40)
    with closing(sqlite3.connect(path)) as one:
        one.execute("SELECT * FROM sqlite_master")


def _folder(path: Path) -> None:
    path.mkdir()
    with closing(sqlite3.connect(path)) as one:
        one.execute("SELECT 1")


def _ours(path: Path) -> None:
    with closing(sqlite3.connect(path)) as one:
        one.execute("SELEKT 1")


@pytest.mark.parametrize(
    ("do", "code"),
    [
        (_busy, "busy"),
        (_read_only, "read_only"),
        (_full, "full"),
        (_spoiled, "damaged"),
        (_folder, "not_openable"),
        (_ours, None),
    ],
)
def test_each_fault_of_a_file_has_its_name(tmp_path: Path, do: Callable[[Path], None], code: str | None) -> None:
    with pytest.raises(sqlite3.Error) as caught:
        do(tmp_path / "x.sqlite")
    assert fault(caught.value) == code


def test_too_many_connections_are_called_so(tmp_path: Path, cluster: Cluster) -> None:
    """And not: that the database cannot be reached, or that the password is wrong."""
    database = Database(cluster.new())
    with database.write() as connection:
        connection.execute(text("CREATE ROLE narrow LOGIN CONNECTION LIMIT 1"))
    url = make_url(database.url).set(username="narrow")
    held = Database(url.render_as_string(hide_password=False))
    with held.read():
        done = here("backup", "-o", str(tmp_path / "x"), "--database", held.url, "--lang", "en")
    held.close()
    with database.write() as connection:
        connection.execute(text("DROP ROLE narrow"))
    database.close()
    assert (done.returncode, "no connection left" in done.stderr) == (2, True), done.stderr
    assert "max_connections" in done.stderr


def test_the_doctor_looks_at_the_database_of_a_district(tmp_path: Path, cluster: Cluster) -> None:
    """Also where it is named by the environment, as that of the service is; a directory that is named is looked at instead."""
    database = Database(cluster.new())

    def said(*words: str) -> tuple[int, str]:
        done = here("doctor", *words, "--lang", "en", LUNJIE_DATABASE=database.url, LUNJIE_DATA=str(tmp_path / "none"))
        return done.returncode, done.stdout + done.stderr

    code, words = said()
    assert (code, "no data yet" in words) == (0, True), words
    database.migrate()
    code, words = said("--database", database.url)
    assert (code, "Schools: 0, accounts: 0" in words, "All is well" in words) == (0, True, True), words
    code, words = said("--data", str(tmp_path / "elsewhere"))
    assert (code, "elsewhere" in words, "Schools" in words) == (2, True, False), words
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    code, words = said()
    assert (code, "newer" in words) == (3, True), words
    cluster.drop(database.url)
    code, words = said()
    assert (code, "cannot be reached" in words) == (3, True), words
    database.close()


def test_nothing_is_written_into_what_is_not_ours(tmp_path: Path) -> None:
    """A database of another program in our place: no command but `restore --replace`, which keeps it, has its way."""
    other = tmp_path / "lunjie.sqlite"
    with closing(sqlite3.connect(other)) as one:
        one.execute("CREATE TABLE theirs (x)")
    before = other.read_bytes()
    good = Database(sqlite_url(tmp_path / "good.backup"), journal="DELETE")
    good.migrate()
    good.close()
    for words in (("backup", "-o", str(tmp_path / "x")), ("password",), ("restore", str(tmp_path / "good.backup"))):
        done = here(*words, "--data", str(tmp_path), "--lang", "en")
        assert (done.returncode, "not written by lunjie" in done.stderr) == (2, True), (words, done.stderr)
        assert other.read_bytes() == before


def test_the_doctor_needs_no_room_and_no_right_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(sqlite_url(tmp_path / "lunjie.sqlite"))
    database.migrate()
    database.close()
    monkeypatch.setattr("api.doctor.os.access", lambda _place, mode: mode != os.W_OK)
    monkeypatch.setattr(Database, "read", None)  # it would set up what is needed to write
    done = here("doctor", str(tmp_path), "--lang", "en")
    assert done.returncode == 3, done.stderr
    assert "Schools: 0" in done.stdout
    assert "can be read but not written" in done.stdout


def test_a_full_disk_is_said_of_the_lock_too(tmp_path: Path) -> None:
    lock = DataLock(tmp_path)
    full = OSError(errno.ENOSPC, "No space left on device")
    with patch("api.jobs.lock.os.getpid", side_effect=full), pytest.raises(OSError, match="space") as caught:
        lock.hold()
    assert caught.value.filename == str(tmp_path / "lunjie.lock")
    lock.hold()  # as soon as there is room
    lock.release()

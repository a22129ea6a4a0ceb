"""Backup while the service runs, and restore: into an empty directory, over an old one, from one database into the other."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from sqlalchemy import select

from api.backup import restore_backup
from api.settings import Settings
from api.store import tables as t
from api.store.database import Database, sqlite_url
from tests.api.postgres import Cluster
from tests.api.service import Service, serving
from tests.commands import apart


def lunjie(*arguments: object) -> subprocess.CompletedProcess[str]:
    return apart(*map(str, arguments), "--lang", "en")


def test_a_backup_taken_while_it_runs_comes_back_whole(tmp_path: Path) -> None:
    data, copy = tmp_path / "data", tmp_path / "library.backup"
    with serving(data) as service:
        me = service.person().set_up(service.first_link)
        me.add_school("one")
        me.publish("one")
        feed = me.feed("one", "library")
        body = me.ask("GET", feed).content
        done = lunjie("backup", "-o", copy, "--data", data)
        assert (done.returncode, copy.is_file()) == (0, True), done.stderr
        assert "schools: 1" in done.stdout
        assert copy.stat().st_mode & 0o077 == 0  # it holds names of pupils
        assert lunjie("backup", "-o", copy, "--data", data).returncode == 2  # never over another file
        me.add_school("two")
        refused = lunjie("restore", copy, "--data", data, "--replace")
        assert refused.returncode == 2
        assert "Stop it first" in refused.stderr
    assert lunjie("restore", copy, "--data", data).returncode == 2  # there is something already
    replaced = lunjie("restore", copy, "--data", data, "--replace")
    assert replaced.returncode == 0, replaced.stderr
    kept = next(data.glob("*.before-restore.*"))
    assert [f.name for f in (kept, data / "lunjie.sqlite") if f.stat().st_mode & 0o077] == []
    assert list(data.glob(".*")) == []
    assert {"one", "two"} == _schools(Database(sqlite_url(kept)))
    for place in (data, tmp_path / "elsewhere"):
        if place != data:
            assert lunjie("restore", copy, "--data", place).returncode == 0
        with serving(place) as service:
            assert service.first_link == ""
            assert service.person().ask("GET", feed).content == body
            me = service.person().log_in("library")
            assert [s["id"] for s in me.get("/api/schools")] == ["one"]
            assert me.publish("one") == 2


def test_a_school_moves_to_the_district_and_back(tmp_path: Path, cluster: Cluster) -> None:
    data, copy, back = tmp_path / "data", tmp_path / "one.backup", tmp_path / "two.backup"
    with serving(data) as service:
        me = service.person().set_up(service.first_link)
        me.add_school("one")
        me.publish("one")
        feed = me.feed("one", "library")
        body = me.ask("GET", feed).content
        assert lunjie("backup", "-o", copy, "--data", data).returncode == 0
    url = cluster.new()
    done = lunjie("restore", copy, "--database", url)
    assert done.returncode == 0, done.stderr
    assert lunjie("restore", copy, "--database", url).returncode == 2
    with serving(tmp_path / "district", url) as service:
        assert service.person().ask("GET", feed).content == body
        me = service.person().log_in("library")
        assert me.publish("one") == 2
        assert len(me.get("/api/schools/one/audit")) >= 6
        assert lunjie("backup", "-o", back, "--database", url).returncode == 0
    assert _schools(Database(sqlite_url(back), journal="DELETE")) == {"one"}


def test_what_is_no_backup_is_refused_in_words(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.backup"
    wrong.write_bytes(b"SQLite format 3\0 but no")
    for file, words in ((wrong, "not a backup"), (tmp_path / "missing", "does not exist")):
        done = lunjie("restore", file, "--data", tmp_path / "data")
        assert done.returncode == 2
        assert words in done.stderr
        assert "Traceback" not in done.stderr
    empty = lunjie("backup", "-o", tmp_path / "x", "--data", tmp_path / "nothing")
    assert empty.returncode == 2
    assert "nothing to back up" in empty.stderr
    Database(sqlite_url(tmp_path / "lunjie.sqlite")).migrate()
    nowhere = lunjie("backup", "-o", tmp_path / "no-such" / "x", "--data", tmp_path)
    assert nowhere.returncode == 2
    assert "no-such" in nowhere.stderr
    assert "Traceback" not in nowhere.stderr
    assert "bug" not in nowhere.stderr


def test_a_restore_that_breaks_off_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, copy = tmp_path / "data", tmp_path / "copy.backup"
    with serving(data) as service:
        me = service.person().set_up(service.first_link)
        me.add_school("one")
        assert lunjie("backup", "-o", copy, "--data", data).returncode == 0
        me.add_school("two")

    def break_off(_source: object, _sink: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("api.backup._copy", break_off)
    with pytest.raises(OSError, match="No space"):
        restore_backup(Settings(data=data), copy, replace=True)
    assert _schools(Database(sqlite_url(data / "lunjie.sqlite"))) == {"one", "two"}
    assert [f.name for f in data.iterdir() if "restore" in f.name] == []


def test_settings_that_cannot_be_used_are_told_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("LUNJIE_PUBLIC_URL", "library.example"),
        ("LUNJIE_PUBLIC_URL", "ftp://library.example"),
        ("LUNJIE_PUBLIC_URL", "http://["),
        ("LUNJIE_MOST_SECONDS", "7200"),
    ):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            done = lunjie("serve", "--port", "0", "--data", tmp_path / "data")
        assert done.returncode == 2, value
        assert name.removeprefix("LUNJIE_").lower() in done.stderr
        assert "web address" in done.stderr or "3600" in done.stderr
    assert Settings(public_url="https://library.example/lunjie").public_url == "https://library.example/lunjie"


def test_a_port_that_is_taken_and_a_second_process_are_told_in_words(tmp_path: Path) -> None:
    service = Service(tmp_path / "data", workers=1).start()
    try:
        port = service.url.rpartition(":")[2]
        taken = lunjie("serve", "--port", port, "--data", tmp_path / "other")
        assert taken.returncode == 2
        assert "--port 0" in taken.stderr
        second = lunjie("serve", "--port", "0", "--data", tmp_path / "data")
        assert second.returncode == 2
        assert f"process {service.process.pid}" in second.stderr
        assert "Traceback" not in taken.stderr + second.stderr
    finally:
        service.stop()
    unreachable = lunjie("serve", "--port", "0", "--database", "postgresql://nobody@127.0.0.1:1/none")
    assert unreachable.returncode == 2
    assert "cannot be reached" in unreachable.stderr
    alone = lunjie("worker", "--data", tmp_path / "data")
    assert alone.returncode == 2
    assert "--database" in alone.stderr


def _schools(database: Database) -> set[str]:
    with database.read() as connection:
        found = set(connection.execute(select(t.school.c.id)).scalars())
    database.close()
    return found

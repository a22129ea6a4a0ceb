"""Backup while the service runs, and restore: into an empty directory, over an old one, from one database into the other."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from api.backup import opened, put_in_place, restore_backup, write_backup
from api.settings import Settings
from api.store import audit, people
from api.store import tables as t
from api.store.database import Database, sqlite_url
from tests.api.postgres import Cluster
from tests.api.service import Service, serving
from tests.commands import apart, here, surroundings

KEY = {"Idempotency-Key": "asked twice"}


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
        me.post("/api/tokens", {"label": "desk"}, 201, headers=KEY)
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
    with Database(sqlite_url(data / "lunjie.sqlite")).write() as connection:  # as a process leaves it that was killed at work
        cut_off = update(t.receipt).where(t.receipt.c.key == KEY["Idempotency-Key"]).values(status=0)
        assert connection.execute(cut_off).rowcount == 1
    for place in (data, tmp_path / "elsewhere"):
        if place != data:
            assert lunjie("restore", copy, "--data", place).returncode == 0
        with serving(place) as service:
            assert service.first_link == ""
            assert service.person().ask("GET", feed).content == body
            me = service.person().log_in("library")
            assert [s["id"] for s in me.get("/api/schools")] == ["one"]
            assert me.publish("one") == 2
            me.post("/api/tokens", {"label": "desk"}, 201, headers=KEY)  # whoever asks again is not told to wait


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
    for file, words in ((wrong, "damaged"), (tmp_path / "missing", "does not exist")):
        done = lunjie("restore", file, "--data", tmp_path / "data")
        assert done.returncode == 2
        assert words in done.stderr
        assert "Traceback" not in done.stderr
    empty = lunjie("backup", "-o", tmp_path / "x", "--data", tmp_path / "nothing")
    assert empty.returncode == 2
    assert "no data yet" in empty.stderr
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
        ("LUNJIE_PUBLIC_URL", "https://library.example/api"),
        ("LUNJIE_PUBLIC_URL", "https://library.example/../x"),
        ("LUNJIE_MOST_SECONDS", "7200"),
    ):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            done = lunjie("serve", "--port", "0", "--data", tmp_path / "data")
        assert done.returncode == 2, value
        assert name.removeprefix("LUNJIE_").lower() in done.stderr
        assert "web address" in done.stderr or "3600" in done.stderr
    assert Settings(public_url="https://library.example/").public_url == "https://library.example/"


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


def _site(data: Path) -> None:
    """A service with one school, stopped again."""
    with serving(data) as service:
        service.person().set_up(service.first_link).add_school("one")


def test_every_copy_that_the_program_makes_comes_back(tmp_path: Path) -> None:
    data, copy = tmp_path / "data", tmp_path / "one.backup"
    _site(data)
    assert lunjie("backup", "-o", copy, "--data", data).returncode == 0
    assert lunjie("restore", copy, "--data", data, "--replace").returncode == 0
    kept = next(data.glob("*.before-restore.*"))
    Database(sqlite_url(data / "lunjie.sqlite")).backup(data / "lunjie.0001.20260101-000000.backup")  # as before a migration
    plain = tmp_path / "plain.sqlite"
    shutil.copyfile(data / "lunjie.sqlite", plain)
    for n, file in enumerate((copy, kept, data / "lunjie.0001.20260101-000000.backup", plain)):
        done = lunjie("restore", file, "--data", tmp_path / f"new{n}")
        assert done.returncode == 0, (file.name, done.stderr)
        assert _schools(Database(sqlite_url(tmp_path / f"new{n}" / "lunjie.sqlite"))) == {"one"}


def test_a_file_copied_while_the_service_runs_brings_its_last_transactions(tmp_path: Path) -> None:
    data, taken = tmp_path / "data", tmp_path / "taken"
    taken.mkdir()
    with serving(data) as service:
        service.person().set_up(service.first_link).add_school("one")
        for file in data.glob("lunjie.sqlite*"):
            shutil.copyfile(file, taken / file.name)
    assert (taken / "lunjie.sqlite-wal").stat().st_size > 0
    assert lunjie("restore", taken / "lunjie.sqlite", "--data", tmp_path / "new").returncode == 0
    assert _schools(Database(sqlite_url(tmp_path / "new" / "lunjie.sqlite"))) == {"one"}


def test_a_backup_comes_back_over_a_service_that_was_never_set_up(tmp_path: Path) -> None:
    data, copy = tmp_path / "data", tmp_path / "one.backup"
    with serving(data):
        pass
    assert lunjie("backup", "-o", copy, "--data", data).returncode == 0  # with the link of its first start
    done = lunjie("restore", copy, "--data", data)
    assert done.returncode == 0, done.stderr


def test_what_is_wrong_with_a_database_is_said_as_it_is_and_the_way_back_works(tmp_path: Path) -> None:
    data = tmp_path / "data"
    _site(data)
    assert lunjie("backup", "-o", data / "good.backup", "--data", data).returncode == 0
    database = data / "lunjie.sqlite"
    whole = database.read_bytes()
    damaged = whole[:4096] + b"\x99" * 8192 + whole[4096 + 8192 :]
    text = b"This is a letter, not a database." * 40
    for content, words in ((damaged, "damaged"), (text, "damaged"), (whole[: len(whole) // 2], "damaged")):
        database.write_bytes(content)
        for arguments in (("serve", "--port", "0"), ("backup", "-o", tmp_path / "x.backup"), ("password",)):
            refused = lunjie(*arguments, "--data", data)
            assert (refused.returncode, words in refused.stderr) == (2, True), (arguments, refused.stderr)
            assert "bug" not in refused.stderr
            assert str(data / "good.backup") in refused.stderr  # where the last copy lies
        assert not (tmp_path / "x.backup").exists()
        assert words in lunjie("doctor", "--data", data).stdout
        without = lunjie("restore", data / "good.backup", "--data", data)
        assert (without.returncode, words in without.stderr) == (2, True)
        back = lunjie("restore", data / "good.backup", "--data", data, "--replace")
        assert back.returncode == 0, back.stderr
        assert _schools(Database(sqlite_url(database))) == {"one"}
        (kept,) = data.glob("*.before-restore.*")
        assert kept.read_bytes() == content
        kept.unlink()
    refused = lunjie("restore", tmp_path / "cut", "--data", data)
    assert refused.returncode == 2
    (tmp_path / "cut").write_bytes((data / "good.backup").read_bytes()[:20_000])
    refused = lunjie("restore", tmp_path / "cut", "--data", tmp_path / "new")
    assert (refused.returncode, "damaged" in refused.stderr) == (2, True)
    assert str(tmp_path / "cut") in refused.stderr


def test_a_newer_database_says_so(tmp_path: Path) -> None:
    data = tmp_path / "data"
    _site(data)
    database = Database(sqlite_url(data / "lunjie.sqlite"))
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    for arguments in (("serve", "--port", "0"), ("backup", "-o", tmp_path / "x"), ("doctor",)):
        told = lunjie(*arguments, "--data", data)
        assert told.returncode in (2, 3)
        assert "newer version" in told.stderr + told.stdout
        assert "bug" not in told.stderr


def test_a_forgotten_password_is_chosen_anew_on_the_machine(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data) as service:
        me = service.person().set_up(service.first_link)
        for secret, code in (("short", 2), ("1234567890ab", 2), ("quite another one 7", 0)):
            done = subprocess.run(
                [sys.executable, "-m", "cli", "password", "--data", str(data), "--lang", "en"],
                input=secret + "\n",
                capture_output=True,
                text=True,
                env=surroundings(),
                check=False,
            )
            assert done.returncode == code, done.stderr
        me.refused("GET", "/api/me", "not_logged_in")
        service.person().log_in("library", "quite another one 7")
    unknown = lunjie("password", "nobody", "--data", data)
    assert (unknown.returncode, "library" in unknown.stderr) == (2, True)


def test_the_doctor_finds_what_is_to_be_done(tmp_path: Path) -> None:
    data = tmp_path / "data"
    nothing = lunjie("doctor", "--data", data)
    assert (nothing.returncode, data.exists()) == (2, False)
    _site(data)
    before = {file.name: file.read_bytes() for file in data.iterdir()}
    assert "No copy" in lunjie("doctor", "--data", data).stdout
    assert {file.name: file.read_bytes() for file in data.iterdir() if file.name in before} == before
    assert lunjie("backup", "-o", data / "good.backup", "--data", data).returncode == 0
    good = lunjie("doctor", "--data", data)
    assert (good.returncode, "All is well" in good.stdout) == (0, True), good.stdout
    (data / ".x.backup.part").touch()
    (data / "bad.backup").write_bytes(b"nothing")
    found = lunjie("doctor", "--data", data)
    assert found.returncode == 3
    assert ".x.backup.part" in found.stdout
    assert "bad.backup" in found.stdout


def test_a_copy_can_be_asked_about_by_itself(tmp_path: Path) -> None:
    """A stranger has a file, and wants to know whether it is good; or names the folder in which it lies."""
    copy = tmp_path / "good.backup"
    database = Database(sqlite_url(copy), journal="DELETE")
    database.migrate()
    database.close()
    good = here("doctor", copy)
    assert (good.returncode, f"restore {copy} --replace" in good.stdout) == (0, True), good.stdout
    (tmp_path / "cut.backup").write_bytes(copy.read_bytes()[:20_000])
    cut = here("doctor", tmp_path / "cut.backup")
    assert (cut.returncode, "damaged" in cut.stdout, "delete it" in cut.stdout) == (3, True, True), cut.stdout
    assert "可以删掉" in here("doctor", tmp_path / "cut.backup", "--lang", "zh").stdout
    folder = here("restore", tmp_path, "--data", tmp_path / "data")
    assert (folder.returncode, "good.backup" in folder.stderr, "does not exist" in folder.stderr) == (2, True, False)


def test_the_copy_that_is_named_can_come_back(tmp_path: Path) -> None:
    """Not the newest, where that is the damaged database itself, kept when it was replaced."""
    good = Database(sqlite_url(tmp_path / "a.backup"), journal="DELETE")
    good.migrate()
    good.close()
    (tmp_path / "lunjie.sqlite").write_bytes(b"This is no database." * 40)
    (tmp_path / "lunjie.before-restore.1.backup").write_bytes(b"Nor is this." * 40)
    os.utime(tmp_path / "a.backup", (0, 0))
    said = here("backup", "-o", tmp_path / "new.backup", "--data", tmp_path).stderr
    assert f"The newest copy: {tmp_path / 'a.backup'}" in said


def test_the_password_chosen_last_is_the_one_that_holds(tmp_path: Path) -> None:
    """Whichever copies are brought back, in whatever order: an old one by mistake before the right one."""
    moments = [dt.datetime(2026, 9, day, tzinfo=dt.UTC) for day in (1, 2, 3)]
    database = Database(sqlite_url(tmp_path / "library.sqlite"))
    database.migrate()
    with database.write() as connection:
        people.add(connection, "p1", "library", "first", True, moments[0])
    copies = []
    for number, moment in enumerate(moments):
        with database.write() as connection:
            people.change(connection, "p1", password=f"chosen {number}")
            audit.note(connection, moment, "library", None, "password_changed")
        copies.append(tmp_path / f"{number}.backup")
        write_backup(database, copies[-1])
    database.close()
    for order in ((0, 2, 1), (2, 0, 1)):
        target = Database(sqlite_url(tmp_path / f"{order}.sqlite"))
        target.migrate()
        held = []
        for number in order:
            with opened(copies[number]) as copy:
                put_in_place(target, copy, tmp_path / f"{order}{number}.kept")
            with target.read() as connection:
                held.append(connection.execute(select(t.person.c.password)).scalar())
        assert held == [f"chosen {max(order[: n + 1])}" for n in range(3)]
        target.close()

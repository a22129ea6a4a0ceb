"""A folder is whole new or whole old, wherever writing it ends."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.exits import Exit
from cli.guard import report
from planner.errors import MissingFile
from planner.files import together
from planner.files.lock import held
from planner.files.together import LOCK_FILE, only_writer, put, settle, write

OLD = {
    "plan.json": b"old",
    "tables/a.html": b"old a",
    "tables/b.html": b"old b",
    "notice.txt": b"old notice",
    "mine.txt": b"mine",
}
FILES = {"plan.previous.json": b"old", "tables/a.html": b"new a", "calendars/c.ics": b"new c", "plan.json": b"new"}
GONE = ["tables/b.html", "notice.txt"]
NEW = {**{n: c for n, c in OLD.items() if n not in GONE}, **FILES}
STEPS = ("replace", "link", "unlink", "mkdir", "rmdir", "fsync")
"""Everything that changes the disk, or waits for it."""


def old(directory: Path) -> Path:
    for name, content in OLD.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_bytes(content)
    return directory


def snapshot(directory: Path) -> dict[str, bytes]:
    return {p.relative_to(directory).as_posix(): p.read_bytes() for p in directory.rglob("*") if p.is_file()}


def exchange(directory: Path) -> None:
    with only_writer(directory):
        put(directory, FILES, GONE)


def _killed_at(directory: Path, k: int) -> None:
    """In a child: the power goes at the k-th step, and nothing that a process does at its end is done."""
    count = 0

    def counted(step: str) -> Any:
        real = getattr(os, step)

        def run(*args: Any, **kwargs: Any) -> Any:
            nonlocal count
            count += 1
            if count == k:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)

        return run

    for step in STEPS:
        setattr(os, step, counted(step))
    exchange(directory)


def _ended(directory: Path, k: int) -> int | None:
    child = multiprocessing.get_context("fork").Process(target=_killed_at, args=(directory, k))
    child.start()
    child.join()
    return child.exitcode


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is a copy of the test")
@pytest.mark.parametrize("then", ["read", "write"])
def test_power_that_goes_at_any_step(tmp_path: Path, then: str) -> None:
    seen, k = [], 1
    while True:
        directory = old(tmp_path / str(k))
        if (code := _ended(directory, k)) == 0:
            break
        assert code == -signal.SIGKILL
        if then == "read":
            settle(directory)
            found = snapshot(directory)
            assert found in (OLD, NEW), k
            seen.append(found == NEW)
        else:
            exchange(directory)
            assert snapshot(directory) == NEW, k
        assert not [p for p in directory.rglob("*") if p.name.startswith(".")], k
        k += 1
    assert k > 30
    # Old until it is decided, new from then on.
    assert seen == sorted(seen)
    assert then == "write" or (not all(seen) and any(seen))


@pytest.mark.parametrize("name", list(NEW)[1:] + GONE)
def test_a_file_that_cannot_be_exchanged_leaves_everything_as_it_was(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows a table that is open in Excel: nothing can take its place."""
    directory = old(tmp_path)
    replace, unlink = os.replace, os.unlink

    def refused(path: Any, *others: Any, real: Any = replace, **options: Any) -> Any:
        if Path((path, *others)[-1]) == directory / name:
            raise PermissionError(13, "in use", str(path), None, *map(str, others))
        return real(path, *others, **options)

    monkeypatch.setattr(os, "replace", refused)
    monkeypatch.setattr(os, "unlink", lambda path, **options: refused(path, real=unlink, **options))
    if name == "mine.txt":
        exchange(directory)
        assert snapshot(directory) == NEW
        return
    with pytest.raises(MissingFile) as caught:
        exchange(directory)
    assert (caught.value.reason, caught.value.path) == ("not_writable", str(directory / name))
    assert snapshot(directory) == OLD
    assert not (directory / "calendars").exists()


def test_a_file_that_may_not_be_written_is_seen_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = old(tmp_path)
    real = Path.open

    def opened(path: Path, mode: str = "r", **options: Any) -> Any:
        if path.name == "a.html" and "+" in mode:
            raise PermissionError(13, "in use", str(path))
        return real(path, mode, **options)

    monkeypatch.setattr(Path, "open", opened)
    monkeypatch.setattr(together, "_prepare", lambda *_: pytest.fail("went on"))
    with pytest.raises(MissingFile) as caught:
        exchange(directory)
    assert caught.value.path == str(directory / "tables/a.html")
    assert snapshot(directory) == OLD


def test_what_could_be_neither_completed_nor_taken_back_is_done_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = old(tmp_path)
    real = os.replace

    def refused(source: Any, target: Any) -> None:
        # Opened by somebody just when it is half done, and again on the way back.
        if Path(target).name == "plan.json" or Path(source).name.startswith("old-"):
            raise PermissionError(13, "in use", str(source), None, str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(MissingFile):
        exchange(directory)
    with pytest.raises(MissingFile):
        settle(directory)
    monkeypatch.undo()
    settle(directory)
    assert snapshot(directory) == OLD


def test_ctrl_c_in_the_middle_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    directory = old(tmp_path)
    real = os.replace

    def stopped(source: Any, target: Any) -> None:
        if Path(target).name == "c.ics":
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(os, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        exchange(directory)
    assert snapshot(directory) == OLD


def test_a_file_system_without_second_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> None:
        raise OSError(1, "not permitted")

    monkeypatch.setattr(os, "link", refused)
    exchange(old(tmp_path))
    assert snapshot(tmp_path) == NEW


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that writes in the folder until its standard input ends."""
    code = (
        "import sys, pathlib; from planner.files.together import only_writer\n"
        "with only_writer(pathlib.Path(sys.argv[1])): print('in', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "in\n"
    yield child
    child.communicate()


def test_one_writer_at_a_time(tmp_path: Path, other: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch) -> None:
    directory = old(tmp_path)
    monkeypatch.setattr(together, "_PATIENCE", 0.0)
    with pytest.raises(MissingFile) as caught:
        exchange(directory)
    assert (caught.value.reason, caught.value.path) == ("folder_busy", str(directory))
    settle(directory)
    assert (directory / LOCK_FILE).exists()
    other.communicate()
    exchange(directory)
    assert snapshot(directory) == NEW


def test_a_lock_whose_holder_was_killed_is_nobodys(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    directory = old(tmp_path)
    other.kill()
    other.wait()
    assert (directory / LOCK_FILE).exists()
    settle(directory)
    assert snapshot(directory) == OLD
    with held(directory / LOCK_FILE, 0.0):
        pass
    assert not (directory / LOCK_FILE).exists()


def test_a_new_folder_that_comes_to_nothing_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), only_writer(tmp_path / "new"):
        raise RuntimeError
    assert not (tmp_path / "new").exists()
    (tmp_path / "empty").mkdir()
    with only_writer(tmp_path / "empty"):
        pass
    assert list((tmp_path / "empty").iterdir()) == []


def test_one_file(tmp_path: Path) -> None:
    write(tmp_path / "a.pdf", b"one")
    write(tmp_path / "a.pdf", b"two")
    assert snapshot(tmp_path) == {"a.pdf": b"two"}
    for path, reason in ((tmp_path / "no/a.pdf", "no_folder"), (tmp_path, "not_writable")):
        with pytest.raises(MissingFile) as caught:
            write(path, b"three")
        assert caught.value.reason == reason
    write(Path(os.devnull), b"gone")
    assert snapshot(tmp_path) == {"a.pdf": b"two"}


@pytest.mark.parametrize(
    ("number", "reason"), [(errno.ENOSPC, "disk_full"), (errno.EROFS, "read_only"), (errno.EACCES, "not_writable")]
)
def test_what_keeps_a_file_from_being_written_is_said_as_it_is(
    tmp_path: Path, number: int, reason: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full disk is no program that has to be closed; also where a folder is not exchanged as a whole."""
    directory = old(tmp_path)

    def refused(*_given: object) -> None:
        raise OSError(number, "no", str(directory / "a"))

    monkeypatch.setattr(together, "_prepare", refused)
    with pytest.raises(MissingFile) as caught:
        exchange(directory)
    assert (caught.value.reason, snapshot(directory)) == (reason, OLD)
    for language in ("en", "zh"):
        assert report(OSError(number, "no", "/x/lunjie.lock"), language, as_json=False) == Exit.BAD_INPUT
        said = capsys.readouterr().err
        assert "/x/lunjie.lock" in said
        assert "Errno" not in said


def test_what_has_its_content_already_is_left_alone(tmp_path: Path) -> None:
    """But for the last file, whose date says when all was written."""
    exchange(old(tmp_path))
    before = {name: (tmp_path / name).stat().st_ino for name in FILES}
    (tmp_path / "calendars" / "c.ics").write_bytes(b"by me")  # as long as that of ours
    with only_writer(tmp_path):
        put(tmp_path, FILES)
    assert snapshot(tmp_path) == NEW
    assert {name for name in FILES if (tmp_path / name).stat().st_ino != before[name]} == {"calendars/c.ics", "plan.json"}

"""The folder of a plan: what stands in it, and that it is written all or not at all."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from planner.errors import MissingFile
from planner.models.planfile import PlanFile, dump_plan, load_plan
from planner.outputs import folder
from planner.outputs.calendars.ical import CalendarWriter
from planner.outputs.folder import write_folder
from planner.reading.planfile import read_plan
from planner.sessions.book import Book
from tests.outputs.calendar_reading import lint, vevents
from tests.outputs.calendar_school import school_data, small_plan, small_school

NOW = dt.datetime(2026, 3, 6, 12, tzinfo=dt.UTC)
PLANFILE = PlanFile(school=small_school(), plan=small_plan())
LAYOUT = {
    "plan.json",
    *(f"tables/{t}.{e}" for t in ("borrowing", "reading-annex", "duty", "classes", "helpers") for e in ("html", "xlsx", "pdf")),
    *(
        f"calendars/{f}.ics"
        for f in ("library", "duty", "class-3-1", "class-4-1", "room-annex", "room-library", "helper-h1", "helper-h2")
    ),
}


def snapshot(directory: Path) -> dict[str, bytes]:
    return {p.relative_to(directory).as_posix(): p.read_bytes() for p in directory.rglob("*") if p.is_file()}


def moved() -> PlanFile:
    return PlanFile(school=small_school(), plan=small_plan("WED"))


def test_layout(tmp_path: Path) -> None:
    written = write_folder(tmp_path / "out", Book(PLANFILE), "zh", now=NOW)
    files = snapshot(tmp_path / "out")
    assert set(files) == LAYOUT
    assert {p.relative_to(tmp_path / "out").as_posix() for p in written} == LAYOUT
    assert written[-1] == tmp_path / "out" / "plan.json"
    assert written.problems == ()
    assert files["plan.json"] == dump_plan(PLANFILE) == dump_plan(read_plan(tmp_path / "out"))
    assert load_plan(files["plan.json"]) == read_plan(tmp_path / "out")
    assert all(lint(raw) == [] for name, raw in files.items() if name.endswith(".ics"))
    shown = [s for s in Book(PLANFILE).calendar.sessions if s.category != "DUTY"]
    library = CalendarWriter(PLANFILE.school, "zh", {}).feed("示例小学图书馆", shown)
    assert files["calendars/library.ics"] == library


def test_the_same_plan_gives_the_same_bytes_on_any_day(tmp_path: Path) -> None:
    write_folder(tmp_path / "a", Book(PLANFILE), "zh", now=NOW)
    write_folder(tmp_path / "b", Book(PLANFILE), "zh")
    first = snapshot(tmp_path / "a")
    assert first == snapshot(tmp_path / "b")
    write_folder(tmp_path / "a", Book(PLANFILE), "zh", now=NOW + dt.timedelta(9))
    assert snapshot(tmp_path / "a") == first


def _reversed(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _reversed(value) for key, value in reversed(data.items())}
    return [_reversed(v) for v in reversed(data)] if isinstance(data, list) else data


def test_lists_of_the_school_in_reverse_order_do_not_show(tmp_path: Path) -> None:
    write_folder(tmp_path / "a", Book(PLANFILE), "en", now=NOW)
    write_folder(
        tmp_path / "b", Book(PlanFile(school=small_school(**_reversed(school_data())), plan=small_plan())), "en", now=NOW
    )
    assert snapshot(tmp_path / "a") == snapshot(tmp_path / "b")


def test_a_change_carries_revisions_on_and_keeps_the_plan_before(tmp_path: Path) -> None:
    write_folder(tmp_path, Book(PLANFILE), "zh", now=NOW)
    before = snapshot(tmp_path)
    write_folder(tmp_path, Book(moved()), "zh", now=NOW)
    after = snapshot(tmp_path)
    assert set(after) == LAYOUT | {"plan.previous.json"}
    assert after["plan.previous.json"] == before["plan.json"]
    assert read_plan(tmp_path).revisions
    old, new = (vevents(files["calendars/library.ics"]) for files in (before, after))
    assert {uid for uid in old.keys() & new.keys() if old[uid] != new[uid]} <= {u for u in old if "-3-1-borrowing-" in u}
    assert after["calendars/class-4-1.ics"] == before["calendars/class-4-1.ics"]
    write_folder(tmp_path, Book(moved()), "zh", now=NOW + dt.timedelta(1))
    assert snapshot(tmp_path) == after, "writing the same again must not lose the plan before"


def test_revisions_that_a_plan_brings_along_are_kept(tmp_path: Path) -> None:
    write_folder(tmp_path / "a", Book(PLANFILE), "zh", now=NOW)
    write_folder(tmp_path / "a", Book(moved()), "zh", now=NOW)
    write_folder(tmp_path / "b", Book(read_plan(tmp_path / "a")), "zh")
    assert (tmp_path / "a/calendars/library.ics").read_bytes() == (tmp_path / "b/calendars/library.ics").read_bytes()


def test_files_of_those_who_left_go_and_those_of_others_stay(tmp_path: Path) -> None:
    write_folder(tmp_path, Book(PLANFILE), "zh", now=NOW)
    (tmp_path / "calendars/holidays.ics").write_text("mine")
    (tmp_path / "tables/notes.html").write_text("mine")
    (tmp_path / "note.txt").write_text("mine")
    data = school_data()
    school = small_school(helpers=data["helpers"][1:])
    plan = small_plan().model_copy(update={"duties": small_plan().duties[1:]})
    write_folder(tmp_path, Book(PlanFile(school=school, plan=plan)), "zh", now=NOW)
    assert set(snapshot(tmp_path)) == LAYOUT - {"calendars/helper-h1.ics"} | {
        "calendars/holidays.ics",
        "tables/notes.html",
        "note.txt",
        "plan.previous.json",
    }


@pytest.mark.parametrize("where", ["Papers", "dump_plan", "Calendars"])
def test_a_failure_while_making_changes_nothing(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path, Book(PLANFILE), "zh", now=NOW)
    before = snapshot(tmp_path)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(folder, where, fail)
    with pytest.raises(RuntimeError):
        write_folder(tmp_path, Book(moved()), "zh", now=NOW)
    assert snapshot(tmp_path) == before
    with pytest.raises(RuntimeError):
        write_folder(tmp_path / "new", Book(moved()), "zh", now=NOW)
    assert not (tmp_path / "new").exists()


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path / "out", Book(PLANFILE), "zh", now=NOW)
    before = snapshot(tmp_path)
    sync = os.fsync
    written: list[int] = []

    def fail(handle: int) -> None:
        written.append(handle)
        if len(written) == 9:
            raise OSError(28, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(MissingFile) as caught:
        write_folder(tmp_path / "out", Book(moved()), "zh", now=NOW)
    assert caught.value.reason == "disk_full"
    written.clear()
    with pytest.raises(MissingFile):
        write_folder(tmp_path / "new", Book(moved()), "zh", now=NOW)
    assert snapshot(tmp_path) == before
    assert not (tmp_path / "new").exists()


def test_plan_json_is_moved_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moves: list[str] = []
    replace = os.replace
    monkeypatch.setattr(os, "replace", lambda source, target: (moves.append(Path(target).name), replace(source, target))[1])
    write_folder(tmp_path, Book(PLANFILE), "zh", now=NOW)
    write_folder(tmp_path, Book(moved()), "zh", now=NOW)
    assert moves[len(LAYOUT)] == moves[-1] == "plan.json"
    assert moves[len(LAYOUT) + 2] == "plan.previous.json"


def test_a_table_that_is_open_elsewhere_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table that ``apply`` reads is the one that is open in Excel."""
    write_folder(tmp_path, Book(PLANFILE), "zh", now=NOW)
    write_folder(tmp_path, Book(moved()), "zh", now=NOW)
    before = snapshot(tmp_path)
    replace = os.replace

    def refused(source: Any, target: Any) -> None:
        if Path(target).name == "duty.xlsx":
            raise PermissionError(13, "in use", str(source), None, str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(MissingFile) as caught:
        write_folder(tmp_path, Book(PLANFILE), "zh", now=NOW)
    assert caught.value.path == str(tmp_path / "tables/duty.xlsx")
    assert snapshot(tmp_path) == before, "the plan before the last one is there as well"


def test_what_an_earlier_version_left_is_swept(tmp_path: Path) -> None:
    write_folder(tmp_path, Book(PLANFILE), "zh", now=NOW)
    for name in (".plan.json.0.4711.tmp", "tables/.duty.xlsx.12.99.tmp", "calendars/.helper-h1.ics.3.99.tmp", ".mine.tmp"):
        (tmp_path / name).write_text("王小明")
    write_folder(tmp_path, Book(PLANFILE), "zh", now=NOW)
    assert set(snapshot(tmp_path)) == LAYOUT | {".mine.tmp"}


@pytest.mark.parametrize("broken", [b"{", b"\xff\xfe\x00", b"[]", b'{"format": 9}', b"[" * 5000])
def test_a_broken_plan_is_set_aside_and_said(broken: bytes, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(broken)
    written = write_folder(tmp_path, Book(PLANFILE), "zh", now=NOW)
    assert [p.code for p in written.problems] == ["plan_previous_broken"]
    assert (tmp_path / "plan.previous.json").read_bytes() == broken
    assert dump_plan(read_plan(tmp_path)) == dump_plan(PLANFILE)


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(MissingFile) as caught:
        write_folder(tmp_path / "no" / "such", Book(PLANFILE), "zh")
    assert caught.value.reason == "no_folder"
    (tmp_path / "file").write_text("x")
    with pytest.raises(MissingFile) as caught:
        write_folder(tmp_path / "file", Book(PLANFILE), "zh")
    assert caught.value.reason == "not_a_folder"
    (tmp_path / "out").mkdir()
    (tmp_path / "out/tables").write_text("in the way")
    with pytest.raises(MissingFile) as caught:
        write_folder(tmp_path / "out", Book(PLANFILE), "zh")
    assert caught.value.reason == "not_writable"
    assert snapshot(tmp_path / "out") == {"tables": b"in the way"}


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is where not even root can make a folder")
def test_a_folder_without_permission() -> None:
    with pytest.raises(MissingFile) as refused:
        write_folder("/proc/out", Book(PLANFILE), "zh")
    assert (refused.value.path, refused.value.reason) == ("/proc/out", "not_writable")


def test_ids_that_some_file_systems_take_for_one(tmp_path: Path) -> None:
    rooms = [{"id": key, "name": key} for key in ("library", "Library", "三(1)", "annex")]
    write_folder(tmp_path, Book(PlanFile(school=small_school(rooms=rooms), plan=small_plan())), "zh", now=NOW)
    names = {p.name for p in (tmp_path / "calendars").glob("room-*")}
    assert names == {"room-Library.ics", "room-library~2.ics", "room-三(1).ics", "room-annex.ics"}
    assert len({n.casefold() for n in names}) == 4


def test_whole_names_stand_on_internal_tables_only(tmp_path: Path) -> None:
    write_folder(tmp_path, Book(PLANFILE), "zh", internal=True, now=NOW)
    files = snapshot(tmp_path)
    assert "王小明".encode() in files["tables/duty.html"]
    assert not any("王小明".encode() in raw for name, raw in files.items() if name.startswith("calendars/"))


def test_a_character_that_no_font_has_costs_no_file_and_is_said(tmp_path: Path) -> None:
    rooms = [{"id": key, "name": "\U0001f600" if key == "annex" else key} for key in ("library", "annex")]
    written = write_folder(tmp_path, Book(PlanFile(school=small_school(rooms=rooms), plan=small_plan())), "zh", now=NOW)
    assert {(p.code, p.value) for p in written.problems} == {("glyph_missing", "\U0001f600")}
    files = set(snapshot(tmp_path))
    assert {"plan.json", "tables/reading-annex.html", "tables/duty.pdf", "tables/reading-annex.pdf"} <= files

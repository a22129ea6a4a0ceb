"""Files of every version there was are read; one of a newer version is told from a damaged one, in every form."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from api.backup import restore_backup
from api.settings import Settings
from api.store.database import Database, sqlite_url
from api.store.faults import Unusable
from planner.errors import BadInput
from planner.examples import SMALL, example
from planner.importing.mapfile import parse_mapping
from planner.models import formats
from planner.models.planfile import canonical_school
from planner.reading import describe, parse_school, read_school
from planner.reading.planfile import parse_plan
from tests.applying.small import small
from tests.workbook.books import replaced

HERE = Path(__file__).parent
VERSIONS = sorted(p for p in HERE.iterdir() if p.name.isdecimal())
NEWEST = VERSIONS[-1]


def test_there_are_files_of_the_forms_that_are_written_now() -> None:
    assert {formats.SCHOOL, formats.WORKBOOK, formats.MAPPING, formats.PLAN} <= {int(p.name) for p in VERSIONS}


@pytest.mark.parametrize("folder", VERSIONS, ids=lambda p: p.name)
def test_files_of_every_version_are_read(folder: Path, tmp_path: Path) -> None:
    school = canonical_school(read_school(example(SMALL)))
    assert canonical_school(read_school(folder / "school.yaml")) == school
    assert canonical_school(read_school(folder / "school.xlsx")) == school
    assert parse_plan((folder / "plan.json").read_bytes(), "plan.json") == small()
    mapping = parse_mapping((folder / "timetable.map.yaml").read_bytes(), "timetable.map.yaml")
    assert (mapping.open_points, mapping.eligible, len(mapping.classes)) == ([], ("Library",), 2)
    shutil.copy(folder / "library.backup", tmp_path / "library.backup")
    (tmp_path / "data").mkdir()
    assert restore_backup(Settings(data=tmp_path / "data"), tmp_path / "library.backup", replace=False) == (None, 0)


def problem_of(raw: bytes, name: str) -> tuple[str, int | None]:
    """(code, line) of the only problem of a file; it has words."""
    read: dict[str, Any] = {"plan.json": parse_plan, "timetable.map.yaml": parse_mapping}
    with pytest.raises(BadInput) as caught:
        read.get(name, parse_school)(raw, name)
    (problem,) = caught.value.problems
    assert "{" not in describe(problem, "zh") + describe(problem, "en")
    return problem.code, problem.line


@pytest.mark.parametrize(("name", "line"), [("school.yaml", 1), ("timetable.map.yaml", 3), ("plan.json", None)])
def test_a_newer_file_is_told_from_a_damaged_one(name: str, line: int | None) -> None:
    raw = (NEWEST / name).read_bytes()
    mark = b'"format": 1' if name.endswith(".json") else b"format: 1"
    assert raw.count(mark) == 1
    newer = raw.replace(mark, mark.replace(b"1", b"2")).replace(b"rooms", b"halls_and_rooms")
    assert problem_of(newer, name) == ("format_newer", line)
    assert problem_of(raw.replace(mark, mark.replace(b"1", b'"one"')), name) == ("format_unknown", line)


def test_a_newer_workbook_is_told_from_a_damaged_one() -> None:
    raw = (NEWEST / "school.xlsx").read_bytes()
    mark = formats.WORKBOOK_MARK.encode()
    for number, code in ((b"2", "format_newer"), (b"many", "format_unknown")):
        strings = _strings(raw).replace(mark + b"1", mark + number)
        assert problem_of(replaced(raw, "xl/sharedStrings.xml", strings), "a.xlsx") == (code, None)


def _strings(raw: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        return file.read("xl/sharedStrings.xml")


def test_a_file_that_says_nothing_is_of_the_first_form() -> None:
    plain = (NEWEST / "school.yaml").read_text(encoding="utf-8").replace("format: 1\n", "")
    assert parse_school(plain, "school.yaml") == parse_school("格式: 1\n" + plain, "school.yaml")


def test_a_newer_backup_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    newer = tmp_path / "newer.backup"
    shutil.copy(NEWEST / "library.backup", newer)
    database = Database(sqlite_url(newer))
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(Unusable) as caught:
        restore_backup(Settings(data=tmp_path / "a"), newer, replace=False)
    assert caught.value.code == "newer"
    damaged = tmp_path / "damaged.backup"
    damaged.write_bytes(b"\0" * 40_000)
    with pytest.raises(Unusable) as caught:
        restore_backup(Settings(data=tmp_path / "b"), damaged, replace=False)
    assert caught.value.code == "foreign"

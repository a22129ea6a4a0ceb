"""Real schools' files from Debian's package fet-data, fetched when the tests run; none of them is in this repository."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree  # the files are Debian's

import pytest

from planner.errors import BadInput
from planner.importing.mapping import propose
from planner.importing.newschool import NewSchool
from planner.importing.reading import read_timetable
from planner.reading import read_school
from planner.reading.classnames import plain
from tests.campaign import CAMPAIGN
from tests.cli.cases import run

INSTALLED = (Path("/usr/share/doc/fet-data/examples"), Path("/usr/share/fet/examples"))
SHARES = 6
"""Of the files, one test each."""
SCHOOL = "FET-5-official/Greece/Didymoteicho/6th-Primary-School.fet"
LESSONS = "ΕΥΕΛΙΚΤΗ, ΜΕΛΕΤΗ, ΓΛΩΣΣΑ"


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples of fet-data: installed, or unpacked from the package. In CI they must be there."""
    for folder in INSTALLED:
        if (folder / SCHOOL).is_file():
            return folder
    directory = tmp_path_factory.mktemp("fet-data")
    try:
        subprocess.run(["apt-get", "download", "fet-data"], cwd=directory, check=True, capture_output=True, timeout=120)
        (package,) = directory.glob("*.deb")
        subprocess.run(["dpkg", "-x", package, directory], check=True, capture_output=True, timeout=120)
        return next(directory.rglob("6th-Primary-School.fet")).parents[3]
    except (OSError, subprocess.SubprocessError, ValueError, StopIteration) as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"fet-data cannot be had: {error}")
        pytest.skip("fet-data is not installed, and apt-get cannot fetch it")


def test_didymoteicho_is_imported_and_planned_straight(examples: Path, tmp_path: Path) -> None:
    """12 classes, 364 of 377 activities placed; one visit to borrow and one to read a week for each."""
    new = tmp_path / "new.yaml"
    term = ("--term-start", "2026-09-14", "--term-end", "2026-12-18")
    made = run("import", examples / SCHOOL, "--into", new, "--new", *term, "--reading", LESSONS)
    assert made.returncode == 0, made.stderr
    assert "364 of 377" in made.stdout
    school = read_school(new)
    assert len(school.class_list) == 12
    # 364 activities of one or two hours; every class has its 34 or so lessons in 35 periods.
    assert len({(x.class_id, x.day, x.period) for x in school.lessons}) == 412
    assert [c.name.en for c in school.class_list][-2:] == ["ΣΤ1", "ΣΤ2"]
    done = run("plan", new, "-o", tmp_path / "rota", "--json")
    assert done.returncode == 0, done.stderr
    visits = json.loads((tmp_path / "rota" / "plan.json").read_text(encoding="utf-8"))["plan"]["visits"]
    assert Counter((v["visitor"], v["demand"]) for v in visits) == Counter(
        {(c.id, demand): 1 for c in school.class_list for demand in ("borrow", "read")}
    )
    at = {(x.class_id, x.day, x.period): x.subject for x in school.lessons}
    assert {at[v["visitor"], v["turn"], v["period"]] for v in visits} <= set(LESSONS.split(", "))
    assert run("check", new, tmp_path / "rota" / "plan.json").returncode == 0


def _files(examples: Path) -> list[Path]:
    """All of them in a campaign, every fifth otherwise."""
    return sorted(examples.rglob("*.fet"))[:: 1 if CAMPAIGN else 5]


def _placed(path: Path, days_a_week: int) -> set[tuple[str, str, str]]:
    """(activity, day, hour) of every hour of a class that a file places, read without the reader.

    Where a school has twice as many of FET's days as it has real ones, each is a morning or an afternoon.
    """
    root = ElementTree.parse(path).getroot()
    hours = [plain(h.findtext("Name") or "") for h in root.iterfind("Hours_List/Hour")]
    days = [plain(d.findtext("Name") or "") for d in root.iterfind("Days_List/Day")]
    halves = len(days) == 2 * days_a_week
    places = {
        c.findtext("Activity_Id"): (plain(c.findtext("Preferred_Day") or ""), plain(c.findtext("Preferred_Hour") or ""))
        for c in root.iter("ConstraintActivityPreferredStartingTime")
        if float(c.findtext("Weight_Percentage") or 0) == 100 and (c.findtext("Active") or "true") == "true"
    }
    out = set()
    for activity in root.iter("Activity"):
        day, hour = places.get(activity.findtext("Id"), ("", ""))
        named = plain(activity.findtext("Subject") or "")  # one without a subject is asked about
        if day and named and activity.find("Students") is not None and (activity.findtext("Active") or "true") == "true":
            first, half = hours.index(hour), days.index(day)
            part = ("上午 ", "下午 ")[half % 2] if halves else ""
            day = days[half - half % 2] if halves else day
            for period in hours[first : first + int(activity.findtext("Duration") or 1)]:
                out.add((f"Activity {activity.findtext('Id')}", day, f"{part}{period}"))
    return out


def _imported(path: Path) -> bool:
    """Whether a file becomes a valid school; if not, it is refused in words. Nothing else may happen."""
    try:
        raw = read_timetable(path)
    except BadInput as refused:
        if refused.problems[0].code not in {"import_unsolved", "import_days"}:
            raise
        return False
    assert {(x.cell, x.day, x.period) for x in raw.lessons} == _placed(path, len(raw.days)), path
    mapping = propose(raw, None, dt.date(2026, 9, 14))
    new = NewSchool(raw, mapping, None, None, "en")
    subjects = tuple(sorted({x.subject for x in new.lessons}))[:3]
    school = new.check(new.text(subjects, subjects), str(path))
    assert new.lost == []
    assert len({(x.class_id, x.day, x.period) for x in school.lessons}) == len({x[:3] for x in new.lessons}), path
    return True


@pytest.mark.parametrize("share", range(SHARES))
def test_every_real_file_is_imported_or_refused_in_words(examples: Path, share: int) -> None:
    """None gives a traceback; each that has lessons becomes a valid school."""
    for path in _files(examples)[share::SHARES]:
        _imported(path)


@pytest.mark.campaign  # looks at all files
def test_those_that_are_solved_are_imported(examples: Path) -> None:
    """28 of them; the others hold at most a few activities fixed beforehand, which are no timetable."""
    assert sum(_imported(path) for path in _files(examples)) >= 28

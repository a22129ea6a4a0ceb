"""Three hundred kinds of damage to every layout: right, or a question or problem names it; never a silent difference.

python -m tests.timetables.test_kinds [LAYOUT]      what came of each kind, and the table of all
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from planner.errors import BadInput
from planner.importing.asking import Look, look
from planner.importing.lessons import settle
from planner.importing.mapping import NewClass
from planner.importing.raw import RawTimetable
from planner.importing.reading import read_timetable
from planner.models.school import School
from planner.reading import parse_school
from planner.reading.spreadsheets.sheets import address
from tests.campaign import CAMPAIGN
from tests.timetables.damage import Spoiled
from tests.timetables.kinds import KINDS, TRACELESS, Kind
from tests.timetables.known import DAYS, SCHOOL, Timetable, timetable
from tests.timetables.test_damaged import TABLES

START = dt.date(2026, 9, 1)
LISTS = ("day and period", "korean list")
SEED = 3
SHARE = 1 if CAMPAIGN else 60
Lesson = tuple[str, str, str, str, str]
"""Class, day, period, weeks, subject."""


def test_there_are_three_hundred() -> None:
    assert len({kind.name for kind in KINDS}) >= 300


def known_to(layout: str) -> Timetable:
    return timetable(SEED, parity=False, teacher_once=layout == "class alone")


def found_in(raw: RawTimetable, seen: Look) -> set[Lesson]:
    return {(x.class_id, x.day, x.period, x.weeks, x.subject) for x in settle(raw, seen.mapping)}


def with_timetable(known: Timetable) -> School:
    """The school, with exactly these lessons: it notices what a table has lost without a trace."""
    rows = []
    for grade, number in known.classes:
        days = {d: ["-"] * known.periods for d in DAYS}
        for x in known.lessons:
            if (x.grade, x.number) == (grade, number):
                days[x.day][x.period - 1] = x.subject
        rows.append({"class": f"{grade}-{number}", **days})
    classes = ", ".join(f"{{grades: {g}, number: {n}}}" for g, n in known.classes)
    periods = ", ".join(f"P{n}: {7 + n:02d}:00-{7 + n:02d}:40" for n in range(1, known.periods + 1))
    text = SCHOOL.format(classes=classes, periods=periods)
    return parse_school(f"{text}timetable: {json.dumps(rows, ensure_ascii=False)}\n", "school.yaml")


class Truth:
    """A layout whole: its lessons, and which of them stands in which cell."""

    def __init__(self, layout: str, folder: Path) -> None:
        self.layout, self.path, self.known = layout, folder / "t.xlsx", known_to(layout)
        self.school = with_timetable(self.known)
        self.spoiled("").write(self.path)
        raw = read_timetable(self.path)
        seen = look(raw, None, START)
        self.lessons = found_in(raw, seen)
        self.cells: dict[str, set[Lesson]] = defaultdict(set)
        for x in raw.lessons:
            self.cells[x.cell] |= found_in(RawTimetable(raw.shape, lessons=[x]), seen)

    def spoiled(self, kind: str) -> Spoiled:
        """Fresh pages."""
        return Spoiled(TABLES[self.layout](known_to(self.layout)), random.Random(f"{kind} {self.layout} {SEED}"))

    def outcome(self, kind: Kind) -> str:
        """right, asked, refused, said = hidden lines were left out and noted, impossible here; or what was silently wrong."""
        spoiled = self.spoiled(kind.name)
        gone = kind.do(spoiled)
        # A line that is gone from a list is a lesson that ends: what changes is shown before it is stored.
        if gone is None or (self.layout in LISTS and any(t in kind.name for t in TRACELESS)):
            return "impossible"
        cells = {f"{spoiled.pages[n].name}!{address(r, c)}" for n, r, c in gone}
        wanted = self.lessons - {x for cell in cells for x in self.cells[cell]}
        try:
            spoiled.write(self.path)
        except Exception:  # two merged ranges that overlap: no program writes them
            return "impossible"
        try:
            raw = read_timetable(self.path)
        except BadInput:
            return "refused"
        seen = look(raw, self.school if any(t in kind.name for t in TRACELESS) else None, START)
        asked = [x for x in seen.mapping.open_points if x != ("eligible", "?")]
        if found_in(raw, seen) == wanted:
            return "right, asked" if asked else "right"
        if asked:
            return "asked"
        if any(n.code in ("import_hidden_lines", "import_hidden_sheet") for n in raw.notes):
            return "said"
        if any(isinstance(c, NewClass) and not c.sure for c in seen.mapping.classes.values()):
            return "said"
        return f"silently wrong: {sorted(found_in(raw, seen) ^ wanted)[:4]}"


@pytest.mark.parametrize("layout", TABLES)
def test_nothing_is_silent(layout: str, tmp_path: Path) -> None:
    truth = Truth(layout, tmp_path)
    kinds = KINDS[list(TABLES).index(layout) % SHARE :: SHARE]
    results = {kind.name: truth.outcome(kind) for kind in kinds}
    assert {name: r for name, r in results.items() if r.startswith("silently")} == {}
    assert any(r.startswith("right") for r in results.values())


if __name__ == "__main__":
    total: Counter[str] = Counter()
    for one in [name for name in TABLES if len(sys.argv) < 2 or sys.argv[1] in name]:
        with tempfile.TemporaryDirectory() as directory:
            truth = Truth(one, Path(directory))
            count: Counter[str] = Counter()
            for kind in KINDS:
                result = truth.outcome(kind)
                count[result.split(":")[0]] += 1
                if result.startswith("silently"):
                    print(f"{one:20} {kind.name:45} {result}", flush=True)
        print(f"{one:20} {dict(count)}", flush=True)
        total.update(count)
    print(dict(total))

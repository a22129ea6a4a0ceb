"""However a table is damaged: what comes out is right, or a question or a problem says so. Never a silent difference."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from planner.errors import BadInput
from planner.importing.asking import look
from planner.importing.lessons import settle
from planner.importing.reading import read_timetable
from tests.campaign import CAMPAIGN
from tests.timetables.damage import DAMAGES, Spoiled
from tests.timetables.known import Timetable, timetable
from tests.timetables.layouts import LAYOUTS
from tests.timetables.writing import Page, rows_are_classes, rows_are_periods, sheet_per_class

SEEDS = 24 if CAMPAIGN else 1
SHARE = 1 if CAMPAIGN else 3
TABLES = {
    **LAYOUTS,
    "rows are classes": rows_are_classes,
    "rows are periods": rows_are_periods,
    "sheet a class": sheet_per_class,
}


def outcome(known: Timetable, path: Path, teachers: bool) -> str:
    """right, asked, refused; said = what is hidden was left out and noted; else what was silently wrong."""
    try:
        raw = read_timetable(path)
    except BadInput:
        return "refused"
    seen = look(raw, None, dt.date(2026, 9, 1))
    found = {
        (x.class_id, x.day, x.period, x.weeks, x.subject, x.teacher if teachers else "") for x in settle(raw, seen.mapping)
    }
    wanted = {(*x[:5], x[5] if teachers else "") for x in known.expected()}
    if found == wanted:
        return "right"
    if seen.mapping.open_points:
        return "asked"
    unsure = any(not isinstance(c, str) and not c.sure for c in seen.mapping.classes.values())
    left_out = raw.placed is not None and raw.placed[0] < raw.placed[1]
    if raw.notes or unsure or left_out:
        return "said"
    return f"silently wrong: {sorted(found ^ wanted, key=str)[:4]}"


@pytest.mark.parametrize("damage", DAMAGES)
def test_no_damage_is_silent(damage: str) -> None:
    count: Counter[str] = Counter()
    wrong = []
    # In the usual run a third of the tables, another third for the next damage.
    tables = list(TABLES.items())[list(DAMAGES).index(damage) % SHARE :: SHARE]
    for name, layout in tables:
        for seed in range(SEEDS):
            known = timetable(seed + 3, parity=False, teacher_once=name == "class alone")
            pages: list[Page] = layout(known)
            spoiled = Spoiled(pages, random.Random(f"{damage} {name} {seed}"))
            DAMAGES[damage](spoiled)
            with tempfile.TemporaryDirectory() as directory:
                path = Path(directory) / "t.xlsx"
                spoiled.write(path)
                result = outcome(known, path, teachers=False)
            count[result.split(":")[0]] += 1
            if result.startswith("silently"):
                wrong.append((name, seed, result))
    assert wrong == [], "\n".join(map(str, wrong))
    assert count["right"] + count["asked"] + count["refused"] + count["said"] == len(tables) * SEEDS

"""Every element, attribute and key of what programs write, spoiled in every way: nothing is silently wrong.

python -m tests.timetables.test_trees      what came of each
"""

from __future__ import annotations

import json
import random
import re
import tempfile
from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.campaign import CAMPAIGN
from tests.timetables import formats
from tests.timetables.known import DAYS, NUMERALS, Timetable, timetable
from tests.timetables.test_damaged import outcome
from tests.timetables.test_damaged_exchange import only_first
from tests.timetables.trees import TreeKind, as_json, as_yaml, data_kinds, xml_kinds

SEED = 5
SHARE = 1 if CAMPAIGN else 25
MEANT = {
    # A name may be anything, activities without pupils are meetings, and what has no switch is on.
    "asc": r"subject@name is 'x'",
    "fet": r"Students (is|says '')|Subject says 'x'|all Active",
    # What is gone without a trace, and another day or other weeks that the file then says in so many words.
    "cses": r"schedules\[\].classes(\[\] is gone| is \[\])|schedules\[\] is gone|enable_day is \[1\]",
    "classisland": r"ClassPlans\.\w+ is gone|WeekCountDiv is (gone|renamed|0)|WeekDay is 0|Name is 'x'",
}
"""Kinds that make another timetable, which no reader can tell from the first."""


def whole(form: str) -> tuple[Timetable, str, str, list[TreeKind]]:
    """What is known, name and text of the file, kinds of damage."""
    known = timetable(SEED, parity=form != "fet")
    if form == "asc":
        text = formats.asc(known, "utf-8").decode().partition("?>")[2]
        return known, "t.xml", text, xml_kinds(text)
    if form == "fet":
        text = formats.fet(known, [d.title() for d in DAYS]).partition("?>")[2]
        text = re.sub(r"<Activity><Subject>X</Subject>.*?</Activity>", "", text)
        return known, "t.fet", text, xml_kinds(text)
    text = formats.cses(known) if form == "cses" else formats.classisland(known)
    free = ("simplified_name", "teacher", "name", "room", "version") if form == "cses" else ("TeacherName",)
    kinds = data_kinds(
        yaml.safe_load(text) if form == "cses" else json.loads(text), as_yaml if form == "cses" else as_json, free
    )
    known = only_first(known)
    grade, number = known.classes[0]
    return known, f"{NUMERALS[grade]}（{number}）班.{'yaml' if form == 'cses' else 'json'}", text, kinds


def results(form: str, folder: Path, share: int) -> dict[str, str]:
    """Kind -> what came of it; the whole file is right."""
    known, name, text, kinds = whole(form)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    assert outcome(known, path, teachers=True) == "right"
    out = {}
    for kind in kinds[::share]:
        spoiled = kind.do(text, random.Random(kind.name))
        if spoiled is not None and not re.search(MEANT[form], kind.name):
            path.write_text(spoiled, encoding="utf-8")
            out[kind.name] = outcome(known, path, teachers=False)
    return out


@pytest.mark.parametrize("form", MEANT)
def test_nothing_is_silent(form: str, tmp_path: Path) -> None:
    found = results(form, tmp_path, SHARE)
    assert {name: r for name, r in found.items() if r.startswith("silently")} == {}
    assert len(set(found.values())) > 1


if __name__ == "__main__":
    for one in MEANT:
        with tempfile.TemporaryDirectory() as directory:
            table = results(one, Path(directory), 1)
        for name, result in table.items():
            if result.startswith("silently"):
                print(f"{one:12} {name:45} {result}")
        print(f"{one:12} {dict(Counter(r.split(':')[0] for r in table.values()))}", flush=True)

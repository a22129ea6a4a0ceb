"""However a file of a timetable program is damaged: right, asked about, said or refused; never a silent difference."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.campaign import CAMPAIGN
from tests.timetables import formats
from tests.timetables.exchange_damage import ASC, CSES, FET, LIST, UNTIS, Damage
from tests.timetables.known import DAYS, NUMERALS, Timetable, timetable
from tests.timetables.test_damaged import outcome

SEEDS = 40 if CAMPAIGN else 3


class Format(NamedTuple):
    """Name of a file, its damages, and how a timetable is written in it."""

    name: str
    damages: Mapping[str, Damage]
    write: Callable[[Timetable], str]


def as_list(known: Timetable) -> str:
    """A line a lesson."""
    lines = [
        f"{NUMERALS[x.grade]}（{x.number}）班,周{'一二三四五'[DAYS.index(x.day)]},第{x.period}节,{x.subject},{x.teacher}"
        for x in known.lessons
    ]
    return "\n".join(["班级,星期,节次,课程,教师", *lines])


FORMATS = {
    "asc": Format("t.xml", ASC, lambda known: formats.asc(known, "utf-8").decode()),
    "fet": Format("t.fet", FET, lambda known: formats.fet(known, [d.title() for d in DAYS])),
    "untis": Format("GPU001.TXT", UNTIS, lambda known: formats.untis(known, ",", "utf-8").decode()),
    "cses": Format("", CSES, formats.cses),
    "list": Format("t.csv", LIST, as_list),
}


def only_first(known: Timetable) -> Timetable:
    """CSES knows one class."""
    grade, number = known.classes[0]
    known.lessons = [x for x in known.lessons if (x.grade, x.number) == (grade, number)]
    known.classes = [(grade, number)]
    return known


@pytest.mark.parametrize(("form", "damage"), [(f, d) for f, form in FORMATS.items() for d in form.damages])
def test_no_damage_is_silent(form: str, damage: str) -> None:
    found, count = FORMATS[form], Counter[str]()
    wrong = []
    for seed in range(SEEDS):
        known = timetable(seed + 3, parity=form in ("asc", "cses"))
        text = found.write(known)
        known = only_first(known) if form == "cses" else known
        name = found.name or f"{NUMERALS[known.classes[0][0]]}（{known.classes[0][1]}）班.yaml"
        spoiled = found.damages[damage](text, random.Random(f"{damage}{seed}"))
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / name
            path.write_text(spoiled, encoding="utf-8", newline="")
            result = outcome(known, path, teachers=True)
        count[result.split(":")[0]] += 1
        if result.startswith("silently"):
            wrong.append((seed, result))
    assert wrong == []
    assert sum(count.values()) == SEEDS


@pytest.mark.parametrize("form", FORMATS)
def test_whole_files_come_in_right(form: str) -> None:
    found, known = FORMATS[form], timetable(5, parity=form in ("asc", "cses"))
    text = found.write(known)
    known = only_first(known) if form == "cses" else known
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / (found.name or f"{NUMERALS[known.classes[0][0]]}（{known.classes[0][1]}）班.yaml")
        path.write_text(text, encoding="utf-8", newline="")
        result = outcome(known, path, teachers=True)
    assert result in ("right", "said")  # FET's sample has an activity without a place

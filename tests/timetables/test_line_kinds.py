"""Three hundred kinds of damage to lists that programs write: right, asked, said or refused; never a silent difference.

python -m tests.timetables.test_line_kinds      what came of each
"""

from __future__ import annotations

import copy
import datetime as dt
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from planner.errors import BadInput
from planner.importing.asking import look
from planner.importing.lessons import settle
from planner.importing.reading import read_timetable
from planner.models.school import School
from tests.campaign import CAMPAIGN
from tests.timetables.known import DAYS, Known, Timetable, timetable
from tests.timetables.line_kinds import TRACELESS, LineKind, Lines, kinds, usual
from tests.timetables.test_damaged_exchange import only_first
from tests.timetables.test_kinds import with_timetable

SEED = 5
SHARE = 1 if CAMPAIGN else 60


class Form(NamedTuple):
    """Name of the file, its columns, its lines, where lessons begin, and which kinds make another timetable."""

    name: str
    columns: dict[str, int]
    lines: Callable[[Timetable], Lines]
    first: int
    meant: str


def _class(x: Known) -> str:
    return f"{x.grade}{'ABC'[x.number - 1]}"


def _untis(known: Timetable) -> Lines:
    return [
        [
            str(n),
            f"{x.grade}{'ABC'[x.number - 1]}",
            x.teacher,
            x.subject,
            f"R{x.grade}",
            str(DAYS.index(x.day) + 1),
            str(x.period),
            "",
        ]
        for n, x in enumerate(known.lessons, 1)
    ]


def _wakeup(known: Timetable) -> Lines:
    rows = [
        [x.subject, str(DAYS.index(x.day) + 1), str(x.period), str(x.period), x.teacher, "301", "1-18"]
        for x in only_first(known).lessons
    ]
    return [["课程名称", "星期", "开始节数", "结束节数", "老师", "地点", "周数"], *rows]


def _list(known: Timetable) -> Lines:
    rows = [[_class(x), x.day.title(), str(x.period), x.subject, x.teacher, "301", "all"] for x in known.lessons]
    return [["Class", "Day", "Period", "Subject", "Teacher", "Room", "Weeks"], *rows]


def _fet(known: Timetable) -> Lines:
    rows = [
        [str(n), x.day.title(), f"{7 + x.period}:00", _class(x), x.subject, x.teacher, "", "R1", ""]
        for n, x in enumerate(known.lessons, 1)
    ]
    heads = ["Activity Id", "Day", "Hour", "Students Sets", "Subject", "Teachers", "Activity Tags", "Room", "Comments"]
    return [heads, *rows]


UNTIS = ("number", "class", "teacher", "subject", "room", "day", "period", "length")
WAKEUP = ("subject", "day", "start", "end", "teacher", "room", "weeks")
LIST = ("class", "day", "period", "subject", "teacher", "room", "weeks")
FET = ("id", "day", "hour", "class", "subject", "teacher", "tags", "room", "comments")
# What another timetable says as well: names of people and rooms are free, any code may be a subject, another period is said
# in so many words, a line that is gone is a lesson that ends. In Untis a line without a class is an hour of the teacher alone,
# and two lines are a class in two parts.
_ANY = (
    r"subject becomes '(x|Montag|-)'|period becomes '0'|a line is gone|"
    r"(teacher|room|number) |heading (teacher|room)"
)
FORMS = {
    "untis": Form(
        "GPU001.TXT",
        {n: c for c, n in enumerate(UNTIS)},
        _untis,
        0,
        f"{_ANY}|class becomes ''|column class is empty|a line twice with",
    ),
    "wakeup": Form(
        "一（1）班.csv",
        {n: c for c, n in enumerate(WAKEUP)},
        _wakeup,
        1,
        f"{_ANY}|column weeks is (empty|gone)|heading weeks|weeks becomes ''",
    ),
    "list": Form(
        "t.csv", {n: c for c, n in enumerate(LIST)}, _list, 1, f"{_ANY}|column weeks is (empty|gone)|weeks becomes ''"
    ),
    "fet": Form("t_timetable.csv", {n: c for c, n in enumerate(FET)}, _fet, 1, f"{_ANY}|(tags|comments) |class becomes ''"),
}


class Truth:
    """A form whole, and the school that has had its lessons."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.known = timetable(SEED, parity=False)
        self.lines = form.lines(self.known)
        self.wanted = {(x[0], x[1], x[2], x[3], x[4]) for x in self.known.expected()}
        self.school = with_timetable(self.known)
        assert self._outcome(usual(self.lines), None) == "right"

    def outcome(self, kind: LineKind) -> str:
        """What comes of a kind."""
        lines = kind.do(copy.deepcopy(self.lines), random.Random(f"{kind.name} {SEED}"))
        if lines is None or re.match(self.form.meant, kind.name):
            return "impossible"
        noticed = self.school if any(t in kind.name for t in TRACELESS) else None
        try:
            raw = (kind.write or usual)(lines)
        except UnicodeEncodeError:
            return "impossible"
        return self._outcome(raw, noticed)

    def _outcome(self, raw: bytes, school: School | None) -> str:
        try:
            read = read_timetable(Path(self.form.name), content=raw)
        except BadInput:
            return "refused"
        seen = look(read, school, dt.date(2026, 9, 1))
        found = {(x.class_id, x.day, x.period, x.weeks, x.subject) for x in settle(read, seen.mapping)}
        asked = [x for x in seen.mapping.open_points if x[0] != "eligible"]
        if found == self.wanted:
            return "right, asked" if asked else "right"
        if asked:
            return "asked"
        if read.notes or any(not isinstance(c, str) and not c.sure for c in seen.mapping.classes.values()):
            return "said"
        return f"silently wrong: {sorted(found ^ self.wanted)[:3]}"


def all_kinds(form: Form) -> list[LineKind]:
    return list(kinds(form.columns, form.first))


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_silent(form: str) -> None:
    every = all_kinds(FORMS[form])
    assert len({k.name for k in every}) >= 300
    truth = Truth(FORMS[form])
    found = {kind.name: truth.outcome(kind) for kind in every[list(FORMS).index(form) :: SHARE]}
    assert {name: r for name, r in found.items() if r.startswith("silently")} == {}
    assert any(r.startswith("right") for r in found.values())


if __name__ == "__main__":
    for one in [name for name in FORMS if len(sys.argv) < 2 or sys.argv[1] in name]:
        truth = Truth(FORMS[one])
        count: Counter[str] = Counter()
        for kind in all_kinds(FORMS[one]):
            result = truth.outcome(kind)
            count[result.split(":")[0]] += 1
            if result.startswith("silently"):
                print(f"{one:8} {kind.name:45} {result}", flush=True)
        print(f"{one:8} {dict(count)}", flush=True)

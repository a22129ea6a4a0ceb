"""Three hundred kinds of damage to lists of days off with a line each: right entry by entry, or the line is named.

python -m tests.suggesting.test_list_kinds      what came of each
"""

from __future__ import annotations

import copy
import datetime as dt
import random
import re
import sys
from collections import Counter
from typing import NamedTuple

import pytest

from planner.errors import BadInput
from planner.reading.planfile import text_of as decoded
from planner.suggesting import read_listed
from tests.campaign import CAMPAIGN
from tests.suggesting.calendar_kinds import Entry
from tests.suggesting.test_kinds import TERM, entries
from tests.timetables.line_kinds import LineKind, Lines, kinds, usual

SHARE = 1 if CAMPAIGN else 30


class Form(NamedTuple):
    """Columns of the list, its lines, where days begin, and the kinds that make another list, which is as good."""

    columns: dict[str, int]
    lines: Lines
    first: int
    meant: str


DAYS: tuple[tuple[str, str, str, str, str], ...] = (
    ("2026-04-04", "2026-04-06", "清明节", "", "off"),
    ("2026-05-01", "2026-05-05", "劳动节", "", "off"),
    ("2026-05-09", "", "补劳动节的课", "周二", "work"),
    ("2026-05-25", "2026-05-29", "农忙假", "", "off"),
    ("2026-06-05", "", "校庆放假", "", "off"),
    ("2026-06-14", "", "补班", "", "work"),
    ("2026-04-22", "2026-04-24", "期中考试", "", "event"),
    ("2026-05-15", "", "家长会", "", "event"),
)
TRUE: frozenset[Entry] = frozenset(
    (kind, f"{dt.date.fromisoformat(first) + dt.timedelta(n):%m-%d}", "TUE" if runs else None)
    for first, last, _name, runs, kind in DAYS
    for n in range((dt.date.fromisoformat(last or first) - dt.date.fromisoformat(first)).days + 1)
)


def _range(first: str, last: str) -> str:
    return f"{first}..{last}" if last else first


_KIND = {"off": "休", "work": "班", "event": "活动"}
# What another list says as well: a name is free, and so is the weekday that a day runs, or none; a line that is gone is a day
# with lessons; an event may fall on a day off; what has no end is a day; dates alone are days off.
_ANY = (
    "subject |a line is gone|(date|from|until) becomes '2026-09-01'|(until|runs) becomes ''|runs becomes 'Montag'|"
    "column runs is (empty|gone)|a line twice with another subject"
)
FORMS = {
    "plain": Form(
        {"date": 0, "subject": 1},
        [[_range(a, b), f"{n} 按{r}课表" if r else n] for a, b, n, r, _k in DAYS],
        0,
        rf"{_ANY}|column subject is (empty|gone)",
    ),
    "runs": Form(
        {"date": 0, "subject": 1, "runs": 2},
        [["日期", "名称", "按周几"], *[[_range(a, b), n, r] for a, b, n, r, _k in DAYS]],
        1,
        _ANY,
    ),
    "kinds": Form(
        {"from": 0, "until": 1, "subject": 2, "kind": 3, "runs": 4},
        [["开始日期", "结束日期", "名称", "类型", "按周几"], *[[a, b, n, _KIND[k], r] for a, b, n, r, k in DAYS]],
        1,
        _ANY,
    ),
}


def outcome(form: Form, kind: LineKind) -> str:
    """right, told = a line is named, refused; else what is silently wrong."""
    lines = kind.do(copy.deepcopy(form.lines), random.Random(kind.name))
    if lines is None or re.match(form.meant, kind.name):
        return "impossible"
    try:
        listed = read_listed(decoded((kind.write or usual)(lines), "a.csv"), calendar=False, between=TERM, source="a.csv")
    except (BadInput, UnicodeEncodeError):
        return "refused"
    wrong = entries(listed) ^ TRUE
    if not wrong:
        return "right"
    unsure = {f"{d:%m-%d}" for x in listed.days if not x.known for d in x.dates}
    if listed.unread or {e[1] for e in wrong} <= unsure:
        return "told"
    return f"silently wrong: {sorted(wrong, key=str)[:4]}"


def all_kinds(form: Form) -> list[LineKind]:
    return list(kinds(form.columns, form.first))


@pytest.mark.parametrize("name", FORMS)
def test_no_damage_to_a_list_is_silent(name: str) -> None:
    form = FORMS[name]
    found = {kind.name: outcome(form, kind) for kind in all_kinds(form)[list(FORMS).index(name) :: SHARE]}
    assert {k: r for k, r in found.items() if r.startswith("silently")} == {}
    assert outcome(form, LineKind("nothing", lambda lines, _rng: lines)) == "right"


if __name__ == "__main__":
    for one in [name for name in FORMS if len(sys.argv) < 2 or sys.argv[1] in name]:
        count: Counter[str] = Counter()
        for kind in all_kinds(FORMS[one]):
            result = outcome(FORMS[one], kind)
            count[result.split(":")[0]] += 1
            if result.startswith("silently"):
                print(f"{one:8} {kind.name:45} {result}", flush=True)
        print(f"{one:8} {dict(count)}", flush=True)

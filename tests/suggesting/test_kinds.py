"""Three hundred kinds of damage to lists of days off: right entry by entry, or what could not be read is named. Never silent.

python -m tests.suggesting.test_kinds      what came of each
"""

from __future__ import annotations

import copy
import datetime as dt
import random
import sys
from collections import Counter

from planner.errors import BadInput
from planner.reading.planfile import text_of as decoded
from planner.suggesting import Listed, read_listed
from tests.campaign import CAMPAIGN
from tests.suggesting.calendar_kinds import BASE, KINDS, CalendarKind, Entry, Event, usual

TERM = (dt.date(2026, 3, 2), dt.date(2026, 7, 3))
SHARE = 1 if CAMPAIGN else 12
WHOLE = frozenset(e for base in BASE for e in base.entries)


def entries(listed: Listed) -> set[Entry]:
    """Each date once for everything that is said of it."""
    return {(x.kind, f"{d:%m-%d}", x.runs_as) for x in listed.days for d in x.dates}


def outcome(kind: CalendarKind) -> str:
    """right, told = what is not right is named, refused; else what is silently wrong."""
    events: list[Event] = copy.deepcopy([b.lines for b in BASE])
    touched = kind.do(events, random.Random(kind.name))
    if touched is None:
        return "impossible"
    raw = (kind.write or usual)(events)
    try:
        listed = read_listed(decoded(raw, "a.ics"), calendar=True, between=TERM, source="a.ics")
    except BadInput:
        return "refused"
    if not listed.days and listed.unread:
        return "refused"  # no date could be read, says every door then
    true = kind.true or {}
    wanted = {e for n, base in enumerate(BASE, 1) for e in true.get(n, base.entries)}
    found = entries(listed)
    if found == wanted:
        return "right"
    wrong = found ^ wanted
    others = {e[1] for n, b in enumerate(BASE, 1) if n not in touched for e in b.entries}
    if touched and any(e[1] in others for e in wrong):
        return f"spoils others: {sorted(e for e in wrong if e[1] in others)[:4]}"
    # Days of which no word says what they are close nothing, and that is said beside them.
    unsure = {f"{d:%m-%d}" for x in listed.days if not x.known for d in x.dates}
    named = {number for number, _text in listed.unread} & touched if touched else listed.unread
    if (kind.free and touched) or named or listed.cancelled or {e[1] for e in wrong} <= unsure:
        return "told"
    return f"silently wrong: {sorted(wrong, key=str)[:4]}"


def test_there_are_more_than_three_hundred() -> None:
    assert len({kind.name for kind in KINDS}) > 500


def test_no_damage_to_a_calendar_is_silent() -> None:
    found = {kind.name: outcome(kind) for kind in KINDS[::SHARE]}
    assert {name: r for name, r in found.items() if r.startswith(("silently", "spoils"))} == {}
    assert {"right", "told"} <= set(found.values())


if __name__ == "__main__":
    count: Counter[str] = Counter()
    for one in [k for k in KINDS if len(sys.argv) < 2 or sys.argv[1] in k.name]:
        result = outcome(one)
        count[result.split(":")[0]] += 1
        if result.startswith(("silently", "spoils")) or len(sys.argv) > 1:
            print(f"{one.name:50} {result}", flush=True)
    print(len(KINDS), dict(count))

"""The tiny schools of `tests.strategies` on the calendars that schools have: half-terms, day cycles with names, longer cycles,
rounds that slide, two campuses, bells that drop a period, rooms, posts and adults that begin or end."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from hypothesis import strategies as st

from planner.models.base import as_list
from tests.builders import Data, a_helper, a_post, a_term, a_window, borrowing
from tests.strategies import Draw, rule_settings, sometimes, without_none

HALF_TERM = {"dates": "2026-03-09..2026-03-13", "name": "Half-term"}
LONGER = ["2 weeks", "3 weeks", "A/B", "sliding", "sliding 3", "sliding by weekday"]
_DAYS = {"MON-FRI": "D1-D4", "MON": "D1", "TUE": "D2", "WED": "D4", "THU": "D3"}
_WEEKDAY = re.compile(rf"\b({'|'.join(_DAYS)})\b")


@st.composite
def on_calendars(draw: Draw, schools: st.SearchStrategy[Data]) -> Data:
    """A tiny school with one or more of these; seasons and leavers are those of ``schools``."""
    data = draw(schools)
    kinds = st.sampled_from(sorted(_CHANGES))
    for kind in draw(st.lists(kinds, min_size=1, max_size=2, unique=True)):
        data = _CHANGES[kind](draw, data)
    return data


def _half_term(draw: Draw, data: Data) -> Data:
    """A third week, and none in the middle; the letter goes on after it, or follows the calendar."""
    term = data["term"]
    days = [d for d in term["days"] if not "2026-03-09" <= d["date"] <= "2026-03-13"]
    letters = draw(st.sampled_from(["goes_on", "calendar"]))
    closed = [c for c in term["closures"] if not any("2026-03-09" <= date <= "2026-03-13" for date in as_list(c["dates"]))]
    return data | {"term": term | {"end": "2026-03-20", "days": days, "closures": [*closed, HALF_TERM], "letters": letters}}


def _letters(draw: Draw, data: Data) -> Data:
    """The letters begin anew in the second week, or the first week is B."""
    changes = draw(st.sampled_from([{"letters_from": [{"date": "2026-03-09", "letter": "A"}]}, {"first_week_is": "B"}]))
    return data | {"term": data["term"] | changes}


def _day_cycle(draw: Draw, data: Data) -> Data:
    """Four to ten days instead of weekdays, some with names; a closed day eats its day of the cycle or does not."""
    length = draw(st.sampled_from([4, 5, 6, 10]))
    term = {**data["term"], "cycle_days": length}
    if draw(st.booleans()):
        term["cycle_names"] = list("ABCDEFGHIJ"[:length])
    eats = draw(st.booleans())
    term["closures"] = [c | {"eats_day": eats} for c in term["closures"]]
    cycle = draw(st.sampled_from(["weekly", "weekly", "sliding", "dated"]))
    demands = [d | {"cycle": "weekly" if d["kind"] == "lesson_reading" else cycle} for d in data["demands"]]
    changed = _renamed({**data, "term": term, "demands": demands})
    if "duties" not in data:
        return changed
    duties = {"cycle": draw(st.sampled_from(["weekly", "sliding"]))} | without_none(each_date=sometimes(draw, [True, False], 2))
    return changed | {"duties": data["duties"] | duties}


def _renamed(value: Any) -> Any:
    """MON is the first day of the cycle, TUE the second, THU the third, WED the fourth; every weekday is these four."""
    if isinstance(value, dict):
        return {_renamed(k): _renamed(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_renamed(v) for v in value]
    return _WEEKDAY.sub(lambda m: _DAYS[m[0]], value) if isinstance(value, str) else value


def _longer_cycle(draw: Draw, data: Data) -> Data:
    """Cycles of two weeks and more over three weeks; rounds."""
    cycle = draw(st.sampled_from(LONGER))
    changed = data | {
        "term": data["term"] | {"end": "2026-03-20"},
        "demands": [d if d["kind"] == "lesson_reading" else d | {"cycle": cycle} for d in data["demands"]],
    }
    if "duties" in data:
        changed["duties"] = data["duties"] | {"cycle": draw(st.sampled_from(LONGER[:-1]))}
    return changed


def _campuses(draw: Draw, data: Data) -> Data:
    """A second site with the last block of classes, and at times a window; who has none there cannot come."""
    *first, last = data["windows"]
    if not first and draw(st.booleans()):
        return data
    blocks = data["classes"]
    grade = blocks[-1]["grade"]
    own = [c | {"campus": "hill" if c["grade"] == grade else "town"} for c in blocks]
    rooms = [r | {"campus": "hill" if r["id"] == "hall" else "town"} for r in data.get("rooms", [])]
    there = {k: v for k, v in last.items() if k != "rooms"} | {"campus": "hill"}
    opened = [w | {"campus": "town"} | ({"rooms": ["lib"]} if w.get("rooms") else {}) for w in first]
    campuses = [{"id": "town", "name": "Town"}, {"id": "hill", "name": "Hill"}]
    return data | {"campuses": campuses, "classes": own, "rooms": rooms, "windows": [*opened, there]}


def _bell(draw: Draw, data: Data) -> Data:
    """From the second week on the bell has a period less, or other times."""
    bell = (data.get("bells") or [{"periods": {"P1": "08:00-08:40", "P2": "12:20-13:00"}}])[0]
    first = dict([*bell["periods"].items()][:1])
    changed = draw(st.sampled_from([first, {**bell["periods"], "P2": "12:12-12:40"}]))
    later = bell | {"periods": changed, "valid_from": draw(st.sampled_from(["2026-03-09", "2026-03-11"]))}
    return data | {"bells": [bell, later]}


def _begins_and_ends(draw: Draw, data: Data) -> Data:
    """A room, a post, an adult that begins or ends, between weeks or within one."""
    changed = dict(data)
    for key in ("rooms", "posts", "adults"):
        if changed.get(key):
            season = draw(
                st.sampled_from(
                    [{}, {"valid_until": "2026-03-08"}, {"valid_until": "2026-03-10"}, {"valid_from": "2026-03-09"}]
                )
            )
            which = draw(st.integers(0, len(changed[key]) - 1))
            changed[key] = [x | season if n == which else x for n, x in enumerate(changed[key])]
    return changed


_CHANGES = {
    "half-term": _half_term,
    "day cycle": _day_cycle,
    "longer cycle": _longer_cycle,
    "campuses": _campuses,
    "bell": _bell,
    "begins and ends": _begins_and_ends,
    "letters": _letters,
}


@st.composite
def leavers(draw: Draw, schools: st.SearchStrategy[Data]) -> Data:
    """One helper leaves in the first week or the second, another begins."""
    data = draw(schools)
    if not data.get("helpers"):
        return data
    leaves = draw(st.sampled_from(["2026-03-06", "2026-03-10"]))
    one, *rest = data["helpers"]
    begins = sometimes(draw, ["2026-03-09"], 2)
    other = [rest[0] | ({"valid_from": begins, "valid_until": None} if begins else {}), *rest[1:]] if rest else []
    return data | {"helpers": [one | {"valid_until": leaves, "valid_from": None}, *other]}


@st.composite
def seasonal(draw: Draw, schools: st.SearchStrategy[Data]) -> Data:
    """On the calendars of schools; a helper leaves, and a window ends or begins on a date of its own."""
    data = draw(leavers(on_calendars(schools)))
    which = draw(st.integers(0, len(data["windows"]) - 1))
    season = draw(st.sampled_from([{"valid_until": "2026-03-13"}, {"valid_until": "2026-03-18"}, {"valid_from": "2026-03-11"}]))
    return data | {"windows": [w | season if n == which else w for n, w in enumerate(data["windows"])]}


@st.composite
def handovers(draw: Draw) -> Data:
    """Two or three helpers at one post through two or three stretches of the term, few enough duties to try every plan: rounds
    that slide, A/B and n weeks, leavers, weekly limits and minima, wishes, and at times a class that comes."""
    cut = draw(st.sampled_from(["2026-03-09", "2026-03-10", "2026-03-12"]))
    before = (dt.date.fromisoformat(cut) - dt.timedelta(1)).isoformat()
    days = draw(st.sampled_from(["MON", "MON,TUE", "TUE,THU", "MON,WED"]))
    later = draw(st.sampled_from([days, "TUE", "MON,THU"]))
    people = draw(st.integers(2, 3))
    helpers = []
    for n in range(people):
        season = sometimes(draw, [{"valid_until": "2026-03-06"}, {"valid_from": "2026-03-09"}, {"valid_until": before}], 4)
        away = sometimes(draw, [{"weekdays": "TUE"}, {"dates": "2026-03-10"}], 4)
        likes = sometimes(draw, [{"weekdays": "MON"}], 3)
        last = draw(st.integers(0, 2))
        own = {"away": [away] if away else [], "likes": [likes] if likes else [], "last_term": last}
        helpers.append(a_helper(f"h{n}", f"3-{n % 2 + 1}", **own, **(season or {})))
    visiting = draw(st.integers(1, 3)) == 3
    cycles = ["sliding 2", "sliding 2", "sliding", "A/B", "weekly", "2 weeks", "sliding 3"]
    least = without_none(min_per_week=sometimes(draw, [1], 4), max_per_week=draw(st.sampled_from([None, None, 1, 2])))
    soft = {"post_staffed": {"mode": "soft", "weight": 50}} if draw(st.integers(1, 6)) == 6 else {}
    return {
        "name": "Tiny",
        "term": a_term(end=draw(st.sampled_from(["2026-03-13", "2026-03-20"]))),
        "classes": [{"grade": 3, "count": 2, "pupils": 30}],
        "windows": [a_window(days, valid_until=before), a_window(later, id="later", valid_from=cut)],
        "posts": [a_post(windows=["noon", "later"])],
        "helpers": helpers,
        "demands": [borrowing(classes="3-1", windows=["noon", "later"])] if visiting else [],
        "duties": {"cycle": draw(st.sampled_from(cycles)), "consecutive_days": draw(st.booleans()), **least},
        "wishes": [{"helpers": ["h0", "h1"], "together": draw(st.booleans())}] if draw(st.integers(1, 3)) == 3 else [],
        "rules": draw(rule_settings(4, keep=("post_staffed", "helper_available"))) | soft,
    }

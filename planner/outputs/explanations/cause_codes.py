"""Which words a cause has, by what it is about and how bad it is; and which causes are one sentence."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from planner.messages import causes as w
from planner.models.outcome import Cause
from planner.models.school import School

_PINNED = frozenset({"eats", "in_lesson"})
_BARE = frozenset(
    {"pin_banned", "pins_apart", "pins_same_day", "pin_nowhere", "teacher_twice", "teacher_teaches", "teacher_away"}
)
_BY_WINDOW = frozenset({"eats", "arrives_too_early", "duty_in_lunch"})
"""Causes that may hold at several windows in the same way."""
_NO_PLACE = frozenset({"eats", "eats_in_slot", "in_lesson", "gone_home", "gone_home_before", "teacher_away", "teacher_teaches"})
"""Words of classes that have no place at all, which do not tell of how many visits."""
_DATED = frozenset({"window_room_gone", "room_gone"})


def words_of(school: School, cause: Cause) -> str:
    """Key of the words: what keeps a pinned visit from its place, a helper from a duty, or a class from all or most places."""
    params, code = cause.params, cause.code
    if "duty_pin" in params:
        return "duty_pin_blocked"
    if "pin" in params and code not in _BARE:
        return f"pin_{code}" if code in _PINNED else "pin_blocked"
    if code == "crowd":
        together = "_together" if "," in params["demand"] else ""
        if "held" in params and not together:
            return "crowd_dates"
        return f"crowd{together}_sum" if "slots" in params else f"crowd{together}"
    if code == "over_seats" and len(cause.who) == 1:
        return "over_seats_one"
    if code == "more_than_days" and "," in params["demand"]:
        return "more_than_days_together"
    if code == "crowd_lessons":
        return "crowd_room" if "room" in params else code
    if code == "window_no_adult" and not school.campuses:
        return "window_no_adult_here"
    if code == "window_event" and "room" in params:
        return "window_event_room"
    if code == "adults_at_once" and not params["adults"]:
        return "adults_at_once_none"
    if code == "pins_full" and (
        school.demand_by_id[params["demand"]].cycle.kind == "weekly" or '"weeks":null' not in params["at"]
    ):
        return "pins_full_there"
    if code in _DATED:
        return f"{code}_{_dated(school, cause)}"
    return _more_or_less(school, cause)


def _more_or_less(school: School, cause: Cause) -> str:
    """The same for causes that tell how many are left, where there are none, or fewer than all."""
    params, code = cause.params, cause.code
    if "posts" in params and f"duty_{code}" in w.CAUSES:
        code = f"duty_{code}"
    everybody = len(cause.who) == len(school.helper_by_id)
    if f"{code}_everybody" in w.CAUSES and everybody and params["capacity"] == "0":
        return f"{code}_everybody"
    if f"{code}_none" in w.CAUSES and params.get("capacity") == "0":
        return f"{code}_none"
    if f"{code}_all" in w.CAUSES and not {"least", "most"} & params.keys():
        return f"{code}_all"
    if "capacity" in params and f"{code}_some" in w.CAUSES:
        return f"{code}_some"
    if code == "eats" and not params.get("last", "") < params["lunch"].rpartition("-")[2]:
        return "eats_in_slot"
    if code == "gone_home" and "first" not in params:
        return "gone_home_before"
    if code == "other_grades" and len(windows_of(school, cause)) == 1:
        return "other_grades_only"
    return code


def _dated(school: School, cause: Cause) -> str:
    """Whether a room is there from a date on, until one, between two, or never. Of lessons its dates are those without it."""
    params, term = cause.params, school.term
    if cause.code == "window_room_gone":
        return (
            "between"
            if {"from", "to"} <= params.keys()
            else "from"
            if "from" in params
            else "until"
            if "to" in params
            else "never"
        )
    first, last = (dt.date.fromisoformat(params[key]) for key in ("from", "to"))
    # The dates are those of lessons: a term may begin and end some days apart from them.
    begins, ends = (first - term.start).days < _WEEK, (term.end - last).days < _WEEK
    return "never" if begins and ends else "until" if begins else "from" if ends else "between"


_WEEK = 7


def windows_of(school: School, cause: Cause) -> tuple[str, ...]:
    """The windows of the demands of a cause."""
    demands = [school.demand_by_id[key] for key in cause.params.get("demand", "").split(",") if key in school.demand_by_id]
    return tuple(dict.fromkeys(window for d in demands for window in d.windows))


def tells_what_is_left(code: str, cause: Cause) -> bool:
    """Whether need against places stands behind the words of a cause, which do not say it themselves."""
    return "need" in cause.params and (code.startswith("window_") or code in _NO_PLACE)


def together(causes: Iterable[Cause]) -> list[list[Cause]]:
    """Causes in their order; those that say the same of the same people at several windows are one."""
    groups: dict[tuple[object, ...], list[Cause]] = defaultdict(list)
    for n, cause in enumerate(causes):
        params = cause.params
        alike = cause.code in _BY_WINDOW and "pin" not in params and "duty_pin" not in params
        alike = alike and ("capacity" not in params or "posts" in params)
        key: tuple[object, ...] = (n,)
        if alike:
            key = (cause.code, cause.who, params["lunch"], *(_minutes(cause) if "arrive" in params else ()))
        elif cause.code == "away" and params.get("capacity") == "0":
            key = (cause.code, cause.who, params["days"])
        groups[key].append(cause)
    return list(groups.values())


def told_once(causes: Iterable[Cause]) -> list[Cause]:
    """Causes without the sums that one before them says already, with what keeps a window shut."""
    said: set[tuple[str, ...]] = set()
    found = []
    for cause in causes:
        sum_of = tuple(cause.params.get(key, "") for key in ("demand", "need", "capacity"))
        if cause.code != "crowd" or sum_of not in said:
            found.append(cause)
        if cause.code.startswith("window_"):
            said.add(sum_of)
    return found


def _minutes(cause: Cause) -> tuple[int]:
    return (minutes_before(cause) if cause.code == "arrives_too_early" else 0,)


def minutes_before(cause: Cause) -> int:
    """How long before a window opens its helpers are to be there."""
    arrive, opens = (dt.time.fromisoformat(cause.params[key]) for key in ("arrive", "opens"))
    return (opens.hour - arrive.hour) * 60 + opens.minute - arrive.minute

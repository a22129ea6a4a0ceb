"""Which entries of a school the facts of a cause are, the most telling first: what to look up in its file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from planner.models.outcome import Cause
from planner.models.school import School

Loc = tuple[str | int, ...]
_MOST = 3
_LIMITS = {"window_heads": "heads", "window_classes": "classes", "room_heads": "heads", "room_seats": "seats"}
# Field of the entry that a cause is about, by code.
_WINDOW = {
    "window_never_dates": "valid_from",
    "window_never_weeks": "weeks",
    "window_no_bell": "after",
    "window_no_after_school": "kind",
    "other_grades": "grades",
    "gone_home": "time",
}
_DUTIES = {
    "minimum_over": "min_per_week",
    "minimum_over_week": "min_per_week",
    "maximum_under": "max_per_week",
    "maximum_under_week": "max_per_week",
    "experienced_short": "experienced",
    "duty_pins_over": "max_per_week",
    "duty_pins_in_a_row": "consecutive_days",
}
_POST = {"untrained": "trained", "other_grades": "grades", "arrives_too_early": "arrive", "more_than_there_are": "count"}


def facts_of(school: School, cause: Cause) -> tuple[Loc, ...]:
    """Places in the models, at most three; each leads at least to the entry where the file does not say the very field."""
    return tuple(dict.fromkeys(_all(school, cause)))[:_MOST]


def _all(school: School, cause: Cause) -> Iterator[Loc]:
    params = cause.params
    for key in ("pin", "place", "duty_pin"):
        if key in params:
            yield from _placed(school, params[key])
    if cause.code == "pins_full":
        for n in _indices(school, "demands", params["demand"]):
            yield ("demands", n, "pins")
    if cause.code in _DUTIES:
        field = _DUTIES[cause.code]
        yield from _pins_of(school, cause)
        yield ("duties", field)
        if field.endswith("per_week"):
            own = (n for n, h in enumerate(school.helpers) if h.id in cause.who and getattr(h, field) is not None)
            yield from (("helpers", n, field) for n in own)
    if "event" in params:
        yield from _named(school.events, "events", params["event"])
    if "closure" in params:
        date = dt.date.fromisoformat(params["closure"])
        yield from (("term", "closures", n) for n, c in enumerate(school.term.closures) if date in c.dates)
    if "bell" in params:
        yield from (("bells", n, "lunch") for n, b in enumerate(school.bells) if b.model_dump_json() == params["bell"])
    elif "lunch" in params:
        wanted = [(key, getattr(b, key)) for b in school.bells for key in ("lunch_on_duty", "lunch")]
        field = next((key for key, span in wanted if str(span) == params["lunch"]), "lunch")
        yield from (("bells", n, field) for n, b in enumerate(school.bells) if str(getattr(b, field)) == params["lunch"])
    if "teacher" in params:
        yield from _of_teacher(school, cause)
    if "by" in params:
        kind = "rooms" if params["by"].startswith("room") else "windows"
        for loc in _named(getattr(school, kind), kind, params["limit_of"]):
            yield (*loc, _LIMITS.get(params["by"], "classes"))
        if params["by"] == "grades":
            yield from (("demands", n, "grade_limits") for n in _indices(school, "demands", params["limit_of"]))
    if cause.code.startswith("each_day"):
        yield from (("demands", n, "each_open_day") for n in _indices(school, "demands", params["demand"]))
    yield from _entries(school, cause)


def _entries(school: School, cause: Cause) -> Iterator[Loc]:
    """Rooms, adults, posts, windows, demands and lessons as a whole, or by the field that the cause is about."""
    params, code = cause.params, cause.code
    if "room" in params:
        for key in params["room"].split(","):
            for loc in _named(school.rooms, "rooms", key):
                yield (*loc, "seats" if code == "over_seats" else "valid_until") if code != "window_event" else loc
    if code == "window_no_adult" or code.startswith("adults_"):
        yield ("adults",)
    for key in params.get("posts", "").split(","):
        for loc in _named(school.posts, "posts", key):
            yield (*loc, _POST[code]) if code in _POST else loc
    if code in {"no_lesson", "in_lesson"}:
        yield from (("timetable", n) for n, row in enumerate(school.timetable) if school.class_id(row.class_id) in cause.who)
    if code == "other_campus":
        yield from (("classes", n) for n in _own_entries(school, cause.who))
    for key in params.get("window", "").split(","):
        for loc in _named(school.windows, "windows", key):
            yield (*loc, _WINDOW[code]) if code in _WINDOW else loc
    for key in params.get("demand", "").split(","):
        yield from (("demands", n) for n in _indices(school, "demands", key))


def _named(things: Sequence[Any], section: str, key: str) -> Iterator[Loc]:
    yield from ((section, n) for n, thing in enumerate(things) if thing.id == key)


def _indices(school: School, section: str, key: str) -> list[int]:
    """Entries of the file for a demand; each month of a monthly one stands in the same."""
    return [n for n, d in enumerate(school.written_demands) if key in {d.id, d.part_of} or key.startswith(f"{d.part_of}-")]


def _placed(school: School, told: str) -> Iterator[Loc]:
    """A ban, a pin or a fixed duty, by what it says."""
    for n, demand in enumerate(school.written_demands):
        for key in ("pins", "bans"):
            yield from (("demands", n, key, m) for m, p in enumerate(getattr(demand, key)) if p.model_dump_json() == told)
    yield from (("duties", "pins", m) for m, pin in enumerate(school.duties.pins) if pin.model_dump_json() == told)


def _pins_of(school: School, cause: Cause) -> Iterator[Loc]:
    if cause.code.startswith("duty_pins"):
        yield from (("duties", "pins", n) for n, pin in enumerate(school.duties.pins) if pin.helper in cause.who)


def _of_teacher(school: School, cause: Cause) -> Iterator[Loc]:
    """Leave; else the lessons of the classes then, or all of them."""
    params = cause.params
    if cause.code.startswith("teacher_away"):
        yield from (("teachers", n, "away") for n, t in enumerate(school.teachers) if t.id == params["teacher"])
        return
    classes = set(params.get("classes", params.get("of", "")).split(",")) | (set() if "classes" in params else set(cause.who))
    for n, row in enumerate(school.timetable):
        if school.class_id(row.class_id) in classes:
            yield ("timetable", n, "days", params["day"]) if params.get("day") in row.days else ("timetable", n)


def _own_entries(school: School, classes: Sequence[str]) -> list[int]:
    """The narrowest entry of each class."""
    found: dict[str, int] = {}
    for n, entry in enumerate(school.classes):
        for key, *_ in entry.spell_out(school.campus_ids[0]):
            if key in classes and (key not in found or entry.is_single or not school.classes[found[key]].is_single):
                found[key] = n
    return sorted(set(found.values()))

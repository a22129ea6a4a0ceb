"""Changes that take a known cause away, carried out: lunch, events, adults, seats, lessons, arrivals, pins of duties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from itertools import count, islice
from typing import TypeVar

from planner.models.base import Model, Text
from planner.models.classes import ClassEntry
from planner.models.people import Adult, AdultPlace
from planner.models.school import School
from planner.models.values import ALL_WEEKS, Span
from planner.solver.explaining.exchanging import exchange, exchange_classes

Params = Mapping[str, str]
M = TypeVar("M", bound=Model)


def _changed(things: tuple[M, ...], key: str, **changes: object) -> tuple[M, ...]:
    """The things with one of them changed. Raises KeyError where it is not among them."""
    if all(getattr(thing, "id", None) != key for thing in things):
        raise KeyError(key)
    return tuple(t.model_copy(update=changes) if getattr(t, "id", None) == key else t for t in things)


def _room(school: School, key: str, **changes: object) -> School:
    return school.model_copy(update={"rooms": _changed(school.rooms, key, **changes)})


def _window(school: School, key: str, **changes: object) -> School:
    return school.model_copy(update={"windows": _changed(school.windows, key, **changes)})


def _demand(school: School, key: str, **changes: object) -> School:
    return with_demand(school, school.demand_by_id[key].id, **changes)


def with_demand(school: School, key: str, **changes: object) -> School:
    """The school with a demand changed; every month of a monthly one, which stands in the file once."""
    months = school.demand_by_id[key].part_of if key in school.demand_by_id else None
    mine = {d.id for d in school.demands if d.id == key or (months and d.part_of == months)}
    return school.model_copy(
        update={"demands": tuple(d.model_copy(update=changes) if d.id in mine else d for d in school.demands)}
    )


def _duties(school: School, **changes: object) -> School:
    return school.model_copy(update={"duties": school.duties.model_copy(update=changes)})


def _at(time: str) -> dt.time:
    return dt.time.fromisoformat(time)


def _lunch_until(school: School, params: Params) -> School:
    found = [bell.model_dump_json() == params["bell"] and bell.lunch is not None for bell in school.bells]
    if not any(found):
        raise KeyError(params["bell"])
    bells = tuple(
        bell.model_copy(update={"lunch": Span.between(start=bell.lunch.start, end=_at(params["until"]))})
        if mine and bell.lunch
        else bell
        for bell, mine in zip(school.bells, found, strict=True)
    )
    return school.model_copy(update={"bells": bells})


def _lunch_on_duty(school: School, params: Params) -> School:
    """Pupils on duty eat until then, wherever they would still be eating."""
    until = _at(params["until"])
    bells = []
    for bell in school.bells:
        lunch = bell.lunch_on_duty or bell.lunch
        late = lunch is not None and lunch.start < until < lunch.end
        changes = {"lunch_on_duty": Span.between(start=lunch.start, end=until)} if late and lunch else {}
        bells.append(bell.model_copy(update=changes))
    return school.model_copy(update={"bells": tuple(bells)})


def _event_frees(school: School, params: Params) -> School:
    event = next(e for e in school.events if e.id == params["event"])
    rooms, windows = params["room"].split(","), [params["window"]]
    free = {
        "closes_rooms": tuple(r for r in event.closes_rooms if r not in rooms),
        "closes_windows": tuple(w for w in event.closes_windows if w not in windows),
    }
    return school.model_copy(update={"events": _changed(school.events, event.id, **free)})


def _more_adults(school: School, params: Params) -> School:
    free = (f"adult-{n}" for n in count(1) if all(a.id != f"adult-{n}" for a in school.adults))
    campus = params["campus"] if school.campuses else None
    place = AdultPlace(campus=campus, weekdays=tuple(params["days"].split(",")))
    new = [Adult(id=key, name=Text(zh="待定", en="to be named"), places=(place,)) for key in islice(free, int(params["count"]))]
    return school.model_copy(update={"adults": (*school.adults, *new)})


def _adult_windows(school: School, params: Params) -> School:
    changed = _changed(school.adults, params["adult"], max_windows_per_week=int(params["count"]))
    return school.model_copy(update={"adults": changed})


def _arrive_at(school: School, params: Params) -> School:
    posts = school.posts
    for key in params["posts"].split(","):
        posts = _changed(posts, key, arrive=_at(params["arrive"]))
    return school.model_copy(update={"posts": posts})


def _post_count(school: School, params: Params) -> School:
    return school.model_copy(update={"posts": _changed(school.posts, params["post"], count=int(params["count"]))})


def _drop_duty_pin(school: School, params: Params) -> School:
    return _duties(school, pins=tuple(pin for pin in school.duties.pins if pin.model_dump_json() != params["pin"]))


def _subject(school: School, params: Params) -> School:
    return _demand(school, params["demand"], subjects={"all": tuple(params["subjects"].split(","))})


def _smaller_ban(school: School, params: Params) -> School:
    """One value of a ban allowed again; the others stay ruled out."""
    demand, key = school.demand_by_id[params["demand"]], params["key"]
    if all(ban.model_dump_json() != params["place"] for ban in demand.bans):
        raise KeyError(params["place"])
    bans = tuple(
        ban.model_copy(update={key: tuple(v for v in getattr(ban, key) if str(v) != params["value"])})
        if ban.model_dump_json() == params["place"]
        else ban
        for ban in demand.bans
    )
    return _demand(school, demand.id, bans=bans)


def _more_grades(school: School, params: Params) -> School:
    grades = {*(school.window_by_id[params["window"]].grades or ()), *map(int, params["grades"].split(","))}
    return _window(school, params["window"], grades=tuple(sorted(grades)))


def _class_campus(school: School, params: Params) -> School:
    """Classes counted to another campus: in the line each has of its own, or in one that is added."""
    entries = list(school.classes)
    for c in (school.class_by_id[key] for key in params["classes"].split(",")):
        own = next((n for n, e in enumerate(entries) if e.is_single and c.id in {i for i, *_ in e.spell_out(c.campus)}), None)
        if own is None:
            own_id = c.id if c.id != f"{c.grade}-{c.number}" else None
            number = None if own_id else c.number
            entries.append(ClassEntry(grades=(c.grade,), number=number, id=own_id, campus=params["campus"]))
        else:
            entries[own] = entries[own].model_copy(update={"campus": params["campus"]})
    return school.model_copy(update={"classes": tuple(entries)})


def _leave_out(school: School, params: Params) -> School:
    out, demand = params["classes"].split(","), school.demand_by_id[params["demand"]]
    kept = tuple(c for c in school.select(demand) if c not in out)
    return _demand(school, demand.id, classes=kept, grades=None, campus=None)


def _one_more_slot(school: School, params: Params) -> School:
    window = school.window_by_id[params["window"]]
    start, _, end = params["slot"].partition("-")
    slots = (*window.slots, Span.between(start=_at(start), end=_at(end)))
    return _window(school, window.id, slots=slots)


def _train(school: School, params: Params) -> School:
    """One helper learns one post."""
    helper = school.helper_by_id[params["helper"]]
    known = helper.posts if helper.posts is not None else tuple(p.id for p in school.posts if not p.trained)
    posts = (*known, school.post_by_id[params["post"]].id)
    return school.model_copy(update={"helpers": _changed(school.helpers, helper.id, posts=posts)})


def _promote(school: School, _: Params) -> School:
    full: dict[str, object] = {"trainee": False, "trainee_until": None}
    return school.model_copy(update={"helpers": tuple(h.model_copy(update=full) for h in school.helpers)})


MEND: dict[str, Callable[[School, Params], School]] = {
    "lunch_until": _lunch_until,
    "lunch_on_duty": _lunch_on_duty,
    "event_frees": _event_frees,
    "more_adults": _more_adults,
    "adult_windows": _adult_windows,
    "arrive_at": _arrive_at,
    "post_count": _post_count,
    "drop_duty_pin": _drop_duty_pin,
    "subject": _subject,
    "exchange": exchange,
    "exchange_classes": exchange_classes,
    "move_lesson": exchange,
    "any_adult": lambda s, p: _demand(s, p["demand"], accompany="nobody"),
    "each_day": lambda s, p: _demand(s, p["demand"], each_open_day=int(p["each"])),
    "experienced": lambda s, p: _duties(s, experienced=int(p["count"])),
    "room_seats": lambda s, p: _room(s, p["room"], seats=int(p["seats"])),
    "room_heads": lambda s, p: _room(s, p["room"], heads=int(p["heads"])),
    "window_heads": lambda s, p: _window(s, p["window"], heads=int(p["heads"])),
    "smaller_ban": _smaller_ban,
    "more_grades": _more_grades,
    "class_campus": _class_campus,
    "leave_out": _leave_out,
    "one_more_slot": _one_more_slot,
    "promote": _promote,
    "train": _train,
    "lesson_room": lambda s, p: _demand(s, p["demand"], rooms=(p["room"],)),
    "lessons_until": lambda s, p: _demand(s, p["demand"], valid_until=dt.date.fromisoformat(p["until"])),
    "lessons_from": lambda s, p: _demand(s, p["demand"], valid_from=dt.date.fromisoformat(p["since"])),
    "window_room": lambda s, p: _window(s, p["window"], rooms=(p["room"],)),
    "room_always": lambda s, p: _room(s, p["room"], valid_from=None, valid_until=None),
    "window_always": lambda s, p: _window(s, p["window"], valid_from=None, valid_until=None, weeks=ALL_WEEKS),
}

"""What to change for a known cause, in the school's own terms. Whether it suffices is for a solve to say."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Iterator

from planner.models.outcome import Cause, Fix
from planner.models.school import School
from planner.models.values import at_minute, minute_of
from planner.models.visits import Demand
from planner.solver.explaining.exchanging import Change, exchanged_lessons

_SHORTEST_LUNCH = 15  # minutes: nobody asks children to eat faster
_SUBJECTS = 3
_ROOMS = 3


def remedies(school: School, causes: Iterable[Cause]) -> Iterator[Fix]:
    """Changes that take a cause away, some of them in several sizes."""
    for cause in causes:
        for code, price, params in _for(school, cause):
            yield Fix(code=code, price=price, params={key: str(value) for key, value in params.items()})


def _for(school: School, cause: Cause) -> Iterator[Change]:
    params = cause.params
    if "pin" in params:
        yield "drop_pin", 3, {"demand": params["demand"], "place": params["pin"]}
        if cause.code == "pin_banned":
            yield "drop_ban", 3, {"demand": params["demand"], "place": params["place"]}
        elif cause.code in {"pins_apart", "pins_same_day"}:
            yield "drop_pin", 3, {"demand": params.get("other", params["demand"]), "place": params["place"]}
    elif "duty_pin" in params:
        yield "drop_duty_pin", 3, {"pin": params["duty_pin"]}
    elif cause.code == "pins_full":
        for pin in school.demand_by_id[params["demand"]].pins:
            yield "drop_pin", 3, {"demand": params["demand"], "place": pin.model_dump_json()}
    elif cause.code in {"duty_pins_over", "duty_pins_in_a_row"}:
        for duty in school.duties.pins:
            if duty.helper in cause.who:
                yield "drop_duty_pin", 3, {"pin": duty.model_dump_json()}
    elif "posts" in params:
        yield from _for_helpers(school, cause)
    elif cause.code.startswith("window_"):
        yield from _for_windows(school, cause)
    elif cause.code.startswith("adults_"):
        yield from _for_adults(school, cause)
    else:
        yield from _for_visits(school, cause)


def _for_visits(school: School, cause: Cause) -> Iterator[Change]:
    params = cause.params
    demands = [school.demand_by_id[key] for key in params.get("demand", "").split(",") if key]
    if cause.code == "eats":
        yield from _shorter_lunch(school, cause, demands)
    elif cause.code == "banned":
        for demand in demands:
            yield from _smaller_ban(demand, params["place"])
            yield "drop_ban", 3, {"demand": demand.id, "place": params["place"]}
    elif cause.code == "other_grades" and params.get("window") in school.window_by_id:
        grades = sorted({school.class_by_id[c].grade for c in cause.who})
        yield "more_grades", 2, {"window": params["window"], "grades": ",".join(map(str, grades))}
    elif cause.code == "other_campus" and "," not in params["campus"]:
        yield "class_campus", 4, {"classes": ",".join(cause.who), "campus": params["campus"]}
    elif cause.code == "room_gone":
        yield from _other_rooms(school, demands[0], params)
    elif cause.code == "no_lesson":
        yield from _other_subjects(school, params, demands)
    elif cause.code in {"teacher_twice", "teacher_teaches", "teacher_away"}:
        for demand in demands if "period" in params else ():
            both = params.get("classes", ",".join(cause.who)).split(",")
            yield from exchanged_lessons(school, _subjects(demand), both, (params["day"], params["period"]))
        for demand in demands:
            yield "any_adult", 9, {"demand": demand.id}
    elif cause.code in {"each_day_over", "each_day_full"}:
        each = int(params["most"]) if "most" in params else int(params["visits"]) // int(params["days"])
        for least in sorted({each, each // 2, 0}, reverse=True):
            yield "each_day", 2 + each - least, {"demand": demands[0].id, "each": least, "more": params["each"]}
    elif cause.code.startswith("minimum_over"):
        for times in range(school.duties.min_per_week - 1, -1, -1):
            yield "lower_minimum", 2 + school.duties.min_per_week - times, {"times": times}
    elif cause.code == "experienced_short":
        yield "experienced", 4, {"count": params["capacity"], "more": params["need"]}
    elif cause.code == "crowd_lessons":
        yield from exchanged_lessons(school, _subjects(demands[0]), cause.who or school.select(demands[0]), None)
    elif cause.code == "over_seats":
        for classes in range(1, (school.room_by_id[params["room"]].classes or 1) + 1):
            seats = classes * int(params["pupils"])
            yield "room_seats", 3 + classes, {"room": params["room"], "seats": seats, "fewer": params["seats"]}
        for demand in demands:
            for room in _rooms(school, {school.room_campus(params["room"])}, set(demand.rooms)) if demand.is_lesson else ():
                yield "lesson_room", 6, {"demand": demand.id, "room": room}
    if "by" in params:
        yield from _roomier(school, params)


def _subjects(demand: Demand) -> frozenset[str]:
    return frozenset(s for found in demand.subjects.values() for s in found)


def _smaller_ban(demand: Demand, place: str) -> Iterator[Change]:
    """One period, day, slot or grade of a ban allowed again, where it names several."""
    ban = next((ban for ban in demand.bans if ban.model_dump_json() == place), None)
    for key in ("periods", "slots", "weekdays", "grades"):
        values = getattr(ban, key, None) or ()
        for value in values if len(values) > 1 else ():
            yield "smaller_ban", 2, {"demand": demand.id, "place": place, "key": key, "value": value}


def _other_rooms(school: School, demand: Demand, params: dict[str, str]) -> Iterator[Change]:
    """Lessons held in a room that is there all the term, or ended when theirs is."""
    campuses = {school.room_campus(r) for r in demand.rooms}
    for room in _rooms(school, campuses, set(params["room"].split(","))):
        yield "lesson_room", 6, {"demand": demand.id, "room": room}
    for gone in params["room"].split(","):
        yield "room_always", 9, {"room": gone}
    first, last = (dt.date.fromisoformat(params[key]) for key in ("from", "to"))
    if school.term.start < first:
        yield "lessons_until", 8, {"demand": demand.id, "until": first - dt.timedelta(1)}
    elif last < school.term.end:
        yield "lessons_from", 8, {"demand": demand.id, "since": last + dt.timedelta(1)}


def _rooms(school: School, campuses: set[str], without: set[str]) -> list[str]:
    """A few rooms of some campuses that are in use all the term, those with most seats first."""
    found = [
        r
        for r in school.room_by_id.values()
        if r.id not in without and school.room_campus(r.id) in campuses and r.valid_from is None and r.valid_until is None
    ]
    return [r.id for r in sorted(found, key=lambda r: -(10**6 if r.seats is None else r.seats))[:_ROOMS]]


def _roomier(school: School, params: dict[str, str]) -> Iterator[Change]:
    """Seats or heads for one class, or two, more than fit in now."""
    key, now = params["limit_of"], int(params["amount"])
    largest = max((c.pupils for c in school.class_list), default=0)
    for more in (1, 2):
        enough, price = (int(params.get("each", "0")) + more) * largest, 4 + more
        if params["by"] == "room_seats":
            yield "room_seats", price, {"room": key, "seats": enough, "fewer": now}
        elif params["by"] == "room_heads":
            yield "room_heads", price, {"room": key, "heads": enough, "fewer": now}
        elif params["by"] == "window_heads":
            yield "window_heads", price, {"window": key, "heads": enough, "fewer": now}


def _shorter_lunch(school: School, cause: Cause, demands: list[Demand]) -> Iterator[Change]:
    """Lunch ends when a slot begins: first the latest such slot, then earlier ones."""
    bell = next((b for b in school.bells if b.model_dump_json() == cause.params.get("bell")), None)
    if bell is None or bell.lunch is None:
        return
    first, last = minute_of(bell.lunch.start) + _SHORTEST_LUNCH, minute_of(bell.lunch.end)
    starts = {
        minute_of(slot.start)
        for demand in demands
        for window in demand.windows
        for slot in school.window_by_id[window].slots or [s for s in [school.window_by_id[window].time] if s]
    }
    for start in sorted((s for s in starts if first <= s < last), reverse=True):
        yield (
            "lunch_until",
            4 + (last - start) // 10,
            {"bell": bell.model_dump_json(), "until": f"{at_minute(start):%H:%M}", "lunch": bell.lunch},
        )


def _other_subjects(school: School, params: dict[str, str], demands: list[Demand]) -> Iterator[Change]:
    """Lessons that the timetable has in place of those it does not: alike by name first, then the most frequent.

    Where other classes have the lessons that are asked for, these stay beside the new ones.
    """
    found = [part.rpartition(" ")[0] for part in params.get("instead", "").split(",") if part]
    for demand in demands:
        wanted = {s for subjects in demand.subjects.values() for s in subjects}
        known, meant = {lesson.subject for lesson in school.lessons}, set(school.select(demand))
        stay = sorted(wanted & {lesson.subject for lesson in school.lessons if lesson.class_id in meant})
        alike = [s for w in sorted(wanted) for s in difflib.get_close_matches(w, sorted(known), 2, 0.5)]
        likely = [s for s in dict.fromkeys([*alike, *found]) if s not in stay][:_SUBJECTS]
        for n, subjects in enumerate([*([s] for s in likely), likely[:2]] if likely else ()):
            yield "subject", 2 + n, {"demand": demand.id, "subjects": ",".join([*stay, *subjects])}


def _for_windows(school: School, cause: Cause) -> Iterator[Change]:
    params = cause.params
    windows = params["window"].split(",")
    if cause.code == "window_event":
        rooms = params.get("room", "")
        yield "event_frees", 6, {"event": params["event"], "window": windows[0], "room": rooms}
        if rooms and set(rooms.split(",")) >= set(school.window_by_id[windows[0]].rooms):
            for room in _rooms(school, {school.window_campus(windows[0])}, set(rooms.split(","))):
                yield "window_room", 6, {"window": windows[0], "room": room}
    elif cause.code == "window_no_adult":
        yield from _adults(school, params["campus"], params["days"])
    elif cause.code == "window_room_gone":
        gone = set(params["room"].split(","))
        for window in windows:
            if gone & set(school.window_by_id[window].rooms):
                for room in _rooms(school, {school.window_campus(window)}, gone):
                    yield "window_room", 6, {"window": window, "room": room}
        for room in sorted(gone):
            yield "room_always", 9, {"room": room}
    elif cause.code in {"window_never_dates", "window_never_weeks"}:
        for window in windows:
            yield "window_always", 4, {"window": window}


def _for_adults(school: School, cause: Cause) -> Iterator[Change]:
    params = cause.params
    if cause.code == "adults_at_once":
        campus = school.window_campus(params["window"].split(",")[0])
        yield from _adults(school, campus, params["days"])
    elif "," not in params["adults"]:
        yield "adult_windows", 5, {"adult": params["adults"], "count": params["need"], "fewer": params["capacity"]}


def _adults(school: School, campus: str, days: str) -> Iterator[Change]:
    """One or two more adults on the days that lack them, then on every day."""
    every = ",".join(school.term.weekdays)
    for price, count, when in ((6, 1, days), (7, 2, days), (8, 1, every), (9, 2, every)):
        yield "more_adults", price, {"campus": campus, "days": when, "count": count}


def _for_helpers(school: School, cause: Cause) -> Iterator[Change]:
    params, posts = cause.params, cause.params["posts"].split(",")
    if cause.code == "arrives_too_early":
        lunch_ends = minute_of(_ends(params["lunch"]))
        if lunch_ends <= minute_of(_time(params["opens"])):
            arrive: dict[str, object] = {
                "posts": params["posts"],
                "arrive": f"{at_minute(lunch_ends):%H:%M}",
                "earlier": params["arrive"][:5],
            }
            yield "arrive_at", 3, arrive
            if set(posts) != set(school.post_by_id):
                yield "arrive_at", 4, {**arrive, "posts": ",".join(school.post_by_id)}
        yield "lunch_on_duty", 5, {"until": params["arrive"][:5], "lunch": params["lunch"]}
    elif cause.code == "eats" or "lunch" in params:
        yield "lunch_on_duty", 5, {"until": params.get("arrive", params.get("opens", ""))[:5], "lunch": params["lunch"]}
    elif cause.code == "trainee":
        yield "promote", 4, {}
    elif "untrained" in {cause.code, params.get("why")}:
        for post in posts:
            yield "train_all", 5, {"post": post}
    elif cause.code == "other_grades":
        for post in posts:
            yield "post_grades", 4, {"post": post}
    if cause.code in {"away", "not_yet_or_no_longer", "more_than_there_are", "untrained"}:
        for post in posts:
            if int(params["need"]) > int(params["capacity"]) > 0 and school.post_by_id[post].count == int(params["need"]):
                yield "post_count", 6, {"post": post, "count": params["capacity"], "more": params["need"]}


def _time(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


def _ends(span: str) -> dt.time:
    return _time(span.rpartition("-")[2])

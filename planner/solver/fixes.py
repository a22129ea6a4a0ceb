"""Changes that might make a school work, in the school's own terms. Whether they do is for a solve to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.models.duties import Post
from planner.models.explanation import Fix, Unplaced
from planner.models.people import Helper
from planner.models.places import Room
from planner.models.rules import RuleSetting
from planner.models.school import School
from planner.models.values import Span, at_minute, minute_of
from planner.models.visits import Cycle, Demand, Window

_SHORTEST_SLOT = 8  # minutes: below that a class cannot borrow


@dataclass(frozen=True)
class Candidate:
    """A fix and the school as it would then be."""

    fix: Fix
    school: School


def candidates(school: School, left_out: tuple[Unplaced, ...], rules: frozenset[str]) -> list[Candidate]:
    """Fixes worth trying for what a partial plan leaves out, cheapest first. ``rules`` are those of the clash."""
    found = [*_for_visits(school, left_out), *_for_duties(school, left_out), *_soft(school, rules)]
    unique = {(c.fix.code, tuple(sorted(c.fix.params.items()))): c for c in found}
    return sorted(unique.values(), key=lambda c: (c.fix.price, c.fix.code, sorted(c.fix.params.items())))


def _with_demand(school: School, demand: Demand, **changes: object) -> School:
    new = demand.model_copy(update=changes)
    return school.model_copy(update={"demands": tuple(new if d.id == demand.id else d for d in school.demands)})


def _with_window(school: School, window: Window, **changes: object) -> School:
    new = window.model_copy(update=changes)
    return school.model_copy(update={"windows": tuple(new if w.id == window.id else w for w in school.windows)})


def _with_room(school: School, room: Room, **changes: object) -> School:
    new = room.model_copy(update=changes)
    return school.model_copy(update={"rooms": tuple(new if r.id == room.id else r for r in school.rooms)})


def _with_post(school: School, post: Post, **changes: object) -> School:
    new = post.model_copy(update=changes)
    return school.model_copy(update={"posts": tuple(new if p.id == post.id else p for p in school.posts)})


def _candidate(code: str, price: int, school: School, **params: object) -> Candidate:
    return Candidate(Fix(code=code, price=price, params={k: str(v) for k, v in params.items()}), school)


def _for_visits(school: School, left_out: tuple[Unplaced, ...]) -> Iterator[Candidate]:
    wanted = {u.of for u in left_out if u.kind == "visit"}
    missing = sum(u.missing for u in left_out if u.kind == "visit")
    for demand in (school.demand_by_id[d] for d in sorted(wanted)):
        yield from _other_cycle(school, demand, missing)
        for n, ban in enumerate(demand.bans):
            rest = tuple(b for k, b in enumerate(demand.bans) if k != n)
            words = ban.reason.zh if ban.reason else ""
            yield _candidate(
                "drop_ban", 3, _with_demand(school, demand, bans=rest), demand=demand.id, number=n + 1, reason=words
            )
        for n, pin in enumerate(demand.pins):
            rest_pins = tuple(p for k, p in enumerate(demand.pins) if k != n)
            classes = ",".join(school.select(pin))
            yield _candidate("drop_pin", 3, _with_demand(school, demand, pins=rest_pins), demand=demand.id, classes=classes)
        if demand.kind in {"borrowing", "noon_reading"} and demand.heads is None:
            delegates = _with_demand(school, demand, heads=6)
            yield _candidate("delegates", 6, delegates, demand=demand.id, heads=6)
        if demand.times > 1:
            yield _candidate(
                "fewer_visits",
                8,
                _with_demand(school, demand, times=demand.times - 1),
                demand=demand.id,
                times=demand.times - 1,
            )
        for limit in demand.grade_limits:
            loose = tuple(g.model_copy(update={"at_once": g.at_once + 1}) if g == limit else g for g in demand.grade_limits)
            yield _candidate("grade_limit", 3, _with_demand(school, demand, grade_limits=loose), demand=demand.id)
        if demand.is_lesson:
            for room in (school.room_by_id[r] for r in sorted(demand.rooms)):
                if room.classes is not None:
                    yield _candidate("room_classes", 6, _roomier(school, room), room=room.id, classes=room.classes + 1)
        for window in (school.window_by_id[w] for w in sorted(demand.windows)):
            yield from _more_window(school, window)


def _roomier(school: School, room: Room) -> School:
    """One more class at once in a room, with the seats it takes."""
    largest = max((c.pupils for c in school.class_list), default=40)
    return _with_room(
        school,
        room,
        classes=(room.classes or 1) + 1,
        seats=None if room.seats is None else room.seats + largest,
        heads=None if room.heads is None else room.heads + largest,
    )


def _other_cycle(school: School, demand: Demand, missing: int) -> Iterator[Candidate]:
    if demand.cycle.kind == "weekly":
        fortnightly = Cycle(kind="ab", n=None, keep_weekday=False)
        for grade in sorted({school.class_by_id[c].grade for c in school.select(demand)}, reverse=True):
            classes = [c for c in school.select(demand) if school.class_by_id[c].grade == grade]
            others = tuple(c for c in school.select(demand) if school.class_by_id[c].grade != grade)
            if len(classes) // 2 >= missing and others:
                here = demand.model_copy(update={"grades": None, "campus": None, "classes": others})
                rare = demand.model_copy(
                    update={
                        "id": f"{demand.id}-{grade}",
                        "grades": None,
                        "campus": None,
                        "classes": tuple(classes),
                        "cycle": fortnightly,
                        "each_open_day": 0,
                    }
                )
                split = tuple(x for d in school.demands for x in ((here, rare) if d.id == demand.id else (d,)))
                yield _candidate(
                    "grade_fortnightly", 8, school.model_copy(update={"demands": split}), demand=demand.id, grade=grade
                )
        yield _candidate("fortnightly", 12, _with_demand(school, demand, cycle=fortnightly), demand=demand.id)
    if demand.cycle.kind in {"weekly", "ab"}:
        for n in (3, 4):
            slower = Cycle(kind="weeks", n=n, keep_weekday=False)
            yield _candidate("every_n_weeks", 12 + n, _with_demand(school, demand, cycle=slower), demand=demand.id, n=n)
    if demand.cycle.kind == "sliding" and not demand.cycle.keep_weekday:
        same_day = demand.cycle.model_copy(update={"keep_weekday": True, "n": None})
        yield _candidate("slide_by_weekday", 4, _with_demand(school, demand, cycle=same_day), demand=demand.id)


def _more_window(school: School, window: Window) -> Iterator[Candidate]:
    days = school.term.weekdays if not school.term.cycle_days else tuple(f"D{n}" for n in range(1, school.term.cycle_days + 1))
    for day in days:
        if day not in window.weekdays:
            yield _candidate(
                "open_day", 5, _with_window(school, window, weekdays=(*window.weekdays, day)), window=window.id, day=day
            )
    closed = tuple(d for d in days if d not in window.weekdays)
    if len(closed) > 1:
        yield _candidate(
            "open_all_days",
            5 * len(closed),
            _with_window(school, window, weekdays=tuple(days)),
            window=window.id,
            days=",".join(closed),
        )
    if window.classes is not None:
        more = _with_window(school, window, classes=window.classes + 1)
        for room in (school.room_by_id[r] for r in (*window.rooms, *window.with_rooms)):
            if room.classes is not None:
                more = _roomier(more, more.room_by_id[room.id])
        yield _candidate("slot_classes", 6, more, window=window.id, classes=window.classes + 1)
    elif window.rooms:
        more = school
        for room_id in (*window.rooms, *window.with_rooms):
            if school.room_by_id[room_id].classes is not None:
                more = _roomier(more, more.room_by_id[room_id])
        yield _candidate("slot_classes", 6, more, window=window.id, classes="+1")
    shorter = _one_more_slot(window)
    if shorter:
        new, minutes = shorter
        yield _candidate("shorter_slots", 7, _with_window(school, window, **new), window=window.id, minutes=minutes)


def _one_more_slot(window: Window) -> tuple[dict[str, object], int] | None:
    """The same time cut into one slot more, of equal length; None when slots would become too short."""
    if len(window.slots) < 1 or window.changes:
        return None
    start, end = minute_of(window.slots[0].start), minute_of(window.slots[-1].end)
    count = len(window.slots) + 1
    minutes = (end - start) // count
    if minutes < _SHORTEST_SLOT:
        return None
    slots = tuple(Span(start=at_minute(start + n * minutes), end=at_minute(start + (n + 1) * minutes)) for n in range(count))
    return {"slots": slots}, minutes


def _for_duties(school: School, left_out: tuple[Unplaced, ...]) -> Iterator[Candidate]:
    short = {u.subject: u for u in left_out if u.kind == "duty"}
    rules = school.duties
    for post_id in sorted(short):
        post = school.post_by_id[post_id]
        for count in (1, 2, 3, 5, 8, 12):
            yield _candidate("more_helpers", 3 + count, _with_helpers(school, post, count), post=post_id, count=count)
        if post.grades is not None:
            yield _candidate("post_grades", 4, _with_post(school, post, grades=None), post=post_id)
        if post.trained or any(h.posts is not None for h in school.helpers):
            trained = tuple(
                h.model_copy(update={"posts": tuple({*(h.posts or ()), post_id})}) if h.posts is not None else h
                for h in school.helpers
            )
            everybody = _with_post(school.model_copy(update={"helpers": trained}), post, trained=False)
            yield _candidate("train_all", 5, everybody, post=post_id)
        if post.count > 1:
            yield _candidate(
                "fewer_at_post", 6, _with_post(school, post, count=post.count - 1), post=post_id, count=post.count - 1
            )
    if short and rules.max_per_week is not None:
        more = rules.model_copy(update={"max_per_week": rules.max_per_week + 1})
        yield _candidate("more_per_week", 4, school.model_copy(update={"duties": more}), times=rules.max_per_week + 1)
    if short and not rules.consecutive_days:
        free = rules.model_copy(update={"consecutive_days": True})
        yield _candidate("consecutive", 3, school.model_copy(update={"duties": free}))
    if any(u.kind == "minimum" for u in left_out) and rules.min_per_week:
        fewer = rules.model_copy(update={"min_per_week": rules.min_per_week - 1})
        yield _candidate("lower_minimum", 2, school.model_copy(update={"duties": fewer}), times=rules.min_per_week - 1)


def _with_helpers(school: School, post: Post, count: int) -> School:
    """``count`` more helpers for a post, spread over the classes that may do it."""
    windows = post.windows or ((school.demand_by_id[post.escort.demand].windows) if post.escort else tuple(school.window_by_id))
    campuses = {school.window_campus(w) for w in windows}
    classes = [
        c for c in school.class_list if c.campus in campuses and (post.grades is None or c.grade in post.grades)
    ] or list(school.class_list)
    new = tuple(
        Helper(id=f"new-{post.id}-{n}", class_id=classes[-1 - n % len(classes)].id, posts=(post.id,), min_per_week=0)
        for n in range(count)
    )
    return school.model_copy(update={"helpers": (*school.helpers, *new)})


def _soft(school: School, rules: frozenset[str]) -> Iterator[Candidate]:
    """Each rule of the clash made soft: last resorts, except that visits and staffing themselves are not given up."""
    for rule in sorted(rules - {"demand_met", "post_staffed", "escort_tied", "adult_there", "eligible"}):
        settings = {
            **school.rules,
            rule: RuleSetting(mode="soft", weight=school.rules[rule].weight if rule in school.rules else None),
        }
        yield _candidate("rule_soft", 20, school.model_copy(update={"rules": settings}), rule=rule)

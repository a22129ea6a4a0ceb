"""A fix carried out: the school as it would then be. What a fix's words promise is done here, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import count

from planner.models.days import DAY_LABELS
from planner.models.duties import Post
from planner.models.outcome import Fix
from planner.models.people import Helper
from planner.models.places import Room
from planner.models.planfile import dump_school, load_school
from planner.models.rules import RuleSetting
from planner.models.school import School
from planner.models.values import Span, at_minute, minute_of
from planner.models.visits import Cycle, Demand, Window
from planner.reading.crosschecks.references import reference_findings
from planner.solver.explaining.mending import MEND, with_demand

Params = Mapping[str, str]


def apply_fixes(school: School, package: tuple[Fix, ...]) -> School:
    """The school with the fixes of a package carried out, in their order. Raises KeyError for an unknown fix or subject."""
    for fix in package:
        school = APPLY[fix.code](school, fix.params)
    return school


class Readable:
    """Whether a file could say a changed school: the reader would find nothing wrong that it did not find ``before``."""

    def __init__(self, before: School) -> None:
        self._found = _findings(before)

    def __call__(self, school: School) -> bool:
        try:
            read = load_school(dump_school(school))
        except (ValueError, RecursionError):
            return False
        return _findings(read) <= self._found


def _findings(school: School) -> set[tuple[str, str]]:
    return {(finding.code, finding.value) for finding in reference_findings(school)}


def _free(key: str, taken: Collection[str]) -> str:
    """An id that nothing has yet: ``key``, or the key with the first number that is free."""
    return key if key not in taken else next(k for k in (f"{key}-{n}" for n in count(2)) if k not in taken)


def shorter_slots(window: Window, count: int) -> tuple[Span, ...]:
    """The time of a window's slots cut into ``count`` slots of equal length."""
    start, end = minute_of(window.slots[0].start), minute_of(window.slots[-1].end)
    minutes = (end - start) // count
    return tuple(Span(start=at_minute(start + n * minutes), end=at_minute(start + (n + 1) * minutes)) for n in range(count))


def _with_window(school: School, key: str, **changes: object) -> School:
    return school.model_copy(
        update={"windows": tuple(w.model_copy(update=changes) if w.id == key else w for w in school.windows)}
    )


def _with_post(school: School, key: str, **changes: object) -> School:
    return school.model_copy(update={"posts": tuple(p.model_copy(update=changes) if p.id == key else p for p in school.posts)})


def _with_duties(school: School, **changes: object) -> School:
    return school.model_copy(update={"duties": school.duties.model_copy(update=changes)})


def _roomier(school: School, key: str) -> School:
    """One more class at once in a room, with the seats it takes."""
    largest = max((c.pupils for c in school.class_list), default=40)

    def grown(room: Room) -> Room:
        more = {
            "classes": None if room.classes is None else room.classes + 1,
            "seats": None if room.seats is None else room.seats + largest,
            "heads": None if room.heads is None else room.heads + largest,
        }
        return room.model_copy(update=more)

    return school.model_copy(update={"rooms": tuple(grown(r) if r.id == key else r for r in school.rooms)})


def _more_per_week(school: School, params: Params) -> School:
    more = _with_duties(school, max_per_week=int(params["times"]))
    # Read from a file it is a maximum that is written.
    counted = school.term.cycle_days and school.duties.each_date is None
    return _with_duties(more, each_date=True) if counted else more


def _room_classes(school: School, params: Params) -> School:
    return _roomier(school, params["room"])


def _slot_classes(school: School, params: Params) -> School:
    """Every limit of the slots at least as it is said, and no other one touched."""
    window = school.window_by_id[params["window"]]
    classes, people = int(params["classes"] or 0), int(params.get("heads", 0))

    def least(limit: int | None, number: int) -> int | None:
        return None if limit is None else max(limit, number)

    school = _with_window(school, window.id, classes=least(window.classes, classes), heads=least(window.heads, people))
    own = [school.room_by_id[r] for r in window.rooms]
    missing = max(0, classes - sum(r.classes or classes for r in own))

    def grown(room: Room) -> Room:
        at_once = room.classes
        if room.id in window.with_rooms:
            at_once = least(at_once, classes)
        elif at_once is not None and own and room.id == own[0].id:
            at_once += missing
        return room.model_copy(
            update={"classes": at_once, "heads": least(room.heads, people), "seats": least(room.seats, people)}
        )

    there = {*window.rooms, *window.with_rooms}
    return school.model_copy(update={"rooms": tuple(grown(r) if r.id in there else r for r in school.rooms)})


def _shorter(school: School, params: Params) -> School:
    window = school.window_by_id[params["window"]]
    return _with_window(school, window.id, slots=shorter_slots(window, int(params["count"])))


def _open(school: School, params: Params) -> School:
    window = school.window_by_id[params["window"]]
    days = {*window.weekdays, *params["days"].split(",")}
    return _with_window(school, window.id, weekdays=tuple(sorted(days, key=DAY_LABELS.index)))


def _split(school: School, demand: Demand, rare: list[str], key: str) -> School:
    """Some classes of a weekly demand come every two weeks only."""
    others = tuple(c for c in school.select(demand) if c not in rare)
    free: dict[str, object] = {"grades": None, "campus": None}
    here = demand.model_copy(update={**free, "classes": others})
    turns = demand.model_copy(
        update={
            **free,
            "id": _free(key, school.demand_by_id),
            "classes": tuple(rare),
            "cycle": _every_two_weeks(),
            "each_open_day": 0,
        }
    )
    return school.model_copy(
        update={"demands": tuple(x for d in school.demands for x in ((here, turns) if d.id == demand.id else (d,)))}
    )


def _grade_fortnightly(school: School, params: Params) -> School:
    demand, grade = school.demand_by_id[params["demand"]], int(params["grade"])
    rare = [c for c in school.select(demand) if school.class_by_id[c].grade == grade]
    return _split(school, demand, rare, f"{demand.id}-{grade}")


def _classes_fortnightly(school: School, params: Params) -> School:
    demand = school.demand_by_id[params["demand"]]
    return _split(school, demand, params["classes"].split(","), f"{demand.id}-turns")


def _every_two_weeks() -> Cycle:
    return Cycle(kind="ab", n=None, keep_weekday=False)


def _slide_by_weekday(school: School, params: Params) -> School:
    cycle = school.demand_by_id[params["demand"]].cycle
    return with_demand(school, params["demand"], cycle=cycle.model_copy(update={"keep_weekday": True, "n": None}))


def _drop(name: str) -> Callable[[School, Params], School]:
    def drop(school: School, params: Params) -> School:
        months = school.demand_by_id[params["demand"]].part_of
        mine = {d.id for d in school.demands if d.id == params["demand"] or (months and d.part_of == months)}
        demands = tuple(
            d.model_copy(update={name: tuple(x for x in getattr(d, name) if x.model_dump_json() != params["place"])})
            if d.id in mine
            else d
            for d in school.demands
        )
        return school.model_copy(update={"demands": demands})

    return drop


def _grade_limit(school: School, params: Params) -> School:
    limits = school.demand_by_id[params["demand"]].grade_limits
    looser = tuple(limit.model_copy(update={"at_once": limit.at_once + 1}) for limit in limits)
    return with_demand(school, params["demand"], grade_limits=looser)


def _more_helpers(school: School, params: Params) -> School:
    """New helpers who can do any of the named posts, spread over the classes that may."""
    posts = [school.post_by_id[p] for p in params["posts"].split(",")]
    campuses = {school.window_campus(w) for post in posts for w in _windows(school, post)}
    fitting = [c for c in school.class_list if c.campus in campuses and all(c.is_of(p.grades) for p in posts)]
    classes = fitting or [c for c in school.class_list if c.campus in campuses] or list(school.class_list)
    known = {h.id for h in school.helpers}
    free = (key for key in (f"new-{n}" for n in count(len(known) + 1)) if key not in known)
    can = tuple(p.id for p in posts)
    new = tuple(
        Helper(id=next(free), class_id=classes[-1 - n % len(classes)].id, posts=can, min_per_week=0)
        for n in range(int(params["count"]))
    )
    return school.model_copy(update={"helpers": (*school.helpers, *new)})


def _windows(school: School, post: Post) -> tuple[str, ...]:
    if post.windows is not None:
        return post.windows
    return school.demand_by_id[post.escort.demand].windows if post.escort else tuple(school.window_by_id)


def _train_all(school: School, params: Params) -> School:
    trained = tuple(
        h if h.posts is None or params["post"] in h.posts else h.model_copy(update={"posts": (*h.posts, params["post"])})
        for h in school.helpers
    )
    return _with_post(school.model_copy(update={"helpers": trained}), params["post"], trained=False)


def _fewer_at_posts(school: School, params: Params) -> School:
    for key in params["posts"].split(","):
        school = _with_post(school, key, count=school.post_by_id[key].count - 1)
    return school


def _rule_soft(school: School, params: Params) -> School:
    rule = params["rule"]
    weight = school.rules[rule].weight if rule in school.rules else None
    return school.model_copy(update={"rules": {**school.rules, rule: RuleSetting(mode="soft", weight=weight)}})


APPLY: dict[str, Callable[[School, Params], School]] = {
    "open_day": _open,
    "open_all_days": _open,
    "slot_classes": _slot_classes,
    "room_classes": _room_classes,
    "shorter_slots": _shorter,
    "window_grades": lambda s, p: _with_window(s, p["window"], grades=None),
    "grade_limit": _grade_limit,
    "drop_ban": _drop("bans"),
    "drop_pin": _drop("pins"),
    "delegates": lambda s, p: with_demand(s, p["demand"], heads=int(p["heads"])),
    "fewer_visits": lambda s, p: with_demand(s, p["demand"], times=int(p["times"])),
    "classes_fortnightly": _classes_fortnightly,
    "grade_fortnightly": _grade_fortnightly,
    "fortnightly": lambda s, p: with_demand(s, p["demand"], cycle=_every_two_weeks()),
    "every_n_weeks": lambda s, p: with_demand(s, p["demand"], cycle=Cycle(kind="weeks", n=int(p["n"]), keep_weekday=False)),
    "slide_by_weekday": _slide_by_weekday,
    "more_helpers": _more_helpers,
    "post_grades": lambda s, p: _with_post(s, p["post"], grades=None),
    "train_all": _train_all,
    "fewer_at_post": lambda s, p: _with_post(s, p["post"], count=int(p["count"])),
    "fewer_at_posts": _fewer_at_posts,
    "more_per_week": _more_per_week,
    "duties_once": lambda s, _: _with_duties(s, each_date=False),
    "consecutive": lambda s, _: _with_duties(s, consecutive_days=True),
    "lower_minimum": lambda s, p: _with_duties(s, min_per_week=int(p["times"])),
    "rule_soft": _rule_soft,
    **MEND,
}

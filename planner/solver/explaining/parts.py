"""The part of a school that a sentence of an explanation names: whom and what it speaks of, under the rules that it leans on.

If the sentence is true, this part alone is impossible. All else is taken away, so that nothing else can be the reason.
"""

from __future__ import annotations

from collections.abc import Iterable

from planner.models.outcome import Balance, Cause
from planner.models.people import Helper
from planner.models.rules import RULES, RuleSetting
from planner.models.school import School
from planner.solver.explaining.relaxing import without_duties

_PLACES = frozenset({"demand_met", "eligible", "forbidden", "class_free", "teacher_free"})
_ROOM = frozenset({"slot_capacity", "room_capacity", "room_seats", "grade_limit"})
_ONCE = frozenset({"one_visit_a_day"})
_STAFFED = frozenset({"demand_met", "post_staffed", "escort_tied"})
_ABLE = _STAFFED | {"helper_available", "helper_suitable", "arrival_fits"}
_LEANS_ON = {
    "more_than_days": _PLACES | _ONCE,
    "more_than_places": _PLACES,
    "each_day_over": _PLACES | {"each_day_served"},
    "each_day_full": _PLACES | _ROOM | _ONCE | {"each_day_served"},
    "pins_full": _PLACES | _ROOM | {"pinned"},
    "minimum_over": _STAFFED | {"duty_min"},
    "minimum_over_week": _STAFFED | {"duty_min"},
    "maximum_under": _ABLE | {"duty_max"},
    "maximum_under_week": _ABLE | {"duty_max"},
    "post_over": _ABLE | {"duty_max"},
    "round_over_week": _ABLE | {"duty_max"},
    "experienced_short": frozenset({"experienced_there"}),
    "adults_at_once": frozenset({"adult_there"}),
    "adults_over_week": frozenset({"adult_there"}),
    "duty_pins_in_a_row": frozenset({"duty_pinned", "no_consecutive"}),
    "duty_pins_over": frozenset({"duty_pinned", "duty_max"}),
}
"""Rules behind a cause, where these are not told by what it is about."""
_SHARED = frozenset({"crowd", "crowd_lessons", "over_seats", "nobody_fits"})
_OF_SUMS = frozenset({"minimum_over", "minimum_over_week", "maximum_under", "maximum_under_week"})


def named_by(school: School, cause: Cause) -> School:
    """The school with nothing in it but what a cause speaks of."""
    return only(_subjects(school, cause), _rules(cause))


def only(school: School, rules: Iterable[str]) -> School:
    """The school with every other rule switched off."""
    kept = set(rules)
    settings = {name: school.rules.get(name, RuleSetting()) if name in kept else RuleSetting(mode="off") for name in RULES}
    return school.model_copy(update={"rules": settings})


def _rules(cause: Cause) -> frozenset[str]:
    params, code = cause.params, cause.code
    if code in _LEANS_ON:
        return _LEANS_ON[code]
    if "duty_pin" in params:
        return _ABLE | {"duty_pinned"}
    if "posts" in params:  # several at one time may be short together only
        return _ABLE | {"one_duty_a_day"}
    if "pin" in params:
        return _PLACES | _ONCE | {"pinned"}
    # Who has no place at all has none, however many come.
    several = code in _SHARED or code.startswith("window_") or "capacity" in params
    return _PLACES | _ONCE | {"adult_there"} | (_ROOM if several else set())


def _subjects(school: School, cause: Cause) -> School:
    params, code = cause.params, cause.code
    if "duty_pin" in params or code.startswith("duty_pins"):
        return _duties(school, school.post_by_id, pins=True)
    if code in _OF_SUMS:
        return _of_campus(school, cause)
    if "posts" in params or code == "experienced_short":
        return _duties(school, params["posts"].split(",") if "posts" in params else school.post_by_id)
    if code.startswith("adults_"):
        windows = set(params["window"].split(",")) if "window" in params else set(school.window_by_id)
        kept = tuple(w for w in school.windows if w.id in windows)
        return without_duties(school).model_copy(update={"demands": (), "windows": kept, "adults": school.adults})
    return _visits(school, cause)


def _visits(school: School, cause: Cause) -> School:
    params = cause.params
    demands = {d for key in ("demand", "other") for d in params.get(key, "").split(",") if d}
    windows = set(params.get("window", "").split(",")) if cause.code.startswith("window_") else set()
    pins = "pin" in params or cause.code == "pins_full"
    kept = []
    for demand in school.demands:
        if demand.id in demands or windows & set(demand.windows):
            changes: dict[str, object] = {}
            if not pins:
                changes["pins"] = ()
            if cause.who and demand.kind != "teacher_reading":
                changes |= {"classes": cause.who, "grades": None, "campus": None}
            kept.append(demand.model_copy(update=changes))
    # Without adults every window would open.
    return without_duties(school).model_copy(update={"demands": tuple(kept), "adults": school.adults})


def _duties(school: School, posts: Iterable[str], *, pins: bool = False) -> School:
    kept = tuple(p for p in school.posts if p.id in set(posts))
    followed = {p.escort.demand for p in kept if p.escort}
    counted = any(p.per_classes for p in kept)
    rules = school.duties if pins else school.duties.model_copy(update={"pins": ()})
    return school.model_copy(
        update={
            "posts": kept,
            "demands": tuple(d.model_copy(update={"pins": ()}) for d in school.demands if counted or d.id in followed),
            "duties": rules,
            "adults": (),
            "wishes": (),
        }
    )


def _of_campus(school: School, cause: Cause) -> School:
    """The posts of a campus and the student librarians who are counted; for their minimum, others beside them who need not
    serve, so that there are never too few."""
    campus = cause.params.get("campus", school.campus_ids[0])
    here = [w.id for w in school.windows if school.window_campus(w.id) == campus]
    posts = []
    for post in school.posts:
        windows = tuple(w for w in here if post.windows is None or w in post.windows)
        posts += [post.model_copy(update={"windows": windows})] if windows else []
    counted = tuple(h for h in school.helper_by_id.values() if h.id in cause.who)
    if cause.code.startswith("minimum_"):
        counted += _others(counted[0], max((p.count for p in posts), default=0))
    return _duties(school, school.post_by_id).model_copy(update={"posts": tuple(posts), "helpers": counted})


def _others(like: Helper, count: int) -> tuple[Helper, ...]:
    """So many who may serve, and need not."""
    may: dict[str, object] = {"min_per_week": 0, "valid_from": None, "valid_until": None}
    return tuple(like.model_copy(update={"id": f"{like.id}~{n}", **may}) for n in range(count))


def balanced_by(school: School, balance: Balance) -> School:
    """The same for a sum of need against capacity."""
    if balance.kind in {"post", "helpers"}:
        return only(_duties(school, [balance.subject] if balance.kind == "post" else school.post_by_id), _ABLE | {"duty_max"})
    if balance.kind == "teacher":
        return only(without_duties(school), _PLACES)
    demand = school.demand_by_id[balance.of]
    if balance.kind == "grade":
        classes = tuple(c for c in school.select(demand) if school.class_by_id[c].grade == int(balance.subject))
        demand = demand.model_copy(update={"classes": classes, "grades": None, "campus": None})
    alone = demand.model_copy(update={"pins": ()})
    part = without_duties(school).model_copy(update={"demands": (alone,), "adults": school.adults})
    return only(part, _PLACES | _ROOM | {"adult_there"})

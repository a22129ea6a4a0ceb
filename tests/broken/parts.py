"""The part of a school that a sentence of an explanation names: if the sentence is true, this part alone is impossible."""

from __future__ import annotations

from planner.models import School
from planner.models.outcome import Balance, Cause
from planner.solver.explaining.relaxing import without_duties

_OF_DUTIES = frozenset({"minimum_over", "maximum_under", "experienced_short"})


def named_by(school: School, cause: Cause) -> School:
    """The school with nothing in it but what a cause speaks of."""
    params = cause.params
    if "duty_pin" in params or cause.code.startswith("duty_pins"):
        return _duties(school, set(school.post_by_id), pins=True)
    if "posts" in params or cause.code in _OF_DUTIES:
        return _duties(school, set(params["posts"].split(",")) if "posts" in params else set(school.post_by_id))
    if cause.code.startswith("adults_"):
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


def _duties(school: School, posts: set[str], *, pins: bool = False) -> School:
    followed = {p.escort.demand for p in school.posts if p.id in posts and p.escort}
    counted = any(p.per_classes for p in school.posts if p.id in posts)
    rules = school.duties if pins else school.duties.model_copy(update={"pins": ()})
    return school.model_copy(
        update={
            "posts": tuple(p for p in school.posts if p.id in posts),
            "demands": tuple(d for d in school.demands if counted or d.id in followed),
            "duties": rules,
            "adults": (),
            "wishes": (),
        }
    )


def balanced_by(school: School, balance: Balance) -> School:
    """The same for a sum of need against capacity."""
    if balance.kind in {"post", "helpers"}:
        return _duties(school, {balance.subject} if balance.kind == "post" else set(school.post_by_id))
    if balance.kind == "teacher":
        return without_duties(school)
    demand = school.demand_by_id[balance.of]
    if balance.kind == "grade":
        classes = tuple(c for c in school.select(demand) if school.class_by_id[c].grade == int(balance.subject))
        demand = demand.model_copy(update={"classes": classes, "grades": None, "campus": None})
    alone = demand.model_copy(update={"pins": ()})
    return without_duties(school).model_copy(update={"demands": (alone,), "adults": school.adults})

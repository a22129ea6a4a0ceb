"""The causes in words: the school's own facts, the most telling first."""

from __future__ import annotations

from planner.messages import causes as w
from planner.messages.wording import day_name, listing, period_name, sentences
from planner.models.outcome import Cause
from planner.models.visits import Ban, Pin
from planner.outputs.explanations.explanation_names import Names

_TIMES = ("arrive", "opens", "first", "last", "until", "home")


def cause_lines(names: Names, causes: tuple[Cause, ...]) -> list[str]:
    """One sentence for each cause."""
    return [f"• {cause_text(names, cause)}" for cause in causes]


def cause_text(names: Names, cause: Cause) -> str:
    """A cause as a sentence. An unknown code gives its name and values."""
    code = _code(cause)
    if code not in w.CAUSES:
        return f"{code} {cause.params}"
    text = names.say(w.CAUSES[code], **_values(names, cause))
    return sentences(names.language, [text[:1].upper() + text[1:]])


def _code(cause: Cause) -> str:
    """Which words: what keeps a pinned visit from its place, a helper from a duty, or a class from all of its places."""
    params = cause.params
    if "posts" in params and f"duty_{cause.code}" in w.CAUSES:
        return f"duty_{cause.code}"
    if cause.code == "eats" and not params.get("last", "") < params["lunch"].rpartition("-")[2]:
        return "eats_in_slot"
    known = cause.code in {"eats", "pin_banned", "pins_apart", "teacher_twice", "teacher_teaches", "teacher_away"}
    return "pin_blocked" if "pin" in params and not known else cause.code


def _values(names: Names, cause: Cause) -> dict[str, object]:
    params, school = cause.params, names.school
    who = names.many(cause.who)
    values: dict[str, object] = {**params, "who": who, "helpers": who, "count": len(cause.who)}
    for key in ("demand", "window", "campus", "room", "post", "event"):
        if key in params:
            values[key] = listing(names.language, [_named(names, key, part) for part in params[key].split(",")])
    for key in ("posts", "classes", "of"):
        if key in params:
            values[key] = names.all(params[key].split(","), "post" if key == "posts" else None)
    for key in _TIMES:
        if key in params:
            values[key] = params[key][:5]
    for key in ("pin", "place"):
        if key in params:
            is_ban = key == "place" and cause.code in {"banned", "pin_banned"}
            values[key] = names.condition((Ban if is_ban else Pin).model_validate_json(params[key]))
    if "lunch" in params:
        values["lunch"] = params["lunch"].replace("-", "–")
    if "days" in params and not params["days"].isdigit():
        order = {day: n for n, day in enumerate(school.term.weekdays)}
        values["days"] = names.days(sorted(params["days"].split(","), key=lambda day: order.get(day, 99)))
    if "day" in params:
        values["day"] = day_name(names.language, params["day"], school.term)
    if "turn" in params:
        values["turn"] = names.turn(params["turn"])
    if "period" in params:
        values["period"] = period_name(names.language, params["period"])
    if "teacher" in params:
        known = next((t for t in school.teachers if t.id == params["teacher"]), None)
        values["teacher"] = known.name.in_(names.language) if known and known.name else params["teacher"]
    if cause.code == "no_lesson":
        demands = [school.demand_by_id[key] for key in params["demand"].split(",")]
        wanted = dict.fromkeys(s for d in demands for found in d.subjects.values() for s in found)
        values["subjects"] = listing(names.language, wanted)
    return values


def _named(names: Names, kind: str, key: str) -> str:
    school = names.school
    if kind == "event":
        return next((e.name.in_(names.language) for e in school.events if e.id == key), key)
    if kind == "campus":
        return next((c.name.in_(names.language) for c in school.campuses if c.id == key), school.name.in_(names.language))
    return names.one(key, kind)  # type: ignore[arg-type]

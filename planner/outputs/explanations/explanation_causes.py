"""The causes in words: the school's own facts, the most telling first."""

from __future__ import annotations

import datetime as dt

from planner.messages import causes as w
from planner.messages.wording import (
    date_text,
    day_name,
    grades_text,
    headed,
    listing,
    noted,
    numbers_text,
    period_name,
    translator,
)
from planner.models.duties import DutyPin
from planner.models.outcome import Cause
from planner.models.visits import Ban, Pin
from planner.outputs.explanations.explanation_names import Kind, Names

_MOST = 4
_FEW = 2
"""So many days are always named."""
_TIMES = ("arrive", "opens", "first", "last", "until", "home")
_LISTS: dict[str, Kind | None] = {
    "demand": "demand",
    "other": "demand",
    "window": "window",
    "room": "room",
    "post": "post",
    "posts": "post",
    "classes": None,
    "of": None,
    "adults": None,
}
_PINNED = frozenset({"eats", "in_lesson"})
_BARE = frozenset(
    {"pin_banned", "pins_apart", "pins_same_day", "pin_nowhere", "teacher_twice", "teacher_teaches", "teacher_away"}
)


def cause_lines(names: Names, causes: tuple[Cause, ...]) -> list[str]:
    """One sentence for each of the most telling causes."""
    return [f"• {_with_sources(names, cause)}" for cause in causes[:_MOST]]


def _with_sources(names: Names, cause: Cause) -> str:
    """The sentence, and behind it the lines or cells of the file, where they have been looked up."""
    said = cause_text(names, cause)
    if not cause.sources:
        return said
    numbers = [s.cell or str(s.line) for s in cause.sources]
    where = w.IN_CELLS if cause.sources[0].cell else w.IN_LINES
    return names.say(where, text=said, file=cause.sources[0].file, places=", ".join(numbers))


def cause_text(names: Names, cause: Cause) -> str:
    """A cause as a sentence. An unknown code gives its name and values."""
    code = _code(names, cause)
    if code not in w.CAUSES:
        return f"{code} {cause.params}"
    text = names.say(w.CAUSES[code], **_values(names, cause))
    return text[:1].upper() + text[1:]


def _code(names: Names, cause: Cause) -> str:
    """Which words: what keeps a pinned visit from its place, a helper from a duty, or a class from all or most places."""
    params, code = cause.params, cause.code
    if "duty_pin" in params:
        return "duty_pin_blocked"
    if "pin" in params and code not in _BARE:
        return f"pin_{code}" if code in _PINNED else "pin_blocked"
    if "posts" in params and f"duty_{code}" in w.CAUSES:
        return f"duty_{code}"
    if code == "crowd" and "," in params["demand"]:
        return "crowd_together_sum" if "slots" in params else "crowd_together"
    if code == "crowd":
        return "crowd_sum" if "slots" in params else code
    if code == "crowd_lessons":
        return "crowd_room" if "room" in params else code
    if code == "window_no_adult" and not names.school.campuses:
        return "window_no_adult_here"
    if code == "window_event" and "room" in params:
        return "window_event_room"
    if f"{code}_all" in w.CAUSES and not {"least", "most"} & params.keys():
        return f"{code}_all"
    if "capacity" in params and f"{code}_some" in w.CAUSES:
        return f"{code}_some"
    if code == "eats" and not params.get("last", "") < params["lunch"].rpartition("-")[2]:
        return "eats_in_slot"
    return code


def _values(names: Names, cause: Cause) -> dict[str, object]:
    params, school = cause.params, names.school
    who = names.classes(cause.who)
    values: dict[str, object] = {**params, "who": who, "helpers": who, "count": len(cause.who)}
    for key, kind in _LISTS.items():
        if key in params:
            values[key] = names.all(params[key].split(","), kind)
    for key in _TIMES:
        if key in params:
            values[key] = params[key][:5]
    for key in ("pin", "place", "at"):
        if key in params:
            is_ban = key == "place" and cause.code in {"banned", "pin_banned"}
            values[key] = names.condition((Ban if is_ban else Pin).model_validate_json(params[key]), whom=is_ban)
    if "lunch" in params:
        values["lunch"] = params["lunch"].replace("-", "–")
    if "day" in params:
        long = cause.code == "each_day_full"
        values["day"] = names.days([params["day"]]) if long else day_name(names.language, params["day"], school.term)
    if "turn" in params:
        values["turn"] = names.turn(params["turn"])
    if "period" in params:
        values["period"] = period_name(names.language, params["period"])
    _of_school(names, cause, values)
    _of_sums(names, cause, values)
    return values


def _of_school(names: Names, cause: Cause, values: dict[str, object]) -> None:
    """Names of teachers, campuses, events and closures, days and dates."""
    params, school, language = cause.params, names.school, names.language
    if "teacher" in params:
        known = next((t for t in school.teachers if t.id == params["teacher"]), None)
        values["teacher"] = known.name.in_(language) if known and known.name else params["teacher"]
    values["where"] = ""
    if "campus" in params:
        values["campus"] = said = listing(language, [_campus(names, key) for key in params["campus"].split(",")])
        values["where"] = headed(language, said, "")
        values["own"] = _campus(names, params.get("own", ""))
    if "event" in params:
        values["event"] = next((e.name.in_(language) for e in school.events if e.id == params["event"]), params["event"])
    if "closure" in params:
        date = dt.date.fromisoformat(params["closure"])
        values["closure"] = next((c.name.in_(language) for c in school.term.closures if date in c.dates), "")
    if "days" in params and not params["days"].isdigit():
        values["days"] = _days(names, cause)
    dated = {
        key: date_text(language, dt.date.fromisoformat(params[key])) for key in ("from", "to") if "-" in params.get(key, "")
    }
    values["dates"] = _dates(names, dated)
    first, last = date_text(language, school.term.start), date_text(language, school.term.end)
    values["term"] = translator(language)("{first} to {last}", first=first, last=last)
    if "duty_pin" in params:
        pin = DutyPin.model_validate_json(params["duty_pin"])
        values["duty"] = names.duty(pin)
        values["why"] = names.say(w.HELPER_WHY.get(cause.code, w.HELPER_WHY["away"]), **values)


def _campus(names: Names, key: str) -> str:
    """The name of a campus; that of the school where it has one only."""
    return next((c.name for c in names.school.campuses if c.id == key), names.school.name).in_(names.language)


def _days(names: Names, cause: Cause) -> str:
    """On Monday and Tuesday; on every day where the window has no others. A weekday opens the sentence by its name alone."""
    params, school = cause.params, names.school
    labels = list(dict.fromkeys(label.rpartition(":")[2] for label in params["days"].split(",")))
    order = {day: n for n, day in enumerate(school.term.weekdays)}
    if any(label not in order and not label.startswith("D") for label in labels):
        return listing(names.language, [names.turn(label) for label in params["days"].split(",")])
    said = names.days(sorted(labels, key=lambda day: order.get(day, 99)))
    if cause.code == "more_than_days" and set(order) <= set(labels):
        return names.say(w.ALL_DAYS, count=len(params["days"].split(",")))
    if not cause.code.startswith("window_") or cause.code == "window_no_adult":
        return said
    every = {day for key in params["window"].split(",") for day in school.window_by_id[key].weekdays}
    all_days = w.ON_ANY_DAY if _code(names, cause) == "window_event_room" else w.ON_ALL_DAYS
    return names.say(all_days) if every <= set(labels) and len(every) > _FEW else names.say(w.ON_DAYS, days=said)


def _product(names: Names, params: dict[str, str]) -> str:
    """5 days × 4 slots × 2 at once; 30 periods × 1 at once."""
    _ = translator(names.language)
    if "periods" in params:
        periods = _.ngettext("{count} period", "{count} periods", int(params["periods"]))
        return names.say(w.PERIODS, periods=periods, each=params["each"])
    days = _.ngettext("{count} day", "{count} days", len(params["turns"].split(",")))
    slots = _.ngettext("{count} slot", "{count} slots", int(params["slots"]))
    return names.say(w.PRODUCT, days=days, slots=slots, each=params["each"])


def _dates(names: Names, dated: dict[str, str]) -> str:
    if len(dated) == 2:
        return names.say(w.DATES, first=dated["from"], last=dated["to"])
    if "from" in dated:
        return names.say(w.FROM, first=dated["from"])
    return names.say(w.UNTIL, last=dated["to"]) if dated else ""


def _of_sums(names: Names, cause: Cause, values: dict[str, object]) -> None:
    """What counting adds up: cycles, limits at once, subjects, slots that are left."""
    params, school = cause.params, names.school
    demand = school.demand_by_id.get(params.get("demand", "").partition(",")[0])
    values["cycle"] = names.cycle(demand.cycle if demand else school.duties.cycle)
    if demand and not cause.who:
        values["who"] = names.say(w.EVERYBODY, count=len(school.select(demand)))
    if params.get("by") in w.WHY:
        of = names.one(params["limit_of"], "room") if params["by"].startswith("room") else ""
        values["why"] = noted(names.language, "", names.say(w.WHY[params["by"]], **{**params, "of": of}))
    elif "duty_pin" not in params:
        values["why"] = ""
    if "weeks" in params:
        monday = dt.date.fromisoformat(params["date"]) - dt.timedelta(dt.date.fromisoformat(params["date"]).weekday())
        every = params["weeks"] == params["of"]
        values["week"] = names.say(w.IN_A_WEEK) if every else names.say(w.IN_THE_WEEK, date=date_text(names.language, monday))
    if "each" in params and ("turns" in params or "periods" in params):
        values["sum"] = _product(names, params)
    if "grades" in params:
        values["grades"] = grades_text(names.language, map(int, params["grades"].split(",")))
    values["left"] = names.say(w.LEFT_SLOTS, slots=numbers_text(map(int, params["left"].split()))) if "left" in params else ""
    if cause.code == "no_lesson":
        demands = [school.demand_by_id[key] for key in params["demand"].split(",")]
        wanted = dict.fromkeys(s for d in demands for found in d.subjects.values() for s in found)
        values["subjects"] = listing(names.language, wanted)
        instead = [part.rpartition(" ") for part in params.get("instead", "").split(",") if part]
        shown = [names.say(w.TIMES, name=name, count=count) for name, _, count in instead]
        values["instead"] = names.say(w.INSTEAD, subjects=listing(names.language, shown)) if shown else ""
    if "posts" in params and "post" not in params:
        values["post"] = values["posts"]
    if cause.code == "post_over":
        values["why"] = names.say(w.HELPER_WHY.get(params["why"], w.HELPER_WHY["away"]), **values)

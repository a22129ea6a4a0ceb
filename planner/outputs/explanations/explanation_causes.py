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
    sentences,
    translator,
)
from planner.models.duties import DutyPin
from planner.models.outcome import Cause
from planner.models.visits import Ban, Pin
from planner.outputs.explanations.cause_codes import (
    minutes_before,
    tells_what_is_left,
    together,
    told_once,
    windows_of,
    words_of,
)
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


def cause_lines(names: Names, causes: tuple[Cause, ...]) -> list[str]:
    """One sentence for each of the most telling causes; what is the same at several windows is said once."""
    return [f"• {_with_sources(names, alike)}" for alike in together(told_once(causes))[:_MOST]]


def _with_sources(names: Names, alike: list[Cause]) -> str:
    """The sentence, and behind it the lines or cells of the file, where they have been looked up."""
    said = cause_text(names, *alike)
    sources = list({(s.line, s.cell): s for cause in alike for s in cause.sources}.values())
    if not sources:
        return said
    where = w.IN_CELLS if sources[0].cell else w.IN_LINES
    return names.say(where, text=said, file=sources[0].file, places=", ".join(s.cell or str(s.line) for s in sources))


def cause_text(names: Names, cause: Cause, *more: Cause) -> str:
    """A cause as a sentence; with ``more`` of its kind, see `together`. An unknown code gives its name and values."""
    code = words_of(names.school, cause)
    values = _values(names, cause)
    if more:
        several = f"{code}_several"
        code, values = several if several in w.CAUSES else code, {**values, **_of_several(names, [cause, *more])}
    if code not in w.CAUSES:
        return f"{code} {cause.params}"
    text = names.say(w.CAUSES[code], **values)
    if tells_what_is_left(code, cause):
        text = sentences(names.language, [text, _what_is_left(names, cause, values)])
    return text[:1].upper() + text[1:]


def _what_is_left(names: Names, cause: Cause, values: dict[str, object]) -> str:
    """What a demand needs and how many places it has left; of whom, where the sentence before does not say it."""
    _ = translator(names.language)
    need, left = int(cause.params["need"]), int(cause.params.get("capacity", "0"))
    needs = _.ngettext("needs {count} visit", "needs {count} visits", need)
    places = _.ngettext("only {count} place is left", "only {count} places are left", left) if left else names.say(w.NONE_LEFT)
    said = w.LEFT_OF if cause.code.startswith("window_") else w.LEFT_OF_THEM
    return names.say(said, **{**values, "needs": needs, "places": places})


def _of_several(names: Names, alike: list[Cause]) -> dict[str, object]:
    """The windows of like causes, each with when it opens, or when its last slot begins; and all their posts."""
    begins = "last" if alike[0].code == "eats" else "opens"
    times = {cause.params["window"]: cause.params[begins][:5] for cause in alike if begins in cause.params}
    shown = [names.say(w.WINDOW_AT, window=names.one(key, "window"), time=time) for key, time in times.items()]
    found: dict[str, object] = {"windows": listing(names.language, shown)} if shown else {}
    if "posts" in alike[0].params:
        posts = dict.fromkeys(post for cause in alike for post in cause.params["posts"].split(","))
        found["posts"] = names.all(posts, "post")
    return found


def _values(names: Names, cause: Cause) -> dict[str, object]:
    params, school = cause.params, names.school
    who = names.classes(cause.who)
    values: dict[str, object] = {**params, "who": who, "helpers": who, "count": len(cause.who)}
    if len(cause.who) > _FEW and len(cause.who) == len(school.helper_by_id):
        values["helpers"] = names.say(w.ALL_HELPERS, count=len(cause.who))
    if cause.code == "arrives_too_early":
        values["minutes"] = minutes_before(cause)
    values["windows"] = names.quoted(windows_of(school, cause), "window")
    for key, kind in _LISTS.items():
        if key in params:
            values[key] = names.all(params[key].split(","), kind)
            values[f"{key}_quoted"] = names.quoted(params[key].split(","), kind)
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
    values |= {"term_start": first, "term_end": last, "since": dated.get("from", ""), "until_date": dated.get("to", "")}
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
    all_days = w.ON_ANY_DAY if words_of(school, cause) == "window_event_room" else w.ON_ALL_DAYS
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
        meant = school.select(demand)
        whole = len(meant) == len(school.class_list)
        values["who"] = names.say(w.EVERYBODY, count=len(meant)) if whole else names.classes(meant)
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
    if cause.code == "more_than_days":
        values["there"] = names.say(w.IN_WINDOWS, windows=values["windows"]) if values["windows"] else ""
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
    _ = translator(names.language)
    if "held" in params:
        values["held_said"] = _.ngettext("{count} date", "{count} dates", int(params["held"]))
    if cause.code == "pins_full":
        values["most_said"] = _.ngettext("{count} class", "{count} classes", int(params["most"]))
    if "posts" in params and "post" not in params:
        values["post"] = values["posts"]
    if cause.code == "post_over":
        values["capacity_said"] = _.ngettext("{count} duty", "{count} duties", int(params["capacity"]))
        values["why"] = names.say(w.HELPER_WHY.get(params["why"], w.HELPER_WHY["away"]), **values)

"""Fixes in words: what exactly to change, in the school's own names and numbers."""

from __future__ import annotations

import datetime as dt

from planner.messages import explanations as w
from planner.messages.rules import rule_clause
from planner.messages.wording import date_text, grades_text, listing, noted, period_name, sentences
from planner.models.duties import DutyPin
from planner.models.outcome import Fix
from planner.models.places import Bell
from planner.models.visits import Ban, Pin
from planner.outputs.explanations.explanation_names import KINDS, Names


def package_lines(names: Names, packages: tuple[tuple[Fix, ...], ...]) -> list[str]:
    """Each way to a plan; a way of several steps says what each step still leaves."""
    if not packages:
        return [names.say(w.NO_PACKAGES)]
    lines = []
    for n, package in enumerate(packages, 1):
        head = names.say(w.ALTERNATIVE, n=n)
        if len(package) == 1:
            lines.append(sentences(names.language, [head, fix_text(names, package[0])]))
            continue
        lines.append(sentences(names.language, [head, names.say(w.TOGETHER)]))
        for fix in package:
            rest = names.say(w.STILL, count=fix.leaves) if fix.leaves else names.say(w.NOW_ALL)
            lines.append(f"  • {noted(names.language, fix_text(names, fix), rest)}")
    return lines


def fix_text(names: Names, fix: Fix, *, in_file: bool = True) -> str:
    """One change, as a request; ``in_file``: with how the file says it, where that is not plain. An unknown code gives its name
    and values."""
    here = fix.code == "more_adults" and not names.school.campuses
    words = w.MORE_ADULTS_HERE if here else w.FIXES.get(fix.code)
    if words is None:
        return f"{fix.code} {fix.params}"
    return names.say(words, **_values(names, fix, in_file))


def _values(names: Names, fix: Fix, in_file: bool) -> dict[str, str]:
    values, school, params = dict(fix.params), names.school, fix.params
    for key in KINDS:
        if key in params:
            values[key] = names.one(params[key], key)
    if "days" in params:
        values["days"] = names.days(params["days"].split(","))
    if "posts" in params:
        values["posts"] = names.all(params["posts"].split(","), "post")
    if "grade" in params:
        values["grade"] = names.grade(int(params["grade"]))
    if "place" in params:
        model = Ban if fix.code in {"drop_ban", "smaller_ban"} else Pin
        values["place"] = names.condition(model.model_validate_json(params["place"]))
    _of_causes(names, fix, values)
    if fix.code == "classes_fortnightly":
        values["classes"] = names.many(params["classes"].split(","), shown=10)
    elif fix.code == "slot_classes":
        values["classes"] = _instead(names, params["classes"])
        values["classes"] += names.say(w.FOR_PEOPLE, heads=params["heads"]) if "heads" in params else ""
    elif fix.code == "room_classes":
        values |= {"count": params["classes"], "fewer": str(int(params["classes"]) - 1)}
    elif fix.code == "fewer_visits":
        demand = school.demand_by_id[params["demand"]]
        values |= {"more": str(demand.times), "cycle": names.cycle(demand.cycle)}
    elif fix.code == "more_per_week":
        values["fewer"] = str(int(params["times"]) - 1)
    elif fix.code == "lower_minimum":
        values["more"] = str(school.duties.min_per_week)
    elif fix.code == "fewer_at_post":
        values["more"] = str(int(params["count"]) + 1)
    elif fix.code == "rule_soft":
        rule = params["rule"]
        values["rule"] = rule_clause(rule, names.language)
        values["breaks"] = names.say(w.BREAKS) if fix.breaks else ""
        values["breaks"] += names.say(w.IN_FILE_SOFT, rule=rule) if in_file else ""
    return values


def _of_causes(names: Names, fix: Fix, values: dict[str, str]) -> None:
    """Bells, events, people and lessons that a change for a known cause is about."""
    school, params, language = names.school, fix.params, names.language
    if "bell" in params:
        bell = Bell.model_validate_json(params["bell"])
        parts = [names.one(bell.campus)] if bell.campus else []
        parts += [grades_text(language, bell.grades)] if bell.grades else []
        values["whom"] = " ".join(parts) or names.say(w.ALL_CLASSES)
    for key in ("lunch", "slot"):
        if key in params:
            values[key] = params[key].replace("-", "–")
    if "event" in params:
        values["event"] = next((e.name.in_(language) for e in school.events if e.id == params["event"]), params["event"])
        rooms = [names.one(key, "room") for key in params["room"].split(",") if key]
        values["what"] = listing(language, rooms) or names.one(params["window"], "window")
    if "campus" in params:
        values["campus"] = next(
            (c.name.in_(language) for c in school.campuses if c.id == params["campus"]), school.name.in_(language)
        )
    if "subjects" in params:
        values["subjects"] = listing(language, params["subjects"].split(","))
    if "grades" in params:
        values["grades"] = grades_text(language, map(int, params["grades"].split(",")))
    if "classes" in params and fix.code in {"class_campus", "leave_out"}:
        values["classes"] = names.classes(params["classes"].split(","))
    for key in ("since", "until") if fix.code in {"lessons_until", "lessons_from"} else ():
        if key in params:
            values[key] = date_text(language, dt.date.fromisoformat(params[key]))
    if fix.code == "smaller_ban":
        values["value"] = names.condition(Ban.model_validate({params["key"]: [params["value"]]}))
    if "adult" in params:
        values["adult"] = names.one(params["adult"])
    if fix.code == "drop_duty_pin":
        pin = DutyPin.model_validate_json(params["pin"])
        values["helper"], values["duty"] = names.one(pin.helper), names.duty(pin)
    if fix.code == "train":
        values["helper"] = names.one(params["helper"])
    if "other_period" in params:
        values["class_name"] = names.one(params["class"])
        if "other_class" in params:
            values["other_class"] = names.one(params["other_class"])
        for key in ("day", "other_day"):
            values[key] = names.turn(params[key])
        for key in ("period", "other_period"):
            values[key] = period_name(language, params[key])


def _instead(names: Names, classes: str) -> str:
    if not classes:
        return ""
    return names.say(w.INSTEAD, now=int(classes) - 1, classes=classes)

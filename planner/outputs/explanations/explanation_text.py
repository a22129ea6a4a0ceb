"""An explanation as people read it: sections of plain sentences, in the order in which a librarian asks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from planner.messages import explanations as w
from planner.messages.rules import rule_clause
from planner.messages.wording import date_text, listing, sentence, sentences, translator
from planner.models.base import Language
from planner.models.outcome import Balance, Explanation, Unplaced
from planner.models.problem import Shortage
from planner.models.school import School
from planner.outputs.explanations.explaining import explain as explain_shortage
from planner.outputs.explanations.explanation_causes import cause_lines
from planner.outputs.explanations.explanation_clash import clash_lines
from planner.outputs.explanations.explanation_fixes import package_lines
from planner.outputs.explanations.explanation_names import Kind, Names

_MOST_BALANCES = 8
_TIGHTEST = 3
_MOST_SHIFTS = 8
_KINDS: dict[str, Kind] = {"demand": "demand", "room": "room", "post": "post"}
# Balances already say these, with the same numbers.
_NOWHERE = ("class_without_place",)
_SAID_BY_CAUSES: dict[str, tuple[str, ...]] = {
    "each_day_over": ("each_day_over",),
    "minimum_over": ("min_over_duties",),
    "minimum_over_week": ("min_over_week",),
    "maximum_under": ("duties_over_helpers",),
    "maximum_under_week": ("duties_over_week",),
    "each_day_full": ("each_day_over",),
    "round_over_week": ("round_over_week",),
    "more_than_days": ("class_places",),
    "more_than_places": ("class_places",),
    "trainee": ("post_short",),
    "untrained": ("post_short",),
    "other_grades": ("post_short", "class_without_place"),
    "other_campus": _NOWHERE,
    "arrives_too_early": ("post_short",),
    "duty_in_lunch": ("post_short",),
    **dict.fromkeys(("eats", "teacher_twice", "in_lesson", "banned", "no_lesson", "room_gone"), _NOWHERE),
    **dict.fromkeys(("window_event", "window_no_adult", "window_no_bell", "window_never"), ("never_held",)),
}
_FEWER_OPENINGS = frozenset({"min_over_duties", "min_over_week"})
"""What follows from a window that stays shut: fewer duties than each is to have."""
_SAID_BY_BALANCES = frozenset({"visits_over_slots", "duties_over_helpers"})


_WAYS = ("causes", "later", "packages", "balances", "shortages", "clash", "partial")
_NO_WAYS = ("causes", "later", "partial", "packages", "balances", "shortages", "clash")


@dataclass(frozen=True)
class Section:
    """A heading and its lines; ``key`` is stable: causes, balances, shortages, clash, packages, partial."""

    key: str
    heading: str
    lines: tuple[str, ...]


def explanation_text(school: School, explanation: Explanation, language: Language) -> tuple[Section, ...]:
    """The cause and the ways out of it, then the numbers, why, what fits meanwhile; without a cause the numbers first."""
    names = Names(school, language)
    found = {
        "causes": cause_lines(names, explanation.causes),
        "balances": _balances(names, explanation),
        "shortages": _shortages(names, explanation),
        "clash": [] if explanation.causes and explanation.clash is None else clash_lines(names, explanation.clash),
        "later": [names.say(w.LATER, date=date_text(language, explanation.later))] if explanation.later else [],
        "packages": package_lines(names, explanation.packages),
        "partial": _partial(names, explanation),
    }
    if explanation.causes:
        # Who knows the cause wants the ways next; what fits comes before them where there are none.
        found = {key: found[key] for key in (_WAYS if explanation.packages else _NO_WAYS)}
    if explanation.clash and explanation.packages and all(len(package) > 1 for package in explanation.packages):
        found["clash"].append(names.say(w.MORE_REASONS))
    return tuple(Section(key, names.say(w.HEADINGS[key]), tuple(lines)) for key, lines in found.items() if lines)


def _balances(names: Names, explanation: Explanation) -> list[str]:
    short = [b for b in explanation.balances if b.is_short]
    if short or explanation.causes:
        return [f"• {balance_text(names, b)}" for b in short[:_MOST_BALANCES]]
    tightest = [b for b in explanation.balances if b.kind in {"demand", "helpers"}][:_TIGHTEST]
    lines = [f"• {balance_text(names, b)}" for b in tightest]
    return lines if explanation.shortages or not lines else [*lines, names.say(w.ALL_ENOUGH)]


def _shortages(names: Names, explanation: Explanation) -> list[str]:
    """What counting shows beyond the balances; the same of several classes is said once."""
    short_of = {b.subject for b in explanation.balances if b.is_short}
    alike: dict[tuple[object, ...], list[Shortage]] = defaultdict(list)
    by_causes = {code for cause in explanation.causes for code in _SAID_BY_CAUSES.get(cause.code, ())}
    if any(cause.code.startswith("window_") for cause in explanation.causes):
        by_causes |= _FEWER_OPENINGS
    for s in explanation.shortages:
        if s.code in by_causes:
            continue
        if s.code not in _SAID_BY_BALANCES or s.subject not in short_of:
            alike[s.code, s.need, s.capacity, *s.params.values()].append(s)
    lines = []
    for found in alike.values():
        said = explain_shortage(names.school, found[0], names.language)
        first, everybody = names.one(found[0].subject), names.many(s.subject for s in found)
        told = said.sentence if len(found) == 1 else said.sentence.replace(first, everybody, 1)
        lines += [f"• {told}", f"  → {said.hint}"]
    return lines


def balance_text(names: Names, balance: Balance) -> str:
    """Need against places, as a sentence."""
    school = names.school
    demand = school.demand_by_id.get(balance.of)
    kind = "lesson" if balance.kind == "demand" and demand and demand.is_lesson else balance.kind
    subject = names.one(balance.subject, _KINDS.get(balance.kind))
    if balance.kind == "grade":
        subject = names.grade(int(balance.subject))
    several = balance.kind == "helpers" and len(school.campuses) > 1
    text = names.say(
        w.ALL_DUTIES_AT if several else w.BALANCES[kind],
        subject=subject,
        of=names.one(balance.of, "demand") if balance.of else "",
        need=balance.need,
        capacity=balance.capacity,
        cycle=names.cycle(demand.cycle if demand else school.duties.cycle),
        campus=subject,
    )
    if not balance.is_short:
        return sentence(names.language, text)
    lack, _ = balance.need - balance.capacity, translator(names.language)
    short = (
        _.ngettext("{count} more duty than places.", "{count} more duties than places.", lack)
        if balance.kind in {"post", "helpers"}
        else names.say(w.TOO_FEW, lack=lack)
    )
    said = [names.say(w.TOO_LITTLE, balance=text, lack=short)]
    if len(balance.by_day) > 1 and all(":" not in day for day in balance.by_day):
        counts = listing(names.language, [f"{names.turn(day)} {count}" for day, count in balance.by_day.items()])
        said.append(names.say(w.BY_DAY, days=counts))
    return sentences(names.language, said)


def _partial(names: Names, explanation: Explanation) -> list[str]:
    """What the best partial plan places, and whom it leaves out."""
    if explanation.partial is None:
        return [names.say(w.NO_PARTIAL)]
    if not explanation.unplaced:
        return [names.say(w.NOTHING_LEFT)]
    out = defaultdict(list)
    for left in explanation.unplaced:
        out[left.kind].append(left)
    lines = _visits_left(names, explanation, out["visit"]) if out["visit"] else [names.say(w.ALL_VISITS)]
    lines += _duties_left(names, out["duty"])
    if out["minimum"]:
        lines.append(names.say(w.MINIMUM_LEFT, names=names.many(u.subject for u in out["minimum"])))
    for rule in dict.fromkeys(u.of for u in out["other"]):
        who = names.many(u.subject for u in out["other"] if u.of == rule)
        lines.append(names.say(w.OTHER_LEFT, rule=rule_clause(rule, names.language), names=who))
    return [f"• {line}" for line in lines]


def _visits_left(names: Names, explanation: Explanation, left: list[Unplaced]) -> list[str]:
    lines = []
    for demand in dict.fromkeys(b.subject for b in explanation.balances if b.kind == "demand"):
        mine = [u for u in left if u.of == demand]
        need = next(b.need for b in explanation.balances if b.kind == "demand" and b.subject == demand)
        rest = names.say(w.WITHOUT, names=names.many((u.subject for u in mine), shown=40)) if mine else ""
        placed = need - sum(u.missing for u in mine)
        lines.append(names.say(w.PLACED, subject=names.one(demand, "demand"), placed=placed, need=need, rest=rest))
    return lines


def _duties_left(names: Names, left: list[Unplaced]) -> list[str]:
    lines = []
    for post in dict.fromkeys(u.subject for u in left):
        # of: "noon MON: 2 of 3"
        where: dict[str, int] = defaultdict(int)
        for u in (u for u in left if u.subject == post):
            where[u.of.split(":")[0] if u.of.count(":") == 1 else u.of.rpartition(":")[0]] += u.missing
        said = [names.say(w.SHIFT_SHORT, shift=_shift(names, key), count=count) for key, count in where.items()]
        listed = listing(names.language, said[:_MOST_SHIFTS])
        lines.append(
            names.say(
                w.DUTIES_LEFT,
                post=names.one(post, "post"),
                count=sum(where.values()),
                cycle=names.cycle(names.school.duties.cycle),
                where=names.say(w.AND_MORE_TIMES, names=listed) if len(said) > _MOST_SHIFTS else listed,
            )
        )
    return lines


def _shift(names: Names, key: str) -> str:
    window, _, turn = key.partition(" ")
    if len(names.school.windows) > 1 and window in names.school.window_by_id:
        return f"{names.turn(turn)} {names.one(window, 'window')}"
    return names.turn(turn)

"""The clash in words: what is asked for against what can be, and the rules that stand between."""

from __future__ import annotations

from planner.messages import explanations as w
from planner.messages.rules import rule_sentence, rule_sentences
from planner.messages.wording import headed, listing, noted, translator
from planner.models.outcome import Clash, ClashMember
from planner.models.visits import Demand
from planner.outputs.explanations.explanation_names import SHOWN, Names

_MOST_RULES = 5
_MOST_PLACES = 8


def clash_lines(names: Names, clash: Clash | None) -> list[str]:
    """A headline with numbers where it is a matter of numbers, one line for each rule, and what is known about the set."""
    if clash is None:
        return [names.say(w.NO_CLASH)]
    asks = [s.split() for m in clash.members if m.rule == "demand_met" for s in m.subjects]
    duties = any(m.rule == "post_staffed" for m in clash.members)
    said: set[str] = set()
    if clash.need <= clash.capacity:  # numbers that are no contradiction say nothing
        head = [names.say(w.CLASH_PLAIN)]
    elif duties:
        said = {"post_staffed"}
        posts = next(m.subjects for m in clash.members if m.rule == "post_staffed")
        head = [names.say(w.CLASH_DUTIES, posts=names.all(posts, "post"), need=clash.need, capacity=clash.capacity)]
    else:
        said = {"demand_met"}
        head = [_visits(names, clash, asks), names.say(w.CLASH_BECAUSE)]
    members = [m for m in clash.members if m.rule not in said]
    last = names.say(w.IRREDUCIBLE if clash.irreducible else w.NOT_TESTED)
    if not members:
        return [head[0]]
    demands = [names.school.demand_by_id[key] for key in dict.fromkeys(key for _, key in asks)]
    if len(clash.members) > _MOST_RULES:
        lines = _grouped(names, members, demands)
    else:
        lines = [f"• {_rule(names, member, demands)}" for member in members]
    return [*head, *lines, last]


def _visits(names: Names, clash: Clash, asks: list[list[str]]) -> str:
    classes = list(dict.fromkeys(who for who, _ in asks))
    demand = names.all(dict.fromkeys(demand for _, demand in asks), "demand")
    places = ""
    if 0 < len(clash.places) <= _MOST_PLACES:
        listed = listing(names.language, map(names.place, clash.places))
        places = noted(names.language, "", listed)
    few = w.CLASH_ONE if clash.capacity else w.CLASH_NONE
    words = few if len(classes) == 1 else w.CLASH_VISITS if len(classes) <= SHOWN else w.CLASH_MANY
    return names.say(
        words,
        classes=names.many(classes),
        count=len(classes),
        need=clash.need,
        demand=demand,
        capacity=clash.capacity,
        places=places,
    )


def _rule(names: Names, member: ClashMember, demands: list[Demand]) -> str:
    """The rule's sentence, and what it is about here."""
    return noted(names.language, rule_sentence(member.rule, names.language), _about(names, member, demands))


def _grouped(names: Names, members: list[ClashMember], demands: list[Demand]) -> list[str]:
    """More than five rules: one line for each thing they are about, the rules named in it without their subjects."""
    lines, listed = [], {rule for _, rules in w.FAMILIES.values() for rule in rules}
    for key, (heading, rules) in w.FAMILIES.items():
        mine = [m for m in members if m.rule in rules or (key == "helpers" and m.rule not in listed)]
        if len(mine) == 1:
            lines.append(f"• {headed(names.language, names.say(heading), _rule(names, mine[0], demands))}")
        elif mine:
            said = rule_sentences((m.rule for m in mine), names.language)
            lines.append(f"• {headed(names.language, names.say(heading), said)}")
    return lines


def _about(names: Names, member: ClashMember, demands: list[Demand]) -> str:
    """What a rule is about in this school: the facts a librarian could change, rather than the classes once more."""
    school, rule = names.school, member.rule
    if rule == "forbidden":
        bans = [ban for d in demands for ban in d.bans if set(school.select(ban)) & set(member.subjects)]
        return listing(names.language, map(names.condition, bans[:4]))
    if rule == "eligible":
        return listing(names.language, dict.fromkeys(_allowed(names, d) for d in demands))
    if rule == "slot_capacity":
        limits = {school.window_by_id[s.split()[0]].classes for s in member.subjects}
        most = limits.pop() if len(limits) == 1 else None
        return _joined(names, names.slots(member.subjects), most and names.say(w.LIMIT_CLASSES, count=most))
    if rule in {"room_capacity", "room_seats"}:
        return listing(names.language, [_room(names, s, seats=rule == "room_seats") for s in member.subjects])
    if rule == "duty_max" and school.duties.max_per_week is not None:
        most_text = names.say(w.LIMIT_WEEK, count=school.duties.max_per_week)
        return _joined(names, names.many(member.subjects), most_text)
    if rule in {"post_staffed", "escort_tied"}:
        return names.all(member.subjects, "post")
    if rule == "demand_met":
        return names.many(s.split()[0] for s in member.subjects)
    if rule == "grade_limit":
        return ""
    return names.many(s.split()[0] for s in member.subjects)


def _allowed(names: Names, demand: Demand) -> str:
    """The lessons or windows a demand may use."""
    if demand.is_lesson:
        subjects = dict.fromkeys(s for found in demand.subjects.values() for s in found)
        return headed(names.language, names.one(demand.id, "demand"), listing(names.language, subjects))
    return headed(names.language, names.one(demand.id, "demand"), names.all(demand.windows, "window"))


def _room(names: Names, key: str, *, seats: bool) -> str:
    room, _ = names.school.room_by_id[key], translator(names.language)
    if seats and room.seats is not None:
        return _joined(names, names.one(key, "room"), _.ngettext("{count} seat", "{count} seats", room.seats))
    limits = [names.say(w.LIMIT_CLASSES, count=room.classes)] if room.classes is not None else []
    limits += [names.say(w.LIMIT_HEADS, count=room.heads)] if room.heads is not None else []
    return _joined(names, names.one(key, "room"), listing(names.language, limits))


def _joined(names: Names, who: str, what: str | int | None) -> str:
    return headed(names.language, who, str(what)) if what else who

"""The true cause of a shortage: places that never come into being, each with the fact of the school file that takes it away.

Everything here is counted; nothing is searched. A cause is named only for something that is short by itself: a demand with
too few places, a class without any, a shift that nobody can take, a pin that nothing can keep.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from planner.models.outcome import Balance, Cause
from planner.models.problem import Shortage
from planner.models.visits import Demand, Pin
from planner.solver.explaining.facts import NOT_MEANT, DutyFacts, Fact, VisitFacts
from planner.solver.fitting import most_in_slot
from planner.solver.problem import Problem
from planner.timeline import Shift, VisitCell, fits

_MOST = 8
_LEAST_PART = 10


def causes(problem: Problem, shortages: Iterable[Shortage], balances: Iterable[Balance]) -> tuple[Cause, ...]:
    """Every cause that counting can name, the most telling first, like ones once."""
    short = list(shortages)
    wanting = {s.subject for s in short if s.code in {"visits_over_slots", "never_held"}}
    wanting |= {s.params["demand"] for s in short if s.code in {"class_without_place", "class_places"}}
    wanting |= {b.of for b in balances if b.is_short and b.kind in {"demand", "grade"}}
    found = [*_pins(problem), *_duty_pins(problem)]
    found += _nowhere(problem, [s for s in short if s.code in {"class_without_place", "class_places"}])
    found += _not_open(problem, sorted(wanting))
    found += _nobody_comes(problem, [s for s in short if s.code == "post_short"])
    found += _from_shortages(problem, short)
    unique = {cause.model_dump_json(exclude={"weight"}): cause for cause in found}
    return tuple(sorted(unique.values(), key=lambda c: -c.weight)[:_MOST])


def _cause(found: Fact, who: Iterable[str], weight: int, **more: object) -> Cause:
    params = {**dict(found.params), **{key: str(value) for key, value in more.items()}}
    return Cause(code=found.code, who=tuple(dict.fromkeys(who)), params=params, weight=weight)


def _not_open(problem: Problem, wanting: list[str]) -> Iterator[Cause]:
    """Weekdays of a window on which it never opens, though it should, where visits are short of places."""
    groups: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    school, openings = problem.school, problem.timeline.openings
    held = {(o.day.label, o.window) for (date, _), o in openings.held.items() if date >= problem.timeline.since}
    days = {day.date: day for day in problem.timeline.open_days}
    for demand in (school.demand_by_id[d] for d in wanting):
        lost: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
        for missing in openings.not_held:
            if missing.window in demand.windows and missing.date >= problem.timeline.since:
                lost[days[missing.date].label, missing.window][missing.reason, missing.detail] += 1
        for (label, window), reasons in lost.items():
            if (label, window) in held:
                continue
            (reason, detail), _ = reasons.most_common(1)[0]
            subject = school.window_campus(window) if reason == "no_adult" else window
            slots = max(1, len(school.window_by_id[window].slots))
            at_once = min(most_in_slot(problem, demand, window), len(problem.visitors[demand.id]))
            groups[f"window_{reason}", subject, detail][label] = slots * at_once
        if demand.windows and not problem.timeline.cells[demand.id] and not lost:
            yield Cause(code="window_never", params={"window": ",".join(demand.windows)}, who=(demand.id,), weight=10**4)
    for (code, subject, detail), by_day in groups.items():
        key = "campus" if code == "window_no_adult" else "window"
        params = {key: subject, "days": ",".join(by_day), "places": str(sum(by_day.values()))}
        if detail:
            params["event" if code == "window_event" else "note"] = detail
        yield Cause(code=code, params=params, weight=10**4 + sum(by_day.values()))


def _nowhere(problem: Problem, short: list[Shortage]) -> Iterator[Cause]:
    """Classes that have no place, or too few: the fact that takes most places away from all of them."""
    facts = VisitFacts(problem)
    groups: dict[Fact, list[tuple[str, int]]] = defaultdict(list)
    demands: dict[Fact, set[str]] = defaultdict(set)
    for s in short:
        demand = problem.school.demand_by_id[s.params["demand"]]
        for found in _telling(problem, facts, demand, s.subject):
            groups[found].append((s.subject, s.need))
            demands[found].add(demand.id)
    for found, who in groups.items():
        params = {"demand": ",".join(sorted(demands[found]))}
        params |= _slots(problem, found, demands[found])
        yield _cause(found, (w for w, _ in who), sum(n for _, n in who) * 10, **params)


def _telling(problem: Problem, facts: VisitFacts, demand: Demand, visitor: str) -> list[Fact]:
    """What a class's places fail by: the facts that stand alone against a place and take most of them."""
    alone, any_of, meant = Counter[Fact](), Counter[Fact](), 0
    for cell in problem.timeline.cells[demand.id]:
        against: set[Fact] = set()
        for _, occasion, _ in problem.held_on(cell.occasions):
            against.update(facts.against(demand, visitor, cell, occasion))
        telling = {f for f in against if f.code not in NOT_MEANT}
        any_of.update(against)
        meant += bool(against) and NOT_MEANT.isdisjoint(f.code for f in against)
        if len(against) == 1 or telling == against:
            alone.update(against)
    everywhere = [f for f in sorted(any_of) if f.code not in NOT_MEANT and any_of[f] >= meant > 0]
    if everywhere:
        return everywhere[:1]
    told = {f: n for f, n in alone.items() if f.code not in NOT_MEANT}
    if not told:
        told = {f: n for f, n in any_of.items() if f.code in NOT_MEANT} if not alone else dict(alone)
        if not told:
            return []
        return [max(sorted(told), key=lambda f: told[f])]
    most = max(told.values())
    return [f for f, n in sorted(told.items(), key=lambda item: -item[1]) if n * _LEAST_PART >= most][:3]


def _slots(problem: Problem, found: Fact, demands: Iterable[str]) -> dict[str, str]:
    """When the slots of the window a fact is about begin and end, as a colleague would say: 12:05 to 13:05, last 12:50."""
    window = dict(found.params).get("window", "")
    held = [o for (_, w), o in sorted(problem.timeline.openings.held.items()) if w == window]
    if not held or not held[0].slots:
        return {}
    slots = held[0].slots
    last = {"last": str(slots[-1].start), "until": str(slots[-1].end)}
    return {"first": str(slots[0].start), **last}


def _cells_of(problem: Problem, demand: Demand, pin: Pin) -> list[VisitCell]:
    cells = problem.timeline.cells[demand.id]
    return [c for c in cells if c.occasions and all(fits(pin, c, o) for o in c.occasions)]


def _pins(problem: Problem) -> Iterator[Cause]:
    """Pins that nothing can keep: no such place, ruled out there, not free then, or more of them than fit."""
    if problem.school.mode("pinned") != "hard" or problem.previous is not None:
        return
    facts = VisitFacts(problem)
    allowed = {(o.visitor, o.cell.key) for o in problem.visits}
    for demand in problem.school.demand_by_id.values():
        fixed: dict[str, list[tuple[Pin, set[str]]]] = defaultdict(list)
        full: dict[tuple[str, str, int], list[str]] = defaultdict(list)
        for pin in dict.fromkeys(demand.pins):
            cells, told = _cells_of(problem, demand, pin), pin.model_dump_json()
            for visitor in problem.school.select(pin):
                if visitor not in problem.visitors[demand.id]:
                    continue
                if not cells:
                    yield Cause(code="pin_nowhere", who=(visitor,), params={"demand": demand.id, "place": told}, weight=10**6)
                    continue
                if not any((visitor, cell.key) in allowed for cell in cells) and not problem.pools:
                    yield from _pin_against(problem, facts, demand, visitor, told, cells)
                    continue
                fixed[visitor].append((pin, {cell.turn for cell in cells}))
                if len(cells) == 1 and cells[0].window:
                    full[cells[0].turn, cells[0].window, cells[0].slot or 0].append(visitor)
        yield from _pins_apart(demand, fixed)
        for (turn, window, _), who in full.items():
            most = most_in_slot(problem, demand, window)
            if len(set(who)) > most:
                params = {"demand": demand.id, "turn": turn, "window": window, "most": str(most)}
                yield Cause(code="pins_full", who=tuple(dict.fromkeys(who)), params=params, weight=10**6)


def _pin_against(
    problem: Problem, facts: VisitFacts, demand: Demand, visitor: str, pin: str, cells: list[VisitCell]
) -> Iterator[Cause]:
    """A pinned place that a hard rule does not let the class have."""
    occasions = [(cell, occasion) for cell in cells for _, occasion, _ in problem.held_on(cell.occasions)]
    against = Counter(f for cell, occasion in occasions for f in facts.against(demand, visitor, cell, occasion))
    for found, _ in against.most_common(1):
        if found.code == "banned":
            params = {"demand": demand.id, "pin": pin, "place": dict(found.params)["place"]}
            yield Cause(code="pin_banned", who=(visitor,), params=params, weight=10**6)
        else:
            slots = _slots(problem, found, (demand.id,))
            yield _cause(found, (visitor,), 10**6, demand=demand.id, pin=pin, **slots)


def _pins_apart(demand: Demand, fixed: dict[str, list[tuple[Pin, set[str]]]]) -> Iterator[Cause]:
    """More pins on different days for a class than it has visits."""
    if not demand.cycle.has_weeks:
        return
    for visitor, pins in fixed.items():
        apart: list[tuple[Pin, set[str]]] = []
        for pin, turns in pins:
            if all(turns.isdisjoint(other) for _, other in apart):
                apart.append((pin, turns))
        if len(apart) > demand.times:
            told = apart[0][0].model_dump_json(), apart[1][0].model_dump_json()
            params = {"demand": demand.id, "pin": told[0], "place": told[1], "times": str(demand.times)}
            yield Cause(code="pins_apart", who=(visitor,), params=params, weight=10**6)


def _duty_pins(problem: Problem) -> Iterator[Cause]:
    """Duties given by the librarian to somebody who cannot come."""
    if problem.school.mode("duty_pinned") != "hard" or problem.previous is not None:
        return
    facts, school = DutyFacts(problem), problem.school
    allowed = {(o.helper.id, o.shift.key) for o in problem.duties}
    for pin in school.duties.pins:
        if not pin.wanted or pin.dates is not None or pin.turns is not None or pin.helper not in school.helper_by_id:
            continue
        shifts = [
            s
            for s in problem.timeline.shifts
            if (pin.post is None or s.post == pin.post)
            and (pin.weekdays is None or s.day in pin.weekdays)
            and (pin.windows is None or s.window in pin.windows)
            and (pin.slots is None or s.slot in pin.slots)
        ]
        if shifts and not any((pin.helper, s.key) in allowed for s in shifts):
            tally = _reasons(problem, facts, pin.helper, shifts)
            for found, _ in tally.most_common(1):
                posts = ",".join(dict.fromkeys(s.post for s in shifts))
                yield _cause(found, (pin.helper,), 10**6, posts=posts, duty_pin=pin.model_dump_json())


def _reasons(problem: Problem, facts: DutyFacts, helper: str, shifts: Iterable[Shift]) -> Counter[Fact]:
    person, tally = problem.school.helper_by_id[helper], Counter[Fact]()
    for shift in shifts:
        for _, occasion, _ in problem.held_on(shift.occasions):
            found = facts.against(person, shift, occasion)
            if found is not None:
                tally[found] += 1
    return tally


def _nobody_comes(problem: Problem, short: list[Shortage]) -> Iterator[Cause]:
    """Shifts with too few helpers: what keeps most of the others away, for all posts and days together."""
    facts, tally = DutyFacts(problem), Counter[Fact]()
    about: dict[Fact, tuple[set[str], set[str], set[str]]] = defaultdict(lambda: (set(), set(), set()))
    keys = {(s.subject, s.params["turn"], s.params["window"]) for s in short}
    able = {(o.shift.key, o.helper.id) for o in problem.duties}
    for shift in problem.timeline.shifts:
        if shift.key[:3] not in keys:
            continue
        for helper in problem.school.helper_by_id:
            if (shift.key, helper) in able:
                continue
            for found, count in _reasons(problem, facts, helper, [shift]).most_common(1):
                tally[found] += count
                posts, days, helpers = about[found]
                posts.add(shift.post)
                days.add(shift.day or shift.turn)
                helpers.add(helper)
    missing = sum(s.need - s.capacity for s in short)
    order = list(problem.school.post_by_id)
    shown = [f for f in tally if f.code not in NOT_MEANT | {"other_grades"}] or list(tally)
    for found in sorted(shown, key=lambda f: (-tally[f], f))[:2]:
        if tally[found] * 2 < max(tally[f] for f in shown):
            break
        posts, days, helpers = about[found]
        more = {"posts": ",".join(sorted(posts, key=order.index)), "days": ",".join(sorted(days))}
        yield _cause(found, sorted(helpers), 1000 + missing, **more)


def _from_shortages(problem: Problem, short: list[Shortage]) -> Iterator[Cause]:
    """What counting says in one sentence already, with the facts that make it one."""
    for s in short:
        if s.code == "each_day_over":
            params = {"demand": s.subject, **s.params, "need": str(s.need), "visits": str(s.capacity)}
            params["fewer"] = str(s.capacity // int(s.params["days"]))
            yield Cause(code="each_day_over", params=params, weight=10**5)
        elif s.code == "min_over_duties":
            helpers = [h.id for h in problem.school.helper_by_id.values() if not h.trainee]
            least = {problem.school.fewest_duties(problem.school.helper_by_id[h]) for h in helpers}
            if len(least) == 1 and len(problem.school.campus_ids) == 1:
                params = {"least": str(least.pop()), "need": str(s.need), "duties": str(s.capacity)}
                yield Cause(code="minimum_over", who=tuple(helpers), params=params, weight=10**5)

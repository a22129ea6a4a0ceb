"""The true cause of a shortage: places that never come into being, each with the fact of the school file that takes it away.

Everything here is counted; nothing is searched. A cause is named only for something that is short by itself: a demand with
too few places, a class without any, a shift that nobody can take, a pin that nothing can keep.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

from planner.models.days import stretch_of
from planner.models.outcome import Balance, Cause
from planner.models.problem import Shortage
from planner.models.visits import Demand
from planner.solver.explaining.adults import adult_causes
from planner.solver.explaining.crowds import crowd_causes, crowds, shared_causes, term_causes
from planner.solver.explaining.days import day_causes, full_day_causes
from planner.solver.explaining.facts import NOT_MEANT, Fact, VisitFacts, fact, slots_of
from planner.solver.explaining.pins import pin_causes
from planner.solver.explaining.shifts import shift_causes
from planner.solver.explaining.shut import TIER, lacks, shut_causes
from planner.solver.problem import Problem
from planner.timeline import is_in_use

_MOST = 8
_LEAST_PART = 10
# Tiers: what never opens comes before classes without a place, and these before sums that do not add up.
_NOWHERE, _EACH_DAY = 4 * 10**6 + 10**5, 4 * 10**6
_FOLLOWS = frozenset({"minimum_over", "minimum_over_week"})
_SHOWN_SUBJECTS = 4


def causes(problem: Problem, shortages: Iterable[Shortage], balances: Iterable[Balance]) -> tuple[Cause, ...]:
    """Every cause that counting can name, the most telling first, like ones once."""
    short, balances = list(shortages), list(balances)
    wanting = {s.subject for s in short if s.code in {"visits_over_slots", "never_held"}}
    wanting |= {s.params["demand"] for s in short if s.code in {"class_without_place", "class_places"}}
    wanting |= {b.of for b in balances if b.is_short and b.kind in {"demand", "grade"}}
    together = tuple(crowds(problem))
    crowded = list(crowd_causes(problem, together))
    wanting |= {crowd.demand.id for crowd in together}
    shut = list(shut_causes(problem, sorted(wanting), lacks(problem, short, together)))
    gone = list(_rooms_gone(problem))
    found = [*pin_causes(problem), *shut, *gone, *_over_seats(short), *adult_causes(problem)]
    roomless = {cause.params["demand"] for cause in gone}
    found += _nowhere(
        problem,
        [
            s
            for s in short
            if s.code == "class_places"
            or (s.code == "class_without_place" and not (s.params["demand"] in roomless and _has_place(problem, s)))
        ],
    )
    found += [
        *crowded,
        *shared_causes(problem),
        *term_causes(problem),
        *day_causes(problem),
        *full_day_causes(problem),
        *_each_day(short),
        *shift_causes(problem, short, balances),
    ]
    if shut:  # fewer openings have fewer duties
        found = [cause for cause in found if cause.code not in _FOLLOWS]
    unique = {cause.model_dump_json(exclude={"weight"}): cause for cause in found}
    return tuple(sorted(unique.values(), key=lambda c: -c.weight)[:_MOST])


def _rooms_gone(problem: Problem) -> Iterator[Cause]:
    """Lessons that are due in a stretch of the term in which none of their rooms is in use any more, or not yet."""
    for demand in problem.school.demand_by_id.values():
        there = {cell.stretch for cell in problem.timeline.cells[demand.id]}
        for part in problem.timeline.stretches[demand.id]:
            mine = part.key in problem.stretches[demand.id] and (demand.id, part.key) in problem.timeline.whole
            due = [v for v in problem.visitors[demand.id] if mine and problem.due(v, demand.id, part.key) > 0]
            turns = [t for t in problem.timeline.turns[demand.id] if stretch_of(t.label) == part.key]
            dates = sorted({o.date for t in turns for o in t.occasions})
            out = [r for r in sorted(demand.rooms) if not all(is_in_use(problem.school.room_by_id[r], d) for d in dates)]
            if demand.is_lesson and due and out and part.key not in there:
                params = {"demand": demand.id, "room": ",".join(out), "from": str(dates[0]), "to": str(dates[-1])}
                yield Cause(code="room_gone", params=params, weight=TIER + len(due))


def _has_place(problem: Problem, short: Shortage) -> bool:
    return bool(problem.visits_by[short.subject, short.params["demand"]])


def _over_seats(short: list[Shortage]) -> Iterator[Cause]:
    """Classes larger than every room in which they could read."""
    groups: dict[tuple[str, str, int], list[Shortage]] = defaultdict(list)
    for s in short:
        if s.code == "class_over_seats":
            groups[s.params["room"], s.params["demand"], s.capacity].append(s)
    for (room, demand, seats), found in groups.items():
        params = {"room": room, "demand": demand, "seats": str(seats), "pupils": str(max(s.need for s in found))}
        yield Cause(code="over_seats", who=tuple(s.subject for s in found), params=params, weight=TIER + len(found))


def _nowhere(problem: Problem, short: list[Shortage]) -> Iterator[Cause]:
    """Classes that have no place, or too few: the fact that takes most places away from all of them."""
    facts = VisitFacts(problem)
    groups: dict[Fact, list[Shortage]] = defaultdict(list)
    demands: dict[Fact, set[str]] = defaultdict(set)
    for s in short:
        demand = problem.school.demand_by_id[s.params["demand"]]
        for found in _telling(problem, facts, demand, s):
            if found.code == "other_campus":  # told once, whatever the rooms and windows are
                found = fact(found.code, own=problem.school.class_by_id[s.subject].campus)
            groups[found].append(s)
            demands[found].add(demand.id)
    for found, shorts in groups.items():
        who, need = tuple(dict.fromkeys(s.subject for s in shorts)), sum(s.need for s in shorts)
        facts_of = dict(found.params)
        params = {**facts_of, **slots_of(problem, facts_of.get("window", "")), "demand": ",".join(sorted(demands[found]))}
        if found.code == "other_campus":
            params["campus"] = ",".join(dict.fromkeys(c for d in sorted(demands[found]) for c in _campuses(problem, d)))
        elif found.code == "no_lesson":
            params |= _subjects(problem, found, who)
        if len(demands[found]) == 1 and all(s.code == "class_without_place" for s in shorts):
            params["need"] = str(need)
        yield Cause(code=found.code, who=who, params=params, weight=_NOWHERE + need)


def _campuses(problem: Problem, demand: str) -> list[str]:
    """Where a demand takes place."""
    school, found = problem.school, problem.school.demand_by_id[demand]
    return [school.window_campus(w) for w in found.windows] + [school.room_campus(r) for r in sorted(found.rooms)]


def _telling(problem: Problem, facts: VisitFacts, demand: Demand, short: Shortage) -> list[Fact]:
    """What a class's places fail by: the facts that stand alone against a place and take most of them.

    Of a class that has some places only what gives it enough days, once it is gone.
    """
    alone, any_of, meant, freed = Counter[Fact](), Counter[Fact](), 0, defaultdict[Fact, set[str]](set)
    for cell in problem.timeline.cells[demand.id]:
        against: set[Fact] = set()
        for _, occasion, _ in problem.held_on(cell.occasions):
            against.update(facts.against(demand, short.subject, cell, occasion))
        telling = {f for f in against if f.code not in NOT_MEANT}
        any_of.update(against)
        meant += bool(against) and NOT_MEANT.isdisjoint(f.code for f in against)
        if len(against) == 1 or telling == against:
            alone.update(against)
            for found in against:
                freed[found].add(cell.turn)
    if short.code == "class_places":
        there = {problem.visits[n].cell.turn for n in problem.visits_by[short.subject, demand.id]}
        enough = [f for f, days in freed.items() if f.code not in NOT_MEANT and len(days | there) >= short.need]
        return sorted(enough, key=lambda f: (-alone[f], f))[:1]
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


def _subjects(problem: Problem, found: Fact, who: Collection[str]) -> dict[str, str]:
    """What the timetables of classes hold instead of the lesson that is asked for: subjects with their numbers of lessons."""
    counts = Counter(lesson.subject for lesson in problem.school.lessons if lesson.class_id in who)
    shown = [f"{subject} {n}" for subject, n in counts.most_common(_SHOWN_SUBJECTS)]
    return {"instead": ",".join(shown)} if shown else {}


def _each_day(short: list[Shortage]) -> Iterator[Cause]:
    """The least number of classes on every open day, where it makes more visits than there are."""
    for s in short:
        if s.code == "each_day_over":
            params = {"demand": s.subject, **s.params, "need": str(s.need), "visits": str(s.capacity)}
            yield Cause(code="each_day_over", params=params, weight=_EACH_DAY)

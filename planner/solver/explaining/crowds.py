"""Classes that together have too few places (Hall's condition): found by pairing visits with places, without any search."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from planner.models.outcome import Cause
from planner.models.visits import Demand
from planner.solver.explaining.facts import NOT_MEANT, Fact, VisitFacts
from planner.solver.fitting import NO_LIMIT, HeldPlace, most_in_slot, place_of, places_of, takes, tightest
from planner.solver.problem import Problem, VisitOption

TIER = 3 * 10**6
_WITH_FACT = 4 * 10**6


class Crowd(NamedTuple):
    """Visitors of a demand who need more visits in a stretch of the term than all places any of them can have let through."""

    demand: Demand
    stretch: str
    visitors: tuple[str, ...]
    places: frozenset[HeldPlace]
    need: int
    capacity: int


def crowds(problem: Problem) -> Iterator[Crowd]:
    """At most one crowd for each demand and stretch of the term; each is a contradiction by itself."""
    hard = all(problem.school.mode(rule) == "hard" for rule in ("demand_met", "slot_capacity", "room_capacity"))
    for demand in problem.school.demand_by_id.values() if hard else ():
        for stretch in problem.stretches[demand.id]:
            if demand.kind != "appointment" and (demand.id, stretch) in problem.timeline.whole:
                found = _crowd(problem, demand, stretch)
                if found is not None:
                    yield found


def _crowd(problem: Problem, demand: Demand, stretch: str) -> Crowd | None:
    room_in = places_of(problem, demand, [c for c in problem.timeline.cells[demand.id] if c.stretch == stretch])
    capacity: dict[HeldPlace, int] = defaultdict(int)
    for place, most in room_in.items():
        # Rooms that nothing tells apart are one pool, named by its first.
        first = next((key for key, rooms in problem.pools.items() if place.room in rooms), place.room)
        capacity[place._replace(room=first)] += most
    due, fits = {}, {}
    large = _Large(problem)
    for visitor in problem.visitors[demand.id]:
        # A lost visit takes no place: two classes that are away on different dates may share one.
        times = problem.due(visitor, demand.id, stretch)
        options = problem.visits_in[visitor, demand.id, stretch]
        # Who has no place at all is told apart.
        if times and options and (visitor, demand.id) not in problem.may_be_lost:
            due[visitor] = times
            mine = [problem.visits[n] for n in options]
            fits[visitor] = list(dict.fromkeys(place_of(demand, o.cell) for o in mine if not large.is_for(o)))
    stuck = _Pairing(fits, capacity).stuck(due)
    if stuck is None:
        return None
    _, places = stuck
    # Whoever has no place but these belongs to it as well: that adds need and no capacity.
    visitors = {v for v, mine in fits.items() if places.issuperset(mine)}
    open_to_any = {place for mine in fits.values() for place in mine}
    if sum(due.values()) > sum(capacity[place] for place in open_to_any):
        visitors, places = set(fits), open_to_any
    need, most = sum(due[v] for v in visitors), sum(capacity[p] for p in places)
    assert need > most
    return Crowd(demand, stretch, tuple(v for v in due if v in visitors), frozenset(places), need, most)


class _Large:
    """Tells classes that are too large for a place, each kind of place and size once."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._known: dict[tuple[object, ...], bool] = {}

    def is_for(self, option: VisitOption) -> bool:
        """Whether the class of an option is too large for its place."""
        cell = option.cell
        turn = cell.turn if cell.window is None and not option.demand.is_lesson else None
        key = (option.demand.id, cell.window, cell.room, turn, option.heads)
        if key not in self._known:
            self._known[key] = not takes(self._problem, option).most
        return self._known[key]


class _Pairing:
    """Visits paired with places, one after the other; pairs already made give way along alternating paths."""

    def __init__(self, fits: dict[str, list[HeldPlace]], capacity: dict[HeldPlace, int]) -> None:
        self._fits, self._capacity = fits, capacity
        self._at: dict[HeldPlace, Counter[str]] = defaultdict(Counter)

    def stuck(self, due: dict[str, int]) -> tuple[set[str], set[HeldPlace]] | None:
        """The visitors and places around the first visit that finds no place; None when all find one."""
        for visitor, times in due.items():
            for _ in range(times):
                blocked = self._place(visitor)
                if blocked is not None:
                    return blocked
        return None

    def _place(self, visitor: str) -> tuple[set[str], set[HeldPlace]] | None:
        came: dict[HeldPlace, str] = {}
        reached, queue = {visitor}, [visitor]
        held: dict[str, HeldPlace] = {}
        for who in queue:
            for place in self._fits[who]:
                if place in came:
                    continue
                came[place] = who
                if sum(self._at[place].values()) < self._capacity[place]:
                    self._shift(place, came, held)
                    return None
                for other in self._at[place]:
                    if other not in reached:
                        reached.add(other)
                        held[other] = place
                        queue.append(other)
        return reached, set(came)

    def _shift(self, place: HeldPlace, came: dict[HeldPlace, str], held: dict[str, HeldPlace]) -> None:
        while True:
            who = came[place]
            self._at[place][who] += 1
            if who not in held:
                return
            place = held[who]
            self._at[place] -= Counter([who])


def crowd_causes(problem: Problem, found: Iterable[Crowd]) -> Iterator[Cause]:
    """Each crowd with the fact that takes most of its places away, or with how its places add up."""
    facts = VisitFacts(problem)
    for crowd in found:
        if not crowd.capacity:
            yield from _nobody_fits(problem, crowd)
            continue
        params = {"demand": crowd.demand.id, "need": str(crowd.need), "capacity": str(crowd.capacity)}
        lack = crowd.need - crowd.capacity
        everybody = len(crowd.visitors) == len(problem.visitors[crowd.demand.id])
        who = () if everybody else crowd.visitors
        taken = _taken_by(problem, facts, crowd)
        if taken is not None:
            fact, hit = taken
            more = {**dict(fact.params), **params, **_left(problem, crowd)}
            yield Cause(code=fact.code, who=hit, params=more, weight=_WITH_FACT + lack)
            continue
        yield Cause(
            code="crowd_lessons" if crowd.demand.is_lesson else "crowd",
            who=who,
            params={**params, **_sum(problem, crowd)},
            weight=TIER + lack,
        )


def shared_causes(problem: Problem) -> Iterator[Cause]:
    """Demands of one cycle that share their windows: each has room enough there, and together they have too little."""
    school = problem.school
    if any(school.mode(rule) != "hard" for rule in ("demand_met", "slot_capacity", "room_capacity")):
        return
    groups: dict[tuple[frozenset[str], str, str], list[Demand]] = defaultdict(list)
    for demand in school.demand_by_id.values():
        if demand.cycle.has_weeks and not demand.is_lesson and demand.kind != "appointment":
            for stretch in problem.stretches[demand.id]:
                if (demand.id, stretch) in problem.timeline.whole:
                    groups[frozenset(demand.windows), str(demand.cycle.model_dump()), stretch].append(demand)
    for (windows, _, stretch), demands in groups.items():
        room_in: dict[HeldPlace, int] = {}
        need = 0
        for demand in demands:
            cells = [c for c in problem.timeline.cells[demand.id] if c.stretch == stretch]
            for place, most in places_of(problem, demand, cells).items():
                room_in[place] = max(most, room_in.get(place, 0))
            certain = (v for v in problem.visitors[demand.id] if (v, demand.id) not in problem.may_be_lost)
            need += sum(problem.due(v, demand.id, stretch) for v in certain)
        capacity = sum(room_in.values())
        if len(demands) > 1 and need > capacity > 0 and len(windows) == 1:
            crowd = Crowd(demands[0], stretch, (), frozenset(room_in), need, capacity)
            params = {"demand": ",".join(d.id for d in demands), "need": str(need), "capacity": str(capacity)}
            yield Cause(code="crowd", params={**params, **_sum(problem, crowd)}, weight=TIER + need - capacity)


def term_causes(problem: Problem) -> Iterator[Cause]:
    """Demands of different cycles in the same windows, such as a weekly one and one of the term: no turn tells what they take
    together, but all dates of the term do."""
    school = problem.school
    if any(school.mode(rule) != "hard" for rule in ("demand_met", "slot_capacity", "room_capacity")):
        return
    groups: dict[frozenset[str], list[Demand]] = defaultdict(list)
    for demand in school.demand_by_id.values():
        if not demand.is_lesson and demand.kind != "appointment" and not demand.grade_limits:
            groups[frozenset(demand.windows)].append(demand)
    for windows, demands in groups.items():
        if len({str(d.cycle.model_dump()) for d in demands}) < 2:
            continue
        need = sum(_dates_taken(problem, demand) for demand in demands)
        at_once = {w: max(most_in_slot(problem, demand, w) for demand in demands) for w in windows}
        held = [o for (date, w), o in problem.timeline.openings.held.items() if w in windows and date >= problem.timeline.since]
        capacity = sum(max(1, len(o.slots)) * at_once[o.window] for o in held if o.day.confirmed)
        if need > capacity > 0:
            told = {"demand": ",".join(d.id for d in demands), "window": ",".join(sorted(windows))}
            params = {**told, "need": str(need), "capacity": str(capacity)}
            yield Cause(code="crowd_term", params=params, weight=TIER - 1)


def _dates_taken(problem: Problem, demand: Demand) -> int:
    """Slots on dates that the visits of a demand take at least, in a whole term."""
    taken = 0
    for visitor in problem.visitors[demand.id]:
        for stretch in problem.stretches[demand.id]:
            options = problem.visits_in.get((visitor, demand.id, stretch), ())
            if options and (visitor, demand.id) not in problem.may_be_lost:
                dates = min(sum(held.count for held in problem.visits[n].held) for n in options)
                taken += problem.due(visitor, demand.id, stretch) * dates
    return taken


def _nobody_fits(problem: Problem, crowd: Crowd) -> Iterator[Cause]:
    """Every class is too large for every place it could have; too few seats are told by themselves."""
    options = problem.visits_in[crowd.visitors[0], crowd.demand.id, crowd.stretch]
    limit = takes(problem, problem.visits[options[0]])
    if limit.by and limit.by != "room_seats":
        largest = max(o.heads for o in problem.visits if o.demand.id == crowd.demand.id and o.visitor in crowd.visitors)
        params = {"demand": crowd.demand.id, **limit.params, "pupils": str(largest)}
        yield Cause(code="nobody_fits", who=crowd.visitors, params=params, weight=_WITH_FACT + crowd.need)


def _taken_by(problem: Problem, facts: VisitFacts, crowd: Crowd) -> tuple[Fact, tuple[str, ...]] | None:
    """The fact by which a crowd loses most places; None where no fact takes as many as are missing."""
    demand, lost, who = crowd.demand, Counter[Fact](), defaultdict[Fact, set[str]](set)
    room_in = places_of(problem, demand, problem.timeline.cells[demand.id])
    for cell in problem.timeline.cells[demand.id]:
        if cell.stretch != crowd.stretch or place_of(demand, cell) in crowd.places:
            continue
        against: set[Fact] = set()
        for visitor in crowd.visitors:
            mine = {f for _, o, _ in problem.held_on(cell.occasions) for f in facts.against(demand, visitor, cell, o)}
            if len(mine) == 1 and NOT_MEANT.isdisjoint(f.code for f in mine):
                against |= mine
                for fact in mine:
                    who[fact].add(visitor)
        for fact in against:
            lost[fact] += room_in[place_of(demand, cell)]
    best = max(sorted(lost), key=lambda f: lost[f], default=None)
    if best is None or lost[best] < crowd.need - crowd.capacity:
        return None
    return best, tuple(v for v in crowd.visitors if v in who[best])


def _left(problem: Problem, crowd: Crowd) -> dict[str, str]:
    """What is left to a crowd: the same slots of one window on every day, or whole days."""
    windows = {place.window for place in crowd.places}
    if len(windows) != 1 or crowd.demand.is_lesson:
        return {}
    (window,) = windows
    slots = {place.slot for place in crowd.places}
    all_slots = {p.slot for p in map(lambda c: place_of(crowd.demand, c), problem.timeline.cells[crowd.demand.id])}
    turns = {place.turn for place in crowd.places}
    if slots < all_slots and all((turn, s) in {(p.turn, p.slot) for p in crowd.places} for turn in turns for s in slots):
        return {"window": window, "left": " ".join(map(str, sorted(slots)))}
    return {}


def _sum(problem: Problem, crowd: Crowd) -> dict[str, str]:
    """How the places of a crowd add up: days, slots, how many at once, and what limits that."""
    demand = crowd.demand
    if demand.is_lesson:
        rooms = sorted({place.room for place in crowd.places})
        if len(rooms) != 1 or not rooms[0]:
            return {"periods": str(len(crowd.places))}
        limit = tightest(problem, demand, room=rooms[0])
        return {"room": rooms[0], "periods": str(len(crowd.places)), "each": str(limit.most), **limit.params}
    windows = sorted({place.window for place in crowd.places})
    by_turn = Counter(place.turn for place in crowd.places)
    if len(windows) == 1 and not demand.cycle.has_weeks:
        mine = [cell for cell in problem.timeline.cells[demand.id] if place_of(demand, cell) in crowd.places]
        return {"window": windows[0], "held": str(len({o.date for cell in mine for o in cell.occasions}))}
    if len(windows) != 1 or len(set(by_turn.values())) != 1 or not demand.cycle.has_weeks:
        return {"window": ",".join(windows)}
    limit = tightest(problem, demand, window=windows[0])
    if limit.most >= NO_LIMIT or limit.most * len(crowd.places) != crowd.capacity:
        return {"window": windows[0]}
    slots = next(iter(by_turn.values()))
    order = list(dict.fromkeys(cell.turn for cell in problem.timeline.cells[demand.id]))
    turns = ",".join(sorted(by_turn, key=order.index))
    return {"window": windows[0], "turns": turns, "slots": str(slots), "each": str(limit.most), **limit.params}

"""Pins that nothing can keep: the fact or the other pin that stands against each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

from planner.models.outcome import Cause
from planner.models.visits import Demand, Pin
from planner.solver.explaining.facts import DutyFacts, Fact, VisitFacts, slots_of
from planner.solver.fitting import HeldPlace, place_of, places_of
from planner.solver.problem import Problem
from planner.timeline import VisitCell, fits

TIER = 6 * 10**6


def pin_causes(problem: Problem) -> Iterator[Cause]:
    """Visits and duties that the librarian has pinned where they cannot be; of a re-plan as well."""
    if problem.school.mode("pinned") == "hard":
        yield from _Visits(problem).causes()
    if problem.school.mode("duty_pinned") == "hard":
        yield from _duties(problem)


def _cause(code: str, visitor: str, demand: Demand, **params: str) -> Cause:
    return Cause(code=code, who=(visitor,), params={"demand": demand.id, **params}, weight=TIER)


class _Visits:
    """Pinned visits: no such place, ruled out there, not free then, too many for a place or a day."""

    def __init__(self, problem: Problem) -> None:
        self._problem, self._facts = problem, VisitFacts(problem)
        self._allowed = {(o.visitor, o.cell.key) for o in problem.visits}
        self._kept: dict[str, list[tuple[Demand, Pin, list[VisitCell]]]] = defaultdict(list)

    def causes(self) -> Iterator[Cause]:
        """All of them."""
        for demand in self._problem.school.demand_by_id.values():
            full: dict[frozenset[HeldPlace], list[str]] = defaultdict(list)
            pinned: dict[frozenset[HeldPlace], Pin] = {}
            for pin in dict.fromkeys(demand.pins):
                there = [c for c in self._problem.timeline.cells[demand.id] if c.occasions and _always(pin, c)]
                for visitor in self._problem.school.select(pin):
                    if visitor in self._problem.visitors[demand.id] and self._problem.due(visitor, demand.id):
                        yield from self._alone(demand, pin, visitor, there)
                        if (visitor, demand.id) not in self._problem.may_be_lost:
                            places = frozenset(place_of(demand, c) for c in there)
                            full[places].append(visitor)
                            pinned[places] = pin
            yield from self._full(demand, full, pinned)
        for visitor, pins in self._kept.items():
            yield from self._together(visitor, pins)

    def _alone(self, demand: Demand, pin: Pin, visitor: str, there: list[VisitCell]) -> Iterator[Cause]:
        if not there:
            yield _cause("pin_nowhere", visitor, demand, pin=pin.model_dump_json())
        elif any((visitor, cell.key) in self._allowed for cell in there):
            self._kept[visitor].append((demand, pin, there))
        elif not self._problem.pools:
            yield from self._against(demand, pin, visitor, there)

    def _against(self, demand: Demand, pin: Pin, visitor: str, there: list[VisitCell]) -> Iterator[Cause]:
        """A pinned place that a hard rule does not let the class have."""
        at = [(cell, occasion) for cell in there for _, occasion, _ in self._problem.held_on(cell.occasions)]
        against = Counter(f for cell, occasion in at for f in self._facts.against(demand, visitor, cell, occasion))
        for (code, facts), _ in against.most_common(1):
            params = {**dict(facts), **slots_of(self._problem, dict(facts).get("window", ""))}
            params |= {"demand": demand.id, "pin": pin.model_dump_json()}
            yield Cause(code="pin_banned" if code == "banned" else code, who=(visitor,), params=params, weight=TIER)

    def _full(
        self, demand: Demand, full: dict[frozenset[HeldPlace], list[str]], pinned: dict[frozenset[HeldPlace], Pin]
    ) -> Iterator[Cause]:
        """More classes pinned to a slot, or to all that a pin leaves open, than these take."""
        room_in = places_of(self._problem, demand, self._problem.timeline.cells[demand.id])
        for places, found in full.items():
            who, most = tuple(dict.fromkeys(found)), sum(room_in[place] for place in places)
            if len(who) > most and places:
                params = {"demand": demand.id, "at": pinned[places].model_dump_json(), "most": str(most)}
                yield Cause(code="pins_full", who=who, params=params, weight=TIER)

    def _together(self, visitor: str, pins: list[tuple[Demand, Pin, list[VisitCell]]]) -> Iterator[Cause]:
        """Pins of one class that exclude each other: more days than it has visits, or two visits on one day."""
        once = self._problem.school.mode("one_visit_a_day") == "hard"
        for (demand, pin, there), (other, second, then) in combinations(pins, 2):
            told = {"pin": pin.model_dump_json(), "place": second.model_dump_json()}
            if demand is other:
                apart = {c.turn for c in there}.isdisjoint(c.turn for c in then)
                shared = {c.stretch for c in there} & {c.stretch for c in then}
                if demand.times == 1 and apart and shared and demand.cycle.has_weeks:
                    yield _cause("pins_apart", visitor, demand, **told)
            elif once and all(_days(a) & _days(b) for a in there for b in then):
                yield _cause("pins_same_day", visitor, demand, **told, other=other.id)


def _always(pin: Pin, cell: VisitCell) -> bool:
    return all(fits(pin, cell, occasion) for occasion in cell.occasions)


def _days(cell: VisitCell) -> set[object]:
    return {occasion.date for occasion in cell.occasions}


def _duties(problem: Problem) -> Iterator[Cause]:
    """Duties given by the librarian to somebody who cannot come, or oftener than agreed."""
    facts, school = DutyFacts(problem), problem.school
    allowed = {(o.helper.id, o.shift.key) for o in problem.duties}
    days: dict[str, set[tuple[str, ...]]] = defaultdict(set)
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
        helper, told = school.helper_by_id[pin.helper], pin.model_dump_json()
        if shifts and not any((helper.id, s.key) in allowed for s in shifts):
            at = [(shift, occasion) for shift in shifts for _, occasion, _ in problem.held_on(shift.occasions)]
            tally: Counter[Fact] = Counter(f for s, o in at if (f := facts.against(helper, s, o)) is not None)
            for found, _ in tally.most_common(1):
                params = {**dict(found.params), "duty_pin": told}
                yield Cause(code=found.code, who=(helper.id,), params=params, weight=TIER)
        elif pin.weekdays is not None and len(pin.weekdays) == 1:
            days[helper.id].add(pin.weekdays)
    order = {day: n for n, day in enumerate(school.term.weekdays)}
    for key, pinned in days.items():
        numbers = sorted(order[d[0]] for d in pinned if d[0] in order)
        apart = school.duties.consecutive_days or school.mode("no_consecutive") != "hard"
        if not apart and school.duties.cycle.kind == "weekly" and any(b - a == 1 for a, b in pairwise(numbers)):
            params = {"days": ",".join(school.term.weekdays[n] for n in numbers)}
            yield Cause(code="duty_pins_in_a_row", who=(key,), params=params, weight=TIER)
        most = school.most_duties(school.helper_by_id[key])
        weekly = school.duties.cycle.kind == "weekly" and school.mode("duty_max") == "hard"
        if weekly and most is not None and len(pinned) > most:
            params = {"days": ",".join(sorted(d[0] for d in pinned)), "pinned": str(len(pinned)), "most": str(most)}
            yield Cause(code="duty_pins_over", who=(key,), params=params, weight=TIER)

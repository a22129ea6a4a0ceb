"""What stands beside the chips of a board: how many a place takes, need against places, duties of the term, who is away,
and which seats nobody has."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from planner.board.steps import Vacant
from planner.checker import Case
from planner.checker.duties import escorts, staffing
from planner.models.outcome import Balance
from planner.models.plan import CellKey, PlannedDuty
from planner.models.planfile import Substitution
from planner.models.school import School
from planner.models.whatif import PlanPlace
from planner.timeline import Timeline, VisitCell, is_away, within


class Rooms:
    """How many classes each place of a school takes at once, and what it needs in all against what it has."""

    def __init__(self, school: School, since: dt.date) -> None:
        from planner.solver.balances import balances
        from planner.solver.fitting import NO_LIMIT, place_of, places_of
        from planner.solver.problem import Problem

        problem = Problem(school, since)
        self.balances: tuple[Balance, ...] = balances(problem)
        self._most: dict[CellKey, int] = {}
        for demand in school.demand_by_id.values():
            cells = problem.timeline.cells[demand.id]
            most = places_of(problem, demand, cells)
            self._most |= {cell.key: n for cell in cells if (n := most[place_of(demand, cell)]) < NO_LIMIT}

    def most(self, cell: VisitCell) -> int | None:
        """Classes that fit into a cell at once; None where nothing limits them."""
        return self._most.get(cell.key)


class Absence(NamedTuple):
    """A date on which somebody cannot do a duty of the plan, and who stands in; '' = nobody yet."""

    date: dt.date
    substitute: str


def absences(
    school: School, timeline: Timeline, duties: Mapping[str, PlannedDuty], substitutions: Iterable[Substitution]
) -> dict[str, tuple[Absence, ...]]:
    """Key of each duty that somebody else does on some dates, or nobody -> these dates, in order."""
    standing_in = {(s.date, s.post, s.window, s.slot or 0, s.helper): s.substitute for s in substitutions}
    found: dict[str, list[Absence]] = defaultdict(list)
    for key, duty in duties.items():
        shift, helper = timeline.shift_of(duty), school.helper_by_id.get(duty.helper)
        if shift is None or helper is None:
            continue
        for o in shift.occasions:
            substitute = standing_in.get((o.date, duty.post, duty.window, duty.slot or 0, duty.helper))
            there = within(o.date, helper.valid_from, helper.valid_until) and not is_away(
                helper.away, o.day, duty.window, timeline.duty_span(shift, o)
            )
            if substitute is not None or not there:
                found[key].append(Absence(o.date, substitute or ""))
    return {key: tuple(sorted(dates)) for key, dates in found.items()}


def vacancies(case: Case) -> dict[str, Vacant]:
    """Seats of duties that nobody has, by key, in the order of the shifts: as many as are missing on the worst date."""
    missing: dict[tuple[str, str, str, int | None], int] = {}
    for rule, needs in (("post_staffed", staffing), ("escort_tied", escorts)):
        for shift, _date, need, there in needs(case) if case.school.mode(rule) != "off" else ():
            key = (shift.post, shift.turn, shift.window, shift.slot)
            missing[key] = max(missing.get(key, 0), need - there)
    found = (
        Vacant(PlanPlace(what=post, turn=turn, window=window, slot=slot), seats)
        for (post, turn, window, slot), seats in missing.items()
        if seats > 0
    )
    return {vacant.key: vacant for vacant in found}


def loads(timeline: Timeline, duties: Iterable[PlannedDuty], helpers: Iterable[str]) -> list[tuple[str, int]]:
    """(helper, dates in the term on which this one serves by the plan), most first."""
    counts: Counter[str] = Counter()
    for duty in duties:
        shift = timeline.shift_of(duty)
        counts[duty.helper] += len(shift.occasions) if shift is not None else 0
    return sorted(((helper, counts[helper]) for helper in helpers), key=lambda load: -load[1])

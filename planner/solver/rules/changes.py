"""What changing a published plan costs, and the duties the librarian has pinned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise

from planner.models.days import marked, position_of
from planner.models.plan import PlannedVisit
from planner.solver.posting import Posting
from planner.solver.problem import Problem
from planner.solver.variables import Linear, Variables
from planner.timeline import VisitCell, day_of_turn, duty_pinned_in, pin_fits


def duty_pinned(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A duty the librarian has pinned stays with its student librarian."""
    for pin in dict.fromkeys(problem.school.duties.pins):
        there: dict[str, list[int]] = {key: [] for key in duty_pinned_in(problem.timeline, pin)}
        for n in problem.duties_by_helper.get(pin.helper, []):
            shift = problem.duties[n].shift
            if all(pin_fits(pin, shift, o) for o in shift.occasions):
                there.setdefault(shift.stretch, []).append(n)
        subject = (pin.helper, pin.model_dump_json())
        if not pin.wanted:
            posting.require("duty_pinned", subject, variables.duties(sorted(n for ns in there.values() for n in ns)), high=0)
        elif any(there.values()) or not any(
            all(pin_fits(pin, shift, o) for o in shift.occasions) for shift in problem.timeline.shifts_over
        ):  # otherwise what was pinned is over
            for key, options in (there or {"": []}).items():
                posting.require("duty_pinned", (*subject, *([key] if key else [])), variables.duties(options), low=1)


def kept_visits(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A visit stays where the published plan has it, and where the stretch of the term before has it. A class that is new has
    nothing to keep, nor has a visit whose place ends."""
    for (visitor, demand, stretch), standing in _standing(problem).items():
        old = {(position_of(v.turn), *v.place[2:]) for v in standing}
        options = problem.visits_in[visitor, demand, stretch]
        kept = [n for n in options if (position_of(problem.visits[n].cell.turn), *problem.visits[n].cell.key[2:]) in old]
        _missing(problem, variables, posting, "kept_visits", (visitor, demand, stretch), len(old), kept)
    _at_seams(problem, variables, posting, "kept_visits", _spot)


def kept_weekdays(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A moved visit keeps its weekday."""
    for (visitor, demand, stretch), standing in _standing(problem).items():
        old = {day_of_turn(v.turn) for v in standing}
        options = problem.visits_in[visitor, demand, stretch]
        kept = [n for n in options if day_of_turn(problem.visits[n].cell.turn) in old]
        _missing(problem, variables, posting, "kept_weekdays", (visitor, demand, stretch), len(standing), kept)
    _at_seams(problem, variables, posting, "kept_weekdays", _weekday)


def _standing(problem: Problem) -> dict[tuple[str, str, str], list[PlannedVisit]]:
    """(visitor, demand, stretch) -> visits of the published plan for it."""
    found: dict[tuple[str, str, str], list[PlannedVisit]] = defaultdict(list)
    for visit in problem.standing:
        for key in problem.stretches.get(visit.demand, ()):
            if (visit.visitor, visit.demand, key) in problem.visits_in and problem.timeline.speaks_of(visit, key):
                found[visit.visitor, visit.demand, key].append(visit)
    return found


def _spot(cell: VisitCell) -> tuple[str, ...]:
    return (position_of(cell.turn), cell.window or "", str(cell.slot or 0), cell.period or "")


def _weekday(cell: VisitCell) -> tuple[str, ...]:
    return (day_of_turn(cell.turn),)


def _at_seams(
    problem: Problem,
    variables: Variables,
    posting: Posting,
    rule: str,
    where: Callable[[VisitCell], tuple[str, ...]],
) -> None:
    """Price of what a class has in one stretch of the term and no more in the next, though the place is still there."""
    if not posting.is_on(rule) or not problem.alike:
        return
    for demand, visitors in problem.visitors.items():
        for before, after in pairwise(problem.stretches[demand]):
            there = {where(cell) for cell in problem.timeline.cells[demand] if cell.stretch == after}
            for visitor in visitors:
                days, left = variables.days_left.get((visitor, demand, after), (frozenset(), None))
                if left is not None and rule == "kept_weekdays":
                    posting.prefer(rule, left)
                    continue
                sides: list[dict[tuple[str, ...], list[int]]] = [defaultdict(list), defaultdict(list)]
                for side, stretch in zip(sides, (before, after), strict=True):
                    for n in problem.visits_in[visitor, demand, stretch]:
                        side[where(problem.visits[n].cell)].append(n)
                most = problem.due(visitor, demand, before)
                moved: dict[tuple[str, ...], Linear] = {}
                for spot, options in sides[0].items():
                    if spot in there and most:
                        moved[spot] = variables.new_count(most)
                        variables.at_least(moved[spot], variables.visits(options) - variables.visits(sides[1].get(spot, [])))
                        posting.prefer(rule, moved[spot])
                mine = [spot for spot in sides[0] if day_of_turn(spot[0]) in days]
                if left is not None and all(spot in moved for spot in mine):
                    variables.at_least(variables.total(moved[spot] for spot in mine), left)


def _missing(
    problem: Problem,
    variables: Variables,
    posting: Posting,
    rule: str,
    place: tuple[str, str, str],
    before: int,
    kept: list[int],
) -> None:
    """Price of the visits of a class that are not kept: dropping one counts like moving it."""
    if posting.is_on(rule):
        due = min(before, problem.due(*place))
        if _all_stand(problem, place, before):
            # What is not kept is what stands elsewhere: no number is needed for it (240 classes: a tenth of all rows).
            posting.prefer(rule, variables.visits(sorted({*problem.visits_in[place]} - {*kept})))
            return
        missing = variables.new_count(due)
        variables.at_least(missing, due - variables.visits(kept))
        posting.prefer(rule, missing)


def _all_stand(problem: Problem, place: tuple[str, str, str], before: int) -> bool:
    """Whether it is sure that each visit due, of which there were as many ``before``, stands somewhere. Only said where single
    moves are asked about."""
    hard = problem.school.mode("demand_met") == "hard" and not problem.guarded and not problem.alike
    whole = place[1:] in problem.timeline.whole and not problem.waiting.get(place)
    return hard and whole and before >= problem.due(*place)


def kept_helpers(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Duties stay with the student librarians of the published plan, and of the stretch of the term before."""
    if not posting.is_on("kept_helpers"):
        return
    published: set[tuple[str, str, str, str, int]] = set()
    for d in problem.previous.duties if problem.previous else ():
        published.add((d.helper, d.post, d.turn, d.window, d.slot or 0))
    seats = {key[1:] for key in published}
    for n, option in enumerate(problem.duties):
        if option.shift.key in seats and (option.helper.id, *option.shift.key) not in published:
            posting.prefer("kept_helpers", variables.duty[n])
    if not problem.alike:
        return
    follows = {b.key: a.key for a, b in pairwise(problem.timeline.duty_stretches)}
    at = {(option.helper.id, option.shift.key): n for n, option in enumerate(problem.duties)}
    changed: dict[tuple[str, str], list[Linear]] = defaultdict(list)
    elsewhere: set[tuple[str, str]] = set()
    for n, option in enumerate(problem.duties):
        post, turn, *rest = option.shift.key
        earlier = (post, marked(position_of(turn), follows.get(option.shift.stretch, "")), *rest)
        place = (option.helper.id, option.shift.stretch)
        if earlier not in problem.duties_by_shift:
            elsewhere.add(place)
        elif option.shift.stretch in follows:
            mine = at.get((option.helper.id, earlier))
            new: Linear = variables.duty[n]
            if mine is not None:
                new = variables.new_flag()
                variables.at_least(new, variables.duties([n]) - variables.duties([mine]))
            posting.prefer("kept_helpers", new)
            changed[place].append(new)
    for (helper, stretch), found in changed.items():
        keys, ways = variables.ways.get(helper, ((), []))
        if stretch in keys and (helper, stretch) not in elsewhere:
            # Whoever serves more often than before is new somewhere, which the linear relaxation would not see.
            before = [counts[keys.index(follows[stretch])] if follows[stretch] in keys else 0 for counts, _ in ways]
            more = [(counts[keys.index(stretch)] - b, way) for b, (counts, way) in zip(before, ways, strict=True)]
            variables.at_least(variables.total(found), variables.total(k * way for k, way in more if k > 0))

"""Soft rules of visits: wishes, spread, grades, fair shares of the slots nobody wants."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from planner.models.days import DAY_LABELS
from planner.solver.judging import wish_cost
from planner.solver.posting import Posting
from planner.solver.problem import Problem
from planner.solver.variables import Linear, Variables
from planner.timeline import unpopularity


def lost_visits(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Visits do not fall on dates on which the class is away."""
    for n, option in enumerate(problem.visits):
        posting.prefer("lost_visits", variables.visit[n], sum(held.count for held in option.held if held.lost))


def preference(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Classes and teachers get what they asked for."""
    wishes = {d.id: [(w, frozenset(problem.school.select(w))) for w in d.prefer] for d in problem.school.demands}
    for n, option in enumerate(problem.visits):
        posting.prefer("preference", variables.visit[n], wish_cost(wishes[option.demand.id], option.visitor, option.cell))


def fair_slots(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Unwelcome slots go to those who had good ones last term."""
    school = problem.school
    last_term = {school.class_id(key): level for key, level in school.last_term.items()}
    for n, option in enumerate(problem.visits):
        level = max(
            (
                unpopularity(school.window_by_id[o.window].unpopular, o.day.label, option.cell.slot or 0)
                for o in option.cell.occasions
                if o.window
            ),
            default=0,
        )
        posting.prefer("fair_slots", variables.visit[n], level * (1 + last_term.get(option.visitor, 0)))


def fair_visits(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Over the term each class comes about as often as any other: the range of held visits of a demand has a price.

    Where a class has one place in a cycle, each possible number of visits is a level: a level costs when one class is above
    and another below. Two flags a level, and no products, so that once these are settled the rest is a flow.
    """
    if not posting.is_on("fair_visits"):
        return
    for demand, visitors in problem.visitors.items():
        rows = [problem.visits_by[v, demand] for v in visitors]
        dates = {n: sum(h.count for h in problem.visits[n].held if not h.lost) for row in rows for n in row}
        if len(rows) < 2 or not dates:
            continue
        if problem.comes_once(demand) and all(rows):
            levels = sorted(set(dates.values()))
            for below, above in pairwise(levels):
                high, low = (variables.new_flag(f"{demand} {side} {above}") for side in ("from", "under"))
                for row in rows:
                    variables.at_least(high, variables.visits([n for n in row if dates[n] >= above]))
                    variables.at_least(low, variables.visits([n for n in row if dates[n] < above]))
                both = variables.new_flag(f"{demand} on both sides of {above}")
                variables.at_least(both, high + low - 1)
                posting.prefer("fair_visits", both, above - below)
            continue
        most = sum(dates.values())
        high, low, between = (variables.new_count(most, f"{demand} {word} visits") for word in ("most", "fewest", "range of"))
        for row in rows:
            held = variables.visits_weighted(row, [dates[n] for n in row])
            variables.at_least(high, held)
            variables.at_least(held, low)
        variables.at_least(between, high - low)
        posting.prefer("fair_visits", between)


def spread(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Borrowing and reading of a class are not on neighbouring days."""
    if not posting.is_on("spread"):
        return
    school = problem.school
    for visitor in dict.fromkeys(v for v, _ in problem.visits_by):
        due = [d for v, d in problem.visits_by if v == visitor]
        for borrowing in (d for d in due if school.demand_by_id[d].category == "BORROWING"):
            for reading in (d for d in due if school.demand_by_id[d].category == "READING"):
                _spread_pair(problem, variables, posting, visitor, borrowing, reading)


def _spread_pair(problem: Problem, variables: Variables, posting: Posting, visitor: str, one: str, other: str) -> None:
    days = [_by_day(problem, visitor, one), _by_day(problem, visitor, other)]
    single = all(problem.comes_once(d) for d in (one, other))
    for day, options in days[0].items():
        near = [found for other_day, found in days[1].items() if _gap(day, other_day) < problem.school.min_gap_days]
        if not near:
            continue
        flag = f"near {visitor} {one} {other} {day}"
        if single:
            # One visit of each kind: a single flag for all near days keeps the linear relaxation tight.
            together = variables.new_flag(flag)
            variables.at_least(together, variables.visits(options) + variables.visits([n for found in near for n in found]) - 1)
            posting.prefer("spread", together)
            continue
        here = _any(variables, options, flag)
        for k, found in enumerate(near):
            together = variables.new_flag(f"{flag} {k}")
            variables.at_least(together, here + _any(variables, found, f"{flag} {k} there") - 1)
            posting.prefer("spread", together)


def _by_day(problem: Problem, visitor: str, demand: str) -> dict[str, list[int]]:
    table: dict[str, list[int]] = defaultdict(list)
    for n in problem.visits_by[visitor, demand]:
        day = problem.visits[n].cell.day
        if day is not None:
            table[day].append(n)
    return table


def _gap(day: str, other: str) -> int:
    return abs(DAY_LABELS.index(day) - DAY_LABELS.index(other))


def _any(variables: Variables, options: list[int], name: str) -> Linear:
    flag = variables.new_flag(name)
    for n in options:
        variables.at_least(flag, variables.visit[n])
    return flag


def grade_days(problem: Problem, variables: Variables, posting: Posting) -> None:
    """The classes of a grade keep together, or apart, as the school wants."""
    if not posting.is_on("grade_days"):
        return
    grade_of = {c.id: c.grade for c in problem.school.class_list}
    for demand in problem.school.demand_by_id.values():
        if demand.grades_together is None:
            continue
        table: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for n, option in enumerate(problem.visits):
            if option.demand.id == demand.id and option.visitor in grade_of:
                table[grade_of[option.visitor]][option.cell.turn].append(n)
        turns = len(problem.timeline.turns[demand.id])
        for grade, by_turn in table.items():
            classes = sum(1 for v in problem.visitors[demand.id] if grade_of.get(v) == grade)
            if demand.grades_together == "together":
                days = [_any(variables, options, f"grade {demand.id} {grade} {turn}") for turn, options in by_turn.items()]
                further = variables.new_count(len(days), f"further days {demand.id} {grade}")
                variables.at_least(further, variables.total(days) - 1)
                posting.prefer("grade_days", further)
            else:
                fair = -(-classes * demand.times // turns)
                for turn, options in by_turn.items():
                    over = variables.new_count(classes * demand.times, f"close {demand.id} {grade} {turn}")
                    variables.at_least(over, variables.visits(options) - fair)
                    posting.prefer("grade_days", over)

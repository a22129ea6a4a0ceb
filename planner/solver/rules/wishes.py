"""Soft rules of visits: wishes, grades, fair shares of the slots nobody wants."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import pairwise

from planner.models.days import stretch_of
from planner.solver.judging import wish_cost
from planner.solver.posting import Posting
from planner.solver.problem import Problem
from planner.solver.variables import Variables
from planner.timeline import Holding, even_shares, unpopularity


def lost_visits(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Visits do not fall on dates on which the class is away."""
    for n, option in enumerate(problem.visits):
        posting.prefer("lost_visits", variables.visit[n], sum(held.count for held in option.held if held.lost), option.visitor)


def preference(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Classes and teachers get what they asked for."""
    wishes = {d.id: [(w, frozenset(problem.school.select(w))) for w in d.prefer] for d in problem.school.demands}
    for n, option in enumerate(problem.visits):
        cost = wish_cost(wishes[option.demand.id], option.visitor, option.cell)
        posting.prefer("preference", variables.visit[n], cost, option.visitor)


def fair_slots(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Unwelcome slots go to those who had good ones last term."""
    school = problem.school
    last_term = {school.class_id(key): level for key, level in school.last_term.items()}
    levels: dict[tuple[str, str, str, int, str, str], int] = {}
    for n, option in enumerate(problem.visits):
        key = option.cell.key
        if key not in levels:
            slot, held = option.cell.slot or 0, {(o.window, o.day.label) for o in option.cell.occasions if o.window}
            found = (unpopularity(school.window_by_id[window].unpopular, day, slot) for window, day in held)
            levels[key] = max(found, default=0)
        level = levels[key]
        amount = level * (1 + last_term.get(option.visitor, 0))
        posting.prefer("fair_slots", variables.visit[n], amount, option.visitor)


def fair_visits(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Over the term each class comes about as often as any other: the range of held visits of a demand has a price.

    Where a class has one place in a cycle, each possible number of visits is a level: a level costs when one class is above
    and another below. Two flags a level, and no products, so that once these are settled the rest is a flow.
    """
    if not posting.is_on("fair_visits"):
        return
    for demand, visitors in problem.visitors.items():
        rows = [problem.visits_by[v, demand] for v in visitors]
        had = problem.past.had.get(demand, {})
        dates = {n: sum(h.count for h in problem.visits[n].held if not h.lost) for row in rows for n in row}
        if len(rows) < 2:
            continue
        once = problem.comes_once(demand) and not problem.waiting and all(problem.due(v, demand) for v in visitors)
        if once and all(rows) and len(problem.stretches[demand]) == 1:
            dates = {n: held + had.get(problem.visits[n].visitor, 0) for n, held in dates.items()}
            levels = sorted(set(dates.values()))
            for below, above in pairwise(levels):
                high, low = variables.new_flag(), variables.new_flag()
                for row in rows:
                    variables.at_least(high, variables.visits([n for n in row if dates[n] >= above]))
                    variables.at_least(low, variables.visits([n for n in row if dates[n] < above]))
                both = variables.new_flag()
                variables.at_least(both, high + low - 1)
                posting.prefer("fair_visits", both, above - below)
            continue
        most = sum(dates.values()) + sum(had.values())
        high, low, between = (variables.new_count(most) for _ in range(3))
        for visitor, row in zip(visitors, rows, strict=True):
            held = variables.visits_weighted(row, [dates[n] for n in row]) + had.get(visitor, 0)
            variables.at_least(high, held)
            variables.at_least(held, low)
        variables.at_least(between, high - low)
        posting.prefer("fair_visits", between)


def held_visits(problem: Problem, variables: Variables, posting: Posting) -> None:
    """As many visits are really held over the term as can be: those that could be held and are not have a price."""
    if not posting.is_on("held_visits"):
        return
    hard = problem.school.mode("held_visits") == "hard"
    short = []
    for group in problem.holdings:
        dates = _dates_held(problem, group)
        whole = (group.demand, group.stretch) in problem.timeline.whole and not problem.waiting
        if not hard and problem.school.mode("demand_met") == "hard" and dates and whole:
            # Everybody has the visits that are due: each can have its own price, against the place with most dates.
            best = max(dates.values())
            for n, held in dates.items():
                posting.prefer("held_visits", variables.visit[n], best - held, problem.visits[n].visitor)
            posting.prefer("held_visits", variables.constant(best * group.due - group.most), -1)
            continue
        missing = variables.new_count(group.most)
        variables.at_least(missing, group.most - variables.visits_weighted(dates, dates.values()))
        short.append((missing, group))
    if hard:
        posting.require_least("held_visits", ("held_visits",), variables.total(missing for missing, _ in short))
    else:
        for missing, group in short:
            posting.prefer("held_visits", missing, about=group.visitors[0] if len(group.visitors) == 1 else "")


def fewest_visits(problem: Problem, variables: Variables, posting: Posting) -> None:
    """The class with the fewest visits comes as often as can be: convex, so that the linear relaxation stays tight."""
    if not posting.is_on("fewest_visits"):
        return
    dates: dict[int, int] = {}
    for group in problem.holdings:
        dates |= _dates_held(problem, group)
    due = {place: problem.due(*place) for place in problem.visits_in}
    shares = even_shares(problem.timeline, problem.holdings, due, problem.past.had)
    for (visitor, demand), share in shares.items():
        options = problem.visits_by[visitor, demand]
        single = problem.comes_once(demand) and len(problem.stretches[demand]) == 1 and not problem.waiting
        if share <= 0:
            continue
        if single and problem.school.mode("fewest_visits") == "soft":
            for n in options:
                short = max(0, share - dates.get(n, 0))
                posting.prefer("fewest_visits", variables.visit[n], short * (short + 1) // 2, visitor)
            continue
        most = share - _surely_held(problem, visitor, demand, dates)
        if most <= 0:
            continue
        steps = [variables.new_flag() for _ in range(most)]
        for k, step in enumerate(steps, start=1):
            posting.prefer("fewest_visits", step, k, visitor)
        # In a stretch that owes a class no visit any more, or could hold none, what it has counts for nothing.
        held = variables.visits_weighted(options, [dates.get(n, 0) for n in options])
        variables.at_least(variables.total(steps), share - held)


def _surely_held(problem: Problem, visitor: str, demand: str, dates: Mapping[int, int]) -> int:
    """Visits that a class has wherever it stands: it cannot be short of these, and each step less is a variable less."""
    if problem.guarded or problem.waiting or not problem.comes_once(demand):
        return 0
    return sum(
        min((dates.get(n, 0) for n in problem.visits_in[visitor, demand, key]), default=0)
        for key in problem.stretches[demand]
        if (demand, key) in problem.timeline.whole and problem.due(visitor, demand, key) == 1
    )


def _dates_held(problem: Problem, group: Holding) -> dict[int, int]:
    """Visit option of a group -> dates on which it is held."""
    seam = problem.timeline.seams[group.demand]
    return {
        n: sum(d not in seam for h in problem.visits[n].held if not h.lost for d in h.dates)
        for v in group.visitors
        for n in problem.visits_in[v, group.demand, group.stretch]
    }


def grade_days(problem: Problem, variables: Variables, posting: Posting) -> None:
    """The classes of a grade keep together, or apart, as the school wants."""
    if not posting.is_on("grade_days"):
        return
    grade_of = {c.id: c.grade for c in problem.school.class_list}
    for demand in problem.school.demand_by_id.values():
        if demand.grades_together is None:
            continue
        table: dict[tuple[int, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for n, option in enumerate(problem.visits):
            if option.demand.id == demand.id and option.visitor in grade_of:
                table[grade_of[option.visitor], option.cell.stretch][option.cell.turn].append(n)
        turns = Counter(stretch_of(turn.label) for turn in problem.timeline.turns[demand.id])
        for (grade, stretch), by_turn in table.items():
            classes = sum(1 for v in problem.visitors[demand.id] if grade_of.get(v) == grade)
            if demand.grades_together == "together":
                days = [variables.any_visit(options) for options in by_turn.values()]
                further = variables.new_count(len(days))
                variables.at_least(further, variables.total(days) - 1)
                posting.prefer("grade_days", further, about=f"{demand.id} {grade}")
            else:
                fair = -(-classes * demand.times // turns[stretch])
                for options in by_turn.values():
                    over = variables.new_count(classes * demand.times)
                    variables.at_least(over, variables.visits(options) - fair)
                    posting.prefer("grade_days", over, about=f"{demand.id} {grade}")

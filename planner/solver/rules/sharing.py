"""Adults, and the soft rules of duties: fair shares, wishes, own class, friends."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from math import prod

from planner.models.people import Helper
from planner.models.values import minute_of
from planner.solver.posting import Posting
from planner.solver.problem import PresenceOption, Problem
from planner.solver.rules.duties import as_trainee
from planner.solver.variables import Linear, Variables
from planner.solver.weeks import fewest_duties, most_duties
from planner.timeline import calendar_week, dates_of_a_duty, duty_shares, is_away

_Missing = tuple[str, list[int], Linear]
"""Demand, visit options, and how many of these find no own helper."""


def adult_there(problem: Problem, variables: Variables, posting: Posting) -> None:
    """One adult is on the campus for each open window, travel time included."""
    cells: dict[tuple[str, str, tuple[str, ...]], list[int]] = defaultdict(list)
    by_adult: dict[str, list[int]] = defaultdict(list)
    for n, option in enumerate(problem.presences):
        cells[option.window, option.day, option.present].append(n)
        by_adult[option.adult].append(n)
    for (window, day, present), options in cells.items():
        dates = sum(h.count for h in problem.presences[options[0]].held)
        posting.require("adult_there", (window, day, *present), variables.presences(options), low=1, high=1, dates=dates)
    for adult, options in by_adult.items():
        for k, n in enumerate(options):
            for m in options[k + 1 :]:
                dates = clashing_dates(problem, problem.presences[n], problem.presences[m])
                if dates:
                    subject = (adult, problem.presences[n].window, problem.presences[m].window, str(n), str(m))
                    posting.require("adult_there", subject, variables.presences([n, m]), high=1, dates=dates)
        most = problem.school.adult_by_id[adult].max_windows_per_week
        if most is not None:
            by_week: dict[str, list[int]] = defaultdict(list)
            for n in options:
                for held in problem.presences[n].held:
                    for date in held.dates:
                        by_week[calendar_week(problem.school.term, date)].append(n)
            first, kept_open = calendar_week(problem.school.term, problem.timeline.since), problem.past.kept_open.get(adult, 0)
            for week, found in by_week.items():
                left = max(0, most - kept_open) if week == first else most
                posting.require("adult_there", (adult, week), variables.presences(found), high=left)


def clashing_dates(problem: Problem, one: PresenceOption, other: PresenceOption) -> int:
    """Dates on which one adult cannot keep both windows open: they overlap, or the way between them is too long."""
    adult = problem.school.adult_by_id[one.adult]
    apart = problem.school.window_campus(one.window) != problem.school.window_campus(other.window)
    travel = adult.travel_minutes if apart else 0
    dates = 0
    for held in one.held:
        for there in other.held:
            if held.type.index == there.type.index:
                first, second = sorted((held.span, there.span), key=lambda s: s.start)
                if minute_of(second.start) < minute_of(first.end) + travel:
                    dates += held.count
    return dates


def fair_duties(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Duties are shared evenly; each further one of the same student librarian costs more.

    The k-th duty of a helper in the cycle (or on the dates of the term, where the school shares so) costs
    max(0, k + last term's surplus − fair share): convex, so that the linear relaxation is as tight as that of a flow.
    Where the term has several stretches, a duty counts as often as an average one of its stretch is held.
    """
    if not posting.is_on("fair_duties"):
        return
    weights = dates_of_a_duty(problem.timeline) if len(problem.timeline.duty_stretches) > 1 else {}
    of_term = problem.timeline.shares_term
    shares = duty_shares(problem.timeline, problem.past.done)
    for helper in problem.school.helper_by_id.values():
        if helper.trainee and not helper.moves_up:
            continue
        options = [n for n in problem.duties_by_helper[helper.id] if not as_trainee(problem.duties[n])]
        amounts = [sum(h.count for h in problem.duties[n].held) if of_term else 1 for n in options]
        if weights:
            amounts = [weights[problem.duties[n].shift.stretch] for n in options]
        base = shares[helper.id]
        cheap = max(0, base - helper.last_term)
        most = sum(sorted(amounts, reverse=True)[: most_duties(problem, helper.id)])
        if most <= cheap:
            continue
        if weights and _over_stretches(problem, variables, posting, helper, options, weights, base):
            continue
        one_day = None if weights else _most_on_one_weekday(problem, options, of_term=of_term)
        plain = cheap if one_day is None else min(cheap, one_day)
        steps = []
        for k in range(plain + 1, most + 1):
            step = variables.new_flag()
            posting.prefer("fair_duties", step, max(0, k + helper.last_term - base), helper.id)
            steps.append(step)
            if one_day is not None and k == one_day + 1 and not helper.trainee:
                variables.second_day[helper.id] = step
        if plain:
            steps.append(variables.new_count(plain))
        variables.at_least(variables.total(steps), variables.duties_weighted(options, amounts))


_MOST_WAYS = 64


def _over_stretches(
    problem: Problem,
    variables: Variables,
    posting: Posting,
    helper: Helper,
    options: list[int],
    weights: dict[str, int],
    base: int,
) -> bool:
    """Prices of a helper's duties in several stretches: one flag for each way of having so many in the one and so many in the
    other, which leaves the linear relaxation no gap. False where there are too many ways."""
    mine: dict[str, list[int]] = defaultdict(list)
    for n in options:
        mine[problem.duties[n].shift.stretch].append(n)
    most = [most_duties(problem, helper.id, set(found)) for found in mine.values()]
    least = [min(k, fewest_duties(problem, helper.id, set(found))) for k, found in zip(most, mine.values(), strict=True)]
    if prod(k + 1 - few for k, few in zip(most, least, strict=True)) > _MOST_WAYS:
        return False
    ways = []
    for counts in product(*(range(few, k + 1) for k, few in zip(most, least, strict=True))):
        way = variables.new_flag()
        dates = sum(k * weights[key] for k, key in zip(counts, mine, strict=True))
        over = max(0, dates + helper.last_term - base)
        free = max(0, helper.last_term - base)
        posting.prefer("fair_duties", way, over * (over + 1) // 2 - free * (free + 1) // 2, helper.id)
        ways.append((counts, way))
    variables.exactly(variables.total(way for _, way in ways), 1)
    variables.ways[helper.id] = (tuple(mine), ways)
    for n, found in enumerate(mine.values()):
        # A price may only push down: a way with fewer duties than there are is none.
        variables.at_least(variables.total(counts[n] * way for counts, way in ways if counts[n]), variables.duties(found))
    return True


def _most_on_one_weekday(problem: Problem, options: list[int], *, of_term: bool) -> int | None:
    """Where a helper serves once a day, the most that all duties of one weekday can count together; None where weekdays say
    nothing. With more than that a second weekday is needed, which the linear relaxation would not see."""
    shifts = [problem.duties[n].shift for n in options]
    if problem.school.mode("one_duty_a_day") != "hard" or any(shift.day is None for shift in shifts):
        return None
    if problem.school.duties.cycle.kind == "weekly":
        return None
    turns: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    for n, shift in zip(options, shifts, strict=True):
        turns[shift.day, shift.turn].append(n)
    days: dict[str | None, int] = defaultdict(int)
    for (day, _), found in turns.items():
        dates = [frozenset(d for h in problem.duties[n].held for d in h.dates) for n in found]
        if of_term:
            days[day] += len(frozenset.union(*dates))
        else:
            days[day] += 1 if frozenset.intersection(*dates) else len(found)
    return max(days.values(), default=0)


def duty_wishes(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Student librarians serve when they would like to."""
    for n, option in enumerate(problem.duties):
        likes = option.helper.likes
        if likes and not all(is_away(likes, h.occasion.day, option.shift.window, h.span) for h in option.held):
            posting.prefer("duty_wishes", variables.duty[n], about=option.helper.id)


def same_weekday(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A student librarian keeps the same weekday. In a weekly cycle there is nothing to keep."""
    if problem.school.duties.cycle.kind == "weekly" or not posting.is_on("same_weekday"):
        return
    for helper, options in problem.duties_by_helper.items():
        days: dict[str, list[int]] = defaultdict(list)
        for n in options:
            day = problem.duties[n].shift.day
            if day is not None:
                days[day].append(n)
        if len(days) < 2:
            continue
        used = []
        for found in days.values():
            flag = variables.new_flag()
            for n in found:
                variables.at_least(flag, variables.duty[n])
            used.append(flag)
        further = variables.new_count(len(days))
        variables.at_least(further, variables.total(used) - 1)
        if helper in variables.second_day:
            variables.at_least(further, variables.second_day[helper])
        posting.prefer("same_weekday", further, about=helper)


def own_class(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A class finds one of its own student librarians on duty when it comes."""
    if not posting.is_on("own_class"):
        return
    helpers: dict[str, list[int]] = defaultdict(list)
    for n, option in enumerate(problem.duties):
        helpers[option.helper.class_id].append(n)
    kinds = [{held.type.index for held in option.held} for option in problem.duties]
    with_helpers = {h.class_id for h in problem.school.helper_by_id.values()}
    visits: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for n, visit in enumerate(problem.visits):
        if visit.visitor in with_helpers and not visit.demand.is_lesson:
            visits[visit.visitor, visit.demand.id, visit.cell.turn, visit.cell.window or ""].append(n)
    # Visits of one class beside the same duties: (class, duties) -> (demand, options, derived variable).
    beside: dict[tuple[str, tuple[int, ...]], list[_Missing]] = defaultdict(list)
    for (visitor, demand, _turn, _window), options in visits.items():
        missing = variables.new_count(len(options))
        posting.prefer("own_class", missing, about=visitor)
        seen = set()
        for held in problem.visits[options[0]].held:
            on_duty = tuple(
                m
                for m in helpers[visitor]
                if problem.duties[m].shift.window == held.occasion.window and held.type.index in kinds[m]
            )
            if on_duty not in seen:
                seen.add(on_duty)
                variables.at_least(missing, variables.visits(options) - variables.duties(on_duty))
                if on_duty:
                    beside[visitor, on_duty].append((demand, options, missing))
    for (_, on_duty), found in beside.items():
        for together in _excluding_each_other(problem, found):
            derived = variables.total(missing for _, _, missing in together)
            came = variables.visits(n for _, options, _ in together for n in options)
            variables.at_least(derived, came - variables.duties(on_duty))


def _excluding_each_other(problem: Problem, found: list[_Missing]) -> list[list[_Missing]]:
    """Largest groups, of two and more, of which a class can make one visit only.

    Row by row the relaxation lets one helper serve half of each visit; one row over all of them does not.
    """
    every_day = problem.school.mode("one_visit_a_day") == "hard"
    kinds = [
        frozenset.intersection(*(frozenset(h.type.index for h in problem.visits[n].held if not h.lost) for n in options))
        for _, options, _ in found
    ]

    def of_one_cycle(a: int, b: int) -> bool:
        one, other = (problem.visits[found[n][1][0]] for n in (a, b))
        return one.demand.id == other.demand.id and one.cell.stretch == other.cell.stretch

    def exclude(a: int, b: int) -> bool:
        return (of_one_cycle(a, b) and problem.comes_once(found[a][0])) or (every_day and bool(kinds[a] & kinds[b]))

    groups: dict[frozenset[int], None] = {}
    for seed in range(len(found)):
        group = [seed]
        for other in range(len(found)):
            if other != seed and all(exclude(other, member) for member in group):
                group.append(other)
        if len(group) > 1:
            groups[frozenset(group)] = None
    return [[found[n] for n in sorted(group)] for group in groups]


def pair_wishes(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Friends serve together, others apart, as asked."""
    if not posting.is_on("pair_wishes"):
        return
    for wish in sorted(problem.school.wishes, key=lambda w: w.model_dump_json()):
        served: list[dict[tuple[str, str], list[int]]] = [defaultdict(list), defaultdict(list)]
        for mine, helper in zip(served, wish.helpers, strict=True):
            for n in problem.duties_by_helper[helper]:
                mine[problem.duties[n].shift.turn, problem.duties[n].shift.window].append(n)
        shared = [place for place in served[0] if place in served[1]]
        if wish.together:
            flags = []
            for place in shared:
                flag = variables.new_flag()
                for side in served:
                    variables.at_least(variables.duties(side[place]), flag)
                flags.append(flag)
            missed = variables.new_flag()
            variables.at_least(missed, 1 - variables.total(flags))
            posting.prefer("pair_wishes", missed, about=" ".join(sorted(wish.helpers)))
        else:
            for place in shared:
                flag = variables.new_flag()
                there = [_any_duty(variables, side[place]) for side in served]
                variables.at_least(flag, there[0] + there[1] - 1)
                posting.prefer("pair_wishes", flag, about=" ".join(sorted(wish.helpers)))


def _any_duty(variables: Variables, options: list[int]) -> Linear:
    if len(options) == 1:
        return variables.duties(options)
    flag = variables.new_flag()
    for n in options:
        variables.at_least(flag, variables.duty[n])
    return flag

"""Hard rules of duties: staffing, escorts, who can come, how often, who stands beside whom."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator

from planner.models.plan import ShiftKey
from planner.solver.daytypes import DayType
from planner.solver.posting import Posting, Subject
from planner.solver.problem import DutyOption, Held, Problem
from planner.solver.rules.places import rule_out_duties
from planner.solver.rules.visits import merged
from planner.solver.vacancies import Need
from planner.solver.variables import Linear, Variables
from planner.solver.weeks import begun, full_for, is_going_on
from planner.timeline import Timeline


def _staff_by_shift(problem: Problem) -> Iterator[tuple[ShiftKey, DayType, list[int], list[int], int]]:
    """(shift, kind of day, trained helpers, visit options in its window and slot, dates), like sets counted as one."""
    shifts = problem.timeline.shift_by_key
    for key, found in problem.duties_by_shift.items():
        post = problem.school.post_by_id[key[0]]
        shift = shifts[key]
        follows = post.escort is not None or post.per_classes is not None
        dates_by_type: dict[int, int] = defaultdict(int)
        for occasion in shift.occasions:
            dates_by_type[problem.type_of(occasion.date)] += 1
        merged: dict[tuple[frozenset[int], frozenset[int]], tuple[DayType, list[int], list[int]]] = {}
        dates: dict[tuple[frozenset[int], frozenset[int]], int] = defaultdict(int)
        for t, count in dates_by_type.items():
            staff = [
                n
                for n in found
                if not problem.duties[n].helper.trainee_on(problem.types[t].day.date)
                and any(h.type.index == t for h in problem.duties[n].held)
            ]
            visits = [
                n
                for n, held in problem.visits_on[t]
                if follows
                and held.occasion.window == shift.window
                and (shift.slot is None or problem.visits[n].cell.slot == shift.slot)
                and (post.escort is None or problem.visits[n].demand.id == post.escort.demand)
            ]
            alike = (frozenset(staff), frozenset(visits))
            merged.setdefault(alike, (problem.types[t], staff, visits))
            dates[alike] += count
        for alike, (kind, staff, visits) in merged.items():
            yield key, kind, staff, visits, dates[alike]


def post_staffed(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Every post of every open window has its student librarians."""
    for key, kind, staff, visits, dates in _staff_by_shift(problem):
        post = problem.school.post_by_id[key[0]]
        subject = (*map(str, key), str(kind.day.date))
        if post.escort:
            continue
        if post.per_classes is None:
            there = variables.duties(staff) + variables.vacant("post_staffed", key, staff, Need(post.count))
            posting.require("post_staffed", subject, there, low=post.count, high=post.count, dates=dates)
            continue
        # One helper for every n classes, rounded up: n·helpers − classes lies between 0 and n − 1.
        each = post.per_classes
        excess = each * variables.duties(staff) - variables.classes(visits)
        vacant = variables.vacant("post_staffed", key, staff, Need(0, {n: problem.visits[n].classes for n in visits}, each))
        _between(posting, "post_staffed", subject, excess, each * vacant, each - 1, dates, each)


def escort_tied(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Each escorted class has its escorts whenever it comes."""
    for key, kind, staff, visits, dates in _staff_by_shift(problem):
        post = problem.school.post_by_id[key[0]]
        if post.escort:
            balance = variables.duties(staff) - post.escort.per_class * variables.visits(visits)
            vacant = variables.vacant("escort_tied", key, staff, Need(0, dict.fromkeys(visits, post.escort.per_class)))
            _between(posting, "escort_tied", (*map(str, key), str(kind.day.date)), balance, vacant, 0, dates)


def _between(
    posting: Posting, rule: str, subject: Subject, there: Linear, vacant: Linear, high: int, dates: int, unit: int = 1
) -> None:
    """``there`` lies between 0 and ``high``; what is vacant is missing from it, and need not be filled by anybody who is too
    many where fewer classes come."""
    if vacant.indices:
        posting.require(rule, subject, there + vacant, low=0, dates=dates, unit=unit)
        posting.require(rule, subject, there, high=high, dates=dates, unit=unit)
    else:
        posting.require(rule, subject, there, low=0, high=high, dates=dates, unit=unit)


def helper_available(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A helper serves only when able to come, and not with the own class in the library.

    Being on duty in the very window that the own class visits is welcome (see own_class), so that does not count.
    """
    rule_out_duties(problem, variables, posting, "helper_available")
    if not posting.is_on("helper_available"):
        return
    for kind in problem.types:
        visiting: dict[str, list[tuple[int, Held]]] = defaultdict(list)
        for n, held in problem.visits_on[kind.index]:
            visiting[problem.visits[n].visitor].append((n, held))
        for m, duty in problem.duties_on[kind.index]:
            option = problem.duties[m]
            clashing: dict[str, set[int]] = defaultdict(set)
            for n, visit in visiting[option.helper.class_id]:
                if visit.occasion.window != option.shift.window and visit.span.overlaps(duty.span):
                    clashing[problem.visits[n].demand.id].add(n)
            for demand, options in clashing.items():
                subject = (option.helper.id, *map(str, option.shift.key), str(kind.day.date))
                groups = [sorted(options)] if problem.comes_once(demand) else [[n] for n in sorted(options)]
                for group in groups:
                    posting.require(
                        "helper_available", subject, variables.duties([m]) + variables.visits(group), high=1, dates=duty.count
                    )


def _alike(weeks: dict[str, Counter[int]]) -> list[tuple[str, Counter[int], int]]:
    """Weeks with the same duties count as one: (the first of them, options with their dates in it, number of weeks)."""
    first: dict[tuple[tuple[int, int], ...], tuple[str, Counter[int]]] = {}
    count: Counter[tuple[tuple[int, int], ...]] = Counter()
    for week, options in weeks.items():
        key = tuple(sorted(options.items()))
        first.setdefault(key, (week, options))
        count[key] += 1
    return [(week, options, count[key]) for key, (week, options) in sorted(first.items())]


def _tightest(found: list[tuple[str, Counter[int], int]]) -> list[tuple[str, Counter[int], int]]:
    """Without the weeks that another one contains: an upper limit that holds there holds in them as well."""
    return [
        mine
        for mine in found
        if not any(other is not mine and all(other[1][n] >= k for n, k in mine[1].items()) for other in found)
    ]


def _served(variables: Variables, options: Counter[int]) -> Linear:
    if all(dates == 1 for dates in options.values()):
        return variables.duties(sorted(options))
    return variables.duties_weighted(sorted(options), [options[n] for n in sorted(options)])


def duty_max(problem: Problem, variables: Variables, posting: Posting) -> None:
    """No student librarian serves more often in a week than allowed. What the plans before held in the week counts; of it a
    plan can break no more than it adds."""
    before = begun(problem)
    for helper in problem.school.helper_by_id.values():
        most = problem.school.most_duties(helper)
        if most is not None:
            by_week = dict(problem.duties_by_week[helper.id])
            if before.places.get(helper.id) and before.week in by_week:
                rest = by_week.pop(before.week)
                more = Counter({n: dates for n, dates in rest.items() if not is_going_on(problem, before, n)})
                left = before.left(helper.id, most)
                posting.require("duty_max", (helper.id, before.week), _served(variables, more), high=left)
            weeks = _alike(by_week)
            if problem.school.mode("duty_max") == "hard":
                weeks = _tightest(weeks)
            for week, options, count in weeks:
                posting.require("duty_max", (helper.id, week), _served(variables, options), high=most, dates=count)


def duty_min(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Every student librarian serves at least as often as agreed."""
    for helper in problem.school.helper_by_id.values():
        if helper.trainee:
            least = problem.school.duties.trainee_duties
            least -= problem.trained.get(helper.id, 0)
            if least > 0:
                mine = [n for n in problem.duties_by_helper[helper.id] if as_trainee(problem.duties[n])]
                served = variables.duties(mine)
                if problem.taken is not None and len(problem.taken.duties & {*mine}) < least:
                    served += variables.vacant_at("duty_min", {problem.duties[n].shift.key for n in mine})
                posting.require("duty_min", (helper.id,), served, low=least)
            if not helper.moves_up:
                continue
        least = problem.school.fewest_duties(helper)
        if least:
            weeks = problem.duties_by_week[helper.id]
            owed = {week: weeks.get(week, Counter()) for week in full_for(problem.full_weeks, helper)}
            for week, options, count in _alike(owed):
                served = _served(variables, options)
                if problem.taken is not None and problem.taken.amount(options) < least:
                    served += variables.vacant_at("duty_min", {problem.duties[n].shift.key for n in options})
                posting.require("duty_min", (helper.id, week), served, low=least, dates=count)


def as_trainee(option: DutyOption) -> bool:
    """Whether a helper does a duty as a trainee: on all its dates."""
    return option.helper.trainee and all(option.helper.trainee_on(d) for h in option.held for d in h.dates)


def one_duty_a_day(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A student librarian serves at most once a day."""
    by_helper: dict[str, list[tuple[DayType, list[int]]]] = defaultdict(list)
    for kind in problem.types:
        today: dict[str, list[int]] = defaultdict(list)
        for n, _ in problem.duties_on[kind.index]:
            today[problem.duties[n].helper.id].append(n)
        for helper, options in today.items():
            by_helper[helper].append((kind, options))
    for helper, sets in by_helper.items():
        for kind, options, dates in merged(sets):
            if len(options) > 1:
                posting.require("one_duty_a_day", (helper, str(kind.day.date)), variables.duties(options), high=1, dates=dates)


def no_consecutive(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A student librarian does not serve on two days in a row, where the school says so."""
    if problem.school.duties.consecutive_days:
        return
    once_a_day = problem.school.mode("one_duty_a_day") == "hard"
    before, since = begun(problem), problem.timeline.since
    days = [[date.toordinal() for held in option.held for date in held.dates] for option in problem.duties]
    twice = {day for day in {day for found in days for day in found} if _runs_twice(problem.timeline, day)}
    for helper in problem.school.helper_by_id:
        there: dict[int, list[int]] = defaultdict(list)
        for n in problem.duties_by_helper[helper]:
            for day in dict.fromkeys(days[n]):
                there[day].append(n)
        on = {day: tuple(found) for day, found in there.items()}
        pairs: dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]] = defaultdict(list)
        for day in sorted(on):
            if day + 1 in on and day not in twice:
                pairs[on[day], on[day + 1]].append(day)
        for (today, following), dates in sorted(pairs.items()):
            subject = (helper, str(dt.date.fromordinal(dates[0])))
            # With at most one duty on each date whole days can be added up: as tight as can be.
            sums = [[*today, *following]] if once_a_day else [[n, m] for n in today for m in following]
            for options in sums:
                posting.require("no_consecutive", subject, _served(variables, Counter(options)), high=1, dates=len(dates))
        first = since.toordinal()
        if helper in before.day_before and on.get(first) and not _runs_twice(problem.timeline, first - 1):
            for options in [[*on[first]]] if once_a_day else [[n] for n in on[first]]:
                posting.require("no_consecutive", (helper, str(since)), variables.duties(options), high=0)


def _runs_twice(timeline: Timeline, day: int) -> bool:
    """Whether a day of the pattern runs on this date and on the next (a make-up day): that is one and the same duty."""
    first, second = (timeline.day_by_date.get(dt.date.fromordinal(d)) for d in (day, day + 1))
    same = first is not None and second is not None and first.label == second.label
    return same and not timeline.school.counts_dates()


def trainee_paired(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A trainee serves beside trained student librarians of the same post."""
    limit = problem.school.duties.trainees_per_post
    for key, found in problem.duties_by_shift.items():
        dates = {
            h.type.index: h
            for n in found
            for h in problem.duties[n].held
            if problem.duties[n].helper.trainee_on(h.type.day.date)
        }
        for t, held in dates.items():
            there = [n for n in found if any(h.type.index == t for h in problem.duties[n].held)]
            day = held.type.day.date
            trainees = [n for n in there if problem.duties[n].helper.trainee_on(day)]
            trained = [n for n in there if not problem.duties[n].helper.trainee_on(day)]
            subject = (*map(str, key), str(held.occasion.date))
            posting.require("trainee_paired", subject, variables.duties(trainees), high=limit, dates=held.count)
            alone = variables.duties(trainees) - variables.duties(trained)
            if problem.taken is not None and len(problem.taken.duties & {*trainees}) > len(problem.taken.duties & {*trained}):
                alone -= variables.vacant_at("trainee_paired", {key})
            posting.require("trainee_paired", subject, alone, high=0, dates=held.count)


def experienced_there(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Every shift has its experienced student librarians."""
    least = problem.school.duties.experienced
    if not least:
        return
    for kind in problem.types:
        shifts: dict[tuple[str, int], list[int]] = defaultdict(list)
        keys: dict[tuple[str, int], set[ShiftKey]] = defaultdict(set)
        for shift in problem.timeline.shifts:
            if (
                any(problem.type_of(o.date) == kind.index for o in shift.occasions)
                and not problem.school.post_by_id[shift.post].escort
            ):
                shifts.setdefault((shift.window, shift.slot or 0), [])
                keys[shift.window, shift.slot or 0].add(shift.key)
        for n, _ in problem.duties_on[kind.index]:
            option = problem.duties[n]
            if (
                option.helper.experienced
                and not option.helper.trainee_on(kind.day.date)
                and (option.shift.window, option.shift.slot or 0) in shifts
            ):
                shifts[option.shift.window, option.shift.slot or 0].append(n)
        for (window, slot), options in shifts.items():
            there = variables.duties(options)
            if problem.taken is not None and len(problem.taken.duties & {*options}) < least:
                there += variables.vacant_at("experienced_there", keys[window, slot])
            posting.require("experienced_there", (window, str(slot), str(kind.day.date)), there, low=least, dates=kind.count)

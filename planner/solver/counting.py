"""Impossibilities that can be seen by counting, before any search: need against capacity."""

from __future__ import annotations

from collections import Counter, defaultdict

from planner.models.duties import Post
from planner.models.problem import Shortage
from planner.models.visits import READING_KINDS
from planner.solver.fitting import places_of
from planner.solver.problem import Problem
from planner.solver.roster_weeks import duties_over_week, minimum_over_week
from planner.solver.weeks import most_duties


def shortages(problem: Problem) -> tuple[Shortage, ...]:
    """Everything that counting alone shows to be impossible; empty when it shows nothing."""
    return tuple(
        found
        for look in (
            _never_held,
            _over_seats,
            _visits_over_slots,
            _without_place,
            _posts_short,
            _round_over_week,
            _duties_over_helpers,
            _minimum_over_duties,
            duties_over_week,
            _each_day_over,
        )
        for found in look(problem)
    )


def _is_hard(problem: Problem, *rules: str) -> bool:
    return all(problem.school.mode(rule) == "hard" for rule in rules)


def _never_held(problem: Problem) -> list[Shortage]:
    if not _is_hard(problem, "demand_met"):
        return []
    return [
        Shortage(code="never_held", subject=d)
        for d, cells in problem.timeline.cells.items()
        if not cells and any(problem.due(v, d) for v in problem.visitors[d])
    ]


def _over_seats(problem: Problem) -> list[Shortage]:
    """A class that is larger than every room its reading could be in."""
    if not _is_hard(problem, "room_seats", "demand_met"):
        return []
    found = []
    rooms: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    heads: dict[tuple[str, str], int] = {}
    for option in problem.visits:
        if option.demand.kind in READING_KINDS:
            seats = [problem.school.room_by_id[r].seats for r in option.rooms]
            limit = min((s for s in seats if s is not None), default=10**6)
            rooms[option.visitor, option.demand.id][option.cell.room or ""] = limit
            heads[option.visitor, option.demand.id] = option.heads
    for (visitor, demand), limits in rooms.items():
        if (visitor, demand) not in problem.may_be_lost and heads[visitor, demand] > max(limits.values()):
            room = max(limits, key=lambda r: limits[r])
            found.append(
                Shortage(
                    code="class_over_seats",
                    subject=visitor,
                    need=heads[visitor, demand],
                    capacity=limits[room],
                    params={"room": room, "demand": demand},
                )
            )
    return found


def _visits_over_slots(problem: Problem) -> list[Shortage]:
    """All visits of a demand in a stretch of the term against all places in its windows, or of its lessons against the room's
    periods."""
    if not _is_hard(problem, "demand_met", "slot_capacity", "room_capacity"):
        return []
    found = []
    for demand in problem.school.demand_by_id.values():
        for stretch in problem.stretches[demand.id]:
            visitors = problem.visitors[demand.id]
            cells = [c for c in problem.timeline.cells[demand.id] if c.stretch == stretch]
            capacity = sum(places_of(problem, demand, cells).values())
            # A lost visit takes no place, so that two classes away on different dates may share one.
            certain = sum(problem.due(v, demand.id, stretch) for v in visitors if (v, demand.id) not in problem.may_be_lost)
            whole = (demand.id, stretch) in problem.timeline.whole
            if certain > capacity and demand.kind != "appointment" and cells and whole:
                found.append(
                    Shortage(
                        code="visits_over_slots",
                        subject=demand.id,
                        need=sum(problem.due(v, demand.id, stretch) for v in visitors),
                        capacity=capacity,
                        params={"cycle": str(demand.cycle.model_dump()), **({"since": stretch} if stretch else {})},
                    )
                )
    return found


def _without_place(problem: Problem) -> list[Shortage]:
    """Classes that have too few possible cells of their own."""
    if not _is_hard(problem, "demand_met"):
        return []
    found = []
    for (visitor, demand, stretch), options in problem.visits_in.items():
        times = problem.due(visitor, demand, stretch)
        if not problem.timeline.cells[demand] or not times or (demand, stretch) not in problem.timeline.whole:
            continue
        if not options:
            found.append(Shortage(code="class_without_place", subject=visitor, need=times, params={"demand": demand}))
        elif len({problem.visits[n].cell.key for n in options}) < times:
            found.append(
                Shortage(code="class_places", subject=visitor, need=times, capacity=len(options), params={"demand": demand})
            )
    return found


def _posts_short(problem: Problem) -> list[Shortage]:
    """Shifts for which fewer helpers can come than it needs."""
    if not _is_hard(problem, "post_staffed"):
        return []
    found = []
    for key, options in problem.duties_by_shift.items():
        post = problem.school.post_by_id[key[0]]
        trained = [
            n
            for n in options
            if any(not problem.duties[n].helper.trainee_on(d) for h in problem.duties[n].held for d in h.dates)
        ]
        if post.escort is None and post.per_classes is None and len(trained) < post.count:
            found.append(
                Shortage(
                    code="post_short",
                    subject=post.id,
                    need=post.count,
                    capacity=len(trained),
                    params={"turn": key[1], "window": key[2]},
                )
            )
    return found


def _round_over_week(problem: Problem) -> list[Shortage]:
    """Posts whose round is so short that one duty of it comes more often in a week than any of its helpers may serve."""
    if not _is_hard(problem, "post_staffed", "duty_max"):
        return []
    found: dict[str, Shortage] = {}
    for shift in problem.timeline.shifts:
        post, options = problem.school.post_by_id[shift.post], problem.duties_by_shift[shift.key]
        dated = all(problem.school.counts_dates(problem.duties[n].helper) for n in options)
        if not dated or not post.count or not options or post.id in found:
            continue
        limits = [problem.school.most_duties(problem.duties[n].helper) for n in options]
        most = max(10**6 if limit is None else limit for limit in limits)
        need = max(Counter(problem.week_of(o.date) for o in shift.occasions).values())
        if need > most and all(problem.duties[n].helper.valid_until is None for n in options):
            found[post.id] = Shortage(
                code="round_over_week", subject=post.id, need=need, capacity=most, params={"turn": shift.turn}
            )
    return list(found.values())


def _seats_by_campus(problem: Problem, *, certain: bool, stretch: str | None = None) -> dict[str, int]:
    """Campus -> duties in one cycle, of one stretch of the term or of all, that can be counted before the visits are planned;
    ``certain`` leaves out escorts of visits that may be lost. Of a stretch escorts are not counted."""
    school = problem.school
    seats: dict[str, int] = defaultdict(int)
    for shift in problem.timeline.shifts:
        post = school.post_by_id[shift.post]
        if post.escort is None and post.per_classes is None and stretch in (None, shift.stretch):
            seats[school.window_campus(shift.window)] += post.count
    for post in school.post_by_id.values():
        if not stretch and post.escort and _follows_in_step(problem, post):
            for visitor in problem.visitors[post.escort.demand]:
                if certain and (visitor, post.escort.demand) in problem.may_be_lost:
                    continue
                times = problem.due(visitor, post.escort.demand)
                seats[school.class_by_id[visitor].campus] += times * post.escort.per_class
    return seats


def _follows_in_step(problem: Problem, post: Post) -> bool:
    """Whether each visit of a cycle is sure to need its escorts once in the same cycle of duties."""
    if post.escort is None:
        return False
    demand = problem.school.demand_by_id[post.escort.demand]
    return (
        demand.cycle == problem.school.duties.cycle
        and not demand.is_lesson
        and _is_hard(problem, "demand_met")
        and (post.windows is None or set(demand.windows) <= set(post.windows))
    )


def _duties_over_helpers(problem: Problem) -> list[Shortage]:
    """All duties of a cycle against what the helpers of the campus may do in it."""
    if not _is_hard(problem, "post_staffed", "duty_max", "escort_tied", "helper_available"):
        return []
    found = []
    if any(s.week is None for s in problem.timeline.shifts):
        return []
    for stretch in problem.timeline.duty_stretches:
        for campus, need in _seats_by_campus(problem, certain=True, stretch=stretch.key).items():
            capacity = 0
            for helper in problem.school.helper_by_id.values():
                if not helper.trainee and problem.school.class_by_id[helper.class_id].campus == campus:
                    mine = {n for n in problem.duties_by_helper[helper.id] if problem.duties[n].shift.stretch == stretch.key}
                    capacity += most_duties(problem, helper.id, mine)
            if need > capacity:
                params = {"since": stretch.key} if stretch.key else {}
                short = Shortage(code="duties_over_helpers", subject=campus, need=need, capacity=capacity, params=params)
                found.append(short)
    return found


def _minimum_over_duties(problem: Problem) -> list[Shortage]:
    """The helpers' agreed minimum against the duties there are."""
    if not _is_hard(problem, "post_staffed", "duty_min", "escort_tied", "helper_available"):
        return []
    found = []
    full = problem.full_weeks
    weeks = {s.week for s in problem.timeline.shifts if any(problem.week_of(o.date) in full for o in s.occasions)}
    several = len(problem.timeline.duty_stretches) > 1
    dated = any(problem.school.counts_dates(h) for h in problem.school.helper_by_id.values())
    uncounted = any(p.per_classes or (p.escort and (several or not _follows_in_step(problem, p))) for p in problem.school.posts)
    # Helpers who come or leave during the term can share one seat.
    if dated or uncounted or any(h.valid_from or h.valid_until for h in problem.school.helper_by_id.values()):
        return minimum_over_week(problem)
    seats = _seats_by_campus(problem, certain=False)
    for campus in problem.school.campus_ids:
        need = 0
        for helper in problem.school.helper_by_id.values():
            if not helper.trainee and problem.school.class_by_id[helper.class_id].campus == campus:
                least = problem.school.fewest_duties(helper)
                need += least * len(weeks)
        if need > seats.get(campus, 0) and problem.school.posts:
            found.append(Shortage(code="min_over_duties", subject=campus, need=need, capacity=seats.get(campus, 0)))
    return found


def _each_day_over(problem: Problem) -> list[Shortage]:
    """The least number of classes on every open day against the visits there are in a cycle."""
    if not _is_hard(problem, "demand_met", "each_day_served"):
        return []
    found = []
    for demand in problem.school.demand_by_id.values():
        # Elsewhere one turn can be held on several days of its cycle, and one visit serve them all.
        if not demand.each_open_day or not demand.cycle.has_weeks:
            continue
        for stretch in problem.stretches[demand.id]:
            days = {(c.week, c.day) for c in problem.timeline.cells[demand.id] if c.stretch == stretch}
            visits = sum(problem.due(v, demand.id, stretch) for v in problem.visitors[demand.id])
            if demand.each_open_day * len(days) > visits:
                params = {"each": str(demand.each_open_day), "days": str(len(days)), "since": stretch}
                found.append(
                    Shortage(
                        code="each_day_over",
                        subject=demand.id,
                        need=demand.each_open_day * len(days),
                        capacity=visits,
                        params={key: value for key, value in params.items() if value},
                    )
                )
    return found

"""Need against capacity in every respect a librarian thinks in: by demand, weekday, grade, room, teacher, post."""

from __future__ import annotations

from collections import defaultdict

from planner.models.outcome import Balance
from planner.solver.fitting import most_in_room, most_in_slot
from planner.solver.problem import Problem
from planner.timeline import calendar_week


def balances(problem: Problem) -> tuple[Balance, ...]:
    """Every balance of a school, the short ones first, then the tightest."""
    found = [*_visits(problem), *_teachers(problem), *_duties(problem)]
    found += _helpers(problem, [b for b in found if b.kind == "post"])

    def place(b: Balance) -> tuple[bool, int, str, int, str]:
        return not b.is_short, b.capacity - b.need, b.kind, int(b.subject) if b.kind == "grade" else 0, b.subject

    return tuple(sorted(found, key=place))


def _visits(problem: Problem) -> list[Balance]:
    found = []
    grade_of = {c.id: c.grade for c in problem.school.class_list}
    for demand in problem.school.demand_by_id.values():
        visitors = problem.visitors[demand.id]
        if not visitors:
            continue
        stretch = _tightest(problem, demand.id)
        places: dict[tuple[str, str, str, int], int] = {}
        for cell in (c for c in problem.timeline.cells[demand.id] if c.stretch == stretch):
            if demand.is_lesson:
                limit = most_in_room(problem, demand, cell.room) if cell.room else len(visitors)
                places[cell.turn, cell.period or "", cell.room or "", 0] = min(limit, len(visitors))
            else:
                limit = most_in_slot(problem, demand, cell.occasions[0].window or "")
                places[cell.turn, cell.window or "", "", cell.slot or 0] = min(limit, len(visitors))
        used: dict[int, set[tuple[str, str, str, int]]] = defaultdict(set)
        by_room: dict[str, int] = defaultdict(int)
        for (_, _, room_id, _), capacity in places.items():
            by_room[room_id] += capacity
        usable: set[tuple[str, str, str, int]] = set()
        for option in problem.visits:
            if option.demand.id == demand.id and option.cell.stretch == stretch:
                cell = option.cell
                key = (cell.turn, cell.period or "", cell.room or "", 0)
                if not demand.is_lesson:
                    key = (cell.turn, cell.window or "", "", cell.slot or 0)
                # Of rooms that are alike the problem keeps the first only.
                alike = {key} if key[2] not in problem.pools else {(*key[:2], r, key[3]) for r in problem.pools[key[2]]}
                usable |= alike
                if option.visitor in grade_of:
                    used[grade_of[option.visitor]] |= alike
        need = sum(problem.due(v, demand.id, stretch) for v in visitors)
        by_day: dict[str, int] = defaultdict(int)
        for key in sorted(usable, key=list(places).index):
            by_day[key[0]] += places[key]
        found.append(
            Balance(
                kind="demand", subject=demand.id, of=demand.id, need=need, capacity=sum(by_day.values()), by_day=dict(by_day)
            )
        )
        for grade in sorted({grade_of[v] for v in visitors if v in grade_of}):
            keys = used[grade]
            due = sum(problem.due(v, demand.id, stretch) for v in visitors if grade_of.get(v) == grade)
            found.append(
                Balance(kind="grade", subject=str(grade), of=demand.id, need=due, capacity=sum(places[k] for k in keys))
            )
        if demand.is_lesson and len(by_room) == 1:
            (room_id,) = by_room
            found.append(Balance(kind="room", subject=room_id, of=demand.id, need=need, capacity=by_room[room_id]))
    return found


def _tightest(problem: Problem, demand: str) -> str:
    """The stretch of the term in which a demand has fewest places."""
    cells = problem.timeline.cells[demand]
    whole = [key for key in problem.stretches[demand] if (demand, key) in problem.timeline.whole]
    return min(whole or problem.stretches[demand], key=lambda key: sum(c.stretch == key for c in cells))


def _teachers(problem: Problem) -> list[Balance]:
    """Visits that need one teacher, against the different times at which these could be."""
    need: dict[str, set[tuple[str, str]]] = defaultdict(set)
    times: dict[str, set[tuple[str, str, str, int]]] = defaultdict(set)
    for option in problem.visits:
        if option.teacher is not None:
            need[option.teacher].add((option.visitor, option.demand.id))
            cell = option.cell
            times[option.teacher].add((cell.turn, cell.window or "", cell.period or "", cell.slot or 0))
    return [
        Balance(
            kind="teacher",
            subject=teacher,
            need=sum(problem.due(*pair) for pair in pairs),
            capacity=len(times[teacher]),
        )
        for teacher, pairs in sorted(need.items())
        if sum(problem.due(*pair) for pair in pairs) > len(times[teacher])
    ]


def _duties(problem: Problem) -> list[Balance]:
    """Seats of each post in a cycle, against what its helpers may do."""
    found = []
    weeks = {s.week for s in problem.timeline.shifts if s.week is not None} or {""}
    for post in problem.school.post_by_id.values():
        shifts = [s for s in problem.timeline.shifts if s.post == post.id]
        if post.escort:
            demand = problem.school.demand_by_id[post.escort.demand]
            need = sum(problem.due(v, demand.id) for v in problem.visitors[demand.id]) * post.escort.per_class
        elif post.per_classes:
            continue
        else:
            need = post.count * len(shifts)
        keys = {s.key for s in shifts}
        options: dict[str, int] = defaultdict(int)
        for option in problem.duties:
            if option.shift.key in keys and not option.helper.trainee:
                options[option.helper.id] += 1
        capacity = 0
        for helper, count in options.items():
            most = problem.school.most_duties(problem.school.helper_by_id[helper])
            dated = any(s.week is None for s in shifts)
            capacity += count if most is None or dated else min(count, most * len(weeks))
        if shifts:
            found.append(Balance(kind="post", subject=post.id, need=need, capacity=capacity))
    return found


def _helpers(problem: Problem, posts: list[Balance]) -> list[Balance]:
    """All duties of a campus that can be counted beforehand, against what its helpers together may do in a cycle."""
    school = problem.school
    dated = school.duties.cycle.kind == "dated"
    if not posts or (not dated and any(s.week is None for s in problem.timeline.shifts)):
        return []
    campus_of = {s.post: school.window_campus(s.window) for s in problem.timeline.shifts}
    need: dict[str, int] = defaultdict(int)
    for balance in posts:
        need[campus_of[balance.subject]] += balance.need
    capacity: dict[str, int] = defaultdict(int)
    for helper in school.helper_by_id.values():
        if not helper.trainee:
            most = school.most_duties(helper)
            shifts: dict[str, int] = defaultdict(int)
            for shift in (problem.duties[n].shift for n in problem.duties_by_helper[helper.id]):
                shifts[calendar_week(school.term, shift.occasions[0].date) if dated else shift.week or ""] += 1
            campus = school.class_by_id[helper.class_id].campus
            capacity[campus] += sum(n if most is None else min(n, most) for n in shifts.values())
    return [Balance(kind="helpers", subject=c, need=n, capacity=capacity[c]) for c, n in sorted(need.items())]

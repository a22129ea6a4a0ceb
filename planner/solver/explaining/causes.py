"""The true cause of a shortage: places that never come into being, each with the fact of the school file that takes it away.

Everything here is counted; nothing is searched. A cause is named only for something that is short by itself: a demand with
too few places, a class without any, a shift that nobody can take, a pin that nothing can keep.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from planner.models.days import stretch_of
from planner.models.outcome import Balance, Cause
from planner.models.problem import Shortage
from planner.models.visits import Demand, Window
from planner.solver.explaining.adults import adult_causes
from planner.solver.explaining.crowds import crowd_causes, shared_causes, term_causes
from planner.solver.explaining.days import day_causes, full_day_causes
from planner.solver.explaining.facts import NOT_MEANT, Fact, VisitFacts, fact, slots_of
from planner.solver.explaining.pins import pin_causes
from planner.solver.explaining.shifts import shift_causes
from planner.solver.fitting import most_in_slot
from planner.solver.problem import Problem
from planner.timeline import closed_days_of, is_in_use, own_weekday, rooms_exist

_MOST = 8
_LEAST_PART = 10
# Tiers: what never opens comes before classes without a place, and these before sums that do not add up.
_NOT_OPEN, _NOWHERE, _EACH_DAY = 5 * 10**6, 4 * 10**6 + 10**5, 4 * 10**6
_FOLLOWS = frozenset({"minimum_over", "minimum_over_week"})
_SHOWN_SUBJECTS = 4


def causes(problem: Problem, shortages: Iterable[Shortage], balances: Iterable[Balance]) -> tuple[Cause, ...]:
    """Every cause that counting can name, the most telling first, like ones once."""
    short, balances = list(shortages), list(balances)
    wanting = {s.subject for s in short if s.code in {"visits_over_slots", "never_held"}}
    wanting |= {s.params["demand"] for s in short if s.code in {"class_without_place", "class_places"}}
    wanting |= {b.of for b in balances if b.is_short and b.kind in {"demand", "grade"}}
    crowded = list(crowd_causes(problem))
    wanting |= {cause.params["demand"] for cause in crowded}
    shut = list(_not_open(problem, sorted(wanting)))
    gone = list(_rooms_gone(problem))
    found = [*pin_causes(problem), *shut, *gone, *_over_seats(short), *adult_causes(problem)]
    roomless = {cause.params["demand"] for cause in gone}
    found += _nowhere(
        problem,
        [
            s
            for s in short
            if s.code == "class_places"
            or (s.code == "class_without_place" and not (s.params["demand"] in roomless and _has_place(problem, s)))
        ],
    )
    found += [
        *crowded,
        *shared_causes(problem),
        *term_causes(problem),
        *day_causes(problem),
        *full_day_causes(problem),
        *_each_day(short),
        *shift_causes(problem, short, balances),
    ]
    if shut:  # fewer openings have fewer duties
        found = [cause for cause in found if cause.code not in _FOLLOWS]
    unique = {cause.model_dump_json(exclude={"weight"}): cause for cause in found}
    return tuple(sorted(unique.values(), key=lambda c: -c.weight)[:_MOST])


def _not_open(problem: Problem, wanting: list[str]) -> Iterator[Cause]:
    """Weekdays of a window on which it never opens, though it should, where visits are short of places."""
    groups: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    shut: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    shut_at: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    school, openings = problem.school, problem.timeline.openings
    held = {(o.day.label, o.window) for (date, _), o in openings.held.items() if date >= problem.timeline.since}
    days = {day.date: day for day in problem.timeline.open_days}
    for demand in (school.demand_by_id[d] for d in wanting):
        lost: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
        for missing in openings.not_held:
            asked = missing.window in demand.windows and missing.date >= problem.timeline.since
            if asked and missing.reason != "room":  # that has a cause of its own
                lost[days[missing.date].label, missing.window][missing.reason, missing.detail] += 1
        for key in demand.windows:
            window = school.window_by_id[key]
            never = [label for label in window.weekdays if (label, key) not in held]
            slots = max(1, len(window.slots))
            at_once = min(most_in_slot(problem, demand, key), len(problem.visitors[demand.id]))
            for label in never:
                places = slots * at_once
                if (label, key) in lost:
                    (reason, detail), _ = lost[label, key].most_common(1)[0]
                    subject = school.window_campus(key) if reason == "no_adult" else _room_of(problem, detail, key)
                    group = f"window_{reason}", subject, detail
                elif closures := _closures(problem, label):
                    group = "window_closed", "", closures
                else:
                    continue
                shut_at[group].append(key)
                groups[group][label] = groups[group].get(label, 0) + places
            if len(never) == len(window.weekdays) and not any(w == key for _, w in lost):
                shut[_never(problem, window)].append(key)
    for (code, subject, detail), by_day in groups.items():
        windows = ",".join(dict.fromkeys(shut_at[code, subject, detail]))
        params = {"window": windows, "days": ",".join(by_day), "places": str(sum(by_day.values()))}
        if code == "window_no_adult":
            params["campus"] = subject
        elif subject:
            params["room"] = subject
        if detail:
            params[{"window_event": "event", "window_closed": "closure"}.get(code, "note")] = detail
        if code == "window_event":
            params |= _dates_of(problem, detail)
        yield Cause(code=code, params=params, weight=_NOT_OPEN + sum(by_day.values()))
    for (code, first_date, last_date, room), names in shut.items():
        params = {"window": ",".join(dict.fromkeys(names)), "from": first_date, "to": last_date, "room": room}
        if not any(cause[0] == "window_closed" for cause in groups):
            yield Cause(code=code, params={k: v for k, v in params.items() if v}, weight=_NOT_OPEN)


def _rooms_gone(problem: Problem) -> Iterator[Cause]:
    """Lessons that are due in a stretch of the term in which none of their rooms is in use any more, or not yet."""
    for demand in problem.school.demand_by_id.values():
        there = {cell.stretch for cell in problem.timeline.cells[demand.id]}
        for part in problem.timeline.stretches[demand.id]:
            mine = part.key in problem.stretches[demand.id] and (demand.id, part.key) in problem.timeline.whole
            due = [v for v in problem.visitors[demand.id] if mine and problem.due(v, demand.id, part.key) > 0]
            turns = [t for t in problem.timeline.turns[demand.id] if stretch_of(t.label) == part.key]
            dates = sorted({o.date for t in turns for o in t.occasions})
            out = [r for r in sorted(demand.rooms) if not all(is_in_use(problem.school.room_by_id[r], d) for d in dates)]
            if demand.is_lesson and due and out and part.key not in there:
                params = {"demand": demand.id, "room": ",".join(out), "from": str(dates[0]), "to": str(dates[-1])}
                yield Cause(code="room_gone", params=params, weight=_NOT_OPEN + len(due))


def _has_place(problem: Problem, short: Shortage) -> bool:
    return bool(problem.visits_by[short.subject, short.params["demand"]])


def _closures(problem: Problem, label: str) -> str:
    """First date of the closures that take every such weekday of the term away; empty where one remains, or in a day cycle."""
    term = problem.school.term
    if term.cycle_days or any(day.label == label for day in problem.timeline.open_days):
        return ""
    return next((str(c.date) for c in closed_days_of(term) if own_weekday(c.date) == label), "")


def _never(problem: Problem, window: Window) -> tuple[str, str, str, str]:
    """Why a window opens on no date, with dates or weeks and rooms: it, its weeks, or its rooms lie outside the term."""
    term, days = problem.school.term, problem.timeline.open_days
    outside = (window.valid_from is not None and window.valid_from > term.end) or (
        window.valid_until is not None and window.valid_until < term.start
    )
    if outside:
        first, last = window.valid_from, window.valid_until
        return "window_never_dates", str(first or ""), str(last or ""), ""
    weeks = [day.week for day in days]
    if weeks and not any(window.weeks.include(day.week, day.parity) for day in days):
        return "window_never_weeks", str(min(weeks)), str(max(weeks)), ""
    if not any(rooms_exist(problem.school, window, day.date) for day in days):
        rooms = [problem.school.room_by_id[r] for r in (*window.rooms, *window.with_rooms)]
        gone = [r for r in rooms if not any(is_in_use(r, day.date) for day in days)]
        begins = next((str(r.valid_from) for r in gone if r.valid_from), "")
        ends = next((str(r.valid_until) for r in gone if r.valid_until), "")
        return "window_room_gone", begins, ends, ",".join(r.id for r in gone or rooms)
    return "window_never", "", "", ""


def _room_of(problem: Problem, event: str, window: str) -> str:
    """The rooms by which an event closes a window; none where it closes the window itself."""
    found = next((e for e in problem.school.events if e.id == event), None)
    w = problem.school.window_by_id[window]
    if found is None or window in found.closes_windows:
        return ""
    return ",".join(r for r in (*w.rooms, *w.with_rooms) if r in found.closes_rooms)


def _dates_of(problem: Problem, event: str) -> dict[str, str]:
    """First and last date of an event that goes on from one to the other."""
    dates = sorted(next(e for e in problem.school.events if e.id == event).dates)
    return {"from": str(dates[0]), "to": str(dates[-1])} if dates and _goes_through(dates) else {}


def _goes_through(dates: list[dt.date]) -> bool:
    return len(dates) > 1 and (dates[-1] - dates[0]).days + 1 == len(dates)


def _over_seats(short: list[Shortage]) -> Iterator[Cause]:
    """Classes larger than every room in which they could read."""
    groups: dict[tuple[str, str, int], list[Shortage]] = defaultdict(list)
    for s in short:
        if s.code == "class_over_seats":
            groups[s.params["room"], s.params["demand"], s.capacity].append(s)
    for (room, demand, seats), found in groups.items():
        params = {"room": room, "demand": demand, "seats": str(seats), "pupils": str(max(s.need for s in found))}
        yield Cause(code="over_seats", who=tuple(s.subject for s in found), params=params, weight=_NOT_OPEN + len(found))


def _nowhere(problem: Problem, short: list[Shortage]) -> Iterator[Cause]:
    """Classes that have no place, or too few: the fact that takes most places away from all of them."""
    facts = VisitFacts(problem)
    groups: dict[Fact, list[tuple[str, int]]] = defaultdict(list)
    demands: dict[Fact, set[str]] = defaultdict(set)
    for s in short:
        demand = problem.school.demand_by_id[s.params["demand"]]
        for found in _telling(problem, facts, demand, s):
            if found.code == "other_campus":  # told once, whatever the rooms and windows are
                found = fact(found.code, own=problem.school.class_by_id[s.subject].campus)
            groups[found].append((s.subject, s.need))
            demands[found].add(demand.id)
    for found, who in groups.items():
        facts_of = dict(found.params)
        params = {**facts_of, **slots_of(problem, facts_of.get("window", "")), "demand": ",".join(sorted(demands[found]))}
        if found.code == "other_campus":
            params["campus"] = ",".join(dict.fromkeys(c for d in sorted(demands[found]) for c in _campuses(problem, d)))
        elif found.code == "no_lesson":
            params |= _subjects(problem, found, [w for w, _ in who])
        weight = _NOWHERE + sum(n for _, n in who)
        yield Cause(code=found.code, who=tuple(dict.fromkeys(w for w, _ in who)), params=params, weight=weight)


def _campuses(problem: Problem, demand: str) -> list[str]:
    """Where a demand takes place."""
    school, found = problem.school, problem.school.demand_by_id[demand]
    return [school.window_campus(w) for w in found.windows] + [school.room_campus(r) for r in sorted(found.rooms)]


def _telling(problem: Problem, facts: VisitFacts, demand: Demand, short: Shortage) -> list[Fact]:
    """What a class's places fail by: the facts that stand alone against a place and take most of them.

    Of a class that has some places only what gives it enough days, once it is gone.
    """
    alone, any_of, meant, freed = Counter[Fact](), Counter[Fact](), 0, defaultdict[Fact, set[str]](set)
    for cell in problem.timeline.cells[demand.id]:
        against: set[Fact] = set()
        for _, occasion, _ in problem.held_on(cell.occasions):
            against.update(facts.against(demand, short.subject, cell, occasion))
        telling = {f for f in against if f.code not in NOT_MEANT}
        any_of.update(against)
        meant += bool(against) and NOT_MEANT.isdisjoint(f.code for f in against)
        if len(against) == 1 or telling == against:
            alone.update(against)
            for found in against:
                freed[found].add(cell.turn)
    if short.code == "class_places":
        there = {problem.visits[n].cell.turn for n in problem.visits_by[short.subject, demand.id]}
        enough = [f for f, days in freed.items() if f.code not in NOT_MEANT and len(days | there) >= short.need]
        return sorted(enough, key=lambda f: (-alone[f], f))[:1]
    everywhere = [f for f in sorted(any_of) if f.code not in NOT_MEANT and any_of[f] >= meant > 0]
    if everywhere:
        return everywhere[:1]
    told = {f: n for f, n in alone.items() if f.code not in NOT_MEANT}
    if not told:
        told = {f: n for f, n in any_of.items() if f.code in NOT_MEANT} if not alone else dict(alone)
        if not told:
            return []
        return [max(sorted(told), key=lambda f: told[f])]
    most = max(told.values())
    return [f for f, n in sorted(told.items(), key=lambda item: -item[1]) if n * _LEAST_PART >= most][:3]


def _subjects(problem: Problem, found: Fact, who: list[str]) -> dict[str, str]:
    """What the timetables of classes hold instead of the lesson that is asked for: subjects with their numbers of lessons."""
    counts = Counter(lesson.subject for lesson in problem.school.lessons if lesson.class_id in who)
    shown = [f"{subject} {n}" for subject, n in counts.most_common(_SHOWN_SUBJECTS)]
    return {"instead": ",".join(shown)} if shown else {}


def _each_day(short: list[Shortage]) -> Iterator[Cause]:
    """The least number of classes on every open day, where it makes more visits than there are."""
    for s in short:
        if s.code == "each_day_over":
            params = {"demand": s.subject, **s.params, "need": str(s.need), "visits": str(s.capacity)}
            yield Cause(code="each_day_over", params=params, weight=_EACH_DAY)

"""Windows that never open on some of their days, or on none: what keeps them shut, and what that leaves of what is needed."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from planner.models.outcome import Cause
from planner.models.problem import Shortage
from planner.models.values import ALL_WEEKS
from planner.models.visits import Window
from planner.solver.explaining.crowds import Crowd
from planner.solver.fitting import most_in_slot
from planner.solver.problem import Problem
from planner.timeline import closed_days_of, is_in_use, own_weekday, rooms_exist

TIER = 5 * 10**6


class Lack(NamedTuple):
    """Visits that classes need of a demand in one cycle, and the places left for them; nobody named: all its classes."""

    demand: str
    need: int
    capacity: int
    who: tuple[str, ...] = ()

    @property
    def params(self) -> dict[str, str]:
        return {"demand": self.demand, "need": str(self.need), "capacity": str(self.capacity)}


def lacks(problem: Problem, short: list[Shortage], together: Iterable[Crowd]) -> dict[str, Lack]:
    """Of each demand that is short: all its visits, else those of the classes that are short together, else of those that
    have no place."""
    found: dict[str, Lack] = {}
    nowhere: dict[str, list[Shortage]] = defaultdict(list)
    for s in short:
        if s.code == "never_held":
            due = sum(problem.due(v, s.subject) for v in problem.visitors[s.subject])
            found[s.subject] = Lack(s.subject, due, 0)
        elif s.code == "visits_over_slots":
            found.setdefault(s.subject, Lack(s.subject, s.need, s.capacity))
        elif s.code == "class_without_place":
            nowhere[s.params["demand"]].append(s)
    for crowd in together:
        everybody = len(crowd.visitors) == len(problem.visitors[crowd.demand.id])
        who = () if everybody else crowd.visitors
        found.setdefault(crowd.demand.id, Lack(crowd.demand.id, crowd.need, crowd.capacity, who))
    for demand, classes in nowhere.items():
        who = tuple(s.subject for s in classes)
        found.setdefault(demand, Lack(demand, sum(s.need for s in classes), 0, who))
    return found


def shut_causes(problem: Problem, wanting: list[str], short_of: Mapping[str, Lack]) -> Iterator[Cause]:
    """Weekdays of a window on which it never opens, though it should, where visits are short of places; with what is needed
    of that demand and what is left."""
    groups: dict[tuple[str, str, str], dict[tuple[str, str], int]] = defaultdict(dict)
    asking: dict[tuple[str, ...], list[str]] = defaultdict(list)
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
            places = slots * at_once * (demand.cycle.in_weeks if window.weeks == ALL_WEEKS else 1)
            for label in never:
                if (label, key) in lost:
                    (reason, detail), _ = lost[label, key].most_common(1)[0]
                    subject = school.window_campus(key) if reason == "no_adult" else _room_of(problem, detail, key)
                    group = f"window_{reason}", subject, detail
                elif closures := _closures(problem, label):
                    group = "window_closed", "", closures
                else:
                    continue
                shut_at[group].append(key)
                asking[group].append(demand.id)
                # What several demands would share falls out once.
                groups[group][label, key] = max(places, groups[group].get((label, key), 0))
            if len(never) == len(window.weekdays) and not any(w == key for _, w in lost):
                why = _never(problem, window)
                shut[why].append(key)
                asking[why].append(demand.id)
    for (code, subject, detail), by_day in groups.items():
        windows = ",".join(dict.fromkeys(shut_at[code, subject, detail]))
        shown = ",".join(dict.fromkeys(label for label, _ in by_day))
        lack = _worst(short_of, asking[code, subject, detail])
        params = {"window": windows, "days": shown, "places": str(sum(by_day.values()))} | (lack.params if lack else {})
        if code == "window_no_adult":
            params["campus"] = subject
        elif subject:
            params["room"] = subject
        if detail:
            params[{"window_event": "event", "window_closed": "closure"}.get(code, "note")] = detail
        if code == "window_event":
            params |= _dates_of(problem, detail)
        yield Cause(code=code, who=lack.who if lack else (), params=params, weight=TIER + sum(by_day.values()))
    for (code, first_date, last_date, room), names in shut.items():
        lack = _worst(short_of, asking[code, first_date, last_date, room])
        params = {"window": ",".join(dict.fromkeys(names)), "from": first_date, "to": last_date, "room": room}
        params = {k: v for k, v in params.items() if v} | (lack.params if lack else {})
        if not any(cause[0] == "window_closed" for cause in groups):
            yield Cause(code=code, who=lack.who if lack else (), params=params, weight=TIER)


def _worst(short_of: Mapping[str, Lack], demands: Iterable[str]) -> Lack | None:
    """The one of which most is missing."""
    found = [short_of[d] for d in dict.fromkeys(demands) if d in short_of]
    return max(found, key=lambda lack: lack.need - lack.capacity, default=None)


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
        if ends and ends < begins:  # lost, as a what-if has it
            begins = ends = ""
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

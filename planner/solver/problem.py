"""A school as indices and options: who could stand where, and which rules speak against it, as counts of dates."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from planner.models.days import stretch_of
from planner.models.people import Helper
from planner.models.plan import Past, Plan, PlannedVisit
from planner.models.school import School
from planner.models.values import Span
from planner.models.visits import Demand
from planner.solver.daytypes import DayType, day_types
from planner.solver.judging import DutyJudge, VisitJudge
from planner.solver.pools import Pools, pools_of
from planner.solver.vacancies import Taken
from planner.timeline import (
    Holding,
    Occasion,
    Shift,
    Timeline,
    VisitCell,
    calendar_week,
    fitted,
    full_weeks,
    holdings,
    visitors_of,
)


@dataclass(frozen=True, eq=False)
class Held:
    """An option on one kind of day: its time, and whether the visit would be lost then."""

    type: DayType
    occasion: Occasion
    span: Span
    dates: tuple[dt.date, ...]
    lost: bool = False

    @property
    def count(self) -> int:
        """How many dates."""
        return len(self.dates)


@dataclass(frozen=True, eq=False)
class VisitOption:
    """A visitor in a cell. ``against`` counts, for each rule, the dates on which it speaks against this."""

    visitor: str
    demand: Demand
    cell: VisitCell
    held: tuple[Held, ...]
    heads: int
    classes: int
    teacher: str | None
    against: dict[str, int]

    @property
    def rooms(self) -> tuple[str, ...]:
        """Rooms in use, other than those that come with a window."""
        own = (self.cell.room,) if self.cell.room else ()
        return own + (self.demand.with_rooms if self.demand.is_lesson else ())


@dataclass(frozen=True, eq=False)
class DutyOption:
    """A helper on a shift."""

    helper: Helper
    shift: Shift
    held: tuple[Held, ...]
    against: dict[str, int]


@dataclass(frozen=True, eq=False)
class PresenceOption:
    """An adult who could keep a window open on some dates."""

    adult: str
    window: str
    day: str
    present: tuple[str, ...]
    held: tuple[Held, ...]


class Problem:
    """All options of a school. ``past``: what the plans before have held. ``guarded`` keeps options that a hard rule forbids,
    so that the reasons can be weighed. Without ``alike`` only changes of the published plan have a price,
    and none that lie between stretches of the term. ``timeline``: of this school from ``since`` on, where it is there already;
    its school may have other rules."""

    def __init__(
        self,
        school: School,
        since: dt.date | None = None,
        *,
        previous: Plan | None = None,
        past: Past | None = None,
        guarded: bool = False,
        alike: bool = True,
        timeline: Timeline | None = None,
    ) -> None:
        self.school = school
        self.alike = alike
        self.guarded = guarded
        self.past = _of_those_who_stay(past or Past(), school)
        self.timeline = timeline or Timeline(school, since)
        self.previous = fitted(self.timeline, previous) if previous else None
        self.types: tuple[DayType, ...] = day_types(self.timeline)
        self._type_of = {date: t for t in self.types for date in t.dates}
        # A published plan and an explanation speak of single rooms; and only hard limits can be shared out for certain.
        shared = school.mode("room_capacity") == "hard" and school.mode("room_seats") != "soft"
        single = previous is not None or guarded or not shared
        self.pools: Pools = {} if single else pools_of(self.timeline)
        self.visitors = {d.id: visitors_of(school, d) for d in school.demand_by_id.values()}
        self.settled = self._settled()
        self.waiting: Mapping[tuple[str, str, str], int] = {}
        """(visitor, demand, stretch) -> visits due that need not stand anywhere yet: of a class that has only just come."""
        self.taken: Taken | None = None
        """Options of a plan in which seats that nobody has may stay vacant; None: every seat has its helper."""
        self.excluded: dict[tuple[str, tuple[str | int, ...]], frozenset[str]] = {}
        """(visitor, key of a cell without its room) -> the hard rules that leave no such option."""
        self.visits: tuple[VisitOption, ...] = tuple(self._visit_options())
        self.duties: tuple[DutyOption, ...] = tuple(self._duty_options())
        self.presences: tuple[PresenceOption, ...] = tuple(self._presence_options())

    def due(self, visitor: str, demand: str, stretch: str | None = None) -> int:
        """Visits of a cycle that have to be planned, in one stretch of the term or in all: none in place of those that are
        over, and none when nothing is held."""
        if stretch is None:
            return sum(self.due(visitor, demand, key) for key in self.stretches[demand])
        if self._is_over(demand):
            return 0
        done = sum((v.visitor, v.demand) == (visitor, demand) and v.stretch == stretch for v in self.settled)
        return self.school.demand_by_id[demand].times - done

    @cached_property
    def stretches(self) -> dict[str, tuple[str, ...]]:
        """Demand -> keys of the stretches in which it still has dates, with places or none; that of the whole term where it
        has no date any more."""
        return {
            d: tuple(dict.fromkeys(stretch_of(t.label) for t in turns if t.occasions[-1].date >= self.timeline.since)) or ("",)
            for d, turns in self.timeline.turns.items()
        }

    def _is_over(self, demand: str) -> bool:
        turns = self.timeline.turns[demand]
        return bool(turns) and all(t.occasions[-1].date < self.timeline.since for t in turns)

    @cached_property
    def visits_in(self) -> dict[tuple[str, str, str], list[int]]:
        """(visitor, demand, stretch) -> indices of its options; every one that is due has an entry, maybe empty."""
        table: dict[tuple[str, str, str], list[int]] = {
            (v, d, key): [] for d, found in self.visitors.items() for key in self.stretches[d] for v in found
        }
        for n, option in enumerate(self.visits):
            table[option.visitor, option.demand.id, option.cell.stretch].append(n)
        return table

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """How many visits of each demand could be held at most."""
        return holdings(self.timeline, {place: self.due(*place) for place in self.visits_in})

    @cached_property
    def standing(self) -> tuple[PlannedVisit, ...]:
        """Visits of the published plan that could still be kept or moved."""
        return tuple(v for v in self.previous.visits if v not in self.settled) if self.previous else ()

    def _settled(self) -> tuple[PlannedVisit, ...]:
        """Visits of the published plan whose last date is over: a class that has come in this round need not come again."""
        if self.previous is None:
            return ()
        left = Counter[tuple[str, str, str]]()
        settled = []
        for visit in (*self.previous.settled, *self.previous.visits):
            pair = (visit.visitor, visit.demand, visit.stretch)
            known = visit.visitor in self.visitors.get(visit.demand, ())
            if known and visit.place in self.timeline.over and left[pair] < self.school.demand_by_id[visit.demand].times:
                left[pair] += 1
                settled.append(visit)
        return tuple(settled)

    @cached_property
    def trained(self) -> dict[str, int]:
        """Helper -> duties done as a trainee by the published plans, which are over."""
        done = Counter(self.previous.trained) if self.previous else Counter[str]()
        over = {shift.key: shift for shift in self.timeline.shifts_over}
        for duty in self.previous.duties if self.previous else ():
            shift, helper = over.get(duty.place), self.school.helper_by_id.get(duty.helper)
            if shift and helper and helper.trainee and all(helper.trainee_on(o.date) for o in shift.occasions):
                done[helper.id] += 1
        return {h: done[h] for h in sorted(done) if h in self.school.helper_by_id}

    def comes_once(self, demand: str) -> bool:
        """Whether at most one of a visitor's options for a demand can be taken in a stretch: lets rules add them up."""
        return self.school.demand_by_id[demand].times == 1 and self.school.mode("demand_met") == "hard"

    def week_of(self, date: dt.date) -> str:
        """Key of the calendar week of a confirmed date."""
        return self._week_of[date]

    @cached_property
    def _week_of(self) -> dict[dt.date, str]:
        return {date: calendar_week(self.school.term, date) for t in self.types for date in t.dates}

    @cached_property
    def full_weeks(self) -> dict[str, tuple[dt.date, ...]]:
        """Calendar weeks in which the weekly minimum of duties is owed, with the dates of their duties."""
        return full_weeks(self.timeline)

    def type_of(self, date: dt.date) -> int:
        """Index of the kind of day that a confirmed date is."""
        return self._type_of[date].index

    def held_on(self, occasions: tuple[Occasion, ...]) -> list[tuple[DayType, Occasion, tuple[dt.date, ...]]]:
        """Occasions grouped by kind of day and window: (kind, an example, dates)."""
        groups: dict[tuple[int, str | None], list[Occasion]] = defaultdict(list)
        for occasion in occasions:
            if occasion.date in self._type_of:
                groups[self._type_of[occasion.date].index, occasion.window].append(occasion)
        return [(self.types[t], found[0], tuple(o.date for o in found)) for (t, _), found in groups.items()]

    def _is_open(self, against: dict[str, int]) -> bool:
        return self.guarded or not any(self.school.mode(rule) == "hard" for rule in against)

    def _visit_options(self) -> list[VisitOption]:
        options = []
        judge = VisitJudge(self.timeline)
        for demand in self.school.demand_by_id.values():
            pooled = {room for rooms in self.pools.values() for room in rooms[1:]}
            cells = [cell for cell in self.timeline.cells[demand.id] if cell.room not in pooled]
            grouped = [(cell, self.held_on(cell.occasions)) for cell in cells]
            for visitor in self.visitors[demand.id]:
                heads = judge.heads(demand, visitor)
                for cell, groups in grouped:
                    if not self.guarded and judge.is_hopeless(demand, visitor, cell, groups[0][1] if groups else None):
                        continue
                    held, against = [], defaultdict[str, int](int)
                    for kind, occasion, dates in groups:
                        verdict = judge.verdict(demand, visitor, cell, occasion)
                        for rule in verdict.against:
                            against[rule] += len(dates)
                        if verdict.span is not None:
                            held.append(Held(kind, occasion, verdict.span, dates, verdict.lost))
                    against = {r: n for r, n in against.items() if self.school.mode(r) != "off"}  # type: ignore[assignment]
                    if held and not self._is_open(against):
                        hard = frozenset(rule for rule in against if self.school.mode(rule) == "hard")
                        self.excluded[visitor, cell.key[:-1]] = hard
                    elif held:
                        teacher = judge.teacher(demand, visitor, cell, held[0].occasion)
                        options.append(
                            VisitOption(
                                visitor,
                                demand,
                                cell,
                                tuple(held),
                                heads,
                                0 if demand.kind == "appointment" else 1,
                                teacher,
                                dict(against),
                            )
                        )
        return options

    def _duty_options(self) -> list[DutyOption]:
        options = []
        judge = DutyJudge(self.timeline)
        for shift in self.timeline.shifts:
            groups = self.held_on(shift.occasions)
            for helper in self.school.helper_by_id.values():
                suitable = judge.is_suitable(helper, shift)
                if not self.guarded and not suitable and self.school.mode("helper_suitable") == "hard":
                    continue
                held, against = [], defaultdict[str, int](int)
                for kind, occasion, dates in groups:
                    if not judge.serves(helper, occasion):
                        continue
                    for rule in judge.against(helper, shift, occasion):
                        against[rule] += len(dates)
                    held.append(Held(kind, occasion, self.timeline.duty_span(shift, occasion), dates))
                if not suitable:
                    against["helper_suitable"] = 1
                against = {r: n for r, n in against.items() if self.school.mode(r) != "off"}  # type: ignore[assignment]
                if held and self._is_open(against):
                    options.append(DutyOption(helper, shift, tuple(held), dict(against)))
        return options

    def _presence_options(self) -> list[PresenceOption]:
        if not self.school.adults:
            return []
        groups: dict[tuple[str, str, tuple[str, ...]], dict[int, list[Held]]] = defaultdict(lambda: defaultdict(list))
        for (date, window), opening in sorted(self.timeline.openings.held.items()):
            if date in self._type_of and self.school.window_by_id[window].kind != "duty":
                kind = self._type_of[date]
                held = Held(kind, Occasion(opening.day, window), opening.span, (date,))
                groups[window, opening.day.label, opening.adults][kind.index].append(held)
        return [
            PresenceOption(
                adult,
                window,
                day,
                present,
                tuple(Held(h[0].type, h[0].occasion, h[0].span, tuple(x.dates[0] for x in h)) for h in by_type.values()),
            )
            for (window, day, present), by_type in groups.items()
            for adult in present
        ]

    @cached_property
    def visits_by(self) -> dict[tuple[str, str], list[int]]:
        """(visitor, demand) -> indices of its options; every pair that is due has an entry, maybe empty."""
        table: dict[tuple[str, str], list[int]] = {(v, d): [] for d, found in self.visitors.items() for v in found}
        for n, option in enumerate(self.visits):
            table[option.visitor, option.demand.id].append(n)
        return table

    @cached_property
    def may_be_lost(self) -> frozenset[tuple[str, str]]:
        """(visitor, demand) of visits that, in some place, would be lost on some date."""
        return frozenset((o.visitor, o.demand.id) for o in self.visits if any(held.lost for held in o.held))

    @cached_property
    def visits_on(self) -> dict[int, list[tuple[int, Held]]]:
        """Kind of day -> (index, held) of the visit options that really take place then."""
        table: dict[int, list[tuple[int, Held]]] = {t.index: [] for t in self.types}
        for n, option in enumerate(self.visits):
            for held in option.held:
                if not held.lost:
                    table[held.type.index].append((n, held))
        return table

    @cached_property
    def visits_in_room(self) -> dict[int, dict[str, list[tuple[int, Held]]]]:
        """Kind of day -> room -> (index, held) of the visit options that use it then, alone or beside others."""
        table: dict[int, dict[str, list[tuple[int, Held]]]] = {t.index: defaultdict(list) for t in self.types}
        for kind, found in self.visits_on.items():
            for n, held in found:
                window = held.occasion.window
                also = self.school.window_by_id[window].with_rooms if window else ()
                for room in {*self.visits[n].rooms, *also}:
                    table[kind][room].append((n, held))
        return table

    @cached_property
    def duties_on(self) -> dict[int, list[tuple[int, Held]]]:
        """Kind of day -> (index, held) of the duty options."""
        table: dict[int, list[tuple[int, Held]]] = {t.index: [] for t in self.types}
        for n, option in enumerate(self.duties):
            for held in option.held:
                table[held.type.index].append((n, held))
        return table

    @cached_property
    def duties_by_helper(self) -> dict[str, list[int]]:
        """Helper id -> indices of the duty options; every helper has an entry."""
        table: dict[str, list[int]] = {h: [] for h in self.school.helper_by_id}
        for n, option in enumerate(self.duties):
            table[option.helper.id].append(n)
        return table

    @cached_property
    def duties_by_week(self) -> dict[str, dict[str, Counter[int]]]:
        """Helper -> week of the calendar -> duty options that fall into it, each with its number of dates in that week.

        A day of the pattern that comes a second time in a week is no further duty but where the school counts dates.
        """
        table: dict[str, dict[str, Counter[int]]] = {h: defaultdict(Counter) for h in self.duties_by_helper}
        week_of = self._week_of
        for n, option in enumerate(self.duties):
            weeks, repeats = table[option.helper.id], self.school.counts_dates(option.helper)
            for held in option.held:
                for date in held.dates:
                    week = weeks[week_of[date]]
                    week[n] = week[n] + 1 if repeats else 1
        return table

    @cached_property
    def duties_by_shift(self) -> dict[tuple[str, str, str, int], list[int]]:
        """Shift key -> indices of the duty options; every shift has an entry."""
        table: dict[tuple[str, str, str, int], list[int]] = {s.key: [] for s in self.timeline.shifts}
        for n, option in enumerate(self.duties):
            table[option.shift.key].append(n)
        return table


def _of_those_who_stay(past: Past, school: School) -> Past:
    served = tuple(d for d in past.served if d.helper in school.helper_by_id)
    kept_open = {a: n for a, n in past.kept_open.items() if a in school.adult_by_id}
    return Past(past.had, served, kept_open, {h: n for h, n in past.done.items() if h in school.helper_by_id})

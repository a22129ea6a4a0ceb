"""The cells of a plan: where a visit or a duty can stand, and the dates on which each cell is held."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planner.models.days import stretch_of
from planner.models.duties import Post
from planner.models.plan import CellKey, ShiftKey
from planner.models.school import School
from planner.models.values import Span, at_minute, minute_of
from planner.models.visits import Cycle, Demand
from planner.timeline.bells import Bells, within
from planner.timeline.cycles import Occasion, Stretch, Turn, turns_of
from planner.timeline.days import Day
from planner.timeline.openings import Opening, Openings, is_in_use
from planner.timeline.rounds import round_length, serving_round

_DATED = Cycle(kind="dated", n=None, keep_weekday=False)


@dataclass(frozen=True)
class VisitCell:
    """A place in the plan for one visit of a demand: a slot of a window, or a period of the timetable, in a room."""

    demand: str
    turn: str
    day: str | None
    week: str | None
    window: str | None
    slot: int | None
    period: str | None
    room: str | None
    occasions: tuple[Occasion, ...]
    tentative: tuple[Occasion, ...] = ()

    @property
    def stretch(self) -> str:
        """Key of the stretch of the term it belongs to."""
        return stretch_of(self.turn)

    @property
    def key(self) -> CellKey:
        """Identity, as a plan names it."""
        return (self.demand, self.turn, self.window or "", self.slot or 0, self.period or "", self.room or "")


@dataclass(frozen=True)
class Shift:
    """A place in the plan for the duties of one post: a whole window, or one of its slots."""

    post: str
    turn: str
    day: str | None
    week: str | None
    window: str
    slot: int | None
    occasions: tuple[Occasion, ...]
    tentative: tuple[Occasion, ...] = ()

    @property
    def stretch(self) -> str:
        """Key of the stretch of the term it belongs to."""
        return stretch_of(self.turn)

    @property
    def key(self) -> ShiftKey:
        """Identity, as a plan names it."""
        return (self.post, self.turn, self.window, self.slot or 0)


def visitors_of(school: School, demand: Demand) -> tuple[str, ...]:
    """Class ids (or teacher ids, for teachers' reading) that a demand is about."""
    if demand.kind == "teacher_reading":
        return school.teacher_ids if demand.teachers is None else tuple(t for t in school.teacher_ids if t in demand.teachers)
    return school.select(demand)


def slot_limit(school: School, window: str) -> int:
    """Classes that fit into one slot of a window: its own limit, or the sum of its rooms."""
    w = school.window_by_id[window]
    rooms = [school.room_by_id[r].classes for r in w.rooms]
    of_rooms = None if not rooms or None in rooms else sum(n for n in rooms if n)
    limits = [n for n in (w.classes, of_rooms) if n is not None]
    return min(limits) if limits else 99


def demand_occasions(school: School, demand: Demand, days: tuple[Day, ...], openings: Openings) -> list[Occasion]:
    """Occasions at which a demand could be held, in order, unconfirmed dates included."""
    out = []
    for day in days:
        if (
            not demand.weeks.include(day.week, day.parity)
            or not within(day.date, demand.valid_from, demand.valid_until)
            or (demand.dates and day.date not in demand.dates)
        ):
            continue
        if demand.is_lesson:
            if demand.in_recall_weeks or not openings.is_recall(day.date) or demand.category == "READING":
                out.append(Occasion(day, None))
            continue
        held = [o for w in demand.windows if (o := openings.held.get((day.date, w)))]
        out += [
            Occasion(day, o.window)
            for o in sorted(held, key=lambda o: (o.span.start, o.window))
            if o.loans or demand.in_recall_weeks or demand.category == "READING"
        ]
    return out


def demand_rounds(
    school: School,
    demand: Demand,
    occasions: Sequence[Occasion],
    stretches: Sequence[Stretch],
    anew: dt.date | None = None,
) -> dict[str, int]:
    """Stretch of a sliding demand ('' = there is only one) -> occasions in its round. One that is too short to serve everybody
    has no whole round: then it is longer than the stretch. ``anew``: what was held before that date says nothing."""
    visitors = visitors_of(school, demand)
    occasions = [o for o in occasions if anew is None or o.date >= anew]
    if len(stretches) < 2:
        return {"": round_length(school, demand, visitors, occasions)}
    found = {}
    for s in stretches:
        mine = [o for o in occasions if s.first <= o.date <= s.last]
        found[s.key] = serving_round(school, demand, visitors, mine) or len(mine) + 1
    return found


def demand_turns(
    school: School,
    demand: Demand,
    days: tuple[Day, ...],
    openings: Openings,
    stretches: Sequence[Stretch] = (),
    anew: dt.date | None = None,
) -> tuple[Turn, ...]:
    """Turns of a demand over all its occasions; ``anew`` as in `demand_rounds`."""
    occasions = demand_occasions(school, demand, days, openings)
    length = demand_rounds(school, demand, occasions, stretches, anew) if demand.cycle.kind == "sliding" else 1
    return turns_of(demand.cycle, occasions, school.term, length, stretches)


def visit_cells(
    school: School, demand: Demand, turns: tuple[Turn, ...], openings: Openings, bells: Bells, since: dt.date
) -> list[VisitCell]:
    """Every cell of a demand, in order of turn, time and room; only dates from ``since`` on."""
    cells = []
    for turn in turns:
        occasions = tuple(o for o in turn.occasions if o.date >= since)
        if not occasions:
            continue
        if demand.is_lesson:
            periods = _periods(school, bells, occasions)
            cells += [
                VisitCell(demand.id, turn.label, turn.day, turn.week, None, None, period, room, occasions, turn.tentative)
                for period in periods
                for room in _in_use(school, demand.rooms, occasions)
            ]
            continue
        windows = sorted({o.window for o in occasions if o.window})
        groups = (
            [(None, occasions)]
            if demand.cycle.kind == "sliding" and len(windows) > 1
            else [(w, tuple(o for o in occasions if o.window == w)) for w in windows]
        )
        for window, held in groups:
            slots = min(len(openings.held[o.date, o.window or ""].slots) for o in held)
            own = school.window_by_id[window or windows[0]].rooms
            rooms: list[str | None] = [*_in_use(school, own, held)] if own else [None]
            maybe = tuple(o for o in turn.tentative if window in (None, o.window))
            cells += [
                VisitCell(demand.id, turn.label, turn.day, turn.week, window, slot, None, room, held, maybe)
                for slot in range(1, slots + 1)
                for room in rooms
            ]
    return cells


def _in_use(school: School, rooms: Iterable[str], occasions: Sequence[Occasion]) -> list[str]:
    """Those of some rooms that are in use on all of some dates."""
    return [r for r in sorted(rooms) if all(is_in_use(school.room_by_id[r], o.date) for o in occasions)]


def dated_cells(
    school: School, demand: Demand, days: tuple[Day, ...], openings: Openings, bells: Bells, since: dt.date
) -> list[VisitCell]:
    """Every place of a demand on each of these days by itself, whatever its cycle: its turn is the date."""
    alone = demand.model_copy(update={"cycle": _DATED})
    turns = turns_of(_DATED, demand_occasions(school, demand, days, openings), school.term, 1)
    return visit_cells(school, alone, turns, openings, bells, since)


def _periods(school: School, bells: Bells, occasions: tuple[Occasion, ...]) -> list[str]:
    found: dict[str, int] = {}
    alike = {(c.campus, c.grades, c.volunteers): c for c in reversed(school.class_list)}
    for occasion in occasions:
        for c in reversed(alike.values()):
            bell = bells.bell(c, occasion.day)
            for period, span in bell.periods.items() if bell else ():
                found.setdefault(period, minute_of(span.start))
    return sorted(found, key=lambda p: (found[p], p))


def post_windows(school: School, post: Post) -> tuple[str, ...]:
    """Windows in which a post is staffed."""
    if post.windows is not None:
        return tuple(sorted(post.windows))
    if post.escort:
        return tuple(sorted(school.demand_by_id[post.escort.demand].windows))
    return tuple(w for w in school.window_by_id if school.window_by_id[w].kind != "duty")


def post_openings(school: School, post: Post, window: str, days: tuple[Day, ...], openings: Openings) -> list[Opening]:
    """Openings of a window at which a post is staffed, in order, unconfirmed dates included."""
    return [
        o
        for day in days
        if (o := openings.held.get((day.date, window)))
        and within(day.date, post.valid_from, post.valid_until)
        and (o.loans or post.in_recall_weeks or post.escort or school.window_by_id[window].kind == "duty")
    ]


def is_by_slot(post: Post, held: list[Opening]) -> bool:
    """Whether each slot of a window is a duty by itself."""
    return post.each_slot or (post.escort is not None and any(len(o.slots) > 1 for o in held))


def duty_round(school: School, campus: str, days: tuple[Day, ...], openings: Openings, since: dt.date) -> int:
    """Occasions in a round of duties that slides without a number: the fewest in which every helper of a campus serves, and
    all equally often where there are ``days`` enough for that. Who is there on none from ``since`` on does not count."""
    left = [d.date for d in days if d.date >= since]
    seats, occasions = 0, 0
    for post in school.post_by_id.values():
        for window in post_windows(school, post):
            held = post_openings(school, post, window, days, openings)
            if not held or school.window_campus(window) != campus:
                continue
            slots = min(len(o.slots) for o in held)
            at_once = post.count
            if post.escort:
                at_once = post.escort.per_class * min(slot_limit(school, window), len(school.class_list))
            elif post.per_classes:
                at_once = -(-min(slot_limit(school, window), len(school.class_list)) // post.per_classes)
            seats += at_once * (slots if is_by_slot(post, held) else 1)
            occasions = max(occasions, sum(o.day.confirmed for o in held))
    helpers = sum(
        not h.trainee
        and school.class_by_id[h.class_id].campus == campus
        and any(within(date, h.valid_from, h.valid_until) for date in left)
        for h in school.helper_by_id.values()
    )
    if not seats or not helpers:
        return 1
    everybody, evenly = -(-helpers // seats), helpers // math.gcd(helpers, seats)
    return evenly if evenly <= occasions else min(everybody, max(1, occasions))


def _rounds_of(
    school: School,
    window: str,
    held: Sequence[Opening],
    days: tuple[Day, ...],
    openings: Openings,
    since: dt.date,
    stretches: Sequence[Stretch],
) -> dict[str, int]:
    """Stretch of the duties ('' = there is only one) -> occasions in a round of a window that slides without a number."""
    parts = {s.key: tuple(d for d in days if s.first <= d.date <= s.last) for s in stretches} or {"": days}
    campus, found = school.window_campus(window), dict[str, int]()
    for key, part in parts.items():
        lanes = {d.label for d in part if any(o.date == d.date for o in held)} if school.duties.cycle.keep_weekday else {""}
        found[key] = -(-duty_round(school, campus, part, openings, since) // max(1, len(lanes)))
    return found


def shifts_of(
    school: School,
    post: Post,
    days: tuple[Day, ...],
    openings: Openings,
    since: dt.date,
    stretches: Sequence[Stretch] = (),
) -> list[Shift]:
    """Every shift of a post, in order of turn and time."""
    cycle = school.duties.cycle
    out = []
    for window in post_windows(school, post):
        held = post_openings(school, post, window, days, openings)
        by_slot = is_by_slot(post, held)
        length: int | dict[str, int] = cycle.n or 1
        if cycle.kind == "sliding" and cycle.n is None:
            length = _rounds_of(school, window, held, days, openings, since, stretches)
        for turn in turns_of(cycle, [Occasion(o.day, window) for o in held], school.term, length, stretches):
            occasions = tuple(o for o in turn.occasions if o.date >= since)
            if not occasions:
                continue
            slots = min(len(openings.held[o.date, window].slots) for o in occasions) if by_slot else 0
            out += [
                Shift(post.id, turn.label, turn.day, turn.week, window, slot or None, occasions, turn.tentative)
                for slot in (range(1, slots + 1) if by_slot else (0,))
            ]
    return out


def duty_span(school: School, post: Post, opening: Opening, slot: int | None) -> Span:
    """When a helper must be there: from arrival to the end of the duty, and at least while the work lasts to ``until``."""
    work = opening.time_of(slot)
    start = work.start
    if slot in (None, 1):
        start = post.arrive or at_minute(minute_of(work.start) - school.duties.arrive_before)
    return Span.between(start=min(start, work.start), end=post.until if post.until and post.until > work.start else work.end)

"""The stretches of a term: parts in which what exists is the same, each with a pattern of its own.

A stretch begins where something begins or ends for good and changes what can be planned: a window, a bell, a row of the
timetable, a helper, an event that takes a room for weeks. Closed weeks and single changed days make none, nor does a bell that
only moves times. What is compared are ordinary days of the term, one for each day of the cycle; a day that does not occur in
a stretch says nothing, nor does a part of the term in which nothing is held.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import pairwise

from planner.models.duties import Post
from planner.models.people import Adult
from planner.models.places import Bell, Room
from planner.models.timetable import TimetableRow
from planner.models.values import Span, Weeks
from planner.models.visits import Demand, Window
from planner.timeline.bells import within
from planner.timeline.cells import demand_occasions, duty_span, post_openings, post_windows, visitors_of
from planner.timeline.conditions import subjects_for
from planner.timeline.cycles import Stretch
from planner.timeline.dates import TermDates
from planner.timeline.days import Day
from planner.timeline.openings import Opening, adult_is_there, is_in_use, rooms_exist, window_times

Facts = dict[tuple[str, str], Hashable]
"""(label of a day, letter of its week) -> what there is on such a day."""


def stretches(timeline: TermDates, cuts: Iterable[dt.date]) -> tuple[Stretch, ...]:
    """The stretches that begin at these dates; one without a name where there are none."""
    term = timeline.school.term
    firsts = sorted({term.start, *cuts})
    lasts = [*(first - dt.timedelta(1) for first in firsts[1:]), term.end]
    several = len(firsts) > 1
    return tuple(Stretch(first.isoformat() if several else "", first, last) for first, last in zip(firsts, lasts, strict=True))


def demand_cuts(timeline: TermDates, demand: Demand) -> tuple[dt.date, ...]:
    """First dates of the stretches of a demand, but for the first one."""
    if demand.cycle.kind == "dated":
        return ()
    school = timeline.school
    windows = [school.window_by_id[w] for w in demand.windows]
    rooms = [school.room_by_id[r] for r in sorted({*demand.rooms, *demand.with_rooms})]
    dates = _of_windows(timeline, windows) | _of_timetable(timeline) | _ends(rooms)
    dates |= _of_events(timeline, windows, {r.id for r in rooms})
    visitors = visitors_of(school, demand)

    def facts(day: Day) -> Hashable:
        if demand.is_lesson:
            free = [room for room in rooms if not _is_taken(timeline, room.id, day)]
            return tuple(_lessons(timeline, demand, v, day) for v in visitors), _rooms_in_use(free, day)
        found: list[Hashable] = []
        for window in windows:
            slots = _slots(timeline, window, day)
            own = [school.room_by_id[r] for r in window.rooms if not _is_taken(timeline, r, day)]
            found.append((window.id, _rooms_in_use(own, day) if slots else ()))
            for n, slot in enumerate(slots):
                found.append((window.id, n, tuple(v for v in visitors if not _is_free(timeline, demand, v, day, slot))))
        return tuple(found)

    held = [o.date for o in demand_occasions(school, demand, timeline.days, timeline.openings)]
    return _changes(timeline, dates, facts, held)


def duty_cuts(timeline: TermDates, of_demands: Callable[[str], tuple[dt.date, ...]]) -> tuple[dt.date, ...]:
    """The same of duties. Posts that follow visits change with them: ``of_demands`` gives the cuts of a demand."""
    school = timeline.school
    if school.duties.cycle.kind == "dated" or not school.posts:
        return ()
    posts = [(post, school.window_by_id[w]) for post in school.post_by_id.values() for w in post_windows(school, post)]
    dates = _of_windows(timeline, [w for _, w in posts]) | _of_timetable(timeline) | _ends(school.posts)
    dates |= _of_events(timeline, [w for _, w in posts], set())
    for helper in school.helper_by_id.values():
        dates |= {helper.valid_from, _after(helper.valid_until), _after(helper.trainee_until if helper.trainee else None)}

    def facts(day: Day) -> Hashable:
        return tuple(_service(timeline, post, window, day) for post, window in posts)

    held = [o.date for p, w in posts for o in post_openings(school, p, w.id, timeline.days, timeline.openings)]
    found = set(_changes(timeline, dates, facts, held))
    for demand in school.demand_by_id.values():
        if any(
            p.escort.demand == demand.id if p.escort else p.per_classes and set(post_windows(school, p)) & set(demand.windows)
            for p in school.posts
        ):
            found |= set(of_demands(demand.id))
    return tuple(sorted(found))


def _ends(things: Iterable[Room | Post | Adult | Window]) -> set[dt.date | None]:
    return {x.valid_from for x in things} | {_after(x.valid_until) for x in things}


def _rooms_in_use(rooms: Iterable[Room], day: Day) -> tuple[str, ...]:
    return tuple(room.id for room in rooms if is_in_use(room, day.date))


def _after(date: dt.date | None) -> dt.date | None:
    return date + dt.timedelta(1) if date else None


def _of_windows(timeline: TermDates, windows: Iterable[Window]) -> set[dt.date | None]:
    school = timeline.school
    dates = _ends(school.adults)
    for w in windows:
        dates |= {w.valid_from, _after(w.valid_until), *(change.valid_from for change in w.changes)}
        dates |= _ends([school.room_by_id[r] for r in (*w.rooms, *w.with_rooms)])
        dates |= set(_seasons(timeline, w.weeks))
    return dates


def _of_events(timeline: TermDates, windows: Sequence[Window], rooms: set[str]) -> set[dt.date | None]:
    """Where an event that takes one of these windows or rooms for weeks begins and ends."""
    names = {w.id for w in windows}
    rooms = rooms.union(*({*w.rooms, *w.with_rooms} for w in windows))
    found: set[dt.date | None] = set()
    for event, run in timeline.long_events:
        if rooms.intersection(event.closes_rooms) or names.intersection(event.closes_windows):
            found |= {run[0], _after(run[-1])}
    return found


def _is_taken(timeline: TermDates, room: str, day: Day) -> bool:
    """Whether an event that goes on for weeks takes a room on a day."""
    return any(room in event.closes_rooms and day.date in run for event, run in timeline.long_events)


def _is_shut(timeline: TermDates, window: Window, day: Day) -> bool:
    """Whether an event that goes on for weeks shuts a window on a day."""
    named = any(window.id in event.closes_windows and day.date in run for event, run in timeline.long_events)
    taken = [_is_taken(timeline, r, day) for r in window.rooms]
    return named or (bool(taken) and all(taken)) or any(_is_taken(timeline, r, day) for r in window.with_rooms)


def _of_timetable(timeline: TermDates) -> set[dt.date | None]:
    rules: list[Bell | TimetableRow] = [*timeline.school.bells, *timeline.school.timetable]
    return {x.valid_from for x in rules} | {_after(x.valid_until) for x in rules}


def _seasons(timeline: TermDates, weeks: Weeks) -> list[dt.date]:
    """Where a row of weeks in which a window opens begins and ends; a single week in or out is no season."""
    if weeks.numbers is None:
        return []
    runs: list[tuple[bool, list[Day]]] = []
    for day in timeline.days:
        inside = day.week in weeks.numbers
        if not runs or runs[-1][0] != inside:
            runs.append((inside, []))
        runs[-1][1].append(day)
    long = [days for _, days in runs if len({d.week for d in days}) > 1]
    return [days[0].date for days in long[1:]] if len(long) == len(runs) else []


def _changes(
    timeline: TermDates, dates: Iterable[dt.date | None], facts: Callable[[Day], Hashable], held: Sequence[dt.date]
) -> tuple[dt.date, ...]:
    """Those of some dates on which what there is on a day of the cycle becomes another, each as the next school day; between
    the first and the last date on which anything is ``held``, since without that there is nothing to plan."""
    ordinary = [
        d
        for d in timeline.days
        if d.confirmed and not d.changed and d.windows is None and d.after_school and held and min(held) <= d.date <= max(held)
    ]
    inside = sorted({d for d in dates if d is not None and ordinary and ordinary[0].date < d <= ordinary[-1].date})
    if not inside:
        return ()
    parts: list[tuple[dt.date, Facts]] = []
    for first, end in pairwise([dt.date.min, *inside, dt.date.max]):
        days: dict[tuple[str, str], Day] = {}
        for day in ordinary:
            if first <= day.date < end:
                days.setdefault((day.label, day.parity), day)
        if any(first <= date < end for date in held):
            parts.append((first, {key: facts(day) for key, day in days.items()}))
    # Where the letter says nothing, a part of one week is compared with a week of the other letter.
    lettered = {
        label for _, now in parts for label, letter in now if now.get((label, "B"), now[label, letter]) != now[label, letter]
    }
    known: Facts = {}
    found = []
    for first, lettered_facts in parts:
        now = {(label, letter if label in lettered else ""): fact for (label, letter), fact in lettered_facts.items()}
        if any(key in known and known[key] != fact for key, fact in now.items()):
            found.append(min(d.date for d in timeline.days if d.date >= first))
            known = {}
        known |= now
    return tuple(dict.fromkeys(found))


def _slots(timeline: TermDates, window: Window, day: Day) -> tuple[Span, ...]:
    if (
        day.label not in window.weekdays
        or not window.weeks.include(day.week, day.parity)
        or not within(day.date, window.valid_from, window.valid_until)
        or not rooms_exist(timeline.school, window, day.date)
        or _is_shut(timeline, window, day)
    ):
        return ()
    times = window_times(timeline.school, timeline.bells, window, day)
    return times[1] if times and _kept_open(timeline, window, day, times[0]) else ()


def _kept_open(timeline: TermDates, window: Window, day: Day, span: Span) -> bool:
    """Whether some adult is usually there, single dates of absence or elsewhere apart."""
    school = timeline.school
    if not school.adults or window.kind == "duty":
        return True
    return any(
        adult_is_there(
            adult.model_copy(
                update={
                    "away": tuple(x for x in adult.away if x.dates is None),
                    "places": tuple(x for x in adult.places if x.dates is None),
                }
            ),
            school.window_campus(window.id),
            school.campus_ids[0],
            day,
            span,
            window.id,
        )
        for adult in school.adults
    )


def _is_free(timeline: TermDates, demand: Demand, visitor: str, day: Day, slot: Span) -> bool:
    c = timeline.school.class_by_id.get(visitor)
    if c is None or not timeline.bells.class_is_free(visitor, day, slot):
        return c is None
    teacher = c.teacher if demand.accompany == "class_teacher" else None
    return teacher is None or not any(slot.overlaps(span) for _, span in timeline.bells.teacher_lessons(teacher, day))


def _lessons(timeline: TermDates, demand: Demand, visitor: str, day: Day) -> Hashable:
    c = timeline.school.class_by_id.get(visitor)
    if c is None:
        return tuple(sorted((lesson.period for lesson, _ in timeline.bells.teacher_lessons(visitor, day))))
    subjects = subjects_for(demand, c.grade)
    return tuple(
        (lesson.period, lesson.teacher if demand.accompany == "subject_teacher" else None)
        for lesson, _ in timeline.bells.lessons(visitor, day)
        if lesson.subject in subjects
    )


def _service(timeline: TermDates, post: Post, window: Window, day: Day) -> Hashable:
    """Who could serve at a post on a day, slot by slot where it is staffed so."""
    slots = _slots(timeline, window, day)
    times = window_times(timeline.school, timeline.bells, window, day) if day.label in window.weekdays else None
    runs = within(day.date, window.valid_from, window.valid_until) and window.weeks.include(day.week, day.parity)
    runs = runs and within(day.date, post.valid_from, post.valid_until) and rooms_exist(timeline.school, window, day.date)
    runs = runs and times is not None and _kept_open(timeline, window, day, times[0]) and not _is_shut(timeline, window, day)
    if times is None or not runs:
        return None
    opening = Opening(day, window.id, times[0], slots, True, ())
    by_slot = post.each_slot or (post.escort is not None and len(slots) > 1)
    found = []
    for slot in range(1, len(slots) + 1) if by_slot else (None,):
        span = duty_span(timeline.school, post, opening, slot)
        found.append(
            tuple(
                (h.id, h.trainee_on(day.date))
                for h in timeline.school.helper_by_id.values()
                if within(day.date, h.valid_from, h.valid_until) and timeline.bells.helper_is_free(h.class_id, day, span)
            )
        )
    return tuple(found)

"""What a weekly demand promises, date by date, before the calendar has its say; and why a promised date is not held."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.models.days import DAY_LABELS, WEEKDAYS, position_of, stretch_of
from planner.models.duties import Post
from planner.models.values import Weeks
from planner.models.visits import Cycle, Demand
from planner.timeline.bells import within
from planner.timeline.cells import demand_occasions
from planner.timeline.days import Day, closed_days_of, used_up_days
from planner.timeline.openings import NotOpen
from planner.timeline.weeks import SchoolWeek, is_school_day, own_weekday, school_weeks

if TYPE_CHECKING:
    from planner.timeline import Timeline
    from planner.timeline.cycles import Stretch

Key = int | dt.date
Runs = Callable[[int, str, dt.date], bool]


@dataclass(frozen=True, slots=True)
class Due:
    """One promised time: ``key`` is the week of the pattern, or the date itself in a day cycle; ``date`` where it belongs.

    ``without``: the demand is due then, and the place of this visit is never there in such a week: ``other_weeks`` (its
    window opens in other weeks), ``no_school`` (its weekday is a school day in other weeks) or ``not_open`` (its window has
    not begun, or has ended). Empty for all others.
    """

    key: Key
    date: dt.date
    without: str = ""


def every_week_of(weeks: Weeks) -> Weeks:
    """Weeks without their letter, and without the gaps where no two of them follow each other: from the first to the last.

    A place in odd weeks, or in weeks 1, 4 and 7, is one that comes more rarely than every week; the library is in use all the
    time. A row of weeks with a gap is a library that is shut in between.
    """
    numbers = sorted(weeks.numbers or ())
    if len(numbers) > 1 and all(after - before > 1 for before, after in pairwise(numbers)):
        numbers = [*range(numbers[0], numbers[-1] + 1)]
    return Weeks(numbers=tuple(numbers) or None, parity=None)


def _is_meant(cycle: Cycle, turn: str, first_week: int, count: int, letter: str) -> bool:
    """Whether a week with this number and letter is one of a turn."""
    head = turn.rpartition(":")[0]
    if cycle.kind == "ab":
        return head == letter
    return cycle.kind != "weeks" or head == f"{(count - first_week) % (cycle.n or 1) + 1}/{cycle.n}"


def _within(stretches: tuple[Stretch, ...], turn: str, dues: list[Due]) -> tuple[Due, ...]:
    """Those in the stretch of the term that a turn belongs to."""
    mine = [s for s in stretches if s.key == stretch_of(turn)]
    return tuple(due for due in dues if any(s.first <= due.date <= s.last for s in mine))


class Promises:
    """The promises of a school's patterns from ``timeline.since`` on."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._school = timeline.school
        self._term = timeline.school.term
        self._patterns: dict[tuple[str, str, str | None], tuple[Due, ...]] = {}

    def key(self, day: Day) -> Key:
        """What a session on this day keeps: the promise of its week, or of its date where no weekday repeats weekly."""
        return day.week if self._repeats(day.label) else day.date

    def _repeats(self, label: str) -> bool:
        some = {day for entry in self._term.only_in_weeks for day in entry.weekdays}
        return label in WEEKDAYS and label in {*self._term.weekdays, *some} and not self._term.cycle_days

    @cached_property
    def _days(self) -> dict[tuple[str, Key], list[Day]]:
        table: dict[tuple[str, Key], list[Day]] = defaultdict(list)
        for day in self._timeline.open_days:
            if day.date >= self._timeline.since:
                table[day.label, self.key(day)].append(day)
        return table

    @cached_property
    def _due_days(self) -> list[Day]:
        """Dates that belong to the pattern: those of the timeline, and closed ones that use up their day of the day cycle."""
        return sorted((*self._timeline.open_days, *used_up_days(self._term)), key=lambda day: day.date)

    @cached_property
    def _closed(self) -> dict[dt.date, str]:
        return {day.date: day.name.zh for day in closed_days_of(self._term)}

    @cached_property
    def _not_open(self) -> dict[tuple[dt.date, str], NotOpen]:
        return {(n.date, n.window): n for n in self._timeline.openings.not_held}

    def of_demand(self, demand: Demand, turn: str, window: str | None) -> tuple[Due, ...]:
        """Promised times of a visit of a weekly, A/B or n-week demand, from the first week on in which the demand is held, or
        would be if a place of every other week were there in each.

        What is promised is the demand's: one for each of its weeks, whether or not the place where the visit stands is there in
        that week. Weeks of the term in which books only come back promise no loans; single recall dates do, and lose them.
        """
        key = (demand.id, turn, window)
        if key not in self._patterns:
            occasions = demand_occasions(self._school, demand, self._timeline.days, self._timeline.openings)
            recall_too = demand.in_recall_weeks or demand.category == "READING"

            def is_due(week: int, parity: str, date: dt.date) -> bool:
                return (
                    demand.weeks.include(week, parity)
                    and within(date, demand.valid_from, demand.valid_until)
                    and (not demand.dates or date in demand.dates)
                    and (recall_too or week not in (self._term.recall_weeks or ()))
                )

            def runs(week: int, parity: str, date: dt.date) -> bool:
                return is_due(week, parity, date) and self._window_runs(window, week, parity, date)

            held = [o.day.week for o in occasions if o.day.confirmed]
            dues: list[Due] = []
            if held:
                first, begins = occasions[0].day.count, min([*held, *self._every_other(demand, is_due)])
                dues = self._dues(demand.cycle, position_of(turn), first, begins, runs)
                further = self._further_days if self._term.cycle_days else self._further_weeks
                dues += further(demand, position_of(turn), window, first, begins, is_due, dues)
            dues.sort(key=lambda due: due.date)
            self._patterns[key] = _within(self._timeline.stretches[demand.id], turn, dues)
        return self._patterns[key]

    def of_post(self, post: Post, turn: str, window: str) -> tuple[Due, ...]:
        """Promised times of a duty in a weekly, A/B or n-week cycle, from the post's first held week on."""
        key = (f"post {post.id}", turn, window)
        if key not in self._patterns:
            w = self._school.window_by_id[window]
            recall_too = post.in_recall_weeks or post.escort is not None or w.kind == "duty"
            held = [
                day
                for day in self._timeline.open_days
                if (o := self._timeline.openings.held.get((day.date, window))) and (o.loans or recall_too)
            ]

            def runs(week: int, parity: str, date: dt.date) -> bool:
                return (recall_too or week not in (self._term.recall_weeks or ())) and self._window_runs(
                    window, week, parity, date
                )

            first = min((day.week for day in held), default=1)
            dues = self._dues(self._school.duties.cycle, position_of(turn), held[0].count, first, runs) if held else []
            self._patterns[key] = _within(self._timeline.duty_stretches, turn, dues)
        return self._patterns[key]

    def of_window(self, window: str) -> tuple[tuple[str, Due], ...]:
        """(day label, promised time) of every date on which a window would open, in order of date."""

        def runs(week: int, parity: str, date: dt.date) -> bool:
            return self._window_runs(window, week, parity, date)

        if not self._school.window_by_id[window].school_days_only:
            return self._by_calendar(window)
        weekly = Cycle(kind="weekly", n=None, keep_weekday=False)
        found = [
            (label, due)
            for label in self._school.window_by_id[window].weekdays
            for due in self._dues(weekly, label, 1, -99, runs)
        ]
        return tuple(sorted(found, key=lambda x: x[1].date))

    def held_as(self, window: str, day: Day) -> tuple[str, Key]:
        """(day label, key of the promise) that an opening of a window keeps."""
        by_calendar = not self._school.window_by_id[window].school_days_only
        return (own_weekday(day.date), day.date) if by_calendar else (day.label, self.key(day))

    def _by_calendar(self, window: str) -> tuple[tuple[str, Due], ...]:
        """A window that needs no school day is promised on every such weekday of the wall calendar."""
        found = []
        for week in school_weeks(self._term).values():
            for label in self._school.window_by_id[window].weekdays:
                date = week.monday + dt.timedelta(WEEKDAYS.index(label))
                inside = max(self._term.start, self._timeline.since) <= date <= self._term.end
                if inside and self._window_runs(window, week.number, week.letter, date):
                    found.append((label, Due(date, date)))
        return tuple(sorted(found, key=lambda x: x[1].date))

    def _window_runs(self, window: str | None, week: int, parity: str, date: dt.date) -> bool:
        if window is None:
            return True
        w = self._school.window_by_id[window]
        return w.weeks.include(week, parity) and within(date, w.valid_from, w.valid_until)

    def _dues(self, cycle: Cycle, turn: str, first_week: int, first_held: int, runs: Runs) -> list[Due]:
        label = turn.rpartition(":")[2]
        if not self._repeats(label):
            return [
                Due(day.date, day.date)
                for day in self._due_days
                if day.label == label
                and day.date >= self._timeline.since
                and day.week >= first_held
                and _is_meant(cycle, turn, first_week, day.count, day.parity)
                and runs(day.week, day.parity, day.date)
            ]
        return [
            Due(week.number, date)
            for week, date in self._weeks_of(cycle, turn, first_week, first_held)
            if is_school_day(self._term, label, week) and runs(week.number, week.letter, date)
        ]

    def _weeks_of(self, cycle: Cycle, turn: str, first_week: int, first_held: int) -> Iterator[tuple[SchoolWeek, dt.date]]:
        """Weeks of the term that are a turn's, with the date of its weekday."""
        term, day = self._term, WEEKDAYS.index(turn.rpartition(":")[2])
        skipping = term.letters == "goes_on" or not term.closed_weeks_count
        for index, week in school_weeks(term).items():
            if index < 1 or week.number < first_held or (week.closed and skipping):
                continue  # a week that the school does not count promises nothing
            date = week.monday + dt.timedelta(day)
            inside = max(term.start, self._timeline.since) <= date <= term.end
            if inside and _is_meant(cycle, turn, first_week, week.count, week.letter):
                yield week, date

    def _further_weeks(
        self, demand: Demand, turn: str, window: str | None, first_week: int, first_held: int, is_due: Runs, own: list[Due]
    ) -> list[Due]:
        """Weeks of a turn in which its demand is due and its own place is not there."""
        cycle, length, days = demand.cycle, demand.cycle.in_weeks, self._timeline.day_by_date
        known = {due.key if isinstance(due.key, int) else days[due.date].week for due in own}
        label = turn.rpartition(":")[2]
        in_use = {
            (week.count - first_week) // length
            for week in school_weeks(self._term).values()
            for n, weekday in enumerate(WEEKDAYS)
            if self._in_use(demand, weekday, week.number, date := week.monday + dt.timedelta(n))
            and max(self._term.start, self._timeline.since) <= date <= self._term.end
            and is_due(week.number, week.letter, date)
        }
        return [
            Due(week.number if self._repeats(label) else date, date, self._without(window, week.number, week.letter, date))
            for week, date in self._weeks_of(cycle, turn, first_week, first_held)
            if week.number not in known
            and (week.count - first_week) // length in in_use
            and is_due(week.number, week.letter, date)
        ]

    def _further_days(
        self, demand: Demand, turn: str, window: str | None, first_week: int, first_held: int, is_due: Runs, own: list[Due]
    ) -> list[Due]:
        """The same in a day cycle, round by round of its days."""
        known, label = {due.date for due in own}, turn.rpartition(":")[2]
        rounds: list[list[Day]] = []
        for day in sorted((*self._timeline.days, *used_up_days(self._term)), key=lambda day: day.date):
            if day.date < self._timeline.since or not is_due(day.week, day.parity, day.date):
                continue
            if not rounds or DAY_LABELS.index(rounds[-1][-1].label) >= DAY_LABELS.index(day.label):
                rounds.append([])
            rounds[-1].append(day)
        return [
            Due(day.date, day.date, self._without(window, day.week, day.parity, day.date))
            for days in rounds
            if any(self._in_use(demand, day.label, day.week, day.date) for day in days)
            for day in days
            if day.label == label
            and day.date not in known
            and day.week >= first_held
            and _is_meant(demand.cycle, turn, first_week, day.count, day.parity)
        ]

    def _every_other(self, demand: Demand, is_due: Runs) -> list[int]:
        """Weeks in which a demand is due and would have a place that is there every other week, if it were there in each."""
        if self._term.cycle_days:
            dates = [(day.label, day.week, day.parity, day.date) for day in self._timeline.open_days]
        else:
            dates = [
                (label, week.number, week.letter, week.monday + dt.timedelta(n))
                for week in school_weeks(self._term).values()
                for n, label in enumerate(WEEKDAYS)
                if week.monday + dt.timedelta(n) not in self._closed
            ]
        windows = [self._school.window_by_id[w] for w in demand.windows]
        rare_days = {day for entry in self._term.only_in_weeks if entry.weeks.parity for day in entry.weekdays}
        rare = {label for w in windows for label in w.weekdays if w.weeks.parity or label in rare_days}
        return [
            week
            for label, week, letter, date in dates
            if label in rare
            and max(self._term.start, self._timeline.since) <= date <= self._term.end
            and is_due(week, letter, date)
            and self._in_use(demand, label, week, date)
        ]

    def _in_use(self, demand: Demand, label: str, week: int, date: dt.date) -> bool:
        """Whether a demand has a place in a week on such a day, or one that comes more rarely than every week."""
        some = [entry.weeks for entry in self._term.only_in_weeks if label in entry.weekdays]
        usual = any(every_week_of(weeks).include(week, "") for weeks in some) if some else label in self._labels
        windows = [self._school.window_by_id[w] for w in demand.windows]
        return usual and (
            demand.is_lesson
            or any(
                label in w.weekdays and every_week_of(w.weeks).include(week, "") and within(date, w.valid_from, w.valid_until)
                for w in windows
            )
        )

    @cached_property
    def _labels(self) -> frozenset[str]:
        """Days of an ordinary week, or of the day cycle."""
        return frozenset({day.label for day in self._timeline.days} if self._term.cycle_days else self._term.weekdays)

    def _without(self, window: str | None, week: int, letter: str, date: dt.date) -> str:
        if self._window_runs(window, week, letter, date):
            return "no_school"
        w = self._school.window_by_id[window or ""]
        return "not_open" if w.weeks.include(week, letter) else "other_weeks"

    def why_not(self, label: str, due: Due, window: str | None) -> NotOpen:
        """Why nothing is held at a promised time; the date is that of the day on which it would have been.

        ``closed`` (detail: the closure's name), ``runs_as`` (the day it runs instead), ``unconfirmed``, ``recall``, the
        reasons of a window that does not open (``event``, ``room``, ``no_adult``, ``not_open``, ``no_after_school``,
        ``no_bell``), those of a place that is not there in such a week (`Due.without`; detail: the window), or ``no_place``
        where slot, period or class are not there on that date.
        """
        name = window or ""
        if due.without:
            closed = next((c.name.zh for c in self._term.closures if due.date in c.dates), "")
            if closed:
                return NotOpen(due.date, name, "closed", closed)
            return NotOpen(due.date, name, due.without, name if due.without == "other_weeks" else "")
        if window and not self._school.window_by_id[window].school_days_only:
            closed = next((c.name.zh for c in self._term.closures if due.date in c.dates), "")
            return self._not_open.get((due.date, name), NotOpen(due.date, name, "closed", closed))
        found = sorted(self._days.get((label, due.key), ()), key=lambda d: (d.date != due.date, d.date))
        for day in found:
            if not day.confirmed:
                return NotOpen(day.date, name, "unconfirmed")
            if (day.date, name) in self._not_open:
                return self._not_open[day.date, name]
            if self._timeline.openings.is_recall(day.date):
                return NotOpen(day.date, name, "recall")
        if found:
            return NotOpen(found[0].date, name, "no_place")
        if due.date in self._closed:
            return NotOpen(due.date, name, "closed", self._closed[due.date])
        other = self._timeline.day_by_date.get(due.date)
        if other is not None and not other.confirmed:
            return NotOpen(due.date, name, "unconfirmed")
        return NotOpen(due.date, name, "runs_as", other.label if other else "")

"""The rota as it is held: one week of a plan by date and time, and the term as a strip of weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from api.store.revisions import unpack
from planner.languages import Language
from planner.messages.wording import date_text, day_name, grades_text, listing, span_text, translator
from planner.models.base import Text
from planner.models.school import School
from planner.models.session import Session
from planner.outputs.calendars.session_words import SessionWords
from planner.sessions.book import Book
from planner.timeline.days import Day, closed_days_of, days_of
from planner.timeline.weeks import own_weekday, week_of

_WEEK = dt.timedelta(days=7)
_TINTS = 6
"""Tints there are; grades beyond take them again, and the chip names its class in any case."""
VISITS = ("BORROWING", "READING")


@dataclass(frozen=True)
class Chip:
    """A class at a time. ``tint``: 1 to 6 by grade, 0 for whoever has none."""

    label: str
    what: str
    room: str
    tint: int
    unconfirmed: bool
    made_up: bool


@dataclass(frozen=True)
class WeekDay:
    """A heading. ``closed`` says why there is no school, ``runs`` whose timetable it runs where that is not its own."""

    date: dt.date
    name: str
    today: bool
    closed: str
    runs: str
    unconfirmed: bool


@dataclass(frozen=True)
class Line:
    """A time of the day, and who comes on each date."""

    time: str
    cells: tuple[tuple[Chip, ...], ...]
    what: str
    """What they come for, where all of them come for the same; the chips then need not say it."""
    room: str


@dataclass(frozen=True)
class StripWeek:
    """A week of the term in little. ``state``: closed, makeup, unconfirmed, recall or empty for an ordinary one."""

    monday: dt.date
    number: int
    state: str
    words: str
    visits: int
    now: bool
    shown: bool


@dataclass(frozen=True)
class Week:
    """One week of a plan, and the term around it."""

    monday: dt.date
    number: int
    days: tuple[WeekDay, ...]
    lines: tuple[Line, ...]
    kinds: tuple[tuple[str, bool], ...]
    """What classes come for that week: (name, whether it is to borrow)."""
    grades: tuple[tuple[str, int], ...]
    """(grade, tint) of the legend."""
    strip: tuple[StripWeek, ...]
    before: dt.date | None
    after: dt.date | None
    over: bool
    """The term has ended."""
    begins: bool
    """The term has not begun."""


class Term:
    """A stored plan on its dates. Stored plans never change: it is worked out once and kept."""

    def __init__(self, book: Book) -> None:
        self.book, self.school = book, book.school
        term = self.school.term
        self.days: dict[dt.date, Day] = {day.date: day for day in days_of(term)}
        self.closed: dict[dt.date, Text] = {day.date: day.name for day in closed_days_of(term)}
        self.by_week: dict[dt.date, list[Session]] = {monday: [] for monday in mondays(term.start, term.end)}
        for session in book.term.sessions:
            if session.category in VISITS and (monday_of(session.date)) in self.by_week:
                self.by_week[monday_of(session.date)].append(session)

    def visits_on(self, dates: Iterable[dt.date]) -> int:
        """Visits and duties planned on some dates."""
        wanted = set(dates)
        return sum(s.date in wanted for s in self.book.term.sessions if s.category in (*VISITS, "DUTY"))


@lru_cache(maxsize=8)
def term_of(stored: bytes) -> Term:
    """The plan of a stored plan file, on its dates."""
    return Term(unpack(stored))


def monday_of(date: dt.date) -> dt.date:
    """The Monday of its week."""
    return date - dt.timedelta(days=date.weekday())


def mondays(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    """Mondays of the weeks of a term."""
    monday = monday_of(start)
    while monday <= end:
        yield monday
        monday += _WEEK


def week_shown(stored: bytes, language: Language, today: dt.date, wanted: dt.date | None = None) -> Week:
    """The week with a date; without one that of today, and where the term is over or to come, its fullest."""
    known = term_of(stored)
    term, all_mondays = known.school.term, list(known.by_week)
    if wanted is None and not term.start <= today <= term.end:
        monday = _ordinary(known)
    else:
        monday = min(max(monday_of(wanted or today), all_mondays[0]), all_mondays[-1])
    at = all_mondays.index(monday)
    sessions = known.by_week[monday]
    dates = _dates(known, monday, sessions)
    days = tuple(_day(known, date, language, today) for date in dates)
    return Week(
        monday,
        week_of(term, monday),
        days,
        _lines(known.school, sessions, dates, language),
        _kinds(known.school, sessions, language),
        _grades(known.school, language),
        tuple(_strip(known, m, language, today, m == monday) for m in all_mondays),
        all_mondays[at - 1] if at else None,
        all_mondays[at + 1] if at + 1 < len(all_mondays) else None,
        today > term.end,
        today < term.start,
    )


def _ordinary(known: Term) -> dt.date:
    """The first of the weeks in which most is held: what the term looks like."""
    return max(known.by_week, key=lambda monday: (len(known.by_week[monday]), -monday.toordinal()))


def tint(school: School, visitor: str) -> int:
    """The tint of a class, by the place of its grade in the school."""
    known = school.class_by_id.get(visitor)
    return _tint_of(school, known.grade) if known else 0


def _tint_of(school: School, grade: int) -> int:
    order = sorted({c.grade for c in school.class_by_id.values()})
    return order.index(grade) % _TINTS + 1


def _grades(school: School, language: Language) -> tuple[tuple[str, int], ...]:
    found = sorted({c.grade for c in school.class_by_id.values()})
    said = school.spoken(language)
    return tuple((grades_text(said, [grade]), _tint_of(school, grade)) for grade in found)


def _dates(known: Term, monday: dt.date, sessions: list[Session]) -> list[dt.date]:
    """School days of the week, ordinary ones that are closed, and every date on which somebody comes."""
    week = [monday + dt.timedelta(days=n) for n in range(7)]
    weekdays, used = known.school.term.weekdays, {s.date for s in sessions}
    return [d for d in week if own_weekday(d) in weekdays or d in known.days or d in used]


def _day(known: Term, date: dt.date, language: Language, today: dt.date) -> WeekDay:
    _ = translator(language)
    day, own = known.days.get(date), own_weekday(date)
    inside = known.school.term.start <= date <= known.school.term.end
    closed = ""
    if day is None:
        name = known.closed.get(date)
        closed = name.in_(language) if name else _("no school") if inside else _("outside the term")
    runs = day_name(language, day.label, known.school.term) if day and day.label != own else ""
    return WeekDay(date, day_name(language, own), date == today, closed, runs, day is not None and not day.confirmed)


def _lines(school: School, sessions: list[Session], dates: list[dt.date], language: Language) -> tuple[Line, ...]:
    words = SessionWords(school, language)
    several = len({s.rooms for s in sessions}) > 1
    times = sorted({s.time for s in sessions if s.time}, key=lambda t: (t.start, t.end))
    order = {key: n for n, key in enumerate(school.class_by_id)}
    found = []
    for time in [*times, None]:
        cells = []
        for date in dates:
            here = [s for s in sessions if s.date == date and s.time == time]
            here.sort(key=lambda s: (order.get(s.visitor or "", len(order)), s.uid))
            cells.append(tuple(_chip(school, s, words, language, several) for s in here))
        if any(cells):
            what, room = ({getattr(chip, name) for cell in cells for chip in cell} for name in ("what", "room"))
            said = [next(iter(all_)) if len(all_) == 1 else "" for all_ in (what, room)]
            found.append(Line(span_text(language, time) if time else "", tuple(cells), *said))
    return tuple(found)


def _chip(school: School, session: Session, words: SessionWords, language: Language, several: bool) -> Chip:
    demand = school.demand_by_id.get(session.source)
    rooms = [school.room_by_id[r].name.in_(language) for r in session.rooms if r in school.room_by_id]
    return Chip(
        words.visitor(demand, session.visitor or ""),
        demand.name.in_(language) if demand else "",
        listing(language, rooms) if several else "",
        tint(school, session.visitor or ""),
        not session.confirmed,
        session.made_up_for is not None,
    )


def _kinds(school: School, sessions: list[Session], language: Language) -> tuple[tuple[str, bool], ...]:
    found = {s.source: s.category == "BORROWING" for s in sessions if s.source in school.demand_by_id}
    return tuple((school.demand_by_id[key].name.in_(language), borrows) for key, borrows in found.items())


def _strip(known: Term, monday: dt.date, language: Language, today: dt.date, shown: bool) -> StripWeek:
    _, term = translator(language), known.school.term
    days = [d for n in range(7) if (d := known.days.get(monday + dt.timedelta(days=n)))]
    closed = [monday + dt.timedelta(days=n) for n in range(7) if monday + dt.timedelta(days=n) in known.closed]
    number, said = week_of(term, monday), []
    unconfirmed = [d for d in days if not d.confirmed]
    recall = term.recall_weeks is not None and number in term.recall_weeks
    made_up = [d for d in days if d.changed and d.confirmed]
    if closed:
        said.append(_("closed: {dates}", dates=listing(language, (date_text(language, d) for d in closed))))
    if made_up:
        said.append(_("make-up day: {dates}", dates=listing(language, (date_text(language, d.date) for d in made_up))))
    if unconfirmed:
        dates = listing(language, (date_text(language, d.date) for d in unconfirmed))
        said.append(_("not confirmed: {dates}", dates=dates))
    if recall:
        said.append(_("books come back only"))
    state = "unconfirmed" if unconfirmed else "closed" if not days else "recall" if recall else "makeup" if made_up else ""
    return StripWeek(
        monday,
        number,
        state or ("part" if closed else ""),
        "; ".join(said),
        len(known.by_week[monday]),
        monday_of(today) == monday,
        shown,
    )

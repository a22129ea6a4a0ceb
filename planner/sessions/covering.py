"""Who could stand in for a student librarian on a date, ranked, each with reasons. No solver: one date is a small question.

A substitute is held to the same rules as the plan, on that date and in that week as they really are, other substitutes
included. Rules about being able to come forbid it; rules about how often and with whom only mark it, since for one date the
librarian may well decide so.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from planner.models.covering import Candidate, Cover, Seat
from planner.models.duties import Post
from planner.models.people import Helper
from planner.models.school import School
from planner.models.session import Session
from planner.models.values import Span
from planner.sessions.book import Book
from planner.timeline import Day, Occasion, Shift, Timeline, is_away, pin_fits, week_of, within

_CANNOT = frozenset({"helper_available", "helper_suitable", "arrival_fits", "one_duty_a_day", "post_staffed", "escort_tied"})


class Covering:
    """Questions about the duties of a published plan, on dates."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._sessions = book.sessions
        self.duties = [s for s in self._sessions if s.category == "DUTY"]

    def seats(self, helper: str, first: dt.date, last: dt.date) -> list[Seat]:
        """Duties of a helper from ``first`` to ``last``: the own ones, whoever does them now, and those done for others."""
        return [_seat(s) for s in self.duties if first <= s.date <= last and helper in (s.helper, s.instead_of)]

    def seats_on(self, date: dt.date) -> list[Seat]:
        """Every duty on a date, in order of time."""
        return [_seat(s) for s in sorted(self.duties, key=lambda s: s.order) if s.date == date]

    def cover(self, seat: Seat, without: Iterable[Seat] = ()) -> Cover:
        """Everybody who might take a seat. ``without``: seats to be thought of as nobody's, for swaps."""
        gone = {_key(s) for s in (seat, *without)}
        duties = [s for s in self.duties if (s.date, s.source, s.window, s.slot, s.helper) not in gone]
        school = self.school_on(seat.date)
        judge = _Judge(self._book.in_force(seat.date).timeline, self._sessions, duties, seat)
        found = [judge.candidate(h) for h in school.helper_by_id.values() if h.id != seat.now]
        place = {h: n for n, h in enumerate(school.helper_by_id)}
        return Cover(seat=seat, candidates=tuple(sorted(found, key=lambda c: (_rank(c), place[c.helper]))))

    def school_on(self, date: dt.date) -> School:
        """The school as the plan in force on a date has it."""
        return self._book.in_force(date).school


def _seat(s: Session) -> Seat:
    return Seat(
        date=s.date,
        post=s.source,
        window=s.window or "",
        slot=s.slot,
        helper=s.instead_of or s.helper or "",
        now=s.helper or "",
        time=s.time,
        escorts=s.visitor,
    )


def _key(seat: Seat) -> tuple[dt.date, str, str | None, int | None, str]:
    return (seat.date, seat.post, seat.window, seat.slot, seat.now)


def _rank(c: Candidate) -> tuple[object, ...]:
    """Who can, breaks nothing, knows the class, would like to, and has had least so far, comes first."""
    broken = (not c.can, len(c.cannot), len(c.exceeds))
    return (*broken, not c.own_class, c.in_week, c.in_term, not c.likes, not c.same_class, c.so_far)


class _Judge:
    """Holds helpers against one seat; what they all share is worked out once."""

    def __init__(self, timeline: Timeline, sessions: Iterable[Session], duties: list[Session], seat: Seat) -> None:
        self._timeline, self._school, self._seat = timeline, timeline.school, seat
        self._day: Day = timeline.day_by_date[seat.date]
        self._visits = [s for s in sessions if s.date == seat.date and s.category in {"BORROWING", "READING"}]
        self._own: dict[str, list[Session]] = defaultdict(list)
        for s in duties:
            self._own[s.helper or ""].append(s)
        self._duties_there = [
            s for s in duties if (s.date, s.window) == (seat.date, seat.window) and s.helper in self._school.helper_by_id
        ]
        self._at_post = [
            self._school.helper_by_id[s.helper or ""]
            for s in self._duties_there
            if (s.source, s.slot) == (seat.post, seat.slot)
        ]

    @cached_property
    def _occasion(self) -> Occasion:
        return Occasion(self._day, self._seat.window)

    @cached_property
    def _shift(self) -> Shift:
        seat = self._seat
        return Shift(seat.post, seat.date.isoformat(), self._day.label, None, seat.window, seat.slot, (self._occasion,))

    @cached_property
    def _span(self) -> Span:
        return self._timeline.duty_span(self._shift, self._occasion)

    @cached_property
    def _post(self) -> Post:
        return self._school.post_by_id[self._seat.post]

    def candidate(self, helper: Helper) -> Candidate:
        """One helper for the seat."""
        seat, own = self._seat, self._own[helper.id]
        week = week_of(self._school.term, seat.date)
        broken = [r for r in dict.fromkeys(self._broken(helper)) if self._school.mode(r) != "off"]
        cannot = [r for r in broken if r in _CANNOT and self._school.mode(r) == "hard"]
        if self._overlaps(helper) and "one_duty_a_day" not in cannot:
            cannot.append("one_duty_a_day")  # whatever the school switched: nobody is in two places at once
        missing = self._school.helper_by_id.get(seat.helper)
        visiting = {s.visitor for s in self._visits if s.window == seat.window and seat.slot in (None, s.slot)}
        return Candidate(
            helper=helper.id,
            can=not cannot,
            cannot=tuple(cannot),
            exceeds=tuple(r for r in broken if r not in cannot),
            in_week=sum(week_of(self._school.term, s.date) == week for s in own),
            so_far=sum(s.date < seat.date for s in own),
            in_term=len(own),
            own_class=helper.class_id == seat.escorts if self._post.escort else helper.class_id in visiting,
            same_class=missing is not None and missing.class_id == helper.class_id,
            likes=bool(helper.likes) and is_away(helper.likes, self._day, seat.window, self._span),
        )

    def _broken(self, helper: Helper) -> Iterator[str]:
        """Rules that this helper in this seat would break, by name."""
        yield from self._unable(helper)
        yield from self._too_often(helper)
        yield from self._wrong_company(helper)

    def _unable(self, helper: Helper) -> Iterator[str]:
        school, seat, day = self._school, self._seat, self._day
        c, span = school.class_by_id[helper.class_id], self._span
        trained = self._post.id in helper.posts if helper.posts is not None else not self._post.trained
        if not trained or not c.is_of(self._post.grades):
            yield "helper_suitable"
        begin = self._timeline.openings.held[seat.date, seat.window].time_of(seat.slot).start
        visits = any(s.visitor == c.id and s.window != seat.window and s.time and s.time.overlaps(span) for s in self._visits)
        if (
            not within(seat.date, helper.valid_from, helper.valid_until)
            or c.campus != school.window_campus(seat.window)
            or is_away(helper.away, day, seat.window, span)
            or not self._timeline.bells.helper_is_free(c.id, day, Span(start=begin, end=span.end))
            or visits
        ):
            yield "helper_available"
        if span.start < begin and not self._timeline.bells.helper_is_free(c.id, day, Span(start=span.start, end=begin)):
            yield "arrival_fits"
        if any(s.date == seat.date for s in self._own[helper.id]):
            yield "one_duty_a_day"
        missing = school.helper_by_id.get(seat.helper)
        if missing is not None and helper.trainee != missing.trainee:
            # A trainee fills no seat; nor does a trained helper come besides, as a trainee does.
            yield "escort_tied" if self._post.escort else "post_staffed"

    def _overlaps(self, helper: Helper) -> bool:
        return any(
            s.date == self._seat.date and s.time is not None and s.time.overlaps(self._span) for s in self._own[helper.id]
        )

    def _too_often(self, helper: Helper) -> Iterator[str]:
        school, seat = self._school, self._seat
        week = week_of(school.term, seat.date)
        most = school.most_duties(helper)
        if most is not None and sum(week_of(school.term, s.date) == week for s in self._own[helper.id]) >= most:
            yield "duty_max"
        dates = {s.date for s in self._own[helper.id]}
        if not school.duties.consecutive_days and {seat.date - dt.timedelta(1), seat.date + dt.timedelta(1)} & dates:
            yield "no_consecutive"

    def _wrong_company(self, helper: Helper) -> Iterator[str]:
        school = self._school
        if any(not p.wanted and p.helper == helper.id and pin_fits(p, self._shift, self._occasion) for p in school.duties.pins):
            yield "duty_pinned"
        if self._lacks_experience(helper):
            yield "experienced_there"
        team = [*self._at_post, helper]
        trainees = sum(h.trainee for h in team)
        if helper.trainee and (trainees > school.duties.trainees_per_post or trainees > len(team) - trainees):
            yield "trainee_paired"
        there_too = {s.helper for s in self._duties_there}
        if any(not w.together and helper.id in w.helpers and there_too & set(w.helpers) - {helper.id} for w in school.wishes):
            yield "pair_wishes"

    def _lacks_experience(self, helper: Helper) -> bool:
        """Whether the shift would have too few experienced helpers, and had one more before."""
        school, seat = self._school, self._seat
        missing = school.helper_by_id.get(seat.helper)
        if not school.duties.experienced or (helper.experienced and not helper.trainee):
            return False
        counts = any(
            (s.window, s.slot) == (seat.window, seat.slot)
            and not school.post_by_id[s.post].escort
            and any(o.date == seat.date for o in s.occasions)
            for s in self._timeline.shifts
        )
        beside = [school.helper_by_id[s.helper or ""] for s in self._duties_there if s.slot == seat.slot]
        there = sum(h.experienced and not h.trainee for h in beside)
        was_one = missing is not None and missing.experienced and not missing.trainee
        return counts and was_one and there < school.duties.experienced

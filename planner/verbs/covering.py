"""Who could stand in for a student librarian on a date, ranked, each with reasons. No solver: one date is a small question.

A substitute is judged by the checker, by the same rules as the plan, on that date and in that week as they really are, other
substitutes included. Rules about being able to come forbid it; rules about how often and with whom only mark it, since for one
date the librarian may well decide so.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from planner.checker.dated import Dates
from planner.models.covering import Candidate, Cover, Exchange, Seat
from planner.models.people import Helper
from planner.models.school import School
from planner.models.session import Session
from planner.sessions.book import Book
from planner.sessions.chapter import Chapter
from planner.timeline import is_away, week_of

_CANNOT = frozenset({"helper_available", "helper_suitable", "arrival_fits", "one_duty_a_day", "post_staffed", "escort_tied"})
_TRIED = 60
"""Duties that are tried for an exchange: the nearest of a term's thousand."""
_TOLD = frozenset({"own_class", "duty_wishes"})
"""Wishes that a candidate tells of in its own words: where they only have a price, they do not speak against anybody."""


class Covering:
    """Questions about the duties of a published plan, on dates."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.duties = [s for s in book.sessions if s.category == "DUTY"]
        self._dates: dict[Chapter, Dates] = {}

    def seats(self, helper: str, first: dt.date, last: dt.date) -> list[Seat]:
        """Duties of a helper from ``first`` to ``last``: the own ones, whoever does them now, and those done for others."""
        return [_seat(s) for s in self.duties if first <= s.date <= last and helper in (s.helper, s.instead_of)]

    def seats_on(self, date: dt.date) -> list[Seat]:
        """Every duty on a date, in order of time."""
        return [_seat(s) for s in sorted(self.duties, key=lambda s: s.order) if s.date == date]

    def cover(self, seat: Seat, without: Iterable[Seat] = ()) -> Cover:
        """Everybody who might take a seat. ``without``: seats to be thought of as nobody's, for swaps."""
        judge, school = self._judge(seat, without), self.school_on(seat.date)
        found = [judge.candidate(h) for h in school.helper_by_id.values() if h.id != seat.now]
        place = {h: n for n, h in enumerate(school.helper_by_id)}
        return Cover(seat=seat, candidates=tuple(sorted(found, key=lambda c: (_rank(c), place[c.helper]))))

    def exchanges(
        self, seat: Seat, first: dt.date, last: dt.date, away: tuple[dt.date, dt.date] | None = None, most: int = 8
    ) -> tuple[Exchange, ...]:
        """Duties of others from ``first`` to ``last`` that a seat can be exchanged for: what breaks nothing and is near first.

        None from the first to the last date of ``away`` (none = on that of the seat): then whoever has the seat cannot come.
        Either is judged as in `planner.verbs.standing_in.swap`. Of many duties only the nearest are tried.
        """
        gone, back = away or (seat.date, seat.date)
        busy = {(s.helper, s.date) for s in self.duties}

        def order(other: Seat) -> tuple[object, ...]:
            twice = (other.now, seat.date) in busy or (seat.now, other.date) in busy
            return (twice, abs((other.date - seat.date).days), other.post != seat.post)

        near = [_seat(s) for s in self.duties if first <= s.date <= last and not gone <= s.date <= back]
        others = [o for o in near if o.now != seat.now]
        # Who has two duties on a date would have to say which.
        several = Counter((name, o.date) for o in others for name in {o.now, o.helper})
        found: list[Exchange] = []
        for other in sorted((o for o in others if several[o.now, o.date] == 1), key=order)[:_TRIED]:
            theirs = self.school_on(seat.date).helper_by_id.get(other.now)
            mine = self.school_on(other.date).helper_by_id.get(seat.now)
            if theirs is None or mine is None:
                continue
            comes = self._judge(seat, [other]).candidate(theirs)
            goes = self._judge(other, [seat]).candidate(mine) if comes.can else None
            if goes is not None and goes.can:
                found.append(Exchange(seat=seat, other=other, comes=comes, goes=goes))
                if sum(not e.exceeds for e in found) == most:
                    break
        return tuple(sorted(found, key=lambda e: len(e.exceeds))[:most])

    def _judge(self, seat: Seat, without: Iterable[Seat]) -> _Judge:
        chapter = self._book.in_force(seat.date)
        if chapter not in self._dates:
            self._dates[chapter] = Dates(chapter, self._book.sessions)
        empty = {_key(s) for s in without}
        taken = {_key(_seat(s)): s for s in self.duties}
        held = taken[_key(seat)]
        dates = self._dates[chapter].without(s for key, s in taken.items() if key in empty)
        return _Judge(chapter, dates, seat, held, [s for key, s in taken.items() if key not in empty and s is not held])

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

    def __init__(self, chapter: Chapter, dates: Dates, seat: Seat, held: Session, others: Iterable[Session]) -> None:
        """``held``: the session of the seat; ``others``: every other duty of the term."""
        self._school, self._seat, self._day = chapter.school, seat, chapter.timeline.day_by_date[seat.date]
        self._by_plan = replace(held, helper=seat.helper, instead_of=None)
        # Held against what the plan has there, whoever stands in now.
        self._dates = dates.without([held]).holding([self._by_plan])
        self._visiting = dates.visitors(seat.date, seat.window, seat.slot)
        self._own: dict[str, list[Session]] = defaultdict(list)
        for s in others:
            self._own[s.helper or ""].append(s)

    def candidate(self, helper: Helper) -> Candidate:
        """One helper for the seat."""
        school, seat, own = self._school, self._seat, self._own[helper.id]
        week = week_of(school.term, seat.date)
        broken = self._broken(helper)
        cannot = [r for r in broken if r in _CANNOT and school.mode(r) == "hard"]
        if self._overlaps(own) and "one_duty_a_day" not in cannot:
            cannot.append("one_duty_a_day")  # whatever the school switched: nobody is in two places at once
        missing = school.helper_by_id.get(seat.helper)
        escort = school.post_by_id[seat.post].escort
        span = self._by_plan.time
        return Candidate(
            helper=helper.id,
            can=not cannot,
            cannot=tuple(cannot),
            exceeds=tuple(r for r in broken if r not in cannot),
            in_week=sum(week_of(school.term, s.date) == week for s in own),
            so_far=sum(s.date < seat.date for s in own),
            in_term=len(own),
            own_class=helper.class_id == seat.escorts if escort else helper.class_id in self._visiting,
            same_class=missing is not None and missing.class_id == helper.class_id,
            likes=bool(helper.likes) and span is not None and is_away(helper.likes, self._day, seat.window, span),
        )

    def _broken(self, helper: Helper) -> list[str]:
        """Rules that this helper in this seat breaks and the plan does not, in their order."""
        if helper.id == self._seat.helper:
            breaches = self._dates.without([self._by_plan]).broken([self._by_plan])
        else:
            taking = replace(self._by_plan, helper=helper.id, instead_of=self._seat.helper)
            breaches = self._dates.broken([taking], [self._by_plan])
        found = dict.fromkeys(b.rule for b in breaches)
        return [r for r in found if r not in _TOLD or self._school.mode(r) == "hard"]

    def _overlaps(self, own: Iterable[Session]) -> bool:
        span = self._by_plan.time
        return any(s.date == self._seat.date and s.time is not None and span is not None and s.time.overlaps(span) for s in own)

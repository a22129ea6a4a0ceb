"""Who is on duty on a date, who could stand in or exchange: for the morning on which somebody is ill, and for a week of it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any

from api.deps import Door
from api.store.revisions import unpack
from planner.messages.wording import date_text, listing, span_text, translator
from planner.models.base import Language
from planner.models.covering import Cover, Exchange, Seat
from planner.models.school import School
from planner.outputs.tables.makeup_words import favours, sentences
from planner.outputs.tables.names import HelperNames
from planner.verbs.covering import Covering

_SHOWN = 8
_LONGEST = dt.timedelta(days=41)
"""How long somebody is away at most; who is away for longer stops, and the plan is made again."""
_AROUND = dt.timedelta(days=28)
"""How far before and after a duty others are looked at for an exchange."""


@dataclass(frozen=True)
class Query:
    """What is asked about: the duties of a date; with ``helper`` also who could come instead, until ``until`` (none = that date
    alone); with ``exchange`` also what could be exchanged."""

    date: dt.date | None = None
    helper: str | None = None
    post: str | None = None
    until: dt.date | None = None
    exchange: bool = False


@dataclass(frozen=True)
class Duty:
    """One duty on the page. ``stands_for`` is set where somebody stands in; ``back`` then is what gives the duty back."""

    date: dt.date
    time: str
    post: str
    window: str
    who: str
    stands_for: str
    escorts: str
    ask: dict[str, str]
    back: dict[str, Any] | None
    asked: bool


@dataclass(frozen=True)
class Substitute:
    """Somebody who could stand in; ``body`` is what enters them."""

    name: str
    in_week: int
    in_term: int
    favours: list[str]
    against: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Swap:
    """A duty of somebody else that could be taken in exchange; ``body`` is what enters both."""

    name: str
    other: Duty
    against: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """The answer for one duty: the best first, how many more there are, and why others cannot. ``swaps``: None = not asked."""

    duty: Duty
    able: list[Substitute]
    more: int
    unable: list[tuple[str, str]]
    swaps: list[Swap] | None


@dataclass(frozen=True)
class Missing:
    """Whom the answers are about: the name, and from when until when."""

    helper: str
    name: str
    until: dt.date


@dataclass(frozen=True)
class DutyDay:
    """A date with its duties, and the dates with duties next to it."""

    date: dt.date
    before: dt.date | None
    after: dt.date | None
    first: dt.date
    last: dt.date
    duties: list[Duty]
    missing: Missing | None
    asked: list[Asked]
    today: bool
    message: str
    """What to pass on: who does whose duty on these dates; empty where nobody stands in."""


def duty_day(door: Door, stored: bytes, query: Query) -> DutyDay | None:
    """The duties of a date by a stored plan; none given = the next with duties, or the last. None: there are no duties."""
    covering = Covering(unpack(stored))
    dates = sorted({s.date for s in covering.duties})
    if not dates:
        return None
    date = query.date or dates[min(bisect_left(dates, door.service.today()), len(dates) - 1)]
    until = min(max(query.until or date, date), date + _LONGEST)
    words = _Words(covering, door.language, internal=door.sees_names)
    posts = {post: n for n, post in enumerate(covering.school_on(date).post_by_id)}
    seats = sorted(covering.seats_on(date), key=lambda seat: posts[seat.post])
    mine = [s for s in covering.seats(query.helper, date, until) if query.post in (None, s.post)] if query.helper else []
    before, after = bisect_left(dates, date), bisect_right(dates, date)
    return DutyDay(
        date,
        dates[before - 1] if before else None,
        dates[after] if after < len(dates) else None,
        dates[0],
        dates[-1],
        [words.duty(seat, seat in mine) for seat in seats],
        words.missing(query.helper, date, until),
        [words.asked(seat, (date, until) if query.exchange else None) for seat in mine],
        date == door.service.today(),
        words.message(dict.fromkeys([*seats, *mine])),
    )


class _Words:
    """Seats and candidates as they are shown, by the school as it is on their date."""

    def __init__(self, covering: Covering, language: Language, *, internal: bool) -> None:
        self._covering, self._language, self._internal = covering, language, internal
        self._known: dict[tuple[int, bool], HelperNames] = {}

    def missing(self, helper: str | None, date: dt.date, until: dt.date) -> Missing | None:
        """Who is away; None for nobody, and for whom the school does not have."""
        known = helper and helper in self._covering.school_on(date).helper_by_id
        return Missing(helper, self.who(helper, date), until) if helper and known else None

    def duty(self, seat: Seat, asked: bool) -> Duty:
        """One duty."""
        school, date, elsewhere = self._covering.school_on(seat.date), seat.date.isoformat(), seat.now != seat.helper
        return Duty(
            date=seat.date,
            time=span_text(self._language, seat.time) if seat.time else "",
            post=school.post_by_id[seat.post].name.in_(self._language),
            window=school.window_by_id[seat.window].name.in_(self._language),
            who=self.who(seat.now, seat.date),
            stands_for=self.who(seat.helper, seat.date) if elsewhere else "",
            escorts=self._class(school, seat.escorts) if seat.escorts else "",
            ask={"date": date, "helper": seat.helper, "post": seat.post},
            back={"date": date, "helper": seat.helper, "post": seat.post, "substitute": None} if elsewhere else None,
            asked=asked,
        )

    def asked(self, seat: Seat, away: tuple[dt.date, dt.date] | None) -> Asked:
        """Who could take a duty, and with ``away`` which others outside these dates could be had for it."""
        cover = self._covering.cover(seat)
        able = [c for c in cover.candidates if c.can]
        return Asked(
            self.duty(seat, True),
            [
                Substitute(
                    self.who(c.helper, seat.date),
                    c.in_week,
                    c.in_term,
                    favours(c, self._language),
                    sentences(c.exceeds, self._language),
                    {"date": seat.date.isoformat(), "helper": seat.helper, "post": seat.post, "substitute": c.helper},
                )
                for c in able[:_SHOWN]
            ],
            max(0, len(able) - _SHOWN),
            self._unable(cover),
            self._swaps(seat, away) if away else None,
        )

    def message(self, seats: dict[Seat, None]) -> str:
        """Lines to paste into a chat, for everybody's eyes: class and number, or masked. Of an exchange both halves."""
        _ = translator(self._language)
        changed = dict.fromkeys(seat for seat in seats if seat.now != seat.helper)
        changed |= dict.fromkeys(back for seat in changed for back in self._in_return(seat))
        lines = [
            _(
                "{date} {post}: {substitute} for {helper}",
                date=date_text(self._language, seat.date),
                post=" ".join(filter(None, (school.post_by_id[seat.post].name.in_(self._language), self._time(seat)))),
                substitute=self._public(seat.now, seat.date),
                helper=self._public(seat.helper, seat.date),
            )
            for seat in sorted(changed, key=lambda s: s.date)
            for school in (self._covering.school_on(seat.date),)
        ]
        return "\n".join([_("Duties that have changed hands:"), *lines]) if lines else ""

    def _in_return(self, seat: Seat) -> list[Seat]:
        """What the one whose duty it is does for others around that date."""
        around = self._covering.seats(seat.helper, seat.date - _AROUND, seat.date + _AROUND)
        return [other for other in around if other.now == seat.helper != other.helper]

    def who(self, helper: str, date: dt.date) -> str:
        """Class and name, or class and number."""
        return self._label(helper, date, internal=self._internal)

    def _unable(self, cover: Cover) -> list[tuple[str, str]]:
        found: dict[str, list[str]] = {}
        for c in cover.candidates:
            if not c.can:
                found.setdefault(sentences(c.cannot[:1], self._language), []).append(self.who(c.helper, cover.seat.date))
        return [(rule, listing(self._language, names)) for rule, names in found.items()]

    def _swaps(self, seat: Seat, away: tuple[dt.date, dt.date]) -> list[Swap]:
        found = self._covering.exchanges(seat, seat.date - _AROUND, seat.date + _AROUND, away)
        return [self._swap(e) for e in found]

    def _swap(self, found: Exchange) -> Swap:
        seat, other = found.seat, found.other
        return Swap(
            self.who(other.now, other.date),
            self.duty(other, False),
            sentences(found.exceeds, self._language),
            {
                "date": seat.date.isoformat(),
                "helper": seat.helper,
                "post": seat.post,
                "substitute": other.now,
                "their_date": other.date.isoformat(),
            },
        )

    def _time(self, seat: Seat) -> str:
        return span_text(self._language, seat.time) if seat.time else ""

    def _public(self, helper: str, date: dt.date) -> str:
        return self._label(helper, date, internal=False)

    def _label(self, helper: str, date: dt.date, *, internal: bool) -> str:
        school = self._covering.school_on(date)
        if helper not in school.helper_by_id:
            return helper
        key = (id(school), internal)
        if key not in self._known:
            self._known[key] = HelperNames(school, self._language, internal=internal, unmarked=not internal)
        label = self._known[key].label(helper)
        own = self._class(school, school.helper_by_id[helper].class_id)
        return label if label.startswith(own) else f"{own} {label}"

    def _class(self, school: School, key: str) -> str:
        known = school.class_by_id.get(key) or school.group_by_id.get(key)
        return known.name.in_(self._language) if known else key

"""Who is on duty on a date, and who could stand in: for the morning on which somebody is ill."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any

from api.deps import Door
from api.store.revisions import unpack
from planner.messages.wording import listing, span_text
from planner.models.base import Language
from planner.models.covering import Cover, Seat
from planner.models.school import School
from planner.outputs.tables.makeup_words import favours, sentences
from planner.outputs.tables.names import HelperNames
from planner.verbs.covering import Covering

_SHOWN = 8


@dataclass(frozen=True)
class Duty:
    """One duty on the page. ``stands_for`` is set where somebody stands in; ``back`` then is what gives the duty back."""

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
class Asked:
    """The answer for one duty: the best first, how many more there are, and why others cannot."""

    duty: Duty
    able: list[Substitute]
    more: int
    unable: list[tuple[str, str]]


@dataclass(frozen=True)
class DutyDay:
    """A date with its duties, and the dates with duties next to it."""

    date: dt.date
    before: dt.date | None
    after: dt.date | None
    first: dt.date
    last: dt.date
    duties: list[Duty]
    asked: list[Asked]


def duty_day(door: Door, stored: bytes, date: dt.date | None, helper: str | None, post: str | None) -> DutyDay | None:
    """The duties of a date by a stored plan; none given = the next with duties, or the last. None: there are no duties."""
    covering = Covering(unpack(stored))
    dates = sorted({s.date for s in covering.duties})
    if not dates:
        return None
    if date is None:
        date = dates[min(bisect_left(dates, door.service.today()), len(dates) - 1)]
    words = _Words(covering.school_on(date), door.language, date, internal=door.sees_names)
    seats = covering.seats_on(date)
    mine = [seat for seat in seats if seat.helper == helper and post in (None, seat.post)]
    before, after = bisect_left(dates, date), bisect_right(dates, date)
    return DutyDay(
        date,
        dates[before - 1] if before else None,
        dates[after] if after < len(dates) else None,
        dates[0],
        dates[-1],
        [words.duty(seat, seat in mine) for seat in seats],
        [words.asked(covering.cover(seat)) for seat in mine],
    )


class _Words:
    """Seats and candidates of a date as they are shown."""

    def __init__(self, school: School, language: Language, date: dt.date, *, internal: bool) -> None:
        self._school, self._language, self._date = school, language, date
        self._names = HelperNames(school, language, internal=internal)

    def duty(self, seat: Seat, asked: bool) -> Duty:
        date, elsewhere = self._date.isoformat(), seat.now != seat.helper
        return Duty(
            time=span_text(self._language, seat.time) if seat.time else "",
            post=self._school.post_by_id[seat.post].name.in_(self._language),
            window=self._school.window_by_id[seat.window].name.in_(self._language),
            who=self._who(seat.now),
            stands_for=self._who(seat.helper) if elsewhere else "",
            escorts=self._class(seat.escorts) if seat.escorts else "",
            ask={"date": date, "helper": seat.helper, "post": seat.post},
            back={"date": date, "helper": seat.helper, "post": seat.post, "substitute": None} if elsewhere else None,
            asked=asked,
        )

    def asked(self, cover: Cover) -> Asked:
        able = [c for c in cover.candidates if c.can]
        unable: dict[str, list[str]] = {}
        for c in cover.candidates:
            if not c.can:
                unable.setdefault(sentences(c.cannot[:1], self._language), []).append(self._who(c.helper))
        seat = cover.seat
        return Asked(
            self.duty(seat, True),
            [
                Substitute(
                    self._who(c.helper),
                    c.in_week,
                    c.in_term,
                    favours(c, self._language),
                    sentences(c.exceeds, self._language),
                    {"date": self._date.isoformat(), "helper": seat.helper, "post": seat.post, "substitute": c.helper},
                )
                for c in able[:_SHOWN]
            ],
            max(0, len(able) - _SHOWN),
            [(rule, listing(self._language, names)) for rule, names in unable.items()],
        )

    def _who(self, helper: str) -> str:
        """Class and name, or class and number."""
        if helper not in self._school.helper_by_id:
            return helper
        label = self._names.label(helper)
        own = self._class(self._school.helper_by_id[helper].class_id)
        return label if label.startswith(own) else f"{own} {label}"

    def _class(self, key: str) -> str:
        known = self._school.class_by_id.get(key)
        return known.name.in_(self._language) if known else key

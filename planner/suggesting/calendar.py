"""Closures and make-up days that a term should have, held against what the school file says already.

Which days are off, and which weekend days are worked, is public. Which weekday's timetable a make-up day runs is each
school's own decision: it is suggested, and never confirmed here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, Literal

from pydantic import Field

from planner.languages import spoken
from planner.messages.wording import date_text, long_day_name, translator
from planner.models.base import Language, Model, Said, Text
from planner.models.term import Term
from planner.models.values import Date
from planner.suggesting.listedday import ListedDay
from planner.suggesting.national import DayOff, National, national
from planner.timeline import days_of, own_weekday


def say(reason: str, manner: Callable[[Language], Language] = str, **params: Any) -> Said:
    """The words of a reason. Dates, day labels and texts among ``params`` are put into words of each language."""
    return Said.by(lambda language: _say(language, reason, params), manner)


def _say(language: Language, reason: str, params: dict[str, Any]) -> str:
    _ = translator(language)
    words = {
        "listed": _("It stands in {source}."),
        "listed_work": _("{source} says that it is worked; which timetable it runs is not said."),
        "event": _("An event in {source}; it closes nothing by itself."),
        "no_word": _("It stands in {source}, but no word says that it is a day off."),
        "off": _("Public holiday; the weekend days beside it belong to the break."),
        "school_break": _("School holidays."),
        "guess_off": _(
            "A guess: the arrangement for {year} is not known yet. These are the statutory days, with days in lieu as they "
            "usually are; wait for the official notice."
        ),
        "makes_up": _("Make-up day for {date}"),
        "worked": _("Make-up day"),
        "worked_around": _("Holiday"),
        "paired": _(
            "It is worked in exchange for {off}, so {off}'s timetable is the obvious one; but schools often run another. "
            "Only the school's own notice can confirm it."
        ),
        "unpaired": _("It is a working day; which timetable it runs is not known."),
        "day_cycle": _("It is a working day; in a day cycle it is usually simply the next day of the cycle."),
        "file_teaches": _("{name}: closed by this source, but the file gives the day its own lessons."),
        "file_closes": _("This source says that the day has lessons, but the file closes it ({name})."),
        "runs_other": _("The file says that it runs {said}, this source says {other}."),
    }
    return words[reason].format(**{k: _spoken(language, v) for k, v in params.items()})


def _spoken(language: Language, value: Any) -> str:
    if isinstance(value, dt.date):
        return date_text(language, value)
    if isinstance(value, Text):
        return value.in_(language)
    if isinstance(value, str) and (value.isupper() and len(value) == 3):
        return long_day_name(language, value)
    return str(value)


Kind = Literal["closure", "day", "event"]


class Suggestion(Model):
    """One thing the file could say: a closure, a day with lessons that is not an ordinary one, or an event of a list.

    An event closes nothing: it is shown so that nobody has to find out by himself what the list says.
    """

    kind: Kind
    dates: tuple[Date, ...] = Field(description="days without lessons, weekend days inside the break included; or one day")
    name: Text = Field(description="name of the closure, or note of the day")
    runs_as: str | None = Field(None, description="suggested day whose timetable it runs; none = nothing to go by")
    confirmed: Literal[False] = Field(False, description="always: only a person confirms")
    guess: bool = Field(False, description="not announced yet: the package worked it out by itself")
    source: str = Field(description="country code, or the name of the school's list")
    why: Said


class Conflict(Model):
    """A date on which the file and a source disagree; the file stands until a person changes it."""

    date: Date
    why: Said


class Suggestions(Model):
    """What a source says of a term and the file does not."""

    suggestions: tuple[Suggestion, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    guessed_years: tuple[int, ...] = Field((), description="years of the term of which the package only guesses")

    @property
    def closures(self) -> tuple[Suggestion, ...]:
        """The closures among the suggestions."""
        return tuple(s for s in self.suggestions if s.kind == "closure")

    @property
    def days(self) -> tuple[Suggestion, ...]:
        """The make-up days and other changed days among the suggestions."""
        return tuple(s for s in self.suggestions if s.kind == "day")

    @property
    def events(self) -> tuple[Suggestion, ...]:
        """Exams, meetings and whatever else a list holds beside days off."""
        return tuple(s for s in self.suggestions if s.kind == "event")


def suggest_calendar(
    term: Term, country: str | None, subdivision: str | None = None, listed: Iterable[ListedDay] = (), source: str = ""
) -> Suggestions:
    """Everything that ``country`` (ISO code) and the school's own list say of the term and the file does not.

    The school's list beats the national calendar. Raises KeyError for a country or part of one that is not known.
    """
    own = _Comparison(term)
    years = range(term.start.year, term.end.year + 1)
    known = national(country, subdivision, years) if country else None
    for day in listed:
        own.listed(day, source, set(known.worked) if known else set())
    if known:
        own.national(known)
    return Suggestions(
        suggestions=tuple(sorted(own.suggestions, key=lambda s: (s.dates[0], s.kind))),
        conflicts=tuple(sorted(own.conflicts, key=lambda c: c.date)),
        guessed_years=known.guessed_years if known else (),
    )


class _Comparison:
    """A term, and what sources say of it beyond the file."""

    def __init__(self, term: Term) -> None:
        self.term = term
        self.suggestions: list[Suggestion] = []
        self.conflicts: list[Conflict] = []
        self._changes = {c.date: c for c in term.days}
        self._closed = {d: c.name for c in term.closures for d in c.dates}
        self._teaching = {day.date for day in days_of(term)}
        self._spoken_of: set[dt.date] = set()

    def _inside(self, dates: Iterable[dt.date]) -> list[dt.date]:
        return [d for d in dates if self.term.start <= d <= self.term.end and d not in self._spoken_of]

    def listed(self, day: ListedDay, source: str, worked: set[dt.date]) -> None:
        """A line of the school's own list. ``worked``: weekend days that the national calendar knows as worked."""
        dates = self._inside(day.dates)
        if day.kind == "event":
            why = self._say("event" if day.known else "no_word", source=source)
            if dates:
                event = Suggestion(kind="event", dates=tuple(dates), name=day.name, source=source, why=why)
                self.suggestions.append(event)
            return
        if day.kind == "off":
            self._close(dates, day.name, source, guess=False, why=self._say("listed", source=source), trim=False)
        elif day.runs_as:
            for date in dates:
                self._run(date, day.runs_as, day.name, source, self._say("listed", source=source), sure=True)
        else:
            # The list says that it is worked; what it is worked for the national calendar says better, if it knows the day.
            dates = [d for d in dates if d not in worked]
            for date in dates:
                self._run(date, None, day.name, source, self._say("listed_work", source=source), sure=False)
        self._spoken_of |= set(dates)

    def national(self, known: National) -> None:
        """The days off of a country, break by break, and its worked weekend days."""
        for days in _breaks(known, self.term):
            names = [o.name for d in days if (o := known.off.get(d)) and o.name]
            guess = any(known.off[d].guess for d in days if d in known.off)
            usual = "school_break" if _is_school(known, days) else "off"
            why = self._say("guess_off", year=days[0].year) if guess else self._say(usual)
            self._close(self._inside(days), _joined(names), known.country, guess, why, trim=known.country != "CN")
        swapped: dict[dt.date, DayOff] = {o.swapped_with: o for o in known.off.values() if o.swapped_with}
        for date in self._inside(known.worked):
            if date in swapped:
                runs_as = own_weekday(swapped[date].date)
                note = self._say("makes_up", date=swapped[date].date).as_text()
                why = self._say("paired", off=swapped[date].date)
            else:
                runs_as, note, why = None, self._say("worked").as_text(), self._say("unpaired")
            if self.term.cycle_days:
                runs_as, why = None, self._say("day_cycle")
            self._run(date, runs_as, note, known.country, why, sure=False)

    def _say(self, reason: str, **params: Any) -> Said:
        return say(reason, lambda language: spoken(language, self.term.timezone), **params)

    def _close(self, dates: list[dt.date], name: Text, source: str, guess: bool, why: Said, trim: bool) -> None:
        """Propose to close those of ``dates`` that teach; ``trim``: weekend days at both ends are not part of it."""
        missing = []
        for date in dates:
            if date in self._changes:
                self.conflicts.append(Conflict(date=date, why=self._say("file_teaches", name=name)))
            elif date in self._teaching:
                missing.append(date)
        if not missing:
            return
        whole = not any(d in self._closed or d in self._changes for d in dates)
        written = dates if whole and not trim else [d for d in dates if missing[0] <= d <= missing[-1]]
        free = tuple(d for d in written if d not in self._closed and d not in self._changes)
        self.suggestions.append(Suggestion(kind="closure", dates=free, name=name, guess=guess, source=source, why=why))

    def _run(self, date: dt.date, runs_as: str | None, note: Text, source: str, why: Said, *, sure: bool) -> None:
        if date in self._closed:
            self.conflicts.append(Conflict(date=date, why=self._say("file_closes", name=self._closed[date])))
        elif date in self._changes:
            said = self._changes[date].runs_as
            if sure and runs_as and said != runs_as:
                why = self._say("runs_other", said=said or own_weekday(date), other=runs_as)
                self.conflicts.append(Conflict(date=date, why=why))
        elif sure or date not in self._teaching:
            self.suggestions.append(Suggestion(kind="day", dates=(date,), name=note, runs_as=runs_as, source=source, why=why))


def _breaks(known: National, term: Term) -> list[list[dt.date]]:
    """Runs of days off with the weekends between and beside them, in order; each holds a day that would have lessons."""
    worked = set(known.worked)
    runs: list[list[dt.date]] = []
    current: list[dt.date] = []
    for n in range((term.end - term.start).days + 1):
        date = term.start + dt.timedelta(n)
        weekend = date.weekday() >= 5 or own_weekday(date) not in term.weekdays
        if date not in worked and (date in known.off or weekend):
            current.append(date)
        elif current:
            runs.append(current)
            current = []
    runs += [current] if current else []
    return [r for r in runs if any(d in known.off and own_weekday(d) in term.weekdays for d in r)]


def _is_school(known: National, days: list[dt.date]) -> bool:
    return any(known.off[d].school for d in days if d in known.off)


def _joined(names: list[Text]) -> Text:
    """One name for a break: its holidays in order, each once. The eve of a festival goes without saying."""
    zh = _once(part for n in names for part in n.zh.split("; "))
    en = _once(part for n in names for part in n.en.split("; "))
    if not zh:
        return say("worked_around").as_text()
    return Text(zh="、".join(zh), en=", ".join(en))


def _once(names: Iterable[str]) -> list[str]:
    found = list(dict.fromkeys(names))
    return [n for n in found if n not in ("农历除夕", "Chinese New Year's Eve") or len(found) == 1]

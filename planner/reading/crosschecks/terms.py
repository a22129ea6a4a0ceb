"""Cross checks on the term: dates inside it, days that can be read only one way, labels of the right kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from planner.models.days import CYCLE_DAYS, WEEKDAYS
from planner.models.duties import Post
from planner.models.people import Adult, Helper
from planner.models.places import Bell, Room
from planner.models.school import School
from planner.models.timetable import TimetableRow
from planner.models.visits import Demand, Window
from planner.reading.crosschecks.findings import Check, Finding, aways, day_labels
from planner.reading.spelling import Loc

LONGEST_TERM = 400
YEARS = range(2000, 2101)
"""A school plans in these; at the edges of the calendar there are no weeks to count."""


def term_is_a_stretch(school: School) -> Iterator[Finding]:
    """The end comes after the start, and not years later."""
    start, end = school.term.start, school.term.end
    for key, date in (("start", start), ("end", end)):
        if not YEARS.start <= date.year < YEARS.stop:
            limits = {"first": str(YEARS.start), "last": str(YEARS.stop - 1)}
            yield Finding("term_year", ("term", key), str(date), limits)
    if end <= start:
        yield Finding("term_order", ("term", "end"), str(end), {"start": str(start)})
    elif (end - start).days > LONGEST_TERM:
        yield Finding("term_too_long", ("term", "end"), str(end), {"days": str((end - start).days), "limit": str(LONGEST_TERM)})


def week1_is_a_monday(school: School) -> Iterator[Finding]:
    """Weeks are counted from a Monday that lies no more than half a year from the first school day."""
    monday = school.term.week1_monday
    if monday and (monday.weekday() != 0 or abs((monday - school.term.start).days) > 183):
        yield Finding("week1_not_monday", ("term", "week1_monday"), str(monday))


def time_zone_is_known(school: School) -> Iterator[Finding]:
    """The tz database has the zone."""
    try:
        ZoneInfo(school.term.timezone)
    except (KeyError, ValueError, OSError):
        yield Finding("unknown_timezone", ("term", "timezone"), school.term.timezone)


def country_is_known(school: School) -> Iterator[Finding]:
    """There are public holidays for the country, and for the part of it."""
    place = school.term.country
    if place:
        import holidays  # slow to import

        country, _dash, part = place.partition("-")
        known = holidays.list_supported_countries()
        if country not in known or (part and part not in known[country]):
            yield Finding("unknown_country", ("term", "country"), place)


def dates_are_in_the_term(school: School) -> Iterator[Finding]:
    """A closure, change, event or absence outside the term is a slip of the pen: mostly of the year."""
    term = school.term
    if term.end <= term.start:
        return
    dated: list[tuple[Loc, Iterable[dt.date]]] = []
    dated += [(("term", "closures", n, "dates"), c.dates) for n, c in enumerate(term.closures)]
    dated += [(("term", "days", n, "date"), (d.date,)) for n, d in enumerate(term.days)]
    dated += [(("term", "letters_from", n, "date"), (start.date,)) for n, start in enumerate(term.letters_from)]
    dated += [(("events", n, "dates"), e.dates) for n, e in enumerate(school.events)]
    dated += [(("demands", n, "dates"), d.dates) for n, d in enumerate(school.demands)]
    dated += [((*loc, "dates"), away.dates or ()) for loc, away in aways(school)]
    dated += [
        (("adults", n, "places", m, "dates"), p.dates or ())
        for n, a in enumerate(school.adults)
        for m, p in enumerate(a.places)
    ]
    for loc, dates in dated:
        outside = next((d for d in dates if not term.start <= d <= term.end), None)
        if outside is not None:
            yield Finding("outside_term", loc, str(outside), {"start": str(term.start), "end": str(term.end)})


def spans_of_dates_run_forward(school: School) -> Iterator[Finding]:
    """Whatever is valid from one date until another: not backwards."""
    lists: tuple[tuple[str, Sequence[Bell | TimetableRow | Window | Demand | Helper | Room | Post | Adult]], ...] = (
        ("bells", school.bells),
        ("timetable", school.timetable),
        ("windows", school.windows),
        ("demands", school.demands),
        ("helpers", school.helpers),
        ("rooms", school.rooms),
        ("posts", school.posts),
        ("adults", school.adults),
    )
    for key, items in lists:
        for n, item in enumerate(items):
            if item.valid_from and item.valid_until and item.valid_until < item.valid_from:
                yield Finding("valid_order", (key, n, "valid_until"), str(item.valid_until), {"start": str(item.valid_from)})


def day_changes_are_clear(school: School) -> Iterator[Finding]:
    """One change a date, and none on a closed date."""
    closed = {date: closure.name.zh for closure in school.term.closures for date in closure.dates}
    first: dict[dt.date, int] = {}
    for n, change in enumerate(school.term.days):
        if change.date in first:
            yield Finding(
                "day_twice", ("term", "days", n, "date"), str(change.date), {"first": f"term.days[{first[change.date]}]"}
            )
        elif change.date in closed:
            yield Finding("day_closed", ("term", "days", n, "date"), str(change.date), {"closure": closed[change.date]})
        first.setdefault(change.date, n)


def weeks_exist(school: School) -> Iterator[Finding]:
    """Recall weeks, and the weeks that day changes count as, are weeks of this term."""
    term = school.term
    monday = term.week1_monday or term.start - dt.timedelta(term.start.weekday())
    last = (term.end - monday).days // 7 + 1
    for week in term.recall_weeks or ():
        if not 1 <= week <= last:
            yield Finding("week_outside_term", ("term", "recall_weeks"), str(week), {"last": str(last)})
            break
    for n, change in enumerate(term.days):
        if change.week is not None and change.week > last:
            yield Finding("week_outside_term", ("term", "days", n, "week"), str(change.week), {"last": str(last)})


def day_labels_fit_the_term(school: School) -> Iterator[Finding]:
    """D1, D2 … in a school with a day cycle, weekdays in all others; the school days of the term are weekdays."""
    for label in school.term.weekdays:
        if label not in WEEKDAYS:
            yield Finding("label_not_weekday", ("term", "weekdays"), label)
    for n, some in enumerate(school.term.only_in_weeks):
        for label in some.weekdays:
            if label not in WEEKDAYS:
                yield Finding("label_not_weekday", ("term", "only_in_weeks", n, "weekdays"), label)
    cycle = school.term.cycle_days
    by_calendar = {("windows", n, "weekdays") for n, w in enumerate(school.windows) if not w.school_days_only}
    for loc, labels in day_labels(school):
        if loc in by_calendar:
            wrong = next((label for label in labels if label not in WEEKDAYS), None)
            if wrong:
                yield Finding("label_without_cycle", loc, wrong)
            continue
        for label in labels:
            if cycle is None and label not in WEEKDAYS:
                yield Finding("label_without_cycle", loc, label)
                break
            if cycle is not None and label not in CYCLE_DAYS[:cycle]:
                yield Finding("label_not_in_cycle", loc, label, {"last": f"D{cycle}"})
                break


TERM_CHECKS: tuple[Check, ...] = (
    term_is_a_stretch,
    week1_is_a_monday,
    time_zone_is_known,
    country_is_known,
    dates_are_in_the_term,
    spans_of_dates_run_forward,
    day_changes_are_clear,
    weeks_exist,
    day_labels_fit_the_term,
)

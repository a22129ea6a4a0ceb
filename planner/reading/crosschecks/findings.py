"""What all cross checks share: a finding, and walks over the places where the same kind of thing may stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from planner.models.people import Absence, Adult, Away, Helper, Teacher, Who
from planner.models.school import School
from planner.models.visits import Ban, Pin, Place, Preference
from planner.reading.spelling import Loc


class Finding(NamedTuple):
    """One thing wrong with a school whose fields are all well formed; ``loc`` in the keys of the models."""

    code: str
    loc: Loc
    value: str
    params: dict[str, str] = {}  # noqa: RUF012 (never written to)


Check = Callable[[School], Iterator[Finding]]


def placed(school: School) -> Iterator[tuple[Loc, Ban | Pin | Preference]]:
    """Every ban, pin and preference of the demands."""
    for n, demand in enumerate(school.demands):
        lists: tuple[tuple[str, Sequence[Ban | Pin | Preference]], ...] = (
            ("bans", demand.bans),
            ("pins", demand.pins),
            ("prefer", demand.prefer),
        )
        for key, items in lists:
            for m, item in enumerate(items):
                yield ("demands", n, key, m), item


def places(school: School) -> Iterator[tuple[Loc, Place]]:
    """Every condition on where a visit stands."""
    yield from placed(school)


def whos(school: School) -> Iterator[tuple[Loc, Who]]:
    """Every selection of classes."""
    for n, demand in enumerate(school.demands):
        yield ("demands", n), demand
    yield from placed(school)
    for n, absence in enumerate(school.absences):
        yield ("absences", n), absence


def aways(school: School) -> Iterator[tuple[Loc, Away]]:
    """Every condition on when somebody cannot come, or would like to."""
    lists: tuple[tuple[str, Sequence[Teacher | Helper | Adult | Absence]], ...] = (
        ("teachers", school.teachers),
        ("helpers", school.helpers),
        ("adults", school.adults),
        ("absences", school.absences),
    )
    for key, people in lists:
        for n, person in enumerate(people):
            for m, away in enumerate(person.away):
                yield (key, n, "away", m), away
    for n, helper in enumerate(school.helpers):
        for m, away in enumerate(helper.likes):
            yield ("helpers", n, "likes", m), away


def day_labels(school: School) -> Iterator[tuple[Loc, Sequence[str]]]:
    """Every list of days but the term's own school days, which are always weekdays."""
    for n, entry in enumerate(school.classes):
        yield ("classes", n, "stays"), entry.stays or ()
    for n, bell in enumerate(school.bells):
        yield ("bells", n, "weekdays"), bell.weekdays or ()
    for n, row in enumerate(school.timetable):
        yield ("timetable", n, "days"), tuple(row.days)
    for n, window in enumerate(school.windows):
        yield ("windows", n, "weekdays"), window.weekdays
    for n, change in enumerate(school.term.days):
        yield ("term", "days", n, "runs_as"), (change.runs_as,) if change.runs_as else ()
    for n, adult in enumerate(school.adults):
        for m, where in enumerate(adult.places):
            yield ("adults", n, "places", m, "weekdays"), where.weekdays or ()
    for loc, place in places(school):
        yield (*loc, "weekdays"), place.weekdays or ()
    for loc, away in aways(school):
        yield (*loc, "weekdays"), away.weekdays or ()

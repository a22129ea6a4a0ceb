"""What a school's words about places, subjects and slots mean for one cell. Facts that rules and checks share."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from planner.models.days import WEEKDAYS, parse_day, position_of
from planner.models.duties import DutyPin
from planner.models.shorthand import parse_grades
from planner.models.visits import Demand, Place
from planner.timeline.cells import Shift, VisitCell
from planner.timeline.cycles import Occasion


def fits(place: Place, cell: VisitCell, occasion: Occasion) -> bool:
    """Whether a cell on a date is where ``place`` says."""
    day = occasion.day
    return (
        (place.weekdays is None or day.label in place.weekdays)
        and (place.windows is None or occasion.window in place.windows)
        and (place.slots is None or cell.slot in place.slots)
        and (place.periods is None or cell.period in place.periods)
        and (place.rooms is None or cell.room in place.rooms)
        and (place.weeks is None or place.weeks.include(day.week, day.parity))
        and (place.turns is None or position_of(cell.turn) in place.turns)
    )


def subjects_for(demand: Demand, grade: int) -> frozenset[str]:
    """Subjects whose lessons a grade may spend in the library."""
    words: set[str] = set()
    for grades, subjects in demand.subjects.items():
        if grades in {"all", "全部"} or grade in parse_grades(grades):
            words |= set(subjects)
    return frozenset(words)


def unpopularity(unpopular: dict[str, int], label: str, slot: int) -> int:
    """How unwelcome a slot of a window is on a day: the largest of what is said of the slot, the day and the two together."""
    words = {str(slot), label, f"{label} {slot}"}
    found = [level for key, level in unpopular.items() if _normal(key) in words]
    return max(found, default=0)


@lru_cache(maxsize=1024)
def _normal(key: str) -> str:
    parts = key.split()
    return " ".join(p if p.isdecimal() else parse_day(p) for p in parts)


def pin_fits(pin: DutyPin, shift: Shift, occasion: Occasion) -> bool:
    """Whether a shift on a date is where a pinned duty should be, or should not be."""
    return (
        (pin.post is None or shift.post == pin.post)
        and (pin.weekdays is None or occasion.day.label in pin.weekdays)
        and (pin.windows is None or shift.window in pin.windows)
        and (pin.dates is None or occasion.date in pin.dates)
        and (pin.slots is None or shift.slot in pin.slots)
        and (pin.turns is None or position_of(shift.turn) in pin.turns)
    )


@lru_cache(maxsize=4096)
def day_of_turn(turn: str) -> str:
    """The weekday in a turn's label; the whole label where turns have none (#4), the weekday of a date."""
    turn = position_of(turn)
    try:
        return WEEKDAYS[dt.date.fromisoformat(turn).weekday()]
    except ValueError:
        return turn.rpartition(":")[2] if not turn.rpartition(":")[2].startswith("#") else turn.partition(":")[0]

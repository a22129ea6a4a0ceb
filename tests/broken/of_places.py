"""Changes of where and when the library is open, and how many fit in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy

from tests.broken.kinds import Change, change, kind
from tests.broken.schools import NOONS, by_id, main_classes
from tests.builders import Data


@kind
def room_too_small(data: Data, rng: random.Random) -> Iterator[Change]:
    """The reading room has fewer seats than a class has pupils."""
    new = deepcopy(data)
    by_id(new, "rooms", "reading")["seats"] -= rng.randint(1, 9)
    yield change(new, "over_seats", *main_classes(data), room="reading", demand="lesson")


@kind
def one_seat_missing(data: Data, rng: random.Random) -> Iterator[Change]:
    """The hall has one seat too few for the last class of the story noon."""
    new = deepcopy(data)
    by_id(new, "rooms", "hall")["seats"] -= 1
    yield change(new, "crowd nobody_fits", demand="stories", by="room_seats", limit_of="hall")


@kind
def hall_takes_one_fewer(data: Data, rng: random.Random) -> Iterator[Change]:
    """The hall takes one class fewer at once."""
    new = deepcopy(data)
    by_id(new, "rooms", "hall")["classes"] -= 1
    yield change(new, "crowd", demand="stories", by="room_classes", limit_of="hall")


@kind
def heads_at_once(data: Data, rng: random.Random) -> Iterator[Change]:
    """Fewer pupils than one class has may be in the lending room."""
    new = deepcopy(data)
    by_id(new, "windows", "noon")["heads"] = data["classes"][0]["pupils"] - rng.randint(1, 5)
    yield change(new, "nobody_fits", demand="borrow", by="window_heads", limit_of="noon")


@kind
def event_over_the_only_day(data: Data, rng: random.Random) -> Iterator[Change]:
    """An event takes every Wednesday, the only day of the story noon."""
    new = deepcopy(data)
    wednesdays = ["2026-03-04", "2026-03-11", "2026-03-18", "2026-03-25", "2026-04-01"]
    event = {"id": "mock", "name": "Mock exams", "dates": wednesdays}
    new["events"].append(event | rng.choice([{"closes_windows": "story"}, {"closes_rooms": "hall"}]))
    yield change(new, "window_event", event="mock", window="story", days="WED")


@kind
def room_without_dates(data: Data, rng: random.Random) -> Iterator[Change]:
    """The reading room is under repair for the whole term, or from a date on."""
    new = deepcopy(data)
    by_id(new, "rooms", "reading").update(
        rng.choice([{"valid_from": "2026-05-01"}, {"valid_until": "2026-02-20"}, {"valid_until": "2026-03-13"}])
    )
    yield change(new, "room_gone", room="reading", demand="lesson")


@kind
def lending_room_without_dates(data: Data, rng: random.Random) -> Iterator[Change]:
    """The lending room opens after the term."""
    new = deepcopy(data)
    by_id(new, "rooms", "lending")["valid_from"] = "2026-05-01"
    yield change(new, "window_room_gone", window="noon", room="lending")


@kind
def window_outside_the_term(data: Data, rng: random.Random) -> Iterator[Change]:
    """A noon begins after the term, or has ended before it."""
    new = deepcopy(data)
    by_id(new, "windows", "noon").update(rng.choice([{"valid_from": "2026-05-04"}, {"valid_until": "2026-02-20"}]))
    yield change(new, "window_never_dates", window="noon")


@kind
def fewer_slots(data: Data, rng: random.Random) -> Iterator[Change]:
    """The noon is shortened, and where one slot is still enough, open on fewer days."""
    window = by_id(data, "windows", "noon")
    for slots in range(len(window["slots"]) - 1, 0, -1):
        new = deepcopy(data)
        by_id(new, "windows", "noon")["slots"] = NOONS[:slots]
        yield change(new, "crowd", demand="borrow", slots=slots)
    for count in range(len(window["weekdays"]) - 1, 0, -1):
        new = deepcopy(data)
        by_id(new, "windows", "noon").update(slots=NOONS[:1], weekdays=window["weekdays"][:count])
        yield change(new, "crowd", demand="borrow", slots=1)


@kind
def fewer_days(data: Data, rng: random.Random) -> Iterator[Change]:
    """The noon is open on fewer days."""
    days = list(by_id(data, "windows", "noon")["weekdays"])
    for count in range(len(days) - 1, 0, -1):
        new = deepcopy(data)
        by_id(new, "windows", "noon")["weekdays"] = days[:count]
        yield change(new, "crowd", demand="borrow")


@kind
def oftener(data: Data, rng: random.Random) -> Iterator[Change]:
    """Weekly instead of fortnightly, and then two and three visits a week."""
    for times in (1, 2, 3, 4):
        new = deepcopy(data)
        by_id(new, "demands", "borrow").update(cycle="weekly", times=times)
        yield change(new, "crowd", demand="borrow")


@kind
def more_visits_than_days(data: Data, rng: random.Random) -> Iterator[Change]:
    """A grade is to come twice a week to a noon that is open for it once."""
    new = deepcopy(data)
    by_id(new, "demands", "stories")["times"] = 2
    by_id(new, "rooms", "hall").update(classes=None, seats=None)
    yield change(new, "more_than_days", demand="stories", need=2, capacity=1)


@kind
def classes_on_every_day(data: Data, rng: random.Random) -> Iterator[Change]:
    """More classes are to come on every day than there are visits."""
    for each in range(1, 9):
        new = deepcopy(data)
        by_id(new, "demands", "borrow")["each_open_day"] = each
        yield change(new, "each_day_over each_day_full", demand="borrow", each=each)

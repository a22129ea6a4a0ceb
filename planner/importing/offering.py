"""How often the classes of a new school can come: what its lessons and one room allow, so that the first plan exists.

Counted as the planner counts: a class once a day, a room with so many classes at once. Lessons made for the library
(阅读, Library) stand when they stand: where several classes have one at once, the room takes them at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from planner.importing.layouts.subjects import is_library
from planner.importing.lessons import Settled
from planner.importing.raw import RawTimetable
from planner.models.values import natural

_LONGEST_CYCLE = 4
Slot = tuple[str, str, int]
"""Day, period, week of the cycle."""


class Offer(NamedTuple):
    """What the first plan asks for. ``both``: one visit to borrow and one to read; else one visit in each cycle."""

    both: bool
    cycle: str
    at_once: int
    classes: tuple[str, ...]
    without: tuple[str, ...]


def subjects_of(lessons: Sequence[Settled], words: Sequence[str]) -> list[str]:
    """The subjects of the timetable that ``words`` mean; of a split class only when both halves do."""
    return [s for s in sorted({x.subject for x in lessons}) if s in words or set(s.split("/")) <= set(words)]


def offer_of(lessons: Sequence[Settled], reading: Sequence[str], borrowing: Sequence[str]) -> Offer:
    """The most frequent visits possible: two a week, one a week, one in two to four weeks; then with more classes at once."""
    read, borrow = set(subjects_of(lessons, reading)), set(subjects_of(lessons, borrowing))
    everybody = sorted({x.class_id for x in lessons}, key=natural)
    mine = [x for x in lessons if x.subject in read | borrow]
    classes = tuple(c for c in everybody if any(x.class_id == c for x in mine))
    without = tuple(c for c in everybody if c not in classes)
    at = _slots(mine, read, 1), _slots(mine, borrow, 1)
    first = _match(at[0], classes, 1, {})
    if first is not None and not without:
        second = _match(at[1], classes, 1, first)
        if second is not None:
            return Offer(True, "weekly", 1, classes, without)
    made_for_it = all(is_library(s) for s in read)
    for at_once in range(1, max(1, len(classes)) + 1):
        for weeks in range(1, (1 if made_for_it and not _alternating(mine) else _LONGEST_CYCLE) + 1):
            if _match(_slots(mine, read, weeks), classes, at_once, {}) is not None:
                return Offer(
                    False, "weekly" if weeks == 1 else "ab" if weeks == 2 else f"{weeks} weeks", at_once, classes, without
                )
    return Offer(False, "weekly", 1, classes, without)


def library_room(raw: RawTimetable, subjects: set[str]) -> str | None:
    """The room in which the lessons made for the library stand; None when the timetable does not name one for all."""
    rooms = Counter(x.room for x in raw.lessons if x.subject in subjects and is_library(x.subject))
    named = [room for room in rooms if room]
    return named[0][:60] if len(named) == 1 and len(rooms) == 1 else None


def _alternating(lessons: Sequence[Settled]) -> bool:
    return any(x.weeks != "all" for x in lessons)


def _slots(lessons: Sequence[Settled], subjects: set[str], weeks: int) -> dict[str, list[Slot]]:
    """Class -> where it could come in a cycle of so many weeks; lessons of single weeks only where the cycle is even."""
    out: dict[str, list[Slot]] = defaultdict(list)
    for x in lessons:
        if x.subject in subjects:
            for week in range(weeks):
                if x.weeks == "all" or (weeks % 2 == 0 and (week % 2 == 0) == (x.weeks == "A")):
                    out[x.class_id].append((x.day, x.period, week))
    return out


def _match(
    slots: dict[str, list[Slot]], classes: Sequence[str], at_once: int, taken: dict[str, Slot]
) -> dict[str, Slot] | None:
    """A place for every class beside those ``taken``, on another day than its own there; None when there is none."""
    holders: dict[Slot, list[str]] = defaultdict(list)
    full = Counter(taken.values())

    def place(name: str, tried: set[Slot]) -> bool:
        for slot in slots.get(name, ()):
            if slot in tried or (name in taken and taken[name][0] == slot[0]):
                continue
            tried.add(slot)
            if full[slot] + len(holders[slot]) < at_once:
                holders[slot].append(name)
                return True
            for other in list(holders[slot]):
                if place(other, tried):
                    holders[slot].remove(other)
                    holders[slot].append(name)
                    return True
        return False

    # Those with the fewest places first: chains stay short, and no recursion is deeper than there are classes.
    for name in sorted(classes, key=lambda c: len(slots.get(c, ()))):
        if not place(name, set()):
            return None
    return {name: slot for slot, names in holders.items() for name in names}

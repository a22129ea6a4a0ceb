"""Cross checks on windows: one way to tell their times, slots that fit, changes that keep the table's shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from planner.models.school import School
from planner.models.values import Span, minute_of
from planner.models.visits import Window, WindowChange
from planner.reading.crosschecks.findings import Check, Finding
from planner.reading.spelling import Loc, parse_or_none

MOST_MINUTES = 24 * 60


def windows_tell_their_times(school: School) -> Iterator[Finding]:
    """Slots by the clock, or a time (cut into slots, if need be), or slots anchored to a period: exactly one of them."""
    for n, window in enumerate(school.windows):
        anchors = sum(a is not None for a in (window.after, window.before))
        if window.slots:
            ok = not window.slot_minutes and not anchors
        elif anchors:
            ok = anchors == 1 and bool(window.slot_minutes) and window.time is None
        else:
            # A time without slots is a single slot.
            ok = window.time is not None
        if not ok:
            yield Finding("window_times", ("windows", n), window.id)


def helpers_arrive_on_the_same_day(school: School) -> Iterator[Finding]:
    """Nobody arrives before midnight for a window that opens after it."""
    minutes = school.duties.arrive_before
    if not any(post.arrive is None for post in school.posts):
        return
    for n, window in enumerate(school.windows):
        for key, spans in (("slots", window.slots), ("time", (window.time,) if window.time else ())):
            early = [span for span in spans if minute_of(span.start) < minutes]
            if early:
                yield Finding("arrive_yesterday", ("windows", n, key), str(early[0]), {"minutes": str(minutes)})
                break


def takes_classes(window: Window) -> bool:
    """Whether classes are booked into its slots."""
    return window.booked and window.kind != "duty"


def classes_need_a_school_day(school: School) -> Iterator[Finding]:
    """Only free hours, and duties, can be without a school day: no class comes then."""
    for n, window in enumerate(school.windows):
        if not window.school_days_only and takes_classes(window):
            yield Finding("booked_without_school", ("windows", n, "school_days_only"), window.id)


def slots_fit(school: School) -> Iterator[Finding]:
    """Slots that do not overlap, in whatever order they are written, inside the opening time; lengths that fit it."""
    for n, window in enumerate(school.windows):
        yield from _slots_in_order(("windows", n, "slots"), window.slots, window.time)
        yield from _lengths_fit(("windows", n, "slot_minutes"), window, window.time)
        for m, change in enumerate(window.changes):
            yield from _slots_in_order(("windows", n, "changes", m, "slots"), change.slots, change.time)
            yield from _lengths_fit(("windows", n, "changes", m, "time"), window, change.time)


def _slots_in_order(loc: Loc, slots: Sequence[Span], time: Span | None) -> Iterator[Finding]:
    in_time = sorted(range(len(slots)), key=lambda n: (slots[n].start, slots[n].end))
    before = {n: slots[m] for m, n in pairwise(in_time)}
    for n, slot in enumerate(slots):
        if n in before and slot.start < before[n].end:
            yield Finding("slots_overlap", (*loc, n), str(slot), {"other": str(before[n])})
        elif time and not (time.start <= slot.start and slot.end <= time.end):
            yield Finding("slot_outside", (*loc, n), str(slot), {"time": str(time)})


def _lengths_fit(loc: Loc, window: Window, time: Span | None) -> Iterator[Finding]:
    lengths = window.slot_minutes
    bad = next((length for length in lengths if not 1 <= length <= MOST_MINUTES), None)
    if bad is not None:
        yield Finding("slot_minutes", loc, str(bad))
    elif lengths and time and sum(lengths) > time.minutes:
        yield Finding("slots_too_long", loc, str(sum(lengths)), {"time": str(time), "minutes": str(time.minutes)})


def changes_keep_the_slots(school: School) -> Iterator[Finding]:
    """A plan is made for slot 1, 2, 3 …: new times may move them but not add or drop one."""
    for n, window in enumerate(school.windows):
        before = slot_count(window, None)
        dates = set()
        for m, change in enumerate(window.changes):
            loc: Loc = ("windows", n, "changes", m)
            after = slot_count(window, change)
            if change.valid_from in dates:
                yield Finding("change_twice", (*loc, "valid_from"), str(change.valid_from))
            elif change.time is None and not change.slots:
                yield Finding("change_empty", loc, str(change.valid_from))
            elif window.after or window.before or (change.slots and window.slot_minutes):
                yield Finding("change_anchored", loc, str(change.valid_from))
            elif window.slots and not change.slots:
                yield Finding("change_slots", loc, "0", {"before": str(before)})
            elif before != after:
                yield Finding("change_slots", loc, str(after), {"before": str(before)})
            dates.add(change.valid_from)


def slot_count(window: Window, change: WindowChange | None) -> int:
    """How many slots the window has, at first (None) or after a change."""
    slots = (change.slots if change else ()) or window.slots
    time = (change.time if change else None) or window.time
    lengths = window.slot_minutes
    if slots:
        return len(slots)
    if len(lengths) == 1 and time and not (window.after or window.before):
        return time.minutes // lengths[0] if lengths[0] > 0 else 0
    return len(lengths) or int(time is not None)


def tidying_follows(school: School) -> Iterator[Finding]:
    """Shelving comes after the last slot by the clock."""
    for n, window in enumerate(school.windows):
        if window.tidy and window.slots and window.tidy.start < max(slot.end for slot in window.slots):
            last = max(window.slots, key=lambda slot: slot.end)
            yield Finding("tidy_early", ("windows", n, "tidy"), str(window.tidy), {"slot": str(last)})


def unpopular_slots_exist(school: School) -> Iterator[Finding]:
    """'3', 'MON' or 'MON 3', from 1 to 9, for slots that the window has."""
    for n, window in enumerate(school.windows):
        for key, value in window.unpopular.items():
            loc: Loc = ("windows", n, "unpopular", key)
            if not _is_day_and_slot(key.split(), slot_count(window, None)):
                yield Finding("unpopular_key", loc, key, {"slots": str(slot_count(window, None))})
            elif not 1 <= value <= 9:
                yield Finding("not_1_to_9", loc, str(value))


def _is_day_and_slot(words: list[str], slots: int) -> bool:
    def is_slot(word: str) -> bool:
        return word.isdecimal() and word.isascii() and len(word) < 4 and 1 <= int(word) <= slots

    match words:
        case [word]:
            return is_slot(word) or parse_or_none(word) is not None
        case [day, slot]:
            return parse_or_none(day) is not None and is_slot(slot)
    return False


OPENING_CHECKS: tuple[Check, ...] = (
    windows_tell_their_times,
    helpers_arrive_on_the_same_day,
    classes_need_a_school_day,
    slots_fit,
    changes_keep_the_slots,
    tidying_follows,
    unpopular_slots_exist,
)

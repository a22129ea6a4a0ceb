"""Cross checks on a school whose fields are well formed: does every name mean something, is every id its own.

To add a check: write a function School -> Findings here or beside its topic (terms, openings), name it in its
module's list, and give its code words in wording.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from planner.models.classes import ClassEntry
from planner.models.people import Teacher
from planner.models.places import Bell, Room
from planner.models.rules import RULES
from planner.models.school import School
from planner.models.visits import Window
from planner.reading.crosschecks.classes import CLASS_CHECKS, class_references
from planner.reading.crosschecks.demands import DEMAND_CHECKS
from planner.reading.crosschecks.findings import Check, Finding, aways, places, whos
from planner.reading.crosschecks.meaning import MEANING_CHECKS
from planner.reading.crosschecks.openings import OPENING_CHECKS
from planner.reading.crosschecks.terms import TERM_CHECKS
from planner.reading.spelling import Loc, closest


def reference_findings(school: School) -> list[Finding]:
    """All that the checks find."""
    written = len(school.written_demands)
    found = [finding for check in CHECKS for finding in check(school)]
    # What is wrong with a monthly demand is said of its first month, which stands where the file has it.
    return [f for f in found if f.loc[0] != "demands" or len(f.loc) < 2 or int(f.loc[1]) < written]


def _unknown(code: str, loc: Loc, used: Iterable[str] | None, known: Collection[str]) -> Iterator[Finding]:
    for n, name in enumerate(used or ()):
        if name not in known:
            yield Finding(code, (*loc, n), name, {"closest": closest(name, known)})


def rooms_exist(school: School) -> Iterator[Finding]:
    known = [r.id for r in school.rooms]
    for n, window in enumerate(school.windows):
        yield from _unknown("unknown_room", ("windows", n, "rooms"), window.rooms, known)
        yield from _unknown("unknown_room", ("windows", n, "with_rooms"), window.with_rooms, known)
    for n, demand in enumerate(school.demands):
        yield from _unknown("unknown_room", ("demands", n, "rooms"), demand.rooms, known)
        yield from _unknown("unknown_room", ("demands", n, "with_rooms"), demand.with_rooms, known)
    for loc, place in places(school):
        yield from _unknown("unknown_room", (*loc, "rooms"), place.rooms, known)
    for n, event in enumerate(school.events):
        yield from _unknown("unknown_room", ("events", n, "closes_rooms"), event.closes_rooms, known)


def windows_exist(school: School) -> Iterator[Finding]:
    known = [w.id for w in school.windows]
    for n, demand in enumerate(school.demands):
        yield from _unknown("unknown_window", ("demands", n, "windows"), demand.windows, known)
    for n, post in enumerate(school.posts):
        yield from _unknown("unknown_window", ("posts", n, "windows"), post.windows, known)
    for n, change in enumerate(school.term.days):
        yield from _unknown("unknown_window", ("term", "days", n, "windows"), change.windows, known)
    for n, event in enumerate(school.events):
        yield from _unknown("unknown_window", ("events", n, "closes_windows"), event.closes_windows, known)
    for loc, place in places(school):
        yield from _unknown("unknown_window", (*loc, "windows"), place.windows, known)
    for loc, away in aways(school):
        yield from _unknown("unknown_window", (*loc, "windows"), away.windows, known)


def campuses_exist(school: School) -> Iterator[Finding]:
    known = school.campus_ids
    named: list[tuple[Loc, str | None]] = [(loc, who.campus) for loc, who in whos(school)]
    lists: tuple[tuple[str, Sequence[ClassEntry | Room | Bell | Window | Teacher]], ...] = (
        ("classes", school.classes),
        ("rooms", school.rooms),
        ("bells", school.bells),
        ("windows", school.windows),
        ("teachers", school.teachers),
    )
    for key, items in lists:
        named += [((key, n), item.campus) for n, item in enumerate(items)]
    for n, adult in enumerate(school.adults):
        named += [(("adults", n, "places", m), where.campus) for m, where in enumerate(adult.places)]
    for loc, campus in named:
        if campus is not None and campus not in known:
            yield Finding("unknown_campus", (*loc, "campus"), campus, {"closest": closest(campus, known)})


def campus_is_said(school: School) -> Iterator[Finding]:
    if len(school.campuses) < 2:
        return
    known = {"campuses": ", ".join(c.id for c in school.campuses)}
    for n, room in enumerate(school.rooms):
        if room.campus is None:
            yield Finding("campus_missing", ("rooms", n), room.id, known)
    for n, window in enumerate(school.windows):
        if window.campus is None and not window.rooms:
            yield Finding("campus_missing", ("windows", n), window.id, known)
    blocks = {cid for entry in school.classes if entry.campus for cid, *_ in entry.spell_out(entry.campus)}
    for n, entry in enumerate(school.classes):
        # A single class that only corrects its block has the campus of the block.
        if entry.campus is None and not all(cid in blocks for cid, *_ in entry.spell_out("")):
            yield Finding("campus_missing", ("classes", n), entry.id or ",".join(map(str, entry.grades)), known)


def people_and_posts_exist(school: School) -> Iterator[Finding]:
    posts, helpers = [p.id for p in school.posts], {h.id for h in school.helpers}
    for n, helper in enumerate(school.helpers):
        yield from _unknown("unknown_post", ("helpers", n, "posts"), helper.posts, posts)
        # The id is part of calendar events, which leave the library; the name must not be.
        if helper.name and helper.id == helper.name.strip():
            yield Finding("id_is_name", ("helpers", n, "id"), helper.id)
    for n, wish in enumerate(school.wishes):
        yield from _unknown("unknown_helper", ("wishes", n, "helpers"), wish.helpers, helpers)
        if len(set(wish.helpers)) < len(wish.helpers):
            yield Finding("same_helper", ("wishes", n, "helpers"), wish.helpers[0])
    for n, demand in enumerate(school.demands):
        yield from _unknown("unknown_teacher", ("demands", n, "teachers"), demand.teachers, school.teacher_ids)
    demands = [d.id for d in school.demands]
    for n, post in enumerate(school.posts):
        if post.escort and post.escort.demand not in demands:
            name = post.escort.demand
            yield Finding("unknown_demand", ("posts", n, "escort", "demand"), name, {"closest": closest(name, demands)})


def periods_exist(school: School) -> Iterator[Finding]:
    known = {period: None for bell in school.bells for period in bell.periods}
    for n, window in enumerate(school.windows):
        for key, period in (("after", window.after), ("before", window.before)):
            if period is not None and period not in known:
                yield Finding("unknown_period", ("windows", n, key), period, {"closest": closest(period, known)})
    for loc, place in places(school):
        yield from _unknown("unknown_period", (*loc, "periods"), place.periods, known)


def rules_exist(school: School) -> Iterator[Finding]:
    for name in school.rules:
        if name not in RULES:
            yield Finding("unknown_rule", ("rules", name), name, {"closest": closest(name, RULES)})


def classes_exist(school: School) -> Iterator[Finding]:
    yield from class_references(school)


def ids_are_unique(school: School) -> Iterator[Finding]:
    lists = (
        ("campuses", school.campuses),
        ("rooms", school.rooms),
        ("teachers", school.teachers),
        ("windows", school.windows),
        ("demands", school.demands),
        ("posts", school.posts),
        ("helpers", school.helpers),
        ("adults", school.adults),
        ("events", school.events),
    )
    for key, items in lists:
        ids = [item.id for item in items]
        if len(set(ids)) == len(ids):
            continue
        seen: Counter[str] = Counter()
        for n, name in enumerate(ids):
            seen[name] += 1
            if seen[name] > 1:
                yield Finding("id_twice", (key, n, "id"), name, {"first": f"{key}[{ids.index(name)}]"})


CHECKS: tuple[Check, ...] = (
    ids_are_unique,
    rooms_exist,
    windows_exist,
    campuses_exist,
    campus_is_said,
    people_and_posts_exist,
    periods_exist,
    rules_exist,
    classes_exist,
    *CLASS_CHECKS,
    *TERM_CHECKS,
    *OPENING_CHECKS,
    *DEMAND_CHECKS,
    *MEANING_CHECKS,
)

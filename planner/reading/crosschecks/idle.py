"""Things that nothing in the school refers to: a room no window names, a post that asks for nobody, a teacher without lessons.

Such a file is right as it stands and is planned as it stands; but what is written so does nothing, and mostly something else
was meant. It is a remark, never an error.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from planner.models.people import Helper
from planner.models.school import School
from planner.reading.crosschecks.findings import Check, Finding
from planner.reading.crosschecks.openings import takes_classes
from planner.reading.spelling import closest


def idle_findings(school: School) -> list[Finding]:
    """All that the checks find in a school that has been read."""
    return [finding for check in IDLE_CHECKS for finding in check(school)]


def rooms_are_used(school: School) -> Iterator[Finding]:
    """A room is of a window or of a demand for lessons; an event may close it, which is no use of it."""
    used = {room for w in school.windows for room in (*w.rooms, *w.with_rooms)}
    used |= {room for d in school.demands for room in (*d.rooms, *d.with_rooms)}
    for n, room in enumerate(school.rooms):
        if room.id not in used:
            yield Finding("idle_room", ("rooms", n), room.id)


def windows_are_used(school: School) -> Iterator[Finding]:
    """Where classes are booked some demand names the window, if there is any demand; in one for duties somebody serves."""
    used = {window for d in school.demands for window in d.windows}
    served = {window for p in school.posts for window in (school.window_by_id if p.windows is None else p.windows)}
    for n, window in enumerate(school.windows):
        if school.demands and takes_classes(window) and window.id not in used:
            yield Finding("idle_window", ("windows", n), window.id)
        elif window.kind == "duty" and window.id not in served:
            yield Finding("idle_duty_window", ("windows", n), window.id)


def posts_ask_for_somebody(school: School) -> Iterator[Finding]:
    """So many helpers, or as many as the classes take that come to its windows."""
    for n, post in enumerate(school.posts):
        windows = set(school.window_by_id if post.windows is None else post.windows)
        visiting = [d.id for d in school.demands if windows & set(d.windows)]
        if post.escort is None and post.per_classes is None:
            idle = not post.count
        else:
            idle = not (post.escort.demand in visiting if post.escort else visiting)
        if idle:
            code = "idle_post_follows" if post.escort or post.per_classes else "idle_post"
            yield Finding(code, ("posts", n), post.id)


def helpers_have_a_post(school: School) -> Iterator[Finding]:
    """Each helper may do some post, by training and grade."""
    if school.helpers and not school.posts:
        yield Finding("idle_helpers", ("helpers",), str(len(school.helpers)))
        return
    for n, helper in enumerate(school.helpers):
        if not _posts_of(school, school.helper_by_id[helper.id]):
            yield Finding("idle_helper", ("helpers", n), helper.id)


def _posts_of(school: School, helper: Helper) -> list[str]:
    c = school.class_by_id[helper.class_id]
    return [
        post.id
        for post in school.posts
        if c.is_of(post.grades) and (not post.trained if helper.posts is None else post.id in helper.posts)
    ]


def adults_are_somewhere(school: School) -> Iterator[Finding]:
    """An adult is on a campus that opens a window."""
    open_on = {school.window_campus(w.id) for w in school.windows}
    for n, adult in enumerate(school.adults):
        campuses = {place.campus or school.campus_ids[0] for place in adult.places}
        if open_on and not campuses & open_on:
            yield Finding("idle_adult", ("adults", n), adult.id)


def teachers_teach(school: School) -> Iterator[Finding]:
    """Whoever is listed as a teacher holds a lesson, has a class, or reads: else the id is mostly another one's misspelt."""
    named = {lesson.teacher for lesson in school.lessons} | {c.teacher for c in school.class_list}
    named |= {t for row in school.timetable for t in row.teachers.values()}
    for demand in school.demands:
        if demand.kind == "teacher_reading":
            named |= set(school.teacher_ids if demand.teachers is None else demand.teachers)
    for n, teacher in enumerate(school.teachers):
        if teacher.id not in named:
            near = closest(teacher.id, [t for t in named if t])
            yield Finding("idle_teacher", ("teachers", n), teacher.id, {"closest": near})


def classes_come(school: School) -> Iterator[Finding]:
    """A class comes to something, where others of its grade do. A grade that nothing is for is nobody's slip."""
    come = {c for d in school.demands if d.kind != "teacher_reading" for c in school.select(d)}
    grades = {(school.class_by_id[c].grade, school.class_by_id[c].campus) for c in come}
    entries: dict[str, int] = {}
    for n, entry in enumerate(school.classes):
        for key, *_ in entry.spell_out(school.campus_ids[0]):
            entries[key] = n
    for c in school.class_list:
        if c.id not in come and (c.grade, c.campus) in grades:
            yield Finding("idle_class", ("classes", entries[c.id]), c.id)


def campuses_have_something(school: School) -> Iterator[Finding]:
    """A campus has classes, rooms or windows."""
    used = {c.campus for c in school.class_list} | {school.room_campus(r) for r in school.room_by_id}
    used |= {school.window_campus(w) for w in school.window_by_id}
    for n, campus in enumerate(school.campuses):
        if campus.id not in used:
            yield Finding("idle_campus", ("campuses", n), campus.id)


def dates_are_in_the_term(school: School) -> Iterator[Finding]:
    """First and last dates leave something of the term."""
    lists: tuple[tuple[str, Sequence[Any]], ...] = (
        ("rooms", school.rooms),
        ("windows", school.windows),
        ("demands", school.written_demands),
        ("posts", school.posts),
        ("adults", school.adults),
        ("helpers", school.helpers),
    )
    for section, things in lists:
        for n, thing in enumerate(things):
            first: dt.date | None = thing.valid_from
            last: dt.date | None = thing.valid_until
            if first is not None and first > school.term.end:
                yield Finding("idle_from", (section, n, "valid_from"), thing.id, {"date": str(first)})
            elif last is not None and last < school.term.start:
                yield Finding("idle_until", (section, n, "valid_until"), thing.id, {"date": str(last)})


IDLE_CHECKS: tuple[Check, ...] = (
    rooms_are_used,
    windows_are_used,
    posts_ask_for_somebody,
    helpers_have_a_post,
    adults_are_somewhere,
    teachers_teach,
    classes_come,
    campuses_have_something,
    dates_are_in_the_term,
)

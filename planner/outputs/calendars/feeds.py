"""Which sessions stand in which calendar."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from planner.messages.wording import translator
from planner.models.base import Language
from planner.models.school import School
from planner.models.session import Expansion, Session
from planner.models.values import natural
from planner.outputs.calendars.session_words import SessionWords, WordsByDate

_T = TypeVar("_T")


class Feed(NamedTuple):
    """One calendar that people subscribe to."""

    name: str
    sessions: tuple[Session, ...]


def feeds(
    school: School, expansion: Expansion, language: Language, earlier: Sequence[tuple[dt.date, School]] = ()
) -> dict[str, Feed]:
    """Key of each feed -> feed: ``library``, ``class-<id>``, ``room-<id>``, ``helper-<id>``, ``adult-<id>``, also empty ones;
    ``duty`` with everybody's duties, of which the library's own calendar would be too full to read, where there are any; and
    ``teacher-<id>`` for whoever comes with several classes.

    ``expansion`` as `planner.sessions.book.Book.calendar` gives it; without openings the calendars of adults are empty.

    Only sessions on confirmed dates. A class sees its visits and the events meant for it, not the duties of its pupils.
    Those who are no more in the school, but were under an ``earlier`` plan (`PlanFile.earlier`), keep their feed with what
    has been: whoever subscribes to it must not find it gone.
    """
    _ = translator(language)
    everything = expansion.published
    free = [s for s in everything if s.category == "OPENING" and s.visitor is None]
    published = tuple(s for s in everything if s.category != "OPENING")
    title = _("{school} library", school=school.name.in_(language))
    duties = [s for s in published if s.category == "DUTY"]
    found = {"library": Feed(title, _in_order([*(s for s in published if s.category != "DUTY"), *free]))}
    if any(past.posts for past in (school, *(past for _last, past in earlier))):
        found["duty"] = Feed(f"{title} {_('duties')}", _in_order(duties))
    schools = [school, *(past for _last, past in reversed(earlier))]
    events = [s for s in published if s.category == "EVENT"]
    visits = [s for s in published if s.category in {"BORROWING", "READING"}]
    grades = WordsByDate(school, language, earlier)
    visits_of = _by(visits, lambda s: (s.visitor,))
    duties_of = _by(duties, lambda s: (s.helper,))
    in_room = _by([*visits, *events, *free], lambda s: s.rooms)
    kept_by = _by((s for s in everything if s.category == "OPENING"), lambda s: (s.visitor,))
    of_teachers = {d.id for past in schools for d in past.demands if d.kind == "teacher_reading"}
    for c in _newest((k.id, k) for past in schools for k in past.class_list):
        # A teacher may have the id of a class.
        own = [s for s in visits_of[c.id] if s.source not in of_teachers]
        meant = [s for s in events if grades.on(s.date).is_for(s, c)]
        hours = [s for s in free if c.campus == s.campus and c.is_of(grades.on(s.date).grades(s))]
        found[f"class-{c.id}"] = Feed(f"{title} {c.name.in_(language)}", _in_order(own + meant + hours))
    for room in _newest((key, r) for past in schools for key, r in past.room_by_id.items()):
        found[f"room-{room.id}"] = Feed(f"{title} {room.name.in_(language)}", _in_order(in_room[room.id]))
    named = [(past, SessionWords(past, language)) for past in schools]
    for key, words in _newest((h, (h, words)) for past, words in named for h in past.helper_by_id):
        meant = [s for s in events if grades.on(s.date).is_for_helpers(s)]
        found[f"helper-{key}"] = Feed(f"{title} {words.helper(key)}", _in_order(duties_of[key] + meant))
    for teacher, led in _led(visits).items():
        found[f"teacher-{teacher}"] = Feed(f"{title} {grades.on(led[-1].date).teacher(teacher)}", _in_order(led))
    for adult in _newest((key, a) for past in schools for key, a in past.adult_by_id.items()):
        found[f"adult-{adult.id}"] = Feed(f"{title} {adult.name.in_(language)}", _in_order(kept_by[adult.id]))
    return found


def _led(visits: Iterable[Session]) -> dict[str, list[Session]]:
    """Teacher -> the visits with which he or she comes, of those who come with several classes.

    A visit held at another time is led by whoever comes with that class most.
    """
    usual: dict[tuple[str | None, str], Counter[str]] = defaultdict(Counter)
    for s in (all_visits := list(visits)):
        if s.led_by:
            usual[s.visitor, s.source][s.led_by] += 1
    found: dict[str, list[Session]] = defaultdict(list)
    for s in all_visits:
        known = usual.get((s.visitor, s.source))
        teacher = s.led_by or (known.most_common(1)[0][0] if known and s.made_up_for else None)
        if teacher:
            found[teacher].append(s)
    return {t: own for t, own in sorted(found.items(), key=lambda x: natural(x[0])) if len({s.visitor for s in own}) > 1}


def _by(sessions: Iterable[Session], keys: Callable[[Session], Iterable[str | None]]) -> dict[str | None, list[Session]]:
    """Sessions by whom or where they are: each feed looks at its own, and never through all of a term."""
    found: dict[str | None, list[Session]] = defaultdict(list)
    for s in sessions:
        for key in dict.fromkeys(keys(s)):
            found[key].append(s)
    return found


def _newest(named: Iterable[tuple[str, _T]]) -> Iterable[_T]:
    """Each thing once, as it was named first."""
    found: dict[str, _T] = {}
    for key, thing in named:
        found.setdefault(key, thing)
    return found.values()


def _in_order(sessions: list[Session]) -> tuple[Session, ...]:
    return tuple(sorted(sessions, key=lambda s: s.order))

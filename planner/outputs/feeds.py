"""Which sessions stand in which calendar."""

from __future__ import annotations

from typing import NamedTuple

from planner.expand import Expansion
from planner.models.base import Language
from planner.models.school import School
from planner.models.session import Session
from planner.outputs.session_words import SessionWords
from planner.wording import translator


class Feed(NamedTuple):
    """One calendar that people subscribe to."""

    name: str
    sessions: tuple[Session, ...]


def feeds(school: School, expansion: Expansion, language: Language) -> dict[str, Feed]:
    """Key of each feed -> feed: ``library``, and ``class-<id>``, ``room-<id>``, ``helper-<id>`` for all, also when empty.

    Only sessions on confirmed dates. A class sees its visits and the events meant for it, not the duties of its pupils.
    """
    _ = translator(language)
    words = SessionWords(school, language)
    published = expansion.published
    title = _("{school} library", school=school.name.in_(language))
    found = {"library": Feed(title, published)}
    events = [s for s in published if s.category == "EVENT"]
    grades = {e.id: e.grades for e in school.events}
    visits = [s for s in published if s.category in {"BORROWING", "READING"}]
    of_teachers = {d.id for d in school.demands if d.kind == "teacher_reading"}
    for c in school.class_list:
        # A teacher may have the id of a class.
        own = [s for s in visits if s.visitor == c.id and s.source not in of_teachers]
        meant = [s for s in events if _for_grade(grades[s.source], c.grade)]
        found[f"class-{c.id}"] = Feed(f"{title} {c.name.in_(language)}", _in_order(own + meant))
    for room in school.room_by_id.values():
        here = [s for s in visits + events if room.id in s.rooms]
        found[f"room-{room.id}"] = Feed(f"{title} {room.name.in_(language)}", _in_order(here))
    for helper in school.helper_by_id:
        duties = [s for s in published if s.category == "DUTY" and s.helper == helper]
        found[f"helper-{helper}"] = Feed(f"{title} {words.helper(helper)}", _in_order(duties))
    return found


def _for_grade(grades: tuple[int, ...] | None, grade: int) -> bool:
    return grades is None or grade in grades


def _in_order(sessions: list[Session]) -> tuple[Session, ...]:
    return tuple(sorted(sessions, key=lambda s: s.order))

"""The calendars of one term or several, written: what people have subscribed to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import icalendar

from planner.models.base import LANGUAGES, Language
from planner.outputs.calendars.feeds import Feed, feeds
from planner.outputs.calendars.ical import CalendarWriter, Lines
from planner.sessions.book import Book

_EVERYTHING = ("library", "duty")


class Calendars:
    """All calendars of the terms of one school, one book for each, in some languages. Every event is written once.

    A calendar has the name of the newest term that has it; the events of earlier terms stand before those of later ones.
    """

    def __init__(self, books: Iterable[Book], languages: Iterable[Language] = LANGUAGES) -> None:
        lines = Lines()
        terms = sorted(books, key=lambda b: b.school.term.start)
        self._terms: dict[Language, list[tuple[CalendarWriter, dict[str, Feed]]]] = {
            language: [
                (
                    CalendarWriter(b.school, language, b.revisions, b.earlier, lines),
                    feeds(b.school, b.calendar, language, b.earlier),
                )
                for b in terms
            ]
            for language in languages
        }

    @cached_property
    def written(self) -> dict[tuple[str, Language], bytes]:
        """(scope, language) -> calendar; scopes as `planner.outputs.calendars.feeds.feeds` names them. UTF-8, CRLF."""
        found: dict[tuple[str, Language], bytes] = {}
        for language, terms in self._terms.items():
            for scope in dict.fromkeys(scope for _writer, own in reversed(terms) for scope in own):
                *older, (writer, newest) = [(w, own[scope]) for w, own in terms if scope in own]
                past = [(w, feed.sessions) for w, feed in older]
                rings = scope.startswith("helper-")
                found[scope, language] = writer.feed(newest.name, newest.sessions, past, rings=rings)
        return found

    def left_of(self, calendar: bytes, language: Language) -> bytes:
        """A calendar as written before of a class or pupil who is gone: with those of its events that the library still has."""
        had = icalendar.Calendar.from_ical(calendar)
        uids = {str(event["UID"]) for event in had.walk("VEVENT")}
        terms = [
            (w, [s for scope in _EVERYTHING if scope in own for s in own[scope].sessions if s.uid in uids])
            for w, own in self._terms.get(language, ())
        ]
        if terms:
            *older, (writer, newest) = terms
            return writer.feed(str(had["X-WR-CALNAME"]), newest, older)
        had.subcomponents = [c for c in had.subcomponents if c.name != "VEVENT"]
        written: bytes = had.to_ical()
        return written

"""What a calendar event says: summary, place and description of a session, fit to be seen by everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from planner.changes.reasons import reasons
from planner.messages.wording import date_text, day_name, grades_text, listing, noted, period_name, span_text, translator
from planner.models.base import Language
from planner.models.classes import SchoolClass
from planner.models.school import School
from planner.models.session import Session
from planner.models.visits import Demand
from planner.outputs.tables.names import HelperNames
from planner.outputs.tables.reason_words import reason_words
from planner.timeline import own_weekday

_SAID = attrgetter(
    "category",
    "source",
    "visitor",
    "helper",
    "window",
    "slot",
    "period",
    "rooms",
    "campus",
    "time",
    "runs_as",
    "is_last",
    "moved",
    "fallen",
)
"""What of a session its words depend on, besides the two that `SessionWords.of` adds."""


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one event; ``place`` may be empty."""

    summary: str
    place: str
    description: str
    kind: str
    """What kind of event it is, as programs list it."""


class SessionWords:
    """Puts the sessions of a school into words. Pupils are named as on the wall, also for the library itself."""

    def __init__(self, school: School, language: Language, why: Callable[[dt.date], str] = lambda _since: "") -> None:
        """``why``: the reason for the change of plan on a date, in words; empty where there is none to tell."""
        self._school = school
        self._language = language
        self._why = why
        self._say = translator(language)
        self._names = HelperNames(school, language, unmarked=True)
        self._events = {e.id: e for e in school.events}
        self._teachers = {t.id: t for t in school.teachers}
        self._known: dict[tuple[object, ...], Words] = {}
        _ = self._say
        self._demands = {
            "borrowing": _("borrowing"),
            "lesson_reading": _("reading lesson"),
            "noon_reading": _("noon reading"),
            "delegates": _("borrowing by delegates"),
            "appointment": _("appointment"),
            "corner_exchange": _("book corner exchange"),
            "teacher_reading": _("teachers' reading"),
        }
        self._kinds = {
            "BORROWING": _("Borrowing"),
            "READING": _("Reading"),
            "DUTY": _("Duty"),
            "EVENT": _("Events"),
            "OPENING": _("Opening hours"),
        }

    def of(self, session: Session) -> Words:
        """The words of one session; the same for all weeks in which nothing else is different."""
        own_day = session.runs_as == own_weekday(session.date) if session.runs_as else None
        key = (*_SAID(session), session.made_up_for is None, own_day)
        if key not in self._known:
            self._known[key] = self._words(session)
        return self._known[key]

    def _words(self, session: Session) -> Words:
        if session.category == "EVENT":
            summary, lines = self._event(session)
        elif session.category == "DUTY":
            summary, lines = self._duty(session)
        elif session.category == "OPENING":
            summary, lines = self._opening(session)
        else:
            summary, lines = self._visit(session)
        return Words(
            noted(self._language, summary, self._mark(session)),
            self._place(session),
            "\n".join(lines),
            self._kinds[session.category],
        )

    def is_for(self, event: Session, c: SchoolClass) -> bool:
        """Whether an event is meant for classes, and for the grade of this one."""
        meant = self._events[event.source]
        return meant.audience in ("all", "classes") and c.is_of(meant.grades)

    def is_for_helpers(self, event: Session) -> bool:
        """Whether an event is meant for student librarians in particular."""
        return self._events[event.source].audience == "helpers"

    def grades(self, opening: Session) -> tuple[int, ...] | None:
        """The grades that may come to an opening; None = all."""
        return self._school.window_by_id[opening.source].grades

    def helper(self, helper: str) -> str:
        """The public label of a student librarian."""
        return self._names.beside_class(helper)

    def teacher(self, teacher: str) -> str:
        """Name of a teacher; the id where the school gives none."""
        known = self._teachers.get(teacher)
        return known.name.in_(self._language) if known and known.name else teacher

    def visitor(self, demand: Demand | None, visitor: str) -> str:
        """Name of a class; in a teachers' demand, of the teacher."""
        c = self._school.class_by_id.get(visitor)
        if c is not None and (demand is None or demand.kind != "teacher_reading"):
            return c.name.in_(self._language)
        return self.teacher(visitor)

    def _visit(self, session: Session) -> tuple[str, list[str]]:
        demand = self._school.demand_by_id[session.source]
        kind = self._demands[demand.kind]
        summary = f"{self.visitor(demand, session.visitor or '')} {kind}"
        _, name = self._say, demand.name.in_(self._language)
        lines = [] if name.casefold() == kind.casefold() else [name]
        if session.fallen is not None:
            return noted(self._language, summary, _("falls out: {why}", why=session.fallen.in_(self._language))), lines
        lines += [*self._where_in_the_day(session), *self._accompanied(demand, session), *self._moved(session)]
        return summary, [*lines, *([_("Last visit this term: bring all books back.")] if session.is_last else [])]

    def _where_in_the_day(self, session: Session) -> Iterator[str]:
        _ = self._say
        window = self._school.window_by_id.get(session.window or "")
        parts = [window.name.in_(self._language)] if window else []
        if session.slot:
            parts.append(_("slot {n}", n=session.slot))
        if session.period:
            parts.append(period_name(self._language, session.period))
        if parts:
            yield " ".join(parts)

    def _moved(self, session: Session) -> Iterator[str]:
        _, was = self._say, session.moved
        if was is not None:
            date, time = date_text(self._language, was.date), span_text(self._language, was.time)
            since = date_text(self._language, was.since)
            facts, why = {"date": date, "time": time, "since": since}, self._why(was.since)
            yield (
                _("Before: {date} {time}; changed from {since} on. Why: {why}.", why=why, **facts)
                if why
                else _("Before: {date} {time}; changed from {since} on.", **facts)
            )

    def _accompanied(self, demand: Demand, session: Session) -> Iterator[str]:
        _ = self._say
        if demand.accompany == "subject_teacher":
            yield _("Comes with the teacher of the lesson")
        elif demand.accompany == "class_teacher":
            c = self._school.class_by_id.get(session.visitor or "")
            teacher = self._teachers.get(c.teacher or "") if c else None
            # An id from the timetable is no name that parents or pupils know.
            yield (
                _("Comes with the class teacher, {name}", name=teacher.name.in_(self._language))
                if teacher and teacher.name
                else _("Comes with the class teacher")
            )

    def _duty(self, session: Session) -> tuple[str, list[str]]:
        _ = self._say
        post = self._school.post_by_id[session.source]
        lines = list(self._where_in_the_day(session))
        if session.time:
            start, end = _clock(session.time.start), _clock(session.time.end)
            lines.append(_("Be there at {start}, duty ends at {end}", start=start, end=end))
        if session.visitor:
            lines.append(_("Escorts {name}", name=self.visitor(None, session.visitor)))
        phases = sorted(post.phases, key=lambda p: (p.time, p.name.zh))
        lines += [f"{_clock(p.time)} {p.name.in_(self._language)}" for p in phases]
        return _("Duty: {post} {helper}", post=post.name.in_(self._language), helper=self.helper(session.helper or "")), lines

    def _opening(self, session: Session) -> tuple[str, list[str]]:
        _ = self._say
        window, grades = self._school.window_by_id[session.source].name.in_(self._language), self.grades(session)
        if session.visitor is None:
            return _("Open: {window}", window=window), [grades_text(self._language, grades)] if grades else []
        return _("Keep open: {window}", window=window), []

    def _event(self, session: Session) -> tuple[str, list[str]]:
        _ = self._say
        event = self._events[session.source]
        lines = [_("For grades {grades}", grades=listing(self._language, map(str, event.grades)))] if event.grades else []
        if event.no_new_loans:
            lines.append(_("Books only come back"))
        return event.name.in_(self._language), lines

    def _place(self, session: Session) -> str:
        rooms = [self._school.room_by_id[r].name.in_(self._language) for r in session.rooms if r in self._school.room_by_id]
        campuses = {c.id: c.name.in_(self._language) for c in self._school.campuses}
        site = [campuses[session.campus]] if len(campuses) > 1 and session.campus in campuses else []
        return " ".join([*site, *([listing(self._language, rooms)] if rooms else [])])

    def _mark(self, session: Session) -> str:
        """Which day's timetable a date runs. A date that only counts as another week needs no mark."""
        _ = self._say
        if session.made_up_for:
            return _("make-up visit")
        if not session.runs_as or session.runs_as == own_weekday(session.date):
            return ""
        day = day_name(self._language, session.runs_as, self._school.term)
        return _("day plan: {day}", day=day) if session.runs_as.startswith("D") else _("{day}'s timetable", day=day)


class WordsByDate:
    """The words for every date of a term, when plans follow each other: what has been published keeps its own."""

    def __init__(self, school: School, language: Language, earlier: Sequence[tuple[dt.date, School]] = ()) -> None:
        """``earlier``: the last date of each school that was in force before, in order."""
        language = school.spoken(language)
        self._language, self._schools = language, [*(past for _last, past in earlier), school]
        self._since = [last + dt.timedelta(1) for last, _past in earlier]
        self._whys: dict[dt.date, str] = {}
        self._earlier = [(last, SessionWords(past, language, self._why)) for last, past in earlier]
        self._present = SessionWords(school, language, self._why)

    def _why(self, since: dt.date) -> str:
        """Why the plan was changed from a date on, as far as it concerns visits."""
        if since not in self._whys and since in self._since:
            n = self._since.index(since)
            before, after = self._schools[n : n + 2]
            found = [r for r in reasons(before, after, since) if r.cause not in ("helpers_new", "helpers_gone")]
            self._whys[since] = reason_words(self._language, before, after, found)
        return self._whys.get(since, "")

    def on(self, date: dt.date) -> SessionWords:
        """The words of the school as it is on a date."""
        return next((words for last, words in self._earlier if date <= last), self._present)


def _clock(time: dt.time) -> str:
    return f"{time:%H:%M}"

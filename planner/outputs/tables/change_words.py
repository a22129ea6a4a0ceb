"""Changes between two plans in words: who, what, before, now. Pupils are named as on the wall unless it is for internal use."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

from planner.messages.wording import (
    clauses,
    date_text,
    period_name,
    placed,
    single_dates_text,
    span_text,
    translator,
    turn_name,
)
from planner.models.base import Language, Text
from planner.models.changes import Changes, DutyChange, OpeningChange, Spot, VisitChange
from planner.models.days import position_of
from planner.models.school import School
from planner.models.values import Span
from planner.outputs.calendars.session_words import SessionWords
from planner.outputs.tables.names import HelperNames
from planner.outputs.tables.reason_words import on_dates
from planner.timeline import closed_days_of

Lines = tuple[str, ...]


class _Named(Protocol):
    @property
    def name(self) -> Text: ...


class ChangeWords:
    """Says each change in one language, what was with the names of the old school and what is with those of the new."""

    def __init__(self, before: School, after: School, language: Language, *, internal: bool = False) -> None:
        self.before, self.after, self.language = before, after, language
        self._say = translator(language)
        self._names = tuple(HelperNames(s, language, internal=internal) for s in (self.before, self.after))
        self.shows_names = any(names.shows_names for names in self._names)

    def visitor(self, visitor: str, demand: str) -> str:
        """A class, or a teacher, by the name it has now."""
        school = self.after if demand in self.after.demand_by_id and self._knows(self.after, visitor) else self.before
        return SessionWords(school, self.language).visitor(school.demand_by_id.get(demand), visitor)

    @staticmethod
    def _knows(school: School, visitor: str) -> bool:
        return visitor in school.class_by_id or visitor in school.teacher_ids

    def demand(self, key: str) -> str:
        """A demand by the name it has now, or had; ids of several kinds of things may be the same."""
        return self._name(key, self.after.demand_by_id, self.before.demand_by_id)

    def window(self, key: str) -> str:
        """A window by the name it has now, or had."""
        return self._name(key, self.after.window_by_id, self.before.window_by_id)

    def post(self, key: str) -> str:
        """A post by the name it has now, or had."""
        return self._name(key, self.after.post_by_id, self.before.post_by_id)

    def _name(self, key: str, now: Mapping[str, _Named], was: Mapping[str, _Named]) -> str:
        found = now.get(key) or was.get(key)
        return found.name.in_(self.language) if found else key

    def visit(self, change: VisitChange) -> tuple[Lines, Lines]:
        """(before, now) of a visit."""
        _ = self._say
        old, new = (self._place(school, s) for school, s in ((self.before, change.old), (self.after, change.new)))
        if change.kind == "dates":
            gone, come = (single_dates_text(self.language, dates) for dates in (change.gone, change.come))
            fewer = len(change.gone) - len(change.come)
            lost = _.ngettext("{count} visit falls out", "{count} visits fall out", fewer) if fewer > 0 else ""
            return (
                (old, gone) if gone else (old,),
                tuple(x for x in (new, come, lost) if x) if come else (_("does not take place on these dates"),),
            )
        return (
            (old or _("no place until now"),),
            (new,) if new else (_("no place any more"), _("please ask the library")),
        )

    def times(self, change: VisitChange) -> tuple[str, str]:
        """(before, now) of a visit that only begins at another time: 12:05-12:20."""
        spots = (change.old, change.new)
        before, now = (span_text(self.language, s.time) if s and s.time else "" for s in spots)
        return before, now

    def new_times(self, demand: str, first: dt.date, times: Iterable[str]) -> str:
        """One sentence for all visits of a demand whose times have changed."""
        words = {"demand": self.demand(demand), "date": date_text(self.language, first)}
        _ = self._say
        return _("{demand}: new times from {date} on: {times}.", times=clauses(self.language, times), **words)

    def when(self, change: VisitChange | DutyChange) -> str:
        """From when to when it is so, where that is not from the first date of the new plan to the end of term; else empty."""
        _, language = self._say, self.language
        since, until = (date_text(language, d) if d else "" for d in (change.since, change.until))
        if since and until:
            return _("{first} to {last}", first=since, last=until)
        return _("from {date} on", date=since) if since else _("until {date}", date=until) if until else ""

    def _place(self, school: School, spot: Spot | None) -> str:
        """周四 第1节 08:00-08:40 学生阅览室."""
        if spot is None:
            return ""
        _, language = self._say, self.language
        parts = [turn_name(language, position_of(spot.turn), school.term)]
        if spot.period:
            parts.append(period_name(language, spot.period))
        parts += [span_text(language, spot.time)] if spot.time else [_("slot {n}", n=spot.slot)] if spot.slot else []
        room = self._name(spot.room, school.room_by_id, {}) if spot.room else ""
        return placed(language, " ".join(parts), room)

    def duty_place(self, change: DutyChange) -> str:
        """周一 午间借还."""
        words = [turn_name(self.language, position_of(change.turn), self.after.term), self.window(change.window)]
        if change.slot:
            words.append(self._say("slot {n}", n=change.slot))
        return " ".join(words)

    def duty(self, change: DutyChange) -> tuple[Lines, Lines]:
        """(before, now) of a duty: who does it."""
        _ = self._say
        old = self.helper(change.old, 0) + self._escorting(change.old_escorts if change.kind == "escort" else None)
        tied = change.kind in {"escort", "replaced"}
        new = self.helper(change.new, 1) + self._escorting(change.new_escorts if tied else None)
        return (old or _("nobody"),), (new or _("nobody"),)

    def helper(self, helper: str | None, side: int = 1) -> str:
        """Label of a helper as on the tables before (0) or now (1); one who has left keeps the last."""
        if helper is None:
            return ""
        schools = (self.before, self.after)
        if helper not in schools[side].helper_by_id:
            side = 1 - side
        return self._names[side].label(helper)

    def _escorting(self, class_id: str | None) -> str:
        return f" → {self.visitor(class_id, '')}" if class_id else ""

    def my_duty(self, change: DutyChange, side: int) -> str:
        """One duty on its helper's slip: when, which post, when to be there."""
        _ = self._say
        time = (change.old_time, change.new_time)[side]
        words = f"{self.duty_place(change)} {self.post(change.post)}" + self._escorting(
            (change.old_escorts, change.new_escorts)[side]
        )
        return f"{words} {_('be there by {time}', time=f'{time.start:%H:%M}')}" if time else words

    def openings(self, changes: Changes) -> Lines:
        """Windows that open otherwise, a line for each window and reason."""
        _ = self._say
        groups: dict[tuple[str, str, str], list[dt.date]] = defaultdict(list)
        for o in changes.openings:
            groups[o.window, o.kind, self._why(o)].append(o.date)
        lines = []
        for (window, kind, why), dates in groups.items():
            values = {"window": self.window(window), "dates": on_dates(self.language, self.after, dates), "why": why}
            if kind == "closed":
                text = _("{window}: not open on {dates}", **values) + (_(" ({why})", why=why) if why else "")
            elif kind == "opened":
                text = _("{window}: also open on {dates}, {why}.", **values)
            else:
                text = _("{window}: {why} on {dates}.", **values)
            lines.append(text)
        return tuple(lines)

    def _why(self, o: OpeningChange) -> str:
        _ = self._say
        if o.kind != "closed":
            return self._times(o.new)
        if o.reason == "closed":
            names = {c.date: c.name.in_(self.language) for c in closed_days_of(self.after.term)}
            return names.get(o.date, _("no lessons"))
        if o.reason == "event":
            event = next((e for e in self.after.events if e.id == o.detail), None)
            return event.name.in_(self.language) if event else ""
        if o.reason == "room":
            return _("its room is not in use")
        known = {"no_adult": _("nobody to keep it open"), "no_after_school": _("no after-school service")}
        return known.get(o.reason, o.detail)

    def _times(self, span: Span | None) -> str:
        return span_text(self.language, span) if span else ""

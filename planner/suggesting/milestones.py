"""Milestones of a library's term, as the work plans of schools have them (DOMAIN.md 3), with dates that suit this term.

Only what the school file does not have is proposed; an event counts as present when its id or name says so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from planner.models.base import Model, Said, Text
from planner.models.school import School
from planner.models.term import Event
from planner.models.values import Date
from planner.suggesting.milestone_words import name_of, why_of
from planner.suggesting.spreading import Days
from planner.timeline import Timeline, week_number

Kind = Literal["recruiting", "training", "publication", "induction", "counted", "inspection", "corner", "recall", "awards"]
_PRESENT = {
    "recruiting": r"招聘|招募|推荐|选拔|recruit|recommend|chosen",
    "training": r"培训|training|trained",
    "publication": r"[公发]布.{0,8}(安排|表)|(安排|轮流|值日)表.{0,4}[公发]布"
    r"|(table|rota).{0,12}publish|publish.{0,12}(table|rota)",
    "induction": r"入馆|新生|图书馆第一课|induction",
    "inspection": r"检查|inspection",
    "corner": r"图书角|corner",
    "awards": r"表彰|总结|统计|award|statistic",
}
# Events that a term knows under many names and that have their own place in it, once somebody has promised them.
_PLACED = {"opening": r"开馆|opening|library opens", "last_loans": r"停止外借|last (day of )?loans"} | {
    kind: _PRESENT[kind] for kind in ("recruiting", "training", "publication", "awards")
}
_SHORT_TERM = 8


class Milestone(Model):
    """One proposal. ``event`` names the event of the file that is to be dated; ``weeks`` are recall weeks."""

    id: str
    kind: Kind
    name: Text
    dates: tuple[Date, ...] = ()
    weeks: tuple[int, ...] = Field((), description="teaching weeks, for the recall")
    event: str | None = Field(None, description="event of the file that gets these dates; none = a new event")
    grades: tuple[int, ...] = ()
    why: Said


def propose_milestones(school: School, timeline: Timeline | None = None) -> tuple[Milestone, ...]:
    """What the term still needs, by date. Never on a day that is closed, unconfirmed or a make-up day."""
    return _Proposals(school, timeline or Timeline(school)).all()


class _Proposals:
    """The term, the days that suit, and what is there already."""

    def __init__(self, school: School, timeline: Timeline) -> None:
        self.school, self.timeline = school, timeline
        self.recall = self._recall_weeks()
        self.days = Days(school, timeline, self._last_weeks())
        # Those that come one by one (a class, a grade) are told apart by id, so that adding one leaves the others.
        others = [e for e in school.events if not re.match(r"(induction|corner)-", e.id)]
        words = " ".join(f"{e.id} {e.name.zh} {e.name.en}" for e in others).lower()
        self.present = {kind for kind, pattern in _PRESENT.items() if re.search(pattern, words)}
        if any(d.kind == "corner_exchange" for d in school.demands):
            self.present.add("corner")

    def all(self) -> tuple[Milestone, ...]:
        """Every proposal, by its first date."""
        if not self.days.ordinary:
            return ()
        found = [*self._beginning(), *self._counted(), *self._during(), *self._end()]
        there = {e.id for e in self.school.events}
        found = [m for m in found if m.id not in there]
        return tuple(sorted(found, key=lambda m: (m.dates[0] if m.dates else self.school.term.end, m.id)))

    def _make(self, kind: Kind, dates: list[dt.date], suffix: str = "", reason: str = "", **params: object) -> Milestone:
        return Milestone(
            id=f"{kind}{suffix}",
            kind=kind,
            name=name_of(kind, **params),
            dates=tuple(sorted(dates)),
            why=why_of(reason or kind, **params),
        )

    def _beginning(self) -> Iterator[Milestone]:
        first = self.days.ordinary[0]
        duty, opens = self._duty(), self._opens()
        if duty and "recruiting" not in self.present:
            yield self._make("recruiting", [first])
        if duty and "training" not in self.present:
            yield self._before("training", duty, first)
        if opens and "publication" not in self.present:
            yield self._before("publication", opens, first)
        if "induction" not in self.present:
            lowest = min(c.grade for c in self.school.class_list)
            new = [c for c in self.school.class_list if c.grade == lowest]
            # Two classes a day from the second day on: the first days belong to the timetable.
            suitable = self.days.ordinary[1:] or self.days.ordinary
            for n, one in enumerate(new):
                date = suitable[min(n // 2, len(suitable) - 1)]
                yield self._make("induction", [date], f"-{one.id}", name=one.name).model_copy(update={"grades": (lowest,)})

    def _before(self, kind: Kind, deadline: dt.date, first: dt.date) -> Milestone:
        """On the last ordinary day before the deadline; on the first day, and said so, when there is none."""
        earlier = [d for d in self.days.ordinary if d < deadline]
        if earlier:
            return self._make(kind, [earlier[-1]], deadline=deadline)
        return self._make(kind, [first], reason=f"{kind}_late", deadline=deadline)

    def _counted(self) -> Iterator[Milestone]:
        for event in self.school.events:
            if not event.still_to_date:
                continue
            placed = None if event.dates else self._place(event)
            dates = placed or self.days.spread(event.still_to_date, event.dates)
            if dates:
                reason = "placed" if placed else "counted"
                found = self._make("counted", dates, f"-{event.id}", reason, name=event.name, count=event.still_to_date)
                yield found.model_copy(update={"event": event.id, "name": event.name, "grades": event.grades or ()})

    def _place(self, event: Event) -> list[dt.date] | None:
        """Dates of an event that belongs to one place in the term: before duty begins, in the recall; None for all others."""
        days, term = self.days.ordinary, self.school.term
        recall = self.recall or self._last_weeks()
        if event.no_new_loans:
            return [d for d in days if week_number(term, d) in recall] or days[-1:]
        words = f"{event.id} {event.name.zh} {event.name.en}".lower()
        kind = next((k for k, pattern in _PLACED.items() if re.search(pattern, words)), None)
        opens, duty = self._opens() or days[0], self._duty() or days[0]
        if kind == "opening":
            return [opens] if opens in days else days[:1]
        if kind in ("training", "publication"):
            deadline = duty if kind == "training" else opens
            return [d for d in days if d < deadline][-1:] or days[:1]
        if kind == "last_loans":
            return [d for d in days if week_number(term, d) not in recall][-1:]
        return {"recruiting": days[:1], "awards": days[-1:]}.get(kind or "")

    def _duty(self) -> dt.date | None:
        """First duty of the term."""
        return min((o.date for s in self.timeline.shifts for o in s.occasions), default=None)

    def _opens(self) -> dt.date | None:
        """First day on which books are lent."""
        return min((o.date for held in self.timeline.held_windows.values() for o in held), default=None)

    def _during(self) -> Iterator[Milestone]:
        if "inspection" not in self.present:
            months: dict[tuple[int, int], list[dt.date]] = defaultdict(list)
            for date in self.days.calm:
                months[date.year, date.month].append(date)
            last = [max(found) for found in months.values() if len(found) >= 5]
            if last:
                yield self._make("inspection", last)
        if "corner" not in self.present:
            by_grade: dict[int, int] = defaultdict(int)
            for c in self.school.class_list:
                by_grade[c.grade] += 1
            dates = self.days.spread(sum(by_grade.values()), (), share=True)
            for grade, count in sorted(by_grade.items()):
                mine, dates = dates[:count], dates[count:]
                if mine:
                    found = self._make("corner", sorted(set(mine)), f"-{grade}", grade=grade, count=count)
                    yield found.model_copy(update={"grades": (grade,)})

    def _end(self) -> Iterator[Milestone]:
        if self.recall:
            last = [d for d in self.days.ordinary if week_number(self.school.term, d) in self.recall]
            found = self._make("recall", last[:1], weeks=f"{self.recall[0]}-{self.recall[-1]}")
            yield found.model_copy(update={"weeks": self.recall})
        if "awards" not in self.present:
            yield self._make("awards", [self.days.ordinary[-1]])

    def _recall_weeks(self) -> tuple[int, ...]:
        """Weeks to propose for the recall; nothing when the school has its recall, dated or not, or a short term."""
        if self.school.term.recall_weeks or any(e.no_new_loans for e in self.school.events):
            return ()
        return self._last_weeks()

    def _last_weeks(self) -> tuple[int, ...]:
        """Recall weeks of the file, else the last two with at least three days of lessons; nothing in a short term."""
        if self.school.term.recall_weeks:
            return self.school.term.recall_weeks
        counts: dict[int, int] = defaultdict(int)
        for day in self.timeline.days:
            if day.confirmed:
                counts[week_number(self.school.term, day.date)] += 1
        full = sorted(w for w, n in counts.items() if n >= 3)
        if len(full) < _SHORT_TERM:
            return ()
        # A short last week belongs to the recall as well.
        return tuple(w for w in sorted(counts) if w >= full[-2])

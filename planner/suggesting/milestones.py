"""Milestones of a library's term, as the work plans of schools have them, with dates that suit this term.

Only what the school file does not have is proposed; an event counts as present when its id or name says so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Literal

from pydantic import Field

from planner.messages.wording import date_text, grade_name, translator
from planner.models.base import Language, Model, Said, Text
from planner.models.school import School
from planner.models.term import Event
from planner.models.values import Date
from planner.timeline import Timeline, closed_days_of, event_dates, week_number


class Days:
    """``ordinary``: confirmed days that run their own timetable. ``calm``: those of them in weeks without closures,
    changed days or recall, that no event has yet."""

    def __init__(self, school: School, timeline: Timeline, recall: Collection[int]) -> None:
        term = school.term
        self.ordinary = [d.date for d in timeline.days if d.confirmed and not d.changed]
        broken = {week_number(term, d.date) for d in closed_days_of(term)}
        broken |= {week_number(term, d.date) for d in timeline.days if d.changed or not d.confirmed}
        taken = {d for e in school.events for d in event_dates(e, timeline.days)}
        busy = broken | set(recall)
        quiet = [d for d in self.ordinary if week_number(term, d) not in busy]
        self.calm = [d for d in quiet if d not in taken] or quiet
        self._used: set[dt.date] = set()

    def spread(self, count: int, have: Iterable[dt.date], *, share: bool = False) -> list[dt.date]:
        """``count`` calm days, far from each other and from those it has, in order; fewer when there are fewer.

        The first two weeks are left to the timetable. ``share``: several may fall on one day, none is kept for later.
        """
        days = [d for d in self.calm if share or d not in self._used]
        late = [d for d in days if (d - self.ordinary[0]).days >= 14]
        days = late or days
        if not days:
            return []
        if share:
            return [days[min(len(days) - 1, n * len(days) // count)] for n in range(count)]
        fixed = list(have)
        if not fixed:
            chosen = [days[(2 * n + 1) * len(days) // (2 * count)] for n in range(min(count, len(days)))]
        else:
            chosen = []
            for _turn in range(min(count, len(days))):
                free = [d for d in days if d not in chosen and d not in fixed]
                if not free:
                    break
                chosen.append(max(free, key=lambda d: (min(abs((d - f).days) for f in [*fixed, *chosen]), -d.toordinal())))
        self._used |= set(chosen)
        return sorted(set(chosen))


def name_of(school: School, kind: str, **params: Any) -> Text:
    """What the calendar says. A counted event keeps its own name."""
    return Said.by(lambda language: _name(language, kind, params), school.spoken).as_text()


def why_of(school: School, reason: str, **params: Any) -> Said:
    """Why on these dates."""
    return Said.by(lambda language: _why(language, reason, params), school.spoken)


def _name(language: Language, kind: str, params: dict[str, Any]) -> str:
    _ = translator(language)
    words = {
        "recruiting": _("Classes recommend student librarians"),
        "training": _("Training of student librarians"),
        "publication": _("Borrowing table and duty rota are published"),
        "induction": _("{name}: first visit to the library"),
        "counted": "{name}",
        "inspection": _("Monthly inspection of the library"),
        "corner": _("{grade}: books of the class corners are exchanged"),
        "recall": _("Recall: books only come back"),
        "awards": _("Statistics of the term, awards for readers and student librarians"),
    }
    return words[kind].format(**_spoken(language, params))


def _why(language: Language, reason: str, params: dict[str, Any]) -> str:
    _ = translator(language)
    words = {
        "recruiting": _("First school day: whoever is to be trained must be known."),
        "training": _("Last ordinary school day before the first duty on {deadline}."),
        "training_late": _(
            "Duty begins on {deadline}, the first school day: train earlier, or let the posts begin some days later."
        ),
        "publication": _("Last ordinary school day before the library opens on {deadline}."),
        "publication_late": _("The library opens on {deadline}, the first school day: publish it then at the latest."),
        "induction": _("New class; two classes a day, in the first weeks."),
        "counted": _("{count} still to be dated; spread over the term, in weeks without closures, make-up days or recall."),
        "placed": _("Without a date until now; this is its usual place in the term."),
        "inspection": _("Last suitable day of each month."),
        "corner": _.ngettext(
            "{count} class, in a week without closures, make-up days or recall.",
            "{count} classes, one after the other, in weeks without closures, make-up days or recall.",
            params.get("count", 0),
        ),
        "recall": _("The last two teaching weeks ({weeks}): no new loans, so that all books are back."),
        "awards": _("Last ordinary school day, when the books are back."),
    }
    return words[reason].format(**_spoken(language, params))


def _spoken(language: Language, params: dict[str, Any]) -> dict[str, str]:
    def say(key: str, value: Any) -> str:
        if key == "grade":
            return grade_name(language, value)
        if isinstance(value, Text):
            return value.in_(language)
        return date_text(language, value) if isinstance(value, dt.date) else str(value)

    return {key: say(key, value) for key, value in params.items()}


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
            name=name_of(self.school, kind, **params),
            dates=tuple(sorted(dates)),
            why=why_of(self.school, reason or kind, **params),
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

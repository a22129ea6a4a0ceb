"""What every table draws on: the school, its plan and its term, with names and words in one language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from planner.languages import in_chinese
from planner.messages.wording import apart, between, date_text, day_name, span_text, translator, week_block, weeks_text
from planner.models.base import Language
from planner.models.days import DAY_LABELS, position_of, stretch_of
from planner.models.plan import Plan, PlannedVisit
from planner.models.school import School
from planner.models.session import Expansion
from planner.models.values import Span, natural
from planner.models.visits import Demand
from planner.outputs.tables.edition import is_later, signature
from planner.outputs.tables.names import HelperNames
from planner.sessions.chapter import Chapter
from planner.sessions.expand import leader
from planner.sessions.seams import Spot, repeated, spot_of
from planner.timeline import Occasion, Shift, Timeline, VisitCell, fitted


@dataclass(frozen=True)
class Source:
    """Everything a builder may ask; ``internal`` = for the library's own use, with whole names."""

    school: School
    plan: Plan
    timeline: Timeline
    expansion: Expansion
    language: Language
    internal: bool = False
    again: frozenset[Spot] = frozenset()
    """Visits of the plan that do not take place, since their class has come by the stretch before in the same week or round;
    the expansion has none of them."""

    def __post_init__(self) -> None:
        """A plan file from before the stretches of its term has every place in each of them."""
        object.__setattr__(self, "plan", fitted(self.timeline, self.plan))

    @classmethod
    def of(cls, chapter: Chapter, language: Language, internal: bool = False) -> Source:
        """One plan by itself."""
        again, expansion = repeated(chapter), chapter.expansion
        if again:
            expansion = Expansion(tuple(s for s in expansion.sessions if spot_of(s) not in again), expansion.lost)
        return cls(chapter.school, chapter.plan, chapter.timeline, expansion, language, internal, again)

    @cached_property
    def names(self) -> HelperNames:
        """Labels of the helpers."""
        return HelperNames(self.school, self.language, internal=self.internal)

    @cached_property
    def placed(self) -> tuple[tuple[PlannedVisit, VisitCell], ...]:
        """Visits of the plan whose cell the school has, by class: the order of a plan never shows on a table."""
        place = {c: n for n, c in enumerate((*self.school.class_by_id, *self.school.teacher_ids))}
        found = [(v, cell) for v in self.plan.visits if (cell := self.timeline.cell_of(v))]
        return tuple(
            sorted(found, key=lambda x: (place.get(x[0].visitor, 9999), x[0].visitor, x[1].occasions[0].date, x[1].key))
        )

    def class_name(self, key: str) -> str:
        """Short name of a class, as on the door."""
        c = self.school.class_by_id.get(key) or self.school.group_by_id.get(key)
        return c.name.in_(self.language) if c else key

    def visitor_name(self, key: str) -> str:
        """Short name of a class, or name of a teacher."""
        return self.class_name(key) if key in self.school.class_by_id else self.teacher_name(key)

    def teacher_name(self, key: str) -> str:
        """Name of a teacher; the id where the school gives no name."""
        names = {t.id: t.name for t in self.school.teachers}
        name = names.get(key)
        return name.in_(self.language) if name else key

    def room_name(self, key: str | None) -> str:
        """Name of a room; empty without one."""
        return self.school.room_by_id[key].name.in_(self.language) if key in self.school.room_by_id and key else ""

    def window_name(self, key: str) -> str:
        """Name of a window."""
        return self.school.window_by_id[key].name.in_(self.language)

    def campus_name(self, key: str) -> str:
        """Name of a campus; empty where the school has only one."""
        return (
            next((c.name.in_(self.language) for c in self.school.campuses if c.id == key), "")
            if len(self.school.campuses) > 1
            else ""
        )

    def teacher_of(self, visit: PlannedVisit, occasion: Occasion) -> str:
        """Who comes with a visit: the class teacher, or the one who gives the lesson; empty when unknown or nobody."""
        teacher = leader(self.timeline, visit, occasion)
        return self.teacher_name(teacher) if teacher else ""

    def time_of(self, visit: PlannedVisit, cell: VisitCell, occasion: Occasion) -> Span | None:
        """Time of a visit on one date."""
        return self.timeline.visit_span(cell, occasion, visit.visitor)

    def span(self, span: Span) -> str:
        """A time in words."""
        return span_text(self.language, span)

    def day(self, label: str) -> str:
        """A day label in words."""
        return day_name(self.language, label, self.school.term)

    def block(self, week: str, among: Iterable[VisitCell | Shift], *, short: bool = False) -> str:
        """A week of a pattern in words. One of a round of weeks is told by the weeks of the school in which it comes, since
        a 'week 5' of the round is read as week 5 of the term by whoever looks at the wall: 第5、13周. These are the weeks of
        ``among``, what is shown there: readers may still come when books only come back."""
        numbers, stretch, name = _school_weeks(week, among), stretch_of(week), position_of(week)
        words = weeks_text(self.language, numbers) if numbers else ""
        if not words and (name or not stretch):
            words = week_block(self.language, name, self.school.term, short=short)
        if not stretch:
            return words
        _, dates = translator(self.language), self.stretch(stretch)
        return _("{week}, {dates}", week=words, dates=dates) if words else dates

    def stretch(self, stretch: str) -> str:
        """A stretch of the term, by the one of its ends that is not an end of the term as well."""
        _ = translator(self.language)
        first, last = map(dt.date.fromisoformat, stretch.split(".."))
        if first <= self.timeline.since and last < self.school.term.end:
            return _("until {date}", date=date_text(self.language, last))
        if first > self.timeline.since and last >= self.school.term.end:
            return _("from {date} on", date=date_text(self.language, first))
        return between(self.language, stretch)

    def block_lines(self, week: str, among: Iterable[VisitCell | Shift]) -> tuple[str, ...]:
        """The same as the head of a row, in lines that leave the columns their room."""
        numbers = _school_weeks(week, among)
        if len(numbers) <= 3:
            return (self.block(week, among),)
        lines = tuple(weeks_text(self.language, numbers, a_line=3).splitlines())
        return (*lines, self.stretch(stretch_of(week))) if stretch_of(week) else lines

    def demand_name(self, demand: Demand) -> str:
        """Name of a demand; of a monthly one without its month."""
        name = demand.name.in_(self.language)
        return re.sub(r"\s*[(（][^(（]*[)）]$", "", name) if demand.part_of else name

    def title(self, what: str) -> tuple[str, str]:
        """(title, first part of the subtitle). Chinese tables name year, term and school in one line, English ones do not."""
        _ = translator(self.language)
        term = self.school.term
        year, name = term.school_year.in_(self.language), term.name.in_(self.language)
        school = self.school.name.in_(self.language)
        if in_chinese(self.language):
            name, school, what = apart(year, name), apart(name, school), apart(school, what)
        lines = _("{school}: {what}\n{year}, {term}", school=school, what=what, year=year, term=name)
        title, _line, subtitle = lines.partition("\n")
        return title, subtitle

    @cached_property
    def signature(self) -> tuple[str, ...]:
        """Who signs, and under it when."""
        return signature(self.school, self.plan, self.language)

    @cached_property
    def since(self) -> dt.date | None:
        """From when a paper of a later plan counts; None for the first plan of a term, which counts from its beginning."""
        return self.plan.effective_from if is_later(self.school, self.plan) else None

    @property
    def signature_lines(self) -> tuple[str, ...]:
        """The school's own words under its tables, a rule a line."""
        notes = self.school.printing.notes
        return tuple(line.strip() for line in notes.in_(self.language).splitlines() if line.strip()) if notes else ()


def day_order(label: str | None) -> int:
    """Place of a day label in a table."""
    return DAY_LABELS.index(label) if label in DAY_LABELS and label else len(DAY_LABELS)


def week_order(week: str) -> tuple[tuple[int, int, str], ...]:
    """Place of a week of a pattern: 单周 before 双周, 2/10 before 10/10; stretch after stretch of the term."""
    return (*natural(stretch_of(week)), *natural(position_of(week)))


def first_date(occasions: tuple[Occasion, ...]) -> dt.date:
    """The earliest date."""
    return min(o.date for o in occasions)


def _school_weeks(week: str, among: Iterable[VisitCell | Shift]) -> tuple[int, ...]:
    """The weeks of the school in which a week of a round of weeks comes; none for other patterns."""
    if "/" not in position_of(week):
        return ()
    return tuple(sorted({o.day.week for cell in among if cell.week == week for o in cell.occasions}))

"""What speaks against one visitor in one cell, or one helper on one shift, on one date. The rules of single options."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from planner.models.people import Helper
from planner.models.values import Span, minute_of
from planner.models.visits import Ban, Demand, Preference
from planner.timeline import Day, Occasion, Shift, Timeline, VisitCell, fits, is_away, subjects_for


@dataclass(frozen=True)
class Verdict:
    """Time of the visit (None: no such period), the rules against it, and whether it would be lost."""

    span: Span | None
    against: tuple[str, ...]
    lost: bool = False


class VisitJudge:
    """Judges visits; answers that many options share are remembered."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._school = timeline.school
        self._subjects: dict[tuple[str, str, object], dict[str, str | None]] = {}

    @cached_property
    def _bans(self) -> dict[str, list[tuple[Ban, frozenset[str]]]]:
        return {d.id: [(ban, frozenset(self._school.select(ban))) for ban in d.bans] for d in self._school.demands}

    def heads(self, demand: Demand, visitor: str) -> int:
        """How many people come."""
        if demand.heads is not None:
            return demand.heads
        c = self._school.class_by_id.get(visitor)
        return c.pupils if c else 1

    def lessons_meant(self, demand: Demand, class_id: str, day: Day) -> dict[str, str | None]:
        """Period -> teacher of the lessons that a class may spend in the library on a date."""
        key = (demand.id, class_id, day.date)
        if key not in self._subjects:
            subjects = {s for grade in self._school.class_by_id[class_id].grades for s in subjects_for(demand, grade)}
            self._subjects[key] = {
                lesson.period: lesson.teacher
                for lesson, _ in self._timeline.bells.lessons(class_id, day)
                if lesson.subject in subjects
            }
        return self._subjects[key]

    def is_hopeless(self, demand: Demand, visitor: str, cell: VisitCell, occasion: Occasion | None) -> bool:
        """A quick no for most periods of a timetable, where the lesson is not one that counts."""
        if occasion is None or demand.kind != "lesson_reading" or self._school.mode("eligible") != "hard":
            return occasion is None
        return cell.period not in self.lessons_meant(demand, visitor, occasion.day)

    def teacher(self, demand: Demand, visitor: str, cell: VisitCell, occasion: Occasion) -> str | None:
        """Who has to be there besides the class; None when it is nobody in particular."""
        if demand.kind == "teacher_reading":
            return visitor
        if demand.accompany == "class_teacher":
            return self._school.class_by_id[visitor].teacher
        if demand.accompany == "subject_teacher" and cell.period:
            lessons = self._timeline.bells.lessons(visitor, occasion.day)
            return next((lesson.teacher for lesson, _ in lessons if lesson.period == cell.period), None)
        return None

    def verdict(self, demand: Demand, visitor: str, cell: VisitCell, occasion: Occasion) -> Verdict:
        """All that speaks against a visit on one date."""
        span = self._timeline.visit_span(cell, occasion, visitor)
        if span is None:
            return Verdict(None, ("eligible",))
        against = []
        if not self._is_eligible(demand, visitor, cell, occasion):
            against.append("eligible")
        if any(visitor in who and fits(ban, cell, occasion) for ban, who in self._bans[demand.id]):
            against.append("forbidden")
        if not demand.is_lesson and not self._is_free(visitor, occasion.day, span):
            against.append("class_free")
        teacher = self.teacher(demand, visitor, cell, occasion)
        if teacher and not self._teacher_is_free(teacher, visitor, demand, cell, occasion, span):
            against.append("teacher_free")
        lost = self._timeline.loss(demand.id, visitor, cell.room, occasion, span) is not None
        return Verdict(span, tuple(against), lost)

    def _is_eligible(self, demand: Demand, visitor: str, cell: VisitCell, occasion: Occasion) -> bool:
        c = self._school.class_by_id.get(visitor)
        if c is None:
            return True
        if cell.room and self._school.room_campus(cell.room) != c.campus:
            return False
        if demand.is_lesson:
            return cell.period in self.lessons_meant(demand, visitor, occasion.day)
        window = self._school.window_by_id[occasion.window or ""]
        return self._school.window_campus(window.id) == c.campus and c.is_of(window.grades)

    def _is_free(self, visitor: str, day: Day, span: Span) -> bool:
        return visitor not in self._school.class_by_id or self._timeline.bells.class_is_free(visitor, day, span)

    def _teacher_is_free(
        self, teacher: str, visitor: str, demand: Demand, cell: VisitCell, occasion: Occasion, span: Span
    ) -> bool:
        known = next((t for t in self._school.teachers if t.id == teacher), None)
        if known and is_away(known.away, occasion.day, occasion.window, span):
            return False
        return not any(
            span.overlaps(other)
            for lesson, other in self._timeline.bells.teacher_lessons(teacher, occasion.day)
            if not (demand.kind == "lesson_reading" and lesson.class_id == visitor and lesson.period == cell.period)
        )


def wish_cost(wishes: list[tuple[Preference, frozenset[str]]], visitor: str, cell: VisitCell) -> int:
    """Price of the wishes a visit leaves unmet: a wanted place must fit on all dates, an unwanted one on none."""
    cost = 0
    for wish, who in wishes:
        if visitor in who:
            matches = [fits(wish, cell, o) for o in cell.occasions]
            if (not all(matches)) if wish.wanted else any(matches):
                cost += wish.cost
    return cost


class DutyJudge:
    """Judges duties."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._school = timeline.school

    def is_suitable(self, helper: Helper, shift: Shift) -> bool:
        """Whether the helper may do this post at all."""
        post = self._school.post_by_id[shift.post]
        c = self._school.class_by_id[helper.class_id]
        trained = not post.trained if helper.posts is None else post.id in helper.posts
        return trained and c.is_of(post.grades)

    @staticmethod
    def serves(helper: Helper, occasion: Occasion) -> bool:
        """Whether the helper has begun and not yet left."""
        return (helper.valid_from is None or occasion.date >= helper.valid_from) and (
            helper.valid_until is None or occasion.date <= helper.valid_until
        )

    def against(self, helper: Helper, shift: Shift, occasion: Occasion) -> list[str]:
        """Rules that speak against a duty on one date."""
        span = self._timeline.duty_span(shift, occasion)
        work = Span.between(
            start=self._timeline.openings.held[occasion.date, shift.window].time_of(shift.slot).start, end=span.end
        )
        c = self._school.class_by_id[helper.class_id]
        found = []
        if (
            c.campus != self._school.window_campus(shift.window)
            or is_away(helper.away, occasion.day, shift.window, span)
            or self._is_busy(c.id, occasion.day, work)
        ):
            found.append("helper_available")
        if minute_of(span.start) < minute_of(work.start) and self._is_busy(
            c.id, occasion.day, Span.between(start=span.start, end=work.start)
        ):
            found.append("arrival_fits")
        return found

    def _is_busy(self, class_id: str, day: Day, span: Span) -> bool:
        return not self._timeline.bells.helper_is_free(class_id, day, span)

"""What exactly speaks against one visit in one place, or one helper on one shift: the facts behind the rules of `judging`."""

from __future__ import annotations

from typing import NamedTuple

from planner.models.people import Helper
from planner.models.values import Span, minute_of
from planner.models.visits import Demand
from planner.solver.judging import DutyJudge, VisitJudge
from planner.solver.problem import Problem
from planner.timeline import Day, Occasion, Shift, VisitCell, fits, is_away


class Fact(NamedTuple):
    """A code of `planner.models.outcome.Cause` with its facts."""

    code: str
    params: tuple[tuple[str, str], ...] = ()


# Facts that say only that a place was never meant for this class: told when there is nothing else to tell.
NOT_MEANT = frozenset({"other_campus", "other_grades", "no_lesson", "no_period", "untrained"})


def fact(code: str, **params: object) -> Fact:
    """A fact with its parameters in their order."""
    return Fact(code, tuple((key, str(value)) for key, value in params.items()))


def slots_of(problem: Problem, window: str) -> dict[str, str]:
    """When the first and the last slot of a window begin and the last ends; nothing where it has none."""
    held = [o for (_, w), o in sorted(problem.timeline.openings.held.items()) if w == window]
    if not held or not held[0].slots:
        return {}
    slots = held[0].slots
    return {"first": str(slots[0].start), "last": str(slots[-1].start), "until": str(slots[-1].end)}


class VisitFacts:
    """Facts against visits."""

    def __init__(self, problem: Problem) -> None:
        self._problem, self._school, self._timeline = problem, problem.school, problem.timeline
        self._judge = VisitJudge(problem.timeline)

    def against(self, demand: Demand, visitor: str, cell: VisitCell, occasion: Occasion) -> tuple[Fact, ...]:
        """Why the hard rules do not let a visitor come to a cell on a date; nothing where they do."""
        verdict = self._judge.verdict(demand, visitor, cell, occasion)
        found: list[Fact] = []
        for rule in verdict.against:
            if self._school.mode(rule) != "hard":
                continue
            if rule == "eligible":
                found.append(self._not_meant(demand, visitor, cell, occasion, verdict.span))
            elif rule == "forbidden":
                found += [
                    fact("banned", demand=demand.id, place=ban.model_dump_json())
                    for ban in demand.bans
                    if visitor in self._school.select(ban) and fits(ban, cell, occasion)
                ]
            elif verdict.span is not None and rule == "class_free":
                found.append(self._not_free(visitor, occasion.day, verdict.span, cell))
            elif verdict.span is not None and rule == "teacher_free":
                found.append(self._teacher(demand, visitor, cell, occasion, verdict.span))
        return tuple(found)

    def _not_meant(self, demand: Demand, visitor: str, cell: VisitCell, occasion: Occasion, span: Span | None) -> Fact:
        c = self._school.class_by_id.get(visitor)
        if span is None or c is None:
            return fact("no_period", period=cell.period or "")
        if demand.is_lesson:
            campus = self._school.room_campus(cell.room) if cell.room else c.campus
            if campus != c.campus:
                return fact("other_campus", room=cell.room or "")
            return fact("no_lesson", demand=demand.id)
        window = occasion.window or ""
        if self._school.window_campus(window) != c.campus:
            return fact("other_campus", window=window)
        return fact("other_grades", window=window)

    def _not_free(self, class_id: str, day: Day, span: Span, cell: VisitCell) -> Fact:
        bells, c = self._timeline.bells, self._school.class_by_id[class_id]
        for lesson, other in bells.lessons(class_id, day):
            if span.overlaps(other):
                return fact("in_lesson", window=cell.window or "", subject=lesson.subject, period=lesson.period, time=other)
        bell = bells.bell(c, day)
        if bell and bell.lunch and span.overlaps(bell.lunch):
            return fact("eats", window=cell.window or "", lunch=bell.lunch, bell=bell.model_dump_json())
        return fact("gone_home", window=cell.window or "", home=(bell and bell.home) or "")

    def _teacher(self, demand: Demand, visitor: str, cell: VisitCell, occasion: Occasion, span: Span) -> Fact:
        teacher = self._judge.teacher(demand, visitor, cell, occasion) or ""
        for lesson, other in self._timeline.bells.teacher_lessons(teacher, occasion.day):
            own = demand.kind == "lesson_reading" and lesson.class_id == visitor and lesson.period == cell.period
            if span.overlaps(other) and not own:
                if lesson.period == cell.period:
                    both = ",".join(sorted((visitor, lesson.class_id)))
                    return fact("teacher_twice", teacher=teacher, day=occasion.day.label, period=lesson.period, classes=both)
                return fact(
                    "teacher_teaches",
                    teacher=teacher,
                    day=occasion.day.label,
                    period=lesson.period,
                    of=lesson.class_id,
                    window=cell.window or "",
                )
        return fact("teacher_away", teacher=teacher)


class DutyFacts:
    """Facts against duties."""

    def __init__(self, problem: Problem) -> None:
        self._problem, self._school, self._timeline = problem, problem.school, problem.timeline
        self._judge = DutyJudge(problem.timeline)

    def against(self, helper: Helper, shift: Shift, occasion: Occasion) -> Fact | None:
        """Why the hard rules do not let a helper take a shift on a date; the first fact that cannot be argued with."""
        school, post = self._school, self._school.post_by_id[shift.post]
        c = school.class_by_id[helper.class_id]
        if not self._judge.serves(helper, occasion):
            return fact("not_yet_or_no_longer")
        if c.campus != school.window_campus(shift.window):
            return fact("other_campus", window=shift.window)
        if not self._judge.is_suitable(helper, shift) and school.mode("helper_suitable") == "hard":
            return fact("untrained", post=post.id) if c.is_of(post.grades) else fact("other_grades", post=post.id)
        against = [rule for rule in self._judge.against(helper, shift, occasion) if school.mode(rule) == "hard"]
        if not against:
            return None
        span = self._timeline.duty_span(shift, occasion)
        if is_away(helper.away, occasion.day, shift.window, span):
            return fact("away")
        return self._busy(helper, shift, occasion.day, span, occasion)

    def _busy(self, helper: Helper, shift: Shift, day: Day, span: Span, occasion: Occasion) -> Fact:
        bells, c = self._timeline.bells, self._school.class_by_id[helper.class_id]
        bell = bells.bell(c, day)
        opens = self._timeline.openings.held[occasion.date, shift.window].time_of(shift.slot).start
        for lesson, other in bells.lessons(c.id, day):
            if span.overlaps(other):
                return fact("duty_in_lesson", window=shift.window, subject=lesson.subject, period=lesson.period)
        lunch = (bell.lunch_on_duty or bell.lunch) if bell else None
        if lunch and span.overlaps(lunch):
            # The duty itself may begin after lunch: then only the arrival is too early.
            early = minute_of(lunch.end) <= minute_of(opens)
            code = "arrives_too_early" if early else "duty_in_lunch"
            return fact(code, window=shift.window, arrive=span.start, lunch=lunch, opens=opens)
        return fact("gone_home", window=shift.window, home=(bell and bell.home) or "")

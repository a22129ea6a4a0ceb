"""Further helpers for further visits: posts whose number follows the classes, and who could still come on a date."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from planner.checker.duties import weekly
from planner.models.session import Session
from planner.models.values import Span
from planner.solver.judging import DutyJudge
from planner.solver.makeup.spare import Spare, SpareSpot
from planner.timeline import Occasion, Shift, calendar_week


@dataclass(frozen=True, eq=False)
class Need:
    """One shift on one date whose helpers follow its visits: ``each`` helpers for each class, or one for ``per`` classes."""

    shift: Shift
    occasion: Occasion
    span: Span
    each: int | None
    per: int
    classes: int
    staff: int
    standby: tuple[str, ...]
    """Helpers who could still come, in the order of the school."""

    def session(self, helper: str) -> Session:
        """The duty as a helper would do it, without an identity."""
        return further_duty(helper, self.shift, self.occasion, self.span)


def further_duty(helper: str, shift: Shift, occasion: Occasion, span: Span) -> Session:
    """A duty on one date beside those of the plan, without an identity."""
    return Session(
        uid="",
        category="DUTY",
        date=occasion.date,
        time=span,
        source=shift.post,
        helper=helper,
        turn=occasion.date.isoformat(),
        window=shift.window,
        slot=shift.slot,
        runs_as=occasion.day.label if occasion.day.changed else None,
    )


class Standby:
    """Who is on duty already, and who could be besides."""

    def __init__(self, spare: Spare) -> None:
        self._spare = spare
        self._school = spare.school
        self._judge = DutyJudge(spare.timeline)
        self._shifts: dict[tuple[dt.date, str], list[tuple[Shift, Occasion]]] = defaultdict(list)
        for shift in spare.timeline.shifts:
            post = self._school.post_by_id[shift.post]
            rule = "escort_tied" if post.escort else "post_staffed"
            if (post.escort or post.per_classes) and spare.is_hard(rule):
                for occasion in shift.occasions:
                    self._shifts[occasion.date, shift.window].append((shift, occasion))
        self.busy: dict[tuple[str, dt.date], list[Session]] = defaultdict(list)
        for found in spare.duties.values():
            for s in found:
                self.busy[s.helper or "", s.date].append(s)
        self.weekly = weekly(spare.dates.case)
        self._needs: dict[tuple[object, dt.date], Need] = {}

    def needs(self, spot: SpareSpot) -> list[Need]:
        """Shifts that may need more helpers when somebody comes to this spot."""
        window = spot.occasion.window
        if window is None or spot.demand.kind == "appointment":
            return []
        found = []
        for shift, occasion in self._shifts[spot.date, window]:
            escort = self._school.post_by_id[shift.post].escort
            if (escort is None or escort.demand == spot.demand.id) and shift.slot in (None, spot.cell.slot):
                key = (shift.key, spot.date)
                if key not in self._needs:
                    self._needs[key] = self._need(shift, occasion)
                found.append(self._needs[key])
        return found

    def _need(self, shift: Shift, occasion: Occasion) -> Need:
        post, date = self._school.post_by_id[shift.post], occasion.date
        there = [
            s
            for s in self._spare.visits[date]
            if s.window == shift.window
            and shift.slot in (None, s.slot)
            and (post.escort is None or s.source == post.escort.demand)
            and (post.escort is not None or self._school.demand_by_id[s.source].kind != "appointment")
        ]
        staff = [
            s
            for s in self._spare.duties[date]
            if (s.source, s.window, s.slot) == (shift.post, shift.window, shift.slot)
            and not self._school.helper_by_id[s.helper or ""].trainee_on(date)
        ]
        span = self._spare.timeline.duty_span(shift, occasion)
        standby = tuple(h for h in self._school.helper_by_id if self._can_come(h, shift, occasion, span))
        each = post.escort.per_class if post.escort else None
        return Need(shift, occasion, span, each, post.per_classes or 1, len(there), len(staff), standby)

    def _can_come(self, key: str, shift: Shift, occasion: Occasion, span: Span) -> bool:
        helper, date = self._school.helper_by_id[key], occasion.date
        hard = self._spare.is_hard
        if helper.trainee_on(date) or not self._judge.serves(helper, occasion):
            return False
        if hard("helper_suitable") and not self._judge.is_suitable(helper, shift):
            return False
        if any(hard(rule) for rule in self._judge.against(helper, shift, occasion)):
            return False
        today = self.busy.get((key, date), [])
        if today and (hard("one_duty_a_day") or any(s.time and s.time.overlaps(span) for s in today)):
            return False
        if self.most(key) is not None and self.left_in_week(key, date) <= 0:
            return False
        if self.keeps_apart and any(self.busy.get((key, date + dt.timedelta(n))) for n in (-1, 1)):
            return False
        if any(
            s.visitor == helper.class_id and s.window != shift.window and s.time and s.time.overlaps(span)
            for s in self._spare.visits[date]
        ):
            return False
        asked = self._spare.asked_of_duties
        return not (asked and self._spare.dates.broken([further_duty(key, shift, occasion, span)], (), asked))

    @property
    def keeps_apart(self) -> bool:
        """Whether nobody serves on two days in a row."""
        return self._spare.is_hard("no_consecutive") and not self._school.duties.consecutive_days

    def most(self, key: str) -> int | None:
        """Most duties of a helper in a week; None = no limit."""
        if not self._spare.is_hard("duty_max"):
            return None
        return self._school.most_duties(self._school.helper_by_id[key])

    def left_in_week(self, key: str, date: dt.date) -> int:
        """How many more duties a helper may have in the week of a date."""
        most = self.most(key)
        return 10**6 if most is None else most - self.weekly[key, calendar_week(self._school.term, date)]

"""The rules, in order: visits before duties, hard before soft. To add a rule, see ARCHITECTURE.md."""

from __future__ import annotations

from collections.abc import Callable

from planner.solver.posting import Posting
from planner.solver.problem import Problem
from planner.solver.rules import changes, days, duties, places, sharing, visits, wishes
from planner.solver.variables import Variables

RULES: dict[str, Callable[[Problem, Variables, Posting], None]] = {
    "demand_met": visits.demand_met,
    "eligible": places.eligible,
    "forbidden": places.forbidden,
    "pinned": visits.pinned,
    "class_free": places.class_free,
    "teacher_free": visits.teacher_free,
    "one_visit_a_day": visits.one_visit_a_day,
    "slot_capacity": visits.slot_capacity,
    "room_capacity": visits.room_capacity,
    "room_seats": visits.room_seats,
    "grade_limit": visits.grade_limit,
    "each_day_served": visits.each_day_served,
    "fair_visits": wishes.fair_visits,
    "held_visits": wishes.held_visits,
    "fewest_visits": wishes.fewest_visits,
    "lost_visits": wishes.lost_visits,
    "preference": wishes.preference,
    "spread": days.spread,
    "grade_days": wishes.grade_days,
    "fair_slots": wishes.fair_slots,
    "post_staffed": duties.post_staffed,
    "helper_available": duties.helper_available,
    "helper_suitable": places.helper_suitable,
    "arrival_fits": places.arrival_fits,
    "escort_tied": duties.escort_tied,
    "duty_pinned": changes.duty_pinned,
    "duty_max": duties.duty_max,
    "duty_min": duties.duty_min,
    "one_duty_a_day": duties.one_duty_a_day,
    "no_consecutive": duties.no_consecutive,
    "trainee_paired": duties.trainee_paired,
    "experienced_there": duties.experienced_there,
    "adult_there": sharing.adult_there,
    "fair_duties": sharing.fair_duties,
    "duty_wishes": sharing.duty_wishes,
    "same_weekday": sharing.same_weekday,
    "own_class": sharing.own_class,
    "pair_wishes": sharing.pair_wishes,
    "kept_visits": changes.kept_visits,
    "kept_weekdays": changes.kept_weekdays,
    "kept_helpers": changes.kept_helpers,
}

"""The term laid out on dates: days, bells, openings, turns and cells. Facts only: no rule is judged here."""

from planner.timeline.bells import Bells, is_away, within
from planner.timeline.cells import Shift, VisitCell, slot_limit, visitors_of
from planner.timeline.conditions import day_of_turn, fits, pin_fits, subjects_for, unpopularity
from planner.timeline.cycles import Occasion, Stretch, Turn, calendar_week
from planner.timeline.days import ClosedDay, Day, closed_days_of, days_of
from planner.timeline.fitted import duty_pinned_in, fitted, pinned_in
from planner.timeline.holding import Holding, even_shares, holdings
from planner.timeline.openings import NotOpen, Opening, Openings, event_dates, is_in_use, rooms_exist
from planner.timeline.timeline import Timeline
from planner.timeline.weeks import is_school_day, own_weekday, school_weeks, week1_monday, week_number, week_of
from planner.timeline.workload import dates_of_a_duty, duty_shares, full_weeks

__all__ = [
    "Bells",
    "ClosedDay",
    "Day",
    "Holding",
    "NotOpen",
    "Occasion",
    "Opening",
    "Openings",
    "Shift",
    "Stretch",
    "Timeline",
    "Turn",
    "VisitCell",
    "calendar_week",
    "closed_days_of",
    "dates_of_a_duty",
    "day_of_turn",
    "days_of",
    "duty_pinned_in",
    "duty_shares",
    "even_shares",
    "event_dates",
    "fits",
    "fitted",
    "full_weeks",
    "holdings",
    "is_away",
    "is_in_use",
    "is_school_day",
    "own_weekday",
    "pin_fits",
    "pinned_in",
    "rooms_exist",
    "school_weeks",
    "slot_limit",
    "subjects_for",
    "unpopularity",
    "visitors_of",
    "week1_monday",
    "week_number",
    "week_of",
    "within",
]

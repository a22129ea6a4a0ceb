"""Data only: frozen models, units and meaning in every description."""

from planner.models.outcome import Infeasible, Outcome, OutOfTime, Solved
from planner.models.plan import Breach, Limits, Plan, PlannedCover, PlannedDuty, PlannedVisit, Report, RuleCost
from planner.models.problem import Problem, Shortage
from planner.models.school import School
from planner.models.session import LostVisit, Session

__all__ = [
    "Breach",
    "Infeasible",
    "Limits",
    "LostVisit",
    "OutOfTime",
    "Outcome",
    "Plan",
    "PlannedCover",
    "PlannedDuty",
    "PlannedVisit",
    "Problem",
    "Report",
    "RuleCost",
    "School",
    "Session",
    "Shortage",
    "Solved",
]

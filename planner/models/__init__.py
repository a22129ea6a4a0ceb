"""Data only: frozen models, units and meaning in every description.

What stands here is loaded when it is first asked for: the help of a command needs no school.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.models.outcome import Infeasible, Outcome, OutOfTime, Solved
    from planner.models.plan import Breach, Limits, Plan, PlannedDuty, PlannedPresence, PlannedVisit, Report, RuleCost
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
    "PlannedDuty",
    "PlannedPresence",
    "PlannedVisit",
    "Problem",
    "Report",
    "RuleCost",
    "School",
    "Session",
    "Shortage",
    "Solved",
]

_PLACES = {
    "Breach": "plan",
    "Infeasible": "outcome",
    "Limits": "plan",
    "LostVisit": "session",
    "OutOfTime": "outcome",
    "Outcome": "outcome",
    "Plan": "plan",
    "PlannedDuty": "plan",
    "PlannedPresence": "plan",
    "PlannedVisit": "plan",
    "Problem": "problem",
    "Report": "plan",
    "RuleCost": "plan",
    "School": "school",
    "Session": "session",
    "Shortage": "problem",
    "Solved": "outcome",
}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)

"""The only place that knows ortools: a school goes in, an Outcome comes out.

What stands here is loaded when it is first asked for: who checks a proof needs no solver.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.solver.explaining.explain import explain
    from planner.solver.explaining.fixing import apply_fixes
    from planner.solver.explaining.relaxing import Standing, is_feasible
    from planner.solver.makeup.makeup import make_up
    from planner.solver.proving import verdict
    from planner.solver.search import Progress
    from planner.solver.solving import solve

__all__ = ["Progress", "Standing", "apply_fixes", "explain", "is_feasible", "make_up", "solve", "verdict"]

_PLACES = {
    "Progress": "search",
    "Standing": "explaining.relaxing",
    "apply_fixes": "explaining.fixing",
    "explain": "explaining.explain",
    "is_feasible": "explaining.relaxing",
    "make_up": "makeup.makeup",
    "solve": "solving",
    "verdict": "proving",
}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)

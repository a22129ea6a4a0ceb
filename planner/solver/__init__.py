"""The only place that knows ortools: a school goes in, an Outcome comes out."""

from planner.solver.explaining.explain import explain
from planner.solver.explaining.fixing import apply_fixes
from planner.solver.explaining.relaxing import is_feasible
from planner.solver.makeup.makeup import make_up
from planner.solver.search import Progress
from planner.solver.solve import solve

__all__ = ["Progress", "apply_fixes", "explain", "is_feasible", "make_up", "solve"]

"""The only place that knows ortools: a school goes in, an Outcome comes out."""

from planner.solver.explain import explain
from planner.solver.fixing import apply_fixes
from planner.solver.makeup import make_up
from planner.solver.relaxing import is_feasible
from planner.solver.search import Progress
from planner.solver.solve import solve

__all__ = ["Progress", "apply_fixes", "explain", "is_feasible", "make_up", "solve"]

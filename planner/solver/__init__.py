"""The only place that knows ortools: a school goes in, an Outcome comes out."""

from planner.solver.explain import apply_fixes, explain
from planner.solver.search import Progress
from planner.solver.solve import solve

__all__ = ["Progress", "apply_fixes", "explain", "solve"]

"""The only place that knows ortools: a school goes in, an Outcome comes out."""

from planner.solver.solve import Progress, solve

__all__ = ["Progress", "solve"]

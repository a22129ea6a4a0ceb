"""Dated sessions: what a plan means on real dates."""

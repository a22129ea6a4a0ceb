"""What differs between two plans, and what a change may cost."""

from typing import Literal

Name = Literal["fewest", "keep_weekday", "keep_helpers"]
"""Strategies of a re-plan, see `planner.changes.strategies`; here, so that the help of a command needs no school."""

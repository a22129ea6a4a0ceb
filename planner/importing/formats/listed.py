"""Lists in an exchange file: people of a lesson, and days, which may stand in an order that no week has."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from planner.importing.raw import Doubt
from planner.models.days import WEEKDAYS
from planner.models.problem import Problem

MOST_NAMED = 5
"""Teachers or rooms that are named of a lesson: at a meeting of the whole staff are all of them."""


def doubt_about_days(days: Mapping[str, str | None]) -> Doubt | None:
    """The question whether two weekdays were exchanged, where they do not follow each other as in a week of any first day."""
    labels = [label for label in days.values() if label in WEEKDAYS]
    places = [WEEKDAYS.index(label) for label in labels if label]
    steps = sum((b - a) % 7 for a, b in pairwise(places))
    if steps < 7 and len(set(places)) == len(places):
        return None
    return Doubt("days", Problem(code="import_doubt_days", value=", ".join(days)))

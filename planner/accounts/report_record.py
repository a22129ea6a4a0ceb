"""The term report for programs: the same numbers as plain data."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from planner.accounts.reach import reach_record
from planner.models.report import TermReport


def report_record(made: TermReport) -> dict[str, Any]:
    """The numbers as JSON: ids only, so that no pupil is named; dates as ISO text."""
    data: dict[str, Any] = _plain({"status": "OK", **asdict(made)})
    data["reach"] = reach_record(made.reach) if made.reach else None
    for choice, item in zip(made.choices, data["choices"], strict=True):
        item["cycle"] = choice.cycle.model_dump()
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if k != "cycle"}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, dt.date) else value

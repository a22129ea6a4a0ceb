"""What was seen in sheets that are no timetable to us: for the answer to somebody whose table was not recognised."""

from __future__ import annotations

from planner.errors import BadInput
from planner.importing.labels import day_label, period_label, times_in
from planner.models.problem import Problem
from planner.reading.classnames import class_in, read_class_name
from planner.reading.spreadsheets.sheets import Sheet

_SHEETS = 4


def not_recognised(source: str, sheets: list[Sheet], kind: str) -> BadInput:
    """The refusal, with how many weekdays, periods, times and classes stand in the file."""
    filled = [sheet for sheet in sheets if any(map(any, sheet.rows))]
    names = list(dict.fromkeys(sheet.name for sheet in filled if sheet.name))
    texts = [text for sheet in filled for _r, _c, text in sheet.filled()]
    seen = {
        "days": sum(day_label(t) is not None for t in texts),
        "periods": sum(period_label(t) is not None for t in texts),
        "times": sum(times_in(t) is not None for t in texts),
        "classes": sum(bool(read_class_name(t) or class_in(t)) for t in texts),
    }
    value = ", ".join(names[:_SHEETS]) + (" …" if len(names) > _SHEETS else "") or kind
    return BadInput(source, [Problem(code="import_shape", value=value, params={k: str(n) for k, n in seen.items()})])

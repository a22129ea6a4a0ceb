"""What was seen in sheets that are no timetable to us: for the answer to somebody whose table was not recognised."""

from __future__ import annotations

from planner.importing.labels import day_label, period_label, times_in
from planner.reading.classnames import class_in, read_class_name
from planner.reading.spreadsheets.sheets import Sheet

_SHEETS = 4
_EXAMPLES = 3


def seen_in(sheets: list[Sheet]) -> str:
    """'Sheet1: 5 × weekday (星期一, …), 8 × period (…), 0 × class' for the first sheets with anything in them."""
    out = []
    for sheet in [s for s in sheets if any(map(any, s.rows))][:_SHEETS]:
        texts = [text for _r, _c, text in sheet.filled()]
        kinds = {
            "星期/day": [t for t in texts if day_label(t)],
            "节次/period": [t for t in texts if period_label(t)],
            "时间/time": [t for t in texts if times_in(t)],
            "班级/class": [t for t in texts if read_class_name(t) or class_in(t)],
        }
        found = "; ".join(f"{kind} {len(hits)}{_examples(hits)}" for kind, hits in kinds.items())
        out.append(f"{sheet.name}: {found}" if sheet.named else found)
    return " | ".join(out)


def _examples(hits: list[str]) -> str:
    some = list(dict.fromkeys(h.replace("\n", " ")[:12] for h in hits))[:_EXAMPLES]
    return f" ({', '.join(some)})" if some else ""

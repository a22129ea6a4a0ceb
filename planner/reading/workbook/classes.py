"""Classes as people write them in any sheet: 三1, 301 and 三年级1班 are 三(1), as they are for an imported timetable."""

from __future__ import annotations

import re
from typing import Any

from planner.models.school import School
from planner.reading.classnames import match_class, plain

_ONE, _MANY = "class", "classes"
_ID = re.compile(r"[\w\-.()（）]+")


def respell(data: Any, school: School | None) -> bool:
    """Write the id of the class wherever another spelling of it stands, in place; whether anything was written.

    Without a school only characters that no id has are brought into their usual form, so that there can be a school.
    """
    if isinstance(data, list):
        return any([respell(item, school) for item in data])
    if not isinstance(data, dict):
        return False
    changed = False
    for key, value in data.items():
        if key == _ONE and isinstance(value, str):
            data[key], now = _meant(value, school)
            changed |= now
        elif key == _MANY and isinstance(value, list) and all(isinstance(v, str) for v in value):
            found = [_meant(v, school) for v in value]
            data[key] = [name for name, _now in found]
            changed |= any(now for _name, now in found)
        else:
            changed |= respell(value, school)
    return changed


def _meant(text: str, school: School | None) -> tuple[str, bool]:
    """(the id, or the text as it stands, whether that is another word)."""
    if school is None:
        usual = text if _ID.fullmatch(text) else plain(text).replace(" ", "")
        return usual, usual != text
    if school.class_id(text):
        return text, False
    found = match_class(text, school)
    return (found, True) if found else (text, False)

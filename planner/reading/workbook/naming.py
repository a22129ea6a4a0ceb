"""Rows without an id: what is there by its name takes its name as its id, and other sheets may refer to it by name.

People keep ids of their own: an id stands in the names of files and calendars, where no pupil's name may stand.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from planner.models.problem import Problem
from planner.sheets.catalogue import SHEETS, SheetSection
from planner.sheets.grid import Address

NAMED = ("campuses", "rooms", "windows", "demands", "posts")
_LONGEST = 60


def by_name(data: dict[str, Any], cells: dict[Any, Address]) -> list[Problem]:
    """Give ids to what has only a name, and put them where names stand. ``cells`` learns where an id comes from.

    The problems: of two rows with one name nobody can say whether they are two things, or which of them is meant elsewhere.
    """
    known: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    for kind in NAMED:
        rows = [row for row in data.get(kind) or () if isinstance(row, dict)]
        taken = {str(row["id"]) for row in rows if row.get("id") is not None}
        words: dict[str, str] = {}
        unnamed: dict[str, Address | None] = {}
        for n, row in enumerate(rows):
            names = [name for name in _names(row.get("name")) if name.strip()]
            if row.get("id") is None and names:
                where = cells.get((kind, n, "name"))
                if (name := names[0].strip()) in unnamed:
                    first = {"first": str(unnamed[name] or "")}
                    problems.append(Problem(code="name_twice", path=str(where or kind), value=name, params=first))
                unnamed.setdefault(name, where)
                row["id"] = _id(names[0], taken)
                taken.add(row["id"])
                if (kind, n, "name") in cells:
                    cells[kind, n, "id"] = cells[kind, n, "name"]
            for name in names:
                words.setdefault(name.strip(), str(row.get("id") or ""))
        known[kind] = {name: key for name, key in words.items() if key and name not in taken}
    for section, row in _rows(data):
        for column in section.columns:
            if column.offers in known and column.key in row:
                row[column.key] = _meant(row[column.key], known[column.offers])
    _term(data.get("term"))
    return problems


def _names(name: Any) -> list[str]:
    return [str(n) for n in name.values()] if isinstance(name, dict) else [str(name)] if name is not None else []


def _id(name: str, taken: set[str]) -> str:
    """The name, with _ for what no id may hold; a second thing of the same name gets a number."""
    key = re.sub(r"[^\w\-.()（）]+", "_", name.strip())[:_LONGEST].strip("_") or "_"
    return next(k for k in (key, *(f"{key[: _LONGEST - 4]}_{n}" for n in range(2, 999))) if k not in taken)


def _rows(data: dict[str, Any]) -> Iterator[tuple[SheetSection, dict[str, Any]]]:
    for sheet in SHEETS:
        for section in sheet.sections:
            homes = [d for d in data.get("demands") or () if isinstance(d, dict)] if sheet.owned else [data]
            path = section.path[1:] if sheet.owned else section.path
            for home in homes:
                found: Any = home
                for step in path:
                    found = found.get(step) if isinstance(found, dict) else None
                yield from ((section, row) for row in (found if isinstance(found, list) else ()) if isinstance(row, dict))


def _meant(value: Any, known: dict[str, str]) -> Any:
    if isinstance(value, list | tuple):
        return _joined([str(part) for part in value], known)
    return known.get(value.strip(), value) if isinstance(value, str) else value


def _joined(parts: list[str], known: dict[str, str]) -> list[str]:
    """Names with blanks in them have been taken apart at these: the longest run of pieces that is a name is one."""
    out, at = [], 0
    while at < len(parts):
        runs = ((end, known.get(" ".join(parts[at:end]))) for end in range(len(parts), at, -1))
        end, key = next(((end, key) for end, key in runs if key), (at + 1, None))
        out.append(key or parts[at])
        at = end
    return out


def _term(term: Any) -> None:
    """A term without an id is called by its year and half: that does not change when its first day is corrected."""
    start = term.get("start") if isinstance(term, dict) else None
    if isinstance(start, dt.datetime):
        start = start.date()
    if isinstance(start, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", start):
        start = dt.date.fromisoformat(start) if _is_date(start) else None
    if isinstance(start, dt.date) and term.get("id") is None:
        term["id"] = f"{start.year}-{'autumn' if start.month >= 7 else 'spring'}"


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True

"""Any other table in which rows and columns say class, day and period: each may stand to the left, above or in the title."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from planner.importing.labels import bare_day, day_label, period_label, times_in, upright
from planner.importing.layouts.cells import add_cell
from planner.importing.layouts.grid import labels_of, note_leftovers, note_sheet
from planner.importing.raw import RawTimetable
from planner.languages import N_
from planner.reading.classnames import class_in, plain, read_class_name
from planner.reading.spreadsheets.sheets import Sheet

SHAPE = "crossed"
CALLED = N_("a table with class, day and period at its edges")
_LEFT, _ABOVE = 4, 6
"""Columns of labels, and rows of headings, that are looked at."""
_LEAST = 3
_FULL = 0.6
"""Share of the lines that a label must reach, filled from the one before."""
_MUCH = 8
Axis = str
AXES: tuple[Axis, ...] = ("class", "day", "period")
_READS: Mapping[Axis, Callable[[str], object]] = {
    "class": lambda text: read_class_name(text) or class_in(text),
    "day": day_label,
    "period": period_label,
}


class Band(NamedTuple):
    """A column of labels, or a row of headings (``above``), and what it says of its lines."""

    axis: Axis
    above: bool
    at: int


@dataclass
class Frame:
    """How a sheet is read: a band for each of what rows and columns say, the first row and column of lessons, and the title."""

    bands: tuple[Band, ...]
    top: int
    left: int
    title: dict[Axis, str] = field(default_factory=dict)


def recognises(sheets: list[Sheet]) -> float:
    """Half a point a line: whatever else knows the table reads it instead."""
    return float(sum(0.5 for sheet in sheets if _frame(sheet)))


def _frame(sheet: Sheet) -> Frame | None:
    """The arrangement that names most lessons, of all that could be meant."""
    best: tuple[int, Frame] | None = None
    left = [Band(axis, False, c) for c in range(min(_LEFT, sheet.width)) for axis in AXES if _says(sheet.column(c), axis)]
    above = [Band(axis, True, r) for r in range(min(_ABOVE, sheet.height)) for axis in AXES if _says(sheet.rows[r], axis)]
    title = _title(sheet)
    options: list[list[Band | None]] = [
        [b for b in (*left, *above) if b.axis == axis] or ([None] if axis in title else []) for axis in AXES
    ]
    for chosen in product(*options):
        bands = tuple(b for b in chosen if b is not None)
        sides = {b.above for b in bands}
        if sides != {True, False} or len({(b.above, b.at) for b in bands}) < len(bands):
            continue
        frame = Frame(
            bands,
            1 + max(b.at for b in bands if b.above),
            1 + max(b.at for b in bands if not b.above),
            {axis: title[axis] for axis in AXES if axis in title and axis not in {b.axis for b in bands}},
        )
        cells = len(_places(sheet, frame))
        if cells >= _MUCH and (best is None or cells > best[0]):
            best = (cells, frame)
    return best[1] if best else None


def _says(texts: list[str], axis: Axis) -> bool:
    return len({str(_READS[axis](t)) for t in texts if t and _READS[axis](t)}) >= (2 if axis == "class" else _LEAST)


def _title(sheet: Sheet) -> dict[Axis, str]:
    """What the name of the sheet says of all of it."""
    name = plain(sheet.name) if sheet.named else ""
    found = {"class": name if read_class_name(name) else class_in(name) or "", "day": name if day_label(name) else ""}
    return {axis: word for axis, word in found.items() if word}


def _along(sheet: Sheet, band: Band, first: int) -> dict[int, str]:
    """Line -> its label, an empty one being that of the line before."""
    texts = sheet.rows[band.at] if band.above else sheet.column(band.at)
    out: dict[int, str] = {}
    last = ""
    for n in range(first, len(texts)):
        text = texts[n]
        if text:
            last = upright(text) if _READS[band.axis](text) else ""
        if last:
            out[n] = last
    return out


def _places(sheet: Sheet, frame: Frame) -> dict[tuple[int, int], dict[Axis, str]]:
    """Cell -> what its row, its column and the title say; cells of which something is not said are left out."""
    rows = [(b.axis, _along(sheet, b, frame.top)) for b in frame.bands if not b.above]
    columns = [(b.axis, _along(sheet, b, frame.left)) for b in frame.bands if b.above]
    out: dict[tuple[int, int], dict[Axis, str]] = {}
    seen: dict[tuple[str, ...], tuple[int, int]] = {}
    for r, c in product(range(frame.top, sheet.height), range(frame.left, sheet.width)):
        says = {axis: words.get(r, "") for axis, words in rows} | frame.title
        says |= {axis: words.get(c, "") for axis, words in columns}
        if all(says.values()):
            place = tuple(says[axis] for axis in AXES)
            other = seen.get(place)
            if other is not None and sheet.at(*other) and sheet.at(r, c):
                return {}  # two cells for one time: the bands are not what they seem
            if other is None or sheet.at(r, c):
                out.pop(other or (r, c), None)
                seen[place] = (r, c)
                out[r, c] = says
    return out


def read(sheets: list[Sheet], raw: RawTimetable) -> None:
    """Note every cell of every sheet of this shape."""
    for sheet in sheets:
        frame = _frame(sheet)
        if frame is None:
            note_sheet(raw, sheet)
            continue
        raw.of_one_class = "class" in frame.title
        places = _places(sheet, frame)
        used: set[tuple[int, int]] = set(places)
        for (r, c), says in places.items():
            spelling = says["class"] if read_class_name(says["class"]) else class_in(says["class"]) or says["class"]
            period = period_label(says["period"]) or says["period"]
            raw.classes.setdefault(spelling, read_class_name(spelling))
            raw.days.setdefault(says["day"], day_label(says["day"]) or bare_day(says["day"]))
            raw.periods[period] = raw.periods.get(period) or times_in(says["period"])
            add_cell(raw, spelling, says["day"], period, sheet.at(r, c), sheet.address(r, c))
        for r in {r for r, _c in places}:
            used |= labels_of(sheet, r, range(frame.left))
        empty = [r for r in range(frame.top, sheet.height) if not any(sheet.rows[r][frame.left :])]
        used |= {(r, c) for r in empty for c in range(frame.left)}
        note_leftovers(raw, sheet, used, frame.top, range(frame.left, sheet.width))

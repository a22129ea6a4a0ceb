"""Any timetable file -> RawTimetable: every recogniser says how much it understands, the one that understands most reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from planner.errors import BadInput
from planner.importing.files import Content, open_content
from planner.importing.formats import asc, classisland, cses, fet, fet_csv, untis
from planner.importing.formats.xmltext import parse_xml
from planner.importing.gate import without
from planner.importing.labels import bare_label, day_label, is_break, period_label, times_in
from planner.importing.layouts import by_class, by_period, by_sheet, by_teacher, crossed, long_list
from planner.importing.layouts.asides import put_aside
from planner.importing.layouts.beside import ask_what_stands_beside
from planner.importing.layouts.blocks import tidy
from planner.importing.layouts.laws import check_cells, one_cell, one_source, shown_sheets, whole_weeks
from planner.importing.layouts.pairs import join_pairs
from planner.importing.layouts.parts import one_semester, read_by_weeks
from planner.importing.layouts.tight import part_tight
from planner.importing.layouts.views import without_views
from planner.importing.names import school_in
from planner.importing.raw import Doubt, RawTimetable
from planner.models.problem import Problem
from planner.reading.classnames import class_in, read_class_name
from planner.reading.net import net
from planner.reading.paths import shorten
from planner.reading.spreadsheets.sheets import Sheet, refuse
from planner.reading.spreadsheets.xmlsheet import is_xml_workbook, xml_workbook_sheets
from planner.reading.tongue import tongue_of

_NAMED = 4


def not_recognised(source: str, sheets: list[Sheet]) -> BadInput:
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
    value = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "") or re.split(r"[\\/]", source)[-1]
    return BadInput(source, [Problem(code="import_shape", value=value, params={k: str(n) for k, n in seen.items()})])


_SHEETS: tuple[ModuleType, ...] = (fet_csv, untis, long_list, by_class, by_teacher, by_period, by_sheet, crossed)
_GRIDS = (by_class, by_period, by_sheet, crossed)
"""Where every lesson of a class has a cell of its own."""
_XML: tuple[ModuleType, ...] = (fet, asc)
SHAPES: dict[str, str] = {reader.SHAPE: reader.CALLED for reader in (*_SHEETS, *_XML, cses, classisland)}
"""What people call the shape of a file, in English; a translator says it in a language."""
MAX_LESSONS = 100_000
SOLVED, COMPLETE = 0.6, 0.95
NAMED = 12
LONGEST_WORD = 200
"""Characters of a class, day, period, subject, teacher or room."""


def read_timetable(path: Path, answers: Mapping[str, str] | None = None, content: bytes | None = None) -> RawTimetable:
    """The timetable in a file, in the file's own words. Raises MissingFile, and BadInput for a file that is none.

    ``answers`` to earlier doubts about the whole file: which sheet, whether 语文张三 is two words. ``content``: the bytes
    of a file that was sent; ``path`` is then only its name.
    """
    with net(str(path)) as heard:
        inside = open_content(path, content)
        heard.language = tongue_of(inside.words())
        return _read(inside, path, answers or {})


def _read(content: Content, path: Path, answers: Mapping[str, str]) -> RawTimetable:
    raw = RawTimetable("", str(path))
    if content.kind == "xml":
        _xml(content, raw, answers)
    elif content.kind == "text" and cses.recognises(content.text):
        raw.shape = cses.SHAPE
        raw.drawn = raw.of_one_class = True
        cses.read(content.text, raw, content.stem)
    elif content.kind == "text" and (profile := classisland.recognises(content.text)) is not None:
        raw.shape = classisland.SHAPE
        raw.drawn = raw.of_one_class = True
        classisland.read(profile, raw, content.stem)
    else:
        _sheets(content, raw, answers)
    raw.complete()
    taught = {x.period for x in raw.all_lessons()}
    # A break that has a row of its own and no lesson is no period of the bell.
    raw.periods = {label: time for label, time in raw.periods.items() if label in taught or not is_break(bare_label(label))}
    _bounded(raw)
    _placed(raw)
    if not raw.lessons and not raw.questions:
        unread = [x for x in raw.leftovers if x.lesson][:_NAMED]
        lines = [Problem(code="import_ask_unread", path=x.cell, value=shorten(x.text), params={"count": "1"}) for x in unread]
        raise BadInput(str(path), [Problem(code="import_nothing"), *lines])
    if len(raw.lessons) > MAX_LESSONS:
        raise refuse(str(path), "import_sheet_too_big", str(len(raw.lessons)), limit=str(MAX_LESSONS))
    raw.lessons = list(dict.fromkeys(raw.lessons))
    without(raw, answers)
    return raw


def _bounded(raw: RawTimetable) -> None:
    """Refuses words that are too long for what they stand for; of what was not understood the beginning is enough."""
    raw.leftovers = [x._replace(text=shorten(x.text, LONGEST_WORD)) for x in raw.leftovers]
    long = [
        Problem(code="import_long_word", path=x.cell, value=shorten(word))
        for x in raw.all_lessons()
        for word in x[:6]
        if len(word) > LONGEST_WORD
    ]
    long += [Problem(code="import_long_word", value=shorten(name)) for name in raw.classes if len(name) > LONGEST_WORD]
    if long:
        raise BadInput(raw.source, list({p.path: p for p in long}.values())[:NAMED])


def _placed(raw: RawTimetable) -> None:
    """Refuses a file that is not solved. Below this share what is placed is what was fixed beforehand, no timetable."""
    if raw.placed is None or raw.placed[1] == 0:
        return
    share, written = raw.placed[0] / raw.placed[1], f"{raw.placed[0]}/{raw.placed[1]}"
    if share < SOLVED:
        of_fet = raw.shape in (fet.SHAPE, fet_csv.SHAPE)
        raise refuse(raw.source, "import_unsolved" if of_fet else "import_unsolved_asc", written)
    if share < COMPLETE:
        missing = ", ".join(dict.fromkeys(raw.unplaced[:NAMED]))
        problem = Problem(code="import_unplaced", path=raw.shape, value=written, params={"missing": missing})
        raw.doubts.append(Doubt("unplaced", problem))


def _xml(content: Content, raw: RawTimetable, answers: Mapping[str, str]) -> None:
    root = parse_xml(content.raw, raw.source)
    for reader in _XML:
        if reader.recognises(root):
            raw.shape = reader.SHAPE
            reader.read(root, raw)
            return
    if is_xml_workbook(root):
        content.sheets = xml_workbook_sheets(root, raw.source)
        _sheets(content, raw, answers)
        return
    raise refuse(raw.source, "import_unknown", str(root.tag)[:40] if root is not None else "", kind="XML")


def _sheets(content: Content, raw: RawTimetable, answers: Mapping[str, str]) -> None:
    sheets = shown_sheets(content.sheets, raw)
    raw.school_name = school_in(sheets)
    blocks = one_semester(tidy(sheets, raw), raw, answers)
    for sheet in blocks:
        put_aside(sheet)
        join_pairs(sheet)
    scores = [(reader.recognises(blocks), reader) for reader in _SHEETS]
    best, reader = max(scores, key=lambda pair: pair[0])
    if best <= 0:
        raise not_recognised(raw.source, blocks)
    raw.shape, raw.drawn = reader.SHAPE, reader is not fet_csv
    raw.of_one_class = reader is by_sheet
    blocks = without_views(blocks, reader, _SHEETS, raw)
    read_by_weeks(reader, blocks, raw)
    others = one_source(raw, answers)
    if others:
        raw.forget()
        read_by_weeks(reader, [sheet for sheet in blocks if sheet.name not in others], raw)
    whole_weeks(raw)
    check_cells(raw, blocks)
    if reader in (*_GRIDS, by_teacher, long_list, fet_csv):
        one_cell(raw)
    if reader not in (*_GRIDS, by_teacher):
        raw.places.clear()
    settled = part_tight(raw, answers)
    if reader in (*_GRIDS, by_teacher):
        ask_what_stands_beside(raw, settled)

"""Any timetable file -> RawTimetable: every recogniser says how much it understands, the one that understands most reads."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from planner.importing import asc, by_class, by_period, by_sheet, by_teacher, cses, fet, fet_csv, long_list, untis
from planner.importing.files import Content, open_content
from planner.importing.raw import RawTimetable
from planner.importing.xmltext import parse_xml
from planner.reading.spreadsheets.sheets import refuse

_SHEETS: tuple[ModuleType, ...] = (fet_csv, untis, long_list, by_class, by_teacher, by_period, by_sheet)
_XML: tuple[ModuleType, ...] = (fet, asc)
MAX_LESSONS = 100_000


def read_timetable(path: Path) -> RawTimetable:
    """The timetable in a file, in the file's own words. Raises MissingFile, and BadInput for a file that is none."""
    content = open_content(path)
    raw = RawTimetable("", str(path))
    if content.kind == "xml":
        _xml(content, raw)
    elif content.kind == "text" and cses.recognises(content.text):
        raw.shape = cses.SHAPE
        cses.read(content.text, raw, content.stem)
    else:
        _sheets(content, raw)
    raw.complete()
    if not raw.lessons and not raw.questions:
        raise refuse(str(path), "import_nothing", raw.shape)
    if len(raw.lessons) > MAX_LESSONS:
        raise refuse(str(path), "import_sheet_too_big", str(len(raw.lessons)), limit=str(MAX_LESSONS))
    raw.lessons = list(dict.fromkeys(raw.lessons))
    return raw


def _xml(content: Content, raw: RawTimetable) -> None:
    root = parse_xml(content.raw, raw.source)
    for reader in _XML:
        if reader.recognises(root):
            raw.shape = reader.SHAPE
            reader.read(root, raw)
            return
    raise refuse(raw.source, "import_unknown", str(root.tag)[:40] if root is not None else "", kind="XML")


def _sheets(content: Content, raw: RawTimetable) -> None:
    scores = [(reader.recognises(content.sheets), reader) for reader in _SHEETS]
    best, reader = max(scores, key=lambda pair: pair[0])
    if best <= 0:
        raise refuse(raw.source, "import_shape", ", ".join(s.name for s in content.sheets if s.name)[:60] or content.kind)
    raw.shape = reader.SHAPE
    reader.read(content.sheets, raw)
    computed = {f"{sheet.name}!{cell}" for sheet in content.sheets for cell in sheet.formulas}
    # A statistic under the table may be computed. A lesson may not: what it shows depends on who opened the file last.
    found = next((x.cell for x in raw.all_lessons() if x.cell in computed), None)
    if found:
        raise refuse(raw.source, "import_formulas", found)

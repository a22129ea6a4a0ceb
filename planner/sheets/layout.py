"""School -> tables of cells, one for each sheet, without anything of Excel: what the writer writes and the reader reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from planner.languages import LANGUAGES
from planner.messages.rules import rule_sentence
from planner.models.base import Language
from planner.models.days import DAY_LABELS
from planner.models.rules import RULES
from planner.models.school import School
from planner.script import simplified, spelt
from planner.sheets.catalogue import DEFAULT_SETTING, FORM_HEADINGS, KIND, OWNER, SENTENCE, SHEETS, SheetForm, SheetSection
from planner.sheets.choices import DAY_WORDS
from planner.sheets.columns import NO_LIMIT, Column, second_heading
from planner.sheets.shorthand import EMPTY_ITEM, EMPTY_LIST, quote
from planner.sheets.write import Cell, both, cell_of

PERIOD_MARK = {"zh": "节次 ", "en": "period "}
PLAIN_PERIOD = re.compile(r"[Pp]\d{1,2}|第[\d一二三四五六七八九十]{1,3}[节節]")
"""Names of periods that may stand above a column of the bells without a mark."""


@dataclass(frozen=True)
class Head:
    """One heading of a table, the column it stands for, and what kind of dynamic column it is, if any."""

    text: str
    column: Column | None = None
    second: bool = False
    kind: str = ""
    """'' a plain field; 'period' a period of a bell; 'lesson' a period of a day of the timetable; 'info' not read."""


@dataclass
class Table:
    """What stands on one sheet: headings in the first row, then rows."""

    sheet: SheetForm
    name: str
    heads: list[Head]
    rows: list[list[Cell]] = field(default_factory=list)
    fields: list[Column] = field(default_factory=list)
    """In a form: the field of each row."""


def school_document(school: School) -> dict[str, Any]:
    """The school as a plain file would have it: canonical spellings, and only what was written."""
    return school.model_dump(mode="json", by_alias=True, exclude_unset=True)


def school_tables(school: School, language: Language, only: Mapping[str, tuple[str, ...]] | None = None) -> list[Table]:
    """The school on sheets. ``only``: sheet -> columns of a smaller workbook, none = all."""
    data = school_document(school)
    if only is None:
        return [_table(sheet, data, school, language) for sheet in SHEETS]
    return [_narrowed(_table(sheet, data, school, language), only[sheet.key]) for sheet in SHEETS if sheet.key in only]


def _narrowed(table: Table, keys: tuple[str, ...]) -> Table:
    """A table with only these fields: rows of a form, columns of a list, in this order."""
    if table.sheet.form:
        kept = [n for n, column in enumerate(table.fields) if column.key in keys]
        return replace(table, rows=[table.rows[n] for n in kept], fields=[table.fields[n] for n in kept])
    order = [n for key in keys for n, head in enumerate(table.heads) if head.column is not None and head.column.key == key]
    return replace(table, heads=[table.heads[n] for n in order], rows=[[row[n] for n in order] for row in table.rows])


def _table(sheet: SheetForm, data: dict[str, Any], school: School, language: Language) -> Table:
    if sheet.form:
        return _form(sheet, _at(data, sheet.sections[0].path) or {}, language)
    records = _records(sheet, data, language)
    heads: list[Head] = []
    for column in sheet.columns:
        if column is SENTENCE:
            heads.append(Head(column.heading(language), column, kind="info"))
            continue
        heads.append(Head(column.heading(language), column))
        if column.kind == "text" and any(isinstance(item.get(column.key), dict) for item in records):
            heads.append(Head(second_heading(column, language), column, second=True))
    if sheet.periods:
        names = dict.fromkeys(name for item in records for name in item["periods"])
        heads += [Head(_period_heading(name, language), kind="period") for name in names or ("P1", "P2", "P3", "P4")]
    if sheet.grid:
        lessons = _lesson_heads(records, school, language)
        heads = (
            [h for h in heads if h.text != _teachers(sheet).heading(language)]
            + lessons
            + [Head(_teachers(sheet).heading(language), _teachers(sheet))]
        )
    table = Table(sheet, sheet.name(language), heads)
    for item in records:
        rest = _grid_row(item) if sheet.grid else item
        cells = [_cell(head, rest, language) for head in heads]
        # A row without anything would be skipped, though the school has an entry there.
        table.rows.append(cells if any(cell is not None for cell in cells) else [EMPTY_ITEM, *cells[1:]])
    return table


def _at(data: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _form(sheet: SheetForm, block: dict[str, Any], language: Language) -> Table:
    bilingual = any(c.kind == "text" and isinstance(block.get(c.key), dict) for c in sheet.sections[0].columns)
    shown = [c for c in FORM_HEADINGS if c.key != "other" or bilingual]
    heads = [Head(c.heading(language), c, kind="info" if c.key == "help" else "") for c in shown]
    table = Table(sheet, sheet.name(language), heads)
    for column in sheet.sections[0].columns:
        value = block.get(column.key)
        main, second = both(value, language) if column.kind == "text" else (value, None)
        cells: dict[str, Cell] = {
            "item": column.heading(language),
            "value": cell_of(column, main, language),
            "other": cell_of(column, second, language),
            "help": column.note(language),
        }
        table.rows.append([cells[c.key] for c in shown])
        table.fields.append(column)
    return table


def _records(sheet: SheetForm, data: dict[str, Any], language: Language) -> list[dict[str, Any]]:
    """The rows of a sheet as blocks of fields, with kind of row, owner or key beside the fields."""
    out: list[dict[str, Any]] = []
    for section in sheet.sections:
        kind = {KIND.key: section.word(language)} if len(sheet.sections) > 1 else {}
        if sheet.owned:
            for demand in data.get("demands", ()):
                out += [{**kind, OWNER.key: demand["id"], **item} for item in demand.get(section.path[-1], ())]
        elif section.key:
            out += _keyed(section, _at(data, section.path) or {}, language)
        else:
            out += [{**kind, **_shared(sheet, section, item)} for item in _at(data, section.path) or ()]
    return out


def _shared(sheet: SheetForm, section: SheetSection, item: dict[str, Any]) -> dict[str, Any]:
    """The fields under the keys of the sheet's columns: one date of one list stands among the dates of another."""
    if len(sheet.sections) == 1:
        return item
    shown = {column.zh: column for column in sheet.columns}
    out = {}
    for column in section.columns:
        if column.key in item:
            value, place = item[column.key], shown[column.zh]
            out[place.key] = [value] if place.kind == "dates" and isinstance(value, str) else value
    return out


def _keyed(section: SheetSection, found: dict[str, Any], language: Language) -> list[dict[str, Any]]:
    assert section.key is not None
    if section.number:
        return [{section.key.key: key, section.number.key: value} for key, value in found.items()]
    rows = []
    for name in dict.fromkeys((*RULES, *found)):
        given = found.get(name)
        setting = {key: value for key, value in (given or {}).items() if value is not None}
        if given is not None and not setting:
            setting = {"mode": spelt(language, *DEFAULT_SETTING.values())}
        sentence = rule_sentence(name, language) if name in RULES else None
        rows.append({section.key.key: name, **setting, SENTENCE.key: sentence})
    return rows


def _cell(head: Head, item: dict[Any, Any], language: Language) -> Cell:
    if head.kind == "period":
        return item["periods"].get(_period_of(head.text))  # type: ignore[no-any-return]
    if head.kind == "lesson":
        return item.get(head.text)
    assert head.column is not None
    value = item.get(head.column.key)
    if head.column.nullable and value is None and head.column.key in item:
        return spelt(language, *NO_LIMIT.values())
    if head.column.kind != "text":
        return cell_of(head.column, value, language)
    main, second = both(value, language)
    return cell_of(head.column, second if head.second else main, language)


def _period_heading(name: str, language: Language) -> str:
    return name if PLAIN_PERIOD.fullmatch(name) else spelt(language, *PERIOD_MARK.values()) + name


def _period_of(heading: str) -> str:
    mark = next((mark for mark in PERIOD_MARK.values() if simplified(heading).startswith(mark)), "")
    return heading[len(mark) :]


def lesson_heading(day: str, number: int, language: Language) -> str:
    """Heading of the n-th period of a day: two lines, as on the wall."""
    return f"{spelt(language, DAY_WORDS[day], day)}\n{number}"


def _teachers(sheet: SheetForm) -> Column:
    return next(c for c in sheet.columns if c.key == "teachers")


def _lesson_heads(records: list[dict[str, Any]], school: School, language: Language) -> list[Head]:
    cycle = school.term.cycle_days
    usual = [f"D{n}" for n in range(1, cycle + 1)] if cycle else list(school.term.weekdays)
    width: dict[str, int] = {}
    for item in records:
        for day, words in item["days"].items():
            width[day] = max(width.get(day, 1), len(words))
    periods = max([len(bell.periods) for bell in school.bells], default=6) or 6
    if not records:
        width = dict.fromkeys(usual, periods)
    else:
        width = {day: width.get(day, 0) or max(width.values(), default=1) for day in {*usual, *width}}
    heads = []
    for day in sorted(width, key=DAY_LABELS.index):
        heads += [Head(lesson_heading(day, n, language), kind="lesson") for n in range(1, width[day] + 1)]
    # Both languages' headings lead to the same words.
    return heads


def _grid_row(item: dict[str, Any]) -> dict[Any, Any]:
    """The row with its lessons by heading, in either language, and only those teachers who stand in no cell."""
    teachers = dict(item.get("teachers", {}))
    row = {key: value for key, value in item.items() if key not in ("days", "teachers")}
    left = dict(teachers)
    for day, words in item["days"].items():
        cells = [quote(w, "\n") + (f"\n{teachers[w]}" if w in teachers else "") for w in words] or [EMPTY_LIST]
        for word in words:
            left.pop(word, None)
        for n, text in enumerate(cells, 1):
            for language in LANGUAGES:
                row[lesson_heading(day, n, language)] = text
    if left or ("teachers" in item and not teachers):
        row["teachers"] = left
    return row

"""Sheets that are a form: one item a row, its value beside it."""

from __future__ import annotations

from typing import Any

from planner.models.base import Language
from planner.reading.spelling import closest
from planner.reading.workbook.sheets import SheetReader
from planner.reading.workbook.values import joined, shown
from planner.sheets.catalogue import FORM_HEADINGS
from planner.sheets.columns import fold, headings_of


def read_form(reader: SheetReader) -> None:
    """Items in the first column, their values beside them."""
    section = reader.sheet.sections[0]
    where_to = {head.column.key: place for place, head in reader.heads.items() if head.column}
    label_place, value_place = where_to.get("item", 0), where_to.get("value")
    known = {name: found for column in section.columns for name, found in headings_of(column).items()}
    block: dict[str, Any] = {}
    texts: dict[str, dict[Language | None, str]] = {}
    if value_place is None:
        reader.found.problem("column_missing", reader.at(reader.top, 0), FORM_HEADINGS[1].zh, field="内容 / value")
        return
    labels: list[bool] = []
    for row in range(reader.top + 1, len(reader.grid.rows)):
        label = reader.grid.at(row, label_place)
        written = reader.grid.at(row, value_place)
        if label is None:
            if written is not None:
                reader.found.problem("no_heading", reader.at(row, value_place), shown(written))
            continue
        found = known.get(fold(shown(label)))
        if found is None:
            near = closest(shown(label), [h for c in section.columns for h in (c.zh, c.en)])
            reader.found.problem("unknown_item", reader.at(row, label_place), shown(label), closest=near)
            continue
        column, language = found
        labels.append(fold(shown(label)) == fold(column.zh))
        where = reader.at(row, value_place)
        place = (*section.path, column.key)
        if place in reader.found.cells and language is None:
            reader.found.problem("written_twice", reader.at(row, label_place), shown(label))
            continue
        reader.found.cells[place] = where
        reader.found.columns[where] = column
        value = reader.value(column, row, value_place)
        other = reader.value(column, row, where_to["other"]) if "other" in where_to else None
        if column.kind == "text":
            words = texts.setdefault(column.key, {})
            if value is not None:
                words[language] = value
            if other is not None:
                words[_other_language(reader, where_to["other"])] = other
        elif value is not None:
            block[column.key] = value
    reader.found.languages[reader.grid.name] = "zh" if sum(labels) * 2 >= len(labels) else "en"
    block |= {key: joined(words) for key, words in texts.items() if words}
    if not block and section.path != ("term",):
        return
    target = reader.found.data
    for step in section.path:
        target = target.setdefault(step, {})
    target.update(block)


def _other_language(reader: SheetReader, place: int) -> Language:
    """The language of the second text column of a form, as its heading says."""
    return "zh" if fold(shown(reader.grid.at(reader.top, place))).endswith(("(zh)", "(中文)")) else "en"

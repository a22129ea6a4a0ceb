"""The value of a cell -> the plain value a school file would have. What a model can judge is left to the model."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Any

from planner.models.base import Language
from planner.reading.lookalikes import fold_lookalikes
from planner.sheets.columns import BARE, Column, columns_of, fold, headings_of
from planner.sheets.shorthand import EMPTY_ITEM, EMPTY_LIST, labelled, split, tidy, unquote

_PARTS = ";；"
_LIST = ",，、;；\n"
_YES = {"√": True, "✓": True, "✔": True, "y": True, "×": False, "✗": False, "x": False, "n": False}
_FAILED = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")
_COUNTED = re.compile(r"([-+]?\d{1,18})\s*(?:人|名|个|個|位|册|本|分钟|分|次|天|周|节|班|座)?")
_SPACED = re.compile(r"\s*([-–—~～至到])\s*")


class Misread(Exception):
    """The cell cannot be what its column holds: ``code`` of the words, ``value`` as it stands there."""

    def __init__(self, code: str, value: str, **params: str) -> None:
        self.code, self.value, self.params = code, value, params
        super().__init__(code)


def shown(value: Any) -> str:
    """A cell's value as people see it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return str(value.date()) if value.time() == dt.time() else str(value)
    return tidy(str(value))


def plain(column: Column, cell: Any) -> Any:
    """Plain data of one cell; None when nothing is written. Raises Misread."""
    if isinstance(cell, str):
        cell = tidy(cell)
    if cell is None or cell == "" or (cell == EMPTY_ITEM and column.kind not in ("items", "item")):
        return None
    if isinstance(cell, str) and _FAILED.fullmatch(cell):
        raise Misread("cell_error", cell)
    if isinstance(cell, float) and not math.isfinite(cell):
        raise Misread("cell_error", str(cell))
    if isinstance(cell, float) and cell.is_integer() and column.kind != "time":
        cell = int(cell)
    if cell == EMPTY_LIST and column.kind not in ("text", "str", "id"):
        return {} if column.kind in ("counts", "subjects", "teachers") else []
    return _READERS.get(column.kind, _words)(column, cell)


def text_of(cell: Any) -> str:
    """A cell as text: numbers as they look; a date is no text, for Excel made it out of something else."""
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        raise Misread("cell_date", shown(cell))
    return cell if isinstance(cell, str) else shown(cell)


def _text(column: Column, cell: Any) -> str:
    return unquote(text_of(cell))


def _words(column: Column, cell: Any) -> Any:
    """Shorthand of the models: days, grades, weeks, spans, cycles, ids. Widths of characters do not matter."""
    if isinstance(cell, int) and not isinstance(cell, bool) and column.kind in ("grades", "weeks"):
        return cell
    text = fold_lookalikes(text_of(cell)) if column.kind != "id" else text_of(cell)
    if column.kind == "span":
        return _clock(text)
    if column.kind in ("cycle", "weeks"):
        return text
    if column.kind == "days":
        # 周一/周三; and where days stand, 1 to 7 are days.
        text = re.sub(r"\s*[/|]\s*", ",", text)
        text = re.sub(r"(?<![\w.])([1-7])(?!\w)", lambda m: "周" + "一二三四五六日"[int(m[1]) - 1], text)
    return re.sub(r"\s*\n\s*", ",", text) if column.kind in ("days", "grades", "dates") else text


def _number(column: Column, cell: Any) -> Any:
    if isinstance(cell, str):
        text = fold_lookalikes(cell)
        found = _COUNTED.fullmatch(text.strip())
        return int(found[1]) if found else text
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        raise Misread("cell_date", shown(cell))
    # True is no number of pupils.
    return shown(cell) if isinstance(cell, bool) else cell


def _yes_no(column: Column, cell: Any) -> Any:
    if isinstance(cell, str):
        word = fold_lookalikes(cell).casefold()
        return _YES.get(word, word)
    return cell if isinstance(cell, bool | int) else text_of(cell)


def _choice(column: Column, cell: Any) -> Any:
    text = text_of(cell)
    folded = fold(text)
    for value, word in column.choices:
        if folded in (fold(value), fold(word)):
            return value
    return text


def _date(column: Column, cell: Any) -> Any:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else str(cell)
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return _words(column, cell)


def _dates(column: Column, cell: Any) -> Any:
    value = _date(column, cell)
    return value if isinstance(value, list) else split(str(value), _LIST)


def _time(column: Column, cell: Any) -> Any:
    if isinstance(cell, dt.datetime) and cell.year < 1905:
        cell = cell.time()
    if isinstance(cell, dt.timedelta):
        cell = cell.total_seconds() / 86_400
    if isinstance(cell, float) and 0 <= cell < 1:
        # A time without the format of one: Excel counts it as a part of the day.
        minute = round(cell * 1440)
        if abs(cell * 86_400 - minute * 60) < 1 and minute < 1440:
            return f"{minute // 60:02}:{minute % 60:02}"
    if isinstance(cell, dt.time):
        return f"{cell:%H:%M}" if not cell.second else str(cell)
    return _clock(fold_lookalikes(text_of(cell)))


def _clock(text: str) -> str:
    """8.30, 8点30分 and 8点半 as 8:30."""
    text = re.sub(r"(\d{1,2})\s*[点時时]\s*半", r"\1:30", text)
    text = re.sub(r"(\d{1,2})\s*[点時时]\s*(\d{2})\s*分?", r"\1:\2", text)
    text = re.sub(r"(\d{1,2})\s*[点時时]整?", r"\1:00", text)
    return re.sub(r"(?<![\d.:])(\d{1,2})\.(\d{2})(?![\d.])", r"\1:\2", text)


def _ids(column: Column, cell: Any) -> list[str]:
    return split(re.sub(r"[\t \u3000]+", ",", text_of(cell)), _LIST)


def _ints(column: Column, cell: Any) -> list[Any]:
    return [_number(column, part) for part in split(text_of(cell), _LIST + " ")]


def _spans(column: Column, cell: Any) -> list[str]:
    text = _clock(_SPACED.sub(r"\1", fold_lookalikes(text_of(cell))))
    return split(text, _LIST + " ")


def _pairs(column: Column, text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in split(text, _PARTS + "\n"):
        key, value = next(labelled(part), ("", ""))
        if not key:
            raise Misread("cell_pair", part)
        if unquote(key) in found:
            raise Misread("written_twice", unquote(key))
        found[unquote(key)] = value
    return found


def _counts(column: Column, cell: Any) -> dict[str, Any]:
    return {key: _number(column, unquote(value)) for key, value in _pairs(column, text_of(cell)).items()}


def _teachers(column: Column, cell: Any) -> dict[str, str]:
    return {key: unquote(value) for key, value in _pairs(column, text_of(cell)).items()}


def _subjects(column: Column, cell: Any) -> dict[str, list[str]]:
    text = text_of(cell)
    if next(labelled(text), None) is None:
        return {"all": _subject_words(text)}
    return {key: _subject_words(value) for key, value in _pairs(column, text).items()}


def _subject_words(text: str) -> list[str]:
    return [unquote(word) for word in split(text, ",，、 \t\n\u3000")]


def _items(column: Column, cell: Any) -> list[dict[str, Any]]:
    return [block(column, line) for line in split(text_of(cell), "\n")]


def _item(column: Column, cell: Any) -> dict[str, Any]:
    return block(column, text_of(cell))


def block(column: Column, line: str) -> dict[str, Any]:
    """'周一; 周次: 2-5; 原因: 开会' -> fields. Raises Misread."""
    assert column.item is not None
    known = {name: found for inner in columns_of(column.item) for name, found in headings_of(inner).items()}
    bare = next((c for c in columns_of(column.item) if c.key == BARE.get(column.item)), None)
    texts: dict[str, dict[Language | None, str]] = {}
    out: dict[str, Any] = {}
    if line == EMPTY_ITEM:
        return out
    for n, part in enumerate(split(line, _PARTS)):
        label, value = next(labelled(part), ("", part))
        found = known.get(fold(label)) if label else None
        if found is None and n == 0 and bare is not None and not _looks_labelled(label):
            found, value = (bare, None), part
        if found is None:
            raise Misread("cell_part", part)
        inner, language = found
        if inner.kind == "text":
            texts.setdefault(inner.key, {})[language] = unquote(value)
            continue
        if inner.key in out:
            raise Misread("written_twice", label or part)
        out[inner.key] = plain(inner, value)
    return out | {key: joined(words) for key, words in texts.items()}


def _looks_labelled(label: str) -> bool:
    """Whether somebody meant a label that we do not know; the digits before the colon of a time are none."""
    return bool(label) and not label.strip().isdecimal() and not any(c.isdecimal() for c in label)


def joined(words: dict[Language | None, str]) -> Any:
    """One text from what is written plainly and what is written for each language; a language left out takes the plain text."""
    if set(words) == {None}:
        return words[None]
    usual = words.get(None)
    zh, en = words.get("zh", usual), words.get("en", usual)
    return {key: text for key, text in (("zh", zh), ("en", en)) if text is not None}


_READERS: dict[str, Callable[[Column, Any], Any]] = {
    "text": _text, "str": _text, "int": _number, "yesno": _yes_no, "choice": _choice, "date": _date, "dates": _dates,
    "time": _time, "ids": _ids, "ints": _ints, "spans": _spans, "counts": _counts, "teachers": _teachers,
    "subjects": _subjects, "items": _items, "item": _item,
}  # fmt: skip

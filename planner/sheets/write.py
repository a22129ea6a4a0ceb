"""One value of a school file -> the text, number or date of a cell; every spelling is one that the models read."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from planner.languages import in_chinese
from planner.models.base import Language
from planner.models.days import DAY_LABELS
from planner.script import spelt
from planner.sheets.choices import CYCLES, DAY_WORDS, WEEK_WORDS, YES
from planner.sheets.columns import BARE, Column, columns_of, second_heading
from planner.sheets.shorthand import EMPTY_ITEM, EMPTY_LIST, quote

Cell = str | int | float | bool | dt.date | dt.time | None
_PART = ";；\n"
_PAIR = _PART + ":：=＝"
_WORD = _PAIR + ",，、 \t"


def cell_of(column: Column, value: Any, language: Language) -> Cell:
    """What stands in the cell. ``value`` is plain data, as ``model_dump(mode="json")`` gives it; of a text one language."""
    if value is None:
        return None
    if isinstance(value, list | tuple | dict) and not value and column.kind != "item":
        return EMPTY_LIST
    if value == "" and column.kind in ("days", "grades"):
        return EMPTY_LIST
    match column.kind:
        case "text" | "str":
            return quote(str(value))
        case "int":
            return int(value)
        case "date":
            return dt.date.fromisoformat(value)
        case _:
            return _text(column, value, language)


def _text(column: Column, value: Any, language: Language) -> str:
    zh = in_chinese(language)
    match column.kind:
        case "yesno":
            return spelt(language, *(YES[key][0 if value else 1] for key in ("zh", "en")))
        case "choice":
            return spelt(language, dict(column.choices).get(value, str(value)), str(value))
        case "days":
            return days_text(value, language)
        case "day":
            return spelt(language, DAY_WORDS[value], str(value))
        case "weeks":
            return spelt(language, " ".join(WEEK_WORDS.get(word, word) for word in value.split()), str(value))
        case "cycle":
            return spelt(language, _cycle(value), str(value))
        case "ids" | "dates" | "spans" | "ints":
            mark = "、" if zh and column.kind == "ids" else ", "
            return mark.join(map(str, value))
        case "items":
            return "\n".join(item_text(column, item, language) for item in value)
        case "item":
            return item_text(column, value, language)
        case "counts" | "teachers":
            return "; ".join(f"{quote(key, _PAIR)}: {quote(str(item), _PART)}" for key, item in value.items())
        case "subjects":
            words = {key: ", ".join(quote(word, _WORD) for word in items) for key, items in value.items()}
            if list(words) == ["all"] and words["all"]:
                return words["all"]
            return "; ".join(f"{quote(key, _PAIR)}: {text}" for key, text in words.items())
    return str(value)


def item_text(column: Column, item: dict[str, Any], language: Language) -> str:
    """A block of fields on one line: '周一; 周次: 2-5; 原因: 开会'."""
    assert column.item is not None
    bare = BARE.get(column.item)
    parts: list[str] = []
    for inner in sorted(columns_of(column.item), key=lambda c: c.key != bare):
        value = item.get(inner.key)
        if value is None:
            continue
        main, second = both(value, language) if inner.kind == "text" else (value, None)
        text = _part(inner, main, language)
        parts.append(text if inner.key == bare and not parts else f"{inner.heading(language)}: {text}")
        if second is not None:
            parts.append(f"{second_heading(inner, language)}: {_part(inner, second, language)}")
    return "; ".join(parts) or EMPTY_ITEM


def _part(column: Column, value: Any, language: Language) -> str:
    if column.kind in ("text", "str"):
        return quote(str(value), _PART)
    return str(cell_of(column, value, language))


def both(value: Any, language: Language) -> tuple[str, str | None]:
    """A text in the language of the sheet, and in the other one where they differ."""
    if isinstance(value, dict):
        return (value["zh"], value["en"]) if in_chinese(language) else (value["en"], value["zh"])
    return value, None


def days_text(value: str, language: Language) -> str:
    """'MON,TUE,WED,FRI' -> 周一至周三、周五 / MON-WED, FRI."""
    runs: list[list[str]] = []
    for label in value.split(","):
        if runs and DAY_LABELS.index(label) == DAY_LABELS.index(runs[-1][-1]) + 1:
            runs[-1].append(label)
        else:
            runs.append([label])
    zh = in_chinese(language)
    names = [[spelt(language, DAY_WORDS[label], label) for label in run] for run in runs]
    texts = [f"{run[0]}{'至' if zh else '-'}{run[-1]}" if len(run) > 2 else ("、" if zh else ", ").join(run) for run in names]
    return ("、" if zh else ", ").join(texts)


def _cycle(value: str) -> str:
    if value in dict(CYCLES):
        return dict(CYCLES)[value]
    match = re.fullmatch(r"(\d+) weeks", value)
    if match:
        return f"{match[1]}周"
    match = re.fullmatch(r"sliding (\d+)( by weekday)?", value)
    return f"顺延 {match[1]}{' 按星期' if match[2] else ''}" if match else value

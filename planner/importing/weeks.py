"""In which weeks a lesson is, as lists and cells write it: 单周, odd, 1-16, 2-16周(双), 周一第1,2节{第1-16周|单周}."""

from __future__ import annotations

import re
from collections.abc import Iterable

from planner.importing.raw import Parity
from planner.reading.classnames import plain
from planner.script import simplified

_MARKS = re.compile(
    r"[(\[]\s*([单双])周?\s*[)\]]|(?<![单双/、])([单双])周|"
    r"\b(?:week|wk)\.?\s*([AB12])\b|\b([AB])\s*周|\b(odd|even)\b(?: weeks?)?",
    re.IGNORECASE,
)
_ODD = frozenset({"单", "a", "1", "odd"})
_PART = re.compile(r"第?(\d{1,2})(?:-(\d{1,2}))?周?上?\(?([单双])?周?\)?")


def parity_of(text: str) -> Parity | None:
    """'单周' -> A, '双' -> B, '全部' -> all; None when it is no such word."""
    word = simplified(plain(text)).lower()
    words: dict[str, Parity] = {"": "all", "全部": "all", "每周": "all", "全": "all", "all": "all", "a": "A", "b": "B"}
    words |= {"ab": "all", "a+b": "all", "a/b": "all", "a&b": "all", "both": "all", "every": "all", "every week": "all"}
    words |= {"weekly": "all", "both weeks": "all", "week a": "A", "week b": "B", "odd weeks": "A", "even weeks": "B"}
    words |= {"单周": "A", "单": "A", "odd": "A", "双周": "B", "双": "B", "even": "B", "单双周": "all", "单双": "all"}
    return words.get(word)


def weeks_said(text: str) -> Parity:
    """The weeks of a heading or a title: 星期六（单周）, 三（1）班课表（双周）, Week A; all where it names none or both."""
    found = {next(filter(None, m.groups())).lower() in _ODD for m in _MARKS.finditer(simplified(plain(text)))}
    return "all" if len(found) != 1 else "A" if found.pop() else "B"


def whole_term(texts: Iterable[str]) -> tuple[int, int] | None:
    """First and last week that a list speaks of; None when it counts no weeks."""
    numbers = [n for text in texts for n in _numbers(text) or ()]
    return (min(numbers), max(numbers)) if numbers else None


def weeks_of(text: str, term: tuple[int, int] | None) -> Parity | None:
    """Every, odd or even weeks of the term; None for words that say something else, such as weeks 1 to 8 of 18."""
    if (parity := parity_of(text)) is not None:
        return parity
    numbers = _numbers(text)
    if not numbers or term is None:
        return None
    weeks = range(term[0], term[1] + 1)
    kinds: dict[Parity, set[int]] = {"all": set(weeks), "A": {n for n in weeks if n % 2}, "B": {n for n in weeks if n % 2 == 0}}
    return next((kind for kind, wanted in kinds.items() if wanted == numbers), None)


def _numbers(text: str) -> set[int] | None:
    """Numbers of weeks; None when a piece of the text says something else."""
    out: set[int] = set()
    for piece in re.split(r"[,、;\s]+", simplified(plain(text)).replace("，", ",")):
        found = _PART.fullmatch(piece)
        if not found:
            return None
        weeks = range(int(found[1]), int(found[2] or found[1]) + 1)
        out |= {n for n in weeks if not found[3] or (n % 2 == 1) == (found[3] == "单")}
    return out


_WHEN = re.compile(r"(?:周|星期)[一二三四五六日天](?=第)|第?[\d,\-~]+节|[\[(]\s*第?[\d,\-~]+节\s*[\])]")
_PERIODS_BEHIND = re.compile(r"(\d{1,2}-\d{1,2})\((?:\d{1,2}[,-]?)+\)")
_SPELLED = re.compile(r"第?([\d,\-~]+)(?:\(?周\)?[|,]?\(?(单|双)?周?\)?|\((单|双)周?\))")


def written_weeks(line: str) -> str:
    """The weeks of a line in which nothing else stands but when a lesson is, as ``weeks_of`` reads them; '' for other lines.

    周一第1,2节{第1-16周|单周}, 1-16(周)[01-02节], (1-2节)1-16周(双), 1-16(1,2).
    """
    word = re.sub(r"\s", "", simplified(plain(line))).replace("，", ",")
    if found := _PERIODS_BEHIND.fullmatch(word):
        return f"{found[1]}周"
    if "周" not in word or not any(c.isdigit() for c in word):
        return ""
    found = _SPELLED.fullmatch(_WHEN.sub("", word).strip("{}[]<>"))
    if not found:
        return ""
    pieces, parity = found[1].replace("~", "-").split(","), found[2] or found[3]
    return ",".join(f"{piece}周({parity})" if parity else f"{piece}周" for piece in pieces)

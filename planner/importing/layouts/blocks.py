"""Sheets as people draw them, brought into the few forms that the readers know.

Blocks below and beside each other become sheets of their own; a weekday in the name of the sheet, in its title or in a row
between the lessons goes into the labels it stands for; rows named only by the clock are counted off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise, product

from planner.importing.labels import bare_label, day_label, is_break, period_label, tells_of_a_break, times_in
from planner.importing.layouts.daynames import spell_out_days, spell_out_two_weeks
from planner.importing.layouts.subjects import is_subject
from planner.importing.raw import RawTimetable
from planner.models.values import Span
from planner.reading.classnames import ROMANS, class_in, plain, read_class_name
from planner.reading.spreadsheets.sheets import Sheet

_LEAST_DAYS = 3
_LEAST_TIMES = 3
_TITLE_ROWS = 3
_HEADS = 12
_BIG = re.compile(r"第[一二三四五六\d]大节|^[(\[]|[)\]]$")
_DOUBLE = re.compile(r"第?(\d{1,2})[-~,、至](\d{1,2})(?:[节節]课?|교시|時限|限)")


def tidy(sheets: list[Sheet], raw: RawTimetable) -> list[Sheet]:
    """The sheets of a file, block by block, with the days and periods that their labels leave to the eye."""
    for sheet in sheets:
        _roman_labels(sheet)
        spell_out_days(sheet)
        spell_out_two_weeks(sheet)
    blocks = [_spelled_out(_upright(block)) for sheet in sheets for part in _below(sheet) for block in _beside(part)]
    for sheet in blocks:
        _day_rows(sheet)
        _day_of_sheet(sheet)
    _clock_labels(blocks, raw)
    return blocks


def _roman_labels(sheet: Sheet) -> None:
    """I, II, III beside or below each other are 1, 2, 3: alone such a letter may be anything."""
    lines = [[(r, c) for c in range(sheet.width)] for r in range(min(_HEADS, sheet.height))]
    lines += [[(r, c) for r in range(sheet.height)] for c in range(min(4, sheet.width))]
    for cells in lines:
        found = [(r, c, ROMANS[word]) for r, c in cells if (word := plain(sheet.at(r, c)).rstrip(".")) in ROMANS]
        numbers = [n for _r, _c, n in found]
        if len(set(numbers)) >= _LEAST_DAYS and all(b in (a + 1, 1) for a, b in pairwise(numbers)) and numbers[0] == 1:
            for r, c, n in found:
                sheet.rows[r][c] = str(n)


def _upright(sheet: Sheet) -> Sheet:
    """The week of a class with its days below each other, turned so that they stand side by side as in most tables."""
    if any(len(set(_days_in(sheet, r).values())) >= _LEAST_DAYS for r in range(sheet.height)):
        return sheet
    for c in range(min(3, sheet.width)):
        rows = [r for r in range(sheet.height) if day_label(sheet.at(r, c)) and sheet.merged.get((r, c), (r, c)) == (r, c)]
        labels = [day_label(sheet.at(r, c)) for r in rows]
        if len(rows) < _LEAST_DAYS or len(set(labels)) < len(rows):
            continue
        head = next((r for r in range(rows[0]) if _named_columns(sheet, r, c) >= _LEAST_DAYS), None)
        # One row a day: under a day with several rows stand periods, or classes.
        dense = all(b - a == 1 for a, b in pairwise(rows))
        beside = [sheet.at(r, n) for r in rows for n in range(c + 1)]
        if head is not None and dense and not any(_names_class(t) for t in beside if t):
            return sheet.turned()
    return sheet


def _named_columns(sheet: Sheet, row: int, column: int) -> int:
    return sum(bool(period_label(t) or times_in(t)) for t in sheet.rows[row][column + 1 :])


def _spelled_out(sheet: Sheet) -> Sheet:
    """Rows called 1-2节 are two periods, with the same lessons in both."""
    for c in range(min(4, sheet.width)):
        rows = {r: names for r, text in enumerate(sheet.column(c)) if (names := _several(text))}
        if len(rows) >= 2:
            return sheet.spelled_out(rows, c)
    return sheet


def _several(text: str) -> list[str]:
    """'第3-4节' -> 第3节, 第4节; nothing for a single period, a time or a date."""
    # 第一大节⏎01-02节⏎08:00-09:40: the portal's own word for two lessons says nothing more.
    found = _DOUBLE.fullmatch(_BIG.sub("", bare_label(text).replace(" ", "")))
    if not found:
        return []
    first, last = int(found[1]), int(found[2])
    return [f"第{n}节" for n in range(first, last + 1)] if first < last <= first + 3 else []


def _days_in(sheet: Sheet, row: int) -> dict[int, str]:
    """Column -> weekday of a row; merged cells once."""
    return {
        c: label
        for c, text in enumerate(sheet.rows[row])
        if sheet.merged.get((row, c), (row, c)) == (row, c) and (label := day_label(text))
    }


def _below(sheet: Sheet) -> list[Sheet]:
    """Cut above every further heading of weekdays, with the title over it."""
    heads = [r for r in range(sheet.height) if len(set(_days_in(sheet, r).values())) >= _LEAST_DAYS]
    if not heads:
        # Each day begins with its name, and the periods anew.
        heads = [
            r
            for r in range(1, sheet.height)
            if _count_periods(sheet.rows[r]) >= _LEAST_DAYS and day_label(_only_text(sheet, r - 1))
        ]
    if len(heads) < 2:
        return [sheet]
    starts = [0]
    for before, head in pairwise(heads):
        start = head
        while start - 1 > before and start > head - _TITLE_ROWS and _is_title(sheet, start - 1):
            start -= 1
        starts.append(start)
    ends = [*starts[1:], sheet.height]
    return [sheet.part(range(a, b), range(sheet.width)) for a, b in zip(starts, ends, strict=True)]


def _is_title(sheet: Sheet, row: int) -> bool:
    """Few words of which none is a period or a lesson: the name of a class, a teacher, a date."""
    texts = {text for text in sheet.rows[row] if text}
    said = any(period_label(t) or times_in(t) or is_subject(plain(t).partition("\n")[0]) for t in texts)
    return 0 < len(texts) <= 4 and not said


def _beside(sheet: Sheet) -> list[Sheet]:
    """Cut where the weekdays begin again, if periods stand between."""
    head = next((r for r in range(sheet.height) if len(set(_days_in(sheet, r).values())) >= _LEAST_DAYS), None)
    if head is None:
        return [sheet]
    cuts, seen, last = [0], set[str](), -1
    for c, label in _days_in(sheet, head).items():
        if label in seen and len(seen) >= _LEAST_DAYS:
            between = range(last + 1, c)
            if not any(_periods_below(sheet, head, b) >= 2 for b in between):
                return [sheet]
            cuts.append(last + 1)
            seen = set()
        seen.add(label)
        last = c
    ends = [*cuts[1:], sheet.width]
    if len(cuts) == 1:
        return [sheet]
    # A title over all of it is the title of each.
    titles = {r: text for r in range(head) if (text := _only_text(sheet, r))}
    parts = [sheet.part(range(sheet.height), range(a, b)) for a, b in zip(cuts, ends, strict=True)]
    for part, (r, text) in product(parts, titles.items()):
        if not any(part.rows[r]):
            part.rows[r][0] = text
    return parts


def _periods_below(sheet: Sheet, head: int, column: int) -> int:
    return sum(bool(period_label(t) or times_in(t)) for t in sheet.column(column, head + 1))


def _only_text(sheet: Sheet, row: int) -> str:
    """The text of a row in which nothing else stands."""
    texts = {plain(t) for t in sheet.rows[row] if t}
    return texts.pop() if len(texts) == 1 else ""


def _label_column(sheet: Sheet) -> int | None:
    """The column that names most periods or times, in the left part of the sheet."""
    counts = {c: _periods_below(sheet, 0, c) for c in range(min(4, sheet.width))}
    best = max(counts, key=lambda c: (counts[c], c), default=None)
    return best if best is not None and counts[best] >= 2 else None


def _day_rows(sheet: Sheet) -> None:
    """A weekday in a row of its own holds for the rows below it."""
    rows = {r: text for r in range(sheet.height) if day_label(text := _only_text(sheet, r))}
    column = _label_column(sheet)
    if len({day_label(t) for t in rows.values()}) < 2 or column is None:
        return
    day = ""
    for r in range(sheet.height):
        if r in rows:
            day = rows[r]
            sheet.rows[r] = [""] * sheet.width
        elif day and (period_label(sheet.at(r, column)) or times_in(sheet.at(r, column))):
            sheet.rows[r][column] = f"{day} {sheet.at(r, column)}"


def _day_of_sheet(sheet: Sheet) -> None:
    """The weekday named by the sheet or its title holds for every period, where no other weekday stands in the sheet."""
    head = next((r for r in range(min(sheet.height, 6)) if _count_periods(sheet.rows[r]) >= _LEAST_DAYS), None)
    title = next((t for r in range(min(sheet.height, _TITLE_ROWS)) if (t := _only_text(sheet, r))), "")
    found = re.search(r"(?:周|星期|礼拜)[一二三四五六日天]", plain(title))
    day = plain(sheet.name) if sheet.named and day_label(sheet.name) else found[0] if found else ""
    others = {day_label(t) for r, row in enumerate(sheet.rows) for t in row if t and day_label(t)}
    if not day or others - {day_label(day)}:
        return
    if head is not None:
        for c, text in enumerate(sheet.rows[head]):
            if period_label(text):
                sheet.rows[head][c] = f"{day} {text}"
    elif (column := _label_column(sheet)) is not None:
        for r in range(sheet.height):
            if period_label(sheet.at(r, column)) or times_in(sheet.at(r, column)):
                sheet.rows[r][column] = f"{day} {sheet.at(r, column)}"


def _count_periods(row: list[str]) -> int:
    return len({p for text in row if (p := period_label(text))})


def _clock_labels(sheets: Iterable[Sheet], raw: RawTimetable) -> None:
    """Rows or columns named only by times: the n-th time of the day is the n-th period, breaks left out."""
    found: list[tuple[Sheet, list[tuple[int, int, Span]]]] = []
    for sheet in sheets:
        cells = [*_times_down(sheet), *_times_across(sheet)]
        if cells:
            found.append((sheet, cells))
    spans = sorted({span for _sheet, cells in found for _r, _c, span in cells}, key=lambda s: (s.start, s.end))
    if any(b.start < a.end for a, b in pairwise(spans)):
        return  # other times on other sheets: which of them is the n-th period is not ours to say
    numbers = {span: n for n, span in enumerate(spans, 1)}
    for sheet, cells in found:
        raw.clocked = True
        for r, c, span in cells:
            sheet.rows[r][c] = f"{_day_before(sheet.at(r, c))}第{numbers[span]}节 {span.start:%H:%M}-{span.end:%H:%M}"


def _day_before(text: str) -> str:
    first = plain(text).split(" ")[0]
    return f"{first} " if day_label(first) else ""


def _times_down(sheet: Sheet) -> list[tuple[int, int, Span]]:
    column = _label_column(sheet)
    if column is None or any(period_label(_undated(t)) for c in range(column + 1) for t in sheet.column(c)):
        return []
    out = []
    for r in range(sheet.height):
        span = times_in(sheet.at(r, column))
        if span is None or _names_class(sheet.at(r, column)):
            continue
        lessons = [plain(t) for t in sheet.rows[r][column + 1 :] if t]
        one = len(set(lessons)) == 1 and tells_of_a_break(lessons[0])  # Lunch & Play, across the week
        breaks = [one or is_break(t) for t in lessons]
        if sum(breaks) * 2 > len(breaks):
            # No period of its own; what else stands in the row is left for a question.
            sheet.rows[r] = ["" if c <= column or one or is_break(t) else t for c, t in enumerate(sheet.rows[r])]
        elif not lessons or not bare_label(_undated(sheet.at(r, column))):
            out.append((r, column, span))
    return out if len(out) >= _LEAST_TIMES else []


def _times_across(sheet: Sheet) -> list[tuple[int, int, Span]]:
    for r in range(min(sheet.height, 6)):
        out = [(r, c, span) for c, t in enumerate(sheet.rows[r]) if (span := times_in(t)) and not bare_label(_undated(t))]
        if len(out) >= _LEAST_TIMES:
            above = sheet.rows[r - 1] if r else []
            return (
                [] if _count_periods(above) >= 2 or (r + 1 < sheet.height and _count_periods(sheet.rows[r + 1]) >= 2) else out
            )
    return []


def _undated(text: str) -> str:
    first, _, rest = plain(text).partition(" ")
    return rest if rest and day_label(first) else plain(text)


def _names_class(text: str) -> bool:
    return bool(read_class_name(text) or class_in(text))

"""How large a table can be printed on A4: type size, column widths, row heights. An estimate on the safe side."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from planner.outputs.tables.rota import Cell, Line, Rota, height, paginate

MARGIN = 11.0
"""Millimetres of white around the page; office printers need 5 to 6."""
NOTE_PT, TITLE_PT, SUBTITLE_PT = 11.0, 20.0, 13.0
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
UNBROKEN = "|".join(
    (
        "[0-9]{1,2}:[0-9]{2}[–—-][0-9]{1,2}:[0-9]{2}",
        "[0-9]+月[0-9]+日(?:（[^）]{1,3}）)?",
        "[0-9]+[日月](?:（[^）]{1,3}）)?",
        "[0-9]{4}[–—-][0-9]{4}(?:学年)?",
        f"(?:[A-Z][a-z]{{2}} )?(?:[0-9]{{1,2}} {_MONTH}|{_MONTH} [0-9]{{1,2}}\\b(?:, [0-9]{{4}})?)",
        "共[0-9]+次|[0-9]+ times",
    )
)
"""Dates with their weekdays, school years, times of day and what is counted: a line is never broken inside one."""
_WORD = re.compile(rf"(?:{UNBROKEN})|[!-~\u00a1-\u024f\u2010-\u2026]+")
"""Letters between which a line is never broken."""
LARGEST_ON_THE_WALL, LARGEST_IN_A_LIST = 32.0, 18.0
_BROKEN = 14.0
"""The largest points at which a name may be broken over two lines, where in one line it would have to be small."""
_WHOLE = {True: 12.0, False: 11.0}
"""Points, on the wall and in lists, from which on no line is broken for larger letters."""
_MM = 25.4 / 72
_PADDING, _AIR = 2.6, 0.4
"""Millimetres of white beside the letters of a cell; em of it on the wall, where that is more."""
_LEADING = 1.34
_LINE, _GAP = 1.25, 0.1
"""Em from line to line in the template, and of them between two."""
_SMALLEST = 7.0
_LARGE_FOOT = 14.0
"""Millimetres by which title and foot are higher in large print."""
_CLEARLY = 2.0
"""Points by which type must grow for a table to be laid out otherwise."""
_SPAN = re.compile(r"(\d\d:\d\d[-–—～])(\d\d:\d\d)")
_MANY = 6
"""So many columns headed by times of day are narrow."""


@dataclass(frozen=True, slots=True)
class Fit:
    """``size`` in points, ``widths`` of all columns and ``row`` (least height of a row) in millimetres."""

    size: float
    widths: tuple[float, ...]
    row: float
    inside: bool
    """Whether all of it is on one page."""


@lru_cache(maxsize=2**14)
def ems(text: str) -> float:
    """Width of a text in em: Chinese characters are 1 wide, Latin ones a little over half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.58 for c in text)


_LETTERS = {
    0.23: " ",
    0.29: "',.:;ijlI|",
    0.39: "!f()[]{}-t/\\r",
    0.52: "*?\"szxcvy",
    0.56: "#$+<=>^_0123456789aeégkFJLVXY–",
    0.62: "`hnoubdpqAESTZ",
    0.66: "BCKPR",
    0.74: "DGHNOQU&",
}
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}


@lru_cache(maxsize=2**14)
def printed_ems(text: str) -> float:
    """The same as wide as Noto Sans SC prints it, letter by letter; other programs have wider fonts."""
    return sum(
        1.0 if unicodedata.east_asian_width(c) in "WFA" and c not in _WIDTHS else _WIDTHS.get(c, 0.95 if c.isascii() else 0.66)
        for c in text
    )


def page_size(rota: Rota) -> tuple[float, float]:
    """Printable millimetres (width, height) of A4."""
    wide, high = 296 - 2 * MARGIN, 209 - 2 * MARGIN
    return (wide, high) if rota.orientation == "landscape" else (high, wide)


def longest(text: str) -> str:
    """The longest part that cannot be broken; empty where every letter may begin a line."""
    return max(_WORD.findall(text), key=len, default="")


def fit(rota: Rota) -> Fit:
    """The largest type at which everything is on the page; names do not break over lines if that is legible."""
    width, high = page_size(rota)
    room = high - _around(rota, width)
    table = _Measured(rota)

    def best(largest: float, *, may_break: bool) -> Fit | None:
        size = largest
        while size >= _SMALLEST:
            if table.least(size) <= room:
                widths = table.widths(size, width)
                # Where no line breaks, every row is as high as its lines.
                rows = None if table.wraps(size, widths) else table.unbroken(size)
                if rows is None and may_break and not table.bursts(size, widths):
                    rows = table.heights(size, widths)
                if rows is not None and sum(rows) <= room:
                    return Fit(size, widths, _tallest(rota, rows, room), True)
            size -= 0.5
        return None

    whole = best(LARGEST_ON_THE_WALL if rota.wall else LARGEST_IN_A_LIST, may_break=False)
    if whole is not None and whole.size >= _WHOLE[rota.wall]:
        return whole
    broken = best(_BROKEN, may_break=True)
    if broken is not None and (whole is None or broken.size >= whole.size + _CLEARLY):
        return broken
    return whole or Fit(_SMALLEST, table.widths(_SMALLEST, width), 0.0, False)


def rows_at(rota: Rota, size: float) -> tuple[list[float], float] | None:
    """(heights of all rows, room for them) in millimetres, in letters of a size; None where a name is wider than its column.
    Names on the wall are not broken, and in lists nothing that cannot be."""
    width, high = page_size(rota)
    table = _Measured(rota, printed_ems)
    widths = table.widths(size, width)
    if table.wraps(size, widths) if rota.wall else table.bursts(size, widths):
        return None
    return table.heights(size, widths), high - _around(rota, width) - _LARGE_FOOT


def notes_fit(rota: Rota, size: float) -> bool:
    """Whether the notes have room under the table when both are in letters of a size."""
    measured = rows_at(replace(rota, notes=()), size)
    width, _high = page_size(rota)
    notes = sum(_wrapped(text, size, width) * size * _MM * 1.45 for text in rota.notes) + 3
    return measured is not None and sum(measured[0]) + notes <= min(measured[1], sum(measured[0]) + 0.3 * _high)


def lines_in(text: str, size: float, width: float) -> int:
    """Lines that a text takes up in a column of so many millimetres, in a program that breaks them by itself."""
    return _lines(ems(text), size, width - _PADDING)


def on_pages(rota: Rota) -> tuple[Rota, ...]:
    """A table on as few pages as keep it legible; its times of day on two lines where that makes clearly larger type."""
    pages, stacked = _either_way(rota), _stacked(rota)
    if stacked is None:
        return pages
    others = _either_way(stacked)
    gain = min(fit(page).size for page in others) - min(fit(page).size for page in pages)
    return others if len(others) < len(pages) or (len(others) == len(pages) and gain >= _CLEARLY) else pages


def _stacked(rota: Rota) -> Rota | None:
    """The table with its headings like 12:00–12:15 on two lines; None where they are few, and wide enough."""
    times = [cell for row in rota.headings for cell in row if len(cell.lines) == 1 and _SPAN.fullmatch(cell.lines[0].text)]
    if not rota.wall or len(times) < _MANY:
        return None

    def folded(cell: Cell) -> Cell:
        found = _SPAN.fullmatch(cell.lines[0].text) if len(cell.lines) == 1 else None
        if found is None:
            return cell
        return replace(cell, lines=tuple(replace(cell.lines[0], text=text) for text in (found[1], found[2])))

    return replace(rota, headings=tuple(tuple(map(folded, row)) for row in rota.headings))


def _either_way(rota: Rota) -> tuple[Rota, ...]:
    """A table on as few pages as keep it legible, turned round where that makes fewer pages or clearly larger type."""
    if rota.lead:
        return _cut(rota)  # a letter stays upright
    turned = replace(rota, orientation="portrait" if rota.orientation == "landscape" else "landscape")
    first, second = _cut(rota), _cut(turned)
    gain = min(fit(page).size for page in second) - min(fit(page).size for page in first)
    return second if len(second) < len(first) or (len(second) == len(first) and gain >= _CLEARLY) else first


def _cut(rota: Rota) -> tuple[Rota, ...]:
    """Pages that never cut a week of the pattern, or a pupil, in two."""
    legible = 8.5 if rota.wall else 9.5
    total = sum(height(row) for row in rota.rows)
    best = paginate(rota, max(total, 1))
    for count in range(1, len(rota.rows) + 1):
        pages = paginate(rota, -(-total // count))
        if len(pages) < count:
            continue
        best = pages
        if all(found.inside and found.size >= legible for found in map(fit, pages)):
            break
    return best


def _around(rota: Rota, width: float) -> float:
    """Height of everything that is not the table."""
    used = _wrapped(rota.title, TITLE_PT, width - 4) * TITLE_PT * _MM * 1.35 + 5
    used += _wrapped(rota.subtitle, SUBTITLE_PT, width) * SUBTITLE_PT * _MM * 1.4 + 1 if rota.subtitle else 0
    for words in (rota.lead, rota.notes):
        used += sum(_wrapped(text, NOTE_PT, width) * NOTE_PT * _MM * 1.45 for text in words) + (3 if words else 0)
    return used + (13 if rota.signature else 9 if rota.page[1] > 1 or rota.edition else 0) + (9 if rota.internal else 0) + 3


def _wrapped(text: str, size: float, width: float) -> int:
    return _lines(ems(text), size, width)


def _lines(em: float, size: float, width: float) -> int:
    """Lines that so wide a text takes up."""
    return max(1, int(-(-em * size * _MM // max(width, 1.0))))


def _words(text: str) -> list[str]:
    """What stands between the blanks of a line; a date stays whole."""
    return [word.replace("\x1f", " ") for word in re.sub(UNBROKEN, lambda m: m[0].replace(" ", "\x1f"), text).split(" ")]


def _folded(words: tuple[float, ...], size: float, width: float) -> int:
    """Lines that words take up of which none is broken that goes into one."""
    blank, lines, used = printed_ems(" "), 0, 0.0
    room = max(width, 1.0) / (size * _MM)
    for word in words:
        if lines and used + blank + word <= room:
            used += blank + word
        else:
            own = max(1, int(-(-word // room)))
            lines, used = lines + own, word - (own - 1) * room
    return max(1, lines)


def _by_column(rota: Rota) -> list[list[Line]]:
    found: list[list[Line]] = [list(cell.lines) for cell in rota.headings[0][: rota.head_count]]
    found += [list(cell.lines) for cell in rota.headings[-1][rota.head_count if len(rota.headings) == 1 else 0 :]]
    for row in rota.rows:
        missing = rota.head_count - len(row.heads)
        for n, cell in enumerate((*[Cell()] * missing, *row.heads, *row.cells)):
            found[n] += cell.lines
    return found


@dataclass(frozen=True, slots=True)
class _Box:
    """A cell: the columns it stands in, how wide its lines are in em, and how many rows it spans."""

    first: int
    end: int
    lines: tuple[float, ...]
    rows: int = 1
    token: float = 0.0
    """Of what is the widest that cannot be broken."""
    words: tuple[tuple[float, ...], ...] = ()
    """Of each line, in em: between them the template breaks it."""

    @classmethod
    def of(cls, cell: Cell, wide: Callable[[str], float], first: int, end: int, rows: int = 1) -> _Box:
        token = max((wide(longest(line.text)) for line in cell.lines), default=0.0)
        words = tuple(tuple(map(wide, _words(line.text))) for line in cell.lines) if wide is printed_ems else ()
        return cls(first, end, tuple(wide(line.text) for line in cell.lines), rows, token, words)

    def height(self, count: int) -> int:
        """Lines of each row, if it has so many."""
        return -(-max(1, count) // self.rows)


class _Measured:
    """A table whose texts have been measured once, for all sizes of type that are tried."""

    def __init__(self, rota: Rota, wide: Callable[[str], float] = ems) -> None:
        self._heads, self._wall = rota.head_count, rota.wall
        self._printed = wide is printed_ems
        self._slack = 1.01 if self._printed else 1.03
        self._longest = [max((wide(line.text) for line in lines), default=0.0) for lines in _by_column(rota)]
        self._rows: list[list[_Box]] = []
        for depth, row in enumerate(rota.headings):
            boxes, at = [], (0 if depth == 0 else rota.head_count)
            for cell in row:
                boxes.append(_Box.of(cell, wide, at, at + cell.columns, cell.rows))
                at += cell.columns
            self._rows.append(boxes)
        columns = rota.column_count
        for body in rota.rows:
            offset = columns - len(body.cells)
            first = offset - len(body.heads)
            boxes = [_Box.of(cell, wide, n, n + 1) for n, cell in enumerate(body.cells, offset)]
            boxes += [_Box.of(cell, wide, n, n + 1, cell.rows) for n, cell in enumerate(body.heads, first)]
            self._rows.append(boxes)
        self._lines = [max((box.height(len(box.lines)) for box in boxes), default=1) for boxes in self._rows]
        widest: dict[tuple[int, int], float] = {}
        for box in (box for boxes in self._rows for box in boxes if box.lines):
            widest[box.first, box.end] = max(widest.get((box.first, box.end), 0.0), *box.lines)
        self._widest = widest
        tokens: dict[tuple[int, int], float] = {}
        for box in (box for boxes in self._rows for box in boxes):
            tokens[box.first, box.end] = max(tokens.get((box.first, box.end), 0.0), box.token)
        self._tokens = tokens

    def _padding(self, size: float) -> float:
        return max(_PADDING, _AIR * size * _MM) if self._wall else _PADDING

    def widths(self, size: float, width: float) -> tuple[float, ...]:
        """Heads as wide as their words; the other columns equal on the wall, by their longest line in lists."""
        heads = self._heads
        natural = [self._padding(size) + size * _MM * max(1.5, longest * self._slack) for longest in self._longest]
        if not self._wall:
            total = sum(natural)
            return tuple(w * (width / total) for w in natural) if total <= width else _share(natural, width)
        most = width * 0.42
        stub = [w * min(1.0, most / sum(natural[:heads])) for w in natural[:heads]]
        rest = len(natural) - heads
        return (*stub, *[(width - sum(stub)) / max(rest, 1)] * rest)

    def wraps(self, size: float, widths: tuple[float, ...]) -> bool:
        """Whether any line of a cell breaks: the longest does if one does."""
        return any(_lines(em, size, sum(widths[a:b]) - self._padding(size)) > 1 for (a, b), em in self._widest.items())

    def bursts(self, size: float, widths: tuple[float, ...]) -> bool:
        """Whether a date, a time or a word is wider than its column."""
        return any(em * size * _MM > sum(widths[a:b]) - self._padding(size) for (a, b), em in self._tokens.items())

    def least(self, size: float) -> float:
        """Height of the table if no line breaks; it is never less."""
        return sum(self.unbroken(size))

    def unbroken(self, size: float) -> list[float]:
        """Heights of all rows in millimetres, headings first, if no line breaks."""
        return [self._high(lines, size) for lines in self._lines]

    def heights(self, size: float, widths: tuple[float, ...]) -> list[float]:
        """The same with lines that break where they must."""
        found = []
        for boxes in self._rows:
            most = 1
            for box in boxes:
                room = sum(widths[box.first : box.end]) - self._padding(size)
                folded = [_folded(words, size, room) for words in box.words] or [_lines(em, size, room) for em in box.lines]
                most = max(most, box.height(sum(folded)))
            found.append(self._high(most, size))
        return found

    def _high(self, lines: int, size: float) -> float:
        """Height of a row; of a printed one as the template sets it, and no higher."""
        if self._printed:
            return (_LINE * lines - _GAP) * size * _MM + (1.8 if self._wall else 1.2)
        return lines * size * _MM * _LEADING + 1.8


def _share(wants: list[float], width: float) -> tuple[float, ...]:
    """Widths of columns that want more than there is: each has what it wants or an equal share of what is left, as in the
    template."""
    given, left = [0.0] * len(wants), width
    for done, n in enumerate(sorted(range(len(wants)), key=wants.__getitem__)):
        given[n] = min(wants[n], left / (len(wants) - done))
        left -= given[n]
    return tuple(given)


def _tallest(rota: Rota, rows: list[float], room: float) -> float:
    """Least height of the body's rows that still leaves all of it on the page: a table on the wall fills its page."""
    body = rows[len(rota.headings) :]
    if not body:
        return 0.0
    least = min(40.0 if rota.wall else 12.0, (room - sum(rows) + sum(body)) / len(body))
    while least > 0 and sum(max(least, own) for own in body) > room - sum(rows) + sum(body):
        least -= 0.5
    return max(0.0, round(least, 1))

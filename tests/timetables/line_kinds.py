"""Kinds of damage to a list with a line for each lesson: every column with every word, lines and columns moved, other signs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

Lines = list[list[str]]


class LineKind(NamedTuple):
    """``do`` changes lines of cells in place, or gives new ones; ``write`` makes bytes of them (none = the usual way)."""

    name: str
    do: Callable[[Lines, random.Random], Lines | None]
    write: Callable[[Lines], bytes] | None = None


WORDS = (
    "", "?", "???", "-", "待定", "0", "-1", "12", "3.5", "99", "1e3", "#N/A", "#REF!", "x", "星期八", "周", "第x节",
    "2026-09-01", "8:20", "1-", "1,2", "1/2", "Montag", "语文、数学", "语文?", "(单)", "语文(", "null", "1-99", "班级",
)  # fmt: skip
_DECORATION = ("{} ", "\u00a0{}", "{}\u200b", "\ufeff{}", "{}\u3000", '""{}""')


def kinds(columns: dict[str, int], first: int) -> Iterator[LineKind]:
    """For a list whose ``columns`` have these names; lessons begin at line ``first``."""
    for name, c in columns.items():
        for word in WORDS:
            yield LineKind(f"{name} becomes {word!r}", lambda lines, rng, c=c, w=word: _cell(lines, rng, first, c, w))  # type: ignore[misc]
        for n, pattern in enumerate(_DECORATION):
            yield LineKind(f"{name} is decorated, {n}", lambda lines, rng, c=c, p=pattern: _decorate(lines, rng, first, c, p))  # type: ignore[misc]
        yield LineKind(f"all {name} are full-width", lambda lines, _rng, c=c: _full(lines, first, c))  # type: ignore[misc]
        yield LineKind(f"column {name} is empty", lambda lines, _rng, c=c: _all(lines, first, c, ""))  # type: ignore[misc]
        yield LineKind(f"column {name} is gone", lambda lines, _rng, c=c: [row[:c] + row[c + 1 :] for row in lines])  # type: ignore[misc]
        yield LineKind(f"column {name} is there twice", lambda lines, _rng, c=c: [row[: c + 1] + row[c:] for row in lines])  # type: ignore[misc]
        if c + 1 < len(columns):
            yield LineKind(f"{name} and the next column are exchanged", lambda lines, _rng, c=c: _exchanged(lines, c))  # type: ignore[misc]
        if first:
            for head in ("", "???", "x"):
                yield LineKind(f"heading {name} becomes {head!r}", lambda lines, _rng, c=c, h=head: _head(lines, c, h))  # type: ignore[misc]
    for share in (0.1, 0.5, 0.9):
        for label, change in (
            ("a line is gone", lambda row, _lines: []),
            ("a line twice", lambda row, _lines: [row, row]),
            ("a line twice with another subject", lambda row, lines: [row, _other(row, lines, columns)]),
            ("an empty line", lambda row, _lines: [[""] * len(row), row]),
            ("a remark", lambda row, _lines: [["备注：下周调整"], row]),
            ("headings again", lambda row, lines: [lines[0], row]),
            ("a line cut", lambda row, _lines: [row[: len(row) // 2]]),
            ("a cell more in front", lambda row, _lines: [["x", *row]]),
            ("a cell more inside", lambda row, _lines: [[*row[:2], "x", *row[2:]]]),
            ("a cell more at the end", lambda row, _lines: [[*row, "x"]]),
            ("half a quote", lambda row, _lines: [['"' + row[0], *row[1:]]]),
        ):
            yield LineKind(f"{label} at {share}", lambda lines, _rng, s=share, f=change: _line(lines, first, s, f))  # type: ignore[misc]
    yield LineKind("lines in another order", lambda lines, rng: lines[:first] + rng.sample(lines[first:], len(lines) - first))
    yield LineKind("lines backwards", lambda lines, _rng: lines[:first] + lines[first:][::-1])
    for name, separator in (("semicolons", ";"), ("tabs", "\t"), ("bars", "|"), ("Chinese commas", "，")):
        yield LineKind(name, lambda lines, _rng: lines, lambda lines, s=separator: _joined(lines, s).encode())  # type: ignore[misc]
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        yield LineKind(encoding, lambda lines, _rng: lines, lambda lines, e=encoding: _joined(lines, ",").encode(e))  # type: ignore[misc]
    for name, end in (("CR", "\r"), ("CRLF", "\r\n"), ("empty lines between", "\n\n")):
        yield LineKind(name, lambda lines, _rng: lines, lambda lines, e=end: _joined(lines, ",").replace("\n", e).encode())  # type: ignore[misc]
    yield LineKind("everything quoted", lambda lines, _rng: [[f'"{t}"' for t in row] for row in lines])


TRACELESS = ("a line is gone",)
"""What another timetable looks like as well: only a school that has had the lesson can notice."""


def _joined(lines: Lines, separator: str) -> str:
    return "\n".join(separator.join(row) for row in lines) + "\n"


def usual(lines: Lines) -> bytes:
    """With commas, in UTF-8."""
    return _joined(lines, ",").encode()


def _pick(lines: Lines, rng: random.Random, first: int, c: int) -> list[str] | None:
    rows = [row for row in lines[first:] if len(row) > c and row[c]]
    return rng.choice(rows) if rows else None


def _cell(lines: Lines, rng: random.Random, first: int, c: int, word: str) -> Lines | None:
    row = _pick(lines, rng, first, c)
    if row is None or row[c] == word:
        return None
    row[c] = f'"{word}"' if "," in word else word
    return lines


def _decorate(lines: Lines, rng: random.Random, first: int, c: int, pattern: str) -> Lines | None:
    row = _pick(lines, rng, first, c)
    if row is None:
        return None
    row[c] = pattern.format(row[c])
    return lines


def _full(lines: Lines, first: int, c: int) -> Lines:
    return _changed(lines, first, c, lambda t: "".join(chr(ord(x) + 0xFEE0) if "!" <= x <= "~" else x for x in t))


def _all(lines: Lines, first: int, c: int, word: str) -> Lines:
    return _changed(lines, first, c, lambda _t: word)


def _changed(lines: Lines, first: int, c: int, change: Callable[[str], str]) -> Lines:
    for row in lines[first:]:
        row[c] = change(row[c])
    return lines


def _exchanged(lines: Lines, c: int) -> Lines:
    for row in lines:
        row[c], row[c + 1] = row[c + 1], row[c]
    return lines


def _head(lines: Lines, c: int, word: str) -> Lines:
    lines[0][c] = word
    return lines


def _other(row: list[str], lines: Lines, columns: dict[str, int]) -> list[str]:
    c = columns["subject"]
    return [next(x[c] for x in lines[1:] if x[c] != t) if n == c else t for n, t in enumerate(row)]


def _line(lines: Lines, first: int, share: float, change: Callable[[list[str], Lines], Lines]) -> Lines:
    at = first + int((len(lines) - first - 1) * share)
    return [*lines[:at], *change(lines[at], lines), *lines[at + 1 :]]

"""Small pictures as inline SVG, in millimetres: black and white, legible in print, each with its numbers as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from planner.outputs.writers.fit import ems

WIDTH = 186.0
"""Millimetres between the margins of A4 portrait."""
_ROW, _TEXT, _SMALL = 5.2, 3.2, 2.8
_SOLID = "#666"
_GREYS = ("#ffffff", "#ececec", "#d6d6d6", "#bebebe", "#a4a4a4", "#888888")
_FULL = 44
"""Rows of one picture that still fit on a page with a heading."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its ``parts`` in whole units are drawn solid, hatched, and empty with a dashed outline."""

    label: str
    parts: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """One day of a map: ``value`` shades it; hatched = closed, dashed = not settled."""

    kind: Literal["value", "hatched", "dashed", "none"]
    value: int = 0
    text: str = ""


def bars(
    key: str, title: str, unit: str, items: Sequence[Bar], legend: tuple[str, str, str], mean: str = ""
) -> tuple[str, ...]:
    """Horizontal bars with their numbers, in columns; several pictures when there are too many for one page.

    ``legend`` names the three parts; parts that nobody has are left out of it. ``mean``: draw the mean of the solid parts as
    a dashed line and call it so. ``key`` keeps the ids of two pictures on one page apart.
    """
    columns = 1 if len(items) <= 14 else 2 if len(items) <= 64 else 3
    size = _FULL * columns
    return tuple(
        _bars(f"{key}-{n}", title, unit, items[at : at + size], items, columns, legend, mean)
        for n, at in enumerate(range(0, len(items), size), start=1)
    )


def _bars(
    key: str,
    title: str,
    unit: str,
    shown: Sequence[Bar],
    items: Sequence[Bar],
    columns: int,
    legend: tuple[str, str, str],
    mean: str,
) -> str:
    rows = -(-len(shown) // columns)
    wide = WIDTH / columns
    stub = min(max(ems(b.label) for b in items) * _TEXT + 2, wide * 0.4)
    most = max(max(sum(b.parts) for b in items), 1)
    scale = (wide - stub - 20) / most
    average = sum(b.parts[0] for b in items) / len(items)
    out: list[str] = []
    for column in range(columns if mean else 0):
        x = column * wide + stub + average * scale
        out.append(
            f'<path d="M{_n(x)} 7.4V{_n(8 + rows * _ROW)}" stroke="#000" stroke-width="0.3" stroke-dasharray="1.2 0.8"/>'
        )
    for n, bar in enumerate(shown):
        x, y = (n // rows) * wide, 8 + (n % rows) * _ROW
        out.append(_text(x + stub - 1.2, y + 3.6, bar.label, anchor="end"))
        at = x + stub
        for part, fill in zip(bar.parts, (_SOLID, f"url(#{key}-h)", "#fff"), strict=True):
            if part:
                dash = ' stroke-dasharray="0.8 0.6"' if fill == "#fff" else ""
                out.append(_rect(at, y + 0.7, part * scale, _ROW - 1.4, fill, dash))
            at += part * scale
        solid, hatched, empty = bar.parts
        words = str(solid) + (f"+{hatched}" if hatched else "") + (f" (−{empty})" if empty else "")
        out.append(_text(at + 1, y + 3.6, words, halo=True))
    used = [any(b.parts[n] for b in items) for n in range(3)]
    keys = [(fill, word) for fill, word, seen in zip((_SOLID, f"url(#{key}-h)", "#fff"), legend, used, strict=True) if seen]
    head = _legend(keys, f"- - {mean} {average:.1f}" if mean else "", unit)
    numbers = ", ".join(f"{b.label} {'+'.join(map(str, b.parts[:2])) if b.parts[1] else b.parts[0]}" for b in shown)
    return _svg(key, title, f"{title}: {numbers}", 8 + rows * _ROW + 1, [head, *out])


def day_map(
    key: str,
    title: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Box]]],
    legend: tuple[str, str, str],
    description: str,
) -> str:
    """Weeks under each other, days side by side; the darker, the more, between the least and the most of any day, since days
    that differ by two would look alike on a scale from nothing. ``legend``: of the shades, of hatched, of dashed."""
    stub = max(ems(label) for label, _boxes in rows) * _TEXT + 3
    wide = (WIDTH - stub) / max(len(columns), 1)
    values = [b.value for _label, boxes in rows for b in boxes if b.kind == "value" and b.value]
    least, most = min(values, default=0), max(values, default=1)
    out = [_text(stub + (n + 0.5) * wide, 11.4, word, anchor="middle", bold=True) for n, word in enumerate(columns)]
    for r, (label, boxes) in enumerate(rows):
        y = 13 + r * _ROW
        out.append(_text(stub - 1.2, y + 3.7, label, anchor="end"))
        for n, box in enumerate(boxes):
            x = stub + n * wide
            if box.kind == "none":
                continue
            shade = 1 + (box.value - least) * (len(_GREYS) - 2) // max(most - least, 1) if box.value else 0
            fill = f"url(#{key}-h)" if box.kind == "hatched" else _GREYS[shade] if box.kind == "value" else "#fff"
            dash = ' stroke-dasharray="0.8 0.6"' if box.kind == "dashed" else ""
            out.append(_rect(x + 0.2, y + 0.2, wide - 0.4, _ROW - 0.4, fill, dash))
            text = box.text or (str(box.value) if box.kind == "value" and box.value else "")
            if text:
                if box.kind == "hatched":  # white behind the word, or the hatching hides it
                    half = ems(text) * _SMALL / 2 + 0.8
                    out.append(_rect(x + wide / 2 - half, y + 0.8, 2 * half, _ROW - 1.6, "#fff", ' stroke="none"'))
                out.append(_text(x + wide / 2, y + 3.7, text, anchor="middle", size=_SMALL))
    kinds = {box.kind for _label, boxes in rows for box in boxes}
    keys = [("#9c9c9c", legend[0])]
    keys += [(f"url(#{key}-h)", legend[1])] if "hatched" in kinds else []
    keys += [("#fff", legend[2])] if "dashed" in kinds else []
    return _svg(key, title, description, 13 + len(rows) * _ROW + 1, [_legend(keys, "", ""), *out])


def _legend(keys: Sequence[tuple[str, str]], tail: str, unit: str) -> str:
    x, out = 0.5, []
    for fill, word in keys:
        out.append(_rect(x, 1.2, 5, 3.2, fill, ' stroke-dasharray="0.8 0.6"' if fill == "#fff" else ""))
        out.append(_text(x + 6.2, 4, word))
        x += ems(word) * _TEXT + 11
    if tail:
        out.append(_text(x, 4, tail))
    if unit:
        out.append(_text(WIDTH - 0.5, 4, unit, anchor="end"))
    return "".join(out)


def _svg(key: str, title: str, description: str, high: float, parts: Sequence[str]) -> str:
    hatch = (
        f'<pattern id="{key}-h" width="1.6" height="1.6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="1.6" height="1.6" fill="#fff"/><path d="M0 0V1.6" stroke="#000" stroke-width="0.7"/></pattern>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(WIDTH)} {_n(high)}" role="img" '
        f'aria-labelledby="{key}-t {key}-d"><title id="{key}-t">{escape(title)}</title>'
        f'<desc id="{key}-d">{escape(description)}</desc><defs>{hatch}</defs>{"".join(parts)}</svg>'
    )


def _rect(x: float, y: float, wide: float, high: float, fill: str, more: str = "") -> str:
    stroke = "" if "stroke=" in more else ' stroke="#000"'
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}" fill="{fill}"{stroke} stroke-width="0.2"{more}/>'
    )


def _text(
    x: float, y: float, text: str, anchor: str = "start", size: float = _TEXT, bold: bool = False, halo: bool = False
) -> str:
    more = ' font-weight="700"' if bold else ""
    more += ' paint-order="stroke" stroke="#fff" stroke-width="1"' if halo else ""  # keeps a line behind it off the digits
    return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}"{more}>{escape(text)}</text>'


def _n(value: float) -> str:
    """A number in as few characters as a printer can see."""
    return f"{value:.2f}".rstrip("0").rstrip(".")

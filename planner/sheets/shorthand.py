"""Several values in one cell: parts and their separators, and how any text at all is written so that it is read back.

A text that the reader would change (spaces at an end, nothing at all, a separator inside) is written as a JSON string,
in straight quotation marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

EMPTY_LIST = "[]"
"""Written for a list with nothing in it where an empty cell would mean the default."""
EMPTY_ITEM = "{}"

_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|\r")
_EDGES = " \t\n\u3000\xa0\ufeff\u200b"


def tidy(text: str) -> str:
    """Without spaces of any width at the ends."""
    return text.strip(_EDGES).strip()


def quote(text: str, separators: str = "") -> str:
    """``text``, or its JSON string when plain letters would not be read back as they are."""
    plain = (
        bool(text)
        and text == tidy(text)
        and not text.startswith(('"', "="))
        and text not in (EMPTY_LIST, EMPTY_ITEM)
        and not _CONTROL.search(text)
        and not (separators and ('"' in text or any(c in separators for c in text)))
    )
    if plain:
        return text
    # Excel knows _x000A_ as a line break: the underscore is written by its number.
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", r"\\u005f", json.dumps(text, ensure_ascii=bool(_CONTROL.search(text))))


def unquote(text: str) -> str:
    """The text meant by a cell or part."""
    bare = tidy(text)
    if len(bare) >= 2 and bare[0] == bare[-1] == '"':
        try:
            value = json.loads(bare)
        except ValueError:
            return bare
        return value if isinstance(value, str) else bare
    return bare


def split(text: str, separators: str) -> list[str]:
    """Parts between separators; what stands in quotation marks stays whole. Empty parts are left out."""
    parts, start, at = [], 0, 0
    while at < len(text):
        found = _QUOTED.match(text, at) if text[at] == '"' else None
        if found:
            at = found.end()
        elif text[at] in separators:
            parts.append(text[start:at])
            at += 1
            start = at
        else:
            at += 1
    parts.append(text[start:])
    return [part for part in map(tidy, parts) if part]


def labelled(text: str) -> Iterator[tuple[str, str]]:
    """Every reading of ``label: value``, one for each colon or equals sign outside quotation marks, the first first."""
    at = 0
    while at < len(text):
        found = _QUOTED.match(text, at) if text[at] == '"' else None
        if found:
            at = found.end()
            continue
        if text[at] in ":：=＝":
            yield tidy(text[:at]), tidy(text[at + 1 :])
        at += 1

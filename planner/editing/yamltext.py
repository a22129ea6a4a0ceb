"""YAML read and written with its comments (ruamel.yaml), in the writer's own indentation.

ruamel hangs the comment lines that announce a section on the last entry of the section before. Whoever adds or removes a
last entry must hand them on; that is what this file is for.
"""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark
from ruamel.yaml.tokens import CommentToken


def round_trip(text: str) -> YAML:
    """A reader and writer for a text: quotes, long lines and the indentation of lists stay as they are."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.allow_duplicate_keys = False
    offset = _dash_offset(text)
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
    return yaml


def _dash_offset(text: str) -> int:
    """How far the writer indents the dashes of a list below its key."""
    key: int | None = None
    for line in text.splitlines():
        bare = line.split(" #")[0].rstrip()
        stripped = bare.lstrip()
        if not stripped or stripped.startswith("#"):
            continue
        indent = len(bare) - len(stripped)
        if key is not None and stripped.startswith("- "):
            return max(0, indent - key)
        key = indent if stripped.endswith(":") and not stripped.startswith("- ") else None
    return 2


def bracketed(edited: Any, read: Any) -> None:
    """``{weekdays: Tue, Thu}`` is a list to the reader of school files (``read``) and to this library a key ``Thu`` without a
    value: it is made a list here too, so that it is written back with the brackets that were meant."""
    if isinstance(edited, CommentedMap) and isinstance(read, dict):
        last = ""
        for key in list(edited):
            if str(key) in read:
                last = str(key)
                bracketed(edited[key], read[last])
            elif last in edited and edited[key] is None and isinstance(read[last], list):
                del edited[key]
                if not isinstance(edited[last], CommentedSeq):
                    edited[last] = CommentedSeq([edited[last]])
                    edited[last].fa.set_flow_style()
                edited[last].append(key)
    elif isinstance(edited, CommentedSeq) and isinstance(read, list):
        for mine, theirs in zip(edited, read, strict=False):
            bracketed(mine, theirs)


def keep_comment(parent: Any, key: Any) -> None:
    """Hand the comment lines after an entry that goes to the entry before it, or to the list."""
    keys = list(parent) if isinstance(parent, CommentedMap) else list(range(len(parent)))
    place = keys.index(key)
    token = (parent.ca.items.get(key) or [None] * 4)[2 if isinstance(parent, CommentedMap) else 0]
    rest = token.value.split("\n", 1)[1] if token is not None and "\n" in token.value else ""
    last = parent[key]
    ends = list(last.ca.end or []) if isinstance(last, CommentedSeq) else []
    ends = ([CommentToken(rest, CommentMark(0), None)] if rest else []) + ends
    if not ends:
        return
    if isinstance(parent, CommentedSeq):
        if place == len(keys) - 1:
            parent.ca.comment = parent.ca.comment or [None, None]
            parent.ca.end = ends + list(parent.ca.end or [])
        return
    if place == 0:
        return
    before = parent[keys[place - 1]]
    if isinstance(before, CommentedSeq) and not before.fa.flow_style() and len(before):
        before.ca.comment = before.ca.comment or [None, None]
        before.ca.end = list(before.ca.end or []) + ends
    else:
        slots = parent.ca.items.setdefault(keys[place - 1], [None, None, None, None])
        text = "".join(t.value for t in ends)
        if slots[2] is None:
            slots[2] = CommentToken("\n" + text, CommentMark(0), None)
        else:
            slots[2].value = slots[2].value.rstrip("\n") + "\n" + text


def hand_on_comment(mapping: CommentedMap, value: CommentedSeq) -> None:
    """Comments after the last entry speak of what follows the mapping: they must follow the new last entry as well."""
    last = next(reversed(mapping), None)
    if last is None:
        return
    before = mapping[last]
    if isinstance(before, CommentedSeq) and before.ca.end:
        value.ca.comment = [None, None]
        value.ca.end = before.ca.end
        before.ca.end = []
        return
    token = (mapping.ca.items.get(last) or [None] * 4)[2]
    if token is None or "\n" not in token.value:
        return
    own, rest = token.value.split("\n", 1)
    if rest:
        token.value = own + "\n"
        value.ca.comment = [None, None]
        value.ca.end = [CommentToken(rest, CommentMark(0), None)]

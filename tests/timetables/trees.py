"""Kinds of damage to files that programs write: every element and attribute, or every key, spoiled in every way."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from xml.etree import ElementTree  # the files are our own

import yaml


class TreeKind(NamedTuple):
    """``do`` spoils one place of this kind; None where the file has none."""

    name: str
    do: Callable[[str, random.Random], str | None]


XML_WORDS = ("", "?", "???", "0", "99", "-1", "x", "#N/A", "待定", "-", "1e3", "null")
FREE = (
    "teacherid",
    "teacherids",
    "classroomid",
    "classroomids",
    "short",
    "capacity",
    "displayname",
    "ascttversion",
    "entireclass",
)
"""Attributes that may be missing or say what they like: no lesson hangs on them."""


def xml_kinds(text: str) -> list[TreeKind]:
    """Attributes emptied, unknown, renamed, gone; elements gone, doubled, renamed, emptied, moved to the end."""
    root = ElementTree.fromstring(text.encode())
    places: dict[str, set[str]] = {}
    for element in root.iter():
        places.setdefault(element.tag, set()).update(element.keys())
    return [TreeKind(name, do) for tag, keys in sorted(places.items()) for name, do in _of_element(tag, sorted(keys), root)]


def _of_element(tag: str, keys: list[str], root: Any) -> Iterator[tuple[str, Callable[[str, random.Random], str | None]]]:
    for key in (k for k in keys if k not in FREE):
        for word in XML_WORDS:
            yield f"{tag}@{key} is {word!r}", _xml(tag, lambda e, _p, _r, k=key, w=word: e.set(k, w))
        yield f"{tag}@{key} is gone", _xml(tag, lambda e, _p, _r, k=key: e.attrib.pop(k, None))
        yield f"{tag}@{key} is renamed", _xml(tag, lambda e, _p, _r, k=key: e.set("other", e.attrib.pop(k, "")))
        yield f"{tag}@{key} has blanks", _xml(tag, lambda e, _p, _r, k=key: e.set(k, f" {e.get(k, '')}\u00a0"))
    if tag == root.tag:
        return
    yield f"{tag} is gone", _xml(tag, lambda e, p, _r: p.remove(e))
    yield f"{tag} twice", _xml(tag, lambda e, p, _r: p.insert(list(p).index(e), copy.deepcopy(e)))
    yield f"{tag} is renamed", _xml(tag, lambda e, _p, _r: setattr(e, "tag", "thing"))
    yield f"{tag} at the end", _xml(tag, lambda e, p, _r: (p.remove(e), p.append(e)))
    yield (
        f"{tag} is empty",
        _xml(tag, lambda e, _p, _r: (e.attrib.clear(), setattr(e, "text", None), [e.remove(x) for x in list(e)])),
    )
    yield f"all {tag} are gone", _every(tag, lambda e, p: p.remove(e))
    if any(e.text and e.text.strip() for e in root.iter(tag)):
        for word in XML_WORDS:
            yield f"{tag} says {word!r}", _xml(tag, lambda e, _p, _r, w=word: setattr(e, "text", w))


def _xml(tag: str, change: Callable[..., object]) -> Callable[[str, random.Random], str | None]:
    def do(text: str, rng: random.Random) -> str | None:
        root = ElementTree.fromstring(text.encode())
        parents = {child: parent for parent in root.iter() for child in parent}
        found = [e for e in root.iter() if e.tag == tag]
        if not found:
            return None
        one = rng.choice(found)
        change(one, parents.get(one), rng)
        return ElementTree.tostring(root, encoding="unicode")

    return do


def _every(tag: str, change: Callable[..., object]) -> Callable[[str, random.Random], str | None]:
    def do(text: str, _rng: random.Random) -> str | None:
        root = ElementTree.fromstring(text.encode())
        for parent in list(root.iter()):
            for child in [c for c in parent if c.tag == tag]:
                change(child, parent)
        return ElementTree.tostring(root, encoding="unicode")

    return do


VALUES: tuple[Any, ...] = (
    None, "", "?", "x", 0, 9, -1, 3.5, True, [], {}, [1], "待定", False, 99, 1e9, "-", "#N/A", "星期八", "25:00", "12:60", [[]],
    ["x"], {"x": 1}, "null", "1-99",
)  # fmt: skip


def data_kinds(data: Any, dump: Callable[[Any], str], free: tuple[str, ...] = ()) -> list[TreeKind]:
    """Values of every key exchanged, keys renamed or gone, entries of lists gone, doubled, turned round."""
    patterns = sorted({pattern for pattern, _parent, _key in _walk(data, "") if pattern.rpartition(".")[2] not in free})
    out = []
    for pattern in patterns:
        for value in VALUES:
            out.append(TreeKind(f"{pattern} is {value!r}", _data(pattern, dump, lambda p, k, v=value: p.__setitem__(k, v))))  # type: ignore[misc]
        out.append(TreeKind(f"{pattern} is gone", _data(pattern, dump, lambda p, k: p.pop(k))))
        if pattern.endswith("[]"):
            out.append(TreeKind(f"{pattern} twice", _data(pattern, dump, lambda p, k: p.insert(k, copy.deepcopy(p[k])))))
        else:
            out.append(TreeKind(f"{pattern} is renamed", _data(pattern, dump, lambda p, k: p.__setitem__("other", p.pop(k)))))
    return out


def _walk(value: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        here = f"{path}[]" if isinstance(value, list) else f"{path}.{'*' if len(str(key)) > 20 else key}".strip(".")
        yield here, value, key
        yield from _walk(inner, here)


def _data(
    pattern: str, dump: Callable[[Any], str], change: Callable[[Any, Any], object]
) -> Callable[[str, random.Random], str | None]:
    def do(text: str, rng: random.Random) -> str | None:
        data = yaml.safe_load(text)
        found = [(parent, key) for here, parent, key in _walk(data, "") if here == pattern]
        if not found:
            return None
        change(*rng.choice(found))
        return dump(data)

    return do


def as_yaml(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def as_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)

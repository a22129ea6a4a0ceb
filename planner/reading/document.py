"""Text of a YAML or JSON file -> plain data, and the line on which every value stands.

YAML is read with the few scalars of its 1.2 core: true/false, numbers, null. ``12:05``, ``2026-03-02``, ``NO`` and ``on``
stay text, as the person who wrote them meant.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from planner.models.problem import Problem
from planner.reading.decoding import Unreadable, refuse_giants
from planner.reading.paths import spell
from planner.reading.syntax import syntax_problem

MAX_DEPTH = 40
MAX_VALUES = 400_000

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_INT = re.compile(r"[-+]?\d{1,18}")
_FLOAT = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d{1,3})?")
_WORDS: dict[str, Any] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_STR_TAG = "tag:yaml.org,2002:str"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Mark:
    """Where a value starts, and the marks of what it holds. ``size`` counts the values inside, itself included."""

    line: int
    children: dict[str | int, Mark] = field(default_factory=dict)
    size: int = 1

    def line_of(self, path: tuple[str | int, ...]) -> int:
        """Line of the value at ``path``, counted from 1; of its nearest parent when there is none."""
        mark = self
        for key in path:
            if key not in mark.children:
                break
            mark = mark.children[key]
        return mark.line


@dataclass(slots=True)
class Document:
    """Plain data with its marks; ``problems`` are those that leave the rest readable, such as a key written twice."""

    data: Any
    marks: Mark
    problems: list[Problem]


def read_document(text: str, *, json_only: bool = False) -> Document:
    """Data, marks and small problems of a text; ``json_only`` asks for strict JSON. Raises Unreadable."""
    text = text.removeprefix("\ufeff")
    refuse_giants(len(text))
    found = _UNPRINTABLE.search(text)
    if found:
        raise Unreadable(
            Problem(code="control_character", line=text.count("\n", 0, found.start()) + 1, value=f"U+{ord(found[0]):04X}")
        )
    if json_only and text.strip():
        return _read_json(text)
    return _read_yaml(text)


def _read_json(text: str) -> Document:
    try:
        data = json.loads(text)
    except RecursionError:
        raise Unreadable(Problem(code="too_deep", params={"limit": str(MAX_DEPTH)})) from None
    except json.JSONDecodeError as error:
        raise Unreadable(syntax_problem(text, error.lineno)) from None
    except ValueError:
        raise Unreadable(Problem(code="syntax")) from None
    try:
        # JSON is YAML but for tabs between values; a tab inside a JSON string is written \t and is not touched.
        marked = _read_yaml(text.replace("\t", " "))
    except Unreadable as error:
        if error.problem.code != "syntax":
            raise
        # Surrogate pairs (\ud83d\ude00) are JSON but not YAML: the data counts, lines are lost.
        return Document(data, Mark(1), [])
    return Document(data, marked.marks, marked.problems)


def _read_yaml(text: str) -> Document:
    builder = _Builder(text)
    events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
    try:
        data, marks = builder.document(events)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        raise Unreadable(syntax_problem(text, mark.line + 1 if mark else None)) from None
    return Document(data, marks, builder.problems)


class _Builder:
    """Builds data from YAML events; events and not nodes, so that depth and size are bounded before anything grows."""

    def __init__(self, text: str) -> None:
        self.problems: list[Problem] = []
        self._text = text
        self._anchors: dict[str, tuple[Any, Mark]] = {}
        self._values = 0
        self._path: list[str | int] = []

    def document(self, events: Iterator[Any]) -> tuple[Any, Mark]:
        """The only document of a stream."""
        found: tuple[Any, Mark] | None = None
        for event in events:
            mark: Any = event.start_mark
            if isinstance(event, yaml.DocumentStartEvent):
                if found is not None:
                    raise Unreadable(Problem(code="two_documents", line=mark.line + 1))
                found = self._value(next(events), events, 0)
        if found is None or found[0] is None:
            raise Unreadable(Problem(code="empty_file"))
        return found

    def _value(self, event: Any, events: Iterator[Any], depth: int) -> tuple[Any, Mark]:
        line = event.start_mark.line + 1
        if depth > MAX_DEPTH:
            raise Unreadable(Problem(code="too_deep", line=line, params={"limit": str(MAX_DEPTH)}))
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise Unreadable(Problem(code="unknown_anchor", line=line, value=f"*{event.anchor}"))
            value, mark = self._anchors[event.anchor]
            self._count(mark.size, line)
            return value, mark
        self._count(1, line)
        if event.tag is not None and event.tag not in (_STR_TAG, "!"):
            raise Unreadable(Problem(code="tag", line=line, value=str(event.tag)))
        mark = Mark(line)
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event.value) if event.implicit[0] else event.value
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._list(events, depth, mark)
        else:
            value = self._mapping(events, depth, mark, in_braces=bool(event.flow_style))
        # Noted only when complete: an anchor that holds itself is an unknown one.
        if event.anchor:
            self._anchors[event.anchor] = (value, mark)
        return value, mark

    def _count(self, values: int, line: int) -> None:
        self._values += values
        if self._values > MAX_VALUES:
            raise Unreadable(Problem(code="too_many_values", line=line, params={"limit": str(MAX_VALUES)}))

    def _list(self, events: Iterator[Any], depth: int, mark: Mark) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            self._path.append(len(items))
            value, child = self._value(event, events, depth + 1)
            self._path.pop()
            mark.children[len(items)] = child
            mark.size += child.size
            items.append(value)
        return items

    def _mapping(self, events: Iterator[Any], depth: int, mark: Mark, *, in_braces: bool) -> dict[str, Any]:
        own: dict[str, Any] = {}
        last = ""
        merged: list[tuple[dict[str, Any], Mark]] = []
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = event.start_mark.line + 1
            key = _key(event, line)
            self._path.append(key)
            written = next(events)
            value, child = self._value(written, events, depth + 1)
            path = spell(self._path)
            self._path.pop()
            mark.size += child.size
            if in_braces and last and self._stands_alone(event, written):
                # {stays: MON, TUE}: a word without a colon goes on with the values before it.
                before = own[last] if isinstance(own[last], list) else [own[last]]
                own[last] = [*before, _scalar(key) if event.implicit[0] else key]
                mark.children[last].children[len(before)] = Mark(line)
                continue
            if key == "<<" and event.implicit[0]:
                merged += self._to_merge(value, child, path, line)
                continue
            if key in own:
                self.problems.append(
                    Problem(
                        code="duplicate_key", path=path, line=line, value=key, params={"first": str(mark.children[key].line)}
                    )
                )
                continue
            own[key], last = value, key
            # The line of the key: that is where people look, also when the value starts on the next line.
            mark.children[key] = Mark(line, child.children, child.size)
        for source, source_mark in merged:
            for key, value in source.items():
                if key not in own:
                    own[key] = value
                    mark.children[key] = source_mark.children[key]
        return own

    def _stands_alone(self, key: Any, value: Any) -> bool:
        """Whether a word in braces has no colon behind it."""
        nothing = isinstance(value, yaml.ScalarEvent) and value.value == "" and value.implicit[0]
        if not nothing or set(str(key.value)) & {":", "："}:  # id:main lacks a space, which is said elsewhere
            return False
        return ":" not in self._text[key.end_mark.index : value.start_mark.index]

    def _to_merge(self, value: Any, mark: Mark, path: str, line: int) -> list[tuple[dict[str, Any], Mark]]:
        if isinstance(value, dict):
            return [(value, mark)]
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return [(item, mark.children[n]) for n, item in enumerate(value)]
        self.problems.append(Problem(code="bad_merge", path=path, line=line, value="<<"))
        return []


def _key(event: Any, line: int) -> str:
    if not isinstance(event, yaml.ScalarEvent):
        raise Unreadable(Problem(code="key_not_text", line=line))
    return str(event.value)


def _scalar(text: str) -> Any:
    """A plain YAML word as text, number, true/false or null."""
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text) and text.isascii():
        return int(text)
    if _FLOAT.fullmatch(text) and text.isascii():
        return float(text)
    return text

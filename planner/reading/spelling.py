"""Where something stands, in the writer's own spelling: from the locations of the models to keys and lines of the file.

A model speaks of ``classes[3].grades``; the file may say 班级[3].年级, leave out the brackets around a single entry, or put
the days of a timetable beside its class.
"""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic_core import PydanticCustomError

from planner.models.base import Model
from planner.models.days import parse_day
from planner.models.school import School
from planner.reading.otherwise import field_said_otherwise
from planner.script import simplified

Loc = tuple[str | int, ...]


class Located(NamedTuple):
    """A place in the file: its keys as written, whether all of the location was found, and what stands there."""

    path: Loc
    found: bool
    value: Any


def find_spot(data: Any, loc: Loc) -> Located:
    """Follow ``loc`` through the file's own keys as far as they go.

    What shorthand leaves out (brackets around one entry, the word ``days``) is skipped.
    """
    path: list[str | int] = []
    model: Any = School
    missing: str | None = None
    for token in loc:
        labels = _labels(model)
        model = _inside(model, token)
        if isinstance(data, list) and isinstance(token, int) and token < len(data):
            path.append(token)
            data = data[token]
        elif isinstance(data, dict) and isinstance(token, str) and token != "[key]":
            key = _written(data, token, labels)
            if key is None:
                missing = missing or token
                continue
            missing = None
            path.append(key)
            data = data[key]
        elif isinstance(token, str) and token != "[key]":
            # Shorthand: plain words stand for a field that is not written. Among several nobody knows which one is meant.
            if path and isinstance(path[-1], int):
                path.pop()
            break
    return Located(tuple(path), missing is None, data)


def _written(data: dict[str, Any], token: str, labels: dict[str, str]) -> str | None:
    label = labels.get(token)
    for key in (token, label, "grade" if token == "grades" else None):
        if key is not None and key in data:
            return key
    if label and (written := next((key for key in data if isinstance(key, str) and simplified(key) == label), None)):
        return written
    if token == parse_or_none(token):
        return next((key for key in data if parse_or_none(key) == token), None)
    return None


def parse_or_none(word: str) -> str | None:
    """The day label a word means; None when it means none."""
    try:
        return parse_day(word)
    except PydanticCustomError:
        return None


def _labels(model: Any) -> dict[str, str]:
    """Key used in files -> Chinese label."""
    if isinstance(model, type) and issubclass(model, Model):
        return {key: zh for zh, key in model.chinese_keys().items()}
    return {}


def _plain(kind: Any) -> Any:
    """A type without Annotated and without None."""
    while True:
        origin = get_origin(kind)
        if origin is Annotated:
            kind = get_args(kind)[0]
        elif origin in (Union, types.UnionType):
            kind = next((k for k in get_args(kind) if k is not type(None)), None)
        else:
            return kind


def _inside(kind: Any, token: str | int) -> Any:
    """Type of what stands at ``token`` inside ``kind``; None when unknown."""
    kind = _plain(kind)
    origin = get_origin(kind)
    if origin is tuple and isinstance(token, int):
        return _plain(get_args(kind)[0])
    if origin is dict:
        return _plain(get_args(kind)[1])
    if isinstance(kind, type) and issubclass(kind, Model):
        for name, info in kind.model_fields.items():
            if token in (name, info.alias):
                return _plain(info.annotation)
    return None


def type_at(loc: Loc) -> Any:
    """The type, without Annotated and None, that the model has at ``loc``; None when unknown."""
    kind: Any = School
    for token in loc:
        kind = _inside(kind, token)
    return kind


def field_name(loc: Loc, data: Any) -> str:
    """The last key of ``loc`` in the language that the mapping ``data`` (its parent) or the whole file is written in."""
    name = str(loc[-1])
    label = _labels(type_at(loc[:-1])).get(name)
    return label if label and isinstance(data, dict) and any(not key.isascii() for key in data) else name


def closest_field(loc: Loc) -> str:
    """The known key most like the unknown last key of ``loc``, English or Chinese; '' when none is like it."""
    labels = _labels(type_at(loc[:-1]))
    kind = type_at(loc[:-1])
    keys = [info.alias or name for name, info in kind.model_fields.items()] if labels else []
    word = str(loc[-1])
    if meant := field_said_otherwise(word, frozenset(keys)):
        return meant if word.isascii() else ".".join(_labelled(kind, meant.split(".")))
    return closest(simplified(str(loc[-1])), [*keys, *labels.values()])


def _labelled(kind: Any, keys: list[str]) -> Iterator[str]:
    """The Chinese names of keys, each inside the one before."""
    for key in keys:
        yield _labels(kind).get(key, key)
        kind = _inside(kind, key)


def closest(word: str, known: Iterable[str]) -> str:
    """The known word most like ``word``; '' when none is like it."""
    folded = {k.lower(): k for k in known}
    found = difflib.get_close_matches(word.lower(), folded, n=1, cutoff=0.5)
    return folded[found[0]] if found else ""

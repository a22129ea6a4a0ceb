"""Forms of the pages as the requests they stand for.

A page's form names in hidden fields what it asks of the service; its other fields are the body. A name says where a value
stands and of what type it is: ``seconds:number``, ``days.0.confirmed:boolean``, ``strategies:list``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

CALL, GO, MATCH, SAID, UNDO, SURE, BODY, SHOWS = "_call", "_go", "_match", "_said", "_undo", "_sure", "_body", "_shows"
THEN, THEN_BODY = "_then", "_then_body"
"""A second request that follows the first one, if that was done: write into the school file, then plan. In its body "{since}"
stands for what is written in the field ``since`` of the form."""
_CALLS = re.compile(r"(POST|PUT|PATCH|DELETE) ((?:/api/|/setup$)[A-Za-z0-9/_.~%-]*)(\?[A-Za-z0-9=&_.~%-]*)?")
_TRUE = ("on", "true")
_DEEPEST = 6


class BadForm(ValueError):
    """A form that no page of ours has."""


@dataclass(frozen=True)
class Asked:
    """What a form asks for: a request to the service, and what is to follow."""

    method: str
    path: str
    query: str
    body: Any
    """JSON; None = without a body."""
    go: str
    match: str
    said: str
    undo: str
    sure: str
    """A question to be answered first; empty = none."""
    shows: str
    """What the answer holds that is shown this once; empty = nothing."""
    then: Asked | None = field(default=None, kw_only=True)
    """What is asked for next, once this is done."""


def asked(fields: Iterable[tuple[str, str]]) -> Asked:
    """What the fields of a form ask for, in their order. Raises BadForm."""
    given = list(fields)
    own = {name: value for name, value in given if name.startswith("_")}
    found = _call(own.get(CALL, ""))
    plain = [(name, value) for name, value in given if not name.startswith("_")]
    body = _body(own.get(BODY, ""), plain)
    rest = (own.get(name, "") for name in (GO, MATCH, SAID, UNDO, SURE, SHOWS))
    wanted = Asked(*found, body, *rest)
    if not own.get(THEN):
        return wanted
    return replace(
        wanted, then=Asked(*_call(own[THEN]), _filled(_body(own.get(THEN_BODY, ""), []), dict(plain)), "", "", "", "", "", "")
    )


def _filled(body: Any, fields: Mapping[str, str]) -> Any:
    if not isinstance(body, dict):
        return body
    return {
        name: fields.get(value[1:-1], "") if isinstance(value, str) and value[:1] + value[-1:] == "{}" else value
        for name, value in body.items()
    }


def _call(written: str) -> tuple[str, str, str]:
    """(method, path, query). Raises BadForm."""
    found = _CALLS.fullmatch(written)
    if found is None:
        raise BadForm(CALL)
    method, path, query = found.groups()
    return method, path, (query or "").lstrip("?")


def _body(begun: str, fields: list[tuple[str, str]]) -> Any:
    try:
        body = json.loads(begun) if begun else {}
    except (ValueError, RecursionError):
        raise BadForm(BODY) from None
    if not fields:
        return body if begun else None
    if not isinstance(body, dict):
        raise BadForm(BODY)
    pair = dict[str, str]()
    for name, value in fields:
        path, _colon, kind = name.partition(":")
        if kind in ("key", "value"):
            # Two fields beside each other: one says which, the other what.
            pair[kind] = value
            if len(pair) == 2:
                _put(body, [*path.split("."), pair["key"]], pair["value"])
                pair.clear()
        elif kind == "list":
            _put(body, path.split("."), value, several=True)
        else:
            _put(body, path.split("."), _typed(kind, value))
    return body


def _typed(kind: str, value: str) -> Any:
    match kind:
        case "":
            return value
        case "boolean":
            return value in _TRUE
        case "optional":
            return None if value in ("", "-") else value
        case "number":
            try:
                number = float(value)
                return int(number) if number.is_integer() else number
            except (ValueError, OverflowError):
                return value  # the service says what is wrong with it
        case _:
            raise BadForm(kind)


def _put(body: dict[str, Any], path: list[str], value: Any, several: bool = False) -> None:
    if len(path) > _DEEPEST:
        raise BadForm(".".join(path))
    place: Any = body
    for step, following in zip(path, [*path[1:], ""], strict=True):
        last = following == ""
        new: Any = value if last else [] if following == "0" else {}
        if isinstance(place, list):
            if step != "0" and step != str(len(place) - 1):
                raise BadForm(step)
            if not place:
                place.append(new)
            elif last:
                place[0] = new
            place = place[-1]
        elif isinstance(place, dict):
            if last and several:
                found = place.setdefault(step, [])
                if not isinstance(found, list):
                    raise BadForm(step)
                found.append(value)
            elif last:
                place[step] = value
            else:
                place = place.setdefault(step, new)
        else:
            raise BadForm(step)

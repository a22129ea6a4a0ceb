"""What is wrong with single fields: every pydantic error becomes a Problem with a stable code of our own."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from planner.models.base import Text
from planner.models.problem import Problem
from planner.reading.document import Document
from planner.reading.paths import shorten, spell
from planner.reading.spelling import Loc, closest, closest_field, field_name, find_spot, type_at
from planner.reading.syntax import text_for_mapping

OWN_CODES = frozenset(
    {
        "cycle",
        "cycle_names",
        "cycle_names_twice",
        "cycle_length",
        "class_template",
        "class_words",
        "classes_or_grades",
        "date",
        "dates",
        "grade_range",
        "grades",
        "helper_without_class",
        "letters_and_numbers",
        "not_text",
        "span",
        "span_order",
        "time",
        "turn",
        "weekday",
        "weeks",
        "written_twice",
    }
)
"""Codes that the models raise themselves, all with the words of the same name."""

_CODES = {
    "missing": "missing_field",
    "extra_forbidden": "unknown_field",
    "model_type": "not_a_mapping",
    "model_attributes_type": "not_a_mapping",
    "dict_type": "not_a_mapping",
    "string_type": "not_text",
    "string_too_short": "empty_text",
    "string_too_long": "long_text",
    "int_type": "not_a_number",
    "int_parsing": "not_a_number",
    "int_from_float": "not_a_number",
    "int_parsing_size": "not_a_number",
    "finite_number": "not_a_number",
    "bool_type": "not_yes_no",
    "bool_parsing": "not_yes_no",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "literal_error": "choice",
    "string_pattern_mismatch": "pattern",
    "too_short": "short_list",
    "too_long": "long_list",
    "tuple_type": "not_a_list",
    "list_type": "not_a_list",
}
_LIMITS = ("ge", "le", "min_length", "max_length")
_CHOICES_BY_PATTERN = {"^[AB]$": "A, B"}


def field_problems(error: ValidationError, document: Document) -> list[Problem]:
    """One Problem for each error, with path, line and value as the file has them."""
    found = [_problem(detail, document) for detail in error.errors(include_url=False)]
    # A text written once for both languages is wrong in both, and said once.
    return [problem for n, problem in enumerate(found) if n == 0 or problem != found[n - 1]]


def show(value: Any) -> str:
    """A value of the file as short text; '' for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return shorten("{" + ", ".join(f"{key}: {_inner(item)}" for key, item in value.items()) + "}")
    if isinstance(value, list | tuple):
        return shorten("[" + ", ".join(_inner(item) for item in value) + "]")
    return shorten(str(value))


def _inner(value: Any) -> str:
    return "…" if isinstance(value, dict | list) else show(value)


def _problem(detail: ErrorDetails, document: Document) -> Problem:
    loc: Loc = tuple(key for key in detail["loc"] if key != "[key]")
    ctx: dict[str, Any] = detail.get("ctx", {})
    spot = find_spot(document.data, loc)
    kind = detail["type"]
    code = kind if kind in OWN_CODES else _CODES.get(kind, "unreadable")
    path, params = spot.path, dict[str, str]()
    # A model names the part it could not read; when that is all of the value, the file's own spelling is nicer.
    value = show(ctx["value"]) if "value" in ctx and ctx["value"] != str(spot.value) else show(spot.value)
    if "~" not in show(spot.value):
        # The models write the dash of a range as ~ while they read it.
        value = value.replace("~", "-")
    if "[key]" in detail["loc"]:
        value = show(detail["input"])

    if code == "missing_field":
        name = field_name(loc, spot.value)
        path, value, params = (*spot.path, name), "", {"field": name}
    elif code == "unknown_field":
        value, params = str(loc[-1]), {"closest": closest_field(loc)}
        code = text_for_mapping(f"{value} ") or code
    elif code == "written_twice":
        value = show(ctx.get("key"))
        path = (*spot.path, value)
    elif spot.found and spot.value is None and code != "class_template":
        code, value = "empty_value", ""
    elif code == "not_a_mapping":
        if ctx.get("class_name") == Text.__name__:
            code = "not_text"
        elif isinstance(spot.value, str):
            code = text_for_mapping(spot.value) or code
    elif code == "choice":
        code, params = "choice", _options(loc, value)
    elif code == "pattern":
        code, params = _pattern(str(ctx.get("pattern", "")), value)
    elif code in ("too_small", "too_large", "short_list", "long_list", "long_text"):
        params = {"limit": next((show(ctx[name]) for name in _LIMITS if name in ctx), "")}
    return Problem(code=code, path=spell(path), line=document.marks.line_of(path), value=value, params=params)


def _options(loc: Loc, value: str) -> dict[str, str]:
    kind = type_at(loc)
    options = [str(option) for option in get_args(kind)] if get_origin(kind) is Literal else []
    return {"options": ", ".join(options), "closest": closest(value, options)}


def _pattern(pattern: str, value: str) -> tuple[str, dict[str, str]]:
    if pattern in _CHOICES_BY_PATTERN:
        return "choice", {"options": _CHOICES_BY_PATTERN[pattern], "closest": ""}
    if pattern.startswith("^(first|last)"):
        return "monthly", {}
    if any(mark in value for mark in ",，、;； "):
        return "id_list", {}
    return "bad_id", {}

"""Pins written into a school file: visits and duties that planning must leave where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml.comments import CommentedSeq

from planner.models.base import Model
from planner.models.duties import DutyPin
from planner.models.visits import Pin
from planner.reading.schooledit import SchoolEditor


def write_pins(editor: SchoolEditor, visits: Mapping[str, Sequence[Pin]], duties: Sequence[DutyPin]) -> None:
    """Replace all pins of a school file; ``visits`` by demand id. What stands there already is not touched.

    Raises BadInput when the school would not be valid any more.
    """
    for n, demand in enumerate(editor.school.demands):
        pins = tuple(visits.get(demand.id, ()))
        if pins != demand.pins:
            _replace(editor, ("demands", n), pins)
    if tuple(duties) != editor.school.duties.pins:
        if not editor.school.duties.model_fields_set:
            editor.set(editor.data, editor.key(("duties",), editor.data), {})
        _replace(editor, ("duties",), tuple(duties))
    editor.refresh()


def _replace(editor: SchoolEditor, loc: tuple[str | int, ...], pins: Sequence[Model]) -> None:
    if loc[0] == "demands":
        editor.entries("demands")  # an only entry may stand there without brackets
    mapping = editor.mapping(*loc)
    key = editor.key((*loc, "pins"), mapping)
    if not pins:
        if key in mapping:
            editor.remove(mapping, key)
        return
    entries: Any = CommentedSeq([editor.entry((*loc, "pins"), **_written(pin)) for pin in pins])
    editor.set(mapping, key, list(map(dict, entries)) if editor.is_json else entries)


def _written(pin: Model) -> dict[str, Any]:
    fields: dict[str, Any] = pin.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return fields

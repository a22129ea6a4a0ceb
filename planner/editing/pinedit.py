"""Pins in a school file: those that ``lunjie apply`` makes of edits, and all of them replaced at once, as the service does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from planner.editing.schooledit import SchoolEditor
from planner.models.base import Model
from planner.models.duties import DutyPin
from planner.models.edits import Pinning
from planner.models.visits import Pin
from planner.reading.spelling import Loc


def write_pins(editor: SchoolEditor, pinning: Pinning) -> None:
    """Bring the pins of a file to what edits have made of them; comments and order of the others stay.

    ``pinning`` was worked out for the school of this editor. Raises BadInput like `SchoolEditor.refresh`.
    """
    loc: Loc
    places = {d.part_of or d.id: n for n, d in enumerate(editor.school.written_demands)}
    for demand in editor.school.demands:
        n, rewrite = places[demand.part_of or demand.id], pinning.visits.get(demand.id)
        if rewrite and demand.part_of:  # a month: what is pinned names a date, and is added to the whole
            for pin in rewrite.added:
                loc = ("demands", n, "pins")
                editor.insert(loc, len(editor.entries(*loc)), editor.entry(loc, **_visit_fields(editor, pin)))
        elif rewrite and (rewrite.added or rewrite.kept != demand.pins):
            loc = ("demands", n, "pins")
            entries = editor.entries(*loc)
            for m in reversed(range(len(demand.pins))):
                kept = rewrite.kept[m]
                if kept is None:
                    editor.remove(entries, m)
                elif kept != demand.pins[m]:
                    _narrow(editor, loc, m, kept)
            for pin in rewrite.added:
                editor.insert(loc, len(entries), editor.entry(loc, **_visit_fields(editor, pin)))
    _duties(editor, pinning)
    editor.refresh()


def replace_pins(editor: SchoolEditor, visits: Mapping[str, Sequence[Pin]], duties: Sequence[DutyPin]) -> None:
    """Set all pins of a file; ``visits`` by demand id. Lists that are the same already are not touched.

    Raises BadInput like `SchoolEditor.refresh`.
    """
    for n, demand in enumerate(editor.school.written_demands):
        months = [d for d in editor.school.demands if d is demand or (d.part_of and d.part_of == demand.part_of)]
        pins = tuple(dict.fromkeys(pin for d in months for pin in visits.get(d.id, ())))
        if pins != tuple(dict.fromkeys(pin for d in months for pin in d.pins)):
            editor.entries("demands")  # an only entry may stand there without brackets
            _set_all(editor, ("demands", n), pins)
    if tuple(duties) != editor.school.duties.pins:
        try:
            editor.mapping("duties")
        except KeyError:
            editor.set(editor.data, editor.key(("duties",), editor.data), CommentedMap())
        _set_all(editor, ("duties",), tuple(duties))
    editor.refresh()


def _set_all(editor: SchoolEditor, loc: Loc, pins: Sequence[Model]) -> None:
    mapping = editor.mapping(*loc)
    key = editor.key((*loc, "pins"), mapping)
    if not pins:
        if key in mapping:
            editor.remove(mapping, key)
        return
    written = [pin.model_dump(mode="json", by_alias=True, exclude_defaults=True) for pin in pins]
    entries: Any = CommentedSeq([editor.entry((*loc, "pins"), **fields) for fields in written])
    editor.set(mapping, key, list(map(dict, entries)) if editor.is_json else entries)


def _duties(editor: SchoolEditor, pinning: Pinning) -> None:
    loc: Loc = ("duties", "pins")
    if not pinning.duties.added and all(pin is not None for pin in pinning.duties.kept):
        return
    try:
        editor.mapping("duties")
    except KeyError:
        editor.set(editor.data, editor.key(("duties",), editor.data), CommentedMap())
    entries = editor.entries(*loc)
    for m in reversed(range(len(pinning.duties.kept))):
        if pinning.duties.kept[m] is None:
            editor.remove(entries, m)
    for pin in pinning.duties.added:
        editor.insert(loc, len(entries), editor.entry(loc, **_duty_fields(editor, pin)))


def _narrow(editor: SchoolEditor, loc: Loc, n: int, pin: Pin) -> None:
    """Name the classes one by one that a pin is still about."""
    mapping = editor.mapping(*loc, n)
    for name in ("grades", "campus", "classes"):
        mapping.pop(editor.key((*loc, n, name), mapping), None)
    mapping[editor.key((*loc, n, "classes"), mapping)] = editor.value([_class(editor, c) for c in pin.classes or ()])


def _visit_fields(editor: SchoolEditor, pin: Pin) -> dict[str, Any]:
    week = pin.weeks.parity if pin.weeks else None
    return {
        "classes": _some([_class(editor, c) for c in pin.classes or ()]),
        "weekdays": _some([editor.day(d) for d in pin.weekdays or ()]),
        "windows": _some(pin.windows),
        "slots": _some(pin.slots),
        "periods": _some(pin.periods),
        "rooms": _some(pin.rooms),
        "weeks": {"A": "单周", "B": "双周"}.get(week or "") if editor.chinese else week,
        "turns": _some(pin.turns),
    }


def _duty_fields(editor: SchoolEditor, pin: DutyPin) -> dict[str, Any]:
    return {
        "helper": pin.helper,
        "post": pin.post,
        "weekdays": _some([editor.day(d) for d in pin.weekdays or ()]),
        "windows": _some(pin.windows),
        "dates": editor.dates(pin.dates) if pin.dates else None,
        "slots": _some(pin.slots),
        "turns": _some(pin.turns),
        "wanted": None if pin.wanted else False,
    }


def _class(editor: SchoolEditor, key: str) -> str:
    """A class as the file is likely to write it: by its name in a Chinese file, if that means no other class."""
    name = editor.school.class_by_id[key].name.zh
    return name if editor.chinese and editor.school.class_id(name) == key else key


def _some(values: Any) -> Any:
    """Nothing, the only value, or a list."""
    found = list(values or ())
    return found[0] if len(found) == 1 else found or None

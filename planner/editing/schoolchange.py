"""A changed school written into its file: only what differs is touched, so that comments and the writer's order stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from planner.editing.schooledit import SchoolEditor
from planner.models.base import Model
from planner.models.planfile import canonical_school, dump_school, load_school
from planner.models.school import School
from planner.models.visits import Cycle
from planner.reading.spelling import Loc, field_name, find_spot

_LISTS = (
    "campuses", "bells", "rooms", "classes", "teachers", "windows", "demands", "posts", "helpers", "wishes", "adults",
    "absences", "events", "timetable",
)  # fmt: skip
_BLOCKS = ("term", "duties", "printing")
_PLAIN = ("name", "id", "language", "last_term", "min_gap_days", "makeup", "books_target")
_CYCLES = {"weekly": "每周", "ab": "单双周", "sliding": "顺延", "dated": "按日期"}


def write_school(editor: SchoolEditor, after: School) -> bool:
    """Bring the file of an editor to what its school is to be; False where that cannot be written, and the file must not be
    saved then. ``after`` was made from ``editor.school``. Raises BadInput like `SchoolEditor.refresh`."""
    before = editor.school
    for name in _LISTS:
        if getattr(before, name) != getattr(after, name):
            _section(editor, (name,), _written(before, name), _written(after, name))
    for name in _BLOCKS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            _made(editor, name)
            _fields(editor, (name,), old, new)
    for name in _PLAIN:
        if getattr(before, name) != getattr(after, name):
            value = after.model_dump(mode="json", include={name})[name]
            editor.set(editor.data, editor.key((name,), editor.data), _plain(editor, (name,), value))
    for rule in sorted({*before.rules, *after.rules}):
        setting = after.rules.get(rule)
        if setting is None:
            editor.remove(_made(editor, "rules"), rule)
        elif before.rules.get(rule) != setting:
            _made(editor, "rules")[rule] = _plain(editor, ("rules", rule), setting.model_dump(mode="json", exclude_none=True))
    editor.refresh()
    # As a reader would have it: a school made by hand may name the days of a window in any order.
    return canonical_school(editor.school) == canonical_school(load_school(dump_school(after)))


def _written(school: School, name: str) -> Sequence[Model]:
    """The entries of a section as they stand in the file."""
    return school.written_demands if name == "demands" else tuple(getattr(school, name))


def _made(editor: SchoolEditor, name: str) -> dict[str, Any]:
    """The mapping of a section, made when missing."""
    try:
        return editor.mapping(name)
    except KeyError:
        editor.set(editor.data, editor.key((name,), editor.data), CommentedMap())
        return editor.mapping(name)


def _section(editor: SchoolEditor, loc: Loc, before: Sequence[Model], after: Sequence[Model]) -> None:
    """Changed entries field by field, then new ones; never behind the last, whose comment announces what follows. Then those
    that are gone."""
    entries, pairs = editor.entries(*loc), _pairs(before, after)
    for n, place in pairs.items():
        if before[place] != after[n]:
            _fields(editor, (*loc, place), before[place], after[n])
    gone = sorted(set(range(len(before))) - set(pairs.values()), reverse=True)
    for place in gone:
        editor.remove(entries, place)
    for n, thing in enumerate(after):
        if n in pairs:
            continue
        fields = thing.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        made = CommentedMap()
        for key, value in fields.items():
            made[field_name((*loc, 0, key), editor.data)] = _value(editor, (*loc, 0, key), getattr(thing, key, None), value)
        made.fa.set_flow_style()
        editor.insert(loc, min(n, max(0, len(entries) - 1)), dict(made) if editor.is_json else made)  # type: ignore[arg-type]


def _pairs(before: Sequence[Model], after: Sequence[Model]) -> dict[int, int]:
    """Place in ``after`` -> place in ``before`` of what is the same entry: by id, by content, else by its place in the list."""
    left, found = list(range(len(before))), dict[int, int]()
    ids = {key: n for n, thing in enumerate(before) if (key := _id(thing))}
    for n, thing in enumerate(after):
        place = ids.get(_id(thing)) if _id(thing) else next((m for m in left if before[m] == thing), None)
        if place in left:
            found[n] = place
            left.remove(place)
    plain = [m for m in left if not _id(before[m])]
    for n, thing in enumerate(after):
        if n not in found and not _id(thing) and plain:
            found[n] = plain.pop(0)
    return found


def _id(thing: Model) -> str:
    return getattr(thing, "part_of", None) or getattr(thing, "id", None) or ""


def _fields(editor: SchoolEditor, loc: Loc, before: Model, after: Model) -> None:
    mapping = editor.mapping(*loc)
    dumped = after.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for name, info in type(after).model_fields.items():
        old, new, written = getattr(before, name), getattr(after, name), info.alias or name
        if old == new:
            continue
        key = editor.key((*loc, written), mapping)
        if name == "days" and isinstance(new, dict):
            _days(editor, loc, old, new)
        elif loc == ("term",) and name in ("closures", "days"):
            _section(editor, (*loc, written), old, new)
        elif isinstance(old, tuple) and new and len(new) < len(old) and set(new) < set(old):
            entries = editor.entries(*loc, written)
            for n in reversed([n for n, entry in enumerate(old) if entry not in new]):
                editor.remove(entries, n)
        elif new == info.get_default(call_default_factory=True):
            if key in mapping:
                editor.remove(mapping, key)
        else:
            _put(mapping, key, _value(editor, (*loc, written), new, dumped[written]))


def _put(mapping: dict[str, Any], key: str, value: Any) -> None:
    """Set a key; a new one goes before the last, on which the comment hangs that announces what follows."""
    if key in mapping or not isinstance(mapping, CommentedMap) or mapping.fa.flow_style() or not mapping:
        mapping[key] = value
    else:
        mapping.insert(len(mapping) - 1, key, value)


def _days(editor: SchoolEditor, loc: Loc, before: dict[str, Any], after: dict[str, Any]) -> None:
    """The lessons of single days, which may stand beside the class or below ``days``; a new day stands behind the others."""
    last = _day_spot(editor, (*loc, "days", next(reversed(before)))) if before else None
    for day, words in after.items():
        found = _day_spot(editor, (*loc, "days", day))
        if words != before.get(day) and found is not None:
            found[0][found[1]] = " ".join(words)
        elif day not in before and last is not None:
            parent, beside = last
            if isinstance(parent, CommentedMap):
                parent.insert(list(parent).index(beside) + 1, editor.day(day), " ".join(words))
            else:
                parent[editor.day(day)] = " ".join(words)


def _day_spot(editor: SchoolEditor, loc: Loc) -> tuple[dict[str, Any], Any] | None:
    """The mapping in which the lessons of a day stand, and under which key; None where the file has none."""
    spot = find_spot(editor.data, loc)
    if not spot.found:
        return None
    parent = editor.data
    for token in spot.path[:-1]:
        parent = parent[token]
    return parent, spot.path[-1]


def _value(editor: SchoolEditor, loc: Loc, value: Any, dumped: Any) -> Any:
    """A value in the language of the file."""
    if isinstance(value, Cycle):
        if not editor.chinese:
            return str(dumped)
        return f"每{value.n}周" if value.kind == "weeks" else dumped if value.n else _chinese(value)
    return _plain(editor, loc, dumped)


def _chinese(cycle: Cycle) -> str:
    return "按星期顺延" if cycle.keep_weekday else _CYCLES.get(cycle.kind, str(cycle.model_dump()))


def _plain(editor: SchoolEditor, loc: Loc, value: Any) -> Any:
    if isinstance(value, dict):
        made = CommentedMap((field_name((*loc, key), editor.data), _plain(editor, (*loc, key), v)) for key, v in value.items())
        made.fa.set_flow_style()
        return dict(made) if editor.is_json else made
    if isinstance(value, list):
        entries = CommentedSeq([_plain(editor, (*loc, n), v) for n, v in enumerate(value) if v is not None])
        entries.fa.set_flow_style()
        return list(entries) if editor.is_json else entries
    if isinstance(value, bool):
        return editor.value(value)
    names = [token for token in loc if isinstance(token, str)]
    if isinstance(value, str) and names[-1] == "weekdays":
        return editor.day(value)
    return value[:5] if isinstance(value, str) and names[-1] in {"arrive", "home"} else value

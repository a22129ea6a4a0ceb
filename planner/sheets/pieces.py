"""A school in pieces, as its workbook shows them: each entry of a list, each field of a form. By them two files of one school
are held against each other, and put together again from both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from planner.messages.rules import rule_sentence
from planner.models.base import Language, Model
from planner.models.classes import ClassEntry
from planner.models.people import Helper
from planner.models.places import Bell
from planner.models.planfile import canonical_text
from planner.models.rules import RULES
from planner.models.school import School
from planner.models.term import Closure, DayChange
from planner.models.timetable import TimetableRow
from planner.script import spelt
from planner.sheets.catalogue import SHEETS, SheetForm, SheetSection
from planner.sheets.choices import DAY_WORDS
from planner.sheets.columns import Column
from planner.sheets.write import both, cell_of

_SAME_BY: dict[type[Model], tuple[str, ...]] = {
    Closure: ("name",), DayChange: ("date",), ClassEntry: ("grades", "number", "letters", "campus"),
    TimetableRow: ("class_id", "weeks", "valid_from"), Bell: ("campus", "grades", "weekdays", "valid_from"),
}  # fmt: skip
"""What tells an entry without an id from the others of its list. Where nothing does, another content is another entry."""
_TOLD_BY = ("name", "id", "class", "date", "dates", "grades", "helper", "helpers", "classes", "weekdays")
_OWN_SHEET = ("bans", "pins", "prefer")
"""Lists of a demand that stand on a sheet of their own."""


class Spot(NamedTuple):
    """Where a piece stands. ``sheet`` and ``section`` as in ``SHEETS``; ``owner``: a demand, on the sheet of those that have
    one; ``key`` tells it from its neighbours."""

    sheet: int
    section: int
    owner: str
    key: str

    @property
    def form(self) -> SheetForm:
        """The sheet."""
        return SHEETS[self.sheet]

    @property
    def part(self) -> SheetSection:
        """The list or block of the sheet."""
        return SHEETS[self.sheet].sections[self.section]


class Piece(NamedTuple):
    """An entry of a list (a Model), or the value of a field; ``text`` is the same for the same content in whatever order."""

    value: Any
    text: str


Pieces = dict[Spot, Piece]


def pieces_of(school: School) -> Pieces:
    """Every piece of a school, sheet by sheet, in the order of the file."""
    found = Pieces()
    for n, sheet in enumerate(SHEETS):
        for m, section in enumerate(sheet.sections):
            for owner, block in _blocks(school, sheet, section):
                for key, value in _entries(sheet, section, block):
                    name = _name(section.model, key) if sheet.form else section.path[-1]
                    found[Spot(n, m, owner, key)] = Piece(value, canonical_text(section.model, name, value))
    return found


def data_from(pieces: Mapping[Spot, Piece]) -> dict[str, Any]:
    """The school that these are the pieces of, as a plain file would have it, lists in their order."""
    data: dict[str, Any] = {}
    owned: dict[str, dict[str, list[Model]]] = {}
    for spot, (value, _text) in pieces.items():
        section = spot.part
        if spot.form.owned:
            owned.setdefault(spot.owner, {}).setdefault(section.path[-1], []).append(value)
            continue
        if spot.form.form:
            place = data
            for step in section.path:
                place = place.setdefault(step, {})
            place[_name(section.model, spot.key)] = value
        elif section.key:
            data.setdefault(section.path[-1], {})[spot.key] = value
        else:
            place = data
            for step in section.path[:-1]:
                place = place.setdefault(step, {})
            place.setdefault(section.path[-1], []).append(value)
    lists = {demand: {name: tuple(found) for name, found in own.items()} for demand, own in owned.items()}
    data["demands"] = [one.model_copy(update=lists.get(one.id, {})) for one in data.get("demands", ())]
    plain: dict[str, Any] = _plain(data)
    return plain


def sheet_of(spot: Spot, language: Language) -> str:
    """Where a piece stands, in words."""
    own = spot.part.word(language) if len(spot.form.sections) > 1 else ""
    return f"{spot.form.name(language)} · {own}" if own else spot.form.name(language)


def named(spot: Spot, value: Any, language: Language) -> str:
    """What tells a piece from its neighbours, in words."""
    if spot.form.form:
        return _column(spot).heading(language)
    if spot.part.key:
        return rule_sentence(spot.key, language) if spot.key in RULES else spot.key
    cells = told(spot, value, language)
    heads = [c.heading(language) for key in _TOLD_BY for c in spot.part.columns if c.key == key and key not in _unsaid(value)]
    if isinstance(value, Helper):
        heads = [h for c in spot.part.columns if c.key in ("class", "id") for h in [c.heading(language)]]
    first = [cells[head] for head in heads if head in cells][:2] or list(cells.values())[:1]
    return " ".join(dict.fromkeys((spot.owner, *first))).strip()


def _unsaid(value: Any) -> tuple[str, ...]:
    """An identity is for programs, where there is a name for people."""
    return ("id",) if getattr(value, "name", None) else ()


def told(spot: Spot, value: Any | None, language: Language) -> dict[str, str]:
    """Heading of a column -> what stands below it; what is as usual is left out, and nothing of what is not there."""
    if value is None:
        return {}
    if not isinstance(value, Model):
        column = spot.part.number or _column(spot)
        return {column.heading(language): _cell(column, _plain(value), language)}
    data = value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    found = {c.heading(language): _cell(c, data[c.key], language) for c in spot.part.columns if c.key in data}
    if isinstance(value, Bell):
        found |= {name: str(span) for name, span in data["periods"].items()}
    if isinstance(value, TimetableRow):
        found |= {spelt(language, DAY_WORDS[day], day): " ".join(words) for day, words in data["days"].items()}
    return found


def _blocks(school: School, sheet: SheetForm, section: SheetSection) -> Iterator[tuple[str, Any]]:
    """(owner, the list or block of fields) of a section."""
    if sheet.owned:
        for demand in school.demands:
            yield demand.id, getattr(demand, section.path[-1])
        return
    block: Any = school
    for step in section.path:
        block = getattr(block, step)
    if section.path == ("demands",):
        block = tuple(demand.model_copy(update=dict.fromkeys(_OWN_SHEET, ())) for demand in block)
    yield "", block


def _entries(sheet: SheetForm, section: SheetSection, block: Any) -> Iterator[tuple[str, Any]]:
    if sheet.form:
        yield from ((column.key, getattr(block, _name(section.model, column.key))) for column in section.columns)
    elif section.key:
        yield from block.items()
    else:
        seen: dict[str, int] = {}
        for entry in block:
            key = _key(entry)
            seen[key] = seen.get(key, 0) + 1
            yield f"{key} {seen[key]}" if seen[key] > 1 else key, entry


def _key(entry: Model) -> str:
    by = _SAME_BY.get(type(entry), ("id",) if getattr(entry, "id", None) else ())
    return repr([_plain(getattr(entry, name)) for name in by]) if by else entry.model_dump_json(exclude_defaults=True)


def _name(model: type[Model], key: str) -> str:
    """The attribute of a field."""
    return next(name for name, info in model.model_fields.items() if (info.alias or name) == key)


def _column(spot: Spot) -> Column:
    return next(column for column in spot.part.columns if column.key == spot.key)


def _cell(column: Column, value: Any, language: Language) -> str:
    main = both(value, language)[0] if column.kind == "text" else value
    cell = cell_of(column, main, language)
    return "" if cell is None else str(cell).replace("\n", "; ")


def _plain(value: Any) -> Any:
    """Data as a file would have it."""
    if isinstance(value, Model):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)

"""The columns of a sheet, taken from the models: headings in both languages, and what kind of value stands below them."""

from __future__ import annotations

import types
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from planner.models.base import Id, Ids, Language, Model, Text, YesNo
from planner.models.days import DayLabel, Days
from planner.models.duties import Escort, Phase
from planner.models.people import AdultPlace, Away
from planner.models.shorthand import Grades
from planner.models.term import LetterStart, SomeWeeks
from planner.models.values import Date, Dates, Span, Time, Turns, Weeks
from planner.models.visits import Cycle, GradeLimit, WindowChange
from planner.script import simplified, spelt
from planner.sheets.choices import CHOICES
from planner.sheets.help import HELP

Kind = Literal[
    "text", "str", "id", "ids", "int", "ints", "yesno", "choice", "date", "dates", "time", "span", "spans", "days", "day",
    "grades", "weeks", "cycle", "items", "item", "counts", "subjects", "teachers",
]  # fmt: skip
_BY_HINT: tuple[tuple[Any, Kind], ...] = (
    (Id, "id"), (Ids, "ids"), (YesNo, "yesno"), (Days, "days"), (DayLabel, "day"), (Grades, "grades"), (Date, "date"),
    (Dates, "dates"), (Time, "time"), (Text, "text"), (Span, "span"), (Turns, "ids"), (Weeks, "weeks"), (Cycle, "cycle"),
    (int, "int"), (str, "str"),
)  # fmt: skip
_BY_SHAPE: tuple[tuple[Any, Kind], ...] = (
    (dict[str, int], "counts"),
    (dict[str, Id], "teachers"),
    (dict[str, tuple[str, ...]], "subjects"),
    (tuple[int, ...], "ints"),
    (tuple[Span, ...], "spans"),
)
BARE: dict[type[Model], str] = {
    LetterStart: "date", SomeWeeks: "weekdays",
    Away: "weekdays", AdultPlace: "campus", Escort: "demand", Phase: "time", GradeLimit: "grades", WindowChange: "valid_from",
}  # fmt: skip
"""In the shorthand of one cell, the field whose value may stand first without its label: '周一; 周次: 2-5'."""

NO_LIMIT = {"zh": "不限", "en": "no limit"}

_LISTS = {
    "campus": "campuses", "rooms": "rooms", "with_rooms": "rooms", "closes_rooms": "rooms", "windows": "windows",
    "closes_windows": "windows", "posts": "posts", "demand": "demands", "class": "class", "classes": "class",
    "teacher": "teachers", "teachers": "teachers", "helpers": "helpers", "periods": "period", "after": "period",
    "before": "period",
}  # fmt: skip
_FIRST = ("id", "name", "kind")
_LITERAL_KINDS = frozenset({"id", "ids"})


@dataclass(frozen=True)
class Column:
    """One field of a model as a column. ``key`` is the field's key in files."""

    key: str
    zh: str
    en: str
    kind: Kind
    required: bool = False
    item: type[Model] | None = None
    choices: tuple[tuple[str, str], ...] = ()
    """(value, Chinese word)."""
    offers: str | None = None
    """Name of the list of ids that the drop-down offers."""
    default: Any = None
    nullable: bool = False
    """An empty cell means the default, so that "none" needs a word of its own: ``NO_LIMIT``."""
    help: dict[str, str] = field(default_factory=dict)

    def heading(self, language: Language) -> str:
        """What stands above the column."""
        return spelt(language, self.zh, self.en)

    def note(self, language: Language) -> str:
        """What the column means; empty where nobody has said it."""
        return spelt(language, self.help.get("zh", ""), self.help.get("en", ""))


def fold(text: str) -> str:
    """A heading, sheet name or label as it is compared: width, case, script, spaces and underscores do not matter."""
    plain = simplified(unicodedata.normalize("NFKC", text).casefold())
    return "".join(c for c in plain if not c.isspace() and c not in "_*\ufeff\u200b")


def headings_of(column: Column) -> dict[str, tuple[Column, Language | None]]:
    """Every way to write the heading of a column, folded; a bilingual text has one more for each language."""
    names = {fold(column.zh), fold(column.en), fold(column.key)}
    found: dict[str, tuple[Column, Language | None]] = {name: (column, None) for name in names}
    if column.kind == "text":
        for name in names:
            found |= {name + fold(mark): (column, "en") for mark in ("(en)", "(英文)", "(English)")}
            found |= {name + fold(mark): (column, "zh") for mark in ("(zh)", "(中文)", "(Chinese)")}
    return found


def second_heading(column: Column, language: Language) -> str:
    """Heading of the column with the other language of a bilingual text."""
    return spelt(language, f"{column.zh}(英文)", f"{column.en} (zh)")


@cache
def columns_of(model: type[Model], without: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """The columns of a model but for ``without``: what names it, then the rest in the order of its fields."""
    hints = get_type_hints(model, include_extras=True)
    found = []
    for name, info in model.model_fields.items():
        if name in without:
            continue
        extra = info.json_schema_extra
        key = info.alias or name
        column = Column(
            key,
            zh=str(extra["zh"]) if isinstance(extra, dict) and "zh" in extra else key,
            en=key.replace("_", " "),
            kind="str",
            required=info.is_required(),
            offers=_LISTS.get(key),
            default=None if info.is_required() else info.default,
            nullable=not info.is_required() and info.default is not None and _may_be_none(hints[name]),
            help={"en": info.description or "", "zh": HELP.get(f"{model.__name__}.{name}") or HELP.get(name, "")},
        )
        found.append(_typed(column, hints[name], f"{model.__name__}.{name}"))
    if any(column.key == "id" and column.required for column in found):
        # The reader takes the name of a thing for its id (planner/reading/workbook/naming.py); people need one of their own.
        if model.__name__ in ("Campus", "Room", "Window", "Demand", "Post", "Term"):
            found = [replace(c, required=False) if c.key == "id" else c for c in found]
        found.sort(key=lambda column: _FIRST.index(column.key) if column.key in _FIRST else len(_FIRST))
    return tuple(found)


def _typed(column: Column, hint: Any, name: str) -> Column:
    if name in CHOICES:
        return replace(column, kind="choice", choices=CHOICES[name], offers=None)
    hint = _without_none(hint)
    for known, kind in _BY_HINT:
        if hint is known:
            offers = column.offers if kind in _LITERAL_KINDS or column.offers == "class" else None
            return replace(column, kind=kind, offers=offers)
    plain = _without_none(get_args(hint)[0]) if get_origin(hint) is Annotated else hint
    for known, kind in _BY_SHAPE:
        if plain == known:
            return replace(column, kind=kind, offers=None)
    if get_origin(plain) is tuple and issubclass(get_args(plain)[0], Model):
        return replace(column, kind="items", item=get_args(plain)[0], offers=None)
    if isinstance(plain, type) and issubclass(plain, Model):
        return replace(column, kind="item", item=plain, offers=None)
    if plain is str or plain is int:
        return replace(column, kind="str" if plain is str else "int", offers=None)
    if get_origin(plain) is Literal:
        words = _chinese(hint)
        return replace(
            column, kind="choice", choices=tuple((str(v), words.get(v, str(v))) for v in get_args(plain)), offers=None
        )
    raise TypeError(f"no kind of cell for {name}: {hint}")


def _may_be_none(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType) and type(None) in get_args(hint)


def _chinese(hint: Any) -> dict[Any, str]:
    """The first Chinese word that ``choice`` of the models accepts for each value; it keeps them in its closure."""
    found: dict[Any, str] = {}
    for note in get_args(hint)[1:]:
        for cell in getattr(getattr(note, "func", None), "__closure__", None) or ():
            if isinstance(cell.cell_contents, dict):
                for word, value in cell.cell_contents.items():
                    found.setdefault(value, str(word))
    return found


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint

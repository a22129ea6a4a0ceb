"""Every kind of file that a paper can be written as. A new one is a function in `planner.outputs.writers` and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, Literal

from planner.languages import Language

if TYPE_CHECKING:  # which formats there are is asked before any school is read
    from planner.models.problem import Problem
    from planner.models.school import School

Form = Literal["tables", "sheets", "cards", "letters", "page", "text", "record"]
"""What a paper can give to a writer.

    tables  tuple[Rota, ...]   pages with a table each
    sheets  tuple[Rota, ...]   tables that are only a part of their paper: good for a workbook, not for printing
    cards   tuple[Card, ...]   small papers to cut out
    letters tuple[Letter, ...] words and no table, a sheet each
    page    str                a whole HTML page
    text    str                lines for a chat group
    record  Any                plain data for programs
"""
Size = Literal["A4", "A3", "A5", "A4-large", "A3-large"]
"""A sheet; ``-large`` is large print on it, for those who see little: no smaller letters, on as many sheets as that takes."""
SIZES: tuple[Size, ...] = ("A4", "A3", "A5", "A4-large", "A3-large")
LARGE_PRINT = 18.0
"""Points of the smallest letters of a table in large print."""


def size_named(name: str) -> Size:
    """The size of that name. Raises ValueError."""
    for size in SIZES:
        if size == name:
            return size
    raise ValueError(f"no size of paper: {name}")


def sheet_of(size: Size) -> str:
    """The sheet as the typesetter calls it: a4, a3, a5."""
    return size[:2].lower()


def is_large(size: Size) -> bool:
    """Whether it is large print."""
    return size.endswith("-large")


Remark = Callable[["Problem"], None]
"""Told of what does not stop a paper: a character that no font has."""


def silent(_problem: Problem) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class Setting:
    """What a writer must know besides the content; ``places`` are the folders in which the school's font and logo are."""

    school: School
    language: Language
    size: Size = "A4"
    places: Sequence[Path] = ()
    remark: Remark = silent


Write = Callable[[Any, Setting], bytes]


@dataclass(frozen=True)
class Writer:
    """One format."""

    name: str
    """As an option: ``--format text``."""
    extension: str
    """As the ending of a file or an address: ``txt``."""
    media_type: str
    forms: Mapping[Form, str | Write]
    """What it can write, and the function that does it: itself, or its name, so that nobody loads what is not asked for."""
    label: Callable[[Callable[..., str]], str] | None = None
    """(translator) -> what people call it; none = for programs alone."""
    filed: bool = False
    """Whether ``lunjie plan`` writes the tables in it, into the folder."""
    sized: bool = False
    """Whether it knows sizes of paper; others have A4 alone."""
    shown: Literal["inline", "attachment"] | None = None
    """What a browser is told to do with it, where it would not know."""
    is_page: bool = False
    """Whether a browser runs it as a page, so that it must be told to run no script."""

    def write(self, form: Form, content: Any, setting: Setting) -> bytes:
        """The bytes of a file; the same content always gives the same bytes. Raises as its function does."""
        function = self.forms[form]
        write: Write = resolve_name(function) if isinstance(function, str) else function
        return write(content, setting)


def encoded(content: str, _setting: Setting) -> bytes:
    """Text as it is, UTF-8."""
    return content.encode()


_HERE = "planner.outputs.writers"
WRITERS: dict[str, Writer] = {
    writer.extension: writer
    for writer in (
        Writer(
            "html",
            "html",
            "text/html; charset=utf-8",
            {"tables": f"{_HERE}.html:write", "page": encoded},
            label=lambda _: _("Page"),
            filed=True,
            is_page=True,
        ),
        Writer(
            "pdf",
            "pdf",
            "application/pdf",
            {"tables": f"{_HERE}.pdf:write", "cards": f"{_HERE}.cards:write", "letters": f"{_HERE}.letters:write"},
            label=lambda _: "PDF",
            filed=True,
            sized=True,
            shown="inline",
        ),
        Writer(
            "xlsx",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            {"tables": f"{_HERE}.xlsx:write", "sheets": f"{_HERE}.xlsx:write"},
            label=lambda _: "Excel",
            filed=True,
            shown="attachment",
        ),
        Writer(
            "json",
            "json",
            "application/json",
            {"record": f"{_HERE}.record:write", "tables": f"{_HERE}.record:write_tables"},
        ),
        Writer(
            "picture",
            "png",
            "image/png",
            {
                "tables": f"{_HERE}.pdf:write_picture",
                "cards": f"{_HERE}.cards:write_picture",
                "letters": f"{_HERE}.letters:write_picture",
            },
            shown="inline",
        ),
        Writer("text", "txt", "text/plain; charset=utf-8", {"text": encoded}, label=lambda _: _("Text for chats")),
    )
}
"""By extension."""


def writer_named(name: str) -> Writer | None:
    """The writer of a format by its name or its extension, with or without a dot."""
    wanted = name.lower().removeprefix(".")
    return next((w for w in WRITERS.values() if wanted in (w.extension, w.name)), None)

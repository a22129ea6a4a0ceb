"""The languages of the program: English, in which the source is written, and those whose catalogue is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

CATALOGUES = Path(__file__).parent / "messages" / "locales"
"""``<language>/LC_MESSAGES/lunjie.po`` in here makes a language; nothing else does."""
SOURCE = "en"


def catalogue(language: str) -> Path:
    """Where the messages of a language stand: zh-Hant in ``zh_Hant``."""
    return CATALOGUES / language.replace("-", "_") / "LC_MESSAGES" / "lunjie.po"


def _found() -> tuple[str, ...]:
    others = {path.name.replace("_", "-") for path in CATALOGUES.iterdir() if catalogue(path.name).is_file()}
    first = ("zh",) if "zh" in others else ()
    return (*first, SOURCE, *sorted(others - set(first)))


LANGUAGES: tuple[str, ...] = _found()
"""The usual one first. Codes are those of BCP 47, as in ``<html lang>``."""

if TYPE_CHECKING:
    Language = str
else:
    Language = Literal[LANGUAGES]  # so that pydantic lists the choices, in the schema and when another one is written


def N_(message: str) -> str:
    """Marks an English message for the catalogue where it stands in a table; a translator says it later.

    The name is gettext's own for it.
    """
    return message

"""The languages of the program: English, in which the source is written, and those whose catalogue is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from planner.countries import country_of

CATALOGUES = Path(__file__).parent / "messages" / "locales"
"""``<language>/LC_MESSAGES/lunjie.po`` in here makes a language; nothing else does."""
SOURCE = "en"
ADULTS = "-x-adults"
"""Ends the code of a language as schools speak it whose library grown-ups keep; a subtag of BCP 47 for private use."""
REGIONAL = CATALOGUES.parent / "regional"
"""``<language>_<country>.po`` in here is what papers and calendars say otherwise in a country."""


def catalogue(language: str) -> Path:
    """Where the messages of a language stand: zh-Hant in ``zh_Hant``; those of a country as `spoken` names it."""
    code = language.removesuffix(ADULTS).replace("-", "_")
    own = REGIONAL / f"{code}.po"
    return own if own.is_file() else CATALOGUES / code / "LC_MESSAGES" / "lunjie.po"


def _found() -> tuple[str, ...]:
    others = {path.name.replace("_", "-") for path in CATALOGUES.iterdir() if catalogue(path.name).is_file()}
    first = ("zh",) if "zh" in others else ()
    return (*first, SOURCE, *sorted(others - set(first)))


LANGUAGES: tuple[str, ...] = _found()
"""The usual one first. Codes are those of BCP 47, as in ``<html lang>``."""

_ELSEWHERE = {"zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant"}


def nearest(tag: str) -> str | None:
    """The language for zh-CN, zh_TW.UTF-8, en-GB: the nearest one that is there; None for any other."""
    wanted = tag.strip().partition(".")[0].replace("_", "-").lower()
    wanted = _ELSEWHERE.get(wanted, wanted)
    while wanted:
        for language in LANGUAGES:
            if language.lower() == wanted:
                return language
        wanted = wanted.rpartition("-")[0]
    return None


def spoken(language: str, timezone: str, *, adults: bool = False) -> str:
    """A language in the manner of a school: en becomes en-GB in London (Year 3), en-US in Chicago (a schedule, Mar 3), and
    zh becomes zh-x-adults where nobody who serves is a pupil; nobody has to choose it. What is spoken already stays so."""
    own = base(language)
    regional = f"{own}-{country_of(timezone) or ''}"
    known = (REGIONAL / f"{regional.replace('-', '_')}.po").is_file()
    return (regional if known else own) + (ADULTS if adults else "")


def base(language: str) -> str:
    """The language itself, by which what was written in each of them is found: en of en-GB-x-adults."""
    own = language.partition("-x-")[0]
    while own not in LANGUAGES and "-" in own:
        own = own.rpartition("-")[0]
    return own


def in_chinese(language: str) -> bool:
    """Which of its two spellings the vocabulary of school files takes: keys, sheets, columns and fixed words.

    A name that a school gives in two languages goes the same way: every kind of Chinese reads the Chinese one.
    """
    return language.partition("-")[0] == "zh"


def in_traditional(language: str) -> bool:
    """Whether its readers write Traditional characters."""
    return "Hant" in language.split("-")


def spelling(language: str) -> Literal["zh", "en"]:
    """The same as a key."""
    return "zh" if in_chinese(language) else "en"


class OfficeFonts(NamedTuple):
    """Fonts that come with a spreadsheet program, by name."""

    text: str
    title: str


_HTML = {"zh": "zh-CN"}
_REGIONS = {"zh": "cn", "en": "gb", "zh-Hant": "tw"}
_OFFICE = {"zh": OfficeFonts("Microsoft YaHei", "SimSun"), "zh-Hant": OfficeFonts("Microsoft JhengHei", "PMingLiU")}


def html_lang(language: str) -> str:
    """What stands in ``<html lang>``: browsers choose the forms of characters by it."""
    own = language.removesuffix(ADULTS)
    return _HTML.get(own, own)


def region(language: str) -> str | None:
    """The country whose forms of characters and quotation marks the printed page takes; None = the usual ones."""
    spoken_there = language.removesuffix(ADULTS)
    own, _dash, country = spoken_there.partition("-")
    return _REGIONS.get(spoken_there) or (country.lower() if own in _REGIONS and len(country) == 2 else None)


def office_fonts(language: str) -> OfficeFonts:
    """Fonts for a spreadsheet in a language; a Latin pair for any but Chinese."""
    return _OFFICE.get(base(language), OfficeFonts("Arial", "Times New Roman"))


if TYPE_CHECKING:
    Language = str
else:
    Language = Literal[LANGUAGES]  # so that pydantic lists the choices, in the schema and when another one is written


def N_(message: str) -> str:
    """Marks an English message for the catalogue where it stands in a table; a translator says it later.

    The name is gettext's own for it.
    """
    return message


def NN_(one: str, many: str) -> tuple[str, str]:
    """The same of what is counted: ``_.ngettext(*words, count)`` says it."""
    return one, many

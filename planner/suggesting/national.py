"""What the ``holidays`` package knows of a country: days off, worked weekend days, and which of its years are only guesses."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from planner.models.base import Text

_PAIRED = re.compile(r"from (\d\d)/(\d\d)/(\d{4})")
# What the package adds to a name. The holiday itself is what a closure is called after.
_ADDED = re.compile(r"\s*[（(](?:补假|補假|推定|补假，推定|observed|estimated|observed, estimated)[)）]")


@dataclass(frozen=True)
class DayOff:
    """A public holiday or a day of the school holidays. ``name`` is None for a day swapped against ``swapped_with``."""

    date: dt.date
    name: Text | None
    swapped_with: dt.date | None
    guess: bool
    school: bool = False


@dataclass(frozen=True)
class National:
    """What is known of some years: days off by date, worked weekend days, and years of which the package only guesses."""

    country: str
    off: dict[dt.date, DayOff]
    worked: tuple[dt.date, ...]
    guessed_years: tuple[int, ...]


def has_country(country: str, subdivision: str | None = None) -> bool:
    """Whether the package knows a country, and its part."""
    import holidays  # slow to import

    known = holidays.list_supported_countries()
    return country in known and (subdivision is None or subdivision in known[country])


def national(country: str, subdivision: str | None, years: range) -> National:
    """What the package says of ``years``. Raises KeyError for an unknown country or part of one."""
    import holidays

    if not has_country(country, subdivision):
        raise KeyError(f"{country} {subdivision or ''}".strip())
    kind = getattr(holidays, country)
    english, chinese = _language(kind, "en_US", "en_GB"), _language(kind, *_own_chinese(kind), "zh_CN")

    def load(category: str, language: str | None) -> Any:
        return holidays.country_holidays(
            country, subdiv=subdivision, years=years, language=language, categories=category, expand=False
        )

    public, translated = load("public", english), load("public", chinese or english)
    worked = tuple(sorted(d for d in getattr(public, "weekend_workdays", ()) if d.year in years))
    # China has moved weekends in every year since 1999. A year without any is one that has not been announced yet: then the
    # package still answers, with the statutory days and days in lieu that it works out by itself.
    guessed = tuple(y for y in years if country == "CN" and not any(d.year == y for d in worked))
    off = {d: _day_off(d, name, translated.get(d) or name, guessed) for d, name in public.items()}
    if "school" in kind.supported_categories:
        there = load("school", chinese or english)
        for d, name in load("school", english).items():
            off.setdefault(d, DayOff(d, Text(zh=there.get(d) or name, en=name), None, False, school=True))
    return National(country, dict(sorted(off.items())), worked, guessed)


def _own_chinese(kind: Any) -> tuple[str, ...]:
    """The Chinese of the country itself: Traditional in Taiwan, Hong Kong and Macau."""
    own = kind.default_language or ""
    return (own,) if own.startswith("zh") else ()


def _language(kind: Any, *wanted: str) -> str | None:
    return next((w for w in wanted if w in kind.supported_languages), None)


def _day_off(date: dt.date, english: str, chinese: str, guessed: tuple[int, ...]) -> DayOff:
    paired = _PAIRED.search(english)
    guess = date.year in guessed or "estimated" in english
    if paired:
        month, day, year = map(int, paired.groups())
        return DayOff(date, None, dt.date(year, month, day), guess)
    return DayOff(date, Text(zh=_ADDED.sub("", chinese), en=_ADDED.sub("", english)), None, guess)

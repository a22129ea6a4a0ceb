"""Where a new school is: a proposal from the browser, to be set right, and what each place would propose."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from planner.countries import PLACES, country_of, place_in, place_of, zone_of
from planner.importing.facts import SchoolDay, usual_day
from planner.languages import Language, in_chinese, in_traditional
from planner.messages.countries import place_name
from planner.timeline.schoolyears import UsualTerm, usual_term

ZONE_COOKIE = "lunjie_zone"
"""The time zone of the browser; start.js writes it."""
_ENGLAND = "GB-ENG"
_REGION = re.compile(r"[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A place that can be chosen, with its term now."""

    code: str
    name: str
    term: UsualTerm


@dataclass(frozen=True)
class Placed:
    """The place that is proposed, first of all places by name."""

    chosen: str
    timezone: str
    places: list[Place]

    @property
    def term(self) -> UsualTerm:
        """The usual term of the place."""
        return next(place.term for place in self.places if place.code == self.chosen)

    @property
    def day(self) -> SchoolDay:
        """The usual lessons of a day there."""
        return usual_day(self.chosen)


def placed(wanted: str, cookies: Mapping[str, str], accepted: str, language: Language, today: dt.date) -> Placed:
    """Places, and one of them: ``wanted`` if it is one, else what the browser says by its time zone or its languages
    (``accepted``: Accept-Language), else by the language of the page."""
    zone = cookies.get(ZONE_COOKIE, "")
    chosen = wanted if wanted in PLACES else place_of(zone) or _spoken(accepted) or _usual(language)
    if country_of(zone) != chosen.partition("-")[0]:
        zone = zone_of(chosen) or ""
    listed = (Place(code, place_name(language, code), usual_term(code, today)) for code in PLACES)
    # As the table has them in Chinese, where an order by letters says nothing; by name elsewhere.
    places = list(listed) if in_chinese(language) else sorted(listed, key=lambda place: place.name)
    return Placed(chosen, zone, places)


def _spoken(accepted: str) -> str | None:
    """en-GB,en;q=0.9 is England, zh-Hant-HK Hong Kong; en alone is nowhere."""
    regions = (found[1].upper() for tag in accepted.split(",") if (found := _REGION.match(tag.strip())))
    return next(filter(None, map(place_in, regions)), None)


def _usual(language: Language) -> str:
    if not in_chinese(language):
        return _ENGLAND
    return "TW" if in_traditional(language) else "CN"

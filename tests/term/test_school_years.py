"""The usual term of a place, what its school year is called, and where a browser says that it is."""

from __future__ import annotations

import datetime as dt

import pytest

from api.pages.places import ZONE_COOKIE, placed
from planner.countries import PLACES, country_of, place_of, zone_of
from planner.languages import LANGUAGES
from planner.messages.countries import place_name, school_year_name, term_names
from planner.suggesting import has_country
from planner.suggesting.rollover import next_term
from planner.timeline.schoolyears import opened_in, opens_year, usual_term, year_of
from tests.builders import a_school, a_term, visiting

AUTUMN = dt.date(2026, 11, 30)


def test_every_place_has_a_name_holidays_and_terms_all_round_the_year() -> None:
    for place in PLACES:
        country, _dash, part = place.partition("-")
        assert has_country(country, part or None), place
        assert country_of(zone_of(place) or "") == country, place
        assert all(place_name(lang, place) != place for lang in LANGUAGES), place
        for month in range(1, 13):
            today = dt.date(2027, month, 9)
            term = usual_term(place, today)
            assert term.start < term.end, place
            assert today <= term.end <= term.start + dt.timedelta(days=185), (place, today)
            assert term.start - today < dt.timedelta(days=110), (place, today)
            assert max(term.start.weekday(), term.end.weekday()) < 5, place
            assert term.free is None or term.start <= term.free[0] <= term.free[1] <= term.end, (place, term)
            assert opened_in(place, term.start)[1] == term.index, (place, term)
        assert len(term_names("en", year_of(place).naming)) >= len(year_of(place).terms)


@pytest.mark.parametrize(
    ("place", "today", "start", "end", "free"),
    [
        ("GB-ENG", "2026-11-30", "2026-09-02", "2026-12-18", ("2026-10-26", "2026-10-30")),
        ("GB-ENG", "2026-12-10", "2027-01-05", "2027-03-26", ("2027-02-15", "2027-02-19")),
        ("GB-ENG", "2027-05-01", "2027-04-13", "2027-07-21", ("2027-05-31", "2027-06-04")),
        ("AU-VIC", "2026-12-10", "2027-01-28", "2027-04-02", None),
        ("SG", "2027-04-01", "2027-03-22", "2027-05-28", None),
        ("US", "2027-02-01", "2027-01-05", "2027-06-04", None),
        ("HK", "2026-11-30", "2026-09-01", "2027-01-29", ("2026-12-22", "2027-01-01")),
        ("CN", "2026-11-30", "2026-09-01", "2027-01-22", None),
        (None, "2027-03-01", "2027-02-01", "2027-06-30", None),
    ],
)
def test_usual_terms(place: str | None, today: str, start: str, end: str, free: tuple[str, str] | None) -> None:
    term = usual_term(place, dt.date.fromisoformat(today))
    assert (str(term.start), str(term.end)) == (start, end)
    assert (tuple(map(str, term.free)) if term.free else None) == free


def test_school_years_begin_in_january_in_the_south() -> None:
    assert opens_year("AU-NSW", dt.date(2027, 1, 28))
    assert not opens_year("AU-NSW", dt.date(2027, 10, 12))
    assert opened_in("AU-NSW", dt.date(2027, 10, 12)) == (2027, 3)
    assert opened_in("GB-ENG", dt.date(2027, 1, 5)) == (2026, 1)
    assert opened_in("JP", dt.date(2027, 1, 8)) == (2026, 2)
    assert opened_in("SG", dt.date(2026, 12, 31)) == (2027, 0)  # its first day may lie before New Year
    assert opens_year("CN", dt.date(2026, 9, 1))
    assert not opens_year("CN", dt.date(2027, 3, 1))
    names = [school_year_name("en", "AU-NSW", 2027, True), school_year_name("zh-Hant", "TW", 2026, False)]
    assert names == ["2027", "115學年度"]


def test_a_school_in_australia_goes_on_to_term_1_of_a_new_year() -> None:
    term = a_term(timezone="Australia/Sydney", school_year="2026", name="Term 4", start="2026-10-12", end="2026-12-17")
    rolled = next_term(a_school(visiting(term=term)), dt.date(2027, 1, 28), dt.date(2027, 4, 2))
    assert (rolled.new_year, rolled.school_year.en, rolled.name.en) == (True, "2027", "Term 1")
    again = next_term(a_school(visiting(term=term)), dt.date(2026, 4, 20), dt.date(2026, 7, 3))
    assert (again.new_year, again.name.en) == (False, "Term 2")


@pytest.mark.parametrize(
    ("wanted", "zone", "accepted", "lang", "place", "timezone"),
    [
        ("", "Europe/London", "zh-CN", "zh", "GB-ENG", "Europe/London"),
        ("", "Australia/Perth", "en-US", "en", "AU-WA", "Australia/Perth"),
        ("", "America/Chicago", "en-US", "en", "US", "America/Chicago"),
        ("", "Etc/UTC", "en-AU,en;q=0.9", "en", "AU-NSW", "Australia/Sydney"),
        ("", "", "en,zh-Hant-HK;q=0.9", "en", "HK", "Asia/Hong_Kong"),
        ("", "", "zh-Hant", "zh-Hant", "TW", "Asia/Taipei"),
        ("", "", "en", "en", "GB-ENG", "Europe/London"),
        ("", "", "", "zh", "CN", "Asia/Shanghai"),
        ("SG", "Europe/London", "en-GB", "en", "SG", "Asia/Singapore"),
        ("<script>", "no/where", "-,,x-y-z", "zh", "CN", "Asia/Shanghai"),
    ],
)
def test_where_a_browser_is(wanted: str, zone: str, accepted: str, lang: str, place: str, timezone: str) -> None:
    found = placed(wanted, {ZONE_COOKIE: zone}, accepted, lang, AUTUMN)
    assert (found.chosen, found.timezone) == (place, timezone)
    assert len(found.places) == len(PLACES)
    assert place_of("Asia/Taipei") == "TW"

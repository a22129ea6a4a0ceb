"""Names of places where schools are, of their terms and school years."""

from __future__ import annotations

from planner.languages import N_, Language, in_chinese
from planner.messages.wording import translator

_NAMES = {
    "CN": N_("China (mainland)"),
    "HK": N_("Hong Kong"),
    "MO": N_("Macau"),
    "TW": N_("Taiwan"),
    "SG": N_("Singapore"),
    "MY": N_("Malaysia"),
    "JP": N_("Japan"),
    "KR": N_("South Korea"),
    "TH": N_("Thailand"),
    "VN": N_("Vietnam"),
    "LA": N_("Laos"),
    "IL": N_("Israel"),
    "EG": N_("Egypt"),
    "ZA": N_("South Africa"),
    "IE": N_("Ireland"),
    "FR": N_("France"),
    "DE": N_("Germany"),
    "AT": N_("Austria"),
    "CH": N_("Switzerland"),
    "NL": N_("Netherlands"),
    "BE": N_("Belgium"),
    "PL": N_("Poland"),
    "CZ": N_("Czechia"),
    "HU": N_("Hungary"),
    "BG": N_("Bulgaria"),
    "IT": N_("Italy"),
    "ES": N_("Spain"),
    "PT": N_("Portugal"),
    "SE": N_("Sweden"),
    "NO": N_("Norway"),
    "DK": N_("Denmark"),
    "FI": N_("Finland"),
    "NZ": N_("New Zealand"),
    "US": N_("United States"),
    "CA": N_("Canada"),
    "GB-ENG": N_("England"),
    "GB-WLS": N_("Wales"),
    "GB-SCT": N_("Scotland"),
    "GB-NIR": N_("Northern Ireland"),
    "AU-NSW": N_("Australia: New South Wales"),
    "AU-VIC": N_("Australia: Victoria"),
    "AU-QLD": N_("Australia: Queensland"),
    "AU-WA": N_("Australia: Western Australia"),
    "AU-SA": N_("Australia: South Australia"),
    "AU-TAS": N_("Australia: Tasmania"),
    "AU-ACT": N_("Australia: Canberra"),
    "AU-NT": N_("Australia: Northern Territory"),
}
_TERMS = {
    "first": (N_("First term"), N_("Second term"), N_("Third term")),
    "season": (N_("Autumn term"), N_("Spring term"), N_("Summer term")),
    "semester": (N_("Fall semester"), N_("Spring semester")),
    "number": (N_("Term 1"), N_("Term 2"), N_("Term 3"), N_("Term 4")),
}
_REPUBLIC = 1911


def place_name(language: Language, place: str) -> str:
    """England; the code itself where there is no name."""
    _ = translator(language)
    return _(_NAMES[place]) if place in _NAMES else place


def term_names(language: Language, naming: str) -> list[str]:
    """The terms of a school year, in order: first term, second term; autumn term, spring term, summer term …"""
    _ = translator(language)
    return [_(name) for name in _TERMS[naming]]


def school_year_name(language: Language, place: str | None, opened: int, one_year: bool) -> str:
    """2026–2027, 2027 where it begins in January, 115學年度 in Taiwan; ``opened``: the year in which it begins."""
    _ = translator(language)
    if one_year:
        return str(opened)
    if place == "TW" and in_chinese(language):
        return _("school year {year}", year=opened - _REPUBLIC)
    return f"{opened}–{opened + 1}"

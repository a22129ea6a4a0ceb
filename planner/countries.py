"""Where schools are: countries, and their parts with holidays of their own, as codes (ISO 3166: ``TW``, ``GB-SCT``)."""

from __future__ import annotations

_ZONES = {
    "CN": "Asia/Shanghai Asia/Chongqing Asia/Harbin Asia/Urumqi Asia/Kashgar PRC",
    "HK": "Asia/Hong_Kong Hongkong",
    "MO": "Asia/Macau Asia/Macao",
    "TW": "Asia/Taipei ROC",
    "SG": "Asia/Singapore Singapore",
    "MY": "Asia/Kuala_Lumpur Asia/Kuching",
    "JP": "Asia/Tokyo Japan",
    "KR": "Asia/Seoul ROK",
    "TH": "Asia/Bangkok",
    "VN": "Asia/Ho_Chi_Minh Asia/Saigon",
    "LA": "Asia/Vientiane",
    "IL": "Asia/Jerusalem Asia/Tel_Aviv Israel",
    "EG": "Africa/Cairo Egypt",
    "ZA": "Africa/Johannesburg",
    "GB": "Europe/London Europe/Belfast Europe/Guernsey Europe/Isle_of_Man Europe/Jersey GB",
    "IE": "Europe/Dublin Eire",
    "FR": "Europe/Paris",
    "DE": "Europe/Berlin",
    "AT": "Europe/Vienna",
    "CH": "Europe/Zurich",
    "NL": "Europe/Amsterdam",
    "BE": "Europe/Brussels",
    "PL": "Europe/Warsaw Poland",
    "CZ": "Europe/Prague",
    "HU": "Europe/Budapest",
    "BG": "Europe/Sofia",
    "IT": "Europe/Rome",
    "ES": "Europe/Madrid",
    "PT": "Europe/Lisbon Portugal",
    "SE": "Europe/Stockholm",
    "NO": "Europe/Oslo",
    "DK": "Europe/Copenhagen",
    "FI": "Europe/Helsinki",
    "AU": "Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Perth Australia/Adelaide Australia/Hobart "
    "Australia/Darwin Australia/Canberra Australia/Lindeman Australia/Broken_Hill",
    "NZ": "Pacific/Auckland NZ",
    "US": "America/New_York America/Chicago America/Denver America/Los_Angeles America/Phoenix America/Detroit America/Boise "
    "America/Anchorage America/Juneau America/Indiana/Indianapolis America/Kentucky/Louisville Pacific/Honolulu",
    "CA": "America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax America/Regina America/St_Johns "
    "America/Montreal",
}
"""The usual zone first."""
_COUNTRY = {zone: country for country, zones in _ZONES.items() for zone in zones.split()}

_PARTS = {
    "GB-ENG": "Europe/London",
    "GB-WLS": "Europe/London",
    "GB-SCT": "Europe/London",
    "GB-NIR": "Europe/London",
    "AU-NSW": "Australia/Sydney",
    "AU-VIC": "Australia/Melbourne",
    "AU-QLD": "Australia/Brisbane",
    "AU-WA": "Australia/Perth",
    "AU-SA": "Australia/Adelaide",
    "AU-TAS": "Australia/Hobart",
    "AU-ACT": "Australia/Canberra",
    "AU-NT": "Australia/Darwin",
}
"""Parts of countries that are offered by themselves: their schools have other terms, or other days off."""
_DIVIDED = {part[:2] for part in _PARTS}
PLACES = (*(c for c in _ZONES if c not in _DIVIDED), *_PARTS)
"""What can be chosen: every country that is known, or its parts where it has some here."""


def country_of(timezone: str) -> str | None:
    """The country whose schools use a time zone, as a two-letter code; None when it is not in our short table."""
    return _COUNTRY.get(timezone)


def place_of(timezone: str) -> str | None:
    """The same as one of `PLACES`: of a country in parts the one with this zone, of several the first."""
    country = country_of(timezone)
    return next((p for p, zone in _PARTS.items() if zone == timezone), None) or (country and place_in(country))


def place_in(country: str) -> str | None:
    """The first of `PLACES` of a country: itself, or its largest part; None where it is not known."""
    return next((p for p in PLACES if p.partition("-")[0] == country), None)


def zone_of(place: str) -> str | None:
    """The usual time zone of a place; None where it is not known."""
    zones = _ZONES.get(place.partition("-")[0])
    return _PARTS.get(place) or (zones.split()[0] if zones else None)


def located(place: str | None, timezone: str) -> tuple[str | None, str | None]:
    """(country, part) of a school that names its place, else by its time zone; None where it is not known."""
    country, _dash, part = (place or country_of(timezone) or "").partition("-")
    return country or None, part or None

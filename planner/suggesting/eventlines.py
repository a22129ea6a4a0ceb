"""The content lines of a calendar, before a library reads them: it drops without a word what it does not understand."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MOMENT = r"\d{8}(?:T\d{6}Z?)?"
_MOMENTS = rf"{_MOMENT}(?:,{_MOMENT})*"
_FORMS = {
    "DTSTART": _MOMENT,
    "DTEND": _MOMENT,
    "RECURRENCE-ID": _MOMENT,
    "EXDATE": _MOMENTS,
    "RDATE": _MOMENTS,
    "DURATION": r"\+?P(?=[\dT]*[1-9])(?:\d+W|(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)",
    "RRULE": r"(?=.*FREQ=(?:SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)\b)(?!.*COUNT=.*UNTIL=|.*UNTIL=.*COUNT=)"
    r"[A-Z-]+=[^;=]+(?:;[A-Z-]+=[^;=]+)*",
    "EXRULE": r"(?!)",
}
"""Property -> what its value must look like (RFC 5545, 3.3 and 3.8). EXRULE no longer exists and nothing reads it."""
_WHEN = re.compile(rf"\s*({'|'.join(_FORMS)})(?![\w-])(.*)", re.IGNORECASE | re.DOTALL)
_REST = re.compile(r"((?:;[\w-]+=(?:\"[^\"]*\"|[^\";:,]*))*):(.*)", re.DOTALL)
_LIKE_ONE = re.compile(rf"(?:{_MOMENT}|P\d+[DWT].*|.*FREQ=\w+.*)", re.DOTALL)
_OWN = re.compile(
    r"X-|CREATED|DTSTAMP|LAST-MODIFIED|COMPLETED|DUE|TRIGGER|SUMMARY|DESCRIPTION|COMMENT|LOCATION|UID|URL|CONTACT",
    re.IGNORECASE,
)
_SWALLOWED = re.compile(rf"(?:{'|'.join(_FORMS)})[;:]|STATUS:|(?:BEGIN|END):V")
_BEGIN = re.compile(r"^BEGIN:VEVENT\s*$", re.MULTILINE | re.IGNORECASE)
_IN_UTC = re.compile(r"^((?:DTSTART|DTEND|RECURRENCE-ID))((?:;[^:\r\n]*)?);TZID=[^:;\r\n]*(:\d{8}T\d{6}Z)", re.MULTILINE)


def unfolded(text: str) -> str:
    """Every content line on one line. A time in UTC for which a zone is named as well stays the time in UTC (3.2.19)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _IN_UTC.sub(r"\1\2\3", re.sub(r"\n[ \t]", "", lines))


def begun(text: str) -> int:
    """How many events begin in it."""
    return len(_BEGIN.findall(text))


def doubtful(text: str) -> dict[int, str]:
    """Number of an event (from 1) -> a line about its dates that is not of the form it must have. ``text`` is unfolded."""
    found: dict[int, str] = {}
    for number, lines in enumerate(_events(text), 1):
        wrong = next((line for line in lines if _is_doubtful(line)), None)
        if wrong is not None:
            found[number] = wrong.strip()
    return found


def _events(text: str) -> Iterator[list[str]]:
    """The lines of each event; those of an alarm inside are none of its own."""
    for block in _BEGIN.split(text)[1:]:
        own = re.split(r"^END:VEVENT\s*$", block, maxsplit=1, flags=re.MULTILINE | re.IGNORECASE)[0]
        parts = re.split(r"^(BEGIN|END):\w+\s*$", own, flags=re.MULTILINE | re.IGNORECASE)
        yield [line for n in range(0, len(parts), 4) for line in parts[n].splitlines()]


def _is_doubtful(line: str) -> bool:
    if found := _WHEN.match(line):
        rest = _REST.fullmatch(found[2])
        return rest is None or re.fullmatch(_FORMS[found[1].upper()], rest[2].strip(), re.IGNORECASE) is None
    name, sign, value = line.partition(":")
    if re.match(r"\s*SUMMARY\b", line, re.IGNORECASE):
        return not sign or ";;" in name or _SWALLOWED.search(value) is not None
    # A date, a length or a rule under a name that nobody knows: something has happened to the name.
    return _OWN.match(line) is None and _LIKE_ONE.fullmatch((value if sign else line).strip()) is not None

"""What schools of a country, and schools whose library grown-ups keep, say otherwise: words, in whatever sentence they stand.

A language is spoken in a manner, as `School.spoken` finds it: en-GB, zh-x-adults, en-US-x-adults. Whole sentences that a
country has otherwise, and how it writes dates, stand in ``regional``; these words are exchanged in all others, so that a new
sentence needs no entry. What is to be typed stays as it is: placeholders, quotations, options, keys, names of files.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from planner.languages import ADULTS, base, in_traditional

Words = dict[str, str]

_COUNTRIES: dict[str, Words] = {
    "en-GB": {
        "student librarian": "pupil librarian",
        "grade": "year",
        "pre-kindergarten": "nursery",
        "kindergarten": "reception",
    },
    "en-US": {
        "student librarian": "library helper",
        "term": "semester",
        "mid-term": "mid-semester",
        "rota": "schedule",
        "timetable": "schedule",
        "pupil": "student",
        "colour": "color",
        "neighbouring": "neighboring",
        "recognised": "recognized",
        "recognises": "recognizes",
        "cancelled": "canceled",
        "the head": "the principal",
    },
}
"""English words and what they are in a country; each in capitals and in the plural as well."""
_GROWN_UP: dict[str, Words] = {
    "en": {"student librarian": "volunteer"},
    "zh": {"小图书管理员": "志愿者"},
    "zh-Hant": {"圖書小志工": "志工"},
}
"""Where nobody who serves is a pupil: what they are called then."""
_TYPED = "|".join(
    (
        r"\blunjie [a-z]+(?: (?:\{[^}]*\}|[\w./…=-]+))*",
        r"\{\{?[^{}]*\}\}?",
        r"“[^”]*”|「[^」]*」|'[^' ]+'",
        r"--?[a-z][\w-]*",
        r"[\w-]+[.:_/][\w-]+|\b[a-z_]+:(?= )",
    )
)
"""What a person is to type or a file says, and the program reads as it stands."""


def manner(language: str) -> Callable[[str], str] | None:
    """What makes of a sentence in a language the same sentence in the manner that is asked for; None = nothing is otherwise."""
    own = base(language)
    words = dict(_COUNTRIES.get(language.removesuffix(ADULTS), {}))
    if language.endswith(ADULTS):
        words |= _GROWN_UP.get("zh-Hant" if in_traditional(language) else own.partition("-")[0], {})
    if not words:
        return None
    longest = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    edge = "" if own.startswith("zh") else r"\b"
    wanted = re.compile(rf"(?P<typed>{_TYPED})|{edge}(?P<word>{longest})(?P<many>{edge and 's?'}){edge}", re.IGNORECASE)

    def said(found: re.Match[str]) -> str:
        if found["typed"] is not None:
            return found[0]
        other = words[found["word"].lower()]
        return (other[0].upper() + other[1:] if found["word"][0].isupper() else other) + found["many"]

    return lambda sentence: wanted.sub(said, sentence)

"""What is wrong with a request, in words: place, and a kind of error of pydantic's. Never the value: it may be a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planner.languages import N_, Language
from planner.messages.wording import clauses, translator

_KINDS: dict[str, str] = {
    "missing": N_("is missing"),
    "extra_forbidden": N_("is not known here"),
    "json_invalid": N_("is not readable JSON"),
    "unreadable": N_("cannot be read"),
    "control_character": N_("holds a NUL or half a character"),
    "string_type": N_("must be text"),
    "string_unicode": N_("holds half a character"),
    "string_too_long": N_("is longer than {max_length} characters"),
    "string_too_short": N_("needs at least {min_length} characters"),
    "string_pattern_mismatch": N_("holds characters that are not allowed"),
    "too_long": N_("has more than {max_length} entries"),
    "too_short": N_("needs at least {min_length} entries"),
    "int_type": N_("must be a whole number"),
    "int_parsing": N_("must be a whole number"),
    "int_from_float": N_("must be a whole number"),
    "int_parsing_size": N_("is too large a number"),
    "float_type": N_("must be a number"),
    "float_parsing": N_("must be a number"),
    "finite_number": N_("must be a finite number"),
    "bool_type": N_("must be true or false"),
    "bool_parsing": N_("must be true or false"),
    "greater_than": N_("must be more than {gt}"),
    "greater_than_equal": N_("must be {ge} or more"),
    "less_than": N_("must be less than {lt}"),
    "less_than_equal": N_("must be {le} or less"),
    "literal_error": N_("must be one of: {expected}"),
    "enum": N_("must be one of: {expected}"),
    "list_type": N_("must be a list"),
    "tuple_type": N_("must be a list"),
    "dict_type": N_("must be an object"),
    "model_type": N_("must be an object"),
    "model_attributes_type": N_("must be an object"),
    "time_parsing": N_("must be a time such as 12:10"),
    "time_type": N_("must be a time such as 12:10"),
    "date_type": N_("must be a date such as 2026-03-02"),
    "date_parsing": N_("must be a date such as 2026-03-02"),
    "date_from_datetime_parsing": N_("must be a date such as 2026-03-02"),
    "date_from_datetime_inexact": N_("must be a date such as 2026-03-02"),
    "look_alike": N_("has letters that cannot be seen, or that look like those of another alphabet"),
    "event_dates": N_("the last day must not come before the first, or two months after it"),
    "term_dates": N_("the last day must come after the first, within a year"),
    "free_dates": N_("the holidays must lie in the term, their first day not after their last"),
    "web_address": N_("must be a web address such as https://library.example, with nothing after the name"),
    "web_path": N_("must be a web address such as https://library.example or https://school.example/library"),
}
_OTHER = N_("is not as it should be")
_MOST = 5


def complaint(kind: str, language: Language, context: Mapping[str, Any] | None = None) -> str:
    """The words for one of pydantic's kinds of error, or one of ours."""
    _ = translator(language)
    # The values that may be chosen are ours and in quotes; pydantic joins the last two with an English word.
    given = {k: str(v).replace(" or ", ", ") for k, v in (context or {}).items()}
    try:
        return _(_KINDS.get(kind, _OTHER)).format_map(given)
    except KeyError:
        return _(_OTHER)


def complaints(errors: Sequence[Any], language: Language) -> str:
    """All errors of a request in one line."""
    found = [
        f"{'.'.join(str(x)[:60] for x in e['loc'])}: {complaint(e['type'], language, e.get('ctx'))}" for e in errors[:_MOST]
    ]
    return clauses(language, found)

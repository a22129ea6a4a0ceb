"""What is wrong with a request, in words: place, and a kind of error of pydantic's. Never the value: it may be a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planner.models.base import Language, Text

_KINDS: dict[str, Text] = {
    "missing": Text(en="is missing", zh="缺少这一项"),
    "extra_forbidden": Text(en="is not known here", zh="没有这个字段"),
    "json_invalid": Text(en="is not readable JSON", zh="不是可读的 JSON"),
    "unreadable": Text(en="cannot be read", zh="无法读取"),
    "control_character": Text(en="holds a NUL or half a character", zh="含有空字符或不完整的字符"),
    "string_type": Text(en="must be text", zh="应为文字"),
    "string_unicode": Text(en="holds half a character", zh="含有不完整的字符"),
    "string_too_long": Text(en="is longer than {max_length} characters", zh="超过 {max_length} 个字符"),
    "string_too_short": Text(en="needs at least {min_length} characters", zh="至少要 {min_length} 个字符"),
    "string_pattern_mismatch": Text(en="holds characters that are not allowed", zh="含有不允许的字符"),
    "too_long": Text(en="has more than {max_length} entries", zh="超过 {max_length} 项"),
    "too_short": Text(en="needs at least {min_length} entries", zh="至少要 {min_length} 项"),
    "int_type": Text(en="must be a whole number", zh="应为整数"),
    "int_parsing": Text(en="must be a whole number", zh="应为整数"),
    "int_from_float": Text(en="must be a whole number", zh="应为整数"),
    "int_parsing_size": Text(en="is too large a number", zh="数字太大"),
    "float_type": Text(en="must be a number", zh="应为数字"),
    "float_parsing": Text(en="must be a number", zh="应为数字"),
    "finite_number": Text(en="must be a finite number", zh="应为有限的数字"),
    "bool_type": Text(en="must be true or false", zh="应为 true 或 false"),
    "bool_parsing": Text(en="must be true or false", zh="应为 true 或 false"),
    "greater_than": Text(en="must be more than {gt}", zh="应大于 {gt}"),
    "greater_than_equal": Text(en="must be {ge} or more", zh="不能小于 {ge}"),
    "less_than": Text(en="must be less than {lt}", zh="应小于 {lt}"),
    "less_than_equal": Text(en="must be {le} or less", zh="不能大于 {le}"),
    "literal_error": Text(en="must be one of: {expected}", zh="可选：{expected}"),
    "enum": Text(en="must be one of: {expected}", zh="可选：{expected}"),
    "list_type": Text(en="must be a list", zh="应为列表"),
    "tuple_type": Text(en="must be a list", zh="应为列表"),
    "dict_type": Text(en="must be an object", zh="应为对象"),
    "model_type": Text(en="must be an object", zh="应为对象"),
    "model_attributes_type": Text(en="must be an object", zh="应为对象"),
    "date_type": Text(en="must be a date such as 2026-03-02", zh="应为日期，如 2026-03-02"),
    "date_parsing": Text(en="must be a date such as 2026-03-02", zh="应为日期，如 2026-03-02"),
    "date_from_datetime_parsing": Text(en="must be a date such as 2026-03-02", zh="应为日期，如 2026-03-02"),
    "date_from_datetime_inexact": Text(en="must be a date such as 2026-03-02", zh="应为日期，如 2026-03-02"),
    "web_address": Text(en="must be a web address such as https://library.example", zh="应为网址，如 https://library.example"),
}
_OTHER = Text(en="is not as it should be", zh="写法不对")
_MOST = 5


def complaint(kind: str, language: Language, context: Mapping[str, Any] | None = None) -> str:
    """The words for one of pydantic's kinds of error, or one of ours."""
    words = _KINDS.get(kind, _OTHER).in_(language)
    # The values that may be chosen are ours and in quotes; pydantic joins the last two with an English word.
    given = {k: str(v).replace(" or ", ", ") for k, v in (context or {}).items()}
    try:
        return words.format_map(given)
    except KeyError:
        return _OTHER.in_(language)


def complaints(errors: Sequence[Any], language: Language) -> str:
    """All errors of a request in one line."""
    found = [
        f"{'.'.join(str(x)[:60] for x in e['loc'])}: {complaint(e['type'], language, e.get('ctx'))}" for e in errors[:_MOST]
    ]
    return ("；" if language == "zh" else "; ").join(found)

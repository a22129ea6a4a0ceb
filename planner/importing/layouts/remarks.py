"""Words that say when, for whom or whether a lesson is at all: who finds them in a cell asks, for no subject is called so."""

from __future__ import annotations

import re

from planner.reading.classnames import plain
from planner.script import simplified

_SAID = re.compile(
    r"\d+\s*[月周]|第[\d一二三四五六七八九十]+周|隔周|轮[流换]|暂停|取消|同[上左前]|见(?:备注|下|上|附)|备注|合班|合上|代课|调课|另行?通知|"
    r"从.{1,12}起|起始|截止|^[男女]生?$|[男女]生?组|^代$|[→↓↑←※†*]|^(?:停课|放假|休息|不上课?|没有课)$|[\d:]\d:\d\d",
)
_ENGLISH = re.compile(
    r"\bcancell?ed\b|\bfrom \d|\b(?:until|till|starting|except|ditto|tb[acd]|fortnight\w*|alternat\w+|every other)\b|"
    r"\bsee (?:below|above|note)|\b(?:same )?as (?:mon|tue|wed|thu|fri|above|before)|\b(?:boys|girls) only\b|^(?:boys|girls)$|"
    r"\b(?:group|set) ?[\dA-D]\b|\b(?:before|after) that\b|^no\b|\bnot\b|\b(?:weeks?|wks?)\.? ?\d|^(?:week|wk)\.? ?[a-z\d]$|"
    r"^[AB]$|^\d+ ?(?:st|nd|rd|th) (?:half|term)",
    re.IGNORECASE,
)
_BOTH_SEXES = re.compile(r"\((?:男|女|boys|girls)\)", re.IGNORECASE)
_CHOICE = re.compile(r"[\u4e00-\u9fff]或[\u4e00-\u9fff]")


_BESIDE = re.compile(
    r"^原(?!理|创)|暂|待[定排]|未定|调[至到]|对调|雨天|室内|机动|选修|校队|连堂|课时|分钟|人$|^[上下前后大小合连闽客]$|单周|双周|[单双]$",
)
_BESIDE_IN_ENGLISH = re.compile(
    r"\balt\b|\b(?:odd|even|whole|half|double|single|optional|swap\w*|if|wet|dry|autumn|spring|summer|winter|mins?|hrs?|hours?)\b|"
    r"\bfor\b|\bks ?\d",
    re.IGNORECASE,
)


def is_remark(text: str) -> bool:
    """Whether a text that would be a subject or a teacher says something of a lesson instead."""
    word = simplified(plain(text)).strip()
    return is_conditional(word) or any(p.search(word) for p in (_BESIDE, _BESIDE_IN_ENGLISH))


def is_conditional(text: str) -> bool:
    """Whether a text says something of a lesson: from when, in which weeks, for which half of the class, instead of what."""
    word = simplified(plain(text)).strip()
    return any(p.search(word) for p in (_SAID, _ENGLISH, _BOTH_SEXES, _CHOICE))

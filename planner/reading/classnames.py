"""One reader for class spellings: 四1, 四(1), 四（1）班, 四年级1班, 小四.1, 2022级1班(45), 初一(3), 401, 5B.

A spelling becomes grade (1 to 12) and number. What it does not say stays open: ``1班`` has no grade, ``2022级1班`` has the
year of entry instead, which becomes a grade by the first day of the term.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass

from planner.models.school import School
from planner.models.shorthand import chinese_number
from planner.reading.lookalikes import fold_lookalikes
from planner.reading.repeated import once_each
from planner.script import simplified

_NUMBER = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_GRADE = r"(小|初|中|高)?([一二三四五六七八九十]{1,2}|\d{1,2})"
_TAIL = r"(?:班|class)?(?:\((\d{1,3})人?\))?"
_STAGES = {"小": 0, "": 0, "初": 6, "中": 6, "高": 9}
_FULL = [
    re.compile(rf"{_GRADE}年级?[-.·]?\(?{_NUMBER}\)?{_TAIL}"),
    re.compile(rf"{_GRADE}(?:\({_NUMBER}\)|\[{_NUMBER}\]){_TAIL}"),
    re.compile(rf"{_GRADE}[-.·_]{_NUMBER}{_TAIL}"),
    re.compile(rf"(小|初|中|高)?([一二三四五六七八九十]{{1,2}})(\d{{1,2}}){_TAIL}"),
    re.compile(r"(小|初|中|高)?([一二三四五六七八九])([一二三四五六七八九])班"),
]
_STEMS = ("甲乙丙丁戊己庚辛壬癸", "忠孝仁爱信义和平", "忠孝仁愛信義和平")
"""Letters of classes, and the eight virtues of Taiwan, in their order."""
_STEM = re.compile(rf"{_GRADE}(?:年级?|年級|-)?([{''.join(_STEMS)}])班?")
_DIGITS = re.compile(r"(\d{1,2})(\d{2})班?")
_COHORT = re.compile(rf"(小|初|中|高)?(?:20)?(\d{{2}})[级届]\(?{_NUMBER}\)?{_TAIL}")
_ONLY_NUMBER = re.compile(rf"\(?{_NUMBER}\)?班{_TAIL}|\({_NUMBER}\)")
_ONLY_GRADE = re.compile(r"(小|初|中|高)?([一二三四五六七八九十]{1,2}|\d{1,2})年级?|(小|初|高)([一二三四五六])")
_PREFIXED = re.compile(
    r"(p|pri|primary|std|standard|y|yr|gr|form|f|s|sec|secondary|class|grade|year)\.?\s*(\d{1,2})\s*[-./]?\s*([a-h])\b",
    re.IGNORECASE,
)
_SECONDARY = frozenset({"form", "f", "s", "sec", "secondary"})
_WORDS = re.compile(r"(?:grade|year|class|g|klasse)\s*(\d{1,2})\s*[-.,]?\s*(?:class\s*)?\(?(\d{1,2}|[a-z])\)?", re.IGNORECASE)
_LETTER = re.compile(r"(\d{1,2})\s*[ºª°]?\s*[-./]?\s*[\"«]?([a-zA-Zа-яА-Я])[\"»]?")
_GRADE_TWICE = re.compile(r"(\S+)\s*[\s/(]\s*(?:grade|year|g|y|p)\.?\s*(\d{1,2})\)?", re.IGNORECASE)
_LOWER = 6
"""Grades of a primary school: where Form 1 and Secondary 1 follow."""
_ROMAN = re.compile(r"(XII|XI|X|IX|VIII|VII|VI|V|IV|III|II|I)[\s\-./]*(?:a )?([a-zA-Z]|\d{1,2})", re.IGNORECASE)
ROMANS = {w: n for n, w in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), 1)}
_GREEK = re.compile(r"(ΣΤ|[ΑΒΓΔΕ])['΄’ʹ]?\s*(\d{1,2})")
_GREEKS = {w: n for n, w in enumerate(("Α", "Β", "Γ", "Δ", "Ε", "ΣΤ"), 1)}


@dataclass(frozen=True)
class ClassName:
    """What a spelling says. ``cohort`` is the year of entry, ``stage`` the grade before the first one of the stage."""

    grade: int | None
    number: int | None
    cohort: int | None = None
    stage: int = 0
    pupils: int | None = None

    def grade_on(self, date: dt.date, grades: Collection[int] = ()) -> int | None:
        """The grade on a date: school years begin in August. ``grades`` are those that the school has, if known."""
        if self.grade is not None or self.cohort is None:
            return self.grade
        year = date.year - (date.month < 8) - self.cohort + 1
        stages = (year + self.stage, year + 6, year + 9) if year > 0 else ()
        fitting = [g for g in stages if 1 <= g <= 12 and (not grades or g in grades)]
        return fitting[0] if fitting and (len(set(fitting)) == 1 or self.stage or not grades) else None

    def joined(self, other: ClassName) -> ClassName:
        """A grade from a heading and a number from the cell under it."""
        return ClassName(
            self.grade if self.grade is not None else other.grade,
            self.number if self.number is not None else other.number,
            self.cohort if self.cohort is not None else other.cohort,
            self.stage or other.stage,
            self.pupils or other.pupils,
        )


@once_each
def plain(text: str) -> str:
    """Full-width forms and brackets as their usual ones, runs of spaces as one; line ends stay."""
    folded = fold_lookalikes(text).replace("【", "[").replace("】", "]").replace("〔", "(").replace("〕", ")")
    return "\n".join(" ".join(line.split()) for line in folded.split("\n")).strip()


@once_each
def read_class_name(text: str) -> ClassName | None:
    """Grade and number of a full class spelling; None when it is none."""
    word = plain(text)
    if not word or len(word) > 30:
        return None
    tight = simplified(word).replace(" ", "").replace("\n", "")
    if found := _COHORT.fullmatch(tight):
        return ClassName(None, chinese_number(found[3]), 2000 + int(found[2]), _STAGES[found[1] or ""], _int(found[4]))
    for pattern in _FULL:
        if found := pattern.fullmatch(tight):
            numbers = [g for g in found.groups()[2:4] if g and chinese_number(g)]
            pupils = found.groups()[-1] if found.re.groups > 3 else None
            return _sure(_grade(found[1], found[2]), chinese_number(numbers[0]) if numbers else None, _int(pupils))
    if found := _STEM.fullmatch(tight):
        return _sure(_grade(found[1], found[2]), next(row.index(found[3]) for row in _STEMS if found[3] in row) + 1)
    if (found := _DIGITS.fullmatch(tight)) and 1 <= int(found[2]) <= 30:
        return _sure(int(found[1]), int(found[2]))
    if found := _WORDS.fullmatch(word):
        return _sure(int(found[1]), _letter(found[2]))
    if found := _PREFIXED.fullmatch(word):
        return _sure(int(found[2]) + (_LOWER if found[1].lower() in _SECONDARY else 0), _letter(found[3]))
    upper = word.upper()
    if found := _GREEK.fullmatch(upper):
        return _sure(_GREEKS[found[1]], int(found[2]))
    if found := _LETTER.fullmatch(word):
        return _sure(int(found[1]), _letter(found[2]))
    if (found := _ROMAN.fullmatch(upper)) and word[0].isupper():
        return _sure(ROMANS[found[1]], _letter(found[2]))
    return None


def stem_name(text: str) -> str | None:
    """一甲 of 一年甲班, 三忠 of 三年忠班: the short name of a class that is called by a stem or a virtue; None for others."""
    found = _STEM.fullmatch(simplified(plain(text)).replace(" ", ""))
    written = plain(text).replace(" ", "").removesuffix("班")
    return f"{found[1] or ''}{found[2]}{written[-1]}" if found else None


def class_key(text: str) -> object:
    """The same for every spelling of a class: grade (or year of entry) and number, else the word itself."""
    found = read_class_name(text)
    return (found.grade, found.cohort, found.number) if found else plain(text)


def read_class_number(text: str) -> ClassName | None:
    """The number of ``1班``, ``(1)`` or ``一班``, which stand under the heading of their grade."""
    found = _ONLY_NUMBER.fullmatch(simplified(plain(text)).replace(" ", ""))
    if not found:
        return None
    return ClassName(None, chinese_number(found[1] or found[3]), pupils=_int(found[2]))


def read_grade(text: str) -> ClassName | None:
    """The grade of ``四年级``, ``初一`` or ``2022级`` alone."""
    word = simplified(plain(text)).replace(" ", "")
    if found := re.fullmatch(r"(小|初|中|高)?(?:20)?(\d{2})级", word):
        return ClassName(None, None, 2000 + int(found[2]), _STAGES[found[1] or ""])
    found = _ONLY_GRADE.fullmatch(word)
    grade = _grade(found[1] or found[3], found[2] or found[4]) if found else None
    if grade is None and (found := _GRADE_TWICE.fullmatch(plain(text))):  # 三年级⏎Grade 3
        one = read_grade(found[1])
        return one if one and one.grade == int(found[2]) else None
    return ClassName(grade, None) if grade is not None and 1 <= grade <= 12 else None


def class_in(text: str) -> str | None:
    """The class named inside a longer text, such as the title ``四（1）班课程表``; None when there is none."""
    for piece in re.findall(r"[^\s,,。:—]+", plain(text)):
        for end in range(min(len(piece), 14), 1, -1):
            for start in range(0, len(piece) - end + 1):
                word: str = piece[start : start + end]
                if ("班" in word or "(" in word) and read_class_name(word) and not piece[start + end :].startswith("班"):
                    return word
    return _latin_class(plain(text))


def _latin_class(text: str) -> str | None:
    """3A of Class Timetable - 3A, Grade 3A of Grade 3A Timetable 2026-27; none where the text names two."""
    found = [m[0] for m in _PREFIXED.finditer(text)] or re.findall(r"(?<![\w.-])\d{1,2}[A-H](?![\w-])", text)
    return found[0] if len(set(found)) == 1 and read_class_name(found[0]) else None


def match_class(text: str, school: School, known: ClassName | None = None) -> str | None:
    """Id of the class that a spelling means: by id or name first, then by grade and number if only one has them."""
    word = plain(text)
    named = school.class_id(text) or school.class_id(word) or school.class_id(word.replace(" ", ""))
    if named:
        return named
    read = known or read_class_name(word)
    grade = read.grade_on(school.term.start, {c.grade for c in school.class_list}) if read else None
    if read is None or grade is None:
        return None
    found = [c.id for c in school.class_list if (c.grade, c.number) == (grade, read.number)]
    return found[0] if len(found) == 1 else None


def _grade(stage: str | None, numeral: str) -> int:
    # 高三 is the third of its stage; 高10年级 says the grade itself.
    number = chinese_number(numeral) or 0
    return number + _STAGES[stage or ""] if number <= (6 if stage == "小" else 3) else number


def _sure(grade: int, number: int | None, pupils: int | None = None) -> ClassName | None:
    if not 1 <= grade <= 12 or number is None or not 1 <= number <= 60:
        return None
    return ClassName(grade, number, pupils=pupils)


def _letter(text: str) -> int:
    letter = text.lower()
    return int(text) if text.isdecimal() else ord(letter) - ord("а" if letter >= "а" else "a") + 1


def _int(text: str | None) -> int | None:
    return int(text) if text else None

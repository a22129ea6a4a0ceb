"""Classes: in blocks (grades 1-6, four each), with letters (1A-6D), over several grades, or one by one."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from planner.models.base import Id, Ids, Model, Text, YesNo, as_list, field
from planner.models.days import Days
from planner.models.shorthand import (
    HIGHEST,
    LOWEST,
    RANGE,
    Grades,
    bad,
    early_grade,
    grade_numeral,
    grade_word,
    parse_grades,
    run_of_names,
    tokens,
)

_LETTERS = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "甲乙丙丁戊己庚辛壬癸")
_WORD = re.compile(
    r"(?P<stage>小)?(?P<grade>\d{1,2}|[一二三四五六七八九十]{1,2}|PK|K|R|大|中|小)"
    r"(?:(?P<letter>[A-Z]|[甲乙丙丁戊己庚辛壬癸])|[-.(（](?P<number>\d{1,2})[)）]?)班?",
    re.IGNORECASE,
)
_RUN = re.compile(r"(?P<letter>[A-Z]|[甲乙丙丁戊己庚辛壬癸])", re.IGNORECASE)

_YEAR = r"(?P<{0}>(?:P|Pri|Primary|Y|Yr|Year|G|Gr|Grade)\s?)?(?P<{1}>\d{{1,2}})"
_OF_YEAR = re.compile(
    rf"{_YEAR.format('said', 'grade')}(?:/{_YEAR.format('again', 'upper')})?\s?(?P<letter>[A-Z])?", re.IGNORECASE
)
_NAMED = re.compile(r"(?P<grade>\d{1,2})\s?(?P<letter>[A-Z][a-z]{2,19})")
_EARLY_YEAR = re.compile(r"(?P<grade>[A-Za-z]{1,12})(?:/(?P<upper>\d)|(?=\s|$))\s?(?P<letter>[A-Z])?")


class SchoolClass(Model):
    """One class, as the planner sees it after the shorthand has been spelled out."""

    id: str
    name: Text
    grade: int
    number: int
    pupils: int
    campus: str
    teacher: str | None
    stays: tuple[str, ...] | None
    more_grades: tuple[int, ...] = ()
    volunteers: bool = False
    """No class at all, but grown-ups who serve together: without lessons and lunch, fit for posts of any grade."""

    @property
    def order(self) -> tuple[int, int, str]:
        """Sorting by grade, number, id."""
        return (self.grade, self.number, self.id)

    @property
    def grades(self) -> tuple[int, ...]:
        """Every grade that has pupils in it: more than one in a mixed-age class; `grade` is the lowest."""
        return (self.grade, *self.more_grades)

    def is_of(self, grades: Collection[int] | None) -> bool:
        """Whether it is of one of these grades; none = any grade will do."""
        return grades is None or self.volunteers or any(grade in grades for grade in self.grades)


class ClassEntry(Model):
    """A block of classes ('grades 1-6, six each') or, with `id` or `number`, a single class that overrides its block.

    Plain words say the usual blocks: '1A-6D', '四甲', '3B'.
    """

    grades: Grades = field("年级", "grade or grades; below 1: K, PK, Reception, 大班")
    count: int | None = field("班数", "classes in each of these grades, numbered from 1", None, ge=1, le=200)
    letters: Ids = field("班名", "letters or names instead of numbers, in each of these grades: 'A-D', 甲至丁, [Oak, Elm]", ())
    number: int | None = field("班号", "number of a single class in its grade", None, ge=1)
    mixed: YesNo = field("复式班", "true: pupils of all these grades sit in one class together", False)
    id: str | None = field("编号", "id, may hold {grade}, {number}, {letter}; default '{grade}-{number}' or '3B'", None)
    name: Text | None = field(
        "名称",
        "name on the tables, may hold {grade}, {year} (R for 0), {number}, {numeral}, {letter}; default '{numeral}({number})', "
        "English '{grade}({number})', with letters '{grade}{letter}'",
        None,
    )
    pupils: int | None = field("人数", "pupils in each class", None, ge=1, le=200)
    campus: Id | None = field("校区", "campus; none = the only one", None)
    teacher: Id | None = field("班主任", "class teacher, for a single class; none = somebody of its own", None)
    stays: Days | None = field("课后留校", "days on which its pupils stay for after-school service; none = all", None)

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, data: Any) -> Any:
        if isinstance(data, str):
            return _from_words(data)
        if not isinstance(data, dict):
            return data
        if "grade" in data and "grades" not in data:
            data = {**data, "grades": data["grade"]}
            del data["grade"]
        for key in ("letters", "班名"):
            if data.get(key):
                data = {**data, key: [name for token in tokens(data[key]) for name in run_of_names(token)]}
        return data

    @model_validator(mode="after")
    def _can_be_spelled_out(self) -> ClassEntry:
        if not all(LOWEST <= grade <= HIGHEST for grade in self.grades):
            raise PydanticCustomError("grade_range", "grades go from PK3 to 13", {})
        if self.letters and (self.count is not None or self.number is not None):
            raise PydanticCustomError("letters_and_numbers", "letters instead of count and number", {})
        try:
            keys = [key for key, *_ in self.spell_out("campus")]
        except (KeyError, IndexError, AttributeError, ValueError) as error:
            raise PydanticCustomError("class_template", "cannot spell out id or name", {}) from error
        if not all(re.fullmatch(r"[\w\-.()（）]{1,60}", key) for key in keys):
            raise PydanticCustomError("class_template", "cannot spell out id or name", {})
        return self

    @property
    def is_single(self) -> bool:
        """Whether it speaks of single classes, which override those of a block."""
        return self.number is not None or len(self.letters) == 1

    def spell_out(self, campus: str) -> list[tuple[str, int, int, Text | None]]:
        """(id, grade, number, name) of each class meant; ``campus`` stands in when none is given."""
        out = []
        for grade in self.grades[:1] if self.mixed else self.grades:
            together = self.grades if self.mixed else (grade,)
            for number, letter in self._numbers():
                words = {
                    "grade": "-".join(dict.fromkeys(map(grade_word, (together[0], together[-1])))),
                    "year": grade_word(grade) if grade else "R",
                    "number": number,
                    "letter": letter,
                    "campus": self.campus or campus,
                    "numeral": "".join(map(grade_numeral, together)),
                }
                usual = ("{grade}{letter}" if len(letter) == 1 else "{grade}-{letter}") if letter else "{grade}-{number}"
                out.append(((self.id or usual).format(**words), grade, number, self._name(words)))
        return out

    def _numbers(self) -> list[tuple[int, str]]:
        """(number, letter or '') of the classes in one grade. The place of A and 甲 is known, other names count as written."""
        if not self.letters:
            numbers = [self.number] if self.number is not None else range(1, (self.count or 1) + 1)
            return [(number, "") for number in numbers]
        known = next((s for s in _LETTERS if all(len(x) == 1 and x.upper() in s for x in self.letters)), None)
        return [(known.index(x.upper()) + 1 if known else n, x) for n, x in enumerate(self.letters, 1)]

    def _name(self, words: dict[str, Any]) -> Text | None:
        if self.name:
            return Text(zh=self.name.zh.format(**words), en=self.name.en.format(**words))
        if not words["letter"] and not self.mixed:
            return None  # the usual name, which a block of the same class may have changed
        if not words["letter"]:
            return Text(zh="{numeral}({number})".format(**words), en="{grade}({number})".format(**words))
        apart = "" if len(words["letter"]) == 1 else " "
        chinese = "grade" if words["letter"].isascii() else "numeral"
        return Text(
            zh=f"{words[chinese]}{apart}{words['letter']}",
            en=f"{words['grade']}{apart}{words['letter']}",
        )


def _from_words(text: str) -> dict[str, Any]:
    """'1A-6D', '四甲', '小四.1', 'P1-P7', 'Prep A', '3/4B': one class, or from one to another. Raises bad('class_words')."""
    if (found := _by_year(text.strip())) is not None:
        return found
    ends = re.split(RANGE, text.strip()) if not re.fullmatch(_WORD, text.strip()) else [text.strip()]
    first, last = _WORD.fullmatch(ends[0]), _WORD.fullmatch(ends[-1])
    if first and len(ends) == 2 and not last and (run := _RUN.fullmatch(ends[1])):  # 1A-D
        last = _WORD.fullmatch(f"{first['grade']}{run['letter']}")
    if not first or not last or len(ends) > 2 or bool(first["letter"]) != bool(last["letter"]):
        raise bad("class_words", text)
    grades = parse_grades(f"{first['grade']}~{last['grade']}".replace("~", "-"))
    if first["letter"]:
        # A reception class RA is not to become KA, alone or at the beginning of a run.
        own = {"name": "{year}{letter}"} if first["grade"].upper() == "R" else {}
        return {"grades": grades, "letters": run_of_names(f"{first['letter'].upper()}~{last['letter'].upper()}"), **own}
    if len(ends) == 1:
        written = {} if not first["stage"] else {"name": text.strip()}
        return {"grades": grades, "number": int(first["number"]), **written}
    if first["number"] != "1":
        raise bad("class_words", text)
    return {"grades": grades, "count": int(last["number"])}


def _by_year(text: str) -> dict[str, Any] | None:
    """Classes called by their year, kept as they are called: P7, P1-P7, Year 3B, 3/4A (two years together), Reception, Prep A,
    3 Oak. None for every other word."""
    first, *others = (_OF_YEAR.fullmatch(end) for end in re.split(RANGE, text))
    if first and first["said"] and len(others) == 1 and (last := others[0]) and not (first["upper"] or last["upper"]):
        if (last["said"] or first["said"]).strip().lower() != first["said"].strip().lower():
            return None
        letters = {"letters": run_of_names(f"{first['letter']}~{last['letter']}".upper())} if first["letter"] else {"number": 1}
        name = f"{first['said']}{{grade}}" + ("{letter}" if first["letter"] else "")
        same = bool(first["letter"]) == bool(last["letter"])
        return {"grades": f"{first['grade']}-{last['grade']}", **letters, "name": name} if same else None
    one = _OF_YEAR.fullmatch(text) or _NAMED.fullmatch(text)
    if one is None:
        one = _EARLY_YEAR.fullmatch(text)
        grade = early_grade(one["grade"]) if one else None
    else:
        grade = int(one["grade"])
    parts = one.groupdict() if one else {}
    if grade is None or not (parts.get("said") or parts.get("upper") or (one and one.re is not _OF_YEAR)):
        return None
    upper = parts.get("upper")
    if upper and int(upper) != grade + 1:
        return None
    together = {"mixed": True} if upper else {}
    own = {"letters": [parts["letter"]]} if parts["letter"] else {"number": 1}
    name = f"{parts['said']}{{grade}}" + text[one.end("grade") :] if one and parts.get("said") and not upper else text
    return {"grades": [grade, grade + 1] if upper else [grade], **together, **own, "name": name}


def default_class_name(grade: int, number: int) -> Text:
    """The short name in use on published tables: 四(2), English 4(2)."""
    return Text(zh=f"{grade_numeral(grade)}({number})", en=f"{grade_word(grade)}({number})")


def class_entries(value: Any) -> Any:
    """'1A-1D, 2A-2C' and lists of such words as entries."""
    if isinstance(value, str):
        tight = re.sub(RANGE, lambda run: run[0].strip(), value.strip())
        parts = [part.strip() for part in re.split(r"[,，、;；]", tight)]
        return [word for part in parts for word in ([part] if _by_year(part) else part.split())]
    return as_list(value)


def _of_school(value: Any) -> Any:
    """All classes of a school. '1-6' alone is refused: one class (1(6)), or grades 1 to 6 with a class each?"""
    (alone,) = value if isinstance(value, list | tuple) and len(value) == 1 else (value,)
    ends = re.split(RANGE, alone.strip()) if isinstance(alone, str) else []
    if len(ends) == 2 and all(re.fullmatch(r"\d{1,2}|[一二三四五六七八九十]{1,3}|K|R", end, re.IGNORECASE) for end in ends):
        raise bad("classes_or_grades", alone.strip())
    return class_entries(value)


ClassEntries = Annotated[tuple[ClassEntry, ...], BeforeValidator(_of_school)]

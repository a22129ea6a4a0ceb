"""What a file's words mean in the school: proposed by us, confirmed by a person, read back. '?' is what nobody has said yet."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

from planner.importing.labels import PeriodKey, bare_day, bare_label, period_key
from planner.importing.layouts.subjects import is_library
from planner.importing.raw import RawTimetable
from planner.models.base import Id, Model, field
from planner.models.days import parse_day
from planner.models.formats import MAPPING
from planner.models.school import School
from planner.models.values import Span
from planner.reading.classnames import ROMANS, ClassName, match_class, plain, read_class_name, stem_name
from planner.script import simplified

OPEN = "?"
SKIP = "-"
ELIGIBLE = ("语文", "国语", "国文", "阅读", "阅览", "读书", "综合实践", "校本")
"""Parts of the names of subjects; Traditional characters are folded."""
_NAME = re.compile(r"[\w\-.()（）]{1,50}")
_ELIGIBLE = re.compile("|".join((*ELIGIBLE, "^语$", "^中文$")))


class NewClass(Model):
    """A class that the school does not have yet."""

    grade: int = field("年级", "grade, 1 to 12", ge=1, le=12)
    number: int = field("班号", "number in its grade", ge=1, le=999)
    id: Id | None = field("编号", "id; none = grade-number", None)
    name: str | None = field("名称", "name on the tables; none = the usual one", None)
    pupils: int | None = field("人数", "pupils", None, ge=1, le=200)
    sure: bool = field("确定", "false: grade or number were not written and only counted off", True)

    @property
    def key(self) -> str:
        """Its id."""
        return self.id or f"{self.grade}-{self.number}"


class NewPeriod(Model):
    """A period of a school that is only being made."""

    id: Id = field("节次", "name of the period")
    time: Span | None = field("时间", "when; none = to be filled in", None)


Answer = Literal["?", "parity", "split", "skip", "whole"]


class Ask(Model):
    """A cell of which nobody can say what it means.

    Two words: by odd and even weeks (parity), or at once for parts of the class (split). What was not read: the text is the
    subject (whole). Either may be left out (skip).
    """

    cell: str = field("单元格", "where it stands")
    class_name: str = field("班级", "class as written", "", alias="class")
    text: str = field("内容", "what is written")
    answer: Answer = field("回答", "parity, split, whole or skip", OPEN)


class Unread(Model):
    """Something that was not understood. Where lessons stand, somebody has to say that it is to be left out."""

    cell: str = field("单元格", "where it stands")
    text: str = field("内容", "what is written")
    answer: Literal["?", "skip"] = field("回答", "skip = leave it out", "skip")


def _day(value: str) -> str:
    """A weekday as the file says it, or one of the two signs."""
    return value if value in (OPEN, SKIP) else parse_day(value)


def _texts(value: object) -> object:
    """Numbers typed without quotes are texts; an empty section is an empty mapping."""
    if not isinstance(value, dict):
        return {} if value is None else value
    return {str(k): str(v) if isinstance(v, int | float) and not isinstance(v, bool) else v for k, v in value.items()}


class Mapping(Model):
    """The whole mapping of one file."""

    format: int = field("格式", "version of this form", MAPPING)
    file: str = field("文件", "name of the timetable file", "")
    shape: str = field("形式", "what it was recognised as", "")
    term: int = field("学期", "which term of a file that holds several", 1, ge=1, le=12)
    classes: Annotated[dict[str, str | NewClass], BeforeValidator(_texts)] = field("班级", "spelling -> class", {})
    days: Annotated[dict[str, Annotated[str, AfterValidator(_day)]], BeforeValidator(_texts)] = field(
        "星期", "spelling -> weekday", {}
    )
    periods: Annotated[dict[str, str | NewPeriod], BeforeValidator(_texts)] = field("节次", "label -> period", {})
    subjects: Annotated[dict[str, str], BeforeValidator(_texts)] = field("学科", "as written -> subject", {})
    eligible: tuple[str, ...] = field("可用学科", "subjects whose lessons may go to the library", ())
    teachers: Annotated[dict[str, str], BeforeValidator(_texts)] = field("教师", "as written -> teacher id", {})
    answers: dict[str, Answer] = field("统一回答", "what is written -> answer for every cell that says so", {})
    questions: tuple[Ask, ...] = field("问题", "cells that need an answer", ())
    unrecognised: tuple[Unread, ...] = field("未识别", "cells that were not understood: nothing is taken from them", ())
    doubts: Annotated[dict[str, str], BeforeValidator(_texts)] = field("疑问", "question about the whole file -> answer", {})

    @property
    def open_points(self) -> list[tuple[str, str]]:
        """(section, spelling) of everything that still says '?'."""
        sections = (("classes", self.classes), ("days", self.days), ("periods", self.periods))
        out = [(name, key) for name, words in sections for key, value in words.items() if value == OPEN]
        out += [("doubts", key) for key, value in self.doubts.items() if value == OPEN]
        out += [("eligible", OPEN)] if OPEN in self.eligible else []
        out += [("questions", f"{q.cell} {q.text}") for q in self.questions if self.answer(q) == OPEN]
        return out + [("unrecognised", f"{x.cell} {x.text}") for x in self.unrecognised if self.left(x) == OPEN]

    def answer(self, question: Ask) -> Answer:
        """The answer of a cell: its own, or the one for all cells that say the same."""
        return question.answer if question.answer != OPEN else self.answers.get(question.text, OPEN)

    def left(self, unread: Unread) -> str:
        """Whether something that was not understood is left out: by its own answer, or the one for all that say the same."""
        return "skip" if "skip" in (unread.answer, self.answers.get(unread.text)) else OPEN


def propose(raw: RawTimetable, school: School | None, start: dt.date, reading: tuple[str, ...] = ()) -> Mapping:
    """What we believe a file means. Without a school the classes and periods are new ones."""
    subjects = sorted({x.subject for x in raw.lessons} | {p[0] for q in raw.questions for p in q.parts})
    teachers = sorted({x.teacher for x in raw.lessons if x.teacher} | {p[1] for q in raw.questions for p in q.parts if p[1]})
    classes: dict[str, str | NewClass] = _old_classes(raw, school) if school else dict(_new_classes(raw, start))
    taken = set(school.class_by_id) if school else {c.key for c in classes.values() if isinstance(c, NewClass)}
    return Mapping(
        file=re.split(r"[\\/]", raw.source)[-1],
        shape=raw.shape,
        classes=classes,
        days={d: label or bare_day(d) or OPEN for d, label in raw.days.items()},
        periods=_old_periods(raw, school) if school else dict(_new_periods(raw)),
        subjects={s: s for s in subjects},
        eligible=() if school else reading or eligible_subjects(subjects) or (OPEN,),
        teachers=teacher_ids(teachers, school, taken),
        answers={
            text: OPEN for text in (*(q.lesson.subject for q in raw.questions), *(x.text for x in raw.leftovers if x.lesson))
        },
        questions=tuple(Ask(cell=q.lesson.cell, class_name=q.lesson.class_name, text=q.lesson.subject) for q in raw.questions),
        unrecognised=tuple(Unread(cell=x.cell, text=x.text, answer=OPEN if x.lesson else "skip") for x in raw.leftovers),
    )


def eligible_subjects(subjects: list[str]) -> tuple[str, ...]:
    """Lessons that may be held in the library: those that are made for it, else those that usually are."""
    return tuple(filter(is_library, subjects)) or tuple(s for s in subjects if _ELIGIBLE.search(simplified(s)))


def _old_classes(raw: RawTimetable, school: School) -> dict[str, str | NewClass]:
    return {name: match_class(name, school, read or read_class_name(name)) or OPEN for name, read in raw.classes.items()}


def _old_periods(raw: RawTimetable, school: School) -> dict[str, str | NewPeriod]:
    known = list(dict.fromkeys(p for bell in school.bells for p in bell.periods))
    by_key = {period_key(p): p for p in reversed(known)}
    by_start = {span.start: p for bell in reversed(school.bells) for p, span in bell.periods.items()}
    keys = {label: period_key(label) for label in raw.periods}
    morning = max((k.number for k in keys.values() if k.part == "上午"), default=0)
    out: dict[str, str | NewPeriod] = {}
    for label, key in keys.items():
        time = raw.periods[label]
        if raw.clocked:
            # The numbers are ours: only the times say which period it is, and they must say the same on every day.
            spans: list[Span | None] = [periods[label] for _days, periods in raw.bells if label in periods] or [time]
            meant = {by_start.get(span.start) if span else None for span in spans}
            out[label] = next(iter(meant)) or OPEN if len(meant) == 1 else OPEN
            continue
        found = label if label in known else by_key.get(key)
        if found is None and key.part == "上午":
            found = by_key.get(period_key(str(key.number)))
        if found is None and key.part == "下午" and morning:
            found = by_key.get(period_key(str(morning + key.number)))
        if found is None and time is not None:
            found = by_start.get(time.start)
        out[label] = found or OPEN
    return out


def _new_periods(raw: RawTimetable) -> dict[str, str | NewPeriod]:
    out: dict[str, str | NewPeriod] = {}
    taken: set[str] = set()
    counted: dict[PeriodKey, NewPeriod] = {}
    for label, time in raw.periods.items():
        word = bare_label(label)
        key = period_key(word)
        # In what people draw 第2节 and 第2 are one period; a program has a name for each.
        if raw.drawn and key.number and (same := counted.get(key)) is not None:
            out[label] = same
            continue
        name = f"P{key.number}" if not key.part and key.number else word.replace(" ", "")[:50]
        # A name that only counts by the clock, or that no key can hold, says no more than its place in the day.
        if not re.fullmatch(_NAME, name) or re.fullmatch(r"[\d_.\-]+", name):
            name = f"P{len(out) + 1}"
        while name in taken:
            name += "_"
        taken.add(name)
        out[label] = counted[key] = NewPeriod(id=name, time=time)
    return out


def teacher_ids(names: list[str], school: School | None, classes: set[str]) -> dict[str, str]:
    """Teacher as written -> id: letters as they are, everything else as '_'; of several teachers of a lesson the first."""
    known = {t.name.zh: t.id for t in school.teachers if t.name} if school else {}
    out: dict[str, str] = {}
    taken: dict[str, str] = {}
    for name in names:
        first = re.split(r"\s*[+,、/]\s*", name)[0] or name
        key = known.get(first) or re.sub(r"[^\w\-.()]", "_", first)[:56] or "_"
        while taken.get(key, first) != first or key in classes:
            key += "_"
        taken[key] = first
        out[name] = key
    return out


def _new_classes(raw: RawTimetable, start: dt.date) -> dict[str, NewClass]:
    """Spelling -> new class. Two spellings of one class become one; what is not sure says so."""
    taken: dict[tuple[int, int], str] = {}
    out: dict[str, NewClass] = {}
    later: list[str] = []
    for spelling, known in raw.classes.items():
        read = known or read_class_name(spelling)
        grade = read.grade_on(start) if read else None
        if read is None or grade is None or read.number is None:
            later.append(spelling)
            continue
        same = taken.setdefault((grade, read.number), spelling)
        # Α1 and A1 are one class only in Chinese writing, where every spelling says grade and number in so many words.
        if same != spelling and not _chinese(spelling):
            later.append(spelling)
            continue
        name = stem_name(spelling) if _chinese(spelling) else spelling
        out[spelling] = NewClass(grade=grade, number=read.number, name=name, pupils=_pupils(raw, spelling, read))
    for spelling in later:
        grade = _grade_inside(spelling)
        number = next(n for n in range(1, 1000) if (grade, n) not in taken)
        taken[grade, number] = spelling
        out[spelling] = NewClass(grade=grade, number=number, name=spelling, pupils=raw.pupils.get(spelling), sure=False)
    return {spelling: out[spelling] for spelling in raw.classes}


def _chinese(spelling: str) -> bool:
    return bool(re.search(r"[一-鿿]|^\d{3,4}$|^\d{1,2}[.\-(]\d", spelling))


def _pupils(raw: RawTimetable, spelling: str, read: ClassName) -> int | None:
    return raw.pupils.get(spelling) or (read.pupils if read.pupils and 1 <= read.pupils <= 200 else None)


def _grade_inside(spelling: str) -> int:
    """The first number from 1 to 12 in a name such as '3 EM 1', 'Gr 9 Maths' or 'XI-Science'; grade 1 when there is none."""
    word = plain(spelling)
    if found := re.search(r"(?<!\d)(\d{1,2})(?!\d)", word):
        return int(found[1]) if 1 <= int(found[1]) <= 12 else 1
    roman = re.match(r"(?:[^\W\d_]+[ .\-])?([IVX]+)(?![^\W\d_])", word)
    return ROMANS.get(roman[1], 1) if roman else 1

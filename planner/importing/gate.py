"""Can this be a school's week? What looks wrong about a timetable as it was understood, as questions; nothing is decided here.

Every reader's result passes here before anything is stored. A doubt that somebody has answered is no doubt any more.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath
from statistics import median

from planner.importing.changes import lessons_from
from planner.importing.labels import day_label, period_key, period_label
from planner.importing.layouts.beside import NAMES
from planner.importing.layouts.grid import grade_in
from planner.importing.layouts.subjects import is_subject
from planner.importing.lessons import Settled
from planner.importing.mapping import Mapping as Meaning
from planner.importing.mapping import NewPeriod
from planner.importing.names import like_a_person
from planner.importing.raw import NO, SKIP, YES, Doubt, RawLesson, RawTimetable
from planner.importing.wholeweek import doubts_about_the_week
from planner.models.problem import Problem
from planner.models.school import School
from planner.models.values import natural
from planner.reading.classnames import ClassName, class_in, match_class, plain, read_class_name
from planner.script import in_both, simplified

DOUBLED = 0.5
"""Share of places with two lessons at once above which rows or columns were probably laid upon each other."""
MANY_SUBJECTS, ONCE = 24, 0.5
THIN = 0.34
"""A class with a smaller part than this of what the classes usually have."""
VANISHED = 0.25
MANY_CLASSES = 120
_FEW, _WEEK = 8, 10
_ANY_DAY = dt.date(2026, 9, 1)
_STAGES = {"primary": 0, "junior": 6, "senior": 9}
"""Grades before the first one of a school."""
_LATER = frozenset({"物理", "化学", "历史", "地理", "生物", "政治"})
_NO_SUBJECT = re.compile(r"(?:星期|礼拜|周|第).?|第.{0,3}节")
_LETTERS = re.compile(r"[A-Za-z]+")
_SOME = (YES, SKIP, NO)
_HEADINGS = in_both(
    [
        "班级",
        "年级",
        "星期",
        "节次",
        "课程",
        "教师",
        "老师",
        "任课教师",
        "科目",
        "学科",
        "时间",
        "上午",
        "下午",
        "晚上",
        "班主任",
        "教室",
        "class",
        "day",
        "period",
        "subject",
        "teacher",
        "time",
        "room",
        "grade",
    ]
)


def doubts_about(raw: RawTimetable, lessons: Sequence[Settled], mapping: Meaning, school: School | None) -> list[Doubt]:
    """Everything about the result that a school's week usually is not, the reader's own questions first."""
    out = [*raw.doubts]
    out += _alone(raw)
    out += doubts_about_the_week(raw)
    out += _gradeless(raw, school)
    if school is None:
        out += [*_overlapping(raw, mapping), *_stage(raw)]
    else:
        out += _against(school, lessons, raw, mapping)
    return list({d.key: d for d in out}.values())


def _doubt(key: str, value: str = "", **params: object) -> Doubt:
    return Doubt(key, Problem(code=f"import_doubt_{key}", value=value, params={k: str(v) for k, v in params.items()}))


def _alone(raw: RawTimetable) -> Iterable[Doubt]:
    """What the file says by itself."""
    places: dict[tuple[str, str, str], list[RawLesson]] = defaultdict(list)
    for x in raw.lessons:
        if x.weeks != "B" and (not x.term or x.term.startswith("1")):
            places[x.class_name, x.day, x.period].append(x)
    doubled = [found for found in places.values() if len({x.subject for x in found}) > 1]
    if len(places) >= _FEW and len(doubled) > DOUBLED * len(places):
        one = doubled[0][0]
        yield _doubt("doubled", f"{len(doubled)}/{len(places)}", example="/".join(x.subject for x in doubled[0]), cell=one.cell)
    counts = Counter(x.subject for x in raw.lessons)
    once = [s for s, n in counts.items() if n == 1]
    per_class = len(counts) / max(1, len({x.class_name for x in raw.lessons}))
    if len(counts) > MANY_SUBJECTS and len(once) > ONCE * len(counts) and per_class > 2:
        yield _doubt("once", str(len(once)), subjects=some(once), count=len(counts))
    people = {x.teacher for x in raw.lessons if x.teacher}
    named = {s: n for s, n in counts.items() if s in people or like_a_person(s)}
    if counts and sum(named.values()) > NAMES * sum(counts.values()):
        yield _doubt("people", str(len(named)), subjects=some(named))
    headings = _headings(raw)
    if headings:
        yield _doubt("headings", headings[0].subject, cell=headings[0].cell, count=len(headings))._replace(options=_SOME)
    dull = sorted({c for c, found in _subjects(raw).items() if len(found) >= _WEEK and len(set(found)) == 1}, key=natural)
    if dull:
        yield _doubt("dull", some(dull), count=len(dull), subject=_subjects(raw)[dull[0]][0])
    thin, usual = _thin(raw)
    if thin:
        yield _doubt("thin", some(thin), count=len(thin), usual=round(usual))._replace(options=_SOME)
    if len(raw.classes) > MANY_CLASSES:
        yield _doubt("classes", str(len(raw.classes)), example=some(list(raw.classes)))


def _stage(raw: RawTimetable) -> Iterable[Doubt]:
    """2026级1班 is grade 1 or grade 7: what no primary school teaches makes it a question."""
    cohorts = [name for name, known in raw.classes.items() if known and known.cohort is not None and not known.stage]
    later = sorted(_LATER & {simplified(x.subject) for x in raw.lessons})
    if cohorts and later:
        yield _doubt("stage", cohorts[0], subjects=", ".join(later))._replace(options=tuple(_STAGES))


def _gradeless(raw: RawTimetable, school: School | None) -> Iterable[Doubt]:
    """1班, 2班, 3班 and no grade anywhere: it is asked for once; what the name of the file says stands first."""
    counted = [n for n, c in raw.classes.items() if is_counted(c) and not (school and match_class(n, school))]
    if counted:
        proposed = grade_in(PurePath(raw.source.replace("\\", "/")).stem)
        first = proposed.grade_on(school.term.start if school else _ANY_DAY) if proposed else None
        there = sorted({c.grade for c in school.class_list}) if school else range(1, 13)
        options = dict.fromkeys(str(grade) for grade in (first, *there) if grade)
        yield _doubt("grade", some(counted))._replace(options=(*options, NO))


def is_counted(name: ClassName | None) -> bool:
    """Whether a class is a number without a grade."""
    return name is not None and name.grade is None and name.cohort is None and name.number is not None


def without(raw: RawTimetable, answers: Mapping[str, str]) -> None:
    """Take out what somebody has answered is to be left out: headings among the lessons, classes with far fewer lessons."""
    if stage := _STAGES.get(answers.get("stage", "")):
        known = raw.classes.items()
        raw.classes = {n: replace(c, stage=stage) if c and c.cohort is not None and not c.stage else c for n, c in known}
    if (grade := answers.get("grade", "")).isdecimal() and 1 <= int(grade) <= 12:
        known = raw.classes.items()
        raw.classes = {n: replace(c, grade=int(grade)) if c and is_counted(c) else c for n, c in known}
    if answers.get("headings") == SKIP:
        headings = {id(x) for x in _headings(raw)}
        raw.lessons = [x for x in raw.lessons if id(x) not in headings]
    if answers.get("thin") == SKIP:
        thin = set(_thin(raw)[0])
        raw.lessons = [x for x in raw.lessons if x.class_name not in thin]
        raw.questions = [q for q in raw.questions if q.lesson.class_name not in thin]
        raw.classes = {name: known for name, known in raw.classes.items() if name not in thin}


def _subjects(raw: RawTimetable) -> dict[str, list[str]]:
    """Class -> the subjects of its lessons."""
    out: dict[str, list[str]] = defaultdict(list)
    for x in raw.lessons:
        out[x.class_name].append(x.subject)
    return out


def _headings(raw: RawTimetable) -> list[RawLesson]:
    # VA and IT are classes V A and I T only where the file has such classes.
    return [
        x for x in raw.lessons if _like_a_heading(x.subject) and (x.subject in raw.classes or not _LETTERS.fullmatch(x.subject))
    ]


def _thin(raw: RawTimetable) -> tuple[list[str], float]:
    """Classes with far fewer lessons than the others, and how many the others usually have."""
    sizes = Counter((x.class_name) for x in {x._replace(subject="", teacher="", room="", cell="") for x in raw.lessons})
    usual = median(sizes.values()) if sizes else 0
    thin = sorted((c for c, n in sizes.items() if n < THIN * usual), key=natural)
    thin += [c for c in raw.classes if c not in sizes and not any(q.lesson.class_name == c for q in raw.questions)]
    return (thin, usual) if len(raw.classes) > 1 and usual >= _WEEK else ([], usual)


def _overlapping(raw: RawTimetable, mapping: Meaning) -> Iterable[Doubt]:
    periods = {label: p for label, p in mapping.periods.items() if isinstance(p, NewPeriod)}
    bells = [spans for _days, spans in raw.bells] or [{label: p.time for label, p in periods.items() if p.time}]
    for spans in bells:
        ordered = sorted(((s, label) for label, s in spans.items()), key=lambda x: (x[0].start, x[0].end))
        for (a, one), (b, other) in pairwise(ordered):
            if b.start < a.end:
                yield _doubt("overlap", f"{one} {a}, {other} {b}")
                return


def _against(school: School, lessons: Sequence[Settled], raw: RawTimetable, mapping: Meaning) -> Iterable[Doubt]:
    """What stood there: classes that are missing now, and lessons that would go."""
    before = lessons_from(school, school.term.start) or [
        x for row in school.timetable for x in lessons_from(school, row.valid_from or school.term.start)
    ]
    had = defaultdict(set)
    for x in before:
        had[x.class_id].add((x.day, x.period))
    has = defaultdict(set)
    for x in lessons:
        has[x.class_id].add((x.day, x.period))
    names = {c.id: c.name.in_(school.language) for c in school.class_list}
    missing = [c.id for c in school.class_list if c.id not in has]
    if not (raw.of_one_class and len(raw.classes) == 1) and has and missing:
        yield _doubt("missing", some([names[c] for c in missing]), count=len(missing), all=len(names))
    gone = {c: len(had[c] - has[c]) for c in has if c in had}
    total = sum(len(had[c]) for c in gone)
    places = _places(raw, mapping)
    # An empty cell says that there is no lesson any more; where the table has no cell at all it says nothing.
    lost = any((c, *place) not in places for c in gone for place in had[c] - has[c]) if places else False
    if total and (lost or sum(gone.values()) > VANISHED * total):
        worst = max(gone, key=lambda c: gone[c])
        yield _doubt("vanish", f"{sum(gone.values())}/{total}", name=names.get(worst, worst), count=gone[worst])


def _places(raw: RawTimetable, mapping: Meaning) -> set[tuple[str, str, str]]:
    """(class, day, period) of every cell of a drawn table, in the school's words; class '' where teachers have the rows."""
    ids = {name: c if isinstance(c, str) else c.key for name, c in mapping.classes.items()}
    periods = {label: p if isinstance(p, str) else p.id for label, p in mapping.periods.items()}
    return {(ids.get(c, "") if c else "", mapping.days.get(d, ""), periods.get(p, "")) for c, d, p in raw.places}


def _like_a_heading(subject: str) -> bool:
    word = plain(subject)
    if _NO_SUBJECT.fullmatch(simplified(word)):
        return True
    if word.lower() in _HEADINGS or read_class_name(word) or class_in(word):
        return True
    if day_label(word) and len(word) > 1:
        return True
    # 第3节, 正3, P3; a subject may be counted as well, as 自习1.
    return period_label(word) is not None and period_key(word).number > 0 and not is_subject(re.sub(r"\d+$", "", word))


def some(words: Iterable[str], most: int = 6) -> str:
    """The first of many words, and a sign that there are more."""
    listed = list(dict.fromkeys(words))
    return ", ".join(listed[:most]) + (" …" if len(listed) > most else "")


def week_of(lessons: Sequence[Settled], days: Sequence[str], periods: Sequence[str]) -> tuple[str, list[list[str]]]:
    """(class, rows) of the week of the class with most lessons: a row a period, first its name, then a subject a day."""
    sizes = Counter(x.class_id for x in lessons)
    if not sizes:
        return "", []
    chosen = max(sorted(sizes), key=lambda c: sizes[c])
    at: dict[tuple[str, str], list[str]] = defaultdict(list)
    for x in lessons:
        if x.class_id == chosen:
            at[x.day, x.period].append(x.subject)
    return chosen, [[p, *("/".join(dict.fromkeys(at[d, p])) or "-" for d in days)] for p in periods]

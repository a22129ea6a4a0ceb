"""语文张三: a subject with the name of its teacher right behind it, which looks like a subject of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping

from planner.importing.layouts.subjects import KNOWN, is_subject
from planner.importing.names import SURNAMES
from planner.importing.raw import Doubt, Question, RawLesson, RawTimetable
from planner.models.problem import Problem

_SHARE, _LEAST = 0.25, 4
_REST = re.compile(r"[\u4e00-\u9fff]{1,4}")
_DASH = re.compile(r"([^-:@·]{1,40}?)\s*(?:\s-\s|(?<=[\u4e00-\u9fff])-|:|@|·)\s*([^-:@·]{2,40})")
"""语文-张三, Maths - Ms Smith, 语文:张三."""
_LONGEST_FIRST = sorted((w for w in KNOWN if re.fullmatch(r"[\u4e00-\u9fff]+", w)), key=len, reverse=True)


def part_tight(raw: RawTimetable, answers: Mapping[str, str]) -> set[str]:
    """Parts them where somebody has said so; else the question is noted, once for the file. The texts that it is about."""
    split = {x.subject: found for x in raw.lessons if (found := _split(x.subject)) and not (x.teacher and found[1])}
    slashes = {q.lesson.subject: (q.parts[0][0], q.parts[1][0]) for q in raw.questions if _with_a_name(q)}
    hits = [x for x in raw.all_lessons() if x.subject in {**split, **slashes}]
    if len({**split, **slashes}) < _LEAST or len(hits) < _SHARE * (len(raw.lessons) + len(raw.questions)):
        return set()
    one = hits[0]
    problem = Problem(code="import_doubt_tight", path=one.cell, value=", ".join(list({**split, **slashes})[:5]))
    raw.doubts.append(Doubt("tight", problem, ("split", "whole")))
    if answers.get("tight") == "split":
        raw.lessons = [_parted(x, split) for x in raw.lessons]
        raw.lessons += [_parted(q.lesson, slashes) for q in raw.questions if q.lesson.subject in slashes]
        raw.questions = [q for q in raw.questions if q.lesson.subject not in slashes]
    return {*split, *slashes, *(subject for subject, _name in split.values())}


def _with_a_name(question: Question) -> bool:
    """语文/王芳: of two words in a cell the first is a subject and the second is built like a name."""
    if len(question.parts) != 2:
        return False
    (first, *_more), (second, *_rest) = question.parts
    if second in KNOWN or f"{second}课" in KNOWN or not _REST.fullmatch(second):
        return False
    return first in KNOWN and (len(second) > 1 or second in SURNAMES)


def _parted(lesson: RawLesson, split: Mapping[str, tuple[str, str]]) -> RawLesson:
    subject, teacher = split.get(lesson.subject, (lesson.subject, ""))
    return lesson._replace(subject=subject, teacher=lesson.teacher or teacher)


def _split(word: str) -> tuple[str, str] | None:
    """(subject, rest) of a word that begins with a known subject and goes on like a name."""
    if is_subject(word):
        return None
    if is_subject(bare := re.sub(r"[\d\s]+$", "", word)):
        return bare, ""  # 语文1, Maths 2: whatever the number says, it is no part of the name
    if dash := _DASH.fullmatch(word):
        subject, name = dash[1].strip(), dash[2].strip()
        sure = subject in KNOWN or " " in word
        return (subject, name) if sure and subject and name and not name.isdecimal() else None
    words = word.split(" ")
    if len(words) > 1 and word[0].isalpha() and not _REST.search(word):  # Maths Hill
        ends = [n for n in range(1, len(words)) if is_subject(" ".join(words[:n]))]
        name = words[ends[-1] :] if ends else []
        return (" ".join(words[: ends[-1]]), " ".join(name)) if name and all(w[0].isupper() for w in name) else None
    known = next((k for k in _LONGEST_FIRST if word.startswith(k)), None)
    rest = word.removeprefix(known) if known else ""
    # 语文王 and 语王芳: where one of the two is a single letter, only a surname is sure to begin a name.
    short = known is not None and min(len(known), len(rest)) == 1
    if not known or not _REST.fullmatch(rest) or (short and (rest[0] not in SURNAMES or len(known) + len(rest) < 3)):
        return None
    return (known, rest) if rest not in KNOWN and f"{rest}课" not in KNOWN else None

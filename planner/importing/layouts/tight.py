"""语文张三: a subject with the name of its teacher right behind it, which looks like a subject of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping

from planner.importing.layouts.cells import KNOWN
from planner.importing.raw import Doubt, RawLesson, RawTimetable
from planner.models.problem import Problem

_SHARE, _LEAST = 0.25, 4
_REST = re.compile(r"[\u4e00-\u9fff]{2,4}")
_LONGEST_FIRST = sorted((w for w in KNOWN if re.fullmatch(r"[\u4e00-\u9fff]+", w)), key=len, reverse=True)


def part_tight(raw: RawTimetable, answers: Mapping[str, str]) -> None:
    """Parts them where somebody has said so; else the question is noted, once for the file."""
    split = {x.subject: found for x in raw.lessons if not x.teacher and (found := _split(x.subject))}
    hits = [x for x in raw.lessons if not x.teacher and x.subject in split]
    if len(split) < _LEAST or len(hits) < _SHARE * len(raw.lessons):
        return
    one = hits[0]
    problem = Problem(code="import_doubt_tight", path=one.cell, value=", ".join(list(split)[:5]))
    raw.doubts.append(Doubt("tight", problem, ("split", "whole")))
    if answers.get("tight") == "split":
        raw.lessons = [_parted(x, split) for x in raw.lessons]


def _parted(lesson: RawLesson, split: Mapping[str, tuple[str, str]]) -> RawLesson:
    if lesson.teacher or lesson.subject not in split:
        return lesson
    subject, teacher = split[lesson.subject]
    return lesson._replace(subject=subject, teacher=teacher)


def _split(word: str) -> tuple[str, str] | None:
    """(subject, rest) of a word that begins with a known subject and goes on like a name."""
    if word in KNOWN:
        return None
    known = next((k for k in _LONGEST_FIRST if word.startswith(k)), None)
    rest = word.removeprefix(known) if known else ""
    return (known, rest) if known and _REST.fullmatch(rest) and rest not in KNOWN and f"{rest}课" not in KNOWN else None

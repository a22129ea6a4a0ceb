"""The grammar of one cell: 语文 · 语文(张三) · 语文⏎张三⏎书法室 · 美术(单)/音乐(双); a bare 语/书 is a question."""

from __future__ import annotations

import re
from typing import NamedTuple

from planner.importing.raw import Parity, Question, RawLesson, RawTimetable
from planner.models.timetable import FREE
from planner.reading.classnames import plain
from planner.script import in_both

_SUBJECTS = """
    语文 数学 英语 外语 科学 体育 音乐 美术 道德与法治 道法
    品德 思品 思政 政治 历史 地理 物理 化学 生物 信息 信息科技 信息技术 劳动
    综合 综合实践 校本 校本课程 地方
    阅读 阅览 读书 书法 写字 班会 班队 队会 心理 健康 自习 社团 活动 体活 体育与健康
    国语 国文 中文 自然 社会 生活 美劳 健体 本土语 闽南语 客语 英文 综合活动 弹性 常识 普通话 视艺
    国学 通用 技术 语 数 英 科 体 音 美 品 劳 信 政 史 地 物 化 生 写 队 班 研
"""
KNOWN = in_both(_SUBJECTS.split())
_UNKNOWN = frozenset({"待定", "未定", "待排", "TBD", "TBA"})
_PARITY_MARK = re.compile(r"^(.*?)[(\[]?\s*([单單][周週]?|[双雙][周週]?)\s*[)\]]?(.*)$", re.DOTALL)
_PARITY_FIRST = re.compile(r"^([单單][周週]?|[双雙][周週]?)[::]?\s*(.+)$", re.DOTALL)
_BRACKETS = re.compile(r"^(.+?)\s*[(\[]([^()\[\]]+)[)\]]\s*(?:[@ ]\s*(.+))?$")
_SLASH = re.compile(r"\s*[/|\\]\s*")


class Part(NamedTuple):
    """One lesson in a cell."""

    subject: str
    teacher: str = ""
    room: str = ""
    weeks: Parity = "all"


def is_free(text: str) -> bool:
    """Whether a cell says that there is no lesson."""
    word = plain(text)
    return not word or word in FREE or word in {"/", "\\", "--", "——", "×"}


def can_be_subject(text: str) -> bool:
    """Whether there is a letter in it, and it does not only say that nobody knows yet: ???, 12 and 待定 are no subjects."""
    return any(c.isalpha() for c in text) and text.strip().upper() not in _UNKNOWN


def parse_cell(text: str) -> list[Part] | None:
    """The lessons of a cell; None when it cannot be read. Parts without parity beside each other are for ``add_cell``."""
    word = plain(text)
    if is_free(word):
        return []
    if not can_be_subject(word):
        return None
    parts = _split(word)
    read = [_part(piece) for piece in parts]
    return None if any(p is None or not can_be_subject(p.subject) for p in read) else [p for p in read if p]


def _split(word: str) -> list[str]:
    """The pieces between slashes; where every line is split alike, the lines are dealt out: 语/书⏎张三/李四."""
    lines = [_SLASH.split(line) for line in word.split("\n")]
    width = len(lines[0])
    if width == 1 and len(lines) > 1 and all(_parity_in(line[0])[1] for line in lines if len(line) == 1):
        return ["\n".join(line) for line in lines]
    if any(len(line) not in (1, width) for line in lines):
        return _SLASH.split(word)
    if "\n" in word and any(len(line) > 1 for line in lines) and width == 1:
        return [word]
    return ["\n".join(line[n] if len(line) > 1 else line[0] for line in lines) for n in range(width)]


def _parity_in(piece: str) -> tuple[str, Parity | None]:
    if found := _PARITY_FIRST.match(piece):
        return found[2], "A" if found[1][0] == "单" else "B"
    found = _PARITY_MARK.match(piece)
    if found and re.search(r"[(\[]\s*[单双]周?\s*[)\]]|[单双]周$", piece):
        return (found[1] + found[3]).strip(), "A" if found[2][0] == "单" else "B"
    return piece, None


def _part(piece: str) -> Part | None:
    rest, parity = _parity_in(piece.strip())
    weeks: Parity = parity or "all"
    lines = [line.strip() for line in rest.split("\n") if line.strip()]
    if not lines or len(lines) > 3 or len(rest) > 80:
        return None
    if len(lines) == 1:
        word = lines[0]
        if found := _BRACKETS.match(word):
            return Part(found[1].strip(), found[2].strip(), (found[3] or "").strip(), weeks)
        words = word.split(" ")
        if len(words) in (2, 3) and not word.isascii() and any("\u4e00" <= c <= "\u9fff" for c in word):
            if words[0] in KNOWN:
                return Part(words[0], words[1], words[2] if len(words) == 3 else "", weeks)
            if words[1] in KNOWN and len(words) == 2:
                return Part(words[1], words[0], "", weeks)
            return None
        return Part(word, weeks=weeks)
    subject, teacher = lines[0], lines[1]
    if teacher in KNOWN and subject not in KNOWN:
        subject, teacher = teacher, subject
    return Part(subject, teacher.strip("()"), lines[2] if len(lines) == 3 else "", weeks)


def add_cell(raw: RawTimetable, class_name: str, day: str, period: str, text: str, cell: str) -> None:
    """Note what a cell says of a class: lessons, a question, or something not understood."""
    parts = parse_cell(text)
    if parts is None:
        raw.questions.append(Question(RawLesson(class_name, day, period, plain(text).replace("\n", "⏎"), cell=cell), ()))
        return
    lessons = [RawLesson(class_name, day, period, p.subject, p.teacher, p.room, p.weeks, cell) for p in parts]
    sure = len(parts) < 2 or (len(parts) == 2 and {p.weeks for p in parts} == {"A", "B"})
    if sure:
        raw.lessons += lessons
    else:
        whole = RawLesson(class_name, day, period, plain(text).replace("\n", "⏎"), cell=cell)
        raw.questions.append(Question(whole, tuple((p.subject, p.teacher, p.room) for p in parts)))

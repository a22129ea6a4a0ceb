"""What a single cell says beside its subject: 体育①, 三2体育, PE - Ms Hill, 体育操场. Only the school knows what it means.

A subject that everybody knows, and any other plain word, is a subject. What has a number, a sign, a class, a person or a
further word beside a subject that also stands alone in the file is asked about, once for each text; so is what stands in the
place of the teacher and is built like none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from planner.importing.labels import day_label, period_label
from planner.importing.layouts.by_teacher import split_class
from planner.importing.layouts.cells import PLACE
from planner.importing.layouts.remarks import is_remark
from planner.importing.layouts.subjects import DOING, KNOWN, in_two_languages, is_library, is_subject
from planner.importing.names import SURNAMES, TITLE, like_a_person, titled
from planner.importing.raw import Question, RawLesson, RawTimetable
from planner.reading.classnames import plain, read_class_number, read_grade

_HYPHEN = r"(?<=[\u4e00-\u9fff])[-'’]|[-'’](?=[\u4e00-\u9fff])"
_SIGN = re.compile(r"[^\w\s&'’.()/;\-]|(?<!\w);|;(?!\w)|_|·|\.{2,}|^\W|[-'’]$| - |" + _HYPHEN)
"""What no plain name of a subject has in it."""
_NUMBER = re.compile(r"\d")
_BRACKET = re.compile(r"(.+?)\s*\(([^()]+)\)")
_JOINTS = re.compile(rf"\s*(?:[:：;；,，、@|_·~=<>+]|\s-\s|\bwith\b|\bby\b|\bw\b)\s*|{_HYPHEN}", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LONGEST_FIRST = sorted((w for w in KNOWN if _HAN.fullmatch(w)), key=len, reverse=True)
NAMES = 0.2
"""Share of names among the subjects above which the file as a whole is doubted."""
_OFTEN, _SHARE = 4, 0.1
"""Cells with a teacher, and their share, that make a table one with teachers."""


@dataclass(frozen=True)
class _File:
    """What the table says as a whole: subjects that stand alone somewhere, its teachers, whether it has any, whether
    people stand where subjects should, which is asked about once for the file, and whether its subjects are codes (X2)."""

    alone: frozenset[str]
    teachers: Counter[str]
    taught: bool
    people: bool
    coded: bool


def ask_what_stands_beside(raw: RawTimetable, settled: Collection[str]) -> None:
    """Makes questions of lessons whose cell says more than a subject. ``settled``: texts that are asked about already."""
    file = _file(raw)
    cells: dict[tuple[str, str], list[RawLesson]] = defaultdict(list)
    for x in raw.lessons:
        cells[x.cell, x.class_name].append(x)
    asked = {key for key, found in cells.items() if any(x.subject not in settled and _is_unclear(x, file) for x in found)}
    if not asked:
        return
    raw.lessons = [x for x in raw.lessons if (x.cell, x.class_name) not in asked]
    for key in cells:
        if key in asked:
            raw.questions += _questions(raw, cells[key], file)


def _questions(raw: RawTimetable, lessons: list[RawLesson], file: _File) -> Iterator[Question]:
    """Each lesson of a cell, with the subject and the teacher that it may mean; lessons that alternate keep their weeks."""
    text = raw.texts.get((lessons[0].cell, lessons[0].class_name), "")
    for x in lessons:
        meant = _meant(x, file)
        if x.teacher and not _is_teacher(x.teacher, file):
            written = text if text and len(lessons) == 1 else f"{x.subject} ({x.teacher})"
            x = x._replace(subject=written, teacher="", room="")
        yield Question(x, (meant,) if meant else ())


def _file(raw: RawTimetable) -> _File:
    alone = frozenset(x.subject.lower() for x in raw.lessons if is_subject(x.subject))
    teachers = Counter(x.teacher for x in raw.lessons if x.teacher)
    cells = sum(teachers.values())
    many = NAMES * len(raw.lessons)
    people = sum(like_a_person(x.subject) for x in raw.lessons) > many
    coded = sum(bool(_NUMBER.search(x.subject)) for x in raw.lessons) > many
    return _File(alone, teachers, cells >= max(_OFTEN, _SHARE * len(raw.lessons)), people, coded)


def _is_unclear(lesson: RawLesson, file: _File) -> bool:
    return _says_more(lesson.subject, file) or bool(lesson.teacher and not _is_teacher(lesson.teacher, file))


def _says_more(subject: str, file: _File) -> bool:
    """Whether a subject is one with something beside it, or none at all: a person, a place."""
    if is_subject(subject) or in_two_languages(subject):
        return False
    if bracket := _BRACKET.fullmatch(subject):  # 校本(围棋): the second says what the first is
        return not is_subject(bracket[2]) or _says_more(bracket[1], file)
    if _SIGN.search(subject) or "(" in subject or is_remark(subject) or titled(subject):
        return True
    if not file.people and (like_a_person(subject) or subject in file.teachers):
        return True
    if not subject.isascii() and is_subject(re.sub(r"[A-Za-z ]", "", subject)):
        return True  # 体育A
    if _NUMBER.search(subject) and (not file.coded or any(map(is_subject, re.findall(r"[^\W\d_]+", subject)))):
        return True
    if ";" in subject and any(map(is_subject, subject.split(";"))):
        return True
    if PLACE.fullmatch(subject) and not is_library(subject) and subject.lower() != "gym":
        return True
    if _names_a_class(subject):
        return True
    return any(_is_more(known, rest, file) for known, rest in _parted(subject))


def _names_a_class(word: str) -> bool:
    """三2体育, 体育三2, 高一语文, 3A PE."""
    if (found := split_class(word)) and is_subject(found[1].strip(" :-")):
        return True
    for n in range(1, len(word)):
        head, tail = word[:n].strip(), word[n:].strip()
        label, rest = (head, tail) if is_subject(tail) else (tail, head) if is_subject(head) else ("", "")
        if rest and (read_grade(label) or read_class_number(label) or day_label(label) or period_label(label)):
            return True
    return False


def _parted(word: str) -> Iterator[tuple[str, str]]:
    """(known subject, what stands before or behind it): 体育操场, 原体育, PE Hall."""
    if _HAN.fullmatch(word):
        if len(word) == 2 and set(word) <= KNOWN:
            yield word[0], word[1]  # 语数: two subjects, a letter each
        for known in _LONGEST_FIRST:
            if word.startswith(known):
                yield known, word.removeprefix(known)
            elif word.endswith(known):
                yield known, word.removesuffix(known)
        return
    words = word.split(" ")
    if len(words) > 1 and all(len(w) == 1 for w in words):
        yield word, ""  # P E
    for n in range(1, len(words)):
        first, last = " ".join(words[:n]), " ".join(words[n:])
        yield from ((one, other) for one, other in ((first, last), (last, first)) if is_subject(one))


def _is_more(known: str, rest: str, file: _File) -> bool:
    """Whether what stands beside a known subject makes it unclear; 阅读 behind 语文 only says what is done there."""
    if not rest or rest.lower() in _SMALL_WORDS:
        return True
    if rest in DOING or (known in DOING and is_subject(rest)):
        return False
    if is_subject(rest):
        return len(known) == len(rest) == 1 or (len(known) > 1 and len(rest) > 1)
    if like_a_person(rest) or (len(known) > 1 and len(rest) == 1 and rest in SURNAMES):
        return True
    return len(known) > 1 and known.lower() in file.alone


_SMALL_WORDS = frozenset({"w", "by", "with", "in", "at", "or", "and", "then", "单", "双"})


def _is_teacher(word: str, file: _File) -> bool:
    """Whether a text in the place of the teacher is built like one, or is one elsewhere in a table with teachers."""
    if not any(c.isalpha() for c in word) or is_remark(word):
        return False
    if re.search(r"\d", word):
        return file.taught and file.teachers[word] > 1  # a code; of one cell alone nobody can say
    pieces = [p for p in re.split(r"\s*[+,、，/&;；]\s*|\s+and\s+", word) if p]
    return bool(pieces) and all(_is_person(p, file) for p in pieces)


def _is_person(word: str, file: _File) -> bool:
    if titled(word) or like_a_person(word):
        return True
    if is_subject(word) or PLACE.fullmatch(word):
        return False
    if _HAN.search(word):
        if len(word) == 1:
            return word in SURNAMES
        return file.taught and file.teachers[word] > 1
    if file.taught:
        return True
    # Moor, fractions: where no other cell has a teacher, two names or initials are one.
    return bool(re.fullmatch(r"[^\W\d_a-z]{2,4}|(?:[^\W\d_a-z][\w.'’-]*[ ,]*){2,4}", word)) or not word.isascii()


def _meant(lesson: RawLesson, file: _File) -> tuple[str, str, str] | None:
    """(subject, teacher, room) that a lesson may mean, to be confirmed; None where nothing can be offered."""
    word = lesson.subject
    if is_subject(word):
        return word, "", ""
    pieces = [p for p in _JOINTS.split(word) if p and p.strip()]
    if len(pieces) == 1 and (found := TITLE.search(word)):
        before, behind = word[: found.start()].strip(" -"), word[found.start() :]
        surname, _, after = behind.removeprefix(found[0]).partition(" ")
        pieces = [before, behind] if before else [f"{found[0]}{surname}", after]
    if len(pieces) == 1:
        pieces = next(([known, more] for known, more in _parted(word) if len(known) > 1 and more), [word])
    subject = next((p for p in pieces if is_subject(p)), "")
    if not subject:
        ends = [end for n in range(2, len(word)) for end in (word[:n].strip(), word[-n:].strip())]
        subject = max(filter(is_subject, ends), key=len, default="")
        return (subject, lesson.teacher, lesson.room) if len(subject) > 1 else None
    others = [p for p in pieces if p != subject]
    teacher = next((p for p in others if titled(p) or like_a_person(p) or p in file.teachers or p in SURNAMES), "")
    return subject, teacher or lesson.teacher, lesson.room


def cell_text(text: str) -> str:
    """A cell on one line, as questions show it."""
    return plain(text).replace("\n", "⏎")

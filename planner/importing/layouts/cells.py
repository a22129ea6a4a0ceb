"""The grammar of one cell: 语文 · 语文(张三) · 语文⏎张三⏎书法室 · 美术(单)/音乐(双); a bare 语/书 is a question."""

from __future__ import annotations

import re
from typing import NamedTuple

from planner.importing.labels import bare_label, is_break, times_in
from planner.importing.layouts.remarks import is_conditional
from planner.importing.layouts.subjects import KNOWN, in_two_languages, is_subject
from planner.importing.names import like_a_person, titled
from planner.importing.raw import Parity, Question, RawLesson, RawTimetable
from planner.importing.weeks import written_weeks
from planner.models.timetable import FREE
from planner.reading.classnames import plain, read_class_name
from planner.reading.spreadsheets.facts import ERROR_TEXT

_UNKNOWN = frozenset(
    {
        "待定",
        "未定",
        "待排",
        "TBD",
        "TBA",
        "UNASSIGNED",
        "NOT ASSIGNED",
        "CLOSED",
        "VACANT",
        "N/A",
        "NULL",
        "NAN",
        "NONE",
        "UNDEFINED",
    }
)
_NUMBER = re.compile(r"[\d.,]+E[+-]?\d+")
_EMPTY = frozenset(
    {
        "/",
        "\\",
        "--",
        "---",
        "——",
        "×",
        "-x-",
        "-X-",
        "//",
        "无课",
        "没课",
        "空课",
        "空堂",
        "休",
        "no lesson",
        "free",
        "Free",
        "free period",
        "Free period",
        "Free Period",
    }
)
_MARK = re.compile(r"[(\[]\s*([单双])周?\s*[)\]]|([单双])周\s*:?|(?:(?<=[\s/|、,])|^)([单双])\s*:")
_BOTH = re.compile(r"(.+?)\s*[/|]\s*(.+?)\s*[(\[]\s*单周?\s*[/|]?\s*双周?\s*[)\]]", re.DOTALL)
_BARE = (re.compile(r"(.+?)单[\s、,]*(.+?)双"), re.compile(r"单(.+?)[\s、,]*双(.+)"))
_FOREIGN = (
    (r"[(\[]odd(?: weeks?)?[)\]]", "(单)"), (r"[(\[]even(?: weeks?)?[)\]]", "(双)"), (r"\bA周", "单周"), (r"\bB周", "双周"),
    (r"[(\[](?:week|wk)\.? ?[A1][)\]]", "(单)"), (r"[(\[](?:week|wk)\.? ?[B2][)\]]", "(双)"),
    (r"\b(?:odd(?: weeks?)?\s*:|(?:week|wk)\.? ?[A1]\b:?)", "单周:"),
    (r"\b(?:even(?: weeks?)?\s*:|(?:week|wk)\.? ?[B2]\b:?)", "双周:"),
)  # fmt: skip
_BRACKETS = re.compile(r"^(.+?)\s*[(\[]([^()\[\]]+)[)\]]\s*(?:[@ ]\s*(.+))?$")
_SLASH = re.compile(r"\s*[/|\\]\s*")
_RULE = re.compile(r"\s*(?:\n|^)\s*-{5,}\s*(?:\n|$)\s*")
"""What school portals draw between two courses of one cell."""
PLACE = re.compile(
    r".{0,8}(?:室|馆|館|操场|操場|礼堂|禮堂|楼|樓|房|场|場|厅|廳)\d{0,4}|[A-Za-z]?\d{2,4}[A-Za-z]?|\d{1,4}호실?|.{0,8}(?:교실|강당|체육관)|"
    r"(?:A|aula|sala|room|rm|каб\.?|raum)[.:]? ?\w?\d{1,4}\w?|R\d{1,3}|"
    r"(?:[\w']+ )?(?:hall|gym|gymnasium|playground|field|pool|studio|lab|canteen|court|stage)",
    re.IGNORECASE,
)
"""What a room is called: 音乐教室, 301, B12, 301호, A:119."""
_AND = re.compile(r"\s*(?:[、,，;；+&]|和|与|及|\band\b)\s*|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
ENDS = "。，、；：,;: "
_END_OF_SENTENCE = re.compile(r"(?<=^[^\W\d_]{3})([^\W\d_]*)\.$")
_BETWEEN = " \n/|、,;；"
_LINES = 4


class Part(NamedTuple):
    """One lesson in a cell. ``spec``: its weeks as they are written, where they are counted."""

    subject: str
    teacher: str = ""
    room: str = ""
    weeks: Parity = "all"
    spec: str = ""


def is_free(text: str) -> bool:
    """Whether a cell says that there is no lesson."""
    word = plain(text)
    return not word or word in FREE or word in _EMPTY or is_break(word)


def can_be_subject(text: str) -> bool:
    """Whether there is a letter in it, and it does not only say that nobody knows yet: ???, 12 and 待定 are no subjects."""
    word = text.strip().upper()
    return (
        any(c.isalpha() for c in word)
        and word not in _UNKNOWN
        and not ERROR_TEXT.fullmatch(word)
        and not _NUMBER.fullmatch(word)
    )


def parse_cell(text: str) -> list[Part] | None:
    """The lessons of a cell; None when it cannot be read. Parts without parity beside each other are for ``add_cell``."""
    word = _folded(text)
    if is_free(word):
        return []
    if not can_be_subject(word):
        return None
    if in_two_languages(word):
        return [Part(" ".join(re.split(r"\s+", word)))]
    if is_subject(tight := re.sub(r"\s", "", word)) and not word.isascii():
        return [Part(tight)]  # 体　育, 体⏎育: spread out
    if told := _with_a_title(word):
        return [told]
    parts = [_part(piece) for piece in _split(word)]
    if any(p is None or not is_clear(p.subject) or _is_told_more(p) for p in parts):
        return None
    return [p for p in parts if p]


def _is_told_more(part: Part) -> bool:
    """Whether a condition stands where the teacher or the room would, or a class in the place of the teacher."""
    if read_class_name(part.teacher) and not PLACE.fullmatch(part.teacher):
        return True
    return any(is_conditional(text) for text in (part.teacher, part.room) if text)


_TITLED = re.compile(
    r"(?:m|mm|mme|mlle|mr|mrs|ms|miss|dr|prof|professeure?|sr|sra|herr|frau|señora?)\b\.? ?\w.*|.+(?:老师|教师|先生|선생님)",
    re.IGNORECASE,
)


def _with_a_title(word: str) -> Part | None:
    """Mathématiques / M. Ahmed / Salle 1: a title says that no second subject stands behind the stroke."""
    pieces = _SLASH.split(word)
    if len(pieces) not in (2, 3) or "\n" in word or not _TITLED.fullmatch(pieces[1]) or is_subject(pieces[1]):
        return None
    if not is_clear(pieces[0]) or _MARK.search(word):
        return None
    return Part(pieces[0], pieces[1], pieces[2] if len(pieces) == 3 else "")


def is_clear(subject: str) -> bool:
    """Whether a subject is one word for one thing: no mark of weeks, no doubt, no bracket left open, no two subjects in it."""
    if is_free(subject) or not can_be_subject(subject) or _MARK.search(subject) or re.search(r"[?\"]", subject):
        return False
    if not is_subject(subject) and is_conditional(subject):
        return False
    if subject.count("(") != subject.count(")") or subject.count("[") != subject.count("]") or subject[0] in "([":
        return False
    pieces = _AND.split(subject)
    return len(pieces) < 2 or is_subject(subject) or not all(map(is_subject, pieces))


def _folded(text: str) -> str:
    word = plain(text).replace("單", "单").replace("雙", "双").replace("週", "周")
    for pattern, sign in _FOREIGN:
        word = re.sub(pattern, sign, word, flags=re.IGNORECASE)
    return word


def _split(word: str) -> list[str]:
    """The pieces of a cell, one for each lesson: parted by strokes, by marks of weeks, or by lines that are split alike."""
    if both := _BOTH.fullmatch(word):
        return [f"{both[1]}(单)", f"{both[2]}(双)"]
    if len(pieces := _RULE.split(word)) > 1:
        return [piece for piece in pieces if piece.strip()]
    lines = [_SLASH.split(line) for line in word.split("\n")]
    width = len(lines[0])
    if width == 1 and all(len(line) == 1 for line in lines):
        return _by_marks(word)
    if any(len(line) not in (1, width) for line in lines):
        return _SLASH.split(word)
    if "\n" in word and width == 1:
        return [word]
    # 语/书⏎张三/李四: the lines are dealt out.
    return ["\n".join(line[n] if len(line) > 1 else line[0] for line in lines) for n in range(width)]


def _by_marks(word: str) -> list[str]:
    """单：音乐 双：美术, 音乐(单)、美术(双), 音乐(单)⏎张三⏎美术(双)⏎李四, 音乐单美术双: two pieces; any other word is one."""
    marks = list(_MARK.finditer(word))
    letters = [next(filter(None, m.groups())) for m in marks]
    if sorted(letters) == ["单", "双"]:
        first, second = marks
        before, between, after = (
            part.strip(_BETWEEN) for part in (word[: first.start()], word[first.end() : second.start()], word[second.end() :])
        )
        if not before and between and after:
            return [f"{between}({letters[0]})", f"{after}({letters[1]})"]
        if before and between and not after:
            return [f"{before}({letters[0]})", f"{between}({letters[1]})"]
        lines = word.split("\n")
        at = [n for n, line in enumerate(lines) if _MARK.search(line)]
        if len(at) == 2 and at[0] == 0:
            return ["\n".join(lines[: at[1]]), "\n".join(lines[at[1] :])]
    if not marks:
        for found in filter(None, (bare.fullmatch(word) for bare in _BARE)):
            if {found[1].strip(), found[2].strip()} <= KNOWN:
                return [f"{found[1].strip()}(单)", f"{found[2].strip()}(双)"]
    return [word]


def _parity_in(piece: str) -> tuple[str, Parity | None]:
    """A piece without its mark, and the mark; two marks stay, for somebody to look at."""
    marks = list(_MARK.finditer(piece))
    if len(marks) != 1:
        return piece, None
    letter = next(filter(None, marks[0].groups()))
    rest = f"{piece[: marks[0].start()]}{piece[marks[0].end() :]}".strip()
    return rest, "A" if letter == "单" else "B"


def _part(piece: str) -> Part | None:
    lines = [_END_OF_SENTENCE.sub(r"\1", word) for line in piece.split("\n") if (word := line.strip().rstrip(ENDS))]
    spec = next((found for line in lines[1:] if (found := written_weeks(line))), "")
    rest, parity = _parity_in("\n".join(line for n, line in enumerate(lines) if n == 0 or not written_weeks(line)))
    if parity and lines and not _MARK.sub("", lines[0]).strip() and not is_subject(rest.split("\n")[0].strip()):
        return None  # a mark without its subject: what stands below it is the teacher
    weeks: Parity = parity or ("A" if "(单)" in spec else "B" if "(双)" in spec else "all")
    lines = [line.strip() for line in rest.split("\n") if line.strip()]
    lines = lines[:1] + [line for line in lines[1:] if bare_label(line) or not times_in(line)]
    if not lines or len(lines) > _LINES or len(rest) > 80:
        return None
    if len(lines) == 1:
        part = _line(lines[0])
        return part._replace(weeks=weeks, spec=spec) if part else None
    subject, *more = lines
    if is_subject(more[0]) and not is_subject(subject):
        subject, more[0] = more[0], subject
    elif is_subject(more[0]):
        return None  # 语文⏎阅读: half a lesson each, in turn, or a subject with a remark
    if len(lines) == _LINES:
        return None
    # 语文⏎301室: a place stands where the teacher would.
    teacher, room = ("", more[0]) if PLACE.fullmatch(more[0]) else (more[0], more[1] if len(more) > 1 else "")
    return Part(subject, teacher.strip("()"), room.strip("()"), weeks, spec)


def _line(word: str) -> Part | None:
    """One lesson on one line: 语文, 语文(张三), 语文(阅读), 语文 张三 301, 张三 语文."""
    if found := _BRACKETS.match(word):
        subject, inside, room = found[1].strip(), found[2].strip(), (found[3] or "").strip()
        if is_subject(inside):
            return Part(inside, subject) if like_a_person(subject) or titled(subject) else Part(word)
        return Part(subject, "", inside) if PLACE.fullmatch(inside) else Part(subject, inside, room)
    words = word.split(" ")
    if len(words) == 2 and re.fullmatch(r"(?:A|aula|sala|room|rm|каб\.?|raum)[.:] ?\w?\d{1,4}\w?", words[1], re.IGNORECASE):
        return Part(words[0], "", words[1])
    if len(words) in (2, 3) and not word.isascii() and any("\u4e00" <= c <= "\u9fff" for c in word):
        if is_subject(words[0]) and is_subject(words[1]):
            return None
        if words[0] in KNOWN:
            if len(words) == 2 and PLACE.fullmatch(words[1]):
                return Part(words[0], "", words[1])
            if len(words) == 3 and not PLACE.fullmatch(words[2]):
                return None
            return Part(words[0], words[1], words[2] if len(words) == 3 else "")
        if words[1] in KNOWN and len(words) == 2:
            return Part(words[1], words[0])
        return None
    return Part(word)


def add_cell(raw: RawTimetable, class_name: str, day: str, period: str, text: str, cell: str) -> None:
    """Note what a cell says of a class: lessons, a question, or something not understood."""
    raw.places.setdefault((class_name, day, period), cell)
    parts = parse_cell(text)
    written = raw.texts[cell, class_name] = plain(text).replace("\n", "⏎")
    whole = RawLesson(class_name, day, period, written, cell=cell)
    if parts is None:
        raw.questions.append(Question(whole, _halves(text)))
        return
    sure = len(parts) < 2 or (len(parts) == 2 and {p.weeks for p in parts} == {"A", "B"})
    if not sure:
        raw.questions.append(Question(whole, tuple((p.subject, p.teacher, p.room) for p in parts)))
        return
    for p in parts:
        raw.lessons.append(RawLesson(class_name, day, period, p.subject, p.teacher, p.room, p.weeks, cell))
        if p.spec:
            raw.weeks[cell, p.subject] = p.spec


def _halves(text: str) -> tuple[tuple[str, str, str], ...]:
    """语文⏎阅读: two subjects in a cell, of which it has to be asked how they share it."""
    words = [w.strip() for w in re.split(r"[\n ]|[、,，;；+&]|和|与|及", plain(text)) if w.strip()]
    return tuple((w, "", "") for w in words) if len(words) == 2 and all(map(is_subject, words)) else ()

"""Headings of master timetables: which columns are which day and period, which columns are which class."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from planner.importing.labels import bare_day, day_label, half_of_day, period_label, times_in, upright
from planner.importing.layouts.cells import is_free
from planner.importing.layouts.subjects import KNOWN, is_subject
from planner.importing.raw import Leftover, RawTimetable
from planner.models.shorthand import chinese_number
from planner.models.values import Span
from planner.reading.classnames import ClassName, plain, read_class_name, read_class_number, read_grade
from planner.reading.spreadsheets.sheets import Sheet
from planner.script import simplified

HEAD_ROWS = 25
_KOREAN = "월화수목금토일"
_DAYS_HERE = re.compile(r"星期|周|週|weekday|\bday|요일|曜", re.IGNORECASE)
_TELLING = 5
_TITLE_ROWS = 3
_FACTS = re.compile(
    r"(?:班主任|导师|導師|辅导员|副班主任|教室|班级教室|地点|人数|学生数|班额|tutor|room|students|pupils|"
    r"(?:home ?room|form|class) ?(?:teacher|tutor)?|klassenlehrer|raum|salle|aula|кабинет|"
    r"담임|담임교사|担任)(?:老师|教师|姓名)?:?",
    re.IGNORECASE,
)
"""Labels of rows that say something of each class, but no lesson."""
_COUNTED = re.compile(r"\(?(\d{1,2}|[一二三四五六七八九十]{1,3})\)?[班组]|(?:class|group)(\d{1,2})", re.IGNORECASE)
_GRADE_IN = re.compile(r"[一二三四五六七八九1-9]年级|[初高小][一二三四五六]|20\d{2}级")


@dataclass
class Columns:
    """The heading of a sheet whose columns are day × period: ``slots`` says of each column (day, period)."""

    first_row: int
    slots: dict[int, tuple[str, str]]
    spans: dict[str, Span | None]


@dataclass
class ClassColumns:
    """The heading of a sheet whose columns are classes."""

    first_row: int
    classes: dict[int, tuple[str, ClassName]]


def day_and_period(text: str) -> tuple[str, str] | None:
    """'周一-正1', '星期一第1节', 'Mon 3' -> (day, period)."""
    word = plain(text)
    for end in range(min(len(word) - 1, 12), 0, -1):
        day, rest = word[:end].rstrip(" -—–_·/\n"), word[end:].lstrip(" -—–_·/\n")
        single = len(day) == 1 and day in _KOREAN and rest[:1].isdecimal()  # 월1, 화3
        parted = len(day) + len(rest) < len(word)
        run_on = not parted and day[-1:].isalpha() and day.isascii() and rest[:1].isalpha()
        if rest and not run_on and (single or day_label(day)):
            period = period_label(rest)
            if period:
                return day, period
    return None


def day_columns(sheet: Sheet, least: int = 2) -> tuple[int, dict[int, str]] | None:
    """(row, column -> day as written) of the first row with days side by side."""
    for r in range(min(sheet.height, HEAD_ROWS)):
        texts = sheet.rows[r]
        days = {c: plain(text) for c, text in enumerate(texts) if day_label(text)}
        if not days:
            alphabets = ("一二三四五六日", "월화수목금토일", "月火水木金土日")
            each = [{c: plain(t) for c, t in enumerate(texts) if t and plain(t) in letters} for letters in alphabets]
            days = next((bare for bare in each if len(set(bare.values())) >= 4), {}) or _counted_days(sheet, r)
        if len({bare_day(d) for d in days.values()}) >= least:
            return r, days
    return None


def _counted_days(sheet: Sheet, row: int) -> dict[int, str]:
    """1 to 5 under a corner that says 星期, above rows that are called 第1节 or by the clock: the numbers are days."""
    texts = [plain(t) for t in sheet.rows[row]]
    found = {c: t for c, t in enumerate(texts) if re.fullmatch("[1-7]", t)}
    if list(found.values()) not in ([*"12345"], [*"123456"], [*"1234567"]):
        return {}
    left = range(min(found))
    labels = [sheet.at(r, c) for r in range(row + 1, sheet.height) for c in left if sheet.at(r, c)]
    periods = [t for t in labels if (period_label(t) or times_in(t)) and not plain(t).isdecimal()]
    corner = " ".join(texts[c] for c in left)
    return found if _DAYS_HERE.search(corner) and len(periods) >= 2 and not any(map(day_label, labels)) else {}


def slot_columns(sheet: Sheet) -> Columns | None:
    """The heading of day × period columns: two rows (days, often merged, over periods) or one row with both."""
    for r in range(min(sheet.height, HEAD_ROWS)):
        both: dict[int, tuple[str, str]] = {c: slot for c, text in enumerate(sheet.rows[r]) if (slot := day_and_period(text))}
        if len(both) >= 4:
            return Columns(r + 1, both, {})
    found = day_columns(sheet)
    if found is None:
        return None
    row, days = found
    for r in (row + 1, row + 2):
        halves = row + 1 if r == row + 2 else None
        slots: dict[int, tuple[str, str]] = {}
        spans: dict[str, Span | None] = {}
        day = ""
        for c in range(min(days), sheet.width):
            text = sheet.at(row, c)
            day = days.get(c, day if not text else "")
            label = period_label(sheet.at(r, c))
            if day and label:
                label = (half_of_day(sheet.at(halves, c)) if halves is not None else "") + label
                slots[c] = (day, label)
                spans.setdefault(label, times_in(sheet.at(r, c)))
        if len(slots) >= 2 * len({d for d, _ in slots.values()}) >= 2 and len(set(slots.values())) == len(slots):
            return Columns(r + 1, slots, spans)
    return None


def class_columns(sheet: Sheet) -> ClassColumns | None:
    """The heading of class columns: full names in one row, or numbers under (merged) grade headings."""
    best: ClassColumns | None = None
    whole = grade_of_sheet(sheet)
    for r in range(min(sheet.height, HEAD_ROWS)):
        classes: dict[int, tuple[str, ClassName]] = {}
        grade = whole
        for c, text in enumerate(sheet.rows[r]):
            above = sheet.at(r - 1, c) if r else ""
            if read := read_grade(above):
                grade = (plain(above), read)
            elif above and grade is not whole:
                grade = None
            full = read_class_name(text)
            number = full or read_class_number(text) or (_bare_number(text) if grade else None)
            if full and not day_label(text):
                classes[c] = (plain(text), full)
            elif number and grade:
                classes[c] = (f"{grade[0]}{_written(text)}", number.joined(grade[1]))
        if len(classes) >= 2 and (best is None or len(classes) > len(best.classes)):
            best = ClassColumns(r + 1, classes)
    return best or _numbered_columns(sheet)


def _numbered_columns(sheet: Sheet) -> ClassColumns | None:
    """1班, 2班, 3班 with no grade anywhere: which one it is has to be asked."""
    for r in range(min(sheet.height, HEAD_ROWS)):
        if classes := _numbered(dict(enumerate(sheet.rows[r]))):
            return ClassColumns(r + 1, classes)
    return None


def _numbered(texts: dict[int, str]) -> dict[int, tuple[str, ClassName]]:
    """Places of classes that are only counted; none where a number comes twice, for then several grades are meant."""
    found = {at: (plain(text), number) for at, text in texts.items() if (number := counted_class(text))}
    return found if len(found) >= 2 and len({number for _word, number in found.values()}) == len(found) else {}


def counted_class(text: str) -> ClassName | None:
    """The number of 1班, 1组 or Class 1, which say no grade."""
    found = _COUNTED.fullmatch(simplified(plain(text)).replace(" ", ""))
    return ClassName(None, chinese_number(found[1] or found[2])) if found else None


def grade_in(text: str) -> ClassName | None:
    """The one grade that a text speaks of, such as the name of a file."""
    found = [m[0] for m in _GRADE_IN.finditer(plain(text))]
    return read_grade(found[0]) if len(found) == 1 else None


def grade_of_sheet(sheet: Sheet) -> tuple[str, ClassName] | None:
    """The one grade that the name of the sheet, or else its title, speaks of."""
    titles = [text for r, _c, text in sheet.filled() if r < _TITLE_ROWS and len({t for t in sheet.rows[r] if t}) == 1]
    for text in (sheet.name if sheet.named else "", *titles):
        found = [m[0] for m in _GRADE_IN.finditer(plain(text))]
        if len(found) == 1 and (read := read_grade(found[0])):
            return found[0], read
    return None


def _bare_number(text: str) -> ClassName | None:
    word = plain(text)
    return read_class_number(f"{word}班") if re.fullmatch(r"\d{1,2}|[一二三四五六七八九十]{1,2}", word) else None


def _written(text: str) -> str:
    word = plain(text)
    return word if word.endswith("班") or word.startswith("(") else f"{word}班"


def label_columns(sheet: Sheet, first_row: int, columns: range) -> tuple[int, dict[int, tuple[str, ClassName]]] | None:
    """(column, row -> class) of the column that names the classes; a grade in a column before it is joined."""
    best: tuple[int, dict[int, tuple[str, ClassName]]] | None = None
    whole = grade_of_sheet(sheet)
    for c in columns:
        found: dict[int, tuple[str, ClassName]] = {}
        grade = whole
        for r in range(first_row, sheet.height):
            text = sheet.at(r, c)
            for left in range(c):
                if read := read_grade(sheet.at(r, left)):
                    grade = (plain(sheet.at(r, left)), read)
            if full := read_class_name(text):
                found[r] = (plain(text), full)
            elif grade and (number := read_class_number(text) or (_bare_number(text) if grade is not whole else None)):
                found[r] = (f"{grade[0]}{_written(text)}", number.joined(grade[1]))
        texts = [t for t in sheet.column(c, first_row) if t]
        if found and len(found) * 2 >= len(texts) and (best is None or len(found) > len(best[1])):
            best = (c, found)
    return best or _numbered_rows(sheet, first_row, columns)


def _numbered_rows(sheet: Sheet, first_row: int, columns: range) -> tuple[int, dict[int, tuple[str, ClassName]]] | None:
    for c in columns:
        texts = {r: sheet.at(r, c) for r in range(first_row, sheet.height) if sheet.at(r, c)}
        found = _numbered(texts)
        if found and len(found) * 2 >= len(texts):
            return c, found
    return None


def labels_of(sheet: Sheet, row: int, columns: Iterable[int], subject: int | None = None) -> set[tuple[int, int]]:
    """The cells before the lessons of a row that may be labels. A subject is none, but in the column ``subject``."""
    texts = {c: plain(sheet.at(row, c)) for c in columns}
    return {(row, c) for c, t in texts.items() if c == subject or period_label(t) or not _says_a_lesson(t, KNOWN)}


def _says_a_lesson(word: str, subjects: Collection[str]) -> bool:
    """Whether one of its words is a subject: 语文, 语文⏎张三, 张三 语文, 语文(张三). Single letters count only alone."""
    if word in subjects or word.partition("\n")[0] in subjects:
        return True
    return not read_class_name(word) and any(len(t) > 1 and t in subjects for t in re.split(r"[\s()/\-:]+", word))


def note_leftovers(
    raw: RawTimetable, sheet: Sheet, used: set[tuple[int, int]], first_row: int, columns: Collection[int] = ()
) -> None:
    """Whatever stands below the heading and was not used; what stands above is a title.

    It may be a lesson where it stands among the ``columns`` of lessons, or says what lessons say: then it is asked about.
    """
    subjects = KNOWN | {x.subject for x in raw.lessons}
    among = range(min(columns, default=0), max(columns, default=-1) + 1)
    facts = {r for r in range(sheet.height) if any(_FACTS.fullmatch(upright(sheet.at(r, c))) for c in range(among.start))}
    for r in range(min(first_row - 1, sheet.height)):
        # Lessons over the headings: the headings have slipped down.
        words = [(c, plain(t)) for c, t in enumerate(sheet.rows[r]) if t and (r, c) not in used]
        if sum(is_subject(w.partition("\n")[0]) for _c, w in words) >= 2:
            raw.leftovers.append(Leftover(sheet.address(r, words[0][0]), " ".join(w for _c, w in words)[:60], lesson=True))
    last = max((r for r, _c, _text in sheet.filled()), default=-1)
    if len({sheet.at(last, c) for c in among}) == 1 and not any(sheet.at(last, c) for c in range(among.start)):
        facts.add(last)  # one text under all of it: a remark, or who made the table
    for r, c, text in sheet.filled():
        if r >= first_row and (r, c) not in used and not is_free(text):
            word = plain(text)
            beyond = c > max(among, default=c) and bool(read_class_name(word))
            lesson = r not in facts and (c in among or beyond or _says_a_lesson(word, subjects))
            raw.leftovers.append(Leftover(sheet.address(r, c), word.replace("\n", "⏎"), lesson=lesson))


def note_sheet(raw: RawTimetable, sheet: Sheet) -> None:
    """A sheet of another form than the one that was read: all of it in one question, if it looks like a timetable."""
    texts = [plain(text) for _r, _c, text in sheet.filled()]
    days = sum(day_label(t) is not None for t in (sheet.name if sheet.named else "", *texts))
    periods = sum(period_label(t) is not None and not t.isdecimal() for t in texts)
    subjects = sum(map(is_subject, texts))
    # Who teaches what, and when the bell rings: without days, or without subjects, nothing is taught at any time.
    if days + subjects >= _TELLING and (days or periods >= _TELLING or subjects * 2 > len(texts)):
        first = next((sheet.address(r, c) for r, c, _text in sheet.filled()), sheet.address(0, 0))
        raw.leftovers.append(Leftover(first, " ".join(texts)[:60], lesson=True))
    elif days or periods:
        note_leftovers(raw, sheet, set(), 0)
    else:
        raw.leftovers += [Leftover(sheet.address(r, c), plain(text).replace("\n", "⏎")) for r, c, text in sheet.filled()]

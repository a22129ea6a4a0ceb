"""Shape 7: a long list, one lesson a line: 年级, 班级, 课程, 教师, 场地, 星期, 节次, 周类型, in any order."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict

from planner.importing.formats.clock import Timed, number_periods, span_of
from planner.importing.labels import bare_day, day_label, day_of_week_in, period_key, period_label, times_in
from planner.importing.layouts.cells import add_cell, is_clear, is_free
from planner.importing.layouts.grid import HEAD_ROWS, day_and_period, note_sheet
from planner.importing.raw import Leftover, RawLesson, RawTimetable
from planner.importing.weeks import parity_of, weeks_of, whole_term
from planner.languages import N_
from planner.models.values import Span
from planner.reading.classnames import ClassName, class_in, plain, read_class_name, read_class_number, read_grade
from planner.reading.spreadsheets.sheets import Sheet
from planner.script import in_both, simplified

TITLES: dict[str, tuple[str, ...]] = {
    "grade": (
        "年级", "年級", "grade", "grade level", "standard", "класс параллель", "year", "학년", "学年",
    ),
    "class": (
        "班级", "班級", "班", "班別", "班别", "section", "class section", "class id", "학급", "학급명", "班级名称", "教学班",
        "class nm", "行政班", "上课班级", "class", "students", "class name", "group", "form", "반", "klasse", "classe", "grupo",
        "curso", "turma", "класс", "clase", "组别", "クラス", "組",
    ),
    "subject": (
        "课程", "课程名", "科目", "学科", "课程名称", "科目名称", "课名", "課程", "課程名稱", "學科", "subject", "subject name",
        "course name", "course", "lesson name", "과목", "fach", "matière", "asignatura", "materia",
        "disciplina", "предмет", "教科", "itrt cntnt",
    ),
    "teacher": (
        "教师", "老师", "教師", "老師", "任課教師", "授課教師", "teacher name", "staff", "faculty", "任课教师",
        "任课老师", "教师姓名", "授课教师", "teacher", "teachers", "교사", "선생님", "lehrer", "lehrkraft", "professeur",
        "enseignant",
        "profesor", "docente", "professor", "учитель", "преподаватель", "先生",
    ),
    "room": (
        "场地", "教室", "場地", "room number", "room no", "classroom", "教室名称", "地点", "上课地点", "场所", "room",
        "place", "교실", "raum", "salle", "aula", "sala", "кабинет",
    ),
    "day": (
        "星期", "周几", "週幾", "day of week", "day name", "星期几", "上课星期", "day", "weekday", "요일", "tag",
        "wochentag", "jour", "día", "dia", "dia da semana", "день", "день недели", "曜日",
        "all ti ymd", "date", "日期", "날짜", "datum", "fecha", "дата",
    ),
    "period": (
        "节次", "节", "節次", "節", "堂", "period number", "period no", "period no.", "lesson number", "校時", "课节",
        "上课节次", "第几节", "period", "hour", "lesson", "교시", "stunde", "heure", "hora", "periodo", "tempo",
        "урок", "№ урока", "时限", "時限", "perio",
    ),
    "start": (
        "开始节数", "开始节次", "起始节次", "first period", "start period",
    ),
    "end": (
        "结束节数", "结束节次", "终止节次", "last period", "end period",
    ),
    "length": (
        "节数", "持续节数", "连上节数", "duration", "length",
    ),
    "from": (
        "开始时间", "上课开始时间", "開始時間", "start time", "starttime", "start_time", "begin", "from", "beginn",
        "début", "inicio", "hora inicio", "начало", "시작시간", "開始時刻",
    ),
    "until": (
        "结束时间", "上课结束时间", "結束時間", "end time", "endtime", "end_time", "finish", "to", "ende", "fin",
        "hora fin", "конец", "종료시간", "終了時刻",
    ),
    "kind": (
        "type", "period type", "类型",
    ),
    "when": (
        "时间", "上课时间", "时间段", "时段", "time", "day and period",
    ),
    "weeks": (
        "周类型", "周次类型", "单双周", "周型", "周数", "周次", "上课周次", "weeks", "week type", "parity",
        "week", "wk", "单双", "周別", "week cycle",
    ),
}  # fmt: skip
WORDS = {word: name for name, words in TITLES.items() for word in in_both(words)}

SHAPE = "long-list"
CALLED = N_("a list, one line a lesson")
_WAYS = ({"day", "period"}, {"day", "start"}, {"when"}, {"day", "from", "until"})
"""What says when a lesson is: any of these sets of columns."""

_BREAK = re.compile(r"break|lunch|recess|assembly|free|课间|午休|午餐", re.IGNORECASE)
_LONGEST = 5
_ENDS = {"start": ("start", "from"), "end": ("end", "until")}
_CLOCK = re.compile(r"\d{1,2}[:：.]\d\d")
_WEEKS_BEFORE = re.compile(r"((?:第?[\d,\-]+周(?:\([单双]\))?[,，]?)+)(?=[周星礼])")
_COUNTED_DAY = re.compile(r"day [0-6]")


def _heading(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    for r in range(min(sheet.height, HEAD_ROWS)):
        found: dict[str, int] = {}
        for c, text in enumerate(sheet.rows[r]):
            word = plain(text).lower().replace("_", " ").strip("*: ")
            name = WORDS.get(word) or _start_or_end(word, sheet, r, c)
            if name:
                found.setdefault(name, c)
        # A list of one class need not name it: then its file does.
        if (
            "subject" in found
            and any(way <= set(found) for way in _WAYS)
            and ({"class", "start", "from", "length"} & set(found))
        ):
            return r, found
    return None


def _start_or_end(word: str, sheet: Sheet, heading: int, column: int) -> str | None:
    """Start and End are times or numbers of periods: what stands below says which."""
    if word not in _ENDS:
        return None
    below = next((text for r in range(heading + 1, sheet.height) if (text := plain(sheet.at(r, column)))), "")
    return _ENDS[word][_CLOCK.match(below) is not None]


def recognises(sheets: list[Sheet]) -> float:
    """Lines under a heading that names class, subject, day and period."""
    return float(sum(sheet.height - found[0] - 0.5 for sheet in sheets if (found := _heading(sheet))))


def read(sheets: list[Sheet], raw: RawTimetable) -> None:
    """Note every line of every sheet of this shape."""
    timed: list[Timed] = []
    stem = re.split(r"[\\/]", raw.source)[-1].rpartition(".")[0]
    for sheet in sheets:
        found = _heading(sheet)
        if found is None:
            note_sheet(raw, sheet)
            continue
        heading, columns = found
        _weeks_column(sheet, heading, columns)
        raw.of_one_class = "class" not in columns
        lines = []
        for r in range(heading + 1, sheet.height):
            words = {name: plain(sheet.at(r, c)).replace("\n", " ").rstrip("。，、；") for name, c in columns.items()}
            if any(words.values()):
                words.setdefault("class", class_in(stem) or plain(stem))
                lines.append((r, words))
        if any(words.get("day") == "0" for _r, words in lines):
            # Counted from 0, but is that Monday or Sunday? Every day is a question then.
            lines = [
                (r, {**words, "day": f"day {words['day']}" if words.get("day", "").isdecimal() else words["day"]})
                for r, words in lines
            ]
        lines = _dated([(r, _when_by_clock(words)) for r, words in lines])
        weeks = whole_term(words.get("weeks", "") or _at_once(words.get("when", ""))[2] for _r, words in lines)
        for r, words in lines:
            _line(raw, words, sheet, r, columns, weeks, timed)
    if timed:
        number_periods(raw, timed)
    raw.lessons = _in_both_weeks(raw.lessons)


def _weeks_column(sheet: Sheet, heading: int, columns: dict[str, int]) -> None:
    """A column of odd and even weeks, whatever it is called: what it says is never passed over."""
    for c in range(sheet.width) if "weeks" not in columns else ():
        words = {t for r in range(heading + 1, sheet.height) if (t := plain(sheet.at(r, c)))}
        # Letters may be sections, or sets: the words for weeks are meant.
        if c not in columns.values() and len(words) > 1 and all(len(w) > 1 and parity_of(w) for w in words):
            columns["weeks"] = c


def _when_by_clock(words: dict[str, str]) -> dict[str, str]:
    """A day, and beside it a time (8:00-8:40) or a period under the heading of times."""
    if "day" not in words or "when" not in words or {"period", "start", "from"} & words.keys():
        return words
    rest = {name: text for name, text in words.items() if name != "when"}
    span = times_in(words["when"])
    if span is None:
        return {**rest, "period": words["when"]}
    return {**rest, "from": f"{span.start:%H:%M}", "until": f"{span.end:%H:%M}"}


_PARTED = re.compile(r"\s*(?:[,，、;；+&/]|\band\b|和)\s*")


def _joined(text: str) -> list[str]:
    """3A, 3B or 3A+3B: classes that are taught together; none where it is not sure that each piece is one."""
    pieces = _PARTED.split(text)
    return pieces if len(pieces) > 1 and not read_class_name(text) and all(read_class_name(x) for x in pieces) else []


def _several_days(text: str) -> list[str]:
    """Mon, Wed and Mon-Fri: a lesson on each of these days."""
    if not text or bare_day(text):
        return []
    pieces = _PARTED.split(text)
    if len(pieces) > 1 and all(day_label(x) for x in pieces):
        return pieces
    ends = [day_label(x) for x in re.split(r"\s*(?:-|~|至|到|\bto\b)\s*", text)]
    if len(ends) == 2 and all(x in _WEEK for x in ends):
        first, last = (_WEEK.index(x or "") for x in ends)
        return list(ENGLISH_DAYS[first : last + 1]) if first < last else []
    return []


_WEEK = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


def _dated(lines: list[tuple[int, dict[str, str]]]) -> list[tuple[int, dict[str, str]]]:
    """Dates in the column of days become their weekdays, where every week of them says the same."""
    dates = {words.get("day", "") for _r, words in lines}
    known = {text: found for text in dates if (found := _date(text))}
    if not dates or known.keys() != dates:
        return lines
    taught: dict[tuple[str, ...], dict[dt.date, set[str]]] = defaultdict(lambda: defaultdict(set))
    for _r, words in lines:
        date = known[words["day"]]
        key = (words.get("grade", ""), words["class"], str(date.weekday()), words.get("period", ""), words.get("from", ""))
        taught[key][date].add(words["subject"])
    if any(len({frozenset(said) for said in by_date.values()}) > 1 for by_date in taught.values()):
        return lines  # weeks that differ: which of them is the timetable?
    return [(r, {**words, "day": ENGLISH_DAYS[known[words["day"]].weekday()]}) for r, words in lines]


ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DATE = re.compile(r"(20\d\d)[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")


def _date(text: str) -> dt.date | None:
    found = _DATE.fullmatch(text)
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _in_both_weeks(lessons: list[RawLesson]) -> list[RawLesson]:
    """A lesson that stands once for each of two weeks is one of every week."""
    weeks: dict[RawLesson, set[str]] = defaultdict(set)
    for x in lessons:
        weeks[x._replace(weeks="all", cell="")].add(x.weeks)
    out: dict[RawLesson, RawLesson] = {}
    for x in lessons:
        same = x._replace(weeks="all", cell="")
        both = {"A", "B"} <= weeks[same]
        out.setdefault(same if both else x, x._replace(weeks="all") if both else x)
    return list(out.values())


def _line(
    raw: RawTimetable,
    words: dict[str, str],
    sheet: Sheet,
    r: int,
    columns: dict[str, int],
    term: tuple[int, int] | None,
    timed: list[Timed],
) -> None:
    def leftover(name: str) -> None:
        texts = " | ".join(text for text in sheet.rows[r] if text)
        column = columns.get(name, min(columns.values()))
        raw.leftovers.append(Leftover(sheet.address(r, column), plain(texts), lesson=True))

    if _BREAK.fullmatch(words.get("kind", "")):
        return
    missing = next((name for name in ("class", "subject") if not words[name]), None)
    if missing:
        leftover(missing)
        return
    if (joined := _joined(words["class"])) or (days := _several_days(words.get("day", ""))):
        several = [("class", x) for x in joined] if joined else [("day", x) for x in days]
        for key, word in several:
            _line(raw, {**words, key: word}, sheet, r, columns, term, timed)
        return
    spelling, name = _class(words)
    by_clock = not {"period", "start", "when"} & set(words)
    span = span_of(words["from"], words["until"]) if by_clock else None
    day, periods, within = _when(words) if not by_clock else (_day(words), ["-"] if span else [], "")
    weeks = weeks_of(words.get("weeks", "") or within, term)
    if not day and (both := day_of_week_in(words.get("day", ""))) and weeks == "all":
        day, weeks = both
        periods = _when({**words, "day": day})[1] if not by_clock else periods
    if not day or not periods or weeks is None:
        leftover("day" if not day else "period" if not periods else "weeks")
        return
    raw.classes.setdefault(spelling, name)
    raw.days.setdefault(day, None)
    if is_free(words["subject"]):
        return
    if not is_clear(words["subject"]) and "/" not in words["subject"]:
        leftover("subject")
        return
    if span is not None:
        lesson = RawLesson(
            spelling, day, "", words["subject"], words.get("teacher", ""), words.get("room", ""), weeks,
            sheet.address(r, columns["subject"]),
        )  # fmt: skip
        timed.append(Timed(span, lesson))
        return
    for period in periods:
        _tell_time(raw, period, span_of(words.get("from"), words.get("until")) if len(periods) == 1 else None)
        if "/" in words["subject"] and weeks == "all":
            text = "\n".join(filter(None, (words["subject"], words.get("teacher", ""))))
            add_cell(raw, spelling, day, period, text, sheet.address(r, columns["subject"]))
            continue
        raw.lessons.append(
            RawLesson(
                spelling, day, period, words["subject"], words.get("teacher", ""), words.get("room", ""), weeks,
                sheet.address(r, columns["subject"]),
            )
        )  # fmt: skip


def _tell_time(raw: RawTimetable, period: str, span: Span | None) -> None:
    """When a period is, where every line of it says the same; otherwise it is asked about."""
    raw.periods[period] = span if raw.periods.get(period, span) == span else None


def _when(words: dict[str, str]) -> tuple[str, list[str], str]:
    """(day, periods, weeks) of a line; '' or none for what is not understood."""
    if "day" not in words:
        return _at_once(words["when"])
    day, length = _day(words), words.get("length") or "1"
    if "period" in words:
        periods = _periods(words["period"])
        return day, _so_many(periods, length), ""
    first, last = words["start"], words.get("end") or words["start"]
    return day, _so_many(_periods(first if first == last else f"{first}-{last}"), length), ""


def _at_once(text: str) -> tuple[str, list[str], str]:
    """周一第1节, 周一1-2节, 1-18周星期五8-9节."""
    found = _WEEKS_BEFORE.match(simplified(text).replace(" ", ""))
    weeks, rest = (found[1], text.replace(" ", "")[found.end() :]) if found else ("", text)
    if slot := day_and_period(rest):
        return slot[0], _periods(slot[1]), weeks
    for end in range(min(len(rest) - 1, 12), 0, -1):
        if day_label(rest[:end].strip()) and (periods := _periods(rest[end:].strip())):
            return rest[:end].strip(), periods, weeks
    return "", [], weeks


def _so_many(periods: list[str], length: str) -> list[str]:
    """Periods from the first one on: 节次 3, 节数 2 is 3 and 4. None where the length is none, or minutes."""
    if not length.isdecimal() or not 1 <= int(length) <= _LONGEST or len(periods) not in (1, int(length)):
        return [] if length != "1" else periods
    if len(periods) == int(length):
        return periods
    key = period_key(periods[0])
    return _periods(f"{key.number}-{key.number + int(length) - 1}") if key.number and not key.part else []


def _day(words: dict[str, str]) -> str:
    return words["day"] if bare_day(words["day"]) or _COUNTED_DAY.fullmatch(words["day"]) else ""


def _class(words: dict[str, str]) -> tuple[str, ClassName | None]:
    text, grade = words["class"], words.get("grade", "")
    full = read_class_name(text)
    if full or not grade:
        return text, full
    bare = text if text.endswith("班") else f"{text}班"
    over = read_grade(grade) or read_grade(f"{grade}年级")
    if re.fullmatch("[A-Za-z]", text) and re.fullmatch(r"(?:grade |year |class )?(\d{1,2})", grade.lower()):
        joined = f"{re.sub(r'[^0-9]', '', grade)}{text.upper()}"
        return joined, read_class_name(joined)
    number = read_class_number(text) or read_class_number(bare)
    return f"{grade}{bare if number else text}", number.joined(over) if number and over else None


def _periods(text: str) -> list[str]:
    """'第1节' -> one period; '1-2', '第3、4节' -> a double lesson."""
    tight = text.replace(" ", "")
    if period_label(tight):
        return [tight]
    found = re.fullmatch(
        r"(?:第|p|period|lesson)?(\d{1,2})(?:st|nd|rd|th)?(?:[-~至到—、,+&]|to|and)(?:第|p|period|lesson)?(\d{1,2})(?:st|nd|rd|th)?"
        r"[节節]?[课課]?",
        tight,
        re.IGNORECASE,
    )
    if not found:
        return []
    first, last = int(found[1]), int(found[2])
    ends = "节" in simplified(tight)
    return [f"第{n}节" if ends else str(n) for n in range(first, last + 1)] if first < last <= first + 4 else []

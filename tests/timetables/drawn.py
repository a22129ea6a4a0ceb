"""More timetables as schools draw them: two languages, two kinds of weeks, two semesters, the ways of several countries.

Each function gives a file (name, sheets or text) and the lessons in it; an empty mapping where it can only be asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tests.timetables.known import DAYS, NUMERALS
from tests.timetables.layouts import WEEK
from tests.timetables.strange import CLASSES, PEOPLE, PERIODS, SHORT, SUBJECTS, Lessons, Week, zh
from tests.timetables.writing import Page

ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
TAUGHT = ("Maths", "English", "Science", "Art", "PE", "Music", "Library")
TAIWAN = ("國語", "數學", "英語", "自然", "社會", "體育", "音樂", "閱讀")
LATER = ("语文", "数学", "英语", "历史", "地理", "生物", "体育")
Class = tuple[int, int]


class Drawn(NamedTuple):
    """A file: its name, what is in it, how a text is encoded, and the lessons."""

    name: str
    content: list[Page] | str
    lessons: Lessons
    encoding: str = "utf-8"


def en(c: Class) -> str:
    """3A."""
    return f"{c[0]}{'AB'[c[1] - 1]}"


def one(week: Week, c: Class = CLASSES[0]) -> Lessons:
    """The lessons of one class."""
    return {key: s for key, s in week.lessons().items() if key[0] == f"{c[0]}-{c[1]}"}


def block(week: Week, c: Class, corner: str = "节次") -> list[list[str]]:
    """Days side by side, periods below each other."""
    return [[corner, *WEEK], *[[f"第{p}节", *[week.at[c, d, p] for d in DAYS]] for p in PERIODS]]


def in_turn(odd: Week, even: Week, classes: Sequence[Class]) -> Lessons:
    """The one in odd, the other in even weeks; every week where both say the same."""
    out: Lessons = {}
    for (c, d, p), s in odd.at.items():
        if c in classes:
            weeks = [("all", s)] if even.at[c, d, p] == s else [("A", s), ("B", even.at[c, d, p])]
            out |= {(f"{c[0]}-{c[1]}", d, p, w): text for w, text in weeks}
    return out


def rows_of_slots(week: Week, heads: Sequence[str], day: Sequence[str], label: Callable[[int], str] = str) -> list[list[str]]:
    """Days and periods to the left, a column a class."""
    lines = [
        [day[n] if p == 1 else "", label(p), *[week.at[c, d, p] for c in CLASSES]] for n, d in enumerate(DAYS) for p in PERIODS
    ]
    return [list(heads), *lines]


def cells(text: Callable[[str], str], tag: str, words: Sequence[str]) -> str:
    """Cells of a row of a web page."""
    return "".join(f"<{tag}>{text(w)}</{tag}>" for w in words)


def odd_and_even_below() -> Drawn:
    """A table of odd weeks over one of even weeks."""
    odd, even, c = Week("odd"), Week("even"), CLASSES[0]
    rows = [["三（1）班课程表（单周）"], *block(odd, c), [], ["三（1）班课程表（双周）"], *block(even, c)]
    return Drawn("t.xlsx", [Page("Sheet1", rows)], in_turn(odd, even, [c]))


def week_a_and_week_b() -> Drawn:
    """A sheet for each of two weeks, classes side by side."""
    weeks = {"Week A": Week("odd", TAUGHT), "Week B": Week("even", TAUGHT)}
    pages = [Page(name, rows_of_slots(w, ["Day", "Period", *map(en, CLASSES)], ENGLISH)) for name, w in weeks.items()]
    return Drawn("t.xlsx", pages, in_turn(*weeks.values(), CLASSES))


def a_day_of_odd_weeks() -> Drawn:
    """星期六（单周） beside the days of every week."""
    week = Week("saturday")
    rows = [[*line, {0: "星期六（单周）"}.get(n, "语文" if n < 4 else "")] for n, line in enumerate(block(week, CLASSES[0]))]
    extra: Lessons = {("3-1", "SAT", p, "A"): "语文" for p in (1, 2, 3)}
    return Drawn("三（1）班.xlsx", [Page("三（1）班", rows)], {**one(week), **extra})


def in_turn_with_teachers() -> Drawn:
    """单周音乐（杨丽）/双周美术（黄平）."""
    week = Week("turn")
    pages = week.sheets()
    pages[0].rows[6][5] = "单周音乐（杨丽）/双周美术（黄平）"
    lessons = week.lessons()
    del lessons["3-1", "FRI", 6, "all"]
    turn: Lessons = {("3-1", "FRI", 6, "A"): "音乐", ("3-1", "FRI", 6, "B"): "美术"}
    return Drawn("t.xlsx", pages, {**lessons, **turn})


def two_languages() -> Drawn:
    """Days, periods, subjects and the class in Chinese and English."""
    english = ("Chinese", "Maths", "English", "Science", "PE", "Music", "Art", "Moral Education", "Library")
    said = dict(zip(SUBJECTS, (f"{a} {b}" for a, b in zip(SUBJECTS, english, strict=True)), strict=True))
    week = Week("two languages")
    days = [f"{a}\n{b}" for a, b in zip(WEEK, ENGLISH, strict=True)]
    pages = week.sheets(lambda p: f"第{p}节\nPeriod {p}", said.__getitem__, days, {2: "大课间 Break"}, "节次 Period")
    for page, c in zip(pages, CLASSES, strict=True):
        page.name = f"Grade {c[0]} Class {c[1]}"
    return Drawn("t.xlsx", pages, {key: said[s] for key, s in week.lessons().items()})


def grades_over_numbers_in_two_languages() -> Drawn:
    """三年级⏎Grade 3 over 1班, 2班; days merged down, a meal across."""
    week, page = Week("grades"), Page("总课表")
    page.span(0, 0, 1, 6, "总课程表 Master Timetable")
    for c, text in ((0, "星期\nDay"), (1, "节次\nPeriod")):
        page.span(1, c, 2, 1, text)
    for n, grade in enumerate((3, 4)):
        page.span(1, 2 + 2 * n, 1, 2, f"{NUMERALS[grade]}年级\nGrade {grade}")
    for n in range(4):
        page.put(2, 2 + n, f"{n % 2 + 1}班")
    for n, d in enumerate(DAYS):
        page.span(len(page.rows), 0, 7, 1, f"{WEEK[n]} {ENGLISH[n]}")
        top = len(page.rows) - 1
        for p in PERIODS:
            for k, text in enumerate((f"第{p}节 / Period {p}", *[week.at[c, d, p] for c in CLASSES])):
                page.put(top + p - 1 + (p > 4), 1 + k, text)
        page.span(top + 4, 1, 1, 5, "午餐 Lunch")
    return Drawn("t.xlsx", [page], week.lessons())


def before_and_after_noon() -> Drawn:
    """Times with AM and PM; a break and a long lunch across; teacher and room below the subject."""
    times = ("8:00 AM - 8:45 AM", "8:45 AM - 9:30 AM", "9:45 AM - 10:30 AM", "10:30 AM - 11:15 AM", "12:30 - 1:15 PM")
    times = (*times, "1:15 PM - 2:00 PM")
    week, pages = Week("noon", TAUGHT), []
    for c in CLASSES:
        rows = [[f"Grade {en(c)} Timetable 2026-27"], ["Time", *ENGLISH]]
        for p in PERIODS:
            rows.append([times[p - 1], *[f"{week.at[c, d, p]}\nMs Clark\nRm 1{p}" for d in DAYS]])
            rest = {2: ["9:30 AM - 9:45 AM", *["Recess"] * 5], 4: ["11:15 AM - 12:30 PM", *["Lunch & Play"] * 5]}
            rows += [rest[p]] if p in rest else []
        pages.append(Page(en(c), rows))
    return Drawn("t.xlsx", pages, week.lessons())


def primary_in_hong_kong() -> Drawn:
    """P.3A, days in short."""
    week = Week("hk", TAUGHT)
    rows = rows_of_slots(week, ["", "", *[f"P.{en(c)}" for c in CLASSES]], [d[:3].upper() for d in ENGLISH])
    return Drawn("t.xlsx", [Page("Master", rows)], week.lessons())


def a_cycle_of_six_days() -> Drawn:
    """Day 1 to Day 6; the file is called by its class."""
    week = Week("cycle", TAUGHT)
    rows = [["Lesson", *[f"Day {n}" for n in range(1, 7)]]]
    for p in PERIODS:
        rows.append([str(p), *[week.at[CLASSES[0], d, p] for d in (*DAYS, "MON")]])
    days = dict(zip((*DAYS, "SAT"), (f"D{n}" for n in range(1, 7)), strict=True))
    lessons: Lessons = {(c, days[d], p, w): s for (c, d, p, w), s in one(week).items()}
    sixth: Lessons = {("3-1", "D6", p, "all"): week.at[CLASSES[0], "MON", p] for p in PERIODS}
    return Drawn("3A.xlsx", [Page("Sheet1", rows)], {**lessons, **sixth})


def virtues() -> Drawn:
    """三年忠班, 三年孝班, as in Taiwan."""
    week = Week("virtues", TAIWAN)
    heads = ["", "", *[f"{NUMERALS[g]}年{'忠孝'[n - 1]}班" for g, n in CLASSES]]
    rows = rows_of_slots(week, heads, [f"週{d}" for d in "一二三四五"], lambda p: f"第{NUMERALS[p]}節")
    return Drawn("t.xlsx", [Page("總課表", rows)], week.lessons())


def big5() -> Drawn:
    """A list in the encoding of Taiwan and Hong Kong."""
    week = Week("big5", TAIWAN)
    lines = [f"{c[0]}0{c[1]},週{'一二三四五'[DAYS.index(d)]},{p},{s},林老師" for (c, d, p), s in week.at.items()]
    return Drawn("t.csv", "\n".join(["班級,星期,節次,科目,教師", *lines]), week.lessons(), "big5")


def roman_numbers() -> Drawn:
    """A sheet a day; classes and periods in Roman numbers."""
    week, pages = Week("roman", TAUGHT), []
    for n, d in enumerate(DAYS):
        rows = [[ENGLISH[n].upper()], ["CLASS", "I", "II", "III", "IV", "V", "VI"]]
        rows += [[f"{('III', 'IV')[c[0] - 3]} {'AB'[c[1] - 1]}", *[week.at[c, d, p] for p in PERIODS]] for c in CLASSES]
        pages.append(Page(ENGLISH[n], rows))
    return Drawn("t.xlsx", pages, week.lessons())


def vietnamese_days() -> Drawn:
    """Thứ 2 is Monday."""
    week = Week("vietnam", ("Toán", "Tiếng Việt", "Khoa học", "Âm nhạc"))
    rows = rows_of_slots(week, ["Thứ", "Tiết", *map(en, CLASSES)], [f"Thứ {n}" for n in range(2, 7)])
    return Drawn("t.xlsx", [Page("TKB", rows)], week.lessons())


def counted_days() -> Drawn:
    """节次＼星期 over 1, 2, 3, 4, 5."""
    week = Week("counted")
    return Drawn("t.xlsx", week.sheets(days="12345", corner="节次\\星期"), week.lessons())


def grade_in_the_title() -> Drawn:
    """A sheet a grade; rows are only 1班, 2班."""
    week, pages = Week("title"), []
    for grade in (3, 4):
        rows = [[f"{NUMERALS[grade]}年级课程表"], ["", *[d if p == 1 else "" for d in SHORT for p in PERIODS]]]
        rows.append(["班级", *[str(p) for _d in DAYS for p in PERIODS]])
        rows += [[f"{n}班", *[week.at[(grade, n), d, p] for d in DAYS for p in PERIODS]] for n in (1, 2)]
        pages.append(Page(f"{NUMERALS[grade]}年级", rows))
    return Drawn("t.xlsx", pages, week.lessons())


def three_rows_a_period() -> Drawn:
    """Subject, teacher and room below each other, each with its name beside it."""
    week, pages = Week("three"), []
    for c in CLASSES:
        rows = [["节次", "", *WEEK]]
        for p in PERIODS:
            subjects = [week.at[c, d, p] for d in DAYS]
            rows += [
                [f"第{p}节", "科目", *subjects],
                ["", "教师", *map(PEOPLE.__getitem__, subjects)],
                ["", "教室", *["301"] * 5],
            ]
        pages.append(Page(zh(c), rows))
    return Drawn("t.xlsx", pages, week.lessons())


def times_in_one_word() -> Drawn:
    """1-18周星期五1-2节."""
    week, lessons = Week("word"), Lessons()
    lines = ["课程,班级,时间,教师"]
    for c in CLASSES:
        for n, d in enumerate(DAYS):
            for p in (1, 3, 5):
                lines.append(f"{week.at[c, d, p]},{zh(c)},1-18周星期{'一二三四五'[n]}{p}-{p + 1}节,王小明")
                lessons |= {(f"{c[0]}-{c[1]}", d, k, "all"): week.at[c, d, p] for k in (p, p + 1)}
    return Drawn("t.csv", "\n".join(lines), lessons)


def first_period_and_length() -> Drawn:
    """A list of a portal: 节次 is the first period, 节数 how many; the file is called by its class."""
    week, lessons, rows = Week("length"), Lessons(), []
    for n, d in enumerate(DAYS):
        for p in (1, 3, 5):
            s = week.at[CLASSES[0], d, p]
            rows.append(f"<tr>{cells(str, 'td', (s, '王小明*', '1-18周上', str(n + 1), str(p), '2', '301'))}</tr>")
            lessons |= {("3-1", d, k, "all"): s for k in (p, p + 1)}
    head = cells(str, "th", ("课程名", "教师", "周次", "星期", "节次", "节数", "教室"))
    return Drawn("三（1）班.html", f"<table><tr>{head}</tr>{''.join(rows)}</table>", lessons)


def big_periods_of_a_portal() -> Drawn:
    """第一大节⏎01-02节; short and hidden beside full and shown; two courses in turn under a rule."""
    week, lessons, rows = Week("portal"), Lessons(), []
    for p in (1, 3, 5):
        tds = []
        for d in DAYS:
            s = week.at[CLASSES[0], d, p]
            short = f"<div class=kbcontent1 style='display:none'>{s}<br><font>1-18(周)</font></div>"
            when = f"<font title='周次(节次)'>{{}}[0{p}-0{p + 1}节]</font>"
            full = f"{s}<br><font title=老师>{PEOPLE[s]}</font><br>{when.format('1-18(周)')}<br>"
            if (d, p) == ("FRI", 5):
                turns = [f"{x}<br>{when.format(w)}<br>" for x, w in (("音乐", "1-17(单周)"), ("美术", "2-18(双周)"))]
                full = "---------------------<br>".join(turns)
                lessons |= {("3-1", d, k, w): x for k in (5, 6) for x, w in (("音乐", "A"), ("美术", "B"))}  # type: ignore[misc]
            else:
                lessons |= {("3-1", d, k, "all"): s for k in (p, p + 1)}
            tds.append(f"<td>{short}<div class=kbcontent>{full}</div></td>")
        rows.append(f"<tr><th>第{NUMERALS[(p + 1) // 2]}大节<br>0{p}-0{p + 1}节</th>{''.join(tds)}</tr>")
    table = f"<table id=kbtable><tr><th>&nbsp;</th>{cells(str, 'th', WEEK)}</tr>{''.join(rows)}</table>"
    return Drawn("三（1）班.html", table, lessons, "gb18030")


def two_semesters() -> Drawn:
    """Beside each other under one title: which of them?"""
    first, second, c = Week("first"), Week("second"), CLASSES[0]
    rows = [["三（1）班课程表"], ["上学期", *[""] * 6, "下学期"]]
    rows += [[*a, "", *b] for a, b in zip(block(first, c), block(second, c), strict=True)]
    return Drawn("t.xlsx", [Page("Sheet1", rows)], {})


def not_assigned() -> Drawn:
    """Unassigned stands where a lesson would: is it a subject?"""
    week = Week("csv", TAUGHT)
    lines = [f"Period {p},{','.join(week.at[CLASSES[0], d, p] + ' (Ms Clark)' for d in DAYS)}" for p in PERIODS]
    text = "\n".join(["Class Timetable - 3A", "Period," + ",".join(ENGLISH), *lines])
    return Drawn("export.csv", text[: text.rindex(",")] + ",Unassigned", {})


def year_of_entry() -> Drawn:
    """2026级1班 with 历史 and 生物: grade 7, or grade 10?"""
    week = Week("entry", LATER)
    rows = rows_of_slots(week, ["星期", "节次", *[f"20{29 - g}级{n}班" for g, n in CLASSES]], WEEK)
    return Drawn("t.xlsx", [Page("总课表", rows)], {})


DRAWN: dict[str, Callable[[], Drawn]] = {
    f.__name__: f
    for f in (
        odd_and_even_below, week_a_and_week_b, a_day_of_odd_weeks, in_turn_with_teachers, two_languages,
        grades_over_numbers_in_two_languages, before_and_after_noon, primary_in_hong_kong, a_cycle_of_six_days, virtues, big5,
        roman_numbers, vietnamese_days, counted_days, grade_in_the_title, three_rows_a_period, times_in_one_word,
        first_period_and_length, big_periods_of_a_portal, two_semesters, not_assigned, year_of_entry,
    )
}  # fmt: skip

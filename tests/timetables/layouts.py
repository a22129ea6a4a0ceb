"""A known timetable as schools draw it: by the clock, in pairs of rows or columns, in blocks, a sheet for a day or a grade."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.timetables.known import DAYS, NUMERALS, Timetable
from tests.timetables.writing import Page

WEEK = ("星期一", "星期二", "星期三", "星期四", "星期五")
RUSSIAN = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница")


def name(grade: int, number: int) -> str:
    """三（1）班."""
    return f"{NUMERALS[grade]}（{number}）班"


def subject(known: Timetable, grade: int, number: int, day: str, period: int) -> str:
    """What stands in a cell, '' for nothing."""
    found = known.at(grade, number, day, period)
    return found[0].subject if found else ""


def teacher(known: Timetable, grade: int, number: int, day: str, period: int) -> str:
    """Who stands below or beside it."""
    found = known.at(grade, number, day, period)
    return found[0].teacher if found else ""


def clock(period: int, dash: str = "～") -> str:
    """8.20～9.00."""
    return f"{7 + period}.20{dash}{8 + period}.00"


def week(page: Page, known: Timetable, at: tuple[int, int], of: tuple[int, int], label: Callable[[int], str]) -> None:
    """The week of a class: weekdays side by side, periods below each other."""
    top, left = at
    page.put(top, left, "节次")
    for c, day in enumerate(WEEK, left + 1):
        page.put(top, c, day)
    for p in range(1, known.periods + 1):
        page.put(top + p, left, label(p))
        for c, day in enumerate(DAYS, left + 1):
            page.put(top + p, c, subject(known, *of, day, p))


def by_the_clock(known: Timetable) -> list[Page]:
    """A sheet a class, rows named by times, the long break between them."""
    pages = []
    for of in known.classes:
        page = Page(name(*of))
        week(page, known, (1, 0), of, clock)
        page.rows.insert(3, ["9.00～9.20", *["大课间"] * 5])
        page.put(0, 0, f"{name(*of)}课程表")
        pages.append(page)
    return pages


def time_below(known: Timetable) -> list[Page]:
    """A sheet a class, the time of a period in a row of its own."""
    pages = []
    for of in known.classes:
        page = Page(name(*of))
        week(page, known, (0, 0), of, lambda p: f"第{p}节")
        for p in range(known.periods, 0, -1):
            page.rows.insert(p + 1, [clock(p, "-").replace(".", ":")])
        pages.append(page)
    return pages


def columns_by_the_clock(known: Timetable) -> list[Page]:
    """Rows are classes, columns are named by times under the days."""
    page = Page("总表")
    page.put(1, 0, "班级")
    for d, day in enumerate(WEEK):
        page.put(0, 1 + d * known.periods, day)
        for p in range(1, known.periods + 1):
            page.put(1, d * known.periods + p, clock(p))
    for r, of in enumerate(known.classes, 2):
        page.put(r, 0, name(*of))
        for d, day in enumerate(DAYS):
            for p in range(1, known.periods + 1):
                page.put(r, d * known.periods + p, subject(known, *of, day, p))
    return [page]


def two_rows(known: Timetable) -> list[Page]:
    """Rows are classes, the teachers in a second row; the class merged over both."""
    page = Page("总课表")
    page.put(1, 0, "班级")
    for d, day in enumerate(WEEK):
        page.span(0, 1 + d * known.periods, 1, known.periods, day)
        for p in range(1, known.periods + 1):
            page.put(1, d * known.periods + p, str(p))
    for n, of in enumerate(known.classes):
        page.span(2 + 2 * n, 0, 2, 1, name(*of))
        for d, day in enumerate(DAYS):
            for p in range(1, known.periods + 1):
                page.put(2 + 2 * n, d * known.periods + p, subject(known, *of, day, p))
                page.put(3 + 2 * n, d * known.periods + p, teacher(known, *of, day, p))
    return [page]


def two_columns(known: Timetable) -> list[Page]:
    """Columns are classes, each with a column for the subject and one for the teacher."""
    page = Page("总课表")
    for c, title in enumerate(("星期", "节次")):
        page.put(0, c, title)
    for n, of in enumerate(known.classes):
        page.span(0, 2 + 2 * n, 1, 2, name(*of))
        page.put(1, 2 + 2 * n, "课程")
        page.put(1, 3 + 2 * n, "教师")
    for d, day in enumerate(DAYS):
        for p in range(1, known.periods + 1):
            row = 1 + d * known.periods + p
            page.put(row, 1, f"第{p}节")
            for n, of in enumerate(known.classes):
                page.put(row, 2 + 2 * n, subject(known, *of, day, p))
                page.put(row, 3 + 2 * n, teacher(known, *of, day, p))
        page.span(2 + d * known.periods, 0, known.periods, 1, WEEK[d])
    return [page]


def blocks_below(known: Timetable) -> list[Page]:
    """All classes in one sheet, one below the other."""
    page = Page("课程表")
    for n, of in enumerate(known.classes):
        top = n * (known.periods + 3)
        page.put(top, 0, f"{name(*of)}课程表")
        week(page, known, (top + 1, 0), of, lambda p: f"第{NUMERALS[p]}节")
    return [page]


def blocks_beside(known: Timetable) -> list[Page]:
    """All classes in one sheet, two beside each other."""
    page = Page("全校")
    for n, of in enumerate(known.classes):
        top, left = n // 2 * (known.periods + 3), n % 2 * 7
        page.put(top, left, name(*of))
        week(page, known, (top + 1, left), of, lambda p: f"第{p}节")
    return [page]


def sheet_a_grade(known: Timetable) -> list[Page]:
    """A sheet a grade, whose columns are only numbers of classes."""
    pages = []
    for grade in dict.fromkeys(g for g, _n in known.classes):
        page, mine = Page(f"{NUMERALS[grade]}年级"), [of for of in known.classes if of[0] == grade]
        for c, title in enumerate(("星期", "节次", *(f"{n}班" for _g, n in mine))):
            page.put(0, c, title)
        for d, day in enumerate(DAYS):
            for p in range(1, known.periods + 1):
                row = d * known.periods + p
                page.put(row, 0, WEEK[d] if p == 1 else "")
                page.put(row, 1, str(p))
                for c, of in enumerate(mine, 2):
                    page.put(row, c, subject(known, *of, day, p))
        pages.append(page)
    return pages if all(sum(g == grade for g, _n in known.classes) > 1 for grade, _n in known.classes) else by_the_clock(known)


def sheet_a_day(known: Timetable) -> list[Page]:
    """A sheet a weekday, rows are classes."""
    pages = []
    for d, day in enumerate(DAYS):
        page = Page(WEEK[d])
        page.put(0, 0, "班级")
        for p in range(1, known.periods + 1):
            page.put(0, p, f"第{p}节")
        for r, of in enumerate(known.classes, 1):
            page.put(r, 0, name(*of))
            for p in range(1, known.periods + 1):
                page.put(r, p, subject(known, *of, day, p))
        pages.append(page)
    return pages


def day_rows(known: Timetable, days: Sequence[str] = WEEK) -> list[Page]:
    """Columns are classes, each day begins with a row that says it."""
    page = Page("Sheet1")
    for c, of in enumerate(known.classes, 1):
        page.put(0, c, name(*of) if days is WEEK else f"{of[0]}{'АБВ'[of[1] - 1]}")
    for d, day in enumerate(DAYS):
        top = 1 + d * (known.periods + 1)
        page.put(top, 0, days[d])
        for p in range(1, known.periods + 1):
            page.put(top + p, 0, str(p))
            for c, of in enumerate(known.classes, 1):
                page.put(top + p, c, subject(known, *of, day, p))
    return [page]


def day_and_period(known: Timetable) -> list[Page]:
    """A list with one column for weekday and period."""
    page = Page("课表")
    for c, title in enumerate(("班级", "时间", "课程", "教师")):
        page.put(0, c, title)
    for r, x in enumerate(known.lessons, 1):
        words = (name(x.grade, x.number), f"{WEEK[DAYS.index(x.day)]}第{x.period}节", x.subject, x.teacher)
        for c, word in enumerate(words):
            page.put(r, c, word)
    return [page]


def korean(known: Timetable) -> list[Page]:
    """The same as a Korean list: 학년, 반, 요일, 교시, 과목, 교사."""
    page = Page("시간표")
    for c, title in enumerate(("학년", "반", "요일", "교시", "과목", "교사")):
        page.put(0, c, title)
    for r, x in enumerate(known.lessons, 1):
        words = (str(x.grade), str(x.number), "월화수목금"[DAYS.index(x.day)], str(x.period), x.subject, x.teacher)
        for c, word in enumerate(words):
            page.put(r, c, word)
    return [page]


def class_alone(known: Timetable) -> list[Page]:
    """Rows are teachers of one subject each; a cell names only the class."""
    page = Page("教师课表")
    for c, title in enumerate(("教师", "学科")):
        page.put(0, c, title)
    for d, day in enumerate(WEEK):
        page.put(0, 2 + d * known.periods, day)
        for p in range(1, known.periods + 1):
            page.put(1, 1 + d * known.periods + p, str(p))
    rows = sorted({(x.teacher, x.subject) for x in known.lessons})
    for r, (who, what) in enumerate(rows, 2):
        page.put(r, 0, who)
        page.put(r, 1, what)
        for x in known.lessons:
            if (x.teacher, x.subject) == (who, what):
                c = 1 + DAYS.index(x.day) * known.periods + x.period
                there = page.rows[r][c] if c < len(page.rows[r]) else ""
                page.put(r, c, f"{there}、{name(x.grade, x.number)}".strip("、"))
    return [page]


def portal(known: Timetable) -> list[Page]:
    """A sheet a class, as the portals of 正方 and 强智 fill cells: subject, weeks with periods, teacher, room."""
    pages = []
    for of in known.classes:
        page = Page(name(*of))
        week(page, known, (1, 0), of, lambda p: f"第{p}节")
        page.put(0, 0, f"{name(*of)}课表")
        for p in range(1, known.periods + 1):
            for c, day in enumerate(DAYS, 1):
                if page.rows[1 + p][c]:
                    page.rows[1 + p][c] += f"\n1-18(周)[0{p}-0{p}节]\n{teacher(known, *of, day, p)}\n教学楼{of[0]}0{of[1]}"
        pages.append(page)
    return pages


LAYOUTS: dict[str, Callable[[Timetable], list[Page]]] = {
    "by the clock": by_the_clock,
    "time below": time_below,
    "columns by the clock": columns_by_the_clock,
    "two rows": two_rows,
    "two columns": two_columns,
    "blocks below": blocks_below,
    "blocks beside": blocks_beside,
    "sheet a grade": sheet_a_grade,
    "sheet a day": sheet_a_day,
    "day rows": day_rows,
    "russian day rows": lambda known: day_rows(known, RUSSIAN),
    "day and period": day_and_period,
    "korean list": korean,
    "class alone": class_alone,
    "portal": portal,
}

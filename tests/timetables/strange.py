"""Timetables as primary schools really draw them: breaks across the week, upright labels, several views in one file.

Each function gives pages and the lessons that stand in them: (class, day, place in the day, weeks) -> subject.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from tests.timetables.known import DAYS, NUMERALS
from tests.timetables.layouts import WEEK
from tests.timetables.writing import Page

CLASSES = ((3, 1), (3, 2), (4, 1), (4, 2))
SUBJECTS = ("语文", "数学", "英语", "科学", "体育", "音乐", "美术", "道法", "阅读")
PEOPLE = dict(zip(SUBJECTS, ("王小明", "李红", "张伟", "刘芳", "陈军", "杨丽", "黄平", "赵云", "周敏"), strict=True))
SHORT = tuple(f"周{d}" for d in "一二三四五")
PERIODS = range(1, 7)
Class = tuple[int, int]
Lessons = dict[tuple[str, str, int, str], str]
"""(class, day, place in the day, weeks) -> subject."""
Drawn = tuple[list[Page], Lessons]


class Week:
    """A full week of every class; ``[class, day, period]`` is a subject."""

    def __init__(self, seed: str, subjects: Sequence[str] = SUBJECTS) -> None:
        rng = random.Random(seed)
        self.at = {(c, d, p): rng.choice(subjects) for c in CLASSES for d in DAYS for p in PERIODS}

    def lessons(self, moved: int = 0, more: Mapping[tuple[str, str, int, str], str] | None = None) -> Lessons:
        """All of them; ``moved``: lessons stand so many places later; ``more`` goes over them."""
        out = {(f"{c[0]}-{c[1]}", d, p + moved, "all"): s for (c, d, p), s in self.at.items()}
        return {**out, **(more or {})}

    def sheets(
        self, label: Callable[[int], str] = lambda p: f"第{p}节", cell: Callable[[str], str] = str,
        days: Sequence[str] = WEEK, between: Mapping[int, str] | None = None, corner: str = "节次",
    ) -> list[Page]:  # fmt: skip
        """A sheet a class; ``between``: behind a period a row with one text over all of it."""
        pages = []
        for c in CLASSES:
            page = Page(zh(c), [[corner, *days]])
            for p in PERIODS:
                page.rows.append([label(p), *[cell(self.at[c, d, p]) for d in DAYS]])
                if p in (between or {}):
                    page.span(len(page.rows), 0, 1, 6, (between or {})[p])
            pages.append(page)
        return pages

    def columns(
        self, heads: Sequence[str], label: Callable[[int], str] = lambda p: f"第{p}节", days: Sequence[str] = WEEK,
        cell: Callable[[str], str] = str, above: Sequence[Sequence[str]] = (), tail: str = "",
    ) -> Page:  # fmt: skip
        """Days and periods to the left, a column a class."""
        page = Page("总课表", [list(heads), *map(list, above)])
        for day, d in zip(days, DAYS, strict=True):
            page.span(len(page.rows), 0, len(PERIODS), 1, day)
            for p in PERIODS:
                row = len(page.rows) - 1 if p == 1 else len(page.rows)
                texts = [cell(self.at[c, d, p]) for c in CLASSES]
                for n, text in enumerate((label(p), *texts, tail if p == 6 else ""), 1):
                    page.put(row, n, text)
        return page


def zh(c: Class) -> str:
    """三（1）班."""
    return f"{NUMERALS[c[0]]}（{c[1]}）班"


NAMES = [zh(c) for c in CLASSES]


def breaks_down() -> Drawn:
    """Rows are classes; a break is a column, merged over all of them."""
    week, page = Week("1"), Page("总课表")
    columns = ("1", "2", "大课间", "3", "4", "午休", "5", "6")
    page.span(0, 0, 2, 1, "班级")
    for d, day in enumerate(WEEK):
        page.span(0, 1 + 8 * d, 1, 8, day)
        for n, label in enumerate(columns, 1 + 8 * d):
            page.put(1, n, label)
    for r, c in enumerate(CLASSES, 2):
        page.put(r, 0, zh(c))
        for d, day in enumerate(DAYS):
            for n, label in enumerate(columns, 1 + 8 * d):
                page.put(r, n, week.at[c, day, int(label)] if label.isdecimal() else "")
    for d in range(5):
        page.span(2, 3 + 8 * d, 4, 1, "大课间")
        page.span(2, 6 + 8 * d, 4, 1, "午休")
    return [page], week.lessons()


def breaks_across() -> Drawn:
    """A sheet a class; breaks are rows, merged over the week and spread out."""
    week = Week("2")
    return week.sheets(between={1: "眼保健操", 2: "大 课 间", 4: "午    休"}), week.lessons()


def blocks_with_halves() -> Drawn:
    """Classes below each other, 上⏎午 upright beside the periods, breaks over the whole block."""
    week, page = Week("3"), Page("班级课表")
    for c in CLASSES:
        page.span(len(page.rows), 0, 1, 7, f"{zh(c)}课程表    班主任：王小明")
        page.rows.append(["时段", "节次", *WEEK])
        top = len(page.rows)
        for p in PERIODS:
            page.rows.append(["上\n午" if p == 1 else "下\n午" if p == 5 else "", f"第{NUMERALS[p]}节"])
            page.rows[-1] += [week.at[c, d, p] for d in DAYS]
            if p in (2, 4):
                page.span(len(page.rows), 1, 1, 6, "大课间" if p == 2 else "午休")
        page.merges += [(top, 0, top + 5, 0), (top + 6, 0, top + 7, 0)]
        page.rows.append([])
    return [page], week.lessons()


def upright_days() -> Drawn:
    """星⏎期⏎一 merged down."""
    week = Week("4")
    days = ["\n".join(day) for day in WEEK]
    return [week.columns(["星期", "节次", *NAMES], days=days)], week.lessons()


def facts_below_the_classes() -> Drawn:
    """Under the names of the classes stand their teachers and rooms."""
    week = Week("5")
    above = (["", "班主任", *list(PEOPLE.values())[:4]], ["", "教室", "101", "102", "201", "202"])
    return [week.columns(["星期", "节次", *NAMES], above=above)], week.lessons()


def other_sheets() -> Drawn:
    """Beside the timetable: who teaches what, when the bell rings."""
    week = Week("6")
    tasks = Page("任课表", [["班级", *SUBJECTS[:5]], *[[name, *list(PEOPLE.values())[:5]] for name in NAMES]])
    bell = Page("作息时间", [["作息时间表"], ["节次", "时间"], *[[f"第{p}节", f"{7 + p}:00-{7 + p}:40"] for p in PERIODS]])
    return [week.columns(["星期", "节次", *NAMES]), tasks, bell], week.lessons()


def the_same_by_class() -> Drawn:
    """The timetable of the school, and the same again for each class."""
    week = Week("7")
    return [week.columns(["星期", "节次", *NAMES]), *week.sheets()], week.lessons()


def the_same_by_teacher() -> Drawn:
    """The timetable of the school, and the week of some of its teachers."""
    week = Week("8")
    pages = [week.columns(["星期", "节次", *NAMES])]
    for subject in SUBJECTS[:3]:
        page = Page(PEOPLE[subject], [[f"{PEOPLE[subject]}老师课表"], ["节次", *WEEK]])
        for p in PERIODS:
            taught = [[zh(c) for c in CLASSES if week.at[c, d, p] == subject][:1] for d in DAYS]
            page.rows.append([f"第{p}节", *[f"{subject} {names[0]}" if names else "" for names in taught]])
        pages.append(page)
    return pages, week.lessons()


def only_teachers() -> Drawn:
    """A sheet a teacher and nothing else: a cell names class and subject."""
    week = Week("9")
    pages = []
    for subject in SUBJECTS:
        for n, c in enumerate(CLASSES):
            page = Page(f"{PEOPLE[subject][0]}{'甲乙丙丁'[n]}老师", [["节次", *WEEK]])
            for p in PERIODS:
                cells = (f"{NUMERALS[c[0]]}{c[1]}{subject}" if week.at[c, d, p] == subject else "" for d in DAYS)
                page.rows.append([f"第{p}节", *cells])
            pages.append(page)
    return pages, week.lessons()


def class_and_day_to_the_left() -> Drawn:
    """Periods side by side; a row for each day of a class."""
    week, page = Week("10"), Page("课表", [["班级", "星期", *[f"第{p}节" for p in PERIODS]]])
    for c in CLASSES:
        page.merges.append((len(page.rows), 0, len(page.rows) + 4, 0))
        page.rows += [[zh(c) if d == "MON" else "", SHORT[n], *[week.at[c, d, p] for p in PERIODS]] for n, d in enumerate(DAYS)]
    return [page], week.lessons()


def day_and_class_to_the_left() -> Drawn:
    """Periods side by side; a row for each class on a day."""
    week, page = Week("11"), Page("课表", [["星期", "班级", *[f"第{p}节" for p in PERIODS]]])
    for n, d in enumerate(DAYS):
        page.merges.append((len(page.rows), 0, len(page.rows) + 3, 0))
        page.rows += [[WEEK[n] if c == CLASSES[0] else "", zh(c), *[week.at[c, d, p] for p in PERIODS]] for c in CLASSES]
    return [page], week.lessons()


def days_begin_anew() -> Drawn:
    """Each day has a title and a heading of its own; classes below each other."""
    week, page = Week("12"), Page("课表")
    for n, d in enumerate(DAYS):
        page.span(len(page.rows), 0, 1, 7, WEEK[n])
        page.rows.append(["班级", *[f"第{p}节" for p in PERIODS]])
        page.rows += [[zh(c), *[week.at[c, d, p] for p in PERIODS]] for c in CLASSES]
        page.rows.append([])
    return [page], week.lessons()


def english_primary() -> Drawn:
    """Times to the left; registration, break and lunch across the week."""
    week = Week("13", ("Maths", "English", "Science", "Art", "PE", "Music", "Library"))
    times = ("8:45 - 9:35", "9:35 - 10:25", "10:45 - 11:35", "11:35 - 12:25", "13:25 - 14:15", "14:15 - 15:05")
    pages = []
    for c in CLASSES:
        page = Page(f"Class {c[0]}{'AB'[c[1] - 1]}", [["Time", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]])
        for p in PERIODS:
            rest = {1: ("8:30 - 8:45", "Registration"), 3: ("10:25 - 10:45", "Break"), 5: ("12:25 - 13:25", "Lunch")}
            if p in rest:
                page.rows.append([rest[p][0]])
                page.span(len(page.rows) - 1, 1, 1, 5, rest[p][1])
            page.rows.append([times[p - 1], *[week.at[c, d, p] for d in DAYS]])
        pages.append(page)
    return pages, week.lessons()


def taiwan() -> Drawn:
    """The times of a period stand below its name, on two lines; the teacher below the subject."""
    subjects = ("國語", "數學", "英語", "自然", "體育", "音樂", "美勞", "閱讀")
    week = Week("14", subjects)
    teachers = dict(zip(subjects, ("王小明", "李紅", "張偉", "劉芳", "陳軍", "楊麗", "黃平", "趙雲"), strict=True))

    def label(p: int) -> str:
        return f"第{NUMERALS[p]}節\n{7 + p:02d}:40\n{8 + p:02d}:20"

    return week.sheets(label, lambda s: f"{s}\n{teachers[s]}", corner="節次/時間"), week.lessons()


def subjects_in_brackets() -> Drawn:
    """语文（阅读） is a subject, 语文（王小明） is one with its teacher, 体育（操场） one with its place."""
    week = Week("15", ("语文", "体育", "校本", "数学"))
    cells = {"语文": "语文（阅读）", "校本": "校本（书法）", "体育": "体育（操场）"}
    said = {k: {"语文": "语文(阅读)", "校本": "校本(书法)"}.get(s, s) for k, s in week.lessons().items()}
    return week.sheets(cell=lambda s: cells.get(s, f"{s}（王小明）")), said


def weeks_in_turn() -> Drawn:
    """Every way of writing that two subjects alternate."""
    ways = (
        "音乐(单)美术(双)", "单：音乐 双：美术", "单周音乐\n双周美术", "音乐（单周）、美术（双周）", "音乐/美术(单/双)",
        "音乐(单周)/美术(双周)", "单周：音乐/双周：美术", "音乐单美术双", "音乐|美术（单双周）", "（单）音乐\n（双）美术",
        "音樂(單)/美術(雙)", "音乐(单)\n杨丽\n美术(双)\n黄平",
    )  # fmt: skip
    week = Week("16")
    pages, said = week.sheets(), week.lessons()
    for n, way in enumerate(ways):
        c, day = CLASSES[n // 5], n % 5
        pages[n // 5].put(6, 1 + day, way)
        del said[f"{c[0]}-{c[1]}", DAYS[day], 6, "all"]
        odd, even = ("音樂", "美術") if "樂" in way else ("音乐", "美术")
        said |= {(f"{c[0]}-{c[1]}", DAYS[day], 6, "A"): odd, (f"{c[0]}-{c[1]}", DAYS[day], 6, "B"): even}
    return pages, said


def counted_weeks() -> Drawn:
    """语文⏎1-18周⏎张三⏎201, and a lesson of even weeks, as programs of universities write it."""
    week = Week("17")
    pages, said = week.sheets(cell=lambda s: f"{s}\n周一第1,2节{{第1-18周}}\n{PEOPLE[s]}\n201"), week.lessons()
    pages[0].put(1, 1, "阅读\n2-18周(双)[01节]\n周敏")
    del said["3-1", "MON", 1, "all"]
    return pages, {**said, ("3-1", "MON", 1, "B"): "阅读"}


STRANGE: dict[str, Callable[[], Drawn]] = {
    f.__name__: f
    for f in (
        breaks_down, breaks_across, blocks_with_halves, upright_days, facts_below_the_classes, other_sheets, the_same_by_class,
        the_same_by_teacher, only_teachers, class_and_day_to_the_left, day_and_class_to_the_left, days_begin_anew,
        english_primary, taiwan, subjects_in_brackets, weeks_in_turn, counted_weeks,
    )
}  # fmt: skip

"""Timetables in the forms of public programs of many countries: lists, grids by the clock, two-week lists, pages.

Each function gives a file (name, sheets or text) and the lessons in it; an empty mapping where it can only be asked about or
refused. Structures were learned from public repositories; names, subjects and numbers are invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tests.timetables.drawn import ENGLISH, TAIWAN, TAUGHT, Drawn, cells, en, one
from tests.timetables.known import DAYS
from tests.timetables.strange import CLASSES, PERIODS, Lessons, Week
from tests.timetables.writing import Page

KOREAN = ("국어", "수학", "영어", "과학", "체육", "음악", "미술", "독서")
SPANISH = ("Lengua", "Mates", "Inglés", "Ciencias", "Música", "Plástica", "Lectura")
GERMAN = ("Mathe", "Deutsch", "Englisch", "Sport", "Kunst", "Musik")
RUSSIAN = ("Русский язык", "Математика", "Литература", "Музыка", "ИЗО", "Физкультура", "Технология")
ARABIC = ("رياضيات", "علوم", "لغة عربية", "لغة إنجليزية", "رسم")
PEOPLE = ("A. Moor", "B. Hill", "C. Lake", "D. Wood", "E. Field")
MONTHS_DAYS = ("20260907", "20260908", "20260909", "20260910", "20260911")
Slot = tuple[tuple[int, int], int, int, str]
"""Class, number of the day (from 0), period, subject."""


def slots(week: Week, classes: Sequence[tuple[int, int]] = CLASSES) -> Iterator[Slot]:
    """All lessons in order."""
    for c in classes:
        for n, d in enumerate(DAYS):
            for p in PERIODS:
                yield c, n, p, week.at[c, d, p]


def teacher(subject: str, subjects: Sequence[str] = TAUGHT) -> str:
    """One for each subject."""
    return PEOPLE[subjects.index(subject) % len(PEOPLE)]


def listed(week: Week, head: str, line: Callable[[Slot], str], name: str = "t.csv", encoding: str = "utf-8") -> Drawn:
    """A line a lesson."""
    return Drawn(name, "\n".join([head, *map(line, slots(week))]) + "\n", week.lessons(), encoding)


def clock(p: int) -> tuple[str, str]:
    """Begin and end of a period."""
    return f"{7 + p:02}:00", f"{7 + p:02}:40"


def arabic_list() -> Drawn:
    """Sunday to Thursday, in Arabic."""
    week, days = Week("arabic", ARABIC), ("الأحد", "الإثنين", "الثلاثاء", "الأربعاء", "الخميس")
    own = dict(zip(DAYS, ("SUN", "MON", "TUE", "WED", "THU"), strict=True))
    made = listed(week, "day,period,class,subject,teacher,room", lambda x: f"{days[x[1]]},{x[2]},{en(x[0])},{x[3]},أحمد,1")
    lessons: Lessons = {(c, own[d], p, w): s for (c, d, p, w), s in made.lessons.items()}
    return made._replace(lessons=lessons)


def list_with_shift_and_board() -> Drawn:
    """Two columns in front that say nothing of the week."""
    return listed(
        Week("shift", TAUGHT),
        "Shift,Board,Day,Period,Class,Subject,Teacher,Room",
        lambda x: f'"Morning","State",{ENGLISH[x[1]]},{x[2]},"Class {en(x[0])}","{x[3]}","{teacher(x[3])}","R1"',
    )


def numbered_days_and_times() -> Drawn:
    """day_of_week 1 to 5, times in columns of their own."""
    return listed(
        Week("numbered", TAUGHT),
        "day_of_week,period,class_name,subject_name,teacher_name,room,start_time,end_time",
        lambda x: f"{x[1] + 1},P{x[2]},Grade {en(x[0])},{x[3]},{teacher(x[3])},,{clock(x[2])[0]},{clock(x[2])[1]}",
    )


def grid_of_days_a_class() -> Drawn:
    """Class,Day,P1..P6 with a break between, the teacher behind a stroke or in brackets."""
    week, rows = Week("grid", TAUGHT), ["Class,Day,P1,P2,Break,P3,P4,Lunch,P5,P6"]
    for c in CLASSES:
        for n, d in enumerate(DAYS):
            said = [f"{week.at[c, d, p]} ({teacher(week.at[c, d, p])})" for p in PERIODS]
            rows.append(",".join([f"{c[0]}-{'AB'[c[1] - 1]}", ENGLISH[n], *said[:2], "Break", *said[2:4], "Lunch", *said[4:]]))
    return Drawn("t.csv", "\n".join(rows), week.lessons())


def grade_and_section() -> Drawn:
    """Two columns make the class."""
    return listed(
        Week("section", TAUGHT),
        "Grade,Section,Day,Period,Subject",
        lambda x: f"{x[0][0]},{'AB'[x[0][1] - 1]},{ENGLISH[x[1]][:3]},{x[2]},{x[3]}",
    )


def fet_timetable() -> Drawn:
    """FET's own list of the solved timetable: days and hours by name, classes joined by +."""
    week = Week("fet list", TAUGHT)
    head = '"Activity Id","Day","Hour","Students Sets","Subject","Teachers","Activity Tags","Room","Comments"'
    made = listed(
        week, head, lambda x: f'"{x[2]}","{ENGLISH[x[1]]}","{clock(x[2])[0]}","{en(x[0])}","{x[3]}","{teacher(x[3])}","","",""'
    )
    text = [x for x in made.content.split("\n") if '"Friday","13:00"' not in x]  # type: ignore[union-attr]
    joined = '"99","Friday","13:00","3A+3B+4A+4B","Library","A. Moor","","",""'
    lessons: Lessons = {k: ("Library" if k[1:3] == ("FRI", 6) else s) for k, s in made.lessons.items()}
    return Drawn("school_timetable.csv", "\n".join([*text[:-1], joined, ""]), lessons)


def two_weeks_of_teachers() -> Drawn:
    """1Mon:1 … 2Fri:6 across; a row of classes and one of rooms for each teacher."""
    return Drawn("teachers.csv", two_weeks(lambda c, _s, p: f"{en(c)}/Ar{p}"), {})


def two_weeks_of_pupils() -> Drawn:
    """A line for each lesson of a pupil: no class is named."""
    lines = ["Email,Year,Subject,Period,Room,Teacher", "p1@x.example,3,Maths,1Mon:3,D5,JGO", ",,,1Tue:5,D5,JGO"]
    lines += [f",,English,{w}{d}:{p},E1,CST" for w in "12" for d in ("Wed", "Thu") for p in (1, 2, 3)]
    return Drawn("students.csv", "\n".join(lines), {})


def two_weeks(cell: Callable[[tuple[int, int], str, int], str]) -> str:
    """Rows of teachers over the periods of two weeks."""
    week = Week("two weeks", TAUGHT)
    heads = [f"{w}{d[:3]}:{p}" for w in "12" for d in ENGLISH for p in PERIODS]
    rows = [",".join(["Staff", *heads])]
    for t in PEOPLE:
        line = [t]
        for _w in "12":
            for d in DAYS:
                for p in PERIODS:
                    mine = [c for c in CLASSES if teacher(week.at[c, d, p]) == t]
                    line.append(cell(mine[0], week.at[mine[0], d, p], p) if mine else "")
        rows += [",".join(line), ",".join(["", *["R1" if x else "" for x in line[1:]]])]
    return "\n".join(rows)


def spanish_by_the_clock() -> Drawn:
    """07:40 A 08:20, with a head of the institution and a list of subjects above the grid; rooms behind A:."""
    week = Week("clock es", SPANISH)
    rows = [
        "COLEGIO EJEMPLO,,,,,",
        "GRUPO 3A,,,,,",
        "PERIODO,2026-I,,,,",
        ",,,,,",
        "HORA,LUNES,MARTES,MIERCOLES,JUEVES,VIERNES",
    ]
    for p in PERIODS:
        rows.append(",".join([f"{clock(p)[0]} A {clock(p)[1]}", *[f"{week.at[CLASSES[0], d, p]} A:119" for d in DAYS]]))
    return Drawn("3A.csv", "\n".join(rows), one(week))


def spanish_rooms_in_brackets() -> Drawn:
    """Inglés (F1): the room stands in brackets."""
    week = Week("rooms es", SPANISH)
    rows = ["Hora,Lunes,Martes,Miércoles,Jueves,Viernes"]
    for p in PERIODS:
        rows.append(",".join([" - ".join(clock(p)), *[f"{week.at[CLASSES[0], d, p]} (F1)" for d in DAYS]]))
    return Drawn("3A.csv", "\n".join(rows), one(week))


def taiwan_page() -> Drawn:
    """節次/星期 in a web page; two periods of one lesson are one cell."""
    week, lessons, rows = Week("page", TAIWAN), Lessons(), []
    for p in PERIODS:
        tds = []
        for d in DAYS:
            s = week.at[CLASSES[0], d, p - (p + 1) % 2]
            lessons["3-1", d, p, "all"] = s
            tds.append(f'<td rowspan="2">{s}</td>' if p % 2 else "")
        rows.append(f"<tr><td>第{'一二三四五六'[p - 1]}節</td>{''.join(tds)}</tr>")
    head = cells(str, "td", ("節次/星期", "星期一", "星期二", "星期三", "星期四", "星期五"))
    return Drawn("三年一班.html", f"<h1>課表</h1><table><tr>{head}</tr>{''.join(rows)}</table>", lessons)


def taiwan_form() -> Drawn:
    """班級：301 beside the title, days as 一 to 五, times below the number of the period."""
    week = Week("form", TAIWAN)
    pages = []
    for c in CLASSES:
        rows = [["課程表", "", "", "", "", f"班級：{c[0]}0{c[1]}"], ["節次/星期", *"一二三四五"]]
        rows += [[f"{p}\n{clock(p)[0]}-{clock(p)[1]}", *[week.at[c, d, p] for d in DAYS]] for p in PERIODS]
        pages.append(Page(f"{c[0]}0{c[1]}", rows))
    return Drawn("t.xlsx", pages, week.lessons())


def korean_grid() -> Drawn:
    """교시,월,화,수,목,금 in the encoding of Korea; the file is called by its class."""
    week = Week("ko", KOREAN)
    rows = ["교시,월,화,수,목,금", *[",".join([f"{p}교시", *[week.at[CLASSES[0], d, p] for d in DAYS]]) for p in PERIODS]]
    return Drawn("3-1.csv", "\n".join(rows), one(week), "euc-kr")


def korean_grid_of_classes() -> Drawn:
    """학급,교시 to the left."""
    week = Week("ko all", KOREAN)
    rows = ["학급,교시,월,화,수,목,금"]
    rows += [",".join([f"{c[0]}-{c[1]}", str(p), *[week.at[c, d, p] for d in DAYS]]) for c in CLASSES for p in PERIODS]
    return Drawn("t.csv", "\n".join(rows), week.lessons())


def korean_teacher() -> Drawn:
    """Duties of the staff, and the week of one teacher: cells name classes, no subject anywhere."""
    week = Week("ko teacher", KOREAN)
    duties = Page("업무분장", [["업무", "담당"], ["축제", "교무"], ["연수", "연구"]])
    rows = [["교시", *"월화수목금"]]
    for p in PERIODS:
        rows.append(
            [
                f"{p}교시",
                *[f"{CLASSES[p % 4][0]}-{CLASSES[p % 4][1]}" if week.at[CLASSES[0], d, p] in KOREAN[:4] else "" for d in DAYS],
            ]
        )
    return Drawn("t.xlsx", [duties, Page("교사시간표", rows)], {})


def korean_three_rows() -> Drawn:
    """과목, 교사, 교실 below each other, without a name beside them."""
    week, pages = Week("ko three", KOREAN), []
    for c in CLASSES:
        rows = [["교시", *"월화수목금"]]
        for p in PERIODS:
            said = [week.at[c, d, p] for d in DAYS]
            rows += [
                [str(p), *said],
                ["", *[f"김{'가나다라마바사아'[KOREAN.index(s)]}" for s in said]],
                ["", *[f"{c[0]}0{c[1]}호"] * 5],
            ]
        pages.append(Page(f"{c[0]}학년 {c[1]}반", rows))
    return Drawn("t.xlsx", pages, week.lessons())


def german_with_semicolons() -> Drawn:
    """Two religions at once, quoted for the semicolon in them."""
    week = Week("de", GERMAN)
    week.at[CLASSES[0], "TUE", 3] = "Religion ev;kath"
    said = {s: f'"{s}"' if ";" in s else s for s in week.at.values()}
    rows = [";".join([str(p), *[said[week.at[CLASSES[0], d, p]] for d in DAYS]]) for p in PERIODS]
    return Drawn("3a.csv", "\n".join(["Stunde;Montag;Dienstag;Mittwoch;Donnerstag;Freitag", *rows]), one(week))


def korean_portal() -> Drawn:
    """A line for each date: the week of 7 September."""
    return listed(
        Week("neis", KOREAN),
        "ALL_TI_YMD,GRADE,CLASS_NM,PERIO,ITRT_CNTNT",
        lambda x: f"{MONTHS_DAYS[x[1]]},{x[0][0]},{x[0][1]},{x[2]},{x[3]}",
    )


def page_of_a_portal() -> Drawn:
    """第1节 to the left, weeks and periods in every cell, a lesson of two periods is one cell."""
    week, lessons, rows = Week("zf old"), Lessons(), []
    for p in PERIODS:
        tds = []
        for d in DAYS:
            s = week.at[CLASSES[0], d, p - (p + 1) % 2]
            lessons["3-1", d, p, "all"] = s
            tds.append(f'<td align="center" rowspan="2">{s}<br>1-16({p},{p + 1})<br>李芳<br>4-110<br></td>' if p % 2 else "")
        side = f'<td rowspan="{4 if p == 1 else 2}">{"上午" if p == 1 else "下午"}</td>' if p in (1, 5) else ""
        rows.append(f"<tr>{side}<td>第{p}节</td>{''.join(tds)}</tr>")
    head = '<td colspan="2">时间</td>' + cells(str, "td", ("星期一", "星期二", "星期三", "星期四", "星期五"))
    return Drawn("三（1）班.html", f"<table><tr>{head}</tr>{''.join(rows)}</table>", lessons, "gb18030")


def russian_with_rooms() -> Drawn:
    """A day's name over each block, classes across with a column of rooms behind each."""
    week = Week("ru rooms", RUSSIAN)
    rows = [["Расписание уроков"], ["№", *[x for c in CLASSES for x in (f"{c[0]} {'аб'[c[1] - 1]}", "каб")]]]
    for n, d in enumerate(DAYS):
        rows.append([("Понедельник", "Вторник", "Среда", "Четверг", "Пятница")[n]])
        rows += [[str(p), *[x for c in CLASSES for x in (week.at[c, d, p], f"2{p}")]] for p in PERIODS]
    return Drawn("t.csv", "\n".join(",".join(r) for r in rows), week.lessons())


def russian_times_and_rooms() -> Drawn:
    """Day, number, time to the left; a column of rooms behind each class."""
    week, page = Week("ru times", RUSSIAN), Page("Расписание")
    heads = ["День", "Урок", "Время", *[x for c in CLASSES for x in (f"{c[0]}{'аб'[c[1] - 1]}", "Каб.")]]
    for k, text in enumerate(heads):
        page.put(0, k, text)
    for n, d in enumerate(DAYS):
        page.span(len(page.rows), 0, 6, 1, ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница")[n])
        top = len(page.rows) - 1
        for p in PERIODS:
            line = [str(p), "-".join(clock(p)), *[x for c in CLASSES for x in (week.at[c, d, p], f"2{p}")]]
            for k, text in enumerate(line):
                page.put(top + p - 1, 1 + k, text)
    return Drawn("t.xlsx", [page], week.lessons())


def times_without_periods() -> Drawn:
    """Begin and end, and no number of a period: the times are the periods."""
    return listed(
        Week("times", TAUGHT),
        "Day,Subject,Teacher,StartTime,EndTime,Room,Class",
        lambda x: f"{ENGLISH[x[1]]},{x[3]},{teacher(x[3])},{clock(x[2])[0]},{clock(x[2])[1]},R1,{en(x[0])}",
    )


def days_of_two_weeks() -> Drawn:
    """MonA and MonB: an odd and an even week."""
    odd, even = Week("a", TAUGHT), Week("b", TAUGHT)
    lines, lessons = ["Day,Period,Class,Subject,Teacher,Room"], Lessons()
    for c in CLASSES:
        for n, d in enumerate(DAYS):
            for p in PERIODS:
                for week, letter in ((odd, "A"), (even, "B")):
                    lines.append(f"{ENGLISH[n][:3]}{letter},{p},{en(c)},{week.at[c, d, p]},{teacher(week.at[c, d, p])},R1")
                same = odd.at[c, d, p] == even.at[c, d, p]
                said = [("all", odd)] if same else [("A", odd), ("B", even)]
                lessons |= {(f"{c[0]}-{c[1]}", d, p, w): x.at[c, d, p] for w, x in said}  # type: ignore[misc]
    return Drawn("t.csv", "\n".join(lines), lessons)


def break_spelled_down() -> Drawn:
    """B, R, E, A, K stand one in each row of a column, and LUNCH in another."""
    week, pages = Week("spelled", TAUGHT), []
    for c in CLASSES:
        rows = [["DAY", "1", "2", "", "3", "4", "", "5", "6"]]
        for n, d in enumerate(DAYS):
            said = [week.at[c, d, p] for p in PERIODS]
            rows.append([ENGLISH[n].upper(), *said[:2], "BREAK"[n], *said[2:4], "LUNCH"[n], *said[4:]])
        pages.append(Page(f"CLASS {en(c)}", rows))
    return Drawn("t.xlsx", pages, week.lessons())


def a_day_and_b_day() -> Drawn:
    """Block schedule: no weekday at all."""
    week = Week("block", TAUGHT)
    rows = ["Period,A Day,B Day"]
    rows += [",".join([str(p), week.at[CLASSES[0], "MON", p], week.at[CLASSES[0], "TUE", p]]) for p in PERIODS]
    lessons: Lessons = {
        ("3-1", x, p, "all"): week.at[CLASSES[0], d, p] for p in PERIODS for x, d in (("D1", "MON"), ("D2", "TUE"))
    }
    return Drawn("3A.csv", "\n".join(rows), lessons)


def json_of_a_portal() -> Drawn:
    """Courses with weeks and sections, of one person."""
    course = '{"name":"体育","position":"","teacher":"王","weeks":[1,2,3],"day":4,"sections":[{"section":3}]}'
    return Drawn("t.json", f'{{"courseInfos":[{course},{course.replace("体育", "语文")}]}}', {})


def json_by_dates() -> Drawn:
    """Lessons of a service with dates and numbers as times."""
    lesson = '{"id":1,"date":20261216,"startTime":755,"endTime":840,"kl":[{"id":1,"name":"3A"}],"su":[{"id":2,"name":"D"}]}'
    return Drawn("t.json", f'{{"data":{{"result":[{lesson}]}}}}', {})


ABROAD: dict[str, Callable[[], Drawn]] = {
    f.__name__: f
    for f in (
        arabic_list, list_with_shift_and_board, numbered_days_and_times, grid_of_days_a_class, grade_and_section, fet_timetable,
        two_weeks_of_teachers, two_weeks_of_pupils, spanish_by_the_clock, spanish_rooms_in_brackets, taiwan_page, taiwan_form,
        korean_grid, korean_grid_of_classes, korean_teacher, korean_three_rows, german_with_semicolons, korean_portal,
        page_of_a_portal, russian_with_rooms, russian_times_and_rooms, times_without_periods, days_of_two_weeks,
        break_spelled_down, a_day_and_b_day, json_of_a_portal, json_by_dates,
    )
}  # fmt: skip

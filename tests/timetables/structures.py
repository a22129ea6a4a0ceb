"""Structures of timetables that schools and programs in many countries use, each of a few known classes.

Only the structure is theirs; classes, lessons and names are our own. Every entry gives sheets (name -> rows) or a text.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

DAYS = ("MON", "TUE", "WED", "THU", "FRI")
CHINESE = ("星期一", "星期二", "星期三", "星期四", "星期五")
SHORT = ("周一", "周二", "周三", "周四", "周五")
ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
RUSSIAN = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница")
SPANISH = ("Lunes", "Martes", "Miércoles", "Jueves", "Viernes")
GERMAN = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag")
FRENCH = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi")
BRAZILIAN = ("Segunda-feira", "Terça-feira", "Quarta-feira", "Quinta-feira", "Sexta-feira")
TAIWANESE = ("週一", "週二", "週三", "週四", "週五")
KOREAN, JAPANESE = tuple("월화수목금"), tuple("月火水木金")
NUMERALS = "零一二三四五六"
PERIODS = 6
CLASSES = ((3, 1), (3, 2), (4, 1), (4, 2))
SUBJECTS = {
    "zh": ("语文", "数学", "英语", "科学", "体育", "音乐", "美术", "阅读"),
    "tw": ("國語", "數學", "英語", "自然", "體育", "音樂", "美勞", "閱讀"),
    "en": ("Maths", "English", "Science", "History", "Art", "Music", "PE", "Library"),
    "ru": ("Математика", "Русский язык", "Литература", "История", "Биология", "Музыка"),
    "es": ("Matemáticas", "Lengua", "Inglés", "Ciencias", "Música", "Biblioteca"),
    "ko": ("국어", "수학", "영어", "과학", "체육", "음악", "미술", "독서"),
}
Rows = list[list[str]]
Class = tuple[int, int]
Lessons = dict[tuple[Class, str, int], str]
"""(class, day, period) -> subject."""


class Structure(NamedTuple):
    """What a file holds: sheets by name, or the text of a ``.csv``; ``name``: of the file, without its ending."""

    lessons: Lessons
    sheets: Mapping[str, Rows] | None = None
    text: str = ""
    name: str = "t"


def lessons(language: str, classes: Sequence[Class] = CLASSES) -> Lessons:
    """A full week for each class."""
    rng = random.Random(f"{language} {len(classes)}")
    return {(c, d, p): rng.choice(SUBJECTS[language]) for c in classes for d in DAYS for p in range(1, PERIODS + 1)}


def zh(c: Class) -> str:
    """三（1）班."""
    return f"{NUMERALS[c[0]]}（{c[1]}）班"


def en(c: Class) -> str:
    """3A."""
    return f"{c[0]}{'AB'[c[1] - 1]}"


def teacher(subject: str) -> str:
    """One for each subject."""
    found = [s for words in SUBJECTS.values() for s in words].index(subject)
    return "王李张刘陈杨黄赵"[found % 8] + "小明红伟芳军"[found % 6]


def weeks(
    known: Lessons, name: Callable[[Class], str], days: Sequence[str], label: Callable[[int], str], corner: str = "",
    cell: Callable[[str], str] = str, between: Mapping[int, list[str]] | None = None,
) -> dict[str, Rows]:  # fmt: skip
    """A sheet a class, days side by side; ``between``: rows behind a period."""
    out = {}
    for c in dict.fromkeys(c for c, _d, _p in known):
        rows = [[corner, *days]]
        for p in range(1, PERIODS + 1):
            rows.append([label(p), *[cell(known[c, d, p]) for d in DAYS]])
            rows += [list((between or {})[p])] if p in (between or {}) else []
        out[name(c)] = rows
    return out


def days_down(
    known: Lessons, name: Callable[[Class], str], days: Sequence[str], labels: Sequence[str], corner: str
) -> dict[str, Rows]:
    """A sheet a class, days below each other."""
    return {
        name(c): [
            [corner, *labels],
            *[[day, *[known[c, d, p] for p in range(1, PERIODS + 1)]] for day, d in zip(days, DAYS, strict=True)],
        ]
        for c in dict.fromkeys(c for c, _d, _p in known)
    }


def columns(known: Lessons, heads: Sequence[str], days: Sequence[str], label: Callable[[int], str] = str) -> Rows:
    """Days and periods down, a column a class."""
    classes = list(dict.fromkeys(c for c, _d, _p in known))
    return [
        list(heads),
        *[
            [day if p == 1 else "", label(p), *[known[c, d, p] for c in classes]]
            for day, d in zip(days, DAYS, strict=True)
            for p in range(1, PERIODS + 1)
        ],
    ]


def lines(known: Lessons, head: str, line: Callable[[Class, int, int, str], Sequence[str]], separator: str = ",") -> str:
    """A list; ``line`` gets class, number of the day (from 0), period, subject."""
    rows = [separator.join(line(c, DAYS.index(d), p, s)) for (c, d, p), s in known.items()]
    return "\n".join([head, *rows])


def clock(p: int) -> tuple[str, str]:
    """08:00, 08:40."""
    return f"{7 + p:02d}:00", f"{7 + p:02d}:40"


def structures() -> dict[str, Structure]:
    """All of them by name."""
    z, e, r, s, k, t = map(lessons, ("zh", "en", "ru", "es", "ko", "tw"))
    alone = lessons("en", [(3, 1)])
    p_of = range(1, PERIODS + 1)
    doubled = {(c, d, p): z[c, d, (p + 1) // 2] for c, d, p in z}
    return {
        "list with clock times": Structure(
            z,
            text=lines(
                z,
                "课程名称,班级名称,星期几,开始时间,结束时间,教室,学期,学年",
                lambda c, d, p, w: (w, zh(c), str(d + 1), *clock(p), "A101", "1", "2026-2027"),
            ),
        ),
        "list of one class, with breaks": Structure(
            alone,
            name="3A",
            text=lines(
                alone,
                "Day,Subject,Teacher,StartTime,EndTime,Room,Type\n"
                + "\n".join(f"{d},Lunch,,12:45,12:55,,lunch" for d in ENGLISH),
                lambda _c, d, p, w: (ENGLISH[d], w, "Ms X", *clock(p), "R1", "subject"),
            ),
        ),
        "time as one word": Structure(
            z, text=lines(z, "课程,班级,上课时间,教师", lambda c, d, p, w: (w, zh(c), f"{CHINESE[d]}第{p}节", teacher(w)))
        ),
        "grade and section": Structure(
            e,
            text=lines(
                e,
                "Grade,Section,Day,Period,Subject,Teacher",
                lambda c, d, p, w: (str(c[0]), "AB"[c[1] - 1], ENGLISH[d], str(p), w, "X"),
            ),
        ),
        "year, form, lesson": Structure(
            e,
            text=lines(
                e,
                "Year,Form,Day,Lesson,Subject,Staff,Room",
                lambda c, d, p, w: (str(c[0]), en(c), ENGLISH[d][:3], str(p), w, "X", "1"),
            ),
        ),
        "headings of a database": Structure(
            e,
            text=lines(
                e,
                "class_name,day_of_week,period_number,subject_name,teacher_name",
                lambda c, d, p, w: (en(c), str(d + 1), str(p), w, "X"),
            ),
        ),
        "grade and class columns": Structure(
            z,
            text=lines(
                z,
                "年级,班级,星期,节次,课程名称,任课教师",
                lambda c, d, p, w: (f"{NUMERALS[c[0]]}年级", f"{c[1]}班", CHINESE[d], f"第{p}节", w, teacher(w)),
            ),
        ),
        "traditional characters": Structure(
            t,
            text=lines(
                t, "班級,星期,節次,科目,教師", lambda c, d, p, w: (f"{c[0]}年級{c[1]}班", TAIWANESE[d], f"第{p}節", w, "林")
            ),
        ),
        "Spanish list": Structure(
            s,
            text=lines(s, "Grupo;Día;Hora;Asignatura;Profesor", lambda c, d, p, w: (en(c), SPANISH[d], str(p), w, "Ana"), ";"),
        ),
        "Spanish list, ordinals": Structure(
            s,
            text=lines(
                s, "Curso;Día;Hora;Materia;Docente;Aula", lambda c, d, p, w: (en(c), SPANISH[d], f"{p}ª", w, "Ana", "1"), ";"
            ),
        ),
        "Korean list": Structure(
            k,
            text=lines(
                k, "학년,반,요일,교시,과목,교사", lambda c, d, p, w: (str(c[0]), str(c[1]), f"{KOREAN[d]}요일", str(p), w, "김")
            ),
        ),
        "columns Mon 1": Structure(
            e,
            {
                "schedule": [
                    ["Class", *[f"{d[:3]} {p}" for d in ENGLISH for p in p_of]],
                    *[[en(c), *[f"{e[c, d, p]} (Ms {e[c, d, p]})" for d in DAYS for p in p_of]] for c in CLASSES],
                ]
            },
        ),
        "columns 周一第1节": Structure(
            z,
            {
                "总表": [
                    ["班级", *[f"{d}第{p}节" for d in SHORT for p in p_of]],
                    *[[zh(c), *[z[c, d, p] for d in DAYS for p in p_of]] for c in CLASSES],
                ]
            },
        ),
        "columns 월1": Structure(
            k,
            {
                "전체": [
                    ["학급", *[f"{d}{p}" for d in KOREAN for p in p_of]],
                    *[[f"{c[0]}-{c[1]}", *[k[c, d, p] for d in DAYS for p in p_of]] for c in CLASSES],
                ]
            },
        ),
        "Russian, time beside": Structure(
            r,
            {
                "Расписание": [
                    ["Расписание уроков"],
                    ["День недели", "Урок", "Время", "3а", "3б", "4а", "4б"],
                    *[
                        [RUSSIAN[n] if p == 1 else "", str(p), f"{7 + p}.30-{8 + p}.10", *[r[c, d, p] for c in CLASSES]]
                        for n, d in enumerate(DAYS)
                        for p in p_of
                    ],
                ]
            },
        ),
        "Russian, letters in quotes": Structure(
            r, {"Лист1": columns(r, ("День", "Урок", "3 «а»", "3 «б»", "4 «а»", "4 «б»"), RUSSIAN)}
        ),
        "Russian, days in rows of their own": Structure(
            r,
            {
                "Лист1": [
                    ["№ урока", "3а", "3б", "4а", "4б"],
                    *[
                        row
                        for n, d in enumerate(DAYS)
                        for row in (
                            [RUSSIAN[n].upper(), "", "", "", ""],
                            *[[str(p), *[r[c, d, p] for c in CLASSES]] for p in p_of],
                        )
                    ],
                ]
            },
        ),
        "Indian, day and period down": Structure(
            e, {"T": columns(e, ("DAY", "PERIOD", "3-A", "3-B", "4-A", "4-B"), [d.upper() for d in ENGLISH])}
        ),
        "Roman numerals": Structure(e, {"T": columns(e, ("DAY", "PERIOD", "III-A", "III-B", "IV-A", "IV-B"), ENGLISH)}),
        "grade headings over numbers": Structure(
            z,
            {"总": [["", "", "三年级", "", "四年级", ""], *columns(z, ("星期", "节次", "1班", "2班", "1班", "2班"), CHINESE)]},
        ),
        "a sheet a grade": Structure(
            z,
            {
                f"{NUMERALS[g]}年级": columns(
                    {x: w for x, w in z.items() if x[0][0] == g}, ("星期", "节次", "1班", "2班"), CHINESE
                )
                for g in (3, 4)
            },
        ),
        "a sheet a day, classes down": Structure(
            z,
            {
                day: [["班级", *[f"第{p}节" for p in p_of]], *[[zh(c), *[z[c, d, p] for p in p_of]] for c in CLASSES]]
                for day, d in zip(CHINESE, DAYS, strict=True)
            },
        ),
        "a sheet a day, classes across": Structure(
            z,
            {
                day: [["节次", *map(zh, CLASSES)], *[[f"第{p}节", *[z[c, d, p] for c in CLASSES]] for p in p_of]]
                for day, d in zip(CHINESE, DAYS, strict=True)
            },
        ),
        "English week": Structure(e, weeks(e, en, ENGLISH, lambda p: f"Period {p}", "Period")),
        "German week": Structure(e, weeks(e, en, GERMAN, lambda p: f"{p}. Stunde", "Stunde")),
        "French week": Structure(e, weeks(e, en, FRENCH, lambda p: f"{7 + p}h00-{7 + p}h55", "Heure")),
        "Spanish week": Structure(s, weeks(s, en, SPANISH, lambda p: f"{7 + p}:00 - {7 + p}:50", "Hora")),
        "Brazilian week": Structure(e, weeks(e, en, BRAZILIAN, lambda p: f"{p}ª aula", "Aula")),
        "Brazilian week, horário": Structure(
            e, weeks(e, en, [d.split("-")[0] for d in BRAZILIAN], lambda p: f"{p}º horário", "Horário")
        ),
        "Korean week": Structure(k, weeks(k, lambda c: f"{c[0]}학년 {c[1]}반", KOREAN, lambda p: f"{p}교시", "교시")),
        "Japanese week": Structure(k, weeks(k, lambda c: f"{c[0]}年{c[1]}組", JAPANESE, lambda p: f"{p}校時", "校時")),
        "Taiwanese week": Structure(
            z, weeks(z, lambda c: f"{NUMERALS[c[0]]}年{'甲乙'[c[1] - 1]}班", TAIWANESE, lambda p: f"第{NUMERALS[p]}節", "節次")
        ),
        "bare numerals for days": Structure(z, weeks(z, zh, "一二三四五", lambda p: f"第{p}节", "节次")),
        "a row for the noon break": Structure(
            z, weeks(z, zh, CHINESE, lambda p: f"第{p}节", "节次", between={4: ["午休", "", "", "", "", ""]})
        ),
        "rows for two periods": Structure(
            doubled,
            {
                zh(c): [["节次", *CHINESE], *[[f"{2 * n - 1}-{2 * n}节", *[z[c, d, n] for d in DAYS]] for n in (1, 2, 3)]]
                for c in CLASSES
            },
        ),
        "morning and afternoon": Structure(
            z,
            {
                zh(c): [
                    ["时间", "节次", *CHINESE],
                    *[
                        [
                            "上午" if p == 1 else "下午" if p == 5 else "",
                            str(p if p < 5 else p - 4),
                            *[z[c, d, p] for d in DAYS],
                        ]
                        for p in p_of
                    ],
                ]
                for c in CLASSES
            },
        ),
        "days down": Structure(e, days_down(e, en, ENGLISH, [f"Period {p}" for p in p_of], "Day")),
        "days down, Chinese": Structure(z, days_down(z, zh, CHINESE, [f"第{p}节" for p in p_of], "")),
        "three lines a cell": Structure(
            z, weeks(z, zh, CHINESE, lambda p: f"第{p}节", "节次", lambda w: f"{w}\n{teacher(w)}\n301室")
        ),
        "teacher first": Structure(z, weeks(z, zh, CHINESE, lambda p: f"第{p}节", "节次", lambda w: f"{teacher(w)} {w}")),
        "English with room": Structure(e, weeks(e, en, ENGLISH, lambda p: f"P{p}", "", lambda w: f"{w}\nMs Smith\nR12")),
        "blocks beside each other": Structure(
            z,
            {
                "全校": [
                    [x for c in CLASSES for x in (zh(c), "", "", "", "", "", "")],
                    [x for _c in CLASSES for x in ("节次", *SHORT, "")],
                    *[[x for c in CLASSES for x in (str(p), *[z[c, d, p] for d in DAYS], "")] for p in p_of],
                ]
            },
        ),
        "blocks below each other": Structure(
            z,
            {
                "全校": [
                    row
                    for c in CLASSES
                    for row in (
                        [f"{zh(c)}课程表"],
                        ["节次", *SHORT],
                        *[[str(p), *[z[c, d, p] for d in DAYS]] for p in p_of],
                        [],
                    )
                ]
            },
        ),
    }


def unclear() -> dict[str, Structure]:
    """Those that say something in two ways: they are asked about."""
    z, e = lessons("zh"), lessons("en")
    return {
        "days counted from 0": Structure(
            e, text=lines(e, "class,day_of_week,period,subject", lambda c, d, p, w: (en(c), str(d), str(p), w))
        ),
        "a dash before the teacher": Structure(
            z, weeks(z, zh, CHINESE, lambda p: f"第{p}节", "节次", lambda w: f"{w}-{teacher(w)}")
        ),
        "a stroke before the teacher": Structure(
            z, weeks(z, zh, CHINESE, lambda p: f"第{p}节", "节次", lambda w: f"{w}/{teacher(w)}")
        ),
        "a dash in English": Structure(e, weeks(e, en, ENGLISH, str, "", lambda w: f"{w} - Ms Smith")),
    }

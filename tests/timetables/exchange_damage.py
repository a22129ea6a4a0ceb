"""Kinds of damage that a file of a timetable program suffers; each leaves a trace in the file, so that it can be noticed.

What leaves none (a card moved to another free hour) makes another timetable, and no reader can know.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

Damage = Callable[[str, random.Random], str]


def _one(text: str, pattern: str, rng: random.Random, make: Callable[[re.Match[str]], str]) -> str:
    """One of the places that a pattern finds, exchanged."""
    found = list(re.finditer(pattern, text, re.DOTALL))
    if not found:
        return text
    at = rng.choice(found)
    return text[: at.start()] + make(at) + text[at.end() :]


def replacing(pattern: str, *new: str) -> Damage:
    """Group 1 of the pattern becomes one of ``new``."""

    def damage(text: str, rng: random.Random) -> str:
        word = rng.choice(new)
        return _one(text, pattern, rng, lambda m: m[0].replace(m[1], word, 1) if m[1] else m[0])

    return damage


def dropping(pattern: str) -> Damage:
    """What the pattern finds goes."""
    return lambda text, rng: _one(text, pattern, rng, lambda _m: "")


def doubling(pattern: str) -> Damage:
    """What the pattern finds stands there twice."""
    return lambda text, rng: _one(text, pattern, rng, lambda m: m[0] * 2)


def line(change: Callable[[list[str], random.Random], list[str]], first: int = 0) -> Damage:
    """One line of a list, cell by cell."""

    def damage(text: str, rng: random.Random) -> str:
        end = "\r\n" if "\r\n" in text else "\n"
        lines = text.split(end)
        n = rng.choice([n for n, one in enumerate(lines) if n >= first and one])
        lines[n] = ",".join(change(lines[n].split(","), rng))
        return end.join(lines)

    return damage


def cell(column: int, *new: str) -> Callable[[list[str], random.Random], list[str]]:
    """Another word in a column of the line."""
    return lambda cells, rng: [rng.choice(new) if n == column else c for n, c in enumerate(cells)]


def shuffled_lines(text: str, rng: random.Random) -> str:
    """The lines below the first in another order."""
    end = "\r\n" if "\r\n" in text else "\n"
    head, *rest = [one for one in text.split(end) if one]
    return end.join([head, *rng.sample(rest, len(rest))])


def shuffled_columns(text: str, rng: random.Random) -> str:
    """The columns in another order, headings and all."""
    rows = [one.split(",") for one in text.split("\n") if one]
    order = rng.sample(range(len(rows[0])), len(rows[0]))
    return "\n".join(",".join(row[n] for n in order) for row in rows)


ASC: Mapping[str, Damage] = {
    "card dropped": dropping(r"<card [^>]*/>"),
    "card twice": doubling(r"<card [^>]*/>"),
    "lesson dropped": dropping(r"<lesson [^>]*/>"),
    "lesson of a card unknown": replacing(r'lessonid="(L\d+)"', "L9999", ""),
    "subject unknown": replacing(r'subjectid="(s\d+)"', "s999", ""),
    "subject dropped": dropping(r"<subject [^>]*/>"),
    "class unknown": replacing(r'<lesson id="L\d+" classids="(c\d+)"', "c999"),
    "class dropped": dropping(r"<class [^>]*/>"),
    "teacher unknown": replacing(r'teacherids="(t\d+)"', "t999"),
    "teacher dropped": dropping(r"<teacher [^>]*/>"),
    "period unknown": replacing(r'classroomids="" period="(\d+)"', "99", "", "x"),
    "period dropped": dropping(r"<period [^>]*/>"),
    "day dropped": dropping(r'<daysdef id="D\d"[^>]*/>'),
    "days of a card": replacing(r'terms="1" days="(\d+)"', "00000", "1", "", "1000000"),
    "weeks of a card": replacing(r'weeks="(\d\d)" terms', "00", "101", "x"),
    "attribute renamed": replacing(r"<card [^>]*(lessonid|period=|days)", "other"),
    "two days exchanged": lambda text, rng: _exchanged(text, r'name="(Mon|Tue|Wed|Thu|Fri)"', rng),
    "element renamed": replacing(r"<(lesson|subject|class|period) ", "thing"),
}
FET: Mapping[str, Damage] = {
    "activity dropped": dropping(r"<Activity>.*?</Activity>"),
    "place dropped": dropping(r"<ConstraintActivityPreferredStartingTime>.*?</ConstraintActivityPreferredStartingTime>"),
    "place of an activity unknown": replacing(r"<Activity_Id>(\d+)<", "77777"),
    "day unknown": replacing(r"<Preferred_Day>(\w+)<", "Someday"),
    "hour unknown": replacing(r"<Preferred_Hour>([\d:]+)<", "25:00"),
    "day dropped": dropping(r"<Day><Name>\w+</Name></Day>"),
    "hour dropped": dropping(r"<Hour><Name>[\d:]+</Name></Hour>"),
    "students unknown": replacing(r"<Students>(\w+)<", "9Z", ""),
    "class dropped": dropping(r"<Year>.*?</Year>"),
    "length unknown": replacing(r"<Duration>(\d)<", "x", "0", ""),
    "subject gone": replacing(r"(<Subject>[^<]+</Subject>)", ""),
    "two days exchanged": lambda text, rng: _exchanged(text, r"<Day><Name>(\w+)</Name>", rng),
    "id twice": replacing(r"<Total_Duration>\d</Total_Duration><Id>(\d+)<", "1"),
    "element renamed": replacing(r"<(Activity|Students|Preferred_Day|Preferred_Hour|Activity_Id|Duration)>", "Thing"),
}
UNTIS: Mapping[str, Damage] = {
    "lines in another order": shuffled_lines,
    "day unknown": line(cell(5, "9", "0", "", "Mo")),
    "period unknown": line(cell(6, "x", "", "-1")),
    "subject gone": line(cell(3, "", '""')),
    "class gone": line(cell(1, "???")),
    "line cut off": line(lambda cells, rng: cells[: rng.randrange(1, 7)]),
    "cell too many": line(lambda cells, rng: [*cells[:2], '"x"', *cells[2:]]),
    "line twice": line(lambda cells, _rng: [*cells[:-1], cells[-1] + "\r\n" + ",".join(cells)]),
}
CSES: Mapping[str, Damage] = {
    "day unknown": replacing(r"enable_day: (\d)", "9", "x", "0", "[]"),
    "weeks unknown": replacing(r"weeks: (all|odd|even)", "sometimes", "third"),
    "time unknown": replacing(r'_time: ("[\d:]+")', '"25:00:00"', '"x"', "null"),
    "time turned round": replacing(r'start_time: ("[\d:]+")', '"23:00:00"'),
    "subject renamed in a lesson": replacing(r"- subject: (\S+)", "???", '""', "Unbekannt"),
    "lesson without a subject": replacing(r"- (subject): ", "thing"),
    "classes renamed": replacing(r"    (classes):", "lessons"),
    "key renamed": replacing(r"(enable_day|weeks|start_time|end_time): ", "thing"),
    "schedule twice": doubling(r"  - name: \w+\n    enable_day.*?(?=  - name|\Z)"),
    "schedule is no list": replacing(r"    classes:\n(      - subject)", "      subject"),
}
LIST: Mapping[str, Damage] = {
    "lines in another order": shuffled_lines,
    "columns in another order": shuffled_columns,
    "class gone": line(cell(0, "", "???", "x"), 1),
    "day unknown": line(cell(1, "", "星期八", "???"), 1),
    "period unknown": line(cell(2, "", "第x节", "???"), 1),
    "subject gone": line(cell(3, "", "???", "待定", "#N/A"), 1),
    "line cut off": line(lambda cells, rng: cells[: rng.randrange(1, 3)], 1),
    "cell too many": line(lambda cells, rng: [cells[0], "x", *cells[1:]], 1),
    "line twice": line(lambda cells, _rng: [*cells[:-1], cells[-1] + "\n" + ",".join(cells)], 1),
    "heading unknown": lambda text, rng: text.replace(rng.choice(("班级", "星期", "节次", "课程")), "???", 1),
    "heading gone": lambda text, rng: text.replace(rng.choice(("班级", "星期", "节次", "课程")), "", 1),
    "heading in the midst": line(lambda cells, _rng: [*cells[:-1], cells[-1] + "\n班级,星期,节次,课程,教师"], 1),
    "merged cells": line(lambda cells, _rng: ["", *cells[1:]], 2),
}


def _exchanged(text: str, pattern: str, rng: random.Random) -> str:
    found = list(re.finditer(pattern, text))
    a, b = sorted(rng.sample(range(len(found)), 2))
    first, second = found[a], found[b]
    return text[: first.start(1)] + second[1] + text[first.end(1) : second.start(1)] + first[1] + text[second.end(1) :]

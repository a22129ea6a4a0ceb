"""Every door through which a file comes in, with good files of its kind and the ways in which they are spoiled."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

import planner
from planner.importing.asking import look
from planner.importing.mapfile import parse_mapping, write_mapping
from planner.importing.reading import read_timetable
from planner.models.planfile import dump_plan
from planner.reading.planfile import parse_plan
from planner.reading.published import parse_published
from planner.reading.schoolfile import parse_school
from planner.sessions.book import Book
from planner.suggesting.listed import read_listed
from planner.timeline import Timeline
from tests.applying.small import small, tables
from tests.fuzz.mutants import Mutator, of_bytes, of_json, of_parts, of_text, of_xml, of_yaml
from tests.processes import ROOT
from tests.timetables.known import SCHOOL
from tests.timetables.samples import SAMPLES
from tests.timetables.test_documents import portal_new, portal_with_details, program, word, xml_workbook
from tests.workbook.books import example, sheets, xlsx

ANY_DAY = dt.date(2026, 9, 1)


@dataclass(frozen=True)
class Reader:
    """A door: good files by name, how they are spoiled, and what is done with the bytes. ``read`` may raise what is ours."""

    files: Mapping[str, bytes]
    ways: tuple[Mutator, ...]
    read: Callable[[bytes, str], object]


def _school(raw: bytes, name: str) -> object:
    """A school that is taken is laid out on its dates, and opened for editing."""
    school = parse_school(raw, name)
    timeline = Timeline(school)
    if not name.endswith(".xlsx"):
        answers = planner.CalendarAnswers(close=(((school.term.start,), "x"),))
        planner.calendar_answers(raw, answers, name)
    return timeline.openings, timeline.cells


def _timetable(raw: bytes, name: str) -> object:
    """What is taken can be proposed, drawn, and answered with whatever comes first."""
    asked = planner.timetable_questions(raw, name)
    planner.timetable_questions(raw, name, SCHOOL_FILE)
    first = {q.key: q.choices[0].value for q in asked.questions if q.choices}
    return planner.new_school(raw, name, first, ANY_DAY, dt.date(2026, 12, 18), "zh")


def _mapping(raw: bytes, name: str) -> object:
    mapping = parse_mapping(raw, name)
    # What a mapping says is then used beside the file it is about.
    return look(read_timetable(Path("m.csv"), mapping.doubts, SAMPLES["long-list.csv"]), None, ANY_DAY), mapping.open_points


def _plan(raw: bytes, name: str) -> object:
    book = Book(parse_plan(raw, name))
    return book.sessions


def _listed(raw: bytes, name: str) -> object:
    between = (dt.date(2026, 2, 1), dt.date(2026, 7, 31))
    return read_listed(raw.decode("utf-8", "replace"), calendar=name.endswith(".ics"), between=between)


@cache
def _book() -> Book:
    return Book(small())


def _published(raw: bytes, name: str) -> object:
    return parse_published(raw, name, example("feilong-30"))


def _proposal() -> bytes:
    return write_mapping(look(read_timetable(Path("m.csv"), {}, SAMPLES["long-list.csv"]), None, ANY_DAY), "en").encode()


SCHOOL_FILE = SCHOOL.format(classes="{grades: 4, number: 1}", periods="P1: 8:00-8:40, P2: 9:00-9:40").encode()
_ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
X-WR-CALNAME:School holidays
BEGIN:VEVENT
UID:1@x
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20260501
DTEND;VALUE=DATE:20260506
SUMMARY:劳动节（休）
END:VEVENT
BEGIN:VEVENT
UID:2@x
DTSTART;TZID=Asia/Shanghai:20260406T000000
DURATION:P1DT2H
RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO
EXDATE;TZID=Asia/Shanghai:20260413T000000
SUMMARY:Closed
CATEGORIES:HOLIDAY,SCHOOL
END:VEVENT
BEGIN:VEVENT
UID:3@x
DTSTART:20260520T080000Z
DTEND:20260520T100000Z
RDATE:20260521T080000Z
STATUS:CANCELLED
SUMMARY:三年级家长会
END:VEVENT
END:VCALENDAR
"""
_LIST = "日期,名称,按\n2026-04-04..2026-04-06,清明节,\n2026-05-09,补班,周二\n2026年5月1日至2026年5月5日,劳动节\n"
_CLASSISLAND = {
    "Name": "三（1）班",
    "Subjects": {"a": {"Name": "语文", "TeacherName": "张三"}, "b": {"Name": "数学"}},
    "TimeLayouts": {
        "t": {
            "Name": "常规",
            "Layouts": [{"StartTime": f"{n:02d}:00:00", "EndTime": f"{n:02d}:40:00", "TimeType": 0} for n in (8, 9)],
        }
    },
    "ClassPlans": {
        "p": {
            "Name": "周一",
            "TimeLayoutId": "t",
            "IsEnabled": True,
            "TimeRule": {"WeekDay": 1, "WeekCountDiv": 0},
            "Classes": [{"SubjectId": "a"}, {"SubjectId": "b"}],
        }
    },
}


def _examples(*names: str) -> dict[str, bytes]:
    return {f"{n}.yaml": (ROOT / "examples" / n / "school.yaml").read_bytes() for n in names}


def _as_json(files: Mapping[str, bytes]) -> dict[str, bytes]:
    texts = {name: yaml.load(raw, Loader=yaml.BaseLoader) for name, raw in files.items()}
    return {name.replace(".yaml", ".json"): json.dumps(data, ensure_ascii=False).encode() for name, data in texts.items()}


@cache
def readers() -> dict[str, Reader]:
    """All of them by name."""
    schools = _examples("tiny", "us-cycle-12", "uk-primary-10", "hk-recess-12")
    spread = {n: r for n, r in SAMPLES.items() if n.endswith((".xlsx", ".ods"))}
    return {
        "school.yaml": Reader(schools, (of_yaml, of_yaml, of_text, of_text, of_bytes), _school),
        "school.json": Reader(_as_json(schools), (of_json, of_json, of_text, of_bytes), _school),
        "school.xlsx": Reader({"tiny.xlsx": xlsx(sheets(example()))}, (of_parts,), _school),
        "plan.json": Reader({"plan.json": dump_plan(small())}, (of_json, of_json, of_text, of_bytes), _plan),
        "mapping": Reader({"m.map.yaml": _proposal()}, (of_yaml, of_text, of_bytes), _mapping),
        "timetable sheets": Reader(spread, (of_parts, of_parts, of_bytes), _timetable),
        "timetable pages": Reader(
            {
                "a.html": portal_new().encode(),
                "b.xls": portal_with_details().encode("gb18030"),
                "c.htm": program().encode(),
                "d.xls": xml_workbook().encode(),
            },
            (of_text, of_text, of_bytes),
            _timetable,
        ),
        "timetable word": Reader({"a.docx": word()}, (of_parts,), _timetable),
        "timetable csv": Reader(
            {n: r for n, r in SAMPLES.items() if n.endswith((".csv", ".TXT"))}, (of_text, of_bytes), _timetable
        ),
        "timetable xml": Reader(
            {n: r for n, r in SAMPLES.items() if n.endswith((".fet", ".xml"))}, (of_xml, of_xml, of_text, of_bytes), _timetable
        ),
        "cses": Reader({"四1.yaml": SAMPLES["四1.yaml"]}, (of_yaml, of_text, of_bytes), _timetable),
        "classisland": Reader({"三1.json": json.dumps(_CLASSISLAND).encode()}, (of_json, of_text, of_bytes), _timetable),
        "calendar.ics": Reader({"a.ics": _ICS.replace("\n", "\r\n").encode()}, (of_text, of_text, of_bytes), _listed),
        "calendar.csv": Reader({"a.csv": _LIST.encode()}, (of_text, of_bytes), _listed),
        "published": Reader(
            {"p.csv": (ROOT / "examples" / "feilong-30" / "published.csv").read_bytes()}, (of_text, of_bytes), _published
        ),
        "edited tables": Reader(tables(), (of_parts,), lambda raw, name: planner.edits_in(_book(), {name: raw})),
    }

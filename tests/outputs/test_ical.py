"""Feeds as other programs read them."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.models.planfile import PlanFile
from planner.models.session import Session
from planner.models.values import Span
from planner.outputs.calendars.feeds import feeds
from planner.outputs.calendars.ical import CalendarWriter, clean, one_line
from planner.sessions.book import Book
from tests.builders import dates
from tests.campaign import often
from tests.outputs.calendar_reading import READERS, Reader, by_recurring, lint, truth, vevents
from tests.outputs.calendar_school import school_data, small_plan, small_school

SCHOOL = small_school()
EXPANSION = Book(PlanFile(school=SCHOOL, plan=small_plan())).calendar


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("reader", READERS)
def test_every_feed_reads_back_exactly(reader: Reader, language: str) -> None:
    for name, sessions in feeds(SCHOOL, EXPANSION, language).values():  # type: ignore[arg-type]
        raw = CalendarWriter(SCHOOL, language, {}).feed(name, sessions)  # type: ignore[arg-type]
        assert reader(raw) == truth(SCHOOL, sessions, language)
        assert lint(raw) == []


def test_feeds_hold_what_is_meant_for_them() -> None:
    found = {key: {s.uid.split("@")[0] for s in feed.sessions} for key, feed in feeds(SCHOOL, EXPANSION, "zh").items()}
    assert set(found) == {"library", "duty", "class-3-1", "class-4-1", "room-annex", "room-library", "helper-h1", "helper-h2"}
    assert found["library"] | found["duty"] == {s.uid.split("@")[0] for s in EXPANSION.published}
    assert not found["library"] & found["duty"]
    assert {u for u in found["class-3-1"] if "event" in u} == {"2026-spring-event-fair-1"}  # two days, one event
    assert "2026-spring-event-talk-1" in found["class-4-1"] & found["room-annex"]
    assert not any("duty" in u for u in found["class-3-1"] | found["room-library"])
    assert found["helper-h1"]
    assert all("-h1-duty-" in u for u in found["helper-h1"])


def test_an_event_is_the_same_in_every_feed() -> None:
    found = [vevents(CalendarWriter(SCHOOL, "zh", {}).feed(*feed)) for feed in feeds(SCHOOL, EXPANSION, "zh").values()]
    everything = found[0] | found[1]
    for events in found[2:]:
        assert events.items() <= everything.items()


def test_days_one_after_the_other_are_one_event_and_a_day_apart_another() -> None:
    event = {"id": "fair", "name": "读书节", "dates": "2026-03-19..2026-03-20,2026-03-24"}
    book = Book(PlanFile(school=small_school(events=[event]), plan=small_plan()))
    first, second = [s for s in book.calendar.sessions if s.category == "EVENT"]
    assert (first.date, first.until, second.date, second.until) == (*dates("03-19", "03-20", "03-24"), None)
    raw = CalendarWriter(book.school, "zh", {}).feed("x", (first, second))
    assert b"DTSTART;VALUE=DATE:20260319\r\nDTEND;VALUE=DATE:20260321" in raw
    longer = small_school(events=[{**event, "dates": "2026-03-18..2026-03-20,2026-03-24"}])
    later = [s for s in Book(PlanFile(school=longer, plan=small_plan())).calendar.sessions if s.category == "EVENT"]
    assert [s.uid for s in later] == [first.uid, second.uid]  # a day more moves no other run


def test_events_stand_in_the_calendars_of_those_they_are_meant_for() -> None:
    def who(audience: str) -> set[str]:
        event = {"id": "fair", "name": "读书节", "dates": "2026-03-19", "audience": audience}
        school = small_school(events=[event])
        found = feeds(school, Book(PlanFile(school=school, plan=small_plan())).calendar, "zh")
        return {key.partition("-")[0] for key, feed in found.items() if any(s.category == "EVENT" for s in feed.sessions)}

    assert who("all") == who("classes") == {"library", "class"}
    assert who("helpers") == {"library", "helper"}
    assert who("library") == {"library"}


def test_the_last_visit_of_a_class_says_so() -> None:
    raw = CalendarWriter(SCHOOL, "zh", {}).feed(*feeds(SCHOOL, EXPANSION, "zh")["class-3-1"]).decode().replace("\r\n ", "")
    events = [e for e in raw.split("BEGIN:VEVENT")[1:] if "本学期最后一次，请把书还清。" in e]
    assert [e.split("DTSTART;TZID=Asia/Shanghai:", 1)[1][:8] for e in events] == ["20260323"]


def test_a_teacher_of_two_classes_has_a_calendar() -> None:
    rows = [{"class": c, day: "语文 语文", "teachers": {"语文": "T1"}} for c, day in (("3-1", "TUE"), ("4-1", "THU"))]
    demands = [{**d, "accompany": "subject_teacher"} for d in school_data()["demands"] if d["id"] == "reading"]
    school = small_school(timetable=rows, teachers=[{"id": "T1", "name": "张老师"}], demands=demands)
    found = feeds(school, Book(PlanFile(school=school, plan=small_plan())).calendar, "zh")
    assert {s.visitor for s in found["teacher-T1"].sessions} == {"3-1", "4-1"}
    assert {s.source for s in found["teacher-T1"].sessions} == {"reading"}
    assert found["teacher-T1"].name.endswith("张老师")


def test_unconfirmed_dates_are_never_published() -> None:
    assert any(not s.confirmed for s in EXPANSION.sessions)
    raw = CalendarWriter(SCHOOL, "zh", {}).feed("x", EXPANSION.sessions)
    assert by_recurring(raw) == truth(SCHOOL, EXPANSION.published)
    assert b"Shanghai:20260321" not in raw


def test_words_of_a_make_up_day_a_duty_and_an_escort() -> None:
    raw = CalendarWriter(SCHOOL, "zh", {}).feed("x", EXPANSION.published).decode().replace("\r\n ", "")
    assert "四(1) 借还书（按周三课表）" in raw
    assert "值日：借还台 三(1)-1" in raw
    assert "12:05到岗" in raw
    assert "王小明" not in raw
    assert "李雷" not in raw
    english = CalendarWriter(SCHOOL, "en", {}).feed("x", EXPANSION.published).decode().replace("\r\n ", "")
    assert "4(1) borrowing (Wed's timetable)" in english
    assert "Comes with the class teacher" in english


def test_an_empty_feed_is_a_calendar_with_a_time_zone() -> None:
    raw = CalendarWriter(SCHOOL, "zh", {}).feed("空", ())
    assert lint(raw) == []
    assert b"BEGIN:VTIMEZONE" in raw
    for reader in READERS:
        assert reader(raw) == set()


def test_the_name_is_escaped_and_stays_one_line() -> None:
    raw = CalendarWriter(SCHOOL, "zh", {}).feed("a,b;c\\d\nBEGIN:VEVENT\x07", ())
    assert rb"NAME:a\,b\;c\\d BEGIN:VEVENT" in raw
    assert b"\r\nBEGIN:VEVENT" not in raw
    assert lint(raw) == []


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Shanghai", "UTC"])
def test_other_time_zones(zone: str) -> None:
    base = small_school()
    school = base.model_copy(update={"term": base.term.model_copy(update={"timezone": zone})})
    raw = CalendarWriter(school, "zh", {}).feed("x", EXPANSION.published)
    for reader in READERS:
        assert reader(raw) == truth(school, EXPANSION.published)


def test_order_of_sessions_and_day_of_writing_do_not_show() -> None:
    one = CalendarWriter(SCHOOL, "zh", {}).feed("x", EXPANSION.published)
    assert CalendarWriter(small_school(), "zh", {}).feed("x", reversed(EXPANSION.published)) == one
    assert b"DTSTAMP:20260216T000000Z" in one


MUTANTS = {
    "no_uid": lambda raw: raw.replace(b"UID:", b"X-UID:"),
    "uid_twice": lambda raw: raw.replace(b"-w02@", b"-w01@"),
    "no_tzid": lambda raw: raw.replace(b";TZID=Asia/Shanghai", b""),
    "no_timezone": lambda raw: raw.replace(b"VTIMEZONE", b"X-ZONE"),
    "no_stamp": lambda raw: raw.replace(b"LAST-MODIFIED", b"X-MODIFIED"),
    "no_refresh": lambda raw: raw.replace(b";VALUE=DURATION", b""),
    "recurrence": lambda raw: raw.replace(b"STATUS:CONFIRMED", b"RRULE:FREQ=WEEKLY"),
    "calendar_uid": lambda raw: raw.replace(b"METHOD:", b"UID:1\r\nMETHOD:"),
    "name_unescaped": lambda raw: raw.replace(b"\r\nNAME:", b"\r\nNAME:a,b"),
    "line_ends": lambda raw: raw.replace(b"\r\n", b"\n"),
    "long_line": lambda raw: raw.replace(b"\r\n ", b""),
    "cut_character": lambda raw: raw.replace("图".encode(), "图".encode()[:1] + b"\r\n " + "图".encode()[1:]),
    "control_character": lambda raw: raw.replace(b"SUMMARY:", b"SUMMARY:\x07"),
    "all_day_opaque": lambda raw: raw.replace(b"TRANSPARENT", b"OPAQUE"),
    "category": lambda raw: raw.replace("CATEGORIES:值日".encode(), "CATEGORIES:值日,活动".encode()),
}


@pytest.mark.parametrize("fault", MUTANTS)
def test_the_lint_sees_broken_feeds(fault: str) -> None:
    raw = CalendarWriter(SCHOOL, "zh", {}).feed("很长的名称" * 20, EXPANSION.published)
    assert lint(raw) == []
    assert fault in lint(MUTANTS[fault](raw))


ODD = st.sampled_from('四年级（2）班,;:\\"\n\r\t\x00\x07\x0b\x1c\x85\u2028\ufeff😀👩‍👧é n')
TEXTS = st.text(ODD | st.characters(), max_size=120)
TIMES = st.integers(0, 1300).map(lambda m: Span(start=dt.time(m // 60, m % 60), end=dt.time((m + 90) // 60, (m + 90) % 60)))


@often(60)
@given(
    texts=st.lists(st.tuples(TEXTS, st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)), st.none() | TIMES), max_size=5),
    name=TEXTS,
)
def test_any_text_on_any_date_survives(texts: list[tuple[str, dt.date, Span | None]], name: str) -> None:
    events = [
        {"id": f"e{n}", "name": {"zh": f"名{text}", "en": "x"}, "dates": date.isoformat()}
        for n, (text, date, _) in enumerate(texts)
    ]
    school = small_school(events=events)
    sessions = tuple(
        Session(uid=f"{n}@x", category="EVENT", date=date, time=time, source=f"e{n}") for n, (_, date, time) in enumerate(texts)
    )
    raw = CalendarWriter(school, "zh", {}).feed(name, sessions)
    assert lint(raw) == []
    for reader in READERS:
        assert reader(raw) == truth(school, sessions)


@given(TEXTS)
def test_cleaning_is_done_once_and_leaves_no_line_end(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert "\n" not in one_line(text)
    assert len(one_line(text).splitlines()) <= 1


def test_sessions_are_told_apart_by_room_in_the_same_slot() -> None:
    moved = [dataclasses.replace(s, rooms=("annex",)) for s in EXPANSION.published[:1]]
    assert "阅览室".encode() in CalendarWriter(SCHOOL, "zh", {}).feed("x", moved)

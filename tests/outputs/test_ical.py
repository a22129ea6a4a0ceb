"""Feeds as other programs read them."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.models.session import Session
from planner.models.values import Span
from planner.outputs.calendars.feeds import feeds
from planner.outputs.calendars.ical import CalendarWriter, clean, one_line
from planner.sessions.expand import expand
from tests.campaign import often
from tests.outputs.calendar_reading import READERS, Reader, by_recurring, lint, truth, vevents
from tests.outputs.calendar_school import small_plan, small_school

SCHOOL = small_school()
EXPANSION = expand(SCHOOL, small_plan())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("reader", READERS)
def test_every_feed_reads_back_exactly(reader: Reader, language: str) -> None:
    for name, sessions in feeds(SCHOOL, EXPANSION, language).values():  # type: ignore[arg-type]
        raw = CalendarWriter(SCHOOL, language, {}).feed(name, sessions)  # type: ignore[arg-type]
        assert reader(raw) == truth(SCHOOL, sessions, language)
        assert lint(raw) == []


def test_feeds_hold_what_is_meant_for_them() -> None:
    found = {key: {s.uid.split("@")[0] for s in feed.sessions} for key, feed in feeds(SCHOOL, EXPANSION, "zh").items()}
    assert set(found) == {"library", "class-3-1", "class-4-1", "room-annex", "room-library", "helper-h1", "helper-h2"}
    assert found["library"] == {s.uid.split("@")[0] for s in EXPANSION.published}
    assert {u for u in found["class-3-1"] if "event" in u} == {"2026-spring-event-fair-1", "2026-spring-event-fair-2"}
    assert "2026-spring-event-talk-1" in found["class-4-1"] & found["room-annex"]
    assert not any("duty" in u for u in found["class-3-1"] | found["room-library"])
    assert found["helper-h1"]
    assert all("-h1-duty-" in u for u in found["helper-h1"])


def test_an_event_is_the_same_in_every_feed() -> None:
    found = [vevents(CalendarWriter(SCHOOL, "zh", {}).feed(*feed)) for feed in feeds(SCHOOL, EXPANSION, "zh").values()]
    for events in found[1:]:
        assert events.items() <= found[0].items()


def test_unconfirmed_dates_are_never_published() -> None:
    assert any(not s.confirmed for s in EXPANSION.sessions)
    raw = CalendarWriter(SCHOOL, "zh", {}).feed("x", EXPANSION.sessions)
    assert by_recurring(raw) == truth(SCHOOL, EXPANSION.published)
    assert b"Shanghai:20260321" not in raw


def test_words_of_a_make_up_day_a_duty_and_an_escort() -> None:
    raw = CalendarWriter(SCHOOL, "zh", {}).feed("x", EXPANSION.published).decode().replace("\r\n ", "")
    assert "四(1) 借还书 (补周三)" in raw
    assert "借还台 值日 三(1)-1" in raw
    assert "12:05到岗" in raw
    assert "王小明" not in raw
    assert "李雷" not in raw
    english = CalendarWriter(SCHOOL, "en", {}).feed("x", EXPANSION.published).decode().replace("\r\n ", "")
    assert "4(1) borrowing (runs Wed)" in english
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
    "category": lambda raw: raw.replace(b"CATEGORIES:DUTY", b"CATEGORIES:DUTY,EVENT"),
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

"""Lists of days as they are: worked days among days off, exams among holidays, what comes again, what was cancelled."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.models.term import Term
from planner.suggesting import read_listed, suggest_calendar
from planner.suggesting.daywords import bare_title, runs_as, what_it_says
from planner.suggesting.listdates import dates_in

TERM = (dt.date(2026, 3, 2), dt.date(2026, 7, 3))


def ics(*events: str, head: str = "") -> str:
    """A calendar of events, each given as its lines parted by '|'."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//somebody//EN", *filter(None, [head])]
    for number, event in enumerate(events, 1):
        lines += ["BEGIN:VEVENT", f"UID:{number}", "DTSTAMP:20260101T000000Z", *event.split("|"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def day(date: str, title: str, *more: str) -> str:
    return "|".join([f"DTSTART;VALUE=DATE:{date}", f"SUMMARY:{title}", *more])


def read(*events: str, head: str = "") -> list[tuple[str, list[str]]]:
    """(kind, dates as month-day) of every line."""
    listed = read_listed(ics(*events, head=head), calendar=True, between=TERM)
    assert listed.unread == ()
    return [(x.kind, [f"{d:%m-%d}" for d in x.dates]) for x in listed.days]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("劳动节（班）", "work"),
        ("劳动节 补班", "work"),
        ("劳动节 补班 第1天/共2天", "work"),
        ("班｜国庆节", "work"),
        ("上班(补劳动节假期)", "work"),
        ("调休上课", "work"),
        ("Workday (in lieu of 5 May)", "work"),
        ("make-up day", "work"),
        ("劳动节（休）", "off"),
        ("休｜国庆节", "off"),
        ("劳动节 假期 第2天/共5天", "off"),
        ("农忙假", "off"),
        ("清明节", "off"),
        ("Half-term", "off"),
        ("INSET day", "off"),
        ("Herbstferien", "off"),
        ("期中考试", "event"),
        ("三年级家长会", "event"),
        ("三班家长会", "event"),
        ("Parents' evening", "event"),
        ("端午诗会活动", "event"),
        ("清明诗会", ""),
        ("Thanksgiving lunch", ""),
        ("国庆节、中秋节（法定）", "off"),
        ("Labour Day (observed)", "off"),
        ("补劳动节的课", "work"),
        ("劳动节放假，5月9日上班", "both"),
        ("调休，上周二课程", "work"),
        ("寒假结束，开学", "event"),
        ("寒假作业检查", "event"),
        ("放假前最后一天", "event"),
        ("六年级停课", "event"),
        ("半天放假", "event"),
        ("（取消）停课", "event"),
        ("正常上课", ""),
        ("CANCELLED: School closed", "event"),
        ("School not closed", "event"),
        ("Holiday club registration", "event"),
        ("高考放假", "off"),
        ("全体教师培训，学生放假", "off"),
        ("三班", ""),
        ("植树节", ""),
    ],
)
def test_titles(title: str, said: str) -> None:
    assert what_it_says(title) == said


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("补上周二的课", "TUE"),
        ("上课（按周三课表）", "WED"),
        ("调休，上周五课程", "FRI"),
        ("Make-up day, runs Monday's timetable", "MON"),
        ("上周二停课", None),
        ("补班", None),
    ],
)
def test_titles_that_say_which_timetable_runs(title: str, day: str | None) -> None:
    assert runs_as(title) == day


def test_a_day_off_that_is_not_sure_closes_nothing() -> None:
    assert read(day("20260520", "停课", "STATUS:TENTATIVE")) == [("event", ["05-20"])]
    assert read(day("20260509", "补上周二的课")) == [("work", ["05-09"])]


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2026/4/4-2026/4/6", "04-04 04-05 04-06"),
        ("2026.4.4—4.6", "04-04 04-05 04-06"),
        ("4月4日至6日", "04-04 04-05 04-06"),
        ("5月1日-5日、5月9日", "05-01 05-02 05-03 05-04 05-05 05-09"),
        ("2026年4月6日（周一）", "04-06"),
        ("2026-04-06", "04-06"),
        ("6月30日～7月2日", "06-30 07-01 07-02"),
        ("46118", "04-06"),
        ("04/06/2026", ""),
        ("4.1", ""),
        ("4月31日", ""),
        ("2026-04-06 10:00", ""),
        ("4月6日-", ""),
        ("5月5日至5月1日", ""),
        ("周一", ""),
    ],
)
def test_dates_as_people_write_them(written: str, days: str) -> None:
    assert " ".join(f"{d:%m-%d}" for d in dates_in(written, TERM)) == days


@pytest.mark.parametrize(
    "text",
    [
        "放假安排\n开始日期,结束日期,名称\n2026-04-04,2026-04-06,清明节\n2026-05-09,2026-05-09,补班\n",
        "Start,End,Name\n2026-04-04,2026-04-06,Easter holidays\n2026-05-09,,make-up day\n",
        "名称,日期\n清明节,2026-04-04至2026-04-06\n补班,2026-05-09\n",
        "日期,类型,说明\n4月4日至6日,休,清明节\n5月9日,班,劳动节\n",
        "序号,节日,开始日期,放假天数,星期\n1,清明节,2026-04-04,3天,周六\n2,补班,2026-05-09,1,星期六\n",
    ],
)
def test_lists_whose_columns_are_named(text: str) -> None:
    listed = read_listed(text, calendar=False, between=TERM)
    assert listed.unread == ()
    assert [(x.kind, len(x.dates)) for x in listed.days] == [("off", 3), ("work", 1)]


def test_marks_beside_a_name_are_no_part_of_it() -> None:
    assert {bare_title(t) for t in ("劳动节（休）", "休｜劳动节", "劳动节 假期 第1天/共5天", "劳动节 休", "劳动节")} == {
        "劳动节"
    }
    assert bare_title("寒假") == "寒假"


def test_only_days_off_close() -> None:
    """Worked days are proposed without confirmation; exams and meetings are shown and close nothing."""
    text = ics(
        day("20260501", "劳动节（休）", "DTEND;VALUE=DATE:20260506"),
        day("20260509", "劳动节（班）"),
        day("20260613", "补班"),
        day("20260422", "期中考试", "DTEND;VALUE=DATE:20260425"),
        day("20260312", "植树节"),
    )
    listed = read_listed(text, calendar=True, between=TERM)
    term = Term.model_validate({"id": "t", "school_year": "y", "name": "n", "start": "2026-03-02", "end": "2026-07-03"})
    found = suggest_calendar(term, "CN", None, listed.days, "list.ics")
    assert [(s.dates[0].isoformat(), len(s.dates)) for s in found.closures if s.source == "list.ics"] == [("2026-05-01", 5)]
    # The national calendar knows for which day 9 May is worked; of 13 June nobody knows.
    assert [(s.dates[0].isoformat(), s.runs_as, s.source, s.confirmed) for s in found.days] == [
        ("2026-05-09", "TUE", "CN", False),
        ("2026-06-13", None, "list.ics", False),
    ]
    assert [(s.name.zh, len(s.dates)) for s in found.events] == [("植树节", 1), ("期中考试", 3)]


def test_what_comes_again_is_expanded() -> None:
    assert read(day("20260525", "农忙假", "RRULE:FREQ=DAILY;COUNT=5", "EXDATE;VALUE=DATE:20260527")) == [
        ("off", ["05-25", "05-26", "05-28", "05-29"])
    ]
    assert read(day("20260520", "停课", "RDATE;VALUE=DATE:20260521,20260603")) == [
        ("off", ["05-20", "05-21"]),
        ("off", ["06-03"]),
    ]
    # Without an end it goes on, here to the end of the term.
    ((kind, dates),) = read(day("20260306", "社团活动", "RRULE:FREQ=WEEKLY"))
    assert (kind, len(dates), dates[-1]) == ("event", 18, "07-03")


def test_a_moved_and_a_cancelled_occurrence() -> None:
    moved = "|".join(
        ["RECURRENCE-ID;VALUE=DATE:20260512", "DTSTART;VALUE=DATE:20260514", "SUMMARY:停课", "DTEND;VALUE=DATE:20260515"]
    )
    gone = "|".join(["RECURRENCE-ID;VALUE=DATE:20260519", "DTSTART;VALUE=DATE:20260519", "SUMMARY:停课", "STATUS:CANCELLED"])
    text = (
        ics(day("20260505", "停课", "RRULE:FREQ=WEEKLY;COUNT=3"), moved, gone)
        .replace("UID:2", "UID:1")
        .replace("UID:3", "UID:1")
    )
    listed = read_listed(text, calendar=True, between=TERM)
    assert [d for x in listed.days for d in x.dates] == [dt.date(2026, 5, 5), dt.date(2026, 5, 14)]
    assert listed.cancelled == 1


def test_cancelled_events_are_none_and_are_counted() -> None:
    listed = read_listed(ics(day("20260520", "校运会放假", "STATUS:CANCELLED")), calendar=True, between=TERM)
    assert (listed.days, listed.cancelled) == ((), 1)
    whole = read_listed(ics(day("20260520", "停课"), head="METHOD:CANCEL"), calendar=True, between=TERM)
    assert (whole.days, whole.cancelled) == ((), 1)


def test_whole_days_are_told_from_hours_of_a_day() -> None:
    """From midnight to midnight, also where a program writes it in its own zone; a make-up day may be given as office hours."""
    assert read("DTSTART:20260520T000000|DTEND:20260522T000000|SUMMARY:停课") == [("off", ["05-20", "05-21"])]
    assert read("DTSTART:20260519T160000Z|DTEND:20260520T160000Z|SUMMARY:停课") == [("off", ["05-20"])]
    assert read("DTSTART:20260520T140000|DTEND:20260520T150000|SUMMARY:停课") == [("event", ["05-20"])]
    assert read("DTSTART:20260509T090000|DTEND:20260509T180000|SUMMARY:劳动节 补班") == [("work", ["05-09"])]


def test_a_break_written_day_by_day_is_one() -> None:
    days = [day(f"2026050{n}", f"劳动节 假期 第{n}天/共5天") for n in range(1, 6)]
    assert read(*days) == [("off", ["05-01", "05-02", "05-03", "05-04", "05-05"])]


def test_what_programs_note_beside_the_title() -> None:
    assert read(day("20260509", "五一", "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY")) == [("work", ["05-09"])]
    assert read(day("20260501", "五一", "X-APPLE-SPECIAL-DAY:WORK-HOLIDAY")) == [("off", ["05-01"])]
    assert read(day("20260402", "Founder's Day", "CATEGORIES:HOLIDAY")) == [("off", ["04-02"])]


@pytest.mark.parametrize(
    "event",
    [
        "DTSTART;VALUE=DATE:20260310|DTEND;VALUE=DATE:2026031x|SUMMARY:停课",
        "DTSTART;VALUE=DATE:2026x310|SUMMARY:停课",
        "SUMMARY:停课",
        "DTSTART;VALUE=DATE:20260310|DTEND;VALUE=DATE:20260301|SUMMARY:停课",
        "DTSTART;VALUE=DATE:20260310|RRULE:FREQ=SOMETIMES|SUMMARY:停课",
        "DTSTART;VALUE=DATE:20260310|DTSTART;VALUE=DATE:20260311|SUMMARY:停课",
    ],
)
def test_a_broken_event_is_named_and_the_others_are_read(event: str) -> None:
    listed = read_listed(ics(day("20260401", "停课"), event), calendar=True, between=TERM)
    assert [x.dates for x in listed.days] == [(dt.date(2026, 4, 1),)]
    assert [(number, text.partition(":")[0]) for number, text in listed.unread] == [(2, "停课")]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_a_list_with_any_line_ends(end: str) -> None:
    listed = read_listed(
        end.join(["日期,名称", "2026-04-03..2026-04-06,清明节", "2026-04-11,补班", "2026-04-22,期中考试", ""]), calendar=False
    )
    assert listed.unread == ()
    assert [(x.kind, len(x.dates)) for x in listed.days] == [("off", 4), ("work", 1), ("event", 1)]


@pytest.mark.parametrize(
    "line", ["2026-05-09,周二", "2026-05-20,8:20", "2026-05-20,语文?", "2026-05-20,", "2026-05-20,12", "#N/A,停课"]
)
def test_what_is_no_name_closes_no_day(line: str) -> None:
    """A column was lost, or a word: the line is shown as one that could not be read."""
    found = read_listed(
        f"日期,名称\n2026-05-01,劳动节\n{line}", calendar=False, between=(dt.date(2026, 2, 1), dt.date(2026, 7, 31))
    )
    assert [d.name.zh for d in found.days] == ["劳动节"]
    assert [number for number, _text in found.unread] == [3]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("日期,名称,截止\n2026-04-04,清明节,2026-04-06\n", 2),  # an end under a heading that nobody knows
        ("开始日期,名称\n2026-04-04,清明节\n", 1),  # a beginning without any end
        ("日期,名称,星期\n2026-04-04,清明节,周二\n", 2),  # the date is no Tuesday
        ("日期,天数,名称\n2026-04-04至2026-04-06,4,清明节\n", 2),  # three days, or four?
        ("日期,名称\n2026-05-09,劳动节\n2026-05-09,补班\n", 3),  # off, or worked?
    ],
)
def test_a_line_that_gainsays_itself_or_another_is_named(text: str, number: int) -> None:
    assert [n for n, _line in read_listed(text, calendar=False, between=TERM).unread] == [number]


def test_a_name_without_meaning_closes_nothing_among_events_or_on_a_weekend() -> None:
    for text in ("2026-04-22,期中考试\n2026-04-29,合唱\n", "2026-04-30,清明节\n2026-05-09,合唱\n"):
        last = read_listed(text, calendar=False, between=TERM).days[-1]
        assert (last.kind, last.known) == ("event", False)


def test_what_cannot_be_read_of_a_calendar_is_named() -> None:
    """A length that the library would drop, a task in the place of an event, an end that is missing; the others are read."""
    good = day("20260401", "停课")
    for event, text in (
        ("DTSTART;VALUE=DATE:20260501|DURATION:-P1D|SUMMARY:劳动节", "劳动节: DURATION:-P1D"),
        ("DTSTART;VALUE=DATE:20260501|DTEN:20260506|SUMMARY:劳动节", "劳动节: DTEN:20260506"),
        ("DTSTART;VALUE=DATE:20260501|SUMMARY:劳动节RRULE:FREQ=DAILY", "SUMMARY:劳动节RRULE:FREQ=DAILY"),
    ):
        listed = read_listed(ics(good, event), calendar=True, between=TERM)
        assert [d.dates for d in listed.days] == [(dt.date(2026, 4, 1),)]
        assert [(n, line.endswith(text)) for n, line in listed.unread] == [(2, True)]
    task = ics(good, day("20260501", "劳动节"))
    head, _mark, tail = task.rpartition("BEGIN:VEVENT")
    for text in (f"{head}BEGIN:VTODO{tail.replace('VEVENT', 'VTODO')}", task.rpartition("END:VEVENT")[0]):
        assert read_listed(text, calendar=True, between=TERM).unread

"""The page behind a link: the next date, this week, the term, what has changed, in the language of the calendar."""

from __future__ import annotations

import datetime as dt

from api.pages.coming import ahead
from tests.api.pages.walk import HTML, SCHOOL, House

TODAY = dt.date(2026, 3, 4)  # a Wednesday


def _calendar(*events: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", "X-WR-CALNAME:三(1)"]
    for n, event in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{n}", "DTSTAMP:20260301T000000Z", f"SUMMARY:s{n}", *event.split(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def test_dates_are_told_by_how_near_they_are() -> None:
    body = _calendar(
        "DTSTART:20260303T121000 DTEND:20260303T122500",
        "DTSTART:20260309T121000 DTEND:20260309T122500",
        "DTSTART:20260306T121000 DTEND:20260306T122500 LOCATION:Library",
        "DTSTART;VALUE=DATE:20260304 DTEND;VALUE=DATE:20260305",
    )
    found = ahead(body, TODAY)
    assert (found.name, found.changed) == ("三(1)", 0)
    assert found.next is not None
    assert (found.next.date, found.next.time) == (TODAY, "")
    assert [(one.date.day, one.time, one.place) for one in found.week] == [(6, "12:10–12:25", "Library")]
    assert [one.date.day for one in found.later] == [9]
    over = ahead(body, dt.date(2026, 7, 1))
    assert (over.next, over.week, over.later) == (None, [], [])


def test_a_change_is_marked_while_it_is_news() -> None:
    moved = "DTSTART:20260309T121000 DTEND:20260309T122500 SEQUENCE:1 LAST-MODIFIED:20260301T080000Z"
    fresh = "DTSTART:20260310T121000 DTEND:20260310T122500 SEQUENCE:0 LAST-MODIFIED:20260301T080000Z"
    assert [one.changed for one in ahead(_calendar(moved, fresh), TODAY).later] == [False]
    assert ahead(_calendar(moved, fresh), TODAY).changed == 1
    old = moved.replace("LAST-MODIFIED:20260301", "LAST-MODIFIED:20260101")
    assert ahead(_calendar(old), TODAY).changed == 0


def test_the_page_speaks_the_language_of_its_calendar(house: House) -> None:
    keeper, stranger = house.people["librarian"], house.service.person()
    for language, word in (("zh", "放进手机日历"), ("en", "Into your calendar")):
        made = keeper.post(f"/api/schools/{SCHOOL}/feeds", {"scope": "library", "language": language}, 201)
        path = made["page"][made["page"].index("/calendar/") :]
        for spoken in ("zh-CN", "en-GB"):
            assert word in stranger.ask("GET", path, headers={**HTML, "Accept-Language": spoken}).text
        assert "Into your calendar" in stranger.ask("GET", f"{path}?lang=en", headers=HTML).text
    phone = {**HTML, "User-Agent": "Mozilla/5.0 (Linux; Android 14)"}
    assert "webcal://" not in stranger.ask("GET", path, headers=phone).text

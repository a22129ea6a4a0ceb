"""After a change: what has moved says where it was, what a closure took stays as a word, all else is as it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import icalendar

from planner.languages import Language
from planner.models.planfile import PlanFile
from planner.outputs.calendars.revisions import revised
from planner.outputs.calendars.written import Calendars
from planner.sessions.book import Book
from planner.sessions.traces import traced
from tests.outputs.calendar_reading import vevents
from tests.outputs.calendar_school import school_data, small_plan, small_school

NOW = dt.datetime(2026, 3, 8, 12, tzinfo=dt.UTC)
FIRST = Book(PlanFile(school=small_school(), plan=small_plan()))


def changed(book: Book, first: str, since: str, **closed: str) -> Book:
    """Class 3-1 on another day, and further days closed."""
    term = school_data()["term"]
    term |= {"closures": [*term["closures"], *({"dates": date, "name": name} for name, date in closed.items())]}
    plan = small_plan(first).model_copy(update={"effective_from": dt.date.fromisoformat(since)})
    return revised(book.followed_by(small_school(term=term), plan), book, NOW)


def events(book: Book, scope: str, language: Language = "zh") -> dict[dt.date, icalendar.Event]:
    """By date, those of borrowing."""
    calendar = icalendar.Calendar.from_ical(Calendars([book], [language]).written[scope, language])
    found = [e for e in calendar.walk("VEVENT") if "-borrowing-" in e["UID"]]
    return {e["DTSTART"].dt.date() if isinstance(e["DTSTART"].dt, dt.datetime) else e["DTSTART"].dt: e for e in found}


def test_a_visit_that_has_moved_says_where_it_was() -> None:
    said = {
        date.isoformat(): str(e["DESCRIPTION"]) for date, e in events(changed(FIRST, "WED", "2026-03-09"), "class-3-1").items()
    }
    assert "原为3月9日（周一）12:10-12:25，自3月9日（周一）起调整。" in said["2026-03-11"]
    assert "原为" not in said["2026-03-02"]
    assert "原为" not in said["2026-03-18"], "in that week the school was closed on the day it had before"
    english = events(changed(FIRST, "WED", "2026-03-09"), "class-3-1", "en")[dt.date(2026, 3, 11)]
    assert "Before: Mon 9 Mar 12:10–12:25; changed from Mon 9 Mar on." in english["DESCRIPTION"]


def test_a_visit_that_has_moved_says_why_in_every_language() -> None:
    """The words are those of the change notice, of what concerns visits; without any the sentence ends."""
    book = changed(FIRST, "WED", "2026-03-09", 校运会="2026-03-10")
    wording = {
        "zh": "自3月9日（周一）起调整。原因：校运会（3月10日）。",
        "zh-Hant": "自3月9日（週一）起調整。原因：校运会（3月10日）。",
        "en": "changed from Mon 9 Mar on. Why: 校运会 (10 Mar).",
    }
    for language, words in wording.items():
        said = str(events(book, "class-3-1", language)[dt.date(2026, 3, 11)]["DESCRIPTION"])
        assert words in said


def test_a_visit_that_a_closure_takes_stays_as_a_word() -> None:
    after = changed(FIRST, "MON", "2026-03-09", 校运会="2026-03-25")
    event = events(after, "class-4-1")[dt.date(2026, 3, 25)]
    assert str(event["SUMMARY"]) == "四(1) 借还书（停：校运会）"
    assert (event["TRANSP"], event["SEQUENCE"]) == ("TRANSPARENT", 1)
    was = events(FIRST, "class-4-1")[dt.date(2026, 3, 25)]
    assert (event["UID"], was["SEQUENCE"]) == (was["UID"], 0)


def test_what_has_not_changed_keeps_its_bytes_also_after_a_further_change() -> None:
    moved = changed(FIRST, "WED", "2026-03-09")
    later = changed(moved, "WED", "2026-03-19", 校运会="2026-03-26")
    first, second, third = (vevents(Calendars([b], ["zh"]).written["class-3-1", "zh"]) for b in (FIRST, moved, later))
    assert {uid for uid in first if first[uid] != second.get(uid)} == {
        uid for uid in second if b"\xe5\x8e\x9f\xe4\xb8\xba" in second[uid]
    }
    assert second == third
    assert vevents(Calendars([FIRST], ["zh"]).written["class-4-1", "zh"]) == vevents(
        Calendars([moved], ["zh"]).written["class-4-1", "zh"]
    )


def test_only_what_was_certain_still_to_come_and_is_held_at_no_other_time_falls_out() -> None:
    """Not a visit on a day already over, on one nobody had confirmed, or that has its place elsewhere; each once."""
    days = {"早": "2026-03-04", "待定": "2026-03-21", "校运会": "2026-03-25"}
    after = changed(FIRST, "MON", "2026-03-09", **days)
    (fallen,) = traced(after.chapters, ())
    assert (fallen.visitor, fallen.date.isoformat(), fallen.time) == ("4-1", "2026-03-25", None)
    assert [s.uid for s in traced(changed(after, "MON", "2026-03-12", **days).chapters, ())] == [fallen.uid]
    assert list(traced(FIRST.chapters, ())) == []
    elsewhere = replace(fallen, date=dt.date(2026, 3, 26), fallen=None)
    assert [s.date for s in traced(after.chapters, [elsewhere])] == [elsewhere.date]


def test_only_visits_of_the_pattern_say_where_they_were() -> None:
    """Neither duties, nor what makes up for a lost visit, nor what nobody had confirmed where it was."""
    book = changed(FIRST, "WED", "2026-03-09")
    found = list(traced(book.chapters, book.chapters[-1].expansion.sessions))
    told = {(s.visitor, s.date.isoformat()) for s in found if s.moved}
    assert ("3-1", "2026-03-11") in told
    assert {who for who, _date in told} == {"3-1"}
    moved = next(s for s in found if s.moved)
    (alone,) = (s for s in traced(book.chapters, [replace(moved, moved=None, made_up_for=dt.date(2026, 3, 9))]) if not s.fallen)
    assert alone.moved is None

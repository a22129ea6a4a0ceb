"""What happens to calendar events when the plan changes."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import icalendar
import pytest

from planner.models.base import Text
from planner.models.plan import Plan
from planner.models.planfile import EventRevision, PlanFile
from planner.models.school import School
from planner.models.session import Session
from planner.outputs.calendars import session_words
from planner.outputs.calendars.ical import CalendarWriter, Lines
from planner.outputs.calendars.revisions import first_stamp, revise
from planner.sessions.expand import expand
from tests.counts import calls
from tests.outputs.calendar_reading import vevents
from tests.outputs.calendar_school import small_plan, small_school

NOW = dt.datetime(2026, 3, 6, 12, 0, 0, 999, tzinfo=dt.UTC)
SCHOOL = small_school()


def publish(previous: PlanFile | None, school: School, plan: Plan, now: dt.datetime = NOW) -> tuple[PlanFile, dict[str, bytes]]:
    """The plan file and the events of the library feed after publishing ``plan`` over ``previous``."""
    before = expand(previous.school, previous.plan).sessions if previous else ()
    expansion = expand(school, plan)
    revisions = revise(previous, before, school, expansion.sessions, now)
    raw = CalendarWriter(school, "zh", revisions).feed("x", expansion.sessions)
    return PlanFile(school=school, plan=plan, revisions=revisions), vevents(raw)


def without(plan: Plan, visitor: str) -> Plan:
    return plan.model_copy(update={"visits": tuple(v for v in plan.visits if v.visitor != visitor)})


def test_the_first_publication_has_no_revisions() -> None:
    planfile, events = publish(None, SCHOOL, small_plan())
    assert planfile.revisions == {}
    assert all(icalendar.Event.from_ical(e)["SEQUENCE"] == 0 for e in events.values())


def test_publishing_the_same_again_changes_nothing() -> None:
    planfile, events = publish(None, SCHOOL, small_plan())
    assert publish(planfile, SCHOOL, small_plan()) == (planfile, events)


def test_what_is_the_same_is_not_put_into_words_to_be_compared() -> None:
    planfile, _ = publish(None, SCHOOL, small_plan())
    with calls("planner.outputs.calendars.revisions:_Says.of") as counted:
        publish(planfile, SCHOOL, small_plan())
        assert counted.total() == 0
        renamed = SCHOOL.model_copy(update={"name": Text(zh="另一所学校", en="Another School")})
        publish(planfile, renamed, small_plan())
    assert counted.total() > 0


def test_a_moved_visit_keeps_its_uid_and_the_others_their_bytes() -> None:
    planfile, before = publish(None, SCHOOL, small_plan("MON"))
    _, after = publish(planfile, SCHOOL, small_plan("WED"))
    changed = {uid for uid in before.keys() & after.keys() if before[uid] != after[uid]}
    assert changed
    assert all("-3-1-borrowing-" in uid for uid in changed)
    for uid in changed:
        old, new = (icalendar.Event.from_ical(events[uid]) for events in (before, after))
        assert new["SEQUENCE"] > old["SEQUENCE"]
        assert new["LAST-MODIFIED"].dt > old["LAST-MODIFIED"].dt
        assert new["DTSTAMP"].dt == new["LAST-MODIFIED"].dt == NOW.replace(microsecond=0)


def test_a_revert_is_a_new_revision_even_if_the_clock_stands_still() -> None:
    first, _ = publish(None, SCHOOL, small_plan("MON"))
    second, _ = publish(first, SCHOOL, small_plan("WED"))
    third, _ = publish(second, SCHOOL, small_plan("MON"), NOW - dt.timedelta(days=400))
    uid = next(u for u in second.revisions if "-3-1-borrowing-w01" in u)
    assert third.revisions[uid].sequence == 2
    assert third.revisions[uid].modified == second.revisions[uid].modified + dt.timedelta(seconds=1)


def test_a_visit_that_comes_back_does_not_restart() -> None:
    first, _ = publish(None, SCHOOL, small_plan())
    second, gone = publish(first, SCHOOL, without(small_plan(), "3-1"))
    third, back = publish(second, SCHOOL, small_plan())
    uid = next(u for u in back if "-3-1-borrowing-w01" in u)
    assert uid not in gone
    assert second.revisions[uid].sequence == 1
    assert third.revisions[uid].sequence == 2
    assert icalendar.Event.from_ical(back[uid])["SEQUENCE"] == 2
    fourth, _ = publish(third, SCHOOL, small_plan())
    assert fourth.revisions == third.revisions


def test_a_new_name_is_a_change_without_a_new_sequence() -> None:
    first, _ = publish(None, SCHOOL, small_plan())
    renamed = small_school(
        events=[
            {"id": "fair", "name": {"zh": "读书节", "en": "Reading week"}, "dates": "2026-03-19..2026-03-20"},
            {
                "id": "talk",
                "name": "讲座",
                "dates": "2026-03-26",
                "time": "14:00-15:00",
                "grades": "4",
                "closes_rooms": "annex",
            },
        ]
    )
    second, _ = publish(first, renamed, small_plan())
    assert {(u.split("@")[0], r.sequence) for u, r in second.revisions.items()} == {
        ("2026-spring-event-fair-1", 0),
        ("2026-spring-event-fair-2", 0),
    }


def test_a_confirmed_make_up_day_is_new_and_one_no_longer_confirmed_is_gone() -> None:
    confirmed = small_school(
        term={
            **SCHOOL.term.model_dump(mode="json"),
            "days": [{"date": "2026-03-14", "runs_as": "WED"}, {"date": "2026-03-21", "runs_as": "MON"}],
        }
    )
    first, before = publish(None, SCHOOL, small_plan())
    second, after = publish(first, confirmed, small_plan())
    new = after.keys() - before.keys()
    assert any("-3-1-borrowing-" in uid for uid in new)
    third, _ = publish(second, SCHOOL, small_plan())
    assert all(third.revisions[uid].sequence == 1 for uid in new)


def test_a_first_day_moved_within_its_week_changes_no_event() -> None:
    first, before = publish(None, SCHOOL, small_plan())
    earlier = small_school(term={**SCHOOL.term.model_dump(mode="json"), "start": "2026-02-26", "week1_monday": "2026-03-02"})
    _, after = publish(first, earlier, small_plan())
    assert first_stamp(earlier) == first_stamp(SCHOOL)
    assert {uid: event for uid, event in after.items() if uid in before} == before


def test_another_term_starts_afresh() -> None:
    first, _ = publish(None, SCHOOL, small_plan())
    other = small_school(term={**SCHOOL.term.model_dump(mode="json"), "id": "2026-autumn"})
    known = first.model_copy(update={"revisions": {"x": EventRevision(sequence=3, modified=NOW)}})
    second, events = publish(known, other, small_plan())
    assert second.revisions == {}
    assert all(uid.startswith("2026-autumn-") for uid in events)


def test_lines_are_those_of_icalendar() -> None:
    texts = (
        "a",
        "甲，乙; c, d\\ e",
        "第3节\n午间\nx",
        "长" * 24,
        "长" * 25,
        "长" * 60,
        "x" * 62,
        "x" * 63,
        "x" * 64,
        "é😀" * 30,
    )
    for text in texts:
        line = text.replace("\n", " ")
        facts = {"UID": line, "SUMMARY": line, "LOCATION": line, "DESCRIPTION": text}
        assert Lines().event(facts) == written_together(facts)


@pytest.mark.parametrize("zone", [dt.UTC, ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")])
def test_moments_are_those_of_icalendar(zone: dt.tzinfo) -> None:
    """Also the second of a zone, of which only its own part is written."""
    lines = Lines()
    for moment in (dt.datetime(2026, 3, 2, 12, 5, tzinfo=zone), dt.datetime(2026, 7, 1, 8, 0, tzinfo=zone)):
        facts: dict[str, object] = {"DTSTART": moment, "DTSTAMP": moment.astimezone(dt.UTC), "DTEND": moment.date()}
        assert lines.event(facts) == written_together(facts)


def test_a_text_that_is_empty_is_no_line() -> None:
    """Nor one that is empty once it is clean."""
    assert Lines().event({"SUMMARY": "a", "LOCATION": "", "DESCRIPTION": "\x00 "}) == written_together({"SUMMARY": "a"})


def written_together(facts: Mapping[str, object]) -> bytes:
    """An event as icalendar writes it."""
    whole = icalendar.Event()
    for name, value in facts.items():
        whole.add(name, value)
    written: bytes = whole.to_ical()
    return written


def test_the_same_words_are_for_sessions_of_which_nothing_else_is_said() -> None:
    """Words are remembered by what they are made of: whoever reads one more field of a session has to name it there."""
    read = set(re.findall(r"\bsession\.(\w+)", inspect.getsource(session_words)))
    named = {name for name in Session.__slots__ if f'"{name}"' in inspect.getsource(session_words).partition("@dataclass")[0]}
    assert read - named == {"date", "made_up_for"}

"""A changed plan published over the one before, and what of its calendars must be as it was."""

from __future__ import annotations

import datetime as dt

from planner.models import Plan, School
from planner.models.planfile import PlanFile
from planner.outputs.calendars.feeds import feeds
from planner.outputs.calendars.ical import CalendarWriter
from planner.outputs.calendars.revisions import revise
from planner.sessions.book import Book
from tests.outputs.calendar_reading import vevents

NOW = dt.datetime(2026, 3, 8, 12, tzinfo=dt.UTC)


def calendars(planfile: PlanFile) -> dict[str, dict[str, bytes]]:
    """Feed -> uid -> bytes of the event."""
    writer = CalendarWriter(planfile.school, "zh", planfile.revisions, planfile.earlier)
    made = feeds(planfile.school, Book(planfile).term, "zh", planfile.earlier)
    return {key: vevents(writer.feed(feed.name, feed.sessions)) for key, feed in made.items()}


def republish(before: PlanFile, school: School, plan: Plan) -> PlanFile:
    """What is written after a re-plan."""
    after = Book(before).followed_by(school, plan).planfile
    old, new = Book(before).term.sessions, Book(after).term.sessions
    return after.model_copy(update={"revisions": revise(before, old, school, new, NOW, after.earlier)})


def assert_past_unchanged(before: PlanFile, after: PlanFile) -> None:
    """Every event before the date has the same bytes in the same feeds, and no uid stands for two events."""
    since = after.plan.effective_from
    old, new = ([s for s in Book(p).term.published if s.date < since] for p in (before, after))
    assert old == new
    past = {s.uid for s in old}
    was, now = calendars(before), calendars(after)
    assert was.keys() <= now.keys()
    for feed, events in now.items():
        assert {u: e for u, e in was.get(feed, {}).items() if u in past} == {u: e for u, e in events.items() if u in past}
    uids = [s.uid for s in Book(after).term.sessions]
    assert len(set(uids)) == len(uids)

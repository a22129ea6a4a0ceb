"""A draft becomes the published plan, or the one before comes back: calendar revisions go on, the past stays.

Calendars are made here, in the transaction that publishes: a feed then only hands out bytes, and no draft can ever be in one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from api.deps import Rows
from api.errors import Refusal
from api.store.revisions import unpack
from planner.adults import calendar_sessions
from planner.models.base import LANGUAGES, Language
from planner.models.planfile import PlanFile
from planner.models.session import Session
from planner.outputs.feeds import feeds
from planner.outputs.ical import CalendarWriter
from planner.outputs.revisions import revise

TERMS = 2
"""The calendars hold the newest two terms: what was published last term does not vanish on the day the next one is."""
_EVENT = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
_ZONE = re.compile(rb"BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE\r\n", re.DOTALL)


def publish(rows: Rows, number: int, now: dt.datetime, today: dt.date, allow_past: bool) -> int:
    """Publish a draft; how many calendars have changed.

    Raises Refusal: not_found, not_a_draft, draft_is_stale, past_would_change.
    """
    rows.lock()
    draft = rows.revisions.row(number)
    if draft is None:
        raise Refusal("not_found")
    if draft["state"] != "draft":
        raise Refusal("not_a_draft", state=draft["state"])
    standing = rows.revisions.published(draft["term"])
    if draft["base"] != (standing["number"] if standing else None):
        raise Refusal("draft_is_stale")
    planfile = succeed(_plan(standing), unpack(draft["planfile"]), now, today, allow_past)
    rows.revisions.publish(number, planfile, now)
    return refresh(rows, now)


def replace_published(
    rows: Rows,
    planfile: PlanFile,
    figures: Mapping[str, Any],
    standing: RowMapping,
    author: str,
    now: dt.datetime,
    today: dt.date,
    *,
    allow_past: bool,
) -> int:
    """Publish a plan that was not a draft (undo, a substitute) as a further revision; its number. Raises past_would_change."""
    made = succeed(_plan(standing), planfile, now, today, allow_past)
    rows.revisions.set_state(standing["number"], "past")
    number = rows.revisions.add(
        made, figures, version=standing["version"], base=standing["number"], author=author, now=now, state="published"
    )
    refresh(rows, now)
    return number


def undo(rows: Rows, author: str, now: dt.datetime, today: dt.date, allow_past: bool) -> int:
    """Publish again what was published before; number of the new revision. Undone twice is done again.

    Raises Refusal: nothing_to_undo, past_would_change.
    """
    rows.lock()
    standing = rows.revisions.published()
    earlier = rows.revisions.before(standing["number"]) if standing else None
    if standing is None or earlier is None:
        raise Refusal("nothing_to_undo")
    made = succeed(_plan(standing), unpack(earlier["planfile"]), now, today, allow_past)
    rows.revisions.set_state(standing["number"], "past")
    number = rows.revisions.add(
        made,
        earlier["figures"],
        version=earlier["version"],
        base=standing["number"],
        author=author,
        now=now,
        state="published",
        strategy=earlier["strategy"],
    )
    refresh(rows, now)
    return number


def succeed(standing: PlanFile | None, planfile: PlanFile, now: dt.datetime, today: dt.date, allow_past: bool) -> PlanFile:
    """The plan file with the calendar revisions that it has when it follows ``standing``. Raises past_would_change."""
    if standing is None:
        return planfile
    before, after = calendar_sessions(standing).sessions, calendar_sessions(planfile).sessions
    if not allow_past:
        _keep_past(planfile, before, after, today)
    revisions = revise(standing, before, planfile.school, after, now, planfile.earlier)
    return planfile.model_copy(update={"revisions": revisions})


def refresh(rows: Rows, now: dt.datetime) -> int:
    """Make the calendars of the published plans anew; how many have changed."""
    plans = [unpack(row["planfile"]) for row in rows.revisions.newest_terms(TERMS)]
    made = [calendars(plan) for plan in plans]
    newest = made[0] if made else {}
    merged = {key: with_events(body, [older[key] for older in made[1:] if key in older]) for key, body in newest.items()}
    return rows.feeds.put(merged, now)


def calendars(planfile: PlanFile) -> dict[tuple[str, Language], bytes]:
    """(scope, language) -> calendar of one published plan."""
    found: dict[tuple[str, Language], bytes] = {}
    term = calendar_sessions(planfile)
    for language in LANGUAGES:
        writer = CalendarWriter(planfile.school, language, planfile.revisions, planfile.earlier)
        for scope, feed in feeds(planfile.school, term, language, planfile.earlier).items():
            found[scope, language] = writer.feed(feed.name, feed.sessions)
    return found


def with_events(calendar: bytes, older: list[bytes]) -> bytes:
    """A calendar with the events of older ones before its own; a time zone that only they use comes along."""
    zones, events = _ZONE.findall(calendar), _EVENT.findall(calendar)
    head = calendar.split(b"BEGIN:VTIMEZONE", 1)[0]
    for one in older:
        zones += [z for z in _ZONE.findall(one) if _name(z) not in {_name(known) for known in zones}]
        events = _EVENT.findall(one) + events
    return head + b"".join(zones) + b"".join(events) + b"END:VCALENDAR\r\n"


def _name(zone: bytes) -> bytes:
    return next(line for line in zone.split(b"\r\n") if line.startswith(b"TZID:"))


def _plan(row: RowMapping | None) -> PlanFile | None:
    return unpack(row["planfile"]) if row is not None else None


def _keep_past(planfile: PlanFile, before: tuple[Session, ...], after: tuple[Session, ...], today: dt.date) -> None:
    """Refuse to rewrite what has been. A term that is over hurts nobody any more; one that has not begun has no past."""
    term = planfile.school.term
    if not term.start <= today <= term.end:
        return
    old, new = ({s for s in found if s.confirmed and s.date < today} for found in (before, after))
    changed = old ^ new
    if changed:
        raise Refusal("past_would_change", count=len(changed), first=min(s.date for s in changed))

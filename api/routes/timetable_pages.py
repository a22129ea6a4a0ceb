"""Pages of a timetable that was sent: the week as it was understood, what is asked, and what becomes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Keeper, Librarian, Serving, Spoken
from api.errors import Refusal
from api.pages import school as schools
from api.pages.places import placed
from api.pages.rendering import page
from api.routes.timetables import look, mine, recognised
from api.schemas import NoonIn
from api.summaries import summary
from planner.changes.strategies import STRATEGIES
from planner.importing.facts import usual_noon, usual_starts
from planner.importing.names import school_named
from planner.messages.wording import day_name, period_name, translator

router = APIRouter(include_in_schema=False)
_LONGEST_NAME = 80


@router.get("/timetables/{upload}")
def new_school_page(request: Request, upload: str, caller: Keeper, service: Serving, language: Spoken) -> Response:
    """What was understood of a timetable from which a school is to be made, and the few things it cannot know."""
    found = look(upload, caller, service, language)
    asked = request.query_params
    where = placed(
        asked.get("place", ""), request.cookies, request.headers.get("accept-language", ""), language, service.today()
    )
    noon = usual_noon(found.bell)
    return page(
        request,
        "timetable.html",
        caller,
        found=found,
        week=_week(found.week, language),
        days=[day_name(language, d) for d in found.days],
        school=None,
        name=asked.get("name", "")[:_LONGEST_NAME] or found.school_name or school_named(Path(found.name).stem),
        where=where,
        noon=NoonIn(start=noon[0], end=noon[1]),
        starts=[(p, period_name(language, p), at) for p, at in usual_starts(found.untimed, where.day).items()],
    )


@router.get("/schools/{school}/timetables/{upload}")
def school_timetable_page(request: Request, door: Librarian, upload: str) -> Response:
    """What a new timetable of a school changes, and from when it is to hold."""
    sent, say = mine(door.service, door.caller, upload), translator(door.language)
    if sent.school != door.school:
        raise Refusal("not_found")
    found = recognised(sent, door.service, door.language)
    with door.read() as rows:
        standing = schools.published(door, rows)
        shown: dict[str, Any] = {
            "school": summary(rows, door.role),
            "since": schools.term_of(rows, standing, door.service.today()),
        }
    return page(
        request,
        "timetable.html",
        door.caller,
        found=found,
        week=_week(found.week, door.language),
        days=[day_name(door.language, d) for d in found.days],
        standing=standing,
        strategies=[(s.name, say(s.title), say(s.meaning)) for s in STRATEGIES.values()],
        **shown,
    )


def _week(rows: list[list[str]], language: str) -> list[tuple[str, list[str]]]:
    return [(period_name(language, row[0]), row[1:]) for row in rows]

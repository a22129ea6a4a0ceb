"""The page of a district: how planning stands, its batches, who did what in its schools. Without names of pupils."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.batches import OUTCOMES, shown
from api.deps import Anyone, Caller, Service, Serving, Spoken
from api.pages.naming import deed
from api.pages.rendering import page
from api.routes.district import planned_schools
from api.schemas import DistrictDeed
from api.store import batches
from api.store.trail import over_schools
from planner.languages import Language
from planner.messages.wording import translator
from planner.models.base import Text

router = APIRouter(include_in_schema=False)
_BATCHES, _DEEDS = 5, 50


@router.get("/api/district/audit")
def audit(
    caller: Anyone,
    service: Serving,
    language: Spoken,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    before: Annotated[int | None, Query(ge=1, description="lines before the one with this id")] = None,
) -> list[DistrictDeed]:
    """Who did what in the schools that the account may plan; the newest first."""
    return _deeds(caller, service, language, limit, before)


@router.get("/district")
def district_page(request: Request, caller: Anyone, service: Serving, language: Spoken) -> Response:
    """Workers, queue and the oldest waiting run; the last batches; who did what."""
    mine = planned_schools(caller, service)
    with service.database.read() as connection:
        found = [shown(connection, row, mine, language) for row in batches.newest(connection, mine, _BATCHES)]
    return page(
        request,
        "district_page.html",
        caller,
        standing=service.engine.standing(),
        batches=found,
        outcome_names={code: translator(language)(name) for code, name in OUTCOMES.items()},
        deeds=_deeds(caller, service, language, _DEEDS, None),
    )


def _deeds(caller: Caller, service: Service, language: Language, limit: int, before: int | None) -> list[DistrictDeed]:
    mine = planned_schools(caller, service)
    with service.database.read() as connection:
        rows = over_schools(connection, mine, limit, before)
    return [
        DistrictDeed(
            id=row["id"],
            at=row["at"],
            who=row["who"],
            school=row["school"],
            name=Text(zh=row["name_zh"], en=row["name_en"]),
            action=row["action"],
            words=deed(row["action"], row["detail"], language),
        )
        for row in rows
    ]

"""A way out of an impossible school, taken: written into the school file as it was tried."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Response

import planner
from api.deps import Librarian
from api.errors import Refusal, declined, responses
from api.once import OnceRoute
from api.routes.storing import IfMatch, edit, expected_version
from api.schemas import SchoolSummary
from api.schemas.planning import WayIn
from planner.models.outcome import Fix

router = APIRouter(prefix="/api/schools/{school}/runs", tags=["runs"], route_class=OnceRoute)
_DENIED = ("not_logged_in", "not_found", "not_allowed", "precondition_required", "changed_meanwhile")


@router.post("/{run}", responses=responses(*_DENIED, "no_such_way", "not_written", "bad_edit", "nothing_to_change"))
def take(
    door: Librarian, run: str, wanted: Annotated[WayIn, Body()], response: Response, if_match: IfMatch = None
) -> SchoolSummary:
    """Write one of the ways that a run has found into the school file, then plan again. The file must be the one it was for."""
    with door.read() as rows:
        row = rows.run(run)
    if row is None:
        raise Refusal("not_found")
    if row["version"] != expected_version(if_match):
        raise Refusal("changed_meanwhile", present=row["version"])
    ways: list[list[dict[str, Any]]] = ((row["outcome"] or {}).get("explanation") or {}).get("packages") or []
    if wanted.way > len(ways):
        raise Refusal("no_such_way")
    way = tuple(Fix(code=fix["code"], price=fix["price"], params=fix["params"]) for fix in ways[wanted.way - 1])

    def change(content: bytes, name: str) -> bytes:
        try:
            return planner.take_way(content, way, name)
        except planner.Declined as reason:
            raise declined(reason, door.language) from None

    return edit(door, response, if_match, "way", change)

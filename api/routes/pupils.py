"""The rights of pupils: what is stored about one of them, and their names taken out when a term is over."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query

from api.deps import Librarian
from api.errors import responses
from api.once import OnceRoute
from api.pupils import forget_names, stored_about
from api.schemas.pupils import ForgetIn, Forgotten, Stored

router = APIRouter(prefix="/api/schools/{school}/pupils", tags=["pupils"], route_class=OnceRoute)
_DENIED = ("not_logged_in", "not_found", "not_allowed")


@router.get("", responses=responses(*_DENIED))
def stored(door: Librarian, helper: Annotated[str, Query(max_length=80, description="id of a student librarian")]) -> Stored:
    """Everything that is stored about one student librarian: for parents who ask."""
    return stored_about(door, helper)


@router.post("", responses=responses(*_DENIED, "term_goes_on", "changed_meanwhile"))
def forget(door: Librarian, wanted: Annotated[ForgetIn, Body()]) -> Forgotten:
    """Take names of pupils, and why they could not come, out of a term that is over. Duties and figures stay. Not undone."""
    return forget_names(door, wanted.term)

"""Copies of everything: taken away, handed over, looked at, brought back; and the two pages about them."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

from api import restoring
from api.deps import Owner, Serving, Spoken, secret_of
from api.errors import Refusal, responses
from api.pages.rendering import page
from api.schemas.copies import BroughtBack, CopyOut
from planner.messages.wording import translator
from planner.models.base import Language

router = APIRouter()
_CASES = ("not_logged_in", "not_allowed")
_ONE = (*_CASES, "not_found")
_NEW = "new"
_MEDIA = "application/octet-stream"
_BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {_MEDIA: {"schema": {"type": "string", "format": "binary"}}}}
}


@router.get("/api/copies", tags=["copies"], responses=responses(*_CASES))
def listed(_caller: Owner, service: Serving) -> list[CopyOut]:
    """The copies that lie beside the database, the newest first."""
    return [_out(copy) for copy in restoring.kept(service)]


@router.post(
    "/api/copies",
    tags=["copies"],
    status_code=201,
    openapi_extra=_BODY,
    responses=responses(*_CASES, "bad_copy", "only_one_file", "busy", "too_big"),
)
async def hand_over(request: Request, caller: Owner, service: Serving, language: Spoken) -> CopyOut:
    """Hand a copy over. It is looked through and kept beside the others; nothing is brought back yet."""
    return _out(await restoring.hand_over(service, request.stream(), language))


@router.get("/api/copies/{copy}", tags=["copies"], responses=responses(*_ONE, "busy"), response_class=FileResponse)
def fetch(copy: str, caller: Owner, service: Serving, language: Spoken) -> Response:
    """The file of a copy; ``new``: of one that is made now, of everything the service remembers. Holds names of pupils."""
    if copy == _NEW:
        with ExitStack() as stack:
            file = stack.enter_context(restoring.made(service))
            restoring.note(service, caller, "copy_taken")
            closing = stack.pop_all()
        return _file(file, service.now(), language, BackgroundTask(closing.close))
    found = restoring.one(service, copy)
    return _file(found.path, found.made, language)


@router.post("/api/copies/{copy}", tags=["copies"], responses=responses(*_ONE, "bad_copy", "only_one_file", "busy"))
def bring_back(copy: str, request: Request, caller: Owner, service: Serving, language: Spoken) -> BroughtBack:
    """Put a copy in the place of everything that is there. What was there is kept as a copy: the way back."""
    found = restoring.one(service, copy)
    before, count = restoring.bring_back(service, caller, secret_of(request), found, language)
    return BroughtBack(schools=count, before=_out(before))


@router.delete("/api/copies/{copy}", tags=["copies"], status_code=204, responses=responses(*_ONE))
def delete(copy: str, caller: Owner, service: Serving) -> None:
    """Delete a copy: it holds names of pupils, and need not be kept for ever."""
    restoring.one(service, copy).path.unlink(missing_ok=True)
    restoring.note(service, caller, "copy_deleted")


@router.get("/copies", include_in_schema=False)
def copies_page(request: Request, caller: Owner, service: Serving) -> Response:
    """Take a copy away, hand one over, and those that are kept."""
    return page(
        request,
        "copies.html",
        caller,
        copies=restoring.kept(service),
        taken=restoring.last_taken(service),
        one_file=service.settings.is_embedded,
    )


@router.get("/copies/{copy}", include_in_schema=False)
def copy_page(copy: str, request: Request, caller: Owner, service: Serving, language: Spoken) -> Response:
    """What would be lost if a copy were brought back, and the button that does it."""
    found = restoring.one(service, copy)
    try:
        seen = restoring.compare(service, found, language)
    except Refusal as refusal:
        if refusal.code != "bad_copy":
            raise
        return page(request, "copy.html", caller, copy=found, at=found.made, seen=None, why=refusal.params["problem"])
    # One that was handed over was kept here later than it was made.
    at = (seen.last if found.why == "handed_over" else None) or found.made
    return page(request, "copy.html", caller, copy=found, at=at, seen=seen, why="")


def _out(copy: restoring.Copy) -> CopyOut:
    return CopyOut.model_validate({name: getattr(copy, name) for name in ("id", "made", "why", "size")})


def _file(path: Path, at: dt.datetime, language: Language, after: BackgroundTask | None = None) -> Response:
    _ = translator(language)
    name = _("library rota backup {day}", day=f"{at.astimezone():%Y-%m-%d %H-%M}")
    disposition = f"attachment; filename=\"library.backup\"; filename*=UTF-8''{quote(name)}.backup"
    return FileResponse(path, 200, {"Content-Disposition": disposition}, media_type=_MEDIA, background=after)

"""One address for the forms of all pages: each becomes the request to the service that it stands for, in this process.

The scripts of a page send the same form and ask for JSON: they get the service's answer as it is. Without scripts the answer
is where to go next (303), with what is to be said there in a short-lived cookie; or a page that says why not, with a way back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile
from starlette.types import Message

from api.errors import ErrorBody, Refusal
from api.forms import Asked, BadForm, asked
from api.pages.rendering import error_page, local, page, say_next

router = APIRouter(include_in_schema=False)
_FIELDS = 300
_PIECE = 1 << 20
"""Bytes of a file that are handed on at once."""
_SURE = "_confirmed"
_OWN = {b"content-type", b"content-length", b"content-disposition", b"transfer-encoding", b"accept", b"if-match", b"expect"}
"""Headers that are of the form, not of what it asks for."""


@dataclass
class _Answer:
    """What the service answered in this process."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    def json(self) -> Any:
        return json.loads(self.body) if self.body else None


@router.post("/act")
async def act(request: Request) -> Response:
    """Do what a form of a page asks for."""
    async with request.form(max_files=1, max_fields=_FIELDS) as sent:
        fields = [(name, value) for name, value in sent.multi_items() if isinstance(value, str)]
        try:
            wanted = asked(fields)
        except BadForm as error:
            raise Refusal("bad_request", problem=f"form: {str(error)[:80]}") from None
        programs = "json" in request.headers.get("accept", "")
        back = _back(request)
        if wanted.sure and not programs and _SURE not in sent:
            return page(request, "sure.html", question=wanted.sure, fields=_again(fields, [(_SURE, "on")]), back=back)
        answer = await _inside(request, wanted, sent)
        if wanted.then is not None and answer.status < 400:
            answer = await _inside(request, replace(wanted.then, path=_filled(wanted.then.path, answer)), FormData())
    if programs:
        response: Response = Response(answer.body, answer.status)
        response.raw_headers = [h for h in answer.headers if h[0].lower() != b"x-request-id"]
        return response
    if answer.status >= 400:
        return _refused(request, answer, fields, back)
    if wanted.shows:
        response = page(request, "made.html", shows=wanted.shows, made=answer.json(), back=local(wanted.go or back))
    else:
        response = RedirectResponse(_filled(local(wanted.go or back), answer), 303)
        say_next(request, response, wanted.said, local(wanted.undo) if wanted.undo else "")
    for name, value in answer.headers:
        if name.lower() == b"set-cookie":
            response.raw_headers.append((name, value))
    return response


async def _inside(request: Request, wanted: Asked, sent: FormData) -> _Answer:
    """Ask the service as a program would: the same cookies and the same checks."""
    file = next((value for value in sent.values() if isinstance(value, UploadFile)), None)
    headers = [(k, v) for k, v in request.scope["headers"] if k not in _OWN]
    headers.append((b"accept", b"application/json"))
    if file is not None:
        length = file.size or 0
        ending = (file.filename or "").rpartition(".")[2]
        if ending.isascii() and ending.isalnum():
            named = quote(file.filename or "", safe="")
            said = f"attachment; filename=\"sent.{ending}\"; filename*=UTF-8''{named}"
            headers.append((b"content-disposition", said.encode()))
    else:
        body = b"" if wanted.body is None else json.dumps(wanted.body).encode()
        length = len(body)
        headers.append((b"content-type", b"application/json"))
    headers.append((b"content-length", str(length).encode()))
    if wanted.match:
        headers.append((b"if-match", f'"{quote(wanted.match)}"'.encode()))
    scope = {
        **{k: v for k, v in request.scope.items() if k in ("type", "asgi", "http_version", "scheme", "server", "client")},
        "method": wanted.method,
        "path": wanted.path,
        "raw_path": wanted.path.encode(),
        "root_path": "",
        "query_string": wanted.query.encode(),
        "headers": headers,
    }
    answer = _Answer()

    left = length

    async def receive() -> Message:
        nonlocal left
        piece = await file.read(_PIECE) if file is not None else body
        left -= len(piece)
        return {"type": "http.request", "body": piece, "more_body": left > 0 and piece != b""}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body":
            answer.body += message.get("body", b"")

    await request.app(scope, receive, send)
    return answer


def _refused(request: Request, answer: _Answer, fields: list[tuple[str, str]], back: str) -> Response:
    error = ErrorBody.model_validate(answer.json())
    if error.code == "not_logged_in":
        return RedirectResponse(f"/login?next={quote(back)}", 303)
    typed = error.code == "same_school" and any(not name.startswith("_") for name, _value in fields)
    anyway = "allow_past:boolean" if error.code == "past_would_change" else "another:boolean" if typed else ""
    again = _again(fields, [(anyway, "on")]) if anyway else []
    headers = {k.decode(): v.decode() for k, v in answer.headers if k.lower() in (b"retry-after", b"set-cookie")}
    return error_page(request, error, headers, back, again)


def _again(fields: list[tuple[str, str]], more: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same form once more; what was asked for has no password in it where it can be asked twice."""
    return [(name, value) for name, value in fields if "password" not in name] + more


def _filled(address: str, answer: _Answer) -> str:
    """An address with the id of what was made."""
    made = answer.json() if "{id}" in address else None
    return address.replace("{id}", quote(str(made["id"]))) if made else address


def _back(request: Request) -> str:
    """The page that the form stood on, as the browser says it; the first page where it does not."""
    try:
        parts = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/"
    if parts.netloc != request.headers.get("host", ""):
        return "/"
    return local(parts.path + (f"?{parts.query}" if parts.query else ""))

"""One error body for everything (RFC 9457): a stable ``code`` with parameters, and words in the caller's language."""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.exceptions import HTTPException

from api.errors.complaints import complaint, complaints
from api.errors.words import ERRORS
from planner.errors import BadInput, Declined
from planner.languages import LANGUAGES, nearest
from planner.messages.wording import translator
from planner.models.base import Language, Text
from planner.models.problem import Problem

MEDIA_TYPE = "application/problem+json"
LANGUAGE_COOKIE = "lunjie_lang"
_LOG = logging.getLogger("lunjie.http")
MOST_PROBLEMS = 100
"""Problems in one answer: a file of a million mistakes is not answered with a million explanations."""
_BY_STATUS = {401: "not_logged_in", 403: "not_allowed", 404: "not_found", 405: "no_such_method", 413: "too_big"}
_SLOWLY = 2.0
"""Seconds before a refusal that is given slowly."""


class Refusal(Exception):
    """A request that is not carried out; nothing has been changed."""

    def __init__(
        self,
        code: str,
        *,
        problems: Sequence[Problem] = (),
        headers: Mapping[str, str] | None = None,
        slowly: bool = False,
        **params: Any,
    ) -> None:
        """``slowly``: answered two seconds later, which costs nothing here: whoever asks again and again asks less often."""
        self.code, self.slowly = code, slowly
        # Half characters (lone surrogates) come in by JSON, but cannot go out again.
        self.params = {k: str(v).encode(errors="replace").decode() for k, v in params.items()}
        self.problems = tuple(problems)
        self.headers = dict(headers or {})
        super().__init__(code)


def declined(reason: Declined, language: Language) -> Refusal:
    """What a verb has declined, as a refusal of the same code."""
    said: dict[str, Any] = {}
    for name, value in reason.params.items():
        said[name] = value.in_(language) if isinstance(value, Text) else ", ".join(value) if isinstance(value, tuple) else value
    return Refusal(reason.code, **said)


class ProblemItem(BaseModel):
    """One thing wrong with a file: where, what is written there, what is wrong and how to mend it."""

    code: str = Field(description="stable code of the problem", examples=["unknown_class"])
    path: str = Field(description="place in the file: classes[3].grades, or sheet and cell")
    line: int | None = Field(description="line in the file, counted from 1")
    value: str = Field(description="what is written there")
    params: dict[str, str] = Field(description="values for the words")
    message: str = Field(description="the same in words, in the language of the request")


class ErrorBody(BaseModel):
    """What every request that is not carried out is answered with (RFC 9457)."""

    type: str = Field(description="urn:lunjie:error:<code>", examples=["urn:lunjie:error:changed_meanwhile"])
    title: str = Field(description="the words, in the language of the request")
    status: int = Field(description="HTTP status", examples=[412])
    code: str = Field(description="stable code for programs", examples=["changed_meanwhile"])
    params: dict[str, str] = Field(description="values for the words", examples=[{"present": "4"}])
    problems: list[ProblemItem] = Field(
        description="what is wrong with a file that was sent, the first hundred at once; params.count = of how many"
    )


def language_of(request: Request) -> Language:
    """The language of the answer: ``?lang=``, what was chosen on a page (cookie), Accept-Language, or else the usual one."""
    asked = request.query_params.get("lang")
    if asked not in LANGUAGES:
        asked = request.cookies.get(LANGUAGE_COOKIE)
    if asked in LANGUAGES:
        return asked
    tags = (part.partition(";")[0] for part in request.headers.get("accept-language", "").split(","))
    return next(filter(None, map(nearest, tags)), LANGUAGES[0])


def said(code: str, params: Mapping[str, str], language: Language) -> str:
    """The words of a code."""
    return translator(language)(ERRORS[code].text).format_map(_Gaps(params))


def items(problems: Sequence[Problem], language: Language, source: str = "") -> list[ProblemItem]:
    """Problems of a file with their words: the first `MOST_PROBLEMS`."""
    from planner.reading import describe

    shown = problems[:MOST_PROBLEMS]
    return [ProblemItem(**p.model_dump(mode="json"), message=describe(p, language, source)) for p in shown]


def body(code: str, params: Mapping[str, str], language: Language, problems: Sequence[Problem] = ()) -> ErrorBody:
    """The error body."""
    return ErrorBody(
        type=f"urn:lunjie:error:{code}",
        title=said(code, params, language),
        status=ERRORS[code].status,
        code=code,
        params=dict(params),
        problems=items(problems, language),
    )


def answer(request: Request, refusal: Refusal) -> Response:
    """The response for a refusal."""
    made = body(refusal.code, refusal.params, language_of(request), refusal.problems)
    headers = {"Cache-Control": "no-store", **refusal.headers}
    page = getattr(request.app.state, "error_page", None)
    if page is not None and _asks_for_page(request):
        shown: Response = page(request, made, headers)
        return shown
    return JSONResponse(made.model_dump(mode="json"), made.status, headers, media_type=MEDIA_TYPE)


def _asks_for_page(request: Request) -> bool:
    """Whether a person looks at the answer: browsers ask for HTML when they open an address, programs and scripts do not."""
    accepted = request.headers.get("accept", "")
    return request.method in ("GET", "HEAD", "POST") and "text/html" in accepted and "json" not in accepted


def install(app: FastAPI, upload_mb: int) -> None:
    """Answer every exception in the same form."""

    @app.exception_handler(Refusal)
    async def _refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        if error.slowly:
            await asyncio.sleep(_SLOWLY)
        return await run_in_threadpool(answer, request, error)

    @app.exception_handler(BadInput)
    def _bad_input(request: Request, error: Exception) -> Response:
        assert isinstance(error, BadInput)
        count, _ = len(error.problems), translator(language_of(request))
        listed = _(" The first {shown} are listed.", shown=MOST_PROBLEMS) if count > MOST_PROBLEMS else ""
        return answer(request, Refusal("bad_school", problems=error.problems, count=count, listed=listed))

    @app.exception_handler(RequestValidationError)
    def _bad_request(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        problem = complaints(error.errors(), language_of(request))
        media = request.headers.get("content-type", "application/json").split(";")[0]
        if request.method in ("POST", "PUT", "PATCH") and not media.endswith("json"):
            problem = f"Content-Type: {media[:80]} (application/json); {problem}"
        return answer(request, Refusal("bad_request", problem=problem))

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = _BY_STATUS.get(error.status_code, "bad_request")
        headers = dict(error.headers or {})
        # Its own words are English only. A body that cannot even be decoded ends here, the one that is no JSON above.
        problem = complaint("unreadable", language_of(request))
        return answer(request, Refusal(code, headers=headers, limit=upload_mb, method=request.method, problem=problem))

    @app.exception_handler(DataError)
    def _bad_value(request: Request, _error: Exception) -> Response:
        return answer(request, Refusal("bad_request", problem=complaint("", language_of(request))))

    @app.exception_handler(IntegrityError)
    def _collided(request: Request, _error: Exception) -> Response:
        # What could be seen beforehand was refused beforehand: somebody was quicker by a hair.
        return answer(request, Refusal("collided"))

    @app.exception_handler(OperationalError)
    @app.exception_handler(InterfaceError)
    @app.exception_handler(NoConnection)
    def _no_database(request: Request, error: Exception) -> Response:
        _LOG.error("database", extra={"request": getattr(request.state, "id", "-"), "error": type(error).__name__})
        return answer(request, Refusal("no_database", headers={"Retry-After": "10"}))

    @app.exception_handler(OSError)
    def _disk(request: Request, error: Exception) -> Response:
        assert isinstance(error, OSError)
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise error
        return _no_database(request, error)


def bug(request: Request, error: Exception) -> Response:
    """The answer to what should not have happened; logged by kind and place, never by its text: that may hold names."""
    request_id = getattr(request.state, "id", "-")
    trace, place = error.__traceback__, ""
    while trace is not None:
        place, trace = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}", trace.tb_next
    _LOG.error("bug", extra={"request": request_id, "error": type(error).__name__, "place": place})
    return answer(request, Refusal("bug", request=request_id))


def responses(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The error cases of a route for its OpenAPI description, each with an example."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for code in codes:
        words = ERRORS[code]
        entry = by_status.setdefault(
            words.status,
            {"model": ErrorBody, "description": "", "content": {MEDIA_TYPE: {"examples": {}}}},
        )
        entry["description"] = " / ".join(filter(None, (entry["description"], code)))
        example = body(code, {}, "en").model_dump(mode="json")
        entry["content"][MEDIA_TYPE]["examples"][code] = {"value": example}
    return by_status


class _Gaps(dict[str, str]):
    """A parameter that is missing leaves a gap instead of an exception."""

    def __missing__(self, key: str) -> str:
        return "…"

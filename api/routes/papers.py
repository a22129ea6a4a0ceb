"""What is printed, read and kept of a plan: tables, slips, notice, report; by extension or by Accept."""

from __future__ import annotations

import hashlib
import re
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.deps import Door, Librarian, Reader
from api.errors import Refusal, responses
from api.papers import FORMATS, MEDIA_TYPES, Format, names_of, paper, report
from api.plans import for_printing, plan_of
from planner.models.planfile import dump_plan
from planner.sessions.book import Book

router = APIRouter(prefix="/api/schools/{school}/revisions/{revision}", tags=["papers"])
_CASES = ("not_logged_in", "not_found", "no_published_plan", "no_such_table", "no_such_format", "not_allowed")
_FORMATS: dict[str, Any] = {"content": {media: {} for media in MEDIA_TYPES.values()}}
Internal = Annotated[bool, Query(description="whole names of pupils, on pages marked 内部使用; librarians only")]
_QUALITY = re.compile(r"[01](\.[0-9]{0,3})?", re.ASCII)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


@router.get("/tables", responses=responses(*_CASES))
def tables(door: Reader, revision: str) -> list[str]:
    """Names of the papers of this plan: tables, slips, cards, notice."""
    with door.read() as rows:
        _row, book = plan_of(rows, revision)
    return names_of(for_printing(door, book), door.language)


@router.get("/tables/{name}", responses=responses(*_CASES) | {200: _FORMATS}, response_class=Response)
def table(
    door: Reader,
    request: Request,
    revision: str,
    name: str,
    paper_size: Annotated[Literal["A4", "A3"], Query(alias="paper", description="of a PDF")] = "A4",
    internal: Internal = False,
) -> Response:
    """One paper: borrowing, reading-<room>, duty, classes, helpers, notice, slips, cards; .html, .pdf, .xlsx, .json or .txt."""
    stem, format_ = _split(name, request)
    book = _plan(door, revision, internal)
    content = paper(book, stem, format_, door.language, internal=internal, size=paper_size)
    return _response(content, f"{stem}.{format_}", format_, request)


@router.get("/report", responses=responses(*_CASES) | {200: _FORMATS}, response_class=Response)
@router.get("/report.{format_}", name="term_report_as", responses=responses(*_CASES) | {200: _FORMATS}, response_class=Response)
def term_report(
    door: Reader, request: Request, revision: str, format_: Format | None = None, internal: Internal = False
) -> Response:
    """The term in figures: visits promised, held, lost, made up; open hours; service of the student librarians."""
    chosen = format_ or _accepted(request, ("html", "xlsx", "json", "txt"))
    content = report(_plan(door, revision, internal), chosen, door.language, internal=internal, names=door.sees_names)
    return _response(content, f"report.{chosen}", chosen, request)


@router.get("/plan.json", responses=responses(*_CASES))
def plan_file(door: Librarian, revision: str) -> Response:
    """The plan with its school, for all commands of lunjie. Holds names of pupils."""
    with door.read() as rows:
        _row, book = plan_of(rows, revision)
    headers = {"Content-Disposition": 'attachment; filename="plan.json"', "Cache-Control": "private, no-cache"}
    return Response(dump_plan(book.planfile), 200, headers, media_type="application/json")


def _plan(door: Door, revision: str, internal: bool) -> Book:
    if internal and not door.sees_names:
        raise Refusal("not_allowed")
    with door.read() as rows:
        _row, book = plan_of(rows, revision)
    return for_printing(door, book)


def _split(name: str, request: Request) -> tuple[str, Format]:
    stem, dot, ending = name.rpartition(".")
    for format_ in FORMATS:
        if dot and ending == format_:
            return stem, format_
    return name, _accepted(request, FORMATS)


def _accepted(request: Request, known: tuple[Format, ...]) -> Format:
    """The format that Accept asks for most; a page where it says nothing. Raises no_such_format."""
    header = request.headers.get("accept", "*/*") or "*/*"
    ranked: list[tuple[float, int, str]] = []
    for n, part in enumerate(header.split(",")):
        media, *parameters = (x.strip() for x in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        ranked.append((-float(quality) if _QUALITY.fullmatch(quality) else -1.0, n, media))
    for quality_, _n, media in sorted(ranked):
        if quality_ == 0:
            continue
        for format_ in known:
            plain = MEDIA_TYPES[format_].split(";")[0]
            if media in (plain, "*/*") or (media.endswith("/*") and plain.startswith(media[:-1])):
                return format_
    raise Refusal("no_such_format", format=header[:80], known=", ".join(known))


def _response(content: bytes, name: str, format_: Format, request: Request) -> Response:
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Accept, Accept-Language, Cookie"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    if format_ in ("xlsx", "pdf"):
        kind = "attachment" if format_ == "xlsx" else "inline"
        headers["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name)}"
    if format_ == "html":
        headers["Content-Security-Policy"] = _POLICY
    return Response(content, 200, headers, media_type=MEDIA_TYPES[format_])

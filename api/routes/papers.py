"""What is printed, read and kept of a plan: tables, slips, notice, report; by extension or by Accept."""

from __future__ import annotations

import hashlib
import re
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.deps import Librarian, Reader
from api.errors import Refusal, responses
from api.papers import all_tables, names_of, paper, title_of
from api.plans import plan_of
from planner.messages.wording import translator
from planner.models.planfile import dump_plan
from planner.outputs.formats import WRITERS, Size, Writer
from planner.outputs.papers import PAPERS

_ALL = "all"
router = APIRouter(prefix="/api/schools/{school}/revisions/{revision}", tags=["papers"])
_CASES = ("not_logged_in", "not_found", "no_published_plan", "no_such_table", "no_such_format", "not_allowed", "busy")
_FORMATS: dict[str, Any] = {"content": {writer.media_type: {} for writer in WRITERS.values()}}
Internal = Annotated[bool, Query(description="whole names of pupils, on pages marked 内部使用; librarians only")]
_QUALITY = re.compile(r"[01](\.[0-9]{0,3})?", re.ASCII)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


@router.get("/tables", responses=responses(*_CASES))
async def tables(door: Reader, revision: str) -> list[str]:
    """Names of the papers of this plan: tables, slips, cards, notice, report."""
    return await names_of(door, revision)


@router.get("/tables/{name}", responses=responses(*_CASES) | {200: _FORMATS}, response_class=Response)
async def table(
    door: Reader,
    request: Request,
    revision: str,
    name: str,
    paper_size: Annotated[Size, Query(alias="paper", description="of a PDF")] = "A4",
    internal: Internal = False,
) -> Response:
    """One paper, by its name: borrowing, reading-<room>, duty, classes, helpers, slips, cards, notice, report; all.pdf is
    what is hung up. Its ending or the header Accept says the format."""
    stem, _dot, ending = name.rpartition(".")
    writer = WRITERS.get(ending) if stem else None
    if writer is None:
        stem, writer = name, _accepted(request, tuple(WRITERS.values()))
    if stem == _ALL and writer.extension == "pdf":
        content = await all_tables(door, revision, paper_size)
        return _response(content, translator(door.language)("All tables"), writer, request)
    content = await paper(door, revision, stem, writer, paper_size, internal=internal)
    return _response(content, await title_of(door, revision, stem, internal=internal), writer, request)


@router.get("/report", responses=responses(*_CASES) | {200: _FORMATS}, response_class=Response)
@router.get("/report.{format_}", include_in_schema=False)
async def term_report(
    door: Reader, request: Request, revision: str, format_: str | None = None, internal: Internal = False
) -> Response:
    """The term in figures: visits promised, held, lost, made up; open hours; service of the student librarians."""
    known = PAPERS["report"].formats()
    writer = WRITERS.get(format_) if format_ else _accepted(request, known)
    if writer is None:
        raise Refusal("no_such_format", format=(format_ or "")[:80], known=", ".join(w.extension for w in known))
    content = await paper(door, revision, "report", writer, internal=internal)
    return _response(content, "report", writer, request)


@router.get("/plan.json", responses=responses(*_CASES))
def plan_file(door: Librarian, revision: str) -> Response:
    """The plan with its school, for all commands of lunjie. Holds names of pupils."""
    with door.read() as rows:
        _row, book = plan_of(rows, revision)
    headers = {"Content-Disposition": 'attachment; filename="plan.json"', "Cache-Control": "private, no-cache"}
    return Response(dump_plan(book.planfile), 200, headers, media_type="application/json")


def _accepted(request: Request, known: tuple[Writer, ...]) -> Writer:
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
        for writer in known:
            plain = writer.media_type.split(";")[0]
            if media in (plain, "*/*") or (media.endswith("/*") and plain.startswith(media[:-1])):
                return writer
    raise Refusal("no_such_format", format=header[:80], known=", ".join(w.extension for w in known))


def _response(content: bytes, stem: str, writer: Writer, request: Request) -> Response:
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Accept, Accept-Language, Cookie"}
    if writer.is_page:
        # Also with "not modified": a browser takes this header for the page that it has kept.
        headers["Content-Security-Policy"] = _POLICY
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    if writer.shown:
        headers["Content-Disposition"] = f"{writer.shown}; filename*=UTF-8''{quote(f'{stem}.{writer.extension}')}"
    return Response(content, 200, headers, media_type=writer.media_type)

"""The other pages of one school: something has changed, the plans there were, printing."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from api.deps import Door, Librarian, Reader
from api.errors import Refusal
from api.pages import school as schools
from api.pages.changing import choices
from api.pages.facts import file_facts
from api.pages.history import compared, history
from api.pages.rendering import page
from api.pages.terms import begun, proposed, terms
from api.papers import boxed_in, paper
from api.routes.files import looked_at
from api.routes.tables import look
from api.store.revisions import unpack
from api.summaries import summary
from planner.changes.strategies import STRATEGIES
from planner.messages.wording import translator
from planner.outputs.formats import WRITERS

router = APIRouter(include_in_schema=False)
_Number = Annotated[int, Query(ge=1, le=2**31 - 1)]


@router.get("/schools/{school}/changed")
def changed_page(request: Request, door: Librarian, helper: str = "", since: dt.date | None = None) -> Response:
    """Everything that can change in a term, each with its form; ``helper`` and ``since`` stand there already."""
    with door.read() as rows:
        standing = schools.going_on(door, rows)
        shown = _head(door, rows) | {
            "standing": standing,
            "since": schools.term_of(rows, standing, door.service.today()),
            "choices": choices(rows, door.language),
            "chosen": (helper, since),
        }
    settings, say = door.service.settings, translator(door.language)
    return page(
        request,
        "changed.html",
        door.caller,
        today=_within(door.service.today(), shown["since"]),
        strategies=[(s.name, say(s.title), say(s.meaning)) for s in STRATEGIES.values()],
        seconds=round(settings.seconds),
        most_seconds=round(settings.most_seconds),
        **shown,
    )


@router.get("/schools/{school}/tables/{upload}")
def table_page(request: Request, door: Librarian, upload: str, since: dt.date | None = None) -> Response:
    """A table changed by hand: what was understood, what clashes, and from when on it is to hold."""
    with door.read() as rows:
        standing = schools.published(door, rows)
        term = schools.term_of(rows, standing, door.service.today())
        shown = _head(door, rows)
    if term is None:
        raise Refusal("not_found")
    first = min(max(since or term["proposed"], term["first"]), term["last"])
    return page(request, "table.html", door.caller, found=look(door, upload, first), term=term, first=first, **shown)


@router.get("/schools/{school}/files/{upload}")
def file_page(request: Request, door: Librarian, upload: str) -> Response:
    """A changed school file beside what was decided here: what is to be whose."""
    with door.read() as rows:
        shown = _head(door, rows)
    return page(request, "file.html", door.caller, found=looked_at(door, upload), **shown)


@router.get("/schools/{school}/settings")
def settings_page(request: Request, door: Librarian) -> Response:
    """The school file with its versions, who did what, and the end of the school."""
    with door.read() as rows:
        shown = _head(door, rows) | {
            "versions": schools.versions(rows),
            "trail": schools.trail(door, rows),
            "past_terms": schools.past_terms(rows),
            "remarks": schools.remarks(door, rows),
        }
    return page(request, "settings.html", door.caller, **shown)


@router.get("/schools/{school}/terms")
def terms_page(
    request: Request, door: Librarian, start: dt.date | None = None, end: dt.date | None = None, moves: str = ""
) -> Response:
    """Terms beside each other, and the next one, which begins from the present one: looked at first, then begun."""
    with door.read() as rows:
        shown, columns = _head(door, rows), terms(door, rows)
        document = rows.document()
        row = rows.revisions.published(document.term) if document else None
    if document is None:
        raise Refusal("not_found")
    book = unpack(row["planfile"]) if row else None
    school = file_facts(document).school
    first, last = proposed(school)
    new_year = {"yes": True, "no": False}.get(moves)
    would = begun(document, book, start, end, new_year, door.language) if start and end and book else None
    names = list(dict.fromkeys(name for one in columns for name in one.figures))
    return page(
        request, "terms.html", door.caller, columns=columns, names=names, present=book, would=would, moves=moves,
        start=start or first, end=end or last, **shown,
    )  # fmt: skip


@router.get("/schools/{school}/history")
def history_page(request: Request, door: Librarian) -> Response:
    """Every plan that was published, by whom and when; any two can be compared, any one can come back."""
    with door.read() as rows:
        shown = _head(door, rows) | {"plans": history(door, rows)}
    return page(request, "history.html", door.caller, **shown)


@router.get("/schools/{school}/history/compare")
def compare_page(request: Request, door: Librarian, new: _Number, old: _Number) -> Response:
    """What moved from one plan to another, in the words of the change notice."""
    with door.read() as rows:
        found = {number: rows.revisions.row(number) for number in (old, new)}
        shown = _head(door, rows)
    before, after = found[old], found[new]
    if before is None or after is None:
        raise Refusal("not_found")
    return page(request, "compare.html", door.caller, pair=compared(door, before, after), **shown)


@router.get("/schools/{school}/print")
async def print_page(request: Request, door: Reader) -> Response:
    """All papers of the plan in force: to print at once, to look at, to pass on in a chat."""

    def looked_up() -> dict[str, Any]:
        with door.read() as rows:
            return _head(door, rows) | {"standing": schools.published(door, rows)}

    shown = await run_in_threadpool(looked_up)
    texts = {}
    for one in shown["standing"].papers if shown["standing"] else ():
        if not one.question and "txt" in dict(one.formats):
            texts[one.name] = (await paper(door, "published", one.name, WRITERS["txt"])).decode()
    boxes = await boxed_in(door, "published") if shown["standing"] else []
    return page(request, "print.html", door.caller, librarian=door.role == "librarian", texts=texts, boxes=boxes, **shown)


def _within(day: dt.date, term: dict[str, dt.date] | None) -> dt.date:
    """A day, or the nearest one on which the plan can be changed."""
    return min(max(day, term["first"]), term["last"]) if term else day


def _head(door: Door, rows: Any) -> dict[str, Any]:
    return {"heading": schools.heading(door, rows), "school": summary(rows, door.role)}

"""The page of the board: complete without scripts, picking up is a link, putting down a button."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from api import boards
from api.deps import Door, Librarian
from api.errors import Refusal
from api.pages import board as drawn
from api.pages import school as schools
from api.pages.boardpick import Pick
from api.pages.rendering import page
from api.routes.boards import turn
from api.summaries import summary
from planner.board.steps import answer_key, chips_of

router = APIRouter(include_in_schema=False)
_Key = Annotated[str, Query(max_length=400)]


@router.get("/schools/{school}/board")
async def board_page(
    request: Request,
    door: Librarian,
    table: _Key = "",
    pick: _Key = "",
    seat: bool = False,
    of: Annotated[str, Query(max_length=500)] = "",
    was: _Key = "",
    day: Annotated[str, Query(max_length=60)] = "",
    find: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """The board as it stands, one table of it; with ``pick`` what every place would take for that chip, with ``of`` also the
    other ways to one of them; ``was`` is what was in hand before, ``day`` the one that a telephone shows,
    ``find`` the name of somebody who is looked for. Before there is a
    board: from when on."""
    context = await run_in_threadpool(_head, door)
    if context["standing"] is None:
        return page(request, "board.html", door.caller, board=None, **context)
    standing, taken, gone = context.pop("standing"), None, False
    if pick:
        try:
            boards.chips(standing, pick)
            taken = await _taken(door, standing, pick, seat, of, was)
        except Refusal as error:
            if error.code != "unknown_chip":
                raise
            gone = True
    shown = await run_in_threadpool(drawn.shown, standing, door.language, table, taken, day, find if not taken else "")
    return page(request, "board.html", door.caller, board=shown, gone=gone, **context)


async def _taken(door: Door, standing: boards.Standing, pick: str, seat: bool, of: str, was: str) -> Pick:
    """What is taken up, with its answers. Raises Refusal."""
    async with turn(door):
        question = boards.SEAT if seat else boards.LIFT
        answers = await run_in_threadpool(boards.answers, door, standing, pick, question)
        ways = back = None
        if of in {answer_key(a) for a in answers.answers}:
            ways = await run_in_threadpool(boards.answers, door, standing, pick, boards.WAYS, of)
            if was in chips_of(standing.board.plan):
                back = await run_in_threadpool(boards.answers, door, standing, was, boards.LIFT)
    return Pick(pick, answers, seat, of, ways, was, back)


def _head(door: Door) -> dict[str, Any]:
    with door.read() as rows:
        published = rows.revisions.published()
        drafts = [row for row in rows.revisions.listed() if row["state"] == "draft"]
        has_board = rows.boards.row() is not None
        plan = schools.published(door, rows) if published is not None else None
        head = {
            "heading": schools.heading(door, rows),
            "school": summary(rows, door.role),
            "since": schools.term_of(rows, plan, door.service.today()) if not has_board else None,
            "has_plan": published is not None or bool(drafts),
            "is_draft": published is None,
            "running": False,
        }
    if not has_board:
        return {**head, "standing": None, "gone_on": ""}
    standing = boards.looked_at(door)
    with door.read() as rows:
        return {**head, "standing": standing, "gone_on": boards.gone_on(rows, standing)}

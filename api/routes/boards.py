"""The board of a school: take up a class or a helper, see what every place would take, put it down, draft what comes out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Annotated

from fastapi import APIRouter, Body, Header, Query, Response
from fastapi.concurrency import run_in_threadpool

from api import boards
from api.boards import Standing
from api.deps import Door, Librarian
from api.errors import responses
from api.limits import FairTurns
from api.once import OnceRoute
from api.routes.storing import IfMatch, etag, expected_version
from api.schemas import (
    BoardIn,
    BoardOut,
    ChipOut,
    CostOut,
    DoneOut,
    PlaceAnswer,
    Revision,
    StepIn,
    VacantOut,
    VerdictsOut,
    WaitingOut,
)
from api.summaries import revision as shown_revision
from planner.board.board import Board
from planner.board.steps import answer_key, chips_of, place_key
from planner.languages import LANGUAGES
from planner.messages.rules import rule_sentence
from planner.models.plan import PlannedDuty, PlannedVisit
from planner.models.whatif import place_of
from planner.outputs.explanations.moving import MoveWords

router = APIRouter(prefix="/api/schools/{school}", tags=["board"], route_class=OnceRoute)
_DENIED = ("not_logged_in", "not_found", "not_allowed")
_ASKED = ("busy", "took_too_long", "solver_died", "plan_broken", "unknown_chip", "no_duty")
_CHANGED = ("board_moved", "precondition_required", "changed_meanwhile", "not_possible", "no_room_elsewhere")
_BEGUN = ("no_published_plan", "bad_since", "board_moved", "not_taken_over")
_STEPPED = ("nothing_to_undo", "nothing_to_redo")
_TURNS = FairTurns(at_once=2, waiting=6, seconds=60.0)
"""As many at once as there are children for questions."""


@router.post("/board", status_code=201, responses=responses(*_DENIED, *_ASKED, *_BEGUN))
async def begin(door: Librarian, response: Response, wanted: Annotated[BoardIn | None, Body()] = None) -> BoardOut:
    """Open a plan as a board, from a date on. A school has one for all: where there is one, it is that, unless ``anew``."""
    given = wanted or BoardIn()
    async with turn(door):
        standing = await run_in_threadpool(boards.opened, door, given.revision, given.since, given.anew, given.keep)
    return await run_in_threadpool(_told, standing, response)


@router.get("/board", response_model=BoardOut, responses={**responses(*_DENIED, *_ASKED), 304: {"description": "not changed"}})
async def look(
    door: Librarian,
    response: Response,
    chip: Annotated[str, Query(max_length=380, description="with what every place would take for this chip")] = "",
    seat: Annotated[bool, Query(description="instead: who else could have this duty")] = False,
    of: Annotated[str, Query(max_length=500, description="instead: other ways to the answer with this `to`")] = "",
    if_none_match: Annotated[str | None, Header()] = None,
) -> BoardOut | Response:
    """The board as it stands: chips, pins, what was done by whom, costs by rule; and the answers about one chip."""
    standing = await run_in_threadpool(boards.looked_at, door)
    if not chip:
        if (if_none_match or "").removeprefix("W/") == etag(standing.version):
            return Response(status_code=304, headers={"ETag": etag(standing.version)})
        return await run_in_threadpool(_told, standing, response)
    async with turn(door):
        question = boards.WAYS if of else boards.SEAT if seat else boards.LIFT
        found = await run_in_threadpool(_answered, door, standing, chip, question, of)
    told = await run_in_threadpool(_told, standing, response)
    return told.model_copy(update={"verdicts": found})


@router.patch("/board", responses=responses(*_DENIED, *_ASKED, *_CHANGED, *_STEPPED))
async def do(door: Librarian, wanted: Annotated[StepIn, Body()], response: Response, if_match: IfMatch = None) -> BoardOut:
    """Do one thing: put a chip where an answer about it says, with exactly the moves of others that it names; pin, unpin; go
    one step back or on, whoever did it; make the rest best around what is pinned. Each names the version that was seen."""
    expected = expected_version(if_match)
    if wanted.do in ("best", "free"):
        async with turn(door):
            standing = await run_in_threadpool(boards.best, door, expected, wanted.to if wanted.do == "free" else None)
    else:
        standing = await run_in_threadpool(_done, door, expected, wanted)
    return await run_in_threadpool(_told, standing, response)


@router.delete("/board", status_code=204, responses=responses(*_DENIED))
def close(door: Librarian) -> None:
    """Put the board away. Drafts made of it stay."""
    boards.close(door)


@router.post(
    "/revisions",
    status_code=201,
    responses=responses(
        *_DENIED,
        "board_moved",
        "precondition_required",
        "nothing_to_change",
        "draft_is_stale",
        "file_went_on",
        "not_written",
        "still_waiting",
    ),
)
def draft(door: Librarian, if_match: IfMatch = None) -> Revision:
    """What stands on the board as a draft, to be looked at and published like any other."""
    number = boards.draft(door, expected_version(if_match))
    with door.read() as rows:
        row = rows.revisions.row(number)
    assert row is not None
    return shown_revision(row)


def turn(door: Door) -> AbstractAsyncContextManager[None]:
    """Wait for a turn with the solver. Raises Refusal busy."""
    return _TURNS.turn(door.school)


def _done(door: Door, expected: int, wanted: StepIn) -> Standing:
    if wanted.do == "move":
        return boards.move(door, expected, wanted.chip, wanted.to, wanted.question, wanted.of)
    by: dict[str, Callable[[Board], Board]] = {
        "pin": lambda board: board.pin(wanted.chip),
        "unpin": lambda board: board.unpin(wanted.chip),
        "open": lambda board: board.open(wanted.to),
        "undo": Board.undo,
        "redo": Board.redo,
    }
    return boards.change(door, expected, by[wanted.do])


def _answered(door: Door, standing: Standing, chip: str, question: str, of: str) -> VerdictsOut:
    """The answers about a chip, with words. Raises Refusal."""
    found = boards.answers(door, standing, chip, question, of)
    words = MoveWords(standing.board.school, door.language)
    told = [
        PlaceAnswer(
            **{name: getattr(a, name) for name in type(a).model_fields},
            to=answer_key(a),
            words=words.verdict(a),
            tells=words.tells(found.who, a),
            allows=words.way(a.way),
        )
        for a in found.answers
    ]
    return VerdictsOut(chip=chip, version=standing.version, answers=told, seconds=found.seconds)


def _told(standing: Standing, response: Response) -> BoardOut:
    board, row = standing.board, standing.row
    response.headers["ETag"] = etag(standing.version)
    there, now = chips_of(board.base.plan), chips_of(board.plan)
    report = board.report
    changes = board.changes
    return BoardOut(
        id=standing.id,
        version=standing.version,
        base=row["base"],
        since=board.plan.effective_from,
        position=board.position,
        chips=[_chip(key, x, board, key not in there) for key, x in now.items()],
        steps=[
            DoneOut(step=one.step, author=one.author, at=one.at, counts=n < board.position)
            for n, one in enumerate(standing.done)
        ],
        by=standing.done[-1].author if standing.done else row["author"],
        cost=report.cost,
        costs=[
            CostOut(**c.model_dump(), sentence={x: rule_sentence(c.rule, board.school.spoken(x)) for x in LANGUAGES})
            for c in report.cost_by_rule
        ],
        moved=changes.count("moved"),
        helpers=changes.helpers,
        kept_free=list(board.kept_free),
        waiting=[WaitingOut(chip=key, who=w.visitor, what=w.demand, times=w.times) for key, w in board.waiting.items()],
        vacant=[VacantOut(chip=key, place=place_key(v.place), seats=v.seats) for key, v in board.vacant.items()],
    )


def _chip(key: str, thing: PlannedVisit | PlannedDuty, board: Board, moved: bool) -> ChipOut:
    what, who = (thing.demand, thing.visitor) if isinstance(thing, PlannedVisit) else (thing.post, thing.helper)
    return ChipOut(
        chip=key,
        what=what,
        who=who,
        place=place_key(place_of(thing)),
        pinned=key in board.pins,
        fixed=key in board.fixed,
        moved=moved,
    )

"""Questions that need the solver for a moment: why is it impossible, and what would a move cost?"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from fastapi.concurrency import run_in_threadpool

from api.deps import Door, Librarian
from api.documents import school_of
from api.errors import Refusal, responses
from api.jobs.supervise import Unanswered
from api.limits import FairTurns
from api.plans import plan_of
from api.schemas import AnswersOut, EffectOut, ExplanationOut, SchoolChangeIn, WhatIfIn
from planner.models.planfile import dump_plan, dump_school

router = APIRouter(prefix="/api/schools/{school}", tags=["questions"])
_DENIED = ("not_logged_in", "not_found", "not_allowed", "took_too_long", "busy", "solver_died")
_WHATIF_CASES = ("no_published_plan", "no_such_class", "no_such_demand", "plan_broken", "bad_request")
_WHATIF_SECONDS = 60.0
_AGAIN = 5
_TURNS = FairTurns(at_once=2, waiting=3, seconds=60.0)
"""As many at once as there are children for questions; one school never has both."""


@router.post("/explanation", responses=responses(*_DENIED, "bad_school"))
async def explanation(door: Librarian, seconds: Annotated[float, Query(gt=0, le=120)] = 20.0) -> ExplanationOut:
    """Can the school be planned and, if not, why, and which changes would help? Each was tried before it is shown."""

    def work() -> ExplanationOut:
        payload = {"school": _school(door), "seconds": seconds}
        return ExplanationOut.model_validate(_ask(door, "explain", payload, 2 * seconds + 10))

    async with _TURNS.turn(door.school):
        return await run_in_threadpool(work)


@router.post("/whatif", responses=responses(*_DENIED, "bad_school", "no_such_place"))
async def change_of_school(
    door: Librarian, wanted: Annotated[SchoolChangeIn, Body()], seconds: Annotated[float, Query(gt=0, le=120)] = 20.0
) -> EffectOut:
    """The school planned as it is and with a window, a room or a cycle changed: cost, need against places, visits; where it is
    impossible then, why, and ways out of it.

    ``seconds`` bounds each of the searches. Nothing is stored.
    """

    def work() -> EffectOut:
        payload = {"school": _school(door), "change": wanted.model_dump(mode="json"), "seconds": seconds}
        return EffectOut.model_validate(_ask(door, "effect", payload, 3 * seconds + 10))

    async with _TURNS.turn(door.school):
        return await run_in_threadpool(work)


@router.post("/revisions/{revision}/whatif", responses=responses(*_DENIED, *_WHATIF_CASES))
async def whatif(door: Librarian, revision: str, wanted: Annotated[WhatIfIn, Body()]) -> AnswersOut:
    """Every place of a class, or duty of a helper: free, possible with which moves, or ruled out by what."""
    if (wanted.class_id is None) == (wanted.helper is None):
        raise Refusal("bad_request", problem="class_id / helper")

    def work() -> AnswersOut:
        with door.read() as rows:
            _row, book = plan_of(rows, revision)
        payload: dict[str, Any] = {"planfile": dump_plan(book.planfile).decode(), "demand": wanted.demand}
        if wanted.class_id is not None:
            class_id = book.school.class_id(wanted.class_id)
            if class_id is None:
                raise Refusal("no_such_class", id=wanted.class_id)
            payload["class"] = class_id
        else:
            payload["helper"] = wanted.helper
        return AnswersOut.model_validate(_ask(door, "whatif", payload, _WHATIF_SECONDS))

    async with _TURNS.turn(door.school):
        return await run_in_threadpool(work)


def _school(door: Door) -> str:
    """The newest school file, for a child. Raises not_found."""
    with door.read() as rows:
        document = rows.document()
    if document is None:
        raise Refusal("not_found")
    return dump_school(school_of(document)).decode()


def _ask(door: Door, kind: str, payload: dict[str, Any], seconds: float) -> dict[str, Any]:
    try:
        return door.service.engine.pool.ask(kind, payload, seconds)
    except Unanswered as error:
        if "change" in payload and error.code.startswith("unknown_"):
            raise Refusal(
                "no_such_place", ids=", ".join(key for named in payload["change"].values() for key in named)
            ) from None
        if error.code == "unknown_demand":
            raise Refusal("no_such_demand", id=payload.get("demand")) from None
        if error.code in ("unknown_class", "unknown_helper"):
            raise Refusal("no_such_class", id=payload.get("class") or payload.get("helper")) from None
        if error.code == "plan_broken":
            raise Refusal("plan_broken") from None
        if error.code == "busy":
            raise Refusal("busy", seconds=_AGAIN, headers={"Retry-After": str(_AGAIN)}) from None
        if error.code == "timeout":
            raise Refusal("took_too_long", seconds=round(seconds), headers={"Retry-After": str(_AGAIN)}) from None
        raise Refusal("solver_died") from None

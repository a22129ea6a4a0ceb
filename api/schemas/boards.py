"""The board: what is moved, pinned and asked on it."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, Field

from api.schemas.base import In
from planner.board.steps import Step
from planner.models.base import Said
from planner.models.plan import RuleCost
from planner.models.values import Date
from planner.models.whatif import Answer


class BoardIn(In):
    """From which plan, and from when on, something is to be moved."""

    revision: str | None = Field(
        None, max_length=20, description="number, or published; usual: the published plan, before the first the newest draft"
    )
    anew: bool = Field(False, description="also where there is a board already: what was done on that one is lost")
    keep: bool = Field(
        False,
        description="with `anew`: what was done is done again as far as it can be; the rest stands among the steps as `left`",
    )
    since: Date | None = Field(None, description="dates before stay as they are; usual: the first date of the plan")


class StepIn(In):
    """One thing done on the board."""

    do: Literal["move", "pin", "unpin", "free", "open", "undo", "redo", "best"]
    chip: str = Field("", max_length=380, description="key of a visit or duty, as it stands on the board: move, pin, unpin")
    to: str = Field(
        "",
        max_length=500,
        description="move: `to` of an answer about this chip; free, open: turn, window, slot (0 = all), with ~ between",
    )
    question: Literal["lift", "seat", "ways"] = Field(
        "lift", description="move: which question was answered: where else, who else, or what other ways to one of these"
    )
    of: str = Field("", max_length=500, description="move by one of the ways: to which answer they were asked for, its `to`")


class CostOut(RuleCost):
    """What one rule adds to the cost, with its sentence."""

    sentence: Said


class DoneOut(BaseModel):
    """A step, who did it, and whether it counts or was undone."""

    step: Step
    author: str
    at: dt.datetime
    counts: bool


class ChipOut(BaseModel):
    """A visit or a duty where it stands now."""

    chip: str
    what: str = Field(description="demand or post id")
    who: str = Field(description="class, teacher or helper id")
    place: str = Field(description="key of the place, as in answers")
    pinned: bool
    fixed: bool = Field(description="a pin in the school file keeps it there")
    moved: bool = Field(description="stands elsewhere than in the plan that the board was opened on")


class WaitingOut(BaseModel):
    """Visits that are due and stand nowhere yet."""

    chip: str = Field(description="its key, for the same questions and moves as that of a chip")
    who: str = Field(description="class or teacher id")
    what: str = Field(description="demand id")
    times: int


class VacantOut(BaseModel):
    """Seats of a duty that nobody has."""

    chip: str = Field(description="its key, for the same questions and moves as that of a chip")
    place: str = Field(description="key of the place, as in answers")
    seats: int


class PlaceAnswer(Answer):
    """What it would take to be in one place."""

    to: str = Field(description="send this to move there")
    words: str = Field(description="the answer in one or two words")
    tells: str = Field(description="who else moves, what it costs, or why not, in sentences")
    allows: list[str] = Field(description="what of the school has to be changed first, each as a request")


class VerdictsOut(BaseModel):
    """Every place of a chip."""

    chip: str
    version: int = Field(description="of the board that was asked")
    answers: list[PlaceAnswer]
    seconds: float = Field(description="what all answers together took, the model being there already")


class BoardOut(BaseModel):
    """A board as it stands. Its version is its ETag: everything that changes it is sent with If-Match."""

    id: str
    version: int
    base: int = Field(description="the revision it was opened on")
    since: dt.date
    position: int = Field(description="how many of the steps count")
    chips: list[ChipOut]
    steps: list[DoneOut]
    by: str = Field(description="who did the last thing that is kept of it, or opened it")
    cost: int
    costs: list[CostOut] = Field(description="by the checker, changes against the plan it was opened on included")
    moved: int = Field(description="visits at another place than there")
    helpers: int = Field(description="duties given to somebody else")
    kept_free: list[str] = Field(description="to which nobody may come: turn, window, slot (0 = all) with ~ between")
    waiting: list[WaitingOut] = Field(description="of a class that has only just come, or whose place is gone")
    vacant: list[VacantOut] = Field(description="of a helper who has left, or at a post that is new")
    verdicts: VerdictsOut | None = Field(None, description="every place of the chip that was asked about")

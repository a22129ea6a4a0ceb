"""What is done on a board, step by step, and the keys by which a page names its chips and places. Data only."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Literal, NamedTuple

from pydantic import Field

from planner.models.base import Model
from planner.models.outcome import Fix
from planner.models.plan import Plan, PlannedDuty, PlannedVisit
from planner.models.whatif import Answer, DutyMove, PlanPlace, VisitMove

StepKind = Literal["move", "pin", "unpin", "allow", "free", "open", "best", "left"]
"""left: what could not be done again when the board was taken over into a school that has gone on; it does nothing."""


class Step(Model):
    """One thing done on a board, with all that it moved: enough to do it again without any search."""

    kind: StepKind
    chip: str = Field("", description="key of the visit or duty that was taken in hand, where it stood before; '' = none")
    place: PlanPlace | None = Field(None, description="where it was put")
    visits: tuple[VisitMove, ...] = ()
    duties: tuple[DutyMove, ...] = ()
    pinned: tuple[str, ...] = Field((), description="keys of what stays from now on")
    unpinned: tuple[str, ...] = Field((), description="keys of what need not stay any more")
    freed: tuple[str, ...] = Field((), description="keys of what is kept free of visits from now on, as `noon_key` gives them")
    opened: tuple[str, ...] = Field((), description="keys of what need not stay free any more")
    way: tuple[Fix, ...] = Field((), description="changes of the school that were made first")
    changes: int = Field(0, description="price of all changes against the published plan afterwards")
    extra: int = Field(0, description="cost of all other rules, more or less than before")
    extra_by_rule: dict[str, int] = Field(default_factory=dict, description="rule -> its part of `extra`, where not 0")


def chip_of(thing: PlannedVisit | PlannedDuty) -> str:
    """Key of a visit or duty where it stands: kind, who, and the place; parts joined by ``~``, which no id has."""
    if isinstance(thing, PlannedVisit):
        return _joined("visit", thing.visitor, *thing.place)
    return _joined("duty", thing.helper, *thing.place)


def chips_of(plan: Plan) -> dict[str, PlannedVisit | PlannedDuty]:
    """Every visit and duty of a plan by its key."""
    chips: list[PlannedVisit | PlannedDuty] = [*plan.visits, *plan.duties]
    return {chip_of(chip): chip for chip in chips}


class Waiting(NamedTuple):
    """Visits of a class (or teacher) that are due in a stretch of the term and stand nowhere."""

    visitor: str
    demand: str
    stretch: str
    times: int

    @property
    def key(self) -> str:
        """By which a page names it; as long as any of them waits it is the same."""
        return _joined("wait", self.visitor, self.demand, self.stretch)


class Vacant(NamedTuple):
    """Seats of a shift that nobody has."""

    place: PlanPlace
    seats: int

    @property
    def key(self) -> str:
        """By which a page names it; as long as any of them is vacant it is the same."""
        place = self.place
        return _joined("vacant", place.what, place.turn, place.window or "", place.slot or 0)


def place_key(place: PlanPlace) -> str:
    """Key of a place: demand or post, turn, window, slot, and of a cell for visits also period and room."""
    return _joined(place.what, place.turn, place.window or "", place.slot or 0, place.period or "", place.room or "")


def noon_key(turn: str, window: str, slot: int | None = None) -> str:
    """Key of a window on a day (a turn) for all that comes then, or of one slot of it."""
    return _joined(turn, window, slot or 0)


def noon_of(key: str) -> tuple[str, str, int]:
    """(turn, window, slot) of such a key; slot 0 = all of them. Raises ValueError for what is none."""
    turn, window, slot = key.rsplit("~", 2)
    return turn, window, int(slot)


def seat_key(place: PlanPlace, instead: str | None = None, helper: str | None = None) -> str:
    """Key of the answer about a place: whose seat is taken there, or who would take it."""
    return _joined(place_key(place), instead or "", helper or "")


def answer_key(answer: Answer) -> str:
    """Key of an answer among those to one question: its place, whose seat it takes or who takes it, and what it changes."""
    key = seat_key(answer.place, answer.instead, answer.helper)
    if not answer.way:
        return key
    # Of a way only what tells it from the others: its text is as long as the school makes its names.
    return _joined(key, f"{zlib.crc32(way_key(answer.way).encode()):08x}")


def way_key(way: Iterable[Fix]) -> str:
    """Key of some changes of a school, in their order; none = ''."""
    return "\n".join(fix.model_dump_json(include={"code", "params"}) for fix in way)


def step_of(kind: StepKind, chip: str, answer: Answer, pinned: Iterable[str] = (), unpinned: Iterable[str] = ()) -> Step:
    """The step that does what an answer says."""
    return Step(
        kind=kind,
        chip=chip,
        place=answer.place if answer.place.what else None,
        visits=answer.visits,
        duties=answer.duties,
        pinned=tuple(pinned),
        unpinned=tuple(unpinned),
        way=answer.way,
        changes=answer.changes,
        extra=answer.extra,
        extra_by_rule=answer.extra_by_rule,
    )


def _joined(*parts: str | int) -> str:
    return "~".join(map(str, parts))

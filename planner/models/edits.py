"""What somebody changed by hand in a printed table of a plan, and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import Field

from planner.models.base import Model
from planner.models.duties import DutyPin
from planner.models.plan import PlannedVisit
from planner.models.problem import Problem
from planner.models.values import Date
from planner.models.visits import Pin

_P = TypeVar("_P", Pin, DutyPin)


class VisitEdit(Model):
    """A class (or teacher) written into another cell; where its visit is to be from now on."""

    cell: str = Field(description="where it is written now: 班级借阅安排表!C7")
    text: str = Field(description="what is written there")
    visitor: str = Field(description="class or teacher id")
    demand: str = Field(description="demand id")
    turn: str = Field(description="label of the turn")
    window: str | None = None
    slot: int | None = None
    period: str | None = None
    room: str | None = Field(None, description="none: whichever has space; written only where the table names rooms")
    before: PlannedVisit | None = Field(None, description="the visit that it was; none for one besides")

    def is_at(self, visit: PlannedVisit) -> bool:
        """Whether a visit of a plan is where this edit wants it."""
        return (
            (visit.visitor, visit.demand, visit.turn) == (self.visitor, self.demand, self.turn)
            and (visit.window, visit.slot, visit.period) == (self.window, self.slot, self.period)
            and self.room in (None, visit.room)
        )


class DutyEdit(Model):
    """Another helper, one more, or one less, in a cell of the duty rota."""

    cell: str = Field(description="where: 小图书管理员值日表!C7")
    text: str = Field(description="who is written there now; where there is one less, who stood there")
    post: str = Field(description="post id")
    turn: str = Field(description="label of the turn")
    window: str = Field(description="window id")
    slot: int | None = None
    before: str | None = Field(None, description="helper who stood there; none for one more")
    after: str | None = Field(None, description="helper who stands there now; none: somebody else is to be found")

    @property
    def shift(self) -> tuple[str, str, str, int]:
        """The shift, as `planner.timeline.Shift.key` names it."""
        return (self.post, self.turn, self.window, self.slot or 0)


class Edits(Model):
    """All that was changed by hand. ``ignored`` are changes that mean nothing to a plan: titles, notes, words beside it."""

    visits: tuple[VisitEdit, ...] = ()
    duties: tuple[DutyEdit, ...] = ()
    ignored: tuple[Problem, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the tables say what the plan says."""
        return not (self.visits or self.duties)

    @property
    def all(self) -> tuple[VisitEdit | DutyEdit, ...]:
        """Edits of visits, then of duties."""
        return (*self.visits, *self.duties)


class Written(Model):
    """An edit in a message: the cell, and the words in it."""

    cell: str
    text: str


class EditClash(Model):
    """A hard rule that an edit breaks, alone or together with other edits and pins, whatever the rest of the plan is."""

    rule: str
    edits: tuple[Written, ...] = Field(description="those that break it")
    subjects: tuple[str, ...] = Field(description="who or what it is about, in ids")
    dates: tuple[Date, ...] = Field((), description="dates on which it is broken")


@dataclass(frozen=True)
class Rewrite(Generic[_P]):
    """One list of pins. ``kept`` stands beside the old list: the pin itself, a narrower one, or None for one that goes."""

    kept: tuple[_P | None, ...] = ()
    added: tuple[_P, ...] = ()

    @property
    def pins(self) -> tuple[_P, ...]:
        """The list as it is afterwards."""
        left: list[_P] = [p for p in self.kept if p is not None]
        return tuple(left + list(self.added))


@dataclass(frozen=True)
class Pinning:
    """What edits do to the pins of a school: demand id -> its list, and the list of its duties.

    ``replaced`` counts the standing pins that said otherwise of the same class or helper, and went or were narrowed.
    """

    visits: Mapping[str, Rewrite[Pin]] = field(default_factory=dict)
    duties: Rewrite[DutyPin] = field(default_factory=Rewrite)
    replaced: int = 0

"""Who could stand in for a student librarian on one date: data only."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from planner.models.base import Model
from planner.models.values import Date, Span


class Seat(Model):
    """One duty on one date."""

    date: Date
    post: str
    window: str
    slot: int | None = None
    helper: str = Field(description="whose duty it is by the plan, whoever does it on this date")
    now: str = Field(description="who does it on this date")
    time: Span | None = None
    escorts: str | None = Field(None, description="the class escorted")


class Candidate(Model):
    """One helper for one seat, with all that speaks for and against."""

    helper: str
    can: bool = Field(description="false: a rule of `cannot` forbids it")
    cannot: tuple[str, ...] = Field((), description="rules that forbid it")
    exceeds: tuple[str, ...] = Field((), description="rules it would break, though it is allowed for one date")
    in_week: int = Field(description="duties in that week without this one")
    so_far: int = Field(description="duties in the term before that date")
    in_term: int = Field(description="duties in the whole term, without this one")
    own_class: bool = Field(False, description="of the class that visits or is escorted then")
    same_class: bool = Field(False, description="of the class of the one who is missing")
    likes: bool = Field(False, description="would like to come then")


class Cover(Model):
    """One seat and everybody who might take it, best first, those who cannot last."""

    seat: Seat
    candidates: tuple[Candidate, ...]

    def of(self, helper: str) -> Candidate | None:
        """One helper among them."""
        return next((c for c in self.candidates if c.helper == helper), None)


class Exchange(Model):
    """A duty given for another one, and what is to be said of either helper in the other's place."""

    seat: Seat
    other: Seat
    comes: Candidate = Field(description="who has the other duty, in the seat")
    goes: Candidate = Field(description="who has the seat, in the other duty")

    @property
    def exceeds(self) -> tuple[str, ...]:
        """Rules that the exchange would break, though it is allowed."""
        return tuple(dict.fromkeys((*self.comes.exceeds, *self.goes.exceeds)))


CoverStatus = Literal["CANDIDATES", "CHOSEN", "SWAPPED", "UNDONE", "REFUSED"]

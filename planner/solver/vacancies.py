"""Seats that nobody has: of a helper who has left, at a post that is new. They stay vacant until somebody is put there.

Each is a number in the model: a seat is filled, or counted as vacant. What a helper who has left took along (the only one with
experience, the minimum of a new one) need not hold either as long as a seat is vacant with which it could hold.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from planner.models.plan import ShiftKey


@dataclass(frozen=True)
class Taken:
    """Indices of the options of a problem that a plan takes."""

    visits: frozenset[int]
    duties: frozenset[int]

    def amount(self, duties: Mapping[int, int]) -> int:
        """The amounts of these duty options that are taken."""
        return sum(k for n, k in duties.items() if n in self.duties)


@dataclass(frozen=True)
class Need:
    """How many helpers a shift needs: ``fixed``, and one for every ``each`` that these visit options amount to, rounded up."""

    fixed: int = 0
    amounts: Mapping[int, int] = field(default_factory=dict)
    each: int = 1

    def of(self, visits: Container[int]) -> int:
        """With these visit options taken."""
        return self.fixed - (-sum(k for n, k in self.amounts.items() if n in visits) // self.each)

    def missing(self, taken: Taken, staff: frozenset[int]) -> int:
        """How many of the ``staff`` needed are not there."""
        return max(0, self.of(taken.visits) - len(staff & taken.duties))


@dataclass(frozen=True)
class Vacancy:
    """Seats of a shift on some of its dates: a ``variable`` says how many are vacant, ``most`` of them to begin with."""

    shift: ShiftKey
    staff: frozenset[int]
    """Duty options with which one is filled."""
    need: Need
    variable: int
    most: int

    def left(self, taken: Taken) -> int:
        """How many are vacant with these options taken."""
        return min(self.most, self.need.missing(taken, self.staff))

"""Questions about duties with every visit where it stands: a small part of the model, where that is sure to be enough."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from planner.solver.model import FAR
from planner.solver.whatif.linear import Relaxation
from planner.solver.whatif.simplex import Row

if TYPE_CHECKING:
    from planner.solver.whatif.linear import Whole


class DutiesAlone:
    """The relaxation of what hangs together with duties once the visits have their ``values``; all else is as at a base."""

    def __init__(
        self,
        rows: Sequence[Row],
        bounds: Sequence[tuple[int, int]],
        prices: Mapping[int, int],
        values: Mapping[int, int],
        duties: Iterable[int],
    ) -> None:
        self._at, self._linear = _part([_without(row, values) for row in rows], bounds, prices, duties)
        self.variables = frozenset(self._at)

    def hold(self, values: Mapping[int, int]) -> None:
        """From now on these variables have these values; those of visits have theirs anyway."""
        self._linear.hold({self._at[x]: value for x, value in values.items() if x in self._at})

    def solve_whole(self, fixed: Mapping[int, int], base: Whole) -> Whole | bool | None:
        """As `Relaxation.solve_whole`, as values of all variables."""
        found = self._linear.solve_whole({self._at[x]: value for x, value in fixed.items()})
        if found is None or isinstance(found, bool):
            return found
        values = base.copy()
        values[list(self._at)] = found
        return values


class FewestChanges:
    """The least that changes of duties cost, wherever visits may be: only rows that no visit stands in are asked.

    Whoever is asked to leave and whoever is asked to come change anyway; who has to make up for them changes as well, and
    that is mostly seen from duties alone (240 classes: for all but three of 54 repairs that need more)."""

    def __init__(
        self,
        rows: Iterable[Row],
        bounds: Sequence[tuple[int, int]],
        first: Mapping[int, int],
        visits: Container[int],
        duties: Iterable[int],
    ) -> None:
        free = [row for row in rows if not any(x in visits for x in row[2])]
        self._at, self._linear = _part(free, bounds, first, duties)

    def of(self, fixed: Mapping[int, int]) -> float:
        """With these values, others left out; 0 where numbers were too hard."""
        return self._linear.least({self._at[x]: value for x, value in fixed.items() if x in self._at}) or 0.0


def _part(
    rows: Sequence[Row], bounds: Sequence[tuple[int, int]], prices: Mapping[int, int], first: Iterable[int]
) -> tuple[dict[int, int], Relaxation]:
    """What hangs together with some variables: (variable -> its number there, the relaxation)."""
    at = {x: n for n, x in enumerate(sorted(_connected(rows, first)))}
    inside = [(low, high, {at[x]: k for x, k in terms.items()}) for low, high, terms in rows if terms.keys() & at.keys()]
    return at, Relaxation(inside, [bounds[x] for x in at], {at[x]: k for x, k in prices.items() if x in at})


def _without(row: Row, values: Mapping[int, int]) -> Row:
    low, high, terms = row
    gone = sum(k * values[x] for x, k in terms.items() if x in values)
    left = {x: k for x, k in terms.items() if x not in values}
    return low if low <= -FAR else low - gone, high if high >= FAR else high - gone, left


def _connected(rows: Iterable[Row], first: Iterable[int]) -> set[int]:
    """Everything that shares rows with these, directly or through others."""
    beside: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        for x in row[2]:
            beside[x].append(row)
    found = set(first)
    left = list(found)
    seen: set[int] = set()
    while left:
        for row in beside[left.pop()]:
            if id(row) not in seen:
                seen.add(id(row))
                new = row[2].keys() - found
                found |= new
                left += new
    return found

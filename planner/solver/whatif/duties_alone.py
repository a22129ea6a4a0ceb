"""Questions about duties with every visit where it stands: a small part of the model, where that is sure to be enough."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
        left = [_without(row, values) for row in rows]
        mine = _connected(left, duties)
        self.variables = frozenset(mine)
        self._at = {x: n for n, x in enumerate(sorted(mine))}
        inside = [
            (low, high, {self._at[x]: k for x, k in terms.items()})
            for low, high, terms in left
            if terms.keys() & self._at.keys()
        ]
        self._linear = Relaxation(
            inside, [bounds[x] for x in self._at], {self._at[x]: k for x, k in prices.items() if x in self._at}
        )

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

"""The linear relaxation of a model, kept warm: asked again with one variable fixed, it answers in a few pivots.

These models are nearly integral, so the relaxation mostly answers with whole numbers; then it is the exact optimum. Measured on
examples/noon-36 (1400 rows): 1-6 ms a question with the dual simplex from the last basis, 50-500 ms with a fresh search.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from planner.solver.model import FAR, Model
from planner.solver.whatif.simplex import Bounds, Row, Simplex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    """A whole value for each variable."""

LARGEST_FACTOR = 10**6
"""With a larger one the numbers are too far apart to compute with."""
_NEAR = 1e-5
_NODES = 200


def rows_of(model: Model) -> list[Row]:
    """The rows of a plain model."""
    return [(low, high, dict(model.row(n))) for n, (low, high) in enumerate(zip(model.row_lows, model.row_highs, strict=True))]


def bounds_of(model: Model) -> list[tuple[int, int]]:
    """Least and largest value of each variable."""
    return list(zip(model.lows, model.highs, strict=True))


def factor(first: Mapping[int, int], then: Mapping[int, int], rows: Sequence[Row], bounds: Sequence[tuple[int, int]]) -> int:
    """What ``first`` must be multiplied with so that its smallest difference outweighs all that ``then`` can add up to."""
    if not first:
        return 1
    most = dict(enumerate(high for _, high in bounds))
    loose = {v for v in then if most[v] >= FAR}
    needed: dict[int, int] = dict.fromkeys(loose, 0)
    for low, high, terms in rows:
        for v in loose & terms.keys():
            rest = [(k * bounds[w][0], k * most[w]) for w, k in terms.items() if w != v]
            k = terms[v]
            # A slack need never be larger than the worst excess of its rows.
            if k > 0 and low > -FAR:
                needed[v] = max(needed[v], -(-(low - sum(map(min, rest))) // k))
            if k < 0 and high < FAR:
                needed[v] = max(needed[v], -(-(sum(map(max, rest)) - high) // -k))
    most |= needed
    unit = math.gcd(*first.values())
    total = sum(k * most[v] for v, k in then.items())
    if total // unit >= LARGEST_FACTOR:
        total = _at_most(then, rows, bounds, most)
    return total // unit + 1


def _at_most(prices: Mapping[int, int], rows: Sequence[Row], bounds: Sequence[tuple[int, int]], most: Mapping[int, int]) -> int:
    """What prices can add up to: where a row lets only some of its flags be 1, no more than its dearest (a class comes once,
    wherever that is: 240 classes: a fiftieth of what all their places cost together)."""
    left = {v: k for v, k in prices.items() if k > 0 and bounds[v] == (0, 1)}

    def spared(row: Row) -> tuple[int, int]:
        """(What the row makes the sum smaller by, the price of the dearest.)"""
        mine = sorted((left[v] for v in row[2] if v in left), reverse=True)
        return sum(mine[row[1] :]), sum(mine[: row[1]])

    limiting = [
        row
        for row in rows
        if 0 <= row[1] < FAR and len(row[2]) > row[1] and all(k > 0 and bounds[v][0] >= 0 for v, k in row[2].items())
    ]
    total = sum(k * most[v] for v, k in prices.items() if v not in left)
    for row in sorted(limiting, key=lambda row: -spared(row)[0]):
        total += spared(row)[1]
        for v in row[2]:
            left.pop(v, None)
    return total + sum(left.values())


def without_implied(rows: Sequence[Row], bounds: Sequence[Bounds]) -> list[Row]:
    """The rows without those that only say of some flags what another row says of these and more: at most so many of them
    (240 classes: a third of all rows)."""
    limits = {
        number: frozenset(terms)
        for number, (_, high, terms) in enumerate(rows)
        if high < FAR and all(k == 1 and bounds[x] == (0, 1) for x, k in terms.items())
    }
    holding: dict[int, list[int]] = defaultdict(list)
    for number, flags in limits.items():
        for x in flags:
            holding[x].append(number)

    def is_implied(number: int) -> bool:
        mine, (low, most, _) = limits[number], rows[number]
        return low <= 0 and any(
            mine <= limits[other]
            and rows[other][1] <= most
            and (mine < limits[other] or rows[other][1] < most or other < number)
            for other in min((holding[x] for x in mine), key=len, default=())
        )

    return [row for number, row in enumerate(rows) if number not in limits or not is_implied(number)]


class Relaxation:
    """A linear program over the variables of a model. Fix some, solve, read; then free them again.

    What is *held* has its value in every question, until it is held otherwise.
    """

    def __init__(self, rows: Sequence[Row], bounds: Sequence[Bounds], prices: Mapping[int, int]) -> None:
        self._simplex = Simplex(without_implied(rows, bounds), bounds, prices)
        self._rows, self._bounds = Rows(rows), bounds
        self._is_flag = [bound == (0, 1) for bound in bounds]
        self._held: dict[int, int] = {}

    def price(self, prices: Mapping[int, int]) -> None:
        """From now on the prices are these."""
        self._simplex.price(prices)

    def hold(self, values: Mapping[int, int]) -> None:
        """From now on these variables have these values, and no others are held."""
        let_go, self._held = [v for v in self._held if v not in values], dict(values)
        for variable in let_go:
            self.free(variable)
        for variable, value in values.items():
            self.fix(variable, value)

    def fix(self, variable: int, value: int) -> None:
        """This variable has this value until it is freed."""
        self._simplex.bound(variable, (value, value))

    def free(self, variable: int) -> None:
        """Let it go again; what is held is as it was held."""
        held = self._held.get(variable)
        self._simplex.bound(variable, self._bounds[variable] if held is None else (held, held))

    def solve(self) -> bool | None:
        """Whether there is a solution; None when numbers were too hard."""
        return self._simplex.solve()

    def least(self, fixed: Mapping[int, int]) -> float | None:
        """The price of the cheapest point, whole or not, with these values; None where none was found."""
        for variable, value in fixed.items():
            self.fix(variable, value)
        found = self._simplex.cost if self.solve() else None
        for variable in fixed:
            self.free(variable)
        return found

    def values(self) -> NDArray[np.float64]:
        """Value of each variable in the last solution."""
        return self._simplex.values

    def solve_whole(self, fixed: Mapping[int, int]) -> Whole | bool | None:
        """The cheapest whole solution with these values, by branching where the relaxation is fractional; False when there is
        none.

        None when numbers were too hard or branches too many: neither a solution nor its absence has been shown.
        """
        for variable, value in fixed.items():
            self.fix(variable, value)
        try:
            return self._branched(frozenset(fixed))
        finally:
            for variable in fixed:
                self.free(variable)

    def _branched(self, given: frozenset[int]) -> Whole | bool | None:
        best: Whole | None = None
        price = math.inf
        nodes: list[tuple[tuple[int, int], ...]] = [()]
        for _ in range(_NODES):
            if not nodes:
                return best if best is not None else False
            fixed = nodes.pop()
            for variable, value in fixed:
                self.fix(variable, value)
            solvable = self.solve()
            cost, values = (self._simplex.cost, self._simplex.values) if solvable else (math.inf, None)
            for variable, _value in fixed:
                self.free(variable)
            if solvable is None:
                return None
            if values is None or cost > price - 1 + _NEAR * max(1.0, cost) ** 0.5:
                continue  # all prices are whole numbers, so anything better is better by 1
            rounded = values.round()
            if abs(values - rounded).max(initial=0.0) >= _NEAR:
                n = self._most_fractional(values)
                if n is None or n in given or n in dict(fixed):
                    return None
                nodes += [(*fixed, (n, x)) for x in ((0, 1) if values[n] > 0.5 else (1, 0))]
                continue
            found = rounded.astype("int64")
            if not self._rows.keep(found):
                return None
            best, price = found, cost
        return None

    def _most_fractional(self, values: NDArray[np.float64]) -> int | None:
        """The flag that is nearest to a half; None where no flag is fractional."""
        apart = abs(values - values.round()) * self._is_flag
        n = int(apart.argmax())
        return n if apart[n] > 0 else None


class Rows:
    """Rows as vectors, to see at once whether whole values keep all of them, in whole numbers."""

    def __init__(self, rows: Sequence[Row]) -> None:
        import numpy as np

        kept = [row for row in rows if row[2]]
        self._low, self._high = (np.array([row[end] for row in kept], dtype="int64") for end in (0, 1))
        self._starts = np.cumsum([0, *(len(terms) for _, _, terms in kept)])[:-1]
        self._index = np.array([v for _, _, terms in kept for v in terms], dtype="int64")
        self._factor = np.array([k for _, _, terms in kept for k in terms.values()], dtype="int64")
        self._empty = all(low <= 0 <= high for low, high, terms in rows if not terms)

    def keep(self, values: Whole) -> bool:
        """Whether these values keep every row."""
        import numpy as np

        if not len(self._low):
            return self._empty
        sums = np.add.reduceat(self._factor * values[self._index], self._starts)
        return self._empty and bool(((self._low <= sums) & (sums <= self._high)).all())

"""What no plan can cost less than, by arithmetic alone: whole multipliers of rows make a bound that needs no trust.

Any multipliers y of the rows give one: prices − Σ y·rows are reduced costs r, and every solution costs at least
Σ y·(the row's bound on the side of y's sign) + Σ r·(the variable's bound on the side of r's sign). The duals of the linear
relaxation give the largest; rounding them to multiples of 1/SCALE loses next to nothing, and all that follows is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.solver.model import FAR, Linear, Model, Variable

SCALE = 2**24
"""Multipliers are whole multiples of 1/SCALE."""


@dataclass(frozen=True)
class Bound:
    """A bound and what it says of each variable and row, all times SCALE; without the constant part of the price."""

    scaled: int
    reduced: list[int]
    multipliers: dict[int, int]

    @property
    def least(self) -> int:
        """Prices are whole numbers, so the bound may be rounded up."""
        return -(-self.scaled // SCALE)


def bound_of(model: Model, multipliers: Mapping[int, int], prices: Mapping[int, int] | None = None) -> Bound:
    """The bound that multipliers of rows (times SCALE) prove. Those that lean on a bound a row does not have count as zero."""
    used: dict[int, int] = {}
    reduced = [0] * len(model.lows)
    for x, price in (model.prices if prices is None else prices).items():
        reduced[x] = price * SCALE
    scaled = 0
    for row, y in multipliers.items():
        bound = model.row_lows[row] if y > 0 else model.row_highs[row]
        if not y or abs(bound) >= FAR or row in model.switches:
            continue
        used[row] = y
        scaled += y * bound
        for n in range(model.starts[row], model.starts[row + 1]):
            reduced[model.indices[n]] -= y * model.coefficients[n]
    lows, highs = model.lows, model.highs
    for x, r in enumerate(reduced):
        if r > 0:
            scaled += r * lows[x]
        elif r < 0:
            scaled += r * highs[x]
    return Bound(scaled, reduced, used)


def face(model: Model, bound: Bound, cost: int) -> Model:
    """Where every solution of at most this cost (without the constant part) lies: variables and rows bounded by complementary
    slackness. Without room between bound and cost each solution there costs exactly that much; else one more row says so."""
    room = cost * SCALE - bound.scaled
    narrow = model.copy()
    for x, r in enumerate(bound.reduced):
        if r > 0:
            narrow.highs[x] = min(model.highs[x], model.lows[x] + room // r)
        elif r < 0:
            narrow.lows[x] = max(model.lows[x], model.highs[x] - room // -r)
    for row, y in bound.multipliers.items():
        if y > 0:
            narrow.row_highs[row] = min(model.row_highs[row], model.row_lows[row] + room // y)
        else:
            narrow.row_lows[row] = max(model.row_lows[row], model.row_highs[row] - room // -y)
    narrow.minimize(None)
    if room:
        price = Linear.sum(Variable(x) * k for x, k in model.prices.items())
        narrow.add(price, high=cost)
    return narrow

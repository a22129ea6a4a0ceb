"""The model as plain arrays: whole variables with bounds, linear rows, a linear price. Every solver is given these."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import repeat

FAR = 10**12
"""Row bounds from here on mean none."""


class Linear:
    """A linear expression: coefficients of variables, given by index, and a constant. A variable may come more than once."""

    __slots__ = ("coefficients", "constant", "indices")

    def __init__(self, indices: Sequence[int] = (), coefficients: Sequence[int] = (), constant: int = 0) -> None:
        self.indices, self.coefficients, self.constant = indices, coefficients, constant

    @staticmethod
    def sum(parts: Iterable[Linear]) -> Linear:
        """All of them together."""
        indices: list[int] = []
        coefficients: list[int] = []
        constant = 0
        for part in parts:
            indices.extend(part.indices)
            coefficients.extend(part.coefficients)
            constant += part.constant
        return Linear(indices, coefficients, constant)

    @staticmethod
    def weighted(variables: Iterable[Variable], amounts: Sequence[int]) -> Linear:
        """Variables times whole numbers."""
        return Linear([x.index for x in variables], amounts)

    def __add__(self, other: Linear | int) -> Linear:
        if isinstance(other, int):
            return Linear(self.indices, self.coefficients, self.constant + other)
        return Linear.sum((self, other))

    def __radd__(self, other: int) -> Linear:
        return self + other

    def __neg__(self) -> Linear:
        return self * -1

    def __sub__(self, other: Linear | int) -> Linear:
        if isinstance(other, int):
            return Linear(self.indices, self.coefficients, self.constant - other)
        less = [-k for k in other.coefficients]
        return Linear([*self.indices, *other.indices], [*self.coefficients, *less], self.constant - other.constant)

    def __rsub__(self, other: int) -> Linear:
        return -self + other

    def __mul__(self, factor: int) -> Linear:
        return Linear(self.indices, [factor * k for k in self.coefficients], factor * self.constant)

    def __rmul__(self, factor: int) -> Linear:
        return self * factor

    def value(self, values: Sequence[int]) -> int:
        """Its value where the variables have these."""
        return self.constant + sum(k * values[x] for x, k in zip(self.indices, self.coefficients, strict=True))


class Variable(Linear):
    """One whole variable, known by its place in the model."""

    __slots__ = ("index",)

    def __init__(self, index: int) -> None:
        super().__init__((index,), (1,))
        self.index = index


class Model:
    """Variables, rows and prices. Row ``r`` holds the entries from ``starts[r]`` to ``starts[r + 1]``, each variable once."""

    def __init__(self) -> None:
        self.lows: list[int] = []
        self.highs: list[int] = []
        self.starts: list[int] = [0]
        self.indices: list[int] = []
        self.coefficients: list[int] = []
        self.row_lows: list[int] = []
        self.row_highs: list[int] = []
        self.switches: dict[int, int] = {}
        """Row -> the Boolean that switches it on."""
        self.prices: dict[int, int] = {}
        self.offset = 0
        self.hints: dict[int, int] = {}

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(self.row_lows)

    def new_variable(self, low: int, high: int) -> Variable:
        """A whole number between two bounds."""
        self.lows.append(low)
        self.highs.append(high)
        return Variable(len(self.lows) - 1)

    def new_flag(self) -> Variable:
        """0 or 1."""
        return self.new_variable(0, 1)

    def add(self, expression: Linear, low: int | None = None, high: int | None = None, only_if: Variable | None = None) -> int:
        """One more row, ``low`` ≤ ``expression`` ≤ ``high``; its number."""
        indices, coefficients = expression.indices, expression.coefficients
        if len(set(indices)) < len(indices) or 0 in coefficients:
            terms = collected(zip(indices, coefficients, strict=True))
            indices, coefficients = list(terms), list(terms.values())
        self.indices.extend(indices)
        self.coefficients.extend(coefficients)
        self.starts.append(len(self.indices))
        self.row_lows.append(-FAR if low is None else low - expression.constant)
        self.row_highs.append(FAR if high is None else high - expression.constant)
        number = len(self.row_lows) - 1
        if only_if is not None:
            self.switches[number] = only_if.index
        return number

    def minimize(self, expression: Linear | None) -> None:
        """The price that is to be as small as can be; None: every solution is as good as any."""
        if expression is None:
            self.prices, self.offset = {}, 0
        else:
            self.prices = collected(zip(expression.indices, expression.coefficients, strict=True))
            self.offset = expression.constant

    def row(self, number: int) -> list[tuple[int, int]]:
        """(variable, coefficient) of a row."""
        begin, end = self.starts[number], self.starts[number + 1]
        return list(zip(self.indices[begin:end], self.coefficients[begin:end], strict=True))

    def span(self, expression: Linear) -> tuple[int, int]:
        """Between what an expression lies, whatever the rows say."""
        low = high = expression.constant
        for x, k in zip(expression.indices, expression.coefficients, strict=True):
            low += k * (self.lows[x] if k > 0 else self.highs[x])
            high += k * (self.highs[x] if k > 0 else self.lows[x])
        return low, high

    def fix(self, values: Mapping[int, int]) -> None:
        """These variables have these values from now on."""
        for x, value in values.items():
            self.lows[x] = self.highs[x] = value

    def switched(self, on: Iterable[int]) -> Model:
        """The same model with these switches on and all others off, for good."""
        chosen, other = set(on), self.copy()
        for row, switch in self.switches.items():
            if switch not in chosen:
                other.row_lows[row], other.row_highs[row] = -FAR, FAR
        other.switches = {}
        return other

    def only(self, rows: Iterable[int]) -> Model:
        """The same variables and prices under these rows alone, none of which has a switch."""
        other = Model()
        other.lows, other.highs = list(self.lows), list(self.highs)
        other.prices, other.offset = dict(self.prices), self.offset
        for row in rows:
            begin, end = self.starts[row], self.starts[row + 1]
            other.indices.extend(self.indices[begin:end])
            other.coefficients.extend(self.coefficients[begin:end])
            other.starts.append(len(other.indices))
            other.row_lows.append(self.row_lows[row])
            other.row_highs.append(self.row_highs[row])
        return other

    def copy(self) -> Model:
        """The same model, to be changed by itself."""
        other = Model()
        for name in ("lows", "highs", "starts", "indices", "coefficients", "row_lows", "row_highs"):
            setattr(other, name, list(getattr(self, name)))
        other.switches, other.prices, other.hints = dict(self.switches), dict(self.prices), dict(self.hints)
        other.offset = self.offset
        return other

    @property
    def fingerprint(self) -> str:
        """Tells this model from any other."""
        digest = blake2b(digest_size=12)
        prices = [x for pair in sorted(self.prices.items()) for x in pair]
        for part in (
            self.lows, self.highs, self.starts, self.indices, self.coefficients, self.row_lows, self.row_highs, prices,
        ):  # fmt: skip
            digest.update(array("q", [len(part), *part]).tobytes())
        return digest.hexdigest()

    def cost(self, values: Sequence[int]) -> int:
        """The price of a solution."""
        return self.offset + sum(k * values[x] for x, k in self.prices.items())

    def keeps(self, values: Sequence[int]) -> bool:
        """Whether whole values keep all bounds and all rows that are switched on."""
        if not all(map(_within, self.lows, values, self.highs)):
            return False
        begin = 0
        products = [k * values[x] for x, k in zip(self.indices, self.coefficients, strict=True)]
        for number, end in enumerate(self.starts[1:]):
            if not self.row_lows[number] <= sum(products[begin:end]) <= self.row_highs[number]:
                switch = self.switches.get(number)
                if switch is None or values[switch]:
                    return False
            begin = end
        return True


def _within(low: int, value: int, high: int) -> bool:
    return low <= value <= high


def collected(terms: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Coefficients by variable, each variable once, none that is zero."""
    total: dict[int, int] = {}
    for x, k in terms:
        total[x] = total.get(x, 0) + k
    return {x: k for x, k in total.items() if k}


def ones(count: int) -> list[int]:
    """As many ones."""
    return list(repeat(1, count))

"""Rows that fractions keep and whole numbers cannot: divided by a small prime, something is left over.

Three classes that take turns, as many in one week as in the other, would be one and a half in each. The relaxation finds
nothing wrong with that, and a tree search goes through every way to deal the classes out. Arithmetic sees it at once: rows
that are to be equal, added up with whole multipliers, leave no variable modulo a prime, and yet not nothing.
"""

from __future__ import annotations

from collections import defaultdict

from planner.solver.model import Model

_PRIMES = (2, 3, 5, 7)
_EFFORT = 40
"""How many times the entries of the rows may be touched: beyond that nothing is said."""

Terms = dict[int, int]


def residue(model: Model) -> frozenset[int]:
    """Rows that no whole numbers can keep together; empty where no small prime shows any. Rows behind a switch are left out."""
    rows = _equal_rows(model)
    for prime in _PRIMES:
        found = _left_over(_tangled(rows, prime), prime)
        if found:
            return frozenset(found)
    return frozenset()


_Row = tuple[int, Terms, int]
"""(number, coefficients, what they come to); coefficients by variable."""


def _equal_rows(model: Model) -> list[_Row]:
    found = []
    for number, (low, high) in enumerate(zip(model.row_lows, model.row_highs, strict=True)):
        if low == high and number not in model.switches:
            terms = {x: k for x, k in model.row(number) if model.lows[x] != model.highs[x]}
            fixed = sum(k * model.lows[x] for x, k in model.row(number) if x not in terms)
            found.append((number, terms, low - fixed))
    return found


def _tangled(rows: list[_Row], prime: int) -> list[_Row]:
    """The rows modulo a prime, without those in which a variable stands that no other has: it makes up for anything."""
    left: dict[int, _Row] = {}
    where: dict[int, set[int]] = defaultdict(set)
    for number, terms, total in rows:
        rest = {x: k % prime for x, k in terms.items() if k % prime}
        left[number] = (number, rest, total % prime)
        for x in rest:
            where[x].add(number)
    single = [x for x, numbers in where.items() if len(numbers) == 1]
    while single:
        for number in list(where[single.pop()]):
            for x in left.pop(number)[1]:
                where[x].discard(number)
                if len(where[x]) == 1:
                    single.append(x)
    return sorted(left.values(), key=lambda row: (len(row[1]), row[0]))


def _left_over(rows: list[_Row], prime: int) -> set[int]:
    """Rows whose sum, with some multipliers, has no variable left modulo the prime, and is not to be nothing."""
    solved: dict[int, tuple[Terms, int, Terms]] = {}
    effort = _EFFORT * sum(len(terms) for _, terms, _ in rows)
    for number, first, total in rows:
        terms, made_of = dict(first), {number: 1}
        while terms:
            x = next((x for x in terms if x in solved), None)
            if x is None:
                break
            other, amount, parts = solved[x]
            factor = terms[x]
            _take_off(terms, other, factor, prime)
            _take_off(made_of, parts, factor, prime)
            total = (total - factor * amount) % prime
            effort -= len(other)
            if effort < 0:
                return set()
        if not terms and total:
            return set(made_of)
        if terms:
            x = min(terms)
            inverse = pow(terms[x], -1, prime)
            scaled = ({y: k * inverse % prime for y, k in part.items()} for part in (terms, made_of))
            solved[x] = (next(scaled), total * inverse % prime, next(scaled))
    return set()


def _take_off(terms: Terms, other: Terms, factor: int, prime: int) -> None:
    """Subtract so many times the others."""
    for x, k in other.items():
        left = (terms.get(x, 0) - factor * k) % prime
        if left:
            terms[x] = left
        else:
            terms.pop(x, None)


__all__ = ["residue"]

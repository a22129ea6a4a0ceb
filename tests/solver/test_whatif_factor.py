"""What changes are multiplied with, so that one less of them outweighs everything else; rows that need not be asked."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from planner.solver.model import FAR
from planner.solver.whatif.linear import LARGEST_FACTOR, factor, without_implied
from planner.solver.whatif.simplex import Row
from tests.campaign import often

FLAGS = 5
PRICE = LARGEST_FACTOR


def test_places_of_which_only_one_can_be_taken_count_once():
    """A class comes once: what all its places cost together is paid by nobody."""
    dear = dict.fromkeys(range(1, 9), PRICE)
    once: Row = (1, 1, dict.fromkeys(dear, 1))
    assert factor({0: 5}, dear, [once], [(0, 1)] * 9) == PRICE // 5 + 1
    assert factor({0: 5}, dear, [], [(0, 1)] * 9) == 8 * PRICE // 5 + 1


_TERMS = st.dictionaries(st.integers(0, FLAGS - 1), st.integers(-1, 3).filter(bool), min_size=1)
_ROWS = st.lists(st.tuples(st.just(-(10**9)), st.integers(0, 4), _TERMS), max_size=4)


@given(rows=_ROWS, prices=st.lists(st.integers(0, 3), min_size=FLAGS, max_size=FLAGS))
@often(200)
def test_nothing_that_the_rows_allow_adds_up_to_more(rows: list[Row], prices: list[int]):
    then = {n: PRICE * price for n, price in enumerate(prices) if price}
    most = max(
        sum(price * values[n] for n, price in then.items())
        for values in product((0, 1), repeat=FLAGS)
        if all(sum(k * values[v] for v, k in terms.items()) <= high for _low, high, terms in rows)
    )
    assert factor({FLAGS: 1}, then, rows, [(0, 1)] * (FLAGS + 1)) > most


def test_a_row_that_another_one_implies_is_left_out() -> None:
    """Only limits of flags are; of two that say the same, the first stays."""
    bounds = [(0, 1)] * 4 + [(0, 3)]
    stays: list[Row] = [
        (-FAR, 1, {0: 1, 1: 1, 2: 1}),
        (-FAR, 0, {0: 1, 1: 1}),
        (-FAR, 1, {0: 1, 3: 1}),
        (1, 1, {1: 1, 2: 1}),
        (-FAR, 1, {0: 2, 1: 1}),
        (-FAR, 1, {4: 1}),
        (0, FAR, {0: 1}),
        (-FAR, 2, {0: 1, 1: 1, 2: 1, 3: 1}),
    ]
    goes: list[Row] = [(-FAR, 1, {1: 1, 2: 1}), (-FAR, 1, {0: 1, 1: 1, 2: 1}), (-FAR, 1, {0: 1, 1: 1}), (0, 2, {0: 1, 3: 1})]
    assert without_implied([*stays, *goes], bounds) == stays

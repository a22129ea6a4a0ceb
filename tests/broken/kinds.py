"""Kinds of one change that makes a school impossible, each with the cause that has to be named for it.

A kind gives its change from the mildest to the harshest; the first after which no plan exists is the one that is looked at.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.builders import Data


@dataclass(frozen=True)
class Change:
    """A changed school, and what the first cause has to be: one of ``codes``, with these ``facts``, about some of ``who``."""

    data: Data
    codes: frozenset[str]
    facts: Data = field(default_factory=dict)
    who: frozenset[str] = frozenset()


Kind = Callable[[Data, random.Random], Iterator[Change]]
KINDS: dict[str, Kind] = {}


def kind(make: Kind) -> Kind:
    """Enters a kind under its name."""
    KINDS[make.__name__] = make
    return make


def change(data: Data, codes: str, *who: str, **facts: Any) -> Change:
    """A change with its codes in one word, and its facts as they are written in a cause."""
    return Change(data, frozenset(codes.split()), {k: str(v) for k, v in facts.items()}, frozenset(who))

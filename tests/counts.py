"""How often something is computed: what speed is held by in tests, which know no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Any
from unittest.mock import patch


@contextmanager
def calls(*functions: str) -> Iterator[Counter[str]]:
    """Calls of each ``module:name`` (``module:Class.name``) while it lasts, wherever they come from.

    A function that others have taken with ``from … import`` is named where they have it.
    """
    found: Counter[str] = Counter()

    def counting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **more: Any) -> Any:
            found[name] += 1
            return function(*arguments, **more)

        return counted

    with ExitStack() as stack:
        for name in functions:
            module, _colon, path = name.partition(":")
            *owners, last = path.split(".")
            owner: Any = import_module(module)
            for part in owners:
                owner = getattr(owner, part)
            stack.enter_context(patch.object(owner, last, counting(name, getattr(owner, last))))
        yield found

"""What a process keeps has an end, however long it runs and whatever it is asked."""

from __future__ import annotations

import re

from api.kept.memory import Kept
from api.logins import Pauses
from tests.processes import ROOT

_CACHE = re.compile(
    r"(?m)^(?: {4})?@(?:functools\.)?(?:lru_)?cache\b(?:\(maxsize=(?P<most>[^)]*)\))?\n *def (?P<name>\w+)\((?P<told>[^)]*)\)"
)
"""Of a module or a class: those of one call end with it."""
_OTHER = re.compile(r"= (?:functools\.)?(?:lru_)?cache\((?!maxsize=\d)")
_OF_THE_PROGRAM = {"_hasher", "_nobody", "_template", "templates", "translator", "columns_of", "pictures", "_gap"}
"""Told a setting of the process, a language, a template, a model, two labels of days: a few, which stand in the program."""
_LARGE = 32
"""Of what a school is in memory: a third of a megabyte, of a large one some."""


def test_every_cache_has_a_bound() -> None:
    found = []
    for room in ("api", "planner", "cli"):
        for file in (ROOT / room).rglob("*.py"):
            text = file.read_text(encoding="utf-8")
            assert not _OTHER.search(text), file
            found += [(room, *match.group("name", "most", "told")) for match in _CACHE.finditer(text)]
    assert len(found) > 15
    endless = {name for _room, name, most, told in found if most in (None, "None") and told}
    assert endless == _OF_THE_PROGRAM
    assert [name for room, name, most, _told in found if room == "api" and most and int(most) > _LARGE] == []


def test_what_is_kept_of_strangers_and_papers_has_a_bound() -> None:
    kept = Kept(most=400)
    for n in range(1000):
        kept.put(n, bytes(100))
    assert [n for n in range(1000) if kept.get(n) is not None] == [996, 997, 998, 999]

    now = 0.0
    pauses = Pauses(lambda: now, most=10)
    for n in range(100):
        pauses.put(str(n), 60)
    assert [n for n in range(100) if pauses.left(str(n))] == list(range(10))
    now = 61.0
    pauses.put("new", 60)
    assert pauses.left("new")

"""Fair turns, and what is kept of dear work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from api.errors import Refusal
from api.kept.memory import Kept
from api.limits import FairTurns, Pace
from tests import loops


class _Work:
    """Requests that stay inside until they are told to end."""

    def __init__(self, turns: FairTurns) -> None:
        self.turns, self.order = turns, list[str]()
        self._ends: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def begin(self, name: str) -> None:
        """``a1``: the first request of school a."""
        self._ends[name] = asyncio.Event()

        async def request() -> None:
            async with self.turns.turn(name[0]):
                self.order.append(name)
                await self._ends[name].wait()

        self.tasks[name] = asyncio.create_task(request())
        await settled()

    async def end(self, name: str) -> None:
        self._ends[name].set()
        await self.tasks[name]
        await settled()


async def settled() -> None:
    """Everything that can go on has gone on."""
    for _ in range(20):
        await asyncio.sleep(0)


def run(deed: Callable[[], Awaitable[None]]) -> None:
    async def main() -> None:
        await deed()

    loops.run(main())


@asynccontextmanager
async def work(at_once: int = 2, waiting: int = 3, seconds: float = 60.0) -> AsyncIterator[_Work]:
    made = _Work(FairTurns(at_once, waiting, seconds))
    yield made
    for task in made.tasks.values():
        task.cancel()
    await asyncio.gather(*made.tasks.values(), return_exceptions=True)


def test_one_school_never_takes_all_turns_and_others_come_next() -> None:
    async def deed() -> None:
        async with work() as w:
            for name in ("a1", "a2", "a3", "a4"):
                await w.begin(name)
            assert w.order == ["a1"], "one of a school, though there is room for two"
            await w.begin("b1")
            assert w.order == ["a1", "b1"], "another school does not wait for it"
            await w.begin("c1")
            await w.end("a1")
            assert w.order == ["a1", "b1", "a2"]
            await w.begin("d1")
            await w.end("a2")
            assert w.order[3:] == ["c1"], "the school that has waited, not the one that was just served"
            await w.end("b1")
            assert w.order[4:] == ["a3"]
            for name in ("c1", "a3", "d1", "a4"):
                await w.end(name)
            assert sorted(w.order[5:]) == ["a4", "d1"]

    run(deed)


def test_who_may_not_wait_is_told_at_once_and_only_of_that_school() -> None:
    async def deed() -> None:
        async with work(waiting=2) as w:
            for name in ("a1", "a2", "a3", "a4", "b1"):
                await w.begin(name)
            with pytest.raises(Refusal) as caught:
                await w.tasks["a4"]
            assert (caught.value.code, caught.value.headers["Retry-After"]) == ("busy", "5")
            assert "b1" in w.order

    run(deed)


def test_who_waits_too_long_or_goes_away_leaves_the_turn_to_others() -> None:
    async def deed() -> None:
        async with work(at_once=1, seconds=0.0) as w:
            await w.begin("a1")
            await w.begin("b1")
            with pytest.raises(Refusal):
                await w.tasks["b1"]
            await w.end("a1")
            await w.begin("c1")
            assert w.order == ["a1", "c1"]
        async with work(at_once=1) as w:
            await w.begin("a1")
            await w.begin("b1")
            await w.begin("c1")
            w.tasks["b1"].cancel()
            await settled()
            w.tasks["a1"].cancel()
            await settled()
            assert w.order == ["a1", "c1"]

    run(deed)


def test_the_least_used_goes_first_and_what_is_too_large_is_not_kept() -> None:
    kept = Kept(100)
    for n in range(5):
        kept.put(n, b"x" * 20)
    assert kept.get(0) == b"x" * 20
    kept.put(5, b"y" * 20)
    assert (kept.get(1), kept.get(0), kept.get(5)) == (None, b"x" * 20, b"y" * 20)
    kept.put(5, b"z")
    kept.put(6, b"x" * 19)
    assert kept.get(2) == b"x" * 20, "a new content takes the place of the old one"
    kept.put("large", b"x" * 26)
    assert kept.get("large") is None


def test_who_asks_for_much_waits_and_who_asks_for_little_does_not() -> None:
    now = [1000.0]
    pace = Pace(10, burst=5, longest=2, clock=lambda: now[0])
    assert [pace.delay(b"much") for _ in range(7)] == pytest.approx([0, 0, 0, 0, 0, 0.1, 0.2])
    assert pace.delay(b"little", 3) == 0
    assert pace.delay(b"much", 3) == pytest.approx(0.5)
    now[0] += 0.5
    assert pace.delay(b"much") == pytest.approx(0.1)
    for _ in range(18):
        last = pace.delay(b"much")
    assert last == pytest.approx(1.9)
    with pytest.raises(Refusal) as refused:
        pace.delay(b"much", 2)
    assert (refused.value.code, refused.value.headers) == ("busy", {"Retry-After": "5"})
    assert pace.delay(b"little") == 0
    now[0] += 60
    assert pace.delay(b"much", 5) == 0
    assert [Pace(0).delay(b"any", 9) for _ in range(50)] == [0.0] * 50

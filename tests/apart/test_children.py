"""Work in a child: whatever it does, its parent gets an answer or a reason in its time."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import Any

import pytest

from planner.apart.children import Bounds, Children, Overran, once
from planner.errors import BadInput
from planner.models.problem import Problem

BOUNDS = Bounds(seconds=1, memory=1_500_000_000)
HERE = "tests.apart.deeds"
needs_limits = pytest.mark.skipif(os.name == "nt", reason="nothing but the clock is limited there")


def test_values_and_errors_come_back() -> None:
    assert once(BOUNDS, "operator:add", 2, 3) == 5
    with pytest.raises(ZeroDivisionError):
        once(BOUNDS, "operator:truediv", 1, 0)
    with pytest.raises(BadInput) as caught:
        once(BOUNDS, f"{HERE}:refuse", "file")
    assert (caught.value.source, caught.value.problems) == ("file", (Problem(code="unreadable", value="x"),))


@needs_limits
@pytest.mark.parametrize(
    ("deed", "cause"), [("compute", "time"), ("fill", "memory"), ("leave", "broke"), ("panic", "broke"), ("odd", "broke")]
)
def test_what_goes_wrong_has_a_reason_and_hurts_no_other(deed: str, cause: str) -> None:
    children = Children(BOUNDS)
    try:
        first = children.call("os:getpid")
        with pytest.raises(Overran) as caught:
            children.call(f"{HERE}:{deed}")
        assert caught.value.cause == cause
        assert children.call("os:getpid") != first
    finally:
        children.close()


def test_what_a_library_prints_does_not_come_between() -> None:
    assert once(BOUNDS, f"{HERE}:chatter") == "done"


def test_a_child_is_kept_for_the_next_call_and_exchanged_in_time() -> None:
    children = Children(BOUNDS, kept=1, calls=3)
    try:
        pids = [children.call("os:getpid") for _ in range(4)]
        assert pids[0] == pids[1] == pids[2] != pids[3]
        children.close()
        assert children.call("os:getpid") not in pids
    finally:
        children.close()


def test_calls_at_the_same_time_have_a_child_each() -> None:
    children, found = Children(BOUNDS), list[Any]()
    meeting = threading.Barrier(3)

    def ask() -> None:
        meeting.wait()
        found.append(children.call(f"{HERE}:compute_a_little"))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    children.close()
    assert found == [True] * 3


@needs_limits
def test_a_parent_that_is_killed_leaves_no_child() -> None:
    code = (
        "import os, sys, signal; from planner.apart.children import Bounds, Children\n"
        "c = Children(Bounds(1, 1_500_000_000)); print(c.call('os:getpid'), flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    # The child ends when nobody can speak to it any more: until then it holds the pipe on which `run` waits.
    assert done.stdout.strip().isdigit()

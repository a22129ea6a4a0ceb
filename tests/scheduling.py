"""Which tests run in one process, and in which order, where several share the work (`make test`)."""

from __future__ import annotations

from typing import Any

from xdist.scheduler import LoadFileScheduling

SERVICE, JOBS, PAGES = "tests/api/", "tests/api/jobs/", "tests/api/pages/"
_HALF = "tests/api/test_g"
"""Files of the service before this one in the alphabet are one share, those after it another: about as long as each other."""


def turn(nodeid: str) -> int:
    """Where a test stands in the queue, which is worked on from both ends: the two halves of the service at the beginning, its
    pages at the end, so that no process begins with one of these three when the others are done."""
    if not nodeid.startswith(SERVICE):
        return 2
    return 3 if nodeid.startswith(PAGES) else int(nodeid.startswith(JOBS))


class ByFile(LoadFileScheduling):  # type: ignore[misc]
    """A file stays together, and the files that share the running services: what all its tests need is begun once.

    By path: groups (`xdist_group`) are no longer seen by xdist 3.8 under pytest 9.2. Tests of the service wait for it most of
    the time, the others keep a core busy: every second process takes from the end of the queue, so that there is something to
    do on both cores all the time.
    """

    def _assign_work_unit(self, node: Any) -> None:
        if int(node.gateway.id.removeprefix("gw")) % 2:
            self.workqueue.move_to_end(next(reversed(self.workqueue)), last=False)
        super()._assign_work_unit(node)

    def _split_scope(self, nodeid: str) -> str:
        scope: str = super()._split_scope(nodeid)
        if not scope.startswith(SERVICE) or scope.startswith(JOBS):
            return scope
        return PAGES if scope.startswith(PAGES) else f"{SERVICE}{scope < _HALF}"

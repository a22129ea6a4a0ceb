"""Which tests run in one process, where several share the work (`make test`)."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

SERVICE, JOBS = "tests/api/", "tests/api/jobs/"


class ByFile(LoadFileScheduling):  # type: ignore[misc]
    """A file stays together, and the files that share the running services: what all its tests need is begun once.

    By path: groups (`xdist_group`) are no longer seen by xdist 3.8 under pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        scope: str = super()._split_scope(nodeid)
        return SERVICE if scope.startswith(SERVICE) and not scope.startswith(JOBS) else scope

"""Which tests run in one process, where several share the work (`make test`)."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

SERVICE, JOBS, PAGES = "tests/api/", "tests/api/jobs/", "tests/api/pages/"
_HALF = "tests/api/test_g"
"""Files of the service before this one in the alphabet are one share, those after it another: about as long as each other."""


class ByFile(LoadFileScheduling):  # type: ignore[misc]
    """A file stays together, and the files that share the running services: what all its tests need is begun once.

    By path: groups (`xdist_group`) are no longer seen by xdist 3.8 under pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        scope: str = super()._split_scope(nodeid)
        if not scope.startswith(SERVICE) or scope.startswith(JOBS):
            return scope
        return PAGES if scope.startswith(PAGES) else f"{SERVICE}{scope < _HALF}"

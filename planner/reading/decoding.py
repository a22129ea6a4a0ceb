"""Bytes of a file -> text, or why they are none. Apart from YAML, which whoever reads a plan need not load."""

from __future__ import annotations

from planner.models.problem import Problem

MAX_BYTES = 20_000_000


class Unreadable(Exception):
    """The text is no usable document; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)

    def __reduce__(self) -> tuple[type[Unreadable], tuple[Problem]]:
        return type(self), (self.problem,)  # it may come from a child process


def decode(raw: bytes) -> str:
    """Bytes -> text: a byte order mark decides, then strict UTF-8, then GB18030. Raises Unreadable."""
    refuse_giants(len(raw))
    for encoding in ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(Problem(code="not_decodable"))


def refuse_giants(size: int) -> None:
    """Raises Unreadable for more bytes, or letters, than a file of people has."""
    if size > MAX_BYTES:
        raise Unreadable(Problem(code="file_too_big", value=f"{size / 1e6:.1f}", params={"limit": f"{MAX_BYTES // 1_000_000}"}))

"""Child processes that solve."""

from __future__ import annotations

from typing import Any


class Pool:
    """Children for long solves and for short questions."""

    def ask(self, kind: str, payload: dict[str, Any], timeout: float) -> dict[str, Any]:
        """Answer a short question in a child kept for these.

        ``whatif``: ``{"planfile": dump_plan text, "class": id | "helper": id, "demand": id | None}`` -> planner.models.whatif.Answers.
        ``explain``: ``{"school": dump_school text, "seconds": s}`` -> ``{"status": POSSIBLE | INFEASIBLE | UNKNOWN, "explanation"}``.
        Raises Unanswered with a stable code: timeout, busy, died, out_of_memory, unknown_class, unknown_helper, unknown_demand, plan_broken.
        """
        raise NotImplementedError

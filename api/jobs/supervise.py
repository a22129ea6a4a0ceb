"""The children of one process of the service: some that solve runs, one or two that answer short questions."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from typing import Any

from api.jobs.process import Died, Process
from api.jobs.wanted import Found, Task

TICK = 0.4
"""Seconds between two looks at whether somebody has asked to stop, and between two reports of progress."""
_SLACK = 120.0
_QUESTION_PLACES = 2
_QUESTIONS_WAITING = 3
"""Each holds a thread of the service while it waits, and calendars and logins need threads too."""

OnTick = Callable[[dict[str, Any] | None], bool]
"""Told the newest progress, or None when there is nothing new; False = stop the search and keep its best plan."""


class Abandoned(BaseException):
    """The pool was stopped while a run was being worked on. Not an Exception: nothing may take it for a failure of the run."""


class Failed(Exception):
    """The child could not do the task; ``code`` is stable: those of `Refused`, out_of_memory, bug."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code)
        self.code, self.where = code, where


class Unanswered(Exception):
    """No answer to a question. ``code`` is stable: see `Pool.ask`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ChildSlot:
    """Room for one child. The child is replaced when it is gone, was given much, or has grown; the next one starts ahead."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._process = Process(pool.memory_mb)
        self._next: Process | None = None

    @property
    def pid(self) -> int:
        """Process id of its child."""
        return self._process.pid

    @property
    def key(self) -> str | None:
        """What its child was asked about last."""
        return self._process.key

    def begin(self, line: dict[str, Any]) -> Process:
        """Give the child something to do. Raises Died."""
        if not self._process.is_alive:
            self.replace()
        process = self._process
        process.tasks += 1
        if process.tasks == self._pool.tasks_per_child:
            self._next = Process(self._pool.memory_mb)
        process.send(line)
        return process

    def settle(self, line: dict[str, Any] | None) -> None:
        """After the last line of a task; None = it did not end well."""
        process = self._process
        if line is not None:
            process.mb = int(line["mb"])
            grown = process.mb - process.mb_at_first > self._pool.grow_mb
            if not (line["spent"] or grown or process.tasks >= self._pool.tasks_per_child):
                return
        self.replace()

    def replace(self) -> None:
        """End the child; another takes its place."""
        self._process.end()
        if not self._pool.is_ended:
            self._process, self._next = self._next or Process(self._pool.memory_mb), None
            if self._pool.is_ended:  # just now: `Pool.stop` has seen the old one only
                self.end()

    def end(self) -> None:
        """End what is there."""
        for process in (self._process, self._next):
            if process is not None:
                process.end()


class Pool:
    """``size`` children for runs, and others for questions. Its methods block; call them from threads."""

    def __init__(
        self,
        size: int,
        memory_mb: int,
        *,
        tasks_per_child: int = 2000,
        grow_share: float = 0.25,
        grace: float = 60.0,
    ) -> None:
        self.memory_mb, self.tasks_per_child = memory_mb, tasks_per_child
        self.grow_mb = memory_mb * grow_share
        self._size, self._grace = size, grace
        self._changed = threading.Condition()
        self._free: list[ChildSlot] = []
        self._free_for_questions: list[ChildSlot] = []
        self._all: list[ChildSlot] = []
        self._questions = 0
        self._asking = 0
        self._urgent = 0
        self.waiting = 0
        """How many wait for a child at this moment."""
        self.is_ended = False

    def start(self) -> None:
        """Begin the children for runs, without waiting until they are ready; one for questions with the first."""
        self.is_ended = False
        self._free = [ChildSlot(self) for _ in range(self._size)]
        self._all = [*self._free]
        self._free_for_questions, self._questions = [], 0

    def stop(self) -> None:
        """End all children at once. Whoever waits for one gets Abandoned, or Unanswered."""
        with self._changed:
            self.is_ended = True
            self._changed.notify_all()
        for place in self._all:
            place.end()

    @property
    def children(self) -> list[int]:
        """Process ids of the children for runs, then of those for questions."""
        return [place.pid for place in self._all]

    def take(self, *, urgent: bool = True) -> ChildSlot:
        """A child for a run, as soon as one is free; give it to `run`. Who is not urgent lets others pass. Raises Abandoned."""
        place = self.take_within(None, urgent=urgent)
        assert place is not None
        return place

    def take_within(self, seconds: float | None, *, urgent: bool) -> ChildSlot | None:
        """The same; None when none is free in so many seconds."""
        with self._changed:
            self._urgent += urgent
            self.waiting += 1
            try:
                free = self._changed.wait_for(
                    lambda: self.is_ended or (self._free and (urgent or self._urgent == 0)),
                    seconds,
                )
            finally:
                self._urgent -= urgent
                self.waiting -= 1
                self._changed.notify_all()
            if self.is_ended:
                raise Abandoned
            return self._free.pop() if free else None

    def give_back(self, place: ChildSlot) -> None:
        """For a child that was taken and not needed."""
        with self._changed:
            self._free.insert(0, place)
            self._changed.notify_all()

    def run(self, place: ChildSlot, task: Task, on_tick: OnTick) -> Found:
        """Work on a task in a child that was taken; afterwards the child is free again, whatever happens.

        Raises Died (the child is gone), Failed (it could not do it), Abandoned, and whatever ``on_tick`` raises.
        """
        last: dict[str, Any] | None = None
        try:
            process = place.begin({"task": task.model_dump(mode="json", exclude_none=True)})
            last = self._wait(process, on_tick, time.monotonic() + _longest(task))
        except Died:
            if self.is_ended:
                raise Abandoned from None
            raise
        finally:
            place.settle(last)
            self.give_back(place)
        if "failed" in last:
            raise Failed(last["failed"], last.get("where", ""))
        return Found.model_validate(last["found"])

    def _wait(self, process: Process, on_tick: OnTick, end: float) -> dict[str, Any]:
        step: dict[str, Any] | None = None
        looked, stopping = time.monotonic(), False
        while True:
            line = process.receive(looked + TICK - time.monotonic())
            if line is not None and "step" not in line:
                return line
            step = line["step"] if line is not None else step
            now = time.monotonic()
            if now >= looked + TICK:
                looked = now
                if not on_tick(step) and not stopping:
                    stopping, end = True, now + self._grace
                    process.send({"stop": True})
                step = None
            if now > end:
                # It neither ends in its time nor listens.
                process.end()
                if stopping:
                    return {"found": Found(status="UNKNOWN", stopped=True).model_dump(), "mb": 0, "spent": True}
                raise Died("solver_died", "did not end in time")

    def ask(self, kind: str, payload: dict[str, Any], timeout: float) -> dict[str, Any]:
        """Answer a short question in a child kept for these; the model of a plan asked about before is still there.

        ``whatif``: ``{"planfile": dump_plan text, "class": id}`` or ``{"planfile": …, "helper": id}``, with ``"demand": id``
        for one demand only -> planner.models.whatif.Answers, each ``against`` with its ``sentence`` by language.
        ``explain``: ``{"school": dump_school text, "seconds": s}`` -> ``{"status", "explanation"}``; POSSIBLE, INFEASIBLE (then
        with planner.outputs.explanations.explanation_record.bilingual_record) or UNKNOWN.
        ``effect``: ``{"school": dump_school text, "change": SchoolChange, "seconds": s}``
        -> api.schemas.EffectOut.
        ``board``: ``{"planfile": …, "since": date or None, "school": dump_school text of a newer file or None, "steps": those
        of a board before, "seconds": s}`` -> ``{"planfile": the plan from then on, "with_school": whether in that school,
        "steps": [{"of": number of the step before, "step": as it is done again}]}``, with its model made ready.
        ``lift``, ``seat``, ``best``: ``{"planfile": that of a board, "steps": planner.board.steps.Step …, "chip": key}`` ->
        planner.models.whatif.Answers, or of best ``{"step": Step or None}``.

        Raises Unanswered with a stable code: busy (at once, where some wait already), timeout, died, out_of_memory, bug,
        stopped, bad_base, bad_document, unknown_class, unknown_helper, unknown_demand, unknown_window, unknown_room,
        unknown_question, unknown_chip, no_duty, not_possible, no_room_elsewhere,
        since_out_of_range, plan_broken (its plan breaks rules of its school).
        """
        with self._changed:
            if self._asking >= _QUESTION_PLACES + _QUESTIONS_WAITING:
                raise Unanswered("busy")
            self._asking += 1
        try:
            return self._ask(kind, payload, time.monotonic() + timeout)
        finally:
            with self._changed:
                self._asking -= 1

    def _ask(self, kind: str, payload: dict[str, Any], end: float) -> dict[str, Any]:
        key = hashlib.sha256(str(payload.get("planfile") or payload.get("school")).encode()).hexdigest()
        place = self._place_for(key, end)
        last: dict[str, Any] | None = None
        try:
            process = place.begin({**payload, "ask": kind})
            process.key = key
            last = process.receive(end - time.monotonic())
        except Died as error:
            code = "stopped" if self.is_ended else "died" if error.code == "solver_died" else error.code
            raise Unanswered(code) from None
        finally:
            place.settle(last)
            with self._changed:
                self._free_for_questions.append(place)
                self._changed.notify_all()
        if last is None:
            raise Unanswered("timeout")
        if "failed" in last:
            raise Unanswered(last["failed"])
        answer: dict[str, Any] = last["answer"]
        return answer

    def _place_for(self, key: str, end: float) -> ChildSlot:
        """The child that knows the plan, if it is free; else any; else a first or second one."""
        with self._changed:
            if not self._free_for_questions and self._questions < _QUESTION_PLACES and not self.is_ended:
                self._questions += 1
                place = ChildSlot(self)
                self._all.append(place)
                return place
            if not self._changed.wait_for(lambda: self._free_for_questions or self.is_ended, end - time.monotonic()):
                raise Unanswered("busy")
            if self.is_ended:
                raise Unanswered("stopped")
            place = next((p for p in self._free_for_questions if p.key == key), self._free_for_questions[0])
            self._free_for_questions.remove(place)
            return place


def _longest(task: Task) -> float:
    """Seconds after which a child that has not answered never will."""
    wanted = task.wanted
    return 2 * wanted.seconds * len(wanted.strategies) + 2 * wanted.explain_seconds + _SLACK

"""Short questions that somebody waits for: what would it take, and why is it impossible."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import OrderedDict
from dataclasses import replace
from typing import Any

import planner
from api.jobs.wanted import Refused
from planner.board.board import Board
from planner.board.carrying import carried
from planner.board.steps import Step, noon_of
from planner.board.ways import ways_to
from planner.changes.same_school import NotTheSame
from planner.languages import LANGUAGES
from planner.messages.rules import rule_sentence
from planner.models.planfile import dump_plan, load_plan, load_school
from planner.models.school import School
from planner.outputs.explanations.explanation_record import bilingual_record
from planner.sessions.book import Book
from planner.solver.whatif.alternatives import changed
from planner.verbs.asking import answered

_KEPT = 4
"""Models that are kept for the next question about the same plan."""


class Answering:
    """Answers questions one after another; the models of the plans asked about last are kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Board] = OrderedDict()

    def answer(self, kind: str, asked: dict[str, Any]) -> dict[str, Any]:
        """As `api.jobs.supervise.Pool.ask` says. Raises Refused."""
        if kind == "whatif":
            return self._whatif(asked["planfile"], asked.get("class"), asked.get("helper"), asked.get("demand"))
        if kind == "explain":
            return _explain(asked["school"], float(asked["seconds"]))
        if kind == "effect":
            return _effect(asked["school"], asked["change"], float(asked["seconds"]))
        if kind == "board":
            return self._opened(asked)
        if kind in ("lift", "seat", "ways", "best", "free"):
            return self._on_board(kind, asked)
        raise Refused("unknown_question")

    def _whatif(self, planfile: str, visitor: str | None, helper: str | None, demand: str | None) -> dict[str, Any]:
        try:
            answers = answered(self._board(planfile).standing, visitor, helper, demand)
        except planner.Declined as reason:
            raise Refused(reason.code) from None
        record, school = answers.model_dump(mode="json"), self._board(planfile).base.school
        for answer in record["answers"]:
            for against in answer["against"]:
                against["sentence"] = {x: rule_sentence(against["rule"], school.spoken(x)) for x in LANGUAGES}
        return record

    def _opened(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The plan from a date on, in the school as it is now if it can stay there, with its model ready for questions."""
        planfile, school, seconds = asked["planfile"], asked.get("school"), float(asked["seconds"])
        book = self._board(planfile).base
        day = dt.date.fromisoformat(asked["since"]) if asked.get("since") else None
        steps = tuple(map(Step.model_validate, asked.get("steps", ())))
        if school is not None:
            try:
                return self._stands(planner.open_board(book, day, school=_school(school), seconds=seconds), steps, True)
            except (planner.Declined, NotTheSame):  # what has changed has to be planned first
                pass
        try:
            board = planner.open_board(book, day, seconds=seconds)
            return self._stands(board, steps, False, planfile if board.base is book else None)
        except planner.Declined as reason:
            raise Refused(reason.code) from None
        except planner.NoPlan:
            raise Refused("plan_broken") from None

    def _stands(self, board: Board, steps: tuple[Step, ...], with_school: bool, known: str | None = None) -> dict[str, Any]:
        opened = known or dump_plan(board.base.planfile).decode()
        kept = self._board(opened)
        kept.standing  # noqa: B018 (it is made now)
        after, came = carried(steps, kept)
        again = [{"of": n, "step": step.model_dump(mode="json")} for n, step in zip(came, after.steps, strict=True)]
        return {"planfile": opened, "with_school": with_school, "steps": again}

    def _on_board(self, kind: str, asked: dict[str, Any]) -> dict[str, Any]:
        begun = self._board(asked["planfile"])
        board = replace(begun, steps=tuple(map(Step.model_validate, asked["steps"])), position=len(asked["steps"]))
        try:
            if kind in ("best", "free"):
                after = board.best() if kind == "best" else board.free(*noon_of(asked["to"]))
                return {"step": None if after is board else after.steps[-1].model_dump(mode="json")}
            if kind == "ways":
                found = ways_to(board, asked["chip"], asked["to"], float(asked["seconds"]))
            else:
                found = board.lift(asked["chip"]) if kind == "lift" else board.who_could(asked["chip"])
        except planner.Declined as reason:
            raise Refused(reason.code) from None
        except ValueError:  # no key of a window on a day
            raise Refused("not_possible") from None
        return found.model_dump(mode="json", exclude_defaults=True)

    def _board(self, planfile: str) -> Board:
        """The board of a plan on which nothing has been done; it keeps its model."""
        key = hashlib.sha256(planfile.encode()).hexdigest()
        if key not in self._kept:
            try:
                found = Book(load_plan(planfile.encode()))
            except (ValueError, RecursionError):
                raise Refused("bad_base") from None
            while len(self._kept) >= _KEPT:
                self._kept.popitem(last=False)
            self._kept[key] = Board.of(found)
        self._kept.move_to_end(key)
        return self._kept[key]


def _school(text: str) -> School:
    try:
        return load_school(text.encode())
    except (ValueError, RecursionError):
        raise Refused("bad_document") from None


def _effect(text: str, change: dict[str, Any], seconds: float) -> dict[str, Any]:
    school, wanted = _school(text), planner.SchoolChange.model_validate(change)
    try:
        found = planner.effect(school, wanted, seconds=seconds)
    except planner.Declined as reason:
        raise Refused(reason.code) from None
    record = found.model_dump(mode="json", exclude={"explanation"})
    if found.explanation is not None:
        record["explanation"] = bilingual_record(changed(school, wanted), found.explanation)
    return record


def _explain(text: str, seconds: float) -> dict[str, Any]:
    school = _school(text)
    found = planner.explain(school, seconds)
    record = bilingual_record(school, found.explanation) if found.explanation is not None else None
    return {"status": found.status, "explanation": record}

"""Short questions that somebody waits for: what would it take, and why is it impossible."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import Any

import planner
from api.jobs.wanted import Refused
from planner.languages import LANGUAGES
from planner.messages.rules import rule_sentence
from planner.models.planfile import load_plan, load_school
from planner.models.school import School
from planner.outputs.explanations.explanation_record import bilingual_record
from planner.sessions.book import Book
from planner.solver.whatif.whatif import WhatIf
from planner.verbs.asking import answered, questions

_KEPT = 4
"""Models that are kept for the next question about the same plan."""


class Answering:
    """Answers questions one after another; the models of the plans asked about last are kept."""

    def __init__(self) -> None:
        self._models: OrderedDict[str, WhatIf] = OrderedDict()

    def answer(self, kind: str, asked: dict[str, Any]) -> dict[str, Any]:
        """As `api.jobs.supervise.Pool.ask` says. Raises Refused."""
        if kind == "whatif":
            return self._whatif(asked["planfile"], asked.get("class"), asked.get("helper"), asked.get("demand"))
        if kind == "explain":
            return _explain(asked["school"], float(asked["seconds"]))
        if kind == "effect":
            return _effect(asked["school"], asked["change"], float(asked["seconds"]))
        raise Refused("unknown_question")

    def _whatif(self, planfile: str, visitor: str | None, helper: str | None, demand: str | None) -> dict[str, Any]:
        try:
            answers = answered(self._model(planfile), visitor, helper, demand)
        except planner.Declined as reason:
            raise Refused(reason.code) from None
        record = answers.model_dump(mode="json")
        for answer in record["answers"]:
            for against in answer["against"]:
                against["sentence"] = {language: rule_sentence(against["rule"], language) for language in LANGUAGES}
        return record

    def _model(self, planfile: str) -> WhatIf:
        key = hashlib.sha256(planfile.encode()).hexdigest()
        if key not in self._models:
            try:
                found = Book(load_plan(planfile.encode()))
            except (ValueError, RecursionError):
                raise Refused("bad_base") from None
            while len(self._models) >= _KEPT:
                self._models.popitem(last=False)
            self._models[key] = questions(found)
        self._models.move_to_end(key)
        return self._models[key]


def _school(text: str) -> School:
    try:
        return load_school(text.encode())
    except (ValueError, RecursionError):
        raise Refused("bad_document") from None


def _effect(text: str, change: dict[str, Any], seconds: float) -> dict[str, Any]:
    try:
        found = planner.effect(_school(text), planner.SchoolChange.model_validate(change), seconds=seconds)
    except planner.Declined as reason:
        raise Refused(reason.code) from None
    return found.model_dump(mode="json")


def _explain(text: str, seconds: float) -> dict[str, Any]:
    school = _school(text)
    found = planner.explain(school, seconds)
    record = bilingual_record(school, found.explanation) if found.explanation is not None else None
    return {"status": found.status, "explanation": record}

"""A run without a plan: why there is none, and what would make one possible."""

from __future__ import annotations

import threading
from typing import Any

import planner
from api.jobs.wanted import Found, Spent, Wanted
from planner.models.base import LANGUAGES
from planner.models.outcome import Effort, Infeasible
from planner.outputs.explanations.explaining import explain as explain_shortage
from planner.outputs.explanations.explanation_record import bilingual_record
from planner.verbs.planning import Planned, Replanned

LEFT_BEHIND = "explanation"
"""Name of the thread that may still be running when a run has ended."""
_LOOK = 0.05
"""Seconds between two looks at ``stop`` while something runs that does not know it."""


def without_plan(wanted: Wanted, answer: Planned | Replanned, stop: threading.Event, file: tuple[bytes, str] | None) -> Found:
    """No plan: the reason where there is none, the bound where the time was too short. ``file``: the school file and its name,
    for the places in it."""
    school, outcome = answer.school, answer.outcome
    found = Found(status=answer.status, stopped=stop.is_set(), effort=spent([outcome.effort] if outcome.effort else []))
    if not isinstance(outcome, Infeasible):
        return found.model_copy(update={"bound": getattr(outcome, "bound", None)})
    shortages = [
        {
            **shortage.model_dump(mode="json"),
            "sentence": {language: said.sentence for language, said in words.items()},
            "hint": {language: said.hint for language, said in words.items()},
        }
        for shortage in outcome.shortages
        for words in [{language: explain_shortage(school, shortage, school.spoken(language)) for language in LANGUAGES}]
    ]
    return found.model_copy(update={"shortages": shortages, "explanation": _explanation(wanted, answer, stop, file)})


def _explanation(
    wanted: Wanted, answer: Planned | Replanned, stop: threading.Event, file: tuple[bytes, str] | None
) -> dict[str, Any] | None:
    """Why there is no plan, unless somebody stops: then the search for the reason is left behind, to end by itself."""
    found: list[dict[str, Any]] = []

    def look() -> None:
        why = answer.why(wanted.explain_seconds)
        if why is None:
            return
        record = bilingual_record(answer.school, planner.located(why, *file) if file else why)
        # Cells of a workbook are hers; lines of the text that the service keeps nobody has before the eyes: for programs only.
        if file and not file[1].endswith(".xlsx"):
            record["text"] = bilingual_record(answer.school, why)["text"]
        found.append(record)

    if wanted.explain_seconds <= 0 or stop.is_set():
        return None
    thread = threading.Thread(target=look, name=LEFT_BEHIND, daemon=True)
    thread.start()
    while thread.is_alive() and not stop.is_set():
        thread.join(_LOOK)
    return found[0] if found else None


def spent(efforts: list[Effort]) -> Spent | None:
    """What some searches took together; None where counting alone decided."""
    if not efforts:
        return None
    return Spent(
        build_seconds=sum(e.build_seconds for e in efforts),
        solve_seconds=sum(e.solve_seconds for e in efforts),
        first_plan_seconds=efforts[0].first_plan_seconds,
        variables=max(e.variables for e in efforts),
        constraints=max(e.constraints for e in efforts),
    )

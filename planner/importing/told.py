"""The open points of an import in words: for a page, or whoever else asks a person."""

from __future__ import annotations

from typing import Any

from planner.importing.questions import Question
from planner.languages import N_
from planner.messages.problems import word
from planner.messages.wording import day_name, translator
from planner.models.base import Language

_ANSWERS: dict[str, str] = {
    "answer_yes": N_("Yes, that is right"),
    "answer_skip": N_("Leave it out"),
    "answer_whole": N_("The whole text is the subject"),
    "answer_parity": N_("The first in odd weeks, the second in even weeks"),
    "answer_split": N_("Both at once, the class is split"),
    "answer_tight": N_("Subject and teacher"),
}


def asked(question: Question, language: Language) -> dict[str, Any]:
    """A question as plain data: key, kind, text and hint, written, places, choices (value, label), typed, several."""
    said = word(question.problem, language)
    tight = question.key == "doubts:tight"
    return {
        "key": question.key,
        "kind": question.kind,
        "text": said.what,
        "hint": said.mend,
        "written": question.written,
        "places": [place._asdict() for place in question.places],
        "choices": [
            {"value": c.value, "label": _label(c.value, c.code, c.name, language, tight=tight)} for c in question.choices
        ],
        "typed": question.typed,
        "several": question.several,
    }


def _label(value: str, code: str, name: str, language: Language, *, tight: bool) -> str:
    if name or code == "answer_day":
        return name or day_name(language, value)
    return translator(language)(_ANSWERS.get("answer_tight" if tight and value == "split" else code, N_("Yes, that is right")))

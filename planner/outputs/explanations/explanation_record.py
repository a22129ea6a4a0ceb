"""An explanation for programs: its data, each cause and fix with its sentence, and the sections as people read them."""

from __future__ import annotations

from typing import Any

from planner.models.base import LANGUAGES, Language
from planner.models.outcome import Explanation
from planner.models.school import School
from planner.outputs.explanations.explanation_causes import cause_text
from planner.outputs.explanations.explanation_fixes import fix_text
from planner.outputs.explanations.explanation_names import Names
from planner.outputs.explanations.explanation_text import explanation_text


def explanation_record(school: School, explanation: Explanation, language: Language) -> dict[str, Any]:
    """The record in one language: ``sentence`` of each cause and fix is a string, ``text`` a list of sections."""
    names = Names(school, language)
    record = explanation.model_dump(mode="json")
    record["causes"] = [{**cause.model_dump(mode="json"), "sentence": cause_text(names, cause)} for cause in explanation.causes]
    record["packages"] = [
        [{**fix.model_dump(mode="json"), "sentence": fix_text(names, fix)} for fix in package]
        for package in explanation.packages
    ]
    record["text"] = [
        {"key": section.key, "heading": section.heading, "lines": list(section.lines)}
        for section in explanation_text(school, explanation, language)
    ]
    return record


def bilingual_record(school: School, explanation: Explanation) -> dict[str, Any]:
    """The same with every sentence and the sections by language: ``{"zh": …, "en": …}``."""
    by_language = {language: explanation_record(school, explanation, school.spoken(language)) for language in LANGUAGES}
    record = dict(by_language["en"])
    for cause, *same in zip(record["causes"], *(r["causes"] for r in by_language.values()), strict=True):
        cause["sentence"] = {language: said["sentence"] for language, said in zip(by_language, same, strict=True)}
    for package, *others in zip(record["packages"], *(r["packages"] for r in by_language.values()), strict=True):
        for fix, *same in zip(package, *others, strict=True):
            fix["sentence"] = {language: said["sentence"] for language, said in zip(by_language, same, strict=True)}
    record["text"] = {language: r["text"] for language, r in by_language.items()}
    return record

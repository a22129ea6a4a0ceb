"""What is said of somebody who might stand in for a student librarian."""

from __future__ import annotations

from planner.messages.rules import rule_sentences
from planner.messages.wording import translator
from planner.models.base import Language
from planner.models.covering import Candidate


def favours(candidate: Candidate, language: Language) -> list[str]:
    """What speaks for a candidate, in a few words each."""
    _ = translator(language)
    words = [_("of the visiting class")] if candidate.own_class else []
    words += [_("same class")] if candidate.same_class else []
    return words + ([_("would like to")] if candidate.likes else [])


def sentences(rules: tuple[str, ...], language: Language) -> str:
    """Rules in the words of the rules themselves."""
    return rule_sentences(rules, language)

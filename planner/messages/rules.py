"""A rule in words."""

from __future__ import annotations

from collections.abc import Iterable

from planner.languages import N_, Language
from planner.messages.wording import sentences, translator
from planner.models.rules import RULES


def rule_sentence(rule: str, language: Language) -> str:
    """What a rule asks, as a sentence; the name of a rule that this version does not know."""
    return translator(language)(RULES[rule].sentence) if rule in RULES else rule


def rule_sentences(rules: Iterable[str], language: Language) -> str:
    """Several rules, one sentence behind the other."""
    return sentences(language, [rule_sentence(rule, language) for rule in rules])


def rule_clause(rule: str, language: Language) -> str:
    """The sentence without its full stop, to stand inside another one."""
    return rule_sentence(rule, language).rstrip("。.")


_BINDS: dict[str, str] = {"pattern": N_("cycle"), "dates": N_("dates"), "both": N_("both")}


def rule_binds(rule: str, language: Language) -> str:
    """What has to keep a rule: what is planned for a cycle, whatever happens on a date, or both."""
    return translator(language)(_BINDS[RULES[rule].binds]) if rule in RULES else ""


def rule_counts(rule: str, language: Language) -> str:
    """What the amount of a rule counts, to stand behind a number."""
    return translator(language)(RULES[rule].counts) if rule in RULES else ""

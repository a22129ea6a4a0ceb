"""Shortages in words."""

from __future__ import annotations

import pytest

from planner.models.problem import Shortage
from planner.models.school import School
from planner.outputs.explanations.explaining import WORDS, explain
from planner.reading import parse_school
from tests.cli.cases import SMALL

PARAMS = {
    "each": "2",
    "days": "5",
    "demand": "borrow",
    "room": "library",
    "turn": "A:MON",
    "window": "noon",
    "classes": "1-1,1-2",
    "day": "TUE",
}


@pytest.fixture(scope="module")
def small() -> School:
    """A school with names in both languages."""
    return parse_school(SMALL, "school.yaml")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("code", sorted(WORDS))
def test_each_code_has_a_full_sentence_and_a_hint(small: School, code: str, language: str) -> None:
    """No gap and no id is left in the sentence; it ends as a sentence."""
    said = explain(small, Shortage(code=code, subject="1-1", need=8, capacity=5, params=PARAMS), language)  # type: ignore[arg-type]
    assert "?" not in said.sentence.replace("？", "")
    assert "{" not in said.sentence
    assert said.sentence.endswith((".", "。"))
    assert said.hint
    assert "borrow " not in said.sentence


def test_an_unknown_code_and_missing_params_do_not_crash(small: School) -> None:
    """Plain numbers instead."""
    assert "8" in explain(small, Shortage(code="new_one", subject="x", need=8, capacity=5), "en").sentence
    assert explain(small, Shortage(code="post_short", subject="nobody", need=2), "zh").sentence

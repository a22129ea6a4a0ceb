"""Explanations in words: full sentences in both languages, the school's own names, never more than five rules in a row."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from planner.models import School
from planner.models.outcome import Clash, ClashMember, Explanation, Fix, Unplaced
from planner.models.rules import RULES
from planner.outputs.explanations.explaining import name_of
from planner.outputs.explanations.explanation_clash import clash_lines
from planner.outputs.explanations.explanation_fixes import fix_text, package_lines
from planner.outputs.explanations.explanation_names import Names
from planner.outputs.explanations.explanation_text import explanation_text
from planner.reading import read_school
from planner.solver import explain
from tests.builders import a_helper, borrowing, serving
from tests.shared import once

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(p.name for p in EXAMPLES.glob("impossible-*"))


@cache
def told(name: str, language: str) -> str:
    """The whole explanation of an example."""
    school = read_school(EXAMPLES / name / "school.yaml")
    return "\n".join(line for s in explanation_text(school, explained(name), language) for line in (s.heading, *s.lines))


@cache
def explained(name: str) -> Explanation:
    """The explanation of an example."""
    return once(f"explained-{name}", lambda: explain(read_school(EXAMPLES / name / "school.yaml"), 60))


def city() -> School:
    """A school with names in both languages."""
    return read_school(EXAMPLES / "impossible-helpers" / "school.yaml")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_no_id_and_no_gap_is_left(name, language):
    text = told(name, language)
    in_file = re.compile(r"(学校文件中写|In the school file).*")
    plain = in_file.sub("", text)
    assert not re.search(r"\{|\}|\bNone\b|_|\bh\d\d\b", plain)
    if language == "zh":
        assert not re.search(r"[a-z]{2}", plain)


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("impossible-weekly", "每周要排30次，有15个位置，差15个", "30 visits, 15 slots a week"),
        ("impossible-reading", "这5个班的阅览课只有4个位置", "these 5 classes need 5 visits"),
        ("impossible-helpers", "多出12次没有人值", "12 more duties than places"),
    ],
)
def test_the_figures_of_the_examples(name, zh, en):
    assert zh in told(name, "zh")
    assert en in told(name, "en")


def test_more_than_five_rules_are_grouped():
    rules = [name for name, rule in RULES.items() if rule.mode == "hard" and rule.group == "visits"][:6]
    duties = ["post_staffed", "duty_max", "no_consecutive"]
    members = tuple(ClashMember(rule=rule, subjects=("1-1 borrowing",)) for rule in (*rules, *duties))
    for language in ("zh", "en"):
        lines = clash_lines(Names(city(), language), Clash(members=members, irreducible=False))
        assert sum(line.startswith("•") for line in lines) <= 5


@pytest.mark.parametrize("irreducible", [True, False])
def test_what_is_known_of_the_set_is_said(irreducible):
    members = (ClashMember(rule="pinned", subjects=("1-1",)), ClashMember(rule="forbidden", subjects=("1-1",)))
    lines = clash_lines(Names(city(), "en"), Clash(members=members, irreducible=irreducible))
    assert ("each was tried" in lines[-1]) is irreducible
    assert "1(1)" in " ".join(lines)


def test_steps_say_what_they_leave():
    package = (
        Fix(code="slot_classes", params={"window": "noon", "classes": "3"}, price=6, leaves=4),
        Fix(code="more_per_week", params={"times": "2"}, price=4),
    )
    lines = package_lines(Names(city(), "zh"), (package,))
    assert "还差4个" in lines[1]
    assert "都排下了" in lines[2]


def test_many_are_counted():
    names, school = Names(city(), "zh"), city()
    assert names.many(["1-1", "1-2"]) == "一(1)、一(2)"
    assert names.many(c.id for c in school.class_list) == "一(1)、一(2)、一(3)等36个班"
    assert names.many(school.helper_by_id) == "45名小图书管理员"
    assert names.slots([f"noon {n}" for n in (1, 2, 3)]) == "午间借还第1–3段"
    assert names.slots([f"noon {n}" for n in (1, 2, 3, 4)]) == "午间借还每一段"


def test_what_is_left_out_is_named():
    unplaced = (
        Unplaced(kind="duty", subject="desk", of="noon MON: 1 of 3", missing=2),
        Unplaced(kind="minimum", subject="h01", of="duty_min", missing=1),
        Unplaced(kind="other", subject="1-1", of="pinned", missing=1),
    )
    explanation = explained("impossible-helpers").model_copy(update={"unplaced": unplaced})
    (partial,) = [s for s in explanation_text(city(), explanation, "zh") if s.key == "partial"]
    assert partial.lines[1] == "• “借还台”岗：每周有2人次没有人值（周一 午间借还 2人）。"
    assert len(partial.lines) == 4


def test_an_unknown_fix_does_not_crash():
    assert "new" in fix_text(Names(city(), "en"), Fix(code="new", price=1))


def test_a_helper_with_the_id_of_a_demand_is_named_where_a_rule_is_about_duties() -> None:
    school = School.model_validate(serving(a_helper("borrow"), demands=[borrowing()]))
    named = [name_of(school, "borrow", "en", rule=rule) for rule in ("fair_duties", "kept_helpers", "demand_met", "")]
    assert named == ["5(1) borrow", "5(1) borrow", "Borrowing", "Borrowing"]

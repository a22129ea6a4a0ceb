"""Every rule stands in three lists, has its words in two languages, is documented and has its tests. Nothing is forgotten."""

import ast
from pathlib import Path

import planner.checker
import planner.solver.rules
from planner.messages.wording import translator
from planner.models.rules import RULES

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("RULES.md", "GLOSSARY.md", "README.md")


def test_checker_and_solver_know_the_same_rules():
    assert set(planner.checker.RULES) == set(RULES)
    assert list(planner.solver.rules.RULES) == list(RULES), "order of planner.models.rules"


def test_rules_are_in_the_same_groups():
    """Visits before duties before changes, hard before soft; checker and solver keep them in modules that say so."""
    order = [(["visits", "duties", "changes"].index(rule.group), rule.mode == "soft") for rule in RULES.values()]
    assert order == sorted(order)
    homes = {
        "visits": {"visits", "wishes", "places", "days"},
        "duties": {"duties", "sharing", "places", "changes"},
        "changes": {"changes"},
    }
    for functions in (planner.checker.RULES, planner.solver.rules.RULES):
        elsewhere = {
            name
            for name, function in functions.items()
            if function.__module__.rpartition(".")[2] not in homes[RULES[name].group]
        }
        assert elsewhere == set()


def test_functions_have_the_name_of_their_rule():
    for functions in (planner.checker.RULES, planner.solver.rules.RULES):
        assert {name: function.__name__ for name, function in functions.items()} == {name: name for name in functions}


def test_every_rule_is_said_in_a_sentence_and_what_it_counts_is_not():
    chinese = translator("zh")
    for rule in RULES.values():
        for text, ends in ((rule.sentence, True), (rule.counts, False)):
            assert any("一" <= c <= "鿿" for c in chinese(text)), rule.name
            assert text.isascii(), rule.name
            assert text.endswith(".") == chinese(text).endswith("。") == ends, rule.name


def test_every_rule_is_documented():
    words = "".join((ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS if (ROOT / name).exists())
    assert [name for name in RULES if f"`{name}`" not in words] == [], f"rules missing from {DOCUMENTS}"


def test_every_rule_has_its_tests():
    names = [
        node.name
        for path in sorted((ROOT / "tests/rules").glob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    missing = {}
    for rule in RULES:
        mine = [name.removeprefix(f"test_{rule}") for name in names if name.startswith(f"test_{rule}_")]
        found = {kind for kind in ("_fine", "_violated", "_nearly_violated") if any(name.startswith(kind) for name in mine)}
        if found != {"_fine", "_violated", "_nearly_violated"}:
            missing[rule] = sorted({"_fine", "_violated", "_nearly_violated"} - found)
    assert missing == {}

"""What a move takes is said in classes, visits and duties, with names; never in points."""

from __future__ import annotations

import pytest

from planner.board.board import Board
from planner.languages import LANGUAGES, Language
from planner.messages.costs import Told, brief, phrase, worse_and_better
from planner.models.duties import DutyPin
from planner.models.rules import CHANGES, RULES
from planner.models.visits import Pin
from planner.models.whatif import Against, Answer
from planner.outputs.explanations.moving import MoveWords
from planner.sessions.book import Book
from tests.board.test_board import at, two_classes
from tests.builders import a_helper, a_plan, a_post, a_school, a_window, d, serving, visiting


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_soft_rule_has_words_of_its_own(language: Language) -> None:
    """That of one that a school has made soft is said by what it counts."""
    soft = [rule.name for rule in RULES.values() if rule.mode != "hard" and rule.name not in CHANGES]
    said = {rule: phrase(Told(rule, 2, (), 1), language) for rule in RULES}
    assert len({said[rule] for rule in soft}) == len(soft)
    assert all("2" in text for text in said.values())
    generic = brief(Told("slot_capacity", 2, (), 1), language)
    assert [rule for rule in soft if brief(Told(rule, 2, (), 1), language) == generic] == ["grade_days"]


def told(answer: Answer, language: Language) -> tuple[str, str, str]:
    """In full, for a cell, and who else moves."""
    words = MoveWords(two_classes().school, language)
    return words.tells("3-1", answer), words.cost_brief(answer), words.movers("3-1", answer)


def test_whose_wish_is_met_less_is_named() -> None:
    start = two_classes()
    (key, _other) = (f"visit~3-{n}~borrow~MON~noon~{n}~~" for n in (1, 2))
    exchange, third = at(start, key, 2), at(start, key, 3)
    assert third.extra_about == {"preference": {"3-1": 5}}
    assert told(third, "en") == ("worse: 1 class whose wish is not met (3(1))", "1 wish less", "")
    assert told(third, "zh") == ("变差：1个班的愿望没照顾到（三(1)）", "少照顾1个愿望", "")
    assert told(exchange, "en") == ("3(2): Mon slot 2 → Mon slot 1", "", "3(2)")
    back = start.move(key, third)
    (put,) = back.pins
    words = told(at(back, put, 1), "en")
    assert words[:2] == ("no longer: 1 class whose wish is not met (3(1))", "better")


def test_what_one_has_less_and_another_more_is_said_of_both() -> None:
    """Five duties for h1 and h2: whoever has four has more than a fair share."""
    data = serving(a_helper("h1"), a_helper("h2"), windows=[a_window("MON,TUE,WED,THU,FRI")], posts=[a_post()])
    data["duties"] = {"max_per_week": 4}
    plan = a_plan(d("h1", "MON"), d("h1", "TUE"), d("h1", "WED"), d("h1", "THU"), d("h2", "FRI"))
    board = Board.of(Book.of(a_school(data, "fair_duties", "soft"), plan))
    (answer,) = board.who_could("duty~h1~desk~MON~noon~0").answers
    worse, better = worse_and_better(answer.extra_by_rule, answer.extra_about, board.school.weight)
    assert not worse
    assert [(one.rule, one.about) for one in better] == [("fair_duties", ("h1",))]
    said = MoveWords(board.school, "en").cost(answer)
    assert said == "no longer: 1 student librarian with more duties than a fair share (5(1)-1)"


def test_what_a_rule_is_about_has_words_and_no_keys() -> None:
    """A pin of a visit or of a duty, a date, a week of the pattern; not as the school file or the program writes them."""
    school = a_school(visiting(helpers=[{"id": "h1", "class": "3-1"}], posts=[a_post()]))
    pin = Pin.model_validate({"weekdays": "MON", "windows": "noon"}).model_dump_json()
    held = DutyPin.model_validate({"helper": "h1", "weekdays": "TUE"}).model_dump_json()
    subjects = (f"3-1 {pin}", f"h1 {held}", "noon 2026-03-02", "h1 w1", "noon A:MON")
    said = MoveWords(school, "en").subject(Against(rule="pinned", subjects=subjects))
    assert said == "3(1) Monday Noon, 3(1) h1 Tuesday, Noon Mon 2 Mar, 3(1) h1, Noon Week A (odd) Mon"

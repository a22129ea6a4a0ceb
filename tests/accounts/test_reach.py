"""How many visits could be held at most, how many are, and what takes the others: the same at every door, in both languages."""

from __future__ import annotations

import io
from functools import cache

import pytest
from python_calamine import CalamineWorkbook

import planner
from api.jobs.figures import figures
from planner.accounts.reach import reach_of
from planner.accounts.report import term_report
from planner.checker import Case
from planner.messages.reach import reach_sentences
from planner.models import School
from planner.models.base import Language
from planner.models.plan import DemandReach, LostTo, Reach
from planner.outputs.formats import WRITERS
from planner.outputs.papers import Papers
from planner.sessions.book import Book
from tests.builders import a_term, a_window, borrowing, visiting

TERM = a_term(closures=[{"dates": "2026-03-09", "name": "Holiday"}])
SAID: dict[Language, str] = {
    "en": "At most 3 visits can be held, and all of them are. Room and grades alone would allow 4; 1 cannot be had: "
    "No visit where the school has ruled it out (1).",
    "zh": "最多可到馆3次，已全部排上。只看场地和年级可到4次，其中1次排不上：学校规定不排的时间不排（1）。",
}


@cache
def _book() -> Book:
    windows, bans = [a_window("MON,TUE")], [{"classes": "3-1", "weekdays": "TUE"}]
    return planner.plan(School.model_validate(visiting(2, term=TERM, windows=windows, demands=[borrowing(bans=bans)]))).book


def test_one_class_may_not_come_on_the_day_that_is_never_lost() -> None:
    reach = reach_of(Case(_book().school, _book().plan))
    assert reach == Reach((DemandReach("borrow", 4, 3),), (LostTo("forbidden", 1),))
    assert (reach.places, reach.most, reach.held, reach.missing) == (4, 3, 3, 0)
    assert _book().plan.cost_by_rule == () or all(c.rule != "held_visits" for c in _book().plan.cost_by_rule)


def test_no_more_is_lost_to_rules_than_is_missing() -> None:
    """A plan changed by hand may hold more than was out of reach when it was made."""
    told = (LostTo("forbidden", 1), LostTo("own_class", 3), LostTo("", 2))
    changed = _book().plan.model_copy(update={"out_of_reach": told})
    assert reach_of(Case(_book().school, changed)).lost_to == told[:1]
    larger = _book().plan.model_copy(update={"out_of_reach": (LostTo("forbidden", 3),)})
    assert reach_of(Case(_book().school, larger)).lost_to == (LostTo("forbidden", 1),)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_report_says_it_as_text_page_and_workbook(language: Language) -> None:
    assert "".join(SAID[language].split()) == "".join("".join(reach_sentences(term_report(_book()).reach, language)).split())
    papers = Papers(_book(), language)
    text, page, book = (papers.make("report", WRITERS[name]) for name in ("txt", "html", "xlsx"))
    assert SAID[language] in text.decode()
    assert SAID[language] in page.decode()
    sheet = {"en": "Visits that could be held", "zh": "可到馆次数"}[language]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name(sheet).to_python()
    assert [row[1:3] for row in rows if row[0] == "Borrowing"] == [["4", "3"]]


def test_the_service_and_the_report_for_programs_have_the_same_figures() -> None:
    reach = figures(_book())["reach"]
    assert reach == {
        "places": 4,
        "most": 3,
        "held": 3,
        "lost_to": {"forbidden": 1},
        "demands": {"borrow": {"places": 4, "held": 3}},
    }


def test_a_report_that_ends_before_the_term_says_nothing_of_what_could_be() -> None:
    assert term_report(_book(), until=_book().school.term.start).reach is None

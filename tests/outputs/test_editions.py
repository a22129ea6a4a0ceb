"""What a paper says of its own time: the weeks it means, the edition it is, and only what happens while it counts."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from planner.languages import LANGUAGES, Language
from planner.models.plan import Plan, PlannedVisit
from planner.models.planfile import PlanFile
from planner.outputs.formats import WRITERS
from planner.outputs.papers import Papers
from planner.outputs.writers.html import html
from planner.sessions.book import Book
from tests.builders import dates
from tests.outputs.calendar_school import school_data, small_plan, small_school


def in_five_weeks() -> Papers:
    """3-1 comes on Mondays of every fifth week, from the second one on: in weeks 2 and 7 of nine."""
    data = school_data()
    demands = [{**data["demands"][0], "cycle": "5 weeks"}]
    school = small_school(
        term={**data["term"], "end": "2026-05-01", "closures": []}, demands=demands, posts=[], helpers=[], events=[]
    )
    visit = PlannedVisit(visitor="3-1", demand="borrowing", turn="2/5:MON", window="noon", slot=1, room="library")
    plan = Plan(status="FEASIBLE", effective_from=school.term.start, visits=(visit,), duties=(), cost=0)
    return Papers(Book(PlanFile(school=school, plan=plan)), "zh")


def test_weeks_of_a_round_are_told_as_the_school_counts_them() -> None:
    """'Week 2' of five would be read as week 2 of the term alone."""
    papers = in_five_weeks()
    (classes,) = papers.tables("classes")
    assert classes.rows[0].cells[0].text == "第2、7周 周一 12:10-12:25 图书室"
    (door,) = papers.tables("borrowing")
    assert [cell.text for cell in door.headings[0]] == ["星期", "第1、6周", "第2、7周", "第3、8周", "第4、9周", "第5周"]
    assert "一轮" not in html((classes, door)).decode()


def later(language: Language) -> Papers:
    """A second plan of the term, from 17 March on; 18 March is off."""
    first = Book(PlanFile(school=small_school(), plan=small_plan()))
    term = school_data()["term"]
    closures = [*term["closures"], {"dates": "2026-03-18", "name": {"zh": "停电", "en": "Power cut"}}]
    start = dates("03-17")[0]
    book = first.followed_by(
        small_school(term={**term, "closures": closures}), small_plan().model_copy(update={"effective_from": start})
    )
    return Papers(book, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_says_which_edition_it_is(language: Language) -> None:
    papers = later(language)
    for name in ("borrowing", "duty", "classes", "notice"):
        (rota, *_more) = papers.tables(name)
        assert re.search(r"2026", rota.edition)
        assert rota.edition in papers.make(name, WRITERS["html"]).decode()
        assert rota.edition in papers.make(name, WRITERS["json"]).decode()


def test_every_sheet_says_which_edition_it_is_and_names_no_date_before_it() -> None:
    """Each paper that is printed, also those that are no tables; the summary tells of what has been."""
    papers = later("zh")
    edition = "".join(papers.tables("borrowing")[0].edition.split())
    for name in papers.names():
        paper, _parts = papers.find(name)
        if WRITERS["pdf"] not in paper.formats():
            continue
        for page in PdfReader(io.BytesIO(papers.make(name, WRITERS["pdf"]))).pages:
            text = "".join(page.extract_text().split())
            assert edition in text, name
            named = {(int(month), int(day)) for month, day in re.findall(r"(\d+)月(\d+)日", text)}
            assert name == "summary" or min(named) >= (3, 17), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_spreadsheets_say_it_too(language: Language) -> None:
    papers = later(language)
    for name in ("borrowing", "classes", "notice"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(papers.make(name, WRITERS["xlsx"])))
        cells = [c for x in book.sheet_names for row in book.get_sheet_by_name(x).to_python() for c in row]
        assert papers.tables(name)[0].edition in cells, name


def test_a_later_table_is_signed_with_its_own_date_and_tells_only_its_own_time() -> None:
    (door,) = later("zh").tables("borrowing")
    assert door.signature == ("图书馆", "2026年3月17日")
    said = "\n".join(door.notes)
    assert "停电3月18日" in said  # before the first visit by this plan, and yet news
    assert "3月16日" not in said  # closed before the plan began

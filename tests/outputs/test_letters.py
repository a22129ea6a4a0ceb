"""Papers of words: what stands on certificates and on the one-page summary, whose names, and that each is one sheet."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from planner.languages import LANGUAGES, Language
from planner.models.plan import Plan
from planner.models.planfile import PlanFile
from planner.models.school import School
from planner.outputs.formats import WRITERS
from planner.outputs.papers import Papers
from planner.sessions.book import Book
from tests.outputs.school_with_tables import NAMES, PLAN, SCHOOL


def papers(language: Language = "zh", *, internal: bool = False, zone: str = "Asia/Shanghai") -> Papers:
    school = School.model_validate({**SCHOOL, "term": {**SCHOOL["term"], "timezone": zone}})
    return Papers(Book(PlanFile(school=school, plan=Plan.model_validate(PLAN))), language, internal=internal)


def pages(made: Papers, name: str) -> list[str]:
    raw = made.make(name, WRITERS["pdf"])
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(raw)).pages]


def test_a_certificate_is_a_sheet_for_each_with_a_line_for_the_name() -> None:
    made = papers()
    sheets = pages(made, "certificates")
    served = [h for h in made.report[1].helpers if h.served]
    assert len(sheets) == len(served)
    for sheet, count in zip(sheets, served, strict=True):
        helper = made.book.school.helper_by_id[count.helper]
        assert f"{made.source.class_name(helper.class_id)}＿" in sheet
        assert f"共值日{count.served}次" in sheet
        assert not any(name in sheet for name in NAMES)


def test_whole_names_stand_on_marked_certificates_only() -> None:
    sheets = pages(papers(internal=True), "certificates")
    assert any("王小明同学：" in sheet for sheet in sheets)
    assert all("内部使用" in sheet for sheet in sheets if any(name in sheet for name in NAMES))
    assert all(("内部使用" in sheet) != ("＿" in sheet) for sheet in sheets)


def test_certificates_are_for_librarians() -> None:
    made = papers()
    assert "certificates" in made.names()
    everybody = Papers(made.book, "zh", for_librarian=False)
    assert ("summary" in everybody.names(), "certificates" in everybody.names()) == (True, False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_is_one_page_and_says_what_the_report_says(language: Language) -> None:
    made = papers(language)
    (page,) = pages(made, "summary")
    said = made.make("summary", WRITERS["txt"]).decode()
    for sentence in said.splitlines():
        assert "".join(sentence.split()) in page


def test_a_norm_is_named_where_there_is_one() -> None:
    china, elsewhere = (papers(zone=zone).make("summary", WRITERS["txt"]).decode() for zone in ("Asia/Shanghai", "Asia/Taipei"))
    assert ("规程要求40小时" in china, "40小时" in elsewhere) == (True, False)

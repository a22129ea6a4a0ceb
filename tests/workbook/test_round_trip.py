"""School -> workbook -> School loses nothing: the examples, schools of hypothesis, and texts that Excel likes to change."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.generator import document
from planner.languages import LANGUAGES
from planner.models import School
from planner.models.base import Language
from planner.outputs.workbook.workbook import workbook
from planner.reading import parse_school
from planner.reading.workbook.rows import read_sheets
from planner.sheets.layout import school_document
from planner.sheets.shorthand import quote, split, unquote
from tests.campaign import often
from tests.strategies import visit_schools
from tests.workbook.books import EXAMPLES, example, grids, sheets
from tests.workbook.schools import schools


def through(school: School, language: Language) -> School:
    """The school after a way through sheets, without Excel."""
    read = read_sheets(grids(sheets(school, language)))
    assert not read.problems, read.problems
    return School.model_validate(read.data)


def plain(school: School) -> dict[str, Any]:
    return school.model_dump(mode="json")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_survives_an_xlsx_file(name: str, language: Language) -> None:
    school = example(name)
    again = parse_school(workbook(school, language), "school.xlsx")
    assert again == school
    assert school_document(again) == school_document(school)  # the same YAML


@pytest.mark.parametrize("name", EXAMPLES)
def test_all_languages_say_the_same(name: str) -> None:
    school = example(name)
    assert [through(school, language) for language in LANGUAGES] == [school] * len(LANGUAGES)


@often(40)
@given(schools(), st.sampled_from(LANGUAGES))
def test_any_school_survives(data: dict[str, Any], language: Language) -> None:
    school = School.model_validate(data)
    assert plain(through(school, language)) == plain(school)


@often(8)
@given(schools(), st.sampled_from(LANGUAGES))
def test_any_school_survives_excel(data: dict[str, Any], language: Language) -> None:
    from planner.reading.workbook import read_grids

    school = School.model_validate(data)
    read = read_sheets(read_grids(workbook(school, language)))
    assert not read.problems
    assert plain(School.model_validate(read.data)) == plain(school)


@often(25)
@given(visit_schools(), st.sampled_from(LANGUAGES))
def test_the_schools_of_the_solver_survive(data: dict[str, Any], language: Language) -> None:
    school = School.model_validate(data)
    assert plain(through(school, language)) == plain(school)


def test_a_large_school_survives() -> None:
    school = School.model_validate(document(60))
    assert through(school, "zh") == school


@given(st.text(max_size=30), st.sampled_from(["", ";；\n", ";；\n:：=＝,，、 \t"]))
def test_any_text_can_stand_in_a_cell(text: str, separators: str) -> None:
    written = quote(text, separators)
    assert unquote(written) == text
    assert split(written, separators) == [written]


def test_the_same_school_gives_the_same_bytes() -> None:
    assert workbook(example(), "zh") == workbook(example(), "zh")


def test_every_column_has_help_in_both_languages() -> None:
    from planner.sheets.catalogue import SENTENCE, SHEETS

    for sheet in SHEETS:
        for column in sheet.columns:
            if column is not SENTENCE:
                assert column.help["zh"], (sheet.key, column.key)
                assert column.help["en"], (sheet.key, column.key)


def test_every_field_of_a_school_stands_on_some_sheet() -> None:
    from planner.sheets.catalogue import SHEETS

    form = {column.key for column in SHEETS[0].columns}
    elsewhere = {section.path[0] for sheet in SHEETS for section in sheet.sections if section.path}
    assert form | elsewhere == set(School.model_fields)


def test_every_chinese_choice_is_read() -> None:
    from planner.models.visits import Cycle
    from planner.reading.workbook.values import plain as plain_of
    from planner.sheets.catalogue import SHEETS
    from planner.sheets.choices import CYCLES

    for sheet in SHEETS:
        for column in sheet.columns:
            for value, word in column.choices if column.kind == "choice" else ():
                assert plain_of(column, word) == value
                assert plain_of(column, f" {value.upper()}　") == value
    for value, word in CYCLES:
        assert Cycle.model_validate(word) == Cycle.model_validate(value)

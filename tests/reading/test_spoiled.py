"""Whatever happens to a file, the answer is a School or problems in words: never a traceback, never pydantic's words."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import BadInput, MissingFile
from planner.messages.problems import WORDS, word
from planner.models.problem import Problem
from planner.models.school import School
from planner.reading import describe, describe_missing, parse_school
from planner.reading.document import read_document
from tests.campaign import often
from tests.reading.samples import SCHOOL

DATA = read_document(SCHOOL).data


def paths_in(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [p for key, value in items for p in [(*path, key), *paths_in(value, (*path, key))]]


PATHS = paths_in(DATA)
WORDS_OF_A_FILE = [
    "",
    "MON",
    "周一",
    "3-6",
    "12:10-12:20",
    "12:10",
    "2026-03-05",
    "2026-03-05..2027-12-01",
    "{grade}",
    "{x}",
    "{0.a}",
    "a b",
    "1-99999999999",
    "9" * 30,
    "all",
    "D3",
    "sliding 0",
    "0 weeks",
    "odd even",
    "~",
    "-",
    "A/B",
    "99-99",
    "二十",
    "一~二~三",
    "noon",
    "MON 3",
    "4(2)",
    "id：x",
    "id:x",
]
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**19),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(WORDS_OF_A_FILE),
    st.lists(st.sampled_from(WORDS_OF_A_FILE), max_size=3),
    st.dictionaries(st.sampled_from(WORDS_OF_A_FILE), st.integers(), max_size=2),
    st.sampled_from([[], {}, [[]], [{}], [None], {"zh": 1}, {"weekdays": None}, {"dates": []}]),
)


def spoil(data: Any, path: tuple[str | int, ...], how: str, value: Any) -> None:
    """Delete, replace or add at ``path``; a path that an earlier spoiling took away is left alone."""
    for key in path[:-1]:
        if isinstance(data, dict) and key not in data:
            return
        if not isinstance(data, dict) and not (isinstance(data, list) and isinstance(key, int) and key < len(data)):
            return
        data = data[key]
    key = path[-1]
    if not (
        (isinstance(data, dict) and isinstance(key, str))
        or (isinstance(data, list) and isinstance(key, int) and key < len(data))
    ):
        return
    if how == "delete":
        if isinstance(data, list) or key in data:
            del data[key]
    elif how == "replace":
        data[key] = value
    elif isinstance(data, list):
        data.append(copy.deepcopy(data[key]))
    else:
        data[f"{key}x"] = value


def read_anyway(text: str | bytes) -> School | tuple[Problem, ...]:
    try:
        return parse_school(text, "school.yaml")
    except BadInput as error:
        return error.problems


def check(text: str | bytes) -> None:
    answer = read_anyway(text)
    assert answer
    if not isinstance(answer, School):
        for problem in answer:
            assert problem.code in WORDS
            for part in (*word(problem, "zh"), *word(problem, "en")):
                assert part
                assert "pydantic" not in part
                assert "…" not in part or "…" in problem.value + problem.path, problem
            assert "Input should" not in describe(problem, "en", "school.yaml")


@often(300)
@given(
    st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from(["delete", "replace", "add"]), values), min_size=1, max_size=3)
)
def test_a_spoiled_school_never_breaks_the_reader(changes: list[tuple[tuple[str | int, ...], str, Any]]) -> None:
    data = copy.deepcopy(DATA)
    for path, how, value in changes:
        spoil(data, path, how, value)
    check(yaml.safe_dump(data, allow_unicode=True))


@often(150)
@given(
    st.integers(0, len(SCHOOL) - 1),
    st.integers(0, 5),
    st.one_of(st.text(max_size=3), st.sampled_from(list("：，“”\t[]{}&*!:-'\"#|>%@`"))),
)
def test_a_slip_of_the_keyboard_never_breaks_the_reader(at: int, length: int, typed: str) -> None:
    text = SCHOOL[:at] + typed + SCHOOL[at + length :]
    check(text)
    check(text.encode("utf-8", "surrogatepass"))


@often(100)
@given(st.binary(max_size=200))
def test_any_bytes_are_answered(raw: bytes) -> None:
    check(raw)


@pytest.mark.parametrize("code", sorted(WORDS))
def test_every_code_has_all_words(code: str) -> None:
    assert all(WORDS[code])
    problem = Problem(code=code, value="V", path="a.b", line=3, params={"closest": "near"})
    for language in ("zh", "en"):
        text = describe(problem, language, "school.yaml")
        assert text.startswith("school.yaml:3 a.b")
        assert "{value}" not in text


@pytest.mark.parametrize("reason", ["not_found", "no_school_file", "not_readable"])
def test_missing_files_have_words(reason: str) -> None:
    error = MissingFile("x.yaml", reason)
    assert "x.yaml" in describe_missing(error, "zh")
    assert "x.yaml" in describe_missing(error, "en")

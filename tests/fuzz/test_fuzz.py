"""Spoiled files at every door: what is ours, or a problem in words; the seeds that once went wrong are tried each time.

The long form is ``make fuzz``: 100 000 mutants, new ones each time.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.editing.schooledit import SchoolEditor
from planner.errors import BadInput
from planner.reading import parse_school
from planner.reading.net import FELL, net
from tests.campaign import CAMPAIGN
from tests.fuzz.readers import readers
from tests.fuzz.run import outcome
from tests.processes import ROOT

KEPT = [
    (line.split("\t")[0], int(line.split("\t")[1]))
    for line in Path(__file__).with_name("kept.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
COUNT = 400 if CAMPAIGN else 15


@pytest.mark.parametrize("name", readers())
def test_the_good_files_are_taken(name: str) -> None:
    reader = readers()[name]
    for file, raw in reader.files.items():
        reader.read(raw, file)


@pytest.mark.parametrize("name", readers())
def test_mutants_are_taken_or_refused(name: str) -> None:
    seeds = [*(seed for reader, seed in KEPT if reader == name), *range(COUNT)]
    faults = {seed: text for seed in seeds for kind, text in [outcome(readers()[name], seed)] if kind == "fault"}
    assert faults == {}


def test_a_file_that_only_one_library_reads_is_not_edited() -> None:
    text = (ROOT / "examples" / "tiny" / "school.yaml").read_text(encoding="utf-8").replace("start: 2026", "start: \t2026")
    school = parse_school(text, "school.yaml")
    with pytest.raises(BadInput) as caught:
        SchoolEditor("school.yaml", text.encode())
    (problem,) = caught.value.problems
    assert (problem.code, text.split("\n")[(problem.line or 0) - 1].split()[0]) == ("not_editable", "start:")
    assert school.term.start.year == 2026


def test_what_falls_into_the_net_is_a_problem_of_the_file() -> None:
    with pytest.raises(BadInput) as caught, net("t.xlsx", "sheet 2"):
        {}["x"]  # type: ignore[index]
    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.value) == (FELL, "sheet 2", "KeyError")
    with pytest.raises(MemoryError), net("t.xlsx"):
        raise MemoryError

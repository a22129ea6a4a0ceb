"""Where the facts of a cause stand: the line of a text, the cell of a workbook."""

from __future__ import annotations

import pytest

import planner
from planner.models.outcome import Explanation
from planner.outputs.workbook.workbook import workbook
from planner.reading.schoolfile import parse_school
from tests.builders import as_file
from tests.cli.cases import run
from tests.solver.test_causes import CASES, of

# Case of a cause -> what stands on the lines that are named for it, the first of them first.
LINES = {
    "event": ["id: exam"],
    "adult": ["adults:"],
    "lunch": ["lunch: 11:55-12:50"],
    "teacher twice": ["MON: 语文 数学", "MON: 语文 数学"],
    "ban": ["weekdays: MON"],
    "pin and ban": ["classes: 3-1", "classes: 3-1"],
    "pins in one slot": ["pins:"],
    "each day": ["each_open_day: 2"],
    "arrival": ["lunch: 11:30-12:08"],
    "untrained": ["id: desk"],
    "least duties": ["min_per_week: 1"],
    "no room any more": ["valid_until: '2026-03-09'"],
}


def located(content: bytes, name: str) -> Explanation:
    """The causes of a school file, with their places."""
    causes = of(parse_school(content, name))
    return planner.located(
        Explanation(balances=(), clash=None, packages=(), partial=None, unplaced=(), causes=causes), content, name
    )


@pytest.mark.parametrize("name", CASES)
def test_each_cause_leads_to_the_lines_of_its_facts(name):
    content = as_file(CASES[name][0])
    lines = content.decode().splitlines()
    first, *others = located(content, "folder/school.yaml").causes
    assert first.sources
    for cause in (first, *others):
        assert all(source.file == "school.yaml" and 0 < (source.line or 0) <= len(lines) for source in cause.sources)
    told = [lines[(source.line or 0) - 1].lstrip("- ").strip() for source in first.sources]
    assert told[: len(LINES.get(name, []))] == LINES.get(name, [])


def test_in_a_workbook_it_is_a_cell():
    school = parse_school(as_file(CASES["lunch"][0]), "school.yaml")
    (source, *_) = located(workbook(school, "zh"), "school.xlsx").causes[0].sources
    assert (source.line, source.cell.partition("!")[0]) == (None, "作息时间")


def test_the_command_says_the_lines(tmp_path):
    path = tmp_path / "school.yaml"
    path.write_bytes(as_file(CASES["lunch"][0]))
    number = next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if "lunch:" in line)
    assert f"[school.yaml:{number}" in run("explain", path, "--lang", "en").stdout
    assert f"[school.yaml:{number}" in run("plan", path, "-o", tmp_path / "out", "--lang", "en").stderr

"""What is printed from a fixed plan, made by hand. After a change that is meant: ``python -m tests.golden.make``, then look."""

from __future__ import annotations

from pathlib import Path

import yaml

from planner.checker import check
from planner.languages import LANGUAGES, Language
from planner.models.plan import Plan
from planner.models.planfile import PlanFile, canonical_plan, canonical_school
from planner.outputs.folder import write_folder
from planner.outputs.papers import Papers
from planner.outputs.tables.rota import Cell, Rota
from planner.reading import read_school
from planner.sessions.book import Book

HERE = Path(__file__).parent
CALENDARS = ("library", "class-3-1", "room-reading", "helper-h2")


def book() -> Book:
    """The school with its plan. Raises AssertionError when the plan breaks a rule."""
    school = canonical_school(read_school(HERE / "school.yaml"))
    plan = Plan.model_validate(yaml.safe_load((HERE / "plan.yaml").read_text(encoding="utf-8")))
    report = check(school, plan)
    assert report.ok, report.breaches
    return Book(PlanFile(school=school, plan=canonical_plan(plan)))


def written(rota: Rota) -> str:
    """Everything that stands on a table, cell by cell; what a cell spans in brackets."""
    lines = [f"# {rota.title}", rota.subtitle, rota.internal, *rota.lead]
    lines += ["| " + " | ".join(_cell(c) for c in row) for row in rota.headings]
    lines += ["| " + " | ".join(_cell(c) for c in (*row.heads, *row.cells)) for row in rota.rows]
    return "\n".join(line for line in (*lines, *rota.notes, *rota.signature, rota.edition) if line) + "\n"


def _cell(cell: Cell) -> str:
    spans = f" ({cell.columns}×{cell.rows})" if (cell.columns, cell.rows) != (1, 1) else ""
    return " / ".join(line.text for line in cell.lines) + spans


def names(language: Language) -> set[str]:
    """The golden files of a language."""
    return {f"tables.{language}.txt", *(f"{name}.{language}.ics" for name in CALENDARS)}


def golden(language: Language, directory: Path) -> dict[str, bytes]:
    """Name of a golden file -> its bytes: all tables as text, and calendars as ``lunjie plan`` writes them into a folder."""
    whole = book()
    tables = "\n".join(written(rota) for rotas in Papers(whole, language).filed().values() for rota in rotas)
    write_folder(directory / language, whole, language)
    calendars = {f"{n}.{language}.ics": (directory / language / "calendars" / f"{n}.ics").read_bytes() for n in CALENDARS}
    return {f"tables.{language}.txt": tables.encode(), **calendars}


def main() -> None:
    """Write them anew."""
    import tempfile

    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as directory:
            for name, content in golden(language, Path(directory)).items():
                (HERE / name).write_bytes(content)


if __name__ == "__main__":
    main()

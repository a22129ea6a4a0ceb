"""Papers and formats are declared once: everything that offers them takes them from the registries."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path
from pkgutil import resolve_name

import pytest

from planner.models.planfile import PlanFile, Substitution, dump_plan
from planner.outputs.folder import write_folder
from planner.outputs.formats import WRITERS, writer_named
from planner.outputs.papers import PAPERS, NoSuchFormat, NoSuchPaper, Papers
from planner.sessions.book import Book
from tests import registered
from tests.commands import surroundings
from tests.outputs.calendar_school import small_plan, small_school

ROOT = Path(__file__).parents[2]
PLANFILE = PlanFile(school=small_school(), plan=small_plan())


def test_every_function_of_a_format_is_there() -> None:
    for writer in WRITERS.values():
        for function in writer.forms.values():
            assert callable(resolve_name(function) if isinstance(function, str) else function)


def test_every_paper_comes_in_every_format_that_it_says() -> None:
    papers = Papers(Book(PLANFILE), "en", internal=True)
    made = 0
    for name in papers.names():
        paper, _parts = papers.find(name)
        for writer in WRITERS.values():
            if writer in paper.formats():
                assert len(papers.make(name, writer)) > 20, (name, writer.name)
                made += 1
            else:
                with pytest.raises(NoSuchFormat) as caught:
                    papers.make(name, writer)
                assert set(caught.value.known) == {w.extension for w in paper.formats()}
    assert made > 30


def test_the_readme_lists_every_paper_with_its_formats() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## The papers\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| `([\w-]+)` \| (.+) \| (.+) \| (.+) \|$", text, re.MULTILINE)
    audiences = {"viewer": "everybody", "librarian": "librarians", "internal": "librarians, with names"}
    assert [(name, who, formats) for name, _what, who, formats in rows] == [
        (p.name, audiences[p.audience], " ".join(f"`{w.extension}`" for w in p.formats())) for p in PAPERS.values()
    ]
    for (_name, what, _who, _formats), paper in zip(rows, PAPERS.values(), strict=True):
        assert what.startswith(paper.title(lambda text, **_: text, ""))


def test_papers_that_a_plan_does_not_have() -> None:
    papers = Papers(Book(PLANFILE), "en")
    assert "notice" not in papers.names()
    for name in ("notice", "reading-nowhere", "nothing", "", "borrowing-1"):
        with pytest.raises(NoSuchPaper) as caught:
            papers.make(name, WRITERS["html"])
        assert "borrowing" in caught.value.known
    assert papers.tables("reading") == papers.tables("reading-annex")
    assert papers.title("reading-annex") == "Reading table: Annex"
    assert writer_named("TXT") == writer_named(".txt") == writer_named("text")


def test_only_a_paper_of_today_says_who_stands_in() -> None:
    instead = Substitution(date=dt.date(2026, 3, 9), post="desk", window="noon", helper="h2", substitute="h1")
    planfile = PLANFILE.model_copy(update={"substitutions": (instead,)})
    notes = [" ".join(Papers(Book(planfile), "en", today=day).tables("duty")[0].notes) for day in (None, dt.date(2026, 3, 2))]
    assert ["Standing in" in text for text in notes] == [False, True]


def test_a_format_and_a_paper_of_one_line_each_are_behind_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(dump_plan(PLANFILE))

    def lunjie(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "tests.registered", *arguments],
            cwd=ROOT,
            env=surroundings(),
            capture_output=True,
            check=False,
        )

    here = str(tmp_path)
    found = lunjie("export", here, "--table", "duty", "--format", "markdown", "-o", "-")
    assert found.returncode == 0, found.stderr
    assert found.stdout == Papers(Book(PLANFILE), "zh").make("duty", _markdown())
    assert lunjie("export", here, "-o", f"{here}/door.md").returncode == 0
    assert (tmp_path / "door.md").read_bytes().startswith(b"# ")
    assert lunjie("export", here, "--table", "visits", "--format", "text", "-o", "-").stdout == b"4 visits"
    refused = lunjie("export", here, "--table", "visits", "--format", "markdown", "-o", "-")
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert b"text" in refused.stderr
    assert not (tmp_path / "-").exists()


def _markdown() -> registered.Writer:
    return registered.Writer("markdown", "md", "text/markdown", {"tables": registered.markdown}, filed=True)


def test_the_folder_takes_up_a_format_and_lets_it_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WRITERS, "md", _markdown())
    write_folder(tmp_path, Book(PLANFILE), "zh")
    kept = sorted(p.name for p in (tmp_path / "tables").glob("*.md"))
    assert kept == ["borrowing.md", "classes.md", "duty.md", "helpers.md", "reading-annex.md"]
    data = PLANFILE.school.model_dump(mode="json", exclude_defaults=True) | {"helpers": [], "posts": []}
    fewer = PlanFile(school=small_school(**data), plan=small_plan().model_copy(update={"duties": ()}))
    write_folder(tmp_path, Book(fewer), "zh")
    assert sorted(p.name for p in (tmp_path / "tables").glob("*.md")) == ["borrowing.md", "classes.md", "reading-annex.md"]

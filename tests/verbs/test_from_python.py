"""The package as others use it: what it exports, the example of the README, and how much it works out."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest

import planner
from planner.changes import diff as compare
from planner.models.visits import Cycle
from planner.reading import parse_school
from planner.sessions import chapter, history
from planner.timeline import Openings
from tests.processes import ROOT

TINY = ROOT / "examples" / "tiny" / "school.yaml"
LATER = dt.date(2026, 3, 16)


@cache
def tiny() -> planner.Book:
    return planner.plan(planner.read(TINY), seconds=300).book


def test_importing_the_package_loads_none_of_it() -> None:
    code = "import sys, planner; print([m for m in sys.modules if m.startswith('planner.') or m in ('ortools', 'pydantic')])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True, cwd=ROOT).strip() == "[]"


def test_every_name_of_the_package_is_there_and_no_room_hides_one() -> None:
    for name in planner.__all__:
        assert not isinstance(getattr(planner, name), type(planner)), name
    assert dir(planner) == sorted(planner.__all__)
    with pytest.raises(AttributeError):
        planner.nothing  # type: ignore[attr-defined]  # noqa: B018
    assert not {p.stem for p in (ROOT / "planner").iterdir()} & {n for n in planner.__all__ if n.islower()}


def test_the_example_of_the_readme_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five lines: plan a school, loop over its sessions as a table, write the folder."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    (tmp_path / "school.yaml").write_bytes(TINY.read_bytes())
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(tiny().sessions)
    assert all(re.match(r"2026-\d\d-\d\d ", line) for line in lines)
    assert (tmp_path / "rota" / "plan.json").is_file()


def test_the_readme_names_every_verb_and_no_other() -> None:
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## From Python\n")[1].split("\n## ")[0]
    verbs = {name for name in planner.__all__ if name.islower()}
    named = set(re.findall(r"`([a-z_]+)`", section)) - {"status"}
    assert verbs == named


def test_a_book_keeps_what_it_has_worked_out_and_never_changes() -> None:
    book = tiny()
    assert book.term is book.term
    assert book.timeline is book.timeline
    with pytest.raises(AttributeError):
        book.planfile = book.planfile  # type: ignore[misc]
    after = book.followed_by(book.school, book.plan.model_copy(update={"effective_from": LATER}))
    assert after.chapters[0] is book.chapter
    assert book.before is None
    revised = after.with_revisions({})
    assert revised.chapters[-1] is after.chapters[-1]


@contextmanager
def counted(owner: object, name: str) -> Iterator[list[int]]:
    """How often something is called."""
    real: Callable[..., object] = getattr(owner, name)
    calls: list[int] = []

    def call(*args: object, **named: object) -> object:
        calls.append(1)
        return real(*args, **named)

    with patch.object(owner, name, call):
        yield calls


def test_a_re_plan_lays_out_hardly_more_than_the_plans_it_is_about(tmp_path: Path) -> None:
    """The old plan, the new one while it is searched for, and the new one in the book; tables, notice, calendars ask these."""
    book = planner.Book(tiny().planfile)
    planner.write(book, tmp_path / "rota", now=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    over, school = planner.read_book(tmp_path / "rota"), planner.read(TINY)
    with (
        counted(Openings, "__init__") as terms,
        counted(chapter, "drafts") as alone,
        counted(history, "drafts") as after,
        counted(compare, "_compared") as compared,
    ):
        answer = planner.replan(over, school, LATER, seconds=300)
        planner.write(answer.book, tmp_path / "rota", over=over, now=dt.datetime(2026, 3, 10, tzinfo=dt.UTC))
    assert len(terms) <= 3
    assert len(alone) + len(after) <= 3
    assert len(compared) == 1  # for the proposal, the notice, the calendars and the report


def test_a_school_file_is_answered_and_rolled_over_without_a_file() -> None:
    """Bytes in, bytes out; comments stay."""
    content = TINY.read_bytes()
    school = planner.read(TINY)
    date = dt.date(2026, 3, 14)
    open_ = planner.calendar_questions(school)
    assert (open_.unconfirmed, open_.country) == ((), "CN")
    answers = planner.CalendarAnswers(close=(((dt.date(2026, 3, 25),), "Games"),), days=(planner.DayAnswer(date, "MON"),))
    changed = planner.calendar_answers(content, answers).content
    assert "可以手工排出来的小学校".encode() in changed
    after = parse_school(changed, "school.yaml")
    assert [(d.date, d.runs_as, d.confirmed) for d in after.term.days] == [(date, "MON", True)]
    assert dt.date(2026, 3, 25) in after.term.closures[0].dates
    with pytest.raises(planner.Declined) as declined:
        planner.calendar_answers(content, planner.CalendarAnswers(milestones=("none",)))
    assert declined.value.code == "no_such_milestone"
    rolled = planner.rollover(content, dt.date(2026, 9, 1), dt.date(2027, 1, 15), tiny())
    assert (rolled.school.term.start, rolled.next_term.new_year) == (dt.date(2026, 9, 1), True)
    with pytest.raises(planner.Declined):
        planner.rollover(content, school.term.start, school.term.end)


def test_what_another_cycle_would_give_is_planned() -> None:
    """The small rural school: sliding gives five or four visits; a fixed three weeks six or four; weekly cannot be."""
    school = planner.read(ROOT / "examples" / "rural-18" / "school.yaml")
    wishes = [planner.SchoolChange(cycles={"borrowing": Cycle.model_validate(cycle)}) for cycle in ("3 weeks", "weekly")]
    fixed, weekly = (planner.effect(school, wish, seconds=300) for wish in wishes)
    assert (fixed.before.visits["borrowing"], fixed.after.visits["borrowing"]) == ((4, 5), (4, 6))
    assert (weekly.after.status, weekly.after.visits) == ("INFEASIBLE", {})
    assert {(s.code, s.need, s.capacity) for s in weekly.after.shortages} >= {("visits_over_slots", 18, 6)}

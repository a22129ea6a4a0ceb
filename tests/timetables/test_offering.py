"""How often the classes of a new school come: never more than its lessons and one room allow."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from planner.importing.lessons import Settled
from planner.importing.mapping import eligible_subjects
from planner.importing.offering import Offer, offer_of
from planner.reading import read_school
from planner.reading.lookalikes import fold_lookalikes
from tests.cli.cases import run
from tests.timetables.known import DAYS


def lessons(*rows: tuple[str, str, str, str]) -> list[Settled]:
    """(class, day, period, subject)."""
    return [Settled(c, d, p, "all", s, None) for c, d, p, s in rows]


def test_lessons_made_for_the_library_come_before_those_that_may_be_held_there() -> None:
    assert eligible_subjects(["数学", "语文", "阅读"]) == ("阅读",)
    assert eligible_subjects(["Maths", "Library"]) == ("Library",)
    assert eligible_subjects(["Reading", "Breading"]) == ("Reading",)
    assert eligible_subjects(["数学", "语文"]) == ("语文",)
    assert eligible_subjects(["Maths", "Spreading"]) == ()


@pytest.mark.parametrize(
    ("rows", "offer"),
    [
        # One lesson a week: one visit, not two.
        ([("1-1", "MON", "P1"), ("1-2", "TUE", "P1")], Offer(False, "weekly", 1, ("1-1", "1-2"), ())),
        # Two on different days: one to borrow and one to read; on one day a class comes once.
        ([("1-1", "MON", "P1"), ("1-1", "TUE", "P1")], Offer(True, "weekly", 1, ("1-1",), ())),
        ([("1-1", "MON", "P1"), ("1-1", "MON", "P2")], Offer(False, "weekly", 1, ("1-1",), ())),
        # All at once: the room takes them at once.
        (
            [("1-1", "MON", "P1"), ("1-2", "MON", "P1"), ("1-3", "MON", "P1")],
            Offer(False, "weekly", 3, ("1-1", "1-2", "1-3"), ()),
        ),
    ],
)
def test_lessons_for_the_library_stand_when_they_stand(rows: list[tuple[str, str, str]], offer: Offer) -> None:
    assert offer_of(lessons(*((*r, "阅读") for r in rows)), ("阅读",), ("阅读",)) == offer


def test_other_lessons_are_used_in_turn() -> None:
    """Three classes with Chinese at the same hour: each comes every third week; a class without such a lesson is left out."""
    found = offer_of(
        lessons(*((f"1-{n}", "MON", "P1", "语文") for n in (1, 2, 3)), ("1-4", "MON", "P1", "数学")), ("语文",), ("语文",)
    )
    assert found == Offer(False, "3 weeks", 1, ("1-1", "1-2", "1-3"), ("1-4",))


def test_a_well_filled_timetable_can_be_planned_at_once(tmp_path: Path) -> None:
    """Every class has one library lesson a week, no two at one time: the next command succeeds without a word more."""
    lines = ["Class,Day,Period,Subject,Room"]
    for n in range(12):
        for d in range(5):
            lines += [
                f"{n % 6 + 1}{'AB'[n // 6]},{DAYS[d].title()},{p},{'Library' if (d * 4 + p - 1) == n else 'Maths'},"
                f"{'Book room' if (d * 4 + p - 1) == n else ''}"
                for p in range(1, 5)
            ]
    (tmp_path / "t.csv").write_text("\n".join(lines), encoding="utf-8")
    term = ("--term-start", "2026-09-01", "--term-end", "2026-10-30")
    made = run("import", tmp_path / "t.csv", "--into", tmp_path / "s.yaml", "--new", *term, "--lang", "en")
    assert made.returncode == 0, made.stderr
    school = read_school(tmp_path / "s.yaml")
    assert [(d.id, d.times) for d in school.demands] == [("read", 1)]
    assert [r.name.en for r in school.rooms] == ["Book room"]
    assert school.term.start == dt.date(2026, 9, 1)
    done = run("plan", tmp_path / "s.yaml", "-o", tmp_path / "rota")
    assert done.returncode == 0, done.stderr


def test_characters_that_look_alike() -> None:
    assert (
        fold_lookalikes("８：３０‐９：１０")
        == fold_lookalikes("8:30−9:10")
        == fold_lookalikes("8:30\u200b–9:10")
        == "8:30-9:10"
    )
    assert fold_lookalikes("三\u00a0（1）") == "三 (1)"
    assert fold_lookalikes("1º A") == "1º A"

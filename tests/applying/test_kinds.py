"""Hundreds of kinds of damage to tables changed by hand: what is written is planned cell by cell, or it is named. Never silent.

python -m tests.applying.test_kinds      what came of each
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from planner.applying import by_hand, edits_of
from planner.errors import BadInput
from planner.models.plan import Plan
from planner.outputs.papers import Papers
from planner.outputs.tables.rota import Rota
from planner.outputs.writers.positions import positions
from planner.reading.classnames import plain
from planner.sessions.book import Book
from planner.sheets.grid import letters
from tests.applying.small import small
from tests.campaign import CAMPAIGN
from tests.timetables.damage import Spoiled
from tests.timetables.kinds import line_kinds
from tests.timetables.writing import Page

SHARE = 1 if CAMPAIGN else 90
At = tuple[int, int]
Cells = dict[At, frozenset[str]]
"""Row and column of a table -> who stands there."""
TABLES = ("borrowing", "reading-reading", "reading-staff", "duty")


class TableKind(NamedTuple):
    """``do`` spoils the page and gives the cells in which something else is meant to stand now; None = not possible here."""

    name: str
    do: Callable[[Spoiled, Rota], dict[At, str] | None]


@cache
def rotas() -> dict[str, Rota]:
    """The tables of the plan, each of one page."""
    return rotas_of(small().plan)


def rotas_of(plan: Plan) -> dict[str, Rota]:
    """Those of another plan."""
    planfile = small().model_copy(update={"plan": plan})
    return {key: pages[0] for key, pages in Papers(Book(planfile), "zh").filed().items() if key in TABLES}


def page_of(rota: Rota) -> Page:
    """As it is printed, with its merged cells."""
    page = Page(rota.label)
    for p in positions(rota):
        page.put(p.row, p.column, p.cell.text)
        if p.cell.rows > 1 or p.cell.columns > 1:
            page.merges.append((p.row, p.column, p.row + p.cell.rows - 1, p.column + p.cell.columns - 1))
    width = max(map(len, page.rows))
    for row in page.rows:
        row.extend([""] * (width - len(row)))
    return page


def standing(rota: Rota) -> Cells:
    """Who stands where, in cells in which somebody can."""
    return {
        (p.row, p.column): frozenset(line.who for line in p.cell.lines if line.who)
        for p in positions(rota)
        if p.part == "cell" and p.cell.places
    }


def labels(rota: Rota) -> dict[str, str]:
    """Each line with which somebody stands in the table, and who that is; nobody for the teacher beside a class."""
    helpers = small().school.helper_by_id
    named = {key: key for key in helpers} | {h.name: key for key, h in helpers.items() if h.name} if rota.key == "duty" else {}
    return named | {line.text: line.who for p in positions(rota) if p.cell.places for line in p.cell.lines}


def meant(rota: Rota, changed: dict[At, str]) -> Cells | None:
    """Who is to stand where, when every line of the changed cells names somebody as the table does; else nobody knows."""
    named, found = labels(rota), standing(rota)
    for at, text in changed.items():
        lines = [line for line in text.split("\n") if line]
        if at not in found or any(line not in named for line in lines):
            return None
        found[at] = frozenset(named[line] for line in lines) - {""}
    return found


WORDS = (
    "?", "待定", "无", "停", "放假", "取消", "x", "#N/A", "3", "301", "三（9）班", "王老师", "值班", "12:00-12:30", "—", "-",
    "单周", "周一", "一(1)?", "一(1)、", "一(1)一(2)", "一(1) 或 一(2)", "一(1)→一(2)", "不借", "同上", "一年级", "五(1)-9",
    "全部", "一(1)(单周)", "双：一(1)", "(一(1))", "2026-03-01", "1-1", "h1", "李雷", "张老师", "备注：下周",
    "一(1)\n?", "一(1)\n备注",
)  # fmt: skip
DECORATION = ("{} ", " {}", "\u00a0{}", "{}\u200b", "{}\u3000", "\n{}", "{}\n", "{}\t")


def _spots(rota: Rota, filled: bool = True) -> list[At]:
    return [at for at, who in standing(rota).items() if bool(who) == filled]


def _written(word: str, filled: bool) -> Callable[[Spoiled, Rota], dict[At, str] | None]:
    def do(s: Spoiled, rota: Rota) -> dict[At, str] | None:
        spots = _spots(rota, filled)
        if not spots:
            return None
        at = s.rng.choice(spots)
        s.text((0, *at), word)
        return {at: word}

    return do


def _changed(change: Callable[[str], str]) -> Callable[[Spoiled, Rota], dict[At, str]]:
    """A cell says the same in other characters."""

    def do(s: Spoiled, rota: Rota) -> dict[At, str]:
        r, c = s.rng.choice(_spots(rota))
        s.text((0, r, c), change(s.pages[0].rows[r][c]))
        return {}

    return do


def _all(change: Callable[[str], str]) -> Callable[[Spoiled, Rota], dict[At, str]]:
    def do(s: Spoiled, rota: Rota) -> dict[At, str]:
        for r, c in _spots(rota):
            s.text((0, r, c), change(s.pages[0].rows[r][c]))
        return {}

    return do


def _label(change: Callable[[str], str], part: str) -> Callable[[Spoiled, Rota], dict[At, str]]:
    """A heading or the head of a row is written otherwise: nobody is meant to stand elsewhere."""

    def do(s: Spoiled, rota: Rota) -> dict[At, str]:
        p = s.rng.choice([p for p in positions(rota) if p.part == part and p.cell.text])
        s.text((0, p.row, p.column), change(p.cell.text))
        return {}

    return do


def _formula(error: str) -> Callable[[Spoiled, Rota], dict[At, str] | None]:
    def do(s: Spoiled, rota: Rota) -> dict[At, str] | None:
        at = s.rng.choice(_spots(rota))
        s.formulas[0, *at] = error
        return {at: error or "="}

    return do


def _lines_moved(how: str) -> Callable[[Spoiled, Rota], dict[At, str] | None]:
    """Somebody goes from one cell to another: exchanged, moved, put there as well, taken out."""

    def do(s: Spoiled, rota: Rota) -> dict[At, str] | None:
        spots = _spots(rota)
        free = [at for at in _spots(rota, filled=False) if not s.pages[0].rows[at[0]][at[1]]]
        if len(spots) < 2 or not free:
            return None
        rows = s.pages[0].rows
        (r, c), (r2, c2) = s.rng.sample(spots, 2)
        one, two = rows[r][c].split("\n"), rows[r2][c2].split("\n")
        empty = s.rng.choice(free)
        changed = {
            "exchanged": {(r, c): "\n".join([two[0], *one[1:]]), (r2, c2): "\n".join([one[0], *two[1:]])},
            "moved": {(r, c): "\n".join(one[1:]), empty: one[0]},
            "moved to others": {(r, c): "\n".join(one[1:]), (r2, c2): "\n".join([*two, one[0]])},
            "there as well": {(r2, c2): "\n".join([*two, one[0]])},
            "taken out": {(r, c): "\n".join(one[1:])},
            "cells exchanged": {(r, c): rows[r2][c2], (r2, c2): rows[r][c]},
            "copied": {empty: rows[r][c]},
            "twice in a cell": {(r, c): "\n".join([*one, one[0]])},
        }[how]
        for at, text in changed.items():
            s.text((0, *at), text)
        return changed

    return do


def _merged(down: int, right: int) -> Callable[[Spoiled, Rota], dict[At, str] | None]:
    """Two cells become one, and what stood in the second is lost."""

    def do(s: Spoiled, rota: Rota) -> dict[At, str] | None:
        spots = [at for at in standing(rota) if (at[0] + down, at[1] + right) in standing(rota)]
        if not spots:
            return None
        r, c = s.rng.choice(spots)
        s.text((0, r + down, c + right), "")
        s.pages[0].merges.append((r, c, r + down, c + right))
        # Whoever spans both cells may be meant to come in both.
        return {(r, c): "?", (r + down, c + right): "?"} if standing(rota)[r, c] or standing(rota)[r + down, c + right] else {}

    return do


def kinds() -> Iterator[TableKind]:
    """All of them; those of lines are the ones that timetables suffer."""
    for filled, words in ((True, "a filled cell"), (False, "an empty cell")):
        for word in (*WORDS, ""):
            yield TableKind(f"{words} becomes {word!r}", _written(word, filled))
    for pattern in DECORATION:
        yield TableKind(f"a cell is written {pattern!r}", _changed(pattern.format))
        yield TableKind(f"a heading is written {pattern!r}", _label(pattern.format, "heading"))
        yield TableKind(f"the head of a row is written {pattern!r}", _label(pattern.format, "head"))
    for name, change in {
        "full-width": lambda t: "".join(chr(ord(x) + 0xFEE0) if "!" <= x <= "~" else x for x in t),
        "on one line": lambda t: t.replace("\n", "、"),
        "with blank lines": lambda t: t.replace("\n", "\n\n"),
        "with 班": lambda t: t.replace("(", "（").replace(")", "）班"),
        "with another dash": lambda t: t.replace("-", "－"),
        "in capitals": str.upper,
    }.items():
        yield TableKind(f"a cell is written {name}", _changed(change))
        yield TableKind(f"all cells are written {name}", _all(change))
    for part in ("heading", "head"):
        for word in ("", "?", "周六", "第9节", "12:00", "备注"):
            yield TableKind(f"a {part} becomes {word!r}", _label(lambda _t, w=word: w, part))  # type: ignore[misc]
    for error in ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", ""):
        yield TableKind(f"a cell computes {error!r}", _formula(error))
    for how in (
        "exchanged", "moved", "moved to others", "there as well", "taken out", "cells exchanged", "copied", "twice in a cell",
    ):  # fmt: skip
        for n in range(4):
            yield TableKind(f"{how}, {n}", _lines_moved(how))
    for n in range(3):
        yield TableKind(f"merged to the right, {n}", _merged(0, 1))
        yield TableKind(f"merged downwards, {n}", _merged(1, 0))
    for kind in line_kinds():
        yield TableKind(kind.name, lambda s, _rota, do=kind.do: None if do(s) is None else {})  # type: ignore[misc]


KINDS = [(table, kind) for kind in kinds() for table in TABLES]


def outcome(table: str, kind: TableKind) -> str:
    """right = everybody stands where the table says, told = a problem or remark, impossible; else what is wrong."""
    rota = rotas()[table]
    spoiled = Spoiled([page_of(rota)], random.Random(f"{kind.name} {table}"))
    changed = kind.do(spoiled, rota)
    if changed is None:
        return "impossible"
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "t.xlsx"
        try:
            spoiled.write(path)
        except Exception:  # two merged ranges that overlap: no program writes them
            return "impossible"
        raw = path.read_bytes()
    try:
        edits = edits_of(Book(small()), {"t.xlsx": raw})
    except BadInput as error:
        # Where one cell was changed it is named; a table whose lines have moved may be named as a whole.
        told = " ".join(p.path for p in error.problems)
        named = any(f"!{letters(c)}{r + 1}" in told for r, c in changed) or not changed or "apply_layout" in str(error.problems)
        return "told" if named or len(changed) > 1 else f"named elsewhere: {told}"
    plan = by_hand(small().school, small().plan, edits, dt.date(2026, 3, 2))
    found, wanted = standing(rotas_of(plan)[table]), meant(rota, changed)
    if found == wanted:
        return "right"
    told = " ".join(p.path for p in edits.ignored)
    if told and (not changed or any(f"!{letters(c)}{r + 1}" in told for r, c in changed)):
        return "told" if found == standing(rota) else f"silently wrong: {told} is ignored, and others move"
    known = standing(rota) if wanted is None else wanted
    return (
        f"silently wrong: {[(at, sorted(found[at]), sorted(known[at])) for at in known if found[at] != known[at]] or changed}"
    )


def test_there_are_hundreds() -> None:
    assert len({kind.name for kind in kinds()}) > 250
    assert len(KINDS) > 1000


def test_nothing_is_silent() -> None:
    found = {f"{table}: {kind.name}": outcome(table, kind) for table, kind in KINDS[::SHARE]}
    assert {name: r for name, r in found.items() if r.startswith(("silently", "named"))} == {}
    assert {"right", "told"} <= set(found.values())


def test_merged_cells_and_formulas_without_a_value_are_named(tmp_path: Path) -> None:
    rota = rotas()["duty"]
    for name, change, code in (
        ("merged", lambda s: s.pages[0].merges.append((3, 1, 3, 2)), "apply_merged"),
        ("merged", lambda s: s.pages[0].merges.append((3, 1, 4, 1)), "apply_merged"),
        ("computed", lambda s: s.formulas.update({(0, 3, 1): ""}), "cell_uncalculated"),
    ):
        spoiled = Spoiled([page_of(rota)], random.Random(name))
        change(spoiled)  # type: ignore[no-untyped-call]
        path = tmp_path / "t.xlsx"
        spoiled.write(path)
        with pytest.raises(BadInput) as caught:
            edits_of(Book(small()), {"t.xlsx": path.read_bytes()})
        assert (code, "小图书管理员值日表!B4") in {(p.code, p.path) for p in caught.value.problems}


def test_texts_are_written_as_they_are_read() -> None:
    """The page of this test says what the table says."""
    for table in TABLES:
        assert outcome(table, TableKind("nothing", lambda _s, _rota: {})) == "right"
        assert all(plain(x) for x in labels(rotas()[table]))


if __name__ == "__main__":
    count: Counter[str] = Counter()
    for table_name, one in [(t, k) for t, k in KINDS if len(sys.argv) < 2 or sys.argv[1] in f"{t}: {k.name}"]:
        result = outcome(table_name, one)
        count[result.split(":")[0]] += 1
        if result.startswith(("silently", "named")) or len(sys.argv) > 1:
            print(f"{table_name:16} {one.name:45} {result}", flush=True)
    print(len(KINDS), dict(count))

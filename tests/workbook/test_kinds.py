"""Hundreds of kinds of damage to the small workbook: the same school, a problem, or exactly what somebody has written.

python -m tests.workbook.test_kinds      what came of each
"""

from __future__ import annotations

import copy
import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest

from planner.errors import BadInput
from planner.outputs.workbook.workbook import first_workbook
from planner.reading.workbook import read_grids, school_of
from planner.sheets.grid import Address, Grid
from tests.campaign import CAMPAIGN

SHARE = 1 if CAMPAIGN else 60
Leaves = dict[tuple[Any, ...], Any]


class WorkbookKind(NamedTuple):
    """``at``: the cell that is written, whose value may be another one then; '' where nothing may change."""

    name: str
    do: Callable[[list[Grid]], None]
    at: str = ""
    word: object = None


WORDS: tuple[object, ...] = (
    None, "", " ", "?", "-", "待定", "无", "0", 0, -1, "-1", 1.5, "3", 99999, "1e3", "#N/A", "三（9）班", "星期八",
    "周一/周三", "8:20", "8:20-8:10", "2026-02-30", dt.date(2026, 9, 7), dt.time(8, 20), True, "25人", "1,3", "3-1", "全部",
    "{x}", "=1+1", "语文",
)  # fmt: skip
DECORATION = ("{} ", "\u00a0{}", "{}\u200b", "{}\u3000", "{}\n")
FREE = ("_", "说明", "学校!C", "学期!C", "开放时段!C1", "需求!C1", "需求!E1")
"""Lists of a program, explanations, and headings whose columns are empty."""


@cache
def base() -> list[Grid]:
    """The small workbook as it is handed out."""
    return read_grids(first_workbook("zh"))


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every single value of a school with its place."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield from leaves(item, (*path, key))
    if not isinstance(value, dict | list):
        yield path, value


def school(grids: list[Grid]) -> Leaves:
    """The school of the sheets. Raises BadInput."""
    return dict(leaves(school_of(grids, "a.xlsx").model_dump(mode="json")))


def cell_kinds() -> Iterator[WorkbookKind]:
    """Every cell with every word, and with marks around it that say nothing."""
    for n, grid in enumerate(base()):
        for r, row in enumerate(grid.rows):
            for c, old in enumerate(row):
                at = str(Address(grid.name, r, c))
                if old in (None, "") or at.startswith(FREE):
                    continue
                for word in WORDS:
                    if word != old:
                        yield WorkbookKind(f"{at} becomes {word!r}", lambda gs, x=(n, r, c), w=word: _write(gs, x, w), at, word)  # type: ignore[misc]
                for pattern in DECORATION if isinstance(old, str) else ():
                    yield WorkbookKind(
                        f"{at} is written {pattern!r}",
                        lambda gs, x=(n, r, c), w=pattern, o=old: _write(gs, x, w.format(o)),  # type: ignore[misc]
                    )


def sheet_kinds() -> Iterator[WorkbookKind]:
    """Rows, columns and sheets put in, moved, doubled, renamed; nothing that only empties what need not be filled."""
    for n, grid in enumerate(base()):
        if grid.name.startswith("_") or grid.name == "说明":
            continue
        width = max(map(len, grid.rows))
        lines: dict[str, Callable[[list[list[Any]], int], Any]] = {
            "an empty row": lambda rows, r: rows.insert(r, [None] * len(rows[0])),
            "a row twice": lambda rows, r: rows.insert(r, list(rows[r])),
            "a remark": lambda rows, r: rows.insert(r, ["备注：请填写"]),
            "rows exchanged": lambda rows, r: rows.insert(r, rows.pop(r + 1)) if r + 1 < len(rows) else None,
            "a row shifted": lambda rows, r: rows[r].insert(0, None),
        }
        for r in range(min(len(grid.rows), 8)):
            for name, do in lines.items():
                yield WorkbookKind(f"{grid.name} row {r}: {name}", lambda gs, n=n, r=r, f=do: f(gs[n].rows, r))  # type: ignore[misc]
        columns: dict[str, Callable[[list[Any], int], Any]] = {
            "an empty column": lambda row, c: row.insert(c, None),
            "a column twice": lambda row, c: row.insert(c, row[c]) if c < len(row) else None,
            "columns exchanged": lambda row, c: row.insert(c, row.pop(c + 1)) if c + 1 < len(row) else None,
        }
        for c in range(width):
            for name, change in columns.items():
                yield WorkbookKind(
                    f"{grid.name} column {c}: {name}",
                    lambda gs, n=n, c=c, f=change: [f(row, c) for row in gs[n].rows],  # type: ignore[misc]
                )
        sheets: dict[str, Callable[[list[Grid], int], Any]] = {
            "twice": lambda gs, n: gs.append(Grid(gs[n].name + " (2)", copy.deepcopy(gs[n].rows))),
            "renamed": lambda gs, n: setattr(gs[n], "name", "Sheet9"),
            "called old": lambda gs, n: setattr(gs[n], "name", "旧" + gs[n].name),
            "in front": lambda gs, n: gs.insert(0, gs.pop(n)),
            "with a title": lambda gs, n: gs[n].rows.insert(0, ["示例小学资料表"]),
            "with two titles": lambda gs, n: gs[n].rows.__setitem__(slice(0, 0), [["示例小学"], ["2026年"]]),
        }
        for name, move in sheets.items():
            yield WorkbookKind(f"{grid.name} {name}", lambda gs, n=n, f=move: f(gs, n))  # type: ignore[misc]


def _write(grids: list[Grid], at: tuple[int, int, int], word: object) -> None:
    grids[at[0]].rows[at[1]][at[2]] = word


def outcome(kind: WorkbookKind, whole: Leaves) -> str:
    """right = the same school, refused = a problem, taken = the new word stands in the school; else what is silently wrong."""
    grids = copy.deepcopy(base())
    kind.do(grids)
    try:
        found = school(grids)
    except BadInput:
        return "refused"
    changed = {k: (whole.get(k), found.get(k)) for k in whole.keys() | found.keys() if whole.get(k) != found.get(k)}
    if not changed:
        same = kind.at == "" or kind.word in (None, "", " ") or str(kind.word) == "3"  # 3 is 3.0; what is empty is the usual
        return "right" if same else f"silently wrong: {kind.word!r} is passed over"
    return "taken" if kind.at else f"silently wrong: {list(changed.items())[:2]}"


KINDS = (*cell_kinds(), *sheet_kinds())


def test_there_are_more_than_three_hundred() -> None:
    assert len({kind.name for kind in KINDS}) > 1000


@pytest.mark.parametrize("part", range(2))
def test_nothing_is_silent(part: int) -> None:
    whole = school(copy.deepcopy(base()))
    found = {kind.name: outcome(kind, whole) for kind in KINDS[part * 7 :: SHARE]}
    assert {name: r for name, r in found.items() if r.startswith("silently")} == {}
    assert {"refused", "right"} <= set(found.values())


if __name__ == "__main__":
    count: Counter[str] = Counter()
    for one in [k for k in KINDS if len(sys.argv) < 2 or sys.argv[1] in k.name]:
        result = outcome(one, school(copy.deepcopy(base())))
        count[result.split(":")[0]] += 1
        if result.startswith("silently"):
            print(f"{one.name:40} {result}", flush=True)
    print(len(KINDS), dict(count))

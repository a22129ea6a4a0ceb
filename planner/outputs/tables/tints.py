"""A light colour behind the names of each grade. The names say the grade; in black and white nothing is lost.

All of them are so light that black letters on them have a contrast of more than 15 to 1, also photocopied.
"""

from __future__ import annotations

from collections.abc import Sequence

from planner.outputs.tables.rota import Cell
from planner.outputs.tables.source import Source

TINTS = ("#ececec", "#fde0e0", "#fff2c4", "#dcf3da", "#d6eafb", "#ebdff8", "#fde3cc", "#d2f1ed", "#f3f0d0")
"""By grade: 0 is kindergarten; after the last they begin again with that of grade 1."""


def tinted_grade(source: Source, class_id: str) -> int | None:
    """The grade by which a class is tinted; None where the school wants no colours, or has but one grade."""
    known = source.school.class_by_id
    if not source.school.printing.tints or class_id not in known or len({c.grade for c in source.school.class_list}) < 2:
        return None
    return known[class_id].grade


def tint(grade: int | None) -> str:
    """The colour of a grade, ``#rrggbb``; empty without one."""
    if grade is None:
        return ""
    return TINTS[0] if grade < 1 else TINTS[1 + (grade - 1) % (len(TINTS) - 1)]


def line_tints(cell: Cell) -> Sequence[str]:
    """The colours of the lines of a cell: what stands under a class, its time or its teacher, has the colour of the class."""
    found: list[str] = []
    for line in cell.lines:
        found.append(tint(line.grade) or (found[-1] if found else ""))
    return found


def cell_tint(cell: Cell) -> str:
    """The one colour of a whole cell; empty where its lines differ."""
    colours = set(line_tints(cell))
    return colours.pop() if len(colours) == 1 else ""

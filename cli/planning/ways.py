"""A way out of an explanation, written into the school file; and where in that file the facts of an explanation stand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import typer

import planner
from cli.console import output, words
from cli.exits import Exit
from cli.guard import Refused, print_json
from planner.models.base import Language
from planner.models.outcome import Explanation, Fix
from planner.models.school import School
from planner.models.whatif import SchoolChange
from planner.outputs.explanations.explanation_fixes import fix_text
from planner.outputs.explanations.explanation_names import Names


def located(explanation: Explanation | None, file: Path | None) -> Explanation | None:
    """The explanation with lines or cells of the school file, where there is one."""
    from planner.reading.schoolfile import school_path

    if explanation is None or file is None:
        return explanation
    path = school_path(file)
    return planner.located(explanation, path.read_bytes(), str(path))


def ways_of(explanation: Explanation | None) -> tuple[tuple[Fix, ...], ...]:
    """Its ways, in the order of their numbers."""
    return explanation.packages if explanation is not None else ()


def take_way(
    file: Path | None,
    ways: Sequence[tuple[Fix, ...]],
    number: int,
    school: School,
    language: Language,
    *,
    as_json: bool,
    change: SchoolChange | None = None,
) -> NoReturn:
    """Write one of the ways into the school file, and before it the ``change`` that it was tried with; the old text stays
    beside it. Raises Refused, and typer.Exit when it is done."""
    from planner.editing.schooledit import is_editable, write_edited
    from planner.errors import Declined
    from planner.reading.schoolfile import school_path

    _ = words(language)
    if number > len(ways):
        raise Refused(_("There are only {count} options, so there is no option {n}.", count=len(ways), n=number))
    if file is None:
        raise Refused(_("Name the school file (--school), so that a way can be written into it."))
    if not is_editable(file):
        raise Refused(_("A workbook is not changed from here: write it into its sheets, or use a school file in YAML."))
    path = school_path(file)
    try:
        content = planner.take_way(path.read_bytes(), ways[number - 1], str(path), change=change)
    except Declined:
        raise Refused(_("Option {n} cannot be written into this file as it is; make the change by hand.", n=number)) from None
    write_edited(path, content)
    names = Names(school, language)
    said = [fix_text(names, fix) for fix in ways[number - 1]]
    if as_json:
        print_json({"status": "APPLIED", "file": str(path), "way": said})
        raise typer.Exit(Exit.DONE)
    output().print(_("Written: {file}", file=path), style="green", markup=False, soft_wrap=True)
    for line in said:
        output().print(f"• {line}", markup=False, soft_wrap=True)
    raise typer.Exit(Exit.DONE)

"""After a workbook was refused: a copy beside it in which the wrong cells are marked. The original is never touched."""

from __future__ import annotations

from pathlib import Path

from cli.console import notices, words
from planner.errors import BadInput
from planner.languages import Language

_LARGEST = 20_000_000


def mark_workbook(error: BadInput, language: Language, directory: Path | None) -> Path | None:
    """Write ``NAME.checked.xlsx`` beside the workbook, or else into ``directory``; None when there is nothing to mark.

    Never raises: the problems have been told already, and a folder that cannot be written is not one more of them.
    """
    from planner.messages.edits import APPLY_WORDS
    from planner.messages.problems import word
    from planner.outputs.workbook.checked import Remark, checked
    from planner.reading.decoding import Unreadable
    from planner.reading.spreadsheets.kind import is_workbook
    from planner.reading.workbook import read_grids

    source = Path(error.source)
    # Not a table of a plan: it lies in the folder that people look into, where no second one should be.
    if not any("!" in p.path for p in error.problems) or any(p.code in APPLY_WORDS for p in error.problems):
        return None
    try:
        if not source.is_file() or source.stat().st_size > _LARGEST:
            return None
        raw = source.read_bytes()
        if not is_workbook(raw, source.name):
            return None
        remarks = [Remark(p.path, p.value, *word(p, language)) for p in error.problems]
        content = checked(read_grids(raw), remarks, language)
    except (OSError, Unreadable):
        return None
    name = f"{source.stem}.checked.xlsx"
    _ = words(language)
    for folder in (source.parent, *((directory,) if directory is not None and directory.is_dir() else ())):
        target: Path = folder / name
        try:
            target.write_bytes(content)
        except OSError:
            continue
        message = _("The wrong cells are marked in {file}.", file=target)
        notices().print(message, style="bold", markup=False, soft_wrap=True)
        return target
    return None

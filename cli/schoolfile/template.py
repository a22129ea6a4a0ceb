"""A workbook to fill in, or a school that is there already as a workbook: the work behind ``lunjie template``."""

from __future__ import annotations

from pathlib import Path

from cli.console import environment_language, output, words
from cli.guard import Refused
from cli.schoolfile.commands import TemplateOptions
from planner.errors import MissingFile
from planner.examples import SMALL, example
from planner.files.together import write


def write_template(options: TemplateOptions) -> None:
    """Write the workbook. Raises MissingFile for an unknown example or folder, Refused where a file stands already."""
    from planner.outputs.workbook.workbook import first_workbook, workbook
    from planner.reading import read_school

    target, shown = options.out, options.language or environment_language()
    _ = words(shown)
    if target.suffix.lower() != ".xlsx":
        raise Refused(_("{file}: the name of the workbook must end in .xlsx.", file=target))
    if not target.absolute().parent.is_dir():
        raise MissingFile(str(target.absolute().parent), "no_folder")
    if target.exists():
        raise Refused(_("{file} is there already. Choose another name, or delete it first.", file=target))
    if options.everything or options.source:
        school = read_school(_place(options.source or SMALL))
        content = workbook(school, options.language or (school.language if options.source else shown))
    else:
        content = first_workbook(shown)
    write(target, content)
    console = output()
    console.print(_("Written: {file}", file=target), style="bold", markup=False, soft_wrap=True)
    console.print(
        _("Fill it in with Excel or WPS, then run: lunjie plan {file} -o rota", file=target), markup=False, soft_wrap=True
    )


def _place(source: str) -> Path:
    """A school file or folder, or else the name of an example."""
    path = Path(source)
    return path if path.exists() or path.suffix or "/" in source or "\\" in source else example(source)

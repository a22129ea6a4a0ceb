"""Commands that show, print and report a plan. Each says which function does its work."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.app import ClassChoice, HelperChoice, Internal, Json, Language, PlanPath, TableChoice, command, one_of
from cli.console import environment_language, words
from planner.outputs.formats import SIZES, WRITERS
from planner.outputs.papers import PAPERS

_ = words(environment_language())  # help is read before any school is


@command(
    "show",
    "cli.papers.show:show_plan",
    _("Draw the tables of a plan in the terminal."),
    _("Example:  lunjie show rota --table duty"),
    _("Example:  lunjie show rota --class 三(2)"),
)
class ShowOptions:
    """Show a plan."""

    plan: PlanPath
    table: TableChoice = None
    class_: ClassChoice = None
    helper: HelperChoice = None
    language: Language = None
    internal: Internal = False


@command(
    "export",
    "cli.papers.export:export_plan",
    _("Make one paper of a plan: a table, slips for the classes or cards for student librarians as PDF; text for chat groups."),
    _("Example:  lunjie export rota --table borrowing --paper A3 -o poster.pdf"),
    _("Example:  lunjie export rota --format text --class 三(2) -o message.txt"),
)
class ExportOptions:
    """Export one paper."""

    plan: PlanPath
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="FILE", show_default=False, help=_("file to write; - = standard output"), allow_dash=True
        ),
    ]
    format_: Annotated[
        str | None,
        one_of(
            (w.name for w in WRITERS.values()),
            "--format",
            show_default=False,
            help=_("kind of file; usual: by the ending of FILE"),
        ),
    ] = None
    table: Annotated[str, one_of(PAPERS, help=_("which paper"))] = "borrowing"
    paper: Annotated[str, one_of(SIZES, help=_("size of the paper (PDF only)"))] = "A4"
    class_: ClassChoice = None
    grade: Annotated[int | None, typer.Option(metavar="N", show_default=False, help=_("text: only this grade"))] = None
    internal: Internal = False
    language: Language = None


@command(
    "report",
    "cli.papers.report:report_plan",
    _("Report on a term: visits promised, held, lost and made up, loans, open hours, service of the student librarians."),
    _("Example:  lunjie report rota"),
    _("Example:  lunjie report rota --format text --until 2026-04-30"),
)
class ReportOptions:
    """Report on a term."""

    plan: PlanPath
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="DIR",
            show_default=False,
            help=_("directory, or a file by its ending (.html, .xlsx, .txt); usual: that of the plan"),
        ),
    ] = None
    format_: Annotated[
        str,
        one_of((w.name for w in PAPERS["report"].formats()), "--format", help=_("kind of file")),
    ] = "html"
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", show_default=False, help=_("last date of the report; usual: the whole term")),
    ] = None
    last_term: Annotated[
        Path | None,
        typer.Option("--last-term", metavar="PLAN", show_default=False, help=_("the plan of last term, to compare with")),
    ] = None
    internal: Internal = False
    language: Language = None
    as_json: Json = False

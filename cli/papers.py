"""Commands that judge, show, print and report a plan, and what a school file may say. Each hands over to its own file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.app import (
    EXIT_CODES,
    AnyPlanPath,
    ClassChoice,
    HelperChoice,
    Internal,
    Json,
    Language,
    PlanPath,
    SchoolPath,
    TableChoice,
    app,
    one_of,
)
from cli.console import environment_language, words
from cli.guard import guarded
from planner.outputs.formats import SIZES, WRITERS, size_named
from planner.outputs.papers import PAPERS

_ = words(environment_language())  # help is read before any school is


@app.command(
    epilog="\n\n".join(
        [
            _("Example:  lunjie check school.yaml rota/plan.json"),
            _("Exit code 0: valid. Exit code 3: rules that must hold are broken, each is listed."),
            EXIT_CODES,
        ]
    ),
    help=_("Hold a plan against a school's rules, whoever made it: breaches and cost, without the solver."),
)
@guarded
def check(school: SchoolPath, plan: AnyPlanPath, lang: Language = None, as_json: Json = False) -> None:
    """Check a plan."""
    from cli.check import check_plan

    check_plan(school, plan, lang, as_json)


@app.command(
    epilog="\n\n".join(
        [_("Example:  lunjie show rota --table duty"), _("Example:  lunjie show rota --class 三(2)"), EXIT_CODES]
    ),
    help=_("Draw the tables of a plan in the terminal."),
)
@guarded
def show(
    plan: PlanPath,
    table: TableChoice = None,
    class_: ClassChoice = None,
    helper: HelperChoice = None,
    lang: Language = None,
    internal: Internal = False,
) -> None:
    """Show a plan."""
    from cli.show import show_plan

    show_plan(plan, table, class_, helper, lang, internal=internal)


@app.command(
    epilog="\n\n".join(
        [
            _("Example:  lunjie export rota --table borrowing --paper A3 -o poster.pdf"),
            _("Example:  lunjie export rota --format text --class 三(2) -o message.txt"),
            EXIT_CODES,
        ]
    ),
    help=_("Make one paper of a plan: a table, slips for the classes or cards for helpers as PDF; text for chat groups."),
)
@guarded
def export(
    plan: PlanPath,
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="FILE", show_default=False, help=_("file to write; - = standard output"), allow_dash=True
        ),
    ],
    format_: Annotated[
        str | None,
        one_of(
            (w.name for w in WRITERS.values()),
            "--format",
            show_default=False,
            help=_("kind of file; usual: by the ending of FILE"),
        ),
    ] = None,
    table: Annotated[str, one_of(PAPERS, help=_("which paper"))] = "borrowing",
    paper: Annotated[str, one_of(SIZES, help=_("size of the paper (PDF only)"))] = "A4",
    class_: ClassChoice = None,
    grade: Annotated[int | None, typer.Option(metavar="N", show_default=False, help=_("text: only this grade"))] = None,
    internal: Internal = False,
    lang: Language = None,
) -> None:
    """Export one paper."""
    from cli.export import Wanted, export_plan

    export_plan(
        plan,
        Wanted(
            out,
            format_,
            table,
            size_named(paper),
            internal,
            lang,
            class_,
            grade,
        ),
    )


@app.command(
    epilog="\n\n".join(
        [
            _("Example:  lunjie report rota"),
            _("Example:  lunjie report rota --format text --until 2026-04-30"),
            EXIT_CODES,
        ]
    ),
    help=_("Report on a term: visits promised, held, lost and made up, loans, open hours, service of the student librarians."),
)
@guarded
def report(
    plan: PlanPath,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", show_default=False, help=_("directory to write to; usual: that of the plan")
        ),
    ] = None,
    format_: Annotated[
        str,
        one_of((w.name for w in PAPERS["report"].formats()), "--format", help=_("kind of file")),
    ] = "html",
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", show_default=False, help=_("last date of the report; usual: the whole term")),
    ] = None,
    internal: Internal = False,
    lang: Language = None,
    as_json: Json = False,
) -> None:
    """Report on a term."""
    from cli.report import Wanted, report_plan

    report_plan(plan, Wanted(out, format_, until, lang, internal, as_json))


@app.command(
    epilog="\n\n".join(
        [_("Example:  lunjie rules"), _("Example:  lunjie rules school.yaml   as this school has them"), EXIT_CODES]
    ),
    help=_("List the rules of a plan: whether each must hold or has a price, and what it asks."),
)
@guarded
def rules(
    school: Annotated[
        Path | None,
        typer.Argument(metavar="SCHOOL", show_default=False, help=_("as this school has them; usual: as they come")),
    ] = None,
    lang: Language = None,
    as_json: Json = False,
) -> None:
    """List the rules."""
    from cli.rules import list_rules

    list_rules(school, lang, as_json)


@app.command(
    epilog="\n\n".join([_("Example:  lunjie schema > school.schema.json"), EXIT_CODES]),
    help=_("Print the JSON Schema of the school file, for editors that complete and check while you type."),
)
@guarded
def schema() -> None:
    """Print the schema."""
    from cli.guard import print_json
    from planner.reading import school_schema

    print_json(school_schema())

"""The commands of ``lunjie`` and what their help teaches. Each command hands over to the file that does its work."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.console import environment_language, words
from planner.cli.exits import Exit
from planner.cli.guard import guarded

_ = words(environment_language())  # help is read before any school is


class Lang(StrEnum):
    """Languages of tables and messages."""

    zh = "zh"
    en = "en"


class TableName(StrEnum):
    """Tables that ``lunjie show`` can draw."""

    borrowing = "borrowing"
    reading = "reading"
    duty = "duty"
    classes = "classes"
    helpers = "helpers"


_CODES = _(
    "Exit codes: 0 done · 1 a bug of ours · 2 bad input or usage · 3 impossible, or rules broken · "
    "4 no plan in the time given · 130 stopped by Ctrl-C twice"
)
app = typer.Typer(
    name="lunjie",
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help=_(
        "lunjie 轮借 plans a school library's term: which class borrows when, who reads in which lesson, "
        "which pupil is on duty at which post; and writes tables to print and calendars to subscribe to."
    ),
    epilog="\n\n".join(
        [
            _("Begin with:  lunjie demo"),
            _("Your school:  lunjie plan school.yaml -o rota   then open rota/tables/borrowing.html"),
            _CODES,
        ]
    ),
)


def _within(least: float, most: float) -> Callable[[float], float]:
    """A range check of our own: the parser's would fill the help with its bounds and leave no room for words."""

    def check_range(value: float) -> float:
        if not least <= value <= most:
            raise typer.BadParameter(_("{value} is not between {least} and {most}.", value=value, least=least, most=most))
        return value

    return check_range


SchoolPath = Annotated[
    Path, typer.Argument(metavar="SCHOOL", show_default=False, help=_("school.yaml, or the directory it is in"))
]
PlanPath = Annotated[Path, typer.Argument(metavar="PLAN", show_default=False, help=_("plan.json, or the directory it is in"))]
AnyPlanPath = Annotated[
    Path, typer.Argument(metavar="PLAN", show_default=False, help=_("plan.json, its directory, or a published table as .csv"))
]
TableChoice = Annotated[
    TableName | None, typer.Option(show_default=False, help=_("which table; usual: borrowing, reading and duty"))
]
ClassChoice = Annotated[
    str | None, typer.Option("--class", metavar="ID", show_default=False, help=_("only this class, by id or name"))
]
HelperChoice = Annotated[
    str | None, typer.Option("--helper", metavar="ID", show_default=False, help=_("only this student librarian, by id"))
]
Language = Annotated[
    Lang | None, typer.Option(show_default=False, help=_("language of tables and messages; usual: the school's own"))
]
Json = Annotated[bool, typer.Option("--json", help=_("exactly one JSON object on stdout, for programs"))]
Internal = Annotated[bool, typer.Option("--internal", help=_("full names of pupils; every table is marked for internal use"))]
Seconds = Annotated[
    float, typer.Option("--time-limit", metavar="S", callback=_within(0.01, 86_400), help=_("longest search in seconds"))
]
Seed = Annotated[int, typer.Option(metavar="N", callback=_within(0, 2**31 - 1), help=_("same seed, same school: same plan"))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=_("no progress and no summary, only errors"))]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"lunjie {version('lunjie')}")
        except PackageNotFoundError:
            typer.echo("lunjie (not installed)")
        raise typer.Exit(Exit.DONE)


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_("show the version and exit"))
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command(
    epilog="\n\n".join(
        [
            _("Example:  lunjie plan school.yaml -o rota --time-limit 30"),
            _("Ctrl-C once keeps the best plan so far and writes it; twice gives up without writing anything."),
            _("When no plan is possible (exit code 3) it says what is short: need against capacity."),
            _CODES,
        ]
    ),
    help=_("Plan a school's term and write tables, calendars and plan.json into a directory."),
)
@guarded
def plan(
    school: SchoolPath,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", show_default=False, help=_("directory to write to"))],
    time_limit: Seconds = 60.0,
    seed: Seed = 1,
    lang: Language = None,
    as_json: Json = False,
    internal: Internal = False,
    quiet: Quiet = False,
) -> None:
    """Plan a school's term."""
    from planner.cli.plan import Wanted, plan_school
    from planner.models.plan import Limits

    plan_school(
        school,
        Wanted(
            out,
            Limits(seed=seed, seconds=time_limit),
            lang.value if lang else None,
            as_json=as_json,
            internal=internal,
            quiet=quiet,
        ),
    )


@app.command(
    epilog="\n\n".join(
        [
            _("Example:  lunjie check school.yaml rota/plan.json"),
            _("Exit code 0: valid. Exit code 3: rules that must hold are broken, each is listed."),
            _CODES,
        ]
    ),
    help=_("Hold a plan against a school's rules, whoever made it: breaches and cost, without the solver."),
)
@guarded
def check(school: SchoolPath, plan: AnyPlanPath, lang: Language = None, as_json: Json = False) -> None:
    """Check a plan."""
    from planner.cli.check import check_plan

    check_plan(school, plan, lang.value if lang else None, as_json)


@app.command(
    epilog="\n\n".join([_("Example:  lunjie show rota --table duty"), _("Example:  lunjie show rota --class 三(2)"), _CODES]),
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
    from planner.cli.show import show_plan

    show_plan(plan, table.value if table else None, class_, helper, lang.value if lang else None, internal=internal)


@app.command(
    epilog="\n\n".join([_("Example:  lunjie schema > school.schema.json"), _CODES]),
    help=_("Print the JSON Schema of the school file, for editors that complete and check while you type."),
)
@guarded
def schema() -> None:
    """Print the schema."""
    from planner.cli.guard import print_json
    from planner.reading import school_schema

    print_json(school_schema())


@app.command(
    epilog="\n\n".join([_("Example:  lunjie demo"), _CODES]),
    help=_("Plan a bundled sample school (36 classes, 48 student librarians) and show what comes out."),
)
@guarded
def demo(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help=_("directory to write to"))] = Path("lunjie-demo"),
    time_limit: Seconds = 60.0,
    lang: Language = None,
) -> None:
    """Plan the sample school."""
    from planner.cli.demo import run_demo

    run_demo(out, time_limit, lang.value if lang else None)

"""The program ``lunjie``, how a command is declared, and the options that commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, TypeVar, dataclass_transform, get_type_hints

import typer
from typer.core import TyperGroup

from cli.collector import loaded
from cli.console import environment_language, words
from cli.exits import Exit
from cli.guard import guarded
from planner import languages
from planner.changes import Name
from planner.outputs.papers import PAPERS

_ = words(environment_language())  # help is read before any school is
T = TypeVar("T")
COMMANDS: dict[str, tuple[type, str]] = {}
"""Of each command its options, and where its work is done; in the order of the help."""
_TOLD: dict[str, tuple[str, str]] = {}
"""Of each command what it does, and what stands under its help."""
_ALIKE: dict[str, Any] = {"add_completion": False, "rich_markup_mode": "rich", "pretty_exceptions_enable": False}

EXIT_CODES = _(
    "Exit codes: 0 done · 1 a bug of ours · 2 bad input or usage · 3 impossible, or rules broken · "
    "4 no plan in the time given · 130 stopped by Ctrl-C twice"
)


class _Program(TyperGroup):
    """Makes the parser of a command when it is asked for: those of all the others would take as long as `lunjie show` works."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        # For a word that is none of them, all: the most alike are named.
        for name in [cmd_name] if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                self.commands[name] = _parser(name)
        return self.commands.get(cmd_name)


app = typer.Typer(
    name="lunjie",
    cls=_Program,
    **_ALIKE,
    help=_(
        "lunjie 轮借 plans a school library's term: which class borrows when, who reads in which lesson, "
        "which pupil is on duty at which post; and writes tables to print and calendars to subscribe to."
    ),
    epilog="\n\n".join(
        [
            _("Begin with:  lunjie demo"),
            _("Your school:  lunjie plan school.yaml -o rota   then open rota/tables/borrowing.html"),
            EXIT_CODES,
        ]
    ),
)


@dataclass_transform(kw_only_default=True, frozen_default=True)
def command(name: str, work: str, told: str, *more: str) -> Callable[[type[T]], type[T]]:
    """Make a class a command: its fields are its arguments and options, declared only here, in the order of the help.

    ``work``: ``module:function`` that takes one object of the class; loaded when the command runs, so that --help answers at
    once. ``told`` says what the command does, ``more`` gives examples and remarks.
    """

    def register(declared: type[T]) -> type[T]:
        # No dataclass: making those of all commands takes as long as all else here. What it would refuse the types refuse.
        declared.__init__ = _take  # type: ignore[assignment]
        COMMANDS[name] = (declared, work)
        _TOLD[name] = (told, "\n\n".join([*more, EXIT_CODES]))
        return declared

    return register


def _take(options: object, **given: Any) -> None:
    """What is given; of all else the default is that of the class."""
    vars(options).update(given)


def _parser(name: str) -> Any:
    """What reads the words of a command."""
    options, _work = COMMANDS[name]
    hints = get_type_hints(options, include_extras=True)
    parameters = [
        Parameter(field, Parameter.KEYWORD_ONLY, default=getattr(options, field, Parameter.empty), annotation=hint)
        for field, hint in hints.items()
    ]

    def run(**given: Any) -> None:
        work = worker(name)
        loaded()
        work(options(**given))

    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = hints
    told, more = _TOLD[name]
    alone = typer.Typer(**_ALIKE)
    alone.command(name, epilog=more, help=told)(guarded(run))
    return typer.main.get_command(alone)


def worker(name: str) -> Callable[[Any], None]:
    """The function that does the work of a command."""
    module, _colon, function = COMMANDS[name][1].partition(":")
    found: Callable[[Any], None] = getattr(import_module(module), function)
    return found


def within(least: float, most: float) -> Callable[[float], float]:
    """A range check of our own: the parser's would fill the help with its bounds and leave no room for words."""

    def check_range(value: float) -> float:
        if not least <= value <= most:
            raise typer.BadParameter(_("{value} is not between {least} and {most}.", value=value, least=least, most=most))
        return value

    return check_range


def at_most(count: int) -> Callable[[list[Path]], list[Path]]:
    """A check of how many paths are given."""

    def check_paths(paths: list[Path]) -> list[Path]:
        if len(paths) > count:
            raise typer.BadParameter(_("{path} is one too many.", path=paths[count]))
        return paths

    return check_paths


def one_of(known: Iterable[str], *names: str, **options: Any) -> Any:
    """An option for one of these words; they are declared elsewhere, so that the parser cannot know them as a type."""
    words_ = tuple(known)

    def check_word(value: str | None) -> str | None:
        if value is None or value in words_:
            return value
        raise typer.BadParameter(_("{value} is none of these: {choices}.", value=value, choices=", ".join(words_)))

    return typer.Option(*names, metavar=f"[{'|'.join(words_)}]", callback=check_word, **options)


SchoolPath = Annotated[
    Path, typer.Argument(metavar="SCHOOL", show_default=False, help=_("school.yaml, or the directory it is in"))
]
PlanPath = Annotated[Path, typer.Argument(metavar="PLAN", show_default=False, help=_("plan.json, or the directory it is in"))]
SchoolAndPlan = Annotated[
    list[Path],
    typer.Argument(
        metavar="[SCHOOL] PLAN",
        show_default=False,
        callback=at_most(2),
        help=_(
            "SCHOOL: school.yaml, or the directory it is in; usual: the school in the plan. PLAN: plan.json, its directory, or "
            "a published table as .csv"
        ),
    ),
]
TableChoice = Annotated[
    str | None,
    one_of(
        (name for name, paper in PAPERS.items() if "tables" in paper.forms),
        show_default=False,
        help=_("which table; usual: borrowing, reading and duty"),
    ),
]
ClassChoice = Annotated[
    str | None, typer.Option("--class", metavar="ID", show_default=False, help=_("only this class, by id or name"))
]
HelperChoice = Annotated[
    str | None, typer.Option("--helper", metavar="ID", show_default=False, help=_("only this student librarian, by id"))
]
Language = Annotated[
    languages.Language | None,
    typer.Option("--lang", show_default=False, help=_("language of tables and messages; usual: the school's own")),
]
Json = Annotated[bool, typer.Option("--json", help=_("exactly one JSON object on stdout, for programs"))]
Internal = Annotated[bool, typer.Option("--internal", help=_("full names of pupils; every table is marked for internal use"))]
Seconds = Annotated[
    float, typer.Option("--time-limit", metavar="S", callback=within(0.01, 86_400), help=_("longest planning time in seconds"))
]
Way = Annotated[
    int | None,
    typer.Option(
        "--apply",
        metavar="N",
        min=1,
        show_default=False,
        help=_("where no plan is possible: write option N into the school file"),
    ),
]
Seed = Annotated[int, typer.Option(metavar="N", callback=within(0, 2**31 - 1), help=_("same seed, same school: same plan"))]
Strategy = Annotated[
    Name, typer.Option(help=_("what matters most: fewest classes moved, weekdays kept, or student librarians kept"))
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=_("no progress and no summary, only errors"))]


def _version(wanted: bool) -> None:
    if wanted:
        from cli.version import told

        typer.echo(told())
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


# Each of these adds its commands; in this order they stand in the help.
for _room in ("planning", "papers", "schoolfile", "service"):
    import_module(f"cli.{_room}.commands")

"""Commands that plan, change, explain, try out and judge. Each says which function does its work."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.app import (
    ClassChoice,
    HelperChoice,
    Internal,
    Json,
    Language,
    PlanPath,
    Quiet,
    SchoolAndPlan,
    SchoolPath,
    Seconds,
    Seed,
    Strategy,
    Way,
    command,
    within,
)
from cli.console import environment_language, words

_ = words(environment_language())  # help is read before any school is


@command(
    "plan",
    "cli.planning.plan:plan_school",
    _("Plan a school's term and write tables, calendars and plan.json into a directory."),
    _("Example:  lunjie plan school.yaml -o rota --time-limit 30"),
    _("Ctrl-C once keeps the best plan so far and writes it; twice gives up without writing anything."),
    _("When no plan is possible (exit code 3) it says what is short: need against capacity."),
)
class PlanOptions:
    """Plan a school's term."""

    school: SchoolPath
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", show_default=False, help=_("directory to write to"))]
    time_limit: Seconds = 60.0
    seed: Seed = 1
    make_up: Annotated[
        bool,
        typer.Option("--make-up", help=_("give lost visits another date where there is room (makeup: in the school file)")),
    ] = False
    way: Way = None
    language: Language = None
    as_json: Json = False
    internal: Internal = False
    quiet: Quiet = False


@command(
    "replan",
    "cli.planning.replan:replan_school",
    _("Change a published plan from a date on, moving as little as can be, and write a change notice."),
    _("Example:  lunjie replan school.yaml --previous rota --from 2026-04-27 --compare"),
    _("Example:  lunjie replan school.yaml --previous rota --from 2026-04-27 --strategy keep_weekday"),
    _("Nothing before the date changes, neither on tables nor in calendars. With exit code 3 or 4 nothing is written."),
)
class ReplanOptions:
    """Change a published plan."""

    school: SchoolPath
    previous: Annotated[
        Path,
        typer.Option(
            "--previous", metavar="PLAN", show_default=False, help=_("the published plan: its directory or plan.json")
        ),
    ]
    since: Annotated[
        str, typer.Option("--from", metavar="DATE", show_default=False, help=_("first date of the change, 2026-04-27"))
    ]
    strategy: Strategy = "fewest"
    compare: Annotated[bool, typer.Option("--compare", help=_("show all strategies side by side; nothing is written"))] = False
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", show_default=False, help=_("directory to write to; usual: that of the published plan")
        ),
    ] = None
    time_limit: Seconds = 60.0
    seed: Seed = 1
    way: Way = None
    language: Language = None
    as_json: Json = False
    internal: Internal = False
    quiet: Quiet = False


@command(
    "apply",
    "cli.planning.apply:apply_tables",
    _("Take over what was changed by hand in the tables of a plan, and plan the rest around it."),
    _("Example:  lunjie apply rota/tables/borrowing.xlsx --school school.yaml --dry-run"),
    _("Example:  lunjie apply borrowing.xlsx duty.xlsx --plan rota --from 2026-04-27"),
    _(
        "Change what stands in the cells of borrowing, reading-… or duty.xlsx: move a class, exchange two student librarians. "
        "With exit code 2, 3 or 4 nothing is written."
    ),
)
class ApplyOptions:
    """Apply tables changed by hand."""

    files: Annotated[
        list[Path], typer.Argument(metavar="FILE.xlsx…", show_default=False, help=_("tables of the plan, changed by hand"))
    ]
    plan: Annotated[
        Path | None,
        typer.Option(
            "--plan", metavar="PLAN", show_default=False, help=_("the plan they belong to; usual: in whose folder they lie")
        ),
    ] = None
    school: Annotated[
        Path | None,
        typer.Option(
            "--school", metavar="SCHOOL", show_default=False, help=_("the school file: the changes are written into it as pins")
        ),
    ] = None
    since: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", show_default=False, help=_("first date of the change; usual: the first of the plan")
        ),
    ] = None
    strategy: Strategy = "fewest"
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", show_default=False, help=_("directory to write to; usual: that of the plan")
        ),
    ] = None
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("show what would change; nothing is written"))] = False
    time_limit: Seconds = 60.0
    seed: Seed = 1
    way: Way = None
    language: Language = None
    as_json: Json = False
    internal: Internal = False
    quiet: Quiet = False


@command(
    "explain",
    "cli.planning.explain:explain_school",
    _("Say why a school has no plan, and which changes would make one possible; each was tried before it is shown."),
    _("Example:  lunjie explain school.yaml"),
    _("Example:  lunjie explain school.yaml --apply 2"),
    _("Exit code 0: a plan is possible. Exit code 3: none is, and here is why. Exit code 4: the time was too short."),
)
class ExplainOptions:
    """Explain an impossible school."""

    school: SchoolPath
    seconds: Annotated[
        float, typer.Option("--seconds", metavar="S", callback=within(0.1, 86_400), help=_("longest time in seconds"))
    ] = 30.0
    way: Way = None
    language: Language = None
    as_json: Json = False


@command(
    "whatif",
    "cli.planning.whatif:answer",
    _("What would it take? Every place of a class or student librarian in a plan, or a school with one thing changed."),
    _("Example:  lunjie whatif rota --class 三(2) --demand borrowing"),
    _("Example:  lunjie whatif rota --helper h07"),
    _("Example:  lunjie whatif school.yaml --more-window noon=SAT --cycle borrowing=A/B"),
    _("Nothing is written, unless an option is chosen with --apply."),
)
class WhatIfOptions:
    """Answer a what-if."""

    path: Annotated[
        Path,
        typer.Argument(
            metavar="PLAN|SCHOOL",
            show_default=False,
            help=_("a plan; or a school file, for --more-window, --room and --cycle"),
        ),
    ]
    class_: ClassChoice = None
    helper: HelperChoice = None
    demand: Annotated[
        str | None, typer.Option("--demand", metavar="ID", show_default=False, help=_("only visits of this demand"))
    ] = None
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="DAY",
            show_default=False,
            help=_("only places on this day (MON, 周一, D3, #4, a date), and what would allow those that cannot be"),
        ),
    ] = None
    more_window: Annotated[
        list[str] | None,
        typer.Option("--more-window", metavar="WINDOW=DAY", show_default=False, help=_("a window open on one more day")),
    ] = None
    room: Annotated[
        list[str] | None,
        typer.Option("--room", metavar="ROOM=N", show_default=False, help=_("a room for so many classes at once; 0 = lost")),
    ] = None
    cycle: Annotated[
        list[str] | None,
        typer.Option("--cycle", metavar="DEMAND=CYCLE", show_default=False, help=_("a demand weekly, A/B, 3 weeks, sliding")),
    ] = None
    school: Annotated[
        Path | None,
        typer.Option("--school", metavar="SCHOOL", show_default=False, help=_("the school file of the plan, for --apply")),
    ] = None
    way: Annotated[
        int | None,
        typer.Option(
            "--apply",
            metavar="N",
            min=1,
            show_default=False,
            help=_("write option N into the school file, with the change asked about (1: it alone, where that suffices)"),
        ),
    ] = None
    time_limit: Seconds = 60.0
    seed: Seed = 1
    language: Language = None
    as_json: Json = False
    internal: Internal = False


@command(
    "cover",
    "cli.planning.cover:run_cover",
    _("A student librarian cannot come: who might stand in, best first; choosing one is written into the plan."),
    _("Example:  lunjie cover rota --helper h07 --date 2026-04-27"),
    _("Example:  lunjie cover rota --helper h07 --date 2026-04-27 --choose h12"),
    _("Example:  lunjie cover rota --helper h07 --date 2026-04-27 --swap h12 --their-date 2026-04-29"),
    _("Exit code 3: a rule forbids the choice; nothing is written."),
)
class CoverOptions:
    """Find and choose substitutes."""

    plan: PlanPath
    helper: Annotated[str, typer.Option("--helper", metavar="ID", show_default=False, help=_("who cannot come"))]
    date: Annotated[
        str, typer.Option("--date", "--from", metavar="DATE", show_default=False, help=_("the date, or the first of several"))
    ]
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", show_default=False, help=_("the last of several dates"))
    ] = None
    post: Annotated[
        str | None, typer.Option("--post", metavar="ID", show_default=False, help=_("only duties at this post"))
    ] = None
    choose: Annotated[
        str | None, typer.Option("--choose", metavar="ID", show_default=False, help=_("who stands in; is written"))
    ] = None
    swap: Annotated[
        str | None, typer.Option("--swap", metavar="ID", show_default=False, help=_("who exchanges a duty; is written"))
    ] = None
    their_date: Annotated[
        str | None, typer.Option("--their-date", metavar="DATE", show_default=False, help=_("date of the other duty of a swap"))
    ] = None
    undo: Annotated[bool, typer.Option("--undo", help=_("take back who stands in on these dates; is written"))] = False
    language: Language = None
    as_json: Json = False
    internal: Internal = False


@command(
    "demo",
    "cli.planning.demo:run_demo",
    _("Plan a bundled sample school (36 classes, 48 student librarians) and show what comes out."),
    _("Example:  lunjie demo"),
)
class DemoOptions:
    """Plan the sample school."""

    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help=_("directory to write to"))] = Path("lunjie-demo")
    time_limit: Seconds = 60.0
    language: Language = None


@command(
    "check",
    "cli.planning.check:check_plan",
    _("Hold a plan against a school's rules, whoever made it: breaches and unmet wishes, without planning anew."),
    _("Example:  lunjie check rota"),
    _("Example:  lunjie check school.yaml rota/plan.json"),
    _("Exit code 0: valid. Exit code 3: rules that must hold are broken, each is listed."),
)
class CheckOptions:
    """Check a plan."""

    paths: SchoolAndPlan
    language: Language = None
    as_json: Json = False

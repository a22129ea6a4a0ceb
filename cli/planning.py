"""Commands that plan, plan again, explain, try out and stand in. Each hands over to the file that does its work."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.app import (
    EXIT_CODES,
    ClassChoice,
    HelperChoice,
    Internal,
    Json,
    Language,
    PlanPath,
    Quiet,
    SchoolPath,
    Seconds,
    Seed,
    StrategyName,
    app,
    within,
)
from cli.console import environment_language, words
from cli.guard import guarded

_ = words(environment_language())  # help is read before any school is


@app.command(
    epilog="\n\n".join(
        [
            _("Example:  lunjie plan school.yaml -o rota --time-limit 30"),
            _("Ctrl-C once keeps the best plan so far and writes it; twice gives up without writing anything."),
            _("When no plan is possible (exit code 3) it says what is short: need against capacity."),
            EXIT_CODES,
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
    make_up: Annotated[
        bool,
        typer.Option("--make-up", help=_("give lost visits another date where there is room (makeup: in the school file)")),
    ] = False,
    lang: Language = None,
    as_json: Json = False,
    internal: Internal = False,
    quiet: Quiet = False,
) -> None:
    """Plan a school's term."""
    from cli.plan import Wanted, plan_school
    from planner.models.plan import Limits

    plan_school(
        school,
        Wanted(
            out,
            Limits(seed=seed, seconds=time_limit),
            lang,
            as_json=as_json,
            internal=internal,
            quiet=quiet,
            make_up=make_up,
        ),
    )


@app.command(
    epilog="\n\n".join(
        [
            _("Example:  lunjie replan school.yaml --previous rota --from 2026-04-27 --compare"),
            _("Example:  lunjie replan school.yaml --previous rota --from 2026-04-27 --strategy keep_weekday"),
            _("Nothing before the date changes, neither on tables nor in calendars. With exit code 3 or 4 nothing is written."),
            EXIT_CODES,
        ]
    ),
    help=_("Change a published plan from a date on, moving as little as can be, and write a change notice."),
)
@guarded
def replan(
    school: SchoolPath,
    previous: Annotated[
        Path,
        typer.Option(
            "--previous", metavar="PLAN", show_default=False, help=_("the published plan: its directory or plan.json")
        ),
    ],
    since: Annotated[
        str, typer.Option("--from", metavar="DATE", show_default=False, help=_("first date of the change, 2026-04-27"))
    ],
    strategy: Annotated[
        StrategyName, typer.Option(help=_("what matters most: fewest classes moved, weekdays kept, or helpers kept"))
    ] = StrategyName.fewest,
    compare: Annotated[bool, typer.Option("--compare", help=_("show all strategies side by side; nothing is written"))] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", show_default=False, help=_("directory to write to; usual: that of the published plan")
        ),
    ] = None,
    time_limit: Seconds = 60.0,
    seed: Seed = 1,
    lang: Language = None,
    as_json: Json = False,
    internal: Internal = False,
    quiet: Quiet = False,
) -> None:
    """Change a published plan."""
    from cli.replan import Change, compare_strategies, replan_school
    from planner.models.plan import Limits

    wanted = Change(
        school=school,
        previous=previous,
        since=since,
        directory=out,
        limits=Limits(seed=seed, seconds=time_limit),
        language=lang,
        as_json=as_json,
        internal=internal,
        quiet=quiet,
    )
    if compare:
        compare_strategies(wanted)
    else:
        replan_school(wanted, strategy.value)


@app.command(
    epilog="\n\n".join(
        [
            _("Example:  lunjie apply rota/tables/borrowing.xlsx --school school.yaml --dry-run"),
            _("Example:  lunjie apply borrowing.xlsx duty.xlsx --plan rota --from 2026-04-27"),
            _(
                "Change what stands in the cells of borrowing, reading-… or duty.xlsx: move a class, exchange two helpers. "
                "With exit code 2, 3 or 4 nothing is written."
            ),
            EXIT_CODES,
        ]
    ),
    help=_("Take over what was changed by hand in the tables of a plan, and plan the rest around it."),
)
@guarded
def apply(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE.xlsx…", show_default=False, help=_("tables of the plan, changed by hand"))
    ],
    plan: Annotated[
        Path | None,
        typer.Option(
            "--plan", metavar="PLAN", show_default=False, help=_("the plan they belong to; usual: in whose folder they lie")
        ),
    ] = None,
    school: Annotated[
        Path | None,
        typer.Option(
            "--school", metavar="SCHOOL", show_default=False, help=_("the school file: the changes are written into it as pins")
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", show_default=False, help=_("first date of the change; usual: the first of the plan")
        ),
    ] = None,
    strategy: Annotated[
        StrategyName, typer.Option(help=_("what matters most: fewest classes moved, weekdays kept, or helpers kept"))
    ] = StrategyName.fewest,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", show_default=False, help=_("directory to write to; usual: that of the plan")
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("show what would change; nothing is written"))] = False,
    time_limit: Seconds = 60.0,
    seed: Seed = 1,
    lang: Language = None,
    as_json: Json = False,
    internal: Internal = False,
    quiet: Quiet = False,
) -> None:
    """Apply tables changed by hand."""
    from cli.apply import Table, apply_tables
    from planner.models.plan import Limits

    apply_tables(
        Table(
            files=tuple(files),
            plan=plan,
            school=school,
            since=since,
            directory=out,
            limits=Limits(seed=seed, seconds=time_limit),
            strategy=strategy.value,
            dry_run=dry_run,
            language=lang,
            as_json=as_json,
            internal=internal,
            quiet=quiet,
        )
    )


@app.command(
    epilog="\n\n".join(
        [
            _("Example:  lunjie explain school.yaml"),
            _("Exit code 0: a plan is possible. Exit code 3: none is, and here is why. Exit code 4: the time was too short."),
            EXIT_CODES,
        ]
    ),
    help=_("Say why a school has no plan, and which changes would make one possible; each was tried before it is shown."),
)
@guarded
def explain(
    school: SchoolPath,
    seconds: Annotated[
        float, typer.Option("--seconds", metavar="S", callback=within(0.1, 86_400), help=_("longest time in seconds"))
    ] = 30.0,
    lang: Language = None,
    as_json: Json = False,
) -> None:
    """Explain an impossible school."""
    from cli.explain import explain_school

    explain_school(school, seconds, lang, as_json)


@app.command(
    epilog="\n\n".join(
        [
            _("Example:  lunjie whatif rota --class 三(2) --demand borrowing"),
            _("Example:  lunjie whatif rota --helper h07"),
            _("Example:  lunjie whatif school.yaml --more-window noon=SAT --cycle borrowing=A/B"),
            _("Nothing is written."),
            EXIT_CODES,
        ]
    ),
    help=_("What would it take? Every place of a class or helper in a plan, or a school with one thing changed."),
)
@guarded
def whatif(
    path: Annotated[
        Path, typer.Argument(metavar="PLAN|SCHOOL", show_default=False, help=_("a plan, or a school file for its own changes"))
    ],
    class_: ClassChoice = None,
    helper: HelperChoice = None,
    demand: Annotated[
        str | None, typer.Option("--demand", metavar="ID", show_default=False, help=_("only visits of this demand"))
    ] = None,
    more_window: Annotated[
        list[str] | None,
        typer.Option("--more-window", metavar="WINDOW=DAY", show_default=False, help=_("a window open on one more day")),
    ] = None,
    room: Annotated[
        list[str] | None,
        typer.Option("--room", metavar="ROOM=N", show_default=False, help=_("a room for so many classes at once; 0 = lost")),
    ] = None,
    cycle: Annotated[
        list[str] | None,
        typer.Option("--cycle", metavar="DEMAND=CYCLE", show_default=False, help=_("a demand weekly, A/B, 3 weeks, sliding")),
    ] = None,
    time_limit: Seconds = 60.0,
    seed: Seed = 1,
    lang: Language = None,
    as_json: Json = False,
    internal: Internal = False,
) -> None:
    """Answer a what-if."""
    from cli.guard import Refused
    from cli.whatif import whatif_plan
    from cli.whatif_school import SchoolWish, whatif_school
    from planner.models.plan import Limits

    language = lang
    wish = SchoolWish(tuple(more_window or ()), tuple(room or ()), tuple(cycle or ()))
    if sum((class_ is not None, helper is not None, not wish.is_empty)) != 1:
        raise Refused(_("Ask about one of: --class, --helper, or changes of the school (--more-window, --room, --cycle)."))
    if wish.is_empty:
        whatif_plan(path, class_, helper, demand, language, as_json=as_json, internal=internal)
    else:
        whatif_school(path, wish, Limits(seed=seed, seconds=time_limit), language, as_json=as_json)


@app.command(
    epilog="\n\n".join(
        [
            _("Example:  lunjie cover rota --helper h07 --date 2026-04-27"),
            _("Example:  lunjie cover rota --helper h07 --date 2026-04-27 --choose h12"),
            _("Example:  lunjie cover rota --helper h07 --date 2026-04-27 --swap h12 --their-date 2026-04-29"),
            _("Exit code 3: a rule forbids the choice; nothing is written."),
            EXIT_CODES,
        ]
    ),
    help=_("A student librarian cannot come: who might stand in, best first; choosing one is written into the plan."),
)
@guarded
def cover(
    plan: PlanPath,
    helper: Annotated[str, typer.Option("--helper", metavar="ID", show_default=False, help=_("who cannot come"))],
    date: Annotated[
        str, typer.Option("--date", "--from", metavar="DATE", show_default=False, help=_("the date, or the first of several"))
    ],
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", show_default=False, help=_("the last of several dates"))
    ] = None,
    post: Annotated[
        str | None, typer.Option("--post", metavar="ID", show_default=False, help=_("only duties at this post"))
    ] = None,
    choose: Annotated[
        str | None, typer.Option("--choose", metavar="ID", show_default=False, help=_("who stands in; is written"))
    ] = None,
    swap: Annotated[
        str | None, typer.Option("--swap", metavar="ID", show_default=False, help=_("who exchanges a duty; is written"))
    ] = None,
    their_date: Annotated[
        str | None, typer.Option("--their-date", metavar="DATE", show_default=False, help=_("date of the other duty of a swap"))
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help=_("take back who stands in on these dates; is written"))] = False,
    lang: Language = None,
    as_json: Json = False,
    internal: Internal = False,
) -> None:
    """Find and choose substitutes."""
    from cli.cover import CoverWish, run_cover

    run_cover(
        CoverWish(
            plan,
            helper,
            date,
            until,
            post=post,
            choose=choose,
            swap=swap,
            their_date=their_date,
            undo=undo,
            language=lang,
            as_json=as_json,
            internal=internal,
        )
    )


@app.command(
    epilog="\n\n".join([_("Example:  lunjie demo"), EXIT_CODES]),
    help=_("Plan a bundled sample school (36 classes, 48 student librarians) and show what comes out."),
)
@guarded
def demo(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help=_("directory to write to"))] = Path("lunjie-demo"),
    time_limit: Seconds = 60.0,
    lang: Language = None,
) -> None:
    """Plan the sample school."""
    from cli.demo import run_demo

    run_demo(out, time_limit, lang)

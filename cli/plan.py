"""School file -> plan and everything printed from it: the work behind ``lunjie plan`` and ``lunjie demo``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import typer

from cli.console import Words, notices, output, words
from cli.exits import Exit
from cli.explain import explained, tell_explanation
from cli.guard import print_json
from cli.places import going_on, look_at, standing_plan
from cli.records import outcome_record
from cli.searching import search
from cli.summary import Teller
from planner.models.base import Language
from planner.models.outcome import Infeasible, Outcome, Solved
from planner.models.plan import Limits
from planner.models.planfile import MadeUp, PlanFile, canonical_school
from planner.models.school import School
from planner.outputs.explanations.explanation_record import explanation_record
from planner.timeline import Timeline

_EXPLAINING = 30.0
"""Most seconds for the explanation of an impossible school, beside the time for the search."""


@dataclass(frozen=True)
class Wanted:
    """What the command line asks of a planning run."""

    directory: Path
    limits: Limits
    language: Language | None = None
    as_json: bool = False
    internal: bool = False
    quiet: bool = False
    make_up: bool = False


def plan_school(path: Path, wanted: Wanted) -> PlanFile:
    """Plan a school and write the plan. Raises typer.Exit with 3 or 4 when there is none; nothing is written then.

    The search has its plan checked before it hands it over, and raises BrokenPromise when the checker disagrees.
    """
    from planner.reading import read_school

    school = read_school(path)
    language = wanted.language or school.language
    _ = words(language)
    look_at(wanted.directory)
    standing = standing_plan(wanted.directory)
    if standing is not None:
        school = going_on(school, standing, language)
    outcome, stopped = search(school, wanted.limits, _, wanted.quiet)
    timeline = Timeline(school)
    if not isinstance(outcome, Solved):
        _tell_why_not(school, timeline, outcome, stopped, wanted, language)
        raise typer.Exit(Exit.IMPOSSIBLE if isinstance(outcome, Infeasible) else Exit.OUT_OF_TIME)
    if stopped:
        notices().print(_("Stopped by you: this is the best plan found until then."), style="yellow", markup=False)
    home = path if path.is_dir() else path.parent
    if standing and standing.school == canonical_school(school) and standing.plan.cost < outcome.plan.cost:
        notices().print(
            _("The plan that stands in {folder} is better; it stays as it is.", folder=wanted.directory),
            markup=False,
            soft_wrap=True,
        )
        return standing
    return _write(school, timeline, outcome, wanted, language, _, home)


def _tell_why_not(
    school: School,
    timeline: Timeline,
    outcome: Outcome,
    stopped: bool,
    wanted: Wanted,
    language: Language,
) -> None:
    explanation = None
    if isinstance(outcome, Infeasible):
        explanation = explained(school, min(_EXPLAINING, wanted.limits.seconds), language, wanted.quiet or wanted.as_json)
    if wanted.as_json:
        record = outcome_record(school, timeline, outcome, None)
        if explanation:
            record["explanation"] = explanation_record(school, explanation, language)
        print_json(record)
        return
    teller = Teller(notices(), school, language, words(language))
    if isinstance(outcome, Infeasible):
        teller.infeasible(outcome, explained=True)
        if explanation is not None:
            said = frozenset({"shortages", "balances"} if outcome.shortages else ())
            tell_explanation(notices(), school, explanation, language, said)
    elif not isinstance(outcome, Solved):
        teller.out_of_time(outcome, stopped)


def _write(
    school: School,
    timeline: Timeline,
    outcome: Solved,
    wanted: Wanted,
    language: Language,
    _: Words,
    home: Path,
) -> PlanFile:
    from planner.outputs.folder import write_folder
    from planner.reading import describe
    from planner.sessions.history import sessions_of
    from planner.solver import make_up

    made_up = make_up(school, outcome.plan, told=wanted.make_up, limits=wanted.limits)
    planfile = PlanFile(school=school, plan=outcome.plan, makeups=tuple(MadeUp.of(s) for s in made_up.all))
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    written = write_folder(wanted.directory, planfile, language, wanted.internal, now, places=(home,))
    for problem in written.problems:
        notices().print(describe(problem, language, str(wanted.directory)), style="yellow", markup=False, soft_wrap=True)
    expansion = sessions_of(planfile)
    if wanted.as_json:
        print_json(outcome_record(school, timeline, outcome, len(expansion.published)))
    elif not wanted.quiet:
        teller = Teller(output(), school, language, _)
        teller.solved(outcome, expansion, timeline)
        teller.made_up(made_up)
        teller.files(wanted.directory, written)
    return planfile

"""Why a school has no plan, and what would make it work: the work behind ``lunjie explain``, and part of ``lunjie plan``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import typer
from rich.console import Console

import planner
from cli.console import notices, output, words
from cli.exits import Exit
from cli.guard import print_json
from cli.planning.causes_first import CausesFirst
from cli.planning.commands import ApplyOptions, ExplainOptions, PlanOptions, ReplanOptions
from cli.planning.records import outcome_record
from cli.planning.remarks import remarks_on
from cli.planning.summary import Teller
from cli.planning.ways import located, take_way, ways_of
from planner.models.base import Language
from planner.models.outcome import Explanation, Infeasible, OnCauses, Outcome, OutOfTime
from planner.models.school import School
from planner.outputs.explanations.explanation_record import explanation_record
from planner.outputs.explanations.explanation_text import explanation_text
from planner.timeline import Timeline

if TYPE_CHECKING:
    from planner import Applied, Planned, Replanned

_EXPLAINING = 30.0
"""Most seconds for the explanation of an impossible school, beside the time for the search."""


def explain_school(options: ExplainOptions) -> None:
    """Say whether a school can be planned and, if not, why. Writes nothing, unless a way is to be taken.

    Raises Refused where it cannot be taken, typer.Exit with 3 when no plan is possible, with 4 when the time ended before
    that was known.
    """
    from planner.reading import read_school

    school = read_school(options.school)
    shown = school.spoken(options.language or school.language)
    _ = words(shown)
    remarks = remarks_on(options.school, school, shown, silent=options.as_json)

    def head() -> None:
        output().print(_("No plan can keep all rules that must hold."), style="bold red", markup=False)

    told = CausesFirst(output(), school, options.school, shown, head)
    early = None if options.as_json or options.way is not None else told.causes
    found = planner.explain(school, options.seconds, on_causes=early)
    explanation = located(found.explanation, options.school)
    if options.way is not None:
        take_way(options.school, ways_of(explanation), options.way, school, shown, as_json=options.as_json)
    if explanation is not None:
        if options.as_json:
            print_json({"status": found.status, "explanation": explanation_record(school, explanation, shown), **remarks})
        else:
            told.rest(explanation)
        raise typer.Exit(Exit.IMPOSSIBLE)
    if options.as_json:
        print_json({"status": found.status, **remarks})
    elif found.status == "POSSIBLE":
        fine = _("A plan that keeps all rules is possible: there is nothing to explain. Make it with lunjie plan.")
        output().print(fine, style="bold green", markup=False)
    else:
        unknown = _("In {seconds:g} s it was not found out whether there is a plan. Give more time: --seconds.")
        output().print(unknown.format(seconds=options.seconds), style="bold yellow", markup=False)
    if found.status == "UNKNOWN":
        raise typer.Exit(Exit.OUT_OF_TIME)


def tell_why_not(
    found: Planned | Replanned,
    timeline: Timeline,
    language: Language,
    options: PlanOptions | ReplanOptions,
    remarks: dict[str, Any],
) -> NoReturn:
    """Say why no plan was found, looking for the reason at most half a minute, or take a way out that was asked for.
    ``remarks`` on the file stand in the JSON object as well.

    Raises typer.Exit with 3 or 4, with 0 when the way is written, and Refused where it cannot be.
    """
    school, outcome, as_json = found.school, found.outcome, options.as_json
    teller = Teller(notices(), school, language, words(language))

    def head() -> None:
        if isinstance(outcome, Infeasible):
            teller.infeasible(outcome, explained=True)

    told = CausesFirst(notices(), school, options.school, language, head)
    explanation = explained(found, outcome, language, options, None if as_json or options.way is not None else told.causes)
    if options.way is not None and isinstance(outcome, Infeasible):
        take_way(options.school, ways_of(explanation), options.way, school, language, as_json=as_json)
    if as_json:
        record = {**outcome_record(school, timeline, outcome, None), **remarks}
        if explanation:
            record["explanation"] = explanation_record(school, explanation, language)
        print_json(record)
    if isinstance(outcome, Infeasible):
        if not as_json and explanation is not None:
            told.rest(explanation)
        elif not as_json:
            teller.infeasible(outcome)
        raise typer.Exit(Exit.IMPOSSIBLE)
    if isinstance(outcome, OutOfTime) and not as_json:
        teller.out_of_time(outcome, found.stopped)
    raise typer.Exit(Exit.OUT_OF_TIME)


def explained(
    found: Planned | Replanned | Applied,
    outcome: Outcome,
    language: Language,
    options: PlanOptions | ReplanOptions | ApplyOptions,
    on_causes: OnCauses | None = None,
) -> Explanation | None:
    """The explanation where no plan is possible; says that it is being looked for. ``on_causes`` hears of the causes first."""
    if not isinstance(outcome, Infeasible):
        return None
    _, seconds = words(language), min(_EXPLAINING, options.time_limit)
    if not (options.quiet or options.as_json):
        notices().print(_("Looking for the reason and for ways out, at most {seconds:.0f} s …", seconds=seconds))
    return located(found.why(seconds, on_causes), options.school)


def tell_impossible(
    teller: Teller, school: School, outcome: Infeasible, explanation: Explanation | None, language: Language
) -> None:
    """The explanation as ``lunjie explain`` tells it, the cause first; without one, what counting shows."""
    teller.infeasible(outcome, explained=explanation is not None)
    if explanation is not None:
        tell_explanation(notices(), school, explanation, language)


def tell_explanation(console: Console, school: School, explanation: Explanation, language: Language) -> None:
    """Print the sections of an explanation."""
    for section in explanation_text(school, explanation, language):
        console.print()
        console.print(section.heading, style="bold", markup=False)
        for line in section.lines:
            console.print(line, markup=False, soft_wrap=True)

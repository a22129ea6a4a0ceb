"""Why a school has no plan, and what would make it work: the work behind ``lunjie explain``, and part of ``lunjie plan``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console

import planner
from cli.console import notices, output, words
from cli.exits import Exit
from cli.guard import Refused, print_json
from cli.planning.commands import ExplainOptions
from cli.planning.records import outcome_record
from cli.planning.summary import Teller
from planner.models.base import Language
from planner.models.outcome import Explanation, Infeasible, Outcome, OutOfTime
from planner.models.school import School
from planner.outputs.explanations.explanation_fixes import fix_text
from planner.outputs.explanations.explanation_names import Names
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
    shown = options.language or school.language
    _ = words(shown)
    found = planner.explain(school, options.seconds)
    if options.way is not None:
        _apply(options, school, found.explanation, shown)
        return
    if found.explanation is not None:
        if options.as_json:
            print_json({"status": found.status, "explanation": explanation_record(school, found.explanation, shown)})
        else:
            output().print(_("No plan can keep all rules that must hold."), style="bold red", markup=False)
            tell_explanation(output(), school, found.explanation, shown)
        raise typer.Exit(Exit.IMPOSSIBLE)
    if options.as_json:
        print_json({"status": found.status})
    elif found.status == "POSSIBLE":
        fine = _("A plan that keeps all rules is possible: there is nothing to explain. Make it with lunjie plan.")
        output().print(fine, style="bold green", markup=False)
    else:
        unknown = _("In {seconds:g} s it was not found out whether there is a plan. Give more time: --seconds.")
        output().print(unknown.format(seconds=options.seconds), style="bold yellow", markup=False)
    if found.status == "UNKNOWN":
        raise typer.Exit(Exit.OUT_OF_TIME)


def _apply(options: ExplainOptions, school: School, explanation: Explanation | None, language: Language) -> None:
    """Write a way into the school file; its old text stays beside it. Raises Refused."""
    from planner.editing.schooledit import is_editable, school_path, write_edited
    from planner.errors import Declined

    _, ways, number = words(language), explanation.packages if explanation else (), options.way or 1
    if number > len(ways):
        raise Refused(_("There are only {count} ways, so there is no way {n}.", count=len(ways), n=number))
    if not is_editable(options.school):
        raise Refused(_("A workbook is not changed from here: write it into its sheets, or use a school file in YAML."))
    path = school_path(options.school)
    try:
        content = planner.take_way(path.read_bytes(), ways[number - 1], str(path))
    except Declined:
        raise Refused(_("Way {n} cannot be written into this file as it is; make the change by hand.", n=number)) from None
    write_edited(path, content)
    names = Names(school, language)
    said = [fix_text(names, fix) for fix in ways[number - 1]]
    if options.as_json:
        print_json({"status": "APPLIED", "file": str(path), "way": said})
        return
    output().print(_("Written: {file}", file=path), style="green", markup=False, soft_wrap=True)
    for line in said:
        output().print(f"• {line}", markup=False, soft_wrap=True)


def tell_why_not(
    found: Planned | Replanned, timeline: Timeline, seconds: float, language: Language, *, quiet: bool, as_json: bool
) -> NoReturn:
    """Say why no plan was found, looking for the reason at most half a minute. Raises typer.Exit with 3 or 4."""
    school, outcome = found.school, found.outcome
    explanation = explained(found, outcome, seconds, language, quiet=quiet or as_json)
    if as_json:
        record = outcome_record(school, timeline, outcome, None)
        if explanation:
            record["explanation"] = explanation_record(school, explanation, language)
        print_json(record)
    teller = Teller(notices(), school, language, words(language))
    if isinstance(outcome, Infeasible):
        if not as_json:
            tell_impossible(teller, school, outcome, explanation, language)
        raise typer.Exit(Exit.IMPOSSIBLE)
    if isinstance(outcome, OutOfTime) and not as_json:
        teller.out_of_time(outcome, found.stopped)
    raise typer.Exit(Exit.OUT_OF_TIME)


def explained(
    found: Planned | Replanned | Applied, outcome: Outcome, seconds: float, language: Language, *, quiet: bool
) -> Explanation | None:
    """The explanation where no plan is possible; says that it is being looked for."""
    if not isinstance(outcome, Infeasible):
        return None
    _, seconds = words(language), min(_EXPLAINING, seconds)
    if not quiet:
        notices().print(_("Looking for the reason and for ways out, at most {seconds:.0f} s …", seconds=seconds))
    return found.why(seconds)


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

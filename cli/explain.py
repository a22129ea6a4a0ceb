"""Why a school has no plan, and what would make it work: the work behind ``lunjie explain``, and part of ``lunjie plan``."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import typer
from rich.console import Console

from cli.console import notices, output, words
from cli.exits import Exit
from cli.guard import print_json
from planner.models.base import Language
from planner.models.explanation import Explanation
from planner.models.plan import Plan
from planner.models.school import School
from planner.outputs.explanations.explanation_record import explanation_record
from planner.outputs.explanations.explanation_text import explanation_text

_SHARE = 0.5
"""Part of the time for the question whether there is a plan at all."""


def explain_school(path: Path, seconds: float, language: Language | None, as_json: bool) -> None:
    """Say whether a school can be planned and, if not, why. Writes nothing.

    Raises typer.Exit with 3 when no plan is possible, with 4 when the time ended before that was known.
    """
    from planner.reading import read_school
    from planner.solver import explain, is_feasible

    school = read_school(path)
    shown = language or school.language
    _ = words(shown)
    begin = time.perf_counter()
    possible = is_feasible(school, seconds * _SHARE)
    if possible is None:
        if as_json:
            print_json({"status": "UNKNOWN"})
        else:
            unknown = _("In {seconds:g} s it was not found out whether there is a plan. Give more time: --seconds.")
            output().print(unknown.format(seconds=seconds), style="bold yellow", markup=False)
        raise typer.Exit(Exit.OUT_OF_TIME)
    if possible:
        if as_json:
            print_json({"status": "POSSIBLE"})
        else:
            fine = _("A plan that keeps all rules is possible: there is nothing to explain. Make it with lunjie plan.")
            output().print(fine, style="bold green", markup=False)
        return
    explanation = explain(school, max(1.0, seconds - (time.perf_counter() - begin)))
    if as_json:
        print_json({"status": "INFEASIBLE", "explanation": explanation_record(school, explanation, shown)})
    else:
        output().print(_("No plan can keep all rules that must hold."), style="bold red", markup=False)
        tell_explanation(output(), school, explanation, shown)
    raise typer.Exit(Exit.IMPOSSIBLE)


def explained(
    school: School,
    seconds: float,
    language: Language,
    quiet: bool,
    since: dt.date | None = None,
    previous: Plan | None = None,
) -> Explanation:
    """The explanation of a school that is known to have no plan, in at most ``seconds``; says that it is being looked for."""
    from planner.solver import explain

    _ = words(language)
    if not quiet:
        notices().print(_("Looking for the reason and for ways out, at most {seconds:.0f} s …", seconds=seconds))
    return explain(school, seconds, since, previous)


def tell_explanation(
    console: Console, school: School, explanation: Explanation, language: Language, without: frozenset[str] = frozenset()
) -> None:
    """Print the sections of an explanation, except those in ``without``."""
    for section in explanation_text(school, explanation, language):
        if section.key not in without:
            console.print()
            console.print(section.heading, style="bold", markup=False)
            for line in section.lines:
                console.print(line, markup=False, soft_wrap=True)

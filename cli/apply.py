"""Tables changed by hand -> the plan with these changes, the rest planned around them: the work behind ``lunjie apply``."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.apply_told import ByHand, Pinned
from cli.console import Words, notices, words
from cli.exits import Exit
from cli.explain import explained
from cli.guard import Refused
from cli.places import look_at
from cli.publishing import first_date, publish, same_family
from cli.searching import search
from planner.applying import by_hand, clashes, edits_of, over_already, pinning_of, with_pins
from planner.changes.strategies import STRATEGIES, Name, proposal
from planner.errors import BadInput, MissingFile
from planner.messages.wording import listing
from planner.models.base import Language
from planner.models.edits import Edits, Pinning
from planner.models.outcome import Infeasible, Outcome, Solved
from planner.models.plan import Limits, Plan
from planner.models.planfile import PLAN_FILE, PlanFile, canonical_school
from planner.models.school import School

if TYPE_CHECKING:
    from planner.editing.schooledit import SchoolEditor

_EXPLAINING = 30.0


@dataclass(frozen=True)
class Table:
    """What the command line asks."""

    files: tuple[Path, ...]
    plan: Path | None
    school: Path | None
    since: str | None
    directory: Path | None
    limits: Limits
    strategy: Name = "fewest"
    dry_run: bool = False
    language: Language | None = None
    as_json: bool = False
    internal: bool = False
    quiet: bool = False


def apply_tables(wanted: Table) -> None:
    """Read the tables, plan around what was changed in them, write the plan and say what moved.

    Raises BadInput with everything in the tables that cannot be taken over, Refused, and typer.Exit with 3 when the edits
    break a rule or leave no plan for the rest, with 4 when none was found in time. Nothing is written then.
    """
    from planner.reading.planfile import read_plan

    place = wanted.plan or _plan_beside(wanted)
    previous = read_plan(place)
    directory = wanted.directory or (place if place.is_dir() else place.parent)
    school, editor = _school(wanted, previous)
    language = wanted.language or school.language
    if wanted.school is not None:
        school = same_family(school, previous, language)
    edits = edits_of(previous, _files(wanted.files), language)
    told = ByHand(previous, place, edits, language, internal=wanted.internal, as_json=wanted.as_json, quiet=wanted.quiet)
    told.ignored()
    if edits.nothing:
        told.nothing()
        return
    since = _since(wanted, school, previous, language)
    _can_hold(school, edits, language)
    over = over_already(previous.school, previous.plan, edits, since)
    if over:
        raise BadInput(", ".join(str(f) for f in wanted.files), over)
    if not wanted.dry_run:
        look_at(directory)
        if editor is not None and not (os.access(editor.path, os.W_OK) and os.access(editor.path.parent, os.W_OK)):
            raise MissingFile(str(editor.path), "not_writable")
    edited = by_hand(school, previous.plan, edits, since)
    pinning = pinning_of(school, edits, edited)
    school = _pinned(school, pinning, editor)
    found = clashes(school, edited, edits)
    if found:
        told.clashes(school, edited, found)
        raise typer.Exit(Exit.IMPOSSIBLE)
    strategy = STRATEGIES[wanted.strategy]
    outcome, stopped = search(
        strategy.priced(school), wanted.limits, words(language), wanted.quiet or wanted.as_json, since, previous.plan
    )
    if not isinstance(outcome, Solved):
        _tell_why_not(told, school, edited, outcome, stopped, wanted)
        raise typer.Exit(Exit.IMPOSSIBLE if isinstance(outcome, Infeasible) else Exit.OUT_OF_TIME)
    if stopped:
        told.stopped()
    proposed = proposal(strategy, school, outcome.plan, previous.all[-1])
    written: Sequence[Path] = ()
    if not wanted.dry_run:
        written = publish(previous, school, proposed.plan, directory, language, internal=wanted.internal)
        if editor is not None:
            editor.save()
    pinned = Pinned(pinning, wanted.school, in_file=editor is not None, dry_run=wanted.dry_run)
    told.applied(school, edited, proposed, pinned, directory, written)


def _plan_beside(wanted: Table) -> Path:
    """The plan in whose folder the tables lie. Raises Refused when there is none beside them."""
    parents = [p.parent for p in wanted.files]
    folders = [folder.parent if folder.absolute().name == "tables" else folder for folder in parents]
    beside = {folder.resolve(): folder for folder in folders if (folder / PLAN_FILE).is_file()}
    if len({folder.resolve() for folder in folders}) == len(beside) == 1:
        return next(iter(beside.values()))
    _ = _early_words(wanted)
    if beside:
        raise Refused(_("The tables lie beside different plans: say with --plan which one they belong to."))
    raise Refused(_("There is no plan.json beside the table: say with --plan which plan it belongs to."))


def _early_words(wanted: Table) -> Words:
    from cli.console import environment_language

    return words(wanted.language or environment_language())


def _files(paths: Sequence[Path]) -> dict[str, bytes]:
    """Name -> bytes; names with their folder where two files have the same. Raises MissingFile, and BadInput for the size."""
    from planner.importing.files import read_bytes

    for path in paths:
        if path.is_dir():
            raise MissingFile(str(path), "not_readable")
    names = [p.name for p in paths]
    return {(p.name if names.count(p.name) == 1 else str(p)): read_bytes(p) for p in paths}


def _school(wanted: Table, previous: PlanFile) -> tuple[School, SchoolEditor | None]:
    """The school to plan, and its file opened for writing pins; that of the plan when no file is given."""
    if wanted.school is None:
        return previous.school, None
    from planner.editing.schooledit import SchoolEditor, is_editable
    from planner.reading import read_school

    school = read_school(wanted.school)
    return (school, SchoolEditor(wanted.school)) if is_editable(wanted.school) else (canonical_school(school), None)


def _since(wanted: Table, school: School, previous: PlanFile, language: Language) -> dt.date:
    if wanted.since is not None:
        return first_date(wanted.since, school, previous, language, quiet=wanted.quiet)
    since = previous.plan.effective_from
    if since < dt.date.today() and not wanted.quiet:  # noqa: DTZ011 (the day on the librarian's wall)
        _ = words(language)
        notices().print(
            _("This plan has already begun. If it is in use, say with --from from which date the change is to hold."),
            style="yellow",
            markup=False,
            soft_wrap=True,
        )
    return since


def _can_hold(school: School, edits: Edits, language: Language) -> None:
    """Raises Refused where the school file lacks somebody who was moved, or does not insist on pins: edits would not hold."""
    _ = words(language)
    known = {*school.class_by_id, *school.helper_by_id, *school.demand_by_id, *school.post_by_id, *school.window_by_id}
    named = {k for v in edits.visits for k in (v.visitor, v.demand, v.window)}
    named |= {k for d in edits.duties for k in (d.before, d.after, d.post, d.window)}
    missing = sorted(key for key in named if key and key not in known)
    if missing:
        names = listing(language, missing)
        raise Refused(_("The tables were printed with {names}, which the school file does not have any more.", names=names))
    for rule, some in (("pinned", edits.visits), ("duty_pinned", edits.duties)):
        if some and school.mode(rule) != "hard":
            raise Refused(_("The school file does not insist on pins (rules: {rule}): edits could not be held.", rule=rule))


def _pinned(school: School, pinning: Pinning, editor: SchoolEditor | None) -> School:
    """The school with the pins; from the file, where they have been written into it, so that both say the same."""
    if editor is None:
        return canonical_school(with_pins(school, pinning))
    from planner.editing.pinedit import write_pins

    write_pins(editor, pinning)
    return canonical_school(editor.school)


def _tell_why_not(told: ByHand, school: School, edited: Plan, outcome: Outcome, stopped: bool, wanted: Table) -> None:
    explanation = None
    if isinstance(outcome, Infeasible):
        seconds = min(_EXPLAINING, wanted.limits.seconds)
        explanation = explained(school, seconds, told.language, wanted.quiet or wanted.as_json, edited.effective_from, edited)
    told.no_plan(school, edited, outcome, explanation, stopped)

"""Tables changed by hand -> the plan with these changes, the rest planned around them: the work behind ``lunjie apply``."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

import planner
from cli.apply_told import ByHand, Pinned
from cli.console import Words, notices, words
from cli.exits import Exit
from cli.explain import explained
from cli.guard import Refused
from cli.places import look_at
from cli.publishing import first_date, same_family, write
from cli.searching import search
from planner.applying import with_pins
from planner.changes.strategies import Name
from planner.errors import BadInput, MissingFile
from planner.messages.wording import listing
from planner.models.base import Language
from planner.models.edits import Edits, Pinning
from planner.models.plan import Limits
from planner.models.planfile import PLAN_FILE, canonical_school
from planner.models.school import School
from planner.sessions.book import Book

if TYPE_CHECKING:
    from planner import Applied, OnStep, Replanned
    from planner.editing.schooledit import SchoolEditor


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
    place = wanted.plan or _plan_beside(wanted)
    over = planner.read_book(place)
    directory = wanted.directory or (place if place.is_dir() else place.parent)
    school, editor = _school(wanted, over)
    language = wanted.language or school.language
    if wanted.school is not None:
        school = same_family(school, over, language)
    edits = planner.edits_in(over, _files(wanted.files), language)
    told = ByHand(over, place, edits, language, internal=wanted.internal, as_json=wanted.as_json, quiet=wanted.quiet)
    told.ignored()
    if edits.nothing:
        told.nothing()
        return
    since = _since(wanted, school, over, language)
    if not wanted.dry_run:
        look_at(directory)
        if editor is not None and not (os.access(editor.path, os.W_OK) and os.access(editor.path.parent, os.W_OK)):
            raise MissingFile(str(editor.path), "not_writable")
    applied = _search(wanted, over, edits, school, since, editor, language)
    if applied.clashes:
        told.clashes(applied.school, applied.edited, applied.clashes)
        raise typer.Exit(Exit.IMPOSSIBLE)
    answer = applied.replanned
    assert answer is not None
    if not answer.proposals:
        _tell_why_not(told, applied, answer, wanted)
        raise typer.Exit(Exit.IMPOSSIBLE if answer.status == "INFEASIBLE" else Exit.OUT_OF_TIME)
    if answer.stopped:
        told.stopped()
    (proposed,) = answer.proposals
    written: Sequence[Path] = ()
    if not wanted.dry_run:
        written = write(answer.book, directory, language, internal=wanted.internal, over=over)
        if editor is not None:
            editor.save()
    pinned = Pinned(applied.pinning, wanted.school, in_file=editor is not None, dry_run=wanted.dry_run)
    told.applied(applied.school, applied.edited, proposed, pinned, directory, written)


def _search(
    wanted: Table,
    over: Book,
    edits: Edits,
    school: School,
    since: dt.date,
    editor: SchoolEditor | None,
    language: Language,
) -> Applied:
    """What the edits lead to. Raises BadInput, and Refused where the school file cannot hold them."""
    limits, _ = wanted.limits, words(language)

    def work(on_step: OnStep, stop: threading.Event) -> Applied:
        return planner.apply(
            over,
            edits,
            school,
            since,
            wanted.strategy,
            pin=_into(editor) if editor is not None else with_pins,
            seconds=limits.seconds,
            seed=limits.seed,
            on_step=on_step,
            stop=stop,
        )

    try:
        return search(work, _, wanted.quiet or wanted.as_json)
    except BadInput as error:
        raise BadInput(", ".join(str(f) for f in wanted.files), error.problems) from None
    except planner.Declined as reason:
        if reason.code == "not_in_school":
            names = listing(language, reason.params["names"])
            raise Refused(
                _("The tables were printed with {names}, which the school file does not have any more.", names=names)
            ) from None
        raise Refused(
            _("The school file does not insist on pins (rules: {rule}): edits could not be held.", **reason.params)
        ) from None


def _into(editor: SchoolEditor) -> Callable[[School, Pinning], School]:
    """Pins into the text of the school file, so that file and plan say the same."""
    from planner.editing.pinedit import write_pins

    def pin(_school: School, pinning: Pinning) -> School:
        write_pins(editor, pinning)
        return editor.school

    return pin


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


def _school(wanted: Table, over: Book) -> tuple[School, SchoolEditor | None]:
    """The school to plan, and its file opened for writing pins; that of the plan when no file is given."""
    if wanted.school is None:
        return over.school, None
    from planner.editing.schooledit import SchoolEditor, is_editable
    from planner.reading import read_school

    school = read_school(wanted.school)
    return (school, SchoolEditor(wanted.school)) if is_editable(wanted.school) else (canonical_school(school), None)


def _since(wanted: Table, school: School, previous: Book, language: Language) -> dt.date:
    if wanted.since is not None:
        return first_date(wanted.since, school, previous, language, quiet=wanted.quiet)
    since = previous.chapter.first
    if since < dt.date.today() and not wanted.quiet:  # noqa: DTZ011 (the day on the librarian's wall)
        _ = words(language)
        notices().print(
            _("This plan has already begun. If it is in use, say with --from from which date the change is to hold."),
            style="yellow",
            markup=False,
            soft_wrap=True,
        )
    return since


def _tell_why_not(told: ByHand, applied: Applied, answer: Replanned, wanted: Table) -> None:
    quiet = wanted.quiet or wanted.as_json
    explanation = explained(applied, answer.outcome, wanted.limits.seconds, told.language, quiet=quiet)
    told.no_plan(applied.school, applied.edited, answer.outcome, explanation, answer.stopped)

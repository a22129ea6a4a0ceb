"""Tables changed by hand -> the plan with these changes, the rest planned around them: the work behind ``lunjie apply``."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

import planner
from cli.console import Words, notices, words
from cli.exits import Exit
from cli.guard import Refused
from cli.planning.applied import ByHand, Pinned
from cli.planning.commands import ApplyOptions
from cli.planning.explain import explained
from cli.planning.publishing import first_date, same_family, write
from cli.planning.searching import search
from cli.planning.ways import take_way, ways_of
from planner.applying import with_pins
from planner.errors import BadInput, MissingFile
from planner.files.together import expect_place
from planner.messages.wording import listing
from planner.models.base import Language
from planner.models.edits import Edits, Pinning
from planner.models.planfile import PLAN_FILE, canonical_school
from planner.models.school import School
from planner.sessions.book import Book

if TYPE_CHECKING:
    from planner import Applied, OnStep, Replanned
    from planner.editing.schooledit import SchoolEditor


def apply_tables(options: ApplyOptions) -> None:
    """Read the tables, plan around what was changed in them, write the plan and say what moved.

    Raises BadInput with everything in the tables that cannot be taken over, Refused, and typer.Exit with 3 when the edits
    break a rule or leave no plan for the rest, with 4 when none was found in time. Nothing is written then.
    """
    place = options.plan or _plan_beside(options)
    over = planner.read_book(place)
    directory = options.out or (place if place.is_dir() else place.parent)
    school, editor = _school(options, over)
    language = school.spoken(options.language or school.language)
    if options.school is not None:
        school = same_family(school, over, language)
    edits = planner.edits_in(over, _files(options.files), language)
    told = ByHand(over, place, edits, language, internal=options.internal, as_json=options.as_json, quiet=options.quiet)
    told.ignored()
    if edits.nothing:
        told.nothing()
        return
    since = _since(options, school, over, language)
    if not options.dry_run:
        expect_place(directory)
        if editor is not None and not (os.access(editor.path, os.W_OK) and os.access(editor.path.parent, os.W_OK)):
            raise MissingFile(str(editor.path), "not_writable")
    applied = _search(options, over, edits, school, since, editor, language)
    if applied.clashes:
        told.clashes(applied.school, applied.edited, applied.clashes)
        raise typer.Exit(Exit.IMPOSSIBLE)
    answer = applied.replanned
    assert answer is not None
    if not answer.proposals:
        _tell_why_not(told, applied, answer, options)
        raise typer.Exit(Exit.IMPOSSIBLE if answer.status == "INFEASIBLE" else Exit.OUT_OF_TIME)
    if answer.stopped:
        told.stopped()
    (proposed,) = answer.proposals
    written: Sequence[Path] = ()
    if not options.dry_run:
        written = write(answer.book, directory, language, internal=options.internal, over=over)
        if editor is not None:
            editor.save()
    pinned = Pinned(applied.pinning, options.school, in_file=editor is not None, dry_run=options.dry_run)
    told.applied(applied.school, applied.edited, proposed, pinned, directory, written)


def _search(
    options: ApplyOptions,
    over: Book,
    edits: Edits,
    school: School,
    since: dt.date,
    editor: SchoolEditor | None,
    language: Language,
) -> Applied:
    """What the edits lead to. Raises BadInput, and Refused where the school file cannot hold them."""
    _ = words(language)

    def work(on_step: OnStep, stop: threading.Event) -> Applied:
        return planner.apply(
            over,
            edits,
            school,
            since,
            options.strategy,
            pin=_into(editor) if editor is not None else with_pins,
            seconds=options.time_limit,
            seed=options.seed,
            on_step=on_step,
            stop=stop,
        )

    try:
        return search(work, _, options.quiet or options.as_json)
    except BadInput as error:
        raise BadInput(", ".join(str(f) for f in options.files), error.problems) from None
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


def _plan_beside(options: ApplyOptions) -> Path:
    """The plan in whose folder the tables lie. Raises Refused when there is none beside them."""
    parents = [p.parent for p in options.files]
    folders = [folder.parent if folder.absolute().name == "tables" else folder for folder in parents]
    beside = {folder.resolve(): folder for folder in folders if (folder / PLAN_FILE).is_file()}
    if len({folder.resolve() for folder in folders}) == len(beside) == 1:
        return next(iter(beside.values()))
    _ = _early_words(options)
    if beside:
        raise Refused(_("The tables lie beside different plans: say with --plan which one they belong to."))
    raise Refused(_("There is no plan.json beside the table: say with --plan which plan it belongs to."))


def _early_words(options: ApplyOptions) -> Words:
    from cli.console import environment_language

    return words(options.language or environment_language())


def _files(paths: Sequence[Path]) -> dict[str, bytes]:
    """Name -> bytes; names with their folder where two files have the same. Raises MissingFile, and BadInput for the size."""
    from planner.importing.files import read_bytes

    for path in paths:
        if path.is_dir():
            raise MissingFile(str(path), "not_readable")
    names = [p.name for p in paths]
    return {(p.name if names.count(p.name) == 1 else str(p)): read_bytes(p) for p in paths}


def _school(options: ApplyOptions, over: Book) -> tuple[School, SchoolEditor | None]:
    """The school to plan, and its file opened for writing pins; that of the plan when no file is given."""
    if options.school is None:
        return over.school, None
    from planner.editing.schooledit import SchoolEditor, is_editable
    from planner.reading import read_school

    school = read_school(options.school)
    return (school, SchoolEditor(options.school)) if is_editable(options.school) else (canonical_school(school), None)


def _since(options: ApplyOptions, school: School, previous: Book, language: Language) -> dt.date:
    if options.since is not None:
        return first_date(options.since, school, previous, language, quiet=options.quiet)
    since = previous.chapter.first
    if since < dt.date.today() and not options.quiet:  # noqa: DTZ011 (the day on the librarian's wall)
        _ = words(language)
        notices().print(
            _("This plan has already begun. If it is in use, say with --from from which date the change is to hold."),
            style="yellow",
            markup=False,
            soft_wrap=True,
        )
    return since


def _tell_why_not(told: ByHand, applied: Applied, answer: Replanned, options: ApplyOptions) -> None:
    explanation = explained(applied, answer.outcome, told.language, options)
    if options.way is not None and answer.status == "INFEASIBLE":
        take_way(options.school, ways_of(explanation), options.way, applied.school, told.language, as_json=options.as_json)
    told.no_plan(applied.school, applied.edited, answer.outcome, explanation, answer.stopped)

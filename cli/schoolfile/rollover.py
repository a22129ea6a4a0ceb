"""Next term's school file from this one's: the work behind ``lunjie rollover``."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from pydantic_core import PydanticCustomError

import planner
from cli.console import Words, notices, output, words
from cli.guard import Refused, print_json
from cli.schoolfile.calendar_list import Listing, show_listing
from cli.schoolfile.commands import RolloverOptions
from planner.models.base import Language
from planner.models.values import parse_date
from planner.suggesting import NextTerm


def roll_over(options: RolloverOptions) -> None:
    """Write the new file. Raises Refused when it exists or dates are missing, BadInput and MissingFile for what is read."""
    from planner.editing.schooledit import is_editable
    from planner.reading import read_school
    from planner.reading.schoolfile import school_path

    path, out = options.school, options.out
    school = read_school(path)
    language = school.spoken(options.language or school.language)
    _ = words(language)
    if out is None:
        raise Refused(_("Say where to write: -o NEW.yaml"))
    if out.exists():
        raise Refused(_("{file} exists already; it is not overwritten.", file=out))
    first, last = _date(options.term_start, "--term-start", _), _date(options.term_end, "--term-end", _)
    if first <= school.term.start:
        raise Refused(_("The new term begins after the old one, which began on {date}.", date=school.term.start))
    if not is_editable(path):
        raise Refused(_("A workbook is not changed from here: write it into its sheets, or use a school file in YAML."))
    book = planner.read_book(options.plan) if options.plan else None
    source = school_path(path)
    rolled = planner.rollover(source.read_bytes(), first, last, book, options.new_year, str(source))
    made, new = rolled.school, rolled.next_term
    try:
        with out.open("x", encoding="utf-8", newline="") as file:
            file.write(rolled.content)
    except FileExistsError:
        raise Refused(_("{file} exists already; it is not overwritten.", file=out)) from None
    listing = Listing(made, str(out), replace(planner.calendar_questions(made), milestones=()))
    if options.as_json:
        print_json({**listing.record(), "file": str(out), "next_term": new.model_dump(mode="json")})
        return
    _tell(new, out, language, _)
    show_listing(listing, language, milestones=False)


def _tell(new: NextTerm, out: Path, language: Language, _: Words) -> None:
    console = output()
    year = _("new school year: classes move up a grade") if new.new_year else _("same school year: classes stay as they are")
    notices().print(_("Written: {file} ({year})", file=out, year=year), style="green", markup=False, soft_wrap=True)
    console.print(_("To check (it also stands at the top of the file):"), style="bold", markup=False)
    for note in new.notes:
        console.print(f"  · {note.in_(language)}", markup=False, soft_wrap=True)


def _date(text: str, option: str, _: Words) -> dt.date:
    try:
        return parse_date(text)
    except PydanticCustomError:
        raise Refused(_("{option} needs a date such as 2026-09-01.", option=option)) from None

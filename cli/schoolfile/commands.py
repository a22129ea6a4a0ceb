"""Commands that make and change school files. Each says which function does its work."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.app import Json, Language, SchoolPath, command
from cli.console import environment_language, words

_ = words(environment_language())  # help is read before any school is


@command(
    "rules",
    "cli.schoolfile.rules:list_rules",
    _("List the rules of a plan: whether each must hold or has a price, and what it asks."),
    _("Example:  lunjie rules"),
    _("Example:  lunjie rules school.yaml   as this school has them"),
)
class RulesOptions:
    """List the rules."""

    school: Annotated[
        Path | None,
        typer.Argument(metavar="SCHOOL", show_default=False, help=_("as this school has them; usual: as they come")),
    ] = None
    language: Language = None
    as_json: Json = False


@command(
    "schema",
    "cli.schoolfile.rules:print_schema",
    _("Print the JSON Schema of the school file, for editors that complete and check while you type."),
    _("Example:  lunjie schema > school.schema.json"),
)
class SchemaOptions:
    """Print the schema."""


@command(
    "template",
    "cli.schoolfile.template:write_template",
    _("Write a workbook to fill in with Excel or WPS, from a sample school or from a school file."),
    _("Example:  lunjie template -o school.xlsx"),
    _("Example:  lunjie template -o school.xlsx --from noon-36"),
)
class TemplateOptions:
    """Write a workbook."""

    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", show_default=False, help=_("workbook to write, .xlsx"))]
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="SCHOOL", show_default=False, help=_("a school file, or the name of an example")),
    ] = None
    everything: Annotated[
        bool, typer.Option("--all", help=_("all sheets and columns, not only those that a first term needs"))
    ] = False
    language: Language = None


@command(
    "import",
    "cli.schoolfile.importing:run_import",
    _(
        "Import a timetable into a school file: a table of Excel, WPS, Word or a web page in whatever layout, or the file of "
        "FET, aSc, Untis, CSES or ClassIsland; or make a new school file from it."
    ),
    _("Example:  lunjie import master.xlsx --into school.yaml"),
    _("Example:  lunjie import master.xlsx --into school.yaml --mapping master.map.yaml --from 2026-10-12"),
    _("Example:  lunjie import school.fet --into new.yaml --new --term-start 2026-09-14 --term-end 2026-12-18"),
    _("The first run recognises and proposes a mapping to be confirmed, the second one stores. Nothing is guessed."),
)
class ImportOptions:
    """Import a timetable."""

    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False, help=_("the timetable"))]
    into: Annotated[
        Path, typer.Option("--into", metavar="SCHOOL", show_default=False, help=_("the school file that takes the timetable"))
    ]
    new: Annotated[bool, typer.Option("--new", help=_("make the school file from what the timetable knows"))] = False
    mapping: Annotated[
        Path | None,
        typer.Option(metavar="MAP", show_default=False, help=_("the confirmed mapping; a proposal if it is not there")),
    ] = None
    since: Annotated[
        str, typer.Option("--from", metavar="DATE", show_default=False, help=_("first date of the new timetable"))
    ] = ""
    term_start: Annotated[
        str, typer.Option("--term-start", metavar="DATE", show_default=False, help=_("first school day of the new term"))
    ] = ""
    term_end: Annotated[
        str, typer.Option("--term-end", metavar="DATE", show_default=False, help=_("last school day of the new term"))
    ] = ""
    country: Annotated[
        str,
        typer.Option(metavar="NZ", show_default=False, help=_("new file: where the school is, for example GB-SCT; usual: CN")),
    ] = ""
    reading: Annotated[
        str, typer.Option(metavar="SUBJECTS", show_default=False, help=_("new file: lessons to read in, by comma"))
    ] = ""
    borrowing: Annotated[
        str, typer.Option(metavar="SUBJECTS", show_default=False, help=_("new file: lessons to borrow in; usual: the same"))
    ] = ""
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("show what would change; nothing is written"))] = False
    language: Language = None
    as_json: Json = False


@command(
    "calendar",
    "cli.schoolfile.calendar:run_calendar",
    _(
        "Holidays, make-up days and milestones: list what needs a decision, and settle it in the school file. "
        "Nothing is confirmed by itself."
    ),
    _("Example:  lunjie calendar school.yaml"),
    _("Example:  lunjie calendar school.yaml --accept"),
    _("Example:  lunjie calendar school.yaml --confirm 2026-05-09=TUE"),
    _("Example:  lunjie calendar school.yaml --milestones --add training"),
    _("Edits keep the comments of the file; its old text stays beside it as .bak for --undo."),
)
class CalendarOptions:
    """Settle the calendar."""

    school: SchoolPath
    country: Annotated[
        str | None,
        typer.Option(metavar="CN", show_default=False, help=_("country of the public holidays; usual: that of the time zone")),
    ] = None
    subdivision: Annotated[
        str | None, typer.Option(metavar="CODE", show_default=False, help=_("part of the country, for example BY"))
    ] = None
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            show_default=False,
            help=_("the school's own list: .csv (date or range, name[, runs as]) or .ics"),
        ),
    ] = None
    accept: Annotated[bool, typer.Option("--accept", help=_("write all closures, and make-up days as unconfirmed"))] = False
    confirm: Annotated[
        list[str] | None,
        typer.Option(metavar="DATE[=TUE]", show_default=False, help=_("the school has announced this day and its timetable")),
    ] = None
    close: Annotated[
        list[str] | None, typer.Option(metavar="DATE..DATE=NAME", show_default=False, help=_("no lessons on these days"))
    ] = None
    day: Annotated[
        list[str] | None,
        typer.Option(metavar="DATE=TUE", show_default=False, help=_("this date runs another day's timetable")),
    ] = None
    undo: Annotated[bool, typer.Option("--undo", help=_("bring back the text before the last edit"))] = False
    milestones: Annotated[
        bool, typer.Option("--milestones", help=_("propose dates for training, festivals, inspections, recall …"))
    ] = False
    add: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", show_default=False, help=_("write this proposed milestone, or all of this kind")),
    ] = None
    language: Language = None
    as_json: Json = False


@command(
    "rollover",
    "cli.schoolfile.rollover:roll_over",
    _("Make next term's school file from this one: classes move up, last term's slots and duties are carried over."),
    _("Example:  lunjie rollover school.yaml rota --term-start 2026-09-01 --term-end 2027-01-22 -o autumn.yaml"),
    _("The new file says at its top what is to be checked. An existing file is never overwritten."),
)
class RolloverOptions:
    """Make next term's school file."""

    school: SchoolPath
    plan: Annotated[
        Path | None,
        typer.Argument(metavar="PLAN", show_default=False, help=_("the old term's plan, for a fair start of the new one")),
    ] = None
    term_start: Annotated[
        str, typer.Option("--term-start", metavar="DATE", show_default=False, help=_("first school day of the new term"))
    ] = ""
    term_end: Annotated[
        str, typer.Option("--term-end", metavar="DATE", show_default=False, help=_("last school day of the new term"))
    ] = ""
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", show_default=False, help=_("the new school file"))
    ] = None
    new_year: Annotated[
        bool | None,
        typer.Option(
            "--new-year/--same-year",
            show_default=False,
            help=_("whether classes move up a grade; usual: when the term starts in August to October"),
        ),
    ] = None
    language: Language = None
    as_json: Json = False

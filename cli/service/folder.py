"""What is in the folder of a plan and what is wrong with it, in words: ``lunjie doctor FOLDER``."""

from __future__ import annotations

from pathlib import Path

from cli.console import words
from cli.exits import Exit
from cli.service.doctor import told
from planner.errors import BadInput, MissingFile
from planner.models.base import Language
from planner.models.planfile import PLAN_FILE, PREVIOUS_FILE
from planner.reading import describe, describe_missing
from planner.verbs.folder import Finding, look_at_folder


def examine_folder(directory: Path, language: Language) -> Exit:
    """Say what is in the folder of a plan and what is wrong."""
    found = look_at_folder(directory)
    return told([(finding.is_wrong, _sentence(finding, language)) for finding in found], language)


def _sentence(finding: Finding, language: Language) -> str:
    _ = words(language)
    values = finding.values
    match finding.code:
        case "interrupted":
            return _(
                "A command is writing into {folder}, or was interrupted there. If none is running: lunjie show {folder} "
                "completes the change or takes it back.",
                folder=values["folder"],
            )
        case "no_plan":
            folder = values["folder"]
            return _("There is no {name} in {folder}.", name=PLAN_FILE, folder=folder) + _way(folder, language)
        case "plan":
            return _(
                "{file} is whole: {school}, {term}, classes: {classes}.",
                file=values["file"],
                school=values["school"].in_(language),
                term=values["term"].in_(language),
                classes=values["classes"],
            )
        case "plan_unusable":
            return _why(values["error"], language) + _way(Path(str(values["file"])).parent, language)
        case "before":
            return _("The plan before can be read: {file}", file=values["file"])
        case "before_unusable":
            return _("The plan before cannot be read, and can be deleted: {why}", why=_why(values["error"], language))
        case "no_tables":
            return _(
                "There are no tables and no calendars in {folder}. lunjie export makes single ones, lunjie plan all of them.",
                folder=values["folder"],
            )
        case "by_hand":
            return _(
                "{file} was changed after the plan was made. lunjie apply takes over what was changed in a table; the next "
                "plan writes over it.",
                file=values["file"],
            )
        case "held":
            return _(
                "{file} cannot be written: another program has it open, or its rights do not allow it.", file=values["file"]
            )
        case "little_room":
            return _("Only {mb} MB are free on the disk.", mb=values["mb"])
        case _:
            raise AssertionError(finding.code)


def _why(error: object, language: Language) -> str:
    """The first of what is wrong with a file."""
    if isinstance(error, MissingFile):
        return describe_missing(error, language)
    assert isinstance(error, BadInput)
    return f"{error.source}: {describe(error.problems[0], language, error.source)}"


def _way(folder: object, language: Language) -> str:
    """What can be done where the plan cannot be used."""
    _ = words(language)
    before = Path(str(folder)) / PREVIOUS_FILE
    if not before.is_file():
        return ""
    return "\n" + _("The plan before lies beside it: copy {before} to {name}.", before=before, name=PLAN_FILE)

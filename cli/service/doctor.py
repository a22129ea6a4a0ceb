"""What is wrong with a database or a data directory, in words."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from api.doctor import Symptom, look_at_copy, look_at_data, newest_good_copy
from api.errors.faults import said_of
from api.settings import DATABASE_FILE, Settings
from api.store.faults import Unusable, fault
from cli.console import output, words
from cli.exits import Exit
from cli.guard import Refused
from planner.models.base import Language


@contextlib.contextmanager
def database_in_words(settings: Settings, language: Language) -> Iterator[None]:
    """Faults of the database as refusals that say what it is, what to do, and where the last copies lie."""
    try:
        yield
    except Exception as error:
        if (code := fault(error)) is None:
            raise
        where = error.where if isinstance(error, Unusable) else ""
        here = str(settings.data / DATABASE_FILE) if settings.is_embedded else "PostgreSQL"
        raise Refused(fault_words(Unusable(code, where or here), language, settings)) from error


def fault_words(error: Unusable, language: Language, settings: Settings) -> str:
    """What is wrong with a database, and the way out."""
    _ = words(language)
    sentences = {
        "too_many": _("The database has no connection left for lunjie: raise max_connections, or start fewer workers."),
        "unreachable": _("The database cannot be reached. Check that it runs, and the address and password in --database."),
    }
    said = [sentences.get(error.code) or said_of(error.code, error.where, language)]
    own = settings.is_embedded and Path(error.where) == settings.data / DATABASE_FILE
    if own and error.code in ("damaged", "newer", "foreign"):
        if kept := newest_good_copy(settings.data):
            said.append(_("The newest copy: {file}", file=kept))
        said.append(
            _(
                "A copy is put in its place with: lunjie restore FILE --replace --data {data}  (what stands there now is kept "
                "beside it)",
                data=settings.data,
            )
        )
    return "\n".join(said)


def examine(settings: Settings, language: Language) -> Exit:
    """Say what is in the data directory and what is wrong: the work behind ``lunjie doctor``."""
    found = look_at_data(settings, dt.datetime.now(dt.UTC))
    return told([(finding.is_wrong, _sentence(finding, language, settings)) for finding in found], language)


def examine_copy(file: Path, language: Language) -> Exit:
    """Say whether a copy can come back, and how."""
    _, seen = words(language), look_at_copy(file)
    said = [(seen.is_wrong, _sentence(seen, language, None))]
    if not seen.is_wrong:
        said.append((False, _("It is put in the place of what is there with: lunjie restore {file} --replace", file=file)))
    return told(said, language)


def told(sentences: list[tuple[bool, str]], language: Language) -> Exit:
    """Say what was found, each with whether something is to be done about it, and what that comes to."""
    console, _ = output(), words(language)
    for is_wrong, sentence in sentences:
        mark, style = ("!", "bold red") if is_wrong else ("·", None)
        console.print(f"{mark} {sentence}", style=style, markup=False, soft_wrap=True)
    wrong = any(is_wrong for is_wrong, _sentence in sentences)
    console.print(_("Something is to be done: the lines with !") if wrong else _("All is well."), markup=False)
    return Exit.IMPOSSIBLE if wrong else Exit.DONE


def _sentence(finding: Symptom, language: Language, settings: Settings | None) -> str:
    _ = words(language)
    values = finding.values
    error = values.get("error")
    if isinstance(error, Unusable) and (finding.code == "bad_copy" or settings is None):
        said = said_of(error.code, error.where, language)
        advice = _("It cannot be restored: delete it, unless somebody is to repair it.")
        return f"{said} {advice}" if error.code == "damaged" else said
    if isinstance(error, Unusable) and settings is not None:
        return fault_words(error, language, settings)
    made = values.get("made")
    day = made.astimezone().strftime("%Y-%m-%d %H:%M") if isinstance(made, dt.datetime) else ""
    match finding.code:
        case "running":
            return _("lunjie is running (process {pid}).", pid=values["pid"])
        case "none":
            return _("There are no data yet in {data}.", data=values["data"])
        case "whole":
            return _(
                "{file} is whole. Schools: {schools}, accounts: {people}, plans: {plans}.",
                file=values["file"],
                schools=values["schools"],
                people=values["people"],
                plans=values["plans"],
            )
        case "copy":
            return _("A copy of {day} that can be restored: {file}", day=day, file=values["file"])
        case "no_copy":
            return _("No copy is known. Make one, best on another disk: lunjie backup -o FILE")
        case "old_copy":
            return _("The newest copy is of {day}. Make one, best on another disk: lunjie backup -o FILE", day=day)
        case "left_over":
            return _("Left over from a command that was broken off; it may be deleted: {file}", file=values["file"])
        case "readable":
            return _(
                "Others on this computer can read {file}; it holds names of pupils. Let only yourself read it.",
                file=values["file"],
            )
        case "little_room":
            return _("Only {mb} MB are free on the disk.", mb=values["mb"])
        case _:
            raise AssertionError(finding.code)

"""A timetable file into a school file: recognise, have the mapping confirmed, store. The work behind ``lunjie import``."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.console import Words, environment_language, words
from cli.exits import Exit
from cli.guard import Refused
from cli.importing_words import Reporter
from planner.errors import BadInput, MissingFile
from planner.languages import Language
from planner.models.values import parse_date

if TYPE_CHECKING:
    from planner.importing.asking import Look
    from planner.importing.mapping import Mapping
    from planner.importing.raw import RawTimetable
    from planner.models.school import School

_ANY_TERM = dt.date(2026, 9, 1)


@dataclass(frozen=True)
class ImportWish:
    """What the command line asks of an import."""

    file: Path
    into: Path
    new: bool = False
    mapping: Path | None = None
    since: str = ""
    term_start: str = ""
    term_end: str = ""
    reading: str = ""
    borrowing: str = ""
    dry_run: bool = False
    language: Language | None = None
    as_json: bool = False


def run_import(wish: ImportWish) -> None:
    """Raises BadInput and MissingFile for files, Refused for options, typer.Exit with 2 where answers are still missing."""
    from planner.importing.reading import read_timetable

    _ = words(wish.language or environment_language())
    if wish.into.suffix.lower() not in ("", ".yaml", ".yml", ".json"):
        raise Refused(_("{file} is no school.yaml: a timetable is imported into YAML or JSON.", file=wish.into))
    answers = _given_mapping(wish)
    raw = read_timetable(wish.file, answers.doubts if answers else {})
    if wish.new:
        _make_new(wish, raw)
    else:
        _into_old(wish, raw)


def _make_new(wish: ImportWish, raw: RawTimetable) -> None:
    from planner.importing.asking import look
    from planner.importing.newschool import NewSchool

    subjects = {x.subject for x in raw.lessons}
    language = wish.language or ("zh" if any(re.search("[一-鿿]", s) for s in subjects) else "en")
    _ = words(language)
    target = wish.into if wish.into.suffix else wish.into / "school.yaml"
    if target.suffix == ".json":
        raise Refused(_("{file}: a new school file is written as .yaml.", file=target))
    if target.exists():
        raise Refused(_("{file} exists already; it is not overwritten.", file=target))
    if not target.absolute().parent.is_dir():
        raise MissingFile(str(target.absolute().parent), "no_folder")
    start, end = _date(wish.term_start, "--term-start", _), _date(wish.term_end, "--term-end", _)
    report = Reporter(raw, language, wish.as_json)
    reading, borrowing = _list(wish.reading), _list(wish.borrowing)
    mapping = _given(wish, raw, None)
    if mapping is None:
        seen = look(raw, None, start or _ANY_TERM, reading)
        mapping = seen.mapping
        path = wish.mapping or target.with_name(f"{target.stem}.map.yaml")
        if mapping.open_points or wish.mapping:
            _write_proposal(path, seen, wish, language)
            report.recognised(mapping)
            report.proposal(path, seen, wish.dry_run)
            raise typer.Exit(Exit.BAD_INPUT if mapping.open_points else Exit.DONE)
    made = NewSchool(raw, mapping, start, end, language)
    reading = reading or mapping.eligible
    text = made.text(reading, borrowing or reading)
    school = made.check(text, str(target))
    if not wish.dry_run:
        _write_new(target, text, _)
    report.recognised(mapping)
    report.made(school, made, target, wish.dry_run)


def _into_old(wish: ImportWish, raw: RawTimetable) -> None:
    from planner.editing.schooledit import SchoolEditor
    from planner.importing.asking import look
    from planner.importing.store import Import

    if not wish.into.exists():
        _ = words(wish.language or environment_language())
        raise Refused(_("{file} does not exist. Add --new to make it from the timetable.", file=wish.into))
    editor = SchoolEditor(wish.into)
    language = wish.language or editor.school.language
    _ = words(language)
    for option, value in (("--term-start", wish.term_start), ("--term-end", wish.term_end), ("--reading", wish.reading)):
        if value:
            raise Refused(_("{option} goes with --new only.", option=option))
    since = _date(wish.since, "--from", _)
    if since is not None and since > editor.school.term.end:
        raise Refused(_("{date} is after the end of the term, {end}.", date=since, end=editor.school.term.end))
    report = Reporter(raw, language, wish.as_json)
    mapping = _given(wish, raw, editor.school)
    if mapping is None:
        seen = look(raw, editor.school, editor.school.term.start)
        path = wish.mapping or editor.path.with_name(f"{wish.file.stem}.map.yaml")
        _write_proposal(path, seen, wish, language)
        report.recognised(seen.mapping)
        report.proposal(path, seen, wish.dry_run)
        return
    # A date on or before the first day replaces the whole term: nothing of the old timetable is left to end.
    from_start = since is not None and since <= editor.school.term.start
    change = Import(editor, raw, mapping, str(wish.mapping), None if from_start else since)
    report.recognised(mapping)
    needs_date = change.replaces and bool(change.changes) and since is None
    if not (wish.dry_run or needs_date) and change.changes:
        change.apply()
        editor.save()
    report.changed(change, editor.path, since, written=bool(change.changes) and not (wish.dry_run or needs_date))
    if needs_date and not wish.dry_run:
        report.say(_("The school has a timetable already. Say from when the new one holds: --from DATE."))
        raise typer.Exit(Exit.BAD_INPUT)


def _given_mapping(wish: ImportWish) -> Mapping | None:
    """The mapping that was given; None when there is none yet."""
    from planner.importing.mapfile import read_mapping

    return read_mapping(wish.mapping) if wish.mapping is not None and wish.mapping.exists() else None


def _given(wish: ImportWish, raw: RawTimetable, school: School | None) -> Mapping | None:
    """The confirmed mapping; None when there is none yet. Raises BadInput for one with gaps."""
    from planner.importing.asking import filled, unanswered

    mapping = _given_mapping(wish)
    if mapping is None:
        return None
    mapping = filled(raw, mapping, school)
    reading = _list(wish.reading)
    if school is None and reading:
        mapping = mapping.model_copy(update={"eligible": reading})
    problems = unanswered(raw, mapping, school)
    if problems:
        raise BadInput(str(wish.mapping), problems)
    return mapping


def _write_proposal(path: Path, seen: Look, wish: ImportWish, language: Language) -> None:
    from planner.importing.mapfile import write_mapping

    if not wish.dry_run:
        _write_new(path, write_mapping(seen, language), words(language))


def _write_new(path: Path, text: str, _: Words) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        message = _("{file} exists already: correct it and give it with --mapping, or delete it.", file=path)
        raise Refused(message) from None
    except OSError:
        raise MissingFile(str(path), "not_writable") from None


def _list(text: str) -> tuple[str, ...]:
    # Subjects may hold spaces; only commas part them.
    return tuple(w.strip() for w in re.split(r"[,，、;；]", text) if w.strip())


def _date(text: str, option: str, _: Words) -> dt.date | None:
    if not text:
        return None
    try:
        return parse_date(text)
    except Exception:
        raise Refused(_("{option}: {value} is not a date; write it as 2026-09-14.", option=option, value=text)) from None

"""A timetable file into a school file: recognise, have the mapping confirmed, store. The work behind ``lunjie import``."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from cli.console import Words, environment_language, notices, output, words
from cli.exits import Exit
from cli.guard import Refused, print_json
from cli.schoolfile.commands import ImportOptions
from planner.countries import PLACES, zone_of
from planner.errors import BadInput, MissingFile, unwritten
from planner.languages import Language
from planner.messages.problems import describe
from planner.messages.wording import date_text, day_name, listing, period_name
from planner.models.problem import Problem
from planner.models.school import School
from planner.models.values import parse_date

if TYPE_CHECKING:
    from planner.importing.asking import Look
    from planner.importing.mapping import Mapping
    from planner.importing.newschool import Whereabouts
    from planner.importing.raw import RawTimetable
    from planner.verbs.timetable import Imported, Made

_SHOWN = 12
_ANY_TERM = dt.date(2026, 9, 1)


def run_import(options: ImportOptions) -> None:
    """Raises BadInput and MissingFile for files, Refused for options, typer.Exit with 2 where answers are still missing."""
    from planner.importing.reading import read_timetable

    _ = words(options.language or environment_language())
    if options.into.suffix.lower() not in ("", ".yaml", ".yml", ".json"):
        raise Refused(_("{file} is no school.yaml: a timetable is imported into YAML or JSON.", file=options.into))
    answers = _given_mapping(options)
    raw = read_timetable(options.file, answers.doubts if answers else {})
    if options.new:
        _make_new(options, raw)
    else:
        _into_old(options, raw)


def _make_new(options: ImportOptions, raw: RawTimetable) -> None:
    from planner.importing.asking import look
    from planner.verbs.timetable import new_school_mapped

    subjects = {x.subject for x in raw.lessons}
    language = options.language or ("zh" if any(re.search("[一-鿿]", s) for s in subjects) else "en")
    _ = words(language)
    target = options.into if options.into.suffix else options.into / "school.yaml"
    if target.suffix == ".json":
        raise Refused(_("{file}: a new school file is written as .yaml.", file=target))
    if target.exists():
        raise Refused(_("{file} exists already; it is not overwritten.", file=target))
    if not target.absolute().parent.is_dir():
        raise MissingFile(str(target.absolute().parent), "no_folder")
    start, end = _date(options.term_start, "--term-start", _), _date(options.term_end, "--term-end", _)
    where = _where(options.country.upper(), _)
    report = Reporter(raw, language, options.as_json)
    reading, borrowing = _list(options.reading), _list(options.borrowing)
    mapping = _given(options, raw, None)
    if mapping is None:
        seen = look(raw, None, start or _ANY_TERM, reading)
        mapping = seen.mapping
        path = options.mapping or target.with_name(f"{target.stem}.map.yaml")
        if mapping.open_points or options.mapping:
            _write_proposal(path, seen, options, language)
            report.recognised(mapping)
            report.proposal(path, seen, options.dry_run)
            raise typer.Exit(Exit.BAD_INPUT if mapping.open_points else Exit.DONE)
    made = new_school_mapped(raw, mapping, start, end, language, str(target), reading, borrowing, where)
    if not options.dry_run:
        _write_new(target, made.text, _)
    report.recognised(mapping)
    report.made(made, mapping, target, options.dry_run)


def _into_old(options: ImportOptions, raw: RawTimetable) -> None:
    from planner.editing.schooledit import is_editable, rewrite
    from planner.importing.asking import look
    from planner.reading import read_school
    from planner.reading.schoolfile import school_path
    from planner.verbs.timetable import import_mapped

    if not options.into.exists():
        _ = words(options.language or environment_language())
        raise Refused(_("{file} does not exist. Add --new to make it from the timetable.", file=options.into))
    path = school_path(options.into)
    school = read_school(path)
    language = school.spoken(options.language or school.language)
    _ = words(language)
    of_new = {
        "--term-start": options.term_start,
        "--term-end": options.term_end,
        "--country": options.country,
        "--reading": options.reading,
        "--borrowing": options.borrowing,
    }
    for option, value in of_new.items():
        if value:
            raise Refused(_("{option} goes with --new only.", option=option))
    if not is_editable(path):
        raise Refused(_("A workbook is not changed from here: write it into its sheets, or use a school file in YAML."))
    since = _date(options.since, "--from", _)
    if since is not None and since > school.term.end:
        raise Refused(_("{date} is after the end of the term, {end}.", date=since, end=school.term.end))
    report = Reporter(raw, language, options.as_json)
    mapping = _given(options, raw, school)
    if mapping is None:
        seen = look(raw, school, school.term.start)
        proposal = options.mapping or path.with_name(f"{options.file.stem}.map.yaml")
        _write_proposal(proposal, seen, options, language)
        report.recognised(seen.mapping)
        report.proposal(proposal, seen, options.dry_run)
        return
    content = path.read_bytes()
    found = import_mapped(content, raw, mapping, since, str(path), str(options.mapping))
    report.recognised(mapping)
    written = bool(found.changes) and not (options.dry_run or found.needs_date)
    if written:
        rewrite(path, content, found.content)
    report.changed(found, path, since, written=written)
    if found.needs_date and not options.dry_run:
        report.say(_("The school has a timetable already. Say from when the new one holds: --from DATE."))
        raise typer.Exit(Exit.BAD_INPUT)


def _given_mapping(options: ImportOptions) -> Mapping | None:
    """The mapping that was given; None when there is none yet."""
    from planner.importing.mapfile import read_mapping

    return read_mapping(options.mapping) if options.mapping is not None and options.mapping.exists() else None


def _given(options: ImportOptions, raw: RawTimetable, school: School | None) -> Mapping | None:
    """The confirmed mapping; None when there is none yet. Raises BadInput for one with gaps."""
    from planner.importing.asking import filled, unanswered

    mapping = _given_mapping(options)
    if mapping is None:
        return None
    mapping = filled(raw, mapping, school)
    reading = _list(options.reading)
    if school is None and reading:
        mapping = mapping.model_copy(update={"eligible": reading})
    problems = unanswered(raw, mapping, school)
    if problems:
        raise BadInput(str(options.mapping), problems)
    return mapping


def _write_proposal(path: Path, seen: Look, options: ImportOptions, language: Language) -> None:
    from planner.importing.mapfile import write_mapping

    if not options.dry_run:
        _write_new(path, write_mapping(seen, language), words(language))


def _write_new(path: Path, text: str, _: Words) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        message = _("{file} exists already: correct it and give it with --mapping, or delete it.", file=path)
        raise Refused(message) from None
    except OSError as error:
        raise unwritten(str(path), error) from None


def _where(place: str, _: Words) -> Whereabouts:
    from planner.importing.newschool import NOWHERE, Whereabouts

    if place and place not in PLACES and ("-" in place or zone_of(place) is None):
        raise Refused(_("--country: '{place}' is not known. Choose one of: {known}.", place=place, known=", ".join(PLACES)))
    return Whereabouts(place, zone_of(place)) if place else NOWHERE


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


class Reporter:
    """Tells people on the screen, or programs in one JSON object."""

    def __init__(self, raw: RawTimetable, language: Language, as_json: bool) -> None:
        self._raw, self._language, self._as_json = raw, language, as_json
        self._ = words(language)
        self._record: dict[str, Any] = {}

    def say(self, text: str, style: str = "") -> None:
        """A line of the result; with --json on stderr, where it does not disturb."""
        console = notices() if self._as_json else output()
        console.print(text, style=style or None, markup=False, soft_wrap=True)

    def recognised(self, mapping: Mapping) -> None:
        """The shape of the file and how much is in it."""
        _, raw = self._, self._raw
        self._record = {
            "shape": raw.shape,
            "classes": len(raw.classes),
            "lessons": len(raw.lessons),
            "placed": list(raw.placed) if raw.placed else None,
            "open": [{"section": s, "value": v} for s, v in mapping.open_points],
            "questions": [q.model_dump(mode="json", by_alias=True) for q in mapping.questions],
            "notes": [describe(n, self._language) for n in raw.notes],
            "unrecognised": [x.model_dump(mode="json") for x in mapping.unrecognised],
        }
        if self._as_json:
            return
        from planner.importing.reading import SHAPES

        shape = _(SHAPES.get(raw.shape, raw.shape))
        counts = {"classes": len(raw.classes), "lessons": len(raw.lessons)}
        text = _("Recognised: {shape}; {classes} classes, {lessons} lessons a week.", shape=shape, **counts)
        self.say(text, "bold")
        if raw.placed and raw.placed[0] < raw.placed[1]:
            placed, all_ = raw.placed
            self.say(_("{placed} of {all} activities have a place; the others are left out.", placed=placed, all=all_))
            for text in dict.fromkeys(raw.unplaced[:_SHOWN]):
                self.say(f"  {text}")
            self._more(len(raw.unplaced))
        for note in raw.notes:
            self.say(describe(note, self._language), "yellow")
        if raw.terms:
            self.say(_("The file holds several terms; term {n} is taken (term: in the mapping).", n=mapping.term))
        if raw.leftovers:
            text = _.ngettext(
                "{count} cell was not understood, nothing is taken from it:",
                "{count} cells were not understood, nothing is taken from them:",
                len(raw.leftovers),
            )
            self.say(text, "yellow")
            for x in raw.leftovers[:_SHOWN]:
                self.say(f"  {x.cell}: {x.text[:60]}")
            self._more(len(raw.leftovers))

    def proposal(self, path: Path, seen: Look, dry: bool) -> None:
        """Where the mapping is, and what is to be answered in it."""
        from planner.importing.gate import some

        _, mapping = self._, seen.mapping
        if self._as_json:
            record = {
                "doubts": [
                    {"key": d.key, "options": d.options, "text": describe(d.problem, self._language)} for d in seen.doubts
                ],
                "week": {"class": seen.shown, "days": seen.days, "rows": seen.week},
            }
            print_json({"status": "PROPOSED", **self._record, **record, "mapping": None if dry else str(path)})
            return
        if seen.doubts and seen.week:
            self.say(_("The week of {name} as it was understood:", name=seen.shown))
            self._week(seen)
        if mapping.open_points:
            count = len(mapping.open_points)
            self.say(_.ngettext("{count} point needs an answer:", "{count} points need an answer:", count), "yellow")
            for section, key in mapping.open_points[:_SHOWN]:
                told = next((d.problem for d in seen.doubts if section == "doubts" and d.key == key), None)
                if section == "eligible":
                    told = Problem(code="import_no_reading", value=some(sorted(set(mapping.subjects.values())), _SHOWN))
                    key = ""
                self.say(": ".join(x for x in (f"  {section}", key, describe(told, self._language) if told else "") if x))
            self._more(len(mapping.open_points))
        if dry:
            self.say(_("Nothing was written (--dry-run)."))
        else:
            text = _("The mapping is in {file}. Look through it, correct it, and run again with --mapping {file}.", file=path)
            self.say(text)

    def _week(self, seen: Look) -> None:
        """The week of one class as a small table."""
        heads = ("", *(day_name(self._language, d) for d in seen.days))
        rows = [heads, *((period_name(self._language, row[0]), *row[1:]) for row in seen.week)]
        for row in rows:
            self.say("  " + " | ".join(row))

    def made(self, made: Made, mapping: Mapping, path: Path, dry: bool) -> None:
        """A new school file."""
        _ = self._
        unsure = [c.name or c.key for c in mapping.classes.values() if not isinstance(c, str) and not c.sure]
        if self._as_json:
            record = {"unsure_classes": unsure, "times_guessed": made.guessed_times, "file": None if dry else str(path)}
            print_json({"status": "MADE", **self._record, **record})
            return
        if unsure:
            names = listing(self._language, unsure[:_SHOWN])
            self.say(_("The grade of these classes is not clear and was only counted off: {names}", names=names), "yellow")
        if made.guessed_times:
            self.say(_("The timetable has no times: those under bells are placeholders."), "yellow")
        if dry:
            self.say(_("Nothing was written (--dry-run)."))
            return
        text = _.ngettext(
            "New school file: {file} ({count} class).",
            "New school file: {file} ({count} classes).",
            len(made.school.class_list),
            file=path,
        )
        self.say(text, "bold green")
        if not made.is_dated:
            self.say(_("Fill in the first and last day of the term, then: lunjie plan {file} -o rota", file=path))
        else:
            self.say(_("Next: lunjie plan {file} -o rota", file=path))

    def changed(self, found: Imported, path: Path, since: dt.date | None, written: bool) -> None:
        """What an import changes, class by class."""
        _ = self._
        if self._as_json:
            record: dict[str, Any] = {"since": str(since) if since else None, "file": str(path), "written": written}
            record["changes"] = [c._asdict() for c in found.changes]
            print_json({"status": "STORED" if written else "COMPARED", **self._record, **record})
            return
        if not found.changes:
            self.say(_("The school has exactly this timetable already. Nothing was written."), "bold green")
            return
        date = date_text(self._language, since) if since else _("the start of the term")
        classes = len({c.class_id for c in found.changes})
        head = _.ngettext("From {date} on, in {count} class:", "From {date} on, in {count} classes:", classes, date=date)
        self.say(head, "bold")
        if found.replaces:
            self._list(found)
        else:
            self.say("  " + _.ngettext("{count} lesson is new.", "{count} lessons are new.", len(found.changes)))
        if written:
            self.say(_("Stored in {file}; its old text is beside it as .bak.", file=path), "bold green")
        else:
            self.say(_("Nothing was written."))

    def _list(self, found: Imported) -> None:
        names = {c.id: c.name.in_(self._language) for c in found.school.class_list}
        counts = Counter(c.class_id for c in found.changes)
        shown = 0
        for class_id, count in counts.items():
            mine = [c for c in found.changes if c.class_id == class_id]
            added, removed = sum(c.before is None for c in mine), sum(c.after is None for c in mine)
            numbers = {"added": added, "removed": removed, "changed": count - added - removed}
            name = names.get(class_id, class_id)
            line = self._("{name}: {added} added, {removed} removed, {changed} changed", name=name, **numbers)
            self.say(f"  {line}")
            for c in mine[: max(0, _SHOWN * 3 - shown)]:
                weeks = {"A": self._("Week A (odd)"), "B": self._("Week B (even)")}.get(c.weeks, "")
                where = f"{weeks} {day_name(self._language, c.day)} {period_name(self._language, c.period)}".strip()
                self.say(f"    {where}: {c.before or '-'} → {c.after or '-'}")
                shown += 1

    def _more(self, count: int) -> None:
        if count > _SHOWN:
            self.say(self._("  and {count} more", count=count - _SHOWN))

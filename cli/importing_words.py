"""What ``lunjie import`` says: what was recognised, what is open, what would change."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.console import notices, output, words
from cli.guard import print_json
from planner.languages import Language
from planner.messages.problems import describe
from planner.messages.wording import date_text, day_name, listing, period_name
from planner.models.problem import Problem
from planner.models.school import School

if TYPE_CHECKING:
    from planner.importing.asking import Look
    from planner.importing.mapping import Mapping
    from planner.importing.newschool import NewSchool
    from planner.importing.raw import RawTimetable
    from planner.importing.store import Import

_SHOWN = 12


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
        shape = _shape(self._language, raw.shape)
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

    def made(self, school: School, new: NewSchool, path: Path, dry: bool) -> None:
        """A new school file."""
        _ = self._
        unsure = [c.name or c.key for c in new.mapping.classes.values() if not isinstance(c, str) and not c.sure]
        if self._as_json:
            record = {"unsure_classes": unsure, "times_guessed": new.guessed_times, "file": None if dry else str(path)}
            print_json({"status": "MADE", **self._record, **record})
            return
        if unsure:
            names = listing(self._language, unsure[:_SHOWN])
            self.say(_("The grade of these classes is not clear and was only counted off: {names}", names=names), "yellow")
        if new.guessed_times:
            self.say(_("The timetable has no times: those under bells are placeholders."), "yellow")
        if dry:
            self.say(_("Nothing was written (--dry-run)."))
            return
        text = _.ngettext(
            "New school file: {file} ({count} class).",
            "New school file: {file} ({count} classes).",
            len(school.class_list),
            file=path,
        )
        self.say(text, "bold green")
        if new.start is None or new.end is None:
            self.say(_("Fill in the first and last day of the term, then: lunjie plan {file} -o rota", file=path))
        else:
            self.say(_("Next: lunjie plan {file} -o rota", file=path))

    def changed(self, change: Import, path: Path, since: dt.date | None, written: bool) -> None:
        """What an import changes, class by class."""
        _ = self._
        if self._as_json:
            record: dict[str, Any] = {"since": str(since) if since else None, "file": str(path), "written": written}
            record["changes"] = [c._asdict() for c in change.changes]
            print_json({"status": "STORED" if written else "COMPARED", **self._record, **record})
            return
        if not change.changes:
            self.say(_("The school has exactly this timetable already. Nothing was written."), "bold green")
            return
        date = date_text(self._language, since) if since else _("the start of the term")
        classes = len({c.class_id for c in change.changes})
        head = _.ngettext("From {date} on, in {count} class:", "From {date} on, in {count} classes:", classes, date=date)
        self.say(head, "bold")
        if change.replaces:
            self._list(change)
        else:
            self.say("  " + _.ngettext("{count} lesson is new.", "{count} lessons are new.", len(change.changes)))
        if written:
            self.say(_("Stored in {file}; its old text is beside it as .bak.", file=path), "bold green")
        else:
            self.say(_("Nothing was written."))

    def _list(self, change: Import) -> None:
        names = {c.id: c.name.in_(self._language) for c in change.school.class_list}
        counts = Counter(c.class_id for c in change.changes)
        shown = 0
        for class_id, count in counts.items():
            mine = [c for c in change.changes if c.class_id == class_id]
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


def _shape(language: Language, shape: str) -> str:
    _ = words(language)
    return {
        "rows-classes": _("a master timetable, one row a class"),
        "rows-teachers": _("a master timetable, one row a teacher"),
        "rows-periods": _("a master timetable, one column a class"),
        "sheet-per-class": _("one sheet a class"),
        "long-list": _("a list, one line a lesson"),
        "fet": _("a FET file"),
        "fet-csv": _("a timetable exported by FET"),
        "asc": _("an aSc timetable"),
        "untis": _("an Untis export (GPU001)"),
        "cses": _("a CSES timetable"),
        "classisland": _("a ClassIsland profile"),
    }.get(shape, shape)

"""The next term's school file, written from this one's text: comments, order and the writer's own keys stay."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from planner.editing.classrefs import ClassReferences
from planner.editing.schooledit import SchoolEditor
from planner.models.classes import class_entries
from planner.models.days import parse_day
from planner.models.places import Bell
from planner.models.timetable import TimetableRow
from planner.models.values import Weeks
from planner.reading.spelling import Loc

if TYPE_CHECKING:
    from planner.suggesting.rollover import NextTerm

_WEEKEND = 3


def roll_over(editor: SchoolEditor, new: NextTerm) -> str:
    """The text of the new file. The editor's own file is not touched; the editor is of no use afterwards."""
    _Rollover(editor, new).run()
    return _with_notes(editor, new)


class _Rollover(ClassReferences):
    """One file, rolled over section by section."""

    def __init__(self, editor: SchoolEditor, new: NextTerm) -> None:
        super().__init__(editor, new.names)
        self.new = new
        self.rows_of: dict[str | None, list[TimetableRow]] = defaultdict(list)
        for row in self.school.timetable:
            self.rows_of[self.school.class_id(row.class_id)].append(row)

    def run(self) -> None:
        """All sections. Lists are walked backwards wherever entries go."""
        self._classes()
        self._class_references()
        self._helpers()
        self._dated()
        self._events()
        self._last_term()
        self._term()
        for section in ("timetable", "helpers", "wishes", "absences"):
            key = self.editor.key((section,), self.editor.data)
            if getattr(self.school, section) and not self.editor.data.get(key):
                self.editor.remove(self.editor.data, key)
        if "signed" in self.school.printing.model_fields_set:
            self.drop(("printing",), "signed")

    def _term(self) -> None:
        term, new = self.editor.mapping("term"), self.new
        for name in ("closures", "days", "week1_monday", "letters_from"):
            self.drop(("term",), name)
        words = {"id": new.id, "school_year": new.school_year, "name": new.name, "start": new.start, "end": new.end}
        for name, value in words.items():
            if name == "id" or value != getattr(self.school.term, name):
                term[self.editor.key(("term", name), term)] = self.editor.value(value)
        if self.school.term.recall_weeks:
            if new.recall_weeks:
                weeks = new.recall_weeks
                term[self.editor.key(("term", "recall_weeks"), term)] = f"{weeks[0]}-{weeks[-1]}"
            else:
                self.drop(("term",), "recall_weeks")

    def _classes(self) -> None:
        entries = self.editor.entries("classes")
        if len(entries) == 1 and isinstance(entries[0], str):  # 1A-2B, 3A: several in one text
            entries.extend(class_entries(entries.pop(0)))
        for n, (old, new) in enumerate(zip(self.school.classes, self.new.entries, strict=True)):
            for name in ("grades", "id", "name"):
                if getattr(old, name) != getattr(new, name):
                    if not isinstance(entries[n], dict):  # in words: 3B
                        entries[n] = CommentedMap(new.model_dump(mode="json", exclude_defaults=True))
                        break
                    value = new.model_dump(mode="json")["grades"] if name == "grades" else getattr(new, name)
                    key = self.editor.key(("classes", n, name), entries[n])
                    entries[n][key] = self.editor.value(int(value) if str(value).isdecimal() and name == "grades" else value)

    def _class_references(self) -> None:
        moves, both = self.new.moves, {**self.new.moves, **self.new.fills}
        stays = set(both.values())
        for n, demand in enumerate(self.school.written_demands):
            # A demand belongs to the place in school, not to the children: its classes stay those of their grade.
            self.each_class(("demands", n), lambda w: w if self.school.class_id(str(w)) in stays else None)
            for part in ("bans", "pins", "prefer"):
                if getattr(demand, part):
                    self.filter(("demands", n, part), lambda w: self.renamed(w, moves))
        if self.school.absences:
            self.filter(("absences",), lambda w: self.renamed(w, moves))
        rows = self.editor.entries("timetable") if self.school.timetable else []
        for n in reversed(range(len(rows))):
            parts = self._parts_that_go_on(self.school.timetable[n])
            key = self.editor.key(("timetable", n, "class"), rows[n])
            name = self.renamed(rows[n][key], both)
            if name is None or not parts:
                self.editor.remove(rows, n)
                continue
            rows[n][key] = name
            for _part in parts[1:]:
                rows.insert(n, _bare(rows[n]))  # before it: what is written behind it speaks of the next one
            for m, (weeks, days) in enumerate(parts, start=n):
                self._keep(m, rows[m], weeks if weeks != self.school.timetable[n].weeks else None, days)

    def _parts_that_go_on(self, row: TimetableRow) -> list[tuple[Weeks, set[str]]]:
        """The days of a row that hold on the last day of the term, and in which weeks: as on every date, the newest row of a
        class for a day replaces all that began before. Without their dates both would contradict each other."""
        if self._is_over(row):
            return []
        begun, numbers = row.valid_from or dt.date.min, set(row.weeks.numbers or ())
        newer = [
            other
            for other in self.rows_of[self.school.class_id(row.class_id)]
            if (other.valid_from or dt.date.min) > begun
            and not self._is_over(other)
            and not (numbers and other.weeks.numbers and numbers.isdisjoint(other.weeks.numbers))
        ]
        left = {p: set(row.days).difference(*(o.days for o in newer if o.weeks.parity in (None, p))) for p in "AB"}
        odd, even = left["A"], left["B"]
        found: dict[str | None, set[str]] = {None: odd & even, "A": odd - even, "B": even - odd}
        if row.weeks.parity:
            found = {row.weeks.parity: left[row.weeks.parity]}
        return [(Weeks(numbers=row.weeks.numbers, parity=p), days) for p, days in found.items() if days]

    def _is_over(self, entry: Bell | TimetableRow) -> bool:
        return entry.valid_until is not None and entry.valid_until < self.school.term.end

    def _keep(self, n: int, row: Any, weeks: Weeks | None, kept: set[str]) -> None:
        """Of a row these days, which stand in it or beside its class; ``weeks``: others than it had."""
        for part in (row, row.get(self.editor.key(("timetable", n, "days"), row), {})):
            for key in list(part):
                with suppress(PydanticCustomError):
                    if parse_day(str(key)) not in kept:
                        self.editor.remove(part, key)
        if weeks is not None:
            said = str(weeks.model_dump())
            said = said.replace("odd", "单周").replace("even", "双周") if self.editor.chinese else said
            self.editor.set(row, self.editor.key(("timetable", n, "weeks"), row), said)

    def _helpers(self) -> None:
        if not self.school.helpers:
            return
        helpers = self.editor.entries("helpers")
        for n in reversed(range(len(helpers))):
            old, mapping = self.school.helpers[n], helpers[n]
            if old.id in self.new.leaving_helpers:
                self.editor.remove(helpers, n)
                continue
            if not old.volunteer:
                key = self.editor.key(("helpers", n, "class"), mapping)
                mapping[key] = self.renamed(mapping[key], self.new.moves)
            for name in ("trainee", "valid_from", "valid_until", "last_term"):
                mapping.pop(self.editor.key(("helpers", n, name), mapping), None)
            if old.id in self.new.loads:
                self.editor.set(mapping, self.editor.key(("helpers", n, "last_term"), mapping), self.new.loads[old.id])
        wishes = self.editor.entries("wishes") if self.school.wishes else []
        for n in reversed(range(len(wishes))):
            if set(self.school.wishes[n].helpers) & set(self.new.leaving_helpers):
                self.editor.remove(wishes, n)

    def _dated(self) -> None:
        """Whatever was tied to dates or week numbers of the old term."""
        for section in ("teachers", "helpers", "adults", "absences"):
            if not getattr(self.school, section):
                continue
            people = self.editor.entries(section)
            for n in reversed(range(len(people))):
                gone = [self._aways(people[n], (section, n), name) for name in ("away", "likes")]
                if section == "absences" and any(gone):
                    self.editor.remove(people, n)
        for n, adult in enumerate(self.school.adults):
            for m in range(len(adult.places)):
                self._drop_if_there(("adults", n, "places", m), "dates")
        self._newest_bells()
        for section, names in {
            "bells": ("valid_from", "valid_until"),
            "windows": ("valid_from", "valid_until", "changes"),
            "demands": ("valid_from", "valid_until", "dates"),
            "timetable": ("valid_from", "valid_until"),
            "rooms": ("valid_from", "valid_until"),
            "posts": ("valid_from", "valid_until"),
            "adults": ("valid_from", "valid_until"),
        }.items():
            if getattr(self.school, section):
                for n in range(len(self.editor.entries(section))):
                    for name in names:
                        self._drop_if_there((section, n), name)

    def _newest_bells(self) -> None:
        """Of bells told apart by their dates alone, the one in force last goes on; without dates they would contradict."""
        newest: dict[object, int] = {}
        bells = [
            ((b.campus, b.grades, b.weekdays), (not self._is_over(b), b.valid_from or dt.date.min)) for b in self.school.bells
        ]
        for n, (scope, last) in enumerate(bells):
            if scope not in newest or last >= bells[newest[scope]][1]:
                newest[scope] = n
        for n in reversed(range(len(bells))):
            if n not in newest.values():
                self.editor.remove(self.editor.entries("bells"), n)

    def _drop_if_there(self, loc: Loc, name: str) -> None:
        try:
            self.drop(loc, name)
        except KeyError:
            return

    def _aways(self, person: Any, loc: Loc, name: str) -> bool:
        """Take out what held on dates, or in numbered weeks; True when nothing is left of what was there."""
        if not isinstance(person, dict):
            return False
        key = self.editor.key((*loc, name), person)
        value = person.get(key)
        items = value if isinstance(value, list) else [value]
        kept = [i for i in items if not (isinstance(i, dict) and _is_dated(i))]
        if value is None or len(kept) == len(items):
            return False
        if kept:
            person[key] = kept[0] if len(kept) == 1 else CommentedSeq(kept)
        else:
            self.editor.remove(person, key)
        return not kept

    def _events(self) -> None:
        for n, event in enumerate(self.school.events):
            if not event.dates:
                continue
            self.editor.entries("events")
            self.drop(("events", n), "dates")
            mapping = self.editor.mapping("events", n)
            times = event.still_to_date + (_occasions(event.dates) if self.new.new_year or not event.still_to_date else 0)
            self.editor.set(mapping, self.editor.key(("events", n, "still_to_date"), mapping), times)

    def _last_term(self) -> None:
        levels = {self.new.moves[c]: level for c, level in self.new.unwelcome.items() if c in self.new.moves}
        key = self.editor.key(("last_term",), self.editor.data)
        if levels:
            made = CommentedMap(sorted(levels.items()))
            made.fa.set_flow_style()
            self.editor.data[key] = made
        elif key in self.editor.data:
            self.editor.remove(self.editor.data, key)


def _bare(value: Any) -> Any:
    """A copy on one line, without comments."""
    if isinstance(value, dict):
        made: Any = CommentedMap((key, _bare(inner)) for key, inner in value.items())
    elif isinstance(value, list):
        made = CommentedSeq(map(_bare, value))
    else:
        return value.replace() if isinstance(value, dt.date) else value
    made.fa.set_flow_style()
    return made


def _is_dated(away: dict[str, Any]) -> bool:
    weeks = away.get("weeks", away.get("周次"))
    return "dates" in away or "日期" in away or (weeks is not None and Weeks.model_validate(weeks).numbers is not None)


def _occasions(dates: tuple[dt.date, ...]) -> int:
    """How many times an event takes place: dates with no more than a weekend between them are one."""
    return 1 + sum((b - a).days > _WEEKEND for a, b in pairwise(dates))


def _with_notes(editor: SchoolEditor, new: NextTerm) -> str:
    """The notes as comments at the top, and a reminder above the lessons."""
    text = editor.text()
    if editor.is_json:
        return text
    language = editor.school.language
    line_end = "\r\n" if "\r\n" in text else "\n"
    notes = [f"#  [ ] {n.in_(language)}" for n in new.notes]
    head = [f"# lunjie rollover: {editor.school.term.id} → {new.id}", *notes, "", ""]
    mark = f"# [ ] {new.timetable_note.in_(language)}{line_end}"
    text = re.sub(r"^(timetable|课程表)(?=\s*:)", lambda found: mark + found[0], text, flags=re.MULTILINE)
    return line_end.join(head) + text

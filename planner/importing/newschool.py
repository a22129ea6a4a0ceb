"""A school file made from a timetable alone: classes, bells, timetable, a library, and as many visits as the lessons allow."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any, NamedTuple

from planner.countries import country_of
from planner.errors import BadInput
from planner.importing.gate import some
from planner.importing.lessons import rows_of, settle
from planner.importing.mapping import OPEN, SKIP, Mapping, NewClass, NewPeriod
from planner.importing.offering import library_room, offer_of, subjects_of
from planner.importing.raw import RawTimetable
from planner.languages import in_chinese
from planner.messages.countries import school_year_name, term_names
from planner.messages.wording import translator
from planner.models.base import Language
from planner.models.days import WEEKDAYS
from planner.models.formats import SCHOOL
from planner.models.problem import Problem
from planner.models.school import School
from planner.models.values import Span, at_minute, minute_of
from planner.reading.classnames import plain
from planner.reading.schoolfile import parse_school
from planner.reading.spelling import closest
from planner.script import spelt
from planner.timeline.schoolyears import opened_in, year_of

_FIRST, _LESSON, _PAUSE = 8 * 60, 40, 10
_TO_FILL = "YYYY-MM-DD"
_ANY_START = dt.date(2026, 9, 1)
USUAL_ZONE = "Asia/Shanghai"
"""Of a school file that names none."""


class Whereabouts(NamedTuple):
    """What depends on the country of a school: ``place`` is one of `planner.countries.PLACES`, ``free`` the holidays within the
    term that no public calendar knows, such as half-term."""

    place: str | None = None
    timezone: str | None = None
    free: tuple[dt.date, dt.date] | None = None


NOWHERE = Whereabouts()
"""As the school file has it where nothing is said: China."""


class NewSchool:
    """The text of a new school file, and what its reader must be told."""

    def __init__(
        self,
        raw: RawTimetable,
        mapping: Mapping,
        start: dt.date | None,
        end: dt.date | None,
        language: Language,
        where: Whereabouts = NOWHERE,
    ) -> None:
        self.raw, self.mapping, self.start, self.end, self._ = raw, mapping, start, end, translator(language)
        self.language, self.where = language, where
        self.guessed_times = not all(isinstance(p, NewPeriod) and p.time for p in mapping.periods.values() if p != SKIP)
        self.bells = bells_of(raw, mapping)
        self.lessons = settle(raw, mapping)
        by_day = {day: list(bell) for days, bell in self.bells for day in days}
        usual = list(self.bells[0][1])
        self.rows, self.lost = rows_of(self.lessons, lambda _c, day: by_day.get(day, usual))

    def text(self, reading: tuple[str, ...], borrowing: tuple[str, ...]) -> str:
        """The file. Raises BadInput when a subject is unknown or none is eligible."""
        subjects = sorted({x.subject for x in self.lessons})
        problems = [
            Problem(code="import_no_subject", value=s, params={"closest": closest(s, subjects)})
            for s in dict.fromkeys((*reading, *borrowing))
            if not any(s in subject.split("/") or s == subject for subject in subjects)
        ]
        if not reading or not borrowing:
            problems.append(Problem(code="import_no_reading", value=some(subjects, 40)))
        if problems:
            raise BadInput(self.raw.source, problems)
        parts = (self._head(), self._bells(), self._classes(), self._teachers(), self._timetable())
        return "\n".join(line for part in (*parts, self._demands(reading, borrowing)) for line in part) + "\n"

    def check(self, text: str, source: str) -> School:
        """The school that the text means, with any term where none was given. Raises BadInput."""
        filled = text.replace(f"start: {_TO_FILL}", "start: 2026-09-01").replace(f"end: {_TO_FILL}", "end: 2026-12-18")
        return parse_school(filled, source)

    def _head(self) -> list[str]:
        _ = self._
        name = self.raw.school_name or self.mapping.file.rsplit(".", 1)[0] or "school"
        days = sorted({x.day for x in self.lessons})
        start, end = self.start or _TO_FILL, self.end or _TO_FILL
        place = self.where.place
        usual = year_of(place)
        year, index = opened_in(place, self.start or _ANY_START)
        lines = [comment(_("Made by lunjie import from {file}.", file=self.mapping.file))]
        if self.start is None or self.end is None:
            lines.append(comment(_("Fill in the first and last day of the term before planning.")))
        lines += [
            f"format: {SCHOOL}",
            f"name: {q(name[:80])}",
            f"language: {self.language}",
            "term:",
            f"  id: {q(f'{year}-{index + 1}')}",
            f"  school_year: {q(school_year_name(self.language, place, year, usual.one_year))}",
            f"  name: {q(term_names(self.language, usual.naming)[index])}",
            f"  start: {start}",
            f"  end: {end}",
        ]
        if self.where.timezone:
            lines.append(f"  timezone: {self.where.timezone}")
        if place and place != country_of(self.where.timezone or USUAL_ZONE):
            lines.append(f"  country: {place}")
        if self.where.free:
            first, last = self.where.free
            named = _("School holidays")
            lines.append(f"  closures: [{{dates: {first}..{last}, name: {q(named)}}}]")
        cycle = [int(d[1:]) for d in days if d.startswith("D")]
        if cycle:
            lines.append(f"  cycle_days: {self._cycle(max(2, len(self.mapping.days), *cycle))}")
        elif days and not set(days) <= set(WEEKDAYS[:5]):
            lines.append(f"  weekdays: [{', '.join(sorted(days, key=WEEKDAYS.index))}]")
        return lines

    def _cycle(self, length: int) -> str:
        """How long the cycle is; where its days are called Day A, Day B … in the timetable, their letters."""
        days = self.mapping.days.items()
        written = {label: re.fullmatch(r"(?:day\s*)?([a-z])", plain(word), re.IGNORECASE) for word, label in days}
        letters = [found[1].upper() if (found := written.get(f"D{n}")) else "" for n in range(1, length + 1)]
        return f"[{', '.join(letters)}]" if all(letters) else str(length)

    def _bells(self) -> list[str]:
        lines = [""]
        if self.guessed_times:
            lines.append(comment(self._("The times are not in the timetable: these are placeholders, please correct them.")))
        lines.append("bells:")
        for days, bell in self.bells:
            lines.append(f"  - weekdays: [{', '.join(days)}]" if days else "  - periods:")
            lines += ["    periods:"] if days else []
            lines += [f"      {q(name)}: {span}" for name, span in bell.items()]
        return lines

    def _classes(self) -> list[str]:
        found: dict[str, NewClass] = {}
        for entry in self.mapping.classes.values():
            if isinstance(entry, NewClass):
                found.setdefault(entry.key, entry)
        lines = ["", "classes:"]
        for entry in sorted(found.values(), key=lambda c: (c.grade, c.number)):
            lines.append(f"  - {flow(class_record(entry))}")
        return lines

    def _teachers(self) -> list[str]:
        """Teachers whose id is not simply their name."""
        names: dict[str, str] = {}
        for written, key in self.mapping.teachers.items():
            name = re.split(r"\s*[+,、/]\s*", written)[0] or written
            if key not in (SKIP, name):
                names.setdefault(key, name)
        used = {x.teacher for x in self.lessons}
        lines = [f"  - {flow({'id': key, 'name': name})}" for key, name in names.items() if key in used]
        return ["", "teachers:", *lines] if lines else []

    def _timetable(self) -> list[str]:
        lines = ["", "timetable:"]
        for row in self.rows:
            lines += [f"  - class: {q(row.class_id)}"]
            lines += [f"    {day}: [{', '.join(q(w) for w in words)}]" for day, words in row.days.items()]
            if row.teachers:
                lines.append(f"    teachers: {flow(row.teachers)}")
            if row.weeks != "all":
                lines.append(f"    weeks: {'odd' if row.weeks == 'A' else 'even'}")
        return lines

    def _demands(self, reading: tuple[str, ...], borrowing: tuple[str, ...]) -> list[str]:
        _ = self._
        offer = offer_of(self.lessons, reading, borrowing)
        room = library_room(self.raw, {*reading, *borrowing})
        script = self.language if in_chinese(self.language) else "zh"
        name = f"{{zh: {spelt(script, '图书馆', '')}, en: Library}}" if room is None else q(room)
        lines = ["", "rooms:", f"  - {{id: library, name: {name}, classes: {offer.at_once}}}", ""]
        if offer.both:
            words_of_help = _("One visit to borrow and one to read each week, in these lessons. Change what is otherwise.")
        else:
            words_of_help = _("As many visits as these lessons and one room allow. Change what is otherwise.")
        lines.append(comment(words_of_help))
        if offer.without:
            lines.append(comment(_("No such lesson: {classes}", classes=", ".join(offer.without))))
        lines.append("demands:")
        kinds = (("borrow", "借还书", "Borrowing", borrowing), ("read", "阅览", "Reading", reading))
        for key, zh, en, words in kinds if offer.both else kinds[1:]:
            wanted = subjects_of(self.lessons, words) or list(words)
            lines += [f"  - id: {key}", f"    name: {{zh: {spelt(script, zh, en)}, en: {en}}}"]
            lines += ["    kind: lesson_reading", "    rooms: library"]
            lines += [f"    subjects: [{', '.join(q(s) for s in wanted)}]"]
            lines += [f"    cycle: {q(offer.cycle)}"] if offer.cycle != "weekly" else []
            if offer.without:
                lines.append(f"    classes: [{', '.join(q(c) for c in offer.classes)}]")
        return lines


def class_record(entry: NewClass) -> dict[str, Any]:
    """A class entry as the school file writes it."""
    record: dict[str, Any] = {"grades": entry.grade, "number": entry.number}
    if entry.id:
        record["id"] = entry.id
    if entry.name:
        record["name"] = entry.name.replace("{", "(").replace("}", ")")
    if entry.pupils:
        record["pupils"] = entry.pupils
    return record


def bells_of(raw: RawTimetable, mapping: Mapping) -> list[tuple[tuple[str, ...], dict[str, Span]]]:
    """(days, period -> time) of every bell; no days = all of them."""
    names = {label: p.id for label, p in mapping.periods.items() if isinstance(p, NewPeriod)}
    out = []
    for written, spans in raw.bells:
        days = tuple(d for w in written if (d := mapping.days.get(w, SKIP)) not in (SKIP, OPEN))
        bell = {names[label]: span for label, span in spans.items() if label in names}
        if days and bell:
            out.append((days, bell))
    # The first one is for every day that no other one is for.
    return [((), bell) if n == 0 else (days, bell) for n, (days, bell) in enumerate(out)] or [((), bell_of(mapping))]


def bell_of(mapping: Mapping) -> dict[str, Span]:
    """Periods with their times, in order; where the file has none, 40 minutes each from eight o'clock on."""
    out: dict[str, Span] = {}
    at = _FIRST
    new = [p for p in mapping.periods.values() if isinstance(p, NewPeriod)]
    timed = all(p.time for p in new)
    length = _LESSON if len(new) * (_LESSON + _PAUSE) < 14 * 60 else max(1, 14 * 60 // len(new) - 1)
    pause = _PAUSE if length == _LESSON else 1
    for period in new:
        if timed and period.time:
            out[period.id] = period.time
            continue
        out[period.id] = Span(start=at_minute(at), end=at_minute(at + length))
        at += length + pause
    return dict(sorted(out.items(), key=lambda item: (minute_of(item[1].start), item[0])))


def comment(text: str) -> str:
    """A line of help in the file."""
    return "# " + " ".join(text.split())


def q(text: str) -> str:
    """A text in quotes; a JSON string is a YAML string."""
    return json.dumps(text, ensure_ascii=False)


def flow(record: dict[str, Any]) -> str:
    """A record on one line."""
    pairs = (
        f"{k if k.isidentifier() and k.isascii() else q(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in record.items()
    )
    return "{" + ", ".join(pairs) + "}"

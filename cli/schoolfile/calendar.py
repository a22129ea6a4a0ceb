"""What of a term's calendar needs a decision, and one-line edits that settle it: the work behind ``lunjie calendar``."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from cli.console import Words, notices, words
from cli.guard import Refused, print_json
from cli.schoolfile.calendar_list import Listing, show_listing
from cli.schoolfile.commands import CalendarOptions
from planner.messages.wording import date_text, dates_text, long_day_name
from planner.models.base import Language
from planner.models.days import parse_day
from planner.models.school import School
from planner.models.values import Dates
from planner.suggesting import (
    Milestone,
    Suggestions,
    country_of,
    has_country,
    propose_milestones,
    read_listed,
    suggest_calendar,
)
from planner.timeline import Timeline, own_weekday

if TYPE_CHECKING:
    from planner.editing.schooledit import SchoolEditor

_DATES: TypeAdapter[tuple[dt.date, ...]] = TypeAdapter(Dates)


def run_calendar(options: CalendarOptions) -> None:
    """Settle what the options say, then list what is left. Raises Refused, BadInput and MissingFile; then nothing changed."""
    from planner.editing.schooledit import is_editable, undo
    from planner.reading import read_school

    path, milestones = options.school, options.milestones or bool(options.add)
    school = read_school(path)
    language = options.language or school.language
    _ = words(language)
    if (options.undo or _edits(options)) and not is_editable(path):
        raise Refused(_("A workbook is not changed from here: write it into its sheets, or use a school file in YAML."))
    if options.undo:
        if _edits(options):
            raise Refused(_("--undo stands alone."))
        if not undo(path):
            raise Refused(_("There is nothing to undo: no {name} beside the school file.", name="*.bak"))
        school = read_school(path)
        done = [_("Undone. The other text is kept; --undo once more brings it back.")]
    else:
        known = _suggestions(school, options, _)
        done = _settle(path, known, options, language, _) if _edits(options) else []
        school = read_school(path) if _edits(options) else school
    left = _suggestions(school, options, _, tell=options.undo)
    proposed = propose_milestones(school, Timeline(school)) if milestones else ()
    listing = Listing(school, str(path), left, proposed, _country(school, options), _extra(options))
    if options.as_json:
        print_json({**listing.record(), "done": done})
        return
    for line in done:
        notices().print(line, style="green", markup=False, soft_wrap=True)
    show_listing(listing, language, milestones=milestones)


def _edits(options: CalendarOptions) -> bool:
    """Whether the file is to be changed."""
    return bool(options.accept or options.confirm or options.close or options.day or options.add)


def _country(school: School, options: CalendarOptions) -> str | None:
    return options.country.upper() if options.country else country_of(school.term.timezone)


def _extra(options: CalendarOptions) -> str:
    """Options that the next command needs as well, so that it sees the same suggestions."""
    words = ["--country", options.country] if options.country else []
    words += ["--subdivision", options.subdivision] if options.subdivision else []
    words += ["--from", str(options.source)] if options.source else []
    return "".join(f" {shlex.quote(w)}" for w in words)


def _suggestions(school: School, options: CalendarOptions, _: Words, *, tell: bool = True) -> Suggestions:
    """What is known beside the file. ``tell``: say what of the school's own list could not be read."""
    country = _country(school, options)
    if country and not has_country(country, options.subdivision):
        place = f"{country} {options.subdivision or ''}".strip()
        raise Refused(_("The holidays package does not know '{place}'. Countries have two letters: CN, DE, US.", place=place))
    if options.source is None:
        return suggest_calendar(school.term, country, options.subdivision)
    from planner.reading.planfile import read_bytes, text_of

    content = text_of(read_bytes(options.source), str(options.source))
    listed = read_listed(
        content,
        calendar=options.source.suffix.lower() in {".ics", ".ical"} or "BEGIN:VCALENDAR" in content,
        between=(school.term.start, school.term.end),
        zone=school.term.timezone,
        source=str(options.source),
    )
    for number, line in listed.unread if tell else ():
        notices().print(
            _("{file}, {number}: not read: {line}", file=options.source.name, number=number, line=line), markup=False
        )
    if listed.cancelled and tell:
        text = _.ngettext(
            "{file}: {count} cancelled event left out.",
            "{file}: {count} cancelled events left out.",
            listed.cancelled,
            file=options.source.name,
        )
        notices().print(text, markup=False)
    if not listed.days and not listed.cancelled:
        raise Refused(
            _("{file}: no date could be read. One line for each: date or range, name[, runs as].", file=options.source.name)
        )
    return suggest_calendar(school.term, country, options.subdivision, listed.days, options.source.name)


def _settle(path: Path, known: Suggestions, options: CalendarOptions, language: Language, _: Words) -> list[str]:
    """Carry out the edits, all or none, and say what was done."""
    from planner.editing.calendaredit import change_day, close
    from planner.editing.schooledit import SchoolEditor

    editor = SchoolEditor(path)
    done: list[str] = []

    def say(changed: bool, text: str) -> None:
        done.append(text if changed else _("Already so: {text}", text=text))

    if options.accept:
        _accept(editor, known, say, language, _)
    for item in options.close or ():
        dates, name = _split(item, _, needs_name=True)
        say(close(editor, dates, name or ""), _("closed: {dates} {name}", dates=dates_text(language, dates), name=name))
    for item in options.day or ():
        dates, label = _split(item, _, needs_name=True)
        runs_as = _day(label or "", _)
        for date in dates:
            say(change_day(editor, date, runs_as=runs_as, confirmed=True), _runs(date, runs_as, language, _))
    for item in options.confirm or ():
        dates, label = _split(item, _, needs_name=False)
        for date in dates:
            announced = _day(label, _) if label else _known_run(editor.school, known, date, item, _)
            note = next((s.name for s in known.days if date in s.dates), None)
            changed = change_day(editor, date, runs_as=announced, confirmed=True, note=note)
            say(changed, _runs(date, announced or own_weekday(date), language, _))
    # Proposed once: what is added first must not make the others disappear.
    proposed = propose_milestones(editor.school) if options.add else ()
    for item in options.add or ():
        _add(editor, [m for m in proposed if item in (m.id, m.kind)], item, say, language, _)
    editor.save()
    return done


def _accept(editor: SchoolEditor, known: Suggestions, say: Callable[[bool, str], None], language: Language, _: Words) -> None:
    """All closures; make-up days go in unconfirmed. Guesses are left out: they are not known."""
    from planner.verbs.schoolfile import accept

    for one, changed in accept(editor, known.suggestions):
        if one.kind == "closure":
            say(changed, _("closed: {dates} {name}", dates=dates_text(language, one.dates), name=one.name.in_(language)))
        else:
            say(changed, _("written, not confirmed: {date}", date=date_text(language, one.dates[0])))
    guesses = sum(one.guess for one in known.suggestions)
    if guesses:
        text = _.ngettext(
            "{count} guess left out: close the day by itself when it is announced.",
            "{count} guesses left out: close these days one by one when they are announced.",
            guesses,
        )
        say(True, text)


def _add(
    editor: SchoolEditor,
    wanted: list[Milestone],
    item: str,
    say: Callable[[bool, str], None],
    language: Language,
    _: Words,
) -> None:
    from planner.verbs.schoolfile import add

    if not wanted:
        if any(item in (e.id, f"counted-{e.id}") for e in editor.school.events):
            say(False, item)
            return
        raise Refused(_("No proposal is called '{id}'; --milestones lists them.", id=item))
    for m in wanted:
        say(add(editor, m), f"{m.name.in_(language)}: {dates_text(language, m.dates)}")


def _runs(date: dt.date, label: str, language: Language, _: Words) -> str:
    return _("{date} runs {day}", date=date_text(language, date), day=long_day_name(language, label) if label else "?")


def _known_run(school: School, known: Suggestions, date: dt.date, item: str, _: Words) -> str | None:
    """The day to confirm when none is said: that of the file, else the suggested one. Raises Refused when neither says any."""
    said = next((c.runs_as for c in school.term.days if c.date == date), None)
    said = said or next((s.runs_as for s in known.days if date in s.dates), None)
    if said is None and own_weekday(date) not in school.term.weekdays and school.term.cycle_days is None:
        raise Refused(_("Which day's timetable? For example: --confirm {item}=MON", item=item))
    return said


def _split(item: str, _: Words, *, needs_name: bool) -> tuple[tuple[dt.date, ...], str | None]:
    before, _sign, after = item.partition("=")
    try:
        dates = _DATES.validate_python(before)
    except (ValidationError, PydanticCustomError):
        raise Refused(_("'{text}' is not a date. Write 2026-05-01 or 2026-05-01..2026-05-05.", text=before)) from None
    if needs_name and not after.strip():
        raise Refused(_("'{text}' lacks its second half: DATE=NAME, or DATE=TUE.", text=item))
    return dates, after.strip() or None


def _day(word: str, _: Words) -> str:
    try:
        return parse_day(word)
    except PydanticCustomError:
        raise Refused(_("'{text}' is no day. Write MON … SUN, 周一 … 周日, or D1 … in a day cycle.", text=word)) from None

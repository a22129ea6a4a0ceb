"""What of a term's calendar needs a decision, and one-line edits that settle it: the work behind ``lunjie calendar``."""

from __future__ import annotations

import datetime as dt
import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

import planner
from cli.console import Words, notices, words
from cli.guard import Refused, print_json
from cli.schoolfile.calendar_list import Listing, show_listing
from cli.schoolfile.commands import CalendarOptions
from planner.countries import located
from planner.messages.wording import date_text, dates_text, long_day_name
from planner.models.base import Language
from planner.models.days import parse_day
from planner.models.school import School
from planner.models.values import Dates
from planner.suggesting import Milestone, Suggestion, Suggestions, has_country, read_listed
from planner.timeline import own_weekday

if TYPE_CHECKING:
    from planner import CalendarAnswers, CalendarQuestions
    from planner.verbs.schoolfile import Decision

_DATES: TypeAdapter[tuple[dt.date, ...]] = TypeAdapter(Dates)


def run_calendar(options: CalendarOptions) -> None:
    """Settle what the options say, then list what is left. Raises Refused, BadInput and MissingFile; then nothing changed."""
    from planner.editing.schooledit import is_editable, undo
    from planner.reading import read_school
    from planner.reading.schoolfile import school_path

    path, milestones = options.school, options.milestones or bool(options.add)
    school = read_school(path)
    language = school.spoken(options.language or school.language)
    _ = words(language)
    if (options.undo or _edits(options)) and not is_editable(path):
        raise Refused(_("A workbook is not changed from here: write it into its sheets, or use a school file in YAML."))
    done = []
    if options.undo:
        if _edits(options):
            raise Refused(_("--undo stands alone."))
        if not undo(path):
            raise Refused(_("There is nothing to undo: no {name} beside the school file.", name="*.bak"))
        school = read_school(path)
        done = [_("Undone. The other text is kept; --undo once more brings it back.")]
    else:
        known = _questions(school, options, _)
        if _edits(options):
            school, done = _settle(school_path(path), school, known.suggestions, options, language)
    left = _questions(school, options, _, tell=options.undo)
    listing = Listing(school, str(path), left if milestones else replace(left, milestones=()), _extra(options))
    if options.as_json:
        print_json({**listing.record(), "done": done})
        return
    for line in done:
        notices().print(line, style="green", markup=False, soft_wrap=True)
    show_listing(listing, language, milestones=milestones)


def _edits(options: CalendarOptions) -> bool:
    """Whether the file is to be changed."""
    return bool(options.accept or options.confirm or options.close or options.day or options.add)


def _extra(options: CalendarOptions) -> str:
    """Options that the next command needs as well, so that it sees the same suggestions."""
    words = ["--country", options.country] if options.country else []
    words += ["--subdivision", options.subdivision] if options.subdivision else []
    words += ["--from", str(options.source)] if options.source else []
    return "".join(f" {shlex.quote(w)}" for w in words)


def _questions(school: School, options: CalendarOptions, _: Words, *, tell: bool = True) -> CalendarQuestions:
    """What is open. ``tell``: say what of the school's own list could not be read."""
    usual, part = located(school.term.country, school.term.timezone)
    country = options.country.upper() if options.country else usual
    part = options.subdivision or (part if country == usual else None)
    if country and not has_country(country, part):
        place = f"{country} {part or ''}".strip()
        raise Refused(_("The holidays package does not know '{place}'. Countries have two letters: CN, DE, US.", place=place))
    if options.source is None:
        return planner.calendar_questions(school, country, part)
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
    return planner.calendar_questions(school, country, part, listed.days, options.source.name)


def _settle(
    path: Path, school: School, known: Suggestions, options: CalendarOptions, language: Language
) -> tuple[School, list[str]]:
    """Carry out the edits, all or none, and say what was done."""
    from planner.editing.schooledit import rewrite

    _ = words(language)
    content, answers = path.read_bytes(), _answers(school, known, options, _)
    try:
        answered = planner.calendar_answers(content, answers, str(path))
    except planner.Declined as reason:
        raise Refused(_("No proposal is called '{id}'; --milestones lists them.", id=reason.params["id"])) from None
    done = [
        text if changed else _("Already so: {text}", text=text)
        for decision, changed in answered.done
        for text in [_told(decision, language)]
    ]
    guesses = sum(one.guess for one in answers.accept)
    if guesses:
        text = _.ngettext(
            "{count} guess left out: close the day by itself when it is announced.",
            "{count} guesses left out: close these days one by one when they are announced.",
            guesses,
        )
        done.insert(sum(not one.guess and one.kind != "event" for one in answers.accept), text)
    return rewrite(path, content, answered.content), done


def _answers(school: School, known: Suggestions, options: CalendarOptions, _: Words) -> CalendarAnswers:
    """What the options decide. Raises Refused for one that cannot be read."""
    closings = []
    for item in options.close or ():
        dates, name = _split(item, _, needs_name=True)
        closings.append((dates, name or ""))
    days = []
    for item in options.day or ():
        dates, label = _split(item, _, needs_name=True)
        days += [planner.DayAnswer(date, _day(label or "", _)) for date in dates]
    said = {day.date: day.runs_as for day in days}
    for item in options.confirm or ():
        dates, label = _split(item, _, needs_name=False)
        for date in dates:
            announced = _day(label, _) if label else said.get(date) or _known_run(school, known, date, item, _)
            note = next((s.name for s in known.days if date in s.dates), None)
            days.append(planner.DayAnswer(date, announced, note=note))
    accepted = known.suggestions if options.accept else ()
    return planner.CalendarAnswers(accepted, tuple(closings), tuple(days), tuple(options.add or ()))


def _told(decision: Decision, language: Language) -> str:
    """A decision in words."""
    _ = words(language)
    if isinstance(decision, str):
        return decision
    if isinstance(decision, planner.DayAnswer):
        return _runs(decision.date, decision.runs_as or own_weekday(decision.date), language, _)
    name = decision.name if isinstance(decision.name, str) else decision.name.in_(language)
    dates = dates_text(language, decision.dates)
    if isinstance(decision, Milestone):
        return f"{name}: {dates}"
    if isinstance(decision, Suggestion) and decision.kind == "day":
        return _("written, not confirmed: {date}", date=date_text(language, decision.dates[0]))
    return _("closed: {dates} {name}", dates=dates, name=name)


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

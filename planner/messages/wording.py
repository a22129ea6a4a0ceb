"""Words at the edge: English text is the key, Chinese stands in ``locales/zh``; names of days, weeks and dates.

Write ``_ = translator(language)`` and ``_("Week {n}", n=3)``: the name ``_`` is what lets Babel find the messages.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from babel.messages.pofile import read_po

from planner.languages import SOURCE, Language, catalogue
from planner.models.grades import grade_numeral
from planner.models.term import Term
from planner.models.values import Span

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_LONG_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Wording(NamedTuple):
    """What is wrong, and what is expected and how to write it."""

    what: str
    mend: str


@cache
def _catalogue(language: Language) -> dict[str, str]:
    with catalogue(language).open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}


def translator(language: Language) -> Callable[..., str]:
    """The function that says an English message in ``language``, its ``{placeholders}`` filled in."""
    words = _catalogue(language) if language != SOURCE else {}

    def say(message: str, /, **params: Any) -> str:
        text = words.get(message, message)
        return fill(text, params) if params else text

    return say


_COUNTED = re.compile(r"(\{(\w+)\}(?: [A-Za-z]+)*? [A-Za-z]+)\((s|es)\)(?: ([a-z]+)\b)?")
_SINGULAR = {
    "have": "has", "are": "is", "were": "was", "fall": "falls", "move": "moves", "change": "changes", "need": "needs",
    "stand": "stands",
}  # fmt: skip


def fill(text: str, params: Mapping[str, Any]) -> str:
    """A message with its ``{placeholders}`` filled in.

    Counted things are written {count} visit(s), {count} class(es), with a verb in the plural behind them, and said of one
    as of one: '1 visit moves', '2 visits move'.
    """

    def agree(match: re.Match[str]) -> str:
        noun, name, ending, verb = match.groups()
        one = str(params[name]) == "1"
        said = noun + ("" if one else ending)
        return said + (f" {_SINGULAR.get(verb, verb) if one else verb}" if verb else "")

    return _COUNTED.sub(agree, text).format_map(params)


def day_name(language: Language, label: str, term: Term | None = None) -> str:
    """周一 / Mon; in a day cycle 第3天 / Day 3, or what its term calls the day: A日 / Day A."""
    _ = translator(language)
    if label.startswith("D"):
        names, place = term.cycle_names if term else (), int(label[1:])
        name = names[place - 1] if place <= len(names) else label[1:]
        if len(name) > 1 and not name.isdecimal():
            return name
        return _("Day {n}", n=name) if name.isdecimal() or not name.isascii() else _("Day {letter}", letter=name)
    return {
        "MON": _("Mon"),
        "TUE": _("Tue"),
        "WED": _("Wed"),
        "THU": _("Thu"),
        "FRI": _("Fri"),
        "SAT": _("Sat"),
        "SUN": _("Sun"),
    }[label]


def long_day_name(language: Language, label: str, term: Term | None = None) -> str:
    """For sentences: 周一 / Monday."""
    if language == "zh" or label.startswith("D"):
        return day_name(language, label, term)
    return {
        "MON": "Monday",
        "TUE": "Tuesday",
        "WED": "Wednesday",
        "THU": "Thursday",
        "FRI": "Friday",
        "SAT": "Saturday",
        "SUN": "Sunday",
    }[label]


def letters_are_odd_and_even(term: Term) -> bool:
    """Whether A and B are simply the odd and even weeks of the calendar."""
    return term.first_week_is == "A" and term.letters == "calendar" and not term.letters_from


def week_block(language: Language, week: str, term: Term | None = None, *, short: bool = False) -> str:
    """Name of a week of a pattern: 'A' 单周, 'B' 双周, '2/3' 第2周（3周一轮）, short 第2周, '' every week."""
    _ = translator(language)
    if week in {"A", "B"}:
        # Elsewhere 'odd' would be wrong in English, while 单周 is the school's own word for it.
        if term and not letters_are_odd_and_even(term):
            return _("Week A") if week == "A" else _("Week B")
        return _("Week A (odd)") if week == "A" else _("Week B (even)")
    number, _slash, length = week.partition("/")
    if length and short:
        return _("Week {n}", n=number)
    return _("Week {n} of {length}", n=number, length=length) if length else _("every week")


def turn_name(language: Language, label: str, term: Term | None = None) -> str:
    """A turn's label in words: 'B:TUE' -> 双周 周二; '#4' -> 第4次; 'MON:#2' -> 周一 第2次; an ISO date -> 5月9日（周六）."""
    _ = translator(language)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", label):
        return date_text(language, dt.date.fromisoformat(label))
    head, _colon, tail = label.rpartition(":")
    if tail.startswith("#"):
        turn = _("Turn {n}", n=tail[1:])
        return f"{day_name(language, head, term)} {turn}" if head else turn
    day = day_name(language, tail, term)
    return f"{week_block(language, head, term)} {day}" if head else day


def period_name(language: Language, period: str) -> str:
    """'P3' -> 第3节 / Period 3; a school's own word for a period stays."""
    number = re.fullmatch(r"[Pp](\d{1,2})", period)
    _ = translator(language)
    return _("Period {n}", n=number[1]) if number else period


def grade_name(language: Language, grade: int, *, inside: bool = False) -> str:
    """3年级 / Grade 3; below 1 大班 / Kindergarten. ``inside`` a sentence: 三年级 / grade 3."""
    _ = translator(language)
    chinese = inside and language == "zh"
    early = {0: _("Kindergarten"), -1: _("Pre-kindergarten"), -2: _("Nursery, older"), -3: _("Nursery, younger")}
    name = early[grade] if grade < 1 else _("Grade {n}", n=grade_numeral(grade) if chinese and grade < 10 else grade)
    return name[:1].lower() + name[1:] if inside and language != "zh" else name


def span_text(language: Language, span: Span) -> str:
    """12:05-12:20, in English with an en dash."""
    return str(span) if language == "zh" else f"{span.start:%H:%M}–{span.end:%H:%M}"


def weekday_of(language: Language, date: dt.date) -> str:
    """The weekday that a date has on the wall calendar."""
    return day_name(language, ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")[date.weekday()])


def date_text(language: Language, date: dt.date) -> str:
    """5月9日（周六） / Sat 9 May."""
    if language == "zh":
        return f"{date.month}月{date.day}日（{weekday_of(language, date)}）"
    return f"{weekday_of(language, date)} {date.day} {_MONTHS[date.month - 1]}"


def month_text(language: Language, date: dt.date) -> str:
    """2026年3月 / March 2026."""
    return f"{date.year}年{date.month}月" if language == "zh" else f"{_LONG_MONTHS[date.month - 1]} {date.year}"


def dates_text(language: Language, dates: Iterable[dt.date]) -> str:
    """Many dates in short, by month: 5月1日、4日至8日、6月3日 / 1, 4–8 May; 3 June."""
    months: dict[tuple[int, int], list[list[int]]] = {}
    for date in sorted(set(dates)):
        runs = months.setdefault((date.year, date.month), [])
        if runs and runs[-1][-1] == date.day - 1:
            runs[-1].append(date.day)
        else:
            runs.append([date.day])
    out = []
    for (_year, month), runs in months.items():
        parts: list[str] = []
        for run in runs:
            if len(run) < 3:
                parts += [f"{day}日" if language == "zh" else str(day) for day in run]
            else:
                parts.append(f"{run[0]}日至{run[-1]}日" if language == "zh" else f"{run[0]}–{run[-1]}")
        out.append(f"{month}月{'、'.join(parts)}" if language == "zh" else f"{', '.join(parts)} {_MONTHS[month - 1]}")
    return "、".join(out) if language == "zh" else "; ".join(out)


def numbers_text(numbers: Iterable[int]) -> str:
    """18, 19, 21 -> '18–19, 21'."""
    runs: list[list[int]] = []
    for n in sorted(set(numbers)):
        if runs and runs[-1][1] == n - 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def listing(language: Language, items: Iterable[str]) -> str:
    """甲、乙、丙 / a, b, c."""
    _ = translator(language)
    return _("{one}, {next}", one="", next="").join(items)


def clauses(language: Language, items: Iterable[str]) -> str:
    """甲；乙 / a; b."""
    _ = translator(language)
    return _("{one}; {next}", one="", next="").join(items)


def sentences(language: Language, items: Iterable[str]) -> str:
    """Sentences behind each other: a space between them where the language has one."""
    _ = translator(language)
    return _("{one} {next}", one="", next="").join(items)


def beside(language: Language, items: Iterable[str]) -> str:
    """Parts of a heading: 甲　乙 / a · b; empty ones fall out."""
    _ = translator(language)
    return _("{one} · {next}", one="", next="").join(filter(None, items))


def headed(language: Language, head: str, text: str) -> str:
    """甲：乙 / a: b."""
    _ = translator(language)
    return _("{head}: {text}", head=head, text=text)


def noted(language: Language, text: str, note: str) -> str:
    """甲（乙） / a (b); without a note the text alone."""
    _ = translator(language)
    return _("{text} ({note})", text=text, note=note) if note else text

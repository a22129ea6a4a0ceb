"""Words at the edge: English text is the key, other languages stand in ``locales``; names of days, weeks and dates.

Write ``_ = translator(language)`` and ``_("Week {n}", n=3)``: the name ``_`` is what lets Babel find the messages.
What is counted takes ``_.ngettext("{count} visit", "{count} visits", count)``. In a table a message is marked ``N_("…")``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from gettext import NullTranslations
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.languages import N_, Language, catalogue, in_chinese
from planner.messages.catalogue import Catalogue
from planner.messages.manners import manner

if TYPE_CHECKING:  # the help of a command needs no school
    from planner.models.term import Term
    from planner.models.values import Span

_WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_SOME_MONDAY = dt.date(2024, 1, 1)
_INSIDE = {
    -3: N_("nursery, younger"),
    -2: N_("nursery, older"),
    -1: N_("pre-kindergarten"),
    0: N_("kindergarten"),
    1: N_("grade 1"),
    2: N_("grade 2"),
    3: N_("grade 3"),
    4: N_("grade 4"),
    5: N_("grade 5"),
    6: N_("grade 6"),
    7: N_("grade 7"),
    8: N_("grade 8"),
    9: N_("grade 9"),
    10: N_("grade 10"),
    11: N_("grade 11"),
    12: N_("grade 12"),
    13: N_("grade 13"),
}
"""Grades as they stand in a sentence, each by itself: languages have numerals of their own here."""


class Wording(NamedTuple):
    """What is wrong, and what is expected and how to write it."""

    what: str
    mend: str


class Translator:
    """Says English messages in one language, their ``{placeholders}`` filled in."""

    def __init__(self, language: Language) -> None:
        path = catalogue(language)
        self._words = Catalogue(path.read_text(encoding="utf-8")) if path.is_file() else NullTranslations()
        said = manner(language)
        self._said: Callable[[str], str] = lru_cache(maxsize=2**10)(said) if said else str

    def __call__(self, message: str, /, **params: Any) -> str:
        text = self._said(self._words.gettext(message))
        return text.format_map(params) if params else text

    def ngettext(self, one: str, many: str, count: int, /, **params: Any) -> str:
        """A message about ``{count}`` things, by the language's own rules for numbers."""
        return self._said(self._words.ngettext(one, many, count)).format_map({"count": count, **params})


@cache
def translator(language: Language) -> Translator:
    """The translator of a language."""
    return Translator(language)


def own_name(language: Language) -> str:
    """What a language calls itself: each catalogue translates 'English' with its own name."""
    _ = translator(language)
    return _("English")


_FIELD = re.compile(r"E{3,5}|[LM]+|d|y")
CALENDAR_NAMES = {
    "EEE": N_("Mon/Tue/Wed/Thu/Fri/Sat/Sun"),
    "EEEE": N_("Monday/Tuesday/Wednesday/Thursday/Friday/Saturday/Sunday"),
    "EEEEE": N_("M/T/W/T/F/S/S"),
    "MMM": N_("Jan/Feb/Mar/Apr/May/June/July/Aug/Sept/Oct/Nov/Dec"),
    "MMMM": N_("January/February/March/April/May/June/July/August/September/October/November/December"),
}
"""Weekdays and months as the CLDR has them, by the letters of its patterns: `tests/test_wording.py` compares them with Babel's.
Babel itself would load as long as all tables of `lunjie show` take."""


@lru_cache(maxsize=2**12)
def written(language: Language, date: dt.date, pattern: str) -> str:
    """A date by a CLDR pattern of weekday, day, month and year."""
    return _FIELD.sub(lambda found: _field(language, date, found[0].replace("L", "M")), pattern)


def _field(language: Language, date: dt.date, letters: str) -> str:
    if letters in CALENDAR_NAMES:
        names = translator(language)(CALENDAR_NAMES[letters]).split("/")
        return names[date.weekday() if letters[0] == "E" else date.month - 1]
    return str({"d": date.day, "y": date.year}.get(letters, date.month))


def day_name(language: Language, label: str, term: Term | None = None) -> str:
    """周一 / Mon; in a day cycle 第3天 / Day 3, or what its term calls the day: A日 / Day A."""
    _ = translator(language)
    if label.startswith("D"):
        names, place = term.cycle_names if term else (), int(label[1:])
        name = names[place - 1] if place <= len(names) else label[1:]
        if len(name) > 1 and not name.isdecimal():
            return name
        return _("Day {n}", n=name) if name.isdecimal() or not name.isascii() else _("Day {letter}", letter=name)
    return written(language, _weekday(label), "EEE")


def long_day_name(language: Language, label: str, term: Term | None = None) -> str:
    """For sentences: 周一 / Monday."""
    if label.startswith("D"):
        return day_name(language, label, term)
    _ = translator(language)
    return written(language, _weekday(label), _("EEEE"))


def _weekday(label: str) -> dt.date:
    if label not in _WEEKDAYS:
        raise KeyError(label)
    return _SOME_MONDAY + dt.timedelta(_WEEKDAYS.index(label))


def letters_are_odd_and_even(term: Term) -> bool:
    """Whether A and B are simply the odd and even weeks of the calendar."""
    return term.first_week_is == "A" and term.letters == "calendar" and not term.letters_from


def week_block(language: Language, week: str, term: Term | None = None, *, short: bool = False) -> str:
    """Name of a week of a pattern: 'A' 单周, 'B' 双周, '2/3' 第2周（3周一轮）, short 第2周, '' every week; in one of several
    stretches of the term ('A@2026-09-07..2026-11-13') with its first and last date."""
    from planner.models.days import position_of, stretch_of

    _ = translator(language)
    if stretch_of(week):
        name = position_of(week)
        return between(language, stretch_of(week), week_block(language, name, term, short=short) if name else "")
    if week in {"A", "B"}:
        # Elsewhere 'odd' would be wrong in English, while 单周 is the school's own word for it.
        if term and not letters_are_odd_and_even(term):
            return _("Week A") if week == "A" else _("Week B")
        return _("Week A (odd)") if week == "A" else _("Week B (even)")
    number, _slash, length = week.partition("/")
    if length and short:
        return _("Week {n}", n=number)
    return _("Week {n} of {length}", n=number, length=length) if length else _("every week")


def between(language: Language, stretch: str, week: str = "") -> str:
    """A stretch of the term, first and last date: 9月7日（周一）至11月13日（周五）; after a week of it where there is one."""
    _ = translator(language)
    first, last = (date_text(language, dt.date.fromisoformat(date)) for date in stretch.split(".."))
    dates = _("{first} to {last}", first=first, last=last)
    return _("{week}, {dates}", week=week, dates=dates) if week else dates


def weeks_text(language: Language, numbers: Sequence[int], a_line: int = 0) -> str:
    """Weeks of the school: 第5、13周 / Weeks 5, 13; broken into lines of so many numbers, where that is wanted."""
    _ = translator(language)
    size = a_line or len(numbers)
    rows = [listing(language, map(str, numbers[n : n + size])) for n in range(0, len(numbers), size)]
    text = f"{listing(language, ('', '')).rstrip()}\n".join(rows)
    return _.ngettext("Week {numbers}", "Weeks {numbers}", len(numbers), numbers=text)


def turn_name(language: Language, label: str, term: Term | None = None) -> str:
    """A turn's label in words: 'B:TUE' -> 双周 周二; '#4' -> 第4次; 'MON:#2' -> 周一 第2次; an ISO date -> 5月9日（周六）."""
    from planner.models.days import position_of, stretch_of

    _ = translator(language)
    if stretch_of(label):
        since = date_text(language, dt.date.fromisoformat(stretch_of(label)))
        return _("{turn}, from {date}", turn=turn_name(language, position_of(label), term), date=since)
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
    """三年级 / Grade 3; below 1 大班 / Kindergarten. ``inside`` a sentence: 三年级 / grade 3."""
    words = translator(language)(_INSIDE[grade])
    return words if inside else words[:1].upper() + words[1:]


def grades_text(language: Language, grades: Iterable[int]) -> str:
    """大班至三年级、五年级 / Grades K–3, Grade 5."""
    from planner.models.shorthand import runs_of

    _ = translator(language)
    early = {0: _("K"), -1: _("PK"), -2: _("PK2"), -3: _("PK3")}
    words = []
    for first, last in runs_of(grades):
        ends = {"first": early.get(first) or _numeral(language, first), "last": early.get(last) or _numeral(language, last)}
        if first == last:
            words.append(grade_name(language, first))
        else:
            words.append(_("Grades {first}–{last}", **ends) if last >= 1 else _("Kindergarten, {first}–{last}", **ends))
    return listing(language, words)


def _numeral(language: Language, grade: int) -> str:
    """三 of 三年级, 十 of 十年级, where a language writes the numeral before the word; otherwise the number."""
    name, other = grade_name(language, grade), grade_name(language, 1 if grade != 1 else 2)
    ends = zip(reversed(name), reversed(other), strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] and not pair[0].isdigit(), ends))
    return name[:-shared] if shared else str(grade)


@lru_cache(maxsize=2**12)
def span_text(language: Language, span: Span) -> str:
    """12:05-12:20, in English with an en dash."""
    _ = translator(language)
    return _("{start}–{end}", start=f"{span.start:%H:%M}", end=f"{span.end:%H:%M}")


# Dates are written by CLDR patterns that are messages themselves: a language chooses its order and signs.


def date_text(language: Language, date: dt.date) -> str:
    """5月9日（周六） / Sat 9 May."""
    _ = translator(language)
    return written(language, date, _("EEE d MMM"))


def full_date_text(language: Language, date: dt.date) -> str:
    """2026年5月9日（周六） / Sat 9 May 2026."""
    _ = translator(language)
    return written(language, date, _("EEE d MMM y"))


def day_text(language: Language, date: dt.date) -> str:
    """2026年5月9日 / 9 May 2026."""
    _ = translator(language)
    return written(language, date, _("d MMM y"))


def moment_text(language: Language, at: dt.datetime, *, year: bool) -> str:
    """3月2日 08:05 / 2 Mar, 08:05; 2026年3月2日 08:05 / 2 Mar 2026, 08:05."""
    _ = translator(language)
    date = day_text(language, at.date()) if year else written(language, at.date(), _("d MMM"))
    return _("{date}, {time}", date=date, time=f"{at:%H:%M}")


def month_text(language: Language, date: dt.date) -> str:
    """2026年3月 / March 2026."""
    _ = translator(language)
    return written(language, date, _("MMMM y"))


def dates_text(language: Language, dates: Iterable[dt.date]) -> str:
    """Many dates in short, by month: 5月1日、4日至8日、6月3日 / 1, 4–8 May; 3 June."""
    _ = translator(language)
    months: dict[dt.date, list[list[int]]] = {}
    for date in sorted(set(dates)):
        runs = months.setdefault(date.replace(day=1), [])
        if runs and runs[-1][-1] == date.day - 1:
            runs[-1].append(date.day)
        else:
            runs.append([date.day])
    out = []
    for month, runs in months.items():
        days: list[str] = []
        for run in runs:
            days += [_("{first}–{last}", first=run[0], last=run[-1])] if len(run) > 2 else [_("{day}", day=d) for d in run]
        out.append(_("{days} {month}", days=listing(language, days), month=written(language, month, "LLL")))
    return _("{dates}; {next}", dates="", next="").join(out)


def single_dates_text(language: Language, dates: Iterable[dt.date]) -> str:
    """Single dates with their weekdays, which no row or column says: 3月3日（二）、3月26日（四） / Tue 3 Mar, Thu 26 Mar."""
    _ = translator(language)
    return listing(language, (written(language, date, _("EEE d LLL")) for date in sorted(set(dates))))


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


def term_text(language: Language, year: str, term: str) -> str:
    """2025—2026学年第二学期 / 2025/26 Term 2."""
    _ = translator(language)
    return _("{year} {term}", year=year, term=apart(year, term) if in_chinese(language) else term)


def apart(before: str, text: str) -> str:
    """A text that follows another one without a blank, as Chinese ones do: with one where Latin words would run together."""
    ends = before[-1:] + text[:1]
    return f" {text}" if len(ends) == 2 and ends.isascii() and ends.isalnum() else text


def sentence(language: Language, text: str) -> str:
    """甲。 / a."""
    _ = translator(language)
    return _("{text}.", text=text)


def placed(language: Language, when: str, room: str) -> str:
    """周四 08:00-08:40 学生阅览室 / Thu 08:00–08:40, Reading room; without a room the time alone."""
    _ = translator(language)
    return _("{when}, {room}", when=when, room=room) if room else when

"""A school's own list of days off and changed days, as CSV or iCalendar, in whatever spelling it comes.

CSV lines: date or range, name[, runs as]. Worked days and events stand in such lists beside the days off.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from planner.languages import N_
from planner.messages.wording import translator
from planner.models.base import Said, Text
from planner.models.days import parse_day
from planner.models.values import Dates
from planner.reading.net import net
from planner.reading.spelling import parse_or_none
from planner.reading.tongue import tongue_of
from planner.suggesting.daywords import Meaning, bare_title, what_it_says
from planner.suggesting.daywords import runs_as as day_in
from planner.suggesting.listdates import dates_in

_LONGEST = 300
"""Characters of the name of a day."""
_DATES: TypeAdapter[tuple[dt.date, ...]] = TypeAdapter(Dates)
_LONGEST_BREAK = 120
_MANY = 5000
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class ListedDay:
    """A line of the list: days off, worked days (with or without the day whose timetable they run), or an event.

    ``known``: a word of the title says which of them it is; without one it is taken for an event, which closes nothing.
    """

    dates: tuple[dt.date, ...]
    name: Text
    runs_as: str | None = None
    kind: Literal["off", "work", "event"] = "off"
    known: bool = True


@dataclass(frozen=True)
class Listed:
    """What could be read, the lines that could not: (number of the line or event, its text), and how many are cancelled."""

    days: tuple[ListedDay, ...]
    unread: tuple[tuple[int, str], ...]
    cancelled: int = 0


def read_listed(
    text: str,
    *,
    calendar: bool,
    between: tuple[dt.date, dt.date] | None = None,
    zone: str = "Asia/Shanghai",
    source: str = "",
) -> Listed:
    """A list from the text of a file; ``calendar``: it is an iCalendar file. A heading line is passed over.

    Of events that come again, those ``between`` the two dates are listed; times are read in ``zone``.
    ``source`` names the file in what is raised. Raises BadInput only for what nobody has thought of.
    """
    with net(source) as heard:
        heard.language = tongue_of(text)
        if calendar:
            return _from_calendar(text, between or (dt.date(2000, 1, 1), dt.date(2100, 1, 1)), zone)
        return _from_csv(text, between or (dt.date(2000, 1, 1), dt.date(2100, 1, 1)))


def _from_csv(text: str, between: tuple[dt.date, dt.date]) -> Listed:
    days: list[ListedDay] = []
    unread: list[tuple[int, str]] = []
    whole = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first_line = whole.split("\n", 1)[0]
    separator = next((s for s in ("\t", ";", "；", "，") if s in first_line and "," not in first_line), ",")
    number = 0
    columns: dict[str, int] = {}
    try:
        for number, row in enumerate(csv.reader(io.StringIO(whole), delimiter=separator), 1):
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            if heads := _heads(cells):
                columns = heads
                continue
            line = _line(_arranged(cells, columns), between, has_names=bool(columns))
            if line is not None:
                days.append(line)
            # Without a digit the first line is a heading, not a mistake.
            elif number > 1 or any(c.isdigit() for c in cells[0]):
                unread.append((number, separator.join(row)))
    except csv.Error as error:
        unread.append((number + 1, str(error)))
    return Listed(tuple(days), tuple(unread))


_HEADS: dict[str, str] = {
    "from": "开始 开始日期 起始日期 起 起始 start startdate begin from beginn début inicio начало",
    "until": "结束 结束日期 终止日期 止 截止日期 end enddate until to ende fin конец",
    "date": "日期 时间 date day dates datum fecha дата",
    "name": "名称 说明 内容 事项 节日 假期 标题 name title event description summary subject holiday bezeichnung",
    "kind": "类型 类别 休/班 安排 type kind category",
    "runs": "按 按周几 按周几课表 课表 执行 runs runsas timetable",
}
_HEAD = {word: name for name, words in _HEADS.items() for word in words.split()}


def _heads(cells: list[str]) -> dict[str, int]:
    """What the columns hold, where a line says so: dates and a name at the least."""
    found: dict[str, int] = {}
    for n, cell in enumerate(cells):
        word = cell.lower().replace(" ", "").replace("_", "")
        if word in _HEAD:
            found.setdefault(_HEAD[word], n)
    return found if "name" in found and found.keys() & {"date", "from"} else {}


def _arranged(cells: list[str], columns: dict[str, int]) -> list[str]:
    """Date or range, name, runs as. Kind and name are one text: 班 beside 劳动节 says that it is worked."""
    if not columns:
        return cells

    def at(name: str) -> str:
        return cells[columns[name]] if columns.get(name, len(cells)) < len(cells) else ""

    first, last = at("from") or at("date"), at("until")
    kind = at("kind")
    name = f"{at('name')}（{kind}）" if kind and what_it_says(kind) in ("off", "work", "event") else at("name")
    return [f"{first}..{last}" if last and last != first else first, name, at("runs")]


def _line(cells: list[str], between: tuple[dt.date, dt.date], *, has_names: bool) -> ListedDay | None:
    """One line; None when it cannot be read, or says in one breath that days are off and worked."""
    name = cells[1] if len(cells) > 1 and cells[1] else None
    try:
        dates = dates_in(cells[0], between) or _DATES.validate_python(cells[0])
        runs_as = parse_day(cells[2]) if len(cells) > 2 and cells[2] else day_in(name or "")
    except (ValidationError, PydanticCustomError, ValueError, OverflowError):
        return None
    if len(name or "") > _LONGEST:
        return None
    if runs_as:
        return ListedDay(dates, named(name, N_("Changed day")), runs_as, kind="work")
    said = what_it_says(name or "")
    if said == "both" or (_is_no_name(name) if name else has_names):
        return None
    if said == "work":
        return ListedDay(dates, named(name, N_("Make-up working day")), kind="work")
    if said == "event":
        return ListedDay(dates, named(name, N_("Event")), kind="event")
    # A list of this form is one of days off: what it calls them does not matter.
    return ListedDay(dates, named(bare_title(name) if name else None, N_("Closed")))


def _is_no_name(name: str) -> bool:
    """Whether a text cannot be what a day is called: a weekday, a number or a time, a doubt. A column was lost, or a word."""
    return "?" in name or "？" in name or not any(c.isalpha() for c in name) or parse_or_none(name) is not None


def named(name: str | None, usual: str) -> Text:
    """The name as written, in both languages; else the usual one, a message."""
    return Text(zh=name, en=name) if name else Said.by(lambda language: translator(language)(usual)).as_text()


def _from_calendar(text: str, between: tuple[dt.date, dt.date], zone: str) -> Listed:
    """Every event as a line of the list. An event whose dates cannot be read is named with its number, never passed over."""
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(text)
        events = list(calendar.walk("VEVENT"))
    except Exception as error:  # whatever the library stumbles over: the file is what is wrong
        return Listed((), ((1, str(error)[:80] or type(error).__name__),))
    place = ZoneInfo(zone)
    unread: list[tuple[int, str]] = []
    series: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    for number, event in enumerate(events, 1):
        try:
            # Every event has an identity of its own in a sound file; one without is alone.
            key = str(event.get("UID") or f"event {number}")
            _span(event, place)
        except Exception:
            unread.append((number, _title(event) or "VEVENT"))
            continue
        series[key].append((number, event))
    holidays = (
        "holiday" in str(calendar.get("X-WR-CALNAME", "")).lower()
        or what_it_says(str(calendar.get("X-WR-CALNAME", ""))) == "off"
    )
    days: list[ListedDay] = []
    cancelled = 0
    for members in series.values():
        number, first = members[0]
        try:
            found, gone = _dates(calendar, [event for _n, event in members], between, place)
        except Exception:
            unread.append((number, _title(first) or "VEVENT"))
            continue
        cancelled += gone
        for (title, said, whole), dates in found.items():
            line = _event_line(title, said, whole, tuple(sorted(dates)), holidays)
            if line is None:
                unread.append((number, title or "VEVENT"))
            elif dates:
                days.append(line)
    return Listed(tuple(_breaks(days)), tuple(sorted(unread)), cancelled)


def _breaks(days: list[ListedDay]) -> list[ListedDay]:
    """A break written day by day is one line: 劳动节 假期 第1天/共5天 and its fellows."""
    out: dict[tuple[str, str], ListedDay] = {}
    for day in days:
        key = (day.kind, day.name.zh) if day.kind == "off" else (day.kind, f"{len(out)} {day.name.zh}")
        known = out.get(key)
        out[key] = replace(known, dates=tuple(sorted({*known.dates, *day.dates}))) if known else day
    return [part for day in out.values() for part in _runs(day)]


def _runs(day: ListedDay) -> list[ListedDay]:
    """The same break of several years, or of spring and autumn, is several lines."""
    if day.kind != "off":
        return [day]
    runs: list[list[dt.date]] = []
    for date in day.dates:
        if runs and date - runs[-1][-1] <= 3 * _DAY:
            runs[-1].append(date)
        else:
            runs.append([date])
    return [replace(day, dates=tuple(run)) for run in runs]


def _event_line(title: str, said: Meaning, whole: bool, dates: tuple[dt.date, ...], holidays: bool) -> ListedDay | None:
    if said == "both" or len(dates) > _MANY or len(title) > _LONGEST:
        return None
    name = title or None
    if said == "work":
        return ListedDay(dates, named(name, N_("Make-up working day")), day_in(title), kind="work")
    # An hour of a day is a meeting, whatever it is called.
    if whole and (said == "off" or (said == "" and (holidays or not name))):
        return ListedDay(dates, named(bare_title(title) or None, N_("Closed")))
    return ListedDay(dates, named(name, N_("Event")), kind="event", known=said != "")


def _dates(
    calendar: Any, events: list[Any], between: tuple[dt.date, dt.date], zone: ZoneInfo
) -> tuple[dict[tuple[str, Meaning, bool], set[dt.date]], int]:
    """(title, kind, all day) -> dates of one series with its exceptions and moved occurrences; and how many are cancelled."""
    import recurring_ical_events
    from icalendar import Calendar

    alone = Calendar()
    for name, value in calendar.property_items(recursive=False):
        if name not in ("BEGIN", "END"):
            alone.add(name, value, encode=False)
    for part in (*calendar.walk("VTIMEZONE"), *events):
        alone.add_component(part)
    everything = str(calendar.get("METHOD", "")).upper() == "CANCEL"
    found: dict[tuple[str, Meaning, bool], set[dt.date]] = defaultdict(set)
    cancelled = 0
    for event in recurring_ical_events.of(alone).between(between[0], between[1] + _DAY):
        if everything or str(event.get("STATUS", "")).upper() == "CANCELLED":
            cancelled += 1
            continue
        first, last, whole = _span(event, zone)
        if not 0 <= (last - first).days <= _LONGEST_BREAK:
            raise ValueError("too long for a break")
        said = what_it_says(_title(event), marked=_marks(event))
        if said == "off" and str(event.get("STATUS", "")).upper() == "TENTATIVE":
            said = "event"
        key = (_title(event), said, whole)
        found[key] |= {first + _DAY * n for n in range((last - first).days + 1)}
    return found, cancelled


def _span(event: Any, zone: ZoneInfo) -> tuple[dt.date, dt.date, bool]:
    """(first day, last day, whether whole days). From midnight to midnight is a whole day as well. Raises ValueError."""
    begin = event.get("DTSTART").dt
    end = getattr(event.get("DTEND"), "dt", None)
    length = getattr(event.get("DURATION"), "dt", None)
    if not isinstance(begin, dt.datetime):
        if not isinstance(begin, dt.date) or isinstance(end, dt.datetime):
            raise ValueError("no date")
        last = end - _DAY if end is not None else begin + (length or _DAY) - _DAY
        if last < begin and end is not None and end < begin:
            raise ValueError("ends before it begins")
        return begin, max(begin, last), True
    start = _local(begin, zone)
    stop = _local(end, zone) if isinstance(end, dt.datetime) else start + (length or dt.timedelta(0))
    if stop < start:
        raise ValueError("ends before it begins")
    whole = start.time() == dt.time() and stop > start and (stop.time() == dt.time() or stop.time() >= dt.time(23, 59))
    last = (stop - dt.timedelta(microseconds=1)).date() if stop > start else start.date()
    return start.date(), last, whole


def _local(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """A moment on the clocks of the school; without a zone of its own it is told by them already."""
    return (moment.astimezone(zone) if moment.tzinfo else moment).replace(tzinfo=None)


def _title(event: Any) -> str:
    title = event.get("SUMMARY")
    if isinstance(title, list):
        title = title[0] if title else ""
    return str(title or "").strip()


def _marks(event: Any) -> str:
    found = event.get("CATEGORIES")
    parts = found if isinstance(found, list) else [found] if found is not None else []
    words = [str(c) for part in parts for c in getattr(part, "cats", [part])]
    return " ".join([*words, str(event.get("X-APPLE-SPECIAL-DAY", ""))])

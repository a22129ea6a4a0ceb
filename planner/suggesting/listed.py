"""A school's own list of days off and changed days, as CSV or iCalendar, in whatever spelling it comes.

CSV lines: date or range, name[, runs as]. Worked days and events stand in such lists beside the days off.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from planner.languages import N_
from planner.models.days import parse_day
from planner.models.values import Dates
from planner.reading.net import net
from planner.reading.spelling import parse_or_none
from planner.reading.tongue import tongue_of
from planner.suggesting.daywords import bare_title, what_it_says
from planner.suggesting.daywords import runs_as as day_in
from planner.suggesting.events import events_in
from planner.suggesting.listdates import dates_in
from planner.suggesting.listedday import LONGEST_NAME, Listed, ListedDay, named
from planner.timeline import own_weekday

_DATES: TypeAdapter[tuple[dt.date, ...]] = TypeAdapter(Dates)
_LONGEST = 120


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
            return events_in(text, between or (dt.date(2000, 1, 1), dt.date(2100, 1, 1)), zone)
        return _from_csv(text, between or (dt.date(2000, 1, 1), dt.date(2100, 1, 1)))


def _from_csv(text: str, between: tuple[dt.date, dt.date]) -> Listed:
    unread: list[tuple[int, str]] = []
    whole = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first_line = whole.split("\n", 1)[0]
    separator = next((s for s in ("\t", ";", "；", "，") if s in first_line and "," not in first_line), ",")
    rows: list[tuple[int, list[str]]] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(whole), delimiter=separator), 1):
            cells = [cell.strip() for cell in row]
            if any(cells) and (not cells[0].startswith("#") or _ERROR.match(cells[0])):
                rows.append((number, cells))
    except csv.Error as error:
        unread.append((rows[-1][0] + 1 if rows else 1, str(error)))
    columns: dict[str, int] = {}
    headed: tuple[int, list[str]] | None = None
    lines: list[tuple[int, list[str], _Line | None]] = []
    for number, cells in rows:
        if heads := _heads(cells):
            columns, headed = heads, (number, cells)
        # A first line without a digit is a heading, not a mistake; but not one in which a word says what days are.
        elif number > 1 or columns or any(c.isdigit() for c in cells[0]) or any(map(what_it_says, cells[1:])):
            lines.append((number, cells, _arranged(cells, columns)))
        elif any(c.isalpha() for cell in cells for c in cell):
            headed = (number, cells)
    has_names = bool(columns) or any(line is not None and line.name for _n, _c, line in lines)
    if headed and columns.keys() & {"from", "until"} and not any(line is not None and line.ends for _n, _c, line in lines):
        unread.append((headed[0], separator.join(headed[1])))  # days begin here, and nothing says when they end
    days: list[ListedDay] = []
    for number, cells, line in lines:
        day = _day(line, between, has_names=has_names) if line else None
        if day is None or _gainsays(day, days):
            unread.append((number, separator.join(cells)))
        else:
            days.append(day)
    return Listed(tuple(_unsure(days)), tuple(unread))


_ERROR = re.compile(r"#(?:N/A|NA|REF|DIV/0|VALUE|NAME|NUM|NULL|SPILL|CALC)[!?]?", re.IGNORECASE)
_HEADS: dict[str, str] = {
    "from": "开始 开始日期 起始日期 起 起始 start startdate begin from beginn début inicio начало",
    "until": "结束 结束日期 终止日期 止 截止日期 end enddate until to ende fin конец",
    "length": "天数 共几天 放假天数 days numberofdays tage",
    "date": "日期 时间 date day dates datum fecha дата",
    "name": "名称 说明 内容 事项 节日 假期 标题 name title event description summary subject holiday bezeichnung",
    "kind": "类型 类别 休/班 安排 type kind category",
    "runs": "按 按周几 按周几课表 课表 执行 runs runsas timetable",
    "weekday": "星期 周几 weekday dayofweek wochentag",
    "whole": "全天 全天事件 alldayevent allday",
    "": "序号 编号 备注 地点 no number id note notes location private starttime endtime",
}
_HEAD = {word: name for name, words in _HEADS.items() for word in words.split()}


class _Line(NamedTuple):
    """What a line says, as it is written. ``ends``: it says when days end."""

    dates: str
    name: str
    runs: str
    ends: bool = False
    weekday: str = ""
    whole: bool = True
    length: str = ""


def _heads(cells: list[str]) -> dict[str, int]:
    """What the columns hold, where a line says so: dates and a name at the least. Columns of no interest are in it as well."""
    found: dict[str, int] = {}
    for n, cell in enumerate(cells):
        word = cell.lower().replace(" ", "").replace("_", "")
        if word in _HEAD:
            found.setdefault(_HEAD[word] or f"unused {n}", n)
    return found if "name" in found and found.keys() & {"date", "from"} else {}


def _arranged(cells: list[str], columns: dict[str, int]) -> _Line | None:
    """The line by its columns. Kind and name are one text: 班 beside 劳动节 says that it is worked.

    None where a date or a weekday stands under a heading that nobody knows.
    """
    if not columns:
        dates, name, runs, *more = [*cells, "", ""]
        return None if any(more) else _Line(dates, name, runs)
    if any(_says_when(cell) for n, cell in enumerate(cells) if n not in columns.values()):
        return None

    def at(name: str) -> str:
        return cells[columns[name]] if columns.get(name, len(cells)) < len(cells) else ""

    first, last, kind = at("from") or at("date"), at("until"), at("kind")
    if kind and what_it_says(kind) not in ("off", "work", "event"):
        kind = ""
    return _Line(
        f"{first}..{last}" if last and last != first else first,
        f"{at('name')}（{kind}）" if kind and at("name") else at("name"),
        at("runs"),
        ends=bool(last or at("length") or "date" in columns),
        weekday=at("weekday"),
        whole=at("whole").lower() not in ("false", "no", "0", "否"),
        length=at("length"),
    )


def _says_when(cell: str) -> bool:
    """Whether a text is a date or a weekday."""
    return bool(_weekday(cell) or dates_in(cell, (dt.date(2000, 1, 1), dt.date(2001, 12, 31))))


def _weekday(cell: str) -> str:
    try:
        return parse_day(cell)
    except (PydanticCustomError, ValueError):
        return ""


def _day(line: _Line, between: tuple[dt.date, dt.date], *, has_names: bool) -> ListedDay | None:
    """One line; None when it cannot be read, or says two things in one breath: off and worked, three days and until."""
    name = line.name or None
    try:
        dates = dates_in(line.dates, between) or _DATES.validate_python(line.dates)
        runs_as = parse_day(line.runs) if line.runs else day_in(line.name)
    except (ValidationError, PydanticCustomError, ValueError, OverflowError):
        return None
    if line.length:
        count = re.fullmatch(r"(\d{1,3})(?:\.0)?\s*(?:天|days?)?", line.length, re.IGNORECASE)
        if count is None or len(dates) not in (1, int(count[1])) or not 0 < int(count[1]) <= _LONGEST:
            return None
        dates = tuple(dates[0] + dt.timedelta(n) for n in range(int(count[1])))
    if len(line.name) > LONGEST_NAME or (line.weekday and _weekday(line.weekday) != own_weekday(dates[0])):
        return None
    if runs_as:
        return ListedDay(dates, named(name, N_("Changed day")), runs_as, kind="work")
    said = what_it_says(line.name)
    if said == "both" or (_is_no_name(line.name) if name else has_names):
        return None
    if said == "work":
        return ListedDay(dates, named(name, N_("Make-up working day")), kind="work")
    if said == "event" or not line.whole:
        return ListedDay(dates, named(name, N_("Event")), kind="event")
    # A list of this form is one of days off: what it calls them does not matter.
    return ListedDay(dates, named(bare_title(line.name) if name else None, N_("Closed")), known=said != "")


def _gainsays(day: ListedDay, days: list[ListedDay]) -> bool:
    """Whether a line says of a date that it is worked, and another that it is off; or that it runs as two other days."""
    told = {"off": ("work", None), "work": ("off", None), "event": ()}
    against = [x for x in days if x.kind in told[day.kind] or (x.kind == day.kind == "work" and x.runs_as != day.runs_as)]
    return any(set(day.dates) & set(x.dates) for x in against)


def _unsure(days: list[ListedDay]) -> Iterator[ListedDay]:
    """In a list of exams and meetings, and of a weekend, a name that says nothing closes nothing."""
    mixed = any(day.kind == "event" for day in days)
    for day in days:
        if day.kind == "off" and not day.known and (mixed or all(d.weekday() >= 5 for d in day.dates)):
            yield replace(day, kind="event")
        else:
            yield replace(day, known=True) if day.kind == "off" else day


def _is_no_name(name: str) -> bool:
    """Whether a text cannot be what a day is called: a weekday, a number or a time, a doubt. A column was lost, or a word."""
    return "?" in name or "？" in name or not any(c.isalpha() for c in name) or parse_or_none(name) is not None

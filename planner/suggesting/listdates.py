"""Dates as people write them in lists: 2026/4/4-2026/4/6, 2026.4.4—4.6, 4月4日至6日、5月1日, 46118 (as Excel counts)."""

from __future__ import annotations

import datetime as dt
import re

from planner.reading.lookalikes import fold_lookalikes

_ONE = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[/.月-]\s*(\d{1,2})\s*[日号]?(?!\d)|(\d{1,2})\s*[日号]")
_RANGE = re.compile(r"\s*(?:至|到|~+|-+|\.\.+)\s*")
_NEXT = re.compile(r"\s*(?:[、,;和及]|\s)\s*")
_WEEKDAY = re.compile(r"\s*\(?(?:周|星期|礼拜)[一二三四五六日天]\)?|\s*\((?:mon|tue|wed|thu|fri|sat|sun)\w*\)", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}")
_DECIMAL = re.compile(r"\d{1,2}\.\d{1,2}")
_LONGEST = 120


def dates_in(text: str, between: tuple[dt.date, dt.date]) -> tuple[dt.date, ...]:
    """All dates of a text in which nothing else stands; () for any other. A year that is not written is the one ``between``.

    04/06/2026 is no date here: it is June in one half of the world and April in the other. Neither is 4.1 alone, which a
    spreadsheet makes of 4.10.
    """
    word = _WEEKDAY.sub("", fold_lookalikes(text)).strip()
    if _DECIMAL.fullmatch(word):
        return ()
    if _SERIAL.fullmatch(word):
        return (dt.date(1899, 12, 30) + dt.timedelta(int(word)),)
    out: list[dt.date] = []
    at, last, ranging = 0, None, False
    while at < len(word):
        found = _ONE.match(word, at)
        day = _date(found, last, between) if found else None
        if found is None or day is None:
            return ()
        if ranging and last is not None:
            if not 0 < (day - last).days <= _LONGEST:
                return ()
            out += [last + dt.timedelta(n) for n in range(1, (day - last).days + 1)]
        else:
            out.append(day)
        at, last = found.end(), day
        if at == len(word):
            break
        sign = _RANGE.match(word, at)
        step = sign if sign and not ranging else _NEXT.match(word, at)
        if step is None or step.end() == at or step.end() == len(word):
            return ()
        ranging, at = step is sign, step.end()
    return tuple(sorted(set(out)))


def _date(found: re.Match[str], last: dt.date | None, between: tuple[dt.date, dt.date]) -> dt.date | None:
    year, month, day, only = found.groups()
    try:
        if only:
            return last.replace(day=int(only)) if last else None
        if year:
            return dt.date(int(year), int(month), int(day))
        years = [last.year, last.year + 1] if last else range(between[0].year, between[1].year + 1)
        days = [dt.date(y, int(month), int(day)) for y in years]
        inside = [d for d in days if (d > last if last else between[0] <= d <= between[1])]
        return inside[0] if inside else None
    except ValueError:
        return None

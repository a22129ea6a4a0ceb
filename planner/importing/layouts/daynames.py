"""Days in short, which only the row in which they stand can tell apart: Ma is Monday in Dutch and Tuesday in French."""

from __future__ import annotations

import re
from itertools import groupby

from planner.importing.labels import MOST_PERIODS, day_label
from planner.importing.layouts.grid import HEAD_ROWS
from planner.models.days import WEEKDAYS
from planner.reading.classnames import plain
from planner.reading.spreadsheets.sheets import Sheet

_WEEKS = [
    line.split()
    for line in (
        "ma di wo do vr za zo", "ma ti ke to pe la su", "ma ti on to fr lø sø", "man tir ons tor fre lør søn",
        "må ti on to fr lö sö", "mån tis ons tors fre lör sön", "mån tis ons tor fre lör sön", "lu ma me je ve sa di",
        "lu ma mi ju vi sá do", "l m x j v s d", "l m m j v s d", "lun mar mié jue vie sáb dom", "lun mar mie jue vie sab dom",
        "lun mar mer jeu ven sam dim", "lun mar mer gio ven sab dom", "seg ter qua qui sex sáb dom", "po út st čt pá so ne",
        "po ut st št pi so ne", "pn wt śr cz pt so nd", "pon wt śr czw pt sob nd", "po uto sri čet pet sub ned",
        "pon uto sri čet pet sub ned", "пн вт ср чт пт сб вс", "пн вт ср чт пт сб нд", "h k sze cs p szo v",
        "sen sel rab kam jum sab min", "isn sel rab kha jum sab aha", "e t k n r l p", "pzt sal çar per cum cmt paz",
        "δε τρ τε πε πα σα κυ", "m t w t f s s", "m tu w th f sa su", "mo tu we th fr sa su", "mon tue wed thu fri sat sun",
        "mo di mi do fr sa so",
    )
]  # fmt: skip
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LEAST = 5
_SLOT = re.compile(
    r"([12AB])[ \-]?([A-Za-z]{2,9})[ :.\-]*(\d{1,2})|([A-Za-z]{2,9})[ \-]?([12AB])[ :.\-]+(\d{1,2})", re.IGNORECASE
)
"""1Mon:3 and MonA:3, as British programs head the columns of two weeks."""
_NUMBERED = re.compile(r"([A-Za-z]{2,9})[ :.\-]*\d")
_CHINESE = dict(zip(WEEKDAYS, ("周一", "周二", "周三", "周四", "周五", "周六", "周日"), strict=True))


def spell_out_two_weeks(sheet: Sheet) -> None:
    """Headings of two weeks side by side, each with its period, as 周一(单周) 3, which every reader knows."""
    for r in range(min(sheet.height, HEAD_ROWS)):
        found = {c: slot for c, text in enumerate(sheet.rows[r]) if (slot := _of_two_weeks(plain(text)))}
        others = (plain(text) for c, text in enumerate(sheet.rows[r]) if c not in found)
        if any((other := _NUMBERED.match(text)) and day_label(other[1]) in WEEKDAYS for text in others):
            continue  # Mon 9:00 beside Mon 1:00 and Mon 2:00: hours, not weeks
        if len({week for week, _day, _period in found.values()}) == 2 and len(found) > _LEAST:
            for c, (week, day, period) in found.items():
                sheet.rows[r][c] = f"{_CHINESE[day]}({week}周) {period}"


def _of_two_weeks(text: str) -> tuple[str, str, str] | None:
    found = _SLOT.fullmatch(text)
    if not found:
        return None
    week, word, period = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
    day = day_label(word)
    if day not in WEEKDAYS or not 0 < int(period) <= MOST_PERIODS:
        return None
    return "单" if week.upper() in "A1" else "双", day, period


def spell_out_days(sheet: Sheet) -> None:
    """Five days in short side by side, or below each other in one of the first columns, by their full names."""
    lines = [[(r, c) for c in range(sheet.width)] for r in range(min(sheet.height, HEAD_ROWS))]
    lines += [[(r, c) for r in range(sheet.height)] for c in range(min(3, sheet.width))]
    for cells in lines:
        filled = [(cell, word) for cell in cells if (word := plain(sheet.at(*cell)).lower().rstrip(".:"))]
        runs = [(word, [cell for cell, _w in same]) for word, same in groupby(filled, key=lambda x: x[1])]
        words = [word for word, _cells in runs]
        for first in range(len(runs) - _LEAST + 1):
            week = next((w for w in _WEEKS if words[first : first + _LEAST] == w[:_LEAST]), None)
            if week is None:
                continue
            for n, (word, same) in enumerate(runs[first : first + len(week)]):
                if word != week[n]:
                    break
                for r, c in same:
                    sheet.rows[r][c] = _NAMES[n]
            break

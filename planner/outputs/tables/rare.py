"""Places that are there in some weeks only, in words: who comes on Saturdays has to know which."""

from __future__ import annotations

from collections.abc import Iterable

from planner.messages.seldom import only_in_weeks, weeks_words
from planner.messages.wording import long_day_name, sentence, translator
from planner.models.days import position_of
from planner.models.values import Weeks
from planner.outputs.tables.source import Source
from planner.timeline import Shift, VisitCell
from planner.timeline.promise import every_week_of


def weeks_of(source: Source, cell: VisitCell | Shift) -> str:
    """单周: the weeks of its pattern in which a place is, or those in which a place of a weekly pattern is there; empty for one
    of every week of the term."""
    weeks = _of_window(source, cell) or _of_day(source, cell)
    parts = [weeks_words(source.school, weeks, source.language, short=True)] if weeks else []
    parts += [source.block(cell.week, [cell], short=True)] if cell.week else []
    return " ".join(parts)


def rare_remarks(source: Source, cells: Iterable[VisitCell | Shift]) -> list[str]:
    """A line for each window and each weekday of which this is so."""
    _, language, found = translator(source.language), source.language, dict[str, None]()
    for cell in cells:
        if _of_window(source, cell):
            found[only_in_weeks(source.school, cell.window or "", language)] = None
        weeks = _of_day(source, cell)
        if weeks:
            day = long_day_name(language, cell.day or "", source.school.term)
            words = weeks_words(source.school, weeks, language)
            found[_("{day} is a school day in these weeks only: {weeks}", day=day, weeks=words)] = None
    return [sentence(language, line) for line in found]


def _of_window(source: Source, cell: VisitCell | Shift) -> Weeks | None:
    if cell.window is None or not _is_weekly(cell):
        return None
    return _rare(source.school.window_by_id[cell.window].weeks)


def _of_day(source: Source, cell: VisitCell | Shift) -> Weeks | None:
    some = [entry.weeks for entry in source.school.term.only_in_weeks if cell.day in entry.weekdays]
    return _rare(some[0]) if len(some) == 1 and _is_weekly(cell) else None


def _is_weekly(cell: VisitCell | Shift) -> bool:
    return cell.week is not None and not position_of(cell.week)


def _rare(weeks: Weeks) -> Weeks | None:
    usual = every_week_of(weeks)
    return weeks if weeks.parity or (usual.numbers or ()) != tuple(sorted(weeks.numbers or ())) else None

"""The term report (学期小结): a page to print, a workbook, and text for the work summary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from planner.accounts.report_days import norm_minutes
from planner.languages import html_lang, in_chinese
from planner.messages.wording import dates_text, day_name, translator
from planner.models.days import WEEKDAYS
from planner.models.report import TermReport
from planner.outputs.reports.plots import Bar, Box, bars, day_map
from planner.outputs.reports.report_tables import ReportTables
from planner.outputs.reports.report_words import ReportWords
from planner.outputs.tables.edition import edition
from planner.outputs.tables.rota import Rota
from planner.outputs.tables.source import Source
from planner.outputs.writers.fit import MARGIN, on_pages
from planner.outputs.writers.xlsx import xlsx
from planner.timeline import week1_monday, week_number

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One part of the report: a heading, sentences, pictures (SVG of our own, safe), tables."""

    key: str
    heading: str
    sentences: tuple[str, ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()
    """(caption, picture)."""
    tables: tuple[Rota, ...] = ()


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html")


def report_html(source: Source, report: TermReport) -> bytes:
    """One self-contained page, UTF-8. The same report always gives the same bytes."""
    writer = _Writer(source, report)
    title, subtitle = source.title(writer.name)
    internal = writer.tables.helpers().internal
    page = _template().render(
        lang=html_lang(source.language),
        chinese=in_chinese(source.language),
        title=title,
        before=title.removesuffix(writer.name),
        what=writer.name if title.endswith(writer.name) else "",
        subtitle=" · ".join(x for x in (subtitle, writer.words.period()) if x),
        internal=internal,
        margin=MARGIN,
        sections=writer.sections(),
        signature=writer.words.signature,
        edition=edition(source.plan, source.language),
    )
    return page.encode()


def report_tables(source: Source, report: TermReport) -> tuple[Rota, ...]:
    """The tables alone, each on as many pages as it needs."""
    tables = ReportTables(source, report, ReportWords(source, report)).all()
    return tuple(page for rota in tables for page in on_pages(rota))


def report_xlsx(source: Source, report: TermReport) -> bytes:
    """A workbook with a sheet for each table."""
    return xlsx(report_tables(source, report))


def report_text(source: Source, report: TermReport) -> str:
    """Paragraphs for the work summary (工作总结). Names classes and never a pupil."""
    writer = _Writer(source, report)
    title, subtitle = source.title(writer.name)
    said = [title, *([subtitle] if subtitle else []), "", *writer.words.sentences(), "", edition(source.plan, source.language)]
    return "\n".join(said) + "\n"


class _Writer:
    """Puts the report's sections together."""

    def __init__(self, source: Source, report: TermReport) -> None:
        self.source, self.report = source, report
        self.words = ReportWords(source, report)
        self.tables = ReportTables(source, report, self.words)
        self._say = translator(source.language)
        self.name = self.words.title()

    def sections(self) -> tuple[ReportSection, ...]:
        """All sections that have something to say."""
        _, report, tables = self._say, self.report, self.tables
        demands = [g.demand for g in (*report.of("BORROWING"), *report.of("READING"))]
        pictures = tuple(x for n, d in enumerate(demands, start=1) for x in self._visits(n, d))
        found = [
            ReportSection("summary", _("Summary"), self.words.sentences()),
            ReportSection("weeks", _("The library week by week"), (), (("", self._map()),)),
            self._grades(),
        ]
        if report.reach is not None and report.reach.places:
            said = self.words.reach()
            found.append(ReportSection("reach", _("Visits that could be held"), (said,), tables=(tables.reach(),)))
        if report.losses:
            found.append(ReportSection("losses", _("Visits that fall out, and why"), tables=(tables.losses(),)))
        if report.changes:
            lines = tuple(self.words.change(n) for n in range(len(report.changes)))
            found.append(ReportSection("changes", _("Changes made"), lines))
        found.append(ReportSection("visits", _("Visits per class"), (), pictures))
        for n, rota in enumerate(map(tables.visits, demands), start=1):
            found.append(ReportSection(f"visits-{n}", rota.label, tables=(rota,)))
        if report.loans:
            found.append(ReportSection("loans", _("Books a pupil could borrow"), self._about_loans(), tables=(tables.loans(),)))
        found.append(ReportSection("hours", _("Open hours a week"), self._about_hours(), tables=(tables.hours(),)))
        if report.helpers:
            found.append(self._helpers())
        if report.last_term is not None:
            table = tables.compared()
            found.append(ReportSection("compared", table.label, tables=(table,)))
        return tuple(found)

    def _grades(self) -> ReportSection:
        _ = self._say
        both = (self.tables.grades("BORROWING"), self.tables.grades("READING"))
        return ReportSection("grades", _("Visits by grade"), tables=tuple(t for t in both if t.rows))

    def _visits(self, number: int, demand: str) -> list[tuple[str, str]]:
        _, name = self._say, self.words.demand(demand)
        items = [
            Bar(self.source.visitor_name(a.visitor), (a.held + a.extra, a.made_up, a.owed))
            for a in self.report.visits
            if a.demand == demand
        ]
        legend = (_("held") if self.report.over else _("expected"), _("made up"), _("not made up"))
        title = _("{demand}: visits per class", demand=name)
        return [(title, x) for x in bars(f"v{number}", title, _("visits in the term"), items, legend)]

    def _about_loans(self) -> tuple[str, ...]:
        _ = self._say
        return (
            _("Visits of the class, made-up ones included, times the books a pupil takes each time: what could be borrowed."),
        )

    def _about_hours(self) -> tuple[str, ...]:
        _ = self._say
        return (
            _("Counted as open: opening windows on the days they were held, and reading lessons held in the library."),
            _("Times that overlap count once; the student librarians' own work behind closed doors does not count."),
            *([_("The norm is 40 hours a week.")] if norm_minutes(self.source.school) else []),
        )

    def _helpers(self) -> ReportSection:
        _ = self._say
        items = [
            Bar(self.source.names.label(h.helper), (h.served, 0, 0))
            for h in self.report.helpers
            if h.helper in self.source.school.helper_by_id
        ]
        legend = (_("duties done") if self.report.over else _("expected"), "", "")
        title = _("Duties of each student librarian")
        pictures = tuple((title, x) for x in bars("load", title, _("duties"), items, legend, _("mean")))
        return ReportSection("service", self.words.service(), (), pictures, (self.tables.helpers(),))

    def _map(self) -> str:
        """Weeks × weekdays: visits of each date."""
        _, source, report = self._say, self.source, self.report
        shown = [d for d in report.days if d.date >= report.first]
        weekdays = sorted({*map(WEEKDAYS.index, source.school.term.weekdays), *(d.date.weekday() for d in shown)})
        by_day = {(d.week, d.date.weekday()): d for d in shown}
        rows = []
        monday = week1_monday(source.school.term)
        for week in sorted({d.week for d in shown}):
            boxes = []
            for weekday in weekdays:
                day = by_day.get((week, weekday))
                if day is None:
                    boxes.append(Box("none"))
                elif day.state == "closed":
                    boxes.append(Box("hatched", text=_("closed")))
                elif day.state == "unconfirmed":
                    boxes.append(Box("dashed", text="?"))
                else:
                    boxes.append(Box("value", day.visits))
            date = monday.fromordinal(monday.toordinal() + 7 * (week - 1))
            words = _("Week {n}, {date}", n=week_number(source.school.term, date), date=dates_text(source.language, [date]))
            rows.append((words, boxes))
        total = sum(d.visits for d in shown)
        busiest = max(shown, key=lambda d: d.visits, default=None)
        closed = [d.date for d in shown if d.state == "closed"]
        description = _(
            "{total} visits on {days} days; most on one day: {most}; closed: {closed}.",
            total=total,
            days=sum(d.visits > 0 for d in shown),
            most=busiest.visits if busiest else 0,
            closed=dates_text(source.language, closed) or "0",
        )
        return day_map(
            "map",
            _("The library week by week"),
            [day_name(source.language, WEEKDAYS[n]) for n in weekdays],
            rows,
            (_("visits on a day; the darker, the more"), _("closed"), _("not confirmed")),
            description,
        )


__all__ = ["ReportSection", "report_html", "report_tables", "report_text", "report_xlsx"]

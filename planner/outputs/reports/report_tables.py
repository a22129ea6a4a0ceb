"""The tables of the term report: for the page, for a workbook, and the printable list of the student librarians' service."""

from __future__ import annotations

from collections.abc import Sequence

from planner.accounts.report_days import norm_minutes
from planner.messages.reach import lost_to
from planner.messages.wording import date_text, dates_text, grade_name, listing, translator
from planner.models.report import TermReport
from planner.models.visits import Category
from planner.outputs.reports.report_words import ReportWords
from planner.outputs.tables.edition import edition
from planner.outputs.tables.layout import CLOSED, headings
from planner.outputs.tables.names import internal_mark
from planner.outputs.tables.rota import Rota, Row, text_cell
from planner.outputs.tables.source import Source

Cells = Sequence[str]


class ReportTables:
    """Builds each table from one report; the words come from `ReportWords`."""

    def __init__(self, source: Source, report: TermReport, words: ReportWords) -> None:
        self.source, self.report, self.words = source, report, words
        self._say = translator(source.language)

    def _rota(self, key: str, label: str, heads: Cells, columns: Cells, rows: Sequence[tuple[Cells, Cells]]) -> Rota:
        title, subtitle = self.source.title(label)
        return Rota(
            key=key,
            label=label,
            language=self.source.language,
            title=title,
            subtitle=" · ".join(x for x in (subtitle, self.words.period()) if x),
            headings=headings(list(heads), [[(c,) for c in columns]]),
            rows=tuple(Row(tuple(text_cell(x, strong=True) for x in h), tuple(text_cell(x) for x in c)) for h, c in rows),
            created=self.source.school.term.start,
            signature=self.words.signature,
            edition=edition(self.source.plan, self.source.language),
            orientation="portrait",
            wall=False,
        )

    def _columns(self) -> list[str]:
        _ = self._say
        return [_("Promised"), *self.words.held_columns(), _("Fall out"), _("Made up"), _("Still owed"), _("Extra")]

    def _counts(self, promised: int, held: int, rest: Sequence[int], so_far: int) -> list[str]:
        """The cells of `_columns`; ``so_far`` of the held ones are over."""
        done = [so_far] if self.report.so_far else []
        return [str(n) for n in (promised, *done, held, *rest)]

    def grades(self, category: Category) -> Rota:
        """Demands of one category, grade by grade, with their totals."""
        _ = self._say
        rows = []
        so_far = {(g.demand, g.grade): g.held for g in self.report.so_far.groups} if self.report.so_far else {}
        for g in self.report.groups:
            if g.category == category:
                grade = grade_name(self.source.language, g.grade) if g.grade is not None else _("Total")
                rest = (g.lost, g.made_up, g.owed, g.extra)
                counts = self._counts(g.promised, g.held, rest, so_far.get((g.demand, g.grade), 0))
                rows.append(((self.words.demand(g.demand), grade), [str(g.visitors), *counts]))
        label = _("Borrowing visits by grade") if category == "BORROWING" else _("Reading by grade")
        return self._rota(
            f"grades-{category.lower()}", label, [_("Visit"), _("Grade")], [_("Classes counted"), *self._columns()], rows
        )

    def visits(self, demand: str) -> Rota:
        """One demand, class by class, with the dates lost."""
        _, name = self._say, self.words.demand(demand)
        rows = []
        so_far = {(a.visitor, a.demand): a.held for a in self.report.so_far.visits} if self.report.so_far else {}
        for a in (a for a in self.report.visits if a.demand == demand):
            rest = (len(a.lost), a.made_up, a.owed, a.extra)
            counts = self._counts(a.promised, a.held, rest, so_far.get((a.visitor, demand), 0))
            dates = dates_text(self.source.language, [x.date for x in a.lost])
            rows.append(((self.source.visitor_name(a.visitor),), [*counts, dates]))
        visitor = _("Teacher") if self.source.school.demand_by_id[demand].kind == "teacher_reading" else _("Class")
        label = _("{demand} class by class", demand=name)
        return self._rota(f"visits-{demand}", label, [visitor], [*self._columns(), _("Dates lost")], rows)

    def reach(self) -> Rota:
        """What could be held of each demand, and what is."""
        _, reach = self._say, self.report.reach
        rows = []
        if reach is not None and reach.places:
            for d in reach.demands:
                rows.append(((self.words.demand(d.demand),), [str(d.places), str(d.held), str(d.places - d.held)]))
            rows.append(((_("Total"),), [str(reach.places), str(reach.held), str(reach.places - reach.held)]))
            rows.append(((_("No plan can hold more than"),), ["", str(reach.most), lost_to(reach, self.source.language)]))
        columns = [_("Room and grades would allow"), _("Placed"), _("Not placed")]
        return self._rota("reach", _("Visits that could be held"), [_("Visit")], columns, rows)

    def losses(self) -> Rota:
        """Every lost visit by date, with its reason."""
        _ = self._say
        rows = []
        for x in self.report.losses:
            who = listing(self.source.language, map(self.source.visitor_name, x.visitors))
            owed = str(len(x.owed)) if x.owed else CLOSED
            date = date_text(self.source.language, x.date)
            rows.append(((date,), [self.words.demand(x.demand), self.words.why(x), who, owed]))
        columns = [_("Visit"), _("Reason"), _("Classes"), _("Still owed")]
        return self._rota("losses", _("Visits that fall out, and why"), [_("Date")], columns, rows)

    def loans(self) -> Rota:
        """What a pupil of each class could borrow, against the target."""
        _, target = self._say, self.report.target
        rows = []
        for x in self.report.loans:
            aim = [str(target), _("{n} short", n=x.short) if x.short else _("reached")] if target else []
            rows.append(((self.source.class_name(x.class_id),), [str(x.visits), str(x.books), *aim]))
        columns = [_("Visits"), _("Books a pupil could borrow"), *([_("Target"), _("Against the target")] if target else [])]
        return self._rota("loans", _("Books a pupil could borrow"), [_("Class")], columns, rows)

    def hours(self) -> Rota:
        """Opening time week by week, against the norm where there is one."""
        _, norm = self._say, norm_minutes(self.source.school)
        several = len(self.source.school.campus_ids) > 1
        rows = []
        for w in self.report.weeks:
            head = (self.source.campus_name(w.campus),) if several else ()
            lessons = w.total - w.windows
            values = [f"{m / 60:.1f}" for m in (w.windows, lessons, w.total)]
            share = [f"{100 * w.total / norm:.0f}%"] if norm else []
            rows.append(((*head, _("Week {n}", n=w.week)), [*values, *share]))
        columns = [
            _("Windows (hours)"),
            _("Reading lessons (hours)"),
            _("Open in all (hours)"),
            *([_("Of 40 hours")] if norm else []),
        ]
        return self._rota("hours", _("Open hours a week"), [*([_("Campus")] if several else []), _("Week")], columns, rows)

    def helpers(self) -> Rota:
        """Duties and hours of each student librarian, for awards and certificates."""
        _, school, so_far = self._say, self.source.school, self.report.so_far
        done = {h.helper: h.served for h in so_far.helpers} if so_far else {}
        others = any(h.stood_in or h.given for h in self.report.helpers)
        rows = []
        for h in self.report.helpers:
            helper = school.helper_by_id.get(h.helper)
            if helper is None:
                continue
            own = self.source.class_name(helper.class_id)
            counts = [h.promised, *([done.get(h.helper, 0)] if so_far else []), h.served]
            counts += [h.stood_in, h.given] if others else []
            cells = [*map(str, (*counts, h.lost)), f"{h.minutes / 60:.1f}"]
            rows.append(((self.source.names.beside_class(h.helper), own), cells))
        served = (
            [_("Duties done")] if self.report.over else [_("Done so far"), _("Expected in all")] if so_far else [_("Expected")]
        )
        columns = [_("Duties planned"), *served]
        columns += [_("of these for others"), _("done by others")] if others else []
        columns += [_("Fall out"), _("Hours served") if self.report.over else _("Hours expected")]
        who = _("Student librarian")
        rota = self._rota("service", self.words.service(), [who, _("Class")], columns, rows)
        mark = internal_mark(self.source.language) if self.source.names.shows_names else ""
        note = _(
            "Duties and hours by plan and calendar, from arrival to the end. "
            "A duty counts for whoever is recorded as standing in."
        )
        return Rota(**{**{f: getattr(rota, f) for f in Rota.__slots__}, "internal": mark, "notes": (note,)})

    def compared(self) -> Rota:
        """The term beside the one before."""
        _, rows = self._say, [((what,), [before, now]) for what, before, now in self.words.compared()]
        return self._rota("compared", _("Beside last term"), [_("Figure")], self.words.term_names(), rows)

    def all(self) -> tuple[Rota, ...]:
        """Every table that has rows, in the order of the report."""
        demands = [g.demand for g in (*self.report.of("BORROWING"), *self.report.of("READING"))]
        found = [
            self.grades("BORROWING"),
            self.grades("READING"),
            self.reach(),
            *map(self.visits, demands),
            self.losses(),
            self.loans(),
            self.hours(),
            self.helpers(),
            self.compared(),
        ]
        return tuple(rota for rota in found if rota.rows)

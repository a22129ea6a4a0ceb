"""The sentences of the term report: why visits were lost, what a cycle is called, and the text for the work summary."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable

from planner.accounts.report_days import norm_minutes
from planner.messages.reach import reach_sentences
from planner.messages.seldom import only_in_weeks
from planner.messages.wording import (
    clauses,
    date_text,
    dates_text,
    day_name,
    headed,
    listing,
    month_text,
    noted,
    sentences,
    term_text,
    translator,
)
from planner.models.report import Group, HelperCount, Loss, TermFigures, TermReport
from planner.outputs.tables.edition import signed
from planner.outputs.tables.source import Source
from planner.timeline import closed_days_of

_ANYTHING = re.compile("[1-9]")
"""A figure that is nought in both terms says nothing."""


class ReportWords:
    """Says the facts of one report in one language."""

    def __init__(self, source: Source, report: TermReport) -> None:
        self.source, self.report = source, report
        self.language = source.language
        self._say = translator(source.language)
        self._closed = {c.date: c.name.in_(self.language) for c in closed_days_of(source.school.term)}
        self._names = {
            **{e.id: e.name.in_(self.language) for e in source.school.events},
            **{r.id: r.name.in_(self.language) for r in source.school.rooms},
        }

    @property
    def signature(self) -> tuple[str, ...]:
        """Who signs, and the month of the report's last day, or of today where that is to come: the date on the school's tables
        is that of their making."""
        when = min(self.report.last, self.report.today or self.report.last)
        return signed(self.source.school, self.language, month_text(self.language, when))

    def hours(self, minutes: float) -> str:
        """65 minutes -> 1.1 小时 / 1.1 hours."""
        _ = self._say
        return _("{n} hours", n=f"{minutes / 60:.1f}".removesuffix(".0"))

    def until(self) -> str:
        """The date up to which something of a report has happened, of which the rest is to come; empty otherwise."""
        return date_text(self.language, self.report.so_far.last) if self.report.so_far else ""

    def title(self) -> str:
        """What the report is called: of a term that is over, one that runs, one to come, or of a part of it."""
        _, report = self._say, self.report
        if not report.whole_term:
            return _("Interim report")
        if report.over:
            return _("Term report")
        return _("Term report, term still running") if report.so_far else _("The library's term as planned")

    def basis(self) -> str:
        """What the figures are: nobody takes the attendance, so they follow from plan, calendar and what was recorded."""
        _ = self._say
        if self.report.over:
            return _("Visits and duties are counted by plan, calendar and what was recorded; attendance is not taken.")
        if self.report.so_far:
            return _("What has been held is counted up to {date}; everything later is expected.", date=self.until())
        return _("All figures are expected: they follow from the plan and the school calendar.")

    def held_columns(self) -> list[str]:
        """Headings of the visits that are held on their day: two where some are to come."""
        _ = self._say
        if self.report.over:
            return [_("Held as planned")]
        return [_("Held so far"), _("Expected in all")] if self.report.so_far else [_("Expected")]

    def demand(self, key: str) -> str:
        """Name of a demand."""
        return self.source.school.demand_by_id[key].name.in_(self.language)

    def why(self, loss: Loss) -> str:
        """Why visits were lost on a date."""
        _ = self._say
        if loss.reason == "closed":
            return self._closed.get(loss.date, loss.detail)
        if loss.reason == "runs_as":
            term = self.source.school.term
            return _("ran as {day}", day=day_name(self.language, loss.detail, term)) if loss.detail else _("no lessons")
        if loss.reason == "event":
            return self._names.get(loss.detail, loss.detail)
        if loss.reason == "other_weeks" and loss.detail in self.source.school.window_by_id:
            return only_in_weeks(self.source.school, loss.detail, self.language)
        known = {
            "unconfirmed": _("not confirmed by the school"),
            "recall": _("books only came back"),
            "between": _("no turn in that week, as times change"),
            "room": _("its room is not in use"),
            "no_adult": _("no librarian on duty"),
            "no_after_school": _("no after-school service"),
            "no_bell": _("no such lesson that day"),
            "no_place": _("slot or lesson not there that day"),
            "away": _("the class was away"),
            "not_open": _("not open"),
            "no_school": _("no school day in that week"),
        }
        word, own = known.get(loss.reason, loss.reason), self._own_words(loss)
        return _("{reason} ({detail})", reason=word, detail=own) if own else word

    def _own_words(self, loss: Loss) -> str:
        if loss.reason == "away":
            for absence in self.source.school.absences:
                if absence.what and absence.what.zh == loss.detail:
                    return absence.what.in_(self.language)
        if loss.reason == "room":
            room = self.source.school.room_by_id.get(loss.detail)
            return room.name.in_(self.language) if room else ""
        if loss.reason == "not_open":
            day = self.source.timeline.day_by_date.get(loss.date)
            return day.note.in_(self.language) if day and day.note else ""
        return ""

    def period(self) -> str:
        """The dates of the report."""
        _ = self._say
        first, last = (date_text(self.language, d) for d in (self.report.first, self.report.last))
        return _("{first} to {last}", first=first, last=last)

    def week_mean(self, campus: str) -> tuple[float, float]:
        """(minutes of windows, minutes in all) a week, mean of the weeks with school."""
        own = [w for w in self.report.weeks if w.campus == campus]
        count = max(len(own), 1)
        return sum(w.windows for w in own) / count, sum(w.total for w in own) / count

    def sentences(self) -> tuple[str, ...]:
        """The paragraphs of the work summary (工作总结), without any pupil's name."""
        parts = [
            self._opening(),
            *self._visits(),
            self.reach(),
            self._lost(),
            self._books(),
            self._open(),
            self._helpers(),
            self._changed(),
            self._compared(),
            self.basis(),
        ]
        return tuple(x for x in parts if x)

    def _opening(self) -> str:
        _, report = self._say, self.report
        days = [d for d in report.days if d.state in {"open", "shut"} and d.date >= report.first]
        windows = listing(
            self.language,
            [
                _.ngettext("{window} once", "{window} {count} times", len(w.held), window=self.source.window_name(w.window))
                for w in report.windows
                if w.window in self.source.school.window_by_id
            ],
        )
        text = _("{period}: {days} school days.", period=self.period(), days=len(days))
        if not windows:
            return text
        opened = (
            _("The library opened: {windows}.", windows=windows)
            if report.over
            else _("Openings by the plan: {windows}.", windows=windows)
        )
        return self._join([text, opened])

    def _visits(self) -> Iterable[str]:
        _ = self._say
        for group in (*self.report.of("BORROWING"), *self.report.of("READING")):
            each = _range([a.given for a in self.report.visits if a.demand == group.demand])
            teachers = self.source.school.demand_by_id[group.demand].kind == "teacher_reading"
            who = (
                _.ngettext("{count} teacher", "{count} teachers", group.visitors)
                if teachers
                else _.ngettext("{count} class", "{count} classes", group.visitors)
            )
            values = {"demand": self.demand(group.demand), "who": who, "each": each, "held": group.held}
            parts = [self._held(group, {**values, "promised": group.promised})]
            if group.lost:
                parts.append(self._made_up(group))
            if group.extra:
                parts.append(_("{extra} more on make-up days.", extra=group.extra))
            yield self._join(parts)

    def _held(self, group: Group, values: dict[str, object]) -> str:
        """How many visits of a demand are planned, how many of them are held or expected to be."""
        _, so_far = self._say, self.report.so_far
        if self.report.over:
            return _("{demand}: {who}, {promised} visits planned, {held} held as planned; {each} each.", **values)
        if so_far is None:
            return _("{demand}: {who}, {promised} visits planned, {held} expected; {each} each.", **values)
        there = sum(g.held for g in so_far.of(group.category) if g.demand == group.demand)
        return _(
            "{demand}: {who}, {promised} visits planned; {there} held up to {date}, {held} expected in all; {each} each.",
            there=there,
            date=self.until(),
            **values,
        )

    def _made_up(self, group: Group) -> str:
        """What has become of lost visits."""
        _ = self._say
        if not group.made_up:
            return _("Visits that fall out: {lost}; none of them is made up.", lost=group.lost)
        if not group.owed:
            return _("Visits that fall out: {lost}; all of them are made up.", lost=group.lost)
        values = {"lost": group.lost, "made_up": group.made_up, "owed": group.owed}
        return _("Visits that fall out: {lost}; made up: {made_up}, not made up: {owed}.", **values)

    def reach(self) -> str:
        """How many visits could be held at most, how many are, and what takes the others."""
        if self.report.reach is None:
            return ""
        said = self._join(reach_sentences(self.report.reach, self.language))
        since = self.report.reach_since
        _ = self._say
        return (
            headed(self.language, _("From {date} on", date=date_text(self.language, since)), said) if since and said else said
        )

    def _lost(self) -> str:
        _ = self._say
        dates: dict[str, set[dt.date]] = {}
        for loss in self.report.losses:
            dates.setdefault(self.why(loss), set()).add(loss.date)
        if not dates:
            return ""
        parts = [_("{reason} ({detail})", reason=why, detail=dates_text(self.language, found)) for why, found in dates.items()]
        return _("Why visits fall out: {reasons}.", reasons=listing(self.language, parts))

    def _books(self) -> str:
        _, report = self._say, self.report
        if not report.loans:
            return ""
        text = _("Each pupil could borrow {books} books in these visits.", books=_range([x.books for x in report.loans]))
        if not report.target:
            return text
        if not report.short:
            return self._join([text, _("Every class could reach the target of {target}.", target=report.target)])
        names = listing(self.language, [self.source.class_name(x.class_id) for x in report.short])
        short = _.ngettext(
            "{count} class falls short of the target of {target}: {names}.",
            "{count} classes fall short of the target of {target}: {names}.",
            len(report.short),
            target=report.target,
            names=names,
        )
        return self._join([text, short])

    def _open(self) -> str:
        _, norm = self._say, norm_minutes(self.source.school)
        parts = []
        for campus in self.source.school.campus_ids:
            windows, total = self.week_mean(campus)
            facts = {"total": self.hours(total), "windows": self.hours(windows), "norm": self.hours(norm or 0)}
            against_it = _(
                "Mean opening time a week with school: {total}, of which {windows} are opening windows; the norm is {norm}.",
                **facts,
            )
            alone = _("Mean opening time a week with school: {total}, of which {windows} are opening windows.", **facts)
            text = against_it if norm else alone
            name = self.source.campus_name(campus)
            parts.append(headed(self.language, name, text) if name else text)
        return self._join(parts)

    def _helpers(self) -> str:
        _, served = self._say, [h for h in self.report.helpers if h.served]
        if not served:
            return ""
        values = {**self._service(served), "each": _range([h.served for h in served])}
        if self.report.over:
            return _.ngettext(
                "{who} did {duties} duties ({hours}).",
                "{who} did {duties} duties ({hours}), {each} each.",
                len(served),
                **values,
            )
        planned = _.ngettext(
            "{who} is to do {duties} duties ({hours}).",
            "{who} are to do {duties} duties ({hours}), {each} each.",
            len(served),
            **values,
        )
        so_far = self.report.so_far
        done = [h for h in so_far.helpers if h.served] if so_far else []
        if not done:
            return planned
        return self._join(
            [planned, _("Up to {date}: {duties} duties done ({hours}).", date=self.until(), **self._service(done))]
        )

    def _service(self, counts: list[HelperCount]) -> dict[str, object]:
        """Who they are, their duties and hours together."""
        hours = self.hours(sum(h.minutes for h in counts))
        return {"who": self._who(counts), "duties": sum(h.served for h in counts), "hours": hours}

    def _who(self, counts: list[HelperCount]) -> str:
        """So many student librarians and volunteers."""
        _, known = self._say, self.source.school.helper_by_id
        volunteers = sum(1 for h in counts if h.helper in known and known[h.helper].volunteer)
        pupils = len(counts) - volunteers
        grown = _.ngettext("{count} volunteer", "{count} volunteers", volunteers)
        young = _.ngettext("{count} student librarian", "{count} student librarians", pupils)
        if pupils and volunteers:
            return _("{one} and {other}", one=young, other=grown)
        return young if pupils else grown

    def service(self) -> str:
        """What the part about those who serve is called."""
        _ = self._say
        return _("Student librarians' service")

    def _changed(self) -> str:
        return self._join([self.change(n) for n in range(len(self.report.changes))])

    def change(self, n: int) -> str:
        """The n-th change of the plan in one sentence."""
        _ = self._say
        c = self.report.changes[n]
        weekdays = _.ngettext("{count} to another weekday", "{count} to another weekday", c.other_weekday)
        moved = _.ngettext("{count} visit moved", "{count} visits moved", c.moved)
        told = [
            (c.moved, noted(self.language, moved, weekdays) if c.other_weekday else moved),
            (c.added, _.ngettext("{count} added", "{count} added", c.added)),
            (c.removed, _.ngettext("{count} dropped", "{count} dropped", c.removed)),
            (
                c.helpers,
                _.ngettext(
                    "{count} duty given to another student librarian",
                    "{count} duties given to other student librarians",
                    c.helpers,
                ),
            ),
        ]
        changes = listing(self.language, [words for number, words in told if number])
        since = date_text(self.language, c.since)
        if not changes:
            return _("From {date} on a new plan held.", date=since)
        return _("From {date} on a new plan held: {changes}.", date=since, changes=changes)

    def compared(self) -> tuple[tuple[str, str, str], ...]:
        """(what, last term, this term), of what both terms or one of them has."""
        if self.report.last_term is None:
            return ()
        _, (was, now) = self._say, self.report.last_term
        rows: list[tuple[str, Callable[[TermFigures], str]]] = [
            (_("Borrowing visits a class"), lambda x: f"{x.borrowing:.1f}"),
            (_("Reading visits a class"), lambda x: f"{x.reading:.1f}"),
            (_("Visits held as planned"), lambda x: f"{x.on_time:.0%}"),
            (_("Open a week"), lambda x: self.hours(x.open_minutes)),
            (_("Student librarians who served"), lambda x: str(x.helpers)),
            (_("Duties done"), lambda x: str(x.duties)),
            (_("Hours of service"), lambda x: self.hours(x.minutes)),
        ]
        found = ((what, say(was), say(now)) for what, say in rows)
        return tuple(row for row in found if _ANYTHING.search(row[1] + row[2]))

    def term_names(self) -> tuple[str, str]:
        """What the term before and this one are called; empty where there is nothing to compare with."""
        if self.report.last_term is None:
            return ("", "")
        terms = [(x.school_year.in_(self.language), x.name.in_(self.language)) for x in self.report.last_term]
        was, now = (term_text(self.language, *term) for term in terms)
        _ = self._say
        return was, now if self.report.over else noted(self.language, now, _("Expected").lower())

    def _compared(self) -> str:
        rows, _ = self.compared(), self._say
        if not rows:
            return ""
        facts = [_("{what} {before} → {now}", what=what, before=before, now=now) for what, before, now in rows]
        return _("Compared with {term}: {facts}.", term=self.term_names()[0], facts=clauses(self.language, facts))

    def _join(self, said: Iterable[str]) -> str:
        return sentences(self.language, said)


def _range(numbers: list[int]) -> str:
    """16–19, or 4 where all are alike."""
    least, most = min(numbers), max(numbers)
    return str(least) if least == most else f"{least}–{most}"

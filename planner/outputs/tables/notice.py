"""The change notice 调整通知: one page naming only what is different, slips for classes and helpers, text to paste."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cached_property

from planner.changes.diff import diff
from planner.messages.wording import date_text, listing, noted, translator
from planner.models.base import Language
from planner.models.changes import Changes, DutyChange, VisitChange
from planner.models.session import Expansion
from planner.models.values import natural
from planner.outputs.tables.change_words import ChangeWords
from planner.outputs.tables.layout import headings
from planner.outputs.tables.names import internal_mark
from planner.outputs.tables.rota import Cell, Line, Rota, Row, text_cell
from planner.outputs.tables.source import Source
from planner.sessions.chapter import Chapter


class Notice:
    """What people have to be told when ``after`` takes the place of ``before``.

    ``term`` are the sessions of the whole term: they say when a moved class comes to its new place for the first time.
    """

    def __init__(self, before: Chapter, after: Chapter, term: Expansion, language: Language, internal: bool = False) -> None:
        self._language, self._internal, self._term = language, internal, term
        self.changes: Changes = diff(before, after)
        self.words = ChangeWords(before.school, after.school, language, internal=internal)
        self._after = after

    @cached_property
    def _source(self) -> Source:
        after = self._after
        return Source(after.school, after.plan, after.timeline, self._term, self._language, self._internal)

    @cached_property
    def _since(self) -> str:
        return date_text(self._language, self.changes.since)

    def first_date(self, change: VisitChange) -> dt.date:
        """The first date on which a visit is not as it was."""
        if change.kind in {"time_only", "dates"}:
            return min((*change.gone, *change.come))
        new = change.new
        place = (change.visitor, change.demand, new.turn, new.slot, new.period) if new else None
        found = [
            s.date
            for s in self._term.published
            if s.date >= (change.since or self.changes.since) and (s.visitor, s.source, s.turn, s.slot, s.period) == place
        ]
        return min(found, default=change.since or self.changes.since)

    def _from(self, change: VisitChange) -> str:
        """The first date, and the last one of what is so only for a while."""
        first = date_text(self._language, self.first_date(change))
        if change.until is None:
            return first
        return translator(self._language)("{first} to {last}", first=first, last=date_text(self._language, change.until))

    def _noted(self, text: str, change: VisitChange | DutyChange) -> str:
        """With its dates in brackets, where it is not from the first date of the new plan to the end of term."""
        return noted(self._language, text, self.words.when(change))

    def rotas(self) -> tuple[Rota, ...]:
        """The notice, then slips of classes, then slips of helpers; the latter two only where there are any."""
        return (self._page(), *self._class_slips(), *self._helper_slips())

    def _rota(self, key: str, label: str, corner: str, columns: list[str], rows: list[Row], notes: tuple[str, ...]) -> Rota:
        _ = translator(self._language)
        title, subtitle = self._source.title(label)
        since = _("from {date} on", date=self._since)
        return Rota(
            key=key,
            label=label,
            language=self._language,
            title=title,
            subtitle=" · ".join(x for x in (subtitle, since) if x),
            headings=headings([corner], [[(c,) for c in columns]]),
            rows=tuple(rows),
            notes=notes,
            signature=self._source.signature,
            created=self._source.school.term.start,
            orientation="portrait",
            internal=internal_mark(self._language) if self.words.shows_names else "",
            wall=False,
            centred=False,
        )

    def _page(self) -> Rota:
        _ = translator(self._language)
        rows = []
        for v in self.changes.told_visits:
            before, now = self.words.visit(v)
            texts = (self.words.demand(v.demand),), before, now, (self._from(v),)
            head = text_cell(self.words.visitor(v.visitor, v.demand), strong=True)
            rows.append(Row((head,), tuple(text_cell(*t) for t in texts)))
        for d in self.changes.told_duties:
            if d.kind in {"time_only", "dates"}:
                continue  # the notes below say which window opens otherwise
            before, now = self.words.duty(d)
            texts = (self.words.duty_place(d),), before, now, (self.words.when(d) or self._since,)
            rows.append(Row((text_cell(self.words.post(d.post), strong=True),), tuple(text_cell(*t) for t in texts)))
        if not rows:
            rows.append(Row((text_cell("—"),), (text_cell(_("No class and no duty changes.")), *[text_cell("—")] * 3)))
        columns = [_("What"), _("Before"), _("Now"), _("From")]
        notes = (*self.words.openings(self.changes), _("Everything else stays as it was."), *self._source.signature_lines)
        return self._rota("notice", _("Change notice"), _("Class or post"), columns, rows, notes)

    def _class_slips(self) -> tuple[Rota, ...]:
        _ = translator(self._language)
        slips: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for v in self.changes.told_visits:
            what, (before, now) = self.words.demand(v.demand), self.words.visit(v)
            old, new = slips[self.words.visitor(v.visitor, v.demand)]
            old.append(" ".join((what, *before)))
            new += [" ".join((what, *now)), self._from(v) if v.until else _("from {date} on", date=self._from(v))]
        return self._slips("notice-classes", _("Change slips for classes"), _("Class"), slips)

    def _helper_slips(self) -> tuple[Rota, ...]:
        _ = translator(self._language)
        slips: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        own: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for d in self.changes.told_duties:
            if d.kind == "dates" and d.old:
                own[d.old][0].append(" ".join((self.words.my_duty(d, 0), self._dates(d.gone))).strip())
                own[d.old][1].append(self._dates(d.come) if d.come else _("no duty on these dates"))
                continue
            if d.old:
                own[d.old][0].append(self._noted(self.words.my_duty(d, 0), d))
            if d.new:
                own[d.new][1].append(self._noted(self.words.my_duty(d, 1), d))
        for helper in sorted(own, key=natural):
            old, new = own[helper]
            label, was = self.words.helper(helper), self.words.helper(helper, 0)
            # Numbers in a class may have moved up since the last rota.
            label = label if label == was else _("{label} (until now {was})", label=label, was=was)
            slips[label] = (old or [_("no such duty until now")], new or [_("no longer")])
        return self._slips("notice-helpers", _("Change slips for student librarians"), _("Student librarian"), slips)

    def _slips(self, key: str, label: str, corner: str, slips: dict[str, tuple[list[str], list[str]]]) -> tuple[Rota, ...]:
        _ = translator(self._language)
        if not slips:
            return ()
        rows = [
            Row((text_cell(who, strong=True),), (Cell(tuple(map(Line, old))), Cell(tuple(map(Line, new)))))
            for who, (old, new) in slips.items()
        ]
        return (self._rota(key, label, corner, [_("Before"), _("Now")], rows, ()),)

    def _dates(self, dates: tuple[dt.date, ...]) -> str:
        return listing(self._language, (date_text(self._language, d) for d in dates))

    def text(self) -> str:
        """The notice for a chat group: short lines, no table."""
        _ = translator(self._language)
        school = self._source.school.name.in_(self._language)
        lines = [_("[Change notice] {school} library, from {date} on", school=school, date=self._since), ""]
        for v in self.changes.told_visits:
            before, now = (" ".join(x) for x in self.words.visit(v))
            what = f"{self.words.visitor(v.visitor, v.demand)} {self.words.demand(v.demand)}"
            lines.append(self._noted(_("{what}: {before} → {now}", what=what, before=before, now=now), v))
        duties = [d for d in self.changes.told_duties if d.kind not in {"time_only", "dates"}]
        if duties:
            lines += ["", _("Duties:")]
        for d in duties:
            (old,), (new,) = self.words.duty(d)
            what = f"{self.words.duty_place(d)} {self.words.post(d.post)}"
            lines.append(self._noted(_("{what}: {before} → {now}", what=what, before=old, now=new), d))
        openings = self.words.openings(self.changes)
        lines += ["", *openings] if openings else []
        if self.changes.nothing:
            lines.append(_("No class and no duty changes."))
        lines += ["", _("Everything else stays as it was.")]
        return "\n".join(lines) + "\n"

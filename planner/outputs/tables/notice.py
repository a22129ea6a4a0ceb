"""The change notice 调整通知: a letter naming only what is different, slips for classes and helpers, text to paste."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from planner.changes.diff import diff
from planner.changes.reasons import reasons
from planner.messages.wording import date_text, listing, noted, translator
from planner.models.base import Language
from planner.models.changes import Changes, DutyChange, VisitChange
from planner.models.session import Expansion
from planner.models.values import natural
from planner.outputs.tables.cards import Card, Entry, term_line
from planner.outputs.tables.change_words import ChangeWords
from planner.outputs.tables.edition import edition
from planner.outputs.tables.layout import headings
from planner.outputs.tables.names import internal_mark
from planner.outputs.tables.reason_words import reason_words
from planner.outputs.tables.rota import Rota, Row, text_cell
from planner.outputs.tables.source import Source
from planner.sessions.chapter import Chapter

MANY_TIMES = 4
"""So many visits of one demand that only begin at another time are told once, by their times."""


class Notice:
    """What people have to be told when ``after`` takes the place of ``before``.

    ``term`` are the sessions of the whole term: they say when a moved class comes to its new place for the first time.
    """

    def __init__(self, before: Chapter, after: Chapter, term: Expansion, language: Language, internal: bool = False) -> None:
        language = after.school.spoken(language)
        self._language, self._internal, self._term = language, internal, term
        self.changes: Changes = diff(before, after)
        self.words = ChangeWords(before.school, after.school, language, internal=internal)
        self._after = after
        found = reasons(before.school, after.school, self.changes.since)
        self._why = reason_words(language, before.school, after.school, found)

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

    def lead(self) -> tuple[str, ...]:
        """Whom the letter is for, why it is written, and from when on."""
        _ = translator(self._language)
        if self.changes.nothing:
            return (_("From {date} on: no class and no duty changes.", date=self._since),)
        to = _("To all classes and student librarians") if self.changes.told_duties else _("To all classes")
        if self._why:
            why = _("From {date} on the library's times change as follows ({reasons}).", date=self._since, reasons=self._why)
        else:
            why = _("From {date} on the library's times change as follows.", date=self._since)
        return (_("{reader}:", reader=to), why)

    def _closing(self) -> tuple[str, ...]:
        """What is so for all: new times, windows that open otherwise, and that nothing else changes."""
        _ = translator(self._language)
        rest = () if self.changes.nothing else (_("Everything else stays as it was."),)
        return (*self._times_told_once(), *self.words.openings(self.changes), *self._made_up(), *rest)

    def _made_up(self) -> Iterator[str]:
        """Lost visits that are held at another time."""
        _ = translator(self._language)
        school = self._after.school
        for s in self._term.published:
            if s.made_up_for and s.date >= self.changes.since and (c := school.class_by_id.get(s.visitor or "")):
                yield _(
                    "{name} {demand}: instead of {lost} on {date}, {time}.",
                    name=c.name.in_(self._language),
                    demand=school.demand_by_id[s.source].name.in_(self._language),
                    lost=date_text(self._language, s.made_up_for),
                    date=date_text(self._language, s.date),
                    time=str(s.time),
                )

    @cached_property
    def _shifted(self) -> dict[str, list[VisitChange]]:
        """Demand -> its visits that only begin at another time, where they are too many to be told one by one."""
        found: dict[str, list[VisitChange]] = defaultdict(list)
        for v in self.changes.told_visits:
            if v.kind == "time_only" and v.old and v.new and v.old.time and v.new.time:
                found[v.demand].append(v)
        return {demand: own for demand, own in found.items() if len(own) >= MANY_TIMES}

    def _times_told_once(self) -> tuple[str, ...]:
        lines = []
        for demand, own in self._shifted.items():
            found: dict[tuple[dt.date, str], None] = {}
            for v in own:
                before, now = self.words.times(v)
                found[self.first_date(v), f"{before} → {now}"] = None
            first = min(date for date, _times in found)
            times = dict.fromkeys(times for _date, times in sorted(found, key=lambda x: x[1]))
            lines.append(self.words.new_times(demand, first, times))
        return tuple(lines)

    @property
    def _visits(self) -> list[VisitChange]:
        """Visits that are told one by one."""
        once = {id(v) for own in self._shifted.values() for v in own}
        return [v for v in self.changes.told_visits if id(v) not in once]

    @property
    def _duties(self) -> list[DutyChange]:
        """Duties that are told one by one: of others it is said which window opens otherwise."""
        return [d for d in self.changes.told_duties if d.kind not in {"time_only", "dates"}]

    def rotas(self) -> tuple[Rota, ...]:
        """The notice: one table, under the lines of a letter."""
        _ = translator(self._language)
        rows = []
        for v in self._visits:
            before, now = self.words.visit(v)
            texts = (self.words.demand(v.demand),), before, now, (self._from(v),)
            head = text_cell(self.words.visitor(v.visitor, v.demand), strong=True)
            rows.append(Row((head,), tuple(text_cell(*t) for t in texts)))
        for d in self._duties:
            before, now = self.words.duty(d)
            texts = (self.words.duty_place(d),), before, now, (self.words.when(d) or self._since,)
            rows.append(Row((text_cell(self.words.post(d.post), strong=True),), tuple(text_cell(*t) for t in texts)))
        if not rows:
            rows.append(Row((text_cell("—"),), (text_cell(_("No class and no duty changes.")), *[text_cell("—")] * 3)))
        columns = [_("What"), _("Before"), _("Now"), _("From")]
        title, subtitle = self._source.title(_("Change notice"))
        return (
            Rota(
                key="notice",
                label=_("Change notice"),
                language=self._language,
                title=title,
                subtitle=subtitle,
                headings=headings([_("Class or post")], [[(c,) for c in columns]]),
                rows=tuple(rows),
                lead=self.lead(),
                notes=self._closing(),
                signature=self._source.signature,
                edition=edition(self._after.plan, self._language),
                created=self._source.school.term.start,
                orientation="portrait",
                internal=internal_mark(self._language) if self.words.shows_names else "",
                wall=False,
                centred=False,
            ),
        )

    def slips(self) -> tuple[Card, ...]:
        """A slip to cut out for each class and each helper with something new; empty where nobody has."""
        return (*self._class_slips(), *self._helper_slips())

    def _class_slips(self) -> list[Card]:
        _ = translator(self._language)
        slips: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for v in self.changes.told_visits:
            what, (before, now) = self.words.demand(v.demand), self.words.visit(v)
            old, new = slips[self.words.visitor(v.visitor, v.demand)]
            old.append(" ".join((what, *before)))
            new += [" ".join((what, *now)), self._from(v) if v.until else _("from {date} on", date=self._from(v))]
        return [self._slip(_("Change slip for the class"), who, old, new, "") for who, (old, new) in slips.items()]

    def _helper_slips(self) -> list[Card]:
        _ = translator(self._language)
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
        cards = []
        mark = internal_mark(self._language) if self.words.shows_names else ""
        for helper in sorted(own, key=natural):
            old, new = own[helper]
            label, was = self.words.helper(helper), self.words.helper(helper, 0)
            # Numbers in a class may have moved up since the last rota.
            label = label if label == was else _("{label} (until now {was})", label=label, was=was)
            old, new = old or [_("no such duty until now")], new or [_("no longer")]
            cards.append(self._slip(_("Change slip for the student librarian"), label, old, new, mark))
        return cards

    def _slip(self, title: str, who: str, old: list[str], new: list[str], mark: str) -> Card:
        _, source = translator(self._language), self._source
        entries: tuple[Entry, ...] = ((_("Before"), tuple(old)), (_("Now"), tuple(new)))
        words = edition(self._after.plan, self._language)
        return Card(title, who, term_line(source), entries, signature=source.signature, edition=words, internal=mark)

    def _dates(self, dates: tuple[dt.date, ...]) -> str:
        return listing(self._language, (date_text(self._language, d) for d in dates))

    def text(self) -> str:
        """The notice for a chat group: short lines, no table."""
        _ = translator(self._language)
        school = self._source.school.name.in_(self._language)
        lines = [_("[Change notice] {school} library, from {date} on", school=school, date=self._since), *self.lead(), ""]
        for v in self._visits:
            before, now = (" ".join(x) for x in self.words.visit(v))
            what = f"{self.words.visitor(v.visitor, v.demand)} {self.words.demand(v.demand)}"
            lines.append(self._noted(_("{what}: {before} → {now}", what=what, before=before, now=now), v))
        lines += ["", _("Duties:")] if self._duties else []
        for d in self._duties:
            (old,), (new,) = self.words.duty(d)
            what = f"{self.words.duty_place(d)} {self.words.post(d.post)}"
            lines.append(self._noted(_("{what}: {before} → {now}", what=what, before=old, now=new), d))
        return "\n".join([*lines, "", *self._closing()]).strip() + "\n"

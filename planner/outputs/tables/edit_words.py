"""Edits of printed tables in words: what was written where, what moves besides, and which of them break a rule."""

from __future__ import annotations

from planner.changes.diff import diff
from planner.messages.rules import rule_sentence
from planner.messages.wording import dates_text, listing, noted, translator
from planner.models.base import Language
from planner.models.changes import Changes, DutyChange, VisitChange
from planner.models.edits import EditClash, Edits
from planner.models.plan import Plan
from planner.models.school import School
from planner.outputs.explanations.explanation_names import Names
from planner.outputs.tables.change_words import ChangeWords
from planner.sessions.chapter import Chapter

Change = VisitChange | DutyChange
_SHOWN = 3
"""Dates named before 'and so on'."""


class EditWords:
    """Words in one language. ``before`` is the plan that the tables were printed from."""

    def __init__(self, before: Chapter, edits: Edits, language: Language, *, internal: bool) -> None:
        self.language, self._before, self._edits, self._internal = language, before, edits, internal
        self._edited: Chapter | None = None
        self._ = translator(language)

    def by_hand(self, school: School, edited: Plan) -> list[str]:
        """班级借阅安排表!B4  四(4) 借还书：周四 12:50-13:05 → 周一 12:05-12:20."""
        cells: dict[tuple[object, ...], str] = {}
        for v in self._edits.visits:
            cells[v.visitor, v.demand, v.turn, v.window, v.slot, v.period] = v.cell
        for d in self._edits.duties:
            cells[d.shift] = d.cell
        changes = self._changes(school, edited)
        told: list[Change] = [*changes.told_visits, *changes.told_duties]
        mine = [change for change in told if _key(change) in cells]
        lines = self.lines(school, edited, mine)
        return [f"{cells[_key(change)]}  {line}" for change, line in zip(mine, lines, strict=True)]

    def others(self, school: School, edited: Plan, changes: Changes) -> list[Change]:
        """What changes besides the edits: not the seats and places that were written by hand."""
        by_hand = self._changes(school, edited)
        written: list[Change] = [*by_hand.visits, *by_hand.duties]
        told: list[Change] = [*changes.told_visits, *changes.told_duties]
        mine = {_exact(c) for c in written}
        return [c for c in told if _exact(c) not in mine]

    def lines(self, school: School, plan: Plan, changes: list[Change]) -> list[str]:
        """Each change of a plan in words."""
        say = ChangeWords(self._before.school, school, self.language, internal=self._internal)
        return [self._line(say, change) for change in changes]

    def clash_line(self, school: School, clash: EditClash) -> str:
        """The rule in its sentence, then cells, who, and dates."""
        return f"{rule_sentence(clash.rule, self.language)} {self.clash(school, clash)}"

    def clash(self, school: School, clash: EditClash) -> str:
        """班级借阅安排表!B4“四(4)” · 3月2日、9日、16日等共15天."""
        parts = [listing(self.language, [self._("{cell} “{text}”", cell=e.cell, text=e.text) for e in clash.edits])]
        people = {e.visitor for e in self._edits.visits} | {e.after for e in self._edits.duties}
        names, others = Names(school, self.language), [s for s in clash.subjects if s not in people]
        slots = [s for s in others if s.split()[0] in school.window_by_id]
        rest = [_named(names, s) for s in others if s not in slots]
        if others:
            parts.append(listing(self.language, [names.slots(slots), *rest] if slots else rest))
        if len(clash.dates) > _SHOWN + 3:
            first = dates_text(self.language, clash.dates[:_SHOWN])
            parts.append(self._("{dates} and later, {count} dates in all", dates=first, count=len(clash.dates)))
        elif clash.dates:
            parts.append(dates_text(self.language, clash.dates))
        return " · ".join(parts)

    def _changes(self, school: School, plan: Plan) -> Changes:
        if self._edited is None or self._edited.plan is not plan:
            self._edited = Chapter(school, plan)
        return diff(self._before, self._edited)

    def _line(self, say: ChangeWords, change: Change) -> str:
        if isinstance(change, DutyChange):
            (old,), (new,) = say.duty(change)
            what = f"{say.duty_place(change)} {say.post(change.post)}"
        else:
            old, new = (" ".join(x) for x in say.visit(change))
            what = f"{say.visitor(change.visitor, change.demand)} {say.demand(change.demand)}"
        line = self._("{what}: {before} → {now}", what=what, before=old, now=new)
        return noted(self.language, line, say.when(change))


def _key(change: Change) -> tuple[object, ...]:
    if isinstance(change, DutyChange):
        return (change.post, change.turn, change.window, change.slot or 0)
    new = change.new
    return (change.visitor, change.demand, *((new.turn, new.window, new.slot, new.period) if new else ()))


def _exact(change: Change) -> tuple[object, ...]:
    """What tells a change from another: a seat with both its helpers, a visit with its new place."""
    return (*_key(change), change.old, change.new) if isinstance(change, DutyChange) else _key(change)


def _named(names: Names, subject: str) -> str:
    return " ".join(names.one(word) for word in subject.split())

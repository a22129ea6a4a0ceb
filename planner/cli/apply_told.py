"""What ``lunjie apply`` says: what was changed by hand, what moved because of it, or which rule stands against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.check import check
from planner.cli.console import notices, output, words
from planner.cli.explain import explanation_record, tell_explanation
from planner.cli.guard import print_json
from planner.cli.records import by_rule, outcome_record
from planner.cli.summary import Teller
from planner.diff import diff
from planner.models.base import Language
from planner.models.changes import Changes, DutyChange, VisitChange
from planner.models.edits import EditClash, Edits, Pinning, VisitEdit
from planner.models.explanation import Explanation
from planner.models.outcome import Infeasible, Outcome, OutOfTime
from planner.models.plan import Plan
from planner.models.planfile import PlanFile, Revision
from planner.models.rules import RULES
from planner.models.school import School
from planner.outputs.change_words import ChangeWords
from planner.outputs.explanation_names import Names
from planner.strategies import Proposal
from planner.timeline import Timeline
from planner.wording import dates_text, listing

_SHOWN = 3
"""Dates named before 'and so on'."""
_Change = VisitChange | DutyChange


@dataclass(frozen=True)
class Pinned:
    """Where the pins are: in the school file that was named, or in plan.json alone."""

    pinning: Pinning
    school: Path | None
    in_file: bool
    dry_run: bool

    @property
    def count(self) -> int:
        """Pins that came."""
        return sum(len(r.added) for r in self.pinning.visits.values()) + len(self.pinning.duties.added)


class ByHand:
    """Says it in one language, or collects it for the one JSON object."""

    def __init__(
        self, previous: PlanFile, place: Path, edits: Edits, language: Language, *, internal: bool, as_json: bool, quiet: bool
    ) -> None:
        self.language, self._place, self._edits = language, place, edits
        self._internal, self._json, self._quiet = internal, as_json, quiet
        self._ = words(language)
        self._before = previous.all[-1]

    def ignored(self) -> None:
        """What was changed without meaning anything to the plan."""
        from planner.reading import describe

        if not self._quiet:
            for problem in self._edits.ignored:
                notices().print(describe(problem, self.language), style="yellow", markup=False, soft_wrap=True)

    def nothing(self) -> None:
        """The tables say what the plan says."""
        if self._json:
            print_json({"status": "UNCHANGED", **self._edit_record(), "written": False})
        elif not self._quiet:
            text = self._("The tables say the same as the plan: nothing was changed by hand. Nothing was written.")
            output().print(text, style="bold", markup=False, soft_wrap=True)

    def stopped(self) -> None:
        """The person ended the search."""
        text = self._("Stopped by you: this is the best plan found until then.")
        notices().print(text, style="yellow", markup=False)

    def clashes(self, school: School, edited: Plan, found: Sequence[EditClash]) -> None:
        """Each rule that the edits break, with cells, who, and dates."""
        if self._json:
            record = [{**c.model_dump(mode="json"), "sentence": RULES[c.rule].sentence.in_(self.language)} for c in found]
            print_json({"status": "CLASH", **self._edit_record(), "clashes": record, "written": False})
            return
        _, console = self._, notices()
        self._by_hand(console.print, school, edited)
        console.print(_("This cannot be, whatever the rest of the plan is:"), style="bold red", markup=False)
        for rule in dict.fromkeys(c.rule for c in found):
            sentence = RULES[rule].sentence.in_(self.language)
            console.print(_("✗ {sentence} [{rule}]", sentence=sentence, rule=rule), markup=False, soft_wrap=True)
            for clash in found:
                if clash.rule == rule:
                    console.print(f"  {self._clash(school, clash)}", markup=False, soft_wrap=True)
        console.print(_("Put these cells back, or choose others, and try again. Nothing was written."), markup=False)
        broken = {written.cell for clash in found for written in clash.edits}
        first = next((e for e in self._edits.all if e.cell in broken), None)
        if first is not None:
            who = f"--class {first.visitor}" if isinstance(first, VisitEdit) else f"--helper {first.after}"
            hint = _("Every place that can be: lunjie whatif {plan} {who}", plan=self._place, who=who)
            console.print(hint, style="dim", markup=False, soft_wrap=True)

    def _clash(self, school: School, clash: EditClash) -> str:
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

    def no_plan(self, school: School, outcome: Outcome, explanation: Explanation | None, since: dt.date, stopped: bool) -> None:
        """With the edits held there is no plan for the rest, or none was found in time."""
        if self._json:
            record = {**outcome_record(school, Timeline(school, since), outcome, None), **self._edit_record(), "written": False}
            if explanation:
                record["explanation"] = explanation_record(school, explanation, self.language)
            print_json(record)
            return
        teller = Teller(notices(), school, self.language, self._)
        if isinstance(outcome, Infeasible):
            text = self._("With these cells as they are now, no plan is left for the rest.")
            notices().print(text, style="bold red", markup=False, soft_wrap=True)
            teller.infeasible(outcome, explained=True)
            if explanation is not None:
                said = frozenset({"shortages", "balances"} if outcome.shortages else ())
                tell_explanation(notices(), school, explanation, self.language, said)
        elif isinstance(outcome, OutOfTime):
            teller.out_of_time(outcome, stopped)

    def applied(
        self, school: School, edited: Plan, found: Proposal, pinned: Pinned, directory: Path, written: Sequence[Path]
    ) -> None:
        """Everything that changes, and what it costs."""
        by_hand = self._changes(school, edited)
        others = self._others(found.changes, by_hand)
        before = self._cost_before(school, found)
        if self._json:
            print_json(self._record(found, pinned, others, before, written))
            return
        if self._quiet:
            return
        _, console = self._, output()
        self._by_hand(console.print, school, edited)
        after = Revision.model_construct(school=school, plan=found.plan)
        say = ChangeWords(self._before, after, self.language, internal=self._internal)
        lines = [_line(self._, say, c) for c in others]
        heading = _("What else moves because of it:") if lines else _("Nothing else moves.")
        console.print(heading, style="bold", markup=False)
        for line in lines:
            console.print(f"  {line}", markup=False, soft_wrap=True)
        if lines and not found.proven:
            console.print(_("Not proven: maybe fewer would have to move."), style="yellow", markup=False)
        self._costs(before, found)
        self._where(pinned)
        if pinned.dry_run:
            console.print(_("Only tried out (--dry-run): nothing was written."), style="bold", markup=False)
        else:
            Teller(console, school, self.language, _).files(directory, written)

    def _by_hand(self, say: Any, school: School, edited: Plan) -> None:
        """The edits in words, each with its cell."""
        changes = self._changes(school, edited)
        after = Revision.model_construct(school=school, plan=edited)
        words_ = ChangeWords(self._before, after, self.language, internal=self._internal)
        cells = self._cells()
        say(self._("Changed by hand:"), style="bold", markup=False)
        told: list[_Change] = [*changes.told_visits, *changes.told_duties]
        for change in told:
            if (cell := cells.get(_key(change))) is not None:
                say(f"  {cell}  {_line(self._, words_, change)}", markup=False, soft_wrap=True)

    def _cells(self) -> dict[tuple[object, ...], str]:
        found: dict[tuple[object, ...], str] = {}
        for v in self._edits.visits:
            found[v.visitor, v.demand, v.turn, v.window, v.slot, v.period] = v.cell
        for d in self._edits.duties:
            found[d.post, d.turn, d.window, d.slot] = d.cell
        return found

    def _changes(self, school: School, plan: Plan) -> Changes:
        return diff((self._before.school, self._before.plan), (school, plan))

    def _others(self, all_of_them: Changes, by_hand: Changes) -> list[_Change]:
        """What changes besides the edits: not the seats and places that were written by hand."""
        written: list[_Change] = [*by_hand.visits, *by_hand.duties]
        mine = {_exact(c) for c in written}
        told: list[_Change] = [*all_of_them.told_visits, *all_of_them.told_duties]
        return [c for c in told if _exact(c) not in mine]

    def _cost_before(self, school: School, found: Proposal) -> dict[str, int]:
        """Rule -> cost of the plan as it was, over the same dates and by the same rules."""
        plan = self._before.plan.model_copy(update={"effective_from": found.plan.effective_from})
        return {c.rule: c.cost for c in check(school, plan).cost_by_rule}

    def _costs(self, before: dict[str, int], found: Proposal) -> None:
        _, console = self._, output()
        after = {c.rule: c.cost for c in found.plan.cost_by_rule}
        old, new = sum(before.values()), found.plan.cost
        text = _("Cost of wishes: {old} before, {new} now.", old=old, new=new)
        console.print(text, style="bold", markup=False)
        for rule in RULES:
            if before.get(rule, 0) != after.get(rule, 0):
                sentence = RULES[rule].sentence.in_(self.language)
                console.print(f"  {sentence} {before.get(rule, 0)} → {after.get(rule, 0)}", markup=False, soft_wrap=True)

    def _where(self, pinned: Pinned) -> None:
        """Where the pins live: what a later re-plan keeps depends on it."""
        _ = self._
        if pinned.in_file:
            text = _("The edits are pins now, written into {file}: the next lunjie replan keeps them.", file=pinned.school)
        elif pinned.school is not None:
            text = _(
                "The edits are pins now, in plan.json only: {file} is a workbook. Enter them there as well, "
                "or the next lunjie replan with it will not know them.",
                file=pinned.school,
            )
        else:
            text = _(
                "The edits are pins now, in plan.json only. The next lunjie replan reads the school file: "
                "give it here with --school, so that they are written into it as well."
            )
        if pinned.count or pinned.pinning.replaced:
            output().print(text, markup=False, soft_wrap=True)
        if pinned.pinning.replaced:
            text = _("Earlier pins that said otherwise and gave way: {count}.", count=pinned.pinning.replaced)
            output().print(text, markup=False)

    def _edit_record(self) -> dict[str, Any]:
        return {
            "edits": {
                "visits": [v.model_dump(mode="json") for v in self._edits.visits],
                "duties": [d.model_dump(mode="json") for d in self._edits.duties],
            },
            "ignored": [p.model_dump(mode="json") for p in self._edits.ignored],
        }

    def _record(
        self, found: Proposal, pinned: Pinned, others: list[_Change], before: dict[str, int], written: Sequence[Path]
    ) -> dict[str, Any]:
        return {
            "status": found.plan.status,
            **self._edit_record(),
            "strategy": found.strategy.name,
            "from": found.plan.effective_from.isoformat(),
            "proven": found.proven,
            "others": [c.model_dump(mode="json", exclude_defaults=True) for c in others],
            "pins": {
                "added": pinned.count,
                "replaced": pinned.pinning.replaced,
                "file": str(pinned.school) if pinned.in_file else None,
            },
            "cost_before": sum(before.values()),
            "cost": found.plan.cost,
            "cost_by_rule": by_rule(found.plan.cost_by_rule),
            "written": bool(written),
        }


def _key(change: _Change) -> tuple[object, ...]:
    if isinstance(change, DutyChange):
        return (change.post, change.turn, change.window, change.slot)
    new = change.new
    return (change.visitor, change.demand, *((new.turn, new.window, new.slot, new.period) if new else ()))


def _exact(change: _Change) -> tuple[object, ...]:
    """What tells a change from another: a seat with both its helpers, a visit with its new place."""
    return (*_key(change), change.old, change.new) if isinstance(change, DutyChange) else _key(change)


def _line(say: Any, words_: ChangeWords, change: _Change) -> str:
    if isinstance(change, DutyChange):
        (old,), (new,) = words_.duty(change)
        what = f"{words_.duty_place(change)} {words_.post(change.post)}"
        return str(say("{what}: {before} → {now}", what=what, before=old, now=new))
    before, now = (" ".join(x) for x in words_.visit(change))
    what = f"{words_.visitor(change.visitor, change.demand)} {words_.demand(change.demand)}"
    return str(say("{what}: {before} → {now}", what=what, before=before, now=now))


def _named(names: Names, subject: str) -> str:
    return " ".join(names.one(word) for word in subject.split())

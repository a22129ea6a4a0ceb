"""What ``lunjie apply`` says: what was changed by hand, what moved because of it, or which rule stands against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from cli.console import notices, output, words
from cli.guard import print_json
from cli.planning.explain import tell_impossible
from cli.planning.records import by_rule, outcome_record
from cli.planning.summary import Teller
from planner.changes.strategies import Proposal
from planner.checker import check
from planner.messages.rules import rule_sentence
from planner.models.base import Language
from planner.models.edits import EditClash, Edits, Pinning, VisitEdit
from planner.models.outcome import Explanation, Infeasible, Outcome, OutOfTime
from planner.models.plan import Plan
from planner.models.rules import RULES
from planner.models.school import School
from planner.outputs.explanations.explanation_record import explanation_record
from planner.outputs.tables.edit_words import Change, EditWords
from planner.sessions.book import Book
from planner.timeline import Timeline


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
        self, previous: Book, place: Path, edits: Edits, language: Language, *, internal: bool, as_json: bool, quiet: bool
    ) -> None:
        self.language, self._place, self._edits = language, place, edits
        self._json, self._quiet = as_json, quiet
        self._ = words(language)
        self._before = previous.chapter
        self._say = EditWords(self._before, edits, language, internal=internal)

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
            record = [{**c.model_dump(mode="json"), "sentence": rule_sentence(c.rule, self.language)} for c in found]
            print_json({"status": "CLASH", **self._edit_record(), "clashes": record, "written": False})
            return
        _, console = self._, notices()
        self._by_hand(console, school, edited)
        console.print(_("This cannot be, whatever the rest of the plan is:"), style="bold red", markup=False)
        for rule in dict.fromkeys(c.rule for c in found):
            sentence = rule_sentence(rule, self.language)
            console.print(_("✗ {sentence} [{rule}]", sentence=sentence, rule=rule), markup=False, soft_wrap=True)
            for clash in found:
                if clash.rule == rule:
                    console.print(f"  {self._say.clash(school, clash)}", markup=False, soft_wrap=True)
        console.print(_("Put these cells back, or choose others, and try again. Nothing was written."), markup=False)
        broken = {(written.cell, written.text) for clash in found for written in clash.edits}
        first = next((e for e in self._edits.all if (e.cell, e.text) in broken), None)
        if first is not None:
            who = f"--class {first.visitor}" if isinstance(first, VisitEdit) else f"--helper {first.after}"
            hint = _("Every place that can be: lunjie whatif {plan} {who}", plan=self._place, who=who)
            console.print(hint, style="dim", markup=False, soft_wrap=True)

    def no_plan(self, school: School, edited: Plan, outcome: Outcome, explanation: Explanation | None, stopped: bool) -> None:
        """With the edits held there is no plan for the rest, or none was found in time."""
        if self._json:
            timeline = Timeline(school, edited.effective_from)
            record = {**outcome_record(school, timeline, outcome, None), **self._edit_record(), "written": False}
            if explanation:
                record["explanation"] = explanation_record(school, explanation, self.language)
            print_json(record)
            return
        teller = Teller(notices(), school, self.language, self._)
        if isinstance(outcome, Infeasible):
            self._by_hand(notices(), school, edited)
            text = self._("With these cells as they are now, no plan is left for the rest.")
            notices().print(text, style="bold red", markup=False, soft_wrap=True)
            tell_impossible(teller, school, outcome, explanation, self.language)
        elif isinstance(outcome, OutOfTime):
            teller.out_of_time(outcome, stopped)

    def applied(
        self, school: School, edited: Plan, found: Proposal, pinned: Pinned, directory: Path, written: Sequence[Path]
    ) -> None:
        """Everything that changes, and what it costs."""
        others = self._say.others(school, edited, found.changes)
        before = self._cost_before(school, found)
        if self._json:
            print_json(self._record(found, pinned, others, before, written))
            return
        if self._quiet:
            return
        _, console = self._, output()
        self._by_hand(console, school, edited)
        lines = self._say.lines(school, found.plan, others)
        heading = _("What else moves because of it:") if lines else _("Nothing else moves.")
        console.print(heading, style="bold", markup=False)
        for line in lines:
            console.print(f"  {line}", markup=False, soft_wrap=True)
        if lines and not found.proven:
            console.print(_("Not proven: maybe fewer would have to move."), style="yellow", markup=False)
        self._costs(before, found)
        if pinned.dry_run:
            console.print(_("Only tried out (--dry-run): nothing was written."), style="bold", markup=False)
        else:
            self._where(pinned)
            Teller(console, school, self.language, _).files(directory, written)

    def _by_hand(self, console: Console, school: School, edited: Plan) -> None:
        console.print(self._("Changed by hand:"), style="bold", markup=False)
        for line in self._say.by_hand(school, edited):
            console.print(f"  {line}", markup=False, soft_wrap=True)

    def _cost_before(self, school: School, found: Proposal) -> dict[str, int]:
        """Rule -> cost of the plan as it was, over the same dates and by the same rules."""
        plan = self._before.plan.model_copy(
            update={"effective_from": found.plan.effective_from, "out_of_reach": found.plan.out_of_reach}
        )
        return {c.rule: c.cost for c in check(school, plan).cost_by_rule}

    def _costs(self, before: dict[str, int], found: Proposal) -> None:
        _, console = self._, output()
        after = {c.rule: c.cost for c in found.plan.cost_by_rule}
        old, new = sum(before.values()), found.plan.cost
        text = _("Unmet wishes: {old} before, {new} now.", old=old, new=new)
        console.print(text, style="bold", markup=False)
        for rule in RULES:
            if before.get(rule, 0) != after.get(rule, 0):
                sentence = rule_sentence(rule, self.language)
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
        self, found: Proposal, pinned: Pinned, others: list[Change], before: dict[str, int], written: Sequence[Path]
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

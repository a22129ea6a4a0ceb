"""What a person reads of a plan that has been judged: how many visits it holds, and what it costs and whom."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from cli.console import Words
from planner.messages.reach import reach_sentences
from planner.messages.rules import rule_sentence
from planner.messages.wording import listing, sentences
from planner.models.base import Language
from planner.models.plan import Plan, Reach, RuleCost, comfort
from planner.models.school import School
from planner.outputs.explanations.explaining import name_of


class CostTeller:
    """Says things about one school in one language on one console."""

    def __init__(self, console: Console, school: School, language: Language, words: Words) -> None:
        self._console, self._school, self._language, self._words = console, school, language, words

    def say(self, text: str = "", style: str | None = None) -> None:
        """A line, whatever signs stand in it."""
        self._console.print(text, style=style, markup=False)

    def apart(self, plan: Plan, reach: Reach) -> None:
        """Visits that are held and wishes, each by itself: in one sum the former would hide the latter."""
        _, wishes = self._words, comfort(plan.cost_by_rule)
        said = [*reach_sentences(reach, self._language)]
        if any(c.rule == "fewest_visits" and c.cost for c in plan.cost_by_rule):
            said.append(_("They are not the same number for every class."))
        if wishes != plan.cost:
            said.append(_("Unmet wishes: {cost}.", cost=wishes))
        if said:
            self.say(sentences(self._language, said))

    def costs(self, costs: Sequence[RuleCost]) -> None:
        """The price of each soft rule that is not fully met, dearest first."""
        _ = self._words
        paid = sorted((c for c in costs if c.cost), key=lambda c: -c.cost)
        if not paid:
            self.say(_("Every wish is met."))
            return
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
        table.add_column(_("Rule not fully met"))
        for heading in (_("amount"), _("weight"), _("cost")):
            table.add_column(heading, justify="right")
        table.add_column(_("mostly"))
        for cost in paid:
            sentence = rule_sentence(cost.rule, self._language)
            table.add_row(sentence, str(cost.amount), str(cost.weight), str(cost.cost), self._names(cost))
        self._console.print(table)

    def _names(self, cost: RuleCost) -> str:
        named = (name_of(self._school, subject, self._language, rule=cost.rule) for subject in cost.worst[:3])
        return listing(self._language, named)

"""What a person reads after planning: how good the plan is, what it costs and whom, what is held back or lost, where it is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from cli.planning.costs import CostTeller
from cli.planning.progress import gap
from planner.accounts.pauses import pauses
from planner.accounts.reach import reach_of
from planner.accounts.seldom import seldom
from planner.checker import Case
from planner.messages.pauses import pause_sentence
from planner.messages.seldom import seldom_sentence
from planner.messages.wording import date_text, listing
from planner.models.makeup import MakeUps
from planner.models.outcome import Infeasible, OutOfTime, Solved
from planner.models.plan import Plan
from planner.models.rules import RULES
from planner.models.session import Expansion, LostVisit
from planner.outputs.explanations.explaining import explain, name_of
from planner.outputs.tables.makeup_words import why_not_made_up
from planner.sessions.chapter import Chapter
from planner.timeline import Timeline

_SHOWN = 12
"""Lines of a long list before 'and so many more'."""


class Teller(CostTeller):
    """Says all of it, and what else a planning run has found."""

    def solved(self, outcome: Solved, expansion: Expansion, timeline: Timeline) -> None:
        """Status, costs, counts, and what needs the librarian's eye."""
        _, plan = self._words, outcome.plan
        self.say(self._status(plan), "bold green")
        laid = Chapter(self._school, plan, timeline, outcome.expansion)
        self.apart(plan, reach_of(Case(self._school, plan, laid=laid)))
        kinds = Counter(s.category for s in expansion.published)
        self.say(
            _(
                "{classes} classes, {helpers} student librarians; in the term {visits} visits and {duties} duties.",
                classes=len(self._school.class_list),
                helpers=len(self._school.helper_by_id),
                visits=kinds["BORROWING"] + kinds["READING"],
                duties=kinds["DUTY"],
            )
        )
        self.costs(plan.cost_by_rule)
        for pause in pauses(timeline):
            self.say(pause_sentence(self._school, pause, self._language), "yellow")
        for found in seldom(timeline, plan):
            self.say(seldom_sentence(self._school, found, self._language), "yellow")
        self._held_back(expansion, timeline)
        self._lost(expansion.lost)

    def _status(self, plan: Plan) -> str:
        _ = self._words
        if plan.status == "OPTIMAL":
            return _("Proven best: there is no better plan (unmet wishes: {cost}; lower is better).", cost=plan.cost)
        share = gap(plan.cost, plan.bound)
        if share is None:
            return _("Best plan found in the time (unmet wishes: {cost}).", cost=plan.cost)
        return _(
            "Best plan found in the time (unmet wishes: {cost}; none can have fewer than {bound}, a gap of {gap:.1%}).",
            cost=plan.cost,
            bound=plan.bound,
            gap=share,
        )

    def _held_back(self, expansion: Expansion, timeline: Timeline) -> None:
        _ = self._words
        held = Counter(s.date for s in expansion.sessions if not s.confirmed)
        dates = sorted({day.date for day in timeline.days if not day.confirmed} | set(held))
        if not dates:
            return
        self.say(
            _(
                "Dates not confirmed by the school: {dates}; sessions held back from tables and calendars: {sessions}.",
                dates=len(dates),
                sessions=sum(held.values()),
            ),
            "yellow",
        )
        for date in dates[:_SHOWN]:
            self.say(
                _.ngettext(
                    "  {date}: {count} session. When confirmed, set confirmed: true in the school file and plan again.",
                    "  {date}: {count} sessions. When confirmed, set confirmed: true in the school file and plan again.",
                    held[date],
                    date=self._date(date),
                )
            )
        self._more(len(dates))

    def _lost(self, lost: Sequence[LostVisit]) -> None:
        _ = self._words
        if not lost:
            return
        self.say(_.ngettext("{count} planned visit falls out:", "{count} planned visits fall out:", len(lost)), "yellow")
        for visit in lost[:_SHOWN]:
            who = name_of(self._school, visit.visitor, self._language)
            demand = name_of(self._school, visit.demand, self._language)
            why = (
                _("{room} is taken by an event", room=name_of(self._school, visit.detail, self._language))
                if visit.reason == "event"
                else visit.detail or _("the class is away")
            )
            self.say(f"  {self._date(visit.date)} {who} {demand}: {why}")
        self._more(len(lost))

    def made_up(self, found: MakeUps) -> None:
        """Lost visits that got another date, and those that did not, each with what would help."""
        _ = self._words
        if not found.sessions and not found.not_made_up:
            return
        text = _.ngettext(
            "{count} lost visit made up, {left} not:",
            "{count} lost visits made up, {left} not:",
            len(found.sessions),
            left=len(found.not_made_up),
        )
        self.say(text)
        for missed in found.not_made_up[:_SHOWN]:
            who = name_of(self._school, missed.visitor, self._language)
            demand = name_of(self._school, missed.demand, self._language)
            self.say(f"  {self._date(missed.date)} {who} {demand}: {why_not_made_up(self._school, missed, self._language)}")
        self._more(len(found.not_made_up))

    def _more(self, count: int) -> None:
        if count > _SHOWN:
            self.say(self._words("  and {count} more", count=count - _SHOWN))

    def _date(self, date: dt.date) -> str:
        return date_text(self._language, date)

    def files(self, directory: Path, names: Sequence[Path]) -> None:
        """Where the plan is."""
        self.say(self._words("{count} files in {directory}:", count=len(names), directory=directory), "bold")
        folders = Counter(name.relative_to(directory).parts[0] for name in names if len(name.relative_to(directory).parts) > 1)
        top = [str(n.relative_to(directory)) for n in names if len(n.relative_to(directory).parts) == 1]
        for name in sorted(top):
            self.say(f"  {name}")
        for folder, count in sorted(folders.items()):
            self.say(f"  {folder}/ ({count})")

    def infeasible(self, outcome: Infeasible, *, explained: bool = False) -> None:
        """That it cannot be, and by counting why and what may be done; ``explained``: why is told after this, by its cause."""
        _ = self._words
        self.say(_("No plan can keep all rules that must hold. Nothing was written."), "bold red")
        if explained:
            return
        for shortage in outcome.shortages:
            words = explain(self._school, shortage, self._language)
            self.say(f"• {words.sentence}")
            self.say(f"  → {words.hint}", "dim")
        if not outcome.shortages:
            self.say(_("Counting need against capacity does not show why: the rules clash only in combination."))
            self.say(_("Try to make one rule soft in the school file, plan again, and see what it costs, for example:"))
            self.say("  rules: {one_visit_a_day: {mode: soft}}")
            hard = [name for name, rule in RULES.items() if self._school.mode(name) == "hard" and rule.weight < 100]
            self.say(_("Rules that are often the cause: {rules}.", rules=listing(self._language, hard)))

    def out_of_time(self, outcome: OutOfTime, stopped: bool) -> None:
        """Nothing was found, and nothing was shown."""
        _ = self._words
        self.say(
            _("Stopped before a first plan was found. Nothing was written.")
            if stopped
            else _("No plan was found in the time given. Nothing was written."),
            "bold yellow",
        )
        self.say(_("This does not mean that there is none: give more time with --time-limit, or switch a rule soft."))

"""A changed school file and the published plan -> the plan from a date on: the work behind ``lunjie replan``."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

import planner
from cli.console import Words, notices, output, words
from cli.guard import print_json
from cli.planning.commands import ReplanOptions
from cli.planning.explain import tell_why_not
from cli.planning.publishing import first_date, same_family, write
from cli.planning.records import by_rule
from cli.planning.remarks import remarks_on
from cli.planning.searching import search
from cli.planning.summary import Teller
from planner.changes.strategies import STRATEGIES, Name, Proposal
from planner.files.together import expect_place
from planner.messages.wording import clauses, listing, sentence, sentences
from planner.models.base import Language
from planner.models.changes import Changes
from planner.models.plan import comfort, visits_not_held
from planner.models.planfile import canonical_school
from planner.models.school import School
from planner.outputs.tables.change_words import ChangeWords
from planner.outputs.tables.notice import Notice
from planner.sessions.book import Book
from planner.timeline import Timeline

if TYPE_CHECKING:
    from planner import OnStep, Replanned


@dataclass(frozen=True)
class _Case:
    """The question, read and found to make sense."""

    options: ReplanOptions
    school: School
    over: Book
    since: dt.date
    language: Language
    remarks: dict[str, Any]

    @property
    def directory(self) -> Path:
        """Where to write: usually where the published plan is."""
        own = self.options.previous if self.options.previous.is_dir() else self.options.previous.parent
        return self.options.out or own

    @property
    def words(self) -> Words:
        return words(self.language)


def replan_school(options: ReplanOptions) -> None:
    """Change the plan and write it with its notice, or only compare strategies.

    Raises typer.Exit with 3 or 4, and writes nothing, when there is none.
    """
    if options.compare:
        _compare(options)
        return
    case = _read(options)
    _ = case.words
    expect_place(case.directory)
    answer = _search(case, (options.strategy,))
    if answer.stopped:
        notices().print(_("Stopped by you: this is the best plan found until then."), style="yellow", markup=False)
    (found,) = answer.proposals
    book = answer.book_of(found)
    written = _write(case, found, book)
    if options.as_json:
        print_json({**_record(case, found), "written": written is not None, **case.remarks})
        return
    if options.quiet:
        return
    if written is None:
        output().print(_("Nothing differs from the published plan. Nothing was written."), style="bold", markup=False)
    else:
        _tell(case, found, book)
        Teller(output(), case.school, case.language, _).files(case.directory, written)


def _compare(options: ReplanOptions) -> None:
    """Every strategy that has a plan side by side. Writes nothing. Raises typer.Exit with 3 or 4 when none has one."""
    case = _read(options)
    _, found = case.words, _search(case, tuple(STRATEGIES)).proposals
    if options.as_json:
        print_json({"strategies": [_record(case, p) for p in found], **case.remarks})
        return
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column(_("Strategy"))
    for heading in (_("visits moved"), _("other weekday"), _("student librarians changed"), _("no place"), _("unmet wishes")):
        table.add_column(heading, justify="right")
    table.add_column(_("proven"))
    for p in found:
        c = p.changes
        figures = (c.count("moved"), c.weekdays, c.helpers, c.count("removed"), comfort(p.plan.cost_by_rule))
        table.add_row(_(p.strategy.title), *map(str, figures), _("yes") if p.proven else _("not in the time"))
    output().print(table)
    for p in found:
        moved = _moved(case, p)
        text = _("{strategy}: {classes}.", strategy=_(p.strategy.title), classes=moved or _("nobody moves"))
        output().print(text, markup=False, soft_wrap=True)
        output().print(f"  {_(p.strategy.meaning)} (--strategy {p.strategy.name})", style="dim", markup=False)


def _read(options: ReplanOptions) -> _Case:
    from planner.reading import read_school

    read, over = read_school(options.school), planner.read_book(options.previous)
    language = read.spoken(options.language or read.language)
    remarks = remarks_on(options.school, read, language, silent=options.quiet or options.as_json)
    school = canonical_school(read)
    school = same_family(school, over, language)
    since = first_date(options.since, school, over, language, quiet=options.quiet)
    return _Case(options, school, over, since, language, remarks)


def _search(case: _Case, strategies: tuple[Name, ...]) -> Replanned:
    """The proposals. Raises typer.Exit with 3 or 4, having said why, when there is none."""
    options = case.options

    def work(on_step: OnStep, stop: threading.Event) -> Replanned:
        return planner.replan(
            case.over,
            case.school,
            case.since,
            strategies,
            seconds=options.time_limit,
            seed=options.seed,
            on_step=on_step,
            stop=stop,
        )

    answer = search(work, case.words, options.quiet)
    if not answer.proposals:
        tell_why_not(answer, Timeline(case.school, case.since), case.language, options, case.remarks)
    return answer


def _write(case: _Case, found: Proposal, book: Book) -> list[Path] | None:
    """The files written; None when question and answer are what they were, so that there is nothing to write."""
    entries = found.changes.entries
    same_plan = not (found.changes.visits or found.changes.duties or found.changes.presences or (entries and entries.any))
    same_school = canonical_school(case.over.school).model_dump() == case.school.model_dump()
    if same_plan and same_school and case.options.out is None:
        return None
    return write(book, case.directory, case.language, internal=case.options.internal, over=case.over)


def _tell(case: _Case, found: Proposal, book: Book) -> None:
    _, c, console = case.words, found.changes, output()
    proven = (
        _("Proven: no valid plan changes less.")
        if found.proven
        else _("Not proven: the changes weigh {price}, none can weigh less than {least}.", price=found.price, least=found.least)
    )
    text = _("{strategy}: {proven}", strategy=_(found.strategy.title), proven=proven)
    console.print(text, style="bold green", markup=False)
    console.print(_in_figures(case, c, comfort(found.plan.cost_by_rule)), markup=False, soft_wrap=True)
    notice = Notice(case.over.chapter, book.chapter, book.term, case.language, case.options.internal)
    console.print(notice.text(), markup=False, soft_wrap=True)


def _moved(case: _Case, found: Proposal) -> str:
    """Who moves, in words."""
    say = ChangeWords(case.over.school, case.school, case.language)
    visits = [v for v in found.changes.visits if v.kind in {"moved", "removed", "added"}]
    return listing(case.language, [f"{say.visitor(v.visitor, v.demand)} {say.demand(v.demand)}" for v in visits])


def _record(case: _Case, found: Proposal) -> dict[str, Any]:
    c = found.changes
    return {
        "status": found.plan.status,
        "strategy": found.strategy.name,
        "from": case.since.isoformat(),
        "proven": found.proven,
        "price": found.price,
        "least_price": found.least,
        "moved": c.count("moved"),
        "weekdays": c.weekdays,
        "helpers": c.helpers,
        "added": c.count("added"),
        "removed": c.count("removed"),
        "cost": found.plan.cost,
        "visits_not_held": visits_not_held(found.plan.cost_by_rule),
        "cost_of_wishes": comfort(found.plan.cost_by_rule),
        "cost_by_rule": by_rule(found.plan.cost_by_rule),
        "changes": c.model_dump(mode="json", exclude={"figures", "entries"}, exclude_defaults=True),
    }


def _in_figures(case: _Case, c: Changes, cost: int) -> str:
    """What changes, in one line: each number with the words that agree with it."""
    _ = case.words
    new = _.ngettext("{count} visit is new", "{count} visits are new", c.count("added"))
    gone = _.ngettext("{count} visit has no place any more", "{count} visits have no place any more", c.count("removed"))
    parts = (
        _.ngettext(
            "{count} visit moves, {weekdays} of them to another weekday",
            "{count} visits move, {weekdays} of them to another weekday",
            c.count("moved"),
            weekdays=c.weekdays,
        ),
        _.ngettext("{count} duty seat changes hands", "{count} duty seats change hands", c.helpers),
        _("{what}, {more}", what=new, more=gone),
    )
    changed = sentence(case.language, clauses(case.language, parts))
    return sentences(case.language, (changed, _("Unmet wishes: {cost}.", cost=cost)))

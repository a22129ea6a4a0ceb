"""Hold a plan, ours or anybody's, against the rules of a school: the work behind ``lunjie check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

import planner
from cli.console import Words, notices, output, words
from cli.exits import Exit
from cli.guard import print_json
from cli.planning.commands import CheckOptions
from cli.planning.costs import CostTeller
from cli.planning.publishing import not_the_same
from cli.planning.remarks import remarks_on
from planner.accounts.reach import reach_of
from planner.messages.rules import rule_counts, rule_sentence
from planner.messages.wording import dates_text, headed
from planner.models.base import Language
from planner.models.plan import Breach, Report
from planner.models.school import School
from planner.outputs.explanations.explaining import name_of

if TYPE_CHECKING:
    from planner.checker import Case
    from planner.sessions.book import Book
    from planner.solver.proving import Verdict

_FEW = 8
"""Breaches that are told of a plan of another school."""


def check_plan(options: CheckOptions) -> None:
    """Print every broken rule and the cost. Raises typer.Exit with 3 when a rule is broken.

    A path alone is that of the plan, as for the other commands: the school it was made for stands in it.
    """
    from planner.checker import Case
    from planner.checker.whole import check_book
    from planner.models.planfile import canonical_school
    from planner.reading import read_school
    from planner.sessions.book import Book
    from planner.solver.proving import verdict

    *first, plan_path = options.paths
    remarks: dict[str, Any] = {}
    stranger = ""
    if first:
        read = read_school(first[0])
        remarks = remarks_on(first[0], read, read.spoken(options.language or read.language), silent=options.as_json)
        school = canonical_school(read)
        written = _book(plan_path, school)
        stranger = _stranger(school, written, read.spoken(options.language or read.language))
    else:
        written = planner.read_book(plan_path)
        school = canonical_school(written.school)
    book = Book(written.planfile.model_copy(update={"school": school}))
    plan, previous = book.plan, book.before.plan if book.before else None
    case = Case(school, plan, laid=book.chapter)
    report = check_book(book, case=case)
    proven = verdict(school, plan, previous, (case, report)) if report.ok else "none"
    if options.as_json:
        from cli.planning.records import report_record

        print_json({**report_record(report, reach_of(case)), "proof": proven, **remarks})
    else:
        language = school.spoken(options.language or school.language)
        if stranger:
            notices().print(stranger, style="bold yellow", markup=False, soft_wrap=True)
        _tell(case, report, language, _FEW if stranger else len(report.breaches))
        _tell_proof(proven, sum(proof.of != "held" for proof in plan.proofs), language)
    if not report.ok:
        raise typer.Exit(Exit.IMPOSSIBLE)


def _book(path: Path, school: School) -> Book:
    """The plan with all that stands beside it: the plans before, make-ups, substitutes."""
    from planner.reading.planfile import read_plan
    from planner.reading.published import read_published_csv
    from planner.sessions.book import Book

    if path.suffix.lower() == ".csv":
        return Book.of(school, read_published_csv(path, school))
    return Book(read_plan(path))


def _tell_proof(proven: Verdict, count: int, language: Language) -> None:
    """What the proofs that stand beside the plan are worth; nothing where there are none."""
    _, console = words(language), output()
    if proven == "best" and count == 1:
        said = _("Proven best, and the proof was checked: by arithmetic alone, there is no better plan for this school.")
    elif proven == "best":
        said = _("Proven best, and the proof was checked: no plan changes less, and none that changes as little is better.")
    elif proven == "other":
        said = _("The proof in the plan file is about another school or version of lunjie: it proves nothing here.")
    elif proven == "wrong":
        said = _("The proof in the plan file is wrong: it does not prove what it says.")
    else:
        return
    console.print(said, style="green" if proven == "best" else "yellow", markup=False, soft_wrap=True)


def _stranger(school: School, written: Book, language: Language) -> str:
    """That a plan was made for another school or term, and the way out; empty where the school goes on with it. Else every
    breach of it would be read as one of this school's plan."""
    from planner.changes.same_school import NotTheSame, heir

    published = written.school
    try:
        heir(school, published)
        # Names that are nearly alike are taken for one that was corrected; of another school the classes are others too.
        if school.namespace != published.namespace and school.class_by_id.keys() != published.class_by_id.keys():
            raise NotTheSame("name", published.name.in_(language), school.name.in_(language), published.namespace)
    except NotTheSame as error:
        return not_the_same(error, language)
    return ""


def _tell(case: Case, report: Report, language: Language, most: int) -> None:
    """``most``: breaches that are told one by one."""
    _, console, school, plan = words(language), output(), case.school, case.plan
    for breach in report.breaches[:most]:
        console.print(_breach_line(school, breach, language, _), markup=False, soft_wrap=True)
    if len(report.breaches) > most:
        console.print(_("  and {count} more", count=len(report.breaches) - most), markup=False)
    if report.ok:
        console.print(
            _(
                "Valid: every rule that must hold is kept. {visits} visits and {duties} duties a cycle, unmet wishes: {cost}.",
                visits=len(plan.visits),
                duties=len(plan.duties),
                cost=report.cost,
            ),
            style="bold green",
            markup=False,
        )
    else:
        console.print(
            _.ngettext(
                "{count} breach. Unmet wishes: {cost}.",
                "{count} breaches. Unmet wishes: {cost}.",
                len(report.breaches),
                cost=report.cost,
            ),
            style="bold red",
            markup=False,
        )
    teller = CostTeller(console, school, language, _)
    teller.apart(plan.model_copy(update={"cost": report.cost, "cost_by_rule": report.cost_by_rule}), reach_of(case))
    teller.costs(report.cost_by_rule)
    if plan.limits is not None and plan.cost != report.cost:
        console.print(
            _(
                "The plan file says {said}, the checker counts {counted}: the school has changed since it was planned.",
                said=plan.cost,
                counted=report.cost,
            ),
            style="yellow",
            markup=False,
        )


def _breach_line(school: School, breach: Breach, language: Language, _: Words) -> str:
    sentence, counts = rule_sentence(breach.rule, language), rule_counts(breach.rule, language)

    def named(ids: str) -> str:
        return " ".join(name_of(school, key, language, rule=breach.rule) for key in ids.split(" "))

    parts = [named(breach.subject)]
    if breach.amount and counts:
        parts.append(headed(language, counts, str(breach.amount)))
    if breach.dates:
        parts.append(dates_text(language, breach.dates))
    if breach.detail:
        parts.append(named(breach.detail))
    return _("✗ {sentence} [{rule}] {about}", sentence=sentence, rule=breach.rule, about=" · ".join(parts))

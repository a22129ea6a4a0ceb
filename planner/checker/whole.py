"""A whole plan file judged: the plan in force by every rule, and all that happens beside it on single dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from planner.checker import judged
from planner.checker.case import Case
from planner.checker.dated import Dates
from planner.models.plan import Breach, Report
from planner.models.school import School
from planner.sessions.book import Book
from planner.sessions.chapter import Chapter


def check_book(book: Book, school: School | None = None, case: Case | None = None) -> Report:
    """The plan in force, its cost, and the hard rules that make-ups and substitutes of the whole term break.

    Each date is judged by the plan in force then, with the school as it was. ``school`` is the one to judge the present plan
    by (none = its own), ``case`` that plan and school where they are laid out already. What a make-up or a substitute breaks
    is a breach of its date.
    """
    if school is not None and school is not book.school:
        book = Book(book.planfile.model_copy(update={"school": school}), book.chapters)
    report = judged(case or Case(book.school, book.plan, laid=book.chapter))
    beside = tuple(breach for chapter, end in book.stretches() for breach in _beside(book, chapter, end))
    return report.model_copy(update={"breaches": (*report.breaches, *beside)}) if beside else report


def _beside(book: Book, chapter: Chapter, end: dt.date) -> tuple[Breach, ...]:
    """Hard rules that make-ups and substitutes break while a plan is in force."""
    made_up = {(m.uid, m.date) for m in book.planfile.makeups}
    if not book.planfile.makeups and not book.substitutions:
        return ()
    mine = [s for s in book.sessions if chapter.first <= s.date < end]
    added = [s for s in mine if s.instead_of is not None or (s.uid, s.date) in made_up]
    if not added:
        return ()
    gone = [replace(s, helper=s.instead_of, instead_of=None) for s in added if s.instead_of is not None]
    dates = Dates(chapter, [*(s for s in book.sessions if s not in set(added)), *gone])
    return dates.broken(added, gone, [r for r in dates.rules() if chapter.school.mode(r) == "hard"])

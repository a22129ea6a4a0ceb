"""Which edition of a plan a paper is: from when it counts, its version, and who signs it on what date."""

from __future__ import annotations

import hashlib

from planner.messages.wording import day_text, full_date_text, month_text, translator
from planner.models.base import Language
from planner.models.plan import Plan
from planner.models.planfile import canonical_plan
from planner.models.school import School


def version(plan: Plan) -> str:
    """Six characters that change with anybody's visit, duty or presence: two papers with the same ones say the same."""
    said = canonical_plan(plan).model_dump_json(
        by_alias=True, include={"effective_from", "visits", "duties", "presences"}
    )
    return hashlib.sha256(said.encode()).hexdigest()[:6]


def edition(plan: Plan, language: Language) -> str:
    """自3月2日（周一）起执行 · 版本 3f9a2c."""
    _ = translator(language)
    date = full_date_text(language, plan.effective_from)
    return _("Valid from {date} · version {version}", date=date, version=version(plan))


def signature(school: School, plan: Plan, language: Language) -> tuple[str, ...]:
    """Who signs the papers of a plan, and the date under it: as the school has it for the first plan of its term, after that
    the first day of the plan, so that a table of June is not signed with the month of March."""
    if is_later(school, plan):
        return signed(school, language, day_text(language, plan.effective_from))
    when = school.printing.signed.in_(language) if school.printing.signed else month_text(language, school.term.start)
    return signed(school, language, when)


def signed(school: School, language: Language, when: str) -> tuple[str, ...]:
    """图书馆 / 2026年3月: the unit, and the date in a line of its own."""
    _, own = translator(language), school.printing.signature
    return (own.in_(language) if own else _("School library"), when)


def is_later(school: School, plan: Plan) -> bool:
    """Whether a plan took over during its term."""
    return plan.effective_from > school.term.start

"""The small line at the foot of a printed page: from when the plan counts, and which version of it this is."""

from __future__ import annotations

import hashlib

from planner.messages.wording import full_date_text, translator
from planner.models.base import Language
from planner.models.plan import Plan
from planner.models.planfile import canonical_plan


def version(plan: Plan) -> str:
    """Six characters that change with anybody's visit, duty or cover: two papers with the same ones say the same."""
    said = canonical_plan(plan).model_dump_json(include={"effective_from", "visits", "duties", "covers"})
    return hashlib.sha256(said.encode()).hexdigest()[:6]


def stamp(plan: Plan, language: Language) -> str:
    """自3月2日（周一）起执行 · 版本 3f9a2c."""
    _ = translator(language)
    date = full_date_text(language, plan.effective_from)
    return _("In force from {date} · version {version}", date=date, version=version(plan))

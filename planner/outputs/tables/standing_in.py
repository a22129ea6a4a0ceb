"""Who stands in for whom on single dates to come: a line under the duty rota, which itself shows only the pattern."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from planner.messages.wording import clauses, date_text, translator
from planner.models.base import Language
from planner.models.planfile import PlanFile, Substitution
from planner.outputs.tables.names import HelperNames
from planner.outputs.tables.rota import Rota
from planner.timeline import Shift, Timeline


def with_substitutions(
    rotas: Iterable[Rota], planfile: PlanFile, language: Language, today: dt.date, *, internal: bool = False
) -> tuple[Rota, ...]:
    """Pages of the duty rota with the substitutions from ``today`` on, each page with those of its own shifts."""
    plan = planfile.plan
    duties = {(d.place, d.helper) for d in plan.duties}
    shifts = Timeline(planfile.school, plan.effective_from).shifts
    names = HelperNames(planfile.school, language, internal=internal)
    held = {
        (s, shift.key)
        for s in planfile.substitutions
        for shift in shifts
        if s.date >= today
        and (shift.post, shift.window, shift.slot) == (s.post, s.window, s.slot)
        and (shift.key, s.helper) in duties
        and any(o.date == s.date for o in shift.occasions)
    }
    pages = []
    for rota in rotas:
        mine = {p.key for row in rota.rows for cell in row.cells for p in cell.places if isinstance(p, Shift)}
        found = sorted((s for s, key in held if key in mine), key=lambda s: s.order)
        pages.append(replace(rota, notes=(*rota.notes, _note(planfile, found, names, language))) if found else rota)
    return tuple(pages)


def _note(planfile: PlanFile, found: list[Substitution], names: HelperNames, language: Language) -> str:
    _ = translator(language)
    lines = [
        _(
            "{date} {post}: {substitute} for {helper}",
            date=date_text(language, s.date),
            post=planfile.school.post_by_id[s.post].name.in_(language),
            substitute=names.label(s.substitute),
            helper=names.label(s.helper),
        )
        for s in found
    ]
    return _("Standing in: {lines}.", lines=clauses(language, lines))

"""An honest answer to "why is it impossible, and what would make it work?"."""

from __future__ import annotations

import datetime as dt
import time

from planner.check import check
from planner.models.explanation import Clash, Explanation, Fix, Unplaced
from planner.models.school import School
from planner.solver.balances import balances
from planner.solver.clash import find_clash
from planner.solver.fixes import Candidate, candidates
from planner.solver.problem import Problem
from planner.solver.relaxing import bare, is_feasible, partial_plan

_PACKAGES = 6
_DEPTH = 4


def explain(school: School, seconds: float = 30.0, since: dt.date | None = None) -> Explanation:
    """Explain a school that has no plan. Every package of fixes shown has been solved; ``seconds`` bounds the whole."""
    begin = time.perf_counter()

    def left(share: float = 1.0) -> float:
        return max(0.05, (seconds - (time.perf_counter() - begin)) * share)

    found = balances(Problem(bare(school), since))
    partial, left_out = partial_plan(school, left(0.3), since)
    clash = find_clash(school, left(0.4), since)
    rules = frozenset(m.rule for m in clash.members) if clash else frozenset()
    packages = _packages(school, left_out, rules, begin + seconds, since)
    return Explanation(balances=found, clash=clash, packages=packages, partial=partial, unplaced=left_out)


def _packages(
    school: School, left_out: tuple[Unplaced, ...], rules: frozenset[str], deadline: float, since: dt.date | None
) -> tuple[tuple[Fix, ...], ...]:
    """Single fixes that suffice, cheapest first; when none does, one package built step by step."""
    found: list[tuple[Fix, ...]] = []
    tried = candidates(school, left_out, rules)
    seen: set[str] = set()
    for candidate in tried:
        if len(found) >= _PACKAGES or time.perf_counter() > deadline:
            break
        if candidate.fix.code == "more_helpers" and "more_helpers" in seen:
            continue  # a smaller number was enough already
        if is_feasible(candidate.school, deadline - time.perf_counter(), since):
            seen.add(candidate.fix.code)
            found.append((_measured(candidate, deadline, since),))
    if not found:
        package = _step_by_step(school, left_out, rules, deadline, since)
        if package:
            found.append(package)
    return tuple(found)


def _measured(candidate: Candidate, deadline: float, since: dt.date | None) -> Fix:
    """For a rule made soft: how often it is broken in the best plan, at least."""
    fix = candidate.fix
    if fix.code != "rule_soft" or time.perf_counter() > deadline:
        return fix
    rule = fix.params["rule"]
    settings = {name: setting for name, setting in bare(candidate.school).rules.items() if name != rule}
    only = candidate.school.model_copy(update={"rules": {**settings, rule: candidate.school.rules[rule]}})
    plan, _ = partial_plan(only, max(0.05, deadline - time.perf_counter()), since)
    if plan is None:
        return fix
    broken = sum(c.amount for c in check(candidate.school, plan).cost_by_rule if c.rule == rule)
    return fix.model_copy(update={"breaks": broken})


def _step_by_step(
    school: School, left_out: tuple[Unplaced, ...], rules: frozenset[str], deadline: float, since: dt.date | None
) -> tuple[Fix, ...]:
    """Take the fix after which least is left out, again and again; empty when that leads nowhere in time."""
    taken: list[Fix] = []
    missing = sum(u.missing for u in left_out)
    for _ in range(_DEPTH):
        best: tuple[int, int, Candidate, tuple[Unplaced, ...]] | None = None
        for candidate in candidates(school, left_out, rules):
            if time.perf_counter() > deadline:
                return ()
            plan, still = partial_plan(candidate.school, max(0.05, deadline - time.perf_counter()), since)
            short = sum(u.missing for u in still)
            if plan is not None and short < missing and (best is None or (short, candidate.fix.price) < best[:2]):
                best = (short, candidate.fix.price, candidate, still)
        if best is None:
            return ()
        missing, _, chosen, left_out = best
        taken.append(chosen.fix)
        school = chosen.school
        if missing == 0 and is_feasible(school, deadline - time.perf_counter(), since):
            return tuple(taken)
    return ()


def apply_fixes(school: School, package: tuple[Fix, ...], left_out: tuple[Unplaced, ...], rules: frozenset[str]) -> School:
    """The school with a package applied. ``left_out`` and ``rules`` as in the explanation that named the fixes.

    Raises KeyError when a fix is none of the school's candidates.
    """
    for fix in package:
        by_name = {(c.fix.code, tuple(sorted(c.fix.params.items()))): c for c in candidates(school, left_out, rules)}
        school = by_name[fix.code, tuple(sorted(fix.params.items()))].school
    return school


__all__ = ["Clash", "apply_fixes", "explain"]

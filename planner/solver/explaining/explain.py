"""An honest answer to "why is it impossible, and what would make it work?"."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from planner.models.outcome import Cause, Clash, Explanation, Fix, OnCauses, Unplaced
from planner.models.planfile import canonical_school
from planner.models.school import School
from planner.solver.balances import balances
from planner.solver.counting import shortages
from planner.solver.explaining.causes import causes
from planner.solver.explaining.claims import Claims
from planner.solver.explaining.clash import find_clash
from planner.solver.explaining.fixes import Candidate, candidates, family
from planner.solver.explaining.fixing import Readable, apply_fixes
from planner.solver.explaining.relaxing import (
    AT_FIRST,
    Standing,
    bare,
    is_feasible,
    least_broken,
    least_left_out,
    partial_plan,
    problem_of,
    without_duties,
)
from planner.timeline import Timeline

_PACKAGES = 6
_DEPTH = 4
_DEAR = 20  # a way that costs so much is looked beyond: several smaller ones may do
_LAST, _FEW = 30, 4
_STEPS = 60
"""Effort of trying one way, as many times that of a step of a search: a way not decided within it must not keep all others
waiting, however long the time. (36 classes: half a second.)"""
_A_CLAIM = 0.1  # share of the time that checking one sentence may take
_SEVERAL = frozenset(
    {
        "drop_pin",
        "drop_ban",
        "drop_duty_pin",
        "smaller_ban",
        "open_day",
        "exchange",
        "move_lesson",
        "more_grades",
        "more_adults",
    }
)
"""What a package may ask for more than once: of different things. All else would ask for the same thing twice over."""
_ALIKE = {"days": 2}  # how many fixes of a family are shown; one, where nothing is said
Missing = tuple[int, int, int]
_Step = tuple[Candidate, tuple[Unplaced, ...]]
_Path = tuple[str, ...]


def explain(
    school: School, seconds: float = 30.0, standing: Standing = AT_FIRST, on_causes: OnCauses | None = None
) -> Explanation:
    """Explain a school that has no plan. Every package of fixes shown has been solved; ``seconds`` bounds the whole.

    ``standing``: what the published plan has settled is not asked for again. ``on_causes`` is told the causes as soon as they
    are known to be true, long before the ways.
    """
    clock = _Clock(seconds)
    school = canonical_school(school)
    standing = replace(standing, like=Timeline(school, standing.since))
    problem = problem_of(bare(school), standing)
    counted, balanced = shortages(problem), balances(problem)
    known = causes(problem, counted, balanced)
    claims = Claims(school, standing, lambda: clock.left(_A_CLAIM))
    said = claims.true_causes(known)
    if on_causes is not None:
        on_causes(said)
    sums = claims.true_balances(balanced)
    partial, left_out = partial_plan(school, clock.left(0.3), standing)
    clash = find_clash(school, clock.left(0.4), left_out, standing)
    return Explanation(
        balances=sums,
        clash=clash,
        packages=_Packages(school, left_out, clash, known, clock, standing).found(),
        partial=partial,
        unplaced=left_out,
        shortages=counted,
        causes=said,
    )


class _Clock:
    """What is left of the time."""

    def __init__(self, seconds: float) -> None:
        self._end = time.perf_counter() + seconds

    def left(self, share: float = 1.0) -> float:
        """Seconds left, or a share of them; never nothing at all."""
        return max(0.05, (self._end - time.perf_counter()) * share)

    @property
    def over(self) -> bool:
        """Whether the time has ended."""
        return time.perf_counter() > self._end


class _Packages:
    """Looks for fixes that suffice."""

    def __init__(
        self,
        school: School,
        left_out: tuple[Unplaced, ...],
        clash: Clash | None,
        known: tuple[Cause, ...],
        clock: _Clock,
        standing: Standing,
    ) -> None:
        self._school, self._left_out, self._clash, self._clock = school, left_out, clash, clock
        self._causes, self._standing = known, standing
        self._readable = Readable(school)
        self._short_of_visits = any(u.kind == "visit" for u in left_out)
        self._visits: dict[_Path, bool] = {}
        self._left: dict[_Path, int | None] = {}
        """What was found out after some fixes, one after the other."""

    def found(self) -> tuple[tuple[Fix, ...], ...]:
        """Single fixes that suffice, cheapest first; where none does, packages built step by step."""
        packages = self._single()
        if all(_price(package) >= _DEAR for package in packages):
            # A rule given up would be one step that settles all: it is known already.
            below = _DEAR if packages else 10**6
            first = self._step_by_step(None, below)
            packages += [first] if first else []
            if first and not self._clock.over:
                second = self._step_by_step(family(first[0]), below)
                packages += [second] if second else []
        if not packages:
            packages = [(fix,) for fix in map(self._tried, self._without_some()) if fix]
        return tuple(sorted(packages, key=_price))

    def _without_some(self) -> Iterator[Candidate]:
        """Last of all: the few classes that have no place left out of what they have none for."""
        out: dict[str, list[str]] = defaultdict(list)
        for left in self._left_out:
            if left.kind == "visit":
                out[left.of].append(left.subject)
        for demand, who in out.items() if len(out) == 1 else ():
            if len(who) <= _FEW:
                fix = Fix(code="leave_out", price=_LAST, params={"demand": demand, "classes": ",".join(who)})
                yield Candidate(fix, apply_fixes(self._school, (fix,)))

    def _single(self) -> list[tuple[Fix, ...]]:
        found: list[tuple[Fix, ...]] = []
        seen: dict[tuple[str, ...], int] = {}
        for candidate in candidates(self._school, self._left_out, self._clash, self._causes):
            if len(found) >= _PACKAGES or self._clock.over:
                break
            kind = candidate.family
            if seen.get(kind, 0) >= _ALIKE.get(kind[0], 1):
                continue
            fix = self._tried(candidate)
            if fix is not None:
                seen[kind] = seen.get(kind, 0) + (9 if fix.code == "open_all_days" else 1)
                found.append((fix,))
        return found

    def _tried(self, candidate: Candidate) -> Fix | None:
        """The fix where a plan then exists and a file can say so; for a rule made soft with how often it is then broken."""
        fix, seconds = candidate.fix, self._clock.left(0.5)
        if fix.code != "rule_soft":
            if self._short_of_visits and not self._visits_work((), candidate):
                return None
            return fix if self._works(candidate.school, seconds) and self._readable(candidate.school) else None
        if not self._readable(candidate.school):
            return None
        breaks = least_broken(candidate.school, fix.params["rule"], seconds, self._standing, steps=_STEPS)
        return None if breaks is None else fix.model_copy(update={"breaks": breaks})

    def _works(self, school: School, seconds: float) -> bool:
        """Whether a plan is found: for all that must hold at once; where that is not decided, by leaving out ever less."""
        possible = is_feasible(school, seconds, self._standing, steps=_STEPS)
        if possible is None and not self._clock.over:
            plan, left_out = partial_plan(school, seconds, self._standing, steps=_STEPS)
            possible = plan is not None and not left_out
        return bool(possible)

    def _step_by_step(self, without: tuple[str, ...] | None, below: int) -> tuple[Fix, ...]:
        """Take the fix after which least is left out, again and again, ``without`` those of one family; empty when that leads
        nowhere in time."""
        taken: list[Fix] = []
        school, left_out, clash = self._school, self._left_out, self._clash
        for _ in range(_DEPTH):
            known = self._causes if not taken else self._known(school)
            found = candidates(school, _most_pressing(left_out), clash, known)
            again = {step.code for step in taken} - _SEVERAL
            tried = [c for c in found if c.family != without and c.fix.price < below and c.fix.code not in again]
            path = tuple(map(_key, taken))
            step = self._that_settles(path, tried, left_out) or self._that_helps_most(path, tried, left_out)
            if step is None or self._clock.over:
                return ()
            chosen, left_out = step
            taken.append(chosen.fix.model_copy(update={"leaves": sum(u.missing for u in left_out)}))
            school = chosen.school
            if not left_out:
                return self._without_needless(tuple(taken)) if self._works(school, self._clock.left(0.5)) else ()
        return ()

    def _without_needless(self, package: tuple[Fix, ...]) -> tuple[Fix, ...]:
        """The package without steps that the later ones make needless; each step with what it leaves."""
        whole = package
        for step in package[:-1] if len(package) > 2 else ():
            rest = tuple(fix for fix in package if fix != step)
            try:
                school = apply_fixes(self._school, rest)
            except (KeyError, StopIteration):  # it builds on that step
                continue
            if not self._clock.over and self._works(school, self._clock.left(0.3)):
                package = rest
        return package if package == whole else self._with_what_is_left(package) or whole

    def _with_what_is_left(self, package: tuple[Fix, ...]) -> tuple[Fix, ...]:
        """The steps, each with what is still left out after it; the last leaves nothing. Empty when the time ends first."""
        said = []
        for n, fix in enumerate(package[:-1], start=1):
            plan, left_out = partial_plan(
                apply_fixes(self._school, package[:n]), self._clock.left(), self._standing, steps=_STEPS
            )
            if plan is None:
                return ()
            said.append(fix.model_copy(update={"leaves": sum(u.missing for u in left_out)}))
        return (*said, package[-1].model_copy(update={"leaves": 0}))

    def _known(self, school: School) -> tuple[Cause, ...]:
        """What counting names of a school as it is after some steps."""
        problem = problem_of(bare(school), self._standing)
        return causes(problem, shortages(problem), balances(problem))

    def _that_settles(self, path: _Path, tried: list[Candidate], left_out: tuple[Unplaced, ...]) -> _Step | None:
        """The cheapest fix after which every visit has a place; where they all have one, after which nothing is missing."""
        visits = any(u.kind == "visit" for u in left_out)
        for candidate in tried:
            if self._clock.over:
                return None
            works = self._visits_work(path, candidate) if visits else self._works(candidate.school, self._clock.left(0.3))
            if works:
                step = self._step(candidate, left_out)
                if step is not None:
                    return step
        return None

    def _that_helps_most(self, path: _Path, tried: list[Candidate], left_out: tuple[Unplaced, ...]) -> _Step | None:
        """The fix after which least is left out: of visits, where these are short, else of all."""
        visits = any(u.kind == "visit" for u in left_out)
        ranked = []
        for candidate in tried:
            if self._clock.over:
                return None
            key = (*path, _key(candidate.fix))
            if key not in self._left:
                part = without_duties(candidate.school) if visits else candidate.school
                self._left[key] = least_left_out(part, self._clock.left(), self._standing, steps=_STEPS)
            if (left := self._left[key]) is not None:
                ranked.append((left, candidate.fix.price, candidate))
        for _, _, candidate in sorted(ranked, key=lambda x: x[:2]):
            if self._clock.over:
                return None
            step = self._step(candidate, left_out)
            if step is not None:
                return step
        return None

    def _step(self, candidate: Candidate, left_out: tuple[Unplaced, ...]) -> _Step | None:
        """A fix with what is left out after it; None where that is no less, or a file could not say it."""
        plan, still = partial_plan(candidate.school, self._clock.left(), self._standing, steps=_STEPS)
        fewer = plan is not None and _missing(still) < _missing(left_out)
        return (candidate, still) if fewer and self._readable(candidate.school) else None

    def _visits_work(self, path: _Path, candidate: Candidate) -> bool:
        """Whether the visits alone have a plan after a fix; each is asked about once, for single ways and for packages."""
        key = (*path, _key(candidate.fix))
        if key not in self._visits:
            self._visits[key] = self._works(without_duties(candidate.school), self._clock.left(0.3))
        return self._visits[key]


def _price(package: tuple[Fix, ...]) -> int:
    return sum(fix.price for fix in package)


def _key(fix: Fix) -> str:
    return f"{fix.code} {sorted(fix.params.items())}"


def _missing(left_out: tuple[Unplaced, ...]) -> Missing:
    """Visits, duties and other things left out."""
    visits, duties = (sum(u.missing for u in left_out if u.kind == kind) for kind in ("visit", "duty"))
    return visits, duties, sum(u.missing for u in left_out) - visits - duties


def _most_pressing(left_out: tuple[Unplaced, ...]) -> tuple[Unplaced, ...]:
    """Visits first: which duties there are follows from them."""
    visits = tuple(u for u in left_out if u.kind == "visit")
    return visits or left_out


__all__ = ["apply_fixes", "explain"]

"""Which rules cannot hold together: a small set, shown to be irreducible by solves, or said not to be.

CP-SAT's core of assumptions is only a start: it is not minimal and may be wrong with presolve (DESIGN, section 3). So
every claim made here rests on a solve of its own: the set is infeasible, and without any one member it is not.
"""

from __future__ import annotations

import datetime as dt
import time

from planner.models.explanation import Clash, ClashMember
from planner.models.plan import Limits
from planner.models.rules import RULES, RuleSetting
from planner.models.school import School
from planner.solver.build import Built, build
from planner.solver.problem import Problem
from planner.solver.relaxing import bare, is_feasible
from planner.solver.search import Search

Guard = tuple[str, tuple[str, ...]]


def find_clash(school: School, seconds: float, since: dt.date | None = None) -> Clash | None:
    """A clash of the hard rules of a school that has no plan; None when ``seconds`` do not suffice to find one."""
    deadline = time.perf_counter() + seconds
    part = _impossible_part(bare(school), deadline, since)
    tester = _Tester(build(Problem(part, since, guarded=True)), deadline)
    # The solver's core names rules, at best; all subjects of these rules are taken, so that no rule hides behind another.
    named = {rule for rule, _ in tester.core() or ()}
    core = [guard for guard in tester.guards if guard[0] in named]
    if not core or tester.can_hold(core) is not False:
        core = tester.guards
        if tester.can_hold(core) is not False:
            return None
    core, tested = _without_needless_rules(core, tester)
    # From here on only the rules of the core matter: a model of them alone answers the many questions faster.
    tester = _Tester(build(Problem(_only(part, {rule for rule, _ in core}), since, guarded=True)), deadline)
    core, reduced = _without_needless_subjects([guard for guard in core if guard in tester.known], tester)
    if reduced:
        core, tested = _without_needless_rules(core, tester)
    members = tuple(
        ClashMember(rule=rule, subjects=tuple(dict.fromkeys(_about(rule, subject) for r, subject in core if r == rule)))
        for rule in dict.fromkeys(rule for rule, _ in core)
    )
    return Clash(members=members, irreducible=tested)


def _impossible_part(school: School, deadline: float, since: dt.date | None) -> School:
    """The first impossible one of: each demand alone, all visits, duties with the visits they follow; else the whole.

    A clash of a part is a clash of the whole, and is found in a far smaller model.
    """
    no_duties: dict[str, object] = {"posts": (), "helpers": (), "wishes": (), "adults": ()}
    no_duties["duties"] = school.duties.model_copy(update={"pins": (), "min_per_week": 0})
    visits = school.model_copy(update=no_duties)
    parts = [visits.model_copy(update={"demands": (demand,)}) for demand in school.demand_by_id.values()]
    parts.append(visits)
    if all(post.per_classes is None for post in school.posts):
        followed = {post.escort.demand for post in school.posts if post.escort}
        parts.append(school.model_copy(update={"demands": tuple(d for d in school.demands if d.id in followed)}))
    for part in parts:
        left = deadline - time.perf_counter()
        if left <= 0:
            break
        if is_feasible(part, left / 2, since) is False:
            return part
    return school


def _only(school: School, rules: set[str]) -> School:
    """The school with every other rule switched off."""
    settings = {name: school.rules.get(name, RuleSetting()) if name in rules else RuleSetting(mode="off") for name in RULES}
    return school.model_copy(update={"rules": settings})


def _about(rule: str, subject: tuple[str, ...]) -> str:
    """Whom a guard is about: the class, slot, helper or post, with the demand where that matters."""
    return " ".join(subject[:2]) if rule in {"demand_met", "slot_capacity", "grade_limit"} else subject[0]


class _Tester:
    """Answers "can these rules hold together?" on one guarded model."""

    def __init__(self, built: Built, deadline: float) -> None:
        self._built = built
        self._deadline = deadline

    @property
    def guards(self) -> list[Guard]:
        """Every guard of the model."""
        return list(self._built.posting.guards)

    @property
    def known(self) -> frozenset[Guard]:
        """The same as a set."""
        return frozenset(self._built.posting.guards)

    @property
    def left(self) -> float:
        """Seconds left."""
        return self._deadline - time.perf_counter()

    def can_hold(self, guards: list[Guard]) -> bool | None:
        """Whether the rules behind these guards can hold together; None when the time ends first."""
        if self.left <= 0:
            return None
        wanted = set(guards)
        model = self._built.model.clone()
        for guard, literal in self._built.posting.guards.items():
            model.add(model.get_bool_var_from_proto_index(literal.index) == (guard in wanted))
        search = Search(model, Limits(seconds=max(0.01, self.left)))
        # Many small questions: looking for symmetries and probing costs more than it saves (measured: a third less time).
        search.solver.parameters.symmetry_level = 0
        search.solver.parameters.cp_model_probing_level = 0
        status = search.run()
        return None if status == "UNKNOWN" else status != "INFEASIBLE"

    def core(self) -> list[Guard] | None:
        """The solver's own core, not to be trusted without a test; None when the time ends first."""
        model = self._built.model.clone()
        by_index = {literal.index: guard for guard, literal in self._built.posting.guards.items()}
        model.add_assumptions([model.get_bool_var_from_proto_index(i) for i in by_index])
        search = Search(model, Limits(seconds=max(0.05, self.left / 3)))
        if search.run() != "INFEASIBLE":
            return None
        found = {i if i >= 0 else -i - 1 for i in search.solver.sufficient_assumptions_for_infeasibility()}
        return [guard for i, guard in by_index.items() if i in found] or None


def _without_needless_rules(core: list[Guard], tester: _Tester) -> tuple[list[Guard], bool]:
    """Leave out whole rules while the rest still clashes. The flag says that no rule that is left can go."""
    for rule in reversed(list(dict.fromkeys(rule for rule, _ in core))):
        rest = [guard for guard in core if guard[0] != rule]
        can = tester.can_hold(rest)
        if can is None:
            return core, False
        if not can:
            core = rest
    return core, True


def _without_needless_subjects(core: list[Guard], tester: _Tester) -> tuple[list[Guard], bool]:
    """Leave out subjects of rules, in ever smaller parts, while the rest still clashes. The flag says that anything went."""
    size, reduced = max(1, len(core) // 2), False
    while True:
        position = 0
        while position < len(core):
            rest = core[:position] + core[position + size :]
            can = tester.can_hold(rest)
            if can is None:
                return core, reduced
            if can:
                position += size
            else:
                core, reduced = rest, True
        if size == 1:
            return core, reduced
        size = max(1, size // 2)

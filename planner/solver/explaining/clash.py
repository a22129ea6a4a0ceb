"""Which rules cannot hold together: a small set, shown to be irreducible by solves, or said not to be.

CP-SAT's core of assumptions is only a start: it is not minimal and may be wrong with presolve. So
every claim made here rests on a solve of its own: the set is infeasible, and without any one member it is not.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from planner.models.outcome import Clash, ClashMember, ClashPlace, Unplaced
from planner.models.plan import Limits
from planner.models.school import School
from planner.solver.build import Built, build
from planner.solver.explaining.parts import only
from planner.solver.explaining.relaxing import AT_FIRST, Standing, bare, is_feasible, problem_of, without_duties
from planner.solver.model import Linear, Model
from planner.solver.problem import Problem
from planner.solver.relaxation import refutation
from planner.solver.residues import residue
from planner.solver.search import Search, core_of

Guard = tuple[str, tuple[str, ...]]
_MANY = 12


def find_clash(
    school: School,
    seconds: float,
    left_out: tuple[Unplaced, ...] = (),
    standing: Standing = AT_FIRST,
) -> Clash | None:
    """A clash of the hard rules of a school that has no plan; None when ``seconds`` do not suffice to find one.

    ``left_out`` of a partial plan says where to look first.
    """
    deadline = time.perf_counter() + seconds
    part = _impossible_part(bare(school), left_out, deadline, standing)
    tester = _Tester(build(problem_of(part, standing, guarded=True)), deadline)
    # The solver's core names rules, at best; all subjects of these rules are taken, so that no rule hides behind another.
    named = {rule for rule, _ in tester.core() or ()}
    core = [guard for guard in tester.guards if guard[0] in named]
    if not core or tester.can_hold(core) is not False:
        core = tester.guards
        if tester.can_hold(core) is not False:
            return None
    core, tested = _without_needless_rules(core, tester)
    # From here on only the rules of the core matter: a model of them alone answers the many questions faster.
    kept = only(part, {rule for rule, _ in core})
    tester = _Tester(build(problem_of(kept, standing, guarded=True)), deadline)
    core = [guard for guard in core if guard in tester.known]
    # Here the solver's core is nearly always small enough already; then trying single subjects is all that is left to do.
    smaller = tester.core()
    known = smaller is not None and len(smaller) < len(core) and tester.can_hold(smaller) is False
    core, reduced = _without_needless_subjects(smaller if smaller and known else core, tester, singly=known)
    # What is shown is a rule with its classes, slots or helpers: the claim has to hold for all that these words cover.
    shown = {(rule, _about(rule, subject)) for rule, subject in core}
    whole = [guard for guard in tester.guards if (guard[0], _about(*guard)) in shown]
    if reduced or known or len(whole) > len(core):
        core, tested = _without_needless_rules(whole, tester)
    members = tuple(
        ClashMember(rule=rule, subjects=tuple(dict.fromkeys(_about(rule, subject) for r, subject in core if r == rule)))
        for rule in dict.fromkeys(rule for rule, _ in core)
    )
    need, capacity = tester.most_that_fits(core)
    duties = any(rule == "post_staffed" for rule, _ in core)
    places = () if duties else _places(problem_of(part, standing), core)
    return Clash(members=members, irreducible=tested, need=need, capacity=capacity, places=places)


def _places(problem: Problem, core: list[Guard]) -> tuple[ClashPlace, ...]:
    """Every place that the school's rules leave open to any of the clash's visits."""
    due = {(guard[1][0], guard[1][1]) for guard in core if guard[0] == "demand_met"}
    cells = {o.cell.key: o.cell for o in problem.visits if (o.visitor, o.demand.id) in due}
    found = dict.fromkeys(
        ClashPlace(turn=c.turn, window=c.window or "", slot=c.slot or 0, period=c.period or "") for c in cells.values()
    )
    return tuple(found)


def _impossible_part(
    school: School,
    left_out: tuple[Unplaced, ...],
    deadline: float,
    standing: Standing,
) -> School:
    """The first impossible one of: each demand alone, all visits, duties with the visits they follow; else the whole.

    A clash of a part is a clash of the whole, and is found in a far smaller model.
    """
    visits = without_duties(school)
    suspects = {u.of for u in left_out if u.kind == "visit"} if left_out else set(school.demand_by_id)
    parts = [visits.model_copy(update={"demands": (school.demand_by_id[key],)}) for key in sorted(suspects)]
    if not left_out or any(u.kind != "duty" for u in left_out):
        parts.append(visits)
    if all(post.per_classes is None for post in school.posts):
        followed = {post.escort.demand for post in school.posts if post.escort}
        parts.append(school.model_copy(update={"demands": tuple(d for d in school.demands if d.id in followed)}))
    for part in parts:
        left = deadline - time.perf_counter()
        if left <= 0:
            break
        if is_feasible(part, left / 2, standing) is False:
            return part
    return school


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
        status = Search(self._switched(guards), Limits(seconds=max(0.01, self.left))).run()
        return None if status == "UNKNOWN" else status != "INFEASIBLE"

    def _switched(self, guards: Iterable[Guard]) -> Model:
        """The model with the rows of these guards, and no others that have one."""
        return self._built.model.switched(self._built.posting.guards[guard].index for guard in guards)

    def most_that_fits(self, guards: list[Guard]) -> tuple[int, int]:
        """(need, capacity): what the guards ask to be placed, and how much of it the others let through. Duties where there
        are any, else visits; (0, 0) where the clash is no matter of numbers, or the time ends."""
        asking = next((rule for rule in ("post_staffed", "demand_met") if any(g[0] == rule for g in guards)), "")
        if not asking or self.left <= 0:
            return 0, 0
        whole = self._built.model
        model = self._switched(guard for guard in guards if guard[0] != asking)
        asking_guards = {self._built.posting.guards[guard].index for guard in guards if guard[0] == asking}
        asked: dict[tuple[tuple[int, int], ...], int] = {}
        for row, switch in whole.switches.items():
            if switch in asking_guards and whole.row_lows[row] > 0:
                asked[tuple(whole.row(row))] = whole.row_lows[row]
        placed = []
        for terms, low in asked.items():
            part = model.new_variable(0, low)
            model.add(part - Linear([x for x, _ in terms], [k for _, k in terms]), high=0)
            placed.append(part)
        if not placed:
            return 0, 0
        model.minimize(-Linear.sum(placed))
        search = Search(model, Limits(seconds=max(0.05, self.left)))
        if search.run() != "OPTIMAL":
            return 0, 0
        return sum(asked.values()), -search.cost

    def core(self) -> list[Guard] | None:
        """A first clash, not yet small: the rows that the relaxation or remainders refute, else the core of the tree search,
        which is not to be trusted without a test. None when the time ends first."""
        model, by_index = self._built.model, {x.index: guard for guard, x in self._built.posting.guards.items()}
        whole = self._switched(self.guards)
        rows = refutation(whole, max(0.05, self.left / 3)) or residue(whole)
        if rows:
            found = {model.switches[row] for row in rows if row in model.switches}
        else:
            found = set(core_of(model, by_index, max(0.05, self.left / 3)))
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


def _without_needless_subjects(core: list[Guard], tester: _Tester, *, singly: bool) -> tuple[list[Guard], bool]:
    """Leave out classes, slots, posts and helpers while the rest still clashes, in ever smaller parts, or ``singly`` at once.
    The flag says that anything went."""
    groups: dict[tuple[str, ...], list[Guard]] = {}
    helpers = {subject[0] for rule, subject in core if rule == "duty_max"}
    for rule, subject in core:
        key = subject[:2] if rule == "slot_capacity" else subject[:1]
        # Many helpers are said as a number: to try them one by one would cost more than it tells.
        groups.setdefault(("helpers",) if len(helpers) > _MANY and key[0] in helpers else key, []).append((rule, subject))
    keys = list(groups)
    size, reduced = 1 if singly else max(1, len(keys) // 2), False
    while True:
        position = 0
        while position < len(keys):
            rest = keys[:position] + keys[position + size :]
            can = tester.can_hold([guard for key in rest for guard in groups[key]])
            if can is None:
                break
            if can:
                position += size
            else:
                keys, reduced = rest, True
        if size == 1 or tester.left <= 0:
            kept = set(keys)
            return [(r, x) for key in groups if key in kept for r, x in groups[key]], reduced
        size = max(1, size // 2)

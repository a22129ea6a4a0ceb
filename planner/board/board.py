"""A board is a value: the plan it began with, and the steps done on it. Each step gives another board.

A question (`lift`) is answered by the model of the plan it began with, which all boards of one beginning share and which
stays warm (`planner.solver.whatif`). A move does exactly what its answer said, and what was moved stays where it was put: no
later repair moves it, until it is unpinned. Prices of changes are against the plan the board began with.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from planner.board.beside import Absence, Rooms, absences, loads, vacancies
from planner.board.fixed import kept_by_school
from planner.board.steps import Step, Vacant, Waiting, answer_key, chip_of, chips_of, noon_key, noon_of, step_of, way_key
from planner.changes.diff import diff
from planner.checker import Case, amounts, judged
from planner.errors import Declined
from planner.models.changes import Changes
from planner.models.outcome import Fix
from planner.models.plan import Plan, PlannedDuty, PlannedVisit, Report
from planner.models.planfile import canonical_plan
from planner.models.school import School
from planner.models.whatif import Answer, Answers, moved
from planner.sessions.book import Book
from planner.sessions.chapter import Chapter
from planner.solver.readback import with_escorted
from planner.solver.whatif.standing import with_changes_priced

if TYPE_CHECKING:  # whoever only looks at a board needs no solver
    from planner.solver.whatif.whatif import WhatIf

Chip = PlannedVisit | PlannedDuty
"""A visit or a duty as it stands in the plan."""
_WARM = 2
"""Models that are kept besides that of the school as it is: of what was allowed last."""


class Warm:
    """The models of the plan that boards began with, each made when it is needed first: one for each change of its school."""

    def __init__(self, base: Book, seconds: float) -> None:
        self._base, self._seconds = base, seconds
        self._models: OrderedDict[str, WhatIf] = OrderedDict()
        self._rooms: dict[str, Rooms] = {}

    def rooms(self, allowed: tuple[Fix, ...], school: School) -> Rooms:
        """How many the places of the ``school`` take."""
        key = way_key(allowed)
        if key not in self._rooms:
            self._rooms = {key: Rooms(school, self._base.plan.effective_from)}
        return self._rooms[key]

    def model(self, allowed: tuple[Fix, ...], school: School) -> WhatIf:
        """That of the ``school`` with what is ``allowed``. Making it takes longer than most answers.

        Raises Declined: plan_broken where the plan breaks rules of the school.
        """
        key = way_key(allowed)
        if key not in self._models:
            from planner.solver.whatif.whatif import WhatIf

            model = WhatIf(school, self._base.plan, self._seconds)
            if not model.holds:
                raise Declined("plan_broken")
            others = [k for k in self._models if k]
            if len(others) >= _WARM:
                del self._models[others[0]]
            self._models[key] = model
        self._models.move_to_end(key)
        return self._models[key]


@dataclass(frozen=True, eq=False)
class Board:
    """``base``: the plan it began with; ``steps``: all that was done, the oldest first, of which the first ``position`` count.

    Keys of chips are those of `planner.board.steps.chip_of`; a chip that the plan does not have raises Declined: unknown_chip.
    """

    base: Book
    steps: tuple[Step, ...]
    position: int
    _warm: Warm = field(repr=False)

    @classmethod
    def of(cls, book: Book, steps: Iterable[Step] = (), position: int | None = None, *, seconds: float = 5.0) -> Board:
        """The board of a plan, with steps done on it before. ``seconds`` bounds each search, where one is needed."""
        done = tuple(steps)
        return cls(book, done, len(done) if position is None else position, Warm(book, seconds))

    @classmethod
    def of_steps(cls, begun: Board, steps: Iterable[Step]) -> Board:
        """The board that another began as, with these steps; its models stay warm."""
        done = tuple(steps)
        return replace(begun, steps=done, position=len(done))

    @property
    def allowed(self) -> tuple[Fix, ...]:
        """What of the school was changed on the way, in its order."""
        return tuple(fix for step in self.steps[: self.position] for fix in step.way)

    @cached_property
    def school(self) -> School:
        """The school of the plan, with what was allowed."""
        if not self.allowed:
            return self.base.school
        from planner.solver import apply_fixes

        return apply_fixes(self.base.school, self.allowed)

    @cached_property
    def plan(self) -> Plan:
        """The plan with every step done; without a step the one it began with, byte for byte."""
        if not self.position:
            return self.base.plan
        plan = self.base.plan
        for step in self.steps[: self.position]:
            plan = moved(plan, step) if step.visits or step.duties else plan
        if plan == self.base.plan:
            return plan
        duties = with_escorted(self.school, plan.visits, plan.duties)
        changed = {"duties": duties, "status": "FEASIBLE", "bound": None, "proofs": (), "limits": None}
        return canonical_plan(plan.model_copy(update=changed))

    @cached_property
    def pins(self) -> frozenset[str]:
        """Keys of the chips that may not move for the sake of others."""
        pins: set[str] = set()
        for step in self.steps[: self.position]:
            pins = (pins - set(step.unpinned)) | set(step.pinned)
        return frozenset(pins & self._chips.keys())

    @cached_property
    def report(self) -> Report:
        """What the checker says: costs by rule, worst first, that of the changes against the plan it began with included."""
        return judged(self._case)

    @cached_property
    def amounts(self) -> dict[str, dict[str, int]]:
        """Soft rule -> about whom -> what it counts, in its own unit."""
        return amounts(self._case)

    @cached_property
    def _case(self) -> Case:
        return Case(with_changes_priced(self.school), self.plan, self.base.plan, self.chapter, alike=False)

    @cached_property
    def waiting(self) -> dict[str, Waiting]:
        """What is due and stands nowhere, by its key: a class that has only just come, or whose place is gone."""
        if self.school.mode("demand_met") == "off":
            return {}
        stand = Counter((v.visitor, v.demand, v.stretch) for v in self._case.plan.visits)
        whole = self._case.timeline.whole
        left = [Waiting(*place, due - stand[place]) for place, due in self._case.due_in.items() if place[1:] in whole]
        return {w.key: w for w in left if w.times > 0}

    @cached_property
    def vacant(self) -> dict[str, Vacant]:
        """Seats of duties that nobody has, by key: of a helper who has left, at a post that is new."""
        return vacancies(self._case)

    @property
    def complete(self) -> bool:
        """Whether every rule is kept, so that a draft can be made of it; it is not as long as something waits that is due."""
        return not (self.waiting or self.vacant) or self.report.ok

    @cached_property
    def fixed(self) -> dict[str, tuple[Fix, ...]]:
        """Key of each chip that a pin of the school's own keeps in its place -> the pins given up."""
        return kept_by_school(self.school, self.chapter.timeline, self._chips)

    @property
    def rooms(self) -> Rooms:
        """How many classes each place takes, and need against places."""
        return self._warm.rooms(self.allowed, self.school)

    @cached_property
    def absences(self) -> dict[str, tuple[Absence, ...]]:
        """Key of each duty -> the dates on which its helper is away, and who stands in."""
        duties = {key: x for key, x in self._chips.items() if isinstance(x, PlannedDuty)}
        return absences(self.school, self.chapter.timeline, duties, self.base.substitutions)

    @cached_property
    def loads(self) -> list[tuple[str, int]]:
        """(helper, dates in the term with a duty), most first."""
        return loads(self.chapter.timeline, self.plan.duties, self.school.helper_by_id)

    @cached_property
    def chapter(self) -> Chapter:
        """School and plan on their dates."""
        if self.plan is self.base.plan and not self.allowed:
            return self.base.chapter
        return Chapter(self.school, self.plan, None if self.allowed else self.base.timeline)

    @cached_property
    def changes(self) -> Changes:
        """What has moved, against the plan it began with."""
        return diff(self.base.chapter, self.chapter)

    @property
    def book(self) -> Book:
        """The plan as it would be published, with the costs that the checker counts."""
        if self.plan is self.base.plan and not self.allowed:
            return self.base
        # What is changed on the way is no property of the plan that comes out.
        report = judged(Case(self.school, self.plan, None, self.chapter))
        plan = self.plan.model_copy(update={"cost": report.cost, "cost_by_rule": report.cost_by_rule})
        return self.base.followed_by(self.school, plan, Chapter(self.school, plan, self.chapter.timeline))

    def chip(self, key: str) -> Chip:
        """A visit or duty by its key."""
        if key not in self._chips:
            raise Declined("unknown_chip", chip=key)
        return self._chips[key]

    def lift(self, key: str) -> Answers:
        """Every place that a chip could have instead: free, possible with which moves at which cost, or why not.

        A visit in every cell of its demand, also one that is `waiting`; a duty in the seat of everybody else at any post. Of a
        seat that is `vacant`: everybody who could have it.
        Raises Declined: plan_broken.
        """
        if key in self.waiting:
            visitor, demand, stretch, _times = self.waiting[key]
            return self.standing.of_waiting(visitor, demand, stretch)
        if key in self.vacant:
            return self.standing.of_vacant(self.vacant[key].place)
        chip, model = self.chip(key), self.standing
        return model.of_visit(chip) if isinstance(chip, PlannedVisit) else model.of_duty(chip)

    def who_could(self, key: str) -> Answers:
        """Everybody who could have a duty instead, as they come in the school. Raises Declined: plan_broken, no_duty."""
        if key in self.vacant:
            return self.lift(key)
        chip, model = self.chip(key), self.standing
        if not isinstance(chip, PlannedDuty):
            raise Declined("no_duty")
        return model.of_seat(chip)

    def move(self, key: str, answer: Answer) -> Board:
        """The board after what an answer to `lift`, `who_could` or `ways_to` says, and nothing else: no search.

        What was put somewhere stays there. Raises Declined: not_possible where the answer was no.
        """
        chip = self.chip(key) if key not in self.waiting and key not in self.vacant else None
        if answer.verdict not in {"free", "moves"}:
            raise Declined("not_possible", place=answer_key(answer))
        here = {"turn": answer.place.turn, "window": answer.place.window, "slot": answer.place.slot}
        put: Chip
        if key in self.vacant:
            put = PlannedDuty(helper=answer.helper or "", post=answer.place.what, **here)
        elif chip is None:
            more = {"period": answer.place.period, "room": answer.place.room}
            put = PlannedVisit(visitor=self.waiting[key].visitor, demand=self.waiting[key].demand, **here, **more)
        elif isinstance(chip, PlannedVisit):
            put = chip.model_copy(update={**here, "period": answer.place.period, "room": answer.place.room})
        else:
            who = answer.helper or chip.helper
            put = chip.model_copy(update={**here, "post": answer.place.what, "helper": who, "escorts": None})
        return self.then(step_of("move", key, answer, [chip_of(put)], [key] if key in self.pins else []))

    def pin(self, key: str) -> Board:
        """The chip may not move any more for the sake of others."""
        self.chip(key)
        return self if key in self.pins else self.then(Step(kind="pin", chip=key, pinned=(key,), changes=self._price))

    def unpin(self, key: str) -> Board:
        """It may again: what was pinned here, or by the school, whose pin is given up for all that it names."""
        self.chip(key)
        if key not in self.pins and key not in self.fixed:
            return self
        return self.then(Step(kind="unpin", chip=key, unpinned=(key,), way=self.fixed.get(key, ()), changes=self._price))

    def free(self, turn: str, window: str, slot: int = 0) -> Board:
        """Nobody comes to a window on a day (a turn), or to one slot of it: whoever does is put elsewhere, with the fewest
        moves; and it stays so. Raises Declined: plan_broken, no_room_elsewhere.
        """
        key = noon_key(turn, window, slot)
        if key in self.kept_free:
            return self
        # What was pinned there is what has to go.
        there = {
            k
            for k, x in self._chips.items()
            if isinstance(x, PlannedVisit) and (x.turn, x.window) == (turn, window) and slot in (0, x.slot)
        }
        let_go = sorted(self.pins & there)
        model = self._warm.model(self.allowed, self.school)
        model.stand(self.plan, [self._chips[k] for k in sorted(self.pins - set(let_go))], _noons((*self.kept_free, key)))
        answer = model.emptied()
        if answer.verdict not in {"free", "moves"}:
            raise Declined("no_room_elsewhere", place=key)
        return self.then(step_of("free", "", answer, (), let_go).model_copy(update={"freed": (key,)}))

    def open(self, key: str) -> Board:
        """What was kept free (a key of `kept_free`) may be used again."""
        return self.then(Step(kind="open", opened=(key,), changes=self._price)) if key in self.kept_free else self

    @property
    def kept_free(self) -> tuple[str, ...]:
        """Keys of the windows on days to which nobody may come, in the order in which they were freed."""
        kept: dict[str, None] = {}
        for step in self.steps[: self.position]:
            kept = {key: None for key in (*kept, *step.freed) if key not in step.opened}
        return tuple(kept)

    def allow(self, *way: Fix) -> Board:
        """The same plan in a school with these changes. Raises KeyError for what the school does not have."""
        return self.then(Step(kind="allow", way=way, changes=self._price))

    def best(self) -> Board:
        """The best plan of all around what is pinned: a change against the plan it began with has its price, no more.

        The same board where it is the best already. Raises Declined: plan_broken, not_possible where the time ended.
        """
        answer = self.standing.best()
        if answer.verdict == "unknown":
            raise Declined("not_possible", place="")
        return self.then(step_of("best", "", answer)) if answer.visits or answer.duties else self

    @property
    def standing(self) -> WhatIf:
        """The model that answers, at this plan and with its pins held. Raises Declined: plan_broken."""
        model = self._warm.model(self.allowed, self.school)
        model.stand(self.plan, [self._chips[key] for key in sorted(self.pins)], _noons(self.kept_free))
        return model

    def undo(self) -> Board:
        """One step back. Raises Declined: nothing_to_undo."""
        if not self.position:
            raise Declined("nothing_to_undo")
        return replace(self, position=self.position - 1)

    def redo(self) -> Board:
        """One step on again. Raises Declined: nothing_to_redo."""
        if self.position == len(self.steps):
            raise Declined("nothing_to_redo")
        return replace(self, position=self.position + 1)

    def then(self, step: Step) -> Board:
        """The board after a step that has been worked out for it; what was undone before is gone."""
        return replace(self, steps=(*self.steps[: self.position], step), position=self.position + 1)

    @property
    def _price(self) -> int:
        return self.steps[self.position - 1].changes if self.position else 0

    @cached_property
    def _chips(self) -> dict[str, Chip]:
        return chips_of(self.plan)


def _noons(keys: Iterable[str]) -> frozenset[tuple[str, str, int]]:
    """What is kept free, by its keys."""
    return frozenset(map(noon_of, keys))

"""Changes of a school that might let somebody have one place. Whether one does is for a solve to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.models.outcome import Cause, Fix
from planner.models.plan import PlannedDuty, PlannedVisit
from planner.models.whatif import Answer, PlanPlace
from planner.solver.explaining.facts import DutyFacts, Fact, VisitFacts
from planner.solver.explaining.fixes import SOFTENED, one_more_class
from planner.solver.explaining.fixing import APPLY
from planner.solver.explaining.remedies import remedies
from planner.solver.problem import Problem
from planner.timeline import Shift, VisitCell

# Facts about one place for which a school can do something without touching what others have.
_MENDED = frozenset({"banned", "eats", "other_grades", "teacher_twice", "teacher_teaches", "teacher_away", "untrained"})
_MENDED_DUTY = frozenset({"other_grades", "arrives_too_early", "duty_in_lunch"})
_OF_SLOTS = frozenset({"slot_capacity", "room_capacity", "room_seats"})
_SOFT = 20
"""Price of a rule given up where it cannot be kept: asked last."""


class Loosening:
    """What a school could loosen, for one place after another."""

    def __init__(self, problem: Problem) -> None:
        self._problem, self._school = problem, problem.school
        self._visits, self._duties = VisitFacts(problem), DutyFacts(problem)

    def of(self, chip: PlannedVisit | PlannedDuty, answer: Answer, there: Iterable[str] = ()) -> list[Fix]:
        """Changes for an answer of no, those that ask least first. ``chip`` is what would move; ``there``: who stands where it
        would go, and might make way."""
        rules: dict[str, set[str]] = {}
        for against in answer.against:
            rules.setdefault(against.rule, set()).update(word for s in against.subjects for word in s.split())
        if isinstance(chip, PlannedVisit):
            found = [*self._visit(chip.visitor, answer.place, rules)]
            for visitor in there:
                found += self._makes_way(visitor, answer.place.what)
        else:
            found = [*self._duty(answer.helper or chip.helper, answer.place, rules)]
        found += [_fix("rule_soft", _SOFT, rule=rule) for rule in sorted(rules.keys() & SOFTENED)]
        unique = {fix.model_dump_json(): fix for fix in found if self._changes_something(fix)}
        return sorted(unique.values(), key=lambda fix: (fix.price, fix.code, sorted(fix.params.items())))

    def _changes_something(self, fix: Fix) -> bool:
        try:
            return APPLY[fix.code](self._school, fix.params) != self._school
        except (KeyError, StopIteration):
            return False

    def _visit(self, visitor: str, place: PlanPlace, rules: dict[str, set[str]]) -> Iterator[Fix]:
        school, demand = self._school, self._school.demand_by_id[place.what]
        key = (place.what, place.turn, place.window or "", place.slot or 0, place.period or "", place.room or "")
        cell = self._problem.timeline.cell_by_key.get(key)
        if cell is not None:
            facts = (f for o in cell.occasions if o for f in self._visits.against(demand, visitor, cell, o))
            yield from self._mended(visitor, facts, _MENDED, demand=demand.id)
        if "pinned" in rules:
            for other in school.demand_by_id.values():
                for pin in other.pins:
                    if {visitor, *rules["pinned"]} & set(school.select(pin)):
                        yield _fix("drop_pin", 3, demand=other.id, place=pin.model_dump_json())
        if rules.keys() & _OF_SLOTS:
            yield from self._room_for_more(place, cell, rules)
        if "grade_limit" in rules:
            yield _fix("grade_limit", 3, demand=demand.id)
        if "each_day_served" in rules:
            for each in {d.id: d for d in school.demand_by_id.values() if d.each_open_day}.values():
                yield _fix("each_day", 4, demand=each.id, each=each.each_open_day - 1, more=each.each_open_day)

    def _makes_way(self, visitor: str, demand: str) -> Iterator[Fix]:
        """Pins and bans that may keep somebody from going elsewhere."""
        of = self._school.demand_by_id[demand]
        for pin in of.pins:
            if visitor in self._school.select(pin):
                yield _fix("drop_pin", 3, demand=of.id, place=pin.model_dump_json())
        for ban in of.bans:
            if visitor in self._school.select(ban):
                yield _fix("drop_ban", 4, demand=of.id, place=ban.model_dump_json())

    def _room_for_more(self, place: PlanPlace, cell: VisitCell | None, rules: dict[str, set[str]]) -> Iterator[Fix]:
        """One more class at once, in the slot or the room that is full."""
        school, full = self._school, set().union(*(rules[rule] for rule in rules.keys() & _OF_SLOTS))
        there = {place.window, *(o.window for o in (cell.occasions if cell else ()))} | full
        for window in (w for w in school.window_by_id.values() if w.id in there):
            yield from one_more_class(school, window)
        for room in (r for r in school.room_by_id.values() if r.id == place.room or r.id in full):
            if room.classes is not None and not place.window:
                yield _fix("room_classes", 6, room=room.id, classes=room.classes + 1)

    def _duty(self, key: str, place: PlanPlace, rules: dict[str, set[str]]) -> Iterator[Fix]:
        school, helper = self._school, self._school.helper_by_id[key]
        shift = self._problem.timeline.shift_by_key.get((place.what, place.turn, place.window or "", place.slot or 0))
        if shift is not None:
            yield from self._for_helper(key, shift)
        if "duty_pinned" in rules:
            for pin in school.duties.pins:
                if pin.helper in {key, *rules["duty_pinned"]}:
                    yield _fix("drop_duty_pin", 3, pin=pin.model_dump_json())
        most = school.most_duties(helper)
        if "duty_max" in rules and most is not None:
            yield _fix("more_per_week", 4, times=most + 1)
        if "no_consecutive" in rules:
            yield _fix("consecutive", 3)
        if "duty_min" in rules and school.duties.min_per_week:
            yield _fix("lower_minimum", 2, times=school.duties.min_per_week - 1)

    def _for_helper(self, key: str, shift: Shift) -> Iterator[Fix]:
        helper, post = self._school.helper_by_id[key], self._school.post_by_id[shift.post]
        facts = [f for o in shift.occasions if (f := self._duties.against(helper, shift, o)) is not None]
        if any(f.code == "untrained" for f in facts):
            yield _fix("train", 2, helper=key, post=post.id)
        yield from self._mended(key, facts, _MENDED_DUTY, posts=post.id)

    def _mended(self, who: str, facts: Iterable[Fact], known: frozenset[str], **about: str) -> Iterator[Fix]:
        """Changes that take the facts against a place away."""
        for found in dict.fromkeys(facts):
            if found.code in known:
                yield from remedies(self._school, [Cause(code=found.code, who=(who,), params={**about, **dict(found.params)})])


def _fix(code: str, price: int, **params: object) -> Fix:
    return Fix(code=code, price=price, params={key: str(value) for key, value in params.items()})

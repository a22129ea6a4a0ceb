"""The model of make-ups: lost visits into free places, exact and in steps, each step keeping what the steps before reached."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from planner.models.plan import Limits
from planner.models.session import LostVisit, Session
from planner.solver.makeup.spare import CAPACITY, Row, Spare, SpareSpot
from planner.solver.makeup.standby import Need, Standby
from planner.solver.model import Linear, Model, Variable
from planner.solver.search import Search
from planner.timeline import calendar_week, week_of

_Added = tuple[int | str, SpareSpot | Need]
"""A lost visit by its number, in a place; or a further helper, at a need."""
_ROUNDS = 20
"""Placings that the checker may refuse before what it refuses is left out."""


@dataclass(frozen=True)
class Placing:
    """Lost visits with their new places, and the helpers these need besides."""

    taken: tuple[tuple[LostVisit, SpareSpot], ...]
    hands: tuple[tuple[str, Need], ...]
    proven: bool


@dataclass(frozen=True)
class Exemption:
    """What one visit need not keep: capacities, one visit a day, or the helpers it needs (codes as in `Change`)."""

    code: str

    def covers(self, row: Row) -> bool:
        """Whether a row does not count for the visit."""
        return (self.code == "one_more_class" and row[0] in CAPACITY) or (self.code == "twice_a_day" and row[0] == "day")


@dataclass
class _Model:
    model: Model
    taken: list[dict[SpareSpot, Variable]]
    hands: dict[tuple[str, Need], Variable]

    def variable(self, added: _Added) -> Variable | None:
        """What says that a visit or duty is added; None where it cannot be."""
        who, where = added
        if isinstance(where, SpareSpot):
            return self.taken[who].get(where) if isinstance(who, int) else None
        return self.hands.get((who, where)) if isinstance(who, str) else None

    def all(self) -> Linear:
        return Linear.sum(x for row in self.taken for x in row.values())


class Replacing:
    """Every lost visit with the places it could take."""

    def __init__(self, spare: Spare, standby: Standby, lost: Iterable[LostVisit], limits: Limits) -> None:
        self.spare = spare
        self._standby = standby
        self._limits = limits
        self.lost = tuple(sorted(lost, key=lambda x: (x.date, x.demand, x.visitor)))
        found: dict[tuple[str, str], list[SpareSpot]] = {}
        for loss in self.lost:
            key = (loss.visitor, loss.demand)
            if key not in found:
                found[key] = spare.spots(loss.visitor, spare.school.demand_by_id[loss.demand])
        self.spots = [found[x.visitor, x.demand] for x in self.lost]
        self._rows: dict[SpareSpot, list[tuple[Row, int]]] = {}
        self._apart: list[frozenset[_Added]] = []
        """Visits and duties that the checker has found not to go together."""

    def _rows_of(self, spot: SpareSpot) -> list[tuple[Row, int]]:
        if spot not in self._rows:
            self._rows[spot] = [(r, n) for r, n in self.spare.rows(spot) if n and self.spare.left(r) is not None]
        return self._rows[spot]

    def blocked_by(self, spot: SpareSpot) -> frozenset[str]:
        """Kinds of limits that the held sessions leave too little of."""
        return frozenset(str(row[0]) for row, n in self._rows_of(spot) if n > (self.spare.left(row) or 0))

    def is_free(self, spot: SpareSpot) -> bool:
        """Whether the visit could be there, were it the only one."""
        return not spot.against and not self.blocked_by(spot)

    def lacks_hands(self, spot: SpareSpot) -> bool:
        """Whether not even one more class could be staffed there."""
        return any(_more(need, 1) > len(need.standby) for need in self._standby.needs(spot))

    def best(self) -> Placing:
        """The best placing: number, then fairness, then the same week, then nearness and few further helpers.

        The checker has the last word: what it finds not to go together is forbidden, and the search begins again.
        """
        for _ in range(_ROUNDS):
            placing = self._placed()
            broken = self._broken(placing)
            if not broken:
                return placing
            self._apart += broken
        worst = {key for found in broken for key in found}
        kept = tuple(x for x in placing.taken if (self.lost.index(x[0]), x[1]) not in worst)
        return Placing(kept, tuple(x for x in placing.hands if x not in worst), False)

    def _broken(self, placing: Placing) -> list[frozenset[_Added]]:
        """For each rule that a placing breaks, as few of its visits and duties as break it by themselves."""
        dates, rules = self.spare.dates, [r for r in self.spare.dates.rules() if self.spare.is_hard(r)]
        sessions: dict[_Added, Session] = {(self.lost.index(loss), spot): spot.session() for loss, spot in placing.taken}
        sessions |= {(helper, need): need.session(helper) for helper, need in placing.hands}
        found = []
        for breach in dates.broken(sessions.values(), (), rules):
            mine = {k: s for k, s in sessions.items() if s.date in breach.dates or breach.subject in (s.helper, s.visitor)}
            mine = mine or dict(sessions)
            for key in list(mine):
                left = [s for k, s in mine.items() if k != key]
                if any((b.rule, b.subject) == (breach.rule, breach.subject) for b in dates.broken(left, (), [breach.rule])):
                    del mine[key]
            found.append(frozenset(mine))
        return found

    def _placed(self) -> Placing:
        built = self._build()
        proven = self._solve(built, maximize=built.all())
        if self._count(built) < len(self.lost):
            most = self._count(built)
            built.model.add(built.all(), low=most)
            proven &= self._spread(built)
        else:
            built.model.add(built.all(), low=len(self.lost))
        proven &= self._solve(built, minimize=self._distance(built))
        taken = [(self.lost[n], s) for n, row in enumerate(built.taken) for s, x in row.items() if self._values[x.index]]
        hands = [key for key, h in built.hands.items() if self._values[h.index]]
        return Placing(tuple(taken), tuple(hands), proven)

    def works(self, n: int, spot: SpareSpot, exempt: Exemption, count: int) -> bool:
        """Whether ``count`` visits can be made up when visit ``n`` stands in ``spot`` with an exemption."""
        if exempt.code == "twice_a_day" and self._overlaps_own(spot):
            return False
        built = self._build((n, spot, exempt))
        built.model.add(built.all(), low=count)
        search = Search(built.model, self._limits)
        return search.run() in {"OPTIMAL", "FEASIBLE"}

    def _overlaps_own(self, spot: SpareSpot) -> bool:
        return any(
            s.visitor == spot.visitor and s.time is not None and s.time.overlaps(spot.span)
            for s in self.spare.visits[spot.date]
        )

    def _build(self, forced: tuple[int, SpareSpot, Exemption] | None = None) -> _Model:
        model = Model()
        taken: list[dict[SpareSpot, Variable]] = []
        uses: dict[Row, list[tuple[Variable, int]]] = defaultdict(list)
        staffed: dict[Need, list[Variable]] = defaultdict(list)
        for n, spots in enumerate(self.spots):
            row: dict[SpareSpot, Variable] = {}
            mine = forced if forced is not None and forced[0] == n else None
            for spot in [mine[1]] if mine else [s for s in spots if self.is_free(s)]:
                x = row[spot] = model.new_flag()
                for use, amount in self._rows_of(spot):
                    if not (mine and mine[2].covers(use)):
                        uses[use].append((x, amount))
                if not (mine and mine[2].code == "one_more_helper"):
                    for need in self._standby.needs(spot):
                        staffed[need].append(x)
            if row:
                model.add(Linear.sum(row.values()), high=1)
            if mine:
                model.add(Linear.sum(row.values()), low=1)
            taken.append(row)
        for use, found in uses.items():
            left = self.spare.left(use) or 0
            if sum(amount for _, amount in found) > left:
                model.add(Linear.weighted([x for x, _ in found], [a for _, a in found]), high=left)
        built = _Model(model, taken, {})
        self._staff(built, staffed)
        for together in self._apart:
            chosen = [x for x in map(built.variable, together) if x is not None]
            if len(chosen) == len(together):
                model.add(Linear.sum(chosen), high=len(chosen) - 1)
        return built

    def _staff(self, built: _Model, staffed: dict[Need, list[Variable]]) -> None:
        """Enough further helpers for the further visits, within what each helper may do."""
        model = built.model
        by_day: dict[tuple[str, dt.date], list[tuple[Need, Variable]]] = defaultdict(list)
        for need, visits in staffed.items():
            if _more(need, len(visits)) <= 0:
                continue
            hands = []
            for helper in need.standby:
                h = built.hands[helper, need] = model.new_flag()
                by_day[helper, need.occasion.date].append((need, h))
                hands.append(h)
            there, more = Linear.sum(hands) + need.staff, Linear.sum(visits) + need.classes
            if need.each is not None:
                model.add(there - need.each * more, low=0)
            else:
                model.add(need.per * there - more, low=0)
        by_week: dict[tuple[str, str], list[Variable]] = defaultdict(list)
        elsewhere = self._visits_by_class(built)
        for (helper, date), found in by_day.items():
            today = [h for _, h in found]
            model.add(Linear.sum(today), high=1)
            by_week[helper, calendar_week(self.spare.school.term, date)] += today
            next_day = by_day.get((helper, date + dt.timedelta(1)))
            if next_day and self._standby.keeps_apart:
                model.add(Linear.sum([*today, *(h for _, h in next_day)]), high=1)
            for need, h in found:
                for spot, x in elsewhere.get((self.spare.school.helper_by_id[helper].class_id, date), ()):
                    if spot.occasion.window != need.shift.window and spot.span.overlaps(need.span):
                        model.add(h + x, high=1)
        for (helper, _), hands in by_week.items():
            date = next(need.occasion.date for (who, need), h in built.hands.items() if who == helper and h is hands[0])
            left = self._standby.left_in_week(helper, date)
            if len(hands) > left:
                model.add(Linear.sum(hands), high=left)

    @staticmethod
    def _visits_by_class(built: _Model) -> dict[tuple[str, dt.date], list[tuple[SpareSpot, Variable]]]:
        table: dict[tuple[str, dt.date], list[tuple[SpareSpot, Variable]]] = defaultdict(list)
        if built.hands:
            for row in built.taken:
                for spot, x in row.items():
                    table[spot.visitor, spot.date].append((spot, x))
        return table

    def _spread(self, built: _Model) -> bool:
        """Whoever is owed most is to be owed as little as possible."""
        owed: dict[str, int] = defaultdict(int)
        done: dict[str, list[Variable]] = defaultdict(list)
        for loss, row in zip(self.lost, built.taken, strict=True):
            owed[loss.visitor] += 1
            done[loss.visitor] += row.values()
        worst = built.model.new_variable(0, max(owed.values()))
        for visitor, count in owed.items():
            built.model.add(worst + Linear.sum(done[visitor]), low=count)
        proven = self._solve(built, minimize=worst)
        built.model.add(worst, high=self._values[worst.index])
        return proven

    def _distance(self, built: _Model) -> Linear:
        """Visits outside their week, then days between, then further helpers: each unit outweighs all that follows it."""
        term = self.spare.school.term
        days = [
            (x, abs((spot.date - loss.date).days), week_of(term, spot.date) != week_of(term, loss.date))
            for loss, row in zip(self.lost, built.taken, strict=True)
            for spot, x in row.items()
        ]
        hand = 1 + sum(_more(need, len(self.lost)) for need in {need for _, need in built.hands})
        week = 1 + len(self.lost) * max((d for _, d, _ in days), default=0)
        prices = [hand * (d + week * other) for _, d, other in days] + [1] * len(built.hands)
        return Linear.weighted([*(x for x, _, _ in days), *built.hands.values()], prices)

    def _solve(self, built: _Model, *, minimize: Linear | None = None, maximize: Linear | None = None) -> bool:
        """One step; its answer becomes the hint of the next. Whether it was proven optimal."""
        built.model.minimize(-maximize if maximize is not None else minimize)
        search = Search(built.model, self._limits)
        status = search.run()
        if status in {"OPTIMAL", "FEASIBLE"}:
            self._values = search.values
            chosen = [*(x for row in built.taken for x in row.values()), *built.hands.values()]
            built.model.hints = {x.index: self._values[x.index] for x in chosen}
        return status == "OPTIMAL"

    def _count(self, built: _Model) -> int:
        return sum(self._values[x.index] for row in built.taken for x in row.values())


def _more(need: Need, visits: int) -> int:
    """Further helpers needed for so many further visits."""
    classes = need.classes + visits
    wanted = need.each * classes if need.each is not None else -(-classes // need.per)
    return max(0, wanted - need.staff)

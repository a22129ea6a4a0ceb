"""Lost visits re-placed into dated spare capacity; those without a place are named, with the smallest change that helps."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Container, Mapping
from dataclasses import replace
from types import MappingProxyType

from planner.accounts.accounts import accounts
from planner.accounts.between import with_between
from planner.checker.dated import Dates
from planner.models.makeup import Change, MakeUps, NotMadeUp
from planner.models.plan import Limits, Plan
from planner.models.school import School
from planner.models.session import LostVisit, Session
from planner.sessions.chapter import Chapter
from planner.sessions.expand import expand
from planner.solver.makeup.replacing import Exemption, Placing, Replacing
from planner.solver.makeup.spare import CAPACITY, Spare, SpareSpot
from planner.solver.makeup.standby import Standby
from planner.timeline import Timeline, week_of

Owed = tuple[str, str, dt.date]
"""Visitor, demand and date of a lost visit."""
_TRIES = 6
"""Changes tried for one lost visit, best first; most often the first one works."""


def make_up(
    school: School,
    plan: Plan,
    *,
    told: bool = True,
    today: dt.date | None = None,
    limits: Limits | None = None,
    earlier: Mapping[LostVisit, str] = MappingProxyType({}),
    owed: Container[Owed] | None = None,
) -> MakeUps:
    """Give lost visits of ``plan`` another date, as the school's policy says; ``told``: the librarian asks for it.

    As many as possible; then so that the class owed most is owed least; then in the same teaching week; then near the lost
    date. All hard rules of single dates hold; pins, cycles and soft rules do not bind a make-up. Nothing is placed before
    ``today`` (none = from the plan's first date). Same school, plan and limits give the same answer.

    ``earlier``: visits lost before the plan begins, which one before was to make up after that, each with the identity that its
    session had. ``owed``: only these of the plan's own losses; none = all.
    """
    if school.makeup == "never" or (school.makeup == "when_told" and not told):
        return MakeUps()
    # A timeline of its own, since openings are supposed in it when looking for changes.
    timeline = Timeline(school, plan.effective_from)
    expansion = expand(school, plan, timeline)
    balance = accounts(school, plan, timeline, expansion)
    # A class that has a turn in neither of two patterns, in the week in which one follows the other, has lost it too.
    balances = with_between(balance.visits, [timeline], expansion.published, school.term.end)
    lost = [x for account in balances for x in account.lost if owed is None or (x.visitor, x.demand, x.date) in owed]
    open_ = [*earlier, *(loss for loss in lost if loss.reason != "unconfirmed")]
    waiting = [NotMadeUp(x.visitor, x.demand, x.date, "not_confirmed") for x in lost if x.reason == "unconfirmed"]
    if not open_:
        return MakeUps(not_made_up=tuple(waiting))
    dates = Dates(Chapter(school, plan, timeline, expansion), expansion.published)
    spare = Spare(timeline, expansion, max(timeline.since, today or timeline.since), dates)
    replacing = Replacing(spare, Standby(spare), open_, limits or Limits())
    best = replacing.best()
    sessions, duties = _sessions(timeline, plan, best, expansion.sessions, earlier)
    missed = _missed(replacing, best)
    return MakeUps(
        sessions=sessions,
        duties=duties,
        not_made_up=tuple(sorted([*waiting, *missed], key=lambda m: (m.date, m.demand, m.visitor))),
        proven=best.proven,
    )


def _sessions(
    timeline: Timeline, plan: Plan, placing: Placing, existing: tuple[Session, ...], earlier: Mapping[LostVisit, str]
) -> tuple[tuple[Session, ...], tuple[Session, ...]]:
    school = timeline.school
    turns = defaultdict(set)
    for visit in plan.visits:
        turns[visit.visitor, visit.demand].add(visit.turn)
    taken = {s.uid for s in existing} | set(earlier.values())
    ordinals = Counter((s.visitor, s.source) for s in existing if s.category in {"BORROWING", "READING"})
    visits, duties = [], []
    for loss, spot in sorted(placing.taken, key=lambda x: (x[1].date, x[1].span.start, x[0].demand, x[0].visitor)):
        ordinals[loss.visitor, loss.demand] += 1
        visits.append(
            replace(
                spot.session(),
                uid=earlier.get(loss)
                or _free_uid(
                    school, f"{loss.visitor}-{loss.demand}", _key(timeline, loss, turns[loss.visitor, loss.demand]), taken
                ),
                ordinal=ordinals[loss.visitor, loss.demand],
                campus=c.campus if (c := school.class_by_id.get(loss.visitor)) else None,
                made_up_for=loss.date,
            )
        )
    served = Counter(s.helper for s in existing if s.category == "DUTY")
    for helper, need in placing.hands:
        served[helper] += 1
        duties.append(
            replace(
                need.session(helper),
                uid=_free_uid(school, f"{helper}-duty", _week_key(school, need.occasion.date), taken),
                ordinal=served[helper],
                rooms=tuple(sorted(school.window_by_id[need.shift.window].rooms)),
                campus=school.window_campus(need.shift.window),
            )
        )
    return tuple(visits), tuple(duties)


def _week_key(school: School, date: dt.date) -> str:
    return f"w{week_of(school.term, date):02d}"


def _key(timeline: Timeline, loss: LostVisit, turns: set[str]) -> str:
    """What names the lost visit among those of its class and demand, as `sessions.expand` would: its week, or its round."""
    if timeline.school.demand_by_id[loss.demand].cycle.kind == "sliding":
        for turn in timeline.turns[loss.demand]:
            for n, occasion in enumerate(turn.occasions, start=1):
                if turn.label in turns and occasion.date == loss.date:
                    return f"r{n}"
    return _week_key(timeline.school, loss.date)


def _free_uid(school: School, who: str, key: str, taken: set[str]) -> str:
    """The first identity of this key that no other session has."""
    n = 1
    while (uid := f"{school.term.id}-{who}-{key if n == 1 else f'{key}.{n}'}@{school.namespace}.lunjie") in taken:
        n += 1
    taken.add(uid)
    return uid


def _missed(replacing: Replacing, best: Placing) -> list[NotMadeUp]:
    done = {id(loss) for loss, _ in best.taken}
    found: list[NotMadeUp] = []
    for n, loss in enumerate(replacing.lost):
        if id(loss) not in done:
            found.append(NotMadeUp(loss.visitor, loss.demand, loss.date, _reason(replacing, n), _change(replacing, n, best)))
    return found


def _reason(replacing: Replacing, n: int) -> str:
    """Why a lost visit has no new place: what most of its possible places say."""
    spots = replacing.spots[n]
    if not spots:
        return "no_opening"
    if any(replacing.is_free(s) for s in spots):
        return "no_helper" if all(replacing.lacks_hands(s) for s in spots if replacing.is_free(s)) else "shared"
    allowed = [s for s in spots if not s.against]
    if not allowed:
        return Counter(s.against[0] for s in spots).most_common(1)[0][0]
    kinds = [replacing.blocked_by(s) for s in allowed]
    if any(found <= CAPACITY for found in kinds):
        return "full"
    return "teacher_free" if all("teacher" in found for found in kinds) else "twice_a_day"


def _change(replacing: Replacing, n: int, best: Placing) -> Change | None:
    """The nearest single change with which one more visit than before, and this one, could be made up."""
    loss, spare = replacing.lost[n], replacing.spare
    term = spare.school.term

    def nearness(spot: SpareSpot) -> tuple[bool, int, dt.date, str, int, str]:
        other_week = week_of(term, spot.date) != week_of(term, loss.date)
        cell = spot.cell
        place = (cell.window or cell.period or "", cell.slot or 0, cell.room or "")
        return (other_week, abs((spot.date - loss.date).days), spot.date, *place)

    options: dict[str, list[SpareSpot]] = defaultdict(list)
    for spot in replacing.spots[n]:
        if spot.against:
            continue
        kinds = replacing.blocked_by(spot)
        if kinds <= CAPACITY:
            options["one_more_helper" if replacing.lacks_hands(spot) and not kinds else "one_more_class"].append(spot)
        elif kinds == {"day"}:
            options["twice_a_day"].append(spot)
    demand = spare.school.demand_by_id[loss.demand]
    if not options["one_more_class"] and not demand.is_lesson:
        options["open_window"] = list(_opened(replacing, loss))
    tries = 0
    for code in ("one_more_class", "one_more_helper", "open_window", "twice_a_day"):
        for spot in sorted(options[code], key=nearness)[: _TRIES // 2]:
            tries += 1
            if tries <= _TRIES and replacing.works(n, spot, Exemption(code), len(best.taken) + 1):
                return Change(
                    code,
                    spot.date,
                    week_of(term, spot.date),
                    spot.occasion.window,
                    spot.cell.slot,
                    spot.cell.period,
                    spot.cell.room,
                )
    return None


def _opened(replacing: Replacing, loss: LostVisit) -> list[SpareSpot]:
    """Places in windows that are shut, on the nearest days on which one could open."""
    spare = replacing.spare
    demand = spare.school.demand_by_id[loss.demand]
    days = [d for d in spare.timeline.days if d.confirmed and d.date >= spare.since]
    for day in sorted(days, key=lambda d: (abs((d.date - loss.date).days), d.date)):
        found = [spare.spot(loss.visitor, demand, cell) for cell in spare.opened(demand, day.date)]
        good = [s for s in found if s and not s.against and not replacing.blocked_by(s)]
        if good:
            return good
    return []

"""Every plan of a tiny school, judged by the checker alone, against what the solver proves.

``LUNJIE_BRUTE_FORCE=5000`` runs a longer campaign with as many random schools of each kind.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations, product
from math import prod

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from planner.checker import check
from planner.models import Infeasible, Limits, Plan, PlannedDuty, PlannedPresence, PlannedVisit, School, Solved
from planner.models.plan import Past, ServedDuty, visits_not_held
from planner.solver import solve
from planner.timeline import Shift, Timeline, visitors_of, within
from tests.builders import Data, a_helper, a_post, a_term, a_window, dates, serving
from tests.calendars import handovers, leavers, on_calendars
from tests.campaign import often
from tests.strategies import duty_schools, visit_schools

EXAMPLES = int(os.environ.get("LUNJIE_BRUTE_FORCE", "0"))
MOST_PLANS = 300


def _choices(school: School, since: dt.date | None = None) -> list[list[tuple]]:
    """Independent choices whose product is every plan worth judging."""
    timeline = Timeline(school, since)
    since = timeline.since
    choices: list[list[tuple]] = []
    for demand in school.demand_by_id.values():
        for stretch in timeline.stretches[demand.id]:
            sure = school.mode("demand_met") == "hard" and (demand.id, stretch.key) in timeline.whole
            mine = [c for c in timeline.cells[demand.id] if c.stretch == stretch.key]
            # Where all that is left are weeks without loans, there are no cells and nothing is due.
            sizes = [demand.times] if sure and mine else range(demand.times + 2)
            for visitor in visitors_of(school, demand) if mine or not stretch.key else ():
                cells = [
                    PlannedVisit(
                        demand=demand.id,
                        visitor=visitor,
                        turn=c.turn,
                        window=c.window,
                        slot=c.slot,
                        period=c.period,
                        room=c.room,
                    )
                    for c in mine
                    if c.period is None or any(timeline.visit_span(c, o, visitor) for o in c.occasions)
                ]
                choices.append([chosen for size in sizes for chosen in combinations(cells, size)])
    for shift in timeline.shifts:
        seats, sizes = _staff(school, shift)
        choices.append([chosen for size in sizes for chosen in combinations(seats, size)])
    if school.adults:
        openings = defaultdict(list)
        for opening in timeline.openings.held.values():
            if opening.day.confirmed and opening.day.date >= since:
                openings[opening.window, opening.day.label, opening.adults].append(opening)
        for window, day, present in openings:
            presences = [PlannedPresence(adult=a, window=window, day=day, present=present) for a in present]
            choices.append([chosen for size in range(len(presences) + 1) for chosen in combinations(presences, size)])
    return choices


def _staff(school: School, shift: Shift) -> tuple[list[PlannedDuty], Iterable[int]]:
    """Who can stand in a shift, and how many of them; fewer, where that follows from a single hard rule."""
    post = school.post_by_id[shift.post]
    there = {h.id: [within(o.date, h.valid_from, h.valid_until) for o in shift.occasions] for h in school.helper_by_id.values()}
    seats = [
        PlannedDuty(helper=h, post=shift.post, turn=shift.turn, window=shift.window, slot=shift.slot)
        for h, dates in there.items()
        if any(dates) or school.mode("helper_available") != "hard"
    ]
    follows = post.escort or post.per_classes or any(h.trainee for h in school.helpers)
    if follows or school.mode("post_staffed") != "hard" or any(any(dates) != all(dates) for dates in there.values()):
        return seats, range(len(seats) + 1)
    return seats, (post.count,)


def _cheapest(
    school: School, choices: list[list[tuple]], since: dt.date | None = None, past: Past | None = None
) -> tuple[int, int] | None:
    """Least cost of any plan without a breach, and the fewest visits that any leaves out of those that room and grades would
    allow; None when there is none."""
    best: tuple[int, int] | None = None
    stretches = Timeline(school, since).stretch_keys
    for chosen in product(*choices):
        parts = [part for group in chosen for part in group]
        plan = Plan(
            effective_from=since or school.term.start,
            visits=tuple(p for p in parts if isinstance(p, PlannedVisit)),
            duties=tuple(p for p in parts if isinstance(p, PlannedDuty)),
            presences=tuple(p for p in parts if isinstance(p, PlannedPresence)),
            stretches=stretches,
        ).after(past or Past())
        report = check(school, plan)
        if report.ok:
            found = (report.cost, visits_not_held(report.cost_by_rule))
            best = found if best is None else (min(best[0], found[0]), min(best[1], found[1]))
    return best


def compare(data: Data, since: dt.date | None = None, past: Past | None = None) -> None:
    """The solver finds a plan exactly where there is one, and proves exactly the least cost."""
    school = School.model_validate(data)
    choices = _choices(school, since)
    if prod(len(c) for c in choices) > MOST_PLANS:
        reject()
    cheapest = _cheapest(school, choices, since, past)
    outcome = solve(school, Limits(seconds=20), since=since, past=past)
    if cheapest is None:
        assert isinstance(outcome, Infeasible)
    else:
        assert isinstance(outcome, Solved), outcome
        plan, (cost, missing) = outcome.plan, cheapest
        assert plan.unreachable <= missing
        assert (plan.status, plan.cost) == ("OPTIMAL", cost - plan.unreachable * school.weight("held_visits"))
        dated = school.term.cycle_days and school.duties.each_date is not False
        if dated and school.mode("duty_max") == "hard" and since is None:
            assert not _over_what_is_written(data, school, plan)


def _over_what_is_written(data: Data, school: School, plan: Plan) -> dict[tuple[str, int], int]:
    """(helper, Monday of the wall calendar) -> dates of duty, where in a day cycle they are more than was written."""
    shifts, served = Timeline(school).shift_by_key, defaultdict[tuple[str, int], int](int)
    own = {h["id"]: h["max_per_week"] for h in data.get("helpers", ()) if h.get("max_per_week") is not None}
    for duty in plan.duties:
        for o in shifts[duty.place].occasions:
            person = school.helper_by_id[duty.helper]
            if within(o.date, person.valid_from, person.valid_until):
                served[duty.helper, o.date.toordinal() - o.date.weekday()] += 1
    limit = data.get("duties", {}).get("max_per_week")
    most = {key: own.get(key[0], limit) for key in served}
    return {key: n for key, n in served.items() if (top := most[key]) is not None and n > top}


@often(120)
@given(data=visit_schools())
def test_visits_against_brute_force(data):
    compare(data)


@often(120)
@given(data=duty_schools())
def test_duties_against_brute_force(data):
    compare(data)


@often(120)
@given(data=visit_schools(seasons=True))
def test_visits_in_stretches_against_brute_force(data):
    compare(data)


@often(120)
@given(data=duty_schools(seasons=True))
def test_duties_in_stretches_against_brute_force(data):
    compare(data)


@often(120)
@given(data=on_calendars(visit_schools(seasons=True)))
def test_visits_on_the_calendars_of_schools_against_brute_force(data):
    compare(data)


@often(120)
@given(data=leavers(on_calendars(duty_schools(seasons=True))))
def test_duties_on_the_calendars_of_schools_against_brute_force(data):
    compare(data)


@often(40)
@given(data=handovers())
def test_duties_handed_over_between_stretches_against_brute_force(data):
    compare(data)


@pytest.mark.parametrize(("leaves", "begins", "most"), [(None, None, 1), ("2026-03-06", None, None), (None, "2026-03-09", 1)])
def test_a_round_of_duties_in_two_stretches_against_brute_force(leaves, begins, most):
    """Drawn schools of this kind have more plans than are looked at."""
    halves = {"noon": {"valid_until": "2026-03-08"}, "later": {"valid_from": "2026-03-09"}}
    compare(
        serving(
            a_helper(valid_until=leaves),
            a_helper("h2", valid_from=begins),
            term=a_term(end="2026-03-13"),
            windows=[a_window("MON,TUE", id=key) | half for key, half in halves.items()],
            posts=[a_post(windows=[*halves])],
            duties={"cycle": "sliding 2", "max_per_week": most},
            rules={"post_staffed": {"mode": "soft", "weight": 50}},
        )
    )


@st.composite
def pasts(draw: st.DrawFn) -> Past:
    """What one or two helpers have done in the first three days, and a window that adults have kept open."""
    duty = st.builds(
        ServedDuty,
        helper=st.sampled_from(["h0", "h1"]),
        date=st.sampled_from(dates("03-02", "03-03", "03-04")),
        post=st.just("desk"),
        turn=st.sampled_from(["MON", "TUE", "2026-03-03"]),
        window=st.just("noon"),
    )
    done = st.dictionaries(st.sampled_from(["h0", "h1"]), st.integers(0, 4))
    served, kept_open = draw(st.lists(duty, min_size=1, max_size=3)), {"a": draw(st.integers(0, 2))}
    return Past(served=tuple(served), kept_open=kept_open, done=draw(done))


@often(60)
@given(data=duty_schools(), past=pasts())
def test_what_is_left_of_a_week_against_brute_force(data, past):
    """From a Thursday on, with a window that day; the weekly limit and days of rest count what was done by then."""
    opened = [{**w, "weekdays": w["weekdays"].replace("MON", "THU")} for w in data["windows"]]
    duties = {**data["duties"], "max_per_week": 1, "consecutive_days": False}
    adults = [{**a, "max_windows_per_week": 2} for a in data.get("adults", ())]
    compare({**data, "windows": opened, "duties": duties, "adults": adults}, dates("03-05")[0], past)


@st.composite
def duties_of_four_days(draw: st.DrawFn) -> Data:
    """Two helpers on a cycle of four days, one or two of them staffed; maxima and what they count as a school writes them."""
    own, most = draw(st.sampled_from([None, 1, 2])), draw(st.sampled_from([None, 1, 2]))
    duties = {"consecutive_days": draw(st.booleans()), "each_date": draw(st.sampled_from([None, None, True, False]))}
    written = {key: value for key, value in {**duties, "max_per_week": most}.items() if value is not None}
    return serving(
        a_helper("h0", max_per_week=own),
        a_helper("h1"),
        term=a_term(cycle_days=4),
        windows=[a_window(draw(st.sampled_from(["D1", "D1,D2", "D1,D4"])))],
        duties=written,
        rules={"duty_max": {"mode": "soft", "weight": 4}} if draw(st.booleans()) else {},
    )


@often(20)
@given(data=duties_of_four_days(), begun=st.lists(st.sampled_from(["h0", "h1"]), max_size=2, unique=True), since=st.booleans())
def test_duties_of_a_day_that_comes_twice_a_week_against_brute_force(data, begun, since):
    """From the first day, or from the Wednesday: then what was done on the days before counts."""
    at = dates("03-02", "03-03")
    past = Past(
        served=tuple(
            ServedDuty(helper=h, date=date, post="desk", turn=turn, window="noon")
            for h, date, turn in zip(begun, at, ("D1", "D2"), strict=False)
        )
    )
    compare(data, dates("03-04")[0] if since else None, past if since else None)


KINDS = [visit_schools(), duty_schools(), visit_schools(seasons=True), duty_schools(seasons=True)]


@pytest.mark.skipif(not EXAMPLES, reason="a long campaign; set LUNJIE_BRUTE_FORCE")
@settings(max_examples=EXAMPLES or 1, derandomize=False, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.one_of(*KINDS, *map(on_calendars, KINDS), *(leavers(on_calendars(kind)) for kind in KINDS)))
def test_long_campaign_against_brute_force(data):
    compare(data)

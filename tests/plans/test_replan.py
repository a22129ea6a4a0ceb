"""Changing a published plan: nothing before the date differs, pins hold, and nothing moves that need not."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from planner.changes.diff import apply
from planner.changes.strategies import STRATEGIES, Name, Proposal, proposal
from planner.checker import check
from planner.messages.wording import translator
from planner.models import Infeasible, Limits, Plan, School, Solved
from planner.models.planfile import PlanFile, canonical_plan
from planner.models.rules import RULES
from planner.sessions.book import Book
from planner.sessions.chapter import Chapter
from planner.sessions.expand import expand
from planner.solver import Standing, explain, solve
from planner.timeline import Timeline
from tests.builders import SLOTS, Data, a_helper, a_post, a_school, a_term, a_window, borrowing, dates, reading, solved
from tests.campaign import often
from tests.republished import assert_past_unchanged, calendars, republish
from tests.strategies import duty_schools, visit_schools

CHANGE_RULES = tuple(name for name, rule in RULES.items() if rule.group == "changes" and name.startswith("kept"))
LESSONS = {"3-1": "语文 数学 -", "3-2": "数学 语文 -", "4-1": "- 数学 语文"}
SCHOOL: Data = {
    "name": "Test School",
    "term": a_term(end="2026-03-27"),
    "classes": [{"grade": 3, "count": 2, "pupils": 30}, {"grade": 4, "count": 1, "pupils": 30}],
    "bells": [{"periods": {"P1": "08:00-08:40", "P2": "09:00-09:40", "P3": "10:00-10:40"}, "lunch": "11:30-12:00"}],
    "rooms": [{"id": "lib", "name": "Lib", "classes": 1}, {"id": "hall", "name": "Hall", "classes": 1}],
    "windows": [a_window("MON-WED", rooms=["hall"])],
    "demands": [borrowing(), reading()],
    "timetable": [{"class": c, "THU": row, "FRI": "- - 语文" if c == "3-1" else "语文 - -"} for c, row in LESSONS.items()],
    "posts": [a_post()],
    "helpers": [a_helper(h, "4-1") for h in ("h1", "h2", "h3", "h4")],
    "adults": [{"id": "L", "name": "L", "places": [{}]}, {"id": "M", "name": "M", "places": [{"weekdays": "MON,TUE"}]}],
    "rules": {
        "fair_duties": {"mode": "soft"},
        "kept_visits": {"mode": "soft"},
        "kept_weekdays": {"mode": "soft"},
        "kept_helpers": {"mode": "soft"},
    },
}


def replan(old: School, plan: Plan, new: School, since: dt.date, name: Name = "fewest") -> Proposal:
    """The proposal of one strategy, proven."""
    outcome = solve(STRATEGIES[name].priced(new), Limits(seconds=20), since=since, previous=plan)
    assert isinstance(outcome, Solved), outcome
    found = proposal(STRATEGIES[name], Chapter(new, outcome.plan), Chapter(school=old, plan=plan))
    assert found.proven
    assert check(new, found.plan).ok
    assert found.plan.cost == check(new, found.plan).cost == found.plan.bound
    return found


def changed(since: str = "03-09", **changes: object) -> Proposal:
    """The re-plan of SCHOOL after a change, with all that holds for every change."""
    old, new = a_school(SCHOOL), a_school({**SCHOOL, **changes})
    plan = solved(old)
    found = replan(old, plan, new, dates(since)[0])
    before = PlanFile(school=old, plan=plan)
    assert_past_unchanged(before, republish(before, new, found.plan))
    return found


def moved(found: Proposal, demand: str) -> int:
    return sum(v.kind == "moved" and v.demand == demand for v in found.changes.visits)


def test_other_lessons():
    """3-1 has no Chinese lesson on the day on which it reads: only its reading moves, to the only lesson left."""
    old = next(v.turn for v in solved(a_school(SCHOOL)).visits if (v.visitor, v.demand) == ("3-1", "read"))
    other = [row if row["class"] != "3-1" else {**row, old: "- - -"} for row in SCHOOL["timetable"]]
    found = changed(timetable=other)
    assert (moved(found, "read"), moved(found, "borrow"), found.changes.helpers) == (1, 0, 0)


def test_another_bell():
    """Every lesson begins ten minutes later: nothing moves, times are told."""
    found = changed(
        bells=[{"periods": {"P1": "08:10-08:50", "P2": "09:10-09:50", "P3": "10:10-10:50"}, "lunch": "11:30-12:00"}]
    )
    assert {v.kind for v in found.changes.visits} == {"time_only"}
    assert len(found.changes.visits) == 3


def test_a_window_is_lost():
    """No more Wednesdays, two slots a day instead: whoever came on Wednesday moves, nobody else."""
    found = changed(windows=[a_window("MON,TUE", 2, rooms=["hall"])])
    assert (moved(found, "borrow"), moved(found, "read")) == (1, 0)
    assert {o.kind for o in found.changes.openings} >= {"closed"}


def test_a_room_is_lost():
    """Every borrowing class goes to the other room, at its old time."""
    found = changed(windows=[a_window("MON-WED", rooms=["lib"])], rooms=[SCHOOL["rooms"][0]])
    assert (moved(found, "borrow"), found.changes.weekdays, moved(found, "read")) == (3, 0, 0)


def test_a_class_more():
    found = changed(
        classes=[{"grade": 3, "count": 2, "pupils": 30}, {"grade": 4, "count": 2, "pupils": 30}],
        windows=[a_window("MON-THU", rooms=["hall"])],
        timetable=[*SCHOOL["timetable"], {"class": "4-2", "MON": "语文 - -"}],
    )
    assert {(v.kind, v.visitor) for v in found.changes.visits if v.kind != "dates"} == {("added", "4-2")}
    assert len(found.changes.visits) == 2


def test_a_class_less():
    found = changed(
        classes=[{"grade": 3, "count": 1, "pupils": 30}, {"grade": 4, "count": 1, "pupils": 30}],
        timetable=[row for row in SCHOOL["timetable"] if row["class"] != "3-2"],
    )
    assert {(v.kind, v.visitor) for v in found.changes.visits} == {("removed", "3-2")}


def test_a_helper_leaves():
    """Whose duty it was is taken over; the feed of the one who has left keeps what has been."""
    old, plan = a_school(SCHOOL), solved(a_school(SCHOOL))
    gone = plan.duties[0].helper
    new = a_school({**SCHOOL, "helpers": [h for h in SCHOOL["helpers"] if h["id"] != gone]})
    found = replan(old, plan, new, dates("03-09")[0])
    assert [(d.kind, d.old) for d in found.changes.duties] == [("replaced", gone)]
    assert found.changes.visits == ()
    before = PlanFile(school=old, plan=plan)
    after = republish(before, new, found.plan)
    assert_past_unchanged(before, after)
    assert len(calendars(after)[f"helper-{gone}"]) == 1


def test_an_adult_is_away_for_a_week():
    """Wednesday has nobody then, Monday and Tuesday the other one: nobody moves, a Wednesday falls out."""
    away = [{**SCHOOL["adults"][0], "away": {"dates": "2026-03-16..2026-03-20"}}, SCHOOL["adults"][1]]
    found = changed(adults=away)
    assert {v.kind for v in found.changes.visits} == {"dates"}
    assert [(o.kind, o.date, o.reason) for o in found.changes.openings] == [("closed", dates("03-18")[0], "no_adult")]


def test_an_event_blocks_days():
    found = changed(events=[{"id": "e", "name": "Fair", "dates": ["2026-03-16", "2026-03-17"], "closes_windows": "noon"}])
    assert {v.kind for v in found.changes.visits} == {"dates"}
    assert [o.date for o in found.changes.openings] == list(dates("03-16", "03-17"))


def test_a_new_holiday():
    found = changed(since="03-11", term=a_term(end="2026-03-27", closures=[{"dates": "2026-03-16", "name": "Holiday"}]))
    assert [(v.kind, v.gone) for v in found.changes.visits] == [("dates", dates("03-16"))]


def test_a_pin_holds_and_costs_a_swap():
    old = a_school(SCHOOL)
    plan = solved(old)
    turn = {v.visitor: v.turn for v in plan.visits if v.demand == "borrow"}
    new = a_school({**SCHOOL, "demands": [borrowing(pins=[{"classes": "3-1", "weekdays": turn["4-1"]}]), reading()]})
    found = replan(old, plan, new, dates("03-09")[0])
    now = {v.visitor: v.turn for v in found.plan.visits if v.demand == "borrow"}
    assert (now["3-1"], now["4-1"], now["3-2"]) == (turn["4-1"], turn["3-1"], turn["3-2"])
    assert found.changes.count("moved") == 2


def test_nothing_changes_when_nothing_has_changed():
    for name in STRATEGIES:
        old = a_school(SCHOOL)
        plan = solved(old)
        assert replan(old, plan, old, dates("03-11")[0], name).changes.nothing


CYCLES = [{"kind": "weekly"}, {"kind": "ab"}, {"kind": "weeks", "n": 3}, {"kind": "sliding", "n": 4}]


@pytest.mark.parametrize("cycle", CYCLES, ids=lambda c: c["kind"])
def test_a_plan_can_be_kept_on_every_date(cycle: Data):
    """To the last day of the term, where only part of a round is left: a class that has come need not come again."""
    windows = [a_window("MON-WED", rooms=["hall"])]
    demands = [borrowing(cycle=cycle), reading(pins=[{"classes": "3-1", "weekdays": "FRI"}])]
    duties = {"min_per_week": 1, "max_per_week": 2, "pins": [{"helper": "h1", "weekdays": "MON"}]}
    helpers = [a_helper(h, "4-1") for h in ("h1", "h2", "h3")]
    changes = {"windows": windows, "demands": demands, "duties": duties, "helpers": helpers, "adults": []}
    school = a_school({**SCHOOL, **changes})
    first = standing = solved(school)
    days = [day.date for day in Timeline(school).days]
    for date in [*days[:-5:4], *days[-5:]]:
        at_once, in_turn = (replan(school, plan, school, date) for plan in (first, standing))
        for found in (at_once, in_turn):
            assert not found.changes.count("moved") + found.changes.count("added") + found.changes.helpers
            assert check(school, found.plan, first).ok
            assert len(found.plan.visits) + len(found.plan.settled) == len(first.visits)
            assert {v.place for v in found.plan.visits} <= {c.key for x in Timeline(school, date).cells.values() for c in x}
        assert apply(found.changes, standing) == canonical_plan(found.plan.model_copy(update={"proofs": ()}))
        republished = republish(PlanFile(school=school, plan=first), school, at_once.plan)
        assert_past_unchanged(PlanFile(school=school, plan=first), republished)
        assert {s.uid for s in Book(republished).term.sessions} == {s.uid for s in expand(school, first).sessions}
        standing = in_turn.plan


@often(60)
@given(data=st.one_of(visit_schools(), duty_schools()), pick=st.integers(0, 10**6))
def test_any_plan_can_be_kept_from_any_date(data: Data, pick: int):
    """Whatever the school: where it has a plan, the same plan is valid for the rest of its term, and the cheapest change."""
    school = School.model_validate(data)
    first = solve(school, Limits(seconds=10))
    if not isinstance(first, Solved):
        reject()
    days = [day.date for day in Timeline(school).days]
    since = days[pick % len(days)]
    priced = STRATEGIES["fewest"].priced(school)
    again = solve(priced, Limits(seconds=10), since=since, previous=first.plan)
    assert isinstance(again, Solved)
    assert not [c for c in again.plan.cost_by_rule if RULES[c.rule].group == "changes" and c.cost]
    for before in (None, first.plan):
        report = check(priced, again.plan, before)
        assert report.ok
    assert_past_unchanged(
        PlanFile(school=school, plan=first.plan), republish(PlanFile(school=school, plan=first.plan), school, again.plan)
    )


def test_only_visits_that_are_over_are_settled():
    """Neither a visit that still comes, nor one that was never planned, can be called settled."""
    school = a_school(SCHOOL)
    plan = solved(school)
    late = replan(school, plan, school, dates("03-26")[0]).plan
    over, ahead = late.settled[0], late.visits[0]
    other = next(c.id for c in school.class_list if c.id != over.visitor)
    assert check(school, late, plan).ok
    for settled, visits, against in (
        ((*late.settled, ahead), late.visits[1:], None),
        (late.settled, (*late.visits, over), None),
        ((over.model_copy(update={"visitor": other}), *late.settled[1:]), late.visits, plan),
    ):
        forged = late.model_copy(update={"settled": settled, "visits": visits})
        assert "eligible" in {b.rule for b in check(school, forged, against).breaches}


def test_what_is_settled_is_not_asked_for_in_an_explanation():
    """In the last days there is one slot too few for the class that still has to come, not for those that have come."""
    school = a_school(SCHOOL)
    plan = solved(school)
    since = dates("03-25")[0]
    ahead = [v for v in replan(school, plan, school, since).plan.visits if v.demand == "borrow"]
    assert len(ahead) == 1
    ban = {"classes": ahead[0].visitor, "weekdays": ahead[0].turn}
    new = a_school({**SCHOOL, "demands": [borrowing(bans=[ban]), reading()]})
    assert isinstance(solve(new, Limits(seconds=10), since=since, previous=plan), Infeasible)
    explanation = explain(new, 10, Standing(since, plan))
    assert [(u.kind, u.subject) for u in explanation.unplaced] == [("visit", ahead[0].visitor)]
    assert next(b for b in explanation.balances if b.kind == "demand" and b.subject == "borrow").need == 1


def test_trainees_need_not_be_trained_again():
    """What a trainee has done by the plan before counts."""
    data = {**SCHOOL, "helpers": [*SCHOOL["helpers"], a_helper("h9", "4-1", trainee=True)], "adults": []}
    data["duties"] = {"cycle": "dated", "trainee_duties": 1, "trainees_per_post": 1, "max_per_week": 2}
    school = a_school(data)
    plan = solved(school)
    done = min(d.turn for d in plan.duties if d.helper == "h9")
    after = dt.date.fromisoformat(done) + dt.timedelta(1)
    assert replan(school, plan, school, after).plan.trained == {"h9": 1}
    assert replan(school, plan, school, dt.date.fromisoformat(done)).plan.trained == {}


def test_no_plan_is_said_to_be_impossible():
    new = a_school({**SCHOOL, "windows": [a_window("MON,TUE", rooms=["hall"])]})
    assert isinstance(
        solve(STRATEGIES["fewest"].priced(new), since=dates("03-09")[0], previous=solved(a_school(SCHOOL))), Infeasible
    )


def test_strategies_choose_differently():
    """3-1 must leave Monday's slot 1. One move: to the free Friday. With its weekday kept: it changes places with 3-2."""
    data = {
        "name": "S",
        "term": a_term(),
        "classes": [{"grade": 3, "count": 2, "pupils": 30}],
        "windows": [a_window("MON,FRI") | {"slots": SLOTS[:2], "classes": 1}],
        "demands": [borrowing(bans=[{"weekdays": "FRI", "slots": 2}])],
        "rules": {n: {"mode": "soft"} for n in CHANGE_RULES},
    }
    old = a_school(data | {"demands": [borrowing(pins=[{"classes": f"3-{n}", "weekdays": "MON", "slots": n} for n in (1, 2)])]})
    plan = solved(old)
    new = a_school(data | {"demands": [borrowing(bans=[{"classes": "3-1", "weekdays": "MON", "slots": 1}])]})
    few, same = (replan(old, plan, new, dates("03-09")[0], n).changes for n in ("fewest", "keep_weekday"))
    assert (few.count("moved"), few.weekdays) == (1, 1)
    assert (same.count("moved"), same.weekdays) == (2, 0)


def test_strategies_leave_hard_rules_alone():
    school = a_school(SCHOOL, "kept_helpers", "hard")
    priced = STRATEGIES["fewest"].priced(school)
    assert priced.mode("kept_helpers") == "hard"
    assert priced.weight("kept_visits") == 1000
    assert school.weight("kept_visits") == RULES["kept_visits"].weight


# --- Against every plan there is ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(STRATEGIES))
def test_a_strategy_can_be_explained(name: Name):
    strategy = STRATEGIES[name]
    assert strategy.name == name
    for words in (strategy.title, strategy.meaning):
        assert translator("zh")(words) != words

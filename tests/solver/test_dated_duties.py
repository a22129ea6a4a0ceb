"""Dated rosters: who begins late, who leaves, who moves up; shares of the whole term; posts that take turns; the first plan."""

from collections import Counter

import pytest

from planner.accounts.accounts import accounts
from planner.models import Limits, School, Solved
from planner.solver import solve, warm
from tests.builders import a_helper, a_post, a_school, a_term, a_window, dates, is_impossible, serving, solved

FOUR_WEEKS = a_term(end="2026-03-27")


def roster(*helpers, rule="fair_duties", **changes):
    duties = {"cycle": "dated", "max_per_week": None, **changes.pop("duties", {})}
    return a_school(serving(*helpers, term=FOUR_WEEKS, duties=duties, **changes), rule, "soft")


def served(plan):
    return {h: sorted(x.turn for x in plan.duties if x.helper == h) for h in {x.helper for x in plan.duties}}


def test_nobody_serves_before_training_nor_after_leaving():
    plan = solved(roster(a_helper(trained_on="2026-03-10"), a_helper("h2", valid_until="2026-03-16")))
    assert served(plan)["h2"][:2] == ["2026-03-02", "2026-03-09"]
    assert served(plan)["h1"][-1] == "2026-03-23"
    assert all(turn >= "2026-03-10" for turn in served(plan)["h1"])


def test_training_and_begin_count_together():
    school = School.model_validate(serving(a_helper(trained_on="2026-03-10", valid_from="2026-03-05")))
    assert school.helper_by_id["h1"].valid_from == dates("03-10")[0]


def test_a_trainee_moves_up_in_a_dated_roster():
    """The trainee serves once beside the other one, and fills a seat from the third week on."""
    school = roster(a_helper(), a_helper("t", trainee_until="2026-03-13"), duties={"trainee_duties": 1})
    assert school.helper_by_id["t"].trainee
    plan = solved(school)
    turns = served(plan)
    assert sum(turn <= "2026-03-13" for turn in turns["t"]) >= 1
    assert sum(turn > "2026-03-13" for turn in turns["t"]) >= 1
    assert {"2026-03-02", "2026-03-09"} <= set(turns["h1"])


def test_without_moving_up_a_trainee_fills_no_seat():
    assert is_impossible(roster(a_helper(valid_until="2026-03-13"), a_helper("t", trainee=True)))
    solved(roster(a_helper(valid_until="2026-03-13"), a_helper("t", trainee_until="2026-03-13")))


def test_in_a_standing_rota_the_duties_of_a_trainee_end_with_the_training():
    school = a_school(serving(a_helper(), a_helper("t", trainee_until="2026-03-06")))
    plan = solved(school)
    account = {a.helper: a for a in accounts(school, plan).duties}
    assert (account["h1"].held, account["t"].held) == (2, 1)


@pytest.mark.parametrize("share", ["term", "cycle"])
def test_a_recruit_owes_a_share_of_the_own_dates(share):
    """Where each date is by itself there is no cycle to share: who comes for half the term serves half as often."""
    school = a_school(
        serving(
            a_helper(),
            a_helper("h2", valid_from="2026-03-23"),
            term=a_term(end="2026-04-10"),
            duties={"cycle": "dated", "share": share},
        ),
        "fair_duties",
        "soft",
    )
    plan = solved(school)
    assert (plan.cost, Counter(x.helper for x in plan.duties)) == (0, {"h1": 4, "h2": 2})


def test_a_round_of_duties_is_as_long_as_those_who_are_there_need():
    """h1 and h2 take turns; h2 leaves on the second Friday, and from then on h1 serves each time: a round of one."""
    helpers = (a_helper(), a_helper("h2", valid_until="2026-03-13"))
    duties = {"cycle": "sliding", "max_per_week": 1}
    school = a_school(serving(*helpers, windows=[a_window("MON")], term=a_term(end="2026-04-10"), duties=duties))
    plan = solved(school)
    assert Counter(x.turn for x in plan.duties) == Counter(["#1@2026-03-02", "#2@2026-03-02", "#1@2026-03-16"])


def test_shares_of_the_term_count_dates_in_a_standing_rota():
    """Monday is held twice, Tuesday once: with 'term' the two posts of Monday are dearer than those of Tuesday."""
    term = a_term(closures=[{"dates": "2026-03-10", "name": "Holiday"}])

    def cost(share):
        return solved(
            a_school(
                serving(
                    a_helper(),
                    a_helper("h2"),
                    term=term,
                    windows=[a_window("MON,TUE")],
                    duties={"share": share, "max_per_week": None},
                ),
                "fair_duties",
                "soft",
            )
        ).cost

    assert cost("cycle") == 0
    assert cost("term") == 7, "two dates against a share of one"


def test_alike_posts_take_turns():
    helpers = [a_helper(f"h{n}") for n in range(4)]
    plan = solved(roster(*helpers, posts=[a_post(), a_post(id="shelves", order=1)], windows=[a_window("MON-FRI")]))
    assert len(plan.duties) == 40
    for h in range(4):
        mine = Counter(x.post for x in plan.duties if x.helper == f"h{h}")
        assert abs(mine["desk"] - mine["shelves"]) <= 2


def test_the_first_plan_of_a_large_roster_changes_no_proven_cost(monkeypatch):
    school = roster(
        *(a_helper(f"h{n}", away="MON" if n % 2 else "TUE") for n in range(5)),
        posts=[a_post(count=2)],
        windows=[a_window("MON-THU")],
        duties={"max_per_week": 2, "min_per_week": 1},
        rule="same_weekday",
    )
    plain = solve(school, Limits(seconds=30))
    monkeypatch.setattr(warm, "_LARGE", 0)
    warmed = solve(school, Limits(seconds=30))
    assert isinstance(plain, Solved)
    assert isinstance(warmed, Solved)
    assert (plain.plan.status, plain.plan.cost) == (warmed.plan.status, warmed.plan.cost) == ("OPTIMAL", warmed.plan.bound)

"""Substitutes: who can, who may, in which order; and what a choice changes in the calendars. The checker is the judge."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hypothesis import given, reject

from planner.checker import RULES as CHECKS
from planner.checker.case import Case
from planner.models import Limits, School, Solved
from planner.models.planfile import PlanFile, dump_plan, load_plan
from planner.outputs.folder import write_folder
from planner.sessions.book import Book
from planner.solver import solve
from planner.timeline import within
from planner.verbs.covering import Covering
from planner.verbs.standing_in import swap
from tests.builders import a_helper, a_plan, a_post, a_school, a_window, d, dates, serving
from tests.campaign import often
from tests.strategies import duty_schools

JUDGED = (
    "helper_available",
    "helper_suitable",
    "arrival_fits",
    "one_duty_a_day",
    "duty_max",
    "no_consecutive",
    "experienced_there",
    "trainee_paired",
    "post_staffed",
    "escort_tied",
)
MON1, TUE1, MON2 = dates("03-02", "03-03", "03-09")


def amounts(school: School, plan) -> dict[str, int]:
    """How much each rule is broken."""
    case = Case(school, plan)
    return {rule: sum(f.amount for f in CHECKS[rule](case)) for rule in JUDGED}


@often(60)
@given(data=duty_schools(seasons=True))
def test_every_candidate_as_the_checker_sees_it(data) -> None:
    """Where every date is planned by itself, a substitute is another plan: the checker finds the same rules broken."""
    school = School.model_validate(data | {"rules": {}, "duties": data["duties"] | {"cycle": "dated"}})
    outcome = solve(school, Limits(seconds=10))
    if not isinstance(outcome, Solved):
        reject()
    covering = Covering(Book(PlanFile(school=school, plan=outcome.plan)))
    before = amounts(school, outcome.plan)
    for session in covering.duties[:4]:
        (seat,) = [s for s in covering.seats(session.helper, session.date, session.date) if s.post == session.source][:1]
        for candidate in covering.cover(seat).candidates:
            moved = tuple(
                x.model_copy(update={"helper": candidate.helper})
                if (x.helper, x.post, x.turn, x.window, x.slot)
                == (seat.helper, seat.post, seat.date.isoformat(), seat.window, seat.slot)
                else x
                for x in outcome.plan.duties
            )
            if len({(x.helper, x.post, x.turn, x.window, x.slot) for x in moved}) < len(moved):
                continue  # the same helper twice at one post: nothing the checker could tell apart
            after = amounts(school, outcome.plan.model_copy(update={"duties": moved}))
            broken = {r for r in JUDGED if after[r] > before[r]}
            helper = school.helper_by_id[candidate.helper]
            if not within(seat.date, helper.valid_from, helper.valid_until):
                assert "helper_available" in candidate.cannot
                continue
            assert {*candidate.cannot, *candidate.exceeds} & set(JUDGED) == broken, (seat, candidate)


def three(**changes) -> PlanFile:
    """One seat on Monday and one on Tuesday; h1 and h2 have them, h3 has none."""
    helpers = [a_helper("h1"), a_helper("h2", "5-2"), a_helper("h3", **changes)]
    data = serving(*helpers, windows=[a_window("MON,TUE")], posts=[a_post()], duties={"max_per_week": 1})
    return PlanFile(school=a_school(data), plan=a_plan(d("h1", "MON"), d("h2", "TUE")))


def test_those_who_break_nothing_come_first() -> None:
    """h3 is free; h2 could come, but would serve twice in the week."""
    covering = Covering(Book(three()))
    (seat,) = covering.seats("h1", MON1, MON1)
    found = covering.cover(seat).candidates
    assert [(c.helper, c.can, c.exceeds, c.in_week, c.in_term) for c in found] == [
        ("h3", True, (), 0, 0),
        ("h2", True, ("duty_max",), 1, 2),
    ]


def test_those_who_cannot_come_last_with_the_rule() -> None:
    """h3 is away on Mondays."""
    covering = Covering(Book(three(away=["MON"])))
    (seat,) = covering.seats("h1", MON1, MON1)
    last = covering.cover(seat).candidates[-1]
    assert (last.helper, last.can, last.cannot) == ("h3", False, ("helper_available",))


def test_a_choice_changes_one_session_and_no_other() -> None:
    """The session goes to the substitute under a uid of its own; every other session keeps its uid."""
    planfile = three()
    (seat,) = Covering(Book(planfile)).seats("h1", MON1, MON1)
    changed = Book(planfile).given(seat, "h2").planfile
    before, after = ({s.uid: s for s in Book(p).term.sessions} for p in (planfile, changed))
    (gone,), (come,) = before.keys() - after.keys(), after.keys() - before.keys()
    assert (before[gone].helper, after[come].helper, after[come].instead_of) == ("h1", "h2", "h1")
    assert before[gone].date == after[come].date == MON1
    assert all(before[uid] == after[uid] for uid in before.keys() & after.keys())
    assert Book(changed).given(*[s for s in Covering(Book(changed)).seats("h1", MON1, MON1)], None).planfile == planfile
    assert load_plan(dump_plan(changed)).substitutions == changed.substitutions
    assert b"substitutions" not in dump_plan(planfile)


def test_a_substitute_can_be_replaced_in_turn() -> None:
    """h2 stands in for h1 and cannot come either: h3 then stands in for h1, and h2 has nothing to do with it."""
    planfile = three()
    (seat,) = Covering(Book(planfile)).seats("h1", MON1, MON1)
    first = Book(planfile).given(seat, "h2").planfile
    (again,) = Covering(Book(first)).seats("h2", MON1, MON1)
    assert (again.helper, again.now) == ("h1", "h2")
    second = Book(first).given(again, "h3").planfile
    assert [(s.helper, s.substitute) for s in second.substitutions] == [("h1", "h3")]


def test_a_swap_frees_both_before_it_asks() -> None:
    """Each serves once a week: they may exchange duties of one week, though neither could take a second one."""
    planfile = three()
    covering = Covering(Book(planfile))
    (mine,), (theirs,) = covering.seats("h1", MON1, MON1), covering.seats("h2", TUE1, TUE1)
    assert covering.cover(mine).of("h2").exceeds == ("duty_max",)
    assert covering.cover(mine, without=[theirs]).of("h2").exceeds == ()


def test_only_the_two_calendars_change_and_revisions_rise_only_there(tmp_path: Path) -> None:
    """The calendar of all duties has both; every other calendar keeps its bytes. Undoing it gives back the feeds' sessions."""
    planfile, now = three(), dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC)
    write_folder(tmp_path / "rota", Book(planfile), "en", now=now)
    before = {p.name: p.read_bytes() for p in (tmp_path / "rota" / "calendars").iterdir()}
    (seat,) = Covering(Book(planfile)).seats("h1", MON1, MON1)
    write_folder(tmp_path / "rota", Book(planfile).given(seat, "h3"), "en", now=now)
    after = {p.name: p.read_bytes() for p in (tmp_path / "rota" / "calendars").iterdir()}
    assert {n for n in before if before[n] != after[n]} == {"duty.ics", "helper-h1.ics", "helper-h3.ics"}
    written = load_plan((tmp_path / "rota" / "plan.json").read_bytes())
    assert len(written.revisions) == 1
    assert all("-h1-" in uid for uid in written.revisions)


def test_a_choice_outlives_a_new_plan_and_is_silent_where_the_duty_is_gone() -> None:
    """Published again from the second Monday: the first substitution stays; one that fits no duty changes nothing."""
    planfile = three()
    covering = Covering(Book(planfile))
    (first,), (second,) = covering.seats("h1", MON1, MON1), covering.seats("h1", MON2, MON2)
    changed = Book(planfile).given(first, "h3").given(second, "h3").planfile
    new = Book(changed).followed_by(planfile.school, a_plan(d("h2", "MON"), d("h1", "TUE"), since="03-09")).planfile
    served = {s.date: s.helper for s in Book(new).term.sessions if s.category == "DUTY"}
    assert (served[MON1], served[MON2]) == ("h3", "h2")


def exchanged(*parts, **wanted) -> list[tuple[str, dt.date, tuple[str, ...]]]:
    """What h1 is offered for the duty on the first Monday: (who, when, rules broken)."""
    helpers = [a_helper("h1", **wanted), a_helper("h2"), a_helper("h3", away="MON")]
    data = serving(*helpers, windows=[a_window("MON,TUE,WED")])
    book = Book.of(a_school(data), a_plan(d("h1", "MON"), d("h2", "TUE"), d("h3", "WED")))
    covering = Covering(book)
    (seat,) = covering.seats("h1", MON1, MON1)
    found = covering.exchanges(seat, MON1, MON2)
    for e in found:  # what is offered can be done
        assert swap(book, "h1", MON1, e.other.now, e.other.date).given
    return [(e.other.now, e.other.date, e.exceeds) for e in found]


def test_a_duty_is_exchanged_for_the_nearest_that_both_can_do() -> None:
    # h3 can never come on a Monday; h1's own Monday is no exchange.
    assert exchanged() == [("h2", TUE1, ())]
    assert exchanged(away="TUE") == []


def test_a_duty_of_the_days_away_is_no_exchange() -> None:
    data = serving(a_helper("h1"), a_helper("h2"), windows=[a_window("MON,TUE")])
    covering = Covering(Book.of(a_school(data), a_plan(d("h1", "MON"), d("h2", "TUE"))))
    (seat,) = covering.seats("h1", MON1, MON1)
    assert [e.other.date for e in covering.exchanges(seat, MON1, MON2 + dt.timedelta(days=4))] == [TUE1, *dates("03-10")]
    assert [e.other.date for e in covering.exchanges(seat, MON1, MON2, (MON1, MON2))] == []

"""A plan changed before a stretch of the term begins: notice, changes and the rules that price them tell the same moves."""

import pytest

from planner.changes.diff import apply, diff
from planner.checker import Case, judged
from planner.models import Limits, School, Solved
from planner.models.planfile import canonical_plan
from planner.outputs.tables.notice import Notice
from planner.outputs.tables.source import Source
from planner.sessions.chapter import Chapter
from planner.solver import solve
from planner.timeline import Timeline, fitted
from tests.builders import a_helper, a_plan, a_school, a_term, a_window, borrowing, d, dates, serving, solved, v, visiting

TERM = a_term(end="2026-04-24")
LATE = a_window("FRI", id="late", valid_from="2026-03-23")


def seasonal(*more, window=None, **changes):
    """Mondays to Wednesdays all term long; a window of its own from 23 March on, so that there are two stretches of it."""
    windows = [a_window("MON-WED", classes=2), window or LATE, *more]
    return visiting(2, term=TERM, windows=windows, demands=[borrowing(windows=[w["id"] for w in windows])], **changes)


def plain():
    return visiting(2, term=TERM, windows=[a_window("MON-WED", classes=2)], demands=[borrowing(windows=["noon"])])


A, B = "@2026-03-02", "@2026-03-23"


def chapters(before, old, after, new):
    return Chapter(a_school(before), old), Chapter(a_school(after), new)


def test_a_visit_that_stays_is_no_change_though_its_turn_has_another_name():
    """The plan knew no season; the new one has one from 23 March."""
    old = a_plan(v("3-1"), v("3-2", "TUE"))
    new = a_plan(v("3-1", "MON" + A), v("3-1", "MON" + B), v("3-2", "TUE" + A), v("3-2", "TUE" + B), since="03-09")
    changes = diff(*chapters(plain(), old, seasonal(), new))
    assert (changes.visits, changes.openings[0].kind) == ((), "opened")
    assert apply(changes, old) == canonical_plan(new)


def test_a_visit_moves_from_the_stretch_on_in_which_it_moves():
    old = a_plan(v("3-1"), v("3-2", "TUE"))
    mine = v("3-1", "MON" + A), v("3-1", "FRI" + B, window="late")
    new = a_plan(*mine, v("3-2", "WED" + A), v("3-2", "TUE" + B), since="03-09")
    one, other = diff(*chapters(plain(), old, seasonal(), new)).visits
    assert (one.kind, one.visitor, one.old.day, one.new.day, one.since, one.until) == (
        *("moved", "3-1", "MON", "FRI"),
        *(dates("03-23")[0], None),
    )
    assert (other.kind, other.visitor, other.new.day) == ("moved", "3-2", "WED")
    assert (other.since, other.until) == (None, dates("03-22")[0])


@pytest.mark.parametrize(("language", "until"), [("en", "Sun 22 Mar"), ("zh", "3月22日")])
def test_the_notice_says_from_when_to_when(language, until):
    old = a_plan(v("3-1"), v("3-2", "TUE"))
    new = a_plan(v("3-1", "MON" + A), v("3-1", "MON" + B), v("3-2", "WED" + A), v("3-2", "TUE" + B), since="03-09")
    before, after = chapters(plain(), old, seasonal(), new)
    notice = Notice(before, after, after.expansion, language)
    (line,) = [x for x in notice.text().splitlines() if "→" in x]
    assert until in line
    (row,) = notice.rotas()[0].rows
    assert until in str(row)


def test_what_is_the_same_in_every_stretch_is_one_change():
    old = a_plan(v("3-1"), v("3-2", "TUE"))
    new = a_plan(v("3-1", "WED" + A), v("3-1", "WED" + B), v("3-2", "TUE" + A), v("3-2", "TUE" + B), since="03-09")
    changes = diff(*chapters(plain(), old, seasonal(), new))
    assert [(c.kind, c.visitor, c.since, c.until) for c in changes.visits] == [("moved", "3-1", None, None)]


def test_a_stretch_of_the_same_name_is_another_part_of_the_term_when_the_plan_begins_with_one():
    """Three stretches; changed from the second one on, the first name stands for the second part."""
    third = a_window("THU", id="third", valid_from="2026-04-06")
    data = seasonal(third)
    c = "@2026-04-06"
    old = a_plan(*(v("3-1", day + key) for day, key in (("MON", A), ("TUE", B), ("WED", c))))
    since = dates("03-23")[0]
    timeline = Timeline(School.model_validate(data), since)
    assert [s.key for s in timeline.stretches["borrow"]] == ["2026-03-02", "2026-04-06"]
    assert [x.turn for x in fitted(timeline, old).visits] == ["TUE" + A, "WED" + c]
    new = a_plan(v("3-1", "TUE" + A), v("3-1", "WED" + c), since="03-23")
    changes = diff(*chapters(data, old, data, new))
    assert [x.kind for x in changes.told_visits] == []
    assert apply(changes, old) == canonical_plan(new)
    assert prices(data, new, old) == (0, 0)


def prices(data, plan, previous):
    """(moved visits, changed weekdays) as the rules count them, without what stretches of the plan itself differ in."""
    school = School.model_validate(data)
    amounts, own = ({c.rule: c.amount for c in judged(Case(school, plan, p)).cost_by_rule} for p in (previous, None))
    return tuple(amounts.get(r, 0) - own.get(r, 0) for r in ("kept_visits", "kept_weekdays"))


def test_a_later_change_keeps_what_is_in_force_by_then():
    """Changed on 23 March (where the first name means the second part), and again in April."""
    third = a_window("THU", id="third", valid_from="2026-04-06")
    data, c = seasonal(third), "@2026-04-06"
    standing = a_plan(v("3-1", "TUE" + A), v("3-1", "WED" + c), v("3-2", "TUE" + A), v("3-2", "TUE" + c), since="03-23")
    kept = a_plan(v("3-1", "TUE" + B), v("3-1", "WED" + c), v("3-2", "TUE" + B), v("3-2", "TUE" + c), since="03-30")
    assert prices(data, kept, standing) == (0, 0)
    assert diff(*chapters(data, standing, data, kept)).told_visits == ()
    moved = a_plan(v("3-1", "MON" + B), v("3-1", "WED" + c), v("3-2", "TUE" + B), v("3-2", "TUE" + c), since="03-30")
    assert [x.visitor for x in diff(*chapters(data, standing, data, moved)).told_visits] == ["3-1"]
    assert prices(data, moved, standing)[0] == 1


def test_solver_checker_and_notice_agree_that_nothing_moves():
    before, after = plain(), seasonal()
    old = solved(School.model_validate(before))
    for since in ("03-09", "03-16", "03-23", "03-30"):
        school = School.model_validate(after)
        outcome = solve(school, Limits(seconds=10), previous=old, since=dates(since)[0])
        assert isinstance(outcome, Solved)
        changes = diff(Chapter(a_school(before), old), Chapter(school, outcome.plan))
        assert (since, changes.told_visits) == (since, ())
        assert apply(changes, old) == canonical_plan(outcome.plan.model_copy(update={"proofs": ()}))


def test_duties_are_compared_by_date_too():
    """A helper leaves: the plan before knew nothing of it, the new one does."""
    old_data = serving(a_helper(), a_helper("h2", "5-2"), term=TERM)
    new_data = serving(a_helper(valid_until="2026-03-22"), a_helper("h2", "5-2"), term=TERM)
    old = a_plan(d("h1"))
    new = a_plan(d("h1", "MON" + A), d("h2", "MON" + B), since="03-09")
    changes = diff(*chapters(old_data, old, new_data, new))
    assert [(x.kind, x.old, x.new, x.since, x.until) for x in changes.duties] == [
        ("replaced", "h1", "h2", dates("03-23")[0], None)
    ]
    assert apply(changes, old) == canonical_plan(new)


def test_papers_of_a_plan_from_before_the_season_show_it_in_each_stretch():
    source = Source.of(Chapter(School.model_validate(seasonal()), a_plan(v("3-1"), v("3-2", "TUE"))), "en")
    assert [(x.visitor, x.turn) for x, _ in source.placed] == [
        *(("3-1", "MON" + A), ("3-1", "MON" + B)),
        *(("3-2", "TUE" + A), ("3-2", "TUE" + B)),
    ]

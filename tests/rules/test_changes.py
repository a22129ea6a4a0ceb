"""Pinned duties, and what changing a published plan costs."""

import pytest
from pydantic import TypeAdapter, ValidationError

from planner.models.values import Turns
from tests.builders import (
    a_helper,
    a_plan,
    a_post,
    a_school,
    a_window,
    assert_broken,
    assert_fine,
    borrowing,
    d,
    found,
    serving,
    solved,
    v,
    visiting,
)

FROM, LATER = "@2026-03-02", "@2026-03-09"
TWO_DAYS = [a_window("MON,WED", classes=1)]


def _pinned(*helpers, **pin):
    return serving(*helpers, duties={"pins": [{"helper": "h1", **pin}]})


def test_duty_pinned_fine():
    assert_fine(_pinned(a_helper(), a_helper("h2"), weekdays="MON"), "duty_pinned", a_plan(d("h1")))


def test_duty_pinned_violated_by_a_day_without_duty():
    assert_broken(_pinned(weekdays="TUE"), "duty_pinned", a_plan(d("h1")), 1)


def test_duty_pinned_violated_by_a_duty_that_is_ruled_out():
    assert_broken(_pinned(weekdays="MON", wanted=False), "duty_pinned", a_plan(d("h1")), 1)


def test_duty_pinned_nearly_violated():
    """Somebody else can take the duty that is kept from this helper; the pin names another day."""
    assert_fine(_pinned(a_helper(), a_helper("h2"), weekdays="MON", wanted=False), "duty_pinned", a_plan(d("h2")))
    assert_fine(_pinned(weekdays="TUE", wanted=False), "duty_pinned", a_plan(d("h1")))


def test_duty_pinned_to_a_turn_and_a_slot():
    """Week A and week B have their own duties; so have the slots of a post that changes with each of them."""
    data = _pinned(turns="B:MON", slots=2)
    data |= {"windows": [a_window(slots=2)], "posts": [a_post(each_slot=True)]}
    data["helpers"] = [a_helper(f"h{n}") for n in range(1, 5)]
    data["duties"] |= {"cycle": "A/B", "max_per_week": 4}
    others = [d("h2", "A:MON", slot=1), d("h3", "A:MON", slot=2), d("h4", "B:MON", slot=1)]
    assert_fine(data, "duty_pinned", a_plan(*others, d("h1", "B:MON", slot=2)))
    for turn, slot in (("A:MON", 2), ("B:MON", 1)):
        kept = [x for x in others if (x.turn, x.slot) != (turn, slot)]
        plan = a_plan(*kept, d("h2", "B:MON", slot=2), d("h1", turn, slot=slot))
        assert found(data, "duty_pinned", plan)[0] == 1


def test_a_visit_is_pinned_to_a_turn_of_a_sliding_round():
    """Turn 2 is on one Monday or another: no weekday and no week could say it."""
    demand = borrowing(cycle="sliding", pins=[{"classes": "3-2", "turns": "第1次"}, {"classes": "3-1", "turns": "#2"}])
    data = visiting(2, windows=[a_window(classes=1)], demands=[demand])
    assert_fine(data, "pinned", a_plan(v("3-2", "#1"), v("3-1", "#2")))
    assert found(data, "pinned", a_plan(v("3-1", "#1"), v("3-2", "#2")))[0] == 2


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("周一、MON", ("MON",)),
        (["单周 周二", "B:WED", "双周五"], ("A:TUE", "B:WED", "B:FRI")),
        ("2/3:MON, D4", ("2/3:MON", "D4")),
        ("#4; 第 12 次", ("#4", "#12")),
        ("周一第2次，MON:#3", ("MON:#2", "MON:#3")),
        ("2026-05-09", ("2026-05-09",)),
    ],
)
def test_turns_in_the_words_of_a_school(words, labels):
    assert TypeAdapter(Turns).validate_python(words) == labels


@pytest.mark.parametrize("word", ["单周", "A", "2/3", "A:#4", "第次", "2026-13-01", "xyz", "周八", ":", "#"])
def test_what_is_no_turn(word):
    with pytest.raises(ValidationError):
        TypeAdapter(Turns).validate_python(word)


def _was(*parts):
    return a_plan(*parts)


def test_kept_visits_fine():
    data = visiting(2, windows=TWO_DAYS)
    assert_fine(data, "kept_visits", a_plan(v("3-1", "WED"), v("3-2")), _was(v("3-1", "WED"), v("3-2")))


def test_kept_visits_violated():
    """The published slot is gone."""
    was = _was(v("3-1", slot=2))
    assert_broken(visiting(), "kept_visits", a_plan(v("3-1")), 1, previous=was)


def test_kept_visits_violated_by_an_exchange():
    data = visiting(2, windows=TWO_DAYS, demands=[borrowing(bans=[{"classes": "3-1", "weekdays": "MON"}])])
    plan, was = a_plan(v("3-1", "WED"), v("3-2")), _was(v("3-1"), v("3-2", "WED"))
    assert_broken(data, "kept_visits", plan, 2, previous=was)


def test_kept_visits_nearly_violated():
    """A new class has nothing to keep, and a free slot is left for it."""
    data = visiting(2, windows=TWO_DAYS)
    assert_fine(data, "kept_visits", a_plan(v("3-1"), v("3-2", "WED")), _was(v("3-1")))


def test_kept_weekdays_fine():
    assert_fine(visiting(), "kept_weekdays", a_plan(v("3-1")), _was(v("3-1")))


def test_kept_weekdays_violated():
    assert_broken(visiting(), "kept_weekdays", a_plan(v("3-1")), 1, previous=_was(v("3-1", "WED")))


def test_kept_weekdays_nearly_violated_by_another_slot_of_the_day():
    assert_fine(visiting(), "kept_weekdays", a_plan(v("3-1")), _was(v("3-1", slot=2)))


def test_kept_helpers_fine():
    assert_fine(serving(a_helper(), a_helper("h2")), "kept_helpers", a_plan(d("h2")), _was(d("h2")))


def test_kept_helpers_violated():
    data = serving(a_helper(), a_helper("h2", away="MON"))
    assert_broken(data, "kept_helpers", a_plan(d("h1")), 1, previous=_was(d("h2")))


def test_kept_helpers_nearly_violated_at_a_new_seat():
    """Nobody had the duty of Wednesday before."""
    data = serving(a_helper(), a_helper("h2"), windows=[a_window("MON,WED")])
    assert_fine(data, "kept_helpers", a_plan(d("h1"), d("h2", "WED")), _was(d("h1")))


@pytest.mark.parametrize(
    ("parts", "amount"),
    [
        ([d("h1", f"MON{FROM}"), d("h1", f"MON{LATER}"), d("h2", f"WED{LATER}")], 0),
        ([d("h1", f"MON{FROM}"), d("h2", f"MON{LATER}"), d("h2", f"WED{LATER}")], 1),
    ],
)
def test_kept_helpers_from_one_stretch_of_the_term_to_the_next(parts, amount):
    """From the second week on the desk is there on Wednesdays too: whoever has that seat is new to nobody's."""
    windows = [a_window("MON"), a_window("WED", id="later", valid_from="2026-03-09")]
    data = serving(a_helper(), a_helper("h2"), windows=windows, posts=[a_post(windows=["noon", "later"])])
    moved = [part.model_copy(update={"window": "later"}) if part.turn.startswith("WED") else part for part in parts]
    assert found(data, "kept_helpers", a_plan(*moved)) == (amount, ())


def test_changes_come_before_everything_else():
    """A wish worth more than a change moves nobody: first as few changes as can be, then the wishes."""
    data = visiting(2, windows=TWO_DAYS, demands=[borrowing(prefer=[{"classes": "3-1", "weekdays": "WED", "cost": 90}])])
    was = _was(v("3-1"), v("3-2", "WED"))
    plan = solved(a_school(data, kept_visits="soft", preference="soft"), was)
    assert sorted((x.visitor, x.turn) for x in plan.visits) == [("3-1", "MON"), ("3-2", "WED")]
    assert plan.cost == 7 * 90

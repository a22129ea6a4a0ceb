"""What goes on but has nowhere to be held for weeks is told, with from when to when and why."""

import pytest

from planner.accounts.accounts import accounts
from planner.accounts.pauses import pauses, pauses_record
from planner.messages.pauses import pause_sentence
from planner.timeline import Timeline
from tests.builders import a_plan, a_school, a_term, a_window, borrowing, reading, v, visiting

TERM = a_term(end="2026-04-17")
ROOM = {"id": "lib", "name": {"zh": "图书室", "en": "Library"}}
REPAIR = {"id": "repair", "name": "Repair", "dates": "2026-03-16..2026-04-03", "closes_rooms": "lib"}


def school_of(days="MON", **changes):
    return a_school(visiting(2, term=TERM, rooms=[ROOM], windows=[a_window(days, 2, rooms=["lib"])]) | changes)


def told(school):
    return [(p.demand, f"{p.first:%m-%d}", f"{p.last:%m-%d}", p.reason, p.detail) for p in pauses(Timeline(school))]


def test_a_room_that_ends_or_begins():
    assert told(school_of()) == []
    ending = school_of(rooms=[ROOM | {"valid_until": "2026-03-27"}])
    assert told(ending) == [("borrow", "03-30", "04-13", "room", "lib")]
    assert told(school_of(rooms=[ROOM | {"valid_from": "2026-03-16"}])) == [("borrow", "03-02", "03-09", "room", "lib")]
    lost = accounts(ending, a_plan(v("3-1", room="lib"))).visit("3-1", "borrow").lost
    assert [(x.reason, x.detail) for x in lost] == [("room", "lib")] * 3
    (pause,) = pauses(Timeline(ending))
    assert (
        pause_sentence(ending, pause, "en")
        == "Borrowing is not held from Mon 30 Mar to Mon 13 Apr: “Library” is not in use then."
    )
    assert "图书室" in pause_sentence(ending, pause, "zh")
    assert pauses_record((pause,))[0]["last"] == "2026-04-13"


def test_an_event_of_several_weeks_and_an_adult_who_leaves():
    assert told(school_of(events=[REPAIR])) == [("borrow", "03-16", "03-30", "event", "repair")]
    adults = [{"id": "L", "name": "L", "places": [{}], "valid_until": "2026-03-27"}]
    assert told(school_of(adults=adults)) == [("borrow", "03-30", "04-13", "no_adult", "")]


@pytest.mark.parametrize(
    "changes",
    [
        {"events": [REPAIR | {"dates": "2026-03-16..2026-03-20"}]},
        {"rooms": [ROOM | {"valid_until": "2026-03-27"}], "demands": [borrowing(valid_until="2026-03-27")]},
        {"windows": [a_window(rooms=["lib"], valid_until="2026-03-27")]},
        {"term": a_term(end="2026-04-17", recall_weeks=[5, 6, 7]), "rooms": [ROOM | {"valid_until": "2026-03-27"}]},
        {"demands": [reading()]},
    ],
)
def test_a_single_week_and_what_the_school_has_said_itself_are_none(changes):
    assert told(school_of(**changes)) == []

"""How often visits could be held at most: places of rooms count for the classes of their campus, and for whoever has none."""

from planner.models import School
from planner.timeline import Timeline
from planner.timeline.holding import holdings
from tests.builders import a_term, reading

BELLS = [{"periods": {"P1": "08:00-08:40", "P2": "12:00-12:40"}}]
ROOMS = [{"id": "lib", "name": "Library", "campus": "town"}, {"id": "hall", "name": "Hall", "campus": "hill"}]


def _most(data, *visitors):
    """Dates on which the visits of these could be held together."""
    timeline = Timeline(School.model_validate({"name": "Two sites", "term": a_term(), "bells": BELLS, "rooms": ROOMS, **data}))
    (found,) = holdings(timeline, {(visitor, "read", ""): 1 for visitor in visitors})
    return found.most


SITES = {
    "campuses": [{"id": "town", "name": "Town"}, {"id": "hill", "name": "Hill"}],
    "classes": [{"grade": 3, "count": 2, "pupils": 30, "campus": "town"}],
    "timetable": [{"class": "3-1", "MON": "语文 -"}, {"class": "3-2", "MON": "语文 -"}],
}


def test_a_room_of_the_other_campus_holds_nobody_from_here():
    """Two classes with one hour, and one room for it on their campus: two Mondays, not four."""
    assert _most({**SITES, "demands": [reading(rooms=["lib", "hall"])]}, "3-1", "3-2") == 2
    both = [ROOMS[0], {**ROOMS[1], "campus": "town"}]
    assert _most({**SITES, "rooms": both, "demands": [reading(rooms=["lib", "hall"])]}, "3-1", "3-2") == 4


def test_rooms_of_every_campus_hold_classes_that_need_not_stay_on_theirs():
    rules = {"eligible": {"mode": "soft", "weight": 5}}
    assert _most({**SITES, "rules": rules, "demands": [reading(rooms=["lib", "hall"])]}, "3-1", "3-2") == 4

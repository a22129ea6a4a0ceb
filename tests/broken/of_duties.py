"""Changes of what student librarians and adults can do, and of what is asked of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy

from tests.broken.kinds import Change, change, kind
from tests.broken.schools import BELL, WEEKDAYS, by_id, lowest_grade
from tests.builders import Data


@kind
def adult_gone(data: Data, rng: random.Random) -> Iterator[Change]:
    """On some days nobody is there."""
    days = list(by_id(data, "windows", "noon")["weekdays"])
    rng.shuffle(days)
    campus = "main" if "campuses" in data else None
    for gone in range(1, len(days)):
        new, left = deepcopy(data), [d for d in WEEKDAYS if d not in days[:gone]]
        place = {"weekdays": left} | ({"campus": campus} if campus else {})
        far = [a for a in new.get("adults", []) if a["id"] == "qin"]
        if "campuses" in new and not far:
            far = [{"id": "qin", "name": "Qin", "places": [{"campus": "branch"}]}]
        new["adults"] = [{"id": a, "name": a.title(), "places": [place]} for a in ("lin", "wu")] + far
        shut = ",".join(d for d in WEEKDAYS if d in days[:gone])
        if "WED" in days[:gone]:  # the story noon of the lowest grade falls out as well: it may be told first
            yield change(new, "window_no_adult")
        else:
            yield change(new, "window_no_adult", days=shut)


@kind
def two_windows_one_adult(data: Data, rng: random.Random) -> Iterator[Change]:
    """Both noons are open on Wednesday, and one adult is there."""
    new = deepcopy(data)
    campus = {"campus": "main"} if "campuses" in data else {}
    far = [{"id": "qin", "name": "Qin", "places": [{"campus": "branch"}]}] if campus else []
    new["adults"] = [{"id": "lin", "name": "Lin", "places": [campus]}, *far]
    yield change(new, "adults_at_once", adults="lin", days="WED")


@kind
def helpers_of_a_grade(data: Data, rng: random.Random) -> Iterator[Change]:
    """A post for a grade that has too few helpers."""
    new, grade = deepcopy(data), int(lowest_grade(data))
    by_id(new, "posts", "desk")["grades"] = grade
    yield change(new, "other_grades", posts="desk", grades=grade)


@kind
def nobody_trained(data: Data, rng: random.Random) -> Iterator[Change]:
    """A post for which nobody is trained."""
    new = deepcopy(data)
    by_id(new, "posts", "shelving")["trained"] = True
    yield change(new, "untrained", posts="shelving")


@kind
def few_trained(data: Data, rng: random.Random) -> Iterator[Change]:
    """One helper is trained for a post that is staffed on every day, with a day or two a week each."""
    new = deepcopy(data)
    by_id(new, "posts", "shelving")["trained"] = True
    new["helpers"][0]["posts"] = ["desk", "shelving", "order", "escort"]
    yield change(new, "post_over", posts="shelving", why="untrained")


@kind
def helpers_gone(data: Data, rng: random.Random) -> Iterator[Change]:
    """Fewer and fewer helpers."""
    for left in [len(data["helpers"]) * part // 8 for part in range(7, 0, -1)]:
        new = deepcopy(data)
        new["helpers"] = data["helpers"][:left]
        yield change(new, "maximum_under more_than_there_are")


@kind
def helpers_serve_less(data: Data, rng: random.Random) -> Iterator[Change]:
    """Once a week at most, and a post more."""
    for count in range(1, 30):
        new = deepcopy(data)
        new["duties"]["max_per_week"] = 1
        by_id(new, "posts", "desk")["count"] = count
        yield change(new, "maximum_under more_than_there_are", most=1)


@kind
def helpers_serve_more(data: Data, rng: random.Random) -> Iterator[Change]:
    """More duties are promised to everybody than there are."""
    for least in (1, 2, 3, 4):
        new = deepcopy(data)
        new["duties"].update(min_per_week=least, max_per_week=5)
        yield change(new, "minimum_over", least=least)


@kind
def helpers_away_on_a_day(data: Data, rng: random.Random) -> Iterator[Change]:
    """Everybody is away on one day."""
    new, day = deepcopy(data), rng.choice(list(by_id(data, "windows", "noon")["weekdays"]))
    for helper in new["helpers"]:
        helper["away"] = day
    yield change(new, "away", days=day)


@kind
def arrival_before_lunch_ends(data: Data, rng: random.Random) -> Iterator[Change]:
    """Helpers are to be there before they have eaten."""
    new = deepcopy(data)
    new["duties"]["arrive_before"] = rng.choice([12, 15, 20])
    yield change(new, "arrives_too_early", lunch="11:35-12:00")


@kind
def lunch_on_duty(data: Data, rng: random.Random) -> Iterator[Change]:
    """Those on duty eat into the noon."""
    new = deepcopy(data)
    new["bells"] = [{**BELL, "lunch_on_duty": "11:35-12:15"}]
    yield change(new, "duty_in_lunch", lunch="11:35-12:15")


@kind
def not_two_days_running(data: Data, rng: random.Random) -> Iterator[Change]:
    """A helper is given duties on two days in a row, which the school rules out."""
    new = deepcopy(data)
    new["duties"].update(consecutive_days=False, max_per_week=2)
    new["duties"]["pins"] = [{"helper": "h00", "post": "desk", "weekdays": d} for d in ("TUE", "WED")]
    yield change(new, "duty_pins_in_a_row", "h00")


@kind
def duty_for_who_is_away(data: Data, rng: random.Random) -> Iterator[Change]:
    """A helper is given a duty on a day on which this helper is away."""
    new = deepcopy(data)
    new["helpers"][1]["away"] = "TUE"
    new["duties"]["pins"] = [{"helper": "h01", "post": "desk", "weekdays": "TUE"}]
    yield change(new, "away", "h01")


@kind
def duties_over_the_most(data: Data, rng: random.Random) -> Iterator[Change]:
    """A helper is given two duties a week, and one is allowed."""
    new = deepcopy(data)
    new["helpers"][0]["max_per_week"] = 1
    new["duties"]["pins"] = [{"helper": "h00", "post": "desk", "weekdays": d} for d in ("MON", "WED")]
    yield change(new, "duty_pins_over", "h00", most=1)


@kind
def nobody_experienced(data: Data, rng: random.Random) -> Iterator[Change]:
    """An experienced helper at every shift, and nobody is marked as one."""
    new = deepcopy(data)
    new["duties"]["experienced"] = 1
    yield change(new, "experienced_short", capacity=0)


@kind
def all_are_trainees(data: Data, rng: random.Random) -> Iterator[Change]:
    """Only trainees, who come beside trained helpers."""
    new = deepcopy(data)
    for helper in new["helpers"]:
        helper["trainee"] = True
    yield change(new, "trainee")


@kind
def no_escorts(data: Data, rng: random.Random) -> Iterator[Change]:
    """Escorts of a grade without helpers."""
    new = deepcopy(data)
    by_id(new, "posts", "escort")["grades"] = 4
    yield change(new, "other_grades", posts="escort", grades=4)

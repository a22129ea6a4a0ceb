# ruff: noqa: E501
"""Schools with everything a school file can hold, for the round trip: well formed, though they need not make sense."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Data = dict[str, Any]
TEXT = st.one_of(
    st.sampled_from(
        ["中午", "a; b: c", '"quoted"', "=1+1", "两行\n文字", "007", "3-6", "_x000A_", " 空格 ", "[]", "周一", "1/2", "a,b、c"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=12),
).filter(lambda text: bool(text.strip()))
_STRIPPED = TEXT.map(str.strip)  # a text that is the same in both languages loses its outer spaces in YAML, too
TEXTS = st.one_of(TEXT, st.fixed_dictionaries({"zh": _STRIPPED, "en": _STRIPPED}))
IDS = ["a", "b-1", "四(1)", "x.y", "3-6", "007", "午间"]
DAYS = st.sampled_from(["MON", "MON-FRI", "TUE,THU", "SAT", "MON,TUE,FRI", []])
GRADES = st.sampled_from(["1-6", "3", "1,3,5", "2-3"])
WEEKS = st.sampled_from(["all", "odd", "even", "2-17", "3-16 even", "1,5,9"])
DATES = st.sampled_from(["2026-03-05", "2026-03-05..2026-03-09", ["2026-03-02", "2026-03-04"], []])
DATE = st.sampled_from(["2026-03-05", "2026-12-31"])
TIME = st.sampled_from(["08:00", "12:05", "00:00"])
SPAN = st.sampled_from(["12:05-12:20", "08:00-08:40", "13:30-14:10"])
SPANS = st.lists(SPAN, max_size=3)
SOME_IDS = st.lists(st.sampled_from(IDS), max_size=3)
CYCLES = st.sampled_from(
    ["weekly", "A/B", "3 weeks", "12 weeks", "sliding", "sliding 6", "sliding by weekday", "sliding 4 by weekday", "dated"]
)
SMALL = st.integers(1, 9)
YES = st.booleans()


def some(required: dict[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    """Blocks of fields, those that may be left out at times left out."""
    return st.fixed_dictionaries(required, optional=optional)


def listed(item: st.SearchStrategy[Data], most: int = 2) -> st.SearchStrategy[list[Data]]:
    return st.lists(item, max_size=most)


AWAY = some({}, weekdays=DAYS, windows=SOME_IDS, weeks=WEEKS, dates=DATES, time=SPAN, reason=TEXTS)
AWAYS = listed(AWAY)
WHO: Data = {"grades": GRADES, "classes": SOME_IDS, "campus": st.sampled_from(IDS)}
TURNS = st.lists(
    st.sampled_from(["MON", "B:TUE", "2/3:MON", "#4", "FRI:#12", "2026-05-09"]), min_size=1, max_size=3, unique=True
)
PLACE: Data = {
    **WHO, "weekdays": DAYS, "windows": SOME_IDS, "slots": GRADES, "periods": SOME_IDS, "rooms": SOME_IDS, "weeks": WEEKS,
    "turns": TURNS,
}  # fmt: skip
TERM = some(
    {"id": st.just("t1"), "school_year": TEXTS, "name": TEXTS, "start": st.just("2026-03-02"), "end": st.just("2026-07-03")},
    week1_monday=st.just("2026-03-02"), first_week_is=st.sampled_from("AB"), weekdays=DAYS, cycle_days=st.integers(2, 10),
    closures=listed(some({"dates": DATES, "name": TEXTS})), recall_weeks=GRADES,
    days=listed(some({"date": DATE}, runs_as=st.sampled_from(["MON", "SUN", "D3"]), week=SMALL, after_school=YES,
                     windows=SOME_IDS, confirmed=YES, note=TEXTS)),
)  # fmt: skip
ROW = some(
    {"class": st.sampled_from(IDS)}, weeks=WEEKS, valid_from=DATE, valid_until=DATE,
    teachers=st.dictionaries(st.sampled_from(["语文", "数 学", "a:b"]), st.sampled_from(IDS), max_size=2),
    days=st.dictionaries(st.sampled_from(["MON", "FRI", "D1", "D10"]),
                         st.lists(st.one_of(st.sampled_from(["语文", "-", "数 学", "a:b", "音乐", " ", ""]), TEXT), max_size=4)),
)  # fmt: skip


def _row(row: Data) -> Data:
    return {**row, "days": row.get("days", {})}


NAMED: Data = {"id": st.sampled_from(IDS), "name": TEXTS}
demand = some(
    {**NAMED, "id": st.just("?"), "kind": st.sampled_from(["borrowing", "lesson_reading", "delegates"])},
    **WHO, times=SMALL, cycle=CYCLES, windows=SOME_IDS, rooms=SOME_IDS, with_rooms=SOME_IDS, teachers=SOME_IDS, heads=SMALL,
    subjects=st.dictionaries(st.sampled_from(["all", "1-2", "3"]), st.lists(TEXT, max_size=2), max_size=3),
    accompany=st.sampled_from(["class_teacher", "nobody"]), weeks=WEEKS, valid_from=DATE, valid_until=DATE,
    in_recall_weeks=YES, bans=listed(some({}, **PLACE, reason=TEXTS)), pins=listed(some({}, **PLACE)),
    prefer=listed(some({}, **PLACE, wanted=YES, cost=SMALL, reason=TEXTS)),
    grade_limits=listed(some({"grades": GRADES}, at_once=SMALL)), grades_together=st.sampled_from(["together", "apart"]),
    each_open_day=SMALL, books=SMALL, dates=DATES,
)  # fmt: skip
window = some(
    NAMED, kind=st.sampled_from(["noon", "after_school", "duty"]), campus=st.sampled_from(IDS), rooms=SOME_IDS,
    weekdays=DAYS, weeks=WEEKS, valid_from=DATE, time=SPAN, after=st.sampled_from(IDS), gap=SMALL, slots=SPANS,
    slot_minutes=st.lists(SMALL, max_size=3), changes=listed(some({"valid_from": DATE}, time=SPAN, slots=SPANS)),
    classes=SMALL, heads=SMALL, grades=GRADES, booked=YES, tidy=SPAN,
    unpopular=st.dictionaries(st.sampled_from(["4", "FRI", "MON 3", "a: b"]), SMALL, max_size=3),
)  # fmt: skip
post = some(
    NAMED, order=SMALL, windows=SOME_IDS, count=SMALL, per_classes=SMALL, each_slot=YES, grades=GRADES, trained=YES,
    escort=some({"demand": st.sampled_from(IDS)}, per_class=SMALL), arrive=TIME, until=TIME, in_recall_weeks=YES,
    phases=listed(some({"time": TIME, "name": TEXTS})),
)  # fmt: skip
helper = some(
    {"id": st.sampled_from(IDS), "class": st.sampled_from(IDS)}, name=TEXT, posts=SOME_IDS, trainee=YES, experienced=YES,
    valid_from=DATE, away=AWAYS, likes=AWAYS, max_per_week=SMALL, min_per_week=SMALL, last_term=SMALL, consent=YES, publish=YES,
)  # fmt: skip
place = some({}, campus=st.sampled_from(IDS), weekdays=DAYS, dates=DATES, time=SPAN)
event = some(
    NAMED, dates=DATES, monthly=st.sampled_from(["first FRI", "last SUN"]), time=SPAN, still_to_date=SMALL,
    closes_rooms=SOME_IDS, closes_windows=SOME_IDS, no_new_loans=YES, grades=GRADES,
    audience=st.sampled_from(["classes", "helpers", "library"]),
)  # fmt: skip
bell = some(
    {"periods": st.dictionaries(st.sampled_from(["P1", "P2", "第3节", "早读", "午餐"]), SPAN, max_size=4)},
    campus=st.sampled_from(IDS), grades=GRADES, weekdays=DAYS, valid_from=DATE, lunch=SPAN, lunch_on_duty=SPAN, home=TIME,
)  # fmt: skip
entry = some({"grades": GRADES}, count=SMALL, name=st.sampled_from(["{numeral}({number})", {"zh": "{grade}班", "en": "c{grade}"}]),
             number=SMALL, id=st.sampled_from(["b{grade}-{number}"]), pupils=st.integers(1, 60), campus=st.sampled_from(IDS),
             teacher=st.sampled_from(IDS), stays=DAYS)  # fmt: skip
_SCHOOL = some(
    {"name": TEXTS, "term": TERM, "classes": listed(entry, 3), "demands": listed(demand, 3)},
    id=st.sampled_from(IDS),
    min_gap_days=st.integers(1, 5),
    language=st.sampled_from(["zh", "en"]),
    campuses=listed(some(NAMED)),
    bells=listed(bell),
    rooms=listed(some(NAMED, campus=st.sampled_from(IDS), classes=SMALL, heads=SMALL, seats=SMALL)),
    teachers=listed(some({"id": st.sampled_from(IDS)}, name=TEXTS, campus=st.sampled_from(IDS), away=AWAYS)),
    timetable=listed(ROW.map(_row), 3),
    windows=listed(window),
    posts=listed(post),
    duties=some({}, cycle=CYCLES, max_per_week=SMALL, consecutive_days=YES, arrive_before=SMALL),
    helpers=listed(helper, 3),
    wishes=listed(some({"helpers": st.just(["a", "b-1"])}, together=YES)),
    adults=listed(some({**NAMED, "places": listed(place)}, away=AWAYS, travel_minutes=SMALL)),
    absences=listed(some({"away": AWAYS}, **WHO, what=TEXTS)),
    events=listed(event),
    last_term=st.dictionaries(st.one_of(st.sampled_from(IDS), TEXT), SMALL, max_size=3),
    rules=st.dictionaries(
        st.sampled_from(["spread", "duty_max", "unheard of"]),
        some({}, mode=st.sampled_from(["hard", "soft", "off"]), weight=SMALL),
        max_size=2,
    ),
    printing=some({}, names=st.sampled_from(["class", "masked"]), notes=TEXTS, signature=TEXTS, signed=TEXTS),
)


def _demands_apart(data: Data) -> Data:
    """What belongs to a demand names it by its id: two alike would be a mistake of the file."""
    return {**data, "demands": [{**found, "id": f"d{n}"} for n, found in enumerate(data.get("demands", ()))]}


def schools() -> st.SearchStrategy[Data]:
    """A school file as plain data."""
    return _SCHOOL.map(_demands_apart)

"""As many lost visits as possible are made up: compared with an exhaustive search that asks the checker, on small terms."""

from functools import cache

from hypothesis import assume, given
from hypothesis import strategies as st

from planner.accounts.report import term_report
from planner.checker import check
from planner.checker.whole import check_book
from planner.models import Limits, School, Session, Solved
from planner.models.rules import ON_DATES, RULES
from planner.sessions.book import Book
from planner.solver import solve
from planner.solver.makeup.makeup import make_up
from planner.timeline import Timeline
from tests.builders import SLOTS, a_term, a_window, borrowing, reading
from tests.calendars import on_calendars
from tests.campaign import often
from tests.dated import breaches, dated_school, held
from tests.strategies import sometimes, without_none

MOST_LOST = 4
MONDAYS, TUESDAYS = ["2026-03-02", "2026-03-09", "2026-03-16"], ["2026-03-03", "2026-03-10", "2026-03-17"]


@st.composite
def wishes(draw, classes):
    """Somebody wants to be somewhere, or anywhere else."""
    place = without_none(weekdays=sometimes(draw, ["MON", "TUE", "THU"], 2), slots=sometimes(draw, [1, 2], 2))
    return place | {"classes": draw(st.sampled_from(classes)), "wanted": draw(st.booleans())}


@st.composite
def schools_that_lose_visits(draw):
    """Three weeks, two to four classes, a narrow window on two or three days, a holiday, an event, somebody away."""
    classes = [f"3-{n}" for n in range(1, draw(st.integers(2, 4)) + 1)]
    closed = draw(st.lists(st.sampled_from(MONDAYS[1:] + TUESDAYS[1:]), min_size=1, max_size=2, unique=True))
    days = [{"date": "2026-03-14", "runs_as": draw(st.sampled_from(["MON", "TUE"])), "confirmed": draw(st.booleans())}]
    window = a_window(
        draw(st.sampled_from(["MON,TUE", "MON,TUE,THU", "MON,TUE"])),
        rooms="lib",
        **without_none(
            classes=sometimes(draw, [1, 2], 2),
            heads=sometimes(draw, [30, 60], 4),
            unpopular=sometimes(draw, [{"2": 1}, {"TUE": 2}], 4),
            valid_until=sometimes(draw, ["2026-03-13"], 5),
        ),
    ) | {"slots": SLOTS[: draw(st.integers(2, 3))]}
    demands = [
        borrowing(
            accompany=draw(st.sampled_from(["nobody", "class_teacher"])),
            cycle=draw(st.sampled_from(["weekly", "A/B", "2 weeks", "sliding"])),
            bans=[{"classes": classes[0], "weekdays": "THU"}] if draw(st.booleans()) else [],
            prefer=draw(st.lists(wishes(classes), max_size=2)),
            **without_none(grade_limits=sometimes(draw, [[{"grades": "3", "at_once": 1}]])),
        )
    ]
    if draw(st.integers(1, 3)) == 3:
        demands.append(reading(classes=classes[:2], accompany="subject_teacher"))
    return {
        "name": "Loses",
        "makeup": "always",
        "windows": [window],
        "demands": demands,
        "term": a_term(
            end="2026-03-20", closures=[{"dates": closed, "name": "Holiday"}], days=days if draw(st.booleans()) else []
        ),
        "rooms": [
            {
                "id": "lib",
                "name": "Lib",
                "classes": draw(st.sampled_from([1, 2, None])),
                **without_none(heads=sometimes(draw, [30, 60], 4)),
            }
        ],
        "classes": [
            {"grade": 3, "count": len(classes), "pupils": 30},
            *({"grade": 3, "number": n, "teacher": "T1"} for n in (1, 2)),
        ],
        "bells": [{"periods": {"P1": "08:00-08:40", "P2": draw(st.sampled_from(["12:20-13:00", "13:00-13:40"]))}}],
        "timetable": [
            {
                "class": c,
                "MON": draw(st.sampled_from(["语文 -", "- 数学"])),
                "TUE": draw(st.sampled_from(["语文 -", "语文 数学"])),
                "THU": draw(st.sampled_from(["- -", "语文 -"])),
                "teachers": {"语文": draw(st.sampled_from(["T1", "T3"])), "数学": "T1"},
            }
            for c in classes
        ],
        "teachers": [{"id": "T1", "away": [{"dates": draw(st.sampled_from(MONDAYS + TUESDAYS))}]}]
        if draw(st.booleans())
        else [],
        "absences": [{"classes": classes[-1], "away": [{"dates": draw(st.sampled_from(MONDAYS + TUESDAYS))}]}]
        if draw(st.booleans())
        else [],
        "events": [{"id": "e", "name": "E", "dates": draw(st.sampled_from(TUESDAYS)), "closes_windows": "noon"}]
        if draw(st.booleans())
        else [],
    }


@cache
def _solved(text):
    school = School.model_validate_json(text)
    outcome = solve(school, Limits(seconds=10))
    return outcome.plan if isinstance(outcome, Solved) else None


def places(school, dated, loss):
    """Every dated place of a demand, as a session of the visitor who lost a visit."""
    timeline, demand = Timeline(dated), dated.demand_by_id[loss.demand]
    for cell in timeline.cells[loss.demand]:
        occasion = cell.occasions[0]
        span = timeline.visit_span(cell, occasion, loss.visitor)
        if span and not timeline.loss(loss.demand, loss.visitor, cell.room, occasion, span):
            rooms = dict.fromkeys(
                [
                    *([cell.room] if cell.room else []),
                    *(demand.with_rooms if demand.is_lesson else school.window_by_id[cell.window].with_rooms),
                ]
            )
            yield Session(
                uid="x",
                category=demand.category,
                date=occasion.date,
                time=span,
                source=loss.demand,
                visitor=loss.visitor,
                window=cell.window,
                slot=cell.slot,
                period=cell.period,
                rooms=tuple(rooms),
            )


def most(school, plan, lost):
    """The most lost visits that can be re-placed without a new breach."""
    dated, there = dated_school(school), held(school, plan)
    before = breaches(dated, plan, there)

    def fine(sessions):
        return breaches(dated, plan, [*there, *sessions]) <= before

    options = [[s for s in places(school, dated, loss) if fine([s])] for loss in lost]
    best = 0

    def place(n, taken):
        nonlocal best
        best = max(best, len(taken))
        if n == len(lost) or len(taken) + len(lost) - n <= best:
            return
        for s in options[n]:
            if fine([*taken, s]):
                place(n + 1, [*taken, s])
        place(n + 1, taken)

    place(0, [])
    return best


@often(120)
@given(
    st.one_of(schools_that_lose_visits(), on_calendars(schools_that_lose_visits())),
    st.booleans(),
    st.sampled_from(["hard", "soft", "off"]),
    st.sampled_from(["hard", "soft"]),
)
def test_the_number_made_up_equals_exhaustive_search(data, once_a_day, wishes, unpopular):
    rules = {name: {"mode": "off"} for name in ("lost_visits", "each_day_served")} | (
        {} if once_a_day else {"one_visit_a_day": {"mode": "off"}}
    )
    rules |= {"preference": {"mode": wishes}, "fair_slots": {"mode": unpopular}}
    school = School.model_validate({**data, "rules": rules})
    plan = _solved(school.model_dump_json(by_alias=True))
    assume(plan is not None)
    # As the report tells them: with those who have a turn in neither of two patterns that follow each other.
    lost = [x for a in term_report(Book.of(school, plan)).visits for x in a.lost if x.reason != "unconfirmed"]
    assume(0 < len(lost) <= MOST_LOST)
    made = make_up(school, plan)
    assert made.proven
    dated, there = dated_school(school), held(school, plan)
    assert breaches(dated, plan, [*there, *made.sessions]) <= breaches(dated, plan, there)
    assert {(s.visitor, s.source, s.made_up_for) for s in made.sessions} <= {(x.visitor, x.demand, x.date) for x in lost}
    if once_a_day:
        assert len(made.sessions) == most(school, plan, lost)
    balance = term_report(Book.of(school, plan, made.all))
    assert sum(a.made_up for a in balance.visits) == len(made.sessions)
    assert sum(a.owed for a in balance.visits) == len(made.not_made_up)


@often(60)
@given(schools_that_lose_visits())
def test_make_ups_break_no_hard_rule_whatever_the_plan_breaks(data):
    """A plan made without wishes, then every rule of dates is hard: whatever is made up is right by the judge of plan files."""
    easy = {name: {"mode": "off"} for name in ON_DATES if RULES[name].mode == "soft"} | {"each_day_served": {"mode": "off"}}
    school = School.model_validate({**data, "rules": easy})
    plan = _solved(school.model_dump_json(by_alias=True))
    assume(plan is not None)
    strict = School.model_validate({**data, "rules": {name: {"mode": "hard"} for name in ON_DATES}})
    made = make_up(strict, plan)
    pattern = check(strict, plan).breaches
    assert check_book(Book.of(strict, plan, made.all)).breaches == pattern

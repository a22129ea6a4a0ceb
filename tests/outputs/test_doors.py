"""The door table shows one room with all that happens in it: several demands, readers, free hours."""

from __future__ import annotations

from planner.applying import edits_of
from planner.models import School
from planner.models.edits import Edits
from planner.models.planfile import PlanFile, canonical_plan, canonical_school
from planner.outputs.papers import Papers
from planner.outputs.writers.xlsx import xlsx
from planner.reading.workbook import read_grids
from planner.sessions.book import Book
from tests.applying.handwork import saved_again
from tests.builders import a_plan, a_term, a_window, borrowing, solved, v, visiting

LIB = {"rooms": [{"id": "lib", "name": "Library"}]}
TWICE = borrowing(id="twice", name="Twice", times=2, grades=4)


def planfile(plan, **changes):
    data = visiting(**{"language": "en", "classes": [{"grades": "3-4", "count": 2}], **LIB, **changes})
    school = School.model_validate(data)
    return PlanFile(school=canonical_school(school), plan=canonical_plan(plan))


def grid(found, page=0):
    rota = Papers(Book(found), "en").tables("borrowing")[page]
    heads = [c.text for c in rota.headings[-1]]
    return rota, [heads, *([row.heads[0].text, *(c.text for c in row.cells)] for row in rota.rows)]


def at(visitor, turn, slot, demand="borrow", window="noon"):
    return v(visitor, turn, slot, demand, window, "lib")


def two_demands():
    plan = a_plan(
        at("3-1", "MON", 2),
        at("3-2", "TUE", 1),
        *(at(c, d, s, "twice") for c, d, s in (("4-1", "MON", 1), ("4-1", "TUE", 3), ("4-2", "MON", 3), ("4-2", "TUE", 2))),
    )
    return planfile(plan, windows=[a_window("MON-TUE", 3, rooms="lib")], demands=[borrowing(grades=3), TWICE])


def test_two_demands_of_one_room_stand_in_one_table():
    found = two_demands()
    rota, table = grid(found)
    assert len(Papers(Book(found), "en").tables("borrowing")) == 1
    assert table[1:] == [["Mon", "4(1)", "3(1)", "4(2)"], ["Tue", "3(2)", "4(2)", "4(1)"]]
    assert rota.subtitle == "2025-2026, spring · Borrowing, Twice · Library"


def test_the_common_table_is_read_back():
    found = two_demands()
    raw = xlsx(Papers(Book(found), "en").tables("borrowing"))
    assert edits_of(Book(found), {"borrowing": raw}) == Edits()
    name = read_grids(raw)[0].name
    edits = edits_of(Book(found), {"borrowing": saved_again(raw, {f"{name}!C4": "4(1)", f"{name}!B4": "3(1)"})})
    assert {(e.visitor, e.demand, e.turn, e.slot) for e in edits.visits} == {
        ("4-1", "twice", "MON", 2),
        ("3-1", "borrow", "MON", 1),
    }


def test_a_class_that_comes_for_two_things_is_named_with_each():
    other = borrowing(id="swap", name="Exchange", kind="corner_exchange", grades=3)
    found = planfile(
        a_plan(at("3-1", "MON", 1), at("3-2", "MON", 2), at("3-1", "TUE", 1, "swap"), at("3-2", "TUE", 2, "swap")),
        windows=[a_window("MON-TUE", 2, rooms="lib")],
        demands=[borrowing(grades=3), other],
    )
    assert grid(found)[1][1] == ["Mon", "3(1) (Borrowing)", "3(2) (Borrowing)"]
    assert edits_of(Book(found), {"borrowing": xlsx(Papers(Book(found), "en").tables("borrowing"))}) == Edits()


def test_readers_and_free_hours_of_the_room_are_there_in_order_of_time():
    found = planfile(
        a_plan(
            at("3-1", "MON", 1), at("3-2", "MON", 2), at("4-1", "WED", 1, "read", "late"), at("4-2", "MON", 1, "read", "late")
        ),
        windows=[
            a_window("MON", 2, rooms="lib"),
            {"id": "late", "name": "Late", "rooms": "lib", "weekdays": "MON,WED", "slots": ["15:00-15:30"]},
            {
                "id": "early",
                "name": "Early",
                "rooms": "lib",
                "weekdays": "TUE",
                "time": "08:00-08:20",
                "booked": False,
                "grades": 5,
            },
            {"id": "else", "name": "Elsewhere", "weekdays": "FRI", "time": "08:00-08:20", "booked": False},
        ],
        demands=[
            borrowing(grades=3),
            {"id": "read", "name": "Reading", "kind": "noon_reading", "windows": "late", "grades": 4},
        ],
    )
    assert grid(found)[1] == [
        ["08:00–08:20", "12:10–12:25", "12:25–12:40", "15:00–15:30"],
        ["Mon", "—", "3(1)", "3(2)", "4(2)"],
        ["Tue", "Grade 5", "—", "—", "—"],
        ["Wed", "—", "—", "—", "4(1)"],
    ]


def test_what_comes_every_week_stands_in_both_weeks_beside_what_comes_every_other_week():
    half = borrowing(id="half", name="Half", grades=4, cycle="A/B")
    found = planfile(
        a_plan(at("3-1", "MON", 1), at("3-2", "MON", 2), at("4-1", "A:MON", 3, "half"), at("4-2", "B:MON", 3, "half")),
        windows=[a_window("MON", 3, rooms="lib")],
        demands=[borrowing(grades=3), half],
    )
    rota, table = grid(found)
    assert [c.text for c in rota.headings[0]] == ["Day", "Week A (odd)", "Week B (even)"]
    assert table[1:] == [["Mon", "3(1)", "3(2)", "4(1)", "3(1)", "3(2)", "4(2)"]]
    raw = xlsx(Papers(Book(found), "en").tables("borrowing"))
    name = read_grids(raw)[0].name
    assert edits_of(Book(found), {"borrowing": raw}) == Edits()
    swapped = {f"{name}!D5": "4(2)", f"{name}!G5": "4(1)"}
    assert {(e.visitor, e.turn) for e in edits_of(Book(found), {"borrowing": saved_again(raw, swapped)}).visits} == {
        ("4-1", "B:MON"),
        ("4-2", "A:MON"),
    }


def test_other_rooms_other_cycles_and_other_campuses_keep_their_own_page():
    apart = [
        {
            "windows": [a_window("MON", 2, rooms="lib"), a_window("TUE", 2, id="other", rooms="two")],
            "second": {"windows": "other"},
        },
        {"windows": [a_window("MON-TUE", 2, rooms="lib")], "second": {"windows": "noon", "cycle": "sliding"}},
    ]
    rooms = [{"id": "lib", "name": "Library"}, {"id": "two", "name": "Second"}]
    for case in apart:
        second = borrowing(id="b2", name="B2", grades=4, **case["second"])
        found = planfile(
            a_plan(at("3-1", "MON", 1)), rooms=rooms, windows=case["windows"], demands=[borrowing(grades=3), second]
        )
        assert len(Papers(Book(found), "en").tables("borrowing")) == 2


def test_every_week_and_every_other_week_share_a_table_in_each_stretch_of_the_term():
    half = borrowing(id="half", name="Half", grades=4, cycle="A/B", windows=["noon", "late"])
    data = visiting(
        language="en",
        classes=[{"grades": "3-4", "count": 2}],
        **LIB,
        windows=[
            a_window("MON", 3, rooms="lib", valid_until="2026-03-15"),
            a_window("TUE", 3, rooms="lib", id="late", name="Late", valid_from="2026-03-16"),
        ],
        demands=[borrowing(grades=3, windows=["noon", "late"]), half],
        term=a_term(end="2026-03-27"),
    )
    school = School.model_validate(data)
    found = PlanFile(school=canonical_school(school), plan=solved(school))
    first, second = Papers(Book(found), "en").tables("borrowing")
    for page in (first, second):  # the windows of one stretch would stand empty beside those of the other
        shown = [line.who for row in page.rows for cell in row.cells for line in cell.lines if line.who]
        # Each class of grade 3 in both weeks, each of grade 4 once.
        assert {who: shown.count(who) for who in shown} == {"3-1": 2, "3-2": 2, "4-1": 1, "4-2": 1}
    assert (first.rows[0].heads[0].text, second.rows[0].heads[0].text) == ("Mon", "Tue")
    assert ("until Sun 15 Mar" in first.subtitle, "from Mon 16 Mar on" in second.subtitle) == (True, True)


def test_a_demand_that_ends_while_others_go_on_says_so():
    """Grade 4 comes until the first week is over: on the door it would stand for the whole term."""
    ends = {**TWICE, "times": 1, "valid_until": "2026-03-06"}
    plan = a_plan(at("3-1", "MON", 1), at("3-2", "MON", 2), at("4-1", "TUE", 1, "twice"), at("4-2", "TUE", 2, "twice"))
    found = planfile(plan, windows=[a_window("MON-TUE", 3, rooms="lib")], demands=[borrowing(grades=3), ends])
    rota, _table = grid(found)
    assert "Twice: until Fri 6 Mar." in rota.notes
    assert not any("until" in note for note in grid(two_demands())[0].notes)


def test_a_round_that_slides_and_visits_once_a_term_are_told_beside_the_weekly_ones():
    """Each has a list of its own; on the door of the room stands when they are there."""
    windows = [
        a_window("MON", 2, rooms="lib"),
        {"id": "late", "name": "Late", "rooms": "lib", "weekdays": "TUE", "slots": ["15:00-15:20"]},
        {"id": "noon2", "name": "Noon", "rooms": "lib", "weekdays": "WED", "slots": ["12:10-12:25", "12:25-12:40"]},
    ]
    turn = borrowing(id="turn", name="By turns", grades=4, windows="late", cycle="sliding")
    swap = borrowing(id="swap", name="Exchange", kind="corner_exchange", grades=3, windows="noon2", cycle="once a term")
    found = planfile(
        a_plan(
            at("3-1", "MON", 1),
            at("3-2", "MON", 2),
            at("4-1", "#1", 1, "turn", "late"),
            at("4-2", "#2", 1, "turn", "late"),
            at("3-1", "2026-03-04", 1, "swap", "noon2"),
            at("3-2", "2026-03-04", 2, "swap", "noon2"),
        ),
        windows=windows,
        demands=[turn, borrowing(grades=3), swap],
    )
    pages = Papers(Book(found), "en").tables("borrowing")
    (page,) = [n for n, rota in enumerate(pages) if "Borrowing" in (rota.subtitle or "")]
    assert grid(found, page)[1] == [
        ["12:10–12:25", "12:10–12:40", "12:25–12:40", "15:00–15:20"],
        ["Mon", "3(1)", "—", "3(2)", "—"],
        ["Tue", "—", "—", "—", "the class whose turn it is"],
        ["Wed", "—", "4 Mar", "—", "—"],
    ]
    assert len(pages) == 3
    assert edits_of(Book(found), {"borrowing": xlsx(pages)}) == Edits()

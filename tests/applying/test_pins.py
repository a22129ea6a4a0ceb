"""What edits do to pins: new ones in a librarian's words, standing ones that give way, all of it in the school file too."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.applying import by_hand, edits_of, pinning_of, with_pins
from planner.checker import check
from planner.editing.pinedit import write_pins
from planner.editing.schooledit import SchoolEditor
from planner.models import School
from planner.models.edits import DutyEdit, Edits, Pinning, VisitEdit
from planner.models.planfile import PlanFile, canonical_school
from planner.sessions.book import Book
from tests.applying.handwork import NAMES, changed_to, planned
from tests.builders import a_helper, a_plan, a_post, a_school, a_window, borrowing, d, serving, v, visiting
from tests.cli.cases import ROOT

THREE_DAYS = [a_window("MON-WED", slots=2)]


def pinned(school: School, plan, edited) -> tuple[Edits, Pinning, School]:
    """The edits, what they do to the pins, and the school with them."""
    edits = edits_of(Book(PlanFile(school=school, plan=plan)), changed_to(PlanFile(school=school, plan=plan), edited))
    pinning = pinning_of(school, edits, by_hand(school, plan, edits, plan.effective_from))
    return edits, pinning, with_pins(school, pinning)


@pytest.mark.parametrize(
    ("cycle", "turns", "said"),
    [
        ("weekly", ("MON", "TUE"), {"weekdays": "TUE"}),
        ("A/B", ("A:MON", "B:TUE"), {"weekdays": "TUE", "weeks": "even"}),
        ("2 weeks", ("1/2:MON", "2/2:TUE"), {"turns": ["2/2:TUE"]}),
        ("sliding 2", ("#1", "#2"), {"turns": ["#2"]}),
        ("sliding 2 by weekday", ("MON:#1", "TUE:#2"), {"turns": ["TUE:#2"]}),
    ],
)
def test_a_pin_says_where_in_the_words_of_the_cycle(cycle: str, turns: tuple[str, str], said: dict) -> None:
    """And the place it names is the one in which the class now stands."""
    data = visiting(2, windows=THREE_DAYS, demands=[borrowing(cycle=cycle)], term={**visiting()["term"], "end": "2026-04-30"})
    school, plan = canonical_school(a_school(data)), a_plan(v("3-1", turns[0]), v("3-2", turns[0], 2))
    edited = a_plan(v("3-1", turns[1], 2), v("3-2", turns[0], 2))
    edits, pinning, after = pinned(school, plan, edited)
    assert [e.visitor for e in edits.visits] == ["3-1"]
    (pin,) = pinning.visits["borrow"].pins
    assert pin.model_dump(mode="json", exclude_defaults=True) == {
        "classes": ["3-1"], "windows": ["noon"], "slots": "2", **said,
    }  # fmt: skip
    assert not any(b.rule == "pinned" for b in check(after, edited).breaches)
    assert any(b.rule == "pinned" for b in check(after, plan).breaches)


def test_a_visit_once_a_term_is_pinned_to_another_date_of_the_list() -> None:
    data = visiting(3, windows=THREE_DAYS, demands=[borrowing(cycle="once a term")])
    school = canonical_school(a_school(data))
    first, second = "2026-03-02", "2026-03-03"
    stay = (v("3-2", first, 2), v("3-3", second))
    _edits, pinning, _after = pinned(school, a_plan(v("3-1", first), *stay), a_plan(v("3-1", second, 2), *stay))
    (pin,) = pinning.visits["borrow"].pins
    assert pin.model_dump(mode="json", exclude_defaults=True) == {
        "classes": ["3-1"], "windows": ["noon"], "slots": "2", "turns": [second],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cycle", "turns", "said"),
    [
        ("weekly", ("MON", "TUE"), {"weekdays": "TUE"}),
        ("A/B", ("A:MON", "B:TUE"), {"turns": ["B:TUE"]}),
        ("dated", ("2026-03-02", "2026-03-03"), {"dates": ["2026-03-03"]}),
    ],
)
def test_so_does_the_pin_of_a_duty(cycle: str, turns: tuple[str, str], said: dict) -> None:
    """A post for one needs no second pin against the helper who stood there."""
    data = serving(*(a_helper(f"h{n}") for n in (1, 2)), windows=[a_window("MON-WED")], duties={"cycle": cycle})
    school, plan = canonical_school(a_school(data)), a_plan(d("h1", turns[0]), d("h2", turns[1]))
    _edits, pinning, _after = pinned(school, plan, a_plan(d("h1", turns[0]), d("h1", turns[1])))
    assert [p.model_dump(mode="json", exclude_defaults=True) for p in pinning.duties.pins] == [
        {"helper": "h1", "post": "desk", "windows": ["noon"], **said}
    ]


def test_at_a_post_for_two_the_one_who_left_is_kept_away() -> None:
    """Otherwise it could be the other seat that changes hands."""
    data = serving(*(a_helper(f"h{n}") for n in (1, 2, 3)), posts=[a_post(count=2)])
    school, plan = canonical_school(a_school(data)), a_plan(d("h1"), d("h2"))
    _edits, pinning, _after = pinned(school, plan, a_plan(d("h3"), d("h2")))
    assert {(p.helper, p.wanted) for p in pinning.duties.pins} == {("h3", True), ("h1", False)}
    _edits, pinning, _after = pinned(school, plan, a_plan(d("h2")))
    assert {(p.helper, p.wanted) for p in pinning.duties.pins} == {("h1", False)}


def test_a_standing_pin_gives_way_for_the_moved_class_alone() -> None:
    """It was about the whole grade; the others stay where it puts them."""
    pins = [{"grades": 3, "weekdays": "MON"}, {"classes": "3-1", "slots": 1}, {"classes": "3-2", "slots": 2}]
    school = canonical_school(a_school(visiting(3, windows=THREE_DAYS, demands=[borrowing(pins=pins)])))
    plan = a_plan(v("3-1"), v("3-2", slot=2), v("3-3"))
    _edits, pinning, after = pinned(school, plan, a_plan(v("3-1", "TUE", 2), v("3-2", slot=2), v("3-3")))
    said = [p.model_dump(mode="json", exclude_defaults=True) for p in after.demands[0].pins]
    wanted = [
        {"classes": ["3-2", "3-3"], "weekdays": "MON"},
        {"classes": ["3-2"], "slots": "2"},
        {"classes": ["3-1"], "weekdays": "TUE", "windows": ["noon"], "slots": "2"},
    ]
    assert all(pin in said for pin in wanted)
    assert len(said) == len(wanted)
    assert pinning.replaced == 2


def test_standing_pins_of_helpers_give_way() -> None:
    """One who was kept there, and one who was kept away."""
    pins = [
        {"helper": "h1", "weekdays": "MON"},
        {"helper": "h2", "weekdays": "MON", "wanted": False},
        {"helper": "h1", "post": "desk"},
    ]
    data = serving(a_helper(), a_helper("h2"), windows=[a_window("MON,WED")], duties={"pins": pins})
    school, plan = canonical_school(a_school(data)), a_plan(d("h1"), d("h2", "WED"))
    edited = a_plan(d("h2"), d("h1", "WED"))
    _edits, pinning, after = pinned(school, plan, edited)
    assert pinning.replaced == 2
    assert not any(b.rule == "duty_pinned" for b in check(after, edited).breaches)
    assert [p.helper for p in after.duties.pins if not p.weekdays] == ["h1"]


@pytest.mark.parametrize("name", NAMES)
def test_the_school_file_says_the_same_as_the_plan(name: str, tmp_path: Path) -> None:
    """Pins written into the file of every example; its comments stay, and it is read as the school with these pins."""
    path = tmp_path / "school.yaml"
    path.write_bytes((ROOT / "examples" / name / "school.yaml").read_bytes())
    editor, planfile = SchoolEditor(path), planned(name)
    visit, duty = planfile.plan.visits[0], next(iter(planfile.plan.duties), None)
    other = next(v for v in planfile.plan.visits if v.demand == visit.demand and v.turn != visit.turn)
    place = other.model_dump(exclude={"visitor"})
    edits = Edits(
        visits=(VisitEdit(cell="x!A1", text="x", visitor=visit.visitor, before=visit, **place),),
        duties=() if duty is None else (
            DutyEdit(cell="x!A2", text="x", before=duty.helper, post=duty.post, turn=duty.turn, window=duty.window),
        ),
    )  # fmt: skip
    edited = by_hand(editor.school, planfile.plan, edits, planfile.plan.effective_from)
    pinning = pinning_of(editor.school, edits, edited)
    write_pins(editor, pinning)
    school = editor.save()
    expected = canonical_school(with_pins(planfile.school, pinning_of(planfile.school, edits, edited)))
    assert _by_id(canonical_school(school)) == _by_id(expected)
    before, after = ((ROOT / "examples" / name / "school.yaml").read_text("utf-8"), path.read_text("utf-8"))
    commented = [line.rstrip() for line in before.splitlines() if "#" in line]
    assert [line for line in after.splitlines() if line in commented] == commented
    assert len(after.splitlines()) - len(before.splitlines()) <= 4


def _by_id(school: School) -> tuple[object, ...]:
    """Pins with classes by id, however the file calls them."""
    pins = {
        (d.id, p.model_copy(update={"classes": tuple(map(school.class_id, p.classes or ()))}).model_dump_json())
        for d in school.demands
        for p in d.pins
    }
    return pins, school.duties.pins


def test_pins_taken_back_in_a_file(tmp_path: Path) -> None:
    """A pin that goes, one that is about fewer classes, and a list that was no list; what is written around them stays."""
    path = tmp_path / "school.yaml"
    path.write_text(
        """name: Test School
term: {id: t1, school_year: 2025-2026, name: spring, start: 2026-03-02, end: 2026-03-13}
classes: [{grades: 3, count: 3, pupils: 30}]
windows: [{id: noon, name: Noon, weekdays: MON-WED, slots: [12:10-12:25, 12:25-12:40]}]
demands:
  - id: borrow   # everybody
    name: Borrowing
    kind: borrowing
    windows: noon
    pins:
      - {grades: 3, weekdays: MON}   # the whole grade
      - {classes: 3-1, slots: 1}     # as last year
# duties follow
posts: [{id: desk, name: Desk, windows: noon}]
helpers: [{id: h1, class: 3-1}, {id: h2, class: 3-2}, {id: h3, class: 3-3}]
duties: {max_per_week: 2, pins: {helper: h1, weekdays: MON}}
""",
        encoding="utf-8",
    )
    editor = SchoolEditor(path)
    plan = a_plan(v("3-1"), v("3-2", slot=2), v("3-3"), d("h1"), d("h2", "TUE"), d("h3", "WED"))
    edited = a_plan(v("3-1", "TUE", 2), v("3-2", slot=2), v("3-3"), d("h2"), d("h2", "TUE"), d("h3", "WED"))
    _edits, pinning, after = pinned(editor.school, plan, edited)
    write_pins(editor, pinning)
    assert canonical_school(editor.save()) == canonical_school(after)
    text = path.read_text("utf-8")
    assert "{weekdays: MON, classes: [3-2, 3-3]} # the whole grade" in text
    assert "as last year" not in text
    assert "# everybody" in text
    assert "# duties follow" in text
    assert "{classes: 3-1, weekdays: TUE, windows: noon, slots: 2}" in text
    assert "{helper: h2, post: desk, weekdays: MON, windows: noon}" in text

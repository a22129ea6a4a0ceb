"""A school in pieces: all of it is in them, and two files that have both gone on become one in which nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

import planner
from planner.editing.merging import MOST_OF_A_SHEET, Difference, differences, merged, written
from planner.languages import LANGUAGES
from planner.models.planfile import canonical_school
from planner.models.school import School
from planner.reading import parse_school, read_school
from planner.sheets.pieces import data_from, pieces_of

EXAMPLES = Path(__file__).parents[2] / "examples"
TINY = (EXAMPLES / "tiny" / "school.yaml").read_text(encoding="utf-8")
HERE = (
    TINY.replace("  end: 2026-03-27\n", "  end: 2026-03-27\n  closures: [{dates: 2026-03-18, name: Sports day}]\n")
    .replace("name: 丙小三, class: 4-1", "name: 丙小三, class: 4-1, valid_until: 2026-03-20")
    .replace("seats: 30", "seats: 40")
)
"""Decided here: a holiday, a helper who stops, a room with more seats."""
FILE = TINY.replace("seats: 30", "seats: 20").replace("pupils: 25", "pupils: 28").replace("before: 5", "before: 10  # late")
"""Changed on the disk: the same room, the size of classes, when helpers arrive."""


def school(text: str) -> School:
    return parse_school(text, "school.yaml")


def found(base: str = TINY, here: str = HERE, file: str = FILE, language: str = "en") -> list[Difference]:
    return differences([school(base)], school(here), school(file), language)


@pytest.mark.parametrize("example", sorted(path.parent.name for path in EXAMPLES.glob("*/school.yaml")))
def test_the_pieces_are_the_whole_school(example: str) -> None:
    whole = read_school(EXAMPLES / example)
    assert canonical_school(School.model_validate(data_from(pieces_of(whole)))) == canonical_school(whole)


def test_who_has_changed_what_is_told_in_words() -> None:
    told = {one.whose: one for one in found()}
    assert {(one.whose, one.sheet, one.name) for one in found()} == {
        ("file", "Duty rules", "arrive before"),
        ("both", "Rooms", "Library"),
        ("file", "Classes", "3-4"),
        ("here", "Closures and changes · closed", "Sports day 2026-03-18"),
        ("here", "Helpers", "h3 4-1"),
    }
    assert [tuple(field) for field in told["both"].told] == [("seats", "40", "20")]
    for language in LANGUAGES:
        assert all(one.sheet and one.name and one.told for one in found(language=language))
    assert any(field.heading == "座位数" for one in found(language="zh") for field in one.told)


def test_what_is_chosen_is_in_the_file_and_its_comments_stay() -> None:
    kept = [spot for one in found() if one.whose != "file" for spot in one.spots]
    whole = merged(school(FILE), school(HERE), kept)
    content, name = written(FILE.encode(), "school.yaml", whole)
    text = content.decode()
    assert (name, canonical_school(parse_school(content, name))) == ("school.yaml", canonical_school(whole))
    assert [word for word in ("Sports day", "2026-03-20", "seats: 40", "pupils: 28", "# late") if word not in text] == []
    # Nothing of here: the file as it is; all of here: the school as it was.
    assert canonical_school(merged(school(FILE), school(HERE), [])) == canonical_school(school(FILE))
    every = [spot for one in found() for spot in one.spots]
    assert canonical_school(merged(school(FILE), school(HERE), every)) == canonical_school(school(HERE))


def test_what_was_taken_out_here_is_asked_about_too() -> None:
    without = TINY.replace("  - {id: h2, name: 乙小二, class: 3-2, away: MON}\n", "")
    (gone,) = found(here=without, file=TINY)
    assert (gone.whose, gone.gone_here, gone.gone_in_file) == ("here", True, False)
    content, _name = written(TINY.encode(), "school.yaml", merged(school(TINY), school(without), gone.spots))
    assert "乙小二" not in content.decode()


def test_pieces_that_do_not_fit_together_are_told_as_in_any_file() -> None:
    away = TINY.replace("name: 丙小三, class: 4-1", "name: 丙小三, class: 4-2")
    fewer = TINY.replace("{grades: 3-4, count: 2, pupils: 25}", "{grades: 3-4, count: 1, pupils: 25}")
    fewer = "\n".join(line for line in fewer.splitlines() if "-2" not in line.partition("#")[0] or "2026" in line)
    kept = [spot for one in found(here=away, file=fewer) if one.sheet == "Helpers" for spot in one.spots]
    with pytest.raises(planner.BadInput) as refused:
        merged(school(fewer), school(away), kept)
    assert any("4-2" in str(problem.value) for problem in refused.value.problems)


def test_many_pieces_of_a_sheet_are_one_choice() -> None:
    base = school(TINY)
    helper = base.helpers[0]
    more = [helper.model_copy(update={"id": f"n{n}"}) for n in range(MOST_OF_A_SHEET + 1)]
    here = base.model_copy(update={"helpers": (*base.helpers, *more)})
    (all_of_them,) = differences([base], here, base, "en")
    assert (len(all_of_them.spots), all_of_them.gone_in_file) == (MOST_OF_A_SHEET + 1, True)


def test_of_a_file_that_was_made_from_a_later_version_less_is_asked() -> None:
    newer = HERE.replace("seats: 40", "seats: 45")
    first, then = school(TINY), school(HERE)
    by_first, by_both = (differences(known, then, school(newer), "en") for known in ([first], [first, then]))
    assert [one.whose for one in by_first] == ["both"]
    assert [one.whose for one in by_both] == ["file"]
    # What such a file has as the first one had it may never have been in it: that is asked.
    (asked,) = differences([first, then], then, school(HERE.replace("seats: 40", "seats: 30")), "en")
    assert asked.whose == "here"

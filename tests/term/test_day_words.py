"""Days as a librarian writes them: every one that is written counts, or the file is refused."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from planner.models.days import Days, own_days

_DAYS: TypeAdapter[tuple[str, ...]] = TypeAdapter(Days)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("Tue and Thu", "TUE THU"),
        ("Tue/Thu", "TUE THU"),
        ("Mon & Wed", "MON WED"),
        ("周一和周三", "MON WED"),
        ("週一、週三及週五", "MON WED FRI"),
        ("Mondays, Weds, Thurs.", "MON WED THU"),
        ("Tues-Thur", "TUE WED THU"),
    ],
)
def test_every_day_that_is_written_counts(said: str, days: str) -> None:
    assert _DAYS.validate_python(said) == tuple(days.split())


@pytest.mark.parametrize("said", ["MonWed", "Monthly", "Tue.Thu", "Fridge", "Mo", "and"])
def test_what_only_begins_like_a_day_is_refused(said: str) -> None:
    """`Tue/Thu` once was Tuesday alone, without a word."""
    with pytest.raises(ValidationError):
        _DAYS.validate_python(said)


def test_a_day_of_the_cycle_may_be_called_by_a_word_that_joins() -> None:
    with own_days(["信", "義", "和", "平"]):
        assert _DAYS.validate_python("信、和") == ("D1", "D3")

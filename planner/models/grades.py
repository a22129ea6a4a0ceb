"""Grades in a school's own shorthand."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer

from planner.models.shorthand import compact, parse_numbers


def parse_grades(value: Any) -> tuple[int, ...]:
    """Grades from '3-6', 3, [1, 2] or '三至六年级'."""
    return parse_numbers(value, r"年级|初|小|grades?|\s", "grades")


Grades = Annotated[
    tuple[int, ...],
    BeforeValidator(parse_grades),
    PlainSerializer(compact, return_type=str),
    Field(description="grades: '3-6', 3, [1, 2], '三至六年级'"),
]

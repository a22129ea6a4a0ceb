"""The small school of the table tests with more to change by hand: adults, teachers who read, reading every other week."""

from __future__ import annotations

from functools import cache
from typing import Any

from planner.models import Plan, School
from planner.models.planfile import PlanFile, canonical_plan, canonical_school
from tests.applying.handwork import workbooks
from tests.outputs.school_with_tables import PLAN, SCHOOL

DEMANDS = [
    *SCHOOL["demands"],
    {"id": "half", "name": "隔周阅览", "kind": "noon_reading", "grades": 1, "cycle": "A/B", "windows": "read"},
    {"id": "staff", "name": "教师阅览", "kind": "teacher_reading", "rooms": "staff", "teachers": "T1"},
]
DATA: dict[str, Any] = {
    **SCHOOL,
    "demands": DEMANDS,
    "rooms": [*SCHOOL["rooms"], {"id": "staff", "name": {"zh": "教师室", "en": "Staff room"}}, {"id": "annex", "name": "侧厅"}],
    "windows": [SCHOOL["windows"][0] | {"rooms": ["lending", "annex"]}, SCHOOL["windows"][1]],
    "teachers": [*SCHOOL["teachers"], {"id": "T2", "name": "刘老师"}],
    "adults": [{"id": "L", "name": "李老师", "places": [{}]}],
    "helpers": [*SCHOOL["helpers"], {"id": "h6", "name": "王小明", "class": "5-2"}],
}
VISITS = [
    *PLAN["visits"],
    {"demand": "half", "visitor": "1-1", "turn": "A:MON", "window": "read", "slot": 1, "room": "reading"},
    {"demand": "half", "visitor": "1-2", "turn": "B:MON", "window": "read", "slot": 1, "room": "reading"},
    {"demand": "staff", "visitor": "T1", "turn": "WED", "period": "P2", "room": "staff"},
]
COVERS = [
    {"adult": "L", "window": w, "day": d, "present": ["L"]} for w, d in (("noon", "MON"), ("noon", "FRI"), ("read", "MON"))
]


@cache
def small(**changes: Any) -> PlanFile:
    """The plan file; ``changes`` of the school by field."""
    school = School.model_validate({**DATA, **changes})
    plan = Plan.model_validate({**PLAN, "visits": VISITS, "covers": COVERS})
    return PlanFile(school=canonical_school(school), plan=canonical_plan(plan))


@cache
def tables() -> dict[str, bytes]:
    """Its tables in Chinese."""
    return workbooks(small())

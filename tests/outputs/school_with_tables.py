"""A small school with one plan written by hand, in which every kind of table has something to show."""

from __future__ import annotations

from typing import Any

from planner.models.base import Language
from planner.models.plan import Plan
from planner.models.planfile import PlanFile
from planner.models.school import School
from planner.outputs.papers import Papers
from planner.outputs.tables.rota import Rota
from planner.sessions.book import Book

NAMES = ("王小明", "李雷", "欧阳小华", "赵不愿", "Ann Lee")
SCHOOL: dict[str, Any] = {
    "name": {"zh": "试验小学", "en": "Test School"},
    "term": {
        "id": "t",
        "school_year": {"zh": "2025–2026学年", "en": "2025–2026"},
        "name": {"zh": "第二学期", "en": "second term"},
        "start": "2026-03-02",
        "end": "2026-05-15",
        "recall_weeks": "11",
        "closures": [{"dates": "2026-04-06", "name": {"zh": "清明节", "en": "Qingming"}}],
        "days": [{"date": "2026-04-11", "runs_as": "MON"}, {"date": "2026-05-09", "confirmed": False}],
    },
    "bells": [{"periods": {"P1": "08:00-08:40", "P2": "08:50-09:30"}}],
    "rooms": [
        {"id": "lending", "name": {"zh": "借书处", "en": "Lending room"}},
        {"id": "reading", "name": {"zh": "阅览室", "en": "Reading room"}, "classes": 2},
    ],
    "classes": [{"grades": [1, 2], "count": 2}, {"grades": 5, "count": 2}],
    "teachers": [{"id": "T1", "name": {"zh": "张老师", "en": "Ms Zhang"}}],
    "timetable": [{"class": "5-1", "days": {"TUE": "语文 数学"}, "teachers": {"语文": "T1"}}],
    "windows": [
        {
            "id": "noon",
            "name": {"zh": "午间", "en": "Noon"},
            "rooms": "lending",
            "weekdays": "MON,FRI",
            "slots": ["12:00-12:15", "12:15-12:30"],
            "changes": [{"valid_from": "2026-05-04", "slots": ["12:30-12:45", "12:45-13:00"]}],
        },
        {
            "id": "read",
            "name": {"zh": "午间阅览", "en": "Noon reading"},
            "rooms": "reading",
            "weekdays": "MON",
            "slots": "12:00-12:40",
        },
    ],
    "demands": [
        {"id": "borrow", "name": {"zh": "借书", "en": "Borrowing"}, "kind": "borrowing", "cycle": "A/B", "windows": "noon"},
        {
            "id": "lesson",
            "name": {"zh": "阅览课", "en": "Reading lesson"},
            "kind": "lesson_reading",
            "grades": 5,
            "subjects": "语文",
            "rooms": "reading",
            "accompany": "subject_teacher",
        },
        {
            "id": "nread",
            "name": {"zh": "低年级阅览", "en": "Lower grades"},
            "kind": "noon_reading",
            "grades": 2,
            "windows": "read",
        },
    ],
    "posts": [
        {"id": "desk", "name": {"zh": "借还台", "en": "Desk"}, "windows": "noon", "arrive": "11:55"},
        {
            "id": "escort",
            "name": {"zh": "护送", "en": "Escort"},
            "windows": "read",
            "escort": {"demand": "nread", "per_class": 1},
        },
    ],
    "helpers": [
        {"id": "h1", "name": NAMES[0], "class": "5-1"},
        {"id": "h2", "name": NAMES[1], "class": "5-1"},
        {"id": "h10", "name": NAMES[2], "class": "5-1", "trainee": True},
        {"id": "h4", "name": NAMES[3], "class": "5-2", "consent": False},
        {"id": "h5", "name": NAMES[4], "class": "5-2"},
    ],
    "printing": {"notes": {"zh": "1. 带好借书卡。", "en": "1. Bring your card."}},
}
PLAN: dict[str, Any] = {
    "effective_from": "2026-03-02",
    "visits": [
        *(
            {"demand": "borrow", "visitor": c, "turn": turn, "window": "noon", "slot": slot, "room": "lending"}
            for c, turn, slot in (
                ("1-1", "A:MON", 1),
                ("1-2", "A:MON", 2),
                ("2-1", "A:FRI", 1),
                ("2-2", "B:MON", 1),
                ("5-1", "B:FRI", 2),
            )
        ),
        {"demand": "lesson", "visitor": "5-1", "turn": "TUE", "period": "P1", "room": "reading"},
        {"demand": "nread", "visitor": "2-1", "turn": "MON", "window": "read", "slot": 1, "room": "reading"},
        {"demand": "nread", "visitor": "2-2", "turn": "MON", "window": "read", "slot": 1, "room": "reading"},
    ],
    "duties": [
        {"helper": "h1", "post": "desk", "turn": "MON", "window": "noon"},
        {"helper": "h10", "post": "desk", "turn": "MON", "window": "noon"},
        {"helper": "h2", "post": "desk", "turn": "FRI", "window": "noon"},
        {"helper": "h4", "post": "escort", "turn": "MON", "window": "read"},
        {"helper": "h5", "post": "escort", "turn": "MON", "window": "read"},
    ],
}


def made(
    language: Language = "zh", *, internal: bool = False, reverse: bool = False, **changes: Any
) -> dict[str, tuple[Rota, ...]]:
    """The tables of the school; ``changes`` replace its top-level fields, ``reverse`` turns every list of it round."""
    data, plan_data = {**SCHOOL, **changes}, dict(PLAN)
    if reverse:
        data = {k: v[::-1] if isinstance(v, list) else v for k, v in data.items()}
        plan_data |= {"visits": PLAN["visits"][::-1], "duties": PLAN["duties"][::-1]}
    school, plan = School.model_validate(data), Plan.model_validate(plan_data)
    return Papers(Book(PlanFile(school=school, plan=plan)), language, internal=internal).filed()


def words(rotas: tuple[Rota, ...]) -> str:
    """Everything that can be read on some tables."""
    parts: list[str] = []
    for rota in rotas:
        parts += [rota.title, rota.subtitle, *rota.lead, *rota.notes, *rota.signature, rota.edition, rota.internal]
        parts += [cell.text for row in rota.headings for cell in row]
        parts += [cell.text for row in rota.rows for cell in (*row.heads, *row.cells)]
    return "\n".join(parts)

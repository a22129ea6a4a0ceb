"""What can be chosen in the forms of "something has changed": helpers, classes, grades, days and periods of the school."""

from __future__ import annotations

from dataclasses import dataclass

from api.deps import Rows
from api.pages.facts import file_facts
from planner.errors import BadInput
from planner.messages.wording import day_name, grades_text, period_name
from planner.models.base import Language
from planner.models.school import School
from planner.outputs.tables.names import HelperNames

Choice = tuple[str, str]
"""(value, how people call it)."""


@dataclass(frozen=True)
class Choices:
    """Of one school, as its newest file has it."""

    helpers: list[Choice]
    classes: list[Choice]
    grades: list[Choice]
    days: list[Choice]
    periods: list[Choice]
    lessons: bool
    """Whether there is a timetable in which a lesson could move."""


def choices(rows: Rows, language: Language) -> Choices | None:
    """None when the file cannot be read any more."""
    document = rows.document()
    try:
        school = file_facts(document).school if document else None
    except BadInput:
        return None
    return _of(school, language) if school else None


def _of(school: School, language: Language) -> Choices:
    names = HelperNames(school, language, internal=True)
    days = list(dict.fromkeys(day for row in school.timetable for day in row.days)) or list(school.term.weekdays)
    periods = dict.fromkeys(p for c in school.class_list for day in days for p in school.period_names(c.id, day))
    return Choices(
        [(h.id, _helper(school, names, h.id, h.class_id, language)) for h in school.helper_by_id.values()],
        [(c.id, c.name.in_(language)) for c in school.class_list],
        [(str(g), grades_text(language, [g])) for g in sorted({c.grade for c in school.class_list})],
        [(d, day_name(language, d, school.term)) for d in days],
        [(p, period_name(language, p)) for p in periods],
        bool(school.timetable),
    )


def _helper(school: School, names: HelperNames, helper: str, class_id: str, language: Language) -> str:
    own = school.class_by_id.get(class_id) or school.group_by_id.get(class_id)
    label, group = names.label(helper), own.name.in_(language) if own else class_id
    return label if label.startswith(group) else f"{group} {label}"

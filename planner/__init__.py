"""lunjie from Python: read a school, plan its term, loop over the sessions, write everything down.

    import planner

    school = planner.read("school.yaml")
    book = planner.plan(school, seconds=10).book
    for s in book.sessions:
        print(s.date, s.visitor or s.helper, s.source, s.time)
    planner.write(book, "rota")

Values go in and values come out: only `read`, `read_book` and `write` touch files, and what depends on the day or the time
takes it as an argument. Names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.board.board import Board
    from planner.board.ways import ways_to
    from planner.changes.diff import diff
    from planner.changes.same_school import NotTheSame
    from planner.errors import BadInput, BrokenPromise, Declined, LunjieError, MissingFile, NoPlan
    from planner.models.school import School
    from planner.models.session import Session
    from planner.models.whatif import SchoolChange
    from planner.reading.schoolfile import read_school as read
    from planner.sessions.book import Book
    from planner.verbs.allowing import what_would_allow
    from planner.verbs.asking import check, effect, what_if
    from planner.verbs.boards import open_board
    from planner.verbs.by_hand import Applied, apply
    from planner.verbs.holding import Held, edits_in, hold
    from planner.verbs.planning import Explained, OnStep, Planned, Replanned, Step, explain, located, plan, replan
    from planner.verbs.publishing import calendars, read_book, report, tables, write
    from planner.verbs.schoolfile import (
        CalendarAnswered,
        CalendarAnswers,
        CalendarQuestions,
        Closing,
        DayAnswer,
        RolledOver,
        calendar_answers,
        calendar_questions,
        change_midterm,
        remarks,
        rollover,
        take_way,
    )
    from planner.verbs.standing_in import Forbidden, StoodIn, cover, give_back, substitute, swap
    from planner.verbs.timetable import TimetableQuestions, import_timetable, new_school, timetable_questions

__all__ = [
    "Applied",
    "BadInput",
    "Board",
    "Book",
    "BrokenPromise",
    "CalendarAnswered",
    "CalendarAnswers",
    "CalendarQuestions",
    "Closing",
    "DayAnswer",
    "Declined",
    "Explained",
    "Forbidden",
    "Held",
    "LunjieError",
    "MissingFile",
    "NoPlan",
    "NotTheSame",
    "OnStep",
    "Planned",
    "Replanned",
    "RolledOver",
    "School",
    "SchoolChange",
    "Session",
    "Step",
    "StoodIn",
    "TimetableQuestions",
    "apply",
    "calendar_answers",
    "calendar_questions",
    "calendars",
    "change_midterm",
    "check",
    "cover",
    "diff",
    "edits_in",
    "effect",
    "explain",
    "give_back",
    "hold",
    "import_timetable",
    "located",
    "new_school",
    "open_board",
    "plan",
    "read",
    "read_book",
    "remarks",
    "replan",
    "report",
    "rollover",
    "substitute",
    "swap",
    "tables",
    "take_way",
    "timetable_questions",
    "ways_to",
    "what_if",
    "what_would_allow",
    "write",
]

_HOME = {
    "planner.board.board": "Board",
    "planner.board.ways": "ways_to",
    "planner.changes.diff": "diff",
    "planner.changes.same_school": "NotTheSame",
    "planner.errors": "BadInput BrokenPromise Declined LunjieError MissingFile NoPlan",
    "planner.models.school": "School",
    "planner.models.session": "Session",
    "planner.reading.schoolfile": "read_school:read",
    "planner.sessions.book": "Book",
    "planner.models.whatif": "SchoolChange",
    "planner.verbs.allowing": "what_would_allow",
    "planner.verbs.asking": "check effect what_if",
    "planner.verbs.boards": "open_board",
    "planner.verbs.by_hand": "Applied apply",
    "planner.verbs.holding": "Held edits_in hold",
    "planner.verbs.planning": "Explained OnStep Planned Replanned Step explain located plan replan",
    "planner.verbs.publishing": "calendars read_book report tables write",
    "planner.verbs.schoolfile": (
        "CalendarAnswered CalendarAnswers CalendarQuestions Closing DayAnswer RolledOver calendar_answers "
        "calendar_questions change_midterm remarks rollover take_way"
    ),
    "planner.verbs.standing_in": "Forbidden StoodIn cover give_back substitute swap",
    "planner.verbs.timetable": "TimetableQuestions import_timetable new_school timetable_questions",
}
"""Where each name is at home; ``there:here`` where it is called otherwise."""
_NAMES = {
    name.rpartition(":")[2]: (module, name.partition(":")[0]) for module, names in _HOME.items() for name in names.split()
}


def __getattr__(name: str) -> object:
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, there = _NAMES[name]
    value = globals()[name] = getattr(import_module(module), there)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)

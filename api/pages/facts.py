"""What the pages need to know of a stored plan or school file. Both never change: what is read of one is kept for a while."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from api.documents import school_of
from api.edits import calendar_state
from api.store.revisions import unpack
from api.store.schools import Document
from planner.models.school import School
from planner.outputs.tables.reading import reading_rooms
from planner.outputs.tables.source import Source


@dataclass(frozen=True)
class PlanFacts:
    """Of one plan."""

    school: School
    schools: list[School]
    """The newest first: with those of earlier plans of the term, whose classes may still have calendars."""
    papers: tuple[str, ...]
    effective_from: dt.date


@lru_cache(maxsize=128)
def plan_facts(stored: bytes) -> PlanFacts:
    """Of a stored plan. The papers are those of `api.papers.names_of`, without making them."""
    book = unpack(stored)
    school, plan = book.school, book.plan
    source = Source.of(book.chapter, "zh")
    papers = ["borrowing", *(f"reading-{room}" for room in reading_rooms(source))]
    papers += ["duty"] * bool(school.posts) + ["classes"] + ["helpers"] * bool(school.helpers)
    papers += ["slips"] + ["cards"] * bool(school.helpers) + ["notice"] * bool(book.before) + ["report"]
    schools = [school, *(past for _last, past in reversed(book.earlier))]
    return PlanFacts(school, schools, tuple(papers), plan.effective_from)


@dataclass(frozen=True)
class FileFacts:
    """Of one version of a school file."""

    school: School
    calendar: dict[str, Any]


@lru_cache(maxsize=128)
def file_facts(document: Document) -> FileFacts:
    """Of a stored school file. Raises BadInput when a newer version of lunjie does not take it any more."""
    school = school_of(document)
    return FileFacts(school, calendar_state(school).model_dump(mode="json"))

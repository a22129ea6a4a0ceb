"""What the pages need to know of a stored plan or school file. Both never change: what is read of one is kept for a while."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from api.documents import Sent, remarks_of, school_of
from api.edits import calendar_state
from api.store.revisions import unpack
from api.store.schools import Document
from planner.models.base import LANGUAGES, Language
from planner.models.problem import Problem
from planner.models.school import School
from planner.outputs.papers import Paper, Papers
from planner.timeline.days import days_of


@dataclass(frozen=True)
class PaperFact:
    """A paper that a plan has."""

    paper: Paper
    name: str
    title: Mapping[Language, str]


@dataclass(frozen=True)
class PlanFacts:
    """Of one plan."""

    school: School
    schools: list[School]
    """The newest first: with those of earlier plans of the term, whose classes may still have calendars."""
    papers: tuple[PaperFact, ...]
    effective_from: dt.date
    unconfirmed: tuple[dt.date, ...]
    """Days of the term that nobody has confirmed."""
    plan: str
    """What tells its visits and duties from those of another plan."""


@lru_cache(maxsize=32)
def plan_facts(stored: bytes, today: dt.date) -> PlanFacts:
    """Of a stored plan, with the papers that it has on a day: nobody has a certificate before the term has begun."""
    book = unpack(stored)
    school = book.school
    schools = [school, *(past for _last, past in reversed(book.earlier))]
    made = {language: Papers(book, language, internal=True, today=today) for language in LANGUAGES}
    papers = [PaperFact(made["zh"].find(name)[0], name, {x: made[x].title(name) for x in made}) for name in made["zh"].names()]
    placed = book.plan.model_dump_json(include={"effective_from", "visits", "duties"})
    unconfirmed = tuple(day.date for day in days_of(school.term) if not day.confirmed)
    key = hashlib.sha256(placed.encode()).hexdigest()
    return PlanFacts(school, schools, tuple(papers), book.plan.effective_from, unconfirmed, key)


@dataclass(frozen=True)
class FileFacts:
    """Of one version of a school file."""

    school: School
    calendar: dict[str, Any]
    remarks: tuple[Problem, ...]
    """What in it does nothing."""


@lru_cache(maxsize=32)
def file_facts(document: Document) -> FileFacts:
    """Of a stored school file. Raises BadInput when a newer version of lunjie does not take it any more."""
    school = school_of(document)
    idle = remarks_of(Sent(school, document.kind, document.content))
    return FileFacts(school, calendar_state(school).model_dump(mode="json"), idle)

"""The list of schools: state of plan, opening, visits; for one school or five hundred."""

from __future__ import annotations

from dataclasses import dataclass

from api.deps import Caller, Service
from api.pages.figures import Figure, visits
from api.schemas import SchoolSummary
from api.store.schools import school_ids
from api.summaries import summaries
from planner.models.base import Language

MANY = 8
"""From so many schools on there is something to search and to sort."""
RANKS = ("empty", "changed", "drafts", "running", "over", "published")
"""The states of a school, in the order in which they are sorted."""


@dataclass(frozen=True)
class Listed:
    """A school in the list."""

    school: SchoolSummary
    name: str
    state: str
    """running, empty, over, changed, drafts or published: what should be looked at first."""
    term: tuple[str, str] | None
    """First and last day of the term of its plan, as ISO dates; None without a plan."""
    visits: list[Figure]
    hours: float

    @property
    def rank(self) -> int:
        """For sorting by state."""
        return RANKS.index(self.state)


def schools_of(service: Service, caller: Caller, language: Language) -> list[Listed]:
    """The schools of an account, by name."""
    with service.database.read() as connection:
        ids = school_ids(connection, caller.schools)
        roles = {school: role for school in ids if (role := caller.role_in(school))}
        found = [_listed(one, language, service.today().isoformat()) for one in summaries(connection, roles, service.today())]
    return sorted(found, key=lambda one: (one.name, one.school.id))


def state_of(school: SchoolSummary, today: str) -> str:
    """The one word for how far a school is. ``today``: ISO date."""
    if school.running:
        return "running"
    if school.drafts and school.role == "librarian":
        return "drafts"
    if school.published is None:
        return "empty"
    if school.changed:
        return "changed"
    return "over" if school.published.figures["term_end"] < today else "published"


def _listed(school: SchoolSummary, language: Language, today: str) -> Listed:
    figures = school.published.figures if school.published else {}
    return Listed(
        school,
        school.name.in_(language),
        state_of(school, today),
        (figures["term_start"], figures["term_end"]) if figures else None,
        visits(figures, language),
        figures.get("open_hours", {}).get("per_week", 0.0),
    )

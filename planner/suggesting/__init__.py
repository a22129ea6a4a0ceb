"""Proposals, never decisions: holidays and make-up days, milestones, the next term. Pure functions; nothing here writes."""

from planner.suggesting.calendar import Conflict, Suggestion, Suggestions, suggest_calendar
from planner.suggesting.listed import read_listed
from planner.suggesting.listedday import Listed, ListedDay
from planner.suggesting.milestones import Milestone, propose_milestones
from planner.suggesting.national import has_country
from planner.suggesting.rollover import NextTerm, next_term

__all__ = [
    "Conflict",
    "Listed",
    "ListedDay",
    "Milestone",
    "NextTerm",
    "Suggestion",
    "Suggestions",
    "has_country",
    "next_term",
    "propose_milestones",
    "read_listed",
    "suggest_calendar",
]

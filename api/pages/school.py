"""One school as its page shows it: the plan in force, drafts, the run that is going on, papers, and what needs a decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import RowMapping

from api.deps import Door, Rows
from api.pages.at_stake import Open, at_stake
from api.pages.facts import PlanFacts, file_facts, plan_facts
from api.pages.figures import Figure, key_figures, quality
from api.pages.naming import deed
from api.pages.questions import open_and_over, unconfirmed_from
from api.pages.week import Week, week_shown
from api.schemas import Revision, Run, Version
from api.summaries import revision as shown_revision
from api.summaries import run as shown_run
from planner.changes.strategies import STRATEGIES
from planner.errors import BadInput
from planner.languages import base
from planner.messages.wording import translator
from planner.reading import describe

_DEEDS = 100
_OLD_RUNS = 10


@dataclass(frozen=True)
class Paper:
    """Something to print or to read, with the formats it comes in; ``path`` is below the revision."""

    name: str
    label: str
    path: str
    formats: tuple[tuple[str, str], ...]
    """(extension, what people call it)."""
    question: str = ""
    pictured: bool = False
    """Whether there is a small picture of it."""


@dataclass(frozen=True)
class Shown:
    """A plan on the page."""

    revision: Revision
    figures: list[Figure]
    quality: str
    papers: list[Paper]
    effective_from: dt.date
    by: str
    strategy: str
    counted: dict[str, Any] | None = None
    stale: bool = False
    has_duties: bool = False
    open: Sequence[Open] = ()
    plan: str = ""
    """What tells its visits and duties from those of another plan."""
    others: tuple[str, ...] = ()
    """Further strategies that have led to the very same plan."""

    @property
    def moves(self) -> tuple[int, ...]:
        """How much it changes, to see whether several ways come to the same."""
        return tuple((self.counted or {}).get(key, 0) for key in ("moved", "weekdays", "helpers", "added", "removed"))


@dataclass(frozen=True)
class Deed:
    """A line of the trail in words."""

    at: dt.datetime
    who: str
    what: str


def heading(door: Door, rows: Rows) -> str:
    """Term and size, under the name of the school."""
    _ = translator(door.language)
    document = rows.document()
    row = rows.row()
    assert row is not None
    try:
        term = file_facts(document).school.term if document else None
    except BadInput:
        term = None
    label = f"{term.school_year.in_(door.language)} {term.name.in_(door.language)}" if term else row["term"]
    classes = _.ngettext("{count} class", "{count} classes", row["classes"])
    return f"{label} · {classes}"


def published(door: Door, rows: Rows) -> Shown | None:
    """The plan in force; None before the first."""
    row = rows.revisions.published()
    if row is None:
        return None
    words = {"published", "undone", "substituted"}
    lines = rows.audit(200)
    by = next((x["who"] for x in lines if x["action"] in words and x["detail"].get("revision") == row["number"]), row["author"])
    return _shown(door, row, by)


def going_on(door: Door, rows: Rows) -> Shown | None:
    """The plan in force, where the school file is of the same term: only then can it be changed."""
    standing, school = published(door, rows), rows.row()
    return standing if standing is not None and school is not None and standing.revision.term == school["term"] else None


@dataclass(frozen=True)
class OnDates:
    """The rota of a plan on the page: a week of it."""

    week: Week
    draft: int | None
    """Number of the draft; None for the plan in force."""
    end: dt.date
    term: str
    """Id of the term."""


def on_dates(door: Door, rows: Rows, wanted: dt.date | None, draft: int | None) -> OnDates | None:
    """The rota that stands first on the page: of a draft that is asked for, of the plan in force, or else of a draft."""
    row = rows.revisions.row(draft) if draft is not None and door.sees_names else None
    if row is None or row["state"] != "draft":
        row = rows.revisions.published()
    if row is None and door.sees_names:
        drafts = [one for one in rows.revisions.listed() if one["state"] == "draft"]
        row = rows.revisions.row(drafts[-1]["number"]) if drafts else None
    if row is None:
        return None
    shown = week_shown(row["planfile"], door.language, door.service.today(), wanted)
    end = dt.date.fromisoformat(row["term_end"])
    return OnDates(shown, row["number"] if row["state"] == "draft" else None, end, row["term"])


def can_undo(rows: Rows, standing: Shown | None) -> bool:
    """Whether there is a publication to go back to."""
    return standing is not None and rows.revisions.before(standing.revision.number) is not None


def drafts(door: Door, rows: Rows) -> list[Shown]:
    """Drafts of the school, those of the newest run first, with what a re-plan found that they change."""
    found, asked = [], calendar(door, rows)
    listing = [row for row in rows.revisions.listed() if row["state"] == "draft"]
    listing.sort(key=lambda row: (-row["created"].timestamp(), row["number"]))
    for listed in listing:
        row = rows.revisions.row(listed["number"])
        assert row is not None
        standing = rows.revisions.published(row["term"])
        # What was found before the newest search answers another question: another file, or another date.
        stale = row["base"] != (standing["number"] if standing else None) or row["run"] != listing[0]["run"]
        points = at_stake(row["planfile"], asked, row["figures"], door.language, door.service.today())
        found.append(_shown(door, row, row["author"], _counted(rows, row), stale, points))
    return _told_once(found)


def _told_once(found: list[Shown]) -> list[Shown]:
    """Of drafts of the newest search that are the same plan, only the first, with the strategies of the others."""
    first: dict[str, Shown] = {}
    names: dict[str, list[str]] = {}
    for one in found:
        if not one.stale:
            first.setdefault(one.plan, one)
            names.setdefault(one.plan, []).append(one.strategy)
    told = [one for one in found if one.stale or first[one.plan] is one]
    return [one if one.stale else replace(one, others=tuple(n for n in names[one.plan][1:] if n)) for one in told]


def newest_run(door: Door, rows: Rows) -> tuple[Run, int] | tuple[None, int]:
    """The run that waits or runs, else the last one, with its time limit in seconds."""
    listed = rows.runs(_OLD_RUNS)
    active = [row for row in listed if row["state"] in ("queued", "running")]
    if not listed:
        return None, 0
    row = rows.run((active or listed)[-1 if active else 0]["id"])
    assert row is not None
    return shown_run(row, door.language, names=door.sees_names), round(row["wanted"]["seconds"])


def versions(rows: Rows) -> list[Version]:
    """Versions of the school file, the newest first."""
    return [Version.model_validate(dict(row)) for row in rows.documents()]


def past_terms(rows: Rows) -> list[tuple[str, list[str]]]:
    """(id, first and last day as ISO dates) of terms that are over, the newest first, of which plans are stored: names of
    pupils can be taken out of them."""
    days = {row["term"]: [row["figures"]["term_start"], row["term_end"]] for row in rows.revisions.everything(planfiles=False)}
    over = [(term, found) for term, found in days.items() if found[1] < rows.today.isoformat()]
    return sorted(over, key=lambda one: one[1][1], reverse=True)


def trail(door: Door, rows: Rows) -> list[Deed]:
    """Who did what; the same thing done many times in a row is one line."""
    _ = translator(door.language)
    lines = [(x["who"], deed(x["action"], x["detail"], door.language), x["at"]) for x in rows.audit(_DEEDS)]
    found = []
    for (who, what), same in groupby(lines, key=lambda line: line[:2]):
        times = list(same)
        found.append(Deed(times[0][2], who, what if len(times) == 1 else _("{what} ({n} times)", what=what, n=len(times))))
    return found


def calendar(door: Door, rows: Rows) -> dict[str, Any] | None:
    """What of the calendar needs a decision; None when the file cannot be read any more."""
    document = rows.document()
    try:
        facts = file_facts(document) if document else None
    except BadInput:
        return None
    return open_and_over(facts.calendar, facts.school.term, door.service.today()) if facts else None


def remarks(door: Door, rows: Rows) -> list[str]:
    """What in the school file does nothing, in sentences."""
    document = rows.document()
    try:
        found = file_facts(document).remarks if document else ()
    except BadInput:
        return []
    return [describe(remark, door.language) for remark in found]


def term_of(rows: Rows, standing: Shown | None, today: dt.date) -> dict[str, dt.date] | None:
    """From when on the plan can be changed: ``first``, ``last``, and as a proposal the next week, or the last of the term; of a
    term that is over all of it, since whoever looks at that tries things out."""
    document = rows.document()
    try:
        term = file_facts(document).school.term if document else None
    except BadInput:
        return None
    if term is None:
        return None
    first = max(term.start, standing.effective_from) if standing else term.start
    day = min(today + dt.timedelta(days=7), term.end)
    proposed = first if today > term.end else max(day - dt.timedelta(days=day.weekday()), first)
    return {"first": first, "last": term.end, "proposed": proposed}


def _shown(
    door: Door,
    row: RowMapping,
    by: str,
    counted: dict[str, Any] | None = None,
    stale: bool = False,
    points: Sequence[Open] = (),
) -> Shown:
    facts = plan_facts(row["planfile"], door.service.today())
    figures = row["figures"]
    name = translator(door.language)(STRATEGIES[row["strategy"]].title) if row["strategy"] in STRATEGIES else ""
    return Shown(
        shown_revision(row),
        key_figures(figures, door.language, unconfirmed_from(facts.school.term, facts.unconfirmed, door.service.today())),
        quality(figures, door.language),
        _papers(door, facts),
        facts.effective_from,
        by,
        name,
        counted,
        stale,
        bool(facts.school.posts),
        points,
        facts.plan,
    )


def _papers(door: Door, facts: PlanFacts) -> list[Paper]:
    """Those that the caller may see; papers that are for internal use alone carry the question for names in their address."""
    _ = translator(door.language)
    return [
        Paper(
            fact.name,
            fact.title[base(door.language)],
            f"tables/{fact.name}",
            tuple((w.extension, w.label(_)) for w in fact.paper.formats() if w.label is not None),
            "?internal=true" if fact.paper.audience == "internal" else "",
            any(w.extension == "png" for w in fact.paper.formats()),
        )
        for fact in facts.papers
        if fact.paper.audience == "viewer" or door.sees_names
    ]


def _counted(rows: Rows, row: RowMapping) -> dict[str, Any] | None:
    """What the run said that this draft changes."""
    run = rows.run(row["run"]) if row["run"] else None
    outcome = run["outcome"] if run is not None else None
    for proposal in (outcome or {}).get("proposals", ()):
        if proposal["strategy"] == row["strategy"] and proposal["changes"] is not None:
            return {**proposal["changes"], "proven": proposal["proven"]}
    return None

"""What changing a published plan needs whichever command does it: the first date of the change, and writing it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cli.console import notices, words
from cli.guard import Refused
from planner.messages.wording import date_text
from planner.models.base import Language
from planner.models.plan import Plan
from planner.models.planfile import PlanFile, canonical_plan, family
from planner.models.school import School
from planner.sessions.adults import calendar_sessions
from planner.sessions.history import continued


def first_date(text: str, school: School, previous: PlanFile, language: Language, *, quiet: bool) -> dt.date:
    """The date typed after ``--from``. Raises Refused when it is none, or lies outside what the published plan covers."""
    _ = words(language)
    try:
        since = dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(_("{date} is not a date. Write it as 2026-04-27.", date=text)) from None
    first, last = max(school.term.start, previous.plan.effective_from), school.term.end
    if not first <= since <= last:
        raise Refused(
            _(
                "{date} must lie from {first}, when the published plan begins, to {last}, the end of term.",
                date=date_text(language, since),
                first=date_text(language, first),
                last=date_text(language, last),
            )
        )
    if since.weekday() and since != first and not quiet:
        notices().print(
            _(
                "{date} is not a Monday: that week begins by the old plan and ends by the new one.",
                date=date_text(language, since),
            ),
            style="yellow",
            markup=False,
        )
    return since


def same_family(school: School, previous: PlanFile, language: Language) -> None:
    """Raises Refused when a school file is not that of the published plan."""
    if family(school) != family(previous.school):
        _ = words(language)
        raise Refused(
            _("The school file and the published plan are not of the same school and term, or the term begins on another date.")
        )


def publish(
    previous: PlanFile, school: School, plan: Plan, directory: Path, language: Language, *, internal: bool
) -> list[Path]:
    """Write a plan over the published one, with its notice; calendar events go on from there. The files written."""
    from planner.outputs.calendars.revisions import revise
    from planner.outputs.folder import write_folder
    from planner.reading import describe

    planfile = continued(previous, school, canonical_plan(plan))
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    # Against the published plan, wherever it is: the directory may be another one, in which nothing stands yet.
    before, after = (calendar_sessions(p).sessions for p in (previous, planfile))
    revisions = revise(previous, before, school, after, now, planfile.earlier)
    planfile = planfile.model_copy(update={"revisions": revisions})
    written = write_folder(directory, planfile, language, internal, now, previous.all[-1])
    for problem in written.problems:
        text = describe(problem, language, str(directory))
        notices().print(text, style="yellow", markup=False, soft_wrap=True)
    return written

"""Many schools at once: who needs planning, start it, and how far it is. Without names of pupils."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body
from sqlalchemy import func, select

from api.deps import Anyone, Caller, Rows, Service, Serving
from api.errors import Refusal, responses
from api.jobs.wanted import Wanted
from api.once import OnceRoute
from api.schemas import DistrictProgress, StartAll, Started
from api.starting import start_run
from api.store import audit
from api.store import tables as t
from api.store.schools import school_ids
from planner.errors import BadInput

router = APIRouter(prefix="/api/district", tags=["district"], route_class=OnceRoute)
_PLANNING = ("district", "librarian")


@router.post("/runs", status_code=202, responses=responses("not_logged_in", "not_allowed"))
def start_all(caller: Anyone, service: Serving, wanted: Annotated[StartAll, Body()]) -> Started:
    """Start planning for all schools whose file has changed since its published plan was made. Drafts only: schools publish."""
    mine = _schools(caller, service)
    runs: dict[str, str] = {}
    left: dict[str, str] = {}
    for school in mine if wanted.schools is None else dict.fromkeys(wanted.schools):
        if school not in mine:
            left[school] = "not_found"
            continue
        # A transaction for each school: nobody waits for all of them.
        with service.database.write() as connection:
            rows = Rows(connection, school, service.today())
            rows.lock()
            state = _state(rows)
            if state is not None:
                left[school] = state
                continue
            try:
                runs[school] = start_run(service, rows, _wanted(service, rows, wanted), caller.login)
            except Refusal as error:
                left[school] = error.code
                continue
            except BadInput:
                left[school] = "bad_school"
                continue
            audit.note(connection, service.now(), caller.login, school, "run_started", run=runs[school], kind="district")
    return Started(runs=runs, left=left)


@router.get("/progress", responses=responses("not_logged_in", "not_allowed"))
def progress(caller: Anyone, service: Serving) -> DistrictProgress:
    """How far planning is for the schools of the account: numbers for a progress bar."""
    mine = _schools(caller, service)
    with service.database.read() as connection:
        of_mine = t.run.c.school.in_(mine)
        active = t.run.c.state.in_(("queued", "running"))
        first = connection.execute(select(func.min(t.run.c.created)).where(of_mine, active)).scalar()
        since = [t.run.c.created >= first] if first is not None else [active]
        counts: dict[str, int] = dict(
            connection.execute(select(t.run.c.state, func.count()).where(of_mine, *since).group_by(t.run.c.state))
            .tuples()
            .all()
        )
        published = {
            (school, version)
            for school, version in connection.execute(
                select(t.revision.c.school, t.revision.c.version).where(
                    t.revision.c.school.in_(mine), t.revision.c.state == "published"
                )
            ).tuples()
        }
        versions = connection.execute(select(t.school.c.id, t.school.c.version).where(t.school.c.id.in_(mine))).tuples().all()
    return DistrictProgress(
        schools=len(mine),
        published=len({school for school, _version in published}),
        changed=sum((school, version) not in published for school, version in versions),
        queued=counts.get("queued", 0),
        running=counts.get("running", 0),
        done=counts.get("done", 0),
        failed=counts.get("failed", 0),
    )


def _schools(caller: Caller, service: Service) -> list[str]:
    """Schools in which the account may start planning. Raises not_allowed when it may in none, whether they exist or not."""
    if not any(role in _PLANNING for role in caller.grants.values()):
        raise Refusal("not_allowed")
    with service.database.read() as connection:
        ids = school_ids(connection, caller.schools)
    return [s for s in ids if caller.role_in(s) in _PLANNING]


def _state(rows: Rows) -> str | None:
    """Why a school is left out; None when it is to be planned."""
    row = rows.row()
    if row is None:
        return "not_found"
    published = rows.revisions.published()
    if published is not None and published["version"] == row["version"]:
        return "unchanged"
    if any(r["state"] in ("queued", "running") and r["version"] == row["version"] for r in rows.runs(50)):
        return "running"
    return None


def _wanted(service: Service, rows: Rows, wanted: StartAll) -> Wanted:
    settings = service.settings
    seconds = min(wanted.seconds or settings.seconds, settings.most_seconds)
    row = rows.row()
    assert row is not None
    if wanted.since is not None and rows.revisions.published(row["term"]) is not None:
        return Wanted(kind="replan", since=wanted.since, seconds=seconds)
    return Wanted(kind="plan", seconds=seconds)

"""Many schools at once: who needs planning, start it, and how far it is. Without names of pupils."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body
from sqlalchemy import false, func, select

from api.batches import shown
from api.deps import Anyone, Caller, Door, Rows, Service, Serving, Spoken
from api.errors import Refusal, responses
from api.jobs.wanted import Wanted
from api.once import OnceRoute
from api.publishing import publish
from api.schemas import BatchChanged, BatchDetail, BatchIn, BatchLine, DistrictProgress, StartAll, Started
from api.schemas.planning import Outcome
from api.starting import start_run
from api.store import audit, batches
from api.store import tables as t
from api.store.schools import school_ids
from api.tokens import new_id
from planner.errors import BadInput
from planner.languages import Language

router = APIRouter(prefix="/api/district", tags=["district"], route_class=OnceRoute)
_PLANNING = ("district", "librarian")


@router.post("/runs", status_code=202, responses=responses("not_logged_in", "not_allowed"))
def start_all(caller: Anyone, service: Serving, wanted: Annotated[StartAll, Body()]) -> Started:
    """Start planning for all schools whose file has changed since its published plan was made. Drafts only: schools publish.

    Their files are read where they are planned, not here: the answer comes soon for any number of schools.
    """
    return _start(caller, service, wanted)


def _start(caller: Caller, service: Service, wanted: StartAll) -> Started:
    mine = planned_schools(caller, service)
    runs: dict[str, str] = {}
    left: dict[str, str] = {}
    batch = new_id()
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
                runs[school] = start_run(service, rows, _wanted(service, rows, wanted), caller.login, batch)
            except Refusal as error:
                left[school] = error.code
                continue
            except BadInput:
                left[school] = "bad_school"
                continue
            audit.note(connection, service.now(), caller.login, school, "run_started", run=runs[school], kind="district")
    with service.database.write() as connection:
        asked = wanted.model_dump(mode="json", exclude={"schools"})
        batches.add(connection, batch, caller.login, asked, left, service.now())
    return Started(batch=batch, runs=runs, left=left)


@router.get("/batches/{batch}", responses=responses("not_logged_in", "not_allowed", "not_found"))
def batch(caller: Anyone, service: Serving, language: Spoken, batch: str, outcome: Outcome | None = None) -> BatchDetail:
    """What came of a batch in each school of the account: waiting, ready, impossible (and why), failed (and why) …"""
    found = _batch(caller, service, language, batch)
    kept = [line for line in found.lines if outcome in (None, line.outcome)]
    return found.model_copy(update={"lines": kept})


@router.post("/batches/{batch}", status_code=202, responses=responses("not_logged_in", "not_allowed", "not_found"))
def change(caller: Anyone, service: Serving, language: Spoken, batch: str, wanted: Annotated[BatchIn, Body()]) -> BatchChanged:
    """``retry``: start again what failed, was stopped or found nothing in its time, as a further batch.

    ``cancel``: stop what waits or runs; a run that has a plan by then keeps it as a draft. ``publish``: publish drafts, in
    schools whose librarian the account is; those that would change the past are left.
    """
    found = _batch(caller, service, language, batch)
    chosen = [line for line in found.lines if wanted.schools is None or line.school in wanted.schools]
    started, published, left = None, dict[str, int](), dict[str, str]()
    if wanted.do == "retry":
        again = [line.school for line in chosen if line.outcome in ("failed", "cancelled", "no_time")]
        with service.database.read() as connection:
            row = batches.row(connection, batch)
        assert row is not None
        started = _start(caller, service, StartAll.model_validate({**row["wanted"], "schools": again}))
    elif wanted.do == "cancel":
        _cancel(caller, service, chosen)
    else:
        published, left = _publish(caller, service, language, chosen)
    return BatchChanged(started=started, published=published, left=left, batch=_batch(caller, service, language, batch))


def _cancel(caller: Caller, service: Service, lines: list[BatchLine]) -> None:
    for line in lines:
        if line.run is not None and line.outcome in ("waiting", "running"):
            with service.database.write() as connection:
                if service.engine.cancel(connection, line.run):
                    audit.note(connection, service.now(), caller.login, line.school, "run_cancelled", run=line.run)


def _publish(
    caller: Caller, service: Service, language: Language, lines: list[BatchLine]
) -> tuple[dict[str, int], dict[str, str]]:
    published, left = dict[str, int](), dict[str, str]()
    for line in lines:
        role = caller.role_in(line.school)
        if line.revision is None or line.outcome != "ready":
            left[line.school] = "not_a_draft"
        elif role != "librarian":
            left[line.school] = "not_allowed"
        else:
            try:
                publish(Door(service, caller, line.school, role, language), line.revision, allow_past=False)
                published[line.school] = line.revision
            except Refusal as error:
                left[line.school] = error.code
    return published, left


def _batch(caller: Caller, service: Service, language: Language, batch: str) -> BatchDetail:
    """Raises not_found for a batch without a school of the account, as for one that does not exist."""
    mine = planned_schools(caller, service)
    with service.database.read() as connection:
        row = batches.row(connection, batch)
        found = shown(connection, row, mine, language) if row is not None else None
    if found is None or not (found.lines or caller.login == found.author):
        raise Refusal("not_found")
    return found


@router.get("/progress", responses=responses("not_logged_in", "not_allowed"))
def progress(caller: Anyone, service: Serving) -> DistrictProgress:
    """How far planning is for the schools of the account: numbers for a progress bar."""
    mine = planned_schools(caller, service)
    with service.database.read() as connection:
        last = batches.newest(connection, mine, 1)
        of_last = (t.run.c.school.in_(mine), t.run.c.batch == last[0]["id"]) if last else (false(),)
        query = select(t.run.c.state, func.count()).where(*of_last).group_by(t.run.c.state)
        counts: dict[str, int] = dict(connection.execute(query).all())
        published = {
            (school, version)
            for school, version in connection.execute(
                select(t.revision.c.school, t.revision.c.version).where(
                    t.revision.c.school.in_(mine), t.revision.c.state == "published"
                )
            )
        }
        versions = connection.execute(select(t.school.c.id, t.school.c.version).where(t.school.c.id.in_(mine))).all()
    return DistrictProgress(
        schools=len(mine),
        published=len({school for school, _version in published}),
        changed=sum((school, version) not in published for school, version in versions),
        queued=counts.get("queued", 0),
        running=counts.get("running", 0),
        done=counts.get("done", 0),
        failed=counts.get("failed", 0),
        batch=last[0]["id"] if last else None,
    )


def planned_schools(caller: Caller, service: Service) -> list[str]:
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
    base = published["number"] if published is not None and published["term"] == row["term"] else None
    if any(r["state"] == "draft" and r["version"] == row["version"] and r["base"] == base for r in rows.revisions.listed()):
        return "draft"
    return None


def _wanted(service: Service, rows: Rows, wanted: StartAll) -> Wanted:
    settings = service.settings
    seconds = min(wanted.seconds or settings.seconds, settings.most_seconds)
    row = rows.row()
    assert row is not None
    if wanted.since is not None and rows.revisions.published(row["term"]) is not None:
        return Wanted(kind="replan", since=wanted.since, seconds=seconds)
    return Wanted(kind="plan", seconds=seconds)

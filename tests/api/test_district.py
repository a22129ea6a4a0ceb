"""Many schools at once: the generated district, who may plan it, and what is started."""

from __future__ import annotations

import importlib.util
import itertools
import json
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from planner.models import Limits, Solved
from planner.reading import read_school
from planner.solver import solve
from tests.api.conftest import Site
from tests.api.jobs.cases import AMPLE, long, wait_for
from tests.api.service import EXAMPLES, Person


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("district", EXAMPLES / "district" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_all_schools_of_the_district_are_valid_and_some_are_planned(tmp_path: Path) -> None:
    paths = generator().write(200, tmp_path / "schools")
    schools = [read_school(p) for p in paths]
    assert len({s.namespace for s in schools}) == 200
    assert {len(s.class_list) for s in schools} == {6, 12, 18, 24, 36}
    for school in schools[::25]:
        outcome = solve(school, Limits(seconds=AMPLE))
        assert isinstance(outcome, Solved), school.name.en
        assert outcome.plan.status == "OPTIMAL"
    again = generator().write(3, tmp_path / "again")
    assert [p.read_bytes() for p in again] == [p.read_bytes() for p in paths[:3]]
    changed = generator().write(20, tmp_path / "changed", 0.2)
    assert any(a.read_bytes() != b.read_bytes() for a, b in zip(paths, changed, strict=False))


def test_planning_a_district(site: Site) -> None:
    me = site.keeper
    made, prefix = generator(), "dp"
    ids = [f"{prefix}-{n}" for n in range(1, 7)]
    for n, school in enumerate(ids, start=1):
        me.add_school(school, json.dumps(made.school(n)))
    office = me.member(site.service, f"office-{site.service.url[-5:]}", dict.fromkeys(ids, "district"))
    assert {s["id"] for s in office.get("/api/schools")} == set(ids)
    assert office.get("/api/district/progress")["changed"] == 6
    # While the only child is busy with another school, all six wait: none is started a second time.
    busy = f"busy-{site.service.url[-5:]}"
    me.add_school(busy, json.dumps(long()))
    other = me.post(f"/api/schools/{busy}/runs", {"kind": "plan", "seconds": AMPLE}, 202)["id"]
    wait_for(lambda: me.get(f"/api/schools/{busy}/runs/{other}")["state"] == "running")
    started = office.post("/api/district/runs", {"seconds": AMPLE})
    assert set(started["runs"]) == set(ids)
    again = office.post("/api/district/runs", {"schools": [*ids, "not-mine"], "seconds": AMPLE})
    assert (again["runs"], again["left"]["not-mine"]) == ({}, "not_found")
    me.ask("DELETE", f"/api/schools/{busy}/runs/{other}", 202)
    assert _until_done(office)["failed"] == 0
    for school, run in started["runs"].items():
        found = me.wait(school, run)
        me.post(f"/api/schools/{school}/revisions/{found['outcome']['revisions'][0]}/publish")
    progress = office.get("/api/district/progress")
    assert (progress["schools"], progress["published"], progress["changed"]) == (6, 6, 0)
    listed = {s["id"]: s for s in office.get("/api/schools")}
    figures = listed[ids[0]]["published"]["figures"]
    assert figures["open_hours"]["total"] > 10
    assert figures["visits"]["borrowing"]["fewest"] >= 5
    # One school gets a new timetable: only that one is planned again, as a change from a date on.
    changed = made.school(3)
    changed["timetable"][0]["days"]["MON"] = "- - - - 语文 -"
    me.ask("PUT", f"/api/schools/{ids[2]}/document", content=json.dumps(changed), headers={"If-Match": '"1"'})
    second = office.post("/api/district/runs", {"since": "2026-04-27", "seconds": AMPLE})
    assert list(second["runs"]) == [ids[2]]
    assert set(second["left"].values()) == {"unchanged"}
    assert me.wait(ids[2], second["runs"][ids[2]])["kind"] == "replan"
    office.refused("POST", f"/api/schools/{ids[2]}/revisions/2/publish", "not_allowed")


def _until_done(office: Person) -> dict[str, Any]:
    end = time.monotonic() + 300
    while True:
        found: dict[str, Any] = office.get("/api/district/progress")
        if not found["queued"] + found["running"]:
            return found
        assert time.monotonic() < end, found
        time.sleep(0.1)


def test_runs_of_a_school_are_worked_on_in_the_order_they_were_asked_for(site: Site, school: str) -> None:
    me = site.keeper
    me.add_school(school)
    asked = [me.post(f"/api/schools/{school}/runs", {"kind": "plan", "seed": n}, 202)["id"] for n in range(1, 6)]
    ended = [me.wait(school, run) for run in asked]
    started = [found["started"] for found in ended]
    assert started == sorted(started)
    assert all(a["finished"] <= b["started"] for a, b in itertools.pairwise(ended))

"""What one account may take from the others: listening on, many questions, endless answers, passwords to guess."""

from __future__ import annotations

import datetime as dt
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from api.once import settle
from api.store import runs
from api.store import tables as t
from api.store.database import ALSO, Database, sqlite_url
from api.store.revisions import pack, unpack
from planner.sessions.book import Book
from tests.api.conftest import Site
from tests.api.jobs.cases import AMPLE, long
from tests.api.service import EXAMPLES, PASSWORD

TINY = (EXAMPLES / "tiny" / "school.yaml").read_text()
NOON = (EXAMPLES / "noon-36" / "school.yaml").read_bytes()


def _database(site: Site) -> Database:
    return Database(sqlite_url(site.service.data / "lunjie.sqlite"))


def test_events_of_no_run_are_refused_before_they_begin(site: Site, school: str) -> None:
    me = site.keeper
    me.add_school(school)
    me.refused("GET", f"/api/schools/{school}/runs/nope/events", "not_found")
    run = me.run(school)
    text = me.ask("GET", f"/api/schools/{school}/runs/{run['id']}/events").text
    assert json.loads(text.split("data: ")[1].split("\n")[0])["state"] == "done"


def test_a_listener_is_cut_off_with_its_account(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school, json.dumps(long()))
    # Never proven: nothing but the closed account can end the stream.
    run = me.post(f"/api/schools/{school}/runs", {"kind": "plan", "seconds": AMPLE}, 202)["id"]
    listener = me.member(lite.service, f"{school}-ear", {school: "viewer"})
    begun, ended = threading.Event(), threading.Event()

    def listen() -> None:
        with listener.http.stream("GET", f"/api/schools/{school}/runs/{run}/events") as stream:
            for line in stream.iter_lines():
                if line.startswith("event:"):
                    begun.set()
        ended.set()

    threading.Thread(target=listen, daemon=True).start()
    assert begun.wait(300)
    assert not ended.is_set()
    person = next(p["id"] for p in me.get("/api/people") if p["login"] == f"{school}-ear")
    me.ask("PATCH", f"/api/people/{person}", json={"disabled": True})
    assert ended.wait(300)
    assert me.get(f"/api/schools/{school}/runs/{run}")["state"] in runs.ACTIVE
    me.ask("DELETE", f"/api/schools/{school}/runs/{run}", 202)


def test_no_receipt_holds_a_password(lite: Site, school: str) -> None:
    me, key = lite.keeper, {"Idempotency-Key": f"{school[:60]}-key"}
    me.post("/api/people", {"login": f"{school}-p", "password": PASSWORD}, 201, headers=key)
    me.refused("POST", "/api/people", "login_taken", json={"login": f"{school}-p", "password": PASSWORD}, headers=key)
    other = lite.service.person()
    other.post("/api/login", {"login": f"{school}-p", "password": PASSWORD}, 200, headers=key)
    other.ask("POST", "/api/password", 204, json={"old": PASSWORD, "password": PASSWORD + "!"}, headers=key)
    other.ask("POST", "/api/logout", 204, headers=key)
    other.refused("POST", "/api/setup", "set_up_already", json={"token": "x", "login": "x", "password": PASSWORD}, headers=key)
    with _database(lite).read() as connection:
        assert connection.execute(select(t.receipt.c.digest).where(t.receipt.c.key == key["Idempotency-Key"])).all() == []
    me.post("/api/tokens", {"label": "kept"}, 201, headers=key)
    with _database(lite).read() as connection:
        assert connection.execute(select(t.receipt.c.digest).where(t.receipt.c.key == key["Idempotency-Key"])).all() != []


def test_a_request_whose_answer_was_lost_is_not_carried_out_again(lite: Site, school: str) -> None:
    """What a process leaves that dies between storing and answering: the receipt was written with the deed."""
    me, key = lite.keeper, {"Idempotency-Key": f"{school[:60]}-lost"}
    me.add_school(school)
    path, database = f"/api/schools/{school}/runs", _database(lite)
    me.wait(school, me.post(path, {"kind": "plan"}, 202, headers=key)["id"])
    mine = t.receipt.c.key == key["Idempotency-Key"]
    now = dt.datetime.now(dt.UTC)
    left = {"status": 1, "body": b"", "location": None}
    with database.write() as connection:
        connection.execute(update(t.receipt).where(mine).values(**left, created=now))
    me.refused("POST", path, "still_working", json={"kind": "plan"}, headers=key)
    settle(database, now)  # as at a start; with several processes it takes two minutes
    me.refused("POST", path, "answer_lost", json={"kind": "plan"}, headers=key)
    me.refused("POST", path, "key_reused", json={"kind": "plan", "seed": 3}, headers=key)
    assert len(me.get(path)) == 1


def test_what_goes_with_a_write_is_undone_with_it(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "x.sqlite"))
    database.migrate()
    row = {"executor": "a", "seen": dt.datetime.now(dt.UTC)}
    within = ALSO.set(lambda c: c.execute(insert(t.beat).values({**row, "executor": "b"})))
    try:
        with pytest.raises(IntegrityError), database.write() as connection:
            connection.execute(insert(t.beat).values({**row, "executor": "b"}))
        with database.read() as connection:
            assert connection.execute(select(t.beat.c.executor)).all() == []
        with database.write() as connection:
            connection.execute(insert(t.beat).values(row))
    finally:
        ALSO.reset(within)
    with database.read() as connection:
        assert connection.execute(select(t.beat.c.executor)).scalars().all() == ["a", "b"]
    database.close()


def test_a_plan_begins_within_its_term(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school)
    for since in ("1990-01-01", "2030-01-01"):
        me.refused("POST", f"/api/schools/{school}/runs", "bad_since", json={"kind": "plan", "since": since})
    assert me.run(school, kind="plan", since="2026-03-09")["state"] == "done"


def test_a_thousand_problems_are_counted_and_a_hundred_said(lite: Site, school: str) -> None:
    me = lite.keeper
    bad = TINY + "".join(f"\nunknown_{n}: 1" for n in range(400))
    body = me.refused("POST", f"/api/schools?id={school}&lang=en", "bad_school", content=bad)
    assert len(body["problems"]) == 100
    assert int(body["params"]["count"]) >= 400
    assert body["params"]["count"] in body["title"]
    assert "100" in body["title"]
    checked = me.ask("POST", "/api/validate", content=bad).json()
    assert (len(checked["problems"]), str(checked["count"])) == (100, body["params"]["count"])


def test_many_questions_at_once_leave_the_service_to_others(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school, NOON)
    token = me.post("/api/tokens", {"label": "many"}, 201)["secret"]
    people = [lite.service.person(token) for _n in range(14)]
    with ThreadPoolExecutor(14) as pool:
        asked = [pool.submit(p.http.post, f"/api/schools/{school}/explanation?seconds=10") for p in people]
        assert me.get("/api/me")["login"] == "library"
        assert not all(a.done() for a in asked)
        answers = [a.result() for a in asked]
    refused = [a for a in answers if a.status_code == 503 and a.json()["code"] == "busy"]
    assert refused
    assert all(a.headers["retry-after"] == "5" for a in refused)
    assert [a for a in answers if a.status_code == 200]
    assert me.post(f"/api/schools/{school}/explanation?seconds=120")["status"] == "POSSIBLE"


def test_what_if_says_what_is_not_there(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school)
    number = me.publish(school)
    path = f"/api/schools/{school}/revisions/{number}/whatif"
    visitor = me.ask("GET", f"/api/schools/{school}/revisions/{number}/plan.json").json()["plan"]["visits"][0]["visitor"]
    me.refused("POST", path, "no_such_demand", json={"class_id": visitor, "demand": "nothing"})
    me.refused("POST", path, "no_such_class", json={"class_id": "nobody"})
    me.refused("POST", path, "no_such_class", json={"helper": "nobody"})
    where = (t.revision.c.school == school) & (t.revision.c.number == number)
    with _database(lite).write() as connection:
        planfile = unpack(connection.execute(select(t.revision.c.planfile).where(where)).scalar_one()).planfile
        first, *others = planfile.plan.visits
        place = {"turn": first.turn, "window": first.window, "slot": first.slot, "period": first.period, "room": first.room}
        crowd = (first, *(v.model_copy(update=place) for v in others))
        broken = planfile.model_copy(update={"plan": planfile.plan.model_copy(update={"visits": crowd})})
        connection.execute(update(t.revision).where(where).values(planfile=pack(Book(broken))))
    me.refused("POST", path, "plan_broken", json={"class_id": visitor})


def test_a_district_start_names_each_school_once_and_needs_a_role(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school)
    viewer = me.member(lite.service, f"{school}-v", {school: "viewer"})
    viewer.refused("POST", "/api/district/runs", "not_allowed", json={})
    started = me.post("/api/district/runs", {"schools": [school, school, "none", "none"], "seconds": AMPLE}, 202)
    assert (list(started["runs"]), started["left"]) == ([school], {"none": "not_found"})
    assert me.wait(school, started["runs"][school])["state"] == "done"

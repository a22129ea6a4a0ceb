"""Passwords, sessions, tokens, accounts, and requests from elsewhere."""

from __future__ import annotations

import concurrent.futures
from pathlib import Path

from tests.api.conftest import Site
from tests.api.postgres import Cluster
from tests.api.service import PASSWORD, serving
from tests.commands import apart


def test_guessing_is_slowed_down_and_a_right_password_after_the_wait_works(site: Site) -> None:
    me, guesser = site.keeper, site.service.person()
    me.member(site.service, "guessed", {})
    wrong = {"login": "guessed", "password": "wrong password"}
    for _try in range(5):
        guesser.refused("POST", "/api/login", "wrong_password", json=wrong)
    refused = guesser.http.post("/api/login", json={**wrong, "password": PASSWORD})
    assert (refused.status_code, refused.json()["code"]) == (429, "wait")
    assert int(refused.headers["retry-after"]) >= 1
    nobody = {"login": "nobody-at-all", "password": "wrong password"}
    guesser.refused("POST", "/api/login", "wrong_password", json=nobody)
    me.http.get("/api/me")  # others are not held up
    guesser.log_in("guessed")  # after as long as the refusal says


def test_many_guesses_at_the_same_time_are_not_free(site: Site) -> None:
    site.keeper.member(site.service, "hammered", {})
    wrong = {"login": "hammered", "password": "wrong password"}
    people = [site.service.person() for _n in range(12)]
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        found = list(pool.map(lambda p: p.http.post("/api/login", json=wrong).status_code, people))
    assert found.count(401) <= 6
    assert found.count(429) + found.count(503) >= 6


def test_logout_new_password_and_closing_end_sessions(site: Site) -> None:
    me = site.keeper
    teacher = me.member(site.service, "leaver", {})
    assert teacher.get("/api/me") == {"login": "leaver", "keeper": False, "roles": {}}
    teacher.ask("POST", "/api/logout", 204)
    teacher.refused("GET", "/api/me", "not_logged_in")
    teacher.log_in("LEAVER")  # capital letters are the same name
    token = site.service.person(teacher.post("/api/tokens", {"label": "script"}, 201)["secret"])
    assert token.get("/api/me")["login"] == "leaver"
    person = next(p["id"] for p in me.get("/api/people") if p["login"] == "leaver")
    me.ask("PATCH", f"/api/people/{person}", json={"password": "another long tale"})
    for who in (teacher, token):
        who.refused("GET", "/api/me", "not_logged_in")
    again = site.service.person().log_in("leaver", "another long tale")
    me.ask("PATCH", f"/api/people/{person}", json={"disabled": True})
    again.refused("GET", "/api/me", "not_logged_in")
    again.refused("POST", "/api/login", "wrong_password", json={"login": "leaver", "password": "another long tale"})
    again.refused("GET", "/api/people", "not_logged_in")


def test_the_last_keeper_stays_and_others_may_not_manage(site: Site) -> None:
    me = site.keeper
    for one in me.get("/api/people"):  # of earlier tests
        if one["keeper"] and one["login"] != "library":
            me.ask("PATCH", f"/api/people/{one['id']}", json={"keeper": False})
    mine = next(p["id"] for p in me.get("/api/people") if p["login"] == "library")
    me.refused("PATCH", f"/api/people/{mine}", "last_keeper", json={"disabled": True})
    me.refused("PATCH", f"/api/people/{mine}", "last_keeper", json={"keeper": False})
    assert me.get("/api/me")["keeper"] is True
    other = me.member(site.service, "not-a-keeper", {"*": "librarian"})
    for method, path in (("GET", "/api/people"), ("POST", "/api/people"), ("POST", "/api/schools")):
        body = {"json": {"login": "x", "password": PASSWORD}} if path == "/api/people" and method == "POST" else {}
        other.refused(method, path, "not_allowed", **body)
    me.refused("POST", "/api/people", "login_taken", json={"login": "Library", "password": PASSWORD})
    me.refused("POST", "/api/people", "weak_password", json={"login": "weak", "password": "123456789"})


def test_requests_from_other_sites_are_not_carried_out(site: Site) -> None:
    me = site.keeper
    body = {"label": "cross"}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://evil.example"}):
        me.refused("POST", "/api/tokens", "cross_site", json=body, headers=headers)
    host = site.service.url.removeprefix("http://")
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": f"http://{host}"}, {}):
        me.ask("POST", "/api/tokens", 201, json=body, headers=headers)
    me.ask("GET", "/api/me", headers={"Sec-Fetch-Site": "cross-site"})


def test_the_same_post_is_carried_out_once(site: Site, school: str) -> None:
    me = site.keeper
    me.add_school(school)
    key = {"Idempotency-Key": f"{school[:60]}-run"}
    path = f"/api/schools/{school}/runs"
    first = me.ask("POST", path, 202, json={"kind": "plan"}, headers=key)
    again = me.ask("POST", path, 202, json={"kind": "plan"}, headers=key)
    assert (again.json()["id"], again.headers["location"]) == (first.json()["id"], first.headers["location"])
    assert again.headers["idempotency-replayed"] == "true"
    me.refused("POST", path, "key_reused", json={"kind": "plan", "seed": 2}, headers=key)
    me.wait(school, first.json()["id"])
    assert len(me.get(path)) == 1
    # A refused request is not remembered: mended, it may use its key again.
    other = {"Idempotency-Key": f"{school[:60]}-feed"}
    me.refused("POST", f"/api/schools/{school}/feeds", "no_such_scope", json={"scope": "library"}, headers=other)
    me.post(f"/api/schools/{school}/revisions/1/publish")
    made = me.post(f"/api/schools/{school}/feeds", {"scope": "library"}, 201, headers=other)
    repeated = me.post(f"/api/schools/{school}/feeds", {"scope": "library"}, 201, headers=other)
    assert made["url"]
    assert repeated["id"] == made["id"]
    assert repeated["url"] is None  # the secret was shown once and is stored nowhere


def test_one_key_sent_many_times_at_once_starts_one_run(site: Site, school: str) -> None:
    site.keeper.add_school(school)
    token = site.keeper.post("/api/tokens", {"label": "many"}, 201)["secret"]
    people = [site.service.person(token) for _n in range(8)]
    key = {"Idempotency-Key": f"{school[:60]}-many"}
    path = f"/api/schools/{school}/runs"
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda p: p.http.post(path, json={"kind": "plan"}, headers=key), people))
    assert {a.status_code for a in found} <= {202, 409}
    assert len({a.json()["id"] for a in found if a.status_code == 202}) == 1
    runs = site.keeper.get(path)
    assert len(runs) == 1
    site.keeper.wait(school, runs[0]["id"])


def test_one_link_used_many_times_at_once_makes_one_account(tmp_path: Path, cluster: Cluster) -> None:
    with serving(tmp_path / "data", cluster.new()) as service:
        token = service.first_link.rpartition("token=")[2]
        people = [service.person() for _n in range(6)]
        bodies = [{"token": token, "login": f"first-{n}", "password": PASSWORD} for n in range(6)]
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            found = list(pool.map(lambda p, b: p.http.post("/api/setup", json=b).status_code, people, bodies))
        assert sorted(found)[0] == 201
        assert found.count(201) == 1
        assert set(found) <= {201, 403, 409}
        me = next(p for p, status in zip(people, found, strict=True) if status == 201)
        assert len(me.get("/api/people")) == 1
        # Two keepers who close each other's account at the same time leave one.
        other = me.member(service, "other-keeper", {"*": "librarian"}, keeper=True)
        ids = {p["login"]: p["id"] for p in me.get("/api/people")}
        mine = me.get("/api/me")["login"]
        jobs = ((me, ids["other-keeper"]), (other, ids[mine]))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            found = list(pool.map(lambda j: j[0].http.patch(f"/api/people/{j[1]}", json={"keeper": False}).status_code, jobs))
        assert found.count(200) == 1, found


def test_many_schools_at_once_are_all_mine(site: Site, school: str) -> None:
    adder = site.keeper.member(site.service, f"adder-{school}", {}, keeper=True)
    ids = [f"{school}-{n}" for n in range(4)]
    token = adder.post("/api/tokens", {"label": "adder"}, 201)["secret"]
    people = [site.service.person(token) for _n in ids]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda p, i: p.add_school(i), people, ids))
    assert set(adder.get("/api/me")["roles"]) == set(ids)


def test_a_role_for_a_school_that_does_not_exist_is_refused(site: Site) -> None:
    body = {"login": "ahead", "password": PASSWORD, "roles": {"nirvana": "librarian"}}
    site.keeper.refused("POST", "/api/people", "no_such_school", json=body)


def test_what_a_client_says_of_its_address_is_not_believed(site: Site) -> None:
    site.keeper.member(site.service, "forwarded", {})
    wrong = {"login": "forwarded", "password": "wrong password"}
    guesser = site.service.person()
    found = [
        guesser.http.post("/api/login", json=wrong, headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code for n in range(7)
    ]
    assert 429 in found


def test_a_second_process_does_not_end_the_first_link(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as service:
        assert apart("serve", "--port", "0", "--data", service.data).returncode == 2
        service.person().set_up(service.first_link)
        assert (service.data / "lunjie.sqlite").stat().st_mode & 0o077 == 0

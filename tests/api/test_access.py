"""Passwords, sessions, tokens, accounts, and requests from elsewhere."""

from __future__ import annotations

import concurrent.futures

from tests.api.conftest import Site
from tests.api.service import PASSWORD


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
    import time

    time.sleep(int(refused.headers["retry-after"]) + 0.2)
    guesser.log_in("guessed")


def test_many_guesses_at_the_same_time_are_not_free(site: Site) -> None:
    site.keeper.member(site.service, "hammered", {})
    wrong = {"login": "hammered", "password": "wrong password"}
    people = [site.service.person() for _n in range(12)]
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        found = list(pool.map(lambda p: p.http.post("/api/login", json=wrong).status_code, people))
    assert found.count(401) <= 6
    assert found.count(429) >= 6


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
    me.ask("PATCH", f"/api/people/{person}", json={"password": "another long one"})
    for who in (teacher, token):
        who.refused("GET", "/api/me", "not_logged_in")
    again = site.service.person().log_in("leaver", "another long one")
    me.ask("PATCH", f"/api/people/{person}", json={"disabled": True})
    again.refused("GET", "/api/me", "not_logged_in")
    again.refused("POST", "/api/login", "wrong_password", json={"login": "leaver", "password": "another long one"})
    again.refused("GET", "/api/people", "not_logged_in")


def test_the_last_keeper_stays_and_others_may_not_manage(site: Site) -> None:
    me = site.keeper
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

"""What no honest client sends: it is answered in words, never with a bug, and never with half an answer."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.api.conftest import Site
from tests.api.service import EXAMPLES, PASSWORD

TINY = (EXAMPLES / "tiny" / "school.yaml").read_bytes()
HUGE = "9" * 30
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("tag", ['"²"'.encode("latin-1"), b'"' + b"9" * 5000 + b'"', b'"-1"'])
def test_a_version_that_is_no_number_is_not_the_present_one(lite: Site, school: str, tag: bytes) -> None:
    lite.keeper.add_school(school)
    body = {"visits": {}, "duties": []}
    lite.keeper.refused("PUT", f"/api/schools/{school}/pins", "changed_meanwhile", json=body, headers={"If-Match": tag})


def test_numbers_beyond_every_column_are_refused(site: Site, school: str) -> None:
    me = site.keeper
    me.add_school(school)
    for number in (str(2**31), HUGE, "0", "-1"):
        me.refused("POST", f"/api/schools/{school}/revisions/{number}/publish", "bad_request")
        me.refused("DELETE", f"/api/schools/{school}/revisions/{number}", "bad_request")
        me.refused("GET", f"/api/schools/{school}/revisions/1/changes?against={number}", "bad_request")
        me.refused("GET", f"/api/schools/{school}/document?version={number}", "bad_request")
    me.refused("GET", f"/api/schools/{school}/document?version={2**31 - 1}", "not_found")


def test_odd_headers_are_no_bugs(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school)
    me.publish(school)
    report = f"/api/schools/{school}/revisions/1/report"
    for accept in ("text/html;q=²", "text/html;q=nan", "text/html;q=1e999"):
        assert (
            me.ask("GET", report, headers={"Accept": accept.encode("latin-1")}).headers["content-type"].startswith("text/html")
        )
    login = {"login": "library", "password": PASSWORD}
    for origin in ("http://[", "null"):
        lite.service.person().refused("POST", "/api/login", "cross_site", json=login, headers={"Origin": origin})
    feed = me.feed(school, "library")
    for since in (f"Mon, 01 Jan {HUGE} 00:00:00 GMT", "Mon, 01 Jan 2020 00:00:00 +9999999", "x"):
        assert me.ask("GET", feed, headers={"If-Modified-Since": since}).content.startswith(b"BEGIN:VCALENDAR")


def test_a_host_that_is_none_gets_into_no_link(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school)
    me.publish(school)
    for host in ("a" * 5000, "<script>", "[::1", "a/b?c#d", "a:b"):
        me.refused("POST", f"/api/schools/{school}/feeds", "bad_request", json={"scope": "library"}, headers={"Host": host})
        page = me.http.get("/login", headers={"Host": host, "Accept": "text/html"})
        assert (page.status_code, host[:100] in page.text) == (422, False)
    others = {"Host": "library.example:8350"}  # a name of somebody else, made to lead here
    me.refused("POST", f"/api/schools/{school}/feeds", "unknown_host", json={"scope": "library"}, headers=others)
    made = me.post(f"/api/schools/{school}/feeds", {"scope": "library"}, 201, headers={"Host": "localhost:8350"})
    assert made["url"].startswith(f"{lite.service.url}/feeds/")  # never what a request says


def test_nul_is_refused_everywhere(site: Site, school: str) -> None:
    me = site.keeper
    me.add_school(school)
    for method, path in (
        ("GET", "/api/schools/a%00b"),
        ("GET", f"/api/schools/{school}/runs/%00"),
        ("DELETE", f"/api/schools/{school}/runs/%00"),
        ("DELETE", "/api/tokens/%00"),
        ("DELETE", f"/api/schools/{school}/feeds/%00"),
        ("GET", f"/api/schools/{school}/substitutes?helper=%00&date=2026-03-02"),
        ("GET", "/feeds/%00.ics"),
    ):
        me.refused(method, path, "bad_request")
    account = {"login": "nul", "password": PASSWORD}
    bodies: list[tuple[str, dict[str, Any]]] = [
        ("/api/tokens", {"label": "a\0b"}),
        ("/api/people", {**account, "roles": {"x\0": "viewer"}}),
        ("/api/district/runs", {"schools": ["\0"]}),
        (f"/api/schools/{school}/feeds", {"scope": "\0"}),
    ]
    for path, body in bodies:
        me.refused("POST", path, "bad_request", json=body)
    assert "nul" not in [p["login"] for p in me.get("/api/people")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_half_characters_and_what_is_no_json_are_told_in_words(site: Site, school: str, language: str) -> None:
    me = site.keeper
    me.add_school(school)
    runs = f"/api/schools/{school}/runs?lang={language}"
    half = b'{"login":"half","password":"correct horse","roles":{"\\ud800":"viewer"}}'
    said = [me.refused("POST", f"/api/people?lang={language}", "bad_request", content=half, headers=JSON)["title"]]
    for content in (
        b'{"\\ud800":1}',
        b"{",
        b'{"kind":"\xff"}',
        b"[" * 100_000,
        b'{"kind":"x"}',
        b'{"seconds":NaN}',
        b"{}x",
        b"1",
    ):
        said.append(me.refused("POST", runs, "bad_request", content=content, headers=JSON)["title"])
    for title in said:
        # No English sentence inside a Chinese one; "body", names of fields and JSON are not words.
        assert language == "en" or not {"is", "should", "error", "must", "there", "invalid"} & set(title.lower().split()), title
    assert me.get(f"/api/schools/{school}/runs") == []


def test_what_does_not_fit_its_column_is_refused(site: Site, school: str) -> None:
    me = site.keeper
    account = {"password": PASSWORD}
    me.refused("POST", "/api/people", "bad_request", json={**account, "login": "ß" * 60})
    me.refused("POST", "/api/people", "bad_request", json={**account, "login": "long", "roles": {"x" * 100: "viewer"}})
    site.service.person().refused("POST", "/setup", "bad_request", json={**account, "login": "ß" * 60})


def test_two_at_once_get_one_thing_and_one_refusal(site: Site, school: str) -> None:
    token = site.keeper.post("/api/tokens", {"label": "race"}, 201)["secret"]
    people = [site.service.person(token) for _n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        created = list(pool.map(lambda p: p.http.post(f"/api/schools?id={school}", content=TINY), people))
        login = {"login": f"{school}-twin", "password": PASSWORD}
        joined = list(pool.map(lambda p: p.http.post("/api/people", json=login), people))
    for answers in (created, joined):
        assert sorted(a.status_code for a in answers) == [201, 409, 409, 409, 409, 409]
        assert {json.loads(a.content)["code"] for a in answers if a.status_code == 409} <= {
            "id_taken",
            "login_taken",
            "collided",
        }


def test_a_school_taken_out_meanwhile_is_no_bug(site: Site, school: str) -> None:
    token = site.keeper.post("/api/tokens", {"label": "gone"}, 201)["secret"]
    people = [site.service.person(token) for _n in range(10)]
    path = f"/api/schools/{school}"
    requests: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", f"{path}/runs", {"json": {"kind": "plan", "seconds": 2}}),
        ("POST", "/api/district/runs", {"json": {"schools": [school], "seconds": 2}}),
        ("POST", f"{path}/runs", {"json": {"kind": "plan", "since": "2026-03-09", "seconds": 2}}),
        ("POST", f"{path}/feeds", {"json": {"scope": "library"}}),
        ("PUT", f"{path}/document", {"content": TINY + b"#", "headers": {"If-Match": '"1"'}}),
    ]
    for _round in range(3):
        site.keeper.add_school(school)
        with ThreadPoolExecutor(10) as pool:
            early, late = requests[:3], requests
            sent = [pool.submit(p.http.request, m, u, **o) for p, (m, u, o) in zip(people[:3], early, strict=True)]
            gone = pool.submit(people[3].http.request, "DELETE", path)
            sent += [pool.submit(p.http.request, m, u, **o) for p, (m, u, o) in zip(people[4:9], late, strict=True)]
            assert gone.result().status_code == 204
            assert [a.text for a in (s.result() for s in sent) if a.status_code not in (201, 202, 200, 404, 409, 412)] == []
        site.keeper.refused("GET", path, "not_found")


def test_a_link_to_another_site_is_not_made(lite: Site) -> None:
    page = lite.keeper.ask("GET", f"{lite.service.url}//evil.example/x", 404, headers={"Accept": "text/html"})
    assert 'href="//evil' not in page.text
    nobody = lite.service.person()
    long = nobody.ask("GET", "/login?next=/" + "a" * 600, headers={"Accept": "text/html"})
    assert 'name="_go" value="/"' in long.text

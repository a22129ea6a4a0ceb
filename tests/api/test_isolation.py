"""Nobody reaches a school without a role there, by any route; readers change nothing and see no names."""

from __future__ import annotations

import json

import pytest

from api.app import create_app
from api.settings import Settings
from tests.api.conftest import Site
from tests.api.service import EXAMPLES, Person

_VALUES = {"revision": "1", "run": "0" * 32, "feed": "f", "name": "borrowing", "kind": "yaml", "format_": "json"}


def _routes() -> list[tuple[str, str]]:
    """(method, path) of every route about one school."""
    schema = create_app(Settings()).openapi()
    return [(m.upper(), p) for p, methods in schema["paths"].items() if "{school}" in p for m in methods]


def _path(path: str, school: str) -> str:
    for name, value in {**_VALUES, "school": school}.items():
        path = path.replace(f"{{{name}}}", value)
    return path


MINE, OTHER = "walk-mine", "walk-other"


@pytest.fixture(scope="module")
def stranger(lite: Site) -> Person:
    """The librarian of a school beside the published one."""
    me = lite.keeper
    me.add_school(MINE)
    me.add_school(OTHER)
    me.publish(MINE)
    return me.member(lite.service, "stranger", {OTHER: "librarian"})


def test_a_stranger_finds_nothing(lite: Site, stranger: Person) -> None:
    """A librarian of another school gets the same answer as for a school that does not exist; nobody without an account any."""
    me, nobody = lite.keeper, lite.service.person()
    walked = _routes()
    assert len(walked) > 30
    for method, path in walked:
        options = {"json": {}, "headers": {"If-Match": '"1"'}} if method in ("POST", "PUT") else {}
        theirs = stranger.http.request(method, _path(path, MINE), **options)
        none = stranger.http.request(method, _path(path, "walk-none"), **options)
        assert (theirs.status_code, theirs.json()) == (none.status_code, none.json()), (method, path)
        assert theirs.json()["code"] in ("not_found", "not_allowed"), (method, path, theirs.text)
        assert MINE not in {s["id"] for s in stranger.get("/api/schools")}, (method, path)
        nobody.refused(method, _path(path, MINE), "not_logged_in", **options)
        assert me.get(f"/api/schools/{MINE}")["id"] == MINE, (method, path)  # and it is still there


@pytest.mark.parametrize("role", ["viewer", "district"])
def test_a_reader_changes_nothing_and_sees_no_names(lite: Site, school: str, role: str) -> None:
    source = (EXAMPLES / "noon-36" / "school.yaml").read_text()
    named = source.replace("names: masked", "names: full", 1).replace("names: class", "names: full", 1)
    assert named != source
    me = lite.keeper
    me.add_school(school, named)
    me.publish(school)
    names = {
        h["name"] for h in json.loads(me.ask("GET", f"/api/schools/{school}/document.json").text)["helpers"] if h.get("name")
    }
    assert names, "the example has names to hide"
    reader = me.member(lite.service, f"{school}-{role}", {school: role})
    for method, path in _routes():
        if method == "GET":
            continue
        options = {"json": {}, "headers": {"If-Match": '"1"'}} if method in ("POST", "PUT") else {}
        reader.refused(method, _path(path, school), "not_allowed", **options)
    for path in ("document", "versions", "pins", "audit", "feeds", "calendar", "revisions/1/plan.json"):
        reader.refused("GET", f"/api/schools/{school}/{path}", "not_allowed")
    reader.refused("GET", f"/api/schools/{school}/revisions/1/tables/duty.html?internal=true", "not_allowed")
    seen = [reader.ask("GET", f"/api/schools/{school}{p}").text for p in ("", "/revisions", "/revisions/published", "/runs")]
    for table in reader.get(f"/api/schools/{school}/revisions/1/tables"):
        for ending in ("html", "json", "txt"):
            answer = reader.http.get(f"/api/schools/{school}/revisions/1/tables/{table}.{ending}")
            seen.append(answer.text if answer.status_code == 200 else "")
    seen += [reader.ask("GET", f"/api/schools/{school}/revisions/1/report.{e}").text for e in ("html", "json", "txt")]
    assert [n for n in names for text in seen if n in text] == []
    internal = me.ask("GET", f"/api/schools/{school}/revisions/1/tables/duty.html?internal=true&lang=zh").text
    assert any(n in internal for n in names)
    assert "内部使用" in internal


def test_the_log_holds_no_secret_and_no_path(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school)
    me.publish(school)
    feed = me.feed(school, "library")
    token = me.post("/api/tokens", {"label": "test"}, 201)["secret"]
    lite.service.person(token).get("/api/me")
    lite.service.person().ask("GET", feed)
    lite.service.person().refused("GET", "/api/me", "not_logged_in", headers={"Authorization": "Bearer wrong-secret-here"})
    log = lite.service.log.read_text()
    secret = feed.split("/")[2]
    assert "/feeds/{secret}/{name}.ics" in log
    assert [x for x in (secret, token, "wrong-secret-here", school, "correct horse", "127.0.0.1") if x in log] == []
    stored = (lite.service.data / "lunjie.sqlite").read_bytes() + (lite.service.data / "lunjie.sqlite-wal").read_bytes()
    assert [x for x in (secret, token, "correct horse") if x.encode() in stored] == []

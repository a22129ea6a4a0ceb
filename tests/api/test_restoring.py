"""Backups at the pages of a running service: taken away, handed over, looked at, brought back, and the way back."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest

from tests.api.conftest import Site
from tests.api.pages.walk import HTML
from tests.api.service import PASSWORD, Person, Service, serving

MEDIA = {"Content-Type": "application/octet-stream"}
FORM = {**HTML, "Accept-Language": "en"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, Person]]:
    """A service of its own: what is brought back takes everything with it."""
    data = tmp_path_factory.mktemp("restoring")
    (data / ".handed-over.1.part").write_bytes(b"cut off with the process before")
    with serving(data, upload_mb="1") as service:
        yield service, service.person().set_up(service.first_link)


def pressed(me: Person, page: str, label: str) -> str:
    """A button of a page pressed without scripts, its question answered: the page that is shown then."""
    html = me.ask("GET", page, headers=FORM).text
    form = next(f for f in re.findall(r"<form.*?</form>", html, re.S) if f"{label}</button>" in f)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    sure = me.http.post("/act", data=fields, headers={**FORM, "Referer": f"{me.http.base_url}{page.lstrip('/')}"})
    assert "Yes</button>" in sure.text
    done = me.http.post("/act", data=fields | {"_confirmed": "on"}, headers=FORM, follow_redirects=False)
    assert done.status_code == 303, done.text
    return me.ask("GET", done.headers["location"], headers=FORM).text


def test_everything_goes_back_and_forth_without_scripts(house: tuple[Service, Person]) -> None:
    service, me = house
    me.add_school("one")
    me.publish("one")
    gone, stays = me.feed("one", "library"), me.feed("one", "class-3-1")
    closed, left = me.member(service, "closed", {"one": "viewer"}), me.member(service, "left", {"one": "viewer"})
    secret = left.http.cookies["lunjie_session"]
    changed = me.member(service, "changed", {"one": "librarian", "*": "viewer"}, keeper=True)
    program = service.person(dropped := changed.post("/api/tokens", {"label": "x", "days": 9}, 201)["secret"])
    keeps = service.person(changed.post("/api/tokens", {"label": "y", "days": 9}, 201)["secret"])
    calendar = me.ask("GET", stays).content
    taken = me.ask("GET", "/api/copies/new")
    assert "backup" in taken.headers["content-disposition"]
    assert "None has been taken yet" not in me.ask("GET", "/copies", headers=FORM).text
    # Since then: a plan, a school, a person, a link, and one link taken back; an account closed, a session ended.
    account = next(one["id"] for one in me.get("/api/people") if one["login"] == "closed")
    me.ask("PATCH", f"/api/people/{account}", json={"disabled": True})
    left.ask("POST", "/api/logout", 200, 204)
    token = next(one["id"] for one in changed.get("/api/tokens") if one["label"] == "x")
    changed.ask("DELETE", f"/api/tokens/{token}", 204)
    changed.ask("POST", "/api/password", 204, json={"old": PASSWORD, "password": "another horse battery"})
    person = next(one["id"] for one in me.get("/api/people") if one["login"] == "changed")
    me.ask("PATCH", f"/api/people/{person}", json={"roles": {"one": "viewer"}, "keeper": False})
    me.publish("one")
    me.add_school("two")
    other = me.member(service, "later", {"one": "librarian"})
    me.feed("one", "class-3-2")
    links = {one["scope"]: one["id"] for one in me.get("/api/schools/one/feeds")}
    me.ask("DELETE", f"/api/schools/one/feeds/{links['library']}", 204)

    content = taken.content + b"\0" * 1_500_000  # larger than other files may be here
    sent = me.http.post(
        "/act",
        data={"_call": "POST /api/copies", "_go": "/copies/{id}"},
        files={"file": ("x.backup", content)},
        headers=FORM,
        follow_redirects=False,
    )
    assert sent.status_code == 303, sent.text
    page = sent.headers["location"]
    html = me.ask("GET", page, headers=FORM).text
    for said in ("not in it: is lost", "Plans published since, which are lost: 1", "which end: 1", "end: later"):
        assert said in html, said
    (kept,) = service.data.glob("handed-over.*")
    os.utime(kept, (4_000_000_000, 4_000_000_000))  # as if handed over long after it was made, in 2096
    assert "2096" not in me.ask("GET", page, headers=FORM).text
    shown = pressed(me, page, "Bring it back")
    assert "The backup is back in place" in shown
    assert [one["id"] for one in me.get("/api/schools")] == ["one"]  # and nobody had to log in again
    assert [one["number"] for one in me.get("/api/schools/one/revisions")] == [1]
    other.refused("GET", "/api/me", "not_logged_in")
    assert me.ask("GET", stays).content == calendar
    me.ask("GET", gone, 410)  # taken back stays taken back
    closed.refused("GET", "/api/me", "not_logged_in")  # and so does what was closed or ended
    service.person().refused("GET", "/api/me", "not_logged_in", headers={"Cookie": f"lunjie_session={secret}"})
    assert [one["login"] for one in me.get("/api/people") if one["disabled"]] == ["closed"]
    program.refused("GET", "/api/me", "not_logged_in")
    assert keeps.get("/api/me") == {"login": "changed", "keeper": False, "roles": {"one": "viewer"}}
    service.person().refused("POST", "/api/login", "wrong_password", json={"login": "changed", "password": PASSWORD})
    service.person().log_in("changed", "another horse battery")
    assert dropped.startswith("lunjie_")
    assert me.publish("one") == 2  # and planning goes on

    before = next(one for one in me.get("/api/copies") if one["why"] == "before_restore")
    pressed(me, f"/copies/{before['id']}", "Bring it back")
    assert {one["id"] for one in me.get("/api/schools")} == {"one", "two"}
    assert service.person().log_in("later").get("/api/me")["roles"] == {"one": "librarian"}
    assert [f.name for f in service.data.glob("*.backup") if f.stat().st_mode & 0o077] == []
    assert list(service.data.glob(".*.part")) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"This is a letter.", "was not written by lunjie"),
        (b"SQLite format 3\0 but no", "is damaged"),
        (b"", "was not written by lunjie"),
    ],
    ids=["letter", "damaged", "nothing"],
)
def test_what_cannot_come_back_is_refused_in_the_words_of_the_command(
    house: tuple[Service, Person], content: bytes, words: str
) -> None:
    service, me = house
    kept = sorted(service.data.iterdir())
    refused = me.refused("POST", "/api/copies?lang=en", "bad_copy", content=content, headers=MEDIA)
    assert words in refused["title"]
    assert sorted(service.data.iterdir()) == kept


def test_only_who_may_see_everything_takes_or_brings_back(house: tuple[Service, Person]) -> None:
    service, me = house
    keeper = me.member(service, "keeper", {"*": "viewer"}, keeper=True)
    for method, path in (
        ("GET", "/api/copies/new"),
        ("GET", "/api/copies"),
        ("POST", "/api/copies"),
        ("GET", "/api/copies/x"),
        ("POST", "/api/copies/x"),
        ("DELETE", "/api/copies/x"),
    ):
        keeper.refused(method, path, "not_allowed")
    assert "/copies" not in keeper.ask("GET", "/account", headers=HTML).text
    keeper.refused("POST", "/api/copies", "too_big", content=b"\0" * 1_500_000, headers=MEDIA)
    me.refused("GET", "/api/copies/..%2Flunjie.sqlite", "not_found")


def test_a_copy_that_spoils_says_so_and_can_be_deleted(house: tuple[Service, Person]) -> None:
    service, me = house
    (service.data / "spoiled.backup").write_bytes(b"nothing")
    spoiled = next(one for one in me.get("/api/copies") if one["size"] == 7)
    page = f"/copies/{spoiled['id']}"
    assert "cannot be brought back" in me.ask("GET", page, headers=FORM).text
    me.refused("POST", f"/api{page}", "bad_copy")
    pressed(me, page, "Delete this backup")
    assert not (service.data / "spoiled.backup").exists()


def test_a_district_brings_back_at_its_database(site: Site) -> None:
    district = site.service.database is not None
    site.keeper.refused("POST", "/api/copies", "only_one_file" if district else "bad_copy", content=b"x", headers=MEDIA)
    assert ("database of their own" in site.keeper.ask("GET", "/copies", headers=FORM).text) == district
    assert site.keeper.ask("GET", "/api/copies/new").content.startswith(b"SQLite format 3")


def test_what_was_closed_stays_closed_through_two_restores(house: tuple[Service, Person]) -> None:
    """An earlier state knows neither a token nor a link that was taken back later; a copy from between has both open."""
    service, me = house
    me.add_school("three")
    me.publish("three")
    early = me.ask("GET", "/api/copies/new").content
    me.post("/api/tokens", {"label": "kept", "days": 9}, 201)
    token = me.post("/api/tokens", {"label": "gone", "days": 9}, 201)
    program, link = service.person(token["secret"]), me.feed("three", "library")
    between = me.ask("GET", "/api/copies/new").content
    me.ask("DELETE", f"/api/tokens/{next(one['id'] for one in me.get('/api/tokens') if one['label'] == 'gone')}", 204)
    feed = next(one["id"] for one in me.get("/api/schools/three/feeds") if one["scope"] == "library")
    me.ask("DELETE", f"/api/schools/three/feeds/{feed}", 204)
    for content in (early, between):
        copy = me.ask("POST", "/api/copies", 201, content=content, headers=MEDIA).json()["id"]
        pressed(me, f"/copies/{copy}", "Bring it back")
    assert [one["label"] for one in me.get("/api/tokens")].count("kept") == 1
    program.refused("GET", "/api/me", "not_logged_in")
    me.ask("GET", link, 410)

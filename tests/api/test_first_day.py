"""From an empty directory to a calendar on a phone, over HTTP, on both databases; and what must stay the same afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar

from tests.api.service import EXAMPLES, Service, serving

MID_TERM = EXAMPLES / "mid-term-change"


def uids(body: bytes) -> dict[str, str]:
    return {str(e["UID"]): str(e["DTSTART"].dt) for e in Calendar.from_ical(body).walk("VEVENT")}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str | None]:
    """An empty directory, and an empty database where it is not SQLite."""
    url = request.getfixturevalue("cluster").new() if request.param == "postgresql" else None
    return tmp_path / "data", url


def test_from_an_empty_directory_to_a_subscribed_calendar(empty: tuple[Path, str | None]) -> None:
    data, url = empty
    before = (EXAMPLES / "noon-36" / "school.yaml").read_bytes()
    after = (MID_TERM / "noon-36" / "school.yaml").read_bytes()
    with serving(data, url) as service:
        me = service.person().set_up(service.first_link)
        made = me.add_school("city", before)
        found = me.run("city", kind="plan")
        assert (found["state"], found["outcome"]["status"]) == ("done", "OPTIMAL")
        me.refused("POST", "/api/schools/city/feeds", "no_such_scope", json={"scope": "library"})  # a draft is in no feed
        assert me.post("/api/schools/city/revisions/1/publish")["calendars"] > 0
        library, one_class = me.feed("city", "library"), me.feed("city", "class-1-1")
        stranger = service.person()
        first = stranger.ask("GET", library)
        assert first.headers["content-type"] == "text/calendar; charset=utf-8"
        unchanged = {"If-None-Match": first.headers["etag"]}
        stranger.ask("GET", library, 304, headers=unchanged)

        # A re-plan is a draft at first: nobody sees it.
        me.ask("PUT", "/api/schools/city/document", headers={"If-Match": f'"{made["version"]}"'}, content=after)
        again = me.run("city", kind="replan", since="2026-04-27")
        stranger.ask("GET", library, 304, headers=unchanged)
        number = again["outcome"]["revisions"][0]
        changes = me.get(f"/api/schools/city/revisions/{number}/changes")
        me.post(f"/api/schools/city/revisions/{number}/publish")
        second = stranger.ask("GET", library, headers=unchanged)
        old, new = uids(first.content), uids(second.content)
        assert changes["moved"] >= 1
        moved = {u for u in old.keys() & new.keys() if old[u] != new[u]}
        assert moved
        assert all(new[u] >= "2026-04-27" for u in moved)
        # Nothing is new; what is gone is of a lesson that was moved, to a weekday with a holiday.
        gone = old.keys() - new.keys()
        assert not new.keys() - old.keys()
        assert {u.rpartition("-w")[0] for u in gone} <= {u.rpartition("-w")[0] for u in moved}
        assert all(old[u] >= "2026-04-27" for u in gone)
        class_bytes = stranger.ask("GET", one_class).content

    with serving(data, url) as service:  # a restart and a new login change no byte
        assert service.first_link == ""
        stranger = service.person()
        third = stranger.ask("GET", library)
        assert (third.content, third.headers["etag"]) == (second.content, second.headers["etag"])
        assert third.headers["last-modified"] == second.headers["last-modified"]
        me = service.person().log_in("library")
        rotated = me.get("/api/schools/city/feeds")
        feed = next(f["id"] for f in rotated if f["scope"] == "class-1-1")
        new_url: str = me.post(f"/api/schools/city/feeds/{feed}")["url"]
        gone = stranger.ask("GET", one_class, 410)
        assert gone.json()["code"] == "link_revoked"
        assert stranger.ask("GET", new_url[new_url.index("/feeds/") :]).content == class_bytes


def test_the_first_link_works_once_and_only_the_newest(tmp_path: Path) -> None:
    service = Service(tmp_path / "data", workers=1).start()
    old = service.first_link
    service.stop()
    service.start()
    try:
        body = {"login": "library", "password": "correct horse battery"}
        service.person().refused("POST", "/api/setup", "bad_first_link", json={**body, "token": old.rpartition("=")[2]})
        weak = {**body, "password": "short", "token": service.first_link.rpartition("=")[2]}
        service.person().refused("POST", "/api/setup", "weak_password", json=weak)
        service.person().set_up(service.first_link)
        again = {**body, "token": service.first_link.rpartition("=")[2]}
        service.person().refused("POST", "/api/setup", "set_up_already", json=again)
    finally:
        service.stop()

"""A batch: what came of the button in each school, seen by the district without names, and what is done about it."""

from __future__ import annotations

import csv
import io
import time
from typing import Any

from python_calamine import CalamineWorkbook
from sqlalchemy import update

from api.pages.listing import RANKS
from api.pages.schooltable import STATES
from api.store import tables as t
from api.store.database import Database, sqlite_url
from tests.api.conftest import Site
from tests.api.jobs.cases import AMPLE
from tests.api.service import EXAMPLES, Person

_IMPOSSIBLE = (EXAMPLES / "impossible-weekly" / "school.yaml").read_bytes()


def ended(office: Person, batch: str) -> dict[str, Any]:
    """The batch when all its runs have ended; meanwhile the count of those only grows."""
    last, end = 0, time.monotonic() + 300
    while True:
        found: dict[str, Any] = office.get(f"/api/district/batches/{batch}")
        assert found["ended"] >= last
        last = found["ended"]
        if last == found["all"]:
            return found
        assert time.monotonic() < end, found
        time.sleep(0.1)


def test_every_outcome_is_seen(lite: Site) -> None:
    me = lite.keeper
    good, bad, old, third = "bt-good", "bt-bad", "bt-old", "bt-third"
    for school in (good, old, third):
        me.add_school(school)
    me.add_school(bad, _IMPOSSIBLE)
    me.publish(old)
    office = me.member(lite.service, "bt-office", dict.fromkeys((good, bad, old, third), "district"))
    started = office.post("/api/district/runs", {"seconds": AMPLE})
    assert set(started["runs"]) == {good, bad, third}
    assert started["left"] == {old: "unchanged"}
    found = ended(office, started["batch"])
    lines = {line["school"]: line for line in found["lines"]}
    assert {school: line["outcome"] for school, line in lines.items()} == {
        good: "ready", bad: "impossible", old: "left", third: "ready",
    }  # fmt: skip
    assert lines[bad]["words"]
    assert found["counts"] == {"ready": 2, "impossible": 1, "left": 1}
    assert [one["school"] for one in office.get(f"/api/district/batches/{started['batch']}?outcome=impossible")["lines"]] == [
        bad
    ]
    progress = office.get("/api/district/progress")
    assert (progress["batch"], progress["done"], progress["queued"] + progress["running"]) == (started["batch"], 3, 0)
    # Pressed again: what waits as a draft is not planned once more.
    again = office.post("/api/district/runs", {"seconds": AMPLE})
    assert again["runs"].keys() == {bad}
    assert again["left"] == {good: "draft", old: "unchanged", third: "draft"}
    ended(office, again["batch"])
    # Its schools publish: the district may not, their librarian many at once.
    refused = office.post(f"/api/district/batches/{started['batch']}", {"do": "publish", "schools": [good]})
    assert (refused["published"], refused["left"]) == ({}, {good: "not_allowed"})
    done = me.post(f"/api/district/batches/{started['batch']}", {"do": "publish", "schools": [good, bad, "nowhere"]})
    assert (done["published"], done["left"]) == ({good: 1}, {bad: "not_a_draft"})
    deeds = office.get("/api/district/audit?lang=en")
    assert (deeds[0]["school"], deeds[0]["words"], deeds[0]["who"]) == (good, "published plan 1", me.get("/api/me")["login"])
    assert {one["school"] for one in deeds} == {good, bad, old, third}
    older = office.get(f"/api/district/audit?limit=2&before={deeds[0]['id']}")
    assert [one["id"] for one in older] == [one["id"] for one in deeds[1:3]]
    told = office.ask("GET", "/district?lang=en", headers={"Accept": "text/html"}).text
    for words in ("How planning stands", "published plan 1", "3 of 3 have ended"):
        assert words in told
    after = {line["school"]: line["outcome"] for line in office.get(f"/api/district/batches/{started['batch']}")["lines"]}
    assert (after[good], after[third]) == ("published", "ready")
    page = office.ask("GET", "/schools", headers={"Accept": "text/html", "Accept-Language": "en"}).text
    assert "What came of it" in page
    me.add_school("bt-elsewhere")
    stranger = me.member(lite.service, "bt-stranger", {"bt-elsewhere": "district"})
    stranger.refused("GET", f"/api/district/batches/{started['batch']}", "not_found")
    assert {one["school"] for one in stranger.get("/api/district/audit")} == {"bt-elsewhere"}
    viewer = me.member(lite.service, "bt-looker", {good: "viewer"})
    for path in ("/api/district/audit", "/district"):
        viewer.refused("GET", path, "not_allowed")


def test_drafts_of_many_schools_are_published_by_a_form(lite: Site) -> None:
    me, schools = lite.keeper, ("bt-form-a", "bt-form-b", "bt-form-c")
    for school in schools:
        me.add_school(school)
    mine = me.member(lite.service, "bt-two", dict.fromkeys(schools, "librarian") | {schools[2]: "district"})
    batch = mine.post("/api/district/runs", {"seconds": AMPLE})["batch"]
    ended(mine, batch)
    html = {"Accept": "text/html", "Accept-Language": "en"}
    assert "Publish drafts: 2" in mine.ask("GET", "/schools?lang=en", headers=html).text
    form = {"_call": f"POST /api/district/batches/{batch}", "_body": '{"do": "publish"}', "_go": "/schools#batch"}
    assert mine.ask("POST", "/act", 303, data=form, headers=html).headers["location"] == "/schools#batch"
    lines = mine.get(f"/api/district/batches/{batch}")["lines"]
    assert [line["outcome"] for line in lines] == ["published", "published", "ready"]
    assert "Publish drafts" not in mine.ask("GET", "/schools", headers=html).text


def test_what_failed_is_tried_again_and_what_waits_is_stopped(lite: Site) -> None:
    me, one, two = lite.keeper, "bt-one", "bt-two"
    for school in (one, two):
        me.add_school(school)
    office = me.member(lite.service, "bt-again", dict.fromkeys((one, two), "district"))
    started = office.post("/api/district/runs", {"schools": [one, two], "seconds": AMPLE})
    ended(office, started["batch"])
    database = Database(sqlite_url(lite.service.data / "lunjie.sqlite"))
    with database.write() as connection:
        failed = t.run.c.id == started["runs"][one]
        connection.execute(update(t.run).where(failed).values(state="failed", reason="workers_lost"))
        connection.execute(update(t.revision).where(t.revision.c.school == one).values(state="discarded"))
    database.close()
    found = {line["school"]: line for line in office.get(f"/api/district/batches/{started['batch']}")["lines"]}
    assert (found[one]["outcome"], found[one]["reason"]) == ("failed", "workers_lost")
    assert found[one]["words"]
    again = office.post(f"/api/district/batches/{started['batch']}", {"do": "retry"})["started"]
    assert again["runs"].keys() == {one}
    stopped = office.post(f"/api/district/batches/{again['batch']}", {"do": "cancel"})["batch"]
    assert stopped["id"] == again["batch"]
    assert ended(office, again["batch"])["lines"][0]["outcome"] in ("cancelled", "ready")


def test_the_list_of_schools_as_a_table(lite: Site) -> None:
    assert set(STATES) == set(RANKS)
    me, school = lite.keeper, "bt-table"
    text = (EXAMPLES / "tiny" / "school.yaml").read_text().replace("示例小小学校", '"=1+1,甲校"')
    me.add_school(school, text)
    me.publish(school)
    office = me.member(lite.service, "bt-lister", {school: "district"})
    raw = office.ask("GET", "/schools.csv?lang=zh").content
    assert raw.startswith(b"\xef\xbb\xbf")  # Excel takes it for UTF-8
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [row["编号"] for row in rows] == [school]
    assert rows[0]["学校"] == "'=1+1,甲校"
    assert rows[0]["状态"] == "学期已结束"
    assert "bt-lister" in rows[0]["账号"]
    assert rows[0]["每周开放（小时）"] != "0.0"
    book = office.ask("GET", "/schools.xlsx?lang=en").content
    cells = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert cells[0][:2] == ["School", "Id"]
    assert cells[1][1] == school
    viewer = me.member(lite.service, "bt-viewer", {school: "viewer"})
    viewer.refused("GET", "/schools.csv", "not_allowed")


def test_how_planning_stands(site: Site) -> None:
    ready = site.service.person().get("/readyz")
    assert (ready["planning"], ready["workers"], ready["children"]) == ("ready", 1, 1)
    assert ready["queued"] >= 0

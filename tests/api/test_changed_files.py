"""A school file changed elsewhere never overwrites what was decided here unseen, nor the other way round."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.api.conftest import Site
from tests.api.service import Person
from tests.workbook.test_pieces import FILE, HERE, TINY

HTML = {"Accept": "text/html"}


def sent(me: Person, school: str, text: str) -> Any:
    """What is said of a file that is handed over."""
    return me.ask("POST", f"/api/schools/{school}/document", 201, content=text.encode()).json()


def edited(me: Person, school: str) -> None:
    """What is in HERE and not in TINY, decided in the service."""
    me.add_school(school, TINY)
    closed = {"close": [{"dates": ["2026-03-18"], "name": "Sports day"}]}
    me.post(f"/api/schools/{school}/calendar", closed, headers={"If-Match": '"1"'})


def test_both_sides_are_in_the_file_afterwards(lite: Site, school: str) -> None:
    me = lite.keeper
    edited(me, school)
    looked, versions = sent(me, school, FILE), f"/api/schools/{school}/versions"
    assert {(one["whose"], one["sheet"]) for one in looked["differences"]} >= {
        ("here", "放假与调休 · 放假"), ("file", "场地"), ("file", "班级"),
    }  # fmt: skip
    me.refused("POST", versions, "changed_meanwhile", json={"upload": looked["id"]}, headers={"If-Match": '"1"'})
    me.refused("POST", versions, "bad_request", json={}, headers={"If-Match": '"2"'})
    me.post(versions, {"upload": looked["id"]}, headers={"If-Match": '"2"'})
    text = me.ask("GET", f"/api/schools/{school}/document.yaml").text
    assert [word for word in ("Sports day", "seats: 20", "# late") if word not in text] == []
    assert me.get(versions)[0]["note"] == "merged"
    me.refused("POST", versions, "not_found", json={"upload": looked["id"]}, headers={"If-Match": '"3"'})
    # The file on the disk has not got the holiday yet: that has been answered, and is not asked again.
    me.refused("POST", f"/api/schools/{school}/document", "nothing_to_change", content=FILE.encode())
    # What it says anew is told, and the answer holds meanwhile; also when something is decided here in between.
    more = {"close": [{"dates": ["2026-03-20"], "name": "Fair"}]}
    me.post(f"/api/schools/{school}/calendar", more, headers={"If-Match": '"3"'})
    again = sent(me, school, FILE.replace("seats: 20", "seats: 19"))
    assert {(one["whose"], one["sheet"]) for one in again["differences"]} == {
        ("file", "场地"), ("here", "放假与调休 · 放假"),
    }  # fmt: skip
    me.post(versions, {"upload": again["id"]}, headers={"If-Match": '"4"'})
    text = me.ask("GET", f"/api/schools/{school}/document.yaml").text
    assert [word for word in ("Sports day", "Fair", "seats: 19") if word not in text] == []


def test_a_change_of_the_file_that_was_declined_is_not_taken_by_the_next_file(lite: Site, school: str) -> None:
    me = lite.keeper
    edited(me, school)
    looked, versions = sent(me, school, FILE), f"/api/schools/{school}/versions"
    seats = next(one["key"] for one in looked["differences"] if one["sheet"] == "场地")
    me.post(versions, {"upload": looked["id"], "choices": {seats: "here"}}, headers={"If-Match": '"2"'})
    again = sent(me, school, FILE.replace("pupils: 28", "pupils: 24"))
    assert "场地" not in {one["sheet"] for one in again["differences"]}
    me.post(versions, {"upload": again["id"]}, headers={"If-Match": '"3"'})
    assert "seats: 20" not in me.ask("GET", f"/api/schools/{school}/document.yaml").text


def test_a_file_that_was_made_from_the_newest_asks_nothing(lite: Site, school: str) -> None:
    me = lite.keeper
    edited(me, school)
    path = f"/api/schools/{school}/document"
    own = me.ask("GET", f"/api/schools/{school}/document.yaml").text
    me.refused("POST", path, "nothing_to_change", content=own.encode())
    book = me.ask("GET", f"/api/schools/{school}/document.xlsx").content
    me.refused("POST", path, "nothing_to_change", content=book)
    looked = sent(me, school, own.replace("pupils: 25", "pupils: 26"))
    assert {one["whose"] for one in looked["differences"]} == {"file"}
    me.refused("POST", path, "bad_school", content=b"name: x")


def test_where_both_have_changed_a_person_chooses_without_scripts(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school, TINY)
    me.ask("PUT", f"/api/schools/{school}/document", content=HERE.encode(), headers={"If-Match": '"1"'})
    me.post(f"/api/schools/{school}/versions", {"version": 1}, headers={"If-Match": '"2"'})
    closed = {"close": [{"dates": ["2026-03-18"], "name": "Sports day"}]}
    me.post(f"/api/schools/{school}/calendar", closed, headers={"If-Match": '"3"'})
    file = TINY.replace("  end: 2026-03-27\n", "  end: 2026-03-27\n  closures: [{dates: 2026-03-19, name: Sports day}]\n")
    page = f"/schools/{school}/files/{sent(me, school, file)['id']}"
    html = me.ask("GET", f"{page}?lang=en", headers=HTML).text
    assert "Changed on both sides" in html
    (key,) = set(re.findall(r'name="(choices\.\w+)"', html))
    body = json.dumps({"upload": page.rpartition("/")[2]})
    fields = {"_call": f"POST /api/schools/{school}/versions", "_body": body, "_match": "4", key: "here"}
    me.ask("POST", "/act", 303, data=fields, headers=HTML)
    assert "2026-03-18" in me.ask("GET", f"/api/schools/{school}/document.yaml").text
    again = sent(me, school, file.replace("seats: 30", "seats: 29"))["id"]
    assert "改过的学校文件" in me.ask("GET", f"/schools/{school}/files/{again}?lang=zh", headers=HTML).text


def test_a_file_of_another_term_is_taken_over_as_a_whole(lite: Site, school: str) -> None:
    me = lite.keeper
    edited(me, school)
    looked = sent(me, school, TINY.replace("id: 2026-tiny", "id: 2026-next"))
    assert (looked["other_term"], looked["differences"]) == (True, [])
    me.post(f"/api/schools/{school}/versions", {"upload": looked["id"]}, headers={"If-Match": '"2"'})
    assert "Sports day" not in me.ask("GET", f"/api/schools/{school}/document.yaml").text

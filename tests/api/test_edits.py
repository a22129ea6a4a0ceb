"""Two librarians, one school file: versions, If-Match, calendar decisions, pins, and what a bad file is answered with."""

from __future__ import annotations

import json

from planner.reading import parse_school
from tests.api.conftest import Site
from tests.api.service import EXAMPLES

TINY = (EXAMPLES / "tiny" / "school.yaml").read_text()
RURAL = (EXAMPLES / "rural-18" / "school.yaml").read_text()


def test_two_librarians_cannot_overwrite_each_other(site: Site, school: str) -> None:
    me = site.keeper
    me.add_school(school)
    first = me.ask("GET", f"/api/schools/{school}/document")
    assert (first.text, first.headers["etag"]) == (TINY, '"1"')
    changed = TINY + "\n# mine\n"
    path = f"/api/schools/{school}/document"
    me.refused("PUT", path, "precondition_required", content=changed)
    done = me.ask("PUT", path, content=changed, headers={"If-Match": '"1"'})
    assert done.headers["etag"] == '"2"'
    refused = me.refused("PUT", path, "changed_meanwhile", content=TINY, headers={"If-Match": '"1"'})
    assert refused["params"] == {"present": "2"}
    assert me.ask("GET", path).text == changed
    assert me.ask("GET", f"{path}?version=1").text == TINY
    assert [v["note"] for v in me.get(f"/api/schools/{school}/versions")] == ["replaced", "created"]
    assert [a["action"] for a in me.get(f"/api/schools/{school}/audit")][:2] == ["document_replaced", "school_created"]


def test_every_form_of_the_file_is_the_same_school(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school, RURAL)
    forms = {k: me.ask("GET", f"/api/schools/{school}/document.{k}").content for k in ("yaml", "json", "xlsx")}
    wanted = parse_school(forms["yaml"], "school.yaml").model_dump_json()
    for kind, content in forms.items():
        made = me.add_school(f"{school[:40]}-{kind}", content)
        again = me.ask("GET", f"/api/schools/{made['id']}/document.json").content
        assert parse_school(again, "school.json").class_list == parse_school(forms["yaml"], "school.yaml").class_list
    assert parse_school(forms["yaml"], "school.yaml").model_dump_json() == wanted


def test_a_bad_file_is_answered_with_all_its_problems(lite: Site, school: str) -> None:
    me = lite.keeper
    bad = TINY.replace("weekdays:", "weekdys:").replace("kind: borrowing", "kind: lending")
    for language, words in (("en", "school file"), ("zh", "学校文件")):
        body = me.refused("POST", f"/api/schools?id={school}&lang={language}", "bad_school", content=bad)
        assert len(body["problems"]) >= 2
        assert words in body["title"]
        assert all(p["message"] and p["code"] for p in body["problems"])
    checked = me.ask("POST", "/api/validate", content=bad).json()
    assert not checked["ok"]
    assert [p["line"] for p in checked["problems"]] == [p["line"] for p in body["problems"]]
    assert me.ask("POST", "/api/validate", content=TINY).json()["ok"]
    me.refused("GET", f"/api/schools/{school}", "not_found")
    for content in (b"", b"\x00\x01\x02", b"PK\x03\x04 no zip", b"[1, 2]", b"{" * 100_000, "学校: 是".encode("gb18030")):
        answer = me.http.post("/api/schools", content=content)
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_school"), content[:20]


def test_what_does_nothing_in_a_file_is_told(lite: Site, school: str) -> None:
    me = lite.keeper
    idle = TINY.replace("rooms:\n", "rooms:\n  - {id: cellar, name: Cellar}\n", 1)
    checked = me.ask("POST", "/api/validate", content=idle).json()
    assert (checked["ok"], [r["code"] for r in checked["remarks"]]) == (True, ["idle_room"])
    assert idle.splitlines()[checked["remarks"][0]["line"] - 1].strip() == "- {id: cellar, name: Cellar}"
    assert me.ask("POST", "/api/validate", content=TINY).json()["remarks"] == []
    me.add_school(school, idle)
    for path, shown in ((f"/schools/{school}/settings", "cellar"), (f"/schools/{school}", "#remarks")):
        assert shown in me.http.get(path, headers={"Accept": "text/html"}).text
    me.ask("PUT", f"/api/schools/{school}/document", content=TINY, headers={"If-Match": '"1"'})
    assert "cellar" not in me.http.get(f"/schools/{school}/settings", headers={"Accept": "text/html"}).text


def test_a_file_over_the_limit_is_refused(lite: Site) -> None:
    lite.keeper.refused("POST", "/api/schools", "too_big", content=b"x" * 21_000_000)


def test_calendar_decisions_edit_the_file_and_keep_its_comments(lite: Site, school: str) -> None:
    me = lite.keeper
    source = RURAL.replace("confirmed: false", "confirmed: false")
    me.add_school(school, source)
    path = f"/api/schools/{school}/calendar"
    state = me.ask("GET", path)
    wanted = {
        "close": [{"dates": ["2026-06-18"], "name": "运动会"}],
        "days": [{"date": "2026-06-27", "runs_as": "THU", "confirmed": True}],
    }
    me.refused("POST", path, "precondition_required", json=wanted)
    done = me.ask("POST", path, json=wanted, headers={"If-Match": state.headers["etag"]})
    assert done.json()["version"] == 2
    text = me.ask("GET", f"/api/schools/{school}/document").text
    assert "运动会" in text
    assert [c for c in source.splitlines() if c.startswith("#") and c not in text] == []
    me.refused(
        "POST", path, "bad_edit", json={"days": [{"date": "2026-06-27", "runs_as": "FUNDAY"}]}, headers={"If-Match": '"2"'}
    )
    me.refused("POST", path, "nothing_to_change", json={}, headers={"If-Match": '"2"'})
    me.refused("POST", path, "changed_meanwhile", json=wanted, headers={"If-Match": '"1"'})
    assert me.get(f"/api/schools/{school}")["version"] == 2


def test_pins_are_kept_by_the_next_plan(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school, (EXAMPLES / "noon-36" / "school.yaml").read_bytes())
    me.publish(school)
    plan = json.loads(me.ask("GET", f"/api/schools/{school}/revisions/1/plan.json").text)["plan"]
    visit = next(v for v in plan["visits"] if v.get("window"))
    wanted = {"class_id": visit["visitor"], "demand": visit["demand"]}
    answers = me.post(f"/api/schools/{school}/revisions/1/whatif", wanted)["answers"]
    other = next(a["place"] for a in answers if a["verdict"] in ("free", "moves") and a["place"]["turn"] != visit["turn"])
    day = other["turn"].split(":")[-1]
    pins = {"visits": {visit["demand"]: [{"classes": [visit["visitor"]], "weekdays": [day]}]}, "duties": []}
    done = me.ask("PUT", f"/api/schools/{school}/pins", json=pins, headers={"If-Match": '"1"'})
    assert done.json()["changed"] is True
    kept = me.get(f"/api/schools/{school}/pins")
    assert kept["visits"][visit["demand"]][0]["classes"] == [visit["visitor"]]
    number = me.publish(school)
    again = json.loads(me.ask("GET", f"/api/schools/{school}/revisions/{number}/plan.json").text)["plan"]
    assert [v["turn"] for v in again["visits"] if (v["visitor"], v["demand"]) == (visit["visitor"], visit["demand"])] == [
        other["turn"]
    ]
    me.ask("PUT", f"/api/schools/{school}/pins", json={"visits": {}, "duties": []}, headers={"If-Match": '"2"'})
    assert me.get(f"/api/schools/{school}/pins") == {"visits": {}, "duties": []}
    me.refused("PUT", f"/api/schools/{school}/pins", "bad_edit", json={"visits": {"nothing": []}}, headers={"If-Match": '"3"'})


def test_what_another_window_would_do(lite: Site, school: str) -> None:
    """Without a plan; what is not there and what cannot be read is refused, and nothing is stored."""
    me = lite.keeper
    me.add_school(school)
    path = f"/api/schools/{school}/whatif"
    found = me.post(path, {"rooms": {"library": 0}})
    assert (found["before"]["status"], found["after"]["status"]) == ("OPTIMAL", "INFEASIBLE")
    assert found["after"]["shortages"]
    assert found["explanation"]["causes"][0]["sentence"]["en"]
    assert found["explanation"]["text"]["zh"][0]["key"] == "causes"
    me.refused("POST", path, "no_such_place", json={"windows": {"cellar": ["MON"]}})
    for wrong in ({}, {"windows": {"noon": ["someday"]}}, {"rooms": {"library": -1}}, {"cycles": {"borrowing": "often"}}):
        me.refused("POST", path, "bad_request", json=wrong)
    assert me.ask("GET", f"/api/schools/{school}/document").headers["etag"] == '"1"'

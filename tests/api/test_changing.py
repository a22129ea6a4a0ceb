"""What changes in a term, by the doors of the service: helpers, classes, lessons, tables changed by hand; and their pages."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

from tests.api.conftest import Site
from tests.api.pages.test_pages import HTML
from tests.api.service import EXAMPLES, Person
from tests.applying.handwork import saved_again

SINCE = "2026-03-09"


@pytest.fixture(scope="module")
def planned(lite: Site) -> str:
    """The tiny school with a published plan: 3(1), 3(2) on Monday, 4(2), 4(1) on Wednesday, each in a slot of its own."""
    lite.keeper.add_school("changing")
    lite.keeper.publish("changing")
    return "changing"


def changed(me: Person, school: str, version: int, **wanted: Any) -> dict[str, Any]:
    match = {"If-Match": f'"{version}"'}
    found: dict[str, Any] = me.ask("PATCH", f"/api/schools/{school}/document", json=wanted, headers=match).json()
    return found


def test_changes_are_written_and_planned_from_their_day(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school)
    me.publish(school)
    path = f"/api/schools/{school}"
    # A form does both: the change into the file, and the plan from that day on.
    fields = {
        "_call": f"PATCH {path}/document",
        "_match": "1",
        "_then": f"POST {path}/runs",
        "_then_body": '{"kind": "replan", "since": "{class_closes.since}"}',
        "class_closes.class_id": "4-2",
        "class_closes.joins:optional": "4-1",
        "class_closes.since": SINCE,
    }
    run = me.ask("POST", "/act", 202, data=fields, headers={"Accept": "application/json"}).json()
    assert me.wait(school, run["id"])["outcome"]["proposals"][0]["changes"]["removed"] > 0
    assert me.get(path)["classes"] == 3
    changed(me, school, 2, helper_leaves={"helper": "h4", "since": SINCE})
    changed(me, school, 3, class_renamed={"class_id": "3-1", "name": "彩虹班"})
    moved = {"class_id": "3-2", "day": "WED", "period": "P2", "to_day": "WED", "to_period": "P1", "since": SINCE}
    changed(me, school, 4, lesson_moved=moved)
    text = me.ask("GET", f"{path}/document.yaml").text
    assert "彩虹班" in text
    assert text.startswith("# Small enough")
    headers = {"If-Match": '"5"'}
    for wanted, code in (
        ({"class_added": {"grade": 3, "since": SINCE}}, "needs_lessons"),
        ({"class_renamed": {"class_id": "9-9", "name": "x"}}, "no_such_class"),
        ({"helper_leaves": {"helper": "h9", "since": SINCE}}, "no_such_class"),
        ({"lesson_moved": {**moved, "to_period": "P9"}}, "no_such_period"),
        ({}, "bad_request"),
        ({"class_renamed": {"class_id": "3-1", "name": "x"}, "helper_leaves": {"helper": "h1", "since": SINCE}}, "bad_request"),
    ):
        me.refused("PATCH", f"{path}/document", code, json=wanted, headers=headers)
    me.refused("PATCH", f"{path}/document", "changed_meanwhile", json={"lesson_moved": moved}, headers={"If-Match": '"1"'})
    trail = me.ask("GET", f"/schools/{school}/settings?lang=en", headers=HTML).text
    assert "changed classes, student librarians or lessons" in trail


def test_a_table_changed_by_hand_is_understood_and_planned_around(lite: Site, planned: str) -> None:
    me, path = lite.keeper, f"/api/schools/{planned}"
    table = me.ask("GET", f"{path}/revisions/published/tables/borrowing.xlsx?lang=zh").content

    def send(**cells: str) -> str:
        sent = me.ask("POST", f"{path}/revisions/published/tables", 201, content=saved_again(table, cells)).json()
        return str(sent["id"])

    swapped = send(B5="四(1)", C5="四(2)")
    found = me.get(f"{path}/tables/{swapped}?since={SINCE}&lang=en")
    assert [line.split("  ")[0] for line in found["edits"]] == ["班级借阅安排表!B5", "班级借阅安排表!C5"]
    assert (found["clashes"], found["ignored"], found["pins"]) == ([], [], 2)
    page = me.ask("GET", f"/schools/{planned}/tables/{swapped}?since={SINCE}&lang=en", headers=HTML).text
    assert "Plan around it" in page
    # Grade 4 sings on Monday: said with the cell and the rule, and nothing can be taken over.
    clashing = send(B4="四(1)", B5="三(1)", C5="四(2)")
    assert "四(1)" in me.get(f"{path}/tables/{clashing}?lang=zh")["clashes"][0]
    page = me.ask("GET", f"/schools/{planned}/tables/{clashing}?lang=zh", headers=HTML).text
    assert "不管其余怎么排" in page or "再交一次" in page
    assert "照这样重排" not in page
    match = {"If-Match": '"1"'}
    me.refused("PUT", f"{path}/tables/{clashing}", "edits_clash", json={"since": SINCE}, headers=match)
    me.ask("PUT", f"{path}/tables/{swapped}", json={"since": SINCE}, headers=match)
    assert sum(map(len, me.get(f"{path}/pins")["visits"].values())) == 2
    me.refused("GET", f"{path}/tables/{swapped}", "not_found")
    found = me.run(planned, kind="replan", since=SINCE)
    assert found["outcome"]["proposals"][0]["changes"]["moved"] == 2


def test_what_is_no_table_is_refused_with_its_cells(lite: Site, planned: str) -> None:
    me, path = lite.keeper, f"/api/schools/{planned}"
    table = me.ask("GET", f"{path}/revisions/published/tables/borrowing.xlsx?lang=zh").content
    unknown = saved_again(table, {"B4": "九九"})
    wrong = me.refused("POST", f"{path}/revisions/published/tables?lang=en", "bad_table", content=unknown)
    assert "九九" in wrong["problems"][0]["message"]
    me.refused("POST", f"{path}/revisions/published/tables", "bad_table", content=b"no table")
    me.refused("POST", f"{path}/revisions/published/tables", "nothing_to_change", content=table)
    viewer = me.member(lite.service, "changing-viewer", {planned: "viewer"})
    viewer.refused("POST", f"{path}/revisions/published/tables", "not_allowed", content=table)
    me.refused("GET", f"{path}/tables/nothing", "not_found")


def test_somebody_is_away_for_a_while_and_duties_are_exchanged(lite: Site, planned: str) -> None:
    me, path = lite.keeper, f"/api/schools/{planned}"
    desk = f"/schools/{planned}/duties?helper=h3&date=2026-03-02&until=2026-03-13&lang=en"
    html = me.ask("GET", desk, headers=HTML).text
    assert len(re.findall("Who could come instead of", html)) == 2  # two Mondays
    assert "Or exchange it" in html
    html = me.ask("GET", f"{desk}&exchange=true", headers=HTML).text
    # The others are away on Mondays, or there already.
    assert html.count("No duty of the four weeks around can be exchanged") == 2
    me.post(f"{path}/substitutes", {"helper": "h1", "date": "2026-03-04", "substitute": "h3"})
    html = me.ask("GET", f"/schools/{planned}/duties?date=2026-03-04&lang=zh", headers=HTML).text
    assert "值日有调整：\n3月4日" in html
    assert "甲小一" not in html[html.index("值日有调整") :]  # what is passed on names no pupil
    me.ask("GET", f"/schools/{planned}/duties?until=", headers=HTML)
    me.ask("GET", f"/schools/{planned}/duties?helper=nobody&date=2026-03-02", headers=HTML)


def test_what_is_passed_on_about_an_exchange_names_both_halves(lite: Site) -> None:
    me, path = lite.keeper, "/api/schools/changing-exchange"
    me.add_school("changing-exchange", (EXAMPLES / "tiny" / "school.yaml").read_bytes().replace(b", away: MON", b""))
    me.publish("changing-exchange")
    desk = "/schools/changing-exchange/duties?date=2026-03-04&lang=en"
    helper = re.findall(r"helper=(h\d)", me.ask("GET", desk, headers=HTML).text)[0]
    html = me.ask("GET", f"{desk}&helper={helper}&exchange=true", headers=HTML).text
    body = next(b for b in re.findall(r'name="_body" value="([^"]*)"', html) if "their_date" in b)
    me.post(f"{path}/substitutes", json.loads(unescape(body)))
    for date in set(re.findall(r"2026-03-\d\d", body)) | {"2026-03-04"}:
        html = me.ask("GET", f"/schools/changing-exchange/duties?date={date}&lang=en", headers=HTML).text
        assert len(re.findall(r"Desk \S+: \S+ for \S+", html)) == 2, date


def test_the_next_term_begins_from_this_one(lite: Site, school: str) -> None:
    me, path = lite.keeper, f"/api/schools/{school}"
    me.add_school(school)
    me.publish(school)
    # The term is over: said where the rota is, with the way on.
    html = me.ask("GET", f"/schools/{school}?lang=en", headers=HTML).text
    assert "This term is over" in html
    assert f"/schools/{school}/terms#next-term" in html
    look = me.ask("GET", f"/schools/{school}/terms?start=2060-09-01&end=2061-01-20&lang=en", headers=HTML).text
    assert "A new school year: classes move up a grade." in look
    assert me.get(path)["version"] == 1  # only looked at
    body = {"next_term": {"start": "2060-09-01", "end": "2061-01-20", "new_year": False}}
    match = {"If-Match": '"1"'}
    me.refused("PATCH", f"{path}/document", "bad_request", json={"next_term": {**body["next_term"], "end": "2060-08-01"}})
    early = {"next_term": {"start": "2026-03-01", "end": "2026-07-01"}}
    me.refused("PATCH", f"{path}/document", "not_after", json=early, headers=match)
    made = me.ask("PATCH", f"{path}/document", json=body, headers=match).json()
    assert (made["term"], made["version"], made["classes"]) == ("2060-09", 2, 4)
    # What follows is a first plan: holidays, then the whole term; nothing of the old one is re-planned.
    html = me.ask("GET", f"/schools/{school}?lang=en", headers=HTML).text
    assert "Holidays of the term" in html
    assert "Change the plan from a date on" not in html
    me.publish(school)
    terms = me.ask("GET", f"/schools/{school}/terms?lang=en", headers=HTML).text
    assert (terms.count("term is over"), terms.count("to come")) == (1, 1)


def test_a_workbook_rolls_over_as_well(lite: Site, school: str) -> None:
    me, path = lite.keeper, f"/api/schools/{school}"
    me.add_school(school, me.ask("GET", "/template.xlsx?lang=zh").content)
    start, end = "2027-03-01", "2027-07-02"
    me.ask("GET", f"/schools/{school}/terms?start={start}&end={end}&moves=no", headers=HTML)
    made = me.ask("PATCH", f"{path}/document", json={"next_term": {"start": start, "end": end}}, headers={"If-Match": '"1"'})
    assert made.json()["version"] == 2

"""Drafts, publishing, undo, substitutes: what follows what, and what each does to the calendars."""

from __future__ import annotations

import datetime as dt
import json

from icalendar import Calendar

from tests.api.conftest import Site
from tests.api.service import EXAMPLES

NOON = (EXAMPLES / "noon-36" / "school.yaml").read_bytes()


def events(body: bytes) -> dict[str, tuple[object, int, str]]:
    """uid -> (start, sequence, summary)."""
    found = Calendar.from_ical(body).walk("VEVENT")
    return {str(e["UID"]): (e["DTSTART"].dt, int(e["SEQUENCE"]), str(e["SUMMARY"])) for e in found}


def test_a_draft_on_an_older_plan_is_not_published(site: Site, school: str) -> None:
    me = site.keeper
    me.add_school(school)
    path = f"/api/schools/{school}/revisions"
    one, two = (me.run(school, kind="plan", seed=n)["outcome"]["revisions"][0] for n in (1, 2))
    me.post(f"{path}/{one}/publish")
    me.refused("POST", f"{path}/{two}/publish", "draft_is_stale")
    me.refused("POST", f"{path}/{one}/publish", "not_a_draft")
    me.refused("POST", f"{path}/99/publish", "not_found")
    me.ask("DELETE", f"{path}/{two}", 204)
    me.refused("DELETE", f"{path}/{one}", "not_a_draft")
    assert [(r["number"], r["state"]) for r in me.get(path)] == [(one, "published")]
    three = me.run(school, kind="plan")["outcome"]["revisions"][0]
    assert me.get(f"{path}/{three}/changes")["against"] == one
    me.post(f"{path}/{three}/publish")
    assert {r["number"]: r["state"] for r in me.get(path)} == {three: "published", one: "past"}


def test_undo_brings_the_calendars_back_and_counts_on(site: Site, school: str) -> None:
    me = site.keeper
    me.add_school(school)
    me.refused("POST", f"/api/schools/{school}/undo", "nothing_to_undo")
    me.publish(school)
    library = me.feed(school, "library")
    reader = site.service.person()
    first = events(reader.ask("GET", library).content)
    visit = json.loads(me.ask("GET", f"/api/schools/{school}/revisions/1/plan.json").text)["plan"]["visits"][0]
    answers = me.post(f"/api/schools/{school}/revisions/1/whatif", {"class_id": visit["visitor"], "demand": visit["demand"]})[
        "answers"
    ]
    place = next(a["place"] for a in answers if a["verdict"] in ("free", "moves"))
    where = {
        k: [place[v]] for k, v in (("windows", "window"), ("slots", "slot"), ("periods", "period")) if place[v] is not None
    }
    pin = {"classes": [visit["visitor"]], "weekdays": [place["turn"].split(":")[-1]], **where}
    pins = {"visits": {visit["demand"]: [pin]}}
    me.ask("PUT", f"/api/schools/{school}/pins", json=pins, headers={"If-Match": '"1"'})
    me.publish(school)
    second = events(reader.ask("GET", library).content)
    assert first.keys() == second.keys()
    changed = {u for u in first if first[u][0] != second[u][0]}
    assert changed
    undone = me.post(f"/api/schools/{school}/undo")
    third = events(reader.ask("GET", library).content)
    assert undone["calendars"] > 0
    assert {u: e[0] for u, e in third.items()} == {u: e[0] for u, e in first.items()}
    assert all(first[u][1] < second[u][1] < third[u][1] for u in changed)
    assert all(first[u] == third[u] for u in first.keys() - changed)
    me.post(f"/api/schools/{school}/undo")
    assert {u: e[0] for u, e in events(reader.ask("GET", library).content).items()} == {u: e[0] for u, e in second.items()}


def test_a_substitute_moves_one_duty_to_another_calendar(site: Site, school: str) -> None:
    me = site.keeper
    me.add_school(school, NOON)
    me.publish(school)
    plan = json.loads(me.ask("GET", f"/api/schools/{school}/revisions/1/plan.json").text)
    helper = plan["plan"]["duties"][0]["helper"]
    mine = me.feed(school, f"helper-{helper}")
    reader = site.service.person()
    before = events(reader.ask("GET", mine).content)
    date = min(start for uid, (start, _n, _s) in before.items() if "-duty-" in uid).date().isoformat()  # type: ignore[attr-defined,type-var]
    path = f"/api/schools/{school}/substitutes"
    covers = me.get(f"{path}?helper={helper}&date={date}")
    best = covers[0]["candidates"][0]
    cannot = next(c for c in covers[0]["candidates"] if not c["can"])
    me.refused("POST", path, "forbidden_choice", json={"helper": helper, "date": date, "substitute": cannot["helper"]})
    theirs = me.feed(school, f"helper-{best['helper']}")
    had = events(reader.ask("GET", theirs).content)
    me.post(path, {"helper": helper, "date": date, "substitute": best["helper"]})
    now, new = events(reader.ask("GET", mine).content), events(reader.ask("GET", theirs).content)
    assert len(now) == len(before) - len(covers)
    assert len(new) == len(had) + len(covers)
    assert all(new[u] == had[u] for u in had)
    me.post(path, {"helper": helper, "date": date, "substitute": None})
    assert {u: e[0] for u, e in events(reader.ask("GET", mine).content).items()} == {u: e[0] for u, e in before.items()}
    me.refused("GET", f"{path}?helper=nobody&date={date}", "no_such_class")
    me.refused("GET", f"{path}?helper={helper}&date=2026-02-01", "no_duty")


def test_what_has_been_is_not_rewritten_by_mistake(lite: Site, school: str) -> None:
    """A school whose term is going on today: a whole new plan would change weeks that are over."""
    me = lite.keeper
    today = dt.datetime.now(dt.UTC).date()
    monday = today - dt.timedelta(today.weekday())
    start, end = monday - dt.timedelta(weeks=4), monday + dt.timedelta(weeks=8, days=4)
    source = f"""
name: 今日小学
term: {{id: now, school_year: 今年, name: 学期, start: {start}, end: {end}}}
rooms: [{{id: library, name: 图书馆, classes: 1, seats: 60}}]
classes: [{{grades: 1-2, count: 2, pupils: 40}}]
windows: [{{id: noon, name: 午间, rooms: library, weekdays: MON-FRI, time: "12:10-12:40", slot_minutes: 30}}]
demands: [{{id: borrowing, name: 借还书, kind: borrowing, cycle: weekly, windows: noon%s}}]
"""
    me.add_school(school, source % "")
    me.publish(school)
    day = {"1-1": "MON", "1-2": "TUE", "2-1": "WED", "2-2": "THU"}
    plan = json.loads(me.ask("GET", f"/api/schools/{school}/revisions/1/plan.json").text)["plan"]
    where = {v["visitor"]: v["turn"] for v in plan["visits"]}
    moved = next(c for c in day if where[c] != "FRI")
    pin = f", pins: [{{classes: [{moved}], weekdays: FRI}}]"
    me.ask("PUT", f"/api/schools/{school}/document", content=source % pin, headers={"If-Match": '"1"'})
    draft = me.run(school, kind="plan")["outcome"]["revisions"][0]
    path = f"/api/schools/{school}/revisions/{draft}/publish"
    refused = me.refused("POST", path, "past_would_change")
    assert int(refused["params"]["count"]) >= 4
    assert refused["params"]["first"] >= start.isoformat()
    again = me.run(school, kind="replan", since=(monday + dt.timedelta(7)).isoformat())
    me.post(f"/api/schools/{school}/revisions/{again['outcome']['revisions'][0]}/publish")
    # Undo of a change that has not begun is free; the past is the same in both.
    me.post(f"/api/schools/{school}/undo")


def test_a_first_publication_can_be_taken_back_and_comes_again(site: Site, school: str) -> None:
    me = site.keeper
    me.add_school(school)
    me.publish(school)
    library = me.feed(school, "library")
    reader = site.service.person()
    first = reader.ask("GET", library)
    taken = me.post(f"/api/schools/{school}/undo")
    assert (taken["revision"], taken["calendars"] > 0) == (1, True)
    assert events(reader.ask("GET", library).content) == {}
    me.refused("POST", f"/api/schools/{school}/undo", "nothing_to_undo")
    me.refused("GET", f"/api/schools/{school}/revisions/published", "no_published_plan")
    assert me.get(f"/api/schools/{school}/feeds/scopes") == []
    assert me.get(f"/api/schools/{school}")["changed"] is True
    me.post(f"/api/schools/{school}/revisions/1/publish")
    again = reader.ask("GET", library)
    assert {u: e[0] for u, e in events(again.content).items()} == {u: e[0] for u, e in events(first.content).items()}


def test_a_class_that_is_gone_keeps_no_events_to_come(site: Site, school: str) -> None:
    """Taken out of the file, or brought in and undone: whoever has its calendar must not be sent to the library in vain."""
    me = site.keeper
    source = """
name: 小小学
term: {id: spring, school_year: 今年, name: 学期, start: 2026-03-02, end: 2026-07-03}
rooms: [{id: library, name: 图书馆, classes: 1, seats: 60}]
classes: [%s]
windows: [{id: noon, name: 午间, rooms: library, weekdays: MON-FRI, time: "12:10-12:40", slot_minutes: 30}]
demands: [{id: borrowing, name: 借还书, kind: borrowing, cycle: weekly, windows: noon}]
"""
    me.add_school(school, source % "{grades: 1-2, count: 2, pupils: 40}")
    me.publish(school)
    path = me.feed(school, "class-2-2")
    reader = site.service.person()
    assert events(reader.ask("GET", path).content)
    fewer = source % "{grades: 1, count: 2, pupils: 40}, {grades: 2, count: 1, pupils: 40}"
    me.ask("PUT", f"/api/schools/{school}/document", content=fewer, headers={"If-Match": '"1"'})
    me.publish(school)
    assert events(reader.ask("GET", path).content) == {}
    assert "class-2-2" not in me.get(f"/api/schools/{school}/feeds/scopes")
    me.refused("POST", f"/api/schools/{school}/feeds", "no_such_scope", json={"scope": "class-2-2"})
    me.post(f"/api/schools/{school}/undo")
    assert events(reader.ask("GET", path).content)
    assert "class-2-2" in me.get(f"/api/schools/{school}/feeds/scopes")


def _term(document: dict[str, object], key: str, start: str, end: str) -> str:
    """The small school in another term, without what belongs to its own dates."""
    made = json.loads(json.dumps(document))
    made["term"] = {"id": key, "school_year": "2026–2027", "name": key, "start": start, "end": end}
    for window in made["windows"]:
        window.pop("valid_from", None)
        window.pop("valid_until", None)
    made.pop("events", None)
    made.pop("absences", None)
    return json.dumps(made)


def test_one_date_belongs_to_one_term(lite: Site, school: str) -> None:
    """Another id for the same dates would put every event into the calendars twice."""
    me = lite.keeper
    me.add_school(school)
    me.publish(school)
    document = json.loads(me.ask("GET", f"/api/schools/{school}/document.json").text)
    document["term"]["id"] = "renamed"
    me.ask("PUT", f"/api/schools/{school}/document", content=json.dumps(document), headers={"If-Match": '"1"'})
    draft = me.run(school, kind="plan")["outcome"]["revisions"][0]
    refused = me.refused("POST", f"/api/schools/{school}/revisions/{draft}/publish", "terms_overlap")
    assert refused["params"]["other"] != "renamed"


def test_the_running_term_stays_at_hand_when_the_next_is_published(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school)
    document = json.loads(me.ask("GET", f"/api/schools/{school}/document.json").text)
    today = dt.datetime.now(dt.UTC).date()
    monday = today - dt.timedelta(today.weekday())
    now = (monday - dt.timedelta(weeks=2)).isoformat(), (monday + dt.timedelta(weeks=6, days=4)).isoformat()
    later = (monday + dt.timedelta(weeks=10)).isoformat(), (monday + dt.timedelta(weeks=20)).isoformat()
    path = f"/api/schools/{school}"
    me.ask("PUT", f"{path}/document", content=_term(document, "now", *now), headers={"If-Match": '"1"'})
    me.publish(school)
    mine = json.loads(me.ask("GET", f"{path}/revisions/published/plan.json").text)
    me.ask("PUT", f"{path}/document", content=_term(document, "later", *later), headers={"If-Match": '"2"'})
    next_plan = me.publish(school)
    summaries = [me.ask("GET", f"{path}/revisions/{n}/tables/summary.txt?lang=en").text for n in ("published", next_plan)]
    assert ["Compared with" in text for text in summaries] == [False, True], "the report of a term knows the one before"
    assert me.get(f"{path}/revisions/published")["term"] == "now"
    assert me.get(path)["published"]["term"] == "now"
    helper = mine["plan"]["duties"][0]["helper"]
    feed = events(lite.service.person().ask("GET", me.feed(school, f"helper-{helper}")).content)
    dates = sorted(start.date().isoformat() for start, _n, _s in feed.values())  # type: ignore[attr-defined]
    for date in (dates[0], dates[-1]):  # a duty of this term, and one of the next
        assert me.get(f"{path}/substitutes?helper={helper}&date={date}")
    # What was published last is what is taken back, unless another term is named.
    me.post(f"{path}/undo")
    assert {r["term"]: r["state"] for r in me.get(f"{path}/revisions")} == {"now": "published", "later": "draft"}
    # The beginning of the term is corrected: weeks that have been stay in the calendars.
    before = events(lite.service.person().ask("GET", me.feed(school, "library")).content)
    shifted = (monday + dt.timedelta(weeks=2)).isoformat(), now[1]
    me.ask("PUT", f"{path}/document", content=_term(document, "now", *shifted), headers={"If-Match": '"3"'})
    draft = me.run(school, kind="plan")["outcome"]["revisions"][0]
    me.post(f"{path}/revisions/{draft}/publish")
    after = events(lite.service.person().ask("GET", me.feed(school, "library")).content)
    assert (
        {u: e for u, e in after.items() if str(e[0])[:10] < shifted[0]}
        == {u: e for u, e in before.items() if str(e[0])[:10] < shifted[0]}
        != {}
    )


def test_readers_see_no_drafts(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school)
    draft = me.run(school, kind="plan")["outcome"]["revisions"][0]
    viewer = me.member(lite.service, f"v-{school}", {school: "viewer"})
    base = f"/api/schools/{school}/revisions"
    for path in (
        f"{base}/{draft}",
        f"{base}/{draft}/tables",
        f"{base}/{draft}/tables/borrowing.txt",
        f"{base}/{draft}/report.json",
    ):
        viewer.refused("GET", path, "not_found")
        me.ask("GET", path)
    assert viewer.get(base) == []
    me.ask("DELETE", f"{base}/{draft}", 204)
    me.refused("GET", f"{base}/{draft}/tables/borrowing.txt", "not_found")

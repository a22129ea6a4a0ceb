"""Every paper in every format, by extension and by Accept, in both languages; the same plan gives the same bytes."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import load_workbook

from api.errors import Refusal
from api.papers import paper
from api.store.revisions import pack, unpack
from planner.models.planfile import PlanFile
from planner.outputs.formats import WRITERS
from planner.outputs.papers import PAPERS
from planner.sessions.book import Book
from tests import loops
from tests.api.conftest import Site
from tests.api.service import EXAMPLES, Person, Service
from tests.outputs.calendar_school import school_data, small_plan, small_school


@pytest.fixture(scope="module")
def plan(lite: Site) -> tuple[Person, str]:
    """A published plan of 36 classes, and somebody who may see it."""
    school = "papers"
    lite.keeper.add_school(school, (EXAMPLES / "noon-36" / "school.yaml").read_bytes())
    lite.keeper.publish(school)
    return lite.keeper, f"/api/schools/{school}/revisions/published"


def test_every_table_in_every_format(plan: tuple[Person, str]) -> None:
    me, base = plan
    names = me.get(f"{base}/tables")
    assert {"borrowing", "duty", "classes", "helpers", "slips", "cards"} <= set(names)
    for name in names:
        formats = PAPERS[name.partition("-")[0]].formats()
        for ending in (writer.extension for writer in formats):
            answer = me.ask("GET", f"{base}/tables/{name}.{ending}?lang=en")
            assert len(answer.content) > 100, (name, ending)
    for ending in ("html", "xlsx", "json", "txt"):
        assert len(me.ask("GET", f"{base}/report.{ending}").content) > 500


def test_the_content_is_the_plan(plan: tuple[Person, str]) -> None:
    me, base = plan
    visits = json.loads(me.ask("GET", f"{base}/plan.json").text)["plan"]["visits"]
    classes = {v["visitor"] for v in visits if v["demand"] == "borrowing"}
    assert len(classes) == 36
    page = me.ask("GET", f"{base}/tables/borrowing.html?lang=en").text
    pdf = "".join(
        p.extract_text() for p in PdfReader(io.BytesIO(me.ask("GET", f"{base}/tables/borrowing.pdf?lang=en").content)).pages
    )
    sheet = load_workbook(io.BytesIO(me.ask("GET", f"{base}/tables/borrowing.xlsx?lang=en").content)).get_sheet_by_index(0)
    cells = " ".join(str(c) for row in sheet.to_python() for c in row)
    (rota,) = me.get(f"{base}/tables/borrowing.json?lang=en")
    data = json.dumps(rota)
    for key in classes:
        name = f"{key[0]}({key[2]})"
        assert all(name in text for text in (page, pdf, cells, data)), name
    assert "一(1)" in me.ask("GET", f"{base}/tables/borrowing.html?lang=zh").text


def test_accept_chooses_the_format(plan: tuple[Person, str]) -> None:
    me, base = plan
    for accept, wanted in (
        ("text/html", "text/html"),
        ("application/pdf", "application/pdf"),
        ("application/json;q=0.5, text/plain", "text/plain"),
        ("image/png", "image/png"),
        ("image/webp, */*;q=0.1", "text/html"),
        ("text/*", "text/html"),
    ):
        answer = me.ask("GET", f"{base}/tables/duty", headers={"Accept": accept})
        assert answer.headers["content-type"].split(";")[0] == wanted, accept
    me.refused("GET", f"{base}/tables/duty", "no_such_format", headers={"Accept": "image/webp"})
    me.refused("GET", f"{base}/tables/nothing.html", "no_such_table")
    me.refused("GET", f"{base}/tables/slips.xlsx", "no_such_format")
    me.refused("GET", f"{base}/tables/notice.html", "no_such_table")


def test_papers_are_not_sent_twice_and_run_no_script(plan: tuple[Person, str]) -> None:
    me, base = plan
    first = me.ask("GET", f"{base}/tables/duty.pdf?paper=A3")
    again = me.ask("GET", f"{base}/tables/duty.pdf?paper=A3")
    assert first.content == again.content
    me.ask("GET", f"{base}/tables/duty.pdf?paper=A3", 304, headers={"If-None-Match": first.headers["etag"]})
    assert me.ask("GET", f"{base}/tables/duty.pdf").content != first.content
    page = me.ask("GET", f"{base}/tables/duty.html").headers
    kept = me.ask("GET", f"{base}/tables/duty.html", 304, headers={"If-None-Match": page["etag"]}).headers
    policy = page["content-security-policy"]
    assert kept["content-security-policy"] == policy
    assert "default-src 'none'" in policy
    assert "script" not in policy


def test_the_notice_after_a_change(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school, (EXAMPLES / "rural-18" / "school.yaml").read_bytes())
    me.publish(school)
    changed = (EXAMPLES / "mid-term-change" / "rural-18" / "school.yaml").read_bytes()
    me.ask("PUT", f"/api/schools/{school}/document", content=changed, headers={"If-Match": '"1"'})
    run = me.run(school, kind="replan", since="2026-04-17", strategies=["fewest", "keep_weekday", "keep_helpers"])
    drafts = run["outcome"]["revisions"]
    assert len(drafts) == 3
    assert [r["strategy"] for r in me.get(f"/api/schools/{school}/revisions")[:3][::-1]] == [
        "fewest",
        "keep_weekday",
        "keep_helpers",
    ]
    base = f"/api/schools/{school}/revisions/{drafts[0]}"
    preview = me.get(f"{base}/changes?lang=en")
    assert preview["moved"] == run["outcome"]["proposals"][0]["changes"]["moved"] > 0
    assert me.ask("GET", f"{base}/tables/notice.txt?lang=en").text == preview["text"]
    assert "调整" in me.get(f"{base}/changes?lang=zh")["text"]
    assert me.ask("GET", f"{base}/tables/notice.pdf").content.startswith(b"%PDF")


def test_why_it_is_impossible(lite: Site, school: str) -> None:
    me = lite.keeper
    me.add_school(school, (EXAMPLES / "impossible-weekly" / "school.yaml").read_bytes())
    run = me.run(school, kind="plan")
    outcome = run["outcome"]
    assert (run["state"], outcome["status"], outcome["revisions"]) == ("done", "INFEASIBLE", [])
    assert outcome["shortages"]
    assert outcome["explanation"]["text"]
    answer = me.post(f"/api/schools/{school}/explanation?seconds=120")
    assert answer["status"] == "INFEASIBLE"
    viewer = me.member(lite.service, f"v-{school}", {school: "viewer"})
    seen = viewer.get(f"/api/schools/{school}/runs/{run['id']}")["outcome"]
    assert seen["status"] == "INFEASIBLE"
    assert "explanation" not in seen
    taken = f"/api/schools/{school}/runs/{run['id']}"
    me.refused("POST", taken, "no_such_way", json={"way": 99}, headers={"If-Match": '"1"'})
    me.refused("POST", taken, "precondition_required", json={"way": 1})
    viewer.refused("POST", taken, "not_allowed", json={"way": 1}, headers={"If-Match": '"1"'})
    # The page has a button for each way, which works without scripts: it writes the way and plans.
    page = me.ask("GET", f"/schools/{school}?lang=en", headers={"Accept": "text/html"}).text
    ways = len(outcome["explanation"]["packages"])
    forms = [form for form in re.findall(r"<form.*?</form>", page, re.S) if f'"POST {taken}"' in form]
    assert (ways > 0, len(forms)) == (True, ways)
    assert outcome["explanation"]["causes"][0]["sources"][0]["line"] > 1
    fields = {name: unescape(value) for name, value in re.findall(r'name="(_\w+)" value="([^"]*)"', forms[0])}
    me.ask("POST", "/act", 303, data=fields, headers={"Accept": "text/html"})
    newest = me.get(f"/api/schools/{school}/runs")[0]
    assert me.wait(school, newest["id"])["outcome"]["status"] == "OPTIMAL"
    me.refused("POST", taken, "changed_meanwhile", json={"way": 1}, headers={"If-Match": '"2"'})


def test_the_duty_rota_says_who_stands_in(lite: Site, school: str) -> None:
    me = lite.keeper
    monday = dt.datetime.now(dt.UTC).date()
    monday -= dt.timedelta(monday.weekday())
    dates = {"start": str(monday - dt.timedelta(7)), "end": str(monday + dt.timedelta(25))}
    data = school_data(events=[])
    me.add_school(school, json.dumps(data | {"term": data["term"] | dates | {"closures": [], "days": []}}))
    me.publish(school)
    base = f"/api/schools/{school}"
    path = f"{base}/revisions/published/tables/duty.html?lang=en"
    assert "Standing in" not in me.ask("GET", path).text
    helper = me.get(f"{base}/revisions/published/plan.json")["plan"]["duties"][0]["helper"]
    later = [str(monday + dt.timedelta(7 + n)) for n in range(5)]
    asked = {date: me.http.get(f"{base}/substitutes?helper={helper}&date={date}") for date in later}
    date, covers = next((date, answer.json()) for date, answer in asked.items() if answer.status_code == 200)
    other = next(c["helper"] for c in covers[0]["candidates"] if c["can"])
    me.post(f"{base}/substitutes", {"helper": helper, "date": date, "substitute": other})
    assert "Standing in" in me.ask("GET", path).text


def test_a_format_and_a_paper_of_one_line_each_are_behind_the_service(tmp_path: Path) -> None:
    service = Service(tmp_path, workers=1)
    service.program = "tests.registered"
    try:
        me = service.start().person()
        me.set_up(service.first_link)
        me.add_school("one")
        me.publish("one")
        base = "/api/schools/one/revisions/published"
        answer = me.ask("GET", f"{base}/tables/borrowing.md?lang=en")
        assert (answer.headers["content-type"], answer.text[:2]) == ("text/markdown; charset=utf-8", "# ")
        assert me.ask("GET", f"{base}/tables/borrowing?lang=en", headers={"Accept": "text/markdown"}).text == answer.text
        assert "visits" in me.get(f"{base}/tables")
        assert me.ask("GET", f"{base}/tables/visits.txt").text.endswith(" visits")
        page = me.ask("GET", "/schools/one/print").text
        assert all(link in page for link in ("tables/borrowing.md", "tables/visits.txt", "Number of visits", ">Markdown<"))
        viewer = me.member(service, "viewer", {"one": "viewer"})
        assert "visits" not in viewer.get(f"{base}/tables")
        viewer.refused("GET", f"{base}/tables/visits.txt", "no_such_table")
        seen = viewer.ask("GET", "/schools/one/print").text
        assert "tables/borrowing.md" in seen
        assert "tables/visits.txt" not in seen
    finally:
        service.stop()


def test_many_papers_of_one_school_leave_the_others_theirs(plan: tuple[Person, str], lite: Site, school: str) -> None:
    me, base = plan
    me.add_school(school)
    me.publish(school)
    token = me.post("/api/tokens", {"label": "papers"}, 201)["secret"]
    people = [lite.service.person(token) for _n in range(12)]
    names = ("classes", "borrowing", "duty", "helpers", "slips", "cards")
    wanted = [f"{base}/tables/{name}.pdf?paper=A3&lang={language}" for name in names for language in ("zh", "en")]
    with ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(p.http.get, path) for p, path in zip(people, wanted, strict=True)]
        assert me.ask("GET", f"/api/schools/{school}/revisions/published/tables/borrowing.pdf").content.startswith(b"%PDF")
        answers = [a.result() for a in asked]
    assert {a.status_code for a in answers} <= {200, 503}
    assert all(a.json()["code"] == "busy" and a.headers["retry-after"] == "5" for a in answers if a.status_code == 503)
    assert sum(a.status_code == 200 for a in answers) >= 7, "one inside, six waiting"


def test_a_paper_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = list[bytes]()
    stored = pack(Book(PlanFile(school=small_school(), plan=small_plan())))

    def counted(raw: bytes) -> Book:
        made.append(raw)
        return unpack(raw)

    monkeypatch.setattr("api.papers._stored", lambda _door, _revision: (stored, b""))
    monkeypatch.setattr("api.papers.unpack", counted)
    today = SimpleNamespace(today=lambda: dt.date(2026, 3, 2))

    async def ask(sees_names: bool, times: int, **wanted: Any) -> set[bytes]:
        door: Any = SimpleNamespace(service=today, school="one", language="en", sees_names=sees_names)
        return set(await asyncio.gather(*(paper(door, "1", "duty", WRITERS["html"], **wanted) for _n in range(times))))

    assert len(loops.run(ask(True, 5))) == 1
    assert len(made) == 1
    seen = loops.run(ask(False, 2)), loops.run(ask(True, 2, internal=True))
    assert len(made) == 3, "nobody is given what was made for other eyes"
    assert "王小明".encode() not in b"".join(seen[0])
    assert "王小明".encode() in b"".join(seen[1])
    with pytest.raises(Refusal):
        loops.run(ask(False, 1, internal=True))

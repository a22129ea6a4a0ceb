"""One question at three doors: what commands print with ``--json``, what the service answers, what Python returns."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import icalendar
import pytest

import planner
from planner.editing.wanted import HelperLeaves
from tests.api.service import Person, serving
from tests.applying.handwork import saved_again, where
from tests.commands import here
from tests.outputs.calendar_reading import vevents
from tests.processes import ROOT
from tests.timetables.known import SCHOOL as SMALL
from tests.timetables.known import timetable
from tests.timetables.writing import SHAPES, write_xlsx

SCHOOL = ROOT / "examples" / "tiny" / "school.yaml"
IMPOSSIBLE = ROOT / "examples" / "impossible-weekly" / "school.yaml"
LATER = dt.date(2026, 3, 16)
CHANGES = ("moved", "weekdays", "helpers", "added", "removed")


@pytest.fixture(scope="module")
def me(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """A librarian of a service; each test has a school of its own."""
    with serving(tmp_path_factory.mktemp("doors") / "data") as service:
        yield service.person().set_up(service.first_link)


def written(me: Person, school: str) -> bytes:
    """The school file that the service has."""
    return me.ask("GET", f"/api/schools/{school}/document.yaml").content


def told(*arguments: str | Path, code: int = 0) -> Any:
    """What a command prints with ``--json``."""
    done = here(*arguments, "--json")
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def _without(record: dict[str, Any], key: str) -> dict[str, Any]:
    """A record without the words that a door puts beside each candidate."""
    return {**record, "candidates": [{k: v for k, v in c.items() if k != key} for c in record["candidates"]]}


def _events(body: bytes) -> set[tuple[str, str, str]]:
    events = [icalendar.Event.from_ical(block) for block in vevents(body).values()]
    return {(str(e["UID"]), str(e["DTSTART"].dt), str(e["SUMMARY"])) for e in events}


def test_the_doors_tell_the_same_facts(me: Person, tmp_path: Path) -> None:
    school, changed, rota = planner.read(SCHOOL), tmp_path / "school.yaml", tmp_path / "rota"
    text = SCHOOL.read_text(encoding="utf-8")
    changed.write_text(text.replace("    bans:\n", "    bans:\n      - {classes: 3-1, slots: 1}\n"), encoding="utf-8")
    me.add_school("tiny")
    path = "/api/schools/tiny"

    found = planner.plan(school, seconds=300)
    book = found.book
    at_command = told("plan", SCHOOL, "-o", rota, "--time-limit", "300")
    run = me.run("tiny", kind="plan", seconds=300)
    (at_service,) = run["outcome"]["proposals"]
    costs = {c.rule: c.cost for c in book.plan.cost_by_rule if c.cost}
    for door in (at_command, at_service):
        by_rule = {r: c["cost"] if isinstance(c, dict) else c for r, c in door["cost_by_rule"].items()}
        assert (door["status"], door["cost"], by_rule) == (found.status, book.plan.cost, costs)
    assert at_command["sessions"] == len(book.sessions)
    number = run["outcome"]["revisions"][0]
    me.post(f"{path}/revisions/{number}/publish")
    stored = json.loads(me.ask("GET", f"{path}/revisions/{number}/plan.json").content)
    assert stored["plan"] == json.loads((rota / "plan.json").read_bytes())["plan"]
    assert planner.read_book(rota).sessions == book.sessions

    report = planner.check(school, book.plan)
    checked = told("check", SCHOOL, rota)
    assert (checked["status"], checked["cost"], checked["breaches"]) == ("VALID", report.cost, [])
    assert report.ok

    duty = next(s for s in book.sessions if s.helper == "h1")
    candidates = [c.model_dump(mode="json") for c in planner.cover(book, duty.helper or "", duty.date)]
    at_command = told("cover", rota, "--helper", duty.helper or "", "--date", str(duty.date))["duties"]
    at_service = me.get(f"{path}/substitutes?helper={duty.helper}&date={duty.date}")
    for door in (at_command, at_service):
        assert [_without(c, "sentences") for c in door] == candidates != []

    poster = tmp_path / "borrowing.json"
    assert here("export", rota, "--table", "borrowing", "-o", poster).returncode == 0
    table = planner.tables(book)["borrowing"]
    pages = [[[[line.text for line in cell.lines] for cell in row.cells] for row in page.rows] for page in table]
    for door in (json.loads(poster.read_bytes()), me.get(f"{path}/revisions/{number}/tables/borrowing.json")):
        assert [[[cell["lines"] for cell in row["cells"]] for row in page["rows"]] for page in door] == pages != []

    raw = (rota / "tables" / "borrowing.xlsx").read_bytes()
    first, second = (where(raw, word)[0] for word in ("三(1)", "三(2)"))
    edited = tmp_path / "borrowing.xlsx"
    edited.write_bytes(saved_again(raw, {first: "三(2)", second: "三(1)"}))
    edits = planner.edits_in(book, {edited.name: edited.read_bytes()})
    held = planner.hold(book, edits)
    at_command = told("apply", edited, "--plan", rota, "--dry-run")
    upload = me.ask("POST", f"{path}/revisions/{number}/tables", 201, content=edited.read_bytes()).json()["id"]
    at_service = me.get(f"{path}/tables/{upload}")
    assert at_command["edits"]["visits"] == [v.model_dump(mode="json") for v in edits.visits] != []
    assert (len(at_service["edits"]), at_service["clashes"], held.clashes) == (len(edits.all), [], ())
    applied = planner.apply(book, edits, seconds=300).book.plan
    assert (at_command["status"], at_command["cost"]) == (applied.status, applied.cost)

    link = me.post(f"{path}/feeds", {"scope": "library"})["url"]
    filed, fetched = (rota / "calendars" / "library.ics").read_bytes(), me.ask("GET", link[link.index("/feeds/") :]).content
    events = [_events(body) for body in (planner.calendars(book)["library"], filed, fetched)]
    assert events[0] == events[1] == events[2] != set()

    wish = planner.SchoolChange(rooms={"library": 2})
    effect = planner.effect(school, wish, seconds=300).model_dump(mode="json")
    at_command = told("whatif", SCHOOL, "--room", "library=2", "--time-limit", "300")
    at_service = me.post(f"{path}/whatif?seconds=120", {"rooms": {"library": 2}})
    assert effect["before"]["cost"] == book.plan.cost
    for door in (at_command, at_service):
        assert {key: door.get(key) for key in effect} == effect

    answer = planner.replan(book, planner.read(changed), LATER, seconds=300)
    (proposal,) = answer.proposals
    expected = {
        **{name: proposal.changes.count(name) for name in ("moved", "added", "removed")},
        "weekdays": proposal.changes.weekdays,
        "helpers": proposal.changes.helpers,
    }
    at_command = told("replan", changed, "--previous", rota, "--from", str(LATER), "--compare")["strategies"][0]
    me.ask("PUT", f"{path}/document", content=changed.read_bytes(), headers={"If-Match": '"1"'})
    (at_service,) = me.run("tiny", kind="replan", since=str(LATER), seconds=300)["outcome"]["proposals"]
    assert expected == {n: at_command[n] for n in CHANGES} == at_service["changes"]
    assert expected["moved"] > 0
    for door in (at_command, at_service):
        assert (door["cost"], door["price"], door["proven"]) == (proposal.plan.cost, proposal.price, proposal.proven)

    one = next(iter(school.class_by_id))
    facts = ("place", "verdict", "changes", "extra")
    answers = [tuple(a.model_dump(mode="json")[f] for f in facts) for a in planner.what_if(book, visitor=one).answers]
    for door in (told("whatif", rota, "--class", one), me.post(f"{path}/revisions/{number}/whatif", {"class_id": one})):
        assert [tuple(a[f] for f in facts) for a in door["answers"]] == answers

    assert told("report", rota)["visits"] == me.get(f"{path}/revisions/{number}/report.json")["visits"]
    assert len(told("report", rota)["visits"]) == len(planner.report(book).visits)

    ways = planner.what_would_allow(book, "WED", visitor=one, seconds=300).model_dump(mode="json")["answers"]
    at_command = told("whatif", rota, "--class", one, "--at", "WED", "--time-limit", "300")["ways"]
    assert [(answer["place"], answer["verdict"]) for answer in at_command] == [(a["place"], a["verdict"]) for a in ways] != []

    # Somebody stands in, exchanges a duty, and gives it back: what is published then, and what stands in the folder.
    who, on = duty.helper or "", duty.date
    able = next(c["helper"] for c in candidates[0]["candidates"] if not c["cannot"])
    for options, wanted, done in (
        (("--choose", able), {"substitute": able}, planner.substitute(book, who, on, able)),
        (("--undo",), {"substitute": None}, None),
        (
            ("--swap", "h2", "--their-date", str(on)),
            {"substitute": "h2", "their_date": str(on)},
            planner.swap(book, who, on, "h2", on),
        ),
    ):
        told("cover", rota, "--helper", who, "--date", str(on), *options)
        number = me.post(f"{path}/substitutes", {"helper": who, "date": str(on), **wanted})["revision"]
        stands = planner.read_book(rota)
        stored = json.loads(me.ask("GET", f"{path}/revisions/{number}/plan.json").content)
        assert stands.sessions == (done.book if done else book).sessions
        assert stored.get("substitutions") == json.loads((rota / "plan.json").read_bytes()).get("substitutions")

    leaves = HelperLeaves(helper=who, since=LATER)
    content = planner.change_midterm(written(me, "tiny"), leaves)
    me.ask("PATCH", f"{path}/document", json={"helper_leaves": leaves.model_dump(mode="json")}, headers={"If-Match": '"2"'})
    assert written(me, "tiny") == content


def test_the_doors_write_the_same_school_file(me: Person, tmp_path: Path) -> None:
    """A timetable, calendar decisions, the next term: the bytes of the school file, and what the command says of them."""
    known = timetable(11)
    sheet = tmp_path / "t.xlsx"
    write_xlsx(sheet, SHAPES["rows-classes"](known))
    classes = ", ".join(f"{{grades: {g}, number: {n}}}" for g, n in known.classes)
    periods = ", ".join(f"P{n}: {7 + n:02d}:00-{7 + n:02d}:40" for n in range(1, known.periods + 1))
    content = SMALL.format(classes=classes, periods=periods).encode()
    file, mapping = tmp_path / "school.yaml", tmp_path / "t.map.yaml"
    file.write_bytes(content)

    told("import", sheet, "--into", file)
    found = planner.timetable_questions(sheet.read_bytes(), sheet.name, content)
    made = planner.import_timetable(content, sheet.read_bytes(), sheet.name)
    stored = told("import", sheet, "--into", file, "--mapping", mapping)
    assert stored["changes"] == [change._asdict() for change in found.changes] != []
    assert (stored["written"], file.read_bytes()) == (True, made)
    me.add_school("imported", content)
    sent = _sent(me, sheet)
    assert [q["key"] for q in me.get(sent)["questions"]] == [q.key for q in found.questions]
    me.ask("PUT", f"{sent}/school", json={}, headers={"If-Match": '"1"'})
    assert written(me, "imported") == made

    later, known.lessons[0] = dt.date(2026, 10, 12), known.lessons[0]._replace(subject="国学")
    sheet, mapping = tmp_path / "t2.xlsx", tmp_path / "t2.map.yaml"
    write_xlsx(sheet, SHAPES["rows-classes"](known))
    told("import", sheet, "--into", file)
    again = planner.timetable_questions(sheet.read_bytes(), sheet.name, made)
    assert again.needs_date
    with pytest.raises(planner.Declined):
        planner.import_timetable(made, sheet.read_bytes(), sheet.name)
    told("import", sheet, "--into", file, "--mapping", mapping, code=2)
    assert file.read_bytes() == made
    dated = planner.import_timetable(made, sheet.read_bytes(), sheet.name, since=later)
    stored = told("import", sheet, "--into", file, "--mapping", mapping, "--from", str(later))
    assert stored["changes"] == [change._asdict() for change in again.changes] != []
    sent = _sent(me, sheet)
    me.refused("PUT", f"{sent}/school", "needs_date", json={}, headers={"If-Match": '"2"'})
    me.ask("PUT", f"{sent}/school", json={"since": str(later)}, headers={"If-Match": '"2"'})
    assert file.read_bytes() == written(me, "imported") == dated

    questions = planner.calendar_questions(planner.read(file))
    answered = planner.calendar_answers(dated, planner.CalendarAnswers(accept=questions.suggestions.suggestions))
    asked = me.get("/api/schools/imported/calendar")
    assert asked["suggestions"] == [one.model_dump(mode="json") for one in questions.suggestions.suggestions] != []
    me.post("/api/schools/imported/calendar", {"accept": True}, headers={"If-Match": '"3"'})
    settled = told("calendar", file, "--accept")
    assert file.read_bytes() == written(me, "imported") == answered.content != dated
    guesses = sum(one.guess for one in questions.suggestions.suggestions)
    assert len(settled["done"]) == len(answered.done) + bool(guesses)  # a line for them all
    assert [d["date"] for d in settled["unconfirmed"]] == [
        str(d.date) for d in planner.calendar_questions(planner.read(file)).unconfirmed
    ]

    start, end, following = dt.date(2027, 2, 22), dt.date(2027, 7, 2), tmp_path / "next.yaml"
    new = planner.rollover(answered.content, start, end).content.encode()
    told("rollover", file, "--term-start", str(start), "--term-end", str(end), "-o", following)
    wanted = {"next_term": {"start": str(start), "end": str(end)}}
    me.ask("PATCH", "/api/schools/imported/document", json=wanted, headers={"If-Match": '"4"'})
    assert following.read_bytes() == written(me, "imported") == new


def _sent(me: Person, sheet: Path) -> str:
    """Address of a timetable that was sent for a school."""
    name = {"Content-Disposition": f'attachment; filename="{sheet.name}"'}
    made = me.ask("POST", "/api/timetables?school=imported", 201, content=sheet.read_bytes(), headers=name).json()
    return f"/api/timetables/{made['id']}"


def test_the_doors_explain_alike(me: Person, tmp_path: Path) -> None:
    """Why no plan is possible: the clash, and the changes that were tried; one of them written into the file."""
    found = planner.explain(planner.read(IMPOSSIBLE), 30)
    assert found.status == "INFEASIBLE"
    assert found.explanation is not None
    me.add_school("impossible", IMPOSSIBLE.read_bytes())
    at_service = me.post("/api/schools/impossible/explanation?seconds=120")
    for record in (told("explain", IMPOSSIBLE, code=3), at_service):
        assert record["status"] == found.status
        assert len(record["explanation"]["packages"]) == len(found.explanation.packages) > 0
    run, file = me.run("impossible", kind="plan", seconds=300)["id"], tmp_path / "school.yaml"
    file.write_bytes(IMPOSSIBLE.read_bytes())
    told("explain", file, "--apply", "1")
    me.post(f"/api/schools/impossible/runs/{run}", {"way": 1}, headers={"If-Match": '"1"'})
    changed = planner.take_way(IMPOSSIBLE.read_bytes(), found.explanation.packages[0])
    assert file.read_bytes() == written(me, "impossible") == changed


def test_a_broken_school_is_explained_by_a_re_plan_as_by_a_plan(tmp_path: Path) -> None:
    rota, broken = tmp_path / "rota", tmp_path / "broken.yaml"
    told("plan", SCHOOL, "-o", rota)
    before = {p: p.read_bytes() for p in rota.rglob("*") if p.is_file()}
    text = SCHOOL.read_text(encoding="utf-8")
    broken.write_text(text.replace("weekdays: MON,WED", "weekdays: WED"), encoding="utf-8")
    record = told("replan", broken, "--previous", rota, "--from", str(LATER), code=3)
    assert record["status"] == "INFEASIBLE"
    assert record["explanation"]["packages"]
    assert {p: p.read_bytes() for p in rota.rglob("*") if p.is_file()} == before

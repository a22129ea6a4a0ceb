"""One question at three doors: what commands print with ``--json``, what the service answers, what Python returns."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import icalendar
import pytest

import planner
from tests.api.service import serving
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


def test_the_doors_tell_the_same_facts(tmp_path: Path) -> None:
    school, changed, rota = planner.read(SCHOOL), tmp_path / "school.yaml", tmp_path / "rota"
    text = SCHOOL.read_text(encoding="utf-8")
    changed.write_text(text.replace("    bans:\n", "    bans:\n      - {classes: 3-1, slots: 1}\n"), encoding="utf-8")
    with serving(tmp_path / "data") as service:
        me = service.person().set_up(service.first_link)
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

        duty = next(s for s in book.sessions if s.helper)
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


def test_both_doors_import_and_settle_the_same(tmp_path: Path) -> None:
    """A timetable and calendar decisions: the bytes of the school file, and what the command says of them."""
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
    assert file.read_bytes() == dated

    questions = planner.calendar_questions(planner.read(file))
    answered = planner.calendar_answers(dated, planner.CalendarAnswers(accept=questions.suggestions.suggestions))
    settled = told("calendar", file, "--accept")
    assert file.read_bytes() == answered.content != dated
    guesses = sum(one.guess for one in questions.suggestions.suggestions)
    assert len(settled["done"]) == len(answered.done) + bool(guesses)  # a line for them all
    assert [d["date"] for d in settled["unconfirmed"]] == [
        str(d.date) for d in planner.calendar_questions(planner.read(file)).unconfirmed
    ]


def test_the_doors_explain_alike(tmp_path: Path) -> None:
    """Why no plan is possible: the clash, and the changes that were tried."""
    found = planner.explain(planner.read(IMPOSSIBLE), 30)
    assert found.status == "INFEASIBLE"
    assert found.explanation is not None
    with serving(tmp_path / "data") as service:
        me = service.person().set_up(service.first_link)
        me.add_school("impossible", IMPOSSIBLE.read_bytes())
        at_service = me.post("/api/schools/impossible/explanation?seconds=120")
    for record in (told("explain", IMPOSSIBLE, code=3), at_service):
        assert record["status"] == found.status
        assert len(record["explanation"]["packages"]) == len(found.explanation.packages) > 0


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

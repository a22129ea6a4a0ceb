"""A timetable that was sent: recognised, asked about, made into a school; a new one taken over from a date."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from planner.importing.facts import Noon, named, usual_noon, usual_starts, weeks_for, with_noon, with_times
from planner.models.values import Span
from planner.reading.schoolfile import parse_school
from tests.api.conftest import Site
from tests.api.pages.walk import HTML
from tests.api.service import EXAMPLES, Person
from tests.timetables.known import timetable
from tests.timetables.writing import SHAPES, write_xlsx

FACTS = {"name": "第一小学", "start": "2026-03-02", "end": "2026-07-03", "another": True}
TINY_NAME = "示例小小学校"
NAMED = "attachment; filename=\"sent.xlsx\"; filename*=UTF-8''%E6%80%BB%E8%AF%BE%E8%A1%A8.xlsx"


def sheet(folder: Path, shape: str, seed: int = 11) -> bytes:
    """A timetable as an Excel file."""
    path = folder / f"{shape}-{seed}.xlsx"
    write_xlsx(path, SHAPES[shape](timetable(seed, parity=False)))
    return path.read_bytes()


def answered(me: Person, address: str, rounds: list[int] | None = None) -> dict[str, Any]:
    """Answer whatever is asked, until nothing is; into ``rounds`` how many questions each time."""
    found: dict[str, Any] = me.get(address)
    for _round in range(4):
        if not found["questions"]:
            return found
        if rounds is not None:
            rounds.append(len(found["questions"]))
        body: dict[str, Any] = {"answers": {}}
        for one in found["questions"]:
            if one["several"]:
                body["eligible"] = [one["choices"][0]["value"]]
            else:
                body["answers"][one["key"]] = one["choices"][0]["value"]
        found = me.post(address, body)
    raise AssertionError(found["questions"])


@pytest.mark.parametrize("shape", ["rows-classes", "sheet-per-class", "rows-periods"])
def test_a_timetable_becomes_a_school_that_can_be_planned(lite: Site, tmp_path: Path, shape: str) -> None:
    me = lite.keeper
    sent = me.ask("POST", "/api/timetables", 201, content=sheet(tmp_path, shape), headers={"Content-Disposition": NAMED}).json()
    assert sent["name"] == "总课表.xlsx"
    rounds: list[int] = []
    found = answered(me, f"/api/timetables/{sent['id']}", rounds)
    # Handed over, answered, made, planned, published: in a browser each of them is one button (tests/api/pages/test_desk.py).
    assert 1 + len(rounds) + 3 <= 5
    assert (found["classes"], len(found["days"]), bool(found["week"])) == (7, 5, True)
    noon = {"open": True, "start": "12:45", "end": "13:15", "minutes": 15, "classes": 1}
    me.refused("POST", f"/api/timetables/{sent['id']}/school", "bad_request", json={**FACTS, "end": "2026-03-01"})
    short = {**noon, "end": "12:50"}
    me.refused("POST", f"/api/timetables/{sent['id']}/school", "noon_too_short", json={**FACTS, "noon": short})
    starts = {period: f"{8 + n:02}:05" if n < 4 else f"{10 + n:02}:00" for n, period in enumerate(found["untimed"])}
    if shape == "rows-periods":  # a school of this name is there: it is asked about, as for a school file
        me.add_school(f"one-{shape}")
        same = {**FACTS, "name": TINY_NAME, "another": False}
        body = me.refused("POST", f"/api/timetables/{sent['id']}/school", "same_school", json=same)
        assert body["params"]["name"] == TINY_NAME
    made = me.post(f"/api/timetables/{sent['id']}/school", {**FACTS, "noon": noon, "starts": starts, "minutes": 35}, 201)
    text = me.ask("GET", f"/api/schools/{made['id']}/document.yaml").text
    # Where the file has times, they stand.
    assert ('"P2": 09:05-09:40' in text) == bool(found["untimed"])
    assert ('"P2": 09:00-09:40' in text) == bool(found["bell"])
    assert (made["classes"], made["name"]) == (7, "第一小学")
    run = me.run(made["id"])
    assert (run["state"], run["outcome"]["status"]) == ("done", "OPTIMAL")
    me.refused("GET", f"/api/timetables/{sent['id']}", "not_found")  # it has become the school
    me.post(f"/api/schools/{made['id']}/revisions/{run['outcome']['revisions'][0]}/publish")
    printed = me.ask("GET", f"/schools/{made['id']}/print", headers=HTML).text
    assert "/tables/all.pdf" in printed


def test_a_school_elsewhere_has_its_own_term_holidays_and_words(lite: Site, tmp_path: Path) -> None:
    me = lite.keeper
    sent = me.ask("POST", "/api/timetables", 201, content=sheet(tmp_path, "rows-classes")).json()["id"]
    answered(me, f"/api/timetables/{sent}")
    page = me.ask("GET", f"/timetables/{sent}?place=NZ&lang=en", headers=HTML).text
    assert '<option value="NZ" selected' in page
    autumn = {"name": "Oak Primary", "start": "2026-09-02", "end": "2026-12-18", "place": "GB-SCT", "timezone": "Asia/Tokyo"}
    out = {**autumn, "free": {"first": "2026-12-17", "last": "2026-12-22"}}
    me.refused("POST", f"/api/timetables/{sent}/school?lang=en", "bad_request", json=out)
    half = {**autumn, "free": {"first": "2026-10-12", "last": "2026-10-16"}}
    made = me.post(f"/api/timetables/{sent}/school?lang=en", half, 201)["id"]
    term = parse_school(me.ask("GET", f"/api/schools/{made}/document.yaml").content, "school.yaml").term
    assert (term.name.en, term.timezone, term.country) == ("Autumn term", "Europe/London", "GB-SCT")
    assert [len(closure.dates) for closure in term.closures] == [5]
    # The pages of the school speak as its country does, what the program says of it too.
    me.publish(made)
    after = me.ask("GET", f"/schools/{made}/terms?start=2027-01-06&end=2027-04-02&lang=en", headers=HTML).text
    assert "Spring term" in after
    assert "Closures and changed days are empty" in after
    asked = me.get(f"/api/schools/{made}/calendar")["suggestions"]
    assert [one["dates"] for one in asked if one["kind"] == "closure"] == [["2026-11-30"]]  # Saint Andrew's Day


def test_what_is_no_timetable_and_what_is_anothers(lite: Site, tmp_path: Path, school: str) -> None:
    me = lite.keeper
    me.refused("POST", "/api/timetables", "bad_timetable", content=b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    me.refused("POST", "/api/timetables", "bad_timetable", content=b"")
    lite.service.person().refused("POST", "/api/timetables", "not_logged_in", content=b"x")
    sent = me.ask("POST", "/api/timetables", 201, content=sheet(tmp_path, "rows-classes")).json()
    other = me.member(lite.service, f"o-{school}", {}, keeper=True)
    other.refused("GET", f"/api/timetables/{sent['id']}", "not_found")
    other.ask("GET", f"/timetables/{sent['id']}", 404, headers={"Accept": "text/html"})
    librarian = me.member(lite.service, f"l-{school}", {})
    librarian.refused("POST", "/api/timetables", "not_allowed", content=b"x")
    for key in ("periods:nothing", "doubts:none", "nonsense"):
        answer = me.http.post(f"/api/timetables/{sent['id']}", json={"answers": {key: "what"}})
        assert answer.status_code in (200, 422)
    assert me.get(f"/api/timetables/{sent['id']}")["classes"] == 7


def test_a_new_timetable_is_taken_over_from_a_date_and_touches_nothing_else(lite: Site, tmp_path: Path) -> None:
    me = lite.keeper
    first = me.ask("POST", "/api/timetables", 201, content=sheet(tmp_path, "rows-classes")).json()
    answered(me, f"/api/timetables/{first['id']}")
    school = me.post(f"/api/timetables/{first['id']}/school", FACTS, 201)["id"]
    before = me.ask("GET", f"/api/schools/{school}/document.yaml").text
    address = f"/api/timetables?school={school}"
    same = me.ask("POST", address, 201, content=sheet(tmp_path, "rows-periods")).json()
    assert answered(me, f"/api/timetables/{same['id']}")["changes"] == 0

    known = timetable(11, parity=False)
    n, first_lesson = next((n, x) for n, x in enumerate(known.lessons) if x.subject == "数学")
    known.lessons[n] = first_lesson._replace(subject="英语")
    write_xlsx(tmp_path / "new.xlsx", SHAPES["rows-classes"](known))
    sent = me.ask("POST", address, 201, content=(tmp_path / "new.xlsx").read_bytes()).json()
    found = answered(me, f"/api/timetables/{sent['id']}")
    assert (found["changes"], found["needs_date"]) == (1, True)
    use, since = f"/api/timetables/{sent['id']}/school", {"since": "2026-04-20"}
    me.refused("PUT", use, "precondition_required", json=since)
    me.refused("PUT", use, "changed_meanwhile", json=since, headers={"If-Match": '"9"'})
    me.refused("PUT", use, "needs_date", json={}, headers={"If-Match": '"1"'})
    stranger = me.member(lite.service, f"s-{school}", {school: "viewer"})
    stranger.refused("PUT", use, "not_found", json=since, headers={"If-Match": '"1"'})
    stranger.refused("POST", f"/api/timetables?school={school}", "not_allowed", content=b"x")
    assert me.ask("GET", f"/api/schools/{school}/document.yaml").text == before
    assert me.ask("PUT", use, json=since, headers={"If-Match": '"1"'}).json()["version"] == 2
    after = parse_school(me.ask("GET", f"/api/schools/{school}/document.yaml").content, "school.yaml")
    old = parse_school(before.encode(), "school.yaml")
    assert (after.term, after.demands, after.windows) == (old.term, old.demands, old.windows)
    assert len(after.lessons) > len(old.lessons)


def test_lessons_begin_as_usual_until_somebody_says_otherwise() -> None:
    assert [f"{at:%H:%M}" for at in usual_starts(["P1", "P2", "P3", "P4", "P5"]).values()] == [
        "08:00", "08:50", "09:40", "10:30", "14:00",
    ]  # fmt: skip
    text = 'bells:\n  - periods:\n      "P1": 08:00-08:40\n      "P10": 09:00-09:40\n'
    assert with_times(text, {"P1": dt.time(7, 50), "other": dt.time(1)}, 45) == text.replace("08:00-08:40", "07:50-08:35")
    assert "23:30-23:59" in with_times(text, {"P10": dt.time(23, 30)}, 45)


def test_noon_is_in_the_longest_break() -> None:
    def bell(*spans: str) -> list[Span]:
        return [Span.model_validate(span) for span in spans]

    def told(*spans: str) -> str:
        return "-".join(f"{at:%H:%M}" for at in usual_noon(bell(*spans)))

    assert told() == "12:10-12:55"
    assert told("08:00-08:40", "11:00-11:40", "14:00-14:40") == "11:50-12:35"
    assert told("08:00-08:40", "11:00-11:40", "12:20-13:00") == "11:50-12:15"
    assert told("08:00-08:40", "12:00-12:40", "12:50-13:30", "14:30-15:10") == "13:40-14:25"
    assert (
        told("11:00-11:40", "11:45-12:30", "12:35-13:20", "13:25-14:10") == "12:10-12:55"
    )  # no break: a proposal all the same


def test_noon_is_as_often_as_there_is_room() -> None:
    noon = Noon(dt.time(12, 10), dt.time(12, 55), 15, 2)
    assert (list(noon.slots()), noon.places(5)) == (["12:10-12:25", "12:25-12:40", "12:40-12:55"], 30)
    assert [weeks_for(need, 30) for need in (0, 1, 30, 31, 60, 61, 360, 361)] == [0, 1, 1, 2, 2, 3, 12, 0]
    assert weeks_for(5, 0) == 0
    text = (EXAMPLES / "tiny" / "school.yaml").read_text(encoding="utf-8")
    text = text[: text.index("windows:")] + "demands:\n"
    for classes, cycle in ((30, "weekly"), (31, "ab"), (80, "3 weeks")):
        assert f'cycle: "{cycle}"' in with_noon(text, noon, classes, 5)
    with pytest.raises(ValueError, match="noon"):
        with_noon(text, noon, 1000, 5)
    assert 'name: "A \\"B\\" \\\\1"' in named("# x\nname: old\nname: other\n", 'A "B" \\1')


def test_a_second_file_brings_the_classes_of_other_grades(lite: Site, tmp_path: Path) -> None:
    me = lite.keeper
    first = me.ask("POST", "/api/timetables", 201, content=sheet(tmp_path, "rows-classes")).json()
    answered(me, f"/api/timetables/{first['id']}")
    school = me.post(f"/api/timetables/{first['id']}/school", FACTS, 201)["id"]
    known = timetable(11, parity=False)
    # The same lessons, of classes three grades lower: the school has none of them.
    known.classes = [(grade - 3, number) for grade, number in known.classes]
    known.lessons = [x._replace(grade=x.grade - 3) for x in known.lessons]
    write_xlsx(tmp_path / "others.xlsx", SHAPES["rows-classes"](known))
    sent = me.ask("POST", f"/api/timetables?school={school}", 201, content=(tmp_path / "others.xlsx").read_bytes()).json()
    address = f"/api/timetables/{sent['id']}"
    asked = [one for one in me.get(address)["questions"] if one["typed"]]
    assert sorted(one["proposal"] for one in asked) == sorted(f"{grade}-{number}" for grade, number in known.classes)
    found = me.post(address, {"typed": {one["key"]: one["proposal"] for one in asked}})
    # The classes of the first file are not in this one: that they keep their lessons is asked, not taken for granted.
    assert [one["key"] for one in found["questions"]] == ["doubts:missing"]
    answered(me, address)
    made = me.ask("PUT", f"{address}/school", json={}, headers={"If-Match": '"1"'}).json()
    assert made["classes"] == 14

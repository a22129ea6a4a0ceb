"""Calendars over HTTP: conditional requests, terms that follow each other, and real clients before and after a re-plan."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.api.conftest import Site
from tests.api.service import EXAMPLES, Person


def starts(body: bytes) -> Counter[tuple[str, str]]:
    """(start, summary) of every event, as often as it stands there; one of several days once for each, as programs list it."""
    found: Counter[tuple[str, str]] = Counter()
    for e in Calendar.from_ical(body).walk("VEVENT"):
        start, end = e["DTSTART"].dt, e["DTEND"].dt
        days = 1 if isinstance(start, dt.datetime) else (end - start).days
        found[str(start)[:16], str(e["SUMMARY"])] += days
    return found


def test_conditional_requests(site: Site, school: str) -> None:
    me, reader = site.keeper, site.service.person()
    me.add_school(school)
    me.publish(school)
    path = me.feed(school, "library", language="en")
    full = reader.ask("GET", path)
    etag, modified = full.headers["etag"], full.headers["last-modified"]
    assert not etag.startswith("W/")
    head = reader.ask("HEAD", path)
    assert (head.content, head.headers["etag"], head.headers["content-encoding"]) == (b"", etag, "gzip")
    assert int(head.headers["content-length"]) < len(full.content) / 4
    plain = {"Accept-Encoding": "gzip;q=0, identity"}
    whole = reader.ask("GET", path, headers=plain)
    assert (whole.content, whole.headers["vary"]) == (full.content, "Accept-Encoding")
    assert "content-encoding" not in whole.headers
    # Other bytes, another tag; each is known by its own.
    assert whole.headers["etag"] != etag
    reader.ask("GET", path, 304, headers={**plain, "If-None-Match": whole.headers["etag"]})
    reader.ask("GET", path, 200, headers={**plain, "If-None-Match": etag})
    for tags in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = reader.ask("GET", path, 304, headers={"If-None-Match": tags})
        assert (answer.content, answer.headers["etag"]) == (b"", etag)
    reader.ask("GET", path, 304, headers={"If-Modified-Since": modified})
    reader.ask("GET", path, 200, headers={"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"})
    reader.ask("GET", path, 200, headers={"If-Modified-Since": "yesterday"})
    # If-None-Match decides alone.
    reader.ask("GET", path, 200, headers={"If-None-Match": '"other"', "If-Modified-Since": modified})
    # Publishing the same plan again changes neither bytes nor date.
    me.publish(school)
    again = reader.ask("GET", path)
    assert (again.content, again.headers["etag"], again.headers["last-modified"]) == (full.content, etag, modified)
    reader.refused("GET", "/feeds/cal_unknown.ics", "not_found")


def test_every_scope_has_its_link_and_they_agree_with_the_plan(lite: Site, school: str) -> None:
    me, reader = lite.keeper, lite.service.person()
    two = (EXAMPLES / "two-campus-36" / "school.yaml").read_bytes()
    me.add_school(school, two)
    me.publish(school)
    scopes = me.get(f"/api/schools/{school}/feeds/scopes")
    kinds = Counter(s.split("-")[0] for s in scopes)
    assert kinds["library"] == 1
    assert kinds["class"] == 36
    assert min(kinds["adult"], kinds["helper"], kinds["room"]) >= 1
    library = starts(reader.ask("GET", me.feed(school, "library")).content)
    classes: Counter[tuple[str, str]] = Counter()
    for scope in (s for s in scopes if s.startswith("class-")):
        classes += starts(reader.ask("GET", me.feed(school, scope)).content)
    assert classes
    assert not {k for k in classes if k not in library}
    adult = next(s for s in scopes if s.startswith("adult-"))
    kept = reader.ask("GET", me.feed(school, adult)).content
    assert len(Calendar.from_ical(kept).walk("VEVENT")) > 10
    me.refused("POST", f"/api/schools/{school}/feeds", "no_such_scope", json={"scope": "class-99-1"})


def test_last_term_stays_when_the_next_is_published(lite: Site, school: str) -> None:
    me, reader = lite.keeper, lite.service.person()
    spring = (EXAMPLES / "tiny" / "school.yaml").read_text()
    me.add_school(school, spring)
    me.publish(school)
    path = me.feed(school, "class-3-1")
    first = reader.ask("GET", path).content
    document = json.loads(me.ask("GET", f"/api/schools/{school}/document.json").text)
    term = document["term"]
    document["term"] = {**{k: v for k, v in term.items() if k in ("school_year", "name")}, "id": "2026-autumn"}
    document["term"] |= {"start": "2026-09-01", "end": "2027-01-15"}
    for window in document["windows"]:
        window.pop("valid_from", None)
        window.pop("valid_until", None)
    document.pop("events", None)
    document.pop("absences", None)
    me.ask("PUT", f"/api/schools/{school}/document", content=json.dumps(document), headers={"If-Match": '"1"'})
    me.refused("POST", f"/api/schools/{school}/runs", "other_term", json={"kind": "replan", "since": "2026-09-07"})
    me.publish(school)
    second = reader.ask("GET", path).content
    old, new = starts(first), starts(second)
    assert old
    assert not old - new
    assert {k[0][:4] for k in new - old} >= {"2026"}
    assert max(k[0] for k in new) > "2026-09-01"
    uids = [str(e["UID"]) for e in Calendar.from_ical(second).walk("VEVENT")]
    assert len(uids) == len(set(uids))
    assert second.count(b"BEGIN:VTIMEZONE") == 1
    old_events = [line for line in first.split(b"\r\n") if line.startswith(b"UID:")]
    assert all(line in second for line in old_events)


@pytest.mark.parametrize(
    ("site", "example", "since", "scope"),
    [("sqlite", "noon-36", "2026-04-27", "class-1-1"), ("postgresql", "rural-18", "2026-04-17", "library")],
    indirect=["site"],
)
def test_khal_and_vdirsyncer_list_exactly_the_plan_before_and_after_a_re_plan(
    site: Site, school: str, example: str, since: str, scope: str, tmp_path: Path
) -> None:
    me = site.keeper
    me.add_school(school, (EXAMPLES / example / "school.yaml").read_bytes())
    me.publish(school)
    path = me.feed(school, scope, language="en")
    client, before = _Client(tmp_path, site.service.url + path), starts(_body(me, path))
    assert before
    assert client.events() == before
    changed = (EXAMPLES / "mid-term-change" / example / "school.yaml").read_bytes()
    me.ask("PUT", f"/api/schools/{school}/document", content=changed, headers={"If-Match": '"1"'})
    me.publish(school, kind="replan", since=since)
    assert client.events() == starts(_body(me, path))


def _body(me: Person, path: str) -> bytes:
    return me.ask("GET", path).content


class _Client:
    """vdirsyncer fetches, khal lists: what a person with a subscription sees."""

    def __init__(self, home: Path, url: str) -> None:
        self._home = home
        (home / "events").mkdir()
        (home / "vdirsyncer").write_text(
            f'[general]\nstatus_path = "{home}/status/"\n[pair school]\na = "there"\nb = "here"\ncollections = null\n'
            f'conflict_resolution = "a wins"\n[storage there]\ntype = "http"\nurl = "{url}"\n'
            f'[storage here]\ntype = "filesystem"\npath = "{home}/events/"\nfileext = ".ics"\n'
        )
        (home / "khal").write_text(
            f"[calendars]\n[[school]]\npath = {home}/events/\nreadonly = True\n"
            f"[sqlite]\npath = {home}/khal.db\n"
            "[locale]\nlocal_timezone = Asia/Shanghai\ndefault_timezone = Asia/Shanghai\ntimeformat = %H:%M\n"
            "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
            "longdatetimeformat = %Y-%m-%d %H:%M\n[default]\nhighlight_event_days = False\n"
        )

    def events(self) -> Counter[tuple[str, str]]:
        """(start, summary) of all that khal lists for the term after a sync."""
        config = ["-c", str(self._home / "vdirsyncer")]
        for command in (["discover"], ["sync"]):
            self._run("vdirsyncer", *config, *command)
        listed = self._run(
            "khal", "-c", str(self._home / "khal"), "list", "--format", "{start-date} {start-time}|{title}",
            "--day-format", "", "2026-02-01", "2026-08-31",
        )  # fmt: skip
        lines = [line.split("|", 1) for line in listed.splitlines() if "|" in line]
        return Counter((when.strip() or when, title.strip()) for when, title in lines)

    def _run(self, program: str, *arguments: str) -> str:
        environment = {**os.environ, "HOME": str(self._home), "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": str(self._home)}
        command = [str(Path(sys.executable).parent / program), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

"""Marker names are planted wherever a school file takes one, and everything that leaves is looked through for them.

Pages, feeds, papers in every format, answers, refusals, logs, metrics, names of files, temporary files, kept copies. Whoever is
not a librarian of the school sees none; a librarian sees them where the words 内部使用 stand above, and in the school file.
"""

from __future__ import annotations

import importlib
import io
import json
import pkgutil
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

import api.routes
from api.app import create_app
from api.settings import Settings
from tests.api.service import EXAMPLES, Person, Service, log_lines, serving
from tests.campaign import CAMPAIGN

SCHOOL = "marked"
MARKS = ("奚璩琰", "郦沅芷", "仉督璇", "殳瑾瑜")
REASON = "璞玥住院"
_NAMES = ("甲小一", "乙小二", "丙小三", "丁小四")
_FOUND = re.compile("|".join((*MARKS, REASON)))
_PAPERS = ("borrowing", "reading-library", "duty", "classes", "helpers", "slips", "cards", "notice", "report", "duty-chat")


def marked(names: str) -> str:
    """The small example with marker names, printed in this way."""
    text = (EXAMPLES / "tiny" / "school.yaml").read_text()
    for name, mark in zip(_NAMES, MARKS, strict=True):
        text = text.replace(name, mark)
    return text.replace("away: MON", f"away: {{weekdays: MON, reason: {REASON}}}") + f"\nprinting: {{names: {names}}}\n"


def text_of(content: bytes) -> str:
    """All words in a file of whatever format."""
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            return "".join(names) + "".join(archive.read(name).decode("utf-8", "replace") for name in names)
    text = content.decode("utf-8", "replace")
    return text + text.replace("\r\n ", "") + re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, Person]]:
    """A service whose school prints names whole on its own wall, with a temporary folder of its own."""
    data = tmp_path_factory.mktemp("marked")
    temporary = data / "temporary"
    temporary.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))
        with serving(data / "data", metrics="1") as service:
            me = service.person().set_up(service.first_link)
            me.add_school(SCHOOL, marked("full"))
            me.publish(SCHOOL)
            yield service, me


def addresses(person: Person) -> list[str]:
    """Everything about the school that can be fetched, every paper in every format among it."""
    schema = create_app(Settings()).openapi()
    run = person.get(f"/api/schools/{SCHOOL}/runs")[0]["id"]
    values = {
        "school": SCHOOL,
        "revision": "published",
        "run": run,
        "feed": "f",
        "helper": "h1",
        "kind": "json",
        "version": "1",
    }
    found = []
    for path, methods in schema["paths"].items():
        if "get" not in methods or "{secret}" in path or path.endswith("/events"):
            continue
        filled = path
        for name, value in values.items():
            filled = filled.replace(f"{{{name}}}", value)
        if "{name}" in filled:
            found += [filled.replace("{name}", f"{paper}.{ending}") for paper in _PAPERS for ending in _endings(paper)]
        elif "{format_}" in filled:
            found += [filled.replace("{format_}", ending) for ending in ("html", "txt")]
        else:
            found.append(filled)
    # Pages are in no schema: all that any part of the service has, whatever is added later.
    parts = [importlib.import_module(f"api.routes.{part.name}") for part in pkgutil.iter_modules(api.routes.__path__)]
    pages = set()
    for route in (route for part in parts if hasattr(part, "router") for route in part.router.routes):
        if "GET" in route.methods and route.path not in schema["paths"] and "{secret}" not in route.path:
            pages.add(re.sub(r"{(\w+)}", lambda match: {"format_": "csv", **values}.get(match[1], "x"), route.path))
    assert len(pages) > 20
    return [*found, *pages, f"/schools/{SCHOOL}/duties?date=2026-03-04"]


def _endings(paper: str) -> tuple[str, ...]:
    """PDFs say what HTML says, and take a second each: the one with most names is enough for every day."""
    return ("html", "xlsx", "json", "txt", "pdf") if CAMPAIGN or paper == "duty" else ("html", "xlsx")


@pytest.mark.parametrize("role", ["viewer", "district"])
def test_whoever_is_no_librarian_sees_no_name(served: tuple[Service, Person], role: str) -> None:
    service, me = served
    other = me.member(service, f"somebody-{role}", {SCHOOL: role})
    seen = 0
    for address in addresses(me):
        paper = "/tables/" in address or "/report" in address
        if paper and role == "district":
            continue  # papers ask for the same right as those of viewers
        for asked in (address, f"{address}?internal=true") if paper else (address,):
            answer = other.http.get(asked, headers={"Accept": "text/html" if asked.startswith("/schools") else "*/*"})
            assert answer.status_code < 500, (asked, answer.text[:300])
            assert not _FOUND.search(text_of(answer.content) + str(answer.headers)), (asked, role)
            seen += answer.status_code == 200
    assert seen > 15
    # What they ask for is not answered with names either: who could stand in, and what a move would cost.
    for path, body in (("covers", {"date": "2026-03-04", "helper": "h1"}), ("whatif", {"helper": "h1"})):
        answer = other.http.post(f"/api/schools/{SCHOOL}/revisions/published/{path}", json=body)
        assert not _FOUND.search(text_of(answer.content)), path


def test_calendars_and_their_pages_hold_none(served: tuple[Service, Person]) -> None:
    service, me = served
    reader = service.person()
    for scope in me.get(f"/api/schools/{SCHOOL}/feeds/scopes"):
        for language in ("zh", "en"):
            path = me.feed(SCHOOL, scope, language=language)
            content = reader.ask("GET", path).content
            assert b"BEGIN:VEVENT" in content
            page = reader.ask("GET", f"/calendar/{path.split('/')[2]}").content
            assert not _FOUND.search(text_of(content) + text_of(page)), scope


def test_a_librarian_sees_whole_names_only_under_the_mark(served: tuple[Service, Person]) -> None:
    _service, me = served
    base = f"/api/schools/{SCHOOL}/revisions/published/tables"
    whole = 0
    for paper in _PAPERS:
        for ending in _endings(paper):
            for query in ("", "?internal=true"):
                answer = me.http.get(f"{base}/{paper}.{ending}{query}")
                text = text_of(answer.content)
                if _FOUND.search(text):
                    whole += 1
                    assert "内部使用" in text or ending in ("json", "txt"), (paper, ending, query)
                    assert REASON not in text
                assert "内部使用" not in str(answer.headers)
    assert whole


def test_logs_refusals_metrics_and_files_hold_none(served: tuple[Service, Person]) -> None:
    """After wrong files, wrong requests and wrong logins in which the names stand."""
    service, me = served
    broken = marked("full").replace("class: 3-1, away", "class: 9-9, away")
    for content in (broken, broken[:400], marked("full").encode("utf-32"), json.dumps({"helpers": MARKS})):
        me.ask("POST", f"/api/schools?id={MARKS[0]}", 422, content=content)
        me.ask("PUT", f"/api/schools/{SCHOOL}/document", 422, content=content, headers={"If-Match": '"1"'})
    for path in (f"/api/schools/{MARKS[0]}", f"/schools/{MARKS[1]}", f"/feeds/{MARKS[2]}.ics", f"/api/{MARKS[3]}?x={MARKS[0]}"):
        service.person().ask("GET", path, 401, 404, headers={"User-Agent": MARKS[0].encode()})
    service.person().ask("POST", "/api/login", 401, json={"login": MARKS[0], "password": MARKS[1]})
    me.run(SCHOOL, kind="plan")
    assert any(line["event"] == "request" for line in log_lines(service))
    assert b"lunjie_workers 1.0" in me.ask("GET", "/metrics").content
    outside = [service.log.read_bytes(), (service.data / "serve.out").read_bytes(), me.ask("GET", "/metrics").content]
    assert not [one for one in outside if _FOUND.search(text_of(one))]
    names = "\n".join(str(path) for path in service.data.parent.rglob("*"))
    assert not _FOUND.search(names)
    copies = list((service.data / "feeds").glob("*.calendar"))
    assert copies
    for file in [*copies, *(path for path in (service.data.parent / "temporary").rglob("*") if path.is_file())]:
        assert not _FOUND.search(text_of(file.read_bytes())), file


def test_a_bug_is_told_and_logged_without_what_was_in_its_words(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    from starlette.requests import Request

    from api.errors import bug

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b"", "state": {"id": "x"}}
    scope["app"] = create_app(Settings(data=tmp_path))
    try:
        raise ValueError(f"helper {MARKS[0]}")
    except ValueError as error:
        answer = bug(Request(scope), error)
    assert answer.status_code == 500
    said = bytes(answer.body).decode() + "".join(str(record.__dict__) for record in caplog.records)
    assert "ValueError" in said
    assert not _FOUND.search(said)


def test_the_command_line_tells_a_bug_without_what_was_in_its_words(capfd: pytest.CaptureFixture[str]) -> None:
    """That is what people send in."""
    from cli.guard import report

    try:
        raise ValueError(f"helper {MARKS[0]}")
    except ValueError as error:
        report(error, "zh", as_json=True)
    said = "".join(capfd.readouterr())
    assert "ValueError" in said
    assert "test_no_name_leaves.py" in said
    assert not _FOUND.search(said)

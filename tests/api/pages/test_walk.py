"""Every page for everybody: whole, strict about scripts, its forms forms, light, in words of a reader with an Excel file,
a printer and ten minutes: no command, no file format, no field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from babel.messages.extract import extract_from_dir

from api.forms import asked
from api.pages.naming import deed
from cli.app import COMMANDS, worker
from planner.languages import LANGUAGES
from planner.models import School
from planner.models.base import Model
from planner.models.rules import RULES
from tests.api.pages.walk import CASES, HTML, SCHOOL, House, Look
from tests.applying.handwork import saved_again
from tests.messages import KEYWORDS, METHODS, ROOT, forms

ALLOWED = {
    "CSV": "what a timetabling program calls the file that it gives away",
    "URL": "written on the button of Google's calendar that is to be pressed",
    ".xlsx": "written in the list of Excel's own 'Save as', where it has to be found",
}
ENDINGS = "yaml|yml|json|xlsx|ics|csv|txt"
FORMATS = (
    rf"[\w-]+\.(?:{ENDINGS})\b|\.(?:{ENDINGS})\b|"
    "YAML|JSON|XML|CSV|HTML|XLSX|iCalendar|UTF-8|GBK|SQLite|API|HTTP(?!s?:)|URL"
)
"""Names of forms of files and of the ways of programs."""


def fields(model: type[Model], seen: set[type[Model]]) -> Iterator[str]:
    """Keys of a school file that no sentence of a language would hold: those of several words."""
    if model in seen:
        return
    seen.add(model)
    for name, info in model.model_fields.items():
        if "_" in name:
            yield name
        for kind in re.findall(r"planner\.models\.\w+\.(\w+)", str(info.annotation)):
            for known in Model.__subclasses__():
                if known.__name__ == kind:
                    yield from fields(known, seen)


_LOADED = worker  # the commands of every room are known then
NAMES = {*fields(School, set()), *(rule for rule in RULES if "_" in rule)}
COMMAND = re.compile(rf"lunjie (?:{'|'.join(COMMANDS)})\b|(?<![\w-])--\w[\w-]*")
WRONG = re.compile(rf"{COMMAND.pattern}|{FORMATS}|\b(?:{'|'.join(sorted(NAMES))})\b|字段|欄位名")


def messages_of(*rooms: str) -> Iterator[str]:
    """Messages of the code, one and many in one."""
    for room in rooms:
        for _file, _line, message, *_rest in extract_from_dir(str(ROOT / room), method_map=METHODS, keywords=KEYWORDS):
            yield " ".join(forms(message))


def said(html: str) -> Iterator[str]:
    """What a page says, without what stands in scripts."""
    for text in Look(html).text:
        for line in text.splitlines():
            if line.strip():
                yield line.strip()


def wrong(html: str) -> set[str]:
    return {f"{found[0]}: {line[:90]}" for line in said(html) for found in WRONG.finditer(line) if found[0] not in ALLOWED}


BAD = {"学期!B5": "2026年9月31日", "学期!B6": "某天", "班级!A3": "九十九", "班级!B3": "很多"}
"""Cells of the workbook to fill in that are wrong: what a page says of them is said by the planner."""


@pytest.fixture(scope="module")
def texts(house: House) -> dict[str, str]:
    """Where in a language -> the page: of every address of the pages, of the papers, and of what is shown on the way."""
    me = house.people["librarian"]
    path = f"/api/schools/{SCHOOL}"
    found = house.everything()
    table = me.ask("GET", f"{path}/revisions/published/tables/borrowing.xlsx?lang=zh").content
    changed = saved_again(table, {"B4": "四(1)", "B5": "三(1)", "C5": "四(2)"})
    named = {"Content-Disposition": 'attachment; filename="mine"'}
    sent = me.ask("POST", f"{path}/revisions/published/tables", 201, content=changed, headers=named).json()["id"]
    bad = saved_again(me.ask("GET", "/template.xlsx?lang=zh").content, BAD)
    papers = sorted(set(re.findall(r"/api/schools/[^\"?]+\.html", house.page("librarian", f"/schools/{SCHOOL}/print", "zh"))))
    for address in (f"/schools/{SCHOOL}/tables/{sent}", *papers):
        for lang in LANGUAGES:
            found[f"{address} {lang}"] = me.ask("GET", f"{address}?lang={lang}", headers=HTML).text
    spoiled = {"B4": "九九", "A5": "周四", "C4": None, "F9": "三(1)"}
    for lang in LANGUAGES:
        for what, call, content in (
            ("bad school", f"POST /api/schools?lang={lang}", bad),
            ("not a school", f"PUT {path}/document?lang={lang}", table),
            ("not a timetable", f"POST /api/timetables?lang={lang}", b"PK no timetable"),
            ("bad table", f"POST {path}/revisions/published/tables?lang={lang}", saved_again(table, spoiled)),
            ("no table", f"POST {path}/revisions/published/tables?lang={lang}", b"none"),
        ):
            fields = {"_call": call, "_match": "1"}
            files = {"file": ("mine.xlsx", content)}
            shown = me.http.post(f"/act?lang={lang}", data=fields, files=files, headers=HTML).text
            found[f"{what} {lang}"] = shown.replace("mine.xlsx", "")
    return found


class Forms(HTMLParser):
    """The forms of a page, each with what it asks for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect."""
        given = {k: v or "" for k, v in attrs}
        if tag == "form":
            self.found.append(given)
        if tag == "input" and given.get("name") == "_call" and self.found:
            self.found[-1]["call"] = given["value"]


@pytest.mark.parametrize(("role", "path"), CASES)
def test_page_is_whole_and_strict(house: House, role: str, path: str) -> None:
    looks = {lang: Look(house.page(role, path, lang)) for lang in ("zh", "en")}
    for look in looks.values():
        assert look.refused == []
        assert [a for a in look.addresses if not re.match(r"/(?!/)|#|webcal:|http://127\.0\.0\.1:\d+/feeds/", a)] == []
        # Nothing is left to be filled in.
        assert re.findall(r"\{\w+\}", "".join(look.text)) == []
    # Another language is another page, but for names of people and schools.
    words = {lang: {w for t in look.text if (w := t.strip()) and len(w) > 12} for lang, look in looks.items()}
    assert [w for w in words["en"] & words["zh"] if re.search("[a-z]{3} [a-z]{3}", w)] == []


@pytest.mark.parametrize(("role", "path"), CASES)
def test_every_form_says_where_it_goes(house: House, role: str, path: str) -> None:
    for form in Forms(house.page(role, path, "zh")).found:
        if form.get("method") == "post":
            assert form["action"] == "/act"
            asked([("_call", form["call"])])
        else:
            assert form["method"] == "get"
            assert form["action"].startswith(("/schools", "/api/schools/"))


def test_no_page_is_heavy(house: House) -> None:
    assert {where: len(html) for where, html in house.everything().items() if len(html) >= 150_000} == {}


def test_no_page_names_a_command_a_format_or_a_field(texts: dict[str, str]) -> None:
    assert {where: said for where, html in texts.items() if (said := wrong(html))} == {}


def test_every_deed_of_a_school_is_told_in_words() -> None:
    """Its trail, and the district's, name no action by its name in the program."""
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "api").rglob("*.py")))
    actions = {*re.findall(r'door\.note\(rows, "(\w+)"', code), *re.findall(r'audit\.note\([^"]*rows\.id, "(\w+)"', code)}
    assert {"published", "board_opened", "run_started"} <= actions
    assert {action for action in actions for lang in LANGUAGES if deed(action, {}, lang) == action} == set()


def test_what_the_planner_has_to_say_names_no_command() -> None:
    """Its words are said at every door; those about files on a disk, and about mappings, at that of the command line alone."""
    at_one_door = ("plan.json", "{path}", "mapping", "Made by")
    found = [m for m in messages_of("planner", "api") if COMMAND.search(m) and not any(word in m for word in at_one_door)]
    assert found == []


def test_the_walk_finds_what_it_looks_for(texts: dict[str, str]) -> None:
    assert "某天" in texts["bad school zh"]
    assert "九九" in texts["bad table zh"]
    for bad in ("run lunjie plan x", "give --from DATE", "school.yaml", "set valid_until", "JSON"):
        assert wrong(f"<p>{bad}</p>"), bad
    assert not wrong("<p>An Excel or CSV file - one, two</p>")

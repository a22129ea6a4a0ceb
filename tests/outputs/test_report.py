"""The term report on paper, in a workbook and as text."""

from __future__ import annotations

import datetime as dt
import io
import re
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from planner.accounts.report import term_report
from planner.models.base import LANGUAGES, Language, Text
from planner.models.covering import Seat
from planner.models.planfile import PlanFile
from planner.models.school import School
from planner.outputs.formats import WRITERS
from planner.outputs.papers import PAPERS, Papers
from planner.outputs.reports.plots import Bar, Box, bars, day_map
from planner.outputs.reports.report import report_html, report_tables, report_text, report_xlsx
from planner.outputs.reports.report_words import ReportWords
from planner.sessions.book import Book
from tests.builders import a_helper, a_plan, a_post, a_school, d, serving
from tests.outputs.school_with_tables import words
from tests.reported import example, planned, source_of

BOTH: tuple[Language, ...] = ("zh", "en")


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("name", ["noon-36", "rural-18"])
def test_the_same_report_gives_the_same_bytes(name: str, language: Language) -> None:
    planfile = example(name)
    report, again = term_report(Book(planfile)), term_report(Book(planfile))
    source = source_of(planfile, language)
    assert report_html(source, report) == report_html(source_of(planfile, language), again)
    assert report_xlsx(source, report) == report_xlsx(source, again)


@pytest.mark.parametrize("language", BOTH)
def test_no_pupil_is_named_unless_it_is_internal(language: Language) -> None:
    planfile = example("noon-36")
    report = term_report(Book(planfile))
    names = [h.name for h in planfile.school.helpers if h.name]
    source = source_of(planfile, language)
    public = report_html(source, report).decode() + report_text(source, report) + words(report_tables(source, report))
    assert not [n for n in names if n in public]
    inside = source_of(planfile, language, internal=True)
    page = report_html(inside, report).decode()
    assert all(n in page for n in names)
    assert ("内部使用" if language == "zh" else "Internal use only") in page
    assert not [n for n in names if n in report_text(inside, report)]


@pytest.mark.parametrize("name", ["noon-36", "rural-18"])
def test_every_picture_is_well_formed_and_has_words(name: str) -> None:
    planfile = example(name)
    page = report_html(source_of(planfile, "zh"), term_report(Book(planfile))).decode()
    pictures = re.findall(r"<svg.*?</svg>", page)
    assert len(pictures) >= 4
    ids: list[str] = []
    for picture in pictures:
        root = ElementTree.fromstring(picture)
        assert root.attrib["role"] == "img"
        texts = {e.tag.rpartition("}")[2]: e.text for e in root if e.tag.endswith(("title", "desc"))}
        assert texts["title"]
        assert texts["desc"]
        ids += [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
        width = float(root.attrib["viewBox"].split()[2])
        for rect in root.iter("{http://www.w3.org/2000/svg}rect"):
            assert 0 <= float(rect.attrib.get("x", 0)) <= width - float(rect.attrib["width"]) + 0.05
    assert len(ids) == len(set(ids))
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page


def test_chinese_pages_hold_no_english_sentence() -> None:
    planfile = example("noon-36")
    page = report_html(source_of(planfile, "zh"), term_report(Book(planfile))).decode()
    body = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.S)
    assert not re.findall(r"[A-Za-z]{4,}", body)


def test_the_workbook_opens_and_has_every_table() -> None:
    planfile = example("rural-18")
    source, report = source_of(planfile, "zh"), term_report(Book(planfile))
    book = CalamineWorkbook.from_filelike(io.BytesIO(report_xlsx(source, report)))
    assert len(book.sheet_names) == len(report_tables(source, report))
    cells = [str(c) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for c in row]
    assert "一(1)" in cells
    assert "合计" in cells


def test_schools_with_almost_nothing_have_a_report() -> None:
    school = School.model_validate(
        {
            "name": "空校",
            "term": {"id": "t", "school_year": "2026", "name": "春", "start": "2026-03-02", "end": "2026-03-13"},
            "classes": [{"grades": 1, "count": 1}],
            "demands": [],
        }
    )
    planfile = planned(school)
    report = term_report(Book(planfile))
    for language in BOTH:
        assert report_html(source_of(planfile, language), report)
        assert report_xlsx(source_of(planfile, language), report)
        assert report_text(source_of(planfile, language), report)


def test_many_bars_are_cut_into_pictures() -> None:
    items = [Bar(f"c{n}", (n, 1, 2)) for n in range(240)]
    pictures = bars("x", "title", "unit", items, ("held", "made up", "owed"), "mean")
    assert len(pictures) == 2
    assert sum(p.count("</text>") for p in pictures) > 480


def test_words_in_pictures_are_escaped() -> None:
    (picture,) = bars("x", "a < b", "", [Bar("<c>", (1, 0, 0))], ("&", "", ""))
    assert ElementTree.fromstring(picture) is not None
    assert "<c>" not in picture
    assert "<w>" not in day_map("m", "t", ["<w>"], [("r", [Box("value", 0)])], ("", "", ""), "d")


def test_what_has_happened_is_told_apart_from_what_is_expected() -> None:
    """Before the term nothing is said to be done, in it what is over is counted by itself, afterwards it is the term's."""
    book = Book(example("rural-18"))
    term, day = book.school.term, dt.date(2026, 4, 10)
    before, running, after = (Papers(book, "zh", today=on) for on in (term.start - dt.timedelta(1), day, term.end))
    early, middle, late = (made.make("report", WRITERS["txt"]).decode() for made in (before, running, after))
    assert ("已" in early.replace("已全部排上", ""), "预计到馆" in early, "学期安排概况" in early) == (False, True, True)
    assert ("按计划到馆" in late, "预计" in late) == (True, False)
    until, whole = term_report(book, until=day), running.report[1]
    counted = [(sum(g.held for g in x.groups if g.grade is None), sum(h.served for h in x.helpers)) for x in (until, whole)]
    assert counted[0] < counted[1]
    assert whole.done is not None
    assert (whole.done.groups, whole.done.helpers) == (until.groups, until.helpers)
    (visits,) = (g for g in until.of("BORROWING") if g.demand == "borrowing")
    assert f"到4月10日（周五）已到馆{visits.held}次，全学期预计到馆" in middle
    sheets = [made.content(PAPERS["certificates"], "", "letters") for made in (before, running, after)]
    assert [len(x) for x in sheets] == [0, sum(h.served > 0 for h in until.helpers), len(sheets[2])]
    assert "（至4月10日（周五）止）" in sheets[1][0].paragraphs[0]
    assert ("certificates" in before.names(), "certificates" in running.names()) == (False, True)


def test_a_substitute_is_credited_with_the_duty() -> None:
    book = Book(example("rural-18"))
    duty = next(s for s in book.sessions if s.category == "DUTY" and s.helper and s.window and s.time)
    others = [h for h in book.school.helper_by_id if h != duty.helper]
    assert duty.helper
    assert duty.window
    seat = Seat(date=duty.date, post=duty.source, window=duty.window, slot=duty.slot, helper=duty.helper, now=duty.helper)
    was, now = ({h.helper: h for h in term_report(b).helpers} for b in (book, book.given(seat, others[0])))
    minutes = duty.time.minutes if duty.time else 0
    for helper, change in ((duty.helper, -1), (others[0], 1)):
        assert now[helper].served - was[helper].served == change
        assert now[helper].minutes - was[helper].minutes == change * minutes
    assert (now[duty.helper].given, now[others[0]].stood_in) == (1, 1)
    assert {h: now[h] for h in others[1:]} == {h: was[h] for h in others[1:]}
    heads = [
        c.text for c in report_tables(source_of(book.planfile, "zh"), term_report(book.given(seat, others[0])))[-1].headings[0]
    ]
    assert {"其中代他人", "由他人代班"} <= set(heads)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_term_is_held_beside_the_one_before(language: Language) -> None:
    """In sentences and in a table with the names of both; a report of a part of the term, and one alone, compares nothing."""
    now = example("tiny")
    term = now.school.term
    weeks = dt.timedelta(26 * 7)
    before = term.model_copy(update={"id": "earlier", "start": term.start - weeks, "end": term.end - weeks - dt.timedelta(14)})
    school = now.school.model_copy(update={"term": before.model_copy(update={"name": Text(zh="第一学期", en="first term")})})
    report = term_report(Book(now), last_term=Book(planned(school)))
    source = source_of(now, language)
    figures, (last, this) = ReportWords(source, report).compared(), report.last_term or ()
    assert last.borrowing == this.borrowing / 2 == 2  # two of four weeks
    assert (last.on_time, this.on_time) == (1, 1)
    (table,) = (rota for rota in report_tables(source, report) if rota.key == "compared")
    assert [tuple(c.text for c in (*row.heads, *row.cells)) for row in table.rows] == list(figures)
    name = {"zh": "第一学期", "zh-Hant": "第一学期", "en": "first term"}[language]
    assert name in table.headings[0][1].text
    for said in (report_text(source, report), report_html(source, report).decode()):
        assert "2.0 → 4.0" in said
    alone, part = term_report(Book(now)), term_report(Book(now), until=term.start, last_term=Book(planned(school)))
    assert (alone.last_term, part.last_term) == (None, None)
    assert "→" not in report_text(source, alone)


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 student librarian is to do 2 duties ("), (2, "2 student librarians are to do 4 duties (")]
)
def test_one_who_serves_alone_is_told_as_one(count: int, said: str) -> None:
    names = [f"h{n}" for n in range(count)]
    data = serving(*map(a_helper, names), posts=[a_post(count=count)])
    planfile = PlanFile(school=a_school(data), plan=a_plan(*map(d, names)))
    text = report_text(source_of(planfile, "en"), term_report(Book(planfile)))
    assert said in text
    assert (" each." in text) == (count > 1)

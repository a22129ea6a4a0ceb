"""Timetables in web pages, Word documents and Excel's XML: as portals and programs write them, with names of our own."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.errors import BadInput
from planner.importing.asking import look
from planner.importing.lessons import settle
from planner.importing.mapping import NewPeriod
from planner.importing.reading import read_timetable
from tests.timetables.known import DAYS, NUMERALS
from tests.timetables.layouts import WEEK
from tests.timetables.strange import CLASSES, PEOPLE, PERIODS, Lessons, Week, zh

WEEK_1 = Week("documents")
DAYS_HEAD = "".join(f"<th>{d}</th>" for d in WEEK)


def found_in(path: Path, raw: bytes) -> Lessons:
    """The lessons, periods by their place in the day; nothing is open but which lessons are for reading."""
    path.write_bytes(raw)
    seen = look(read_timetable(path), None, dt.date(2026, 9, 1))
    assert [x for x in seen.mapping.open_points if x != ("eligible", "?")] == []
    order = list(dict.fromkeys(p.id for p in seen.mapping.periods.values() if isinstance(p, NewPeriod)))
    return {(x.class_id, x.day, order.index(x.period) + 1, x.weeks): x.subject for x in settle(seen.raw, seen.mapping)}


def doubled(p: int) -> int:
    """Lessons of two periods: 1 and 2, 3 and 4, 5 and 6."""
    return (p + 1) // 2


def portal_old() -> str:
    """A table a class; cells over two rows, 课程⏎周一第1,2节{第1-18周}⏎教师⏎教室; a row for the early morning."""
    out = []
    for c in CLASSES:
        rows = [f"<tr><td colspan=2>时间</td>{DAYS_HEAD}</tr>", "<tr><td colspan=2>早晨</td>" + "<td>&nbsp;</td>" * 5 + "</tr>"]
        for p in PERIODS:
            half = {1: "<td rowspan=4>上午</td>", 5: "<td rowspan=2>下午</td>"}.get(p, "")
            cells = "".join(
                f"<td rowspan=2>{s}<br>周{'一二三四五'[n]}第{p},{p + 1}节{{第1-18周}}<br>{PEOPLE[s]}<br>{zh(c)}</td>"
                for n, d in enumerate(DAYS)
                for s in [WEEK_1.at[c, d, doubled(p)]]
            )
            rows.append(f"<tr>{half}<td>第{p}节</td>{cells if p % 2 else ''}</tr>")
        out.append(f"<p>班级：{zh(c)}</p><table class=blacktab>{''.join(rows)}</table>")
    page = f"<!DOCTYPE html><html><head><title>课表</title><style>td {{}}</style></head><body><form>{''.join(out)}</form>"
    return f"<table><tr><td>{page}</td></tr></table></body></html>"


def portal_new() -> str:
    """Period numbers beside 上午 and 下午, spans and icons in the cells, a row more for remarks that nobody sees."""
    out = []
    for c in CLASSES:
        rows = [f"<tr><td colspan='7'><div>{zh(c)}课表</div></td></tr><tr><td>时间段</td><td>节次</td>{DAYS_HEAD}</tr>"]
        for p in PERIODS:
            half = {1: "<td rowspan='4'><span>上午</span></td>", 5: "<td rowspan='2'><span>下午</span></td>"}.get(p, "")
            cells = "".join(
                f"<td id='{n + 1}-{p}'><div class='timetable_con'><span class='title'><u>{s}</u></span><p><i class=icon></i>"
                f" ({p}-{p}节)1-18周</p><p><font>{PEOPLE[s]}</font></p></div></td>"
                for n, d in enumerate(DAYS)
                for s in [WEEK_1.at[c, d, p]]
            )
            rows.append(f"<tr>{half}<td><span>{p}</span></td>{cells}</tr>")
        rows.append("<tr style='display:none'><td colspan='7'>语文</td></tr>")
        out.append(f"<table id='t{c}'>{''.join(rows)}</table>")
    return f"<html><meta charset=utf-8><script>var t = '<table>';</script><body>{''.join(out)}</body></html>"


def portal_with_details() -> str:
    """Each cell twice: in short as people see it, in full and hidden."""
    out = []
    for c in CLASSES:
        rows = [f"<tr><th>&nbsp;</th>{DAYS_HEAD}</tr>"]
        for p in PERIODS:
            cells = "".join(
                f"<td><div class=kbcontent1>{s}<br/><font title='周次(节次)'>1-18(周)[0{p}节]</font><br/></div>"
                f"<div class=kbcontent style='display: none;'>{s}<br/><font title=老师>{PEOPLE[s]}</font></div></td>"
                for s in (WEEK_1.at[c, d, p] for d in DAYS)
            )
            rows.append(f"<tr><th>第{NUMERALS[p]}节<br/>{7 + p:02d}:00~{7 + p:02d}:40</th>{cells}</tr>")
        out.append(f"<h3>{zh(c)}</h3><table id=kbtable>{''.join(rows)}</table>")
    return f"<html><body>{''.join(out)}</body></html>"


def program() -> str:
    """A list of contents, then a table a class under a caption: teacher and room below the subject, --- for nothing."""
    out = ["<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'>\n<html><body>"]
    out.append("<ul>" + "".join(f"<li><a href='#{n}'>{zh(c)}</a></li>" for n, c in enumerate(CLASSES)) + "</ul>")
    for n, c in enumerate(CLASSES):
        rows = [f"<tr><td rowspan='2'></td><th colspan='5'>{zh(c)}</th></tr><tr>{DAYS_HEAD}</tr>"]
        rows += [
            f"<tr><th class='yAxis'>{p}</th>"
            + "".join(f"<td>{s}<br />{PEOPLE[s]}<br />101室</td>" for s in (WEEK_1.at[c, d, p] for d in DAYS))
            + "</tr>"
            for p in PERIODS
        ]
        rows.append("<tr><th class='yAxis'>7</th>" + "<td>---</td>" * 5 + "</tr>")
        rows.append("<tr class='foot'><td></td><td colspan='5'>made by a program</td></tr>")
        head, *body = rows
        out.append(f"<table id='{n}'><caption>某校</caption><thead>{head}</thead>{''.join(body)}</table>")
    return "".join(out) + "</body></html>"


def word() -> bytes:
    """A heading and a table for each class; the noon break over the week, 上午 merged down."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    body = []
    for c in CLASSES:
        rows = ["".join(map(cell, ("", "节次", *WEEK)))]
        for p in PERIODS:
            down = "<w:vMerge w:val='restart'/>" if p in (1, 5) else "<w:vMerge/>"
            half = {1: "上午", 5: "下午"}.get(p, "")
            rows.append(cell(half, down) + cell(f"第{p}节") + "".join(cell(WEEK_1.at[c, d, p]) for d in DAYS))
            if p == 4:
                rows.append(cell("午休", "<w:gridSpan w:val='7'/>"))
        body.append(paragraph(f"{zh(c)}课程表") + f"<w:tbl>{''.join(f'<w:tr>{r}</w:tr>' for r in rows)}</w:tbl>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document xmlns:w='{w}'><w:body>{''.join(body)}</w:body></w:document>")
    return out.getvalue()


def xml_workbook() -> str:
    """A master timetable: days merged down, a column left out by its index, numbers with a point."""
    rows = ["<Row><Cell><Data ss:Type='String'>星期</Data></Cell><Cell><Data ss:Type='String'>节次</Data></Cell>"]
    rows[0] += "".join(f"<Cell><Data ss:Type='String'>{zh(c)}</Data></Cell>" for c in CLASSES) + "</Row>"
    for n, d in enumerate(DAYS):
        for p in PERIODS:
            day = f"<Cell ss:MergeDown='5'><Data ss:Type='String'>{WEEK[n]}</Data></Cell>" if p == 1 else ""
            cells = "".join(f"<Cell><Data ss:Type='String'>{WEEK_1.at[c, d, p]}</Data></Cell>" for c in CLASSES)
            rows.append(f"<Row>{day}<Cell ss:Index='2'><Data ss:Type='Number'>{p}</Data></Cell>{cells}</Row>")
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    sheet = f"<Worksheet ss:Name='总表'><Table>{''.join(rows)}</Table></Worksheet>"
    return (
        f"<?xml version='1.0'?>\n<?mso-application progid='Excel.Sheet'?>\n<Workbook xmlns='{space}' xmlns:ss='{space}'>{sheet}"
        "</Workbook>"
    )


@pytest.mark.parametrize(
    ("name", "write", "encoding"),
    [
        ("课表.html", portal_new, "utf-8"),
        ("课表.xls", portal_with_details, "gb18030"),
        ("a.htm", program, "utf-8"),
        ("a.xls", xml_workbook, "utf-8"),
    ],
)
def test_it_comes_in_right(name: str, write: Callable[[], str], encoding: str, tmp_path: Path) -> None:
    assert found_in(tmp_path / name, write().encode(encoding)) == WEEK_1.lessons()


def test_double_lessons_of_a_portal(tmp_path: Path) -> None:
    known = {k: WEEK_1.lessons()[k[0], k[1], doubled(k[2]), k[3]] for k in WEEK_1.lessons()}
    assert found_in(tmp_path / "a.html", portal_old().encode("gb18030")) == known


def test_word(tmp_path: Path) -> None:
    assert found_in(tmp_path / "课表.docx", word()) == WEEK_1.lessons()


@pytest.mark.parametrize(
    "text", ["<html><body><p>语文</p></body></html>", "<html><table></table>", "<table><tr><td>" * 300, "<html>" + "<td>x" * 3]
)
def test_a_page_without_a_timetable_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput):
        read_timetable(tmp_path / "a.html")


def test_a_page_that_is_cut_off_has_lost_something(tmp_path: Path) -> None:
    """What stands there is read; that the last class has a piece of a week is asked."""
    text = program()
    (tmp_path / "a.html").write_text(text[: int(len(text) * 0.85)], encoding="utf-8")
    seen = look(read_timetable(tmp_path / "a.html"), None, dt.date(2026, 9, 1))
    assert {key for section, key in seen.mapping.open_points if section == "doubts"} & {"thin", "gaps"}

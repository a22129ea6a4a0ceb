"""PDFs: every word is in them, on as many pages as promised, the same bytes each time; what no font can show is an error."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import pytest
from fontTools.ttLib.ttCollection import TTCollection
from pydantic import ValidationError
from pypdf import PdfReader

from benchmarks.generator import school as generated
from planner.apart.children import Bounds, Children
from planner.errors import BadInput
from planner.models.base import LANGUAGES, LONGEST, Language, Model
from planner.models.problem import Problem
from planner.models.school import School
from planner.outputs.tables.rota import Line, Rota, Row, paginate, text_cell
from planner.outputs.writers.fonts import face_of, fonts, is_common
from planner.outputs.writers.pdf import pdf
from planner.outputs.writers.poster import on_paper, whole
from planner.reading import describe
from tests.outputs.school_with_tables import NAMES, SCHOOL, made

LOGO = bytes.fromhex(  # a black dot
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001"
    "48afa4710000000049454e44ae426082"
)


def all_tables(language: Language, *, internal: bool = False) -> tuple[Rota, ...]:
    return tuple(rota for rotas in made(language, internal=internal).values() for rota in rotas)


def read(raw: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(raw))


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def words(raw: bytes) -> str:
    return plain("".join(page.extract_text() for page in read(raw).pages))


def wall(rows: int, columns: int, text: str, *, is_wall: bool = True) -> Rota:
    """A table of any size, for the limits of a page."""
    cells = tuple(text_cell(text) for _ in range(columns))
    return replace(
        made()["borrowing"][0],
        headings=((text_cell("日"), *(text_cell(f"{n}") for n in range(columns))),),
        rows=tuple(Row((text_cell(f"行{n}"),), cells) for n in range(rows)),
        wall=is_wall,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_every_table_is_on_its_page(language: Language) -> None:
    rotas = all_tables(language)
    reader = read(pdf(rotas))
    assert len(reader.pages) == len(rotas)
    for rota, page in zip(rotas, reader.pages, strict=True):
        text = plain(page.extract_text())
        cells = [cell for row in rota.headings for cell in row] + [c for row in rota.rows for c in (*row.heads, *row.cells)]
        expected = [
            rota.title,
            rota.subtitle,
            *rota.signature,
            rota.edition,
            *rota.notes,
            *(line.text for c in cells for line in c.lines),
        ]
        assert [x for x in expected if plain(x) not in text] == []
        assert rota.edition


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_bytes_depend_on_the_tables_alone(paper: str) -> None:
    turned = tuple(r for rotas in made(reverse=True).values() for r in rotas)
    first = pdf(all_tables("zh"), paper=paper)  # type: ignore[arg-type]
    assert first == pdf(turned, paper=paper)  # type: ignore[arg-type]


def test_tagged_with_title_and_language() -> None:
    root = read(pdf(made()["borrowing"])).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-CN"
    assert read(pdf(made("en")["borrowing"])).metadata.title == made("en")["borrowing"][0].title  # type: ignore[union-attr]


def test_paper_and_orientation() -> None:
    rota = made()["borrowing"][0]
    sizes = []
    for paper in ("A4", "A3"):
        box = read(pdf([replace(rota, orientation="landscape")], paper=paper)).pages[0].mediabox  # type: ignore[arg-type]
        sizes.append((round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)))
    assert sizes == [(297, 210), (420, 297)]


def test_names_of_pupils_stand_on_marked_pages_only() -> None:
    public, internal = all_tables("zh"), all_tables("zh", internal=True)
    assert [name for name in NAMES if plain(name) in words(pdf(public))] == []
    for rota, page in zip(internal, read(pdf(internal)).pages, strict=True):
        text = plain(page.extract_text())
        shown = [name for name in NAMES if plain(name) in text]
        assert bool(rota.internal) == ("内部使用" in text)
        assert not shown or rota.internal


@pytest.mark.parametrize(
    ("rows", "columns", "text"), [(5, 4, "三(2)"), (40, 3, "三(2)"), (12, 10, "一(1)、二(2)、三(3)"), (3, 14, "x" * 40)]
)
def test_one_page_where_one_is_promised(rows: int, columns: int, text: str) -> None:
    assert len(read(pdf([wall(rows, columns, text)])).pages) == 1


def test_too_much_for_any_page_goes_on_overleaf_under_the_same_headings() -> None:
    reader = read(pdf([wall(150, 3, "三(2)", is_wall=False)]))
    assert len(reader.pages) > 1
    assert all("日" in page.extract_text() for page in reader.pages)
    assert words(pdf([wall(150, 3, "三(2)", is_wall=False)])).count("三(2)") == 450


def test_a_poster_joins_what_smaller_paper_cuts() -> None:
    table = replace(wall(60, 3, "周一 12:05-12:20 借书处", is_wall=False), notes=())
    pages = paginate(table, 30)
    assert [len(page.rows) for page in whole(pages)] == [60]
    assert len(read(pdf(pages)).pages) == 2
    assert len(read(pdf(pages, paper="A3")).pages) == 1
    many = paginate(wall(400, 3, "周一 12:05-12:20 借书处", is_wall=False), 30)
    assert 1 < len(read(pdf(many, paper="A3")).pages) < len(many)


def test_a_poster_has_no_smaller_letters_than_the_pages_it_is_put_together_from() -> None:
    """Pages of ten rows have 12 points on A4. All thirty rows on one sheet would have 8.5 on A3, and fifteen have 13."""
    pages = paginate(replace(wall(30, 3, "周一 12:05-12:20 借书处", is_wall=False), notes=()), 10)
    sizes = {10: 12 * 2**0.5, 15: 13.0, 30: 8.5}
    made = on_paper(pages, lambda rotas: [sizes[len(rota.rows)] for rota in rotas])
    assert [len(page.rows) for page in made] == [15, 15]


def test_markup_in_a_name_stays_text() -> None:
    assert "#panic[x]$y$<a>\\" in words(pdf(made(name='#panic[x] $y$ <a> \\ "')["borrowing"]))


@pytest.mark.parametrize("character", ["\U0001f600", "\U000323ac", "\x07"])
def test_a_character_without_a_picture_is_a_box_and_named_with_its_place(character: str) -> None:
    rota, told = made("zh")["borrowing"][0], list[Problem]()
    head = Row((text_cell(f"三(1){character}"),), rota.rows[0].cells)
    printed = pdf([replace(rota, rows=(head, *rota.rows[1:]))], remark=told.append)
    assert "三(1)□" in words(printed)
    (problem,) = told
    assert (problem.code, problem.value, problem.path) == ("glyph_missing", character, rota.label)
    for language in LANGUAGES:
        said = describe(problem, language)
        assert character in said
        assert f"U+{ord(character):04X}" in said
        assert "三(1)" in said


def test_every_name_with_boxes_is_told_once_with_all_its_letters() -> None:
    rota, told = made("zh")["borrowing"][0], list[Problem]()
    names = ("ნინო", "李\U0001f600乐", "אברהם", *(f"{n}\U0001f600" for n in range(12)))
    rows = tuple(Row((text_cell(name),), rota.rows[0].cells) for name in (*names, *names))
    pdf([replace(rota, rows=rows)], remark=told.append)
    assert [problem.params["around"] for problem in told] == list(names)
    assert [problem.value for problem in told[:3]] == ["ნიო", "\U0001f600", "אברהם"]


def test_letters_of_other_languages_are_printed() -> None:
    rota, told = made("en")["borrowing"][0], list[Problem]()
    letters = "Dvořák Țurcanu Kőszegi Żak Ильин Παππάς Nguyễn สมชาย محمد 김민준 𠮷田"
    printed = words(pdf([replace(rota, title=letters)], remark=told.append))
    assert (told, "□" in printed) == ([], False)
    assert [name for name in ("Nguyễn", "김민준", "𠮷田") if name not in printed] == []


def test_rare_characters_of_names_are_printed() -> None:
    rota = made()["borrowing"][0]
    rare = "喆堃翀祎彧芃䶮㼆𬱖體書館①→"
    rows = (Row(rota.rows[0].heads, (text_cell(rare), *rota.rows[0].cells[1:])), *rota.rows[1:])
    assert rare in words(pdf([replace(rota, rows=rows, title=rare)]))


def with_printing(**printing: str) -> School:
    return School.model_validate({**SCHOOL, "printing": printing})


def families(path: Path) -> set[str | None]:
    with path.open("rb") as file:
        return {font["name"].getDebugName(1) for font in TTCollection(file, lazy=True).fonts}


def test_our_fonts_are_named_and_filled_as_they_are_taken_to_be() -> None:
    """They are not read for that: it takes as long as two pages."""
    ours = fonts()
    for face in {*ours.sans, *ours.serif}:
        # Of a collection one is taken by name: the first is the Japanese one.
        assert face.family in ({face_of(face.path).family} if face.path.suffix != ".ttc" else families(face.path))
    printed = (chr(n) for n in range(0x20, 0x10000) if is_common(chr(n)))
    assert [c for c in printed if ord(c) not in ours.sans[0].characters] == []


def test_a_font_of_the_schools_own_comes_first(tmp_path: Path) -> None:
    (tmp_path / "own.otf").write_bytes(pylopdf_fonts_zh_cn.serif_path().read_bytes())
    rotas, school = made()["borrowing"], with_printing(font="own.otf")
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in read(pdf(rotas, school=school, places=[tmp_path])).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {name.partition("-")[0] for name in fonts} == {"NotoSerifSC"}
    assert pdf(rotas, school=school) == pdf(rotas), "without places no file of the school's is opened"


@pytest.mark.parametrize("content", [b"", b"no font", b"OTTO\x00\x01" + b"\xff" * 99, b"ttcf" + b"\xff" * 99, None])
def test_what_is_no_font_or_logo_is_said(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "file").write_bytes(content)
    for printing, code in (({"font": "file"}, "font_unreadable"), ({"logo": "file"}, "logo_unreadable")):
        with pytest.raises(BadInput) as caught:
            pdf(made()["borrowing"], school=with_printing(**printing), places=[tmp_path])
        assert [p.code for p in caught.value.problems] == [code]


def test_the_logo_stands_on_every_page(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(LOGO)
    reader = read(pdf(all_tables("zh"), school=with_printing(logo="logo.png"), places=[tmp_path]))
    assert all(len(page.images) == 1 for page in reader.pages)


def test_sixty_classes_are_legible_on_a_poster() -> None:
    names = [c.name.zh for c in generated(60).class_list]
    rota = made()["borrowing"][0]
    cells = [tuple(Line(x, True) for x in names[n : n + 3]) for n in range(0, 60, 3)]
    rows = tuple(
        Row((text_cell(f"周{day}"),), tuple(replace(text_cell(), lines=c) for c in cells[n * 4 : n * 4 + 4]))
        for n, day in enumerate("一二三四五")
    )
    slots = ("12:05-12:20", "12:20-12:35", "12:35-12:50", "12:50-13:05")
    raw = pdf([replace(rota, rows=rows, headings=((text_cell("星期"), *map(text_cell, slots)),))], paper="A3")
    assert len(read(raw).pages) == 1
    assert [x for x in (*names, *slots) if x not in words(raw)] == []
    sizes: list[float] = []
    read(raw).pages[0].extract_text(
        visitor_text=lambda text, _c, _t, _f, size: sizes.append(size) if text.strip() in names else None
    )
    assert min(sizes) >= 20


@pytest.mark.skipif(os.name == "nt", reason="nothing but the clock is limited there")
def test_a_text_that_would_be_set_for_ever_ends_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    children = Children(Bounds(seconds=1, memory=3_000_000_000))
    monkeypatch.setattr("planner.outputs.writers.pdf._CHILDREN", children)
    (rota,) = made("zh")["duty"]
    try:
        with pytest.raises(BadInput) as caught:
            pdf([replace(rota, title="校" * 200_000)])
        assert [p.code for p in caught.value.problems] == ["pdf_too_much"]
        assert pdf([rota]).startswith(b"%PDF"), "the next one is set as ever"
    finally:
        children.close()


@pytest.mark.parametrize("long", ["校" * 1001, {"zh": "校", "en": "x" * 1001}])
def test_no_text_of_a_file_is_so_long(long: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        School.model_validate({**SCHOOL, "name": long})
    assert {(e["type"], e["ctx"]["max_length"]) for e in caught.value.errors()} == {("string_too_long", 1000)}
    assert School.model_validate({**SCHOOL, "name": "校" * 1000}).name.zh == "校" * 1000


def test_no_text_of_any_model_is_without_a_bound() -> None:
    """Whatever is added later too: a field without a length of its own has that of all. But what tells of a long text."""

    def models(model: type[Model]) -> Iterator[type[Model]]:
        yield model
        for below in model.__subclasses__():
            yield from models(below)

    assert {m for m in models(Model) if m.model_config.get("str_max_length") != LONGEST} == {Problem}

"""Class slips and helper cards: what stands on them, that all of it is printed, and whose names are shown."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from planner.models.base import LANGUAGES, Language
from planner.models.plan import Plan
from planner.models.problem import Problem
from planner.models.school import School
from planner.outputs.formats import Size
from planner.outputs.tables.cards import Card, class_slips, helper_cards
from planner.outputs.tables.source import Source
from planner.outputs.writers.cards import cards_to_pdf
from planner.sessions.expand import expand
from planner.timeline import Timeline
from tests.outputs.school_with_tables import NAMES, PLAN, SCHOOL
from tests.outputs.test_legible import pieces


def source(language: Language = "zh", *, internal: bool = False, **changes: Any) -> Source:
    school, plan = School.model_validate({**SCHOOL, **changes}), Plan.model_validate(PLAN)
    timeline = Timeline(school, plan.effective_from)
    return Source(school, plan, timeline, expand(school, plan, timeline), language, internal)


def slips_pdf(found: Source, paper: Size = "A4") -> bytes:
    return cards_to_pdf(class_slips(found), found.school, found.language, paper=paper)


def cards_pdf(found: Source) -> bytes:
    return cards_to_pdf(helper_cards(found), found.school, found.language)


def said(card: Card) -> str:
    return "\n".join([card.title, card.who, *(line for label, lines in card.entries for line in (label, *lines)), *card.rules])


def words(raw: bytes) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages))


def test_a_slip_says_when_where_how_often_and_what_is_different() -> None:
    slips = {slip.who: slip for slip in class_slips(source())}
    assert {v["visitor"] for v in PLAN["visits"]} == {c.id for c in source().school.class_list if c.name.zh in slips}
    visit = next(v for v in PLAN["visits"] if v["demand"] == "nread")
    text = said(slips[source().class_name(visit["visitor"])])
    assert "班级借阅通知单" in text
    assert "周一 12:00-12:40" in text
    assert "阅览室" in text
    assert "4月11日（周六）按周一安排。" in text
    assert re.search(r"3月2日（周一）至5月\d+日（周一），共\d+次", text)


def test_new_times_of_the_term_are_on_the_slip() -> None:
    assert any("5月4日" in said(slip) and "12:30-12:45" in said(slip) for slip in class_slips(source()))


def test_a_lost_visit_is_named() -> None:
    away = [{"classes": ["2-2"], "away": {"dates": "2026-03-16"}, "what": "春游"}]
    slip = next(s for s in class_slips(source(absences=away)) if s.who == source().class_name("2-2"))
    assert ("不到馆", ("3月16日",)) in slip.entries


def test_a_card_says_days_post_arrival_steps_and_class() -> None:
    cards = {card.who: card for card in helper_cards(source(internal=True))}
    assert all(card.internal == "内部使用" for card in cards.values())
    assert any("王小明" in who for who in cards)
    texts = [said(card) for card in cards.values()]
    assert any("护送班级：" in text for text in texts)
    assert all(re.search(r"\d\d:\d\d到岗，\d\d:\d\d结束|\d\d:\d\d-\d\d:\d\d", text) for text in texts)
    assert len(cards) == len({d["helper"] for d in PLAN["duties"]})


def test_public_cards_show_class_and_number() -> None:
    assert not any(name in said(card) for card in helper_cards(source()) for name in NAMES)
    assert all(card.internal == "" for card in helper_cards(source()))
    assert not any(name in words(cards_pdf(source())) for name in NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_on_slips_and_cards_is_printed(language: Language) -> None:
    for cards, raw in (
        (class_slips(source(language)), slips_pdf(source(language))),
        (helper_cards(source(language, internal=True)), cards_pdf(source(language, internal=True))),
    ):
        text = words(raw)
        lines = [x for c in cards for x in (said(c) + "\n" + "\n".join((*c.signature, c.edition, c.internal))).splitlines()]
        assert [x for x in lines if re.sub(r"\s", "", x) not in text] == []


def test_the_same_slips_give_the_same_bytes() -> None:
    assert slips_pdf(source()) == slips_pdf(source())
    assert slips_pdf(source(), paper="A3") != slips_pdf(source())


@pytest.mark.parametrize("lines", [1, 20, 60])
def test_long_cards_stay_on_their_page(lines: int) -> None:
    card = Card("值日卡", "三(1)-1", "学期", (("流程", tuple(f"第{n}步" for n in range(lines))),))
    reader = PdfReader(io.BytesIO(cards_to_pdf([card] * 4, source().school, "zh")))
    assert len(reader.pages) == {1: 1, 20: 2, 60: 2}[lines]
    assert sum(page.extract_text().count("步") for page in reader.pages) == 4 * lines


def sizes(raw: bytes) -> list[tuple[int, float]]:
    """(cards, points of half of the letters of their lines) of each page."""
    found = []
    for page in PdfReader(io.BytesIO(raw)).pages:
        lines = [p.size for p in pieces(page) for _letter in p.text if "步" in p.text]
        found.append((page.extract_text().count("值日卡"), sorted(lines)[len(lines) // 2]))
    return found


@pytest.mark.parametrize(
    ("lines", "cards", "frugal", "expected"),
    [
        (2, 2, 14, [(2, 16)]),  # what there is room for
        (2, 13, 14, [(12, 14), (1, 14)]),  # the last one in the letters of those before
        (18, 4, 14, [(2, 16), (2, 16)]),  # for children no letters are smaller
        (18, 4, 12, [(4, 12)]),  # for others they are where it saves half the sheets
        (18, 2, 12, [(2, 16)]),  # and not where it saves none
    ],
)
def test_letters_are_for_children_and_fill_their_page(
    lines: int, cards: int, frugal: int, expected: list[tuple[int, float]]
) -> None:
    card = Card("值日卡", "三(1)-1", "学期", (("流程", tuple(f"第{n}步" for n in range(lines))),), frugal=frugal)
    assert sizes(cards_to_pdf([card] * cards, source().school, "zh")) == expected


def test_no_cards_are_an_error_and_no_picture_is_a_box() -> None:
    with pytest.raises(ValueError, match="no cards"):
        cards_to_pdf([], source().school, "zh")
    told: list[Problem] = []
    noted = source(printing={"notes": "带书 \U0001f600"})
    printed = cards_to_pdf(class_slips(noted), noted.school, "zh", remark=told.append)
    assert [p.value for p in told] == ["\U0001f600"]
    assert "带书□" in "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(printed)).pages)

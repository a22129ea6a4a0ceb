"""A catalogue holds every message of the code, and no other; dates and days in words."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from planner.languages import CATALOGUES, LANGUAGES, SOURCE, catalogue
from planner.messages.wording import dates_text, day_name, fill, numbers_text, period_name, translator, turn_name, week_block
from planner.models.term import Term
from tests.builders import a_term

pytestmark = pytest.mark.untraced  # slow when traced, and others run the same lines

ROOT = CATALOGUES.parents[2]
ROOMS = ("planner", "api", "cli")
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {"_": None, "N_": None, "_words": None}
OTHERS = [language for language in LANGUAGES if language != SOURCE]


@cache
def messages() -> frozenset[str]:
    """Every message of the code: what is said (`_`) and what stands in a table (`N_`)."""
    found = [m for room in ROOMS for m in extract_from_dir(str(ROOT / room), method_map=METHODS, keywords=KEYWORDS)]
    return frozenset(str(message) for _file, _line, message, *_rest in found)


@cache
def entries(language: str) -> tuple[Message, ...]:
    with catalogue(language).open("rb") as file:
        return tuple(m for m in read_po(file, locale=language.replace("-", "_")) if m.id and not m.fuzzy)


def names(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text.replace("{{", "")))


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated(language: str) -> None:
    assert sorted(messages() - {str(m.id) for m in entries(language) if m.string}) == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_left_over(language: str) -> None:
    assert sorted({str(m.id) for m in entries(language)} - messages()) == []


@pytest.mark.parametrize("language", OTHERS)
def test_placeholders_are_the_same(language: str) -> None:
    """What a translation leaves out on purpose stands in a comment above it, in braces."""
    said = {str(m.id): names(str(m.string)) | names("".join(m.user_comments)) for m in entries(language)}
    assert [m for m, found in said.items() if found != names(m)] == []


def test_counted_things_agree_with_their_number() -> None:
    say = translator("en")
    moved = (
        "{moved} visit(s) move, {weekdays} of them to another weekday; {helpers} duty seat(s) change hands; "
        "{added} visit(s) are new, {removed} visit(s) have no place any more. Cost of wishes: {cost}."
    )
    one, many = (say(moved, **dict.fromkeys(("moved", "weekdays", "helpers", "added", "removed", "cost"), n)) for n in (1, 21))
    assert one == (
        "1 visit moves, 1 of them to another weekday; 1 duty seat changes hands; "
        "1 visit is new, 1 visit has no place any more. Cost of wishes: 1."
    )
    assert many.startswith("21 visits move, 21 of them to another weekday; 21 duty seats change hands; 21 visits are new, 21")
    assert [say("{count} planned visit(s) fall out:", count=n) for n in (0, 1)] == [
        "0 planned visits fall out:", "1 planned visit falls out:",
    ]  # fmt: skip
    assert say("{file}: {count} problem(s)", file="1 thing(s).yaml", count=2) == "1 thing(s).yaml: 2 problems"


def test_no_counted_message_is_left_as_it_is() -> None:
    """Every verb behind a counted thing is one that can be said of one."""
    for message in messages():
        filled = fill(message, dict.fromkeys(re.findall(r"\{(\w+)", message), 1)) if re.search(r"\((s|es)\)", message) else ""
        assert "(s)" not in filled
        assert "(es)" not in filled
        assert not re.search(r"\b1 [a-z ]*?[a-z]s? (have|are|were|move|fall|need|stand|change)\b", filled), filled


def test_words_in_both_languages() -> None:
    assert [translator(x)("Page {n} of {count}", n=1, count=2) for x in ("zh", "en")] == ["第1页，共2页", "Page 1 of 2"]
    assert [day_name(x, d) for x in ("zh", "en") for d in ("MON", "D3")] == ["周一", "第3天", "Mon", "Day 3"]
    assert [week_block("zh", w) for w in ("A", "2/3")] == ["单周", "第2周（3周一轮）"]
    assert [week_block("en", w) for w in ("A", "2/3")] == ["Week A (odd)", "Week 2 of 3"]
    assert week_block("en", "B", Term.model_validate(a_term(first_week_is="B"))) == "Week B"
    assert [period_name(x, p) for x in ("zh", "en") for p in ("P3", "早读")] == ["第3节", "早读", "Period 3", "早读"]


def test_turns_in_words() -> None:
    labels = ("MON", "B:TUE", "#4", "MON:#2", "2026-05-09")
    assert [turn_name("zh", t) for t in labels] == ["周一", "双周 周二", "第4次", "周一 第2次", "5月9日（周六）"]
    assert [turn_name("en", t) for t in labels] == ["Mon", "Week B (even) Tue", "Turn 4", "Mon Turn 2", "Sat 9 May"]


def test_many_dates_in_short() -> None:
    dates = [dt.date(2026, 5, d) for d in (1, 4, 5, 6)] + [dt.date(2026, 6, 3)]
    assert dates_text("zh", dates) == "5月1日、4日至6日、6月3日"
    assert dates_text("en", dates) == "1, 4–6 May; 3 June"
    assert numbers_text([19, 18, 21]) == "18–19, 21"

"""A catalogue holds every message of the code, and no other; dates and days in words."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date

from planner.languages import ADULTS, LANGUAGES, REGIONAL, SOURCE, base, catalogue, in_chinese, spoken
from planner.messages.catalogue import Catalogue
from planner.messages.manners import manner
from planner.messages.wording import (
    date_text,
    dates_text,
    day_name,
    grades_text,
    numbers_text,
    period_name,
    translator,
    turn_name,
    week_block,
    written,
)
from planner.models.term import Term
from tests.builders import a_term
from tests.messages import ROOMS, ROOT, entries, forms, messages

OTHERS = [language for language in LANGUAGES if language != SOURCE]


def names(*texts: str) -> set[str]:
    return {name for text in texts for name in re.findall(r"\{(\w+)", text.replace("{{", ""))}


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated(language: str) -> None:
    known = entries(language)
    assert [m for m in sorted(messages(), key=str) if m not in known or not all(forms(known[m].string))] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_left_over(language: str) -> None:
    assert set(entries(language)) - messages() == set()


@pytest.mark.parametrize("language", OTHERS)
def test_placeholders_are_the_same(language: str) -> None:
    """What a translation leaves out on purpose stands in a comment above it, in braces."""
    for message, entry in entries(language).items():
        for said in forms(entry.string):
            assert names(said, *entry.user_comments) == names(*forms(message)), message


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_said_is_what_babel_reads(language: str) -> None:
    read, known = Catalogue(catalogue(language).read_text(encoding="utf-8")), entries(language)
    said = {forms(m)[0]: forms(entry.string) if all(forms(entry.string)) else () for m, entry in known.items()}
    assert {message: read.forms(message) for message in said} == said


def test_a_catalogue_as_other_programs_write_it() -> None:
    text = (
        '#, fuzzy\nmsgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
        '#: a.py:1\nmsgid ""\n"{count} \\"day\\"\\n"\n"and"\nmsgid_plural "days"\nmsgstr[0] "jour"\nmsgstr[1] ""\n"jours"\n\n'
        '#, python-format, fuzzy\nmsgid "no"\nmsgstr "non"\n\nmsgid "yes"\nmsgstr ""\n'
    )
    read = Catalogue(text)
    assert read.forms('{count} "day"\nand') == ("jour", "jours")
    assert [read.ngettext('{count} "day"\nand', "days", n) for n in (0, 1, 2)] == ["jour", "jour", "jours"]
    assert [read.gettext("yes"), read.ngettext("no", "noes", 2)] == ["yes", "noes"]


TO_BE_TYPED = r"\{[^{}]*\}|“[^”]*”|「[^」]*」|\[[^\]]*\]|lunjie .*"
"""What stands in quotation marks or brackets, and commands: there the signs are the file's and the shell's."""


@pytest.mark.parametrize("language", [x for x in OTHERS if in_chinese(x)])
def test_chinese_has_its_own_punctuation(language: str) -> None:
    """No half-width sign at a character, no blank at a full-width sign, no quotation marks of the other script."""
    foreign = "“”" if language == "zh-Hant" else "「」"
    wrong = re.compile(r"[一-鿿][,;:!?]|[,;!?][一-鿿]|\.\.\.|(?<!：) +[，。；：、！？）]|[，。；、！？（] ")
    said = [text for entry in entries(language).values() for text in forms(entry.string)]
    assert [text for text in said if wrong.search(re.sub(TO_BE_TYPED, "x", text))] == []
    assert [text for text in said if re.search(f"[{foreign}]", text)] == []


MEASURES = "次个個节節处處名人天分所项項份段位格行周週秒"


@pytest.mark.parametrize("language", [x for x in OTHERS if in_chinese(x)])
def test_no_blank_stands_at_a_number_in_chinese(language: str) -> None:
    """One style on paper, page and console: 共36个班, not 共 36 个班. Other scripts and what is typed keep theirs."""
    number, counted = r"(?:\d+|\{\w+(?::[^{}]*)?\})", f"[{MEASURES}]"
    wrong = re.compile(rf"{number} {counted}|[一-鿿] {number}{counted}")
    typed = TO_BE_TYPED.removeprefix(r"\{[^{}]*\}|")
    said = [text for entry in entries(language).values() for text in forms(entry.string)]
    assert [text for text in said if wrong.search(re.sub(typed, "x", text))] == []


@pytest.mark.parametrize(("language", "encoding"), [("zh", "gb2312"), ("zh-Hant", "big5")])
def test_scripts_are_not_mixed(language: str, encoding: str) -> None:
    """The old character sets know one script each; some characters are in both and mean other words there."""
    others = set("里几周后") if language == "zh-Hant" else set()
    said = {text for entry in entries(language).values() for text in forms(entry.string)}
    for text in sorted(said):
        assert [c for c in text if "一" <= c <= "鿿" and (c in others or not c.encode(encoding, "ignore"))] == [], text


def test_english_has_no_signs_of_chinese() -> None:
    """But where a file's own signs or words are spoken of."""
    said = [text for key in messages() for text in forms(key)]
    assert [text for text in said if re.search(r"[，。；：、！？（）「」【】]", re.sub(r"“[^”]*”", "", text))] == []


def test_what_is_counted_agrees_with_its_number() -> None:
    english, chinese = translator("en"), translator("zh")
    forms = ("{count} planned visit falls out:", "{count} planned visits fall out:")
    assert [english.ngettext(*forms, n) for n in (0, 1, 2)] == [
        "0 planned visits fall out:", "1 planned visit falls out:", "2 planned visits fall out:",
    ]  # fmt: skip
    assert [chinese.ngettext(*forms, n) for n in (1, 2)] == ["有1次到馆落空：", "有2次到馆落空："]


def test_no_message_leaves_its_number_to_the_reader() -> None:
    assert [m for m in messages() if re.search(r"\((s|es)\)", str(m))] == []


def test_nothing_but_the_catalogues_knows_which_language_it_is() -> None:
    """No sentence, sign or order of words is chosen by asking for a language: the catalogue of each says it."""
    asks = re.compile(r"""\blang(uage)?\s*[!=]=\s*["']""")
    files = [f for room in ROOMS for kind in ("*.py", "*.html") for f in (ROOT / room).rglob(kind) if f.name != "languages.py"]
    assert [str(f) for f in files if asks.search(f.read_text(encoding="utf-8"))] == []


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_written_as_babel_writes_them(language: str) -> None:
    """Each pattern in use, in every month and on every weekday. English is taken from Australia: the day before the month,
    June and July not cut."""
    locale = Locale("en", "AU") if language == SOURCE else Locale.parse(language, sep="-")
    patterns = {"EEE", "LLL", "EEEE", "d MMM", "d MMM y", "EEE d MMM", "EEE d MMM y", "EEE d LLL", "MMMM y"}
    dates = [dt.date(2026, month, 2 + month) for month in range(1, 13)]
    for pattern in patterns | {translator(language)(pattern) for pattern in patterns}:
        assert [written(language, date, pattern) for date in dates] == [format_date(d, pattern, locale) for d in dates]


@pytest.mark.parametrize("path", sorted(REGIONAL.glob("*.po")), ids=lambda path: path.stem)
def test_what_a_country_says_otherwise_is_a_message_of_the_language(path: Path) -> None:
    said = entries(path.stem.replace("_", "-"))
    assert said
    assert said.keys() <= messages()
    for key, entry in said.items():
        for english, other in zip(forms(key), forms(entry.string), strict=True):
            assert names(english) == names(other)
            assert other != exchanged(path.stem.replace("_", "-"), english), "its words say that already"


def exchanged(language: str, sentence: str) -> str:
    said = manner(language)
    return said(sentence) if said else sentence


MANNERS = [x for own in LANGUAGES for adults in (False, True) for zone in ("", "Europe/London", "America/Chicago")
           for x in [spoken(own, zone, adults=adults)] if x != own]  # fmt: skip


@pytest.mark.parametrize("language", sorted(set(MANNERS)))
def test_a_manner_keeps_what_is_typed_and_has_one_word_for_one_thing(language: str) -> None:
    """Placeholders, commands, options and keys are those of the sentence; no word of another manner is left beside them."""
    typed = re.compile(r"\{[^}]*\}|--[\w-]+|\b\w+_\w+\b|\blunjie [a-z]+|“[^”]*”|「[^」]*」")
    others = {"en-GB": r"\bgrades?\b|kindergarten|student librarian", "en-US": r"\bterms?\b|\brota\b|timetable|pupil|colour"}
    wrong = "|".join(filter(None, (others.get(language.removesuffix(ADULTS)), ADULTS in language and GROWN_UP)))
    own = base(language)
    said = messages() if own == SOURCE else [entry.string for entry in entries(own).values()]
    for sentence in {form for key in said for form in forms(key)}:
        other = exchanged(language, sentence)
        assert typed.findall(other) == typed.findall(sentence)
        free = re.sub(r"\blunjie [a-z]+( \S+)*|\S*[-:_/.]\S*|" + typed.pattern, "", other)
        assert not re.search(wrong, free, re.IGNORECASE), other


GROWN_UP = "student librarian|小图书管理员|圖書小志工"


def test_papers_speak_as_schools_of_the_country_do() -> None:
    day, zones = dt.date(2026, 3, 3), ("Europe/London", "America/Chicago", "Asia/Shanghai")
    said = [spoken("en", zone) for zone in zones]
    assert (said, spoken("zh", zones[0])) == (["en-GB", "en-US", "en"], "zh")
    assert [date_text(x, day) for x in said] == ["Tue 3 Mar", "Tue Mar 3", "Tue 3 Mar"]
    assert [grades_text(x, [0, 1, 2]) for x in said] == ["Years R–2", "Grades K–2", "Grades K–2"]
    assert [translator(x)("Student librarians' duty rota") for x in said] == [
        "Pupil librarians' duty rota",
        "Library helpers' duty schedule",
        "Student librarians' duty rota",
    ]
    assert [translator(spoken(x, "Europe/London", adults=True))("Student librarians' duty rota") for x in LANGUAGES] == [
        "志愿者值日表", "Volunteers' duty rota", "志工值日表",
    ]  # fmt: skip

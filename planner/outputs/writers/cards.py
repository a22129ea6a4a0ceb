"""Cards and slips -> PDF, several on a page with lines to cut along."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from planner.messages.wording import term_text
from planner.models.base import Language
from planner.models.school import School
from planner.outputs.formats import LARGE_PRINT, Remark, Setting, Size, is_large, sheet_of, silent
from planner.outputs.tables.cards import Card
from planner.outputs.writers.fit import UNBROKEN, ems
from planner.outputs.writers.fonts import fonts, missing_glyphs
from planner.outputs.writers.logo import logo_of
from planner.outputs.writers.pdf import SetBy, typeset

_WHOLE_TERM = 16
"""Em of the longest term that is kept in one line."""
_LARGEST = {False: 16, True: 24}
"""Points to which letters grow where a page has room for them; in large print."""
_PICTURED = 12
"""Cards that are set for a picture of the first page."""


def cards_to_pdf(
    cards: Sequence[Card],
    school: School,
    language: Language,
    *,
    paper: Size = "A4",
    places: Sequence[Path] = (),
    function: SetBy = "set_pages",
    remark: Remark = silent,
) -> bytes:
    """Any cards as one PDF, on A5 one beside none. ``function``: or as a picture of the first page.
    ``remark`` is told of each character that no font has."""
    if not cards:
        raise ValueError("no cards to print")
    found, logo = fonts(school, places), logo_of(school, language, places)
    title = f"{cards[0].title} {school.name.in_(language)}"
    for problem in missing_glyphs(((f"{c.title} {c.who}", text) for c in cards for text in _texts(c)), found):
        remark(problem)
    term = term_text(language, school.term.school_year.in_(language), school.term.name.in_(language))
    whole = f"{re.escape(term)}|" if 0 < ems(term) <= _WHOLE_TERM else ""
    data = {
        "unbroken": f"{whole}{UNBROKEN}",  # a term too stays in one line
        "cards": [asdict(c) for c in cards],
        "paper": sheet_of(paper),
        "columns": {"A5": 1, "A4": 2, "A3": 3, "A4-large": 1, "A3-large": 2}[paper],
        "smallest": LARGE_PRINT if is_large(paper) else 0,
        "largest": _LARGEST[is_large(paper)],
        "title": title,
    }
    return typeset("cards.typ", data, language, found, logo, function)


def _texts(card: Card) -> list[str]:
    texts = [card.title, card.who, card.subtitle, *card.signature, card.edition, card.internal, *card.rules]
    return texts + [text for label, lines in card.entries for text in (label, *lines)]


def write_picture(cards: Sequence[Card], setting: Setting) -> bytes:
    """The first of them in little, for `planner.outputs.formats`."""
    return cards_to_pdf(cards[:_PICTURED], setting.school, setting.language, places=setting.places, function="set_picture")


def write(cards: Sequence[Card], setting: Setting) -> bytes:
    """For `planner.outputs.formats`."""
    school, language = setting.school, setting.language
    return cards_to_pdf(cards, school, language, paper=setting.size, places=setting.places, remark=setting.remark)

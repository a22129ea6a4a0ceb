"""Letters -> PDF, a sheet each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from planner.outputs.formats import LARGE_PRINT, Setting, is_large, sheet_of
from planner.outputs.reports.letters import Letter
from planner.outputs.writers.fit import UNBROKEN
from planner.outputs.writers.fonts import fonts, missing_glyphs
from planner.outputs.writers.logo import logo_of
from planner.outputs.writers.pdf import SetBy, typeset

_PICTURED = 1


def write(letters: Sequence[Letter], setting: Setting) -> bytes:
    """For `planner.outputs.formats`."""
    return _set(letters, setting, "set_pages")


def write_picture(letters: Sequence[Letter], setting: Setting) -> bytes:
    """The first of them in little, for `planner.outputs.formats`."""
    return _set(letters[:_PICTURED], setting, "set_picture")


def _set(letters: Sequence[Letter], setting: Setting, function: SetBy) -> bytes:
    if not letters:
        raise ValueError("no letters to print")
    found, logo = fonts(setting.school, setting.places), logo_of(setting.school, setting.language, setting.places)
    for problem in missing_glyphs(((f"{x.title} {x.who}".strip(), text) for x in letters for text in _texts(x)), found):
        setting.remark(problem)
    data = {
        "unbroken": rf"＿+|{UNBROKEN}",
        "letters": [asdict(letter) for letter in letters],
        "paper": sheet_of(setting.size),
        "smallest": LARGE_PRINT if is_large(setting.size) else 0,
        "title": " ".join(x for x in (letters[0].title, setting.school.name.in_(setting.language)) if x),
    }
    return typeset("letters.typ", data, setting.language, found, logo, function)


def _texts(letter: Letter) -> tuple[str, ...]:
    return (letter.title, letter.subtitle, letter.who, *letter.paragraphs, *letter.signature, letter.internal, letter.edition)

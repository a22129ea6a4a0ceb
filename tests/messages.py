"""The messages of the code and those of the catalogues.

``python -m tests.messages`` brings every catalogue up to date: new messages come in without words, those that nothing says any
more go, all in order. With a code (``fr``) it begins the catalogue of a language. Names of days and months it takes from the
CLDR; what else Traditional Chinese lacks, from the Simplified (``tests/traditional.py``), to be read and mended.
"""

from __future__ import annotations

import io
import sys
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from planner.languages import CATALOGUES, LANGUAGES, REGIONAL, SOURCE, catalogue
from planner.messages.wording import CALENDAR_NAMES
from tests.traditional import traditional

ROOT = CATALOGUES.parents[2]
ROOMS = ("planner", "api", "cli")
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {"_": None, "N_": None, "_words": None, "ngettext": (1, 2), "NN_": (1, 2)}
WIDTHS = {3: "abbreviated", 4: "wide", 5: "narrow"}
"""Of names, by how many letters a pattern of the CLDR has."""
Key = str | tuple[str, ...]
FIRST_FORMS = {"zh-Hant": ("zh", traditional)}
"""The languages whose new messages have a first form: out of which other, and how."""


@cache
def messages() -> frozenset[Key]:
    """Every message of the code: what is said (`_`), what stands in a table (`N_`, `NN_`), what is counted (one, many)."""
    found = [m for room in ROOMS for m in extract_from_dir(str(ROOT / room), method_map=METHODS, keywords=KEYWORDS)]
    return frozenset(message for _file, _line, message, *_rest in found)


@cache
def entries(language: str) -> dict[Key, Message]:
    """What a catalogue holds."""
    with catalogue(language).open("rb") as file:
        return {m.id: m for m in read_po(file, locale=language.replace("-", "_")) if m.id and not m.fuzzy}


def forms(text: Key) -> tuple[str, ...]:
    """A message as it is said of one and of many; one alone for most."""
    return (text,) if isinstance(text, str) else tuple(text)


def update(language: str) -> None:
    """Write the catalogue again. Its head, where the plural forms stand, stays as it is."""
    path, known = catalogue(language), {}
    new = Catalog(locale=Locale.parse(language, sep="-"))
    code = language.replace("-", "_")
    head = f'msgid ""\nmsgstr ""\n"Language: {code}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    head += f'"Plural-Forms: {new.plural_forms}\\n"'
    if path.exists():
        head, known = path.read_text(encoding="utf-8").partition("\n\n")[0], entries(language)
    known = {**_first_forms(language), **{key: entry for key, entry in known.items() if all(forms(entry.string))}}
    for message in messages():
        entry = known.get(message)
        flags = ["python-brace-format"] if "{" in str(message) else []
        new.add(message, entry.string if entry else None, flags=flags, user_comments=entry.user_comments if entry else ())
    body = io.BytesIO()
    write_po(body, new, width=0, sort_output=True, omit_header=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{head}\n\n{body.getvalue().decode().strip()}\n", encoding="utf-8", newline="\n")


def _first_forms(language: str) -> dict[Key, Message]:
    found: dict[Key, Message] = {}
    if language in FIRST_FORMS:
        other, convert = FIRST_FORMS[language]
        for key, entry in entries(other).items():
            said = entry.string if isinstance(entry.string, str) else tuple(map(convert, entry.string))
            found[key] = Message(key, convert(said) if isinstance(said, str) else said, user_comments=entry.user_comments)
    locale = Locale.parse(language, sep="-")
    for letters, message in CALENDAR_NAMES.items():
        names = (locale.days if letters[0] == "E" else locale.months)["format"][WIDTHS[len(letters)]]
        found[message] = Message(message, "/".join(names[n] for n in sorted(names)))
    return found


def keep_regional(path: Path) -> None:
    """Write what papers say otherwise in a country again, without messages that nothing says any more."""
    head, _empty, _body = path.read_text(encoding="utf-8").partition("\n\n")
    new = Catalog(locale=Locale.parse(path.stem))
    for key, entry in entries(path.stem.replace("_", "-")).items():
        if key in messages():
            new.add(key, entry.string, flags=["python-brace-format"] if "{" in str(key) else [])
    body = io.BytesIO()
    write_po(body, new, width=0, sort_output=True, omit_header=True)
    path.write_text(f"{head}\n\n{body.getvalue().decode().strip()}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    for chosen in sys.argv[1:] or sorted(language for language in LANGUAGES if language != SOURCE):
        update(chosen.replace("_", "-"))
    for regional in sorted(REGIONAL.glob("*.po")):
        keep_regional(regional)

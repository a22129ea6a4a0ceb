"""A catalogue of words read from its ``.po`` file: what gettext needs, and nothing else.

Babel reads the same file, with comments, flags and places, for `tests.messages`: with what that loads, half as long again as
the start of Python, before the first word. `tests/test_wording.py` holds that both read the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from gettext import NullTranslations, c2py

_LINE = re.compile(r'(?:(msgid_plural|msgid|msgstr)(?:\[(\d+)\])? )?"(.*)"')
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r"}
_PLURAL = re.compile(r"plural=([^;]+)")


class Catalogue(NullTranslations):
    """English -> what a language says. Entries without words, and those that are marked ``fuzzy``, are not there."""

    def __init__(self, text: str) -> None:
        """``text`` of a ``.po`` file. An entry is a block between empty lines."""
        super().__init__()
        self.said: dict[str, tuple[str, ...]] = {}
        for block in text.split("\n\n"):
            one, forms = _entry(block)
            if all(forms) and forms:
                self.said[one] = forms
        head = _PLURAL.search("".join(self.said.pop("", ())))
        self._form: Callable[[int], int] = c2py(head[1].strip() if head else "n != 1")

    def gettext(self, message: str) -> str:
        """What is said for a message; the message itself where the catalogue has none."""
        found = self.said.get(message)
        return found[0] if found else message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The same of something counted: the form that belongs to the count."""
        found, form = self.said.get(one), self._form(count)
        if found is None or form >= len(found):
            return one if count == 1 else many
        return found[form]


def _entry(block: str) -> tuple[str, tuple[str, ...]]:
    """(English, forms) of an entry; no forms where there is none."""
    parts: dict[str, str] = {}
    part, fuzzy = "", False
    for line in block.split("\n"):
        if line.startswith("#"):
            fuzzy |= line.startswith("#,") and "fuzzy" in line
            continue
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            continue
        key, form, text = match.groups()
        if key:
            part = f"{key}{form or 0}" if key == "msgstr" else key
            parts[part] = ""
        parts[part] = parts.get(part, "") + text
    plain = {key: _ESCAPED.sub(_unescaped, text) if "\\" in text else text for key, text in parts.items()}
    one, forms = plain.get("msgid", ""), tuple(text for key, text in plain.items() if key.startswith("msgstr"))
    # The head of a catalogue that a program has begun may be marked as well, and still says what it says.
    return one, () if fuzzy and one else forms


def _unescaped(match: re.Match[str]) -> str:
    return _MEANT.get(match[1], match[1])

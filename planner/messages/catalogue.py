"""A catalogue of words read from its ``.po`` file: what gettext needs, and nothing else.

Babel reads the same file, with comments, flags and places, for `tests.messages`: with what that loads, half as long again as
the start of Python, before the first word. `tests/test_wording.py` holds that both read the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from gettext import NullTranslations, c2py

_ENTRY = re.compile(r'^msgid (".*"(?:\n".*")*)', re.MULTILINE)
_LINE = re.compile(r'(?:(msgid_plural|msgid|msgstr)(?:\[(\d+)\])? )?"(.*)"')
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r"}
_PLURAL = re.compile(r"plural=([^;]+)")


class Catalogue(NullTranslations):
    """English -> what a language says. Entries without words, and those that are marked ``fuzzy``, are not there.

    An entry is read when it is asked for: a command says a hundred of some thousand.
    """

    def __init__(self, text: str) -> None:
        """``text`` of a ``.po`` file. An entry is a block between empty lines."""
        super().__init__()
        self._text = text
        self._places = {_plain(found[1]): found.start() for found in _ENTRY.finditer(text)}
        self._known: dict[str, tuple[str, ...]] = {}
        head = _PLURAL.search("".join(self.forms("")))
        self._form: Callable[[int], int] = c2py(head[1].strip() if head else "n != 1")

    def gettext(self, message: str) -> str:
        """What is said for a message; the message itself where the catalogue has none."""
        found = self.forms(message)
        return found[0] if found else message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The same of something counted: the form that belongs to the count."""
        found, form = self.forms(one), self._form(count)
        if form >= len(found):
            return one if count == 1 else many
        return found[form]

    def forms(self, message: str) -> tuple[str, ...]:
        """What is said for a message, in each form that it has; nothing where the catalogue has no words for it."""
        known = self._known.get(message)
        if known is None:
            known = self._known[message] = self._read(message)
        return known

    def _read(self, message: str) -> tuple[str, ...]:
        at = self._places.get(message)
        if at is None:
            return ()
        begin, end = self._text.rfind("\n\n", 0, at), self._text.find("\n\n", at)
        forms = _forms(self._text[max(0, begin) : len(self._text) if end < 0 else end])
        return forms if all(forms) else ()


def _plain(written: str) -> str:
    """What stands between quotation marks, line after line."""
    text = written[1:-1] if "\n" not in written else "".join(line[1:-1] for line in written.split("\n"))
    return _ESCAPED.sub(_unescaped, text) if "\\" in text else text


def _forms(block: str) -> tuple[str, ...]:
    """What an entry says."""
    parts: dict[str, list[str]] = {}
    key, fuzzy = "", False
    for line in block.split("\n"):
        if line.startswith("#"):
            fuzzy |= line.startswith("#,") and "fuzzy" in line
        elif match := _LINE.fullmatch(line.rstrip()):
            name, form, text = match.groups()
            key = f"{name}{form or 0}" if name else key
            parts.setdefault(key, []).append(f'"{text}"')
    plain = {key: _plain("\n".join(lines)) for key, lines in parts.items()}
    # The head of a catalogue that a program has begun may be marked as well, and still says what it says.
    return () if fuzzy and plain["msgid0"] else tuple(text for key, text in plain.items() if key.startswith("msgstr"))


def _unescaped(match: re.Match[str]) -> str:
    return _MEANT.get(match[1], match[1])

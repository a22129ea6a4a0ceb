"""Names of accounts: one spelling, and none that can be taken for another."""

from __future__ import annotations

import unicodedata


def folded(login: str) -> str:
    """A login name as it is stored: one spelling for full-width and ordinary, capital and small letters."""
    return unicodedata.normalize("NFKC", login).casefold().strip()


def is_clear(login: str) -> bool:
    """Whether nobody can take a name for another: no invisible letters, no letters of two alphabets that look alike."""
    name = folded(login)
    if not name or any(unicodedata.category(c) in ("Cf", "Cc", "Co", "Cn", "Zl", "Zp") for c in name):
        return False
    alphabets = {unicodedata.name(c, "").partition(" ")[0] for c in name if c.isalpha()}
    return len(alphabets & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}) < 2

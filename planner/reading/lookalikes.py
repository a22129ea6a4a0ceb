"""Characters that look alike, folded once where text comes in: widths, dashes, blanks, and what cannot be seen."""

from __future__ import annotations

import re
import unicodedata

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－⁃"), "-")
_WAVES = dict.fromkeys(map(ord, "〜∼～"), "~")
_UNSEEN = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x200E, 0x200F])
_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
)
_TABLE = {**_DASHES, **_WAVES, **_UNSEEN, **_SPACES}
# Ordinal signs would become letters: 1º is the first, not the class 1o.
_KEPT = re.compile("([ºª]+)")


def fold_lookalikes(text: str) -> str:
    """The usual form of every character: full-width and compatibility forms, any dash, any blank; º and ª stay."""
    pieces = _KEPT.split(text.translate(_TABLE))
    return "".join(p if _KEPT.fullmatch(p) else unicodedata.normalize("NFKC", p) for p in pieces).translate(_TABLE)

"""In which language a file is written, as far as its characters tell: whoever wrote it reads the answer in the same one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from planner.languages import LANGUAGES, Language
from planner.models.school import SPOKEN
from planner.script import simplified, traditional

_HAN = re.compile(r"[\u4e00-\u9fff]")
_OTHERS = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_LEAST, _MUCH, _SHARE = 2, 100_000, 0.1


def tongue_of(text: str) -> Language | None:
    """Chinese in one of its scripts; None for Japanese and Korean, and for letters that half the world writes."""
    text = text[:_MUCH]
    han = "".join(_HAN.findall(text))
    if len(han) < _LEAST or len(_OTHERS.findall(text)) > _SHARE * len(han):
        return None
    older = sum(a != b for a, b in zip(han, simplified(han), strict=True))
    newer = sum(a != b for a, b in zip(han, traditional(han), strict=True))
    return "zh-Hant" if older > newer else "zh"


def tongue_said(data: Mapping[str, object]) -> Language | None:
    """The language that a school file asks for; None where it names none of ours."""
    said = next((data[key] for key in ("language", "语言", "語言") if key in data), None)
    return SPOKEN.get(simplified(said.strip()), said if said in LANGUAGES else None) if isinstance(said, str) else None

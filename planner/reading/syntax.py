"""Why a text is not YAML or JSON: the mistakes that people make with a Chinese keyboard or in Excel, by name."""

from __future__ import annotations

import re

from planner.models.problem import Problem
from planner.reading.paths import shorten

FULLWIDTH_COLON = re.compile(r"^\s*(?:-\s+)*[\"']?[^\s:：'\"#,，]+[\"']?\s*：")
NO_SPACE = re.compile(r"^\s*(?:-\s+)*[^\W\d][\w ]*:(?![\s/])\S")
_TAB = re.compile(r"^ *\t")
_FULLWIDTH_QUOTE = re.compile("[“”‘’＂]")  # noqa: RUF100
_FLOW_COMMA = re.compile(r"[\[{\"'].*，|，\s*$")


def syntax_problem(text: str, line: int | None) -> Problem:
    """The most likely mistake at ``line`` (from 1), or just before it, where parsers notice it late."""
    lines = text.splitlines()
    if line is None:
        return Problem(code="syntax")
    line = max(1, min(line, len(lines)))
    nearby = [n for n in (line, line - 1, line + 1) if 1 <= n <= len(lines)]
    for code, pattern in (
        ("tab_indent", _TAB),
        ("fullwidth_colon", FULLWIDTH_COLON),
        ("fullwidth_quote", _FULLWIDTH_QUOTE),
        ("fullwidth_comma", _FLOW_COMMA),
        ("space_after_colon", NO_SPACE),
    ):
        for n in nearby:
            if pattern.search(lines[n - 1]):
                return Problem(code=code, line=n, value=shorten(lines[n - 1].strip()))
    return Problem(code="syntax", line=line, value=shorten(lines[line - 1].strip()) if lines else "")


def text_for_mapping(value: str) -> str | None:
    """Code of the mistake that turned a block of fields into one text; None when it does not look like one."""
    if FULLWIDTH_COLON.search(value):
        return "fullwidth_colon"
    return "space_after_colon" if NO_SPACE.search(value) else None

"""XML -> elements, safely: no document types, no entities, no endless depth, any declared 8-bit or Chinese encoding."""

from __future__ import annotations

import io
import re
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from planner.reading.spreadsheets.sheets import refuse

MAX_DEPTH = 60
MAX_ELEMENTS = 1_000_000
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*?\?>")
_ALLOWED = re.compile(
    r"utf-?8|utf-?16(le|be)?|us-ascii|ascii|(windows|cp|iso)[-_0-9]+|koi8-[ru]|big5|gb18030|shift_jis|euc-\w\w", re.IGNORECASE
)
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9._\-]+)["']""")


def parse_xml(raw: bytes, source: str) -> Any:
    """The root element. Raises BadInput for broken XML, entities, and files too deep or too large."""
    text = _decoded(raw, source)
    if re.search(r"<!DOCTYPE|<!ENTITY", text[:100_000]):
        raise refuse(source, "import_entities")
    depth = count = 0
    root = None
    try:
        for event, element in iterparse(io.BytesIO(text.encode("utf-8", "replace")), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                root = element if root is None else root
                depth, count = depth + 1, count + 1
                if depth > MAX_DEPTH or count > MAX_ELEMENTS:
                    raise refuse(source, "import_deep", str(depth if depth > MAX_DEPTH else count))
            else:
                depth -= 1
    except DefusedXmlException:
        raise refuse(source, "import_entities") from None
    except SyntaxError as error:
        line = getattr(error, "position", (0, 0))[0]
        raise refuse(source, "import_xml", str(line)) from None
    return root


def _decoded(raw: bytes, source: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        raw = raw.removeprefix(b"\xef\xbb\xbf")
        head = _DECLARATION.match(raw[:400])
        found = _ENCODING.search(head[0]) if head else None
        encoding = found[1].decode("ascii") if found else "utf-8"
        if encoding.lower() in ("gb2312", "gbk"):
            encoding = "gb18030"
        elif not _ALLOWED.fullmatch(encoding):
            raise refuse(source, "not_decodable")
        elif encoding.lower().startswith(("utf-16", "utf16")):
            encoding = "utf-8"  # it is not: the bytes above would show it
    try:
        text = raw.decode(encoding)
    except UnicodeError:
        try:
            # 8-bit code pages have holes that real exports fill; nothing is lost but that character.
            text = raw.decode("gb18030" if encoding.lower().startswith("utf") else encoding, "replace")
        except LookupError:
            raise refuse(source, "not_decodable") from None
    except LookupError:
        raise refuse(source, "not_decodable") from None
    return re.sub(r"^\s*<\?xml[^>]*?\?>", "", text.removeprefix("\ufeff"))

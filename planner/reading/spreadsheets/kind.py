"""Whether a file is a workbook: by its first bytes, without any of what reads one."""

from __future__ import annotations

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".et")


def is_workbook(raw: bytes, source: str = "") -> bool:
    """Whether to read a file as a workbook: by what it is, or because its name says so and it is no text of a school."""
    if raw.startswith((ZIP, OLE)):
        return True
    named = source.lower().endswith(_SUFFIXES)
    return named and (b"\x00" in raw[:4096] or raw.lstrip()[:1] in (b"<", b"", b"\xef") or not raw.strip())

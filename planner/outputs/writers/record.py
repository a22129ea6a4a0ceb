"""Papers for programs: plain data as JSON, UTF-8."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from planner.outputs.formats import Setting
from planner.outputs.tables.rota import Cell, Rota


def write(record: Any, _setting: Setting) -> bytes:
    """Data that is plain already."""
    return json.dumps(record, ensure_ascii=False).encode()


def write_tables(rotas: Sequence[Rota], setting: Setting) -> bytes:
    """A list of tables."""
    return write([_record(rota) for rota in rotas], setting)


def _record(rota: Rota) -> dict[str, Any]:
    """A table for programs: what is printed and where it spans, no ids of people behind it."""
    return {
        "key": rota.key,
        "label": rota.label,
        "language": rota.language,
        "title": rota.title,
        "subtitle": rota.subtitle,
        "headings": [[_cell(cell) for cell in row] for row in rota.headings],
        "rows": [{"heads": [_cell(c) for c in row.heads], "cells": [_cell(c) for c in row.cells]} for row in rota.rows],
        "lead": list(rota.lead),
        "notes": list(rota.notes),
        "signature": list(rota.signature),
        "edition": rota.edition,
        "internal": rota.internal,
        "page": list(rota.page),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"lines": [line.text for line in cell.lines], "columns": cell.columns, "rows": cell.rows}

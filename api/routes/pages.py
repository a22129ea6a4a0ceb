"""The few pages that people see: first password, login, the schools, one school with its plans."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)

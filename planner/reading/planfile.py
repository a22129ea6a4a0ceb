"""``plan.json`` -> PlanFile, and a table published elsewhere (CSV) -> Plan; or all problems at once."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from planner.errors import BadInput, MissingFile
from planner.files.together import settle
from planner.models.formats import PLAN
from planner.models.plan import Plan
from planner.models.planfile import PLAN_FILE, PlanFile
from planner.models.problem import Problem
from planner.models.school import School
from planner.reading import formats
from planner.reading.crosschecks.references import reference_findings
from planner.reading.decoding import Unreadable, decode
from planner.reading.net import net
from planner.reading.paths import shorten, spell
from planner.timeline import visitors_of

MAX_BYTES = 50_000_000
_BEGINNING = re.compile(rb"(\xef\xbb\xbf)?\s*(\{|$)")


def read_plan(path: str | Path) -> PlanFile:
    """The plan in a ``plan.json``, or in the directory that holds one.

    Raises MissingFile (reasons: not_found, no_plan_file, not_readable) and BadInput.
    """
    path = Path(path)
    if path.is_dir():
        settle(path)
        if not (path / PLAN_FILE).is_file():
            raise MissingFile(str(path), "no_plan_file")
        path = path / PLAN_FILE
    else:
        settle(path.parent)
    return parse_plan(read_bytes(path), str(path))


def read_bytes(path: Path) -> bytes:
    """Bytes of a file, at most one more than allowed."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise MissingFile(str(path), "not_found") from None
    except (OSError, ValueError):
        raise MissingFile(str(path), "not_readable") from None


def parse_plan(raw: bytes, source: str) -> PlanFile:
    """The plan file in these bytes. Raises BadInput with all problems."""
    with net(source):
        return _parse(raw, source)


def _parse(raw: bytes, source: str) -> PlanFile:
    try:
        # Strict: we wrote it as UTF-8 ourselves, and a plan read in another encoding would be a plan with other names.
        data: Any = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        # Of a plan that was cut off the beginning is left; a table or a page never was one.
        problem = Problem(code="plan_not_json", line=line) if _BEGINNING.match(raw) else Problem(code="plan_other_file")
        raise BadInput(source, [problem]) from None
    if not isinstance(data, dict) or "plan" not in data or "school" not in data:
        raise BadInput(source, [Problem(code="plan_other_file")])
    other = formats.misfit(data.get("format"), PLAN)
    if other is not None:
        raise BadInput(source, [other])
    try:
        planfile = PlanFile.model_validate(data)
    except ValidationError as error:
        raise BadInput(
            source,
            [
                Problem(code="plan_broken", path=spell(detail["loc"]), value=_shown(detail["input"], detail["type"]))
                for detail in error.errors(include_url=False, include_context=False)
            ],
        ) from None
    problems = _misfits((), planfile.school, planfile.plan)
    for n, revision in enumerate(planfile.history):
        problems += _misfits(("history", n), revision.school, revision.plan)
    if problems:
        raise BadInput(source, problems)
    return planfile


def _misfits(at: tuple[str | int, ...], school: School, plan: Plan) -> list[Problem]:
    """What does not fit in a school or, if all of that does, in the plan beside it."""
    findings = [
        Problem(code=f.code, path=spell((*at, "school", *f.loc)), value=f.value, params=f.params)
        for f in reference_findings(school)
    ]
    return findings or list(_strangers(at, school, plan))


def _shown(value: object, fault: str) -> str:
    """A value in a message; of a whole block only what is wrong with it."""
    return shorten(str(value)) if isinstance(value, str | int | float) else fault


def _strangers(at: tuple[str | int, ...], school: School, plan: Plan) -> Iterator[Problem]:
    """Ids in the plan that the school beside it does not have."""
    visitors = {d.id: set(visitors_of(school, d)) for d in school.demands}
    for name in ("visits", "settled"):
        for n, visit in enumerate(getattr(plan, name)):
            yield from _unknown((*at, "plan", name, n, "demand"), visit.demand, school.demand_by_id)
            if visit.demand in visitors:
                yield from _unknown((*at, "plan", name, n, "visitor"), visit.visitor, visitors[visit.demand])
            yield from _unknown((*at, "plan", name, n, "window"), visit.window, school.window_by_id)
            yield from _unknown((*at, "plan", name, n, "room"), visit.room, school.room_by_id)
    for n, duty in enumerate(plan.duties):
        yield from _unknown((*at, "plan", "duties", n, "helper"), duty.helper, school.helper_by_id)
        yield from _unknown((*at, "plan", "duties", n, "post"), duty.post, school.post_by_id)
        yield from _unknown((*at, "plan", "duties", n, "window"), duty.window, school.window_by_id)
        yield from _unknown((*at, "plan", "duties", n, "escorts"), duty.escorts, school.class_by_id)
    for n, presence in enumerate(plan.presences):
        yield from _unknown((*at, "plan", "covers", n, "adult"), presence.adult, school.adult_by_id)
        yield from _unknown((*at, "plan", "covers", n, "window"), presence.window, school.window_by_id)


def _unknown(loc: tuple[str | int, ...], value: str | None, known: Collection[str]) -> Iterator[Problem]:
    if value is not None and value not in known:
        yield Problem(code="plan_unknown", path=spell(loc), value=value)


def text_of(raw: bytes, source: str) -> str:
    """Text of a file made by people, in whatever encoding Excel gave it."""
    try:
        return decode(raw)
    except Unreadable as error:
        raise BadInput(source, [error.problem]) from None

"""What ``plan.json`` holds: question, answer and calendar history side by side in one envelope, in one canonical spelling."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import AfterValidator, AwareDatetime, Field

from planner.models.base import Model
from planner.models.plan import Plan
from planner.models.school import School
from planner.models.values import natural

PLAN_FILE = "plan.json"
PREVIOUS_FILE = "plan.previous.json"
_M = TypeVar("_M", bound=Model)
# Lists of plain values whose order says something; all others are sets to the reader.
_ORDERED = {("Window", "slot_minutes"), ("TimetableRow", "days")}


class EventRevision(Model):
    """How often a calendar event has changed since it was first published; both values only ever grow."""

    sequence: int = Field(0, ge=0, description="changes of date, time or room, and disappearances")
    modified: Annotated[AwareDatetime, AfterValidator(lambda t: t.astimezone(dt.UTC).replace(microsecond=0))] = Field(
        description="last change of any kind, UTC, whole seconds"
    )


class PlanFile(Model):
    """A school, the plan made for it, and the revisions of calendar events changed since their first publication."""

    format: Literal[1] = Field(1, description="version of this layout")
    school: School
    plan: Plan
    revisions: dict[str, EventRevision] = Field(
        default_factory=dict, description="event uid -> revision; a removed event keeps its entry, so that it never restarts"
    )


def canonical_school(school: School) -> School:
    """The same school with every list that is really a set in one fixed order: input order never shows in what is written."""
    return _canonical(school)


def canonical_plan(plan: Plan) -> Plan:
    """The same plan with visits, duties and covers in one fixed order."""
    return plan.model_copy(
        update={"visits": _sorted(plan.visits), "duties": _sorted(plan.duties), "covers": _sorted(plan.covers)}
    )


def dump_plan(planfile: PlanFile) -> bytes:
    """``plan.json``: the same question and answer always give the same bytes. UTF-8, one value a line, defaults left out."""
    school = canonical_school(planfile.school)
    data = {
        "format": planfile.format,
        "school": _school_data(school),
        "plan": _data(canonical_plan(planfile.plan)),
        "revisions": {uid: _data(revision) for uid, revision in sorted(planfile.revisions.items())},
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def load_plan(raw: bytes) -> PlanFile:
    """What `dump_plan` wrote. Raises ValueError (also pydantic's) or RecursionError; says nothing of ids that do not fit."""
    return PlanFile.model_validate(json.loads(raw.decode("utf-8-sig")))


def _school_data(school: School) -> dict[str, Any]:
    data = _data(school)
    for post, written in zip(school.posts, data.get("posts", ()), strict=True):
        if post.escort or post.per_classes:
            # Left out, a count beside a ratio is read as 0 and not as its usual default.
            written["count"] = post.count
    return data


def _data(model: Model) -> dict[str, Any]:
    data: dict[str, Any] = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return data


def _canonical(model: _M) -> _M:
    kind = type(model)
    values = {name: _ordered(kind.__name__, name, getattr(model, name)) for name in kind.model_fields}
    # Not model_copy: it would carry remembered answers of the school over into the copy.
    copy: Any = kind.model_construct(_fields_set=set(values), **values)
    return cast("_M", copy)


def _ordered(owner: str, name: str, value: Any) -> Any:
    if isinstance(value, Model):
        return _canonical(value)
    if isinstance(value, dict):
        # A bell's periods stand in order of the day, everything else by key.
        keys = list(value) if (owner, name) == ("Bell", "periods") else sorted(value, key=natural)
        return {key: _ordered(owner, name, value[key]) for key in keys}
    if isinstance(value, tuple) and (owner, name) not in _ORDERED:
        if all(isinstance(v, Model) for v in value):
            return _sorted(tuple(_canonical(v) for v in value))
        if all(isinstance(v, str) for v in value):
            # Weekdays come sorted in their own order from the model; sorting them as text only needs to be stable.
            return value if name in {"weekdays", "stays"} else tuple(sorted(value, key=natural))
        return tuple(sorted(value))
    return value


def _sorted(models: tuple[_M, ...]) -> tuple[_M, ...]:
    return tuple(sorted(models, key=_place))


def _place(model: Model) -> tuple[Any, str]:
    text = model.model_dump_json(by_alias=True, exclude_defaults=True)
    return natural(getattr(model, "id", None) or ""), text

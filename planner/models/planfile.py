"""What ``plan.json`` holds: question, answer and calendar history side by side in one envelope, in one canonical spelling."""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise
from operator import itemgetter
from typing import Annotated, Any, Literal, TypeVar, cast
from weakref import WeakValueDictionary

from pydantic import AfterValidator, AwareDatetime, Field, model_validator
from pydantic_core import PydanticCustomError

from planner.models.base import Model
from planner.models.plan import Plan
from planner.models.school import School
from planner.models.session import Session
from planner.models.values import Date, Span, natural

PLAN_FILE = "plan.json"
PREVIOUS_FILE = "plan.previous.json"
_M = TypeVar("_M", bound=Model)
# Lists of plain values whose order says something; all others are sets to the reader.
_ORDERED = {("Window", "slot_minutes"), ("TimetableRow", "days"), ("Term", "cycle_names"), ("ClassEntry", "letters")}


class EventRevision(Model):
    """How often a calendar event has changed since it was first published; both values only ever grow."""

    sequence: int = Field(0, ge=0, description="changes of date, time or room, and disappearances")
    modified: Annotated[AwareDatetime, AfterValidator(lambda t: t.astimezone(dt.UTC).replace(microsecond=0))] = Field(
        description="last change of any kind, UTC, whole seconds"
    )


class Revision(Model):
    """A school and its plan as once published, in force from the plan's first date to the day before the next one's."""

    school: School
    plan: Plan


class Substitution(Model):
    """One duty on one date that somebody else does. It says nothing where the plan has no such duty (any more)."""

    date: Date
    post: str = Field(description="post id")
    window: str = Field(description="window id")
    slot: int | None = Field(None, description="slot of the window, for duties by the slot")
    helper: str = Field(description="whose duty it is by the plan")
    substitute: str = Field(description="who does it")

    @property
    def order(self) -> tuple[dt.date, str, str, int, str]:
        """Sorting; also its identity: one duty has one substitute."""
        return (self.date, self.window, self.post, self.slot or 0, self.helper)


class MadeUp(Model):
    """A lost visit held at another time, or a further duty that such visits need: one dated session."""

    uid: str = Field(description="identity of the lost visit, which it keeps")
    category: Literal["BORROWING", "READING", "DUTY"]
    date: Date
    time: Span
    source: str = Field(description="demand or post id")
    visitor: str | None = None
    helper: str | None = None
    ordinal: int = 1
    window: str | None = None
    slot: int | None = None
    period: str | None = None
    rooms: tuple[str, ...] = ()
    campus: str | None = None
    runs_as: str | None = None
    made_up_for: Date | None = Field(None, description="the date on which the visit was lost; none for a duty")

    @classmethod
    def of(cls, session: Session) -> MadeUp:
        """The made-up session as it is stored."""
        return cls.model_validate({name: getattr(session, name) for name in cls.model_fields})

    def session(self) -> Session:
        """The stored session."""
        return Session(**{name: getattr(self, name) for name in type(self).model_fields})


class PlanFile(Model):
    """A school, the plan made for it, what was in force before it, and the revisions of calendar events.

    Plans follow each other: each begins after the one before it, in the same term of the same school, so that every date
    has exactly one. What an earlier plan says of its own dates is never changed.
    """

    format: Literal[1] = Field(1, description="version of this layout")
    school: School
    plan: Plan
    history: tuple[Revision, ...] = Field((), description="plans in force before this one, the oldest first")
    substitutions: tuple[Substitution, ...] = Field((), description="single duties that others do")
    makeups: tuple[MadeUp, ...] = Field((), description="lost visits held at another time, and the duties they need")
    revisions: dict[str, EventRevision] = Field(
        default_factory=dict, description="event uid -> revision; a removed event keeps its entry, so that it never restarts"
    )

    @model_validator(mode="after")
    def _plans_follow_each_other(self) -> PlanFile:
        first = [r.plan.effective_from for r in self.all]
        if any(b <= a for a, b in pairwise(first)) or len({family(r.school) for r in self.all}) > 1:
            raise PydanticCustomError("plan_history", "earlier plans do not precede this one", {})
        if len({s.order for s in self.substitutions}) < len(self.substitutions):
            raise PydanticCustomError("plan_substitutions", "one duty has two substitutes", {})
        return self

    @property
    def all(self) -> tuple[Revision, ...]:
        """Every revision, the oldest first and the present one last."""
        return (*self.history, Revision.model_construct(school=self.school, plan=self.plan))

    @property
    def earlier(self) -> tuple[tuple[dt.date, School], ...]:
        """(last date in force, school) of each earlier plan, in order."""
        return tuple((b.plan.effective_from - dt.timedelta(1), a.school) for a, b in pairwise(self.all))


_CANONICAL: WeakValueDictionary[int, School] = WeakValueDictionary()
"""Schools that are in order already, by identity: one that is solved, checked and written is put in order once."""


def weeks_from(school: School) -> dt.date:
    """The Monday of week 1, from which weeks and the stamps of calendars are counted."""
    return school.term.week1_monday or school.term.start - dt.timedelta(school.term.start.weekday())


def family(school: School) -> tuple[str, str, dt.date]:
    """What all revisions share: school, term, and the Monday from which weeks are counted. First days are corrected."""
    return school.namespace, school.term.id, weeks_from(school)


def canonical_school(school: School) -> School:
    """The same school with every list that is really a set in one fixed order: input order never shows in what is written."""
    if _CANONICAL.get(id(school)) is not school:
        school = _canonical(school)
        _CANONICAL[id(school)] = school
    return school


def canonical_text(owner: type[Model], name: str, value: Any) -> str:
    """A value of a field, or an entry of a list, as text: the same for whatever order its sets were written in."""
    data = _ordered(owner.__name__, name, value)
    if isinstance(data, Model):
        return data.model_dump_json(by_alias=True, exclude_defaults=True)
    return json.dumps(data, default=lambda one: _data(one) if isinstance(one, Model) else str(one), ensure_ascii=False)


def canonical_plan(plan: Plan) -> Plan:
    """The same plan with visits, duties and presences in one fixed order."""
    lists = ("visits", "duties", "presences", "settled")
    return plan.model_copy(update={name: _sorted(getattr(plan, name)) for name in lists})


def dump_plan(planfile: PlanFile) -> bytes:
    """``plan.json``: the same question and answer always give the same bytes. UTF-8, one value a line, defaults left out."""
    school = canonical_school(planfile.school)
    data = {
        "format": planfile.format,
        "school": _school_data(school),
        "plan": _data(canonical_plan(planfile.plan)),
        **({"history": [_revision_data(r) for r in planfile.history]} if planfile.history else {}),
        **({"substitutions": _substitutions(planfile)} if planfile.substitutions else {}),
        **({"makeups": _makeups(planfile)} if planfile.makeups else {}),
        "revisions": {uid: _data(revision) for uid, revision in sorted(planfile.revisions.items())},
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def load_plan(raw: bytes) -> PlanFile:
    """What `dump_plan` wrote. Raises ValueError (also pydantic's) or RecursionError; says nothing of ids that do not fit."""
    return PlanFile.model_validate(json.loads(raw.decode("utf-8-sig")))


def dump_school(school: School) -> bytes:
    """A school in the spelling of ``plan.json``, on one line: the same school always gives the same bytes. UTF-8."""
    return json.dumps(_school_data(canonical_school(school)), ensure_ascii=False, separators=(",", ":")).encode()


def load_school(raw: bytes) -> School:
    """What `dump_school` wrote. Raises ValueError (also pydantic's) or RecursionError."""
    return School.model_validate(json.loads(raw))


def _substitutions(planfile: PlanFile) -> list[dict[str, Any]]:
    return [_data(s) for s in sorted(planfile.substitutions, key=lambda s: s.order)]


def _makeups(planfile: PlanFile) -> list[dict[str, Any]]:
    return [_data(m) for m in sorted(planfile.makeups, key=lambda m: (m.date, m.uid))]


def _revision_data(revision: Revision) -> dict[str, Any]:
    school = canonical_school(revision.school)
    return {"school": _school_data(school), "plan": _data(canonical_plan(revision.plan))}


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
    """By id as people count; where ids do not tell, by all that is said. To write that down takes ten times as long."""
    ids = [natural(getattr(model, "id", None) or "") for model in models]
    if len(set(ids)) == len(ids):
        return tuple(model for _id, model in sorted(zip(ids, models, strict=True), key=itemgetter(0)))
    return tuple(sorted(models, key=_place))


def _place(model: Model) -> tuple[Any, str]:
    text = model.model_dump_json(by_alias=True, exclude_defaults=True)
    return natural(getattr(model, "id", None) or ""), text

"""A seasonal variant of any school: a window ends and another begins, a helper leaves in between, a bell changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from planner.models import School

_SHIFT = 5
"""Minutes by which the window that begins is later."""


def middle(school: School) -> dt.date:
    """The Monday on which things change."""
    term = school.term
    date = term.start + dt.timedelta((term.end - term.start).days * 5 // 9)
    return date - dt.timedelta(date.weekday())


def variant(school: School) -> School:
    """From the middle of the term on the first booked window is five minutes later under another name; a fortnight earlier the
    last helper leaves; from then on half the bells have their last lesson later."""
    cut = middle(school)
    before = cut - dt.timedelta(14)
    data: dict[str, Any] = school.model_dump(by_alias=True, mode="json", exclude_defaults=True)
    booked = {w for demand in school.demand_by_id.values() for w in demand.windows}
    for window in [w for w in data["windows"] if w["id"] in booked][:1]:
        new = {**window, "id": f"{window['id']}-later", "valid_from": cut.isoformat()}
        if "slots" in window:
            new["slots"] = [_later(slot) for slot in window["slots"]]
        if "slots" in window:
            new.pop("time", None)
        window["valid_until"] = (cut - dt.timedelta(1)).isoformat()
        data["windows"].append(new)
        for user in [*data.get("demands", []), *data.get("posts", [])]:
            if window["id"] in (user.get("windows") or ()):
                user["windows"] = [*user["windows"], new["id"]]
    if len(data.get("helpers", [])) > 1:
        data["helpers"][-1]["valid_until"] = (before + dt.timedelta(4)).isoformat()
    for bell in data.get("bells", [])[:1]:
        periods = dict(bell["periods"])
        last = [*periods][-1]
        periods[last] = _later(periods[last])
        data["bells"] = [*data["bells"], {**bell, "periods": periods, "valid_from": before.isoformat()}]
    return School.model_validate(data)


def _later(span: str) -> str:
    moved = (
        dt.datetime.combine(dt.date.min, dt.time.fromisoformat(at)) + dt.timedelta(minutes=_SHIFT) for at in span.split("-")
    )
    return "-".join(at.time().isoformat("minutes") for at in moved)

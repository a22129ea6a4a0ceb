"""aSc XML: lessons say who and what, cards say when and where; days, weeks and terms are bit masks."""

from __future__ import annotations

import re
from typing import Any

from planner.importing.labels import day_label, times_in
from planner.importing.raw import Leftover, Parity, RawLesson, RawTimetable
from planner.models.values import Span
from planner.reading.classnames import plain, read_class_name
from planner.reading.spreadsheets.sheets import refuse

SHAPE = "asc"
_LABELS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


def recognises(root: Any) -> float:
    """Whether the root element is aSc's."""
    if root is None or root.tag.lower() != "timetable":
        return 0.0
    return 1.0 if root.get("ascttversion") or root.find("cards") is not None or root.find(".//card") is not None else 0.0


def read(root: Any, raw: RawTimetable) -> None:
    """Note every card."""
    names = {tag: _named(root, tag) for tag in ("subject", "teacher", "classroom", "class", "group")}
    raw.days, days = _days(root)
    periods = _periods(root)
    raw.periods = dict(periods.values())
    terms = _masks(root, "termsdef", "terms")
    raw.terms = tuple(name for _mask, name in sorted(terms.items(), reverse=True) if _mask.count("1") == 1 and len(_mask) > 1)
    lessons = {x.get("id", ""): x for x in root.iter("lesson")}
    for name in names["class"].values():
        raw.classes.setdefault(name, read_class_name(name))
    for n, card in enumerate(root.iter("card"), 1):
        lesson = lessons.get(card.get("lessonid", ""))
        slot = periods.get(card.get("period", ""))
        place = f"card {n}"
        if lesson is None or slot is None:
            raw.leftovers.append(Leftover(place, " ".join(f"{k}={v}" for k, v in card.attrib.items())[:200]))
            continue
        weeks = _weeks(card.get("weeks") or lesson.get("weeks") or "1")
        if weeks is None:
            raw.leftovers.append(Leftover(place, f"weeks={card.get('weeks')}"))
            continue
        length = _int(lesson.get("periodspercard") or "1")
        order = list(periods)
        first = order.index(card.get("period", ""))
        subject = names["subject"].get(lesson.get("subjectid", ""), "?")
        teachers = _ids(lesson, "teacherid", names["teacher"])
        rooms = _ids(card, "classroomid", names["classroom"])
        groups = [g for g in _ids(lesson, "groupid", names["group"])]
        del groups
        for spelling in _ids(lesson, "classid", names["class"]):
            for day in _card_days(card, days):
                for period in order[first : first + length]:
                    raw.lessons.append(
                        RawLesson(
                            spelling, day, periods[period][0], subject, "+".join(teachers), "+".join(rooms), weeks, place,
                            _term(card.get("terms") or ""),
                        )
                    )  # fmt: skip
    used = {x.class_name for x in raw.lessons}
    raw.classes = {name: c for name, c in raw.classes.items() if name in used}
    if not raw.lessons:
        raise refuse(raw.source, "import_nothing", SHAPE)


def _named(root: Any, tag: str) -> dict[str, str]:
    out: dict[str, str] = {}
    for x in root.iter(tag):
        name = plain(x.get("name") or x.get("short") or "").replace("\n", " ")
        if x.get("id"):
            out[x.get("id")] = name or x.get("id")
    return out


def _ids(element: Any, key: str, names: dict[str, str]) -> list[str]:
    ids = element.get(f"{key}s") or element.get(key) or ""
    return [names[i.strip()] for i in ids.split(",") if i.strip() in names]


def _int(text: str) -> int:
    found = re.match(r"\d{1,2}", text)
    return max(1, int(found[0])) if found else 1


def _days(root: Any) -> tuple[dict[str, str | None], dict[str, str]]:
    """(day as written -> label, mask or number -> day as written)."""
    keys: dict[str, str] = {}
    for x in root.iter("daysdef"):
        mask = x.get("days", "")
        if mask.count("1") == 1 and "," not in mask:
            keys[mask] = plain(x.get("name") or x.get("short") or mask)
    if not keys:
        for x in root.iter("day"):
            keys[x.get("day", "")] = plain(x.get("name") or x.get("short") or x.get("day", ""))
    if not keys:
        masks = {x.get("days", "") for x in root.iter("card")} | {x.get("day", "") for x in root.iter("card")}
        width = max((len(m) for m in masks), default=5)
        keys = {("0" * n + "1").ljust(width, "0"): str(n + 1) for n in range(width)} if width > 1 else {}
    # The leftmost bit is the first day; plain numbers are in their own order.
    order = sorted(keys, key=lambda k: (k.find("1") if len(k) > 1 else _int(k or "0"), k))
    known = {k: day_label(keys[k]) for k in order}
    if None in known.values() or len(set(known.values())) < len(known):
        known = dict(zip(order, _LABELS, strict=False))
    return {keys[k]: known.get(k) for k in order}, keys


def _card_days(card: Any, days: dict[str, str]) -> list[str]:
    mask = card.get("days") or card.get("day") or ""
    if mask in days:
        return [days[mask]]
    return [days[key] for n, bit in enumerate(mask) if bit == "1" for key in days if len(key) == len(mask) and key[n] == "1"]


def _periods(root: Any) -> dict[str, tuple[str, Span | None]]:
    """period number -> (label, time), in order."""
    out: dict[str, tuple[str, Span | None]] = {}
    for x in root.iter("period"):
        key = x.get("period") or x.get("name") or ""
        time = times_in(f"{x.get('starttime', '')}-{x.get('endtime', '')}")
        out.setdefault(key, (plain(x.get("short") or x.get("name") or key) or key, time))
    if len({label for label, _time in out.values()}) < len(out):
        out = {key: (key, time) for key, (_label, time) in out.items()}
    return dict(sorted(out.items(), key=lambda kv: _int(kv[0]) if kv[0] != "0" else 0))


def _masks(root: Any, tag: str, key: str) -> dict[str, str]:
    return {x.get(key, ""): plain(x.get("name") or x.get("short") or "") for x in root.iter(tag)}


def _weeks(mask: str) -> Parity | None:
    if set(mask) <= {"1"}:
        return "all"
    return {"10": "A", "01": "B"}.get(mask)  # type: ignore[return-value]


def _term(mask: str) -> str:
    return "" if set(mask) <= {"1"} else mask

"""aSc XML: lessons say who and what, cards say when and where; days, weeks and terms are bit masks."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import Any

from planner.importing.formats.listed import MOST_NAMED, doubt_about_days
from planner.importing.labels import day_label, times_in
from planner.importing.layouts.cells import can_be_subject
from planner.importing.raw import Leftover, Parity, RawLesson, RawTimetable
from planner.languages import N_
from planner.models.values import Span
from planner.reading.classnames import plain, read_class_name
from planner.reading.spreadsheets.sheets import refuse

SHAPE = "asc"
CALLED = N_("an aSc timetable")
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
    owners = {x.get("id", ""): x.get("classid", "") for x in root.iter("group")}
    runs = _Runs(root, lessons, list(periods))
    for name in names["class"].values():
        raw.classes.setdefault(name, read_class_name(name))
    for n, card in enumerate(root.iter("card"), 1):
        lesson = lessons.get(card.get("lessonid", ""))
        slot = periods.get(card.get("period", ""))
        place = f"card {n}"
        if lesson is None or slot is None:
            text = " ".join(f"{k}={v}" for k, v in card.attrib.items())[:200]
            raw.leftovers.append(Leftover(place, text, lesson=True))
            continue
        weeks = _weeks(card.get("weeks") or lesson.get("weeks") or "1")
        if weeks is None:
            raw.leftovers.append(Leftover(place, f"weeks={card.get('weeks') or lesson.get('weeks')}", lesson=True))
            continue
        lost = _unknown(lesson, card, names, owners)
        raw.leftovers += [Leftover(place, text, lesson=True) for text in lost]
        subject = names["subject"].get(plain(lesson.get("subjectid") or ""), "")
        teachers = _ids(lesson, "teacherid", names["teacher"])
        rooms = _ids(card, "classroomid", names["classroom"])
        found = runs.of(card)
        on = _card_days(card, days)
        classes = _ids(lesson, "classid", names["class"]) or _of_groups(lesson, owners, names["class"])
        if not subject:
            continue
        if not can_be_subject(subject):
            raw.leftovers.append(Leftover(place, subject, lesson=True))
            continue
        if not found or not on:
            raw.leftovers.append(Leftover(place, f"{subject} days={_mask(card)} period={card.get('period')}", lesson=True))
            continue
        raw.lessons += [
            RawLesson(
                spelling, day, periods[period][0], subject, "+".join(teachers[:MOST_NAMED]), "+".join(rooms[:MOST_NAMED]),
                weeks, place, _term(card.get("terms") or ""),
            )
            for spelling in classes
            for day in on
            for period in found
        ]  # fmt: skip
    if (doubt := doubt_about_days(raw.days)) is not None:
        raw.doubts.append(doubt)
    raw.placed, raw.unplaced = runs.placed(names["subject"])
    used = {x.class_name for x in raw.lessons}
    raw.classes = {name: c for name, c in raw.classes.items() if name in used}
    if not raw.lessons:
        raise refuse(raw.source, "import_unsolved_asc", f"{raw.placed[0]}/{raw.placed[1]}")


class _Runs:
    """Which periods a card stands for.

    aSc writes one card for every period, also of double lessons. Other programs that write its format, and its own older
    one (durationperiods), write one card for the whole run. The cards of a lesson tell which: as many as its periods a week,
    or in runs of its length, are one a period.
    """

    def __init__(self, root: Any, lessons: dict[str, Any], order: list[str]) -> None:
        self._order = order
        self._lessons = lessons
        self._cards: dict[str, list[Any]] = defaultdict(list)
        for card in root.iter("card"):
            self._cards[card.get("lessonid", "")].append(card)

    def of(self, card: Any) -> list[str]:
        """Period keys of a card; empty when the cards of its lesson fit neither way of writing."""
        key, period = card.get("lessonid", ""), card.get("period", "")
        length = self._length(key)
        if length == 1 or self._one_a_period(key, length):
            return [period]
        first = self._order.index(period)
        if self._one_a_run(key, length) and first + length <= len(self._order):
            return self._order[first : first + length]
        return []

    def placed(self, subjects: dict[str, str]) -> tuple[tuple[int, int], tuple[str, ...]]:
        """(periods placed, periods wanted in a week) over the lessons that say how many they want; those that lack some."""
        done = wanted = 0
        missing = []
        for key, lesson in self._lessons.items():
            cards, periods = len(self._cards[key]), _number(lesson.get("periodsperweek") or "")
            if periods is None:
                continue
            run = 1 if self._one_a_period(key, self._length(key)) else self._length(key)
            # Lessons of single weeks or terms count a fraction a week: their cards are never fewer than that.
            done += min(round(periods), cards * run)
            wanted += round(periods)
            if cards * run < round(periods):
                missing.append(subjects.get(lesson.get("subjectid", ""), key))
        return (done, wanted), tuple(missing)

    def _length(self, key: str) -> int:
        lesson = self._lessons.get(key)
        return _int(lesson.get("periodspercard") or lesson.get("durationperiods") or "1") if lesson is not None else 1

    def _places(self, key: str) -> dict[tuple[str, str, str], list[int]]:
        out: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for card in self._cards[key]:
            if card.get("period", "") in self._order:
                group = (_mask(card), card.get("weeks") or "", card.get("terms") or "")
                out[group].append(self._order.index(card.get("period", "")))
        return out

    def _one_a_period(self, key: str, length: int) -> bool:
        """Every run of neighbouring cards can be cut into pieces of the lesson's length."""
        return all(len(run) % length == 0 for places in self._places(key).values() for run in _neighbours(places))

    def _one_a_run(self, key: str, length: int) -> bool:
        """No card stands within the run of another one, and together they are no more than the lesson's periods."""
        wanted = _number(self._lessons[key].get("periodsperweek") or "")
        apart = all(b - a >= length for places in self._places(key).values() for a, b in pairwise(sorted(places)))
        return apart and (wanted is None or len(self._cards[key]) * length <= max(length, round(wanted) * 2))


def _neighbours(places: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for n in sorted(places):
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs


def _unknown(lesson: Any, card: Any, names: dict[str, dict[str, str]], owners: dict[str, str]) -> list[str]:
    """Ids that a lesson or its card names and no list of the file has; each once, as it is written."""
    out = []
    for element, tag in ((lesson, "subject"), (lesson, "teacher"), (lesson, "class"), (card, "classroom")):
        key = f"{tag}id" if element.get(f"{tag}ids") is None else f"{tag}ids"
        ids = [i.strip() for i in (element.get(key) or "").split(",")]
        out += [f"{key}={i}" for i in ids if i and i not in names[tag]]
        if tag == "subject" and not any(ids):
            out.append("subjectid=")
    groups = [i.strip() for i in (lesson.get("groupids") or lesson.get("groupid") or "").split(",")]
    if not (lesson.get("classids") or lesson.get("classid")):
        out += [f"groupids={i}" for i in groups if i and i not in owners]
    return out


def _of_groups(lesson: Any, owners: dict[str, str], classes: dict[str, str]) -> list[str]:
    """Classes of a lesson that names only groups."""
    ids = (lesson.get("groupids") or lesson.get("groupid") or "").split(",")
    found = dict.fromkeys(owners.get(i.strip(), "") for i in ids)
    return [classes[c] for c in found if c in classes]


def _mask(card: Any) -> str:
    return card.get("days") or card.get("day") or ""


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,3}(\.\d{1,6})?", text) else None


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
    mask = _mask(card)
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

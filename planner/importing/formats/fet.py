"""FET files (.fet): activities, and the constraints that place them once the timetable is solved."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

from pydantic_core import PydanticCustomError

from planner.importing.formats.listed import MOST_NAMED, doubt_about_days
from planner.importing.labels import day_label, times_in
from planner.importing.layouts.cells import can_be_subject
from planner.importing.raw import Doubt, Leftover, RawLesson, RawTimetable
from planner.languages import N_
from planner.models.problem import Problem
from planner.models.values import Span, at_minute, minute_of, parse_time
from planner.reading.classnames import plain, read_class_name
from planner.reading.spreadsheets.sheets import refuse

_YEAR, _GROUP, _SUBGROUP = 0, 1, 2
_ON, _OFF = ("true", "yes", "1"), ("false", "no", "0")
EARLIEST = 7
"""No lesson begins before this hour of the morning."""


class Students:
    """The sets of one file. ``sizes`` gives their pupils, ``order`` the classes as the file lists them."""

    def __init__(self, root: Any) -> None:
        self.sizes: dict[str, int] = {}
        self._hours: dict[str, int] = defaultdict(int)
        for activity in root.iter("Activity"):
            length = activity.findtext("Duration") or "1"
            for s in activity.findall("Students"):
                self._hours[plain(s.text or "")] += int(length) if length.isdecimal() and len(length) < 4 else 1
        self._classes_of: dict[str, list[str]] = defaultdict(list)
        students = root.find("Students_List")
        for year in students.findall("Year") if students is not None else ():
            self._year(year)
        self.order = list(dict.fromkeys(c for classes in self._classes_of.values() for c in classes))

    def classes_of(self, sets: list[str]) -> list[str]:
        """The classes that a list of sets is about, each once; a set of no year stands for itself."""
        out: dict[str, None] = {}
        for name in sets:
            for c in self._classes_of.get(name) or [name]:
                if c:
                    out[c] = None
        for c in out:
            if c not in self.order:
                self.order.append(c)
        return list(out)

    def knows(self, name: str) -> bool:
        """Whether a set stands in the list of students; a file without such a list knows all."""
        return not self._classes_of or name in self._classes_of

    def _year(self, year: Any) -> None:
        name = self._name(year)
        groups = {self._name(g): [self._name(s) for s in g.findall("Subgroup")] for g in year.findall("Group")}
        subgroups = list(dict.fromkeys(s for subs in groups.values() for s in subs))
        main = self._apart(groups)
        level = self._level(name, main, subgroups)
        if level == _YEAR:
            for member in (name, *groups, *subgroups):
                self._note(member, [name])
        elif level == _GROUP:
            self._note(name, main)
            for g, subs in groups.items():
                self._note(g, [g] if g in main else [m for m in main if set(groups[m]) & set(subs)])
                for s in subs:
                    self._note(s, [m for m in main if s in groups[m]])
        else:
            self._note(name, subgroups)
            for g, subs in groups.items():
                self._note(g, subs or [g])
                for s in subs:
                    self._note(s, [s])

    def _apart(self, groups: dict[str, list[str]]) -> list[str]:
        """Groups that share no pupils, those with most lessons first chosen; the others cut across them."""
        taken: set[str] = set()
        chosen = []
        for g in sorted(groups, key=lambda g: -self._hours[g]):
            if not taken & set(groups[g]):
                chosen.append(g)
                taken |= set(groups[g])
        return [g for g in groups if g in chosen]

    def _level(self, name: str, groups: list[str], subgroups: list[str]) -> int:
        """Where a pupil has most lessons: a class has most of its week together. Of equals the larger."""
        levels = ((_YEAR, [name]), (_GROUP, groups), (_SUBGROUP, [s for s in subgroups if s not in groups]))
        return max(levels, key=lambda level: (sum(self._hours[s] for s in level[1]) / max(1, len(level[1])), -level[0]))[0]

    def _note(self, member: str, classes: list[str]) -> None:
        known = self._classes_of[member]
        known += [c for c in classes if c not in known]

    def _name(self, element: Any) -> str:
        name = plain(element.findtext("Name") or "")
        size = element.findtext("Number_of_Students") or ""
        if size.isdecimal() and 0 < int(size[:6]) <= 200:
            self.sizes[name] = int(size[:6])
        return name


SHAPE = "fet"
CALLED = N_("a FET file")
_MAX_DAYS = 10
_CLOCK = re.compile(r"\s*(h|uhr)\s*$|[.h](?=\d\d)")
_LESSON_MINUTES = 45


def recognises(root: Any) -> float:
    """Whether the root element is FET's."""
    return 1.0 if root is not None and root.tag.lower() == "fet" else 0.0


def read(root: Any, raw: RawTimetable) -> None:
    """Note every placed activity. Raises BadInput when none is placed, or the days are no week."""
    days, hours = _names(root, "Days_List", "Day"), _names(root, "Hours_List", "Hour")
    raw.school_name = plain(root.findtext("Institution_Name") or "").replace("\n", " ")
    halves = _halves(root, days)
    raw.days = _days(days, halves, raw.source)
    slots = _Slots(days, hours, halves)
    raw.periods = slots.spans()
    students = Students(root)
    placed, places, rooms = 0, _places(root), _rooms(root)
    activities = [a for a in root.iter("Activity") if _active(a)]
    raw.leftovers += _loose(root, places)
    if len(set(days)) < len(days) or _turned(hours):
        raw.doubts.append(Doubt("days", Problem(code="import_doubt_days", value=", ".join([*days, *hours]))))
    for activity in activities:
        number = _word(activity, "Id")
        place = places.get(number)
        at = slots.find(*place) if place else None
        subject = _word(activity, "Subject")
        sets = [name for s in activity.findall("Students") if (name := plain(s.text or ""))]
        if at is None:
            raw.unplaced += (" ".join((subject, *sets)),)
            continue
        length = _word(activity, "Duration") or "1"
        strange = [s for s in sets if not students.knows(s)]
        readable = can_be_subject(subject) and not strange and length.isdecimal() and int(length[:3]) > 0
        if not readable or at[1] + int(length[:3]) > len(hours):
            told = ", ".join((f"Subject={subject}", *(f"Students={s}" for s in sets), f"Duration={length}"))
            raw.leftovers.append(Leftover(f"Activity {number}", told[:100], lesson=True))
        if not readable:
            placed += 1
            continue
        placed += 1
        teacher = "+".join(plain(t.text or "") for t in activity.findall("Teacher")[:MOST_NAMED])
        for name in students.classes_of(sets):
            raw.classes.setdefault(name, read_class_name(name))
            for day, period in slots.run(at, int(length)):
                room = rooms.get(number, "")
                raw.lessons.append(RawLesson(name, day, period, subject, teacher, room, "all", f"Activity {number}"))
    if (doubt := doubt_about_days(raw.days)) is not None:
        raw.doubts.append(doubt)
    raw.placed = (placed, len(activities))
    raw.pupils = {name: students.sizes[name] for name in raw.classes if students.sizes.get(name)}
    raw.classes = {name: raw.classes[name] for name in students.order if name in raw.classes}
    if not raw.lessons:
        raise refuse(raw.source, "import_unsolved", f"{placed}/{len(activities)}")


def _loose(root: Any, places: dict[str, tuple[str, str]]) -> list[Leftover]:
    """Ends that hang loose: places of no activity, two activities of one number, a switch that is neither on nor off."""
    numbers = Counter(_word(a, "Id") for a in root.iter("Activity"))
    out = [
        Leftover(f"Activity_Id {n}", f"{n}: {' '.join(place)}", lesson=True) for n, place in places.items() if n not in numbers
    ]
    out += [Leftover(f"Activity {n}", f"Id={n}", lesson=True) for n, count in numbers.items() if count > 1]
    for element in (*root.iter("Activity"), *root.iter("ConstraintActivityPreferredStartingTime")):
        told = _word(element, "Active")
        if told.lower() not in ("", *_ON, *_OFF):
            number = _word(element, "Id") or _word(element, "Activity_Id")
            out.append(Leftover(f"Activity {number}", f"Active={told}", lesson=True))
    return out


def _turned(hours: list[str]) -> bool:
    """Whether hours that are named by the clock do not follow each other; 1:15 comes after 12:30."""
    clock = [found for h in hours if (found := re.match(r"(\d{1,2}):(\d{2})", h))]
    starts = [(int(f[1]) + 12 * (int(f[1]) < EARLIEST), int(f[2])) for f in clock]
    return len(clock) == len(hours) and starts != sorted(starts)


def _names(root: Any, group: str, item: str) -> list[str]:
    parent = root.find(group)
    if parent is None:
        return []
    names = [plain(x.findtext("Name") or "") for x in parent.findall(item)]
    names = names or [plain(x.text or "") for x in parent.findall("Name")]
    return names[:200]


def _word(element: Any, tag: str) -> str:
    return plain(element.findtext(tag) or "")


def _active(element: Any) -> bool:
    return (element.findtext("Active") or "true").strip().lower() in ("", *_ON)


def _places(root: Any) -> dict[str, tuple[str, str]]:
    """Activity id -> (day, hour); a locked place wins over one that was only preferred."""
    out: dict[str, tuple[str, str]] = {}
    weights: dict[str, float] = {}
    for c in root.iter("ConstraintActivityPreferredStartingTime"):
        number = _word(c, "Activity_Id") or _word(c, "ActivityId")
        day = _word(c, "Preferred_Day") or _word(c, "Day")
        hour = _word(c, "Preferred_Hour") or _word(c, "Hour")
        weight = _float(_word(c, "Weight_Percentage"))
        # FET keeps preferences of less than 100 % that a solution need not fulfil: they place nothing.
        if _active(c) and day and hour and weight >= 100 and weight >= weights.get(number, 0):
            out[number], weights[number] = (day, hour), weight
    return out


def _float(text: str) -> float:
    return float(text) if re.fullmatch(r"\d{1,3}(\.\d{1,9})?", text) else 100.0


def _rooms(root: Any) -> dict[str, str]:
    return {_word(c, "Activity_Id"): _word(c, "Room") for c in root.iter("ConstraintActivityPreferredRoom") if _active(c)}


def _halves(root: Any, days: list[str]) -> bool:
    """Whether every real day is two of FET's days: morning and afternoon."""
    told = (_word(root, "Mode") or root.get("version", "")).lower().replace("_", "-")
    return re.search(r"mornings-afternoons|algeria|morocco|-ma\d", told) is not None and len(days) % 2 == 0


def _days(days: list[str], halves: bool, source: str) -> dict[str, str | None]:
    """Day as written -> label: by its own word where all are known words, else by its place in the week."""
    shown = days[::2] if halves else days
    if not shown or len(shown) > _MAX_DAYS:
        raise refuse(source, "import_days", str(len(shown)), limit=str(_MAX_DAYS))
    known = [day_label(d) for d in shown]
    if len(shown) > 7:
        return {d: f"D{n}" for n, d in enumerate(shown, 1)}
    labels = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
    if None not in known and len(set(known)) == len(known):
        return dict(zip(shown, known, strict=True))
    return dict(zip(shown, labels, strict=False))


class _Slots:
    """FET's days and hours, and the days and periods that they become."""

    def __init__(self, days: list[str], hours: list[str], halves: bool) -> None:
        self._days, self._hours, self._halves = days, hours, halves
        self._day_at = {d: n for n, d in reversed(list(enumerate(days)))}
        self._hour_at = {h: n for n, h in reversed(list(enumerate(hours)))}

    def find(self, day: str, hour: str) -> tuple[int, int] | None:
        """Indexes of a day and hour; None for names that are not in the lists."""
        d, h = self._day_at.get(day), self._hour_at.get(hour)
        return None if d is None or h is None else (d, h)

    def run(self, at: tuple[int, int], duration: int) -> list[tuple[str, str]]:
        """The (day, period) of each hour of an activity."""
        day, hour = at
        return [self._slot(day, h) for h in range(hour, min(hour + duration, len(self._hours)))]

    def _slot(self, day: int, hour: int) -> tuple[str, str]:
        if self._halves:
            return self._days[day - day % 2], f"{'上午' if day % 2 == 0 else '下午'} {self._hours[hour]}"
        return self._days[day], self._hours[hour]

    def spans(self) -> dict[str, Span | None]:
        """Every period, with its time where the hours are named by the clock."""
        if self._halves:
            return {self._slot(half, h)[1]: None for half in (0, 1) for h in range(len(self._hours))}
        return times_of(self._hours)


def times_of(hours: list[str]) -> dict[str, Span | None]:
    """Times of hours named '08:10' or '08:10-08:50'; a lesson is no longer than the shortest distance between two."""
    spans: dict[str, Span | None] = {h: times_in(h) for h in hours}
    if any(spans.values()):
        return spans
    starts = []
    for hour in hours:
        try:
            starts.append(minute_of(parse_time(_CLOCK.sub(lambda m: "" if m[1] else ":", hour.lower()))))
        except PydanticCustomError:
            return spans
    distances = [b - a for a, b in pairwise(starts)]
    if not distances or min(distances) <= 0:
        return spans
    shortest = min(distances)
    # Where all are equal the pauses are inside; very long ones are not all lesson.
    length = min(shortest, _LESSON_MINUTES) if max(distances) > shortest or shortest > 90 else shortest
    ends = [min(s + length, 24 * 60 - 1) for s in starts]
    return {h: Span(start=at_minute(s), end=at_minute(e)) for h, s, e in zip(hours, starts, ends, strict=True)}

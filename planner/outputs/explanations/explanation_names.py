"""Who and what an explanation is about, by the school's own names: classes, slots, helpers, places, cycles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from planner.messages import explanations as w
from planner.messages.wording import (
    grade_name,
    grades_text,
    listing,
    long_day_name,
    noted,
    numbers_text,
    period_name,
    translator,
    turn_name,
    week_block,
)
from planner.models.base import Language
from planner.models.duties import DutyPin, Post
from planner.models.outcome import ClashPlace
from planner.models.places import Room
from planner.models.school import School
from planner.models.visits import Ban, Cycle, Demand, Pin, Window
from planner.outputs.explanations.explaining import name_of

Kind = Literal["demand", "window", "room", "post"]
KINDS: tuple[Kind, ...] = ("demand", "window", "room", "post")
SHOWN = 6
_FEW = 2


class Names:
    """Names of one school in one language."""

    def __init__(self, school: School, language: Language) -> None:
        self.school, self.language = school, language

    def say(self, message: str, **values: object) -> str:
        """A message of ``planner.messages.explanations``, its placeholders filled in."""
        return translator(self.language)(message, **values)

    def one(self, key: str, kind: Kind | None = None) -> str:
        """Name of a thing; ``kind`` where things of different kinds may share an id."""
        school = self.school
        tables: dict[Kind, Mapping[str, Demand | Window | Room | Post]] = {
            "demand": school.demand_by_id,
            "window": school.window_by_id,
            "room": school.room_by_id,
            "post": school.post_by_id,
        }
        if kind is not None and key in tables[kind]:
            return tables[kind][key].name.in_(self.language)
        return name_of(school, key, self.language)

    def all(self, keys: Iterable[str], kind: Kind | None = None) -> str:
        """Every name, with the sign for lists."""
        return listing(self.language, [self.one(key, kind) for key in keys])

    def quoted(self, keys: Iterable[str], kind: Kind | None = None) -> str:
        """Every name between quotation marks of its own."""
        return listing(self.language, [self.say(w.QUOTED, name=self.one(key, kind)) for key in keys])

    def many(self, keys: Iterable[str], shown: int = SHOWN) -> str:
        """三3、三4、三5等16个班: the first of many, and how many there are; whole grades by their own name."""
        found = list(dict.fromkeys(keys))
        if len(found) > 2 and all(k in self.school.helper_by_id for k in found):
            return self.say(w.HELPERS, count=len(found))
        if len(found) <= shown:
            return self.all(found)
        first = listing(self.language, [self.one(k) for k in found[:3]])
        message = w.AND_MORE_CLASSES if found[0] in self.school.class_by_id else w.AND_MORE
        return self.say(message, names=first, count=len(found))

    def classes(self, keys: Iterable[str]) -> str:
        """4–6年级（18个班） where classes are all those of some grades; else like ``many``."""
        found = list(dict.fromkeys(keys))
        whole = self._whole_grades(found) if len(found) > _FEW else ""
        return self.say(w.WHOLE_GRADES, grades=whole, count=len(found)) if whole else self.many(found)

    def _whole_grades(self, found: list[str]) -> str:
        """The grades, where classes are all classes of some grades (on their campus); else nothing."""
        classes = [self.school.class_by_id[key] for key in found if key in self.school.class_by_id]
        grades, campuses = {g for c in classes for g in c.grades}, {c.campus for c in classes}
        there = {c.id for c in self.school.class_list if c.campus in campuses and grades & set(c.grades)}
        return grades_text(self.language, sorted(grades)) if classes and there == set(found) else ""

    def grade(self, grade: int) -> str:
        """三年级 / grade 3."""
        return grade_name(self.language, grade, inside=True)

    def cycle(self, cycle: Cycle) -> str:
        """每周 / a week; where days have a cycle of their own, in that."""
        if cycle.kind == "weekly" and self.school.term.cycle_days:
            return self.say(w.DAY_CYCLE, n=self.school.term.cycle_days)
        return self.say(w.CYCLES[cycle.kind], n=cycle.n)

    def days(self, days: Iterable[str]) -> str:
        """周二、周四 / Tuesday, Thursday."""
        return listing(self.language, [long_day_name(self.language, d, self.school.term) for d in days])

    def turn(self, label: str) -> str:
        """单周 周一 / Week A (odd) Mon."""
        try:
            return turn_name(self.language, label, self.school.term)
        except KeyError:
            return label

    def slots(self, subjects: Iterable[str]) -> str:
        """'noon 1', 'noon 2', 'noon 3' -> 午间借阅第1–3段."""
        by_window: dict[str, list[int]] = {}
        for subject in subjects:
            window, _, slot = subject.partition(" ")
            by_window.setdefault(window, []).append(int(slot) if slot.isdigit() else 0)
        found = []
        for window, numbers in by_window.items():
            some = [n for n in numbers if n]
            whole = window in self.school.window_by_id and len(some) == len(self.school.window_by_id[window].slots)
            name = self.one(window, "window")
            if whole or not some:
                found.append(self.say(w.EVERY_SLOT, window=name) if some else name)
            else:
                found.append(self.say(w.SLOTS, window=name, slots=numbers_text(some)))
        return listing(self.language, found)

    def place(self, place: ClashPlace) -> str:
        """周二第2节; 周二午间借阅第1时段."""
        day = self.turn(place.turn)
        if place.period:
            return self.say(w.PERIOD_PLACE, day=day, period=period_name(self.language, place.period))
        window = self.one(place.window, "window")
        return self.say(w.SLOT_PLACE, day=day, window=window, slot=place.slot) if place.slot else f"{day} {window}"

    def duty(self, pin: DutyPin) -> str:
        """Where a fixed duty is: 周一 午间借还 借还台."""
        parts = [self.days(pin.weekdays)] if pin.weekdays else []
        parts += [self.all(pin.windows, "window")] if pin.windows else []
        parts += [self.one(pin.post, "post")] if pin.post else []
        return " ".join(parts) or self.say(w.ANY_TIME)

    def condition(self, found: Ban | Pin, *, whom: bool = True) -> str:
        """Whom (unless that is said already) and where a ban or a pin is about, with its reason."""
        parts = []
        if not whom:
            pass
        elif found.classes is not None:
            parts.append(self.many(self.school.class_id(c) or c for c in found.classes))
        elif found.grades is not None:
            parts.append(listing(self.language, map(self.grade, found.grades)))
        if whom and found.campus is not None:
            parts.append(self.one(found.campus))
        if found.weeks is not None and found.weeks.parity:
            parts.append(week_block(self.language, found.weeks.parity, self.school.term))
        parts += [listing(self.language, map(self.turn, found.turns))] if found.turns else []
        parts += [self.days(found.weekdays)] if found.weekdays else []
        parts += [self.all(found.windows, "window")] if found.windows else []
        if found.slots:
            parts.append(self.say(w.SLOT, slots=numbers_text(found.slots)))
        if found.periods:
            parts.append(listing(self.language, [period_name(self.language, p) for p in found.periods]))
        parts += [self.all(found.rooms, "room")] if found.rooms else []
        reason = found.reason.in_(self.language) if isinstance(found, Ban) and found.reason else ""
        return noted(self.language, " ".join(parts) or self.say(w.ANY_TIME), reason)

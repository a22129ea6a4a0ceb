"""Who and what an explanation is about, by the school's own names: classes, slots, helpers, places, cycles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from planner.messages.explanations import AND_MORE, COUNTED
from planner.messages.wording import fill, listing, long_day_name, numbers_text, period_name, turn_name, week_block
from planner.models.base import Language
from planner.models.duties import Post
from planner.models.explanation import ClashPlace
from planner.models.places import Room
from planner.models.school import School
from planner.models.visits import Ban, Cycle, Demand, Pin, Window
from planner.outputs.explanations.explaining import name_of

Kind = Literal["demand", "window", "room", "post"]
KINDS: tuple[Kind, ...] = ("demand", "window", "room", "post")
SHOWN = 6
_DIGITS = "零一二三四五六七八九"


class Names:
    """Names of one school in one language."""

    def __init__(self, school: School, language: Language) -> None:
        self.school, self.language = school, language

    def say(self, words: tuple[str, str], **values: object) -> str:
        """One of the two sentences, its placeholders filled in."""
        return fill(words[self.language == "zh"], values)

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

    def many(self, keys: Iterable[str], shown: int = SHOWN) -> str:
        """三3、三4、三5等16个班: the first of many, and how many there are; whole grades by their own name."""
        found = list(dict.fromkeys(keys))
        if len(found) > 2 and all(k in self.school.helper_by_id for k in found):
            return self.say(COUNTED["helpers"], count=len(found))
        if len(found) <= shown:
            return self.all(found)
        first = listing(self.language, [self.one(k) for k in found[:3]])
        if self.language == "en":
            return self.say(AND_MORE, names=first, count=len(found) - 3)
        kind = self.say(COUNTED["classes"], count=len(found)) if found[0] in self.school.class_by_id else f"{len(found)} 个"
        return f"{self.say(AND_MORE, names=first)} {kind}"

    def grade(self, grade: int) -> str:
        """三年级 / grade 3."""
        return f"{_DIGITS[grade] if grade < 10 else grade}年级" if self.language == "zh" else f"grade {grade}"

    def cycle(self, cycle: Cycle) -> str:
        """每周 / a week."""
        zh = self.language == "zh"
        if cycle.kind == "weekly":
            return "每周" if zh else "a week"
        if cycle.kind == "ab":
            return "每两周" if zh else "in two weeks"
        if cycle.kind == "weeks":
            return f"每 {cycle.n} 周" if zh else f"in {cycle.n} weeks"
        if cycle.kind == "dated":
            return "全学期" if zh else "in the term"
        return "每轮" if zh else "in a round"

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
            if whole or not some:
                every = "每一段" if self.language == "zh" else ", every slot"
                found.append(f"{self.one(window, 'window')}{every if some else ''}")
            elif self.language == "zh":
                found.append(f"{self.one(window, 'window')}第{numbers_text(some)}段")
            else:
                found.append(f"{self.one(window, 'window')}, slot {numbers_text(some)}")
        return listing(self.language, found)

    def place(self, place: ClashPlace) -> str:
        """周二第2节; 周二午间借阅第1段."""
        day, zh = self.turn(place.turn), self.language == "zh"
        if place.period:
            return f"{day}{'' if zh else ' '}{period_name(self.language, place.period)}"
        slot = (f"第{place.slot}段" if zh else f" slot {place.slot}") if place.slot else ""
        return f"{day} {self.one(place.window, 'window')}{slot}"

    def condition(self, found: Ban | Pin) -> str:
        """Whom and where a ban or a pin is about, with its reason."""
        zh, parts = self.language == "zh", []
        if found.classes is not None:
            parts.append(self.many(self.school.class_id(c) or c for c in found.classes))
        elif found.grades is not None:
            parts.append(listing(self.language, map(self.grade, found.grades)))
        if found.campus is not None:
            parts.append(self.one(found.campus))
        if found.weeks is not None and found.weeks.parity:
            parts.append(week_block(self.language, found.weeks.parity, self.school.term))
        parts += [listing(self.language, map(self.turn, found.turns))] if found.turns else []
        parts += [self.days(found.weekdays)] if found.weekdays else []
        parts += [self.all(found.windows, "window")] if found.windows else []
        if found.slots:
            parts.append(f"第{numbers_text(found.slots)}段" if zh else f"slot {numbers_text(found.slots)}")
        if found.periods:
            parts.append(listing(self.language, [period_name(self.language, p) for p in found.periods]))
        parts += [self.all(found.rooms, "room")] if found.rooms else []
        text = " ".join(parts) or ("所有时间" if zh else "any time")
        reason = getattr(found, "reason", None)
        return f"{text}（{reason.in_('zh')}）" if reason and zh else f"{text} ({reason.in_('en')})" if reason else text

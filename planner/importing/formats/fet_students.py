"""FET's students: years hold groups hold subgroups. Which of them are the classes is told by who has the lessons."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from planner.reading.classnames import plain

_YEAR, _GROUP, _SUBGROUP = 0, 1, 2


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

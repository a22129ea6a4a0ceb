"""How a student librarian is named: the one place that decides whose name is shown."""

from __future__ import annotations

import unicodedata
from collections import Counter

from planner.messages.wording import noted, translator
from planner.models.base import Language
from planner.models.people import Helper
from planner.models.school import School

_DOUBLE_SURNAMES = frozenset(
    (
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "皇甫",
        "令狐",
        "慕容",
        "尉迟",
        "公孙",
        "司徒",
        "夏侯",
        "东方",
        "端木",
        "独孤",
        "南宫",
        "轩辕",
        "呼延",
        "长孙",
        "宇文",
        "闻人",
        "百里",
        "申屠",
        "澹台",
        "赫连",
        "太史",
        "钟离",
        "西门",
        "东郭",
        "淳于",
        "鲜于",
        "司空",
        "濮阳",
        "歐陽",
        "司馬",
        "諸葛",
        "尉遲",
        "公孫",
        "東方",
        "獨孤",
        "南宮",
        "軒轅",
        "長孫",
        "聞人",
        "澹臺",
        "赫連",
        "鍾離",
        "西門",
        "東郭",
        "鮮于",
        "濮陽",
    )
)


def masked(name: str) -> str:
    """王小明 -> 王*明, 李雷 -> 李*, 欧阳小华 -> 欧阳*华, Zoë Lee -> Z. L.; empty when nothing can be hidden."""
    name = name.strip()
    if not any(unicodedata.east_asian_width(c) in "WF" for c in name):
        return " ".join(f"{word[0].upper()}." for word in name.replace("-", " ").split())
    if len(name) < 2:
        return ""
    surname = name[:2] if len(name) > 2 and name[:2] in _DOUBLE_SURNAMES else name[0]
    return f"{surname}*{name[-1] if len(name) > len(surname) + 1 else ''}"


def numbered(school: School) -> dict[str, tuple[str, int]]:
    """Helper id -> own class, and the number in it, counted from 1: how a pupil is shown without a name."""
    running: Counter[str] = Counter()
    found = {}
    for helper in school.helper_by_id.values():  # sorted by class and natural id, whatever the order in the file
        running[helper.class_id] += 1
        found[helper.id] = (helper.class_id, running[helper.class_id])
    return found


class HelperNames:
    """Labels of all helpers of a school, for the wall, or with ``internal`` for the library's own use.

    ``unmarked`` is for calendars: whole names stand only under the words 内部使用, and a calendar has no place for them.
    """

    def __init__(self, school: School, language: Language, *, internal: bool = False, unmarked: bool = False) -> None:
        self._style = "class" if unmarked and school.printing.names == "full" else school.printing.names
        self.shows_names = internal or self._style == "full"
        self._labels: dict[str, str] = {}
        self._short: dict[str, str] = {}
        chosen = {h.id: self._chosen(h, internal) for h in school.helper_by_id.values()}
        places = numbered(school)
        classed = self._style == "masked" and not internal
        alone = Counter(chosen.values())
        in_class = Counter((name, places[key][0]) for key, name in chosen.items())
        of_group = Counter(group for group, _number in places.values() if group in school.group_by_id)
        for key, name in chosen.items():
            class_id, number = places[key]
            c = school.class_by_id.get(class_id) or school.group_by_id.get(class_id)
            own = c.name.in_(language) if c else class_id
            # Two who would read the same are told apart by class and number alone, which shows less rather than more.
            counted = own if of_group[class_id] == 1 else f"{own}-{number}"  # the only grown-up of a kind needs no number
            short = name if name and alone[name] == 1 else ""
            self._short[key] = short or (noted(language, name, counted) if name and self.shows_names else counted)
            # A masked name stands behind its class, as schools write it: 五(2) 王*明 is somebody, 王*明 may be three.
            told = f"{own} {name}" if name and in_class[name, class_id] == 1 else counted
            self._labels[key] = told if classed else self._short[key]

    def _chosen(self, helper: Helper, internal: bool) -> str:
        if not helper.name or not helper.consent:
            return ""
        if internal:
            return helper.name
        if not helper.publish or self._style == "class":
            return ""
        return helper.name if self._style == "full" else masked(helper.name)

    def label(self, helper: str) -> str:
        """What stands on the table for this helper: 五(2) 王*明."""
        return self._labels[helper]

    def beside_class(self, helper: str) -> str:
        """The same where the class stands beside it anyhow, and in calendars: 王*明."""
        return self._short[helper]


def internal_mark(language: Language) -> str:
    """内部使用, for every page that shows whole names of pupils."""
    _ = translator(language)
    return _("Internal use only")

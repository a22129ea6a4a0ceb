"""What the drop-downs of the workbook offer: fixed choices, ids of other sheets, classes and periods; and the help notes."""

from __future__ import annotations

from typing import Any

from planner.messages.wording import translator
from planner.models.base import Language
from planner.models.school import School
from planner.script import spelt
from planner.sheets.catalogue import KIND, LISTS_SHEET, SENTENCE, SheetForm
from planner.sheets.choices import CHOICES, CYCLES, YES
from planner.sheets.columns import NO_LIMIT, Column
from planner.sheets.grid import letters
from planner.sheets.layout import Table
from planner.sheets.write import Cell, cell_of

LONGEST_LIST = 250
"""Excel holds at most 255 characters in a drop-down that is not taken from cells."""
ROWS = 300


class Lists:
    """Fixed lists stand on a hidden sheet; ids are taken from the sheets that define them, as they are at that moment."""

    def __init__(self, tables: list[Table], school: School, language: Language) -> None:
        self.language = language
        self.names = {table.sheet.key: table.name for table in tables}
        self.filled = {table.sheet.key for table in tables if table.rows}
        periods = dict.fromkeys(name for bell in school.bells for name in bell.periods)
        self.columns: dict[str, list[str]] = {
            "class": [c.id for c in school.class_list],
            "period": list(periods),
            "monthly": [spelt(language, word, value) for value, word in CHOICES["Event.monthly"]],
        }

    def write(self, sheet: Any) -> None:
        """The hidden sheet."""
        for place, (name, words) in enumerate(self.columns.items()):
            sheet.write_string(0, place, name)
            for n, word in enumerate(words, 1):
                sheet.write_string(n, place, word)

    def validation(self, column: Column, sheet: SheetForm) -> dict[str, Any] | None:
        """The rule for the cells below a heading; None where anything may stand."""
        if column is KIND:
            return self._list([section.word(self.language) for section in sheet.sections], strict=True)
        if column is SENTENCE or column.key == "rule":
            return None
        if column.kind == "yesno":
            return self._list([spelt(self.language, *words) for words in zip(*YES.values(), strict=True)], strict=True)
        if column.kind == "choice":
            words = [spelt(self.language, word, value) for value, word in column.choices]
            return self._range("monthly", strict=True) if column.key == "monthly" else self._list(words, strict=True)
        if column.kind == "cycle":
            return self._list([spelt(self.language, word, value) for value, word in CYCLES], strict=False)
        if column.offers in self.columns:
            return self._range(str(column.offers), strict=False)
        if column.offers in self.names:
            return self._ids(str(column.offers), strict=column.kind == "id" and column.offers != "teachers")
        if column.kind == "int" and not column.nullable:
            return self._number()
        return None

    def _list(self, words: list[str], *, strict: bool) -> dict[str, Any] | None:
        rule = {"validate": "list", "source": words, **self._manners(strict)}
        return rule if len(",".join(words)) <= LONGEST_LIST else None

    def _range(self, name: str, *, strict: bool) -> dict[str, Any] | None:
        if not self.columns[name]:
            return None
        letter = letters(list(self.columns).index(name))
        source = f"='{LISTS_SHEET}'!${letter}$2:${letter}${len(self.columns[name]) + 1}"
        return {"validate": "list", "source": source, **self._manners(strict)}

    def _ids(self, key: str, *, strict: bool) -> dict[str, Any]:
        source = f"='{self.names[key]}'!$A$2:$A${ROWS}"
        return {"validate": "list", "source": source, **self._manners(strict)}

    def _number(self) -> dict[str, Any]:
        _ = translator(self.language)
        return {
            "validate": "integer",
            "criteria": ">=",
            "value": 0,
            "ignore_blank": True,
            "error_title": _("Whole number"),
            "error_message": _("Digits only, for example 3."),
        }

    def _manners(self, strict: bool) -> dict[str, Any]:
        """Several ids may stand in one cell, and shorthand beside the words offered: then anything may be typed."""
        if not strict:
            return {"ignore_blank": True, "show_error": False}
        _ = translator(self.language)
        return {"ignore_blank": True, "error_title": _("Not in the list"), "error_message": _("Choose one of the list.")}

    def help(self, column: Column) -> str:
        """The note of a heading: what it means, whether it must be filled in, what holds when it is empty."""
        _ = translator(self.language)
        lines = [column.note(self.language)]
        if column.required:
            lines.append(_("Must be filled in."))
        elif column.default not in (None, (), "", {}) and not isinstance(column.default, dict):
            usual = self._default(column)
            if usual is not None:
                lines.append(_("If empty: {usual}", usual=usual))
        if column.nullable:
            lines.append(_("Without any limit: {word}", word=spelt(self.language, *NO_LIMIT.values())))
        example = _EXAMPLES.get(column.kind) or (_ITEMS.get(column.item.__name__) if column.item else None)
        if example:
            lines.append(_("Example: {example}", example=spelt(self.language, *example)))
        return "\n".join(lines)

    def _default(self, column: Column) -> Cell:
        value = column.default
        if hasattr(value, "model_dump"):
            value = value.model_dump(mode="json")
        if column.kind == "days":
            value = ",".join(value)
        return cell_of(column, value, self.language) if not isinstance(value, dict) else None


_EXAMPLES: dict[str, tuple[str, str]] = {
    "days": ("周一至周五；周一、周四", "MON-FRI; MON, THU"),
    "grades": ("3-6；1、2", "3-6; 1, 2"),
    "weeks": ("2-17；单周；3-16 双周", "2-17; odd; 3-16 even"),
    "dates": ("2026-06-22..2026-06-30, 2026-07-03", "2026-06-22..2026-06-30, 2026-07-03"),
    "time": ("12:05", "12:05"),
    "span": ("12:05-12:20", "12:05-12:20"),
    "spans": ("12:05-12:20, 12:20-12:35", "12:05-12:20, 12:20-12:35"),
    "cycle": ("每周；单双周；3周；顺延", "weekly; A/B; 3 weeks; sliding"),
    "ids": ("多个之间用顿号或逗号隔开", "several with commas between them"),
    "subjects": ("语文, 阅读；分年级写 1-2: 语文; 3-6: 阅读", "Chinese, Reading; by grades 1-2: Chinese; 3-6: Reading"),
    "counts": ("4: 2; FRI: 1", "4: 2; FRI: 1"),
    "teachers": ("体育: T03; 音乐: T07", "PE: T03; Music: T07"),
}
"""kind -> (Chinese, English)."""
_ITEMS: dict[str, tuple[str, str]] = {
    "Away": ("周一\n周三; 周次: 2-5; 原因: 开会", "MON\nWED; weeks: 2-5; reason: meeting"),
    "AdultPlace": ("main; 星期: 周一、周三", "main; weekdays: MON, WED"),
    "WindowChange": ("2026-11-01; 时间: 12:00-12:50", "2026-11-01; time: 12:00-12:50"),
    "GradeLimit": ("1-2; 同时最多: 1", "1-2; at once: 1"),
    "Phase": ("12:00; 内容: 到班接同学", "12:00; name: fetch the class"),
    "Escort": ("noon-reading; 每班人数: 2", "noon-reading; per class: 2"),
}

"""Places in a school file -> cells of the workbook it came from, in the words of the workbook."""

from __future__ import annotations

import re

from planner.models.base import Language
from planner.models.problem import Problem
from planner.reading.paths import spell
from planner.reading.workbook.sheets import Sheets
from planner.sheets.catalogue import SHEETS
from planner.sheets.columns import Column
from planner.sheets.grid import Address

_INSTEAD = {"missing_field": "cell_missing", "empty_value": "cell_missing", "id_list": "bad_id", "not_a_mapping": "not_text"}
"""What a school file calls one thing, a sheet calls another."""
_COLUMN = re.compile(r"(.*)!([A-Z]+)(\d+)")


class Locator:
    """Finds the cell of what is wrong: that of the value, or of its nearest parent."""

    def __init__(self, sheets: Sheets, names: list[str]) -> None:
        self.sheets = sheets
        self.by_text = {spell(path): address for path, address in sheets.cells.items()}
        self.tops = {spell(path): address for path, address in sheets.tops.items()}
        self.places = {name: n for n, name in enumerate(names)}

    def place_all(self, problems: list[Problem]) -> list[Problem]:
        """The same problems with cells instead of paths of a file."""
        return [self._place(problem) for problem in problems]

    def cell(self, path: str) -> Address | str:
        """The cell at, or nearest above, a path; the sheet's name when the school has no such sheet."""
        while path:
            found = self.by_text.get(path) or self.tops.get(path)
            if found:
                return found
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.tops.get("") or SHEETS[0].zh

    def _place(self, problem: Problem) -> Problem:
        where = self.cell(problem.path)
        column = self.sheets.columns.get(where) if isinstance(where, Address) else None
        params = dict(problem.params)
        code = _INSTEAD.get(problem.code, problem.code)
        if (missing := self._missing_sheet(problem)) is not None:
            return missing
        if problem.code == "missing_field":
            where, params = self._missing(problem, where, column)
        elif problem.code == "empty_value":
            params["field"] = self._heading(where, column) if column else problem.path
        elif code == "choice" and column and column.choices:
            zh = self._language(where) == "zh"
            params["options"] = ", ".join(word if zh else value for value, word in column.choices)
        if "first" in params:
            params["first"] = str(self.cell(params["first"]))
        return Problem(code=code, path=str(where), value=problem.value, params=params)

    def _missing_sheet(self, problem: Problem) -> Problem | None:
        """A list that has no sheet: which one is wanted, where it begins, and what has to stand on it."""
        if problem.code != "missing_field":
            return None
        for sheet in SHEETS:
            if len(sheet.sections) == 1 and not sheet.form and spell(sheet.sections[0].path) == problem.path:
                name = sheet.name(self._language(""))
                needed = [c for c in sheet.columns if c.required or c.key == "name"] or list(sheet.columns[:1])
                heads = ", ".join(c.heading(self._language("")) for c in needed)
                return Problem(code="sheet_missing", path=f"{name}!A1", params={"field": name, "heads": heads})
        return None

    def _missing(self, problem: Problem, where: Address | str, column: Column | None) -> tuple[Address | str, dict[str, str]]:
        """A missing list has no sheet yet; a missing field has an empty cell, or not even a column."""
        field = problem.params.get("field", "")
        if problem.path in self.by_text and column:
            return where, {"field": self._heading(where, column)}
        for sheet in SHEETS:
            for section in sheet.sections:
                if spell(section.path) == problem.path:
                    name = sheet.name(self._language(where))
                    return name, {"field": name}
                if sheet.form and problem.path == spell((*section.path, field)):
                    found = next((c for c in section.columns if c.key == field), None)
                    if found and section.path not in self.sheets.tops:
                        name = sheet.name(self._language(where))
                        return name, {"field": found.heading(self._language(where))}
        parent = problem.path.rsplit(".", 1)[0]
        for sheet in SHEETS:
            for section in sheet.sections:
                if re.sub(r"\[\d+\]", "", parent) == spell(section.path):
                    found = next((c for c in section.columns if c.key == field), None)
                    if found:
                        field = self._heading(where, found)
        return where, {"field": field}

    def _heading(self, where: Address | str, column: Column) -> str:
        return column.heading(self._language(where))

    def _language(self, where: Address | str) -> Language:
        languages = self.sheets.languages
        usual: Language = next(iter(languages.values()), "zh")
        return languages.get(where.sheet if isinstance(where, Address) else where, usual)

    def order(self, problem: Problem) -> tuple[int, int, int, str]:
        """Sheets as the tabs stand, then from the top down, then by column."""
        match = _COLUMN.fullmatch(problem.path)
        if not match:
            return (len(self.places), 0, 0, problem.path)
        return (self.places.get(match[1], len(self.places)), int(match[3]), len(match[2]), match[2] + problem.code)

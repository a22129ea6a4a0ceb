"""The effect of one more window, one less room, another cycle: the work behind ``lunjie whatif SCHOOL``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import typer
from pydantic import ValidationError
from pydantic_core import PydanticCustomError
from rich.table import Table

from cli.console import Words, notices, output, words
from cli.exits import Exit
from cli.guard import Refused, print_json
from planner.messages.rules import rule_sentence
from planner.models.base import Language
from planner.models.days import parse_day
from planner.models.plan import Limits
from planner.models.school import School
from planner.models.visits import Cycle
from planner.models.whatif import SchoolEffect, SchoolState
from planner.outputs.explanations.explaining import explain, name_of


@dataclass(frozen=True)
class SchoolWish:
    """The changes asked of a school; each is written NAME=VALUE, and all are made together."""

    windows: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    cycles: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not (self.windows or self.rooms or self.cycles)


def whatif_school(path: Path, wish: SchoolWish, limits: Limits, language: Language | None, *, as_json: bool) -> None:
    """Print both plans side by side. Raises Refused for a change that cannot be read, typer.Exit with 3 or 4 for no plan."""
    from planner.reading import read_school
    from planner.solver.whatif.alternatives import effect

    school = read_school(path)
    language = language or school.language
    found = effect(school, changed(school, wish, words(language)), limits)
    if as_json:
        print_json({"status": found.after.status, **found.model_dump(mode="json")})
    else:
        _tell(school, found, language)
    if found.after.status in {"INFEASIBLE", "UNKNOWN"}:
        raise typer.Exit(Exit.IMPOSSIBLE if found.after.status == "INFEASIBLE" else Exit.OUT_OF_TIME)


def changed(school: School, wish: SchoolWish, _: Words) -> School:
    """The school with all changes made. Raises Refused for a name or a value that is not there."""
    from planner.solver.whatif.alternatives import with_cycle, with_room_classes, with_window_day

    asked = [(kind, text) for kind in ("windows", "rooms", "cycles") for text in getattr(wish, kind)]
    known: dict[str, Collection[str]] = {
        "windows": school.window_by_id,
        "rooms": school.room_by_id,
        "cycles": school.demand_by_id,
    }
    for kind, text in asked:
        name, _sign, value = (part.strip() for part in text.partition("="))
        if name not in known[kind] or not value:
            names = ", ".join(known[kind])
            raise Refused(_("'{text}' is not NAME=VALUE with one of these names: {names}.", text=text, names=names))
        try:
            if kind == "windows":
                school = with_window_day(school, name, parse_day(value))
            elif kind == "cycles":
                school = with_cycle(school, name, Cycle.model_validate(value))
            elif value.isdecimal():
                school = with_room_classes(school, name, int(value))
            else:
                raise Refused(_("'{text}': how many classes at once? A whole number.", text=text))
        except (ValidationError, PydanticCustomError):
            raise Refused(_("'{text}': '{value}' cannot be read.", text=text, value=value)) from None
    return school


def _tell(school: School, found: SchoolEffect, language: Language) -> None:
    _, console = words(language), output()
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for n, heading in enumerate(("", _("now"), _("then"))):
        table.add_column(heading, justify="right" if n else "left")
    both = (found.before, found.after)
    table.add_row(_("cost"), *(_cost(s, _) for s in both))
    for demand in school.demand_by_id:
        name = name_of(school, demand, language)
        table.add_row(_("{name}: need / places", name=name), *(_balance(s, demand) for s in both))
        table.add_row(_("{name}: visits of a class in the term", name=name), *(_visits(s, demand) for s in both))
    rules = dict.fromkeys(c.rule for s in both for c in s.cost_by_rule)
    for rule in rules:
        costs = [next((c.cost for c in s.cost_by_rule if c.rule == rule), 0) for s in both]
        if costs[0] != costs[1]:
            table.add_row(rule_sentence(rule, language), *map(str, costs))
    console.print(table)
    for shortage in found.after.shortages:
        notices().print(f"• {explain(school, shortage, language).sentence}", markup=False, soft_wrap=True)


def _cost(state: SchoolState, _: Words) -> str:
    if state.status == "INFEASIBLE":
        return _("impossible")
    if state.cost is None:
        return _("not decided in the time")
    return str(state.cost) if state.status == "OPTIMAL" else f"{state.bound}–{state.cost}"


def _balance(state: SchoolState, demand: str) -> str:
    found = next((b for b in state.balances if b.kind == "demand" and b.subject == demand), None)
    return f"{found.need} / {found.capacity}" if found else "–"


def _visits(state: SchoolState, demand: str) -> str:
    found = state.visits.get(demand)
    if found is None:
        return "–"
    return str(found[0]) if found[0] == found[1] else f"{found[0]}–{found[1]}"

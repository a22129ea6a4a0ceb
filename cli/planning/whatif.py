"""What every place of a plan would take, and what a change of the school would do: the work behind ``lunjie whatif``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from pathlib import Path
from typing import Any

import typer
from pydantic import ValidationError
from pydantic_core import PydanticCustomError
from rich.table import Table

import planner
from cli.console import Words, environment_language, notices, output, words
from cli.exits import Exit
from cli.guard import Refused, print_json
from cli.planning.commands import WhatIfOptions
from cli.planning.explain import tell_explanation
from cli.planning.ways import take_way, ways_of
from cli.unknown import no_class, no_demand
from planner.messages.explanations import ALTERNATIVE
from planner.messages.rules import rule_sentence, rule_sentences
from planner.messages.wording import clauses, headed, listing, noted, sentences
from planner.models.base import Language
from planner.models.days import CYCLE_DAYS, WEEKDAYS, own_days, parse_day
from planner.models.planfile import PLAN_FILE
from planner.models.school import School
from planner.models.visits import Cycle
from planner.models.whatif import Answer, Answers, SchoolChange, SchoolEffect, SchoolState
from planner.outputs.explanations.explaining import name_of
from planner.outputs.explanations.explanation_record import explanation_record
from planner.outputs.explanations.moving import MoveWords
from planner.solver.whatif.alternatives import changed

_SHOWN = 12
"""Places of a long list before 'and so many more'."""


def answer(options: WhatIfOptions) -> None:
    """Print what was asked for. Raises Refused unless it is one thing."""
    _ = words(environment_language())
    changes = bool(options.more_window or options.room or options.cycle)
    if sum((options.class_ is not None, options.helper is not None, changes)) != 1:
        raise Refused(_("Ask about one of: --class, --helper, or changes of the school (--more-window, --room, --cycle)."))
    if changes:
        _of_school(options)
    else:
        _of_plan(options)


def _of_plan(options: WhatIfOptions) -> None:
    """Print every cell of a class or every shift of a helper. Raises Refused for whom the school does not have."""
    class_, helper, demand = options.class_, options.helper, options.demand
    book = planner.read_book(options.path)
    school = book.school
    teller = _Teller(school, school.spoken(options.language or school.language), options.internal)
    _ = teller.words
    visitor = school.class_id(class_) if class_ is not None else None
    if class_ is not None and visitor is None:
        raise no_class(school, class_, teller.language)
    day = _day(options.at, school) if options.at else None
    try:
        asked = planner.what_if(book, visitor=visitor, helper=helper, demand=demand)
        ways = None
        if day is not None:
            days = list(dict.fromkeys(name for a in asked.answers for name in sorted(_names_of(a))))
            if day not in {*days, *(CYCLE_DAYS[: school.term.cycle_days] if school.term.cycle_days else WEEKDAYS)}:
                known = ", ".join(school.term.cycle_names or days)
                raise Refused(_("“{day}” is no day of this plan. Write one of: {days}.", day=options.at, days=known))
            asked = asked.model_copy(update={"answers": tuple(a for a in asked.answers if day in _names_of(a))})
            ways = planner.what_would_allow(
                book, day, visitor=visitor, helper=helper, demand=demand, seconds=options.time_limit
            )
    except planner.Declined as reason:
        if reason.code == "unknown_demand":
            raise no_demand(school, demand or "", teller.language) from None
        told = {
            "unknown_helper": _("There is no student librarian {key} in this school.", key=helper),
            "plan_broken": _(
                "This plan breaks rules of its own school, so what a change would take has no answer: lunjie check."
            ),
        }
        raise Refused(told[reason.code]) from None
    if options.way is not None:
        found = [] if ways is None else [a.way for a in ways.answers]
        take_way(options.school, found, options.way, school, teller.language, as_json=options.as_json)
    if options.as_json:
        print_json({**_record(school, asked), **({} if ways is None else {"ways": teller.records(ways)})})
        return
    teller.tell(asked)
    if ways is not None:
        teller.tell_ways(asked, ways)


def _day(text: str, school: School) -> str:
    """MON for 周一, D2 for Day B; what is no day is a turn as it is written."""
    try:
        with own_days(school.term.cycle_names):
            return parse_day(text)
    except PydanticCustomError:
        return text


def _names_of(answer: Answer) -> set[str]:
    turn = answer.place.turn
    return {turn, turn.rpartition(":")[2]}


def _record(school: School, asked: Answers) -> dict[str, Any]:
    record = asked.model_dump(mode="json")
    language = school.spoken(school.language)
    for answer in record["answers"]:
        for against in answer["against"]:
            against["sentence"] = rule_sentence(against["rule"], language)
    return {"status": "ANSWERED", **record}


class _Teller:
    """Says answers in the school's words."""

    def __init__(self, school: School, language: Language, internal: bool) -> None:
        self.language, self.words = language, words(language)
        self._words = MoveWords(school, language, internal=internal)

    def tell(self, asked: Answers) -> None:
        """One table of the places that can be, best first, then the others by the rule that forbids them."""
        _, console = self.words, output()
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
        for heading in (_("Place"), _("Answer"), _("cost")):
            table.add_column(heading, justify="right" if heading == _("cost") else "left")
        table.add_column(_("Who else moves"))
        ranked = [a for a in asked.answers if a.verdict in {"here", "free", "moves", "unknown"}]
        order = {"here": 0, "free": 1, "moves": 2, "unknown": 3}
        for a in sorted(ranked, key=lambda a: (a.place.what, order[a.verdict], a.changes, a.extra)):
            cost = "" if a.verdict in {"here", "unknown"} else f"{a.extra:+d}"
            moves = "; ".join(self._words.moves(asked.who, a))
            table.add_row(self._words.place(a.place), self._words.verdict(a), cost, moves)
        console.print(table)
        groups: dict[str, list[Answer]] = defaultdict(list)
        for a in asked.answers:
            if a.verdict == "impossible":
                groups[self._why_not(a)].append(a)
        for said, found in groups.items():
            about = {self._about(a) for a in found}
            alike = about.pop() if len(about) == 1 else ""  # said once, not at each place
            console.print(noted(self.language, said, alike), style="yellow", markup=False, soft_wrap=True)
            places = [noted(self.language, self._words.place(a.place), "" if alike else self._about(a)) for a in found[:_SHOWN]]
            shown = listing(self.language, places)
            console.print(f"  {shown}", markup=False, soft_wrap=True)
            if len(found) > _SHOWN:
                console.print(_("  and {count} more", count=len(found) - _SHOWN))

    def tell_ways(self, asked: Answers, ways: Answers) -> None:
        """What of the school would allow a place, each tried, the cheapest first."""
        _, console = self.words, output()
        if not ways.answers:
            if asked.answers and all(a.verdict in {"here", "free", "moves"} for a in asked.answers):
                return  # nothing has to be loosened: the table says how
            console.print(_("Nothing that a school could loosen was found to allow it."), markup=False)
            return
        console.print(_("What would allow it (each was tried):"), style="bold", markup=False)
        for n, a in enumerate(ways.answers, start=1):
            said = sentences(self.language, self._words.way(a.way))
            line = headed(self.language, self._words.place(a.place), said)
            console.print(f"{_(ALTERNATIVE, n=n)} {line}", markup=False, soft_wrap=True)

    def records(self, ways: Answers) -> list[dict[str, Any]]:
        """The same for programs, with the sentences of each way."""
        return [{**a.model_dump(mode="json"), "sentences": self._words.way(a.way)} for a in ways.answers]

    def _why_not(self, answer: Answer) -> str:
        """The school's own facts where they forbid it; else the rules, whose subjects are told at the places."""
        if answer.facts or answer.held_visits or answer.held_duties:
            return self._words.why_not(answer)
        _, alone = self.words, all(x.dates for x in answer.against)
        lead = _("Not possible:") if alone else _("Not possible with everything else; at least this would give:")
        return f"{lead} {rule_sentences([x.rule for x in answer.against], self.language)}"

    def _about(self, answer: Answer) -> str:
        """Whom the rules in the way are about, where that is not said yet."""
        if answer.facts:
            return ""
        return clauses(self.language, [self._words.subject(x) for x in answer.against if x.subjects])


def _of_school(options: WhatIfOptions) -> None:
    """Print both plans side by side. Raises Refused for a change that cannot be read, typer.Exit with 3 or 4 for no plan."""
    school, file = _school_at(options.path)
    file = options.school or file
    language = school.spoken(options.language or school.language)
    change = _change(school, options, words(language))
    found = planner.effect(school, change, seconds=options.time_limit, seed=options.seed)
    after, explanation = changed(school, change), found.explanation
    if options.way is not None:
        # A change with which there is a plan is one option by itself.
        ways = ((),) if found.after.status in {"OPTIMAL", "FEASIBLE"} else ways_of(explanation)
        take_way(file, ways, options.way, after, language, as_json=options.as_json, change=change)
    if options.as_json:
        told = explanation_record(after, explanation, language) if explanation else None
        print_json({"status": found.after.status, **found.model_dump(mode="json"), "explanation": told})
    else:
        _side_by_side(school, found, language)
        if explanation is not None:
            tell_explanation(notices(), after, explanation, language)
    if found.after.status in {"INFEASIBLE", "UNKNOWN"}:
        raise typer.Exit(Exit.IMPOSSIBLE if found.after.status == "INFEASIBLE" else Exit.OUT_OF_TIME)


def _school_at(path: Path) -> tuple[School, Path | None]:
    """The school of a school file, and that file; of a plan the school that stands in it, and no file."""
    from planner.reading import read_school
    from planner.reading.schoolfile import NAMES

    folder = path.is_dir() and not any((path / name).is_file() for name in NAMES)
    plan = path / PLAN_FILE if folder else path
    if plan.name == PLAN_FILE and plan.is_file():
        return planner.read_book(plan).school, None
    return read_school(path), path


def _change(school: School, options: WhatIfOptions, _: Words) -> SchoolChange:
    """All changes, each written NAME=VALUE. Raises Refused for a name or a value that is not there."""
    windows: dict[str, tuple[str, ...]] = {}
    rooms: dict[str, int] = {}
    cycles: dict[str, Cycle] = {}

    def parts(text: str, known: Collection[str]) -> tuple[str, str]:
        name, _sign, value = (part.strip() for part in text.partition("="))
        if name not in known or not value:
            names = ", ".join(known)
            raise Refused(_("'{text}' is not NAME=VALUE with one of these names: {names}.", text=text, names=names))
        return name, value

    text = value = ""
    try:
        for text in options.more_window or ():
            name, value = parts(text, school.window_by_id)
            windows[name] = (*windows.get(name, ()), parse_day(value))
        for text in options.room or ():
            name, value = parts(text, school.room_by_id)
            if not value.isdecimal():
                raise Refused(_("'{text}': how many classes at once? A whole number.", text=text))
            rooms[name] = int(value)
        for text in options.cycle or ():
            name, value = parts(text, school.demand_by_id)
            cycles[name] = Cycle.model_validate(value)
    except (ValidationError, PydanticCustomError):
        raise Refused(_("'{text}': '{value}' cannot be read.", text=text, value=value)) from None
    return planner.SchoolChange(windows=windows, rooms=rooms, cycles=cycles)


def _side_by_side(school: School, found: SchoolEffect, language: Language) -> None:
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

"""The board as the page draws it: the tables of the plan as a grid of places with chips, and what each place would take."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from api.boards import Standing
from api.pages.boardfind import Found, found, names, noons, why_no_draft
from api.pages.boardpick import Pick, Picked, Verdict, picked
from api.pages.boardtable import Table, drawn, labels_of, table_with, tables_of
from api.pages.week import tint
from planner.board.board import Board
from planner.board.exchange import place_in_exchange, who_of
from planner.board.steps import Step, chips_of, noon_of, place_key
from planner.languages import Language
from planner.messages.costs import phrase, told
from planner.messages.rules import rule_sentence
from planner.messages.wording import grades_text, translator
from planner.models.rules import CHANGES
from planner.models.whatif import place_of
from planner.outputs.explanations.explaining import name_of
from planner.outputs.explanations.explanation_names import Names
from planner.outputs.explanations.explanation_text import balance_text
from planner.outputs.explanations.moving import MoveWords

_WORST = 4
_AMPLE = 2
"""A post whose helpers could do so many times what it needs is no worry."""
_NEEDS = frozenset({"demand", "post", "helpers"})


@dataclass(frozen=True)
class Unmet:
    """What a rule asks, how often that is not so, and about whom: (name, key of a chip to jump to, or empty)."""

    sentence: str
    words: str
    worst: tuple[tuple[str, str], ...]
    more: int
    """So many more than those."""


@dataclass(frozen=True)
class Waits:
    """Who is due and stands nowhere; or a seat that nobody has."""

    key: str
    label: str
    times: int
    tint: int
    picked: bool


@dataclass(frozen=True)
class Deed:
    """Something done on the board."""

    words: str
    who: str
    at: dt.datetime
    counts: bool


@dataclass(frozen=True)
class Shown:
    """A page of the board."""

    id: str
    version: int
    since: dt.date
    tables: tuple[tuple[str, str], ...]
    table: Table
    picked: Picked | None
    cost: int
    unmet: tuple[Unmet, ...]
    moved: int
    helpers: int
    deeds: tuple[Deed, ...]
    can_undo: bool
    can_redo: bool
    grades: tuple[tuple[str, int], ...]
    loads: tuple[tuple[str, int], ...]
    """(helper, dates of the term with a duty), most first."""
    needs: tuple[str, ...]
    """Need against places, in sentences."""
    kept_free: tuple[tuple[str, str], ...]
    """(key, name) of each window on a day that is kept free."""
    waiting: tuple[Waits, ...]
    vacant: tuple[Waits, ...]
    """Seats that nobody has."""
    left: tuple[str, ...]
    """What was done before and could not be done again in a school file that has gone on."""
    why_not: str
    """Why no draft can be made; '' where something is otherwise than before, and everybody has a place."""
    exchange: tuple[str, str, str] | None
    """What was in hand before something else was taken up: (its name, its key, key of the place of that)."""
    allowed: tuple[str, ...]
    """What of the school file will be changed with the draft."""
    names: tuple[str, ...]
    """Whom one can look for."""
    found: Found | None
    noons: tuple[tuple[str, str], ...]
    """(key, name) of whatever of this table can be kept free."""


def shown(
    standing: Standing, language: Language, wanted: str, pick: Pick | None = None, day: str = "", find: str = ""
) -> Shown:
    """The page: one of the tables, with what is taken up and what was answered about it; ``day``: the one on a phone;
    ``find``: the name of somebody, who is shown where he or she stands."""
    board = standing.board
    tables = tables_of(board, language)
    words = MoveWords(board.school, language)
    sought = found(board, words, find) if find else None
    stand = {key: table_with(board, tables, key) for key in (sought.keys if sought else ())}
    at = pick.key if pick else next((key for key, on in stand.items() if on == wanted), next(iter(stand), ""))
    on = stand.get(at) or (table_with(board, tables, at) if at and not wanted else wanted)
    rota = next((r for r in tables if r.key == on), tables[0])
    taken = picked(board, words, pick) if pick is not None else None
    by_place: dict[str, list[Verdict]] = defaultdict(list)
    if taken is not None and pick is not None and not pick.seat:
        for answer, verdict in zip(pick.answers.answers, taken.answers, strict=True):
            # A seat that nobody has is dropped on whoever is to have it, wherever that one stands.
            mine = [d for d in board.plan.duties if d.helper == answer.helper] if taken.vacant else []
            for place in map(place_of, mine) if taken.vacant else [answer.place]:
                by_place[place_key(place)].append(verdict)
    changes = board.changes
    waiting = tuple(_waits(board, words, pick.key if pick else ""))
    vacant = tuple(
        Waits(key, words.place(v.place), v.seats, 0, pick is not None and pick.key == key) for key, v in board.vacant.items()
    )
    return Shown(
        standing.id,
        standing.version,
        board.plan.effective_from,
        tuple(labels_of(tables).items()),
        drawn(board, rota, at, by_place, day, sought.keys if sought else ()),
        taken,
        board.report.cost,
        _unmet(board, language),
        changes.count("moved") + changes.count("added"),
        changes.helpers,
        tuple(_deed(one.step, words, one.author, one.at, n < board.position) for n, one in enumerate(standing.done))[::-1],
        board.position > 0,
        board.position < len(board.steps),
        tuple(_grades(board, language)),
        tuple((words.helper(h), count) for h, count in board.loads),
        _needs(board, language),
        tuple((key, _noon(words, key)) for key in board.kept_free),
        waiting,
        vacant,
        tuple(_left(step, words) for step in board.steps[: board.position] if step.kind == "left"),
        why_no_draft(board, [w.label for w in waiting], [w.label for w in vacant], language),
        _exchange(board, words, pick),
        tuple(words.way(board.allowed)),
        tuple(dict.fromkeys(names(board, words).values())),
        sought,
        noons(board, rota, words),
    )


def _waits(board: Board, words: MoveWords, picked: str) -> Iterator[Waits]:
    for key, (visitor, demand, stretch, times) in board.waiting.items():
        yield Waits(key, words.waiting(visitor, demand, stretch), times, tint(board.school, visitor), key == picked)


def _unmet(board: Board, language: Language) -> tuple[Unmet, ...]:
    """What costs something, the dearest first, with who is hit worst."""
    found, words = [], MoveWords(board.school, language)
    for cost in sorted(board.report.cost_by_rule, key=lambda c: -c.cost):
        one = told(cost.rule, cost.weight, cost.amount, board.amounts.get(cost.rule, {})) if cost.cost else None
        if one is not None and cost.rule not in CHANGES:
            worst = tuple(_offender(board, words, subject) for subject in one.about[:_WORST])
            more = len(one.about) - len(worst)
            found.append(Unmet(rule_sentence(cost.rule, language), phrase(one, language), worst, more))
    return tuple(found)


def _offender(board: Board, words: MoveWords, subject: str) -> tuple[str, str]:
    """(name, key of a chip) of whom a rule is about."""
    parts = subject.split()
    return words.about(subject), next((key for key, x in chips_of(board.plan).items() if who_of(x) in parts), "")


def _deed(step: Step, words: MoveWords, who: str, at: dt.datetime, counts: bool) -> Deed:
    _ = translator(words.language)
    match step.kind:
        case "move":
            others = len(step.visits) + len(step.duties) - 1
            name = _mover(step, words)
            where = words.place(step.place) if step.place else ""
            text = _("{name} → {place}", name=name, place=where)
            if (given := _given(step)) and step.place:
                name = f"{words.place(step.place)} {name}".strip()
                text = _("{name} → {place}", name=name, place=words.helper(given))
            if others > 0:
                text += " " + _.ngettext("and {count} more change", "and {count} more changes", others)
        case "pin":
            text = _("{name} pinned", name=_mover(step, words))
        case "unpin":
            text = _("{name} may move again", name=_mover(step, words))
        case "allow":
            text = ""
        case "free":
            text = _("{noon} is kept free", noon=", ".join(_noon(words, key) for key in step.freed))
            if others := len(step.visits) + len(step.duties):
                text += " " + _.ngettext("({count} change)", "({count} changes)", others)
        case "open":
            text = _("{noon} may be used again", noon=", ".join(_noon(words, key) for key in step.opened))
        case "left":
            text = _("Could not be done again: {what}", what=_left(step, words))
        case "best":
            count = len(step.visits) + len(step.duties)
            text = _.ngettext("The rest made best: {count} change", "The rest made best: {count} changes", count)
    if step.way:
        text = " ".join([text, *words.way(step.way)]).strip()
    return Deed(text, who, at, counts)


def _left(step: Step, words: MoveWords) -> str:
    """What a step of a board before was about."""
    _ = translator(words.language)
    if step.freed:
        known = [key for key in step.freed if noon_of(key)[1] in words.school.window_by_id]
        return _("{noon} is kept free", noon=", ".join(_noon(words, key) for key in known) or ", ".join(step.freed))
    given = _given(step)
    name = words.helper(given) if given in words.school.helper_by_id else _mover(step, words) if step.chip else ""
    where = words.place(step.place) if step.place else ""
    return " → ".join(filter(None, (name, where))) or _("Make the rest best")


def _given(step: Step) -> str:
    """Who has a seat now that somebody else was given; '' where somebody was moved."""
    kind, who, *place = step.chip.split("~")
    _kind, now, *there = step.pinned[0].split("~") if step.pinned else ("", "")
    if kind == "vacant":
        return now
    return now if kind == "duty" and place == there and now != who else ""


def _mover(step: Step, words: MoveWords) -> str:
    """Whom a chip's key is about."""
    kind, who = step.chip.split("~")[:2]
    if kind == "vacant":
        return ""
    known = who in words.school.helper_by_id
    return words.helper(who) if kind == "duty" and known else name_of(words.school, who, words.language)


def _needs(board: Board, language: Language) -> tuple[str, ...]:
    """Need against places of visits and duties, the tightest first."""
    names = Names(board.school, language)
    tight = (b for b in board.rooms.balances if b.kind in _NEEDS and (b.kind != "post" or b.capacity < _AMPLE * b.need))
    return tuple(balance_text(names, b) for b in tight)


def _noon(words: MoveWords, key: str) -> str:
    return words.noon(*noon_of(key))


def _exchange(board: Board, words: MoveWords, pick: Pick | None) -> tuple[str, str, str] | None:
    """The two might change places: whoever takes up another chip while one is in hand often wants just that."""
    there = place_in_exchange(board, pick.was, pick.key) if pick else None
    if pick is None or there is None:
        return None
    return words.who(board.chip(pick.was)), pick.was, there


def _grades(board: Board, language: Language) -> list[tuple[str, int]]:
    seen: dict[int, int] = {}
    for c in board.school.class_by_id.values():
        seen.setdefault(c.grade, tint(board.school, c.id))
    said = board.school.spoken(language)
    return [(grades_text(said, [grade]), n) for grade, n in sorted(seen.items())]

"""The board as the page draws it: the tables of the plan as a grid of places with chips, and what each place would take."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from api.boards import Standing
from api.pages.boardpick import Pick, Picked, Verdict, picked
from api.pages.week import tint
from planner.board.beside import Absence
from planner.board.board import Board, Chip
from planner.board.steps import Step, chip_of, chips_of, noon_key, noon_of, place_key, seat_key
from planner.languages import Language
from planner.messages.costs import phrase, told
from planner.messages.rules import rule_sentence
from planner.messages.wording import date_text, grades_text, translator
from planner.models.plan import PlannedVisit
from planner.models.rules import CHANGES
from planner.models.whatif import PlanPlace, place_of
from planner.outputs.explanations.explaining import name_of
from planner.outputs.explanations.explanation_names import Names
from planner.outputs.explanations.explanation_text import balance_text
from planner.outputs.explanations.moving import MoveWords
from planner.outputs.tables.borrowing import borrowing
from planner.outputs.tables.duty import duty
from planner.outputs.tables.reading import reading, reading_rooms
from planner.outputs.tables.rota import Cell, Rota
from planner.outputs.tables.source import Source
from planner.timeline import Shift, VisitCell

_RANK = {"free": 0, "moves": 1, "unknown": 2, "impossible": 3, "here": 4}
_WORST = 4
_ABSENT = 2
_AMPLE = 2
"""A post whose helpers could do so many times what it needs is no worry."""
_NEEDS = frozenset({"demand", "post", "helpers"})


@dataclass(frozen=True)
class Mark:
    """A chip: somebody in a place."""

    key: str
    label: str
    tint: int
    pinned: bool
    fixed: bool
    """A pin of the school file keeps it there."""
    moved: bool
    picked: bool
    absent: tuple[str, ...]
    """Dates on which the helper is away, with who stands in."""


@dataclass(frozen=True)
class Square:
    """A cell of the grid."""

    lines: tuple[str, ...]
    chips: tuple[Mark, ...]
    ghosts: tuple[str, ...]
    """Who stood here in the plan that the board was opened on, and has moved."""
    is_place: bool
    kept_free: bool
    room: tuple[int, int] | None
    """Classes that are here, and that fit in at once; None where nothing limits them."""
    best: Verdict | None = None
    """The cheapest of the answers about this cell."""


@dataclass(frozen=True)
class Line:
    """A row: heads and cells."""

    heads: tuple[Cell, ...]
    squares: tuple[Square, ...]


@dataclass(frozen=True)
class Table:
    """One of the tables."""

    key: str
    label: str
    headings: tuple[tuple[Cell, ...], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Unmet:
    """What a rule asks, how often that is not so, and about whom: (name, key of a chip to jump to, or empty)."""

    sentence: str
    words: str
    worst: tuple[tuple[str, str], ...]
    more: int
    """So many more than those."""


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
    exchange: tuple[str, str, str] | None
    """What was in hand before something else was taken up: (its name, its key, key of the place of that)."""
    allowed: tuple[str, ...]
    """What of the school file will be changed with the draft."""


def shown(standing: Standing, language: Language, wanted: str, pick: Pick | None = None) -> Shown:
    """The page: one of the tables, with what is taken up and what was answered about it."""
    board = standing.board
    tables = _tables(board, language)
    on = _table_of(board, tables, pick.key) if pick and not wanted else wanted
    rota = next((r for r in tables if r.key == on), tables[0])
    words = MoveWords(board.school, language)
    taken = picked(board, words, pick) if pick is not None else None
    by_place: dict[str, list[Verdict]] = defaultdict(list)
    if taken is not None and pick is not None and not pick.seat:
        for answer, verdict in zip(pick.answers.answers, taken.answers, strict=True):
            by_place[place_key(answer.place)].append(verdict)
    changes = board.changes
    return Shown(
        standing.id,
        standing.version,
        board.plan.effective_from,
        tuple(_labels(tables).items()),
        _table(board, rota, pick.key if pick else "", by_place),
        taken,
        board.report.cost,
        _unmet(board, language),
        changes.count("moved"),
        changes.helpers,
        tuple(_deed(one.step, words, one.author, one.at, n < board.position) for n, one in enumerate(standing.done))[::-1],
        board.position > 0,
        board.position < len(board.steps),
        tuple(_grades(board, language)),
        tuple((words.helper(h), count) for h, count in board.loads),
        _needs(board, language),
        tuple((key, _noon(words, key)) for key in board.kept_free),
        _exchange(board, words, pick),
        tuple(words.way(board.allowed)),
    )


@lru_cache(maxsize=24)
def _tables(board: Board, language: Language) -> tuple[Rota, ...]:
    """Every table of the plan, once for each board as it stands."""
    source = Source.of(board.chapter, language)
    rooms = (page for room, placed in reading_rooms(source).items() for page in reading(source, room, placed))
    return (*borrowing(source), *rooms, *duty(source))


def _labels(tables: Sequence[Rota]) -> dict[str, str]:
    """Key of each table -> its name; numbered where several have the same."""
    counts, seen = Counter(r.label for r in tables), Counter[str]()
    labels = {}
    for r in tables:
        seen[r.label] += 1
        labels[r.key] = r.label if counts[r.label] == 1 else f"{r.label} {seen[r.label]}"
    return labels


def _table_of(board: Board, tables: Sequence[Rota], chip: str) -> str:
    """Key of the table on which a chip stands."""
    thing = chips_of(board.plan).get(chip)
    if thing is not None:
        for rota in tables:
            if any(place.key == thing.place for row in rota.rows for cell in row.cells for place in cell.places):
                return rota.key
    return tables[0].key


def _table(board: Board, rota: Rota, pick: str, by_place: Mapping[str, Sequence[Verdict]]) -> Table:
    now, before = chips_of(board.plan), chips_of(board.base.plan)
    at: dict[tuple[object, ...], list[Chip]] = defaultdict(list)
    gone: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for thing in now.values():
        at[thing.place].append(thing)
    for key, thing in before.items():
        if key not in now:
            gone[thing.place].append(_who(thing))
    words = MoveWords(board.school, rota.language)

    def mark(thing: Chip, label: str) -> Mark:
        key = chip_of(thing)
        absent = tuple(_absent(words, a) for a in board.absences.get(key, ()) if a.date >= board.plan.effective_from)
        told = (*absent[:_ABSENT], "…") if len(absent) > _ABSENT else absent
        held = (key in board.pins, key in board.fixed)
        return Mark(key, label, _tint(board, thing), *held, key not in before, key == pick, told)

    def square(cell: Cell) -> Square:
        chips: list[Mark] = []
        there = [thing for place in cell.places for thing in at[place.key]]
        for line in cell.lines:
            thing = next((x for x in there if _who(x) == line.who), None) if line.who else None
            if thing is not None:
                there.remove(thing)
                chips.append(mark(thing, line.text))
        chips += [mark(thing, words.who(thing)) for thing in there]
        ghosts = [name_of(board.school, who, rota.language) for place in cell.places for who in gone[place.key]]
        if any(isinstance(place, Shift) for place in cell.places):
            ghosts = [words.helper(who) for place in cell.places for who in gone[place.key]]
        found = [v for place in cell.places for v in by_place.get(place_key(_named(place)), ())]
        best = min(found, key=lambda v: (_RANK[v.state], v.others, v.extra), default=None)
        plain = tuple(line.text for line in cell.lines if not line.who)
        most = [n for p in cell.places if isinstance(p, VisitCell) and (n := board.rooms.most(p)) is not None]
        room = (len(chips), max(most)) if most else None
        visits = [p for p in cell.places if isinstance(p, VisitCell)]
        free = bool(visits) and all(_noons(p) & set(board.kept_free) for p in visits)
        return Square(plain, tuple(chips), tuple(dict.fromkeys(ghosts)), bool(cell.places), free, room, best)

    lines = tuple(Line(row.heads, tuple(map(square, row.cells))) for row in rota.rows)
    return Table(rota.key, rota.label, rota.headings, lines)


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
    return words.about(subject), next((key for key, x in chips_of(board.plan).items() if _who(x) in parts), "")


def _deed(step: Step, words: MoveWords, who: str, at: dt.datetime, counts: bool) -> Deed:
    _ = translator(words.language)
    match step.kind:
        case "move":
            name, others = _mover(step, words), len(step.visits) + len(step.duties) - 1
            where = words.place(step.place) if step.place else ""
            text = _("{name} → {place}", name=name, place=where)
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
        case "best":
            count = len(step.visits) + len(step.duties)
            text = _.ngettext("The rest made best: {count} change", "The rest made best: {count} changes", count)
    if step.way:
        text = " ".join([text, *words.way(step.way)]).strip()
    return Deed(text, who, at, counts)


def _mover(step: Step, words: MoveWords) -> str:
    """Whom a chip's key is about."""
    kind, who = step.chip.split("~")[:2]
    return words.helper(who) if kind == "duty" else name_of(words.school, who, words.language)


def _needs(board: Board, language: Language) -> tuple[str, ...]:
    """Need against places of visits and duties, the tightest first."""
    names = Names(board.school, language)
    tight = (b for b in board.rooms.balances if b.kind in _NEEDS and (b.kind != "post" or b.capacity < _AMPLE * b.need))
    return tuple(balance_text(names, b) for b in tight)


def _noons(cell: VisitCell) -> set[str]:
    """Keys by which a place might be kept free."""
    return {noon_key(cell.turn, cell.window or "", slot) for slot in (0, cell.slot)}


def _noon(words: MoveWords, key: str) -> str:
    return words.noon(*noon_of(key))


def _exchange(board: Board, words: MoveWords, pick: Pick | None) -> tuple[str, str, str] | None:
    """The two might change places: whoever takes up another chip while one is in hand often wants just that."""
    before, now = (chips_of(board.plan).get(key) for key in (pick.was, pick.key)) if pick else (None, None)
    if before is None or now is None or type(before) is not type(now) or before.place[1:] == now.place[1:]:
        return None
    if isinstance(before, PlannedVisit) and isinstance(now, PlannedVisit):
        place = place_of(now.model_copy(update={"demand": before.demand}))
        return words.who(before), chip_of(before), seat_key(place)
    return words.who(before), chip_of(before), seat_key(place_of(now), _who(now))


def _absent(words: MoveWords, absence: Absence) -> str:
    _ = translator(words.language)
    date = date_text(words.language, absence.date)
    if absence.substitute:
        return _("{date}: {name} stands in", date=date, name=words.helper(absence.substitute))
    return _("{date}: away", date=date)


def _grades(board: Board, language: Language) -> list[tuple[str, int]]:
    seen: dict[int, int] = {}
    for c in board.school.class_by_id.values():
        seen.setdefault(c.grade, tint(board.school, c.id))
    return [(grades_text(language, [grade]), n) for grade, n in sorted(seen.items())]


def _tint(board: Board, thing: Chip) -> int:
    if isinstance(thing, PlannedVisit):
        return tint(board.school, thing.visitor)
    helper = board.school.helper_by_id.get(thing.helper)
    return tint(board.school, helper.class_id) if helper and helper.class_id else 0


def _who(thing: Chip) -> str:
    return thing.visitor if isinstance(thing, PlannedVisit) else thing.helper


def _named(place: VisitCell | Shift) -> PlanPlace:
    if isinstance(place, Shift):
        return PlanPlace(what=place.post, turn=place.turn, window=place.window, slot=place.slot)
    return PlanPlace(
        what=place.demand, turn=place.turn, window=place.window, slot=place.slot, period=place.period, room=place.room
    )

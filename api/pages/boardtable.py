"""The tables of the plan as a grid of places with chips, what each place would take, and the days that a phone shows singly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from api.pages.boardpick import POSSIBLE, Verdict
from api.pages.week import tint
from planner.board.beside import Absence
from planner.board.board import Board, Chip
from planner.board.exchange import who_of
from planner.board.steps import Vacant, chip_of, chips_of, noon_key, place_key
from planner.languages import Language
from planner.messages.wording import date_text, translator, turn_name
from planner.models.plan import PlannedVisit
from planner.models.whatif import PlanPlace
from planner.outputs.explanations.explaining import name_of
from planner.outputs.explanations.moving import MoveWords
from planner.outputs.tables.borrowing import borrowing
from planner.outputs.tables.duty import duty
from planner.outputs.tables.reading import reading, reading_rooms
from planner.outputs.tables.rota import Cell, Rota
from planner.outputs.tables.source import Source
from planner.timeline import Shift, VisitCell

_RANK = {"free": 0, "moves": 1, "unknown": 2, "impossible": 3, "here": 4}
_ABSENT = 2
_DAYS = range(2, 13)
"""So many days stand side by side as tabs."""


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
    found: bool
    """It was looked for by name."""
    absent: tuple[str, ...]
    """Dates on which the helper is away, with who stands in."""


@dataclass(frozen=True)
class Square:
    """A cell of the grid."""

    lines: tuple[str, ...]
    chips: tuple[Mark, ...]
    ghosts: tuple[str, ...]
    """Who stood here in the plan that the board was opened on, and has moved."""
    vacant: tuple[tuple[str, int, bool], ...]
    """Seats here that nobody has: (key, how many, picked up)."""
    is_place: bool
    kept_free: bool
    room: tuple[int, int] | None
    """Classes that are here, and that fit in at once; None where nothing limits them."""
    best: Verdict | None = None
    """The cheapest of the answers about this cell."""
    head: str = ""
    """What stands above it, said beside it where no columns are shown."""
    off: bool = False
    """It is of another day than the one that a phone shows."""


@dataclass(frozen=True)
class Line:
    """A row: heads and cells."""

    heads: tuple[Cell, ...]
    squares: tuple[Square, ...]

    @property
    def off(self) -> bool:
        """Nothing of it is of the day that a phone shows."""
        return bool(self.squares) and all(s.off for s in self.squares)


@dataclass(frozen=True)
class Day:
    """A day of the table: its key, its name, places of it that are possible for what is in hand."""

    key: str
    name: str
    possible: int
    shown: bool


@dataclass(frozen=True)
class Table:
    """One of the tables."""

    key: str
    label: str
    headings: tuple[tuple[Cell, ...], ...]
    lines: tuple[Line, ...]
    days: tuple[Day, ...] = ()
    """None where its rows and columns are no days, or too many."""

    @property
    def day(self) -> str:
        """Key of the day that a phone shows."""
        return next((day.key for day in self.days if day.shown), "")


@lru_cache(maxsize=24)
def tables_of(board: Board, language: Language) -> tuple[Rota, ...]:
    """Every table of the plan, once for each board as it stands."""
    source = Source.of(board.chapter, board.school.spoken(language))
    rooms = (page for room, placed in reading_rooms(source).items() for page in reading(source, room, placed))
    return (*borrowing(source), *rooms, *duty(source))


def labels_of(tables: Sequence[Rota]) -> dict[str, str]:
    """Key of each table -> its name; where several have the same, with what tells them apart in the line below it, the room or
    the campus, or else a number."""
    alike: dict[str, list[Rota]] = defaultdict(list)
    for r in tables:
        alike[r.label].append(r)
    labels = {}
    for label, found in alike.items():
        parts = [r.subtitle.split(" · ") for r in found]
        apart = [[part for part in mine if sum(part in other for other in parts) < len(found)] for mine in parts]
        own = [next(iter(mine), "") for mine in apart]
        for n, r in enumerate(found):
            told = f"{label} · {own[n]}" if own[n] and own.count(own[n]) == 1 else f"{label} {n + 1}"
            labels[r.key] = label if len(found) == 1 else told
    return {r.key: labels[r.key] for r in tables}


def table_with(board: Board, tables: Sequence[Rota], chip: str) -> str:
    """Key of the table on which a chip stands, or where one that waits could stand."""
    waits, there = board.waiting.get(chip), _place_of(board, chip)
    for rota in tables:
        for place in _places(rota):
            if (there and place.key == there) or (waits and isinstance(place, VisitCell) and place.demand == waits.demand):
                return rota.key
    return tables[0].key


def drawn(
    board: Board, rota: Rota, at: str, by_place: Mapping[str, Sequence[Verdict]], day: str, found: Sequence[str] = ()
) -> Table:
    """A table with its chips. ``at``: what is in hand, or the first of what was ``found``; ``by_place``: place -> the answers
    about it, for what is in hand; ``day``: that of a phone."""
    draw = _Drawing(board, rota, "" if found else at, by_place, found)
    lines = tuple(Line(row.heads, tuple(map(draw.square, row.cells))) for row in rota.rows)
    return _by_day(board, rota, Table(rota.key, rota.label, rota.headings, lines), at, day)


class _Drawing:
    """What cells of one table show."""

    def __init__(
        self, board: Board, rota: Rota, pick: str, by_place: Mapping[str, Sequence[Verdict]], found: Sequence[str]
    ) -> None:
        self._found = frozenset(found)
        self._board, self._language, self._pick, self._by_place = board, rota.language, pick, by_place
        self._words = MoveWords(board.school, rota.language)
        self._before = chips_of(board.base.plan)
        self._at: dict[tuple[object, ...], list[Chip]] = defaultdict(list)
        self._gone: dict[tuple[object, ...], list[str]] = defaultdict(list)
        self._vacant: dict[tuple[object, ...], list[Vacant]] = defaultdict(list)
        for key, vacant in board.vacant.items():
            self._vacant[_place_of(board, key) or ()].append(vacant)
        now = chips_of(board.plan)
        for thing in now.values():
            self._at[thing.place].append(thing)
        for key, thing in self._before.items():
            if key not in now:
                self._gone[thing.place].append(who_of(thing))

    def square(self, cell: Cell) -> Square:
        """A cell."""
        chips: list[Mark] = []
        there = [thing for place in cell.places for thing in self._at[place.key]]
        for line in cell.lines:
            thing = next((x for x in there if who_of(x) == line.who), None) if line.who else None
            if thing is not None:
                there.remove(thing)
                chips.append(self._mark(thing, line.text))
        chips += [self._mark(thing, self._words.who(thing)) for thing in there]
        gone = [(place, who) for place in cell.places for who in self._gone[place.key]]
        ghosts = [
            self._words.helper(who) if isinstance(place, Shift) else name_of(self._board.school, who, self._language)
            for place, who in gone
        ]
        found = [v for place in cell.places for v in self._by_place.get(place_key(_named(place)), ())]
        best = min(found, key=lambda v: (_RANK[v.state], v.others, v.extra), default=None)
        plain = tuple(line.text for line in cell.lines if not line.who)
        visits = [p for p in cell.places if isinstance(p, VisitCell)]
        most = [n for p in visits if (n := self._board.rooms.most(p)) is not None]
        room = (len(chips), max(most)) if most else None
        vacant = [v for place in cell.places if isinstance(place, Shift) for v in self._vacant.get(place.key, ())]
        seats = tuple((v.key, v.seats, v.key == self._pick) for v in vacant)
        free = bool(visits) and all(_noons(p) & set(self._board.kept_free) for p in visits)
        return Square(plain, tuple(chips), tuple(dict.fromkeys(ghosts)), seats, bool(cell.places), free, room, best)

    def _mark(self, thing: Chip, label: str) -> Mark:
        key, board = chip_of(thing), self._board
        since = board.plan.effective_from
        absent = tuple(_absent(self._words, a) for a in board.absences.get(key, ()) if a.date >= since)
        told = (*absent[:_ABSENT], "…") if len(absent) > _ABSENT else absent
        held = (key in board.pins, key in board.fixed)
        return Mark(
            key, label, _tint(board, thing), *held, key not in self._before, key == self._pick, key in self._found, told
        )


def _by_day(board: Board, rota: Rota, table: Table, pick: str, wanted: str) -> Table:
    """The table with its days, where each row, or each column, is of one."""
    cells = [[{p.day for p in cell.places} for cell in row.cells] for row in rota.rows]
    rows = [set[str | None]().union(*row) for row in cells]
    columns = [
        set[str | None]().union(*(row[n] for row in cells if n < len(row))) for n in range(max(map(len, cells), default=0))
    ]
    in_rows, in_columns = (all(len(found) < 2 and None not in found for found in side) for side in (rows, columns))
    days = list(dict.fromkeys(str(day) for found in (rows if in_rows else columns) for day in found))
    if len(days) not in _DAYS or not (in_rows or in_columns):
        return table
    there = _place_of(board, pick)
    at = next((p.day for p in _places(rota) if p.key == there), None)
    shown = next((day for day in (wanted, at) if day in days), days[0])
    heads = _column_heads(rota)
    side = rows if in_rows else columns
    several = in_rows or any(n > 1 for n in Counter(map(str, (next(iter(c), None) for c in columns if c))).values())
    lines = []
    for r, line in enumerate(table.lines):
        squares = tuple(
            replace(s, off=shown not in side[r if in_rows else c], head=heads[c] if several and c < len(heads) else "")
            for c, s in enumerate(line.squares)
        )
        lines.append(replace(line, squares=squares))
    possible = Counter(
        next(iter(side[r if in_rows else c]), None)
        for r, line in enumerate(table.lines)
        for c, s in enumerate(line.squares)
        if s.best is not None and s.best.state in POSSIBLE
    )
    found = (Day(day, turn_name(rota.language, day, board.school.term), possible[day], day == shown) for day in days)
    return replace(table, lines=tuple(lines), days=tuple(found))


def _column_heads(rota: Rota) -> list[str]:
    """What stands above each column of cells, from the top down, a line for each; headings may span columns and rows."""
    first = max((sum(head.columns for head in row.heads) for row in rota.rows), default=0)
    taken: dict[tuple[int, int], str] = {}
    for r, row in enumerate(rota.headings):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            for dr in range(cell.rows):
                for dc in range(cell.columns):
                    taken[r + dr, c + dc] = " ".join(line.text for line in cell.lines)
            c += cell.columns
    width = max((c for _r, c in taken), default=-1) + 1
    columns = ([taken.get((r, c), "") for r in range(len(rota.headings))] for c in range(first, width))
    return ["\n".join(dict.fromkeys(filter(None, column))) for column in columns]


def _places(rota: Rota) -> Iterator[VisitCell | Shift]:
    return (place for row in rota.rows for cell in row.cells for place in cell.places)


def _place_of(board: Board, chip: str) -> tuple[str | int, ...] | None:
    """Where a chip stands, or a seat is vacant; None where it is nowhere."""
    thing, vacant = chips_of(board.plan).get(chip), board.vacant.get(chip)
    if vacant is not None:
        place = vacant.place
        return (place.what, place.turn, place.window or "", place.slot or 0)
    return thing.place if thing is not None else None


def _tint(board: Board, thing: Chip) -> int:
    if isinstance(thing, PlannedVisit):
        return tint(board.school, thing.visitor)
    helper = board.school.helper_by_id.get(thing.helper)
    return tint(board.school, helper.class_id) if helper and helper.class_id else 0


def _noons(cell: VisitCell) -> set[str]:
    """Keys by which a place might be kept free."""
    return {noon_key(cell.turn, cell.window or "", slot) for slot in (0, cell.slot)}


def _absent(words: MoveWords, absence: Absence) -> str:
    _ = translator(words.language)
    date = date_text(words.language, absence.date)
    if absence.substitute:
        return _("{date}: {name} stands in", date=date, name=words.helper(absence.substitute))
    return _("{date}: away", date=date)


def _named(place: VisitCell | Shift) -> PlanPlace:
    if isinstance(place, Shift):
        return PlanPlace(what=place.post, turn=place.turn, window=place.window, slot=place.slot)
    return PlanPlace(
        what=place.demand, turn=place.turn, window=place.window, slot=place.slot, period=place.period, room=place.room
    )

"""Finding on the board: where somebody stands, by name; the noons that a table has; and why no draft can be made yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.board.board import Board
from planner.board.steps import chips_of, noon_key
from planner.languages import Language
from planner.messages.wording import listing, sentences, translator
from planner.outputs.explanations.moving import MoveWords
from planner.outputs.tables.rota import Rota
from planner.reading.lookalikes import fold_lookalikes
from planner.timeline import VisitCell

_NAMED = 3


@dataclass(frozen=True)
class Found:
    """What was looked for, the name it fits best, and the keys of the chips of that name, in the order of the plan."""

    wanted: str
    name: str
    keys: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    """(key, name of the place) of each; of what has no place yet its own name."""


def names(board: Board, words: MoveWords) -> dict[str, str]:
    """Key of each chip, and of whatever waits for a place -> its name."""
    waits = {key: words.waiting(visitor, demand, stretch) for key, (visitor, demand, stretch, _n) in board.waiting.items()}
    return waits | {key: words.who(thing) for key, thing in chips_of(board.plan).items()}


def found(board: Board, words: MoveWords, wanted: str) -> Found:
    """Who is called so; else whose name begins so; else who has it in the name. Width and case of letters do not count."""
    known, sought = names(board, words), _plain(wanted)
    name = ""
    if sought:
        plain = {label: _plain(label) for label in known.values()}
        # The shortest: 3(1) before 3(12).
        fits = [label for label in plain if sought in plain[label]]
        name = min(fits, key=lambda x: (plain[x] != sought, not plain[x].startswith(sought), len(x), x), default="")
    keys = tuple(key for key, label in known.items() if label == name and name)
    chips = chips_of(board.plan)
    places = tuple((key, words.at(chips[key]) if key in chips else known[key]) for key in keys)
    return Found(wanted, name, keys, places)


def noons(board: Board, rota: Rota, words: MoveWords) -> tuple[tuple[str, str], ...]:
    """(key, name) of each window on a day of a table, and of each slot of it, that is not kept free yet."""
    keys: dict[tuple[str, str, int], str] = {}
    for place in (p for row in rota.rows for cell in row.cells for p in cell.places):
        if isinstance(place, VisitCell) and place.window:
            for slot in dict.fromkeys((0, place.slot or 0)):
                keys[place.turn, place.window, slot] = noon_key(place.turn, place.window, slot)
    kept = set(board.kept_free)
    return tuple((key, words.noon(*at)) for at, key in keys.items() if key not in kept)


def why_no_draft(board: Board, waiting: Sequence[str], vacant: Sequence[str], language: Language) -> str:
    """Why no draft can be made of it as it stands; '' where one can. ``waiting`` and ``vacant`` by name."""
    _ = translator(language)
    if not board.complete:
        said = []
        if waiting:
            said.append(_("No draft can be made yet; these have no place: {names}.", names=_some(waiting, language)))
        if vacant:
            said.append(_("No draft can be made yet; nobody is on duty here: {places}.", places=_some(vacant, language)))
        return sentences(language, said)
    return "" if board.plan is not board.base.plan else _("No draft can be made yet: nothing has been moved.")


def _some(parts: Sequence[str], language: Language) -> str:
    """The first few by name."""
    return listing(language, [*parts[:_NAMED], *(["…"] if len(parts) > _NAMED else [])])


def _plain(text: str) -> str:
    return "".join(fold_lookalikes(text).casefold().split())

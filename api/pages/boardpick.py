"""What is taken up on the board: every place of it, and the other ways to one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.board.board import Board, Chip
from planner.board.exchange import is_exchange, place_in_exchange, refused, who_of
from planner.board.steps import answer_key, chip_of, noon_key
from planner.messages.wording import translator
from planner.models.plan import PlannedVisit
from planner.models.whatif import Answer, Answers
from planner.outputs.explanations.explaining import name_of
from planner.outputs.explanations.moving import MoveWords

_NEAR = 3
POSSIBLE = ("free", "moves")


@dataclass(frozen=True)
class Verdict:
    """What it would take to be in a place; ``state`` is that of `planner.models.whatif.Answer`."""

    state: str
    to: str
    place: str
    onto: str
    """Whose seat it is, who would take the seat, or with whom a visit is exchanged."""
    words: str
    tells: str
    movers: str
    """Who else moves, by name."""
    brief: str
    """What is less good then, in two or three words."""
    others: int
    extra: int
    held: tuple[tuple[str, str], ...]
    """(key, name) of what has to stay where it is, and is in the way."""
    allows: tuple[str, ...] = ()
    """What of the school has to be changed first, each as a request."""
    wanted: bool = False
    """It is the exchange that was asked for."""


@dataclass(frozen=True)
class Ways:
    """Other ways to one of the places."""

    of: str
    place: str
    state: str
    tells: str
    asked: Verdict
    exchanges: tuple[Verdict, ...]
    changes: tuple[Verdict, ...]
    near: tuple[Verdict, ...]
    """Possible places on the same day, or at the same time on another."""
    no_exchange: str
    """Why the two do not change places, where that was asked for; '' otherwise."""


@dataclass(frozen=True)
class Picked:
    """The chip that is taken up, and every place of it."""

    key: str
    label: str
    place: str
    pinned: bool
    fixed: bool
    """A pin of the school file keeps it where it is."""
    is_duty: bool
    seat: bool
    """The answers are about who, not where."""
    vacant: bool
    """It is a seat that nobody has: dropped on somebody it is given to that one."""
    answers: tuple[Verdict, ...]
    possible: int
    noons: tuple[tuple[str, str], ...]
    """(key, name) of the slot and of the whole window and day on which a visit stands."""
    ways: Ways | None


@dataclass(frozen=True)
class Pick:
    """What a page was asked to take up, and what was answered about it."""

    key: str
    answers: Answers
    seat: bool = False
    of: str = ""
    ways: Answers | None = None
    was: str = ""
    """What was in hand before."""
    back: Answers | None = None
    """The places of that, where it is asked whether the two change places."""


def picked(board: Board, words: MoveWords, pick: Pick) -> Picked:
    """The chip with its answers in words, in the order of the answers."""
    waits = board.waiting.get(pick.key)
    vacant = board.vacant.get(pick.key)
    thing = board.chip(pick.key) if waits is None and vacant is None else None
    told = tuple(_verdict(board, words, pick.answers.who, a) for a in pick.answers.answers)
    is_duty = thing is not None and not isinstance(thing, PlannedVisit)
    ways = None
    if pick.ways is not None:
        n = next((n for n, v in enumerate(told) if v.to == pick.of), None)
        ways = _ways(board, words, pick, told, n) if n is not None else None
    label = words.waiting(*waits[:3]) if waits else words.place(vacant.place) if vacant else ""
    return Picked(
        pick.key,
        words.who(thing) if thing else label,
        words.at(thing, brief=not is_duty) if thing else "",
        pick.key in board.pins,
        pick.key in board.fixed,
        is_duty,
        pick.seat or vacant is not None,
        vacant is not None,
        told,
        sum(v.state in POSSIBLE for v in told),
        _noons(thing, words) if isinstance(thing, PlannedVisit) else (),
        ways,
    )


def _noons(visit: PlannedVisit, words: MoveWords) -> tuple[tuple[str, str], ...]:
    if not visit.window:
        return ()
    slots = [visit.slot, 0] if visit.slot else [0]
    return tuple((noon_key(visit.turn, visit.window, s), words.noon(visit.turn, visit.window, s)) for s in slots)


def _ways(board: Board, words: MoveWords, pick: Pick, told: tuple[Verdict, ...], n: int) -> Ways:
    asked, place, seat = told[n], pick.answers.answers[n].place, pick.seat or pick.key in board.vacant
    whom = pick.was.split("~")[1] if pick.was else ""
    answers = sorted(pick.ways.answers if pick.ways else (), key=lambda a: a.instead != whom)
    found = [replace(_verdict(board, words, pick.answers.who, a), wanted=a.instead == whom) for a in answers]

    def apart(answer: Answer) -> tuple[bool, bool]:
        """Whether it is on another day, and at another time."""
        other = answer.place
        return other.turn != place.turn, (other.window, other.slot, other.period) != (place.window, place.slot, place.period)

    possible = [(*apart(a), v) for a, v in zip(pick.answers.answers, told, strict=True) if v.state in POSSIBLE]
    possible.sort(key=lambda x: (x[0], x[1], x[2].others, x[2].extra))
    near = [v for day, moment, v in possible if not (day and moment)]
    return Ways(
        pick.of,
        asked.onto if seat else f"{asked.place} ({asked.onto})" if asked.onto else asked.place,
        asked.state,
        asked.tells,
        asked,
        tuple(v for v in found if not v.allows),
        tuple(v for v in found if v.allows),
        tuple(near[:_NEAR]) if asked.state not in POSSIBLE and not seat else (),
        "" if any(v.wanted for v in found) else _no_exchange(board, words, pick, pick.answers.answers[n]),
    )


def _no_exchange(board: Board, words: MoveWords, pick: Pick, asked: Answer) -> str:
    """Why the two do not change places; '' where that was not asked for, or is what the answer does."""
    if pick.back is None or answer_key(asked) != place_in_exchange(board, pick.key, pick.was):
        return ""
    if asked.verdict in POSSIBLE and is_exchange(board, pick.key, pick.was, asked):
        return ""
    _ = translator(words.language)
    mine, theirs = board.chip(pick.key), board.chip(pick.was)
    both = {"name": words.who(mine), "other": words.who(theirs)}
    no = refused(board, pick.key, pick.was, asked, pick.back)
    if no is None:  # each could be there, or nobody knows in the time: all that is sure is that nothing was found
        return _("{name} and {other}: nothing was found in which just these two change places.", **both)
    lead = _("{name} and {other} cannot simply change places.", **both)
    who, at, answer = board.chip(no[0]), board.chip(no[1]), no[2]
    why = words.tells(who_of(who), answer)
    return f"{lead} " + _("{name}, {place}: {why}", name=words.who(who), place=words.at(at), why=why)


def _verdict(board: Board, words: MoveWords, who: str, answer: Answer) -> Verdict:
    # Wherever it comes in, that is better than nowhere.
    waits = {w.demand for w in board.waiting.values() if w.visitor == who}
    held: list[Chip] = [*answer.held_visits, *answer.held_duties]
    onto = answer.helper or answer.instead or ""
    is_helper = onto in board.school.helper_by_id and answer.place.what in board.school.post_by_id
    return Verdict(
        answer.verdict,
        answer_key(answer),
        words.place(answer.place, brief=answer.place.period is not None or answer.place.what in board.school.demand_by_id),
        "" if not onto else words.helper(onto) if is_helper else name_of(board.school, onto, words.language),
        words.verdict(answer),
        words.tells(who, answer),
        words.movers(who, answer),
        words.cost_brief(answer) if answer.extra > 0 or answer.place.what not in waits else "",
        len(answer.others(who)) + sum(len(m.after) for m in answer.duties),
        answer.extra,
        tuple((chip_of(thing), words.who(thing)) for thing in held),
        tuple(words.way(answer.way)),
    )

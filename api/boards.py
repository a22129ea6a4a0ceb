"""The board of a school: what librarians do on it is stored step by step; the solver is only asked, never waited for twice.

A move takes its repair from the answer that was shown and stored, so that it is done at once, and exactly so, whatever has
become of the solver meanwhile. Everything that changes a board names the version that was looked at.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.exc import IntegrityError

import planner
from api.deps import Door, Rows
from api.documents import Sent, edited, school_of
from api.errors import Refusal
from api.jobs.figures import figures
from api.jobs.supervise import Unanswered
from api.plans import plan_of
from api.store.boards import Done
from api.store.revisions import unpack
from api.store.schools import Document, Stale
from api.tokens import new_id
from planner.board.board import Board
from planner.board.steps import Step, answer_key
from planner.models.outcome import Fix
from planner.models.planfile import dump_plan, dump_school, load_plan
from planner.models.whatif import Answer, Answers
from planner.sessions.book import Book

_SECONDS = 60.0
_OPENING = 30.0
"""Seconds for taking a plan over from a later date."""
_AGAIN = 5
_KEPT = 12
_TRYING = 25.0
"""Seconds after which no further way is tried."""
LIFT, SEAT, WAYS = "lift", "seat", "ways"
"""Where else could this be; who else could have this seat; what other ways are there to one of the answers."""


@dataclass(frozen=True)
class Standing:
    """A board as it stands: its row, its value, and who did what."""

    row: RowMapping
    board: Board
    done: tuple[Done, ...]

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.row["id"])

    @property
    def version(self) -> int:
        """Grows with everything that is done."""
        return int(self.row["version"])


class _Kept:
    """Boards that were looked at last: what has been worked out of one is there for the next look."""

    def __init__(self) -> None:
        self._boards: OrderedDict[tuple[str, int], Board] = OrderedDict()
        self._lock = threading.Lock()

    def board(self, row: RowMapping, steps: tuple[Step, ...]) -> Board:
        """The value of a board."""
        key = (row["id"], int(row["version"]))
        with self._lock:
            known = self._boards.get(key)
            # A step that could not be stored in the end may have had the number of this one.
            if known is not None and (known.position, known.steps) != (int(row["position"]), steps):
                known = None
            begun = next((b for (board, _v), b in self._boards.items() if board == row["id"]), None)
        if known is not None:
            return known
        begun = begun or Board.of(unpack(row["planfile"]))
        made = replace(begun, steps=steps, position=int(row["position"]))
        with self._lock:
            self._boards[key] = made
            while len(self._boards) > _KEPT:
                self._boards.popitem(last=False)
        return made


_BOARDS = _Kept()


def opened(door: Door, revision: str | None, since: dt.date | None, anew: bool = False, keep: bool = False) -> Standing:
    """The board of a plan. ``revision``: none = the published one, or the newest draft before the first. A board that is there
    already stays, with what somebody has done on it, unless one is begun ``anew``; with ``keep`` what was done on it is done
    again as far as it can be. Where the school file has gone on since, and the plan can stay in it, what is new in it waits
    beside the board.

    Raises Refusal: no_published_plan, not_found, bad_since, plan_broken, those of `ask`, and with ``keep`` board_moved where
    somebody does something meanwhile, not_taken_over where the plan cannot stay.
    """
    with door.read() as rows:
        before = _standing(rows) if rows.boards.row() is not None else None
        if before is not None and not anew:
            return before
        row, book = plan_of(rows, revision or _usual(rows))
        newest = rows.document()
    done = before.done[: before.board.position] if before is not None and keep else ()
    steps = [one.step.model_dump(mode="json", exclude_defaults=True) for one in done]
    asked = {"planfile": text_of(book), "since": since.isoformat() if since else None, "seconds": _OPENING, "steps": steps}
    gone_on = newest if newest is not None and newest.version > row["version"] else None
    found = ask(door, "board", asked | {"school": _text_of_school(gone_on) if gone_on else None})
    if keep and gone_on and not found["with_school"]:
        raise Refusal("not_taken_over")
    document = gone_on.version if gone_on and found["with_school"] else int(row["version"])
    packed = zlib.compress(found["planfile"].encode())
    begun = load_plan(found["planfile"].encode()).plan.effective_from
    board = new_id()
    with door.write() as rows:
        rows.lock()
        if not anew and rows.boards.row() is not None:  # opened meanwhile
            return _standing(rows)
        if keep and before is not None:
            _unmoved(_standing(rows), before.version)
        rows.boards.add(board, row["term"], row["number"], document, begun, packed, door.caller.login, door.service.now())
        for number, again in enumerate(found["steps"]):
            one = done[again["of"]]
            begun_row = rows.boards.row()
            assert begun_row is not None
            rows.boards.stand(begun_row, number, (Step.model_validate(again["step"]),), one.author, one.at)
        door.note(rows, "board_opened", revision=row["number"], since=begun.isoformat())
    return looked_at(door)


def looked_at(door: Door) -> Standing:
    """The board of the school. Raises Refusal not_found where there is none."""
    with door.read() as rows:
        return _standing(rows)


def answers(door: Door, standing: Standing, chip: str, question: str = LIFT, of: str = "") -> Answers:
    """What was answered about a chip of the board as it stands: asked once, and kept until the board changes.

    ``of``: to which answer other ways are asked for, by its key. Raises Refusal: unknown_chip, plan_broken, board_moved,
    not_possible, and those of `ask`.
    """
    key = f"{question} {chip}" if question != WAYS else f"{question} {hashlib.sha256(f'{chip} {of}'.encode()).hexdigest()}"
    with door.read() as rows:
        known = rows.boards.answers(standing.id, standing.version, key)
    if known is not None:
        return known
    chips(standing, chip)
    steps = [s.model_dump(mode="json", exclude_defaults=True) for s in standing.board.steps[: standing.board.position]]
    payload = {"planfile": text_of(standing.board.base), "steps": steps, "chip": chip, "to": of, "seconds": _TRYING}
    found = Answers.model_validate(ask(door, question, payload))
    found = found if question != WAYS else _writable(door, standing, found)
    try:
        with door.write() as rows:
            if _standing(rows).version == standing.version:
                rows.boards.remember(standing.id, standing.version, key, found)
    except IntegrityError:  # the other librarian has asked the same at this very moment: hers was shown first
        return answers(door, standing, chip, question, of)
    return found


def _writable(door: Door, standing: Standing, found: Answers) -> Answers:
    """The ways that can be written into the school file that the board was planned from."""
    with door.read() as rows:
        document = rows.document(_version(rows, standing))
    before = standing.board.allowed

    def fits(answer: Answer) -> bool:
        try:
            return not answer.way or document is None or bool(_allowed(document, (*before, *answer.way)))
        except (planner.Declined, planner.BadInput, Refusal):
            return False

    return found.model_copy(update={"answers": tuple(filter(fits, found.answers))})


def _allowed(document: Document, way: tuple[Fix, ...]) -> Sent:
    return edited(document, lambda content, name: planner.take_way(content, way, name))


def _text_of_school(document: Document) -> str | None:
    """A school file for a child; None where it cannot be read any more."""
    try:
        return dump_school(school_of(document)).decode()
    except planner.BadInput:
        return None


def gone_on(rows: Rows, standing: Standing) -> str:
    """What has gone on since the board was opened: the ``plan``, of which another is published now; the school ``file``; or
    nothing."""
    newest, base, published = rows.document(), rows.revisions.row(standing.row["base"]), rows.revisions.published()
    upon = base["base"] if base is not None and base["state"] == "draft" else standing.row["base"]
    if published is not None and published["term"] == standing.row["term"] and published["number"] != upon:
        return "plan"
    return "file" if newest is not None and newest.version > _version(rows, standing) else ""


def _version(rows: Rows, standing: Standing) -> int:
    """Of the school file that the board is about. Raises Refusal not_found."""
    if standing.row["document"] is not None:
        return int(standing.row["document"])
    base = rows.revisions.row(standing.row["base"])
    if base is None:
        raise Refusal("not_found")
    return int(base["version"])


def move(door: Door, expected: int, chip: str, to: str, question: str = LIFT, of: str = "") -> Standing:
    """Do what was answered to a question about a chip: ``to`` is the key of the answer.

    Raises Refusal: board_moved, unknown_chip, not_possible.
    """
    seen = looked_at(door)
    _unmoved(seen, expected)
    said = answers(door, seen, chip, question, of)
    answer: Answer | None = next((a for a in said.answers if answer_key(a) == to), None)
    if answer is None:
        raise Refusal("not_possible")
    return change(door, expected, lambda b: b.move(chip, answer))


def change(door: Door, expected: int, by: Callable[[Board], Board]) -> Standing:
    """Carry out a step, or go back or on. Raises Refusal: board_moved, and what the board declines."""
    with door.write() as rows:
        rows.lock()
        standing = _standing(rows)
        _unmoved(standing, expected)
        try:
            after = by(standing.board)
        except planner.Declined as reason:
            raise Refusal(reason.code) from None
        if after is standing.board:
            return standing
        before = standing.board
        new = after.steps[before.position : after.position] if after.steps is not before.steps else ()
        position = before.position if new else after.position
        rows.boards.stand(standing.row, position, new, door.caller.login, door.service.now())
        return _standing(rows)


def best(door: Door, expected: int, free: str | None = None) -> Standing:
    """Make the rest best around what is pinned; or keep a window on a day free, by its key: whoever is there goes elsewhere.

    Raises Refusal: board_moved, plan_broken, not_possible, no_room_elsewhere, those of `ask`.
    """
    seen = looked_at(door)
    _unmoved(seen, expected)
    steps = [s.model_dump(mode="json", exclude_defaults=True) for s in seen.board.steps[: seen.board.position]]
    payload = {"planfile": text_of(seen.board.base), "steps": steps, "to": free or ""}
    found = ask(door, "best" if free is None else "free", payload)
    if found["step"] is None:
        return seen
    step = Step.model_validate(found["step"])
    return change(door, expected, lambda b: b.then(step))


def draft(door: Door, expected: int) -> int:
    """What stands on the board as an ordinary draft: its number. The board stays. What was allowed on it is written into the
    school file, as a further version.

    Raises Refusal: board_moved, still_waiting, nothing_to_change, draft_is_stale where another plan was published since it was
    opened, file_went_on where something was allowed on it and the school file has been changed since.
    """
    standing = looked_at(door)
    _unmoved(standing, expected)
    board = standing.board
    book = board.book
    if not board.complete:
        left = sum(w.times for w in board.waiting.values()) + sum(v.seats for v in board.vacant.values())
        raise Refusal("still_waiting", count=left)
    if board.plan is board.base.plan:
        raise Refusal("nothing_to_change")
    measured = figures(book)
    with door.read() as rows:
        version = _version(rows, standing)
        newest = rows.document()
    sent = None
    if board.allowed:
        if newest is None or newest.version != version:
            raise Refusal("file_went_on")
        try:
            sent = _allowed(newest, board.allowed)
        except planner.Declined:
            raise Refusal("not_written") from None
    with door.write() as rows:
        rows.lock()
        base, published = rows.revisions.row(standing.row["base"]), rows.revisions.published(standing.row["term"])
        if base is None:
            raise Refusal("not_found")
        upon = base["base"] if base["state"] == "draft" else base["number"]
        if upon != (published["number"] if published else None):
            raise Refusal("draft_is_stale")
        if sent is not None:
            try:
                version = rows.replace(
                    sent.school, sent.kind, sent.content, door.caller.login, door.service.now(), version, "way"
                )
            except Stale:
                raise Refusal("file_went_on") from None
            door.note(rows, "document_way", version=version)
        number = rows.revisions.add(
            book, measured, version=version, base=upon, author=door.caller.login, now=door.service.now()
        )
        door.note(rows, "board_drafted", revision=number)
    return number


def close(door: Door) -> None:
    """Put the board away; what was drafted from it stays. Raises Refusal not_found."""
    with door.write() as rows:
        rows.lock()
        _standing(rows)
        rows.boards.drop()
        door.note(rows, "board_closed")


def chips(standing: Standing, chip: str) -> None:
    """Raises Refusal unknown_chip for what does not stand on the board."""
    if chip in standing.board.waiting or chip in standing.board.vacant:
        return
    try:
        standing.board.chip(chip)
    except planner.Declined as reason:
        raise Refusal(reason.code) from None


def text_of(book: Book) -> str:
    """A plan for a child."""
    return dump_plan(book.planfile).decode()


def ask(door: Door, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Ask a child. Raises Refusal: busy, took_too_long, solver_died, plan_broken, not_possible, bad_since."""
    try:
        return door.service.engine.pool.ask(kind, payload, _SECONDS)
    except Unanswered as error:
        if error.code in ("plan_broken", "not_possible", "no_room_elsewhere", "unknown_chip", "no_duty"):
            raise Refusal(error.code) from None
        if error.code == "since_out_of_range":
            term = load_plan(payload["planfile"].encode())
            first, last = max(term.school.term.start, term.plan.effective_from), term.school.term.end
            raise Refusal("bad_since", since=payload["since"], first=first, last=last) from None
        if error.code == "busy":
            raise Refusal("busy", seconds=_AGAIN, headers={"Retry-After": str(_AGAIN)}) from None
        if error.code == "timeout":
            raise Refusal("took_too_long", seconds=round(_SECONDS), headers={"Retry-After": str(_AGAIN)}) from None
        raise Refusal("solver_died") from None


def _usual(rows: Rows) -> str:
    published = rows.revisions.published()
    drafts = [row for row in rows.revisions.listed() if row["state"] == "draft"]
    return "published" if published is not None or not drafts else str(drafts[0]["number"])


def _standing(rows: Rows) -> Standing:
    row = rows.boards.row()
    if row is None:
        raise Refusal("not_found")
    done = tuple(rows.boards.done(row["id"]))
    return Standing(row, _BOARDS.board(row, tuple(one.step for one in done)), done)


def _unmoved(standing: Standing, expected: int) -> None:
    if standing.version == expected:
        return
    last = standing.done[-1] if standing.done else None
    by = last.author if last is not None else standing.row["author"]
    raise Refusal("board_moved", present=standing.version, by=by)

"""Boards: one for a school, with every step that was done on it and the answers that were shown last."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from api.store import tables as t
from planner.board.steps import Step
from planner.models.whatif import Answers

_FIRST = 1_700_000_000
"""A moment before all boards, in seconds: versions keep fewer than ten digits."""


class Done(NamedTuple):
    """A step, and who did it when."""

    step: Step
    author: str
    at: dt.datetime


class Boards:
    """The board of one school, in one transaction."""

    def __init__(self, connection: Connection, school: str) -> None:
        self._connection = connection
        self._school = school

    def row(self) -> RowMapping | None:
        """The board of the school."""
        query = select(t.board).where(t.board.c.school == self._school)
        return self._connection.execute(query).mappings().one_or_none()

    def add(
        self, board: str, term: str, base: int, document: int, since: dt.date, planfile: bytes, author: str, now: dt.datetime
    ) -> None:
        """Begin a board; the one before goes. ``planfile`` is packed, ``document`` the version of its school file.

        Its version begins with the moment, so that what was seen of an earlier board is never taken for this one.
        """
        self.drop()
        values: dict[str, object] = {
            "id": board,
            "school": self._school,
            "term": term,
            "base": base,
            "since": since.isoformat(),
        }
        values["document"] = document
        more = {"planfile": planfile, "version": int(now.timestamp()) - _FIRST, "position": 0, "author": author, "created": now}
        self._connection.execute(insert(t.board).values(**values, **more))

    def drop(self, term: str | None = None) -> int:
        """Put the board away, or only one of this term; how many that were."""
        where = t.board.c.school == self._school
        where = where & (t.board.c.term == term) if term is not None else where
        return self._connection.execute(delete(t.board).where(where)).rowcount

    def done(self, board: str) -> list[Done]:
        """Every step, also those that were undone, the oldest first."""
        query = select(t.board_step).where(t.board_step.c.board == board).order_by(t.board_step.c.number)
        rows = self._connection.execute(query).mappings()
        return [Done(Step.model_validate(row["step"]), row["author"], row["at"]) for row in rows]

    def stand(self, row: RowMapping, position: int, steps: Sequence[Step], author: str, now: dt.datetime) -> int:
        """The board with ``steps`` after the first ``position`` ones; its new version. What was undone before goes.

        Without steps it only goes back or on to ``position``. ``row`` is the board as it was read in this transaction.
        """
        board = row["id"]
        if steps:
            later = (t.board_step.c.board == board) & (t.board_step.c.number > position)
            self._connection.execute(delete(t.board_step).where(later))
        for number, step in enumerate(steps, start=position + 1):
            body = step.model_dump(mode="json", exclude_defaults=True)
            values = {"board": board, "number": number, "step": body, "author": author, "at": now}
            self._connection.execute(insert(t.board_step).values(values))
        version = int(row["version"]) + 1
        values = {"version": version, "position": position + len(steps)}
        self._connection.execute(update(t.board).where(t.board.c.id == board).values(values))
        self._connection.execute(delete(t.board_answer).where(t.board_answer.c.board == board))
        return version

    def answers(self, board: str, version: int, question: str) -> Answers | None:
        """What was answered to a question about the board as it is."""
        key = (t.board_answer.c.board == board) & (t.board_answer.c.version == version)
        query = select(t.board_answer.c.answers).where(key & (t.board_answer.c.question == question))
        found = self._connection.execute(query).scalar_one_or_none()
        return None if found is None else Answers.model_validate_json(zlib.decompress(found))

    def remember(self, board: str, version: int, question: str, answers: Answers) -> None:
        """Keep an answer until the board changes. Raises IntegrityError where somebody was quicker."""
        body = zlib.compress(answers.model_dump_json(exclude_defaults=True).encode())
        values = {"board": board, "version": version, "question": question, "answers": body}
        self._connection.execute(insert(t.board_answer).values(values))

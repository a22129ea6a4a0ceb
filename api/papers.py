"""Papers of a plan in every format that they have, for whoever asks at the door: made once, kept, one school's at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Hashable

from fastapi.concurrency import run_in_threadpool

from api.deps import Door
from api.errors import Refusal
from api.kept.memory import Kept
from api.limits import FairTurns
from api.plans import for_printing, row_of
from api.store.revisions import unpack
from planner.messages.problems import word
from planner.outputs.formats import Size, Writer
from planner.outputs.papers import NoSuchFormat, NoSuchPaper, Papers

_TURNS = FairTurns(at_once=2, waiting=6, seconds=60.0)
"""A page of a school opens some papers at once; more than these wait in the browser's own queue."""
_KEPT = Kept(64_000_000)
"""Some hundred papers: those of the plans that are being printed these days."""


async def paper(door: Door, revision: str, name: str, writer: Writer, size: Size = "A4", *, internal: bool = False) -> bytes:
    """One paper as the caller may see it.

    Raises Refusal: not_allowed, not_found, no_published_plan, no_such_table, no_such_format, busy; BadInput for what cannot be
    printed.
    """

    def make(papers: Papers) -> bytes:
        try:
            return papers.make(name, writer, size)
        except NoSuchPaper as error:
            raise Refusal("no_such_table", name=error.name, known=", ".join(error.known)) from None
        except NoSuchFormat as error:
            raise Refusal("no_such_format", format=error.name, known=", ".join(error.known)) from None

    return await _made_once(door, revision, (name, writer.extension, size), make, internal=internal)


async def all_tables(door: Door, revision: str, size: Size) -> bytes:
    """The tables of a plan in one PDF. Raises Refusal as `paper`."""

    def make(papers: Papers) -> bytes:
        try:
            return papers.make_filed(size)
        except NoSuchPaper as error:
            raise Refusal("no_such_table", name=error.name, known=", ".join(error.known)) from None

    return await _made_once(door, revision, ("all", size), make, internal=False)


async def title_of(door: Door, revision: str, name: str, *, internal: bool) -> str:
    """What people call a paper. Raises Refusal as `paper`."""

    def make(papers: Papers) -> bytes:
        try:
            return papers.title(name).encode()
        except NoSuchPaper as error:
            raise Refusal("no_such_table", name=error.name, known=", ".join(error.known)) from None

    return (await _made_once(door, revision, ("title", name), make, internal=internal)).decode()


async def names_of(door: Door, revision: str) -> list[str]:
    """Names of the papers that a plan has for the caller. Raises Refusal as `paper`."""
    raw = await _made_once(door, revision, "names", lambda papers: json.dumps(papers.names()).encode(), internal=False)
    names: list[str] = json.loads(raw)
    return names


async def boxed_in(door: Door, revision: str) -> list[str]:
    """A sentence for each character of the tables that cannot be printed: with names of pupils for who may see them. Raises
    Refusal as `paper`."""

    def make(papers: Papers) -> bytes:
        return json.dumps([word(problem, door.language).what for problem in papers.lacking()]).encode()

    found: list[str] = json.loads(await _made_once(door, revision, "boxed", make, internal=door.sees_names))
    return found


async def _made_once(door: Door, revision: str, what: Hashable, make: Callable[[Papers], bytes], *, internal: bool) -> bytes:
    if internal and not door.sees_names:
        raise Refusal("not_allowed")
    today = door.service.today()
    stored, past = await run_in_threadpool(_stored, door, revision)
    # By the plan itself: neither a school made again nor a plan revised in publishing is taken for another.
    plans = tuple(hashlib.sha256(raw).digest() for raw in (stored, past))
    key = (plans, what, door.language, internal, door.sees_names, today)

    def work() -> bytes:
        fit = for_printing(door, unpack(stored))
        last_term = unpack(past) if past else None
        given = Papers(fit, door.language, internal=internal, today=today, for_librarian=door.sees_names, last_term=last_term)
        content = make(given)
        _KEPT.put(key, content)
        return content

    found = _KEPT.get(key)
    if found is None:
        async with _TURNS.turn(door.school):
            found = _KEPT.get(key)  # somebody may have asked for the same just before
            if found is None:
                found = await run_in_threadpool(work)
    return found


def _stored(door: Door, revision: str) -> tuple[bytes, bytes]:
    """(the plan, that of the term before it or nothing)."""
    with door.read() as rows:
        row = row_of(rows, revision)
        past = rows.revisions.of_term_before(row["term_start"])
        return row["planfile"], past["planfile"] if past is not None else b""

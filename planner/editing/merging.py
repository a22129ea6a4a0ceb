"""Two files of one school that have both gone on since a third: what each has changed, piece by piece, and one of both.

A file on somebody's disk and what was decided elsewhere never overwrite each other unseen: what only one side has changed can
be taken from it, and where both have changed the same piece a person chooses.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from planner.editing.schoolchange import write_school
from planner.editing.schooledit import SchoolEditor
from planner.errors import BadInput
from planner.models.base import Language
from planner.models.planfile import dump_school
from planner.models.school import School
from planner.reading.schoolfile import parse_school
from planner.sheets.pieces import Pieces, Spot, data_from, named, pieces_of, sheet_of, told

Whose = Literal["file", "here", "both"]
MOST_OF_A_SHEET = 25
"""Pieces of one sheet that are chosen one by one; more are one choice."""


class Told(NamedTuple):
    """A field of a piece, on either side; empty where that side has not got it."""

    heading: str
    here: str
    file: str


class Difference(NamedTuple):
    """What a file and the school as it is now do not have alike. ``whose``: who has changed it since the third file."""

    key: str
    whose: Whose
    spots: tuple[Spot, ...]
    sheet: str
    name: str
    told: tuple[Told, ...]
    """What differs; empty where many pieces are one choice."""
    gone_here: bool
    """The school as it is now has not got it at all."""
    gone_in_file: bool


def differences(
    versions: Sequence[School], here: School, file: School, language: Language, settled: Collection[Spot] = ()
) -> list[Difference]:
    """What ``file`` and ``here`` do not have alike, sheet by sheet. ``versions``: those from which the file may have been made,
    first the one that came as a whole file: what the file has as that one had it, it has not changed.
    Pieces that are ``settled`` are left out."""
    pieces = pieces_of(file)
    older = [pieces_of(school) for school in versions]
    nearest = min(older, key=lambda one: len(list(_unlike(one, pieces))))
    sides = Sides(older[0], nearest, pieces_of(here), pieces)
    found: list[Difference] = []
    unlike = sorted((spot.sheet, sides.whose(spot), spot) for spot in _unlike(sides.here, sides.file) if spot not in settled)
    for (_sheet, whose), same in groupby(unlike, key=lambda one: one[:2]):
        spots = [spot for _s, _w, spot in same]
        if len(spots) > MOST_OF_A_SHEET:
            found.append(sides.many(whose, spots, language))
        else:
            found += [sides.one(whose, spot, language) for spot in spots]
    return found


def answers(file: School, kept: Iterable[Spot]) -> dict[str, str]:
    """What was answered by keeping these pieces as they were: the piece -> what the file had there."""
    pieces = pieces_of(file)
    return {_id([spot]): _digest(pieces, spot) for spot in kept}


def settled(here: School, file: School, answered: Mapping[str, str]) -> list[Spot]:
    """Pieces that the two do not have alike, about which it was answered that they stay; since then the file has them so."""
    pieces = pieces_of(file)
    return [spot for spot in _unlike(pieces_of(here), pieces) if answered.get(_id([spot])) == _digest(pieces, spot)]


def merged(file: School, here: School, kept: Iterable[Spot]) -> School:
    """``file`` with these pieces as they are in ``here``. Raises BadInput where they do not fit together."""
    pieces, own = pieces_of(file), pieces_of(here)
    for spot in kept:
        if spot in own:
            pieces[spot] = own[spot]
        else:
            pieces.pop(spot, None)
    return parse_school(json.dumps(data_from(pieces), ensure_ascii=False), "school.json")


def written(content: bytes, name: str, school: School) -> tuple[bytes, str]:
    """``content``, a school file, brought to ``school``; its name afterwards. Where that cannot be said in the file as it is
    written, the school in the spelling of plans, as JSON. Raises BadInput."""
    try:
        editor = SchoolEditor(name, content)
        if write_school(editor, school):
            return editor.content(), name
    except (KeyError, BadInput):  # shorthand in the place of what would have to be changed
        pass
    return json.dumps(json.loads(dump_school(school)), ensure_ascii=False, indent=1).encode() + b"\n", "school.json"


class Sides(NamedTuple):
    """The pieces of the file as it first came, of the version nearest to the file, of the present one, and of the file."""

    first: Pieces
    base: Pieces
    here: Pieces
    file: Pieces

    def whose(self, spot: Spot) -> Whose:
        """Who has changed a piece that the two sides do not have alike."""
        first, base, here, file = (_text(side, spot) for side in self)
        if file == first:
            return "here"
        if here in (first, base):
            return "file"
        return "here" if file == base else "both"

    def one(self, whose: Whose, spot: Spot, language: Language) -> Difference:
        """A piece with what differs in it."""
        here, file = (side[spot].value if spot in side else None for side in (self.here, self.file))
        ours, theirs = told(spot, here, language), told(spot, file, language)
        lines = [Told(h, ours.get(h, ""), theirs.get(h, "")) for h in dict.fromkeys((*ours, *theirs))]
        name = named(spot, file if here is None else here, language)
        unlike = tuple(line for line in lines if line.here != line.file)
        gone = (spot not in self.here, spot not in self.file)
        return Difference(_id([spot]), whose, (spot,), sheet_of(spot, language), name, unlike, *gone)

    def many(self, whose: Whose, spots: Sequence[Spot], language: Language) -> Difference:
        """Pieces of a sheet that are one choice."""
        gone = (all(spot not in self.here for spot in spots), all(spot not in self.file for spot in spots))
        return Difference(_id(spots), whose, tuple(spots), spots[0].form.name(language), "", (), *gone)


def _unlike(one: Pieces, other: Pieces) -> Iterator[Spot]:
    return (spot for spot in dict.fromkeys((*one, *other)) if _text(one, spot) != _text(other, spot))


def _text(pieces: Pieces, spot: Spot) -> str:
    """The content of a piece; empty where there is none."""
    return pieces[spot].text if spot in pieces else ""


def _digest(pieces: Pieces, spot: Spot) -> str:
    return hashlib.sha256(_text(pieces, spot).encode()).hexdigest()[:12]


def _id(spots: Collection[Spot]) -> str:
    return "k" + hashlib.sha256(repr(sorted(spots)).encode()).hexdigest()[:12]

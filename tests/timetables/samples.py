"""One good file of each kind, and a reader that has every problem put into words."""

from __future__ import annotations

import tempfile
from pathlib import Path

from planner.errors import BadInput
from planner.importing.mapping import propose
from planner.importing.raw import RawTimetable
from planner.importing.reading import read_timetable
from planner.messages.problems import WORDS
from planner.models.base import LANGUAGES
from planner.reading import describe
from tests.timetables.formats import asc, cses, fet, fet_csv, untis
from tests.timetables.known import DAYS, school, timetable
from tests.timetables.ods import write_ods
from tests.timetables.writing import SHAPES, csv_text, write_xlsx


def read_anyway(path: Path) -> RawTimetable | BadInput:
    """What comes out, with every problem put into words. A timetable that comes out can be proposed."""
    try:
        raw = read_timetable(path)
    except BadInput as error:
        in_words(error)
        return error
    at = school(timetable(1))
    propose(raw, at, at.term.start)
    propose(raw, None, at.term.start)
    return raw


def in_words(error: BadInput) -> None:
    """Every problem has words in both languages."""
    assert error.problems
    for problem in error.problems:
        assert problem.code in WORDS, problem
        for language in LANGUAGES:
            assert "{" not in describe(problem, language, "x")


def codes(path: Path) -> list[str]:
    out = read_anyway(path)
    assert isinstance(out, BadInput), out
    return [p.code for p in out.problems]


def samples() -> dict[str, bytes]:
    """One good file of each kind."""
    known = timetable(7)
    plain = timetable(7, parity=False)
    out = {
        "a.fet": fet(plain, DAYS).encode(),
        "a.xml": asc(known, "windows-1251"),
        "GPU001.TXT": untis(plain, ",", "gb18030"),
        "四1.yaml": cses(known).encode(),
        "f.csv": fet_csv(plain, ";", '"', True, True),
    }
    for shape in ("rows-classes", "long-list"):
        out[f"{shape}.csv"] = csv_text(SHAPES[shape](timetable(7))[0], ",").encode("gb18030")
    with tempfile.TemporaryDirectory() as directory:
        for shape in SHAPES:
            for suffix, write in (("xlsx", write_xlsx), ("ods", write_ods)):
                path = Path(directory) / f"{shape}.{suffix}"
                write(path, SHAPES[shape](timetable(7, teacher_once=shape == "rows-teachers")))
                out[path.name] = path.read_bytes()
    return out


SAMPLES = samples()

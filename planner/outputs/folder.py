"""The folder of a plan: ``plan.json``, the tables and the calendars, written all or not at all.

    plan.json               the plan; plan.previous.json is the one before, to go back to
    notice.txt              after a change: what is different, to paste into a chat
    tables/<paper>.<ending> borrowing, reading-<room>, duty, classes, helpers, notice after a change: all papers and formats
                            declared as `filed` in `planner.outputs.papers` and `planner.outputs.formats`
    calendars/<feed>.ics    library, duty, class-<id>, room-<id>, helper-<id>, adult-<id>, teacher-<id>

Everything is made in memory and exchanged together, ``plan.json`` last: see `planner.files.together`.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from planner.errors import BadInput, MissingFile
from planner.files.together import only_writer, put
from planner.models.base import Language
from planner.models.planfile import PLAN_FILE, PREVIOUS_FILE, dump_plan, load_plan
from planner.models.problem import Problem
from planner.outputs.calendars.revisions import revised
from planner.outputs.calendars.written import Calendars
from planner.outputs.formats import WRITERS, Writer
from planner.outputs.papers import PAPERS, Papers
from planner.sessions.book import Book

_HALF_WRITTEN = re.compile(r"\..{1,60}\.\d+\.\d+\.tmp")
"""Files of versions before 0.2 that were killed while they wrote."""
_UNSAFE = re.compile(r"[^\w\-.()（）]")


def _filed_formats() -> list[Writer]:
    """The formats in which tables stand in the folder."""
    return [w for w in WRITERS.values() if w.filed]


def _ours() -> dict[str, re.Pattern[str]]:
    """Folder -> the names that files of ours have there."""
    names = "|".join(f"{paper.name}-.+" if paper.parts else paper.name for paper in PAPERS.values() if paper.filed)
    endings = "|".join(re.escape(w.extension) for w in _filed_formats())
    return {
        ".": re.compile(r"notice\.txt"),
        "tables": re.compile(rf"({names})(~\d+)?\.({endings})"),
        "calendars": re.compile(r"(library|duty|(class|room|helper|adult|teacher)-.+)\.ics"),
    }


class Written(list[Path]):
    """The files written, ``plan.json`` last; ``problems`` are those that did not stop the writing."""

    def __init__(self, paths: Iterable[Path], problems: Iterable[Problem] = ()) -> None:
        super().__init__(paths)
        self.problems = tuple(problems)


def write_folder(
    directory: str | Path,
    book: Book,
    language: Language,
    internal: bool = False,
    now: dt.datetime | None = None,
    over: Book | None = None,
    places: Sequence[Path] = (),
) -> Written:
    """Write a plan and all that is printed from it; ``internal`` puts whole names on the tables, never on the calendars.

    The tables show the plan now in force, the calendars the whole term. ``over`` is the published plan that this one changes,
    wherever it is: the change notice compares with it, and calendar events go on from it. Without it the notice compares with
    the plan before this one; without either there is none. ``places`` are the folders in which the school's font and logo for
    the PDFs are; a PDF that cannot be made is a problem and stops nothing else.

    The revisions of calendar events go on from the plan that stands there; ``now`` (aware) is needed only if events have
    changed since, and without it the change is dated just after the one before. Raises MissingFile (reasons: no_folder,
    not_a_folder, folder_busy, those of `unwritten`); then nothing has changed.
    """
    directory = Path(directory)
    problems: list[Problem] = []
    if directory.exists() and not directory.is_dir():
        raise MissingFile(str(directory), "not_a_folder")
    if not directory.absolute().parent.is_dir():
        raise MissingFile(str(directory.absolute().parent), "no_folder")
    with only_writer(directory):
        files, old = _contents(directory, book, language, internal, now, over, problems, places)
        if old is not None and old != files[PLAN_FILE]:
            # Before plan.json, which is the last; the same plan written again leaves the one before it alone.
            files = {PREVIOUS_FILE: old, **files}
        put(directory, files, _gone(directory, files))
    return Written((directory / name for name in files), problems)


def _contents(
    directory: Path,
    book: Book,
    language: Language,
    internal: bool,
    now: dt.datetime | None,
    over: Book | None,
    problems: list[Problem],
    places: Sequence[Path],
) -> tuple[dict[str, bytes], bytes | None]:
    """(relative name -> bytes with plan.json last, bytes of the plan that stands there). Touches nothing."""
    book, old = _revised(directory, book, over, now, problems)
    files: dict[str, bytes] = {}
    taken: set[str] = set()
    papers = Papers(book, language, internal=internal, published=over.chapter if over is not None else None, places=places)
    if papers.notice is not None:
        files["notice.txt"] = papers.notice.text().encode()
    setting = papers.setting()
    for key, rotas in papers.filed().items():
        name = _file_name(key, taken)
        for written in _filed_formats():
            try:
                files[f"tables/{name}.{written.extension}"] = written.write("tables", rotas, setting)
            except BadInput as error:  # a font that cannot be used must not cost the school its plan
                problems += [p for p in error.problems if p not in problems]
    problems += papers.remarks
    taken = set()
    for (key, _language), calendar in Calendars([book], [language]).written.items():
        files[f"calendars/{_file_name(key, taken)}.ics"] = calendar
    files[PLAN_FILE] = dump_plan(book.planfile)
    return files, old


def _revised(
    directory: Path, book: Book, over: Book | None, now: dt.datetime | None, problems: list[Problem]
) -> tuple[Book, bytes | None]:
    """(the book with revisions carried on from ``over`` and from the plan that stands there, bytes of the latter)."""
    standing, moment = directory / PLAN_FILE, now or dt.datetime.min.replace(tzinfo=dt.UTC)
    try:
        old = standing.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return revised(book, over, moment), None
    except OSError:
        raise MissingFile(str(standing), "not_readable") from None
    found = revised(book, over, moment)
    if dump_plan(found.planfile) == old or (over is not None and dump_plan(over.planfile) == old):
        return found, old  # what stands there has nothing more to say
    try:
        return revised(found, Book(load_plan(old)), moment), old
    except (ValueError, LookupError, RecursionError):
        # Not the reader of plan files with its messages: whatever is wrong with it, it is set aside and not repaired.
        problems.append(Problem(code="plan_previous_broken", path=PLAN_FILE, value=PREVIOUS_FILE))
        return found, old


def _file_name(key: str, taken: set[str]) -> str:
    """``key`` as a file name that no file system takes for another: ids may differ only in case, or hold odd characters."""
    name = _UNSAFE.sub("_", key)
    stem, n = name, 1
    while unicodedata.normalize("NFC", name).casefold() in taken:
        n += 1
        name = f"{stem}~{n}"
    taken.add(unicodedata.normalize("NFC", name).casefold())
    return name


def _gone(directory: Path, files: Mapping[str, bytes]) -> list[str]:
    """Our files of classes, rooms and helpers that are no more, and what a killed earlier version left of its writing."""
    # As the file system may see them: on some, an old 'Class-A' is the new 'class-a'.
    current = {unicodedata.normalize("NFC", name).casefold() for name in files}
    found = []
    for folder, ours in _ours().items():
        place = directory / folder
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            name = path.name if folder == "." else f"{folder}/{path.name}"
            is_left = unicodedata.normalize("NFC", name).casefold() not in current and ours.fullmatch(path.name)
            if (is_left or _HALF_WRITTEN.fullmatch(path.name)) and path.is_file():
                found.append(name)
    return found

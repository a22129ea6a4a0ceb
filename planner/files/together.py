"""Several files of a folder exchanged together: afterwards all are new, or all are as they were.

While it is done, this stands in the folder, and nothing of it afterwards:

    .lunjie.lock           one writer at a time
    .lunjie-new/new-<n>    the new contents
    .lunjie-new/old-<n>    the old files under a second name, for the way back
    .lunjie-new/done.json  which file is which. With it the change is decided: whoever comes next completes it
    .lunjie-new/undo.json  the same, where it could not be completed: whoever comes next takes it back

Everything is on the disk before it is decided. Until then, whatever happens, the folder is as it was.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from planner.errors import MissingFile, unwritten
from planner.files.lock import Busy, held

LOCK_FILE, STAGE = ".lunjie.lock", ".lunjie-new"
_DONE, _UNDO = "done.json", "undo.json"
_PATIENCE = 30.0
"""Seconds that a writer waits for another one to end; making and writing a folder takes some of them."""


@dataclass(frozen=True)
class _Entry:
    """One file: whether it gets a new content (else it goes), and whether there was one before."""

    name: str
    new: bool
    old: bool


def expect_place(directory: Path) -> None:
    """Refuse a directory that cannot be made or written to, before long work for it begins. Makes nothing.

    Raises MissingFile.
    """
    if directory.exists() and not directory.is_dir():
        raise MissingFile(str(directory), "not_a_folder")
    if not directory.absolute().parent.is_dir():
        raise MissingFile(str(directory.absolute().parent), "no_folder")


@contextmanager
def only_writer(directory: Path) -> Iterator[None]:
    """Nobody else writes into the folder meanwhile, and what an interrupted command left is settled first.

    The folder is made if it is not there, and goes again if nothing has come to stand in it. Raises MissingFile
    (folder_busy, and those of `unwritten`).
    """
    made = not directory.exists()
    try:
        directory.mkdir(exist_ok=True)
        with held(directory / LOCK_FILE, _PATIENCE):
            _settle(directory)
            yield
    except Busy:
        raise MissingFile(str(directory), "folder_busy") from None
    except OSError as error:
        raise _unwritten(error, directory) from error
    finally:
        if made:
            with contextlib.suppress(OSError):  # refused where something stands in it, which is meant
                directory.rmdir()


def settle(directory: Path) -> None:
    """Complete what an interrupted command had decided, or clear away what it had not. For all who only read a folder.

    Nothing happens while somebody is writing, or where nothing may be written: each file by itself is whole. Raises
    MissingFile (`unwritten`) where the change can neither be completed nor taken back.
    """
    if not ((directory / STAGE).is_dir() or (directory / LOCK_FILE).is_file()):
        return
    with contextlib.suppress(Busy, OSError), held(directory / LOCK_FILE, 0.0):
        _settle(directory)


def put(directory: Path, files: Mapping[str, bytes], gone: Collection[str] = ()) -> None:
    """Give files new contents, the last one last, and let others go; to be called by the `only_writer`.

    A file that has its content already is left alone, as it best be in a folder that a program copies elsewhere; not so the
    last one, whose date is that of the whole. Names are relative, with ``/``. Raises MissingFile (`unwritten`) with the file
    that another program holds; then nothing has changed.
    """
    stage = directory / STAGE
    entries = [_Entry(name, new=False, old=True) for name in gone if (directory / name).exists()]
    *others, last = files
    changed = [name for name in others if not _has(directory / name, files[name])]
    entries += [_Entry(name, new=True, old=_is_there(directory / name)) for name in (*changed, last)]
    try:
        _probe(directory, entries)
        _prepare(directory, entries, files)
    except OSError as error:
        _clear(stage)
        raise _unwritten(error, directory, stage, entries) from error
    except BaseException:  # Ctrl-C: it may have come just after the decision
        _clear(stage)
        raise
    _complete_or_take_back(directory)


def write(path: Path, content: bytes) -> None:
    """One file, whole or as it was. Raises MissingFile (no_folder, folder_busy, those of `unwritten`)."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise MissingFile(str(path.parent), "no_folder")
    if path.exists() and not path.is_file():
        if path.is_dir():
            raise MissingFile(str(path), "not_writable")
        path.write_bytes(content)  # a device or a pipe: there is nothing to exchange
        return
    with only_writer(folder):
        put(folder, {path.name: content})


def _has(path: Path, content: bytes) -> bool:
    """Whether a file has this content already."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _is_there(path: Path) -> bool:
    if path.is_dir():
        raise MissingFile(str(path), "not_writable")
    return path.exists()


def _probe(directory: Path, entries: list[_Entry]) -> None:
    """Raises OSError for a file that is held open by another program, or may not be changed."""
    for entry in entries:
        if entry.old:
            with (directory / entry.name).open("r+b"):
                pass


def _prepare(directory: Path, entries: list[_Entry], files: Mapping[str, bytes]) -> None:
    """Everything beside its target and on the disk; then the decision."""
    stage = directory / STAGE
    stage.mkdir(mode=0o700)
    for n, entry in enumerate(entries):
        if entry.new:
            _written(stage / f"new-{n}", files[entry.name])
        if entry.old:
            _second_name(directory / entry.name, stage / f"old-{n}")
    folders = sorted({parent for e in entries if (parent := (directory / e.name).parent) != directory and not parent.exists()})
    made = [folder.relative_to(directory).as_posix() for folder in folders]
    journal = {"format": 1, "folders": made, "files": [asdict(entry) for entry in entries]}
    _written(stage / "journal", json.dumps(journal, ensure_ascii=False).encode())
    _sync(stage)
    _sync(directory)
    os.replace(stage / "journal", stage / _DONE)
    _sync(stage)


def _settle(directory: Path) -> None:
    """What was interrupted is completed; where that cannot be, taken back. Raises MissingFile where neither can be."""
    with contextlib.suppress(_TakenBack):
        _complete_or_take_back(directory)


class _TakenBack(MissingFile):
    """A change could not be completed; the folder is as it was before it."""


def _complete_or_take_back(directory: Path) -> None:
    """Raises _TakenBack, MissingFile."""
    stage = directory / STAGE
    failure: BaseException | None = None
    if (stage / _DONE).is_file():
        entries, folders = _journal(stage / _DONE)
        try:
            _complete(directory, entries, folders)
        except BaseException as error:
            failure = error
            os.replace(stage / _DONE, stage / _UNDO)
            _sync(stage)
    if (stage / _UNDO).is_file():
        entries, folders = _journal(stage / _UNDO)
        try:
            _take_back(directory, entries, folders)
        except OSError as error:
            raise _unwritten(error, directory, stage, entries) from error
    _clear(stage)
    if isinstance(failure, OSError):
        told = _unwritten(failure, directory, stage, entries)
        raise _TakenBack(told.path, told.reason) from failure
    if failure is not None:
        raise failure


def _journal(path: Path) -> tuple[list[_Entry], list[str]]:
    journal = json.loads(path.read_bytes())
    return [_Entry(**entry) for entry in journal["files"]], journal["folders"]


def _complete(directory: Path, entries: list[_Entry], folders: list[str]) -> None:
    """Can be begun again wherever it was ended."""
    for folder in folders:
        (directory / folder).mkdir(exist_ok=True)
    for n, entry in enumerate(entries):
        new = directory / STAGE / f"new-{n}"
        if not entry.new:
            (directory / entry.name).unlink(missing_ok=True)
        elif new.exists():
            os.replace(new, directory / entry.name)
    _sync_targets(directory, entries)


def _take_back(directory: Path, entries: list[_Entry], folders: list[str]) -> None:
    """Can be begun again wherever it was ended; leaves alone what was not reached."""
    for n, entry in enumerate(entries):
        new, old, target = (directory / STAGE / f"new-{n}", directory / STAGE / f"old-{n}", directory / entry.name)
        reached = not new.exists() if entry.new else not target.exists()
        if not reached:
            continue
        if not entry.old:
            target.unlink(missing_ok=True)
        elif old.exists():
            os.replace(old, target)
    _sync_targets(directory, entries)
    for folder in reversed(folders):
        with contextlib.suppress(OSError):
            (directory / folder).rmdir()


def _clear(stage: Path) -> None:
    """Nothing stays of it: it holds names."""
    for name in (_DONE, _UNDO):  # first, so that what is left of a stage is never taken for a decision
        with contextlib.suppress(OSError):
            (stage / name).unlink(missing_ok=True)
    shutil.rmtree(stage, ignore_errors=True)


def _written(path: Path, content: bytes) -> None:
    """A file with this content, on the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _second_name(path: Path, other: Path) -> None:
    """The file once more under another name; a copy where the file system has no second names."""
    try:
        os.link(path, other)
    except OSError:
        shutil.copy2(path, other)
        with other.open("r+b") as file:
            os.fsync(file.fileno())


def _sync_targets(directory: Path, entries: list[_Entry]) -> None:
    for folder in sorted({(directory / entry.name).parent for entry in entries}):
        _sync(folder)


def _sync(folder: Path) -> None:
    """The names in a folder on the disk, where the system lets a folder be opened."""
    if os.name == "nt" or not folder.is_dir():
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:  # some network file systems have nothing of the kind
        pass
    finally:
        os.close(handle)


def _unwritten(error: OSError, directory: Path, stage: Path | None = None, entries: Collection[_Entry] = ()) -> MissingFile:
    """The file that people know: not one of the stage, but the one it was meant for."""
    path = Path(str(error.filename2 or error.filename or directory))
    if stage is not None and path.parent == stage:
        number = path.name.rpartition("-")[2]
        known = list(entries)
        path = directory / known[int(number)].name if number.isdigit() and int(number) < len(known) else directory
    return unwritten(str(path), error)

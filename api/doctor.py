"""What is in a data directory and what is wrong with it, without changing anything."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path
from typing import Literal, NamedTuple

from api.jobs.lock import AlreadyRunning, DataLock
from api.settings import DATABASE_FILE, Settings
from api.store import tables as t
from api.store.copies import copies
from api.store.database import Database, sqlite_url
from api.store.faults import Unusable
from planner.verbs.folder import LEAST_FREE_MB

_OLD = dt.timedelta(days=14)

Code = Literal[
    "running", "none", "unusable", "whole", "copy", "no_copy", "old_copy", "bad_copy", "left_over", "readable", "little_room"
]


class Symptom(NamedTuple):
    """One thing seen. ``is_wrong`` asks for something to be done; ``values`` fill the sentence about it."""

    code: Code
    is_wrong: bool
    values: dict[str, object]


def look_at_copy(file: Path) -> Symptom:
    """Whether one copy can come back. Nothing is changed."""
    copy = Database(sqlite_url(file), journal="DELETE")
    try:
        copy.examine()
    except Unusable as error:
        return Symptom("bad_copy", True, {"file": file, "error": error})
    finally:
        copy.close()
    return Symptom("copy", False, {"file": file, "made": _made(file)})


def newest_good_copy(data: Path) -> Path | None:
    """Of those that are known, the newest that can come back."""
    return next((file for file in copies(data) if not look_at_copy(file).is_wrong), None)


def look_at_data(settings: Settings, now: dt.datetime) -> list[Symptom]:
    """Look at a data directory: database, copies, leftovers, rights, room on the disk. Nothing is changed.

    A district's database is elsewhere, and so are its copies: a machine that only works for it has no such directory.
    """
    data = settings.data
    path = data / DATABASE_FILE
    found: list[Symptom] = []
    if not settings.is_embedded:
        found.append(_database(Database(settings.database_url, connections=1), False))
        if not data.is_dir():
            return found
    else:
        found += _running(data)
        is_there = path.is_file()
        found.append(_database(Database(sqlite_url(path)), found != []) if is_there else Symptom("none", False, {"data": data}))
        if is_there and not all(os.access(place, os.W_OK) for place in (data, path)):
            found.append(Symptom("unusable", True, {"error": Unusable("read_only", str(path))}))
    found += _copies(data, now, path.is_file())
    for file in sorted([*data.glob(".*.part"), *data.glob(".*.restore")]):
        found.append(Symptom("left_over", True, {"file": file}))
    for file in [path, *copies(data)]:
        if file.is_file() and file.stat().st_mode & 0o077:
            found.append(Symptom("readable", True, {"file": file}))
    free = shutil.disk_usage(data).free // 1_000_000
    if free < LEAST_FREE_MB:
        found.append(Symptom("little_room", True, {"mb": free}))
    return found


def _running(data: Path) -> list[Symptom]:
    try:
        DataLock(data).look()
    except AlreadyRunning as error:
        return [Symptom("running", False, {"pid": error.pid})]
    except OSError:
        return []  # told by the database: nothing may be written here
    return []


def _database(database: Database, in_use: bool) -> Symptom:
    try:
        database.examine()
        counts = database.counts(t.school, t.person, t.revision)
    except Unusable as error:
        return Symptom("unusable", error.code != "busy" or not in_use, {"error": error})
    finally:
        database.close()
    if counts is None:
        return Symptom("none", False, {"data": database.where})
    return Symptom("whole", False, {"file": database.where, "schools": counts[0], "people": counts[1], "plans": counts[2]})


def _copies(data: Path, now: dt.datetime, wanted: bool) -> list[Symptom]:
    seen = [(file, look_at_copy(file)) for file in copies(data)]
    found, good = [symptom for _file, symptom in seen], [_made(file) for file, symptom in seen if not symptom.is_wrong]
    if wanted and not good:
        found.append(Symptom("no_copy", True, {}))
    elif wanted and now - max(good) > _OLD:
        found.append(Symptom("old_copy", True, {"made": max(good)}))
    return found


def _made(file: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)

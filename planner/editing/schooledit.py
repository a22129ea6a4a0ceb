"""Small edits of a school file in place: comments, order and the writer's own keys stay, nothing invalid is ever written.

The text before the last edit stands beside the file as ``….bak``; `undo` exchanges the two.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from planner.editing.yamltext import bracketed, hand_on_comment, keep_comment, round_trip
from planner.errors import BadInput, MissingFile
from planner.messages.wording import day_name
from planner.models.base import Text
from planner.models.problem import Problem
from planner.models.school import School
from planner.models.values import Dates
from planner.reading.decoding import decode
from planner.reading.document import read_document
from planner.reading.net import net
from planner.reading.schoolfile import parse_school, read_school, school_path
from planner.reading.spelling import Loc, field_name, find_spot
from planner.reading.spreadsheets.kind import is_workbook

_LINE_END = re.compile("\r\n?|[\u0085\u2028\u2029]")
"""Whatever ends a line for the reader of school files; the editor's library knows only one of them."""
_DATES: TypeAdapter[tuple[dt.date, ...]] = TypeAdapter(Dates)


class SchoolEditor:
    """A school file opened for editing. Change it through the methods, then `save`.

    Raises MissingFile and BadInput like `read_school`: a file that cannot be read is not edited; and ValueError for a
    workbook, see `is_editable`.
    """

    def __init__(self, path: str | Path, content: bytes | None = None) -> None:
        """``content``: of a file that lies nowhere, ``path`` being only its name; take the result from `content`."""
        if content is None:
            self.path = school_path(Path(path))
            self.school = read_school(self.path)
            self._raw = self.path.read_bytes()
        else:
            self.path, self._raw = Path(path), content
            self.school = parse_school(content, str(path))
        self._before = self.school
        if is_workbook(self._raw, str(self.path)):
            raise ValueError(f"{self.path} is a workbook")
        self._text = decode(self._raw)
        self.is_json = self.path.suffix.lower() == ".json"
        self.data: Any
        # What one library reads another may not: the editor's is stricter about comments and anchors.
        with net(str(self.path)):
            self._yaml = round_trip(self._text)
            try:
                self.data = json.loads(self._text) if self.is_json else self._yaml.load(_LINE_END.sub("\n", self._text))
            except MarkedYAMLError as error:
                line = error.problem_mark.line + 1 if error.problem_mark else None
                raise BadInput(str(self.path), [Problem(code="not_editable", line=line)]) from None
            except ValueError:  # a date that is none, in a place that nothing reads
                raise BadInput(str(self.path), [Problem(code="not_editable")]) from None
            if not self.is_json:
                bracketed(self.data, read_document(self._text).data)
        self.chinese = any(not key.isascii() for key in self.data)

    def key(self, loc: Loc, parent: dict[str, Any]) -> str:
        """The key of a field in ``parent``: as it is written there, or as it would be in the language of the file."""
        written = find_spot(self.data, loc)
        if written.found and written.path and written.path[-1] in parent:
            return str(written.path[-1])
        return field_name(loc, parent or self.data)

    def mapping(self, *loc: str | int) -> dict[str, Any]:
        """The mapping at ``loc``. Raises KeyError when there is none."""
        spot = find_spot(self.data, loc)
        if not spot.found or not isinstance(spot.value, dict):
            raise KeyError(loc)
        return spot.value

    def entries(self, *loc: str | int) -> list[Any]:
        """The list at ``loc``, made when missing; an only entry written without brackets gets them."""
        parent = self.mapping(*loc[:-1]) if loc[:-1] else self.data
        key = self.key(loc, parent)
        value = parent.get(key)
        if not isinstance(value, list):
            value = CommentedSeq([] if value is None else [value])
            self.set(parent, key, value)
        return value

    def entry(self, loc: Loc, **fields: Any) -> CommentedMap:
        """A new entry for the list at ``loc`` on one line, its keys and yes/no in the language of the file.

        A text in two languages is written in both, or in Chinese only in a file with Chinese keys.
        """
        made = CommentedMap()
        for name, value in fields.items():
            if value is not None:
                made[field_name((*loc, 0, name), self.data)] = self.value(value)
        made.fa.set_flow_style()
        return made

    def value(self, value: Any) -> Any:
        """A value as the file would write it."""
        if isinstance(value, Text):
            if value.zh == value.en or self.chinese:
                return value.zh
            both = CommentedMap(zh=value.zh, en=value.en)
            both.fa.set_flow_style()
            return both
        if isinstance(value, bool):
            return ("是" if value else "否") if self.chinese else value
        if isinstance(value, list | tuple):
            made = CommentedSeq([self.value(v) for v in value])
            made.fa.set_flow_style()
            return made
        # A fresh object each time: ruamel writes an anchor for one that stands in two places.
        return value.replace() if isinstance(value, dt.date) else value

    def day(self, label: str) -> str:
        """A day label as the file would write it: TUE, 周二."""
        return day_name("zh", label) if self.chinese else label

    def dates(self, dates: Iterable[dt.date]) -> Any:
        """Dates in the shortest way to write them: one, a range, or a list of both."""
        runs = [_one(run) for run in _DATES.dump_python(tuple(sorted(set(dates))))]
        return self.value(runs if len(runs) > 1 else runs[0])

    def set(self, mapping: dict[str, Any], key: str, value: Any) -> None:
        """Set a key; a new one goes to the end, but never behind the comment that announces what follows.

        That is why a plain value goes before the last key: the comment hangs on that one.
        """
        if key in mapping or not isinstance(mapping, CommentedMap) or mapping.fa.flow_style() or not mapping:
            mapping[key] = value
        elif isinstance(value, CommentedSeq):
            hand_on_comment(mapping, value)
            mapping[key] = value
        else:
            mapping.insert(len(mapping) - 1, key, value)

    def remove(self, parent: Any, key: str | int) -> None:
        """Take an entry out of a list or mapping; the comment behind it that announces what follows stays."""
        if isinstance(parent, CommentedSeq | CommentedMap):
            keep_comment(parent, key)
        del parent[key]

    def insert(self, loc: Sequence[str | int], position: int, entry: CommentedMap) -> None:
        """Put an entry into the list at ``loc``; in the style (one line or several) of its neighbours."""
        entries = self.entries(*loc)
        neighbours = [e for e in entries if isinstance(e, CommentedMap)]
        if neighbours and not neighbours[-1].fa.flow_style():
            entry.fa.set_block_style()
        if position >= len(entries):
            entries.append(entry)
        else:
            entries.insert(position, entry)

    def text(self) -> str:
        """The file as it would be written now."""
        if self.is_json:
            return json.dumps(self.data, ensure_ascii=False, indent=2, default=str) + "\n"
        out = io.StringIO()
        self._yaml.dump(self.data, out)
        text = out.getvalue()
        return text.replace("\n", "\r\n") if "\r\n" in self._text else text

    def refresh(self) -> None:
        """Read the school as it stands now, so that the next edit builds on this one.

        Raises BadInput when it is not valid any more; nothing has been written then.
        """
        self.school = parse_school(self.text(), str(self.path))

    def content(self) -> bytes:
        """The file as it would be written now; as it was where the school has not changed. Raises BadInput like `save`."""
        text = self.text()
        return self._raw if parse_school(text, str(self.path)) == self._before else encode(text, self._raw)

    def save(self) -> School:
        """Write the file and keep its old text beside it. Nothing is written when nothing has changed.

        Raises BadInput when the school would not be valid any more; the file is then as it was.
        """
        return rewrite(self.path, self._raw, self.content())


def is_editable(path: str | Path) -> bool:
    """Whether a school file is text. A workbook is edited by its owner, in the program it was made with."""
    path = school_path(Path(path))
    return not is_workbook(path.read_bytes(), str(path))


def rewrite(path: Path, before: bytes, after: bytes) -> School:
    """Write an edited school file and keep its old text beside it. Nothing is written when nothing has changed."""
    if after != before:
        _write(_backup(path), before)
        _write(path, after)
    try:
        return read_school(path)
    except (BadInput, MissingFile):
        # Cannot happen as far as we know; but a file that another program cannot read would be worse than a lost edit.
        _write(path, before)
        raise


def write_edited(path: Path, content: bytes) -> None:
    """Write an edited school file and keep its old text beside it, as `SchoolEditor.save` does; nothing when it is the same."""
    before = path.read_bytes()
    if content != before:
        _write(_backup(path), before)
        _write(path, content)


def undo(path: str | Path) -> bool:
    """Exchange a school file and its text before the last edit; False when there is no such text.

    Undone twice is done again. Raises BadInput when the older text is not a valid school.
    """
    path = school_path(Path(path))
    backup = _backup(path)
    if not backup.is_file():
        return False
    older, newer = backup.read_bytes(), path.read_bytes()
    parse_school(older, str(path))
    _write(path, older)
    _write(backup, newer)
    return True


def encode(text: str, raw: bytes) -> bytes:
    """Text in the encoding that the bytes of the file had before."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return text.encode("utf-16")
    if raw.startswith(b"\xef\xbb\xbf"):
        return text.encode("utf-8-sig")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return text.encode("gb18030")
    return text.encode()


def _backup(path: Path) -> Path:
    return path.with_name(path.name + ".bak")


def _write(path: Path, raw: bytes) -> None:
    """All or nothing: readers see the old file or the new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            os.chmod(name, path.stat().st_mode & 0o777)
        else:
            os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _one(run: str) -> str | dt.date:
    """A single date as a date, so that it is written without quotes."""
    return run if ".." in run else dt.date.fromisoformat(run)

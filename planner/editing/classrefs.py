"""Where a school file names classes: under new names, or without those that are gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from planner.editing.schooledit import SchoolEditor
from planner.reading.spelling import Loc


class ClassReferences:
    """The places in one file that name classes. ``names``: class id -> its Chinese name afterwards."""

    def __init__(self, editor: SchoolEditor, names: Mapping[str, str]) -> None:
        self.editor, self.school, self._names = editor, editor.school, names

    def renamed(self, word: Any, table: Mapping[str, str]) -> Any:
        """A class as it was written (id or name) under its new id; None when it leaves."""
        old = self.school.class_id(str(word))
        new = table.get(old) if old is not None else None
        if old is None or new is None:
            return None
        return new if str(word) == old else self._names.get(new, new)

    def each_class(self, loc: Loc, rename: Callable[[Any], Any]) -> bool:
        """Rename in ``classes`` of one mapping; False when it named classes and none is left."""
        mapping = self.editor.mapping(*loc)
        key = self.editor.key((*loc, "classes"), mapping)
        if mapping.get(key) is None:
            return True
        words = mapping[key] if isinstance(mapping[key], list) else [mapping[key]]
        kept = [w for word in words if (w := rename(word)) is not None]
        if kept and kept != list(words):
            mapping[key] = self.editor.value(kept) if isinstance(mapping[key], list) else kept[0]
        return bool(kept)

    def filter(self, loc: Loc, rename: Callable[[Any], Any]) -> None:
        """Rename the classes of a list of conditions; one that speaks of no class any more goes."""
        entries = self.editor.entries(*loc)
        for n in reversed(range(len(entries))):
            if not self.each_class((*loc, n), rename):
                self.editor.remove(entries, n)
        if not entries and loc[:-1]:
            self.drop(loc[:-1], str(loc[-1]))

    def drop(self, loc: Loc, name: str) -> None:
        """Take a field out of a mapping, where it is there."""
        mapping = self.editor.mapping(*loc)
        key = self.editor.key((*loc, name), mapping)
        if key in mapping:
            self.editor.remove(mapping, key)

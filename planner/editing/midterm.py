"""Changes of a school in the middle of its term, written into its file: helpers who stop, classes more, fewer or renamed, a
lesson moved. Whatever names a class that goes is brought in order with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from planner.editing.classrefs import ClassReferences
from planner.editing.schooledit import SchoolEditor
from planner.editing.wanted import ClassAdded, ClassCloses, ClassRenamed, HelperLeaves, LessonMoved, MidTerm
from planner.errors import Declined
from planner.models.classes import ClassEntry, class_entries, default_class_name
from planner.models.school import School
from planner.models.timetable import TimetableRow
from planner.reading.spelling import field_name

_NONE = "-"
_LESSONS = frozenset({"lesson_reading"})
"""Kinds of demand that nobody can plan for a class without its lessons."""


def change(editor: SchoolEditor, wanted: MidTerm) -> None:
    """Write one change. Raises BadInput like `SchoolEditor.refresh`, and Declined: no_such_helper, no_such_class, name_taken
    (``name``), needs_lessons (``demand``), only_class (``demand``), no_such_lesson, no_such_period, not_written."""
    match wanted:
        case HelperLeaves():
            _let_go(editor, wanted)
        case ClassAdded():
            _add(editor, wanted)
        case ClassCloses():
            _close(editor, wanted)
        case ClassRenamed():
            _rename(editor, wanted)
        case LessonMoved():
            _move_lesson(editor, wanted)
    editor.refresh()


def _let_go(editor: SchoolEditor, wanted: HelperLeaves) -> None:
    at = next((n for n, h in enumerate(editor.school.helpers) if h.id == wanted.helper), None)
    if at is None:
        raise Declined("no_such_helper", helper=wanted.helper)
    editor.entries("helpers")  # an only entry may stand there without brackets
    mapping = editor.mapping("helpers", at)
    editor.set(mapping, editor.key(("helpers", at, "valid_until"), mapping), _before(wanted.since))


def _add(editor: SchoolEditor, wanted: ClassAdded) -> None:
    school = editor.school
    if wanted.name and school.class_id(wanted.name) is not None:
        raise Declined("name_taken", name=wanted.name)
    for demand in school.written_demands:
        every = demand.classes is None and (demand.grades is None or wanted.grade in demand.grades)
        if demand.kind in _LESSONS and every:
            raise Declined("needs_lessons", demand=demand.name)
    like = next((e for e in school.classes if wanted.grade in e.grades and not e.mixed), None)
    fields = like.model_dump(mode="json", exclude_defaults=True, include={"id", "name", "pupils", "campus"}) if like else {}
    fields |= {"grades": wanted.grade} | ({"pupils": wanted.pupils} if wanted.pupils else {})
    if like is not None and like.letters:
        letters = [x for e in school.classes if wanted.grade in e.grades for x in e.letters]
        letter = wanted.name.removeprefix(str(wanted.grade)) or _next(letters)
        if not letter:
            raise Declined("name_taken", name=", ".join(letters))
        fields["letters"] = [letter]
    else:
        number = 1 + max((c.number for c in school.class_list if c.grade == wanted.grade), default=0)
        fields["number"] = number
        if wanted.name and wanted.name not in (default_class_name(wanted.grade, number).zh, str(number)):
            fields["name"] = wanted.name
    before = set(school.class_by_id)
    entries = _entries(editor)
    editor.insert(("classes",), len(entries), editor.entry(("classes",), **fields))
    editor.refresh()
    if len(set(editor.school.class_by_id) - before) != 1:
        raise Declined("not_written")


def _next(letters: list[str]) -> str:
    """The letter after the last one: C after A and B, 丙 after 甲 and 乙; empty for names."""
    for known in ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "甲乙丙丁戊己庚辛壬癸"):
        places = [known.find(x.upper()) for x in letters if len(x) == 1]
        if places and len(places) == len(letters) and min(places) >= 0:
            return known[max(places) + 1 : max(places) + 2]
    return ""


def _close(editor: SchoolEditor, wanted: ClassCloses) -> None:
    school = editor.school
    gone, joins = _class(school, wanted.class_id), _class(school, wanted.joins) if wanted.joins else None
    if joins == gone:
        raise Declined("no_such_class", id=wanted.joins)
    _references(editor, gone, joins)
    entries = _entries(editor)
    for n in reversed(range(len(school.classes))):
        entry = school.classes[n]
        if gone in _ids(school, entry):
            rest = [e for e in _without(school, entry, gone) if _ids(school, e)]
            for k, left in enumerate(rest):
                fields = left.model_dump(mode="json", exclude_defaults=True)
                editor.insert(("classes",), n + 1 + k, editor.entry(("classes",), **fields))
            editor.remove(entries, n)
    editor.refresh()
    if set(editor.school.class_by_id) != set(school.class_by_id) - {gone}:
        raise Declined("not_written")


def _without(school: School, entry: ClassEntry, gone: str) -> Iterable[ClassEntry]:
    """What an entry says of the other classes."""
    if entry.mixed:
        return
    grade = school.class_by_id[gone].grade
    others = tuple(g for g in entry.grades if g != grade)
    if others:
        yield entry.model_copy(update={"grades": others})
    mine = entry.model_copy(update={"grades": (grade,)})
    if entry.letters:
        yield from (mine.model_copy(update={"letters": (x,)}) for x in entry.letters if gone not in _ids(school, mine, (x,)))
    elif entry.number is None:
        count = entry.count or 1
        left = [single for single in _singles(mine) if gone not in _ids(school, single)]
        if [single.number for single in left] == list(range(1, count)):
            yield mine.model_copy(update={"count": count - 1})
        else:
            yield from left


def _ids(school: School, entry: ClassEntry, letters: tuple[str, ...] | None = None) -> set[str]:
    if letters is not None:
        entry = entry.model_copy(update={"letters": letters})
    if entry.count == 0:
        return set()
    return {key for key, *_rest in entry.spell_out(entry.campus or school.campus_ids[0])}


def _references(editor: SchoolEditor, gone: str, joins: str | None) -> None:
    """Everything besides the list of classes that names one that goes."""
    school = editor.school
    refs = ClassReferences(editor, {c.id: c.name.zh for c in school.class_list})
    table = {c: c for c in school.class_by_id if c != gone}

    def kept(word: Any) -> Any:
        return word if school.class_id(str(word)) != gone else None

    for n, demand in enumerate(school.written_demands):
        if demand.classes is not None and not refs.each_class(("demands", n), kept):
            raise Declined("only_class", demand=demand.name)
        for part in ("bans", "pins", "prefer"):
            if getattr(demand, part):
                refs.filter(("demands", n, part), kept)
    if school.absences:
        refs.filter(("absences",), kept)
    for n in reversed([n for n, row in enumerate(school.timetable) if school.class_id(row.class_id) == gone]):
        editor.remove(editor.entries("timetable"), n)
    _its_helpers(editor, refs, gone, {**table, gone: joins} if joins else table)
    key = editor.key(("last_term",), editor.data)
    for word in [w for w in editor.data.get(key) or () if school.class_id(str(w)) == gone]:
        editor.remove(editor.data[key], word)


def _its_helpers(editor: SchoolEditor, refs: ClassReferences, gone: str, table: dict[str, str]) -> None:
    school, left = editor.school, set[str]()
    for n in reversed([n for n, h in enumerate(school.helpers) if not h.volunteer and school.class_id(h.class_id) == gone]):
        mapping = editor.entries("helpers")[n]
        key = editor.key(("helpers", n, "class"), mapping)
        new = refs.renamed(mapping[key], table)
        if new is None:
            left.add(school.helpers[n].id)
            editor.remove(editor.entries("helpers"), n)
        else:
            mapping[key] = new
    for n in reversed([n for n, wish in enumerate(school.wishes) if left & set(wish.helpers)]):
        editor.remove(editor.entries("wishes"), n)
    for n in reversed([n for n, pin in enumerate(school.duties.pins) if pin.helper in left]):
        editor.remove(editor.entries("duties", "pins"), n)


def _rename(editor: SchoolEditor, wanted: ClassRenamed) -> None:
    school = editor.school
    key = _class(school, wanted.class_id)
    taken = school.class_id(wanted.name)
    if taken is not None and taken != key:
        raise Declined("name_taken", name=wanted.name)
    _say_ids(editor, key)
    entries, name = _entries(editor), wanted.name.replace("{", "(").replace("}", ")")
    for n, entry in enumerate(school.classes):
        if _ids(school, entry) == {key}:
            if not isinstance(entries[n], dict):
                fields = entry.model_dump(mode="json", exclude_defaults=True) | {"name": name}
                entries[n] = editor.entry(("classes",), **fields)
            else:
                editor.set(entries[n], editor.key(("classes", n, "name"), entries[n]), name)
            return
    block = next(e for e in school.classes if key in _ids(school, e))
    (single,) = (e for e in _singles(block) if _ids(school, e) == {key})
    fields = single.model_dump(mode="json", exclude_defaults=True, include={"grades", "number", "letters", "id", "campus"})
    editor.insert(("classes",), len(entries), editor.entry(("classes",), **fields, name=name))


def _singles(entry: ClassEntry) -> Iterable[ClassEntry]:
    """Each class of a block by itself."""
    for grade in entry.grades:
        mine = entry.model_copy(update={"grades": (grade,)})
        for letter in entry.letters:
            yield mine.model_copy(update={"letters": (letter,)})
        for number in range(1, (entry.count or 1) + 1) if not entry.letters else ():
            yield mine.model_copy(update={"count": None, "number": number})


def _say_ids(editor: SchoolEditor, key: str) -> None:
    """Wherever a class stands by its name, its id: the name is about to be another one."""
    school = editor.school
    refs = ClassReferences(editor, {})

    def by_id(word: Any) -> Any:
        return key if school.class_id(str(word)) == key else word

    for n, demand in enumerate(school.written_demands):
        refs.each_class(("demands", n), by_id)
        for part in ("bans", "pins", "prefer"):
            if getattr(demand, part):
                refs.filter(("demands", n, part), by_id)
    if school.absences:
        refs.filter(("absences",), by_id)
    named = {"timetable": [row.class_id for row in school.timetable], "helpers": [h.class_id for h in school.helpers]}
    for section, classes in named.items():
        for n, written in enumerate(classes):
            if written and school.class_id(written) == key:
                mapping = editor.entries(section)[n]
                mapping[editor.key((section, n, "class"), mapping)] = key


def _move_lesson(editor: SchoolEditor, wanted: LessonMoved) -> None:
    school = editor.school
    key = _class(school, wanted.class_id)
    since = wanted.since if wanted.since > school.term.start else None
    done = False
    for n in reversed(range(len(school.timetable))):
        row = school.timetable[n]
        over = row.valid_until is not None and row.valid_until < wanted.since
        if school.class_id(row.class_id) != key or over:
            continue
        days = _swapped(school, row, key, wanted)
        if days is None:
            continue
        done = True
        first = row.valid_from if since is None or (row.valid_from and row.valid_from >= since) else since
        made = _row(editor, row, days, first)
        entries = editor.entries("timetable")
        if first == row.valid_from:
            entries[n] = made
        else:
            ends = editor.key(("timetable", n, "valid_until"), entries[n])
            editor.set(entries[n], ends, _before(wanted.since))
            entries.append(made)
    if not done:
        raise Declined("no_such_lesson")


def _swapped(school: School, row: TimetableRow, key: str, wanted: LessonMoved) -> dict[str, list[str]] | None:
    """The days of a row with the two places exchanged; None where neither has a lesson."""
    places = []
    for day, period in ((wanted.day, wanted.period), (wanted.to_day, wanted.to_period)):
        names = school.period_names(key, day)
        if period not in names:
            raise Declined("no_such_period", period=period)
        places.append((day, names.index(period)))
    days = {day: list(words) for day, words in row.days.items()}
    for day, at in places:
        words = days.setdefault(day, [])
        words += [_NONE] * (at + 1 - len(words))
    (a, i), (b, j) = places
    if days[a][i] == days[b][j]:
        return None
    days[a][i], days[b][j] = days[b][j], days[a][i]
    return days


def _row(editor: SchoolEditor, row: TimetableRow, days: dict[str, list[str]], first: dt.date | None) -> CommentedMap:
    fields: dict[str, Any] = {"class": row.class_id, "days": CommentedMap()}
    for day, words in days.items():
        fields["days"][editor.day(day)] = flow = CommentedSeq(words)
        flow.fa.set_flow_style()
    rest = row.model_dump(mode="json", by_alias=True, exclude_defaults=True, include={"teachers", "weeks"})
    fields |= rest | {"valid_from": first, "valid_until": row.valid_until}
    made = editor.entry(("timetable",))
    for name, value in fields.items():
        if value is not None:
            made[field_name(("timetable", 0, name), editor.data)] = value
    made.fa.set_block_style()
    return made


def _entries(editor: SchoolEditor) -> list[Any]:
    """The list of classes, also where they are written in one line of words."""
    key = editor.key(("classes",), editor.data)
    if isinstance(editor.data[key], str):
        editor.data[key] = CommentedSeq(class_entries(editor.data[key]))
    return editor.entries("classes")


def _before(date: dt.date) -> dt.date:
    return date - dt.timedelta(days=1)


def _class(school: School, key: str) -> str:
    found = school.class_id(key)
    if found is None:
        raise Declined("no_such_class", id=key)
    return found

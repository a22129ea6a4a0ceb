"""What is written in one cell -> the classes, teachers or helpers meant: as the table spells them, or as people do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from planner.applying.texts import ARROW, each, fold
from planner.messages.wording import week_block
from planner.models.base import LANGUAGES
from planner.models.school import School
from planner.outputs.tables.names import HelperNames, numbered
from planner.outputs.tables.rota import Cell
from planner.reading.classnames import match_class, read_class_name
from planner.timeline import VisitCell, visitors_of

_TIMES = re.compile(r"\d{1,2}:\d\d-\d{1,2}:\d\d")
_BRACKET = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True)
class Comer:
    """A class or teacher in a cell; ``week`` and ``room`` only where the cell says them."""

    who: str
    text: str
    week: str | None = None
    room: str | None = None


@dataclass(frozen=True)
class Server:
    """A helper in a cell of the duty rota; ``escorts`` are the words behind the arrow, folded."""

    who: str
    text: str
    escorts: str = ""


@dataclass
class Read:
    """Everything in a cell; ``unknown`` is what nobody could read, ``several`` a name that more than one has."""

    comers: list[Comer] = field(default_factory=list)
    servers: list[Server] = field(default_factory=list)
    teachers: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)


class Reader:
    """Reads cells of the tables of one school."""

    def __init__(self, school: School) -> None:
        self._school = school
        names = {t.id: {t.id, *(t.name.in_(x) for x in LANGUAGES if t.name)} for t in school.teachers}
        self._teachers = {fold(name): t for t in school.teacher_ids for name in names.get(t, {t})}
        self._classes = {fold(word): c.id for c in school.class_list for word in (c.name.en, c.name.zh, c.id)}
        loose: dict[str, set[str]] = defaultdict(set)
        for word, key in self._classes.items():
            loose[_loose(word)].add(key)
        self._loose = {word: next(iter(keys)) for word, keys in loose.items() if len(keys) == 1}
        self._meant = {d.id: frozenset(visitors_of(school, d)) for d in school.demand_by_id.values()}
        self._rooms = {r.id: {fold(r.id), *(fold(r.name.in_(x)) for x in LANGUAGES)} for r in school.room_by_id.values()}
        self._helpers = _helpers(school)

    def visits(self, text: str, cell: Cell) -> Read:
        """The visitors in a cell of a borrowing or reading table; times and teachers of the visits are no visitors."""
        read = Read()
        places = [p for p in cell.places if isinstance(p, VisitCell)]
        of_teachers = any(self._school.demand_by_id[p.demand].kind == "teacher_reading" for p in places)
        for line in text.split("\n"):
            word = fold(line)
            if not word or _TIMES.fullmatch(word):
                continue
            if word in self._teachers and not of_teachers:
                read.teachers.append(word)
                continue
            found, unknown = each(line, lambda part: self._comer(part, places, of_teachers=of_teachers))
            read.comers += found
            teachers = [] if of_teachers else [part for part in map(fold, unknown) if part in self._teachers]
            read.teachers += teachers
            read.unknown += [p for p in unknown if fold(p) not in teachers and not _TIMES.fullmatch(fold(p))]
        return read

    def duties(self, text: str) -> Read:
        """The helpers in a cell of the duty rota."""
        read = Read()
        for line in text.split("\n"):
            if fold(line):
                found, unknown = each(line, self._server)
                read.servers += found
                for part in unknown:
                    (read.several if self._ids(fold(part).partition(ARROW)[0]) else read.unknown).append(part)
        return read

    def _server(self, text: str) -> Server | None:
        name, _arrow, classes = fold(text).partition(ARROW)
        ids = self._ids(name)
        return Server(next(iter(ids)), text, classes) if len(ids) == 1 else None

    def is_somebody(self, text: str) -> bool:
        """Whether words beside a table name a class or a helper, who may have been put there to wait."""
        lines = [line for line in text.split("\n") if line]
        return bool(lines) and all(self._visitor(fold(x)) or self._ids(x) for x in lines)

    def _comer(self, text: str, places: Sequence[VisitCell], *, of_teachers: bool) -> Comer | None:
        word = fold(text)
        week = next((w for prefix, w in self._weeks(places) if word.startswith(prefix)), None)
        if week is not None:
            word = word.removeprefix(next(p for p, w in self._weeks(places) if w == week and word.startswith(p)))
        meant = {c for p in places for c in self._meant[p.demand]}
        for name in {fold(self._school.demand_by_id[p.demand].name.in_(x)) for p in places for x in LANGUAGES}:
            word = word.removesuffix(f"({name})")
        who = self._visitor(word, meant, of_teachers=of_teachers)
        if who:
            return Comer(who, text, week)
        for room, names in self._rooms.items():
            for name in names:
                rest = word.removesuffix(f"({name})")
                if rest != word and (who := self._visitor(rest, meant, of_teachers=of_teachers)):
                    return Comer(who, text, week, room)
        return None

    def _visitor(self, word: str, meant: Collection[str] = (), *, of_teachers: bool = False) -> str | None:
        if of_teachers and word in self._teachers:
            return self._teachers[word]
        found = self._classes.get(word) or self._one_of(meant, word) or self._loose.get(_loose(word))
        return found or match_class(word, self._school) or match_class(word.upper(), self._school)

    def _one_of(self, meant: Collection[str], word: str) -> str | None:
        """A class named by grade and number alone where several campuses have one: that which the table is about."""
        read = read_class_name(word)
        classes = [self._school.class_by_id[c] for c in meant if c in self._school.class_by_id]
        grade = read.grade_on(self._school.term.start, {c.grade for c in classes}) if read else None
        found = [c.id for c in classes if read and (c.grade, c.number) == (grade, read.number)]
        return found[0] if len(found) == 1 else None

    def _weeks(self, places: Iterable[VisitCell]) -> list[tuple[str, str]]:
        """(folded words for a week of the pattern, the week), longest first."""
        term = self._school.term
        found: dict[str, str] = {}
        for week in {p.week for p in places if p.week}:
            words = {week_block(x, week, term, short=short) for x in LANGUAGES for short in (True, False)}
            words |= {"A": {"单周", "单"}, "B": {"双周", "双"}}.get(week, {week})
            found |= {fold(w).rstrip(":"): week for w in words}
        return sorted(found.items(), key=lambda item: -len(item[0]))

    def _ids(self, text: str) -> frozenset[str]:
        """Helpers whom a label can mean; what stands in brackets behind it is left out when nobody is called so."""
        word = fold(text)
        while word:
            if found := self._helpers.get(word):
                return frozenset(found)
            head, dash, number = word.rpartition("-")
            class_id = self._visitor(head) if dash and number.isdecimal() else None
            if class_id and (found := self._helpers.get(f"{class_id}#{int(number)}")):
                return frozenset(found)
            shorter = _BRACKET.sub("", word)
            if shorter == word:
                break
            word = shorter
        return frozenset()


def _loose(word: str) -> str:
    """A name of a class without what people leave out."""
    return re.sub(r"[()班]", "", word)


def _helpers(school: School) -> dict[str, set[str]]:
    """Folded label, id or name -> helpers called so; 'class id#number' for other spellings of class and number."""
    found: dict[str, set[str]] = defaultdict(set)
    labels = [HelperNames(school, language, internal=internal) for language in LANGUAGES for internal in (False, True)]
    for key, (class_id, number) in numbered(school).items():
        found[f"{class_id}#{number}"].add(key)
        for names in labels:
            found[fold(names.label(key))].add(key)
            found[fold(names.beside_class(key))].add(key)
        if group := school.group_by_id.get(class_id):  # with a number also where there is only one: as it was printed once
            for language in LANGUAGES:
                found[fold(f"{group.name.in_(language)}-{number}")].add(key)
        helper = school.helper_by_id[key]
        if helper.name:
            found[fold(helper.name)].add(key)
    for key in school.helper_by_id:
        found.setdefault(fold(key), {key})  # an id never takes the place of a label that people see
    return dict(found)

"""Lessons that change places: two of one class, or two of one subject between classes. Whether that suffices is for a solve.

Nobody is to teach two classes then because of it, as far as the timetable says who teaches.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from planner.models.days import DAY_LABELS
from planner.models.school import School
from planner.models.timetable import FREE, TimetableRow
from planner.models.values import natural

_TRIES = 6
Change = tuple[str, int, dict[str, object]]
Params = Mapping[str, str]
_At = tuple[str, str]
"""(day, period)"""


class Lessons:
    """The lessons of one subject, or of several that serve the same, and all others around them."""

    def __init__(self, school: School, subjects: Collection[str]) -> None:
        self._subjects = subjects
        rows: dict[str, list[TimetableRow]] = defaultdict(list)
        for row in school.timetable:
            rows[school.class_id(row.class_id) or ""].append(row)
        self._words = {key: _week(school, key, found[0]) for key, found in rows.items() if key and len(found) == 1}
        """Of the classes that have one timetable all the term: what each of their periods holds."""
        self._written = {key: set(rows[key][0].days) for key in self._words}
        self._teachers = {key: rows[key][0].teachers for key in self._words}
        self._taught = Counter[tuple[str | None, str, str]]((x.teacher, x.day, x.period) for x in school.lessons if x.teacher)
        self._wanted = Counter((x.day, x.period) for x in school.lessons if x.subject in subjects)

    def of(self, classes: Iterable[str]) -> list[tuple[str, _At]]:
        """The lessons that serve, of classes; those first at whose time most others have one."""
        found = [(key, at) for key in classes for at, word in self._words.get(key, {}).items() if word in self._subjects]
        return sorted(found, key=lambda x: -self._wanted[x[1]])

    def within(self, class_id: str, here: _At) -> Iterator[Change]:
        """One that serves put in another period of the class, what is there in its place; near ones first."""
        words = self._words.get(class_id, {})
        for there in self._others(class_id, here):
            said: dict[str, object] = {"other_day": there[0], "other_period": there[1], "subject": words[here]}
            if words[there] in FREE:
                yield "move_lesson", 7, {**_where(class_id, here), **said}
            else:
                yield "exchange", 6, {**_where(class_id, here), **said, "other": words[there]}

    def between(self, class_id: str, here: _At) -> Iterator[Change]:
        """Two classes that exchange the times of a lesson that serves."""
        words = self._words.get(class_id, {})
        for other, theirs in self._words.items():
            for there in self._sorted(words, here) if other != class_id and here in words else ():
                crossed = theirs.get(there, "-") in self._subjects and theirs.get(here, words[here]) not in self._subjects
                if crossed and self._may(class_id, here, there) and self._may(other, there, here):
                    said = {"other_class": other, "other_day": there[0], "other_period": there[1]}
                    yield "exchange_classes", 8, {**_where(class_id, here), **said, "subject": theirs[there]}

    def _others(self, class_id: str, here: _At) -> list[_At]:
        """Other periods of the class that its timetable speaks of, for a lesson that is ``here``."""
        found = self._sorted(self._words[class_id], here) if here in self._words.get(class_id, {}) else []
        return [at for at in found if at[0] in self._written[class_id] and self._may(class_id, here, at)]

    def _sorted(self, words: Mapping[_At, str], here: _At) -> list[_At]:
        """Periods without a lesson that serves: with another lesson first, with few others like it, on the same day."""
        found = [at for at, word in words.items() if word not in self._subjects]
        return sorted(found, key=lambda at: (words[at] in FREE, self._wanted[at], at[0] != here[0], _order(at)))

    def _may(self, class_id: str, here: _At, there: _At) -> bool:
        """Whether both teachers are free when what is ``here`` and what is ``there`` change places."""
        words, teachers = self._words[class_id], self._teachers[class_id]
        one, two = (teachers.get(words.get(at, "-")) for at in (here, there))
        return one == two or not (self._taught[one, *there] or self._taught[two, *here])


def exchanged_lessons(school: School, subjects: Collection[str], classes: Iterable[str], at: _At | None) -> Iterator[Change]:
    """Exchanges that give a lesson of one of the classes, the one ``at`` a time or any, another time."""
    lessons = Lessons(school, subjects)
    mine = [(key, here) for key, here in lessons.of(classes) if at is None or here == at]
    for ways in (lessons.within, lessons.between):
        turns = [ways(key, here) for key, here in mine]
        yield from islice((way for nth in _in_turn(turns) for way in nth), _TRIES * (2 if at is None else len(mine)))


def _in_turn(turns: list[Iterator[Change]]) -> Iterator[list[Change]]:
    """The first of each, the second of each, and so on."""
    while turns:
        nth = [(turn, way) for turn in turns for way in islice(turn, 1)]
        turns = [turn for turn, _ in nth]
        yield [way for _, way in nth]


def _week(school: School, class_id: str, row: TimetableRow) -> dict[_At, str]:
    """What each period of the week holds; what is not written is free."""
    found = {}
    for day in dict.fromkeys((*school.term.weekdays, *row.days)):
        words = row.days.get(day, ())
        for n, period in enumerate(school.period_names(class_id, day)):
            found[day, period] = words[n] if n < len(words) else "-"
    return found


def _where(class_id: str, here: _At) -> dict[str, object]:
    return {"class": class_id, "day": here[0], "period": here[1]}


def _order(at: _At) -> tuple[int, object]:
    return DAY_LABELS.index(at[0]), natural(at[1])


def exchange(school: School, params: Params) -> School:
    """What two periods of a class hold changes places. Raises KeyError for a class or a period that is not there."""
    here, there = (params["day"], params["period"]), (params["other_day"], params["other_period"])
    return _changed(school, params["class"], here, there)


def exchange_classes(school: School, params: Params) -> School:
    """The same in two classes at once, with the same two periods."""
    return exchange(exchange(school, params), {**params, "class": params["other_class"]})


def _changed(school: School, class_id: str, here: _At, there: _At) -> School:
    rows = []
    for row in school.timetable:
        if school.class_id(row.class_id) != class_id:
            rows.append(row)
            continue
        days = {day: list(words) for day, words in row.days.items()}
        (first, n), (second, m) = (_cell(days, day, _place(school, class_id, day, p)) for day, p in (here, there))
        first[n], second[m] = second[m], first[n]
        rows.append(row.model_copy(update={"days": {day: tuple(words) for day, words in days.items()}}))
    return school.model_copy(update={"timetable": tuple(rows)})


def _place(school: School, class_id: str, day: str, period: str) -> int:
    names = school.period_names(class_id, day)
    if period not in names:
        raise KeyError(period)
    return names.index(period)


def _cell(days: dict[str, list[str]], day: str, n: int) -> tuple[list[str], int]:
    """The words of a day, long enough for a period, and the period's place among them."""
    words = days.setdefault(day, [])
    words += ["-"] * (n + 1 - len(words))
    return words, n

"""The open points of an import one by one, as a page shows them: words, places, what may be answered; and answers taken back.

    questions(look, school) -> Question, …          answered(mapping, {key: answer}) -> Mapping

A key stays the same however often a file is looked at. An answer to a question that another answer has made pointless does
no harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from planner.errors import BadInput
from planner.importing.asking import Look
from planner.importing.gate import is_counted
from planner.importing.mapping import OPEN, SKIP
from planner.importing.mapping import Mapping as Meaning
from planner.importing.raw import NO, RawTimetable
from planner.languages import N_
from planner.messages.problems import word
from planner.messages.wording import day_name, translator
from planner.models.base import Language
from planner.models.days import CYCLE_DAYS, WEEKDAYS
from planner.models.problem import Problem
from planner.models.school import School
from planner.reading.paths import shorten

Kind = Literal["doubts", "classes", "days", "periods", "eligible", "answers"]
_PLACES = 6
_NEW_CLASS = re.compile(r"\s*(\d{1,2})\s*[-.,，、/ ]\s*(\d{1,3})\s*")
_COMMAS = re.compile(r"[,，、;；\n]")


class FilePlace(NamedTuple):
    """Where something stands: ``总课表``, ``B4``. ``sheet`` is '' in a file that has only one, or none."""

    sheet: str
    cell: str


class Choice(NamedTuple):
    """An answer that is offered: ``value`` is what is sent back. Its words are those of ``code``, or ``name`` as it is."""

    value: str
    code: str = ""
    name: str = ""


class Question(NamedTuple):
    """One open point. ``key``: what its answer is sent back under; ``written``: the words of the file that it is about.

    ``typed``: what may be written instead of a choice (grade-number of a new class, such as 4-1). ``several``: more than
    one choice may be given, with commas between them.
    """

    key: str
    kind: Kind
    problem: Problem
    written: str
    places: tuple[FilePlace, ...]
    choices: tuple[Choice, ...]
    typed: Literal["", "new_class"] = ""
    several: bool = False


def questions(look: Look, school: School | None) -> tuple[Question, ...]:
    """Every open point, those about the whole file first: their answers may settle others."""
    return (*_about_the_file(look), *_words(look.raw, look.mapping, school), *_cells(look.raw, look.mapping))


def _about_the_file(look: Look) -> Iterator[Question]:
    for doubt in look.doubts:
        if look.mapping.doubts.get(doubt.key, OPEN) == OPEN:
            where = _places((doubt.problem.path, doubt.problem.params.get("cell", "")))
            choices = tuple(_choice(doubt.key, x) for x in doubt.options)
            yield Question(f"doubts:{doubt.key}", "doubts", doubt.problem, "", where, choices)


def _choice(doubt: str, option: str) -> Choice:
    if doubt in ("sheets", "semester"):
        return Choice(option, name=option)
    return Choice(option, "answer_grade" if doubt == "grade" and option != NO else f"answer_{option}")


def _words(raw: RawTimetable, mapping: Meaning, school: School | None) -> Iterator[Question]:
    """Classes, days, periods and subjects of which nobody has said what they mean."""
    field: dict[str, str] = {"classes": "class_name", "days": "day", "periods": "period"}
    classes = tuple(Choice(c.id, name=c.name.in_(school.language)) for c in school.class_list) if school else ()
    bells = school.bells if school else ()
    cycle = school is not None and school.term.cycle_days is not None
    offered: dict[str, tuple[Choice, ...]] = {
        "classes": classes,
        "days": tuple(Choice(d, "answer_day") for d in (CYCLE_DAYS if cycle else WEEKDAYS)),
        "periods": tuple(Choice(p, name=p) for p in dict.fromkeys(p for bell in bells for p in bell.periods)),
    }
    for section, key in mapping.open_points:
        if section == "eligible":
            problem = Problem(code="import_ask_eligible")
            subjects = tuple(Choice(x, name=x) for x in sorted(set(mapping.subjects.values())))
            yield Question("eligible", "eligible", problem, "", (), subjects, several=True)
        counted = section == "classes" and is_counted(raw.classes.get(key))
        if section not in field or (counted and "grade" in mapping.doubts):
            continue  # the grade of all that are counted is asked for once
        where = _places(x.cell for x in raw.all_lessons() if getattr(x, field[section]) == key)
        kind: Kind = section  # type: ignore[assignment]
        problem = Problem(code=f"import_ask_{section}", value=key)
        choices = (*offered[section], Choice(SKIP, "answer_skip"))
        yield Question(f"{section}:{key}", kind, problem, key, where, choices, "new_class" if section == "classes" else "")


def _cells(raw: RawTimetable, mapping: Meaning) -> Iterator[Question]:
    """What stands where lessons stand and was not read, once for all cells that say the same."""
    parts = {(q.lesson.cell, q.lesson.class_name, q.lesson.subject): q.parts for q in raw.questions}
    cells: dict[str, list[str]] = {}
    meant: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for ask in mapping.questions:
        if mapping.answer(ask) == OPEN:
            cells.setdefault(ask.text, []).append(ask.cell)
            meant[ask.text] = parts.get((ask.cell, ask.class_name, ask.text), ())
    for text, found in cells.items():
        code, choices = _offered(meant[text])
        problem = Problem(code=code, value=text, params={"count": str(len(found))})
        yield Question(f"answers:{text}", "answers", problem, text, _places(found), choices)
    unread: dict[str, list[str]] = {}
    for left in mapping.unrecognised:
        if mapping.left(left) == OPEN and left.text not in cells:
            unread.setdefault(left.text, []).append(left.cell)
    for text, found in unread.items():
        problem = Problem(code="import_ask_unread", value=text, params={"count": str(len(found))})
        yield Question(
            f"answers:{text}",
            "answers",
            problem,
            text,
            _places(found),
            (Choice("skip", "answer_skip"), Choice(NO, "answer_no")),
        )


def _offered(parts: tuple[tuple[str, str, str], ...]) -> tuple[str, tuple[Choice, ...]]:
    """(words of the question, choices) for a cell in which so many subjects were seen."""
    if len(parts) == 1:  # 体育-张伟: the subject, with its teacher if one is named
        only = Choice("split", name=" · ".join(filter(None, parts[0][:2])))
        return "import_ask_beside", (only, Choice("whole", "answer_whole"), Choice("skip", "answer_skip"))
    options = ("parity", "split", "skip") if len(parts) == 2 else ("split", "skip") if parts else ("whole", "skip")
    return "import_ask_parts" if parts else "import_ask_cell", tuple(Choice(x, f"answer_{x}") for x in options)


def _places(cells: Iterable[str]) -> tuple[FilePlace, ...]:
    out = []
    for at in dict.fromkeys(filter(None, cells)):
        sheet, named, cell = at.rpartition("!")
        out.append(FilePlace(sheet if named else "", cell))
        if len(out) == _PLACES:
            break
    return tuple(out)


def answered(mapping: Meaning, answers: Mapping[str, str]) -> Meaning:
    """The mapping with answers: question key -> value of a choice, or what ``typed`` allows.

    Raises BadInput for an answer that cannot be; what only fits the school or not is told when the timetable is stored.
    """
    data: dict[str, Any] = mapping.model_dump(mode="json", by_alias=True)
    problems = []
    for key, answer in answers.items():
        section, _, word = key.partition(":")
        value = answer.strip()
        if section == "eligible":
            data["eligible"] = [w.strip() for w in _COMMAS.split(value) if w.strip()] or [OPEN]
        elif value == NO and section == "answers":
            cell = next((x.cell for x in mapping.unrecognised if x.text == word), "")
            problems += [Problem(code="import_answer_no"), _not_understood(word, cell)]
        elif section not in ("doubts", "classes", "days", "periods", "answers"):
            problems.append(Problem(code="import_map", path=shorten(key), value=shorten(value)))
        elif word in data[section] or section == "doubts":
            data[section][word] = _class(value, data) if section == "classes" else value
    if not problems:
        try:
            return Meaning.model_validate(data)
        except ValidationError as error:
            for e in error.errors(include_url=False):
                path = ":".join(str(x) for x in e["loc"][:2])
                problems.append(Problem(code="import_map", path=path, value=shorten(str(e.get("input")))))
    raise BadInput(mapping.file, list({(p.path, p.value): p for p in problems}.values()))


def _not_understood(text: str, cell: str) -> Problem:
    return Problem(code="import_ask_unread", path=cell, value=shorten(text), params={"count": "1"})


def _class(value: str, data: dict[str, Any]) -> Any:
    """'4-1' as a class that is to be made, unless the school has a class of this id: then store finds it."""
    found = _NEW_CLASS.fullmatch(value)
    return {"grade": int(found[1]), "number": int(found[2])} if found else value


_ANSWERS: dict[str, str] = {
    "answer_yes": N_("Yes, that is right"),
    "answer_no": N_("No, something is wrong there: I correct the file"),
    "answer_skip": N_("Leave it out"),
    "answer_whole": N_("The whole text is the subject"),
    "answer_parity": N_("The first in odd weeks, the second in even weeks"),
    "answer_split": N_("Both at once, the class is split"),
    "answer_tight": N_("One part is the subject, the rest is the teacher or a number"),
    "answer_primary": N_("A primary school: grades 1 to 6"),
    "answer_junior": N_("A junior secondary school: grades 7 to 9"),
    "answer_senior": N_("A senior secondary school: grades 10 to 12"),
}


def asked(question: Question, language: Language) -> dict[str, Any]:
    """A question as plain data: key, kind, text and hint, written, places, choices (value, label), typed, several."""
    said = word(question.problem, language)
    tight = question.key == "doubts:tight"
    return {
        "key": question.key,
        "kind": question.kind,
        "text": said.what,
        "hint": said.mend,
        "written": question.written,
        "places": [place._asdict() for place in question.places],
        "choices": [
            {"value": c.value, "label": _label(c.value, c.code, c.name, language, tight=tight)} for c in question.choices
        ],
        "typed": question.typed,
        "several": question.several,
    }


def _label(value: str, code: str, name: str, language: Language, *, tight: bool) -> str:
    _ = translator(language)
    if code == "answer_grade":
        return _("Grade {n}", n=value)
    if name or code == "answer_day":
        return name or day_name(language, value)
    return _(_ANSWERS.get("answer_tight" if tight and value == "split" else code, N_("Yes, that is right")))

"""The mapping as a file: YAML with words of help, to be corrected by hand and read back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from planner.errors import BadInput
from planner.importing.asking import Look
from planner.importing.files import read_bytes
from planner.importing.mapping import Mapping, NewClass, NewPeriod
from planner.messages.problems import describe
from planner.messages.wording import translator
from planner.models.base import Language
from planner.models.formats import MAPPING
from planner.models.problem import Problem
from planner.reading.decoding import Unreadable, decode
from planner.reading.document import Document, read_document
from planner.reading.formats import KEYS, misfit
from planner.reading.net import net
from planner.reading.paths import shorten, spell
from planner.reading.tongue import tongue_of


def write_mapping(look: Look, language: Language) -> str:
    """The text of a mapping file: what is believed, and every question with its words."""
    _ = translator(language)
    mapping = look.mapping
    lines = [
        _comment(_("What the words of the timetable mean in this school. Correct what is wrong, answer every ?, then run"))
    ]
    lines += [_comment("  lunjie import {} --into SCHOOL --mapping {}".format(mapping.file, _("THIS FILE")))]
    lines += [f"format: {mapping.format}"]
    lines += [f"file: {_q(mapping.file)}", f"shape: {mapping.shape}", f"term: {mapping.term}", ""]
    lines += [_comment(_("Classes: as written -> id of the class; - leaves it out; {grade: 4, number: 1} makes a new one."))]
    lines += _section("classes", ((k, _class(v)) for k, v in mapping.classes.items()))
    lines += ["", _comment(_("Days: MON to SUN, or D1 to D10 in a day cycle."))]
    lines += _section("days", ((k, v if v != "?" else '"?"') for k, v in mapping.days.items()))
    lines += ["", _comment(_("Periods: as written -> period of the bell schedule; - leaves it out."))]
    lines += _section("periods", ((k, _period(v)) for k, v in mapping.periods.items()))
    lines += ["", _comment(_("Subjects: as written -> as the school calls them."))]
    lines += _section("subjects", ((k, _q(v)) for k, v in mapping.subjects.items()))
    if any(isinstance(p, NewPeriod) for p in mapping.periods.values()):
        # An existing school says this in its demands.
        lines += ["", _comment(_("Subjects whose lessons may take place in the library."))]
        lines += [f"eligible: [{', '.join(_q(s) for s in mapping.eligible)}]"]
    lines += ["", _comment(_("Teachers: as written -> id."))]
    lines += _section("teachers", ((k, _q(v)) for k, v in mapping.teachers.items()))
    lines += [
        "",
        _comment(
            _(
                "Cells to ask about. Two words: parity = first in odd, second in even weeks; split = both at once. "
                "Not read: whole = the text is the subject. More than a subject (体育-张三, PE 2): split = only the subject "
                "and its teacher, whole = all of it. skip = leave out."
            )
        ),
    ]
    lines += _section("answers", ((k, _q(v)) for k, v in mapping.answers.items()))
    lines += [_comment(_("The same cell by cell, where one differs; ? means: as above."))]
    lines += _list(
        "questions", ({"cell": q.cell, "class": q.class_name, "text": q.text, "answer": q.answer} for q in mapping.questions)
    )
    words_of_help = _("Not understood. Where lessons stand, every ? wants skip: nothing is taken from these cells.")
    lines += ["", _comment(words_of_help)]
    lines += _list("unrecognised", ({"cell": x.cell, "text": x.text, "answer": x.answer} for x in mapping.unrecognised))
    lines += ["", _comment(_("About the whole file: write the answer in place of the ?."))]
    for doubt in look.doubts:
        options = " | ".join(doubt.options)
        lines += [_comment(f"  {doubt.key} ({options}): {describe(doubt.problem, language)}")]
    lines += _section("doubts", ((k, _q(v)) for k, v in mapping.doubts.items()))
    if look.week:
        lines += ["", _comment(_("The week of {name} as it was understood:", name=look.shown))]
        lines += [_comment(" | ".join(row)) for row in (("", *look.days), *look.week)]
    return "\n".join(lines) + "\n"


def read_mapping(path: Path) -> Mapping:
    """A mapping file. Raises MissingFile, and BadInput with every problem and its line."""
    return parse_mapping(read_bytes(path), str(path))


def parse_mapping(raw: bytes, source: str) -> Mapping:
    """The mapping in these bytes. Raises BadInput with every problem and its line."""
    with net(source) as heard:
        try:
            text = decode(raw)
            heard.language = tongue_of(text)
            return _mapping(read_document(text), source)
        except Unreadable as error:
            raise BadInput(source, [error.problem]) from None


def _mapping(document: Document, source: str) -> Mapping:
    problems = list(document.problems)
    mapping = None
    if isinstance(document.data, dict):
        other = misfit(
            next((document.data[k] for k in KEYS if k in document.data), 1), MAPPING, document.marks.line_of(("format",))
        )
        if other is not None:
            raise BadInput(source, [other])
    try:
        mapping = Mapping.model_validate(document.data)
    except ValidationError as error:
        for e in error.errors(include_url=False):
            loc = tuple(str(x) if not isinstance(x, int) else x for x in e["loc"])
            # The branches of a union ("str", "NewClass") are ours, not the file's.
            loc = tuple(x for x in loc if x not in ("str", "NewClass", "NewPeriod"))
            line = document.marks.line_of(loc)
            problem = Problem(code="import_map", path=spell(loc), line=line, value=shorten(str(e.get("input"))))
            if problem not in problems:
                problems.append(problem)
    if problems or mapping is None:
        raise BadInput(source, sorted(problems, key=lambda p: (p.line or 0, p.path)))
    return mapping


def _comment(text: str) -> str:
    return f"# {text}"


def _q(text: str) -> str:
    # A JSON string is a YAML string, whatever is in it.
    return json.dumps(text, ensure_ascii=False)


def _class(value: str | NewClass) -> str:
    return _q(value) if isinstance(value, str) else _flow(value.model_dump(mode="json", exclude_defaults=True))


def _period(value: str | NewPeriod) -> str:
    return _q(value) if isinstance(value, str) else _flow(value.model_dump(mode="json", exclude_none=True))


def _flow(record: dict[str, object]) -> str:
    return "{" + ", ".join(f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in record.items()) + "}"


def _section(name: str, items: Iterable[tuple[str, str]]) -> list[str]:
    lines = [f"  {_q(key)}: {value}" for key, value in items]
    return [f"{name}:", *lines] if lines else [f"{name}: {{}}"]


def _list(name: str, records: Iterable[dict[str, str]]) -> list[str]:
    lines = [f"  - {_flow(dict(record))}" for record in records]
    return [f"{name}:", *lines] if lines else [f"{name}: []"]

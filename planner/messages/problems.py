"""A Problem in words: where it is, what is wrong, and how to mend it. Every code has words."""

from __future__ import annotations

from planner.errors import MissingFile
from planner.languages import N_
from planner.messages.crosschecks import CHECK_WORDS
from planner.messages.edits import APPLY_WORDS
from planner.messages.fields import FIELD_WORDS, FILE_WORDS
from planner.messages.plans import PLAN_WORDS
from planner.messages.remarks import REMARK_WORDS
from planner.messages.strangers import STRANGER_WORDS
from planner.messages.timetables import IMPORT_WORDS
from planner.messages.wording import Wording, headed, listing, long_day_name, sentences, translator
from planner.messages.workbooks import WORKBOOK_WORDS
from planner.models.base import Language
from planner.models.problem import Problem
from planner.script import spelt

WORDS: dict[str, Wording] = {
    **FILE_WORDS,
    **FIELD_WORDS,
    **CHECK_WORDS,
    **PLAN_WORDS,
    **STRANGER_WORDS,
    **WORKBOOK_WORDS,
    **IMPORT_WORDS,
    **APPLY_WORDS,
    **REMARK_WORDS,
}
"""code -> words."""
_OF_FIELDS = frozenset({"missing_field", "unknown_field"})
"""Their params are keys of school files, which a reader of Traditional Chinese writes in those characters."""

_MISSING: dict[str, str] = {
    "not_found": N_("{path} does not exist. Check the name and the folder."),
    "no_school_file": N_(
        "There is no school.yaml, school.yml or school.json in {path}. Name the file itself, or put one there."
    ),
    "no_plan_file": N_(
        "There is no plan.json in {path}. This is about a term that is planned: run lunjie plan first and name the folder that "
        "it writes (-o), or the plan.json itself."
    ),
    "no_folder": N_("The folder {path} does not exist. Create it first, or choose another."),
    "has_history": N_(
        "{path} holds a plan that was changed during the term; a new plan would rewrite what has been. Use lunjie "
        "replan, or choose another folder."
    ),
    "not_a_folder": N_("{path} is a file, not a folder. Choose another name for the folder."),
    "not_writable": N_("{path} cannot be written. Close it in other programs and check that you may write there."),
    "disk_full": N_("The disk is full: {path} was not written, and what was there has not changed. Make room and try again."),
    "read_only": N_("{path} lies on a disk that is write-protected. Choose another place."),
    "not_permitted": N_("The system does not let {path} be used. Check the rights of the file and of its folder."),
    "folder_busy": N_("Another lunjie is writing in {path} just now. Nothing was changed. Try again when it has ended."),
    "not_readable": N_("{path} cannot be read. Close it in other programs and check that you may open it."),
}


def word(problem: Problem, language: Language) -> Wording:
    """The words for ``problem``; an unknown code gets the words of ``unreadable``, never none."""
    _, words = translator(language), WORDS.get(problem.code, WORDS["unreadable"])
    params = dict(problem.params)
    if problem.code in _OF_FIELDS:
        params = {key: spelt(language, text, text) for key, text in params.items()}
    near = params.get("closest", "")
    hint = _(" Did you mean “{near}”?", near=near) if near else ""
    days = {key: _days(language, text) for key, text in problem.params.items() if key.endswith("_days")}
    values = _Values({**params, **days, "value": problem.value, "closest": hint})
    return Wording(*(_(text).format_map(values).strip() for text in words))


def _days(language: Language, labels: str) -> str:
    """MON, TUE as a reader calls them."""
    return listing(language, [long_day_name(language, label) for label in labels.split(", ") if label])


def describe(problem: Problem, language: Language, source: str = "") -> str:
    """One line: place, what is wrong, how to mend it. ``source`` is the file's name, for ``school.yaml:14 …``."""
    _, text = translator(language), sentences(language, word(problem, language))
    if source:
        place = f"{source}:{problem.line}" if problem.line else source
    else:
        place = _("line {n}", n=problem.line) if problem.line else ""
    where = " ".join(part for part in (place, problem.path) if part)
    return headed(language, where, text) if where else text


def describe_missing(error: MissingFile, language: Language) -> str:
    """One line for a file that is not there or cannot be read."""
    return translator(language)(_MISSING.get(error.reason, _MISSING["not_readable"]), path=error.path)


class _Values(dict[str, str]):
    """A value that a problem does not carry leaves a gap instead of an exception."""

    def __missing__(self, key: str) -> str:
        return "…"

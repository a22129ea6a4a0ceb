"""A Problem in words: where it is, what is wrong, and how to mend it. Every code has words in both languages."""

from __future__ import annotations

from typing import NamedTuple

from planner.errors import MissingFile
from planner.messages.crosschecks import CHECK_WORDS
from planner.messages.edits import APPLY_WORDS
from planner.messages.fields import FIELD_WORDS, FILE_WORDS, Words
from planner.messages.plans import PLAN_WORDS
from planner.messages.timetables import IMPORT_WORDS
from planner.messages.wording import fill
from planner.messages.workbooks import WORKBOOK_WORDS
from planner.models.base import Language
from planner.models.problem import Problem

WORDS: dict[str, Words] = {
    **FILE_WORDS,
    **FIELD_WORDS,
    **CHECK_WORDS,
    **PLAN_WORDS,
    **WORKBOOK_WORDS,
    **IMPORT_WORDS,
    **APPLY_WORDS,
}
"""code -> words."""

_MISSING: dict[str, tuple[str, str]] = {
    "not_found": ("{path} does not exist. Check the name and the folder.", "找不到 {path}。请检查文件名和所在文件夹。"),
    "no_school_file": (
        "There is no school.yaml, school.yml or school.json in {path}. Name the file itself, or put one there.",
        "{path} 里没有 school.yaml、school.yml 或 school.json。请直接指定文件，或放一个进去。",
    ),
    "no_plan_file": (
        "There is no plan.json in {path}. Run lunjie plan first, or name the file itself.",
        "{path} 里没有 plan.json。请先运行 lunjie plan，或直接指定文件。",
    ),
    "no_folder": (
        "The folder {path} does not exist. Create it first, or choose another.",
        "文件夹 {path} 不存在。请先新建，或换一个位置。",
    ),
    "has_history": (
        "{path} holds a plan that was changed during the term; a new plan would rewrite what has been. "
        "Use lunjie replan, or choose another folder.",
        "{path} 里的安排在学期中调整过，重新排会改写已经过去的部分。请用 lunjie replan 调整，或换一个文件夹。",
    ),
    "not_a_folder": (
        "{path} is a file, not a folder. Choose another name for the folder.",
        "{path} 是文件，不是文件夹。请换一个文件夹名。",
    ),
    "not_writable": (
        "{path} cannot be written. Close it in other programs and check that you may write there.",
        "{path} 无法写入。请关闭正在使用它的程序，并确认有写入权限。",
    ),
    "not_readable": (
        "{path} cannot be read. Close it in other programs and check that you may open it.",
        "{path} 无法读取。请关闭正在使用它的程序，并确认有权限打开。",
    ),
}


class Wording(NamedTuple):
    """A problem in one language: what is wrong, and what is expected and how to write it."""

    what: str
    mend: str


def word(problem: Problem, language: Language) -> Wording:
    """The words for ``problem``; an unknown code gets the words of ``unreadable``, never none."""
    words = WORDS.get(problem.code, WORDS["unreadable"])
    what, mend = (words.zh_what, words.zh_mend) if language == "zh" else (words.en_what, words.en_mend)
    near = problem.params.get("closest", "")
    hint = (f"是不是“{near}”？" if language == "zh" else f" Did you mean “{near}”?") if near else ""
    values = _Values({**problem.params, "value": problem.value, "closest": hint})
    return Wording(fill(what, values).strip(), fill(mend, values).strip())


def describe(problem: Problem, language: Language, source: str = "") -> str:
    """One line: place, what is wrong, how to mend it. ``source`` is the file's name, for ``school.yaml:14 …``."""
    what, mend = word(problem, language)
    if source:
        place = f"{source}:{problem.line}" if problem.line else source
    elif problem.line:
        place = f"第{problem.line}行" if language == "zh" else f"line {problem.line}"
    else:
        place = ""
    where = " ".join(part for part in (place, problem.path) if part)
    colon, gap = ("：", "") if language == "zh" else (": ", " ")
    return f"{where}{colon}{what}{gap}{mend}" if where else f"{what}{gap}{mend}"


def describe_missing(error: MissingFile, language: Language) -> str:
    """One line for a file that is not there or cannot be read."""
    en, zh = _MISSING.get(error.reason, _MISSING["not_readable"])
    return (zh if language == "zh" else en).format(path=error.path)


class _Values(dict[str, str]):
    """A value that a problem does not carry leaves a gap instead of an exception."""

    def __missing__(self, key: str) -> str:
        return "…"

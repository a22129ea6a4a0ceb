"""One door for everything that goes wrong: a short message, the right exit code, never a traceback for the user's mistakes."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

import typer

from cli.checked import mark_workbook
from cli.console import environment_language, notices, words
from cli.exits import Exit
from planner.errors import BadInput, MissingFile, unwritten
from planner.languages import Language

if TYPE_CHECKING:  # help is given without any model
    from planner.models.problem import Problem

P = ParamSpec("P")


class Refused(Exception):
    """The command cannot do what its options ask; the message says why, in the user's language."""


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Turn every exception of a command into a message and an exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        language = kwargs.get("language")
        try:
            command(*args, **kwargs)
        except (typer.Exit, typer.Abort):
            raise
        except (BrokenPipeError, SystemExit):
            # The reader went away (``lunjie show … | head``; rich says it with SystemExit): not an error, but Python must not
            # flush into the closed pipe.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(Exit.DONE) from None
        except BaseException as error:
            own = error.language if isinstance(error, BadInput) else None
            spoken: Language = language if isinstance(language, str) else own or environment_language()
            code = report(error, spoken, bool(kwargs.get("as_json")))
            if isinstance(error, BadInput):
                out = kwargs.get("out")
                mark_workbook(error, spoken, out if isinstance(out, Path) else None)
            raise typer.Exit(code) from None

    return run


def report(error: BaseException, language: Language, as_json: bool) -> Exit:
    """Say what went wrong on stderr (and as one JSON object on stdout), and choose the exit code."""
    _ = words(language)
    console = notices()
    if isinstance(error, OSError) and error.filename:
        told = unwritten(str(error.filename), error)
        if isinstance(error, PermissionError):
            error = MissingFile(told.path, "not_permitted")
        elif told.reason != "not_writable":
            error = told
    if isinstance(error, KeyboardInterrupt):
        console.print(_("Stopped. Nothing was written."))
        return Exit.STOPPED
    if isinstance(error, BadInput):
        problems = problem_records(error.problems, language, error.source)
        head = _.ngettext("{file}: {count} problem", "{file}: {count} problems", len(problems), file=error.source)
        console.print(head, style="bold red", markup=False)
        for problem in problems:
            console.print(f"  {problem['message']}", markup=False)
        code = Exit.BAD_INPUT
    elif isinstance(error, MissingFile):
        message = _missing(error, language)
        problems = [{"code": error.reason, "path": error.path, "line": None, "value": "", "message": message}]
        console.print(message, style="bold red", markup=False, soft_wrap=True)
        code = Exit.BAD_INPUT
    elif isinstance(error, Refused | OSError):
        problems = [{"code": "refused", "path": "", "line": None, "value": "", "message": str(error)}]
        console.print(str(error), style="bold red", markup=False, soft_wrap=True)
        code = Exit.BAD_INPUT
    else:
        _our_bug(error, language)
        problems = [{"code": "bug", "path": "", "line": None, "value": "", "message": _kind_and_place(error)}]
        code = Exit.BUG
    if as_json:
        print_json({"status": "ERROR", "problems": problems})
    return code


def print_json(record: dict[str, Any]) -> None:
    """One object on stdout, readable by people as well."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.flush()


def problem_records(problems: Iterable[Problem], language: Language, source: str) -> list[dict[str, Any]]:
    """Problems of a file, or remarks on it, with their words; ``source`` is its name."""
    from planner.reading import describe

    return [{**problem.model_dump(mode="json"), "message": describe(problem, language, source)} for problem in problems]


def _missing(error: MissingFile, language: Language) -> str:
    from planner.reading import describe_missing

    return describe_missing(error, language)


def _kind_and_place(error: BaseException) -> str:
    """Never the words of the exception: they may hold names of pupils, and this is what people send in."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        place, trace = f"{'/'.join(Path(trace.tb_frame.f_code.co_filename).parts[-3:])}:{trace.tb_lineno}", trace.tb_next
    return f"{type(error).__name__} {place}".strip()


def _our_bug(error: BaseException, language: Language) -> None:
    _ = words(language)
    console = notices()
    console.print(_("This is a bug in lunjie, not your mistake. Nothing was written."), style="bold red")
    console.print(f"  {_kind_and_place(error)}", markup=False)
    console.print(
        _(
            "Please report it with the command you typed and your school file; remove names first. "
            "LUNJIE_DEBUG=1 before the command shows the details to include."
        ),
        markup=False,
    )
    if os.environ.get("LUNJIE_DEBUG"):
        import traceback

        traceback.print_exception(error, file=sys.stderr)

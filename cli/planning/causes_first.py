"""The causes as soon as they are known, and the rest of an explanation when it is: ways out take longer to be tried."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from cli.planning.ways import located
from planner.models.base import Language
from planner.models.outcome import Cause, Explanation
from planner.models.school import School
from planner.outputs.explanations.explanation_text import Section, explanation_text

_CAUSES = "causes"


class CausesFirst:
    """Prints an explanation in two parts. ``head`` says before the first of them that no plan is possible."""

    def __init__(
        self, console: Console, school: School, file: Path | None, language: Language, head: Callable[[], None]
    ) -> None:
        self._console, self._school, self._file, self._language, self._head = console, school, file, language, head
        self._told = False

    def causes(self, found: tuple[Cause, ...]) -> None:
        """The first part, where there is any."""
        bare = Explanation(balances=(), clash=None, packages=(), partial=None, unplaced=(), causes=found)
        shown = located(bare, self._file)
        if found and shown is not None:
            self._told = True
            self._head()
            self._print([s for s in explanation_text(self._school, shown, self._language) if s.key == _CAUSES])

    def rest(self, explanation: Explanation) -> None:
        """All that has not been told."""
        sections = list(explanation_text(self._school, explanation, self._language))
        if self._told:
            sections = [s for s in sections if s.key != _CAUSES]
        else:
            self._head()
        self._print(sections)

    def _print(self, sections: list[Section]) -> None:
        for section in sections:
            self._console.print()
            self._console.print(section.heading, style="bold", markup=False)
            for line in section.lines:
                self._console.print(line, markup=False, soft_wrap=True)

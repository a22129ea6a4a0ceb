"""``lunjie`` with one more format and one more paper, each by one line: ``python -m tests.registered``."""

from __future__ import annotations

from collections.abc import Sequence

from planner.outputs.formats import WRITERS, Setting, Writer
from planner.outputs.papers import PAPERS, Paper, Papers
from planner.outputs.tables.rota import Rota


def markdown(rotas: Sequence[Rota], _setting: Setting) -> bytes:
    """Each table as a heading and lines with bars."""
    parts = []
    for rota in rotas:
        lines = [f"# {rota.title}"]
        lines += ["|".join(["", *(cell.text for cell in (*row.heads, *row.cells)), ""]).replace("\n", " ") for row in rota.rows]
        parts.append("\n".join(lines))
    return "\n\n".join(parts).encode()


def count(papers: Papers, _part: str) -> str:
    """A paper with the number of visits."""
    return f"{len(papers.book.plan.visits)} visits"


def register() -> None:
    """Two lines."""
    WRITERS["md"] = Writer(
        "markdown", "md", "text/markdown; charset=utf-8", {"tables": markdown}, label=lambda _: "Markdown", filed=True
    )
    PAPERS["visits"] = Paper("visits", lambda _, _part: "Number of visits", {"text": count}, audience="librarian")


def main() -> None:
    """``lunjie`` with them."""
    import cli

    register()
    cli.main()


if __name__ == "__main__":
    main()

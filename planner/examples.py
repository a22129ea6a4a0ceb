"""The schools that come with the program."""

from __future__ import annotations

from pathlib import Path

from planner.errors import MissingFile

SMALL, USUAL = "tiny", "noon-36"
"""The one on which a workbook shows what is meant, and the one that is planned to be looked at."""


def example(name: str) -> Path:
    """Directory of a bundled example: inside an installed package, or beside the package in a source tree."""
    package = Path(__file__).parent
    for root in (package / "_examples", package.parent / "examples"):
        if (root / name).is_dir():
            return root / name
    raise MissingFile(str(package / "_examples" / name), "not_found")

"""The help of every command in the language of the surroundings: ``tests.cli.helps:tell`` in a process of its own."""

from __future__ import annotations

import json
import sys

import typer

from tests.commands import here


def commands() -> dict[str, typer.core.TyperCommand]:
    """Every command of the program, by name."""
    from cli.app import app

    return dict(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def tell() -> None:
    """Command -> its help, as JSON; the program itself is ``""``."""
    import os

    language = os.environ["LUNJIE_LANG"]
    told = {name: here(*filter(None, [name]), "--help", LUNJIE_LANG=language).stdout for name in ("", *commands())}
    json.dump(told, sys.stdout)

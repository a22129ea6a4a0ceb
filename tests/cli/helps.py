"""The help of every command in the language of the surroundings: ``tests.cli.helps:tell`` in a process of its own."""

from __future__ import annotations

import json
import sys

import typer

from tests.commands import here


def commands() -> dict[str, typer.core.TyperCommand]:
    """Every command of the program, by name."""
    from cli.app import app

    program: typer.core.TyperGroup = typer.main.get_command(app)  # type: ignore[assignment]
    context = program.make_context("lunjie", ["plan"], resilient_parsing=True)
    found = {name: program.get_command(context, name) for name in program.list_commands(context)}
    return {name: command for name, command in found.items() if isinstance(command, typer.core.TyperCommand)}


def tell() -> None:
    """Command -> its help, as JSON; the program itself is ``""``."""
    import os

    language = os.environ["LUNJIE_LANG"]
    told = {name: here(*filter(None, [name]), "--help", LUNJIE_LANG=language).stdout for name in ("", *commands())}
    json.dump(told, sys.stdout)

"""The command line. Everything heavy is imported inside the commands, so that ``lunjie --help`` answers at once."""

from __future__ import annotations

import os
import sys

from cli.collector import while_loading


def main() -> None:
    """Entry point of ``lunjie``."""
    # Else pydantic asks every distribution that is installed for plugins: as long as Python takes to start.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    with while_loading():
        answer()


def answer() -> None:
    """Do what the words of the command line ask. Raises SystemExit with the exit code."""
    if sys.argv[1:] == ["--version"]:
        from cli.version import told

        print(told())
        return
    from cli.app import app
    from cli.exits import Exit
    from cli.guard import print_json

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Chinese must not kill the command where the system's encoding cannot hold it (LANG=C, old Windows consoles).
            stream.reconfigure(errors="replace")
    try:
        code = app(standalone_mode=False) or Exit.DONE
    except Exception as error:
        # Only wrong usage arrives here: the commands are guarded. The parser's errors bring their own words and code.
        if not hasattr(error, "show"):
            raise
        error.show()
        code = Exit.BAD_INPUT
        if "--json" in sys.argv:
            problem = {"code": "usage", "path": "", "line": None, "value": "", "message": str(error)}
            print_json({"status": "ERROR", "problems": [problem]})
    if code == Exit.STOPPED:
        # The search may still be computing in its thread; the usual farewell of Python would wait or crash.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(int(code))

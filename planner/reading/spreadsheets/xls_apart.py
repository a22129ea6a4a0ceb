"""The child process that reads an .xls: bytes on stdin, pickled sheets on stdout; 3 = locked, 4 = too big, 1 = damaged."""

from __future__ import annotations

import pickle
import sys

MEMORY = 1_500_000_000


def main() -> int:
    """Exit code."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):
        pass  # Windows has no such limit; the time limit of the parent holds there as well.
    from python_calamine import PasswordError

    from planner.reading.spreadsheets.spreadsheet import TooBig, load

    try:
        sheets = [tuple(sheet) for sheet in load(sys.stdin.buffer.read())]
    except PasswordError:
        return 3
    except TooBig:
        return 4
    except BaseException:
        return 1
    sys.stdout.buffer.write(pickle.dumps(sheets))
    return 0


if __name__ == "__main__":
    sys.exit(main())

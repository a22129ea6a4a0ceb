"""The child process that reads .xls, .xlsb and .ods with limited memory: workbook on stdin, pickled sheets on stdout."""

from __future__ import annotations

import pickle
import sys

from planner.reading.document import Unreadable
from planner.reading.spreadsheets.grids import MEMORY, SECONDS, load


def main() -> int:
    """0 with the sheets, 3 with (code, value, params) of a problem; anything else means that the file broke the reader."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer: object = load(sys.stdin.buffer.read())
        code = 0
    except Unreadable as error:
        answer, code = (error.problem.code, error.problem.value, error.problem.params), 3
    sys.stdout.buffer.write(pickle.dumps(answer))
    sys.stdout.buffer.flush()
    return code


if __name__ == "__main__":
    sys.exit(main())

"""Structured logs: one JSON object a line, with only the fields that are named here. No address, no path, no name."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys

_FIELDS = ("request", "method", "route", "status", "ms", "run", "reason", "error", "place", "executor", "count")

_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode


class JsonLines(logging.Formatter):
    """A log record as JSON. The message of an exception is left out: it may hold what a person wrote."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        line = {"at": moment, "level": record.levelname.lower(), "from": record.name, "event": record.getMessage()}
        line |= {name: value for name in _FIELDS if (value := getattr(record, name, None)) is not None}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
        return _AS_JSON(line)


def set_up_logs(level: str = "INFO") -> None:
    """Log to stderr; libraries only from WARNING on, and the access log of the server not at all: it writes paths."""
    # What no line of ours says is not looked for (Python's logging HOWTO, "Optimization"): that costs a twentieth of an answer.
    vars(logging)["_srcfile"] = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("lunjie").setLevel(level)
    logging.getLogger("uvicorn.access").disabled = True
    # It logs whole tracebacks, with what a person wrote in them; our own handler names the kind of error and the place.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)

"""A worker of a district: solves what the service has queued, until it is told to end."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType

from api.jobs.engine import Engine
from api.settings import Settings
from api.store.database import Database


def run_worker(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT, in as many children as ``settings`` says, or one for each core.

    What is being solved then goes to another worker at once, or begins anew later.

    Only in the main thread. Raises AlreadyRunning with SQLite when the service itself has the data directory.
    """
    over = threading.Event()

    def on_signal(signum: int, frame: FrameType | None) -> None:
        over.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    if not settings.solves_at_once:
        settings = settings.model_copy(update={"workers": os.cpu_count() or 1})
    database = Database(settings.database_url, connections=settings.connections or 2)
    engine = Engine(database, settings)
    try:
        database.migrate()
        engine.start()
        try:
            over.wait()
        finally:
            engine.stop()
    finally:
        database.close()

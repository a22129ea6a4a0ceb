"""A small PostgreSQL: `python -m benchmarks.connections`. A web, four workers, twenty subscribers: thirty connections."""

from __future__ import annotations

import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import httpx2
from sqlalchemy import text

from api.store.database import Database
from tests.api.jobs.cases import Worker
from tests.api.postgres import Cluster, programs
from tests.api.service import Service

MOST, WORKERS, SUBSCRIBERS, SCHOOLS = 30, 4, 20, 8
_LONGEST = 120.0


def main() -> int:
    """Print outcomes and status codes; exit 1 when anything was refused or left."""
    cluster = Cluster(programs(), connections=MOST)
    database, over, codes = Database(cluster.new(), connections=1), threading.Event(), Counter[int]()
    try:
        with tempfile.TemporaryDirectory() as directory:
            service = Service(Path(directory) / "web", database.url, 0).start()
            workers = [Worker(database, Path(directory), dead_after=20) for _ in range(WORKERS)]
            me = service.person().set_up(service.first_link)
            schools = [f"s{n}" for n in range(SCHOOLS)]
            for school in schools:
                me.add_school(school)
            me.publish(schools[0])
            path = me.feed(schools[0], "library")

            def poll() -> None:
                with httpx2.Client(base_url=service.url, timeout=60) as http:
                    while not over.is_set():
                        codes[http.get(path).status_code] += 1

            threads = [threading.Thread(target=poll) for _ in range(SUBSCRIBERS)]
            for thread in threads:
                thread.start()
            batch, end = me.post("/api/district/runs", {})["batch"], time.monotonic() + _LONGEST
            while (found := me.get(f"/api/district/batches/{batch}"))["ended"] < found["all"] and time.monotonic() < end:
                time.sleep(0.5)
            with database.read() as connection:
                query = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                used = connection.execute(text(query)).scalar_one()
            over.set()
            for thread in threads:
                thread.join()
            for worker in workers:
                worker.kill()
            service.kill()
    finally:
        over.set()
        database.close()
        log = (cluster.directory / "log").read_text()
        cluster.remove()
    refused = log.count("remaining connection slots") + log.count("too many clients")
    print(f"{found['counts']}, feeds {dict(codes)}, {used} connections, {refused} refused")
    return 0 if found["counts"].get("ready") == SCHOOLS - 1 and set(codes) <= {200, 304} and not refused else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""Prometheus metrics, where `prometheus-client` is installed and they are turned on: requests, and runs by state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from api.settings import Settings
from api.store import tables as t
from api.store.database import Database

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

    from api.jobs.engine import Standing


class Metrics:
    """The metrics of one process; no label holds an id of a school or a person."""

    media_type = "text/plain; version=0.0.4; charset=utf-8"

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Gauge, Histogram

        self._registry: CollectorRegistry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._requests = Histogram("lunjie_request_seconds", "Time of requests", labels, registry=self._registry)
        self._runs = Gauge("lunjie_runs", "Planning runs by state", ("state",), registry=self._registry)
        self._schools = Gauge("lunjie_schools", "Schools", registry=self._registry)
        self._workers = Gauge("lunjie_workers", "Workers alive", registry=self._registry)
        self._children = Gauge("lunjie_children", "Runs that they solve at once", registry=self._registry)
        self._oldest = Gauge("lunjie_oldest_waiting_seconds", "Age of the oldest waiting run", registry=self._registry)
        self._take_ups = Gauge("lunjie_take_ups", "Times that a stored run was begun again", registry=self._registry)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests.labels(method, route, str(status)).observe(seconds)

    def text(self, database: Database, standing: Standing) -> bytes:
        """Everything, as Prometheus reads it."""
        from prometheus_client import generate_latest

        with database.read() as connection:
            found: dict[str, int] = dict(
                connection.execute(select(t.run.c.state, func.count()).group_by(t.run.c.state)).all()
            )
            self._schools.set(connection.execute(select(func.count()).select_from(t.school)).scalar() or 0)
            again = select(func.sum(t.run.c.attempt - 1)).where(t.run.c.attempt > 1)
            self._take_ups.set(connection.execute(again).scalar() or 0)
        self._workers.set(standing.workers)
        self._children.set(standing.children)
        self._oldest.set(standing.oldest_waiting_seconds)
        for state in ("queued", "running", "done", "failed", "cancelled"):
            self._runs.labels(state).set(found.get(state, 0))
        return bytes(generate_latest(self._registry))


def metrics_for(settings: Settings) -> Metrics | None:
    """The metrics; None where they are off. Raises ImportError where the package is missing."""
    return Metrics() if settings.metrics else None

"""Is it alive, is it ready, and how is it doing?"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Serving
from api.errors import Refusal, responses

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """Alive: the process answers. Asks nothing of the database, and waits for none of the threads that others keep busy."""
    return {"status": "ok"}


@router.get("/readyz", responses=responses("not_ready", "no_database"))
def readyz(service: Serving) -> dict[str, Any]:
    """Ready: the database answers and has the tables of this version; and how planning stands. Without a worker calendars and
    pages are served all the same, and ``planning`` is no_workers."""
    try:
        ready = service.database.is_ready()
    except Exception:
        raise Refusal("no_database") from None
    if not ready:
        raise Refusal("not_ready")
    return {
        "status": "ready",
        "database": service.database.engine.dialect.name,
        "solves_at_once": service.settings.solves_at_once,
        **service.engine.standing()._asdict(),
    }


@router.get("/metrics", include_in_schema=False)
def metrics(service: Serving) -> Response:
    """Prometheus metrics, where they are turned on."""
    if service.metrics is None:
        raise Refusal("not_found")
    return Response(service.metrics.text(service.database, service.engine.standing()), media_type=service.metrics.media_type)

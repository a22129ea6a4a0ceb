"""The service as one ASGI application: settings in, routes out; the queue starts and stops with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from api import errors
from api.deps import Service
from api.errors import described
from api.jobs.engine import Engine
from api.kept.shelf import Shelf
from api.metrics import Metrics, metrics_for
from api.once import settle
from api.restoring import sweep
from api.routes import (
    access,
    address,
    board_pages,
    boards,
    copies,
    desk_pages,
    district,
    district_pages,
    feeds,
    files,
    forms,
    health,
    link_pages,
    pages,
    papers,
    pupils,
    questions,
    revisions,
    runs,
    schools,
    tables,
    timetable_pages,
    timetables,
    ways,
)
from api.settings import Settings
from api.store.database import Database
from api.watch import Watch

_DESCRIPTION = """
Plans of school libraries over HTTP: a school file goes in, a run makes a draft, a librarian publishes it, and calendars follow.

* Log in with `POST /api/login` (cookie) or send a token: `Authorization: Bearer …` (`POST /api/tokens`).
* Every refusal has one form (`application/problem+json`, RFC 9457) with a stable `code`;
  `?lang=zh|zh-Hant|en` or Accept-Language chooses its words.
* Edits of a school file need `If-Match` with the ETag that was read; POSTs that create honour `Idempotency-Key`.
"""
_TAGS = [
    {"name": "access", "description": "first password, login, tokens, accounts"},
    {"name": "schools", "description": "school files, calendar decisions, pins, audit trail"},
    {"name": "timetables", "description": "a timetable file becomes a school, or its new timetable"},
    {"name": "runs", "description": "planning: start, watch, stop"},
    {"name": "revisions", "description": "drafts and published plans, changes, undo, substitutes"},
    {"name": "board", "description": "a plan with what is moved and pinned by hand, and what each further move takes"},
    {"name": "questions", "description": "why is it impossible, what would a move cost"},
    {"name": "papers", "description": "tables, slips, notice, report: HTML, PDF, XLSX, JSON, text"},
    {"name": "pupils", "description": "what is stored about a pupil; names taken out after the term"},
    {"name": "feeds", "description": "calendars to subscribe to"},
    {"name": "district", "description": "many schools at once"},
    {"name": "copies", "description": "everything in one file: taken away, brought back"},
    {"name": "health", "description": "alive, ready"},
]


def create_app(settings: Settings, clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)) -> FastAPI:
    """The application. Opening the database and starting the queue happen when it starts; AlreadyRunning comes from there."""
    database = Database(settings.database_url, connections=settings.connections or 5)
    shelf = Shelf(database, settings.data / "feeds")
    service = Service(settings, database, Engine(database, settings, clock), clock, shelf, metrics_for(settings))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        try:
            await run_in_threadpool(service.engine.claim)
            if settings.is_embedded:
                await run_in_threadpool(sweep, settings.data)
            await run_in_threadpool(database.migrate)
            if settings.is_embedded:
                await run_in_threadpool(settle, database, clock())
            await run_in_threadpool(shelf.open)
            await run_in_threadpool(service.engine.start)
        except Exception as error:
            app.state.failure = error  # whoever started the server says it in words
            raise
        app.state.told()
        try:
            yield
        finally:
            await run_in_threadpool(service.engine.stop)
            shelf.close()
            database.close()

    app = FastAPI(
        title="lunjie",
        version=version("lunjie"),
        description=_DESCRIPTION,
        openapi_tags=_TAGS,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        servers=[{"url": settings.root}] if settings.root else None,
        strict_content_type=False,
        generate_unique_id_function=lambda route: f"{route.tags[0]}_{route.name}" if route.tags else route.name,
    )
    app.state.service = service
    app.state.told = lambda: None
    errors.install(app, settings.upload_mb)
    asked = (
        access,
        schools,
        timetables,
        tables,
        files,
        runs,
        ways,
        revisions,
        boards,
        questions,
        papers,
        pupils,
        feeds,
        address,
        district,
        copies,
        health,
    )
    for part in (*asked, district_pages, pages, desk_pages, board_pages, link_pages, timetable_pages, forms):
        app.include_router(part.router)
    feeds.install(app)
    pages.install(app)
    described.install(app)
    app.add_middleware(Watch, service=service)
    return app


__all__ = ["Metrics", "create_app"]

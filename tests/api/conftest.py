"""Databases and running services for the tests of the service."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.api.postgres import cluster, database, postgres  # noqa: F401  (fixtures)
from tests.api.service import Person, Service, serving


class Site(NamedTuple):
    """A running service and its first librarian, who may do everything."""

    service: Service
    keeper: Person


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One service for many tests, on each database; every test has schools of its own."""
    if request.param == "sqlite":
        yield request.getfixturevalue("lite")
    else:
        yield from _site(request, tmp_path_factory.mktemp("site"), on_postgres=True)


@pytest.fixture(scope="session")
def lite(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same on SQLite alone, for what has nothing to do with the database."""
    yield from _site(request, tmp_path_factory.mktemp("lite"), on_postgres=False)


@pytest.fixture
def school(request: pytest.FixtureRequest) -> str:
    """An id that no other test uses."""
    return f"s-{hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]}"


def _site(request: pytest.FixtureRequest, data: Path, on_postgres: bool) -> Iterator[Site]:
    url = request.getfixturevalue("cluster").new() if on_postgres else None
    # One that is measured is enough: what it runs is the same on both databases.
    with serving(data, url, measure=not on_postgres) as service:
        yield Site(service, service.person().set_up(service.first_link))

"""The description of the service tells the truth: every route, its errors with examples; tables are what migrations make."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from api.app import create_app
from api.errors.words import ERRORS
from api.jobs.reasons import REASONS
from api.settings import Settings
from api.store.database import Database, sqlite_url
from api.store.tables import metadata
from tests.api.conftest import Site

API = Path(__file__).parents[2] / "api"


@pytest.fixture(scope="module")
def schema() -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    made: dict[str, dict[str, dict[str, dict[str, object]]]] = create_app(Settings()).openapi()
    return made


def test_every_operation_is_described_with_its_errors(schema: dict[str, dict[str, dict[str, dict[str, object]]]]) -> None:
    operations = [(f"{m} {p}", o) for p, methods in schema["paths"].items() for m, o in methods.items()]
    assert len({o["operationId"] for _n, o in operations}) == len(operations)
    for name, operation in operations:
        assert operation.get("summary"), name
        assert len(str(operation.get("description", ""))) > 15, name
        found = operation["responses"]
        assert isinstance(found, dict)
        if "/api/schools/{school}" in name:
            assert {"401", "404"} <= set(found), name
        assert "bad_request" in str(found["422"]), name
        for status, response in found.items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], (name, status)
                assert response["content"]["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/ErrorBody"}
            examples = response.get("content", {}).get("application/problem+json", {}).get("examples", {})
            for code, example in examples.items():
                assert example["value"]["code"] == code
                assert example["value"]["status"] == int(status) == ERRORS[code].status
    assert "401" in schema["paths"]["/api/schools"]["post"]["responses"]
    assert "ErrorBody" in schema["components"]["schemas"]
    assert "ValidationError" not in str(schema)


def test_a_post_that_honours_a_key_says_so(schema: dict[str, dict[str, dict[str, dict[str, object]]]]) -> None:
    keyed = {p for p, m in schema["paths"].items() if "Idempotency-Key" in str(m.get("post", {}).get("parameters"))}
    assert {"/api/tokens", "/api/schools", "/api/schools/{school}/runs", "/api/district/runs"} <= keyed
    assert not keyed & {"/api/login", "/api/setup", "/api/logout", "/api/password", "/api/people"}


def test_a_database_that_fails_is_told_as_such_and_not_as_a_bug(lite: Site) -> None:
    me = lite.keeper
    database = Database(sqlite_url(lite.service.data / "lunjie.sqlite"))
    key = {"Idempotency-Key": "no-database"}
    with database.write() as connection:
        connection.execute(text("ALTER TABLE receipt RENAME TO elsewhere"))
    try:
        refused = me.refused("POST", "/api/tokens", "no_database", json={"label": "x"}, headers=key)
    finally:
        with database.write() as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO receipt"))
        database.close()
    assert refused["status"] == 503
    me.post("/api/tokens", {"label": "x"}, 201, headers=key)


def test_routes_answer_only_with_codes_that_have_words() -> None:
    used = {c for f in API.rglob("*.py") for c in re.findall(r'Refusal\(\s*"(\w+)"', f.read_text())}
    assert used <= set(ERRORS)
    assert {c for c in ERRORS if c not in used and c not in _elsewhere()} == set()


def _elsewhere() -> set[str]:
    """Codes that stand in a table of codes and not in a call."""
    return {c for f in API.rglob("*.py") if f.name != "words.py" for c in re.findall(r'"(\w+)"', f.read_text())}


def test_reasons_of_failed_runs_have_words() -> None:
    files = [API / "jobs" / name for name in ("work.py", "execute.py", "process.py", "child.py")] + [API / "store" / "runs.py"]
    text = "".join(f.read_text() for f in files)
    used = set(re.findall(r'(?:Refused\(|Died\(|return |"failed": |"failed", now, )"([a-z_]{3,})"', text)) - {"gone", "failed"}
    assert {"bad_document", "no_base", "solver_died", "workers_lost", "bug"} <= used
    assert used - set(REASONS) == set()


def test_the_tables_are_what_the_migrations_make(database: Database) -> None:
    with database.read() as connection:
        options = {"include_name": lambda name, kind, _parents: kind != "table" or name in metadata.tables}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
    assert database.is_ready()
    database.migrate()  # a second time changes nothing


def test_it_is_alive_and_ready_and_its_description_is_served(site: Site) -> None:
    nobody = site.service.person()
    assert nobody.get("/healthz") == {"status": "ok"}
    assert nobody.get("/readyz")["status"] == "ready"
    assert nobody.get("/api/openapi.json")["info"]["title"] == "lunjie"
    nobody.refused("GET", "/metrics", "not_found")
    nobody.refused("GET", "/api/nothing", "not_found")
    headers = nobody.ask("GET", "/healthz").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


def test_the_route_table_fits_on_one_screen(schema: dict[str, dict[str, dict[str, dict[str, object]]]]) -> None:
    assert 30 < len(schema["paths"]) <= 51


def test_migrations_are_one_line() -> None:
    """Two that were begun side by side would both be the last, and no database could be brought up to date."""
    script = ScriptDirectory(str(API / "store" / "migrations"))
    assert len(script.get_heads()) == len(script.get_bases()) == 1
    assert [r.revision for r in script.walk_revisions()] == sorted((r.revision for r in script.walk_revisions()), reverse=True)

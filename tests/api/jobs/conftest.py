"""The fixtures of these tests."""

from tests.api.postgres import cluster, database, postgres

__all__ = ["cluster", "database", "postgres"]

"""PostgreSQL of the campaigns."""

from tests.api.postgres import cluster  # noqa: F401  (a fixture)

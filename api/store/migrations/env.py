"""Run by Alembic, always on a connection that `Database.migrate` hands over. What DBOS keeps beside our tables is not ours."""

from __future__ import annotations

from alembic import context

from api.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite")
context.run_migrations()

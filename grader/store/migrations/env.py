"""Run by Alembic for every migration command; the connection is handed over by `grader.store.migrate`."""

from __future__ import annotations

from alembic import context

from grader.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()

"""The history of the schema, replayed by Alembic."""

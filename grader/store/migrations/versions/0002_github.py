"""Webhook deliveries of GitHub, and the checks that they ask for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_github"
down_revision = "0001"
branch_labels = None
depends_on = None

UNFINISHED = sa.text("finished_at IS NULL")


def upgrade() -> None:
    """Two tables; nothing that was there is touched."""
    op.create_table(
        "github_delivery",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("body_sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("received_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_github_delivery_received_at", "github_delivery", ["received_at"])
    op.create_table(
        "github_check",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("installation", sa.BigInteger, nullable=False),
        sa.Column("repository_id", sa.BigInteger, nullable=False),
        sa.Column("repository", sa.String(255), nullable=False),
        sa.Column("default_branch", sa.String(255), nullable=False),
        sa.Column("head_sha", sa.String(64), nullable=False),
        sa.Column("against", sa.String(64), nullable=False),
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("check_run", sa.BigInteger),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("finished_at", sa.BigInteger),
        sa.UniqueConstraint("repository_id", "head_sha", "run"),
    )
    op.create_index(
        "github_check_unfinished_by_due",
        "github_check",
        ["due_at", "id"],
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )

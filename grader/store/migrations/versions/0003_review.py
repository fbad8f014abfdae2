"""What the rubric engine decided, what people decided, the reports that follow, and who did what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_review"
down_revision = "0002_github"
branch_labels = None
depends_on = None

WAITING = sa.column("open", sa.Boolean).is_(True)


def upgrade() -> None:
    """Four tables and two triggers; nothing that was there is touched."""
    op.create_table(
        "decision",
        sa.Column("submission_id", sa.String(32), sa.ForeignKey("submission.id"), primary_key=True),
        sa.Column("part", sa.String(16), primary_key=True),
        sa.Column("criterion", sa.String(100), primary_key=True),
        sa.Column("exercise", sa.String(16), nullable=False),
        sa.Column("rubric_version", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("layer", sa.String(16), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("fraction", sa.Float, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("reason", sa.String(100), nullable=False),
        sa.Column("flags", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("misconception", sa.String(100)),
        sa.Column("answer_hash", sa.String(64), nullable=False),
        sa.Column("blind", sa.Boolean, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
    )
    op.create_index(
        "decision_open", "decision", ["exercise", "part", "criterion"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.create_index("decision_by_answer", "decision", ["exercise", "part", "criterion", "answer_hash"])
    op.create_table(
        "staff_decision",
        sa.Column("submission_id", sa.String(32), primary_key=True),
        sa.Column("part", sa.String(16), primary_key=True),
        sa.Column("criterion", sa.String(100), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("who", sa.String(32), sa.ForeignKey("token.id"), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("fraction", sa.Float, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("replaced_verdict", sa.String(16), nullable=False),
        sa.Column("replaced_fraction", sa.Float, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id", "part", "criterion"], ["decision.submission_id", "decision.part", "decision.criterion"]
        ),
    )
    op.create_table(
        "revised_report",
        sa.Column("submission_id", sa.String(32), sa.ForeignKey("submission.id"), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("report", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("who", sa.String(32), sa.ForeignKey("token.id"), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("submission_id", sa.String(32), sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_index("ix_audit_submission_id", "audit", ["submission_id"])
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER audit_no_{act} BEFORE {act} ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
        for act in ("update", "delete")
    ],
    "postgresql": [
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$",
        "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit"
        " FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    ],
}

"""Work that is done in the background, and the files that it makes."""

import sqlalchemy as sa
from alembic import op

revision = "011"
down_revision = "010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("trust_id", sa.Integer, sa.ForeignKey("trusts.id"), nullable=False, index=True),
        sa.Column("round_id", sa.String(16), sa.ForeignKey("rounds.id"), nullable=False),
        sa.Column("level", sa.String(2), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("asked_by", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("worker", sa.String(16)),
        sa.Column("leased_until", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT),
        sa.Column("finished_at", MOMENT),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.CheckConstraint("kind = 'pack'", name="kind"),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name="state"
        ),
        sa.CheckConstraint("(worker IS NOT NULL) = (state = 'running')", name="worker"),
        sa.CheckConstraint("(leased_until IS NOT NULL) = (state = 'running')", name="leased_until"),
        sa.CheckConstraint("(finished_at IS NOT NULL) = (state = 'done')", name="finished_at"),
        sa.UniqueConstraint("round_id", "kind", "level", "content_hash"),
        sa.Index("ix_jobs_state_created_at", "state", "created_at"),
    )
    op.create_table(
        "job_files",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("job_id", sa.String(16), sa.ForeignKey("jobs.id"), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("title", sa.String(400), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("report_id", sa.String(16), sa.ForeignKey("reports.id")),
        sa.Column("content", sa.LargeBinary),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.UniqueConstraint("job_id", "name"),
        sa.CheckConstraint("(content IS NULL) = (report_id IS NOT NULL)", name="content"),
    )


def downgrade() -> None:
    op.drop_table("job_files")
    op.drop_table("jobs")

"""Rounds, the leads' responses and answers, submissions, and issued reports."""

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_rounds()
    create_responses()
    create_respondents()
    create_answers()
    create_submissions()
    create_reports()


def downgrade() -> None:
    # those that point first, so that nothing ever points to a table that is gone
    for table in ("reports", "submissions", "answers", "respondents", "responses", "rounds"):
        op.drop_table(table)


def create_rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("trust_id", sa.Integer, sa.ForeignKey("trusts.id"), nullable=False, index=True),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("questionnaire", sa.String(60), nullable=False),
        sa.Column("questionnaire_hash", sa.String(64), nullable=False),
        sa.Column("opens_on", sa.Date, nullable=False),
        sa.Column("closes_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("level", sa.String(2), nullable=False),
        sa.Column("lawful_basis", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'open', 'closed', 'abandoned')", name="state"),
        sa.CheckConstraint("level IN ('L1', 'L2', 'L3')", name="level"),
        sa.CheckConstraint("closes_on >= opens_on", name="dates"),
    )


def create_responses() -> None:
    op.create_table(
        "responses",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("round_id", sa.String(16), sa.ForeignKey("rounds.id"), nullable=False),
        sa.Column(
            "division_id", sa.Integer, sa.ForeignKey("divisions.id"), nullable=False, index=True
        ),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("statement_hash", sa.String(64)),
        sa.Column("acknowledged_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("round_id", "division_id", "role"),
        sa.CheckConstraint("role IN ('clinical', 'operational', 'nursing')", name="role"),
    )


def create_respondents() -> None:
    op.create_table(
        "respondents",
        sa.Column("response_id", sa.String(16), sa.ForeignKey("responses.id"), primary_key=True),
        sa.Column(
            "person_id", sa.Integer, sa.ForeignKey("people.id"), primary_key=True, index=True
        ),
    )


def create_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("response_id", sa.String(16), sa.ForeignKey("responses.id"), primary_key=True),
        sa.Column("practice", sa.String(40), primary_key=True),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("share", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("tab", sa.String(64), nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.CheckConstraint("level BETWEEN -3 AND 5", name="level"),
    )


def create_submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("response_id", sa.String(16), sa.ForeignKey("responses.id"), primary_key=True),
        sa.Column("sheet", sa.LargeBinary, nullable=False),
        sa.Column("sheet_hash", sa.String(64), nullable=False),
        sa.Column("submitted_by", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
    )


def create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column(
            "round_id", sa.String(16), sa.ForeignKey("rounds.id"), nullable=False, index=True
        ),
        sa.Column("division_id", sa.Integer, sa.ForeignKey("divisions.id")),
        sa.Column("level", sa.String(2), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False, index=True),
        sa.Column("data_cut", MOMENT, nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("pdf", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("round_id", "division_id", "content_hash"),
    )
    op.create_index(
        "uq_reports_of_trust",
        "reports",
        ["round_id", "content_hash"],
        unique=True,
        sqlite_where=sa.text("division_id IS NULL"),
        postgresql_where=sa.text("division_id IS NULL"),
    )

"""Which trusts became part of another, and since when."""

import sqlalchemy as sa
from alembic import op

revision = "019"
down_revision = "018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trust_mergers",
        sa.Column("from_trust_id", sa.Integer, sa.ForeignKey("trusts.id"), primary_key=True),
        sa.Column("into_trust_id", sa.Integer, sa.ForeignKey("trusts.id"), nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("from_trust_id <> into_trust_id", name="two"),
    )
    op.create_index("ix_trust_mergers_into_trust_id", "trust_mergers", ["into_trust_id"])


def downgrade() -> None:
    op.drop_table("trust_mergers")

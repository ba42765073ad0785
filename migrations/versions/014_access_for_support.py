"""Access for support: who of the supplier may read which trust's states, why, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "014"
down_revision = "013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STANDING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "support_accesses",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("trust_id", sa.Integer, sa.ForeignKey("trusts.id"), nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("ended_how", sa.String(20), nullable=False, server_default=""),
        sa.CheckConstraint("ends_at > opened_at", name="end"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_how = '')", name="ended"),
    )
    op.create_index("ix_support_accesses_person_id", "support_accesses", ["person_id"])
    op.create_index(
        "uq_support_accesses_standing",
        "support_accesses",
        ["trust_id", "person_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def downgrade() -> None:
    op.drop_table("support_accesses")

"""Tokens with which people's own programs read the figures of a trust."""

import sqlalchemy as sa
from alembic import op

revision = "015"
down_revision = "014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("trust_id", sa.Integer, sa.ForeignKey("trusts.id"), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("parts", sa.String(60), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.Column("used_at", MOMENT),
        sa.Column("uses", sa.Integer, nullable=False),
    )
    for column in ("person_id", "trust_id"):
        op.create_index(f"ix_api_tokens_{column}", "api_tokens", [column])


def downgrade() -> None:
    op.drop_table("api_tokens")

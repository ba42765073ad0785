"""For how long the leads of a round read that answers are kept, and when no byte was left."""

import sqlalchemy as sa
from alembic import op

revision = "021"
down_revision = "020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rounds", sa.Column("promised_years", sa.Integer))
    op.add_column("rounds", sa.Column("scrubbed_at", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE rounds SET promised_years = (SELECT retention_years FROM trusts "
        "WHERE trusts.id = rounds.trust_id) WHERE state <> 'draft'"
    )


def downgrade() -> None:
    for column in ("scrubbed_at", "promised_years"):
        op.drop_column("rounds", column)

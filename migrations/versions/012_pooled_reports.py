"""Over how many divisions the figures of each issued report are pooled."""

import sqlalchemy as sa
from alembic import op

revision = "012"
down_revision = "011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "reports", sa.Column("pooled", sa.Integer, nullable=False, server_default=sa.text("0"))
    )
    # what was issued before may be pooled over every division that has released: none fewer
    op.execute(
        "UPDATE reports SET pooled = "
        "(SELECT count(*) FROM releases WHERE releases.round_id = reports.round_id)"
    )


def downgrade() -> None:
    op.drop_column("reports", "pooled")

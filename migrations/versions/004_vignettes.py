"""What each lead says about the fixed scenes of a questionnaire."""

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vignette_answers",
        sa.Column("response_id", sa.String(16), sa.ForeignKey("responses.id"), primary_key=True),
        sa.Column("vignette", sa.String(40), primary_key=True),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="level"),
    )


def downgrade() -> None:
    op.drop_table("vignette_answers")

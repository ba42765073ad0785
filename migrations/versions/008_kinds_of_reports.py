"""What kind of document each issued report is, and a hash of its very bytes."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "008"
down_revision = "007"
branch_labels = None
depends_on = None

REPORTS = sa.table(
    "reports",
    sa.column("id", sa.String),
    sa.column("division_id", sa.Integer),
    sa.column("pdf", sa.LargeBinary),
    sa.column("kind", sa.String),
    sa.column("pdf_hash", sa.String),
)


def upgrade() -> None:
    # plain ADD COLUMN on both databases: no table of issued documents is ever copied
    op.add_column(
        "reports", sa.Column("kind", sa.String(20), nullable=False, server_default="division")
    )
    op.add_column(
        "reports", sa.Column("pdf_hash", sa.String(64), nullable=False, server_default="")
    )
    connection = op.get_bind()
    connection.execute(REPORTS.update().where(REPORTS.c.division_id.is_(None)).values(kind="trust"))
    for key in connection.scalars(sa.select(REPORTS.c.id)).all():
        pdf = connection.scalar(sa.select(REPORTS.c.pdf).where(REPORTS.c.id == key))
        digest = hashlib.sha256(pdf).hexdigest()
        connection.execute(REPORTS.update().where(REPORTS.c.id == key).values(pdf_hash=digest))


def downgrade() -> None:
    op.drop_column("reports", "pdf_hash")
    op.drop_column("reports", "kind")

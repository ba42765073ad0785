"""Trusts, their divisions, the people and their tenures, and who is signed in."""

import sqlalchemy as sa
from alembic import op

revision = "001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
LEADS = "('clinical', 'operational', 'nursing')"
ROLES = (
    "('clinical', 'operational', 'nursing', 'executive', 'improvement', 'coordinator', 'national')"
)


def upgrade() -> None:
    create_trusts()
    create_divisions()
    create_people()
    create_memberships()
    create_sign_ins()
    create_sign_in_attempts()


def downgrade() -> None:
    # those that point first, so that nothing ever points to a table that is gone
    for table in ("sign_in_attempts", "sign_ins", "memberships", "people", "divisions", "trusts"):
        op.drop_table(table)


def create_trusts() -> None:
    op.create_table(
        "trusts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(10), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("region", sa.String(10)),
        sa.Column("opened", sa.Date),
        sa.Column("closed", sa.Date),
        sa.Column("invented", sa.Boolean, nullable=False),
    )


def create_divisions() -> None:
    op.create_table(
        "divisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("trust_id", sa.Integer, sa.ForeignKey("trusts.id"), nullable=False),
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.UniqueConstraint("trust_id", "key"),
    )


def create_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("disabled_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
    )


def create_memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("trust_id", sa.Integer, sa.ForeignKey("trusts.id"), index=True),
        sa.Column("division_id", sa.Integer, sa.ForeignKey("divisions.id"), index=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("from_date", sa.Date, nullable=False),
        sa.Column("to_date", sa.Date),
        sa.CheckConstraint(f"role IN {ROLES}", name="role"),
        sa.CheckConstraint("to_date IS NULL OR to_date >= from_date", name="dates"),
        sa.CheckConstraint(f"(division_id IS NOT NULL) = (role IN {LEADS})", name="division"),
        sa.CheckConstraint("(trust_id IS NULL) = (role = 'national')", name="trust"),
        sa.UniqueConstraint("person_id", "trust_id", "division_id", "role", "from_date"),
    )
    op.create_index(
        "uq_memberships_of_trust",
        "memberships",
        ["person_id", "trust_id", "role", "from_date"],
        unique=True,
        sqlite_where=sa.text("division_id IS NULL"),
        postgresql_where=sa.text("division_id IS NULL"),
    )
    op.create_index(
        "uq_memberships_national",
        "memberships",
        ["person_id", "role", "from_date"],
        unique=True,
        sqlite_where=sa.text("trust_id IS NULL"),
        postgresql_where=sa.text("trust_id IS NULL"),
    )


def create_sign_ins() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
    )


def create_sign_in_attempts() -> None:
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("email_hash", sa.String(64), nullable=False, index=True),
        sa.Column("at", MOMENT, nullable=False),
    )

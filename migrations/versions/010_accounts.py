"""Links to choose a password, second factors, devices that are known, sign-on by others."""

import sqlalchemy as sa
from alembic import op

revision = "010"
down_revision = "009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KINDS = "'invitation', 'reminder', 'link', 'receipt', 'release'"
OURS = "'password', 'account'"
NEW_TABLES = (
    *("second_factors", "recovery_codes", "password_links", "password_requests"),
    *("known_devices", "sign_on_identities"),
)


def upgrade() -> None:
    take_kinds_of_mail(f"{KINDS}, {OURS}")
    # plain ADD COLUMN on both databases
    for column in (
        sa.Column("agent", sa.String(60), nullable=False, server_default=""),
        sa.Column("way", sa.String(10), nullable=False, server_default="password"),
        sa.Column("asks_code", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("second_factor_at", MOMENT),
    ):
        op.add_column("sign_ins", column)
    for name in ("address_hash", "device_hash"):
        op.add_column("sign_in_attempts", sa.Column(name, sa.String(64)))
    op.create_index("ix_sign_in_attempts_address_hash", "sign_in_attempts", ["address_hash"])
    create_second_factors()
    create_password_links()
    create_devices()


def downgrade() -> None:
    for table in NEW_TABLES:
        op.drop_table(table)
    op.drop_index("ix_sign_in_attempts_address_hash", "sign_in_attempts")
    for name in ("address_hash", "device_hash"):
        op.drop_column("sign_in_attempts", name)
    for name in ("agent", "way", "asks_code", "second_factor_at"):
        op.drop_column("sign_ins", name)
    mails = sa.table("mails", sa.column("kind", sa.String))
    op.execute(mails.delete().where(mails.c.kind.in_(("password", "account"))))
    take_kinds_of_mail(KINDS)


def take_kinds_of_mail(kinds: str) -> None:
    """Change which kinds of mail there are; SQLite copies the table and reads no checks back."""
    mails = None
    if op.get_context().dialect.name == "sqlite":
        naming = op.get_context().opts["target_metadata"].naming_convention
        known = sa.MetaData(naming_convention=naming)
        mails = sa.Table("mails", known, autoload_with=op.get_bind())
        for rule in list(mails.constraints):
            if isinstance(rule, sa.CheckConstraint):
                mails.constraints.discard(rule)
        states = "state IN ('waiting', 'sending', 'sent', 'failed', 'cancelled')"
        mails.append_constraint(sa.CheckConstraint(states, name="state"))
        mails.append_constraint(sa.CheckConstraint("kind IN ('')", name="kind"))
    with op.batch_alter_table("mails", copy_from=mails) as table:
        table.drop_constraint("kind", type_="check")
        table.create_check_constraint("kind", f"kind IN ({kinds})")


def create_second_factors() -> None:
    op.create_table(
        "second_factors",
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("sealed_secret", sa.Text, nullable=False),
        sa.Column("last_step", sa.Integer, nullable=False),
        sa.Column("recovery_salt", sa.String(32), nullable=False),
        sa.Column("codes_for", sa.String(64)),
        sa.Column("confirmed_at", MOMENT, nullable=False),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("code_hash", sa.String(64), primary_key=True),
        sa.Column("used_at", MOMENT),
    )


def create_password_links() -> None:
    op.create_table(
        "password_links",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    )
    op.create_table(
        "password_requests",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False, index=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, index=True),
    )


def create_devices() -> None:
    op.create_table(
        "known_devices",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_table(
        "sign_on_identities",
        sa.Column("issuer", sa.String(255), primary_key=True),
        sa.Column("subject", sa.String(255), primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("created_at", MOMENT, nullable=False),
    )

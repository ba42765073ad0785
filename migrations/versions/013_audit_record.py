"""Who did what: a chain of entries that are only ever added to, and the names beside it."""

import sqlalchemy as sa
from alembic import op

revision = "013"
down_revision = "012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
RULE = "the audit record is only ever added to"


def upgrade() -> None:
    create_entries()
    create_people()
    keep_entries()


def downgrade() -> None:
    op.drop_table("audit_people")
    op.drop_table("audit_entries")
    if on_postgresql():
        op.execute("DROP FUNCTION refuse_changed_audit()")


def create_entries() -> None:
    """Create the chain. What an entry is about may be deleted later: it is named, not referred to.

    A draft of a round, for one, is deleted with everything in it but this record.
    """
    op.create_table(
        "audit_entries",
        sa.Column("trust_id", sa.Integer, sa.ForeignKey("trusts.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("round_id", sa.String(16)),
        sa.Column("division_id", sa.Integer),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.Column("detail", sa.String(60), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_index("ix_audit_entries_of_kind", "audit_entries", ["trust_id", "kind", "at"])


def create_people() -> None:
    """Create the names, outside the chain: they can be removed, and never exchanged."""
    op.create_table(
        "audit_people",
        sa.Column("trust_id", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["trust_id", "number"], ["audit_entries.trust_id", "audit_entries.number"]
        ),
    )
    op.create_index("ix_audit_people_person_id", "audit_people", ["person_id"])


def keep_entries() -> None:
    """Refuse in the database itself, so that it does not depend on who writes to it."""
    if not on_postgresql():
        for table, event in (
            ("audit_entries", "UPDATE"),
            ("audit_entries", "DELETE"),
            ("audit_people", "UPDATE"),
        ):
            op.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{RULE}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_changed_audit() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{RULE}'; END $$"
    )
    for name, event, table, each in (
        ("audit_entries_no_change", "UPDATE OR DELETE", "audit_entries", "ROW"),
        ("audit_entries_no_truncate", "TRUNCATE", "audit_entries", "STATEMENT"),
        ("audit_people_no_update", "UPDATE", "audit_people", "ROW"),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_changed_audit()"
        )


def on_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"

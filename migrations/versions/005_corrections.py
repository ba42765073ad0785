"""Correction notices, which nothing can change once they are issued."""

import sqlalchemy as sa
from alembic import op

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
RULE = "an issued correction notice is never changed; rescore the round to issue another"
SQLITE_TRIGGERS = {
    "corrections_no_update": "BEFORE UPDATE ON corrections",
    "corrections_no_delete": "BEFORE DELETE ON corrections",
    # INSERT OR REPLACE deletes without asking the trigger above
    "corrections_no_replace": "BEFORE INSERT ON corrections WHEN EXISTS "
    "(SELECT 1 FROM corrections WHERE id = NEW.id "
    "OR (round_id = NEW.round_id AND number = NEW.number))",
}
POSTGRESQL_TRIGGERS = {
    "corrections_no_change": "BEFORE UPDATE OR DELETE ON corrections FOR EACH ROW",
    "corrections_no_truncate": "BEFORE TRUNCATE ON corrections FOR EACH STATEMENT",
}


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("round_id", sa.String(16), sa.ForeignKey("rounds.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("from_schedule", sa.String(10), nullable=False),
        sa.Column("to_schedule", sa.String(10), nullable=False),
        sa.Column("schedule", sa.Text, nullable=False),
        sa.Column("schedule_hash", sa.String(64), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False, index=True),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("pdf", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("round_id", "number"),
    )
    keep_as_issued()


def downgrade() -> None:
    op.drop_table("corrections")  # and with it its triggers
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_changed_correction()")


def keep_as_issued() -> None:
    """Refuse in the database itself, so that it does not depend on who writes to it."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_changed_correction() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{RULE}'; END $$"
        )
        for name, event in POSTGRESQL_TRIGGERS.items():
            op.execute(
                f"CREATE TRIGGER {name} {event} EXECUTE FUNCTION refuse_changed_correction()"
            )
        return
    for name, event in SQLITE_TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {event} BEGIN SELECT RAISE(ABORT, '{RULE}'); END")

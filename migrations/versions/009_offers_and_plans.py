"""Offers to show how, actions, and what became of them."""

import sqlalchemy as sa
from alembic import op

revision = "009"
down_revision = "008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
RULE = "what became of an action is only ever added to"


def upgrade() -> None:
    create_offers()
    create_actions()
    create_notes()
    keep_notes()


def downgrade() -> None:
    for table in ("action_notes", "actions", "offers"):
        op.drop_table(table)  # and with it its triggers
    if on_postgresql():
        op.execute("DROP FUNCTION refuse_changed_notes()")


def create_offers() -> None:
    op.create_table(
        "offers",
        sa.Column("round_id", sa.String(16), sa.ForeignKey("rounds.id"), primary_key=True),
        sa.Column("division_id", sa.Integer, sa.ForeignKey("divisions.id"), primary_key=True),
        sa.Column("practice", sa.String(40), primary_key=True),
        sa.Column("kind", sa.String(5), primary_key=True),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("contact", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("saved_by", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT),
        sa.CheckConstraint("kind IN ('shows', 'asks')", name="kind"),
    )


def create_actions() -> None:
    op.create_table(
        "actions",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("round_id", sa.String(16), sa.ForeignKey("rounds.id"), nullable=False),
        sa.Column("division_id", sa.Integer, sa.ForeignKey("divisions.id"), nullable=False),
        sa.Column("practice", sa.String(40), nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("owner", sa.String(20), nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("measure", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("saved_by", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.CheckConstraint(
            "owner IN ('clinical', 'operational', 'nursing', 'together')", name="owner"
        ),
    )
    op.create_index("ix_actions_of_division", "actions", ["division_id", "round_id"])


def create_notes() -> None:
    op.create_table(
        "action_notes",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column(
            "action_id", sa.String(16), sa.ForeignKey("actions.id"), nullable=False, index=True
        ),
        sa.Column("round_id", sa.String(16), sa.ForeignKey("rounds.id"), nullable=False),
        sa.Column("state", sa.String(11), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('planned', 'in progress', 'done', 'changed')", name="state"),
    )


def keep_notes() -> None:
    """Refuse in the database itself, so that it does not depend on who writes to it."""
    if on_postgresql():
        op.execute(
            "CREATE FUNCTION refuse_changed_notes() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{RULE}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER action_notes_no_change BEFORE UPDATE OR DELETE ON action_notes "
            "FOR EACH ROW EXECUTE FUNCTION refuse_changed_notes()"
        )
        return
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER action_notes_no_{event.lower()} BEFORE {event} ON action_notes "
            f"BEGIN SELECT RAISE(ABORT, '{RULE}'); END"
        )


def on_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"

"""Published norm sets of the national pool: rows that are only ever added."""

import sqlalchemy as sa
from alembic import op

revision = "016"
down_revision = "015"
branch_labels = None
depends_on = None

RULE = "a published norm set is never changed"


def upgrade() -> None:
    op.create_table(
        "norm_sets",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column(
            "questionnaire", sa.String(60), sa.ForeignKey("questionnaires.identity"), nullable=False
        ),
        sa.Column("invented", sa.Boolean, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("trusts", sa.Integer, nullable=False),
        sa.Column("members", sa.Text, nullable=False),
        sa.Column("figures", sa.Text, nullable=False),
        sa.Column("figures_hash", sa.String(64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("questionnaire", "invented", "number"),
    )
    op.create_index(
        "ix_norm_sets_newest", "norm_sets", ["questionnaire", "invented", "published_at"]
    )
    keep_published()


def downgrade() -> None:
    op.drop_table("norm_sets")
    if on_postgresql():
        op.execute("DROP FUNCTION refuse_changed_norm_set()")


def keep_published() -> None:
    """Refuse in the database itself, so that it does not depend on who writes to it."""
    if not on_postgresql():
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER norm_sets_no_{event.lower()} BEFORE {event} ON norm_sets "
                f"BEGIN SELECT RAISE(ABORT, '{RULE}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_changed_norm_set() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{RULE}'; END $$"
    )
    for name, event, each in (
        ("norm_sets_no_change", "UPDATE OR DELETE", "ROW"),
        ("norm_sets_no_truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON norm_sets "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_changed_norm_set()"
        )


def on_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"

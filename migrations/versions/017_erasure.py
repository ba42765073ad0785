"""Who was erased, which documents were taken out, and the one change that history admits."""

import sqlalchemy as sa
from alembic import op

revision = "017"
down_revision = "016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TAKEN_OUT = "Text removed"
# table -> its text, its other columns, the function that refuses on PostgreSQL, and the rule
HISTORY = {
    "round_events": (
        "detail",
        ("id", "round_id", "division_id", "role", "kind", "person_id", "at"),
        "refuse_changed_history",
        "what has happened in a round is only ever added to",
    ),
    "action_notes": (
        "words",
        ("id", "action_id", "round_id", "state", "person_id", "at"),
        "refuse_changed_notes",
        "what became of an action is only ever added to",
    ),
}


def upgrade() -> None:
    op.add_column("people", sa.Column("erased_at", MOMENT))
    op.add_column("reports", sa.Column("removed_at", MOMENT))
    for table, (text, others, function, rule) in HISTORY.items():
        let_texts_be_taken_out(table, text, others, function, rule)


def downgrade() -> None:
    for table, (_, _, function, rule) in HISTORY.items():
        refuse_every_change(table, function, rule)
    op.drop_column("reports", "removed_at")
    op.drop_column("people", "erased_at")


def let_texts_be_taken_out(
    table: str, text: str, others: tuple[str, ...], function: str, rule: str
) -> None:
    """Refuse every change but one: the text becomes the words that say that it is gone."""
    differs = "IS DISTINCT FROM" if on_postgresql() else "IS NOT"
    changed = [f"NEW.{each} {differs} OLD.{each}" for each in others]
    other = " OR ".join([*changed, f"NEW.{text} <> '{TAKEN_OUT}'"])
    if on_postgresql():
        op.execute(f"DROP TRIGGER {table}_no_change ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"FOR EACH ROW WHEN ({other}) EXECUTE FUNCTION {function}()"
        )
        return
    op.execute(f"DROP TRIGGER {table}_no_update")
    op.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        f"WHEN {other} BEGIN SELECT RAISE(ABORT, '{rule}'); END"
    )


def refuse_every_change(table: str, function: str, rule: str) -> None:
    if on_postgresql():
        for event in ("delete", "update"):
            op.execute(f"DROP TRIGGER {table}_no_{event} ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
        return
    op.execute(f"DROP TRIGGER {table}_no_update")
    op.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{rule}'); END"
    )


def on_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"

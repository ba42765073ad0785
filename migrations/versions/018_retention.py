"""How long a trust keeps answers, and the one way in which history may go: with its whole round."""

import sqlalchemy as sa
from alembic import op

revision = "018"
down_revision = "017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
USUAL = 6
# where the round of a row is
OF_RESPONSE = (
    "SELECT rounds.removed_at FROM rounds JOIN responses ON responses.round_id = rounds.id "
    "WHERE responses.id = OLD.response_id"
)
OF_ACTION = (
    "SELECT rounds.removed_at FROM rounds JOIN actions ON actions.round_id = rounds.id "
    "WHERE actions.id = OLD.action_id"
)
# table -> the round of a row, what refuses otherwise, and the function that refused before
HISTORY = {
    "round_events": (
        "SELECT removed_at FROM rounds WHERE id = OLD.round_id",
        "what has happened in a round is only ever added to",
        "refuse_changed_history",
    ),
    "acknowledgements": (
        OF_RESPONSE,
        "what has happened in a round is only ever added to",
        "refuse_changed_history",
    ),
    "action_notes": (
        OF_ACTION,
        "what became of an action is only ever added to",
        "refuse_changed_notes",
    ),
}
NOTICE_RULE = "an issued correction notice is never changed; rescore the round to issue another"
SAME_NOTICE = (
    *("id", "round_id", "number", "from_schedule", "to_schedule", "schedule", "schedule_hash"),
    *("content_hash", "issued_at"),
)


def upgrade() -> None:
    # by hand: making the tables anew would lose the triggers on them
    op.execute(
        f"ALTER TABLE trusts ADD COLUMN retention_years INTEGER DEFAULT {USUAL} NOT NULL "
        "CONSTRAINT ck_trusts_retention_years CHECK (retention_years BETWEEN 2 AND 20)"
    )
    op.add_column("rounds", sa.Column("removal_on", sa.Date))
    op.add_column("rounds", sa.Column("held_at", MOMENT))
    op.add_column("rounds", sa.Column("hold_reason", sa.Text, nullable=False, server_default=""))
    op.add_column("rounds", sa.Column("removed_at", MOMENT))
    op.add_column("rounds", sa.Column("removed_after", sa.Integer))
    for table, (removed_at, rule, _) in HISTORY.items():
        let_go_with_its_round(table, removed_at, rule)
    let_notices_be_taken_out()


def downgrade() -> None:
    keep_notices()
    for table, (_, rule, function) in HISTORY.items():
        refuse_deletion(table, rule, function)
    for column in ("removed_after", "removed_at", "hold_reason", "held_at", "removal_on"):
        op.drop_column("rounds", column)
    op.drop_column("trusts", "retention_years")


def let_go_with_its_round(table: str, removed_at: str, rule: str) -> None:
    """Refuse to delete a row unless its round is marked as removed."""
    if not on_postgresql():
        op.execute(f"DROP TRIGGER {table}_no_delete")
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"WHEN ({removed_at}) IS NULL BEGIN SELECT RAISE(ABORT, '{rule}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION keep_{table}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF ({removed_at}) IS NULL THEN RAISE EXCEPTION '{rule}'; END IF; "
        "RETURN OLD; END $$"
    )
    if table == "acknowledgements":  # the others were parted when texts could be taken out
        op.execute("DROP TRIGGER acknowledgements_no_change ON acknowledgements")
        op.execute(
            "CREATE TRIGGER acknowledgements_no_update BEFORE UPDATE ON acknowledgements "
            "FOR EACH ROW EXECUTE FUNCTION refuse_changed_history()"
        )
    else:
        op.execute(f"DROP TRIGGER {table}_no_delete ON {table}")
    op.execute(
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION keep_{table}()"
    )


def refuse_deletion(table: str, rule: str, function: str) -> None:
    if not on_postgresql():
        op.execute(f"DROP TRIGGER {table}_no_delete")
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{rule}'); END"
        )
        return
    op.execute(f"DROP TRIGGER {table}_no_delete ON {table}")
    op.execute(f"DROP FUNCTION keep_{table}()")
    if table == "acknowledgements":
        op.execute("DROP TRIGGER acknowledgements_no_update ON acknowledgements")
        name, event = "acknowledgements_no_change", "UPDATE OR DELETE"
    else:
        name, event = f"{table}_no_delete", "DELETE"
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}()"
    )


def let_notices_be_taken_out() -> None:
    """Refuse every change of a notice but one: its bytes go, with the answers of its round."""
    differs = "IS DISTINCT FROM" if on_postgresql() else "IS NOT"
    other = " OR ".join(f"NEW.{each} {differs} OLD.{each}" for each in SAME_NOTICE)
    here = "(SELECT removed_at FROM rounds WHERE id = OLD.round_id) IS NULL"
    refused = f"{other} OR NEW.content <> '' OR length(NEW.pdf) > 0 OR {here}"
    if not on_postgresql():
        op.execute("DROP TRIGGER corrections_no_update")
        op.execute(
            "CREATE TRIGGER corrections_no_update BEFORE UPDATE ON corrections "
            f"WHEN {refused} BEGIN SELECT RAISE(ABORT, '{NOTICE_RULE}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION keep_corrections() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {refused} THEN RAISE EXCEPTION '{NOTICE_RULE}'; END IF; RETURN NEW; END $$"
    )
    op.execute("DROP TRIGGER corrections_no_change ON corrections")
    op.execute(
        "CREATE TRIGGER corrections_no_delete BEFORE DELETE ON corrections "
        "FOR EACH ROW EXECUTE FUNCTION refuse_changed_correction()"
    )
    op.execute(
        "CREATE TRIGGER corrections_no_update BEFORE UPDATE ON corrections "
        "FOR EACH ROW EXECUTE FUNCTION keep_corrections()"
    )


def keep_notices() -> None:
    if not on_postgresql():
        op.execute("DROP TRIGGER corrections_no_update")
        op.execute(
            "CREATE TRIGGER corrections_no_update BEFORE UPDATE ON corrections "
            f"BEGIN SELECT RAISE(ABORT, '{NOTICE_RULE}'); END"
        )
        return
    for event in ("delete", "update"):
        op.execute(f"DROP TRIGGER corrections_no_{event} ON corrections")
    op.execute("DROP FUNCTION keep_corrections()")
    op.execute(
        "CREATE TRIGGER corrections_no_change BEFORE UPDATE OR DELETE ON corrections "
        "FOR EACH ROW EXECUTE FUNCTION refuse_changed_correction()"
    )


def on_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"

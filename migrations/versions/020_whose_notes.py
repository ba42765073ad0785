"""In whose plan a note on an action was written: an action may stand in the plans of several."""

import sqlalchemy as sa
from alembic import op

revision = "020"
down_revision = "019"
branch_labels = None
depends_on = None

RULE = "what became of an action is only ever added to"
BEFORE = ("id", "action_id", "round_id", "state", "person_id", "at")
POINTS = "fk_action_notes_division_id_divisions"
# Of notes from before this revision nobody wrote down the division. It is the one that wrote the
# action wherever that took part in the round in which the note was told (and then nothing is
# stored); otherwise the one for which the writer of the note answered there, if that is one only.
WHOSE = """
UPDATE action_notes SET division_id = (
  SELECT CASE WHEN count(DISTINCT responses.division_id) = 1 THEN min(responses.division_id) END
  FROM responses JOIN respondents ON respondents.response_id = responses.id
  WHERE responses.round_id = action_notes.round_id
  AND respondents.person_id = action_notes.person_id
) WHERE NOT EXISTS (
  SELECT 1 FROM responses JOIN actions ON actions.division_id = responses.division_id
  WHERE actions.id = action_notes.action_id AND responses.round_id = action_notes.round_id
)
"""
REMOVED_AT = (
    "SELECT rounds.removed_at FROM rounds JOIN actions ON actions.round_id = rounds.id "
    "WHERE actions.id = OLD.action_id"
)


def upgrade() -> None:
    with op.batch_alter_table("action_notes", copy_from=notes_table()) as notes:
        notes.add_column(
            sa.Column("division_id", sa.Integer, sa.ForeignKey("divisions.id", name=POINTS))
        )
    if on_postgresql():
        op.execute("DROP TRIGGER action_notes_no_update ON action_notes")
    op.execute(WHOSE)
    refuse_changes((*BEFORE, "division_id"))


def downgrade() -> None:
    if on_postgresql():
        op.execute("DROP TRIGGER action_notes_no_update ON action_notes")
    with op.batch_alter_table("action_notes", copy_from=notes_table(told_by=True)) as notes:
        notes.drop_constraint(POINTS, type_="foreignkey")
        notes.drop_column("division_id")
    refuse_changes(BEFORE)


def notes_table(*, told_by: bool = False) -> sa.Table:
    """The table as it stands: SQLite copies it, and reads no checks back by itself."""
    notes = sa.Table(
        "action_notes",
        sa.MetaData(naming_convention=op.get_context().opts["target_metadata"].naming_convention),
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("action_id", sa.String(16), sa.ForeignKey("actions.id"), nullable=False),
        sa.Column("round_id", sa.String(16), sa.ForeignKey("rounds.id"), nullable=False),
        sa.Column("state", sa.String(11), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'in progress', 'done', 'changed')", name="state"),
        sa.Index("ix_action_notes_action_id", "action_id"),
    )
    if told_by:
        notes.append_column(sa.Column("division_id", sa.Integer, sa.ForeignKey("divisions.id")))
    return notes


def refuse_changes(columns: tuple[str, ...]) -> None:
    """Refuse every change but one: the words become those that say that they are gone.

    SQLite has made the table anew, without its triggers: notes go with the round of their action
    only, as before.
    """
    differs = "IS DISTINCT FROM" if on_postgresql() else "IS NOT"
    changed = [f"NEW.{each} {differs} OLD.{each}" for each in columns]
    other = " OR ".join([*changed, "NEW.words <> 'Text removed'"])
    if on_postgresql():
        op.execute(
            "CREATE TRIGGER action_notes_no_update BEFORE UPDATE ON action_notes "
            f"FOR EACH ROW WHEN ({other}) EXECUTE FUNCTION refuse_changed_notes()"
        )
        return
    for event, refused in (("UPDATE", other), ("DELETE", f"({REMOVED_AT}) IS NULL")):
        op.execute(
            f"CREATE TRIGGER action_notes_no_{event.lower()} BEFORE {event} ON action_notes "
            f"WHEN {refused} BEGIN SELECT RAISE(ABORT, '{RULE}'); END"
        )


def on_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"

"""Questionnaire versions stored whole, which nothing can change; rounds point to them."""

import sqlalchemy as sa
from alembic import op

from benchmark.database.migration import SchemaMismatch

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
RULE = "a questionnaire that a round uses is frozen; give the changed one a new version"
# a version that came without its text may be given it, once, and nothing else
FROZEN = "OLD.content <> '' OR NEW.identity <> OLD.identity OR NEW.content_hash <> OLD.content_hash"
SQLITE_TRIGGERS = {
    "questionnaires_no_update": f"BEFORE UPDATE ON questionnaires WHEN {FROZEN}",
    "questionnaires_no_delete": "BEFORE DELETE ON questionnaires",
    # INSERT OR REPLACE deletes without asking the trigger above
    "questionnaires_no_replace": "BEFORE INSERT ON questionnaires "
    "WHEN EXISTS (SELECT 1 FROM questionnaires WHERE identity = NEW.identity)",
}
POSTGRESQL_TRIGGERS = {
    "questionnaires_no_update": "BEFORE UPDATE ON questionnaires FOR EACH ROW "
    f"WHEN ({FROZEN}) EXECUTE FUNCTION refuse_frozen_questionnaire()",
    "questionnaires_no_delete": "BEFORE DELETE ON questionnaires FOR EACH ROW "
    "EXECUTE FUNCTION refuse_frozen_questionnaire()",
    "questionnaires_no_truncate": "BEFORE TRUNCATE ON questionnaires FOR EACH STATEMENT "
    "EXECUTE FUNCTION refuse_frozen_questionnaire()",
}


def upgrade() -> None:
    create_questionnaires()
    keep_the_versions_in_use()
    point_rounds_to_them()
    freeze()


def downgrade() -> None:
    with op.batch_alter_table("rounds", copy_from=rounds_table(pointing=True)) as rounds:
        rounds.drop_constraint("fk_rounds_questionnaire_questionnaires", type_="foreignkey")
    op.drop_table("questionnaires")  # and with it its triggers
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_frozen_questionnaire()")


def create_questionnaires() -> None:
    op.create_table(
        "questionnaires",
        sa.Column("identity", sa.String(60), primary_key=True),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("frozen_at", MOMENT, nullable=False),
    )


def keep_the_versions_in_use() -> None:
    """Keep each version by its hash: ``benchmark migrate`` adds the text of the file that has it.

    A migration does not read the file itself: what files look like belongs to each release.
    """
    refuse_two_texts_of_one_version()
    op.execute(
        "INSERT INTO questionnaires (identity, content_hash, content, frozen_at) "
        "SELECT questionnaire, MIN(questionnaire_hash), '', MIN(created_at) "
        "FROM rounds GROUP BY questionnaire"
    )


def refuse_two_texts_of_one_version() -> None:
    query = (
        "SELECT questionnaire FROM rounds GROUP BY questionnaire "
        "HAVING COUNT(DISTINCT questionnaire_hash) > 1"
    )
    found = [str(identity) for (identity,) in op.get_bind().execute(sa.text(query))]
    if found:
        raise SchemaMismatch(
            f"rounds used different texts under the one version {', '.join(found)}, and this "
            "software keeps one text a version; nothing was changed. In the table rounds, give "
            "those with one of the hashes a version of their own, then run benchmark migrate"
        )


def point_rounds_to_them() -> None:
    with op.batch_alter_table("rounds", copy_from=rounds_table(pointing=False)) as rounds:
        rounds.create_foreign_key(
            "fk_rounds_questionnaire_questionnaires",
            "questionnaires",
            ["questionnaire"],
            ["identity"],
        )


def freeze() -> None:
    """Refuse in the database itself, so that it does not depend on who writes to it."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_frozen_questionnaire() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{RULE}'; END $$"
        )
        for name, event in POSTGRESQL_TRIGGERS.items():
            op.execute(f"CREATE TRIGGER {name} {event}")
        return
    for name, event in SQLITE_TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {event} BEGIN SELECT RAISE(ABORT, '{RULE}'); END")


def rounds_table(*, pointing: bool) -> sa.Table:
    """The table as it stands: SQLite copies it, and reads no checks back by itself."""
    rounds = sa.Table(
        "rounds",
        sa.MetaData(naming_convention=op.get_context().opts["target_metadata"].naming_convention),
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("trust_id", sa.Integer, sa.ForeignKey("trusts.id"), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("questionnaire", sa.String(60), nullable=False),
        sa.Column("questionnaire_hash", sa.String(64), nullable=False),
        sa.Column("opens_on", sa.Date, nullable=False),
        sa.Column("closes_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("level", sa.String(2), nullable=False),
        sa.Column("lawful_basis", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'open', 'closed', 'abandoned')", name="state"),
        sa.CheckConstraint("level IN ('L1', 'L2', 'L3')", name="level"),
        sa.CheckConstraint("closes_on >= opens_on", name="dates"),
        sa.Index("ix_rounds_trust_id", "trust_id"),
    )
    if pointing:
        rounds.append_constraint(
            sa.ForeignKeyConstraint(["questionnaire"], ["questionnaires.identity"])
        )
    return rounds

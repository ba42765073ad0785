"""What the three leads agree and release, mail, and what happened in a round."""

import sqlalchemy as sa
from alembic import op

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
RULE = "what has happened in a round is only ever added to"
SAME = "a round that has responses keeps its questionnaire; open another round"
OTHER = (
    "NEW.questionnaire {0} OLD.questionnaire OR NEW.questionnaire_hash {0} OLD.questionnaire_hash"
)
HAS_RESPONSES = "EXISTS (SELECT 1 FROM responses WHERE round_id = OLD.id)"
KEPT = ("round_events", "acknowledgements")
NEW_TABLES = (
    *("agreements", "dissents", "confirmations", "releases", "section_answers"),
    *("mail_links", "mails", "round_events", "acknowledgements", "lineage"),
)


def upgrade() -> None:
    extend_rounds()
    extend_responses()
    op.add_column(
        "answers", sa.Column("seconds", sa.Integer, nullable=False, server_default=sa.text("0"))
    )
    op.add_column("divisions", sa.Column("ended_on", sa.Date))
    op.add_column("sign_ins", sa.Column("seen_at", MOMENT))
    create_agreements()
    create_releases()
    create_mails()
    create_events()
    release_what_was_open_already()
    keep_what_happened()
    keep_each_round_at_its_questionnaire()


def downgrade() -> None:
    for table in NEW_TABLES:
        op.drop_table(table)  # and with it its triggers
    free_rounds()
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_changed_history()")
    op.drop_column("sign_ins", "seen_at")
    op.drop_column("divisions", "ended_on")
    op.drop_column("answers", "seconds")
    restore_responses()
    restore_rounds()


def extend_rounds() -> None:
    with op.batch_alter_table("rounds", copy_from=rounds_table()) as rounds:
        rounds.drop_constraint("level", type_="check")
        rounds.create_check_constraint("level", "level IN ('L0', 'L1', 'L2', 'L3')")
        rounds.add_column(
            sa.Column("impact_assessment", sa.Text, nullable=False, server_default="")
        )


def restore_rounds() -> None:
    # older software knows no level below L1; its own statement was read at L1
    op.execute("UPDATE rounds SET level = 'L1' WHERE level = 'L0'")
    with op.batch_alter_table("rounds", copy_from=rounds_table(later=True)) as rounds:
        rounds.drop_constraint("level", type_="check")
        rounds.create_check_constraint("level", "level IN ('L1', 'L2', 'L3')")
        rounds.drop_column("impact_assessment")


def extend_responses() -> None:
    with op.batch_alter_table("responses", copy_from=responses_table()) as responses:
        responses.drop_constraint("uq_responses_round_id_division_id_role", type_="unique")
        responses.add_column(sa.Column("outcome", sa.String(13)))
        responses.add_column(sa.Column("set_aside_at", MOMENT))
        responses.add_column(sa.Column("withdrawn_at", MOMENT))
        responses.create_check_constraint("outcome", "outcome IN ('vacant', 'not submitted')")
    in_force = sa.text("set_aside_at IS NULL")
    op.create_index(
        "uq_responses_in_force",
        "responses",
        ["round_id", "division_id", "role"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )


def restore_responses() -> None:
    op.drop_index("uq_responses_in_force", "responses")
    forget_what_was_set_aside()
    with op.batch_alter_table("responses", copy_from=responses_table(later=True)) as responses:
        responses.drop_constraint("outcome", type_="check")
        for column in ("outcome", "set_aside_at", "withdrawn_at"):
            responses.drop_column(column)
        responses.create_unique_constraint(
            "uq_responses_round_id_division_id_role", ["round_id", "division_id", "role"]
        )


def forget_what_was_set_aside() -> None:
    """Older software keeps one response a post: what was set aside goes, as a step back says."""
    gone = sa.text("response_id IN (SELECT id FROM responses WHERE set_aside_at IS NOT NULL)")
    for table in ("answers", "vignette_answers", "submissions", "respondents"):
        op.get_bind().execute(sa.delete(sa.table(table)).where(gone))
    op.execute("DELETE FROM responses WHERE set_aside_at IS NOT NULL")


def create_agreements() -> None:
    op.create_table(
        "agreements",
        *of_a_division(),
        sa.Column("practice", sa.String(40), primary_key=True),
        sa.Column("state", sa.String(6), nullable=False),
        sa.Column("level", sa.Integer),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("saved_by", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('agreed', 'open')", name="state"),
        sa.CheckConstraint("(state = 'agreed') = (level IS NOT NULL)", name="agreed"),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="level"),
    )
    op.create_table(
        "dissents",
        *of_a_division(),
        sa.Column("practice", sa.String(40), primary_key=True),
        sa.Column("role", sa.String(20), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        of_a_lead(),
    )
    op.create_table(
        "section_answers",
        sa.Column("response_id", sa.String(16), sa.ForeignKey("responses.id"), primary_key=True),
        sa.Column("section", sa.String(40), primary_key=True),
        sa.Column("completed", sa.Boolean, nullable=False),
        sa.Column("continues", sa.String(6)),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.CheckConstraint("continues IN ('yes', 'partly', 'no')", name="continues"),
    )


def create_releases() -> None:
    op.create_table(
        "confirmations",
        *of_a_division(),
        sa.Column("role", sa.String(20), primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("preview_hash", sa.String(64), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=False),
        of_a_lead(),
    )
    op.create_table(
        "releases",
        *of_a_division(),
        sa.Column("preview_hash", sa.String(64), nullable=False),
        sa.Column("levels", sa.LargeBinary, nullable=False),
        sa.Column("released_at", MOMENT, nullable=False),
    )


def release_what_was_open_already() -> None:
    """Until now three submissions released by themselves; what people have read stays readable."""
    open_already = sa.text(
        "INSERT INTO releases (round_id, division_id, preview_hash, levels, released_at) "
        "SELECT r.round_id, r.division_id, '', :nothing, MAX(s.submitted_at) "
        "FROM responses r JOIN submissions s ON s.response_id = r.id "
        "GROUP BY r.round_id, r.division_id HAVING COUNT(*) = 3"
    )
    op.get_bind().execute(open_already, {"nothing": b""})


def create_mails() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("occasion", sa.String(200), nullable=False, unique=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("round_id", sa.String(16), sa.ForeignKey("rounds.id"), index=True),
        sa.Column("response_id", sa.String(16), sa.ForeignKey("responses.id"), index=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("page", sa.String(200), nullable=False),
        sa.Column("message_id", sa.String(120), nullable=False, unique=True),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False, index=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("claimed_at", MOMENT),
        sa.Column("sent_at", MOMENT),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('invitation', 'reminder', 'link', 'receipt', 'release')", name="kind"
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'failed', 'cancelled')", name="state"
        ),
    )
    op.create_table(
        "mail_links",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("response_id", sa.String(16), sa.ForeignKey("responses.id"), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    )


def create_events() -> None:
    op.create_table(
        "round_events",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column(
            "round_id", sa.String(16), sa.ForeignKey("rounds.id"), nullable=False, index=True
        ),
        sa.Column("division_id", sa.Integer, sa.ForeignKey("divisions.id")),
        sa.Column("role", sa.String(20)),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id")),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "acknowledgements",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column(
            "response_id", sa.String(16), sa.ForeignKey("responses.id"), nullable=False, index=True
        ),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("version", sa.String(10), nullable=False),
        sa.Column("statement_hash", sa.String(64), nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "lineage",
        sa.Column("from_division_id", sa.Integer, sa.ForeignKey("divisions.id"), primary_key=True),
        sa.Column("to_division_id", sa.Integer, sa.ForeignKey("divisions.id"), primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )


def keep_what_happened() -> None:
    """Refuse in the database itself, so that it does not depend on who writes to it."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_changed_history() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{RULE}'; END $$"
        )
        for table in KEPT:
            op.execute(
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_changed_history()"
            )
        return
    for table in KEPT:
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{RULE}'); END"
            )


def keep_each_round_at_its_questionnaire() -> None:
    """Once a round has responses, another questionnaire would change what they were asked."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_other_questionnaire() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {HAS_RESPONSES} THEN "
            f"RAISE EXCEPTION '{SAME}'; END IF; RETURN NEW; END $$"
        )
        op.execute(
            "CREATE TRIGGER rounds_keep_questionnaire BEFORE UPDATE ON rounds FOR EACH ROW "
            f"WHEN ({OTHER.format('IS DISTINCT FROM')}) "
            "EXECUTE FUNCTION refuse_other_questionnaire()"
        )
        return
    op.execute(
        "CREATE TRIGGER rounds_keep_questionnaire BEFORE UPDATE ON rounds "
        f"WHEN ({OTHER.format('IS NOT')}) AND {HAS_RESPONSES} "
        f"BEGIN SELECT RAISE(ABORT, '{SAME}'); END"
    )


def free_rounds() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TRIGGER rounds_keep_questionnaire ON rounds")
        op.execute("DROP FUNCTION refuse_other_questionnaire()")
        return
    op.execute("DROP TRIGGER rounds_keep_questionnaire")


def of_a_division() -> tuple[sa.Column[str], sa.Column[int]]:
    return (
        sa.Column("round_id", sa.String(16), sa.ForeignKey("rounds.id"), primary_key=True),
        sa.Column("division_id", sa.Integer, sa.ForeignKey("divisions.id"), primary_key=True),
    )


def of_a_lead() -> sa.CheckConstraint:
    return sa.CheckConstraint("role IN ('clinical', 'operational', 'nursing')", name="role")


def rounds_table(*, later: bool = False) -> sa.Table:
    """The table as it stands: SQLite copies it, and reads no checks back by itself."""
    levels = "'L0', 'L1', 'L2', 'L3'" if later else "'L1', 'L2', 'L3'"
    rounds = sa.Table(
        "rounds",
        named(),
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("trust_id", sa.Integer, sa.ForeignKey("trusts.id"), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column(
            "questionnaire",
            sa.String(60),
            sa.ForeignKey("questionnaires.identity"),
            nullable=False,
        ),
        sa.Column("questionnaire_hash", sa.String(64), nullable=False),
        sa.Column("opens_on", sa.Date, nullable=False),
        sa.Column("closes_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("level", sa.String(2), nullable=False),
        sa.Column("lawful_basis", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'open', 'closed', 'abandoned')", name="state"),
        sa.CheckConstraint(f"level IN ({levels})", name="level"),
        sa.CheckConstraint("closes_on >= opens_on", name="dates"),
        sa.Index("ix_rounds_trust_id", "trust_id"),
    )
    if later:
        rounds.append_column(
            sa.Column("impact_assessment", sa.Text, nullable=False, server_default="")
        )
    return rounds


def responses_table(*, later: bool = False) -> sa.Table:
    responses = sa.Table(
        "responses",
        named(),
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("round_id", sa.String(16), sa.ForeignKey("rounds.id"), nullable=False),
        sa.Column("division_id", sa.Integer, sa.ForeignKey("divisions.id"), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("statement_hash", sa.String(64)),
        sa.Column("acknowledged_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("source", sa.String(6), nullable=False),
        sa.Column("entered_by", sa.Integer, sa.ForeignKey("people.id")),
        sa.CheckConstraint("role IN ('clinical', 'operational', 'nursing')", name="role"),
        sa.CheckConstraint("source IN ('screen', 'paper')", name="source"),
        sa.CheckConstraint("(source = 'paper') = (entered_by IS NOT NULL)", name="entered_by"),
        sa.Index("ix_responses_division_id", "division_id"),
    )
    if not later:
        responses.append_constraint(sa.UniqueConstraint("round_id", "division_id", "role"))
        return responses
    responses.append_column(sa.Column("outcome", sa.String(13)))
    responses.append_column(sa.Column("set_aside_at", MOMENT))
    responses.append_column(sa.Column("withdrawn_at", MOMENT))
    responses.append_constraint(
        sa.CheckConstraint("outcome IN ('vacant', 'not submitted')", name="outcome")
    )
    return responses


def named() -> sa.MetaData:
    return sa.MetaData(naming_convention=op.get_context().opts["target_metadata"].naming_convention)

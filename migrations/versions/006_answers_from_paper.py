"""Which answers were given on screen and which were entered from paper, and by whom."""

import sqlalchemy as sa
from alembic import op

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("responses", copy_from=responses_table()) as responses:
        # what stands there already was given on screen: there was no other way
        responses.add_column(
            sa.Column("source", sa.String(6), nullable=False, server_default="screen")
        )
        responses.add_column(
            sa.Column(
                "entered_by",
                sa.Integer,
                sa.ForeignKey("people.id", name="fk_responses_entered_by_people"),
            )
        )
        responses.create_check_constraint("source", "source IN ('screen', 'paper')")
        responses.create_check_constraint(
            "entered_by", "(source = 'paper') = (entered_by IS NOT NULL)"
        )
    with op.batch_alter_table("responses", copy_from=responses_table(paper=True)) as responses:
        responses.alter_column("source", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("responses", copy_from=responses_table(paper=True)) as responses:
        responses.drop_constraint("entered_by", type_="check")
        responses.drop_constraint("source", type_="check")
        responses.drop_constraint("fk_responses_entered_by_people", type_="foreignkey")
        responses.drop_column("entered_by")
        responses.drop_column("source")


def responses_table(*, paper: bool = False) -> sa.Table:
    """The table as it stands: SQLite copies it, and reads no checks back by itself."""
    responses = sa.Table(
        "responses",
        sa.MetaData(naming_convention=op.get_context().opts["target_metadata"].naming_convention),
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("round_id", sa.String(16), sa.ForeignKey("rounds.id"), nullable=False),
        sa.Column("division_id", sa.Integer, sa.ForeignKey("divisions.id"), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("statement_hash", sa.String(64)),
        sa.Column("acknowledged_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("round_id", "division_id", "role"),
        sa.CheckConstraint("role IN ('clinical', 'operational', 'nursing')", name="role"),
        sa.Index("ix_responses_division_id", "division_id"),
    )
    if paper:
        responses.append_column(sa.Column("source", sa.String(6), nullable=False))
        responses.append_column(sa.Column("entered_by", sa.Integer, sa.ForeignKey("people.id")))
        for name, rule in (
            ("source", "source IN ('screen', 'paper')"),
            ("entered_by", "(source = 'paper') = (entered_by IS NOT NULL)"),
        ):
            responses.append_constraint(sa.CheckConstraint(rule, name=name))
    return responses

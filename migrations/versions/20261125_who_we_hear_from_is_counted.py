"""who we hear from is counted"""

import sqlalchemy as sa
from alembic import op

revision = "e49c1d2b7a60"
down_revision = "9a4622f0ff48"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "equality_count",
        sa.Column("quarter_on", sa.Date(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_equality_count_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equality_count")),
        sa.UniqueConstraint(
            "authority_id",
            "quarter_on",
            "question",
            "answer",
            name=op.f("uq_equality_count_authority_id_quarter_on_question_answer"),
        ),
    )


def downgrade() -> None:
    op.drop_table("equality_count")

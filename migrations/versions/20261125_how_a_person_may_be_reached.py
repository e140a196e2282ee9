"""how a person may be reached, and when a message may go"""

import sqlalchemy as sa
from alembic import op

revision = "e3a71c0d9f52"
down_revision = "e49c1d2b7a60"
branch_labels = None
depends_on = None

NEW_FLAGS = (("person", "wants_no_answer"), ("message", "may_wait"), ("message", "large_print"))


def upgrade() -> None:
    op.add_column("person", sa.Column("preferred_channel", sa.Text(), nullable=True))
    op.add_column("message", sa.Column("not_before", sa.DateTime(timezone=True), nullable=True))
    for table, column in NEW_FLAGS:
        op.add_column(table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))
        op.alter_column(table, column, server_default=None)


def downgrade() -> None:
    for table, column in reversed(NEW_FLAGS):
        op.drop_column(table, column)
    op.drop_column("message", "not_before")
    op.drop_column("person", "preferred_channel")

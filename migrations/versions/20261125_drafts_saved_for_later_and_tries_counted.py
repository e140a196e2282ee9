"""drafts saved for later, and tries counted"""

import sqlalchemy as sa
from alembic import op

revision = "b1b0f06a224d"
down_revision = "c57c23110735"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "try_count",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who_hash", sa.LargeBinary(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_try_count")),
        sa.UniqueConstraint("what", "who_hash", name=op.f("uq_try_count_what_who_hash")),
    )
    op.create_index("ix_try_count_began_at", "try_count", ["began_at"], unique=False)
    op.add_column("draft", sa.Column("return_email_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("draft", sa.Column("return_word_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("draft", sa.Column("link_generation", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("draft", "link_generation", server_default=None)
    op.add_column("draft", sa.Column("wrong_words", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("draft", "wrong_words", server_default=None)


def downgrade() -> None:
    op.drop_column("draft", "wrong_words")
    op.drop_column("draft", "link_generation")
    op.drop_column("draft", "return_word_sealed")
    op.drop_column("draft", "return_email_sealed")
    op.drop_index("ix_try_count_began_at", table_name="try_count")
    op.drop_table("try_count")
